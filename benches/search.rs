//! Searching a set of 10,000 articles (about 100 MB), sorting its hits in context, and proposing what
//! to code.
//!
//! The budgets: a literal search no slower than `rg -c` over the same files (warm), a folded one within
//! three times that, 100,000 rows sorted within 0.3 s, proposals within twice the search. `rg` is run
//! here if it is installed; its time holds the reading of the files, ours does not: the set is in
//! memory.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a bench lays out files for rg and says what it found"
)]

use std::{
    hint::black_box,
    process::{Command, Stdio},
    sync::Arc,
};

use criterion::{Criterion, criterion_group, criterion_main};
use quandian::{
    annotation::Coder,
    search::Mode,
    session::{
        Autocode, CodeSource, CodeUnit, Environment, HitOrder, Search, Session, SetSearch, Settings,
    },
    storage::Disk,
};

const ARTICLES: usize = 10_000;
/// Characters of an article: 10,000 of them are about 100 MB.
const CHARS: usize = 3_400;

const PARTS: [&str; 16] = [
    "今年以来，柳岸区坚持以党建引领基层治理，",
    "街道办事处与辖区企业签订共建协议书,",
    "全区94个社区党群服务中心面积均达到500平方米以上；",
    "“只要居民有事，都可以在第一时间找到我们。”",
    "老旧小区改造工程于2019年3月12日全面开工，",
    "社区书记何立介绍说，志愿者服务队每周走访一次，",
    "網格員及時收集民情民意，逐一建立臺賬！",
    "停车、充电、晾晒这些小事，件件有回音，",
    "青年人才驿站提供短住七天的房间，",
    "驻区单位按三张清单认领事项，",
    "面积不足的用房由国企以成本价转让。",
    "楼栋长把意见记在本子上，月底统一答复，",
    "夜校开了合唱、书法和急救三门课。",
    "老人食堂每餐只要八元，",
    "两个月里拆除围墙十一处，新添绿地九块，",
    "物业公司的账目每季度贴在门口，谁都可以查。",
];

fn text(state: &mut u64) -> String {
    let mut text = String::from("标题\n\n");
    let mut chars = 0;
    while chars < CHARS {
        // Knuth's linear congruential generator: the same text in every run.
        *state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let part = PARTS[usize::try_from(*state >> 40).unwrap_or(0) % PARTS.len()];
        text.push_str(part);
        chars += part.chars().count();
        if *state >> 61 == 0 {
            text.push('\n');
        }
    }
    text
}

fn search(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("room for a set");
    let mut state = 2_021;
    for number in 0..ARTICLES {
        let path = folder.path().join(format!("{:04}-{number:05}.txt", 2010 + number % 12));
        std::fs::write(path, text(&mut state)).expect("room for a set");
    }
    let environment = Environment { storage: Arc::new(Disk), folders: None, wake: Arc::new(|| {}) };
    let mut session = Session::new(environment);
    let coder = Coder::unnamed().as_str().to_owned();
    let settings = Settings { coder: Some(coder), ..Settings::default() };
    session.apply(quandian::session::Command::Configure(settings)).expect("nothing to write");
    session.open_now(folder.path()).expect("a set");

    let mut group = criterion.benchmark_group("search");
    group.sample_size(10);
    let rg = Command::new("rg").arg("--version").stdout(Stdio::null()).status();
    if rg.is_ok_and(|status| status.success()) {
        for word in ["党建引领", "人才", "的"] {
            group.bench_function(format!("rg -c {word}"), |b| {
                b.iter(|| {
                    let mut rg = Command::new("rg");
                    let rg = rg.args(["-c", "--no-messages", word]).arg(folder.path());
                    rg.stdout(Stdio::null()).status().expect("rg runs")
                });
            });
        }
    }
    let plain = Mode::default();
    let exact = Mode { exact: true, regex: false };
    let regex = Mode { exact: false, regex: true };
    let run = |query: &str, mode, order: HitOrder| {
        let found =
            session.answer_now(&SetSearch { search: query_of(query, mode), order: order.into() });
        found.expect("a good query").rows.len()
    };
    for (name, mode) in [("exact", exact), ("folded", plain)] {
        for word in ["党建引领", "人才", "的", "网格", "没有这样的话"] {
            println!("{name} {word}: {} hits", run(word, mode, HitOrder::Place));
            group.bench_function(format!("{name} {word}"), |b| {
                b.iter(|| run(black_box(word), mode, HitOrder::Place));
            });
        }
    }
    for (name, word, mode) in [
        ("and, not", "党建 且 人才 非 没有", plain),
        ("near", "社区 近/5 书记", plain),
        ("regex", r"\d+平方米", regex),
    ] {
        group.bench_function(format!("{name}: {word}"), |b| {
            b.iter(|| run(black_box(word), mode, HitOrder::Place));
        });
    }
    for order in [HitOrder::Left, HitOrder::Right, HitOrder::Year] {
        group.bench_function(format!("社区 in the order {order:?}"), |b| {
            b.iter(|| run(black_box("社区"), plain, order));
        });
    }
    let theme = session.codebook().themes()[0].id;
    for unit in CodeUnit::ALL {
        let source = CodeSource::Search(query_of("人才", plain));
        let request = Autocode { theme, source, unit };
        group.bench_function(format!("propose 人才 by {unit:?}"), |b| {
            b.iter(|| session.answer_now(black_box(&request)));
        });
    }
    group.finish();
}

fn query_of(query: &str, mode: Mode) -> Search {
    Search { query: query.to_owned(), mode, ..Search::default() }
}

criterion_group!(benches, search);
criterion_main!(benches);
