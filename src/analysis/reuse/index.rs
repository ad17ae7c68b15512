//! The index of a set's texts: which stretches any two of them share.
//!
//! Built on all cores, in the order: letters, fingerprints, postings sorted by hash, places with the
//! same hash, stretches. [`super::update`] brings it up to date. Knows neither dates nor lines nor
//! passages.

use std::sync::Arc;

use rayon::prelude::*;

use super::{
    finding::{StretchFinder, upper},
    fingerprint::fingerprints,
    indexed::{FREQUENT, IndexedText, PlaceOwners, SharedStretch, end_of},
    letters::{Figures, letters},
    postings::{
        SHELVES, Shelves, count_pairs, each_pair, empty_shelves, place_of, posting, same_hashes,
        shelf_of,
    },
};
use crate::{
    corpus::{Article, LoadProgress},
    text::{CharOffset, CharSpan},
};

/// A fingerprint that stands in no more places is looked at in all their pairs, else it is frequent:
/// each place is looked at with the one before it. The first of these that keeps the work below
/// [`MOST_HITS`].
pub(super) const PAIRED: [usize; 4] = [32, 16, 8, 4];
/// Where even that is too much.
const FEWEST_PAIRED: usize = 2;
/// Pairs of places that are looked at (8 bytes each).
const MOST_HITS: usize = 16 << 20;

/// The texts of a set and the stretches they share.
#[derive(Debug, Default)]
pub struct ReuseIndex {
    /// In the order of the set.
    pub(super) texts: Vec<IndexedText>,
    /// By the second text, then by the first.
    pub(super) shared: Vec<SharedStretch>,
    /// The fewest letters that a stretch has in common.
    pub(super) least: u32,
    pub(super) postings: Arc<Shelves>,
    /// Those of texts that came later.
    pub(super) added: Vec<u64>,
    pub(super) whose: PlaceOwners,
    /// The first place that was given to no text so far.
    pub(super) free: u32,
    /// How many pairs of places there are for each of [`PAIRED`].
    pub(super) pair_counts: [usize; PAIRED.len()],
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
            let text = IndexedText::of(article);
            progress.advance();
            Some(text)
        };
        let read: Option<Vec<IndexedText>> = articles.par_iter().map(read).collect();
        let mut texts = Vec::with_capacity(articles.len());
        let mut base = 0_u32;
        for text in read? {
            let Some(next) = end_of(base, &text.letters) else {
                // More letters than a place can count: six gigabytes of text.
                break;
            };
            texts.push(IndexedText { base, ..text });
            base = next;
        }
        let whose = PlaceOwners::new(&texts);
        let postings = Shelves::sorted(shelve(&texts, &stop)?, stop)?;
        let pair_counts = pair_counts(&postings);
        let hits = hits(&postings, &whose, paired(&pair_counts), texts.len(), &stop)?;
        let mut shared = shared(&texts, &whose, hits, least, progress)?;
        place(&texts, &mut shared, progress)?;
        let postings = Arc::new(postings);
        let added = Vec::new();
        Some(Self { texts, shared, least, postings, added, whose, free: base, pair_counts })
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

