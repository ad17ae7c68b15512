//! Every place in the set at which a string stands, found in the background.
//!
//! By the string itself: a count of the segmentation's words would miss those that a longer word
//! has swallowed.

use std::sync::Arc;

use rayon::prelude::*;

use crate::{
    corpus::Article,
    session::{JobKind, Session},
    text::{ByteOffset, occurrences},
};

/// So many results are kept.
const KEPT: usize = 24;
/// Unless they hold more places than this together.
const PLACES: usize = 4_000_000;

/// Where a string stands in one article.
#[derive(Clone, Debug)]
pub struct FoundIn {
    /// The article.
    pub article: Arc<Article>,
    /// The byte at which each occurrence begins, in order; overlapping ones too. At least one.
    pub places: Vec<ByteOffset>,
}

/// Where a string stands in the set.
#[derive(Clone, Debug)]
pub struct Found {
    /// The string.
    pub word: String,
    /// The articles it stands in, in the set's order.
    pub articles: Vec<FoundIn>,
    /// How often in all.
    pub total: usize,
    /// Of the set when it was looked through.
    revision: u64,
}

impl Found {
    /// How often it stands in an article.
    #[must_use]
    pub fn count_in(&self, article: &Article) -> usize {
        let found =
            self.articles.iter().find(|found| std::ptr::eq(Arc::as_ptr(&found.article), article));
        found.map_or(0, |found| found.places.len())
    }
}

impl Session {
    /// Where that string stands, if it was looked for and the set has not changed since.
    #[must_use]
    pub fn found(&self, word: &str) -> Option<&Arc<Found>> {
        let revision = self.corpus()?.revision();
        let mut found = self.words.found.iter();
        found.find(|found| found.word == word && found.revision == revision)
    }

    /// Begins to look for a string; what was looked for before and is not found yet is given up.
    pub(in crate::session) fn find_word(&mut self, word: &str) {
        let Some(corpus) = self.scene().map(|scene| Arc::clone(&scene.corpus)) else { return };
        let revision = corpus.revision();
        if word.is_empty() || self.words.wanted.as_deref() == Some(word) {
            return;
        }
        if let Some(at) = self.words.found.iter().position(|found| found.word == word) {
            let found = self.words.found.remove(at);
            if found.revision == revision {
                return self.words.found.insert(0, found);
            }
        }
        let articles: Vec<_> = corpus.articles().cloned().collect();
        let word = word.to_owned();
        self.words.finding.cancel();
        self.words.wanted = Some(word.clone());
        let started = self.words.finding.start(JobKind::Finding, move |progress| {
            let found: Vec<_> = articles
                .into_par_iter()
                .filter(|_| !progress.is_cancelled())
                .filter_map(|article| {
                    let places = occurrences(article.text.as_str(), &word);
                    (!places.is_empty()).then_some(FoundIn { article, places })
                })
                .collect();
            let total = found.iter().map(|found| found.places.len()).sum();
            Found { word, articles: found, total, revision }
        });
        self.tell_of_thread(started);
    }

    pub(super) fn take_found(&mut self, found: Found) {
        self.words.wanted = None;
        let kept = &mut self.words.found;
        kept.retain(|old| old.word != found.word && old.revision == found.revision);
        kept.insert(0, Arc::new(found));
        kept.truncate(KEPT);
        while kept.len() > 1 && kept.iter().map(|found| found.total).sum::<usize>() > PLACES {
            kept.pop();
        }
    }
}
