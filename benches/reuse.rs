//! What the articles of a set share: 10,000 of them, 36 million characters, with planted passages.
//!
//! The budget is 2 s from texts in memory to stretches on two cores, and 50 ms for one article that
//! changed. `QUANDIAN_REUSE_CORPUS` names a folder of articles to be taken instead, such as the
//! worst case in which every sentence stands in a thousand of them.

use std::{hint::black_box, path::PathBuf, sync::Arc, time::Duration};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use quandian::{
    analysis::{Reuse, ReuseIndex, ReuseRules},
    corpus::{Article, ArticlePath, Corpus, Corrections, Encoding, Entry, LoadProgress, load},
    storage::Disk,
    text::Text,
};

const ARTICLES: usize = 10_000;
const SENTENCES: usize = 85;
/// Sentences that stand in many articles, and one in how many sentences is one of them.
const FORMULAS: usize = 300;
const FORMULA_EVERY: u32 = 25;
/// One in so many articles takes a passage from another, with one letter in twenty changed.
const BORROWS_EVERY: u32 = 4;

/// The same numbers in every run (Knuth's linear congruential generator).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u32) -> u32 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from(self.0 >> 33).unwrap_or(0) % limit
    }

    /// A small number is likelier than a large one, as with words.
    fn skewed(&mut self, limit: u32) -> u32 {
        let (a, b) = (self.below(limit), self.below(limit));
        let product = u64::from(a) * u64::from(b) / u64::from(limit);
        u32::try_from(product).unwrap_or(0)
    }
}

fn words(random: &mut Random) -> Vec<String> {
    let word = |random: &mut Random| -> String {
        let length = [1, 2, 2, 2, 2, 3, 4][random.below(7) as usize];
        (0..length).filter_map(|_| char::from_u32(0x4E00 + random.skewed(6_000))).collect()
    };
    (0..60_000).map(|_| word(random)).collect()
}

fn sentence(words: &[String], random: &mut Random) -> String {
    let mut text = String::new();
    for _ in 0..8 + random.below(24) {
        let count = u32::try_from(words.len()).unwrap_or(1);
        text.push_str(&words[random.skewed(count) as usize]);
        if random.below(8) == 0 {
            text.push('，');
        }
    }
    text.push('。');
    text
}

fn edited(text: &str, random: &mut Random) -> String {
    let other = |c| if random.below(20) == 0 { '某' } else { c };
    text.chars().map(other).collect()
}

fn made() -> Vec<Arc<Article>> {
    let mut random = Random(5);
    let words = words(&mut random);
    let formulas: Vec<String> = (0..FORMULAS).map(|_| sentence(&words, &mut random)).collect();
    let mut texts: Vec<String> = Vec::with_capacity(ARTICLES);
    for _ in 0..ARTICLES {
        let mut text = String::new();
        for number in 0..SENTENCES {
            if random.below(FORMULA_EVERY) == 0 {
                text.push_str(&formulas[random.below(300) as usize]);
            } else {
                text.push_str(&sentence(&words, &mut random));
            }
            if number % 5 == 4 {
                text.push('\n');
            }
        }
        if !texts.is_empty() && random.below(BORROWS_EVERY) == 0 {
            let from = random.below(u32::try_from(texts.len()).unwrap_or(1)) as usize;
            let passage: String = texts[from].chars().skip(500).take(200).collect();
            text.push_str(&edited(&passage, &mut random));
        }
        texts.push(text);
    }
    let article = |(number, text): (usize, String)| {
        let path = ArticlePath::new(&format!("a{number:05}.txt")).expect("a name");
        Arc::new(Article::new(path, Text::new(text).expect("short"), Encoding::Utf8))
    };
    texts.into_iter().enumerate().map(article).collect()
}

fn articles() -> Vec<Arc<Article>> {
    let Some(folder) = std::env::var_os("QUANDIAN_REUSE_CORPUS") else { return made() };
    let corpus = load(&Disk, &PathBuf::from(folder), &LoadProgress::default()).expect("a set");
    corpus.articles().cloned().collect()
}

fn reuse(criterion: &mut Criterion) {
    let articles = articles();
    let letters: u64 =
        articles.iter().map(|article| u64::from(article.text.char_len().get())).sum();
    let entry = |article: &Arc<Article>| Entry {
        path: article.path.clone(),
        article: Ok(Arc::clone(article)),
    };
    let entries = articles.iter().map(entry).collect();
    let corpus = Corpus::new("/set".into(), entries, Ok(Corrections::default()), Vec::new());
    let rules = ReuseRules::default();
    let progress = LoadProgress::default();
    let mut group = criterion.benchmark_group("reuse");
    group.sample_size(10).measurement_time(Duration::from_secs(30));
    group.throughput(Throughput::Elements(letters));
    group.bench_function("index", |b| {
        b.iter(|| ReuseIndex::build(black_box(&articles), rules.least, &progress));
    });
    let index = ReuseIndex::build(&articles, rules.least, &progress).expect("not cancelled");
    group.bench_function("groups", |b| {
        b.iter(|| Reuse::of(black_box(&corpus), &index, &rules, &progress));
    });
    let mut changed = articles.clone();
    let middle = changed.len() / 2;
    let text: String = changed[middle].text.as_str().chars().skip(40).collect();
    let text = Text::new(text).expect("short");
    changed[middle] = Arc::new(Article::new(changed[middle].path.clone(), text, Encoding::Utf8));
    group.bench_function("one article changed", |b| {
        b.iter(|| index.updated(black_box(&changed), rules.least, &progress));
    });
    group.finish();
}

criterion_group!(benches, reuse);
criterion_main!(benches);
