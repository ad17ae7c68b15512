//! The articles of a set as an analysis counts over them: their years, their lengths, and what of
//! them was printed before.

use std::sync::Arc;

use rayon::prelude::*;

use super::repeated::{Counting, printed_before};
use crate::{
    corpus::{Article, ArticlePath},
    scene::Scene,
    text::CharSpan,
};

/// One article.
#[derive(Clone, Debug)]
pub struct CountedArticle<'a> {
    /// Its name.
    pub path: &'a ArticlePath,
    /// Its text; `None` where only marks are left of it, or it cannot be read.
    pub article: Option<&'a Arc<Article>>,
    /// The year in which it appeared.
    pub year: Option<i16>,
    /// The characters of its text that count.
    pub characters: u64,
    /// What of its text does not count: sorted, apart.
    pub left_out: Vec<CharSpan>,
}

impl CountedArticle<'_> {
    /// How many characters of `fragments` count.
    #[must_use]
    pub fn counted(&self, fragments: &[CharSpan]) -> u64 {
        let length: u64 = fragments.iter().map(|span| u64::from(span.len())).sum();
        if self.left_out.is_empty() {
            return length;
        }
        let shared = fragments.iter().map(|&span| {
            let first = self.left_out.partition_point(|out| out.end() <= span.start());
            let over = self.left_out.iter().skip(first);
            let over = over.take_while(|out| out.start() < span.end());
            over.filter_map(|out| out.intersection(span))
                .map(|both| u64::from(both.len()))
                .sum::<u64>()
        });
        length.saturating_sub(shared.sum::<u64>())
    }

    /// Whether a place in its text counts: not all of it lies in what does not.
    #[must_use]
    pub fn counts(&self, place: CharSpan) -> bool {
        self.left_out.is_empty() || self.counted(&[place]) > 0
    }
}

/// Every article of the set that can be read or bears marks, in the set's order; those of which only
/// marks are left come last.
///
/// Uses every core.
#[must_use]
pub fn counted_articles(scene: &Scene, counting: Counting) -> Vec<CountedArticle<'_>> {
    let (corpus, annotations) = (&scene.corpus, &scene.annotations);
    let listed = corpus.entries().iter().map(|entry| (&entry.path, entry.article.as_ref().ok()));
    let gone = annotations.articles().filter(|path| corpus.position(path).is_none());
    let matters = |(path, article): &(&ArticlePath, Option<&Arc<Article>>)| {
        article.is_some() || annotations.count_in(path) > 0
    };
    let articles: Vec<_> = listed.chain(gone.map(|path| (path, None))).filter(matters).collect();
    let counted = articles.into_par_iter().with_min_len(16).map(|(path, article)| {
        let left_out = match (counting, article) {
            (Counting::Once, Some(article)) => printed_before(scene, article),
            _ => Vec::new(),
        };
        let length = article.map_or(0, |article| u64::from(article.text.char_len().get()));
        let out: u64 = left_out.iter().map(|span| u64::from(span.len())).sum();
        let year = article.and_then(|article| corpus.year(article));
        let characters = length.saturating_sub(out);
        CountedArticle { path, article, year, characters, left_out }
    });
    counted.collect()
}
