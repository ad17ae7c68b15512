//! Learning a theme again after a tag, and ranking a large set for twenty themes.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use quandian::analysis::suggest::{Examples, PanelScratch, ThemeModel, ThemePanel};
use rayon::prelude::*;

const PARTS: [&str; 16] = [
    "引进高层次人才",
    "发放安家补贴",
    "街道办事处推进治理",
    "社区开展消防演练",
    "全区建成党群服务中心74个",
    "面积达到1000平方米以上",
    "签订共建协议309份",
    "居民代表评议打分",
    "老旧小区加装电梯",
    "网格员入户走访",
    "设立人才公寓",
    "党员先锋岗亮身份",
    "区委书记现场调研",
    "志愿服务队清扫积雪",
    "道路维修完工",
    "文化广场举办比赛",
];

/// Sentences of about 45 characters that never repeat for long.
fn sentences(count: usize) -> Vec<String> {
    let mut state = 2_021_u64;
    let mut part = || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let at = usize::try_from(state >> 40).unwrap_or(0);
        (PARTS[at % PARTS.len()], char::from_u32(0x4E00 + u32::try_from(at % 4_000).unwrap_or(0)))
    };
    let mut sentence = || {
        let mut text = String::new();
        for _ in 0..4 {
            let (words, c) = part();
            text.push_str(words);
            text.extend(c);
            text.push('，');
        }
        text
    };
    (0..count).map(|_| sentence()).collect()
}

fn learned(examples: &Examples, theme: usize) -> ThemeModel {
    let lessons = (0..examples.len()).map(|at| (at, (at * 7 + theme).is_multiple_of(13)));
    ThemeModel::learn(examples, &lessons.collect::<Vec<_>>()).unwrap_or_default()
}

fn suggest(criterion: &mut Criterion) {
    let few = sentences(1_000);
    let examples = Examples::new(few.iter().map(|text| (0, text.as_str())));
    criterion.bench_function("suggest: learn again, 1,000 examples", |bencher| {
        bencher.iter(|| learned(black_box(&examples), 3));
    });
    let models: Vec<ThemeModel> = (0..20).map(|theme| learned(&examples, theme)).collect();
    let panel = ThemePanel::new(&models.iter().collect::<Vec<_>>());
    let many = sentences(100_000);
    let mut group = criterion.benchmark_group("suggest: 100,000 sentences, 20 themes");
    group.throughput(Throughput::Elements(100_000)).sample_size(10);
    group.bench_function("on all threads", |bencher| {
        bencher.iter(|| {
            many.par_chunks(1_000)
                .map_init(PanelScratch::default, |scratch, chunk| {
                    let mut scores = Vec::with_capacity(chunk.len() * panel.len());
                    for text in chunk {
                        panel.score_into(text, scratch, &mut scores);
                    }
                    scores.iter().copied().fold(f32::MIN, f32::max)
                })
                .reduce(|| f32::MIN, f32::max)
        });
    });
}

criterion_group!(benches, suggest);
criterion_main!(benches);
