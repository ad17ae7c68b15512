//! A keystroke of a search in an article of ten million characters: folding the query, finding every
//! hit, and what the first marked frame asks of them.
//!
//! The budget is 30 ms. The folded article is made once, when the bar opens; that is timed apart.

use std::{hint::black_box, sync::Arc};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use quandian::{
    search::{Folded, Mode, Query},
    text::{ByteOffset, ByteSpan},
};

const CHARS: usize = 10_000_000;

const PARTS: [&str; 8] = [
    "今年以来，柳岸区坚持以党建引领基层治理，",
    "街道办事处与辖区企业签订共建协议书,",
    "全区94个社区党群服务中心面积均达到500平方米以上；",
    "“只要居民有事，都可以在第一时间找到我们。”",
    "老旧小区改造工程于2019年3月12日全面开工，",
    "社区书记何立介绍说，志愿者服务队每周走访一次，",
    "網格員及時收集民情民意，逐一建立臺賬！",
    "党员先锋岗的设立让矛盾化解在楼门口。",
];

fn article() -> String {
    let mut text = String::with_capacity(CHARS * 3);
    let (mut state, mut chars) = (2_021_u64, 0);
    while chars < CHARS {
        // Knuth's linear congruential generator: the same text in every run.
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let part = PARTS[usize::try_from(state >> 40).unwrap_or(0) % PARTS.len()];
        text.push_str(part);
        chars += part.chars().count();
        if state >> 61 == 0 {
            text.push_str("\n\n");
        }
    }
    text
}

/// What a keystroke costs up to the first frame that shows its hits.
fn keystroke(text: &str, folded: &Arc<Folded>, query: &str, mode: Mode) -> usize {
    let query = Query::new(query, mode).expect("a good query");
    let hits = query.hits(text, folded);
    let byte = |byte| ByteOffset::from_usize(text.floor_char_boundary(byte)).unwrap_or_default();
    // The page in view, line by line.
    let middle = text.len() / 2;
    for line in 0..30 {
        let start = middle + line * 90;
        let span = ByteSpan::between(byte(start), byte(start + 90));
        for at in hits.over(text, span) {
            black_box(hits.span(text, at));
        }
    }
    // The minimap, row by row.
    for row in 0..850 {
        black_box(hits.first_from(text, byte(text.len() / 850 * row)));
    }
    hits.len()
}

fn find(criterion: &mut Criterion) {
    let text = article();
    let folded = Arc::new(Folded::new(&text));
    let mut group = criterion.benchmark_group("find");
    group.sample_size(10).throughput(Throughput::Elements(CHARS as u64));
    group.bench_function("open: fold the article", |b| b.iter(|| Folded::new(black_box(&text))));
    let plain = Mode::default();
    let exact = Mode { exact: true, regex: false };
    let regex = Mode { exact: false, regex: true };
    for (name, query, mode) in [
        ("党", "党", plain),
        ("党建", "党建", plain),
        ("党建引领", "党建引领", plain),
        ("的", "的", plain),
        ("區 (every second part)", "區", plain),
        ("nothing", "没有这样的话", plain),
        ("exact 党建", "党建", exact),
        ("regex 党.{0,3}治理", "党.{0,3}治理", regex),
        (r"regex \d+平方米", r"\d+平方米", regex),
        (r"regex [社小]区", "[社小]区", regex),
        (r"regex over lines 找到[^。]+开工", "找到[^。]+开工", regex),
    ] {
        group.bench_function(format!("keystroke: {name}"), |b| {
            b.iter(|| keystroke(black_box(&text), &folded, query, mode));
        });
    }
    group.finish();
}

criterion_group!(benches, find);
criterion_main!(benches);
