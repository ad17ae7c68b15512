//! The index of a set's texts: which stretches any two of them share.
//!
//! Built on all cores, in the order: letters, fingerprints, postings sorted by hash, places with the
//! same hash, stretches. Knows neither dates nor lines nor passages.

use std::sync::Arc;

use rayon::prelude::*;

use super::{
    extension::Extender,
    fingerprint::fingerprints,
    letters::{Figures, Letter, letters},
    postings::{
        SHELVES, Shelves, count_pairs, each_pair, empty_shelves, place_of, posting, same_hashes,
        shelf_of,
    },
    stretch::{Stretch, TwoTexts},
};
use crate::corpus::{Article, LoadProgress};

/// A fingerprint that stands in no more places is looked at in all their pairs; else in neighbouring
/// ones. The first of these that keeps the work below [`MOST_HITS`].
const PAIRED: [usize; 5] = [64, 32, 16, 8, 4];
/// Pairs of places that are looked at (8 bytes each).
const MOST_HITS: usize = 16 << 20;
/// Letters between two entries of the table that says whose a place is.
const BLOCK: usize = 1024;

/// One text of the index.
#[derive(Clone, Debug)]
pub(super) struct IndexedText {
    pub(super) article: Arc<Article>,
    pub(super) letters: Arc<[Letter]>,
    /// The place of its first letter among those of all texts.
    base: u32,
}

/// A stretch of two texts, these by their numbers in the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SharedStretch {
    pub(super) a: u32,
    pub(super) b: u32,
    pub(super) stretch: Stretch,
}

/// The texts of a set and the stretches they share.
#[derive(Debug, Default)]
pub struct ReuseIndex {
    texts: Vec<IndexedText>,
    shared: Vec<SharedStretch>,
    /// The fewest letters that a stretch has in common.
    least: u32,
}

impl ReuseIndex {
    /// Finds what `articles` share: stretches of `least` letters in common and more. `None` if it
    /// was cancelled.
    #[must_use]
    pub fn build(articles: &[Arc<Article>], least: u32, progress: &LoadProgress) -> Option<Self> {
        let stop = || progress.is_cancelled();
        progress.expect(articles.len() + SHELVES);
        let read = |article: &Arc<Article>| {
            if stop() {
                return None;
            }
            let all = letters(article.text.as_str()).map(|(_, letter)| letter);
            progress.advance();
            Some(all.collect::<Arc<[Letter]>>())
        };
        let read: Option<Vec<Arc<[Letter]>>> = articles.par_iter().map(read).collect();
        let mut texts = Vec::with_capacity(articles.len());
        let mut base = 0_u32;
        for (article, letters) in articles.iter().zip(read?) {
            let Some(next) =
                u32::try_from(letters.len()).ok().and_then(|len| base.checked_add(len))
            else {
                // More letters than a place can count: sixteen gigabytes of text.
                break;
            };
            texts.push(IndexedText { article: Arc::clone(article), letters, base });
            base = next;
        }
        let whose = Whose::new(&texts, base);
        let postings = Shelves::sorted(shelve(&texts, &stop)?, stop)?;
        let hits = hits(&postings, &whose, &stop)?;
        let shared = shared(&texts, &whose, hits, least, progress)?;
        Some(Self { texts, shared, least })
    }

    pub(super) fn texts(&self) -> &[IndexedText] {
        &self.texts
    }

    pub(super) fn shared(&self) -> &[SharedStretch] {
        &self.shared
    }

    /// The fewest letters that a stretch has in common.
    #[must_use]
    pub fn least(&self) -> u32 {
        self.least
    }
}

/// Whose letter a place is.
struct Whose {
    bases: Vec<u32>,
    /// For every block of places the text that its first one is in.
    blocks: Vec<u32>,
}

impl Whose {
    fn new(texts: &[IndexedText], end: u32) -> Self {
        let bases: Vec<u32> = texts.iter().map(|text| text.base).collect();
        let mut blocks = Vec::new();
        for start in (0..=end).step_by(BLOCK) {
            let text = bases.partition_point(|&base| base <= start).saturating_sub(1);
            blocks.push(u32::try_from(text).unwrap_or(u32::MAX));
        }
        Self { bases, blocks }
    }

    fn text_of(&self, place: u32) -> u32 {
        let block = usize::try_from(place).unwrap_or(0) / BLOCK;
        let mut text = self.blocks.get(block).copied().unwrap_or(0);
        let starts =
            |text: u32| self.bases.get(usize::try_from(text).unwrap_or(usize::MAX)).copied();
        while starts(text + 1).is_some_and(|base| base <= place) {
            text += 1;
        }
        text
    }
}

