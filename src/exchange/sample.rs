//! Sets for the tests of the formats: texts with all that is hard, and passages that overlap.

use std::{path::PathBuf, sync::Arc};

use proptest::prelude::*;

use super::{ArticleNote, Excerpt, Filter, Project, article_notes, excerpts, incoming::Incoming};
use crate::{
    annotation::{self, Annotations, Attributes, Codebook, Coder, Edit, Theme, ThemeId},
    corpus::{Article, ArticlePath, Corpus, Corrections, Encoding, Entry},
    scene::Scene,
    text::{CharOffset, CharSpan, Text},
};

/// A set in memory.
#[derive(Debug)]
pub(super) struct Set {
    pub(super) corpus: Corpus,
    pub(super) annotations: Annotations,
    pub(super) excerpts: Vec<Excerpt>,
    pub(super) notes: Vec<ArticleNote>,
    pub(super) attributes: Attributes,
}

impl Set {
    pub(super) fn project(&self) -> Project<'_> {
        Project {
            corpus: &self.corpus,
            codebook: self.annotations.codebook(),
            excerpts: &self.excerpts,
            notes: &self.notes,
            asked: &[],
            attributes: &self.attributes,
            whole: true,
        }
    }
}

/// One passage to be made: which text, which coder, fragments, themes, memo.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    pub(super) text: usize,
    pub(super) coder: &'static str,
    pub(super) fragments: Vec<(u32, u32)>,
    pub(super) themes: Vec<usize>,
    pub(super) memo: String,
}

/// The themes of every sample: a tree, a name twice, names that are hard to write.
fn codebook() -> (Codebook, Vec<ThemeId>) {
    let mut annotations = Annotations::new(Codebook::starting());
    let mut ids: Vec<ThemeId> = annotations.codebook().themes().iter().map(|t| t.id).collect();
    let more = [("人才", Some(0)), ("引进 \"<&>\" 𠮷", Some(1)), ("=1+1", None)];
    for (name, parent) in more {
        let theme = Theme {
            parent: parent.map(|at: usize| ids[at]),
            description: format!("说明：{name}\n第二行"),
            include: "纳入<者>".to_owned(),
            ..annotations.codebook().new_theme(name)
        };
        ids.push(theme.id);
        let edit = Edit::add_theme(annotations.codebook(), theme);
        annotations.apply(&edit).expect("it fits");
    }
    (annotations.codebook().clone(), ids)
}

/// The set with those texts (`2019-文1.txt`, …) and passages.
pub(super) fn set(texts: &[&str], marks: &[Mark]) -> Set {
    let (codebook, ids) = codebook();
    let mut annotations = Annotations::new(codebook);
    let mut articles = Vec::new();
    for (at, text) in texts.iter().enumerate() {
        let path = ArticlePath::new(&format!("子 夹/2019-文{at}.txt")).expect("a name");
        let text = Text::new(*text).expect("short");
        articles.push(Arc::new(Article::new(path, text, Encoding::Utf8)));
    }
    for mark in marks {
        let article = &articles[mark.text];
        let span = |&(a, b): &(u32, u32)| CharSpan::between(CharOffset::new(a), CharOffset::new(b));
        let fragments: Vec<_> = mark.fragments.iter().map(span).collect();
        let themes = mark.themes.iter().map(|&at| ids[at]).collect();
        let memo = mark.memo.clone();
        let Some(passage) = annotation::build_passage(&article.text, &fragments, themes, memo)
        else {
            continue;
        };
        let coder = Coder::new(mark.coder).expect("a name");
        let (hash, chars) = (article.hash().clone(), article.text.char_len().get());
        let edit = Edit::add(article.path.clone(), coder, passage, hash, chars);
        annotations.apply(&edit).expect("it fits");
    }
    let entry = |article: &Arc<Article>| Entry {
        path: article.path.clone(),
        article: Ok(Arc::clone(article)),
    };
    let entries = articles.iter().map(entry).collect();
    let corpus = Corpus::new(PathBuf::from("/集"), entries, Ok(Corrections::default()), Vec::new());
    let scene = Scene::new(corpus.clone(), annotations.clone());
    let excerpts = excerpts(&scene, &Filter::default());
    let notes = article_notes(&scene, &Filter::default());
    let attributes = Attributes::default();
    Set { corpus, annotations, excerpts, notes, attributes }
}

/// Any set of two articles.
pub(super) fn any_set() -> impl Strategy<Value = Set> {
    let text = "[街道党建人才。，\n 𠮷😀a<&>\"'=|\t]{20,80}";
    let mark = (0..2usize, 0..2usize, prop::collection::vec((0..20u32, 1..8u32), 1..3)).prop_map(
        |(text, coder, parts)| {
            let mut at = 0;
            let mut fragments = Vec::new();
            for (gap, length) in parts {
                let start = (at + gap).min(18);
                let end = (start + length).min(20);
                fragments.push((start, end));
                at = end + 1;
            }
            (text, ["lin", "王 五"][coder], fragments)
        },
    );
    let themes = prop::collection::btree_set(0..6usize, 1..3);
    let mark = (mark, themes, "[备忘\n\"<&>=𠮷]{0,6}").prop_map(
        |((text, coder, fragments), themes, memo)| {
            let themes = themes.into_iter().collect();
            Mark { text, coder, fragments, themes, memo }
        },
    );
    (prop::array::uniform2(text), prop::collection::vec(mark, 0..12)).prop_map(|(texts, marks)| {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        set(&texts, &marks)
    })
}

/// The path name of a theme that was read.
pub(super) fn path_of(incoming: &Incoming, at: usize) -> String {
    let mut names = Vec::new();
    let mut next = Some(at);
    while let Some(theme) = next.map(|at| &incoming.themes[at]) {
        names.push(&*theme.name);
        next = theme.parent;
    }
    names.reverse();
    names.join("/")
}

/// A passage without its identity: article, fragments, themes, coder, memo.
pub(super) type Plain = (String, Vec<CharSpan>, Vec<String>, Option<String>, String);

/// The passages that were read, sorted.
pub(super) fn passages_of(incoming: &Incoming) -> Vec<Plain> {
    let plain = incoming.passages.iter().map(|passage| {
        let themes = passage.themes.iter().map(|&at| path_of(incoming, at)).collect();
        let article = incoming.articles[passage.article].name.clone();
        let (coder, memo) = (passage.coder.clone(), passage.memo.clone());
        (article, passage.fragments.clone(), themes, coder, memo)
    });
    let mut all: Vec<_> = plain.collect();
    all.sort();
    all
}

/// The passages of the set, sorted.
pub(super) fn passages_in(set: &Set) -> Vec<Plain> {
    let plain = set.excerpts.iter().map(|excerpt| {
        let coder = Some(excerpt.coder.to_string());
        let (themes, memo) = (excerpt.themes.clone(), excerpt.memo.clone());
        (excerpt.article.to_string(), excerpt.fragments.clone(), themes, coder, memo)
    });
    let mut all: Vec<_> = plain.collect();
    all.sort();
    all
}
