//! The network of co-occurrence: themes as nodes, pairs above a threshold as ties, and where the nodes
//! stand.
//!
//! The places are found with the spring embedder of Fruchterman and Reingold (1991): ties pull, nodes
//! push, and each step is shorter than the one before. It begins from a spiral in the order of the
//! themes and draws no lots, so that the same counts give the same picture. How long a tie is means
//! nothing.

use super::cooccurrence::{Cooccurrence, ThemePair};

/// A theme of the network.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NetworkNode {
    /// Which of the themes.
    pub theme: usize,
    /// How many passages bear it.
    pub passages: u32,
    /// From left to right, 0 to 1.
    pub x: f64,
    /// From top to bottom, 0 to 1.
    pub y: f64,
}

/// A tie.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NetworkTie {
    /// Which of the nodes.
    pub from: usize,
    /// Which other.
    pub to: usize,
    /// What was counted.
    pub pair: ThemePair,
}

/// Themes and their ties.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Network {
    /// The themes that have a tie, in their order.
    pub nodes: Vec<NetworkNode>,
    /// The strongest first.
    pub ties: Vec<NetworkTie>,
    /// How many ties are above the threshold and left out, as there are too many to be seen.
    pub left_out: usize,
}

/// How many steps the nodes take.
const STEPS: u32 = 300;
/// What all steps of all pairs of nodes may cost together.
const MOST_WORK: usize = 30_000_000;

