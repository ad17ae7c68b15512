//! Glyphs that are drawn twice at nearly the same place: letters made bold by printing them again a
//! little beside, and shadows.
//!
//! Two equal letters of a word (`ll`, `00`) stand their own width apart on one line. What is drawn
//! twice stands much nearer, or off the line: a shadow falls down and to the side.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash as _, Hasher as _},
};

use hayro_interpret::kurbo::{Point, Vec2};

/// A shadow falls no farther, in the size of its glyph.
const FARTHEST: f64 = 0.25;
/// Nearer than this part of its own width no glyph follows its equal.
const OF_WIDTH: f64 = 0.5;
/// So far off the line, in the size of the glyph, no letter of the same word stands.
const OFF_LINE: f64 = 0.03;
/// Sizes of one glyph drawn twice differ by no more.
const SIZES: f64 = 1.1;
/// So many glyphs are remembered in one place; more are no text.
const MOST_IN_PLACE: usize = 16;

/// A glyph as it is drawn: its place, the direction of its line, how far it goes along that, and
/// its size.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stroke {
    pub(super) at: Point,
    /// Of length 1.
    pub(super) along: Vec2,
    pub(super) advance: f64,
    pub(super) size: f64,
}

/// What was drawn on a page so far, by text, magnitude of its size and place on a grid.
#[derive(Debug, Default)]
pub(super) struct DrawnBefore {
    places: HashMap<(u64, i32, i64, i64), Vec<Stroke>>,
}

impl DrawnBefore {
    /// Whether `text` stands there already; else it does from now on.
    pub(super) fn has(&mut self, text: &str, stroke: Stroke) -> bool {
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        let text = hasher.finish();
        let magnitudes = [magnitude(stroke.size / SIZES), magnitude(stroke.size * SIZES)];
        let magnitudes = magnitudes.iter().take(1 + usize::from(magnitudes[0] != magnitudes[1]));
        // A cell is as wide as the farthest shadow, so that only the next ones need to be looked at.
        let is_there = magnitudes.copied().any(|magnitude| {
            let (x, y) = cell(stroke.at, magnitude);
            let near = (-1..=1).flat_map(|dx| (-1..=1).map(move |dy| (dx, dy)));
            near.into_iter().any(|(dx, dy)| {
                let key = (text, magnitude, x.saturating_add(dx), y.saturating_add(dy));
                let there = self.places.get(&key);
                there.is_some_and(|there| there.iter().any(|other| is_same(other, &stroke)))
            })
        });
        if !is_there {
            let own = magnitude(stroke.size);
            let (x, y) = cell(stroke.at, own);
            let there = self.places.entry((text, own, x, y)).or_default();
            if there.len() < MOST_IN_PLACE {
                there.push(stroke);
            }
        }
        is_there
    }
}

/// Whether one glyph was drawn again, and not its equal behind it.
fn is_same(a: &Stroke, b: &Stroke) -> bool {
    let is_alike = a.size < b.size * SIZES && b.size < a.size * SIZES && a.along.dot(b.along) > 0.9;
    let offset = b.at - a.at;
    let is_off_line = offset.cross(b.along).abs() > OFF_LINE * b.size;
    let farthest = FARTHEST * b.size;
    let nearest = if is_off_line { farthest } else { farthest.min(OF_WIDTH * b.advance) };
    // Of glyphs without a width those at the very same place are one.
    is_alike && offset.hypot() < nearest.max(0.02 * b.size)
}

/// The power of two that a size reaches up to.
#[expect(clippy::cast_possible_truncation, reason = "the logarithm of a size is small")]
fn magnitude(size: f64) -> i32 {
    size.log2().ceil() as i32
}

#[expect(clippy::cast_possible_truncation, reason = "places on a page are small; it saturates")]
fn cell(at: Point, magnitude: i32) -> (i64, i64) {
    let width = FARTHEST * f64::exp2(f64::from(magnitude));
    ((at.x / width).floor() as i64, (at.y / width).floor() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How often a glyph of that width stands there if it is drawn at these places, in its size.
    fn count(advance: f64, places: &[(f64, f64)]) -> usize {
        // Wherever on the grid it falls.
        let counts: Vec<usize> = (0..40)
            .map(|step| {
                let shift = f64::from(step) * 0.37;
                let mut before = DrawnBefore::default();
                let drawn = places.iter().filter(|(x, y)| {
                    let at = Point::new(shift + 12.0 * x, 2.0 * shift + 12.0 * y);
                    let along = Vec2::new(1.0, 0.0);
                    !before.has("l", Stroke { at, along, advance: 12.0 * advance, size: 12.0 })
                });
                drawn.count()
            })
            .collect();
        assert!(counts.iter().all(|&count| count == counts[0]), "{counts:?}");
        counts[0]
    }

    #[test]
    fn equal_letters_of_a_word_stay_however_thin_they_are() {
        assert_eq!(count(0.5, &[(0.0, 0.0), (0.5, 0.0), (1.0, 0.0)]), 3);
        assert_eq!(count(0.22, &[(0.0, 0.0), (0.22, 0.0), (0.44, 0.0)]), 3);
        // Set tight.
        assert_eq!(count(0.22, &[(0.0, 0.0), (0.16, 0.0)]), 2);
        // In the line below.
        assert_eq!(count(1.0, &[(0.0, 0.0), (0.0, 1.0), (0.0, 2.0)]), 3);
        // A font that says its digits were as wide as Han characters.
        assert_eq!(count(1.0, &[(0.0, 0.0), (0.5, 0.0), (1.0, 0.0)]), 3);
    }

    #[test]
    fn bold_letters_and_shadows_are_one() {
        let bold = [(0.0, 0.0), (0.02, 0.0), (0.04, 0.0), (0.04, 0.02)];
        for advance in [0.22, 0.5, 1.0] {
            assert_eq!(count(advance, &bold), 1);
            assert_eq!(count(advance, &[(0.0, 0.0), (0.15, 0.15)]), 1);
            assert_eq!(count(advance, &[(0.0, 0.0), (-0.1, 0.1)]), 1);
        }
        assert_eq!(count(0.0, &[(0.0, 0.0), (0.0, 0.0)]), 1);
    }

    #[test]
    fn the_shadow_of_a_word_has_each_of_its_letters_once() {
        let word = [(0.0, 0.0), (0.22, 0.0), (0.44, 0.0)];
        for (x, y) in [(0.1, 0.1), (0.15, 0.15), (-0.1, 0.1), (0.0, 0.15), (0.12, -0.05)] {
            let shadow = word.map(|(left, base)| (left + x, base + y));
            assert_eq!(count(0.22, &[word, shadow].concat()), 3);
            // Letter by letter, the shadow first or last.
            let pairs = std::iter::zip(word, shadow);
            let mixed: Vec<_> = pairs.clone().flat_map(|(a, b)| [a, b]).collect();
            assert_eq!(count(0.22, &mixed), 3);
            let mixed: Vec<_> = pairs.flat_map(|(a, b)| [b, a]).collect();
            assert_eq!(count(0.22, &mixed), 3);
        }
    }
}