/// The fingerprints of all texts on shelves, of each thread its own.
fn shelve(texts: &[IndexedText], stop: &(impl Fn() -> bool + Sync)) -> Option<Vec<Vec<Vec<u64>>>> {
    let size = texts.len().div_ceil(4 * rayon::current_num_threads()).max(1);
    let part = |texts: &[IndexedText]| {
        let figures = Figures::new();
        let mut shelves = empty_shelves();
        for text in texts {
            if stop() {
                return None;
            }
            fingerprints(&text.letters, &figures, |hash, at| {
                if let Some(shelf) = shelves.get_mut(shelf_of(hash)) {
                    shelf.push(posting(hash, text.base + at));
                }
            });
        }
        Some(shelves)
    };
    texts.par_chunks(size).map(part).collect()
}

/// Two places with the same fingerprint as one number, on the shelf of the second one's text.
fn hits(
    postings: &Shelves,
    whose: &Whose,
    stop: &(impl Fn() -> bool + Sync),
) -> Option<Vec<Vec<u64>>> {
    let most = paired(postings);
    let texts = whose.bases.len().max(1);
    let find = |shelf: &Vec<u64>| {
        if stop() {
            return None;
        }
        let mut hits = empty_shelves();
        for group in same_hashes(shelf) {
            each_pair(group, most, |a, b| {
                let (a, b) = (place_of(a), place_of(b));
                let text = usize::try_from(whose.text_of(b)).unwrap_or(0);
                if let Some(shelf) = hits.get_mut(text * SHELVES / texts) {
                    shelf.push(posting(b, a));
                }
            });
        }
        Some(hits)
    };
    let parts: Option<Vec<_>> = postings.as_slices().par_iter().map(find).collect();
    let mut by_text = empty_shelves();
    for part in parts? {
        for (all, some) in by_text.iter_mut().zip(part) {
            all.extend(some);
        }
    }
    Some(by_text)
}

/// In how many places a fingerprint may stand to be looked at in all their pairs.
fn paired(postings: &Shelves) -> usize {
    let count = |most: usize| -> usize {
        let of_shelf = |shelf: &Vec<u64>| -> usize {
            same_hashes(shelf).map(|group| count_pairs(group.len(), most)).sum()
        };
        postings.as_slices().par_iter().map(of_shelf).sum()
    };
    PAIRED.into_iter().find(|&most| count(most) <= MOST_HITS).unwrap_or(2)
}

/// The stretches that the hits belong to, in the order of the second texts.
fn shared(
    texts: &[IndexedText],
    whose: &Whose,
    hits: Vec<Vec<u64>>,
    least: u32,
    progress: &LoadProgress,
) -> Option<Vec<SharedStretch>> {
    let find = |extender: &mut Extender, mut hits: Vec<u64>| {
        // The second place is the upper half.
        hits.sort_unstable();
        let mut found = Vec::new();
        let second = |hit: u64| whose.text_of(u32::try_from(hit >> 32).unwrap_or(0));
        for of_text in hits.chunk_by_mut(|&x, &y| second(x) == second(y)) {
            if progress.is_cancelled() {
                return None;
            }
            for hit in of_text.iter_mut() {
                *hit = hit.rotate_left(32);
            }
            of_text.sort_unstable();
            for of_pair in of_text.chunk_by(|&x, &y| second(x) == second(y)) {
                stretches_of_pair(texts, whose, of_pair, least, extender, &mut found);
            }
        }
        progress.advance();
        Some(found)
    };
    let parts: Option<Vec<Vec<SharedStretch>>> =
        hits.into_par_iter().map_init(Extender::new, find).collect();
    Some(parts?.concat())
}

/// The same of two texts; the first place is the upper half of a hit.
fn stretches_of_pair(
    texts: &[IndexedText],
    whose: &Whose,
    hits: &[u64],
    least: u32,
    extender: &mut Extender,
    found: &mut Vec<SharedStretch>,
) {
    let places = |hit: u64| (u32::try_from(hit >> 32).unwrap_or(0), place_of(hit));
    let Some(&first) = hits.first() else { return };
    let (a, b) = (whose.text_of(places(first).0), whose.text_of(places(first).1));
    let text = |number: u32| usize::try_from(number).ok().and_then(|number| texts.get(number));
    let (Some(text_a), Some(text_b)) = (text(a), text(b)) else { return };
    let hits: Vec<(u32, u32)> = hits
        .iter()
        .map(|&hit| (places(hit).0 - text_a.base, places(hit).1 - text_b.base))
        .collect();
    let both = TwoTexts { a: &text_a.letters, b: &text_b.letters, is_one: a == b };
    let stretches = both.stretches(&hits, least, extender);
    found.extend(stretches.into_iter().map(|stretch| SharedStretch { a, b, stretch }));
}
