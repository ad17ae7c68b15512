//! What telling the lines of a long article apart costs: ten million characters, torn by columns,
//! whole, and in one line; opening it to the first frame has 0.3 s in all.

use criterion::{Criterion, criterion_group, criterion_main};
use quandian::text::{Segmenter, lines};

const CHARS: usize = 10_000_000;
const BODY: &str = "今年以来，柳岸街道把闲置的粮站改成党群服务中心，居民的获得感、幸福感不断增强。";
/// A sentence that a column breaks, the caption between its halves, and its end.
const TORN: &str = "街道召开座谈会，倾听意见建议，主动思考为驻区单\n\n\n社区读书会现场\n\n\n位做什么，\
    变单向输出为双向互动，居民的获得感不断增强。\n\n";

fn structure(c: &mut Criterion) {
    // The dictionary, which is loaded beside the first article.
    let _ = Segmenter::plain();
    let repeated = |text: &str| text.repeat(CHARS / text.chars().count());
    let mut group = c.benchmark_group("lines of 10M characters");
    group.sample_size(10);
    for (name, text) in [
        ("torn", repeated(TORN)),
        ("whole", repeated(&format!("{BODY}\n\n"))),
        ("one line", repeated(BODY)),
    ] {
        group.bench_function(name, |b| b.iter(|| lines(&text).len()));
    }
    group.finish();
}

criterion_group!(benches, structure);
criterion_main!(benches);
