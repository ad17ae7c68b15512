//! Sets for the tests of the analyses.

use std::{path::PathBuf, sync::Arc};

use proptest::prelude::*;

use crate::{
    annotation::{Annotations, Codebook, Coder, Edit, Layer, Theme, ThemeId, build_passage},
    corpus::{Article, ArticlePath, Corpus, Corrections, Encoding, Entry},
    scene::Scene,
    search::condition::{Parsed, parse},
    text::{CharOffset, CharSpan, Text},
};

/// Sentences of which articles are made; the second is as long as others together.
pub(super) const SENTENCES: [&str; 6] = [
    "党建引领治理。",
    "街道与企业签订共建协议书，双方人才往来频繁，居民说好。",
    "人才！",
    "支部建在楼上\n",
    "今年引进人才二百名；",
    "第一段说完了。\n\n",
];

/// The themes of every sample, each with the one it is below.
const THEMES: [(&str, Option<usize>); 5] =
    [("甲", None), ("乙", Some(0)), ("丙", Some(1)), ("丁", None), ("甲 \"乙\"", Some(3))];

/// A passage to be made: article, coder, fragments and themes by their numbers.
#[derive(Clone, Debug)]
pub(super) struct SampleMark {
    pub(super) article: usize,
    pub(super) coder: &'static str,
    pub(super) fragments: Vec<(u32, u32)>,
    pub(super) themes: Vec<usize>,
}

/// A set.
#[derive(Clone, Debug)]
pub(super) struct SampleSet {
    pub(super) scene: Scene,
}

/// A condition as it is typed.
pub(super) fn condition(line: &str) -> Parsed {
    parse(line).expect("a condition")
}

/// The set with those articles (name, text) and marks; marks outside their text are left out.
pub(super) fn set(articles: &[(&str, &str)], marks: &[SampleMark]) -> SampleSet {
    let mut annotations = Annotations::new(Codebook::default());
    let mut themes: Vec<ThemeId> = Vec::new();
    for (name, parent) in THEMES {
        let parent = parent.map(|at: usize| themes[at]);
        let theme = Theme { parent, ..annotations.codebook().new_theme(name) };
        themes.push(theme.id);
        let edit = Edit::add_theme(annotations.codebook(), theme);
        annotations.apply(&edit).expect("a new name");
    }
    let article = |&(path, text): &(&str, &str)| {
        let (path, text) =
            (ArticlePath::new(path).expect("a name"), Text::new(text).expect("short"));
        Arc::new(Article::new(path, text, Encoding::Utf8))
    };
    let articles: Vec<Arc<Article>> = articles.iter().map(article).collect();
    for coder in ["lin", "王"] {
        for (number, article) in articles.iter().enumerate() {
            let own = marks.iter().filter(|mark| mark.article == number && mark.coder == coder);
            let mut passages: Vec<_> = own
                .filter_map(|mark| {
                    let span = |&(a, b): &(u32, u32)| {
                        CharSpan::between(CharOffset::new(a), CharOffset::new(b))
                    };
                    let spans: Vec<_> = mark.fragments.iter().map(span).collect();
                    let themes = mark.themes.iter().map(|&at| themes[at]).collect();
                    build_passage(&article.text, &spans, themes, String::new())
                })
                .collect();
            if passages.is_empty() {
                continue;
            }
            passages.sort_by_key(crate::annotation::Passage::position);
            let mut layer = Layer::new(article.hash().clone(), article.text.char_len().get());
            layer.passages = passages.into_iter().map(Into::into).collect();
            let coder = Coder::new(coder).expect("a name");
            annotations.put_layer(article.path.clone(), coder, layer);
        }
    }
    let entry = |article: Arc<Article>| Entry { path: article.path.clone(), article: Ok(article) };
    let entries = articles.into_iter().map(entry).collect();
    let corpus =
        Corpus::new(PathBuf::from("/set"), entries, Ok(Corrections::default()), Vec::new());
    SampleSet { scene: Scene::new(corpus, annotations) }
}

/// A set of up to four articles, of two years and of none, with up to fourteen passages.
pub(super) fn any_set() -> impl Strategy<Value = SampleSet> {
    let names = ["2017-a.txt", "2017-b.txt", "2019-c.txt", "d.txt"];
    let texts = prop::collection::vec(prop::collection::vec(0..SENTENCES.len(), 1..8), 1..5);
    let fragment = (0..40_u32, 1..14_u32);
    let mark = (
        0..4_usize,
        prop::sample::select(vec!["lin", "王"]),
        prop::collection::vec(fragment, 1..3),
        prop::collection::btree_set(0..THEMES.len(), 0..4),
    );
    (texts, prop::collection::vec(mark, 0..14)).prop_map(move |(texts, marks)| {
        let texts: Vec<String> =
            texts.iter().map(|text| text.iter().map(|&at| SENTENCES[at]).collect()).collect();
        let articles: Vec<_> = names.into_iter().zip(texts.iter().map(String::as_str)).collect();
        let marks: Vec<_> = marks
            .into_iter()
            .map(|(article, coder, parts, themes)| {
                let mut at = 0;
                let mut fragments = Vec::new();
                for (gap, length) in parts {
                    fragments.push((at + gap, at + gap + length));
                    at += gap + length;
                }
                SampleMark { article, coder, fragments, themes: themes.into_iter().collect() }
            })
            .collect();
        set(&articles, &marks)
    })
}
