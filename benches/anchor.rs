//! Finding 1,000 passages again in an edited article of 100,000 characters; the target is 0.2 s.

use std::fmt::Write as _;

use criterion::{Criterion, criterion_group, criterion_main};
use quandian::{
    annotation::{Anchoring, Passage, build_passage},
    text::{CharOffset, CharSpan, Text},
};

const CHARS: usize = 100_000;
const PASSAGES: u32 = 1000;

/// Text in which sentences resemble each other as they do in newspapers.
fn article() -> String {
    let mut text = String::with_capacity(CHARS * 3);
    for number in 0.. {
        let (a, b) = (number * 7919 % 1013, number * 104_729 % 9973);
        let c = a * b % 997;
        let _ = writeln!(
            text,
            "　　柳岸街道第{a}社区今年建起议事亭{b}处，居民代表每周议事，办结{c}件。"
        );
        if text.chars().count() > CHARS {
            return text;
        }
    }
    text
}

fn passages(text: &Text) -> Vec<Passage> {
    let all = text.char_len().get();
    let mark = |number: u32| {
        let start = number * (all / PASSAGES);
        let span = CharSpan::new(CharOffset::new(start), CharOffset::new(start + 30))?;
        build_passage(text, &[span], Vec::new(), String::new())
    };
    (0..PASSAGES).filter_map(mark).collect()
}

fn anchor(c: &mut Criterion) {
    let original = article();
    let base = Text::new(original.as_str()).expect("short");
    let passages = passages(&base);
    // Every eleventh line is gone, every seventh changed, and the second half stands first.
    let mut lines: Vec<String> = original
        .lines()
        .enumerate()
        .filter(|(number, _)| number % 11 != 5)
        .map(|(number, line)| {
            if number % 7 == 3 {
                line.replace("今年建起", "去年新建")
            } else {
                line.to_owned()
            }
        })
        .collect();
    let half = lines.len() / 2;
    lines.rotate_left(half);
    let now = Text::new(lines.join("\n")).expect("short");
    let mut group = c.benchmark_group("1000 passages in 100,000 characters");
    group.sample_size(10);
    group.bench_function("with the text they were marked in", |bencher| {
        bencher.iter(|| {
            let anchoring = Anchoring::new(&now, Some(&base));
            passages.iter().map(|passage| anchoring.find(passage)).collect::<Vec<_>>()
        });
    });
    group.bench_function("by quote and context alone", |bencher| {
        bencher.iter(|| {
            let anchoring = Anchoring::new(&now, None);
            passages.iter().map(|passage| anchoring.find(passage)).collect::<Vec<_>>()
        });
    });
    group.finish();
}

criterion_group!(benches, anchor);
criterion_main!(benches);