impl Network {
    /// The ties of at least `least` pairs of passages, `most` of them, and their nodes in place.
    #[must_use]
    pub fn of(found: &Cooccurrence, least: u64, most: usize) -> Self {
        let mut pairs: Vec<ThemePair> =
            found.pairs.iter().filter(|pair| pair.count >= least.max(1)).copied().collect();
        pairs.sort_by_key(|pair| (std::cmp::Reverse(pair.count), pair.a, pair.b));
        let left_out = pairs.len().saturating_sub(most);
        pairs.truncate(most);
        let mut themes: Vec<u32> = pairs.iter().flat_map(|pair| [pair.a, pair.b]).collect();
        themes.sort_unstable();
        themes.dedup();
        let node = |theme: u32| themes.binary_search(&theme).unwrap_or_default();
        let ties: Vec<NetworkTie> = pairs
            .into_iter()
            .map(|pair| NetworkTie { from: node(pair.a), to: node(pair.b), pair })
            .collect();
        let strongest = ties.first().map_or(1, |tie| tie.pair.count);
        let springs: Vec<(usize, usize, f64)> = ties
            .iter()
            .map(|tie| (tie.from, tie.to, 0.4 + 0.6 * ratio(tie.pair.count, strongest)))
            .collect();
        let places = placed(themes.len(), &springs);
        let nodes = themes
            .iter()
            .zip(places)
            .map(|(&theme, (x, y))| {
                let theme = theme as usize;
                let passages = found.carried.get(theme).copied().unwrap_or_default();
                NetworkNode { theme, passages, x, y }
            })
            .collect();
        Self { nodes, ties, left_out }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a strength of a spring")]
fn ratio(part: u64, whole: u64) -> f64 {
    part as f64 / whole.max(1) as f64
}

/// Where `count` nodes stand that `springs` (from, to, strength) hold together: in the unit square.
#[expect(clippy::cast_precision_loss, reason = "numbers of nodes as places")]
fn placed(count: usize, springs: &[(usize, usize, f64)]) -> Vec<(f64, f64)> {
    /// From one node of the spiral to the next: it meets no direction twice.
    const GOLDEN_ANGLE: f64 = 2.399_963_229_728_653;
    if count == 0 {
        return Vec::new();
    }
    let mut places: Vec<(f64, f64)> = (0..count)
        .map(|at| {
            let radius = ((at as f64 + 0.5) / count as f64).sqrt() * 0.5;
            let angle = at as f64 * GOLDEN_ANGLE;
            (0.5 + radius * angle.cos(), 0.5 + radius * angle.sin())
        })
        .collect();
    let ideal = (1.0 / count as f64).sqrt() * 0.8;
    let affordable = MOST_WORK / (count * count).max(1);
    let steps = STEPS.min(u32::try_from(affordable).unwrap_or(STEPS)).max(10);
    for step in 0..steps {
        let mut moves = vec![(0.0_f64, 0.0_f64); count];
        for (at, &(x, y)) in places.iter().enumerate() {
            let Some(own) = moves.get_mut(at) else { continue };
            for &(other_x, other_y) in places.iter().take(at).chain(places.iter().skip(at + 1)) {
                let (dx, dy) = (x - other_x, y - other_y);
                let square = (dx * dx + dy * dy).max(1e-6);
                let push = ideal * ideal / square;
                own.0 += dx * push;
                own.1 += dy * push;
            }
            // Parts without a tie between them would else drift to the corners.
            own.0 -= (x - 0.5) * ideal;
            own.1 -= (y - 0.5) * ideal;
        }
        for &(from, to, strength) in springs {
            let (Some(&(x, y)), Some(&(to_x, to_y))) = (places.get(from), places.get(to)) else {
                continue;
            };
            let (dx, dy) = (x - to_x, y - to_y);
            let pull = (dx * dx + dy * dy).sqrt() / ideal * strength;
            for (node, sign) in [(from, -1.0), (to, 1.0)] {
                if let Some(own) = moves.get_mut(node) {
                    own.0 += sign * dx * pull;
                    own.1 += sign * dy * pull;
                }
            }
        }
        let longest = 0.1 * (1.0 - f64::from(step) / f64::from(steps)) + 0.001;
        for (place, (dx, dy)) in places.iter_mut().zip(moves) {
            let length = (dx * dx + dy * dy).sqrt();
            let part = if length > longest { longest / length } else { 1.0 };
            place.0 += dx * part;
            place.1 += dy * part;
        }
    }
    within_unit_square(&mut places);
    places
}

/// Moves and stretches both ways alike, so that all of it fits.
fn within_unit_square(places: &mut [(f64, f64)]) {
    let bounds = |of: fn(&(f64, f64)) -> f64| {
        let values = places.iter().map(of);
        values.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), v| (a.min(v), b.max(v)))
    };
    let (left, right) = bounds(|place| place.0);
    let (top, bottom) = bounds(|place| place.1);
    let size = (right - left).max(bottom - top);
    let scale = if size > 1e-9 { 1.0 / size } else { 0.0 };
    let (middle_x, middle_y) = (f64::midpoint(left, right), f64::midpoint(top, bottom));
    for place in places.iter_mut() {
        place.0 = 0.5 + (place.0 - middle_x) * scale;
        place.1 = 0.5 + (place.1 - middle_y) * scale;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn distance(places: &[(f64, f64)], a: usize, b: usize) -> f64 {
        let ((x, y), (to_x, to_y)) = (places[a], places[b]);
        ((x - to_x).powi(2) + (y - to_y).powi(2)).sqrt()
    }

    #[test]
    fn what_is_tied_stands_together_and_the_same_ties_give_the_same_picture() {
        let mut springs = Vec::new();
        // Two rings of five, tied once.
        for ring in [0, 5] {
            springs.extend((0..5).map(|at| (ring + at, ring + (at + 1) % 5, 1.0)));
        }
        springs.push((0, 5, 0.5));
        let places = placed(10, &springs);
        assert_eq!(places, placed(10, &springs));
        let mean = |pairs: Vec<(usize, usize)>| {
            let count = f64::from(u32::try_from(pairs.len()).unwrap());
            pairs.iter().map(|&(a, b)| distance(&places, a, b)).sum::<f64>() / count
        };
        let within = (0..5).flat_map(|a| (a + 1..5).map(move |b| (a, b))).collect();
        let between = (1..5).flat_map(|a| (6..10).map(move |b| (a, b))).collect();
        assert!(mean(within) < 0.7 * mean(between), "{places:?}");
        assert!(places.iter().all(|&(x, y)| (0.0..=1.0).contains(&x) && (0.0..=1.0).contains(&y)));
        let closest = (0..10).flat_map(|a| (a + 1..10).map(move |b| (a, b)));
        assert!(closest.map(|(a, b)| distance(&places, a, b)).fold(1.0, f64::min) > 0.03);
    }

    #[test]
    fn one_node_or_none_is_no_trouble() {
        assert!(placed(0, &[]).is_empty());
        assert_eq!(placed(1, &[]), [(0.5, 0.5)]);
    }
}
