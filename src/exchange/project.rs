//! What a format is handed: excerpts, the articles they stand in, and the themes they bear.

use std::collections::BTreeMap;

use super::{Excerpt, Filter, Place};
use crate::{
    annotation::{Attributes, Codebook, Coder, Timestamp},
    corpus::{Article, ArticlePath, Corpus},
    scene::Scene,
    text::{CharSpan, Text},
};

/// A memo of one coder on an article as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleNote {
    /// The article.
    pub article: ArticlePath,
    /// Who wrote it.
    pub coder: Coder,
    /// What it says, in Markdown.
    pub text: String,
    /// When it was last changed.
    pub modified: Timestamp,
}

/// The memos on articles that `filter` takes, in the set's order, then by coder.
#[must_use]
pub fn article_notes(scene: &Scene, filter: &Filter) -> Vec<ArticleNote> {
    let Scene { corpus, annotations, .. } = scene;
    let mut notes = Vec::new();
    let takes_coder = |coder: &Coder| filter.coders.is_empty() || filter.coders.contains(coder);
    for article in corpus.entries().iter().map(|entry| &entry.path) {
        if !filter.articles.is_empty() && !filter.articles.contains(article) {
            continue;
        }
        for (coder, layer) in annotations.layers(article).filter(|(coder, _)| takes_coder(coder)) {
            let Some(memo) = layer.memo.as_ref().filter(|memo| !memo.text.is_empty()) else {
                continue;
            };
            notes.push(ArticleNote {
                article: article.clone(),
                coder: coder.clone(),
                text: memo.text.clone(),
                modified: memo.modified,
            });
        }
    }
    notes
}

/// A set, or a part of one, as it is written in another program's format.
#[derive(Clone, Copy, Debug)]
pub struct Project<'a> {
    /// Its articles.
    pub corpus: &'a Corpus,
    /// Its themes.
    pub codebook: &'a Codebook,
    /// What of it is written, as [`super::excerpts`] gives it: by article, then in reading order.
    pub excerpts: &'a [Excerpt],
    /// What is noted of articles as a whole, as [`article_notes`] gives it.
    pub notes: &'a [ArticleNote],
    /// Articles that are meant by name: as pages they are printed although nothing may be marked in
    /// them. Empty where none is named.
    pub asked: &'a [ArticlePath],
    /// What else its articles bear.
    pub attributes: &'a Attributes,
    /// Whether it is the whole set: then articles without an excerpt are written too.
    pub whole: bool,
}

impl<'a> Project<'a> {
    /// Each article in which an excerpt has a place, with those excerpts.
    pub fn marked(self) -> impl Iterator<Item = (&'a Article, Vec<&'a Excerpt>)> {
        let groups = self.excerpts.chunk_by(|one, next| one.article == next.article);
        groups.filter_map(move |group| {
            let article = self.corpus.article(&group.first()?.article)?;
            let placed: Vec<_> = group.iter().filter(|excerpt| is_placed(excerpt)).collect();
            (!placed.is_empty()).then_some((&**article, placed))
        })
    }

    /// The excerpts that stand nowhere in an article as it is now.
    pub fn unplaced(self) -> impl Iterator<Item = &'a Excerpt> {
        let has_text = move |excerpt: &Excerpt| self.corpus.article(&excerpt.article).is_some();
        self.excerpts.iter().filter(move |excerpt| !is_placed(excerpt) || !has_text(excerpt))
    }
}

fn is_placed(excerpt: &Excerpt) -> bool {
    matches!(excerpt.place, Place::Kept | Place::Moved | Place::Changed)
}

/// The fragments of a placed excerpt with the text that stands there now.
pub(super) fn pieces<'a>(
    text: &'a Text,
    excerpt: &'a Excerpt,
) -> impl Iterator<Item = (CharSpan, &'a str)> {
    let piece = |&span: &CharSpan| Some((span, text.slice_chars(span)?));
    excerpt.fragments.iter().filter_map(piece)
}

/// What a format cannot hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Loss {
    /// Excerpts without a place in their article.
    Unplaced,
    /// Notes of the coders.
    Memo,
    /// Who marked.
    Coder,
    /// That several fragments are one passage.
    Fragments,
    /// Passages that were widened to whole words.
    Widened,
    /// Passages without a theme.
    Themeless,
    /// Themes that share their name with another one, which some programs take for one.
    SameNames,
    /// What a theme says beyond its name, place, colour and description.
    ThemeRules,
    /// The ends of texts that are longer than a cell of a worksheet holds.
    Cut,
    /// Characters that no bundled font has.
    Glyphs,
}

/// How often each thing was lost on the way into a file; nothing is left out silently.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Losses(BTreeMap<Loss, usize>);

impl Losses {
    /// The losses that there are, with their counts.
    pub fn iter(&self) -> impl Iterator<Item = (Loss, usize)> {
        self.0.iter().map(|(&loss, &count)| (loss, count))
    }

    /// Counts `count` more of a loss.
    pub(super) fn add(&mut self, loss: Loss, count: usize) {
        if count > 0 {
            *self.0.entry(loss).or_default() += count;
        }
    }

    /// Those of a format that knows only labels on stretches of text.
    pub(super) fn of_labels(project: Project<'_>) -> Self {
        let mut losses = Self::default();
        let count = |has: &dyn Fn(&&Excerpt) -> bool| project.excerpts.iter().filter(has).count();
        losses.add(Loss::Unplaced, project.unplaced().count());
        losses.add(Loss::Memo, count(&|excerpt| !excerpt.memo.is_empty()));
        losses.add(Loss::Fragments, count(&|excerpt| excerpt.fragments.len() > 1));
        losses.add(Loss::Themeless, count(&|excerpt| excerpt.themes.is_empty()));
        let mut coders: Vec<_> = project.excerpts.iter().map(|excerpt| &excerpt.coder).collect();
        coders.sort();
        coders.dedup();
        // One coder's name is no loss: the file is that coder's.
        losses.add(Loss::Coder, if coders.len() > 1 { coders.len() } else { 0 });
        losses
    }

    /// The same without one of them, for a format that can hold it.
    pub(super) fn without(mut self, loss: Loss) -> Self {
        self.0.remove(&loss);
        self
    }
}
