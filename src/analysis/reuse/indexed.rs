//! The texts of an index, whose each letter is, and what any two of them share.

use std::sync::Arc;

use super::{
    letters::{Letter, letters},
    stretch::CommonStretch,
};
use crate::{corpus::Article, text::CharSpan};

/// Set in the first of two places whose fingerprint is frequent; no place is so large.
pub(super) const FREQUENT: u32 = 1 << 31;

/// One text of the index.
#[derive(Clone, Debug)]
pub(super) struct IndexedText {
    pub(super) article: Arc<Article>,
    pub(super) letters: Arc<[Letter]>,
    /// The place of its first letter among those of all texts.
    pub(super) base: u32,
}

impl IndexedText {
    /// Reads the letters of an article; its place is not known yet.
    pub(super) fn of(article: &Arc<Article>) -> Self {
        let all = letters(article.text.as_str()).map(|(_, letter)| letter);
        Self { article: Arc::clone(article), letters: all.collect(), base: 0 }
    }
}

/// A stretch of two texts, these by their numbers in the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SharedStretch {
    pub(super) a: u32,
    pub(super) b: u32,
    pub(super) stretch: CommonStretch,
    /// Its places in both articles, from the first letter to the last.
    pub(super) spans: [CharSpan; 2],
}

/// The place behind the last letter of a text; `None` if it is too large.
pub(super) fn end_of(base: u32, letters: &[Letter]) -> Option<u32> {
    let end = base.checked_add(u32::try_from(letters.len()).ok()?)?;
    (end < FREQUENT).then_some(end)
}

/// Whose letter a place is.
#[derive(Clone, Debug, Default)]
pub(super) struct PlaceOwners {
    /// In ascending order: where each text begins, and its number; of one that is gone
    /// [`PlaceOwners::NOBODY`].
    pub(super) texts: Vec<(u32, u32)>,
    /// For every block of places which of `texts` its first one is in.
    blocks: Vec<u32>,
    is_in_order: bool,
}

impl PlaceOwners {
    /// The number of a text that is gone.
    pub(super) const NOBODY: u32 = u32::MAX;
    /// Letters between two entries of the table of blocks.
    const BLOCK: usize = 1024;

    pub(super) fn new(texts: &[IndexedText]) -> Self {
        Self::of((0..).zip(texts).map(|(number, text)| (text.base, number)).collect())
    }

    /// By the places where texts begin, in ascending order.
    pub(super) fn of(texts: Vec<(u32, u32)>) -> Self {
        let mut blocks = Vec::new();
        for (at, &(base, _)) in (0_u32..).zip(&texts) {
            // The block that this text begins in belongs to the text before, but for its first place.
            let block = usize::try_from(base).unwrap_or(0).div_ceil(Self::BLOCK);
            let before = at.saturating_sub(1);
            if blocks.len() < block {
                blocks.resize(block, before);
            }
        }
        blocks.push(u32::try_from(texts.len().saturating_sub(1)).unwrap_or(0));
        let is_in_order = texts.is_sorted_by_key(|&(_, number)| number);
        Self { texts, blocks, is_in_order }
    }

    /// Whether the places of all texts are in the order of their numbers.
    pub(super) fn is_in_order(&self) -> bool {
        self.is_in_order
    }

    pub(super) fn text_of(&self, place: u32) -> u32 {
        let block = usize::try_from(place).unwrap_or(0) / Self::BLOCK;
        let last = self.blocks.last().copied().unwrap_or(0);
        let first = self.blocks.get(block).copied().unwrap_or(last);
        let mut at = usize::try_from(first).unwrap_or(0);
        while self.texts.get(at + 1).is_some_and(|&(base, _)| base <= place) {
            at += 1;
        }
        self.texts.get(at).map_or(Self::NOBODY, |&(_, number)| number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_its_own_texts() {
        let starts = [0, 5, 5, 1024, 1025, 4000, 9000, 9000];
        let texts: Vec<(u32, u32)> = starts.into_iter().zip(10..).collect();
        let whose = PlaceOwners::of(texts.clone());
        for place in 0..10_000 {
            let expected =
                texts.iter().rev().find(|(base, _)| *base <= place).map(|(_, text)| *text);
            assert_eq!(Some(whose.text_of(place)), expected, "{place}");
        }
        assert_eq!(PlaceOwners::default().text_of(7), PlaceOwners::NOBODY);
    }
}
