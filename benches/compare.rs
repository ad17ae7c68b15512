//! Comparing 200,000 passages of 500 themes in 10,000 articles: matrix, co-occurrence, lines over the
//! years; and the words of 36 million characters whose segmentation is known.
//!
//! The budgets, on two cores: a matrix 30 ms, co-occurrence by overlap 60 ms and by sentence 150 ms, a
//! term over the years 20 ms, the frequency of words 1.5 s.

use std::{collections::HashMap, path::PathBuf, sync::Arc};

use criterion::{Criterion, criterion_group, criterion_main};
use quandian::{
    analysis::{
        Axis, Cooccurrence, CooccurrenceTerms, Counting, FrequencyTerms, Matrix, MatrixTerms,
        Proximity, StopWords, StringTerms, WordCounts,
    },
    annotation::{Annotations, Codebook, Coder, Edit, Layer, Theme, ThemeId, build_passage},
    corpus::{Article, ArticlePath, Corpus, Corrections, Encoding, Entry},
    scene::Scene,
    search::condition::Parsed,
    text::{CharOffset, CharSpan, Segmenter, Text, Words},
};

const ARTICLES: u32 = 10_000;
const PASSAGES: u32 = 20;
const THEMES: usize = 500;

const PARTS: [&str; 8] = [
    "今年以来，柳岸区坚持以党建引领基层治理，",
    "街道办事处与辖区企业签订共建协议书。",
    "全区社区党群服务中心面积均达到标准；",
    "只要居民有事，都可以在第一时间找到我们。",
    "老旧小区改造工程全面开工，志愿者每周走访一次。",
    "网格员及时收集民情民意，逐一建立台账！\n",
    "引进人才二百名，居民代表打分评议。",
    "下一步，将进一步完善长效机制，提升治理效能。\n",
];

fn codebook() -> Codebook {
    let mut annotations = Annotations::new(Codebook::default());
    let mut above = Vec::new();
    for number in 0..THEMES {
        // Ten trees, each theme below one of the first fifty.
        let parent = (number >= 10).then(|| above[number % 50 % above.len().min(50)]);
        let theme =
            Theme { parent, ..annotations.codebook().new_theme(&format!("主题{number}")) };
        above.push(theme.id);
        let edit = Edit::add_theme(annotations.codebook(), theme);
        annotations.apply(&edit).expect("a new name");
    }
    annotations.codebook().clone()
}

fn scene() -> Scene {
    let codebook = codebook();
    let themes: Vec<ThemeId> = codebook.themes().iter().map(|theme| theme.id).collect();
    let mut annotations = Annotations::new(codebook);
    let coders = ["林", "王"].map(|name| Coder::new(name).expect("a name"));
    let mut state = 2_021_u64;
    let mut random = move |below: usize| {
        // Knuth's linear congruential generator: the same set in every run.
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap_or(0) % below
    };
    let mut entries = Vec::new();
    for number in 0..ARTICLES {
        let mut content = format!("区域化党建观察{number}\n\n");
        let mut chars = 0;
        while chars < 3_600 {
            let part = PARTS[random(PARTS.len())];
            content.push_str(part);
            chars += part.chars().count();
        }
        let path =
            ArticlePath::new(&format!("{}-{number}.txt", 2005 + number % 20)).expect("a name");
        let text = Text::new(content).expect("short");
        let article = Article::new(path.clone(), text, Encoding::Utf8);
        let length = article.text.char_len().get() as usize;
        let mut layer = Layer::new(article.hash().clone(), article.text.char_len().get());
        let mut passages: Vec<_> = (0..PASSAGES)
            .map(|_| {
                let start = random(length - 80);
                let end = start + 5 + random(60);
                let offset = |at| CharOffset::from_usize(at).expect("short");
                let span = CharSpan::between(offset(start), offset(end));
                let borne = (0..=random(2)).map(|_| themes[random(THEMES)]).collect();
                build_passage(&article.text, &[span], borne, String::new()).expect("inside")
            })
            .collect();
        passages.sort_by_key(quandian::annotation::Passage::position);
        layer.passages = passages.into_iter().map(Arc::new).collect();
        annotations.put_layer(path.clone(), coders[random(2)].clone(), layer);
        entries.push(Entry { path, article: Ok(Arc::new(article)) });
    }
    let root = PathBuf::from("/set");
    Scene::new(Corpus::new(root, entries, Ok(Corrections::default()), Vec::new()), annotations)
}

fn compare(criterion: &mut Criterion) {
    let scene = scene();
    let mut group = criterion.benchmark_group("compare");
    group.sample_size(10);
    for (name, axis) in [("years", Axis::Years), ("articles", Axis::Articles)] {
        let terms = MatrixTerms {
            rows: Axis::Themes,
            columns: vec![axis],
            filter: Parsed::default(),
            counting: Counting::Both,
        };
        group.bench_function(format!("matrix themes x {name}"), |b| {
            b.iter(|| Matrix::of(&scene, &terms).expect("known themes"));
        });
    }
    for (name, by) in [
        ("overlap", Proximity::Overlap),
        ("sentence", Proximity::Sentence),
        ("article", Proximity::Article),
    ] {
        let terms = CooccurrenceTerms {
            by,
            with_children: false,
            filter: Parsed::default(),
            counting: Counting::Both,
        };
        group.bench_function(format!("cooccurrence {name}"), |b| {
            b.iter(|| Cooccurrence::of(&scene, &terms).expect("known themes"));
        });
    }
    let strings = StringTerms {
        strings: vec!["共建协议".to_owned()],
        filter: Parsed::default(),
        counting: Counting::Both,
    };
    group.bench_function("a string in 36M characters", |b| {
        b.iter(|| strings.counts(&scene).expect("a query"));
    });
    let known: HashMap<&str, Arc<Words>> = scene
        .corpus
        .articles()
        .map(|article| {
            let words = Words::of(article.text.as_str(), Segmenter::plain());
            (article.path.as_str(), Arc::new(words))
        })
        .collect();
    let words = |article: &Arc<Article>| Arc::clone(&known[article.path.as_str()]);
    let terms = FrequencyTerms {
        filter: Parsed::default(),
        counting: Counting::Both,
        stop_words: Arc::clone(StopWords::built_in()),
    };
    group.bench_function("words of 36M characters", |b| {
        b.iter(|| WordCounts::of(&scene, &terms, &words).expect("no condition"));
    });
    group.finish();
}

criterion_group!(benches, compare);
criterion_main!(benches);
