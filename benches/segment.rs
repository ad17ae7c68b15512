//! Segmentation of a set of ten thousand articles, by this program and by plain jieba; segmentation and
//! structure of an article of a million characters. In characters a second.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use jieba_rs::Jieba;
use quandian::text::{ByteOffset, Segmenter, Words, lines, sentence_at, sentences};
use rayon::prelude::*;

const CHARS: usize = 1_000_000;

const PARTS: [&str; 12] = [
    "今年以来，柳岸区坚持以人民为中心的发展思想，",
    "街道办事处与辖区企业签订共建协议书,",
    "全区94个社区党群服务中心面积均达到500平方米以上；",
    "“只要居民有事，都可以在第一时间找到我们。”",
    "老旧小区改造工程于2019年3月12日全面开工，",
    "社区书记何立介绍说，志愿者服务队每周走访一次，",
    "林荫道、口袋公园和便民菜店让生活更加方便。",
    "网格员及时收集民情民意，逐一建立台账！",
    "成效如何？居民代表打分评议，",
    "总投资16.85亿元的滨河生态项目已经封顶，",
    "夜幕降临，广场上歌声悠扬，孩子们追逐嬉戏。",
    "下一步，将进一步完善长效机制，提升治理效能。",
];

/// Sentences in an order that never repeats for long, in paragraphs of about 200 characters.
fn article(paragraph_chars: usize) -> String {
    let mut text = String::from("柳岸区推进基层治理\n\n");
    let (mut state, mut chars, mut in_paragraph) = (2_021_u64, 0, 0);
    while chars < CHARS {
        // Knuth's linear congruential generator: the same text in every run.
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let part = PARTS[usize::try_from(state >> 40).unwrap_or(0) % PARTS.len()];
        text.push_str(part);
        let added = part.chars().count();
        chars += added;
        in_paragraph += added;
        if in_paragraph > paragraph_chars {
            text.push_str("\n\n");
            in_paragraph = 0;
        }
    }
    text
}

/// So many articles of about this many characters each.
const ARTICLES: usize = 10_000;
const ARTICLE_CHARS: usize = 3_000;

/// The articles of a set: pieces of one text that never repeats for long, each from another place.
fn set() -> Vec<String> {
    let text: Vec<char> = article(200).chars().collect();
    let places = (0..ARTICLES).map(|number| number * 7_919 % (text.len() - ARTICLE_CHARS));
    places.map(|from| text[from..from + ARTICLE_CHARS].iter().collect()).collect()
}

/// The whole set: plain jieba on one thread, the same on all, and what the program does, which is
/// to keep the words as well.
fn whole_set(criterion: &mut Criterion) {
    let (jieba, segmenter, articles) = (Jieba::new(), Segmenter::plain(), set());
    let own = Segmenter::with_words([("柳岸区", None), ("何立", None), ("三张清单", None)]);
    let chars = (ARTICLES * ARTICLE_CHARS) as u64;
    let mut group = criterion.benchmark_group("set of 10,000 articles");
    group.sample_size(10).throughput(Throughput::Elements(chars));
    group.bench_function("plain jieba-rs cut, one thread", |b| {
        let count = |text: &String| jieba.cut(black_box(text), true).len();
        b.iter(|| articles.iter().map(count).sum::<usize>());
    });
    group.bench_function("words, one thread", |b| {
        let count = |text: &String| Words::of(black_box(text), segmenter).count();
        b.iter(|| articles.iter().map(count).sum::<usize>());
    });
    for (name, segmenter) in [("words, all cores", segmenter.as_ref()), ("with a dictionary", &own)]
    {
        group.bench_function(name, |b| {
            let count = |text: &String| Words::of(black_box(text), segmenter).count();
            b.iter(|| articles.par_iter().map(count).sum::<usize>());
        });
    }
    group.bench_function("words from their bytes, all cores", |b| {
        let known: Vec<_> =
            articles.iter().map(|text| Words::of(text, segmenter).as_bytes().to_vec()).collect();
        let count = |(text, bytes): (&String, &Vec<u8>)| {
            Words::from_lengths(black_box(bytes.clone()), text).map_or(0, |words| words.count())
        };
        b.iter(|| articles.par_iter().zip(&known).map(count).sum::<usize>());
    });
    group.finish();
    criterion.bench_function("a segmenter with a dictionary", |b| {
        b.iter(|| Segmenter::with_words([("柳岸区", None), ("何立", None)]));
    });
}

fn segment(criterion: &mut Criterion) {
    let segmenter = Segmenter::plain();
    let (paragraphs, one_line) = (article(200), article(usize::MAX));
    let mut group = criterion.benchmark_group("segment");
    group.sample_size(10).throughput(Throughput::Elements(CHARS as u64));
    group.bench_function("words of paragraphs", |b| {
        b.iter(|| segmenter.words(black_box(&paragraphs)));
    });
    group.bench_function("words of paragraphs, all cores", |b| {
        b.iter(|| Words::of(black_box(&paragraphs), segmenter));
    });
    group.bench_function("words of one line", |b| b.iter(|| segmenter.words(black_box(&one_line))));
    group.bench_function("sentences", |b| b.iter(|| sentences(black_box(&paragraphs)).count()));
    group.bench_function("lines", |b| b.iter(|| lines(black_box(&paragraphs))));
    group.finish();

    let end = ByteOffset::from_usize(one_line.len() - 30).unwrap_or_default();
    criterion.bench_function("look up/sentence in one line", |b| {
        b.iter(|| sentence_at(black_box(&one_line), end));
    });
    criterion.bench_function("look up/word in one line", |b| {
        b.iter(|| segmenter.word_at(black_box(&one_line), end));
    });
}

criterion_group!(benches, whole_set, segment);
criterion_main!(benches);