/// Two places with the same fingerprint as one number, the second place the upper half, on the shelf
/// of its text.
fn hits(
    postings: &Shelves,
    whose: &PlaceOwners,
    most: usize,
    texts: usize,
    stop: &(impl Fn() -> bool + Sync),
) -> Option<Vec<Vec<u64>>> {
    let find = |shelf: &Vec<u64>| {
        if stop() {
            return None;
        }
        let mut hits = empty_shelves();
        for group in same_hashes(shelf) {
            let flag = if group.len() > most { FREQUENT } else { 0 };
            each_pair(group, most, |a, b| {
                let (a, b) = (place_of(a), place_of(b));
                let text = usize::try_from(whose.text_of(b)).unwrap_or(0);
                if let Some(shelf) = hits.get_mut(text * SHELVES / texts.max(1)) {
                    shelf.push(posting(b, a | flag));
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

/// How many pairs of places there are for each of [`PAIRED`].
fn pair_counts(postings: &Shelves) -> [usize; PAIRED.len()] {
    let of_shelf = |shelf: &Vec<u64>| {
        let mut counts = [0; PAIRED.len()];
        for group in same_hashes(shelf) {
            for (count, most) in counts.iter_mut().zip(PAIRED) {
                *count += count_pairs(group.len(), most);
            }
        }
        counts
    };
    let add = |mut all: [usize; PAIRED.len()], some: [usize; PAIRED.len()]| {
        all.iter_mut().zip(some).for_each(|(all, some)| *all += some);
        all
    };
    postings.as_slices().par_iter().map(of_shelf).reduce(|| [0; PAIRED.len()], add)
}

/// In how many places a fingerprint may stand to be looked at in all their pairs.
pub(super) fn paired(pair_counts: &[usize; PAIRED.len()]) -> usize {
    let mut all = PAIRED.into_iter().zip(pair_counts);
    all.find(|(_, count)| **count <= MOST_HITS).map_or(FEWEST_PAIRED, |(most, _)| most)
}

/// The stretches that the hits belong to, in the order of the second texts.
fn shared(
    texts: &[IndexedText],
    whose: &PlaceOwners,
    hits: Vec<Vec<u64>>,
    least: u32,
    progress: &LoadProgress,
) -> Option<Vec<SharedStretch>> {
    let find = |finding: &mut StretchFinder, mut hits: Vec<u64>| {
        hits.sort_unstable();
        let mut found = Vec::new();
        let whose_second = |hit: u64| whose.text_of(upper(hit));
        for of_text in hits.chunk_by_mut(|&x, &y| whose_second(x) == whose_second(y)) {
            if progress.is_cancelled() {
                return None;
            }
            for hit in of_text.iter_mut() {
                *hit = hit.rotate_left(32);
            }
            finding.text(texts, whose, of_text, least, &mut found);
        }
        progress.advance();
        Some(found)
    };
    let parts: Option<Vec<Vec<SharedStretch>>> =
        hits.into_par_iter().map_init(StretchFinder::new, find).collect();
    Some(parts?.concat())
}

/// Says where the stretches stand in their articles; each text is gone through once.
pub(super) fn place(
    texts: &[IndexedText],
    shared: &mut [SharedStretch],
    progress: &LoadProgress,
) -> Option<()> {
    let mut wanted: Vec<Vec<(usize, u32, u32)>> = vec![Vec::new(); texts.len()];
    for (at, shared) in shared.iter().enumerate() {
        let sides = [(shared.a, shared.stretch.a), (shared.b, shared.stretch.b)];
        for (side, (text, (start, end))) in sides.into_iter().enumerate() {
            if let Some(wanted) = usize::try_from(text).ok().and_then(|text| wanted.get_mut(text)) {
                wanted.push((2 * at + side, start, end));
            }
        }
    }
    let look = |(text, wanted): (&IndexedText, &Vec<(usize, u32, u32)>)| {
        if progress.is_cancelled() {
            return None;
        }
        if wanted.is_empty() {
            return Some(Vec::new());
        }
        let places: Vec<u32> =
            letters(text.article.text.as_str()).map(|(place, _)| place).collect();
        let place = |letter: u32| places.get(usize::try_from(letter).ok()?).copied();
        let span = |&(side, start, end): &(usize, u32, u32)| {
            let (start, last) = (place(start)?, place(end.checked_sub(1)?)?);
            Some((side, CharSpan::between(CharOffset::new(start), CharOffset::new(last + 1))))
        };
        Some(wanted.iter().filter_map(span).collect::<Vec<_>>())
    };
    let found: Option<Vec<_>> = texts.par_iter().zip(wanted.par_iter()).map(look).collect();
    for (side, span) in found?.into_iter().flatten() {
        let slot = shared.get_mut(side / 2).and_then(|shared| shared.spans.get_mut(side % 2));
        if let Some(slot) = slot {
            *slot = span;
        }
    }
    Some(())
}
