//! A condition over 200,000 passages in 2,000 articles, as on the page of excerpts.
//!
//! The budget of a boolean condition is 50 ms. Reading the line and looking up its themes is part of
//! it; making the rows of the page is not.

use std::{hint::black_box, path::PathBuf, sync::Arc};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use quandian::{
    annotation::{
        Annotations, Codebook, Coder, Edit, FoundBy, Layer, Origin, ThemeId, build_passage,
    },
    corpus::{Article, ArticlePath, Corpus, Corrections, Encoding, Entry},
    scene::Scene,
    search::condition::{Selector, parse},
    text::{CharOffset, CharSpan, Text},
};

const ARTICLES: u32 = 2_000;
const PASSAGES: u32 = 100;
const THEMES: usize = 30;

const SENTENCE: &str =
    "今年以来，柳岸区坚持以党建引领基层治理，街道办事处与辖区企业签订共建协议书。";

fn codebook() -> Codebook {
    let mut annotations = Annotations::new(Codebook::starting());
    for number in 3..THEMES {
        let theme = annotations.codebook().new_theme(&format!("主题{number}"));
        let edit = Edit::add_theme(annotations.codebook(), theme);
        annotations.apply(&edit).expect("a new name");
    }
    annotations.codebook().clone()
}

fn set() -> (Corpus, Annotations) {
    let codebook = codebook();
    let themes: Vec<ThemeId> = codebook.themes().iter().map(|theme| theme.id).collect();
    let mut annotations = Annotations::new(codebook);
    let coder = Coder::new("林").expect("a name");
    let content = format!("区域化党建观察\n\n{}", SENTENCE.repeat(80));
    let text = Text::new(content.as_str()).expect("short");
    let mut entries = Vec::new();
    let mut state = 2_021_u64;
    let mut random = move |below: u32| {
        // Knuth's linear congruential generator: the same set in every run.
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from(state >> 33).unwrap_or(0) % below
    };
    for number in 0..ARTICLES {
        let year = 2010 + number % 15;
        let path = ArticlePath::new(&format!("{year}-{number}.txt")).expect("a name");
        let article = Article::new(path.clone(), text.clone(), Encoding::Utf8);
        let mut layer = Layer::new(article.hash().clone(), text.char_len().get());
        for _ in 0..PASSAGES {
            let start = 9 + random(text.char_len().get() - 60);
            let span =
                CharSpan::between(CharOffset::new(start), CharOffset::new(start + 5 + random(40)));
            let borne = (0..=random(2)).map(|_| themes[random(30) as usize]).collect();
            let memo = if random(10) == 0 { "核对数字" } else { "" };
            let mut passage =
                build_passage(&text, &[span], borne, memo.to_owned()).expect("inside");
            passage.origin = (random(4) == 0).then(|| Origin {
                by: FoundBy::Query("共建".to_owned()),
                reviewed: random(2) == 0,
            });
            layer.passages.push(Arc::new(passage));
        }
        annotations.put_layer(path.clone(), coder.clone(), layer);
        entries.push(Entry { path, article: Ok(Arc::new(article)) });
    }
    let root = PathBuf::from("/set");
    (Corpus::new(root, entries, Ok(Corrections::default()), Vec::new()), annotations)
}

fn retrieve(criterion: &mut Criterion) {
    let (corpus, annotations) = set();
    let scene = Scene::new(corpus, annotations);
    let mut group = criterion.benchmark_group("retrieve");
    group
        .sample_size(10)
        .throughput(Throughput::Elements(u64::from(ARTICLES) * u64::from(PASSAGES)));
    for line in [
        "",
        "主题:阵地建设 且 非 主题:人才 且 年:2017..2020",
        "(主题:阵地建设 或 主题:区域化党建 或 主题:主题7) 且 来源:检索 且 状态:未核对",
        "主题:人才 且 备忘录:有",
        "主题:阵地建设 且 重叠:人才",
        "位于:人才",
        "邻近/2:人才 且 主题:阵地建设",
        "正文:共建协议",
        "备忘录:数字",
    ] {
        group.bench_function(if line.is_empty() { "all" } else { line }, |b| {
            b.iter(|| {
                let parsed = parse(black_box(line)).expect("a condition");
                let selector = Selector::new(&parsed, &scene).expect("known themes");
                selector.found(&scene).len()
            });
        });
    }
    group.finish();
}

criterion_group!(benches, retrieve);
criterion_main!(benches);
