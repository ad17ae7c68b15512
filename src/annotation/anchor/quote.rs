//! Where in a text a quote stands that may have been changed: by its words and what is around it.
//!
//! For passages that a comparison with the text they were marked in does not find, such as those of
//! a paragraph that was moved: places are proposed by the quote's trigrams that fall on one
//! diagonal, then compared character by character.

use std::collections::HashMap;

use super::alignment::Alignment;

/// Trigrams of the quote that are looked up at most, spread over it.
const PROBES: usize = 64;
/// A trigram with more places than these says nothing.
const COMMON: usize = 400;
/// Neighbouring diagonals that are counted together: so much may be put in or left out.
const DIAGONALS: i64 = 12;
/// Places that are compared.
const PLACES: usize = 8;
/// Texts longer than this (in characters) are not indexed: that would take a second and 200 MB.
const LONGEST: usize = 4_000_000;

/// What is known of a passage besides its place.
#[derive(Clone, Copy)]
pub(super) struct Wanted<'a> {
    pub(super) quote: &'a [char],
    pub(super) before: &'a [char],
    pub(super) after: &'a [char],
}

/// A place that may be the wanted one, in characters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct QuotePlace {
    pub(super) start: u32,
    pub(super) end: u32,
    /// From 0 to 1: how much of the quote and of what was around it is there.
    pub(super) score: f32,
}

/// Where each trigram of a text stands.
pub(super) struct Trigrams {
    places: HashMap<[char; 3], Vec<u32>>,
}

impl Trigrams {
    pub(super) fn of(text: &[char]) -> Self {
        let mut places: HashMap<_, Vec<u32>> = HashMap::new();
        if text.len() <= LONGEST {
            for (at, gram) in (0_u32..).zip(text.windows(3)) {
                let &[a, b, c] = gram else { continue };
                places.entry([a, b, c]).or_default().push(at);
            }
        }
        Self { places }
    }

    /// The best places for `wanted` in `text`, which this is of; the best first, none overlapping a
    /// better one.
    pub(super) fn places(&self, text: &[char], wanted: Wanted<'_>) -> Vec<QuotePlace> {
        let mut places: Vec<QuotePlace> = self
            .diagonals(wanted.quote)
            .into_iter()
            .filter_map(|diagonal| compare(text, wanted, diagonal))
            .collect();
        places.sort_by(|a, b| b.score.total_cmp(&a.score));
        let mut best: Vec<QuotePlace> = Vec::new();
        for place in places {
            if best.iter().all(|other| place.end <= other.start || other.end <= place.start) {
                best.push(place);
            }
        }
        best
    }

    /// Where the quote would start if its trigrams stood as they do in the text: the starts that
    /// most of them agree on.
    fn diagonals(&self, quote: &[char]) -> Vec<i64> {
        let count = quote.len().saturating_sub(2);
        let step = count.div_ceil(PROBES).max(1);
        let mut votes: HashMap<i64, (usize, i64)> = HashMap::new();
        let mut probes = 0;
        for (at, gram) in (0_i64..).zip(quote.windows(3)).step_by(step) {
            let &[a, b, c] = gram else { continue };
            let places = self.places.get(&[a, b, c]).map_or(&[][..], Vec::as_slice);
            if places.len() > COMMON {
                continue;
            }
            probes += 1;
            for &place in places {
                let start = i64::from(place) - at;
                let vote = votes.entry(start.div_euclid(DIAGONALS)).or_insert((0, start));
                vote.0 += 1;
                vote.1 = vote.1.min(start);
            }
        }
        let enough = (probes / 4).max(1);
        let mut best: Vec<(usize, i64)> =
            votes.into_values().filter(|(votes, _)| *votes >= enough).collect();
        best.sort_by_key(|&(votes, start)| (std::cmp::Reverse(votes), start));
        best.truncate(PLACES);
        best.into_iter().map(|(_, start)| start).collect()
    }
}

/// What of the quote stands around `diagonal`.
fn compare(text: &[char], wanted: Wanted<'_>, diagonal: i64) -> Option<QuotePlace> {
    let slack = 16 + wanted.quote.len() / 4;
    let from = usize::try_from(diagonal.max(0)).ok()?.saturating_sub(slack).min(text.len());
    let to = usize::try_from(diagonal.max(0)).ok()? + wanted.quote.len() + slack;
    let window = text.get(from..to.min(text.len()))?;
    let len = u32::try_from(wanted.quote.len()).ok()?;
    let found = Alignment::of(wanted.quote, window).map(0, len)?;
    let (start, end) = (from + found.start as usize, from + found.end as usize);
    let quote = ratio(found.kept as usize, wanted.quote.len().max(end - start));
    let context = context(text, wanted, start, end);
    // A long quote speaks for itself, a short one by its company.
    let weight = (0.5 + ratio(wanted.quote.len(), 60)).min(0.85);
    let score = weight * quote + (1.0 - weight) * context;
    Some(QuotePlace { start: u32::try_from(start).ok()?, end: u32::try_from(end).ok()?, score })
}

/// How much of what was around the passage is around `start..end`, from 0 to 1.
pub(super) fn context(text: &[char], wanted: Wanted<'_>, start: usize, end: usize) -> f32 {
    let before = text.get(start.saturating_sub(wanted.before.len())..start).unwrap_or_default();
    let after = text.get(end..(end + wanted.after.len()).min(text.len())).unwrap_or_default();
    let kept = |old: &[char], new: &[char]| -> usize {
        let len = u32::try_from(old.len()).unwrap_or_default();
        Alignment::of(old, new).map(0, len).map_or(0, |found| found.kept as usize)
    };
    let all = wanted.before.len() + wanted.after.len();
    if all == 0 {
        return 0.5;
    }
    // One side is often another where a paragraph was moved: the better one counts double.
    let sides = [(wanted.before, before), (wanted.after, after)]
        .map(|(old, new)| if old.is_empty() { 0.0 } else { ratio(kept(old, new), old.len()) });
    (sides[0].max(sides[1]) * 2.0 + sides[0].min(sides[1])) / 3.0
}

/// `part / all` of counts; a foreign file may bring any, beyond 65,535 the ratio is not exact.
pub(super) fn ratio(part: usize, all: usize) -> f32 {
    let number = |count: usize| f32::from(u16::try_from(count).unwrap_or(u16::MAX));
    if all == 0 { 0.0 } else { number(part) / number(all) }
}
