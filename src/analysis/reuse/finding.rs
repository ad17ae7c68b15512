//! What one text shares with those before it, from the places of common fingerprints.

use super::{
    extension::Extender,
    fingerprint::GRAM,
    indexed::{FREQUENT, IndexedText, PlaceOwners, SharedStretch},
    postings::place_of,
    stretch::{CommonStretch, TextPair},
};
use crate::text::CharSpan;

/// The upper half of a hit.
pub(super) fn upper(hit: u64) -> u32 {
    u32::try_from(hit >> 32).unwrap_or(0)
}

/// What one thread needs again and again.
pub(super) struct StretchFinder {
    extender: Extender,
    /// Of each letter of the text at hand whether it is known to stand elsewhere by a frequent
    /// fingerprint: one such place is enough to know with which others it belongs together.
    is_known: Vec<bool>,
}

impl StretchFinder {
    pub(super) fn new() -> Self {
        Self { extender: Extender::new(), is_known: Vec::new() }
    }

    /// Adds to `found` what one text shares with those before it, by the number of the other.
    ///
    /// A hit is the first place, with [`FREQUENT`] where that is so, above the second; they come in
    /// any order, and all second places are of one text.
    pub(super) fn text(
        &mut self,
        texts: &[IndexedText],
        whose: &PlaceOwners,
        hits: &mut [u64],
        least: u32,
        found: &mut Vec<SharedStretch>,
    ) {
        let first_place = |hit: u64| upper(hit) & !FREQUENT;
        let is_frequent = |hit: u64| upper(hit) & FREQUENT != 0;
        let text = |number: u32| usize::try_from(number).ok().and_then(|number| texts.get(number));
        let Some(b) = hits.first().map(|&hit| whose.text_of(place_of(hit))) else { return };
        let Some(text_b) = text(b) else { return };
        // Those of frequent fingerprints last; the places of one text in their order.
        if whose.is_in_order() {
            hits.sort_unstable();
        } else {
            hits.sort_by_cached_key(|&hit| {
                (is_frequent(hit), whose.text_of(first_place(hit)), hit)
            });
        }
        self.is_known.clear();
        self.is_known.resize(text_b.letters.len(), false);
        let mut own: Vec<SharedStretch> = Vec::new();
        let same = |&x: &u64, &y: &u64| {
            is_frequent(x) == is_frequent(y)
                && whose.text_of(first_place(x)) == whose.text_of(first_place(y))
        };
        for of_pair in hits.chunk_by(same) {
            let Some(&first) = of_pair.first() else { continue };
            let a = whose.text_of(first_place(first));
            let Some(text_a) = text(a) else { continue };
            let places = |&hit: &u64| (first_place(hit) - text_a.base, place_of(hit) - text_b.base);
            let mut pairs: Vec<(u32, u32)> = of_pair.iter().map(places).collect();
            if is_frequent(first) {
                let of_rare: Vec<CommonStretch> = own
                    .iter()
                    .filter(|shared| shared.a == a)
                    .map(|shared| shared.stretch)
                    .collect();
                pairs.retain(|&(at_a, at_b)| {
                    !self.is_known(at_b) && !of_rare.iter().any(|stretch| stretch.has(at_a, at_b))
                });
                if pairs.is_empty() {
                    continue;
                }
            }
            let both = TextPair { a: &text_a.letters, b: &text_b.letters, is_one: a == b };
            for stretch in both.stretches(&pairs, least, &mut self.extender) {
                if is_frequent(first) {
                    self.know(stretch.b);
                }
                own.push(SharedStretch { a, b, stretch, spans: [CharSpan::default(); 2] });
            }
        }
        own.sort_unstable_by_key(|shared| (shared.a, shared.stretch));
        own.dedup();
        found.extend(own);
    }

    fn is_known(&self, at: u32) -> bool {
        let first = usize::try_from(at).unwrap_or(usize::MAX);
        let known = |at: usize| self.is_known.get(at).copied().unwrap_or(false);
        known(first) && known(first.saturating_add(GRAM - 1))
    }

    fn know(&mut self, (start, end): (u32, u32)) {
        let range = usize::try_from(start).unwrap_or(0)..usize::try_from(end).unwrap_or(0);
        if let Some(letters) = self.is_known.get_mut(range) {
            letters.fill(true);
        }
    }
}
