//! Agreement of ten coders in 10,000 articles with 200,000 passages, by sentences, with intervals.
//!
//! The budget is one second for all coefficients of all themes with 1,000 bootstrap draws. Cutting the
//! texts into sentences is part of it.

use std::{hint::black_box, path::PathBuf, sync::Arc};

use criterion::{Criterion, criterion_group, criterion_main};
use quandian::{
    analysis::agreement::{
        AgreementQuery, AgreementUnit, Bootstrap, Denominator, agreement, differences,
    },
    annotation::{Annotations, Codebook, Coder, Edit, Layer, ThemeId, build_passage},
    corpus::{Article, ArticlePath, Corpus, Corrections, Encoding, Entry, LoadProgress},
    scene::Scene,
    text::{CharOffset, CharSpan, Text},
};

const ARTICLES: u32 = 10_000;
const CODERS: u32 = 10;
const PASSAGES: u32 = 200_000;
const THEMES: usize = 20;

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

fn coders() -> Vec<Coder> {
    (0..CODERS).map(|number| Coder::new(&format!("编码员{number}")).expect("a name")).collect()
}

/// Coders who mostly see the same, and sometimes not.
fn set() -> Scene {
    let codebook = codebook();
    let themes: Vec<ThemeId> = codebook.themes().iter().map(|theme| theme.id).collect();
    let mut annotations = Annotations::new(codebook);
    let text = Text::new(format!("区域化党建观察\n\n{}", SENTENCE.repeat(96))).expect("short");
    let mut state = 2_021_u64;
    let mut random = move |below: u32| {
        // Knuth's linear congruential generator: the same set in every run.
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from(state >> 33).unwrap_or(0) % below
    };
    let coders = coders();
    let mut entries = Vec::new();
    for number in 0..ARTICLES {
        let path = ArticlePath::new(&format!("2019-{number}.txt")).expect("a name");
        let article = Article::new(path.clone(), text.clone(), Encoding::Utf8);
        let places: Vec<(u32, usize)> = (0..PASSAGES / ARTICLES / CODERS)
            .map(|_| (9 + random(3_400), random(20) as usize))
            .collect();
        for coder in &coders {
            let mut layer = Layer::new(article.hash().clone(), text.char_len().get());
            for &(place, theme) in &places {
                let differs = random(4) == 0;
                let start = if differs { 9 + random(3_400) } else { place };
                let span = CharSpan::between(
                    CharOffset::new(start),
                    CharOffset::new(start + 5 + random(40)),
                );
                let passage = build_passage(&text, &[span], vec![themes[theme]], String::new());
                layer.passages.push(Arc::new(passage.expect("inside")));
            }
            annotations.put_layer(path.clone(), coder.clone(), layer);
        }
        entries.push(Entry { path, article: Ok(Arc::new(article)) });
    }
    let root = PathBuf::from("/set");
    Scene::new(Corpus::new(root, entries, Ok(Corrections::default()), Vec::new()), annotations)
}

fn agree(criterion: &mut Criterion) {
    let scene = set();
    let mut group = criterion.benchmark_group("agree");
    group.sample_size(10);
    let query = |unit, draws| AgreementQuery {
        coders: coders(),
        unit,
        theme: None,
        articles: None,
        denominator: Denominator::Marked,
        bootstrap: Bootstrap { draws, seed: 1 },
    };
    for (name, unit, draws) in [
        ("sentences", AgreementUnit::Sentence, 0),
        ("sentences with intervals", AgreementUnit::Sentence, 1_000),
        ("characters with intervals", AgreementUnit::Character, 1_000),
        ("continuum with intervals", AgreementUnit::Continuum, 1_000),
    ] {
        let query = query(unit, draws);
        group.bench_function(name, |b| {
            b.iter(|| {
                let found = agreement(&scene, black_box(&query), None, &LoadProgress::default());
                found.expect("joint articles").rows.len()
            });
        });
    }
    let [a, b] = &coders()[..2] else { return };
    group.bench_function("differences of two", |bench| {
        bench.iter(|| differences(&scene, black_box((a, b)), None).differences.len());
    });
    group.finish();
}

criterion_group!(benches, agree);
criterion_main!(benches);
