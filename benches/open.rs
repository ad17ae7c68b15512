//! Claim: a set of 10,000 articles is open in 0.9 s, and in four times what reading its files takes.
//!
//! The set is made by a generator of its own; `QUANDIAN_BENCH_SET=FOLDER` takes another one.

use std::{env, fmt::Write as _, hint::black_box, path::PathBuf, time::Duration};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use quandian::{
    corpus::{LoadProgress, list_articles, load},
    storage::{Disk, Storage},
};

const ARTICLES: u32 = 10_000;
const CHARS: usize = 3500;
const CLAUSES: [&str; 8] = [
    "柳湾区坚持党建引领,",
    "街道党工委每月召开一次联席会议,",
    "驻区单位认领了12个项目。",
    "“有了阵地,大家就愿意来了。”社区书记说。",
    "全区共有党支部371个、党员8420名,",
    "党员们带头拆除自家的围栏,",
    "老旧小区加装了电梯。",
    "2018年以来,共建单位捐赠图书3000余册。",
];

/// A different article for each number, always the same one.
fn article(number: u32) -> String {
    let mut text = format!("柳湾区楼院里的第{number}位红色管家\n");
    let mut seed = number.wrapping_mul(2_654_435_761).wrapping_add(1);
    let mut chars = 0;
    while chars < CHARS {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let clause = CLAUSES[seed as usize >> 29];
        chars += clause.chars().count();
        text.push_str(clause);
        if (seed >> 20).is_multiple_of(8) {
            let _ = write!(text, "\n\n{number}号院的");
        }
    }
    text + "记者 林晓 通讯员 赵一帆\n"
}

fn open(c: &mut Criterion) {
    let made = tempfile::tempdir().expect("a temporary folder");
    let root = env::var_os("QUANDIAN_BENCH_SET").map_or_else(
        || {
            for number in 0..ARTICLES {
                let path = made.path().join(format!("art_{number:05}.txt"));
                Disk.create_new(&path, article(number).as_bytes(), None)
                    .expect("space on the disk");
            }
            made.path().to_owned()
        },
        PathBuf::from,
    );
    let root = Disk.resolve(&root).expect("the set");
    let files: Vec<_> = list_articles(&Disk, &root, &mut Vec::new())
        .iter()
        .map(|path| path.on_disk(&root))
        .collect();
    let bytes = files.iter().map(|file| Disk.metadata(file).expect("a file").len).sum();

    let mut group = c.benchmark_group("open");
    group.sample_size(10).measurement_time(Duration::from_secs(10));
    group.throughput(Throughput::Bytes(bytes));
    // What `cat` does: one file after the other into one buffer's space.
    group.bench_function("read the files plainly", |b| {
        b.iter(|| {
            for file in &files {
                black_box(Disk.read(file, u64::MAX - 1).expect("a file"));
            }
        });
    });
    group.bench_function("list the folder", |b| {
        b.iter(|| list_articles(&Disk, &root, &mut Vec::new()));
    });
    group.bench_function("open the set", |b| {
        b.iter(|| load(&Disk, &root, &LoadProgress::default()).expect("the set"));
    });
    group.finish();
}

criterion_group!(benches, open);
criterion_main!(benches);
