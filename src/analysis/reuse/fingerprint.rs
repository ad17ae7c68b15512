//! Fingerprints of a text: some of the hashes of its n-grams, chosen so that two texts that share a
//! stretch share one of its fingerprints.
//!
//! Winnowing (Schleimer, Wilkerson, Aiken 2003): of every [`WINDOW`] neighbouring hashes the smallest
//! is kept, so a shared stretch of `GRAM + WINDOW − 1` letters always has one in common. A run of
//! digits or numerals counts as one letter, whatever it says: a figure may differ between printings.

use super::letters::{Figures, Letter, letters};
use crate::text::CharOffset;

/// Letters that are hashed together.
pub(super) const GRAM: usize = 6;
/// Of so many neighbouring hashes one is kept at least.
const WINDOW: usize = 3;
const BASE: u64 = 0x9E37_79B9_7F4A_7C15;
/// What stands for any figure.
const FIGURE: u64 = 1;

/// Gives every fingerprint of `letters`, with the number of letters before it, to `emit`.
pub(super) fn fingerprints(letters: &[Letter], figures: &Figures, mut emit: impl FnMut(u32, u32)) {
    let leaving = (0..GRAM).fold(1_u64, |power, _| power.wrapping_mul(BASE));
    let mut ring = [(0_u32, 0_u64); GRAM];
    let (mut hash, mut units, mut in_figure) = (0_u64, 0_usize, false);
    let mut window = Window::default();
    for (at, &letter) in (0_u32..).zip(letters) {
        let is_figure = figures.has(letter);
        if is_figure && in_figure {
            continue;
        }
        in_figure = is_figure;
        let value = if is_figure { FIGURE } else { u64::from(letter) + 2 };
        let slot = units % GRAM;
        let Some(entry) = ring.get_mut(slot) else { return };
        let (_, left) = std::mem::replace(entry, (at, value));
        hash = hash.wrapping_mul(BASE).wrapping_add(value).wrapping_sub(left.wrapping_mul(leaving));
        units += 1;
        if units < GRAM {
            continue;
        }
        let start = ring.get(units % GRAM).map_or(at, |&(start, _)| start);
        if let Some((hash, start)) = window.push(mixed(hash), start) {
            emit(hash, start);
        }
    }
    if let Some((hash, start)) = window.rest() {
        emit(hash, start);
    }
}

/// The fingerprints of a text, each with the character at which its n-gram begins: what two texts
/// have to be joined by to find what they share, wherever that is done.
#[must_use]
pub fn shingles(text: &str) -> Vec<(u32, CharOffset)> {
    let (places, letters): (Vec<u32>, Vec<Letter>) = letters(text).unzip();
    let mut found = Vec::new();
    fingerprints(&letters, &Figures::new(), |hash, start| {
        let place = usize::try_from(start).ok().and_then(|start| places.get(start));
        found.extend(place.map(|&place| (hash, CharOffset::new(place))));
    });
    found
}

/// The upper half of a product says most of all bits.
fn mixed(hash: u64) -> u32 {
    let mixed = (hash ^ (hash >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    u32::try_from(mixed >> 32).unwrap_or(0)
}

/// The last hashes, and which of them was kept last.
#[derive(Default)]
struct Window {
    last: [(u32, u32); WINDOW],
    seen: usize,
    /// The hash that was kept, and the number of its push.
    kept: Option<(u32, usize)>,
}

impl Window {
    /// Takes in one hash; gives the one that is to be kept, if it is another than before.
    fn push(&mut self, hash: u32, start: u32) -> Option<(u32, u32)> {
        if let Some(entry) = self.last.get_mut(self.seen % WINDOW) {
            *entry = (hash, start);
        }
        self.seen += 1;
        if self.seen < WINDOW {
            return None;
        }
        let oldest = self.seen - WINDOW;
        match self.kept {
            // Of equal ones the first stays, so that 的的的的 does not fill the index.
            Some((kept, at)) if at >= oldest => {
                (hash < kept).then(|| self.keep(hash, start, self.seen - 1))
            }
            _ => self.smallest(oldest),
        }
    }

    fn keep(&mut self, hash: u32, start: u32, at: usize) -> (u32, u32) {
        self.kept = Some((hash, at));
        (hash, start)
    }

    /// The smallest of the pushes from `oldest` on; of equal ones the last.
    fn smallest(&mut self, oldest: usize) -> Option<(u32, u32)> {
        let all = (oldest..self.seen).filter_map(|at| Some((at, *self.last.get(at % WINDOW)?)));
        let (at, (hash, start)) =
            all.min_by_key(|&(at, (hash, _))| (hash, std::cmp::Reverse(at)))?;
        Some(self.keep(hash, start, at))
    }

    /// What a text keeps that is too short for a whole window.
    fn rest(&mut self) -> Option<(u32, u32)> {
        if self.seen >= WINDOW { None } else { self.smallest(0) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn prints(text: &str) -> Vec<(u32, u32)> {
        let letters: Vec<Letter> = letters(text).map(|(_, letter)| letter).collect();
        let mut prints = Vec::new();
        fingerprints(&letters, &Figures::new(), |hash, start| prints.push((hash, start)));
        prints
    }

    #[test]
    fn figures_are_slots() {
        let hashes = |text| prints(text).into_iter().map(|(hash, _)| hash).collect::<Vec<_>>();
        assert_eq!(hashes("建成74个达到要求的"), hashes("建成1300个达到要求的"));
        assert_eq!(hashes("每季度召开一次会议研究"), hashes("每季度召开1次会议研究"));
        assert_ne!(hashes("每季度召开一次会议研究"), hashes("每季度召开多次会议研究"));
        assert_eq!(prints("建成一处"), []);
        assert_eq!(prints("建成一处阵地").len(), 1);
    }

    proptest! {
        /// The promise of winnowing.
        #[test]
        fn a_shared_stretch_has_a_fingerprint_in_common(
            shared in "[甲乙丙丁戊己庚辛]{8,30}",
            around in prop::array::uniform4("[甲乙丙丁戊己庚辛1]{0,20}"),
        ) {
            let [a, b, c, d] = around;
            let one = prints(&format!("{a}子{shared}丑{b}"));
            let other = prints(&format!("{c}寅{shared}卯{d}"));
            let common = one.iter().any(|(hash, _)| other.iter().any(|(same, _)| same == hash));
            prop_assert!(common);
        }

        #[test]
        fn they_stand_in_order_and_inside(text in "[甲乙丙1２，]{0,80}") {
            let count = letters(&text).count();
            let prints = prints(&text);
            prop_assert!(prints.is_sorted_by(|a, b| a.1 < b.1));
            prop_assert!(prints.iter().all(|(_, start)| (*start as usize) + 3 <= count));
        }
    }
}
