//! Every place in the set at which a string stands, found in the background.
//!
//! By the string itself: a count of the segmentation's words would miss those that a longer word
//! has swallowed.

use std::{convert::Infallible, sync::Arc};

use rayon::prelude::*;

use crate::{
    corpus::{Article, LoadProgress},
    scene::Heeds,
    session::{Answered, Ground, Question, Session},
    text::{ByteOffset, occurrences},
};

/// Where does a string stand in the set?
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindWord {
    /// The string.
    pub word: String,
}

/// Where a string stands in one article.
#[derive(Clone, Debug)]
pub struct WordHitsIn {
    /// The article.
    pub article: Arc<Article>,
    /// The byte at which each occurrence begins, in order; overlapping ones too. At least one.
    pub places: Vec<ByteOffset>,
}

/// Where a string stands in the set.
#[derive(Clone, Debug)]
pub struct WordHits {
    /// The string.
    pub word: String,
    /// The articles it stands in, in the set's order.
    pub articles: Vec<WordHitsIn>,
    /// How often in all.
    pub total: usize,
}

impl WordHits {
    /// How often it stands in an article.
    #[must_use]
    pub fn count_in(&self, article: &Article) -> usize {
        let found =
            self.articles.iter().find(|found| std::ptr::eq(Arc::as_ptr(&found.article), article));
        found.map_or(0, |found| found.places.len())
    }
}

impl Question for FindWord {
    type Answer = WordHits;
    type Refusal = Infallible;

    /// The pointer comes back to a word again and again.
    const REMEMBERED: usize = 24;

    fn heeds(&self) -> Heeds {
        Heeds::Texts
    }

    fn weight(answer: &WordHits) -> usize {
        answer.total
    }

    fn answer(
        &self,
        ground: &Ground,
        _: Option<&Answered<Self>>,
        progress: &LoadProgress,
    ) -> Result<WordHits, Infallible> {
        let articles: Vec<&Arc<Article>> = ground.scene.corpus.articles().collect();
        let found: Vec<_> = articles
            .into_par_iter()
            .filter(|_| !progress.is_cancelled())
            .filter_map(|article| {
                let places = occurrences(article.text.as_str(), &self.word);
                let article = Arc::clone(article);
                (!places.is_empty()).then_some(WordHitsIn { article, places })
            })
            .collect();
        let total = found.iter().map(|found| found.places.len()).sum();
        Ok(WordHits { word: self.word.clone(), articles: found, total })
    }
}

impl Session {
    /// Where that string stands, if it was looked for and the set has not changed since.
    #[must_use]
    pub fn occurrences(&self, word: &str) -> Option<&Arc<WordHits>> {
        let question = FindWord { word: word.to_owned() };
        self.inquiry()?.answer_to(&question, self.scene()?)
    }
}
