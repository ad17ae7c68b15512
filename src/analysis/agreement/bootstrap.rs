//! Drawing again: how far a coefficient might have come out otherwise.
//!
//! A percentile bootstrap (Efron 1979). Lots are drawn with replacement: whole articles where there are
//! at least [`FEWEST_ARTICLES`], because sentences of one article resemble each other and drawing them
//! one by one makes an interval too narrow; the units themselves where there are fewer. Draw k always
//! begins from the seed and k alone, so the result depends on no thread.

use rayon::prelude::*;

use super::coefficient::{Interval, as_f64};

/// So often is drawn where nothing else is said.
pub const DEFAULT_DRAWS: u32 = 1_000;
/// What drawing begins from where nothing else is said.
pub const DEFAULT_SEED: u64 = 1;
/// With fewer joint articles units are drawn.
pub const FEWEST_ARTICLES: usize = 5;

/// How intervals are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bootstrap {
    /// How often; 0 draws no interval.
    pub draws: u32,
    /// What drawing begins from.
    pub seed: u64,
}

impl Default for Bootstrap {
    fn default() -> Self {
        Self { draws: DEFAULT_DRAWS, seed: DEFAULT_SEED }
    }
}

impl Bootstrap {
    /// The 95 % intervals of what `values` works out from the weights of lots of these sizes; `None`
    /// where fewer than nine in ten draws give a number.
    pub(super) fn intervals(
        self,
        sizes: &[u32],
        values: impl Fn(&[u32]) -> Vec<Option<f64>> + Sync,
    ) -> Vec<Option<Interval>> {
        let drawn: Vec<Vec<Option<f64>>> = (0..self.draws)
            .into_par_iter()
            .map_init(
                || vec![0; sizes.len()],
                |weights, draw| {
                    Random::of_draw(self.seed, draw).draw(sizes, weights);
                    values(weights)
                },
            )
            .collect();
        let columns = drawn.first().map_or(0, Vec::len);
        let column = |at: usize| {
            let found = drawn.iter().filter_map(|row| *row.get(at)?);
            let mut found: Vec<f64> = found.filter(|value| value.is_finite()).collect();
            found.sort_by(f64::total_cmp);
            let enough = found.len() * 10 >= drawn.len() * 9;
            enough.then(|| Interval { low: quantile(&found, 0.025), high: quantile(&found, 0.975) })
        };
        (0..columns).map(column).collect()
    }
}

/// Between the two nearest of sorted numbers, in proportion (R's type 7).
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let last = sorted.len().saturating_sub(1);
    let place = share * as_f64(last as u64);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 ≤ it ≤ last")]
    let below = place.floor() as usize;
    let at = |index: usize| sorted.get(index.min(last)).copied().unwrap_or(f64::NAN);
    let (low, high) = (at(below), at(below + 1));
    low + (high - low) * (place - place.floor())
}

/// Random numbers: `SplitMix64` (Steele, Lea and Flood 2014), one sequence a draw.
#[derive(Clone, Debug)]
pub(in crate::analysis) struct Random(u64);

/// The golden ratio in 64 bits: the step of the sequence.
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

impl Random {
    pub(in crate::analysis) fn of_draw(seed: u64, draw: u32) -> Self {
        // Mixed once, so that the sequences of neighbouring draws do not overlap.
        let mut start = Self(seed ^ STEP.wrapping_mul(u64::from(draw) + 1));
        Self(start.next() ^ seed.rotate_left(32))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// In `[0, 1)`.
    fn unit(&mut self) -> f64 {
        as_f64(self.next() >> 11) / as_f64(1 << 53)
    }

    /// One of `0..below`.
    pub(in crate::analysis) fn index(&mut self, below: u32) -> u32 {
        let product = u64::from(below) * (self.next() >> 32);
        u32::try_from(product >> 32).unwrap_or(0)
    }

    /// Draws as many units as all lots have together, with replacement: how many fall to each lot.
    fn draw(&mut self, sizes: &[u32], weights: &mut [u32]) {
        weights.fill(0);
        if sizes.iter().all(|&size| size == 1) {
            let below = u32::try_from(sizes.len()).unwrap_or(u32::MAX);
            for _ in 0..sizes.len() {
                if let Some(weight) = weights.get_mut(self.index(below) as usize) {
                    *weight += 1;
                }
            }
            return;
        }
        let mut left: u64 = sizes.iter().copied().map(u64::from).sum();
        let mut trials = left;
        for (&size, weight) in sizes.iter().zip(weights) {
            let share = as_f64(u64::from(size)) / as_f64(left.max(1));
            let taken = if u64::from(size) >= left { trials } else { self.binomial(trials, share) };
            *weight = u32::try_from(taken).unwrap_or(u32::MAX);
            trials -= taken;
            left = left.saturating_sub(size.into());
        }
    }

    /// How many of `trials` come out well, each with that chance.
    ///
    /// Exact by inversion where few do; else nearly so, by a normal deviate made of twelve uniform
    /// ones, which is the same on every machine.
    fn binomial(&mut self, trials: u64, chance: f64) -> u64 {
        /// With more than so many expected on either side the normal curve is near enough.
        const MANY: f64 = 30.0;
        if trials == 0 || chance <= 0.0 {
            return 0;
        }
        if chance > 0.5 {
            return trials - self.binomial(trials, 1.0 - chance);
        }
        let expected = as_f64(trials) * chance;
        if expected > MANY {
            let deviate: f64 = (0..12).map(|_| self.unit()).sum::<f64>() - 6.0;
            let found = expected + deviate * (expected * (1.0 - chance)).sqrt();
            let found = found.round().clamp(0.0, as_f64(trials));
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "clamped"
            )]
            return found as u64;
        }
        let odds = chance / (1.0 - chance);
        let mut likely = (1.0 - chance).powf(as_f64(trials));
        let mut rest = self.unit();
        let mut found = 0;
        while rest > likely && found < trials {
            rest -= likely;
            found += 1;
            likely *= odds * as_f64(trials - found + 1) / as_f64(found);
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_draw_takes_as_many_as_there_are_and_starts_elsewhere() {
        for sizes in [vec![1; 12], vec![5, 1, 900, 0, 40], vec![7]] {
            let total: u32 = sizes.iter().sum();
            let mut seen = std::collections::BTreeSet::new();
            for draw in 0..50 {
                let mut weights = vec![0; sizes.len()];
                Random::of_draw(3, draw).draw(&sizes, &mut weights);
                assert_eq!(weights.iter().sum::<u32>(), total);
                seen.insert(weights);
            }
            assert!(sizes.len() == 1 || seen.len() > 40, "{sizes:?}: {}", seen.len());
        }
    }

    #[test]
    fn a_share_is_drawn_as_often_as_it_is_large_and_as_wide_as_it_should() {
        let bootstrap = Bootstrap { draws: 4_000, seed: 9 };
        // 40 of 100: the standard error is √(.4·.6/100) = .049.
        let share = |weights: &[u32]| vec![Some(f64::from(weights[0]) / 100.0)];
        let found = bootstrap.intervals(&[40, 60], share)[0].unwrap();
        assert!((found.low - 0.304).abs() < 0.015 && (found.high - 0.496).abs() < 0.015);
        assert_eq!(bootstrap.intervals(&[40, 60], share)[0], Some(found));
        // Rare ones are drawn exactly: 3 of 1,000 is none in e⁻³ of all draws.
        let none = |weights: &[u32]| vec![Some(f64::from(u8::from(weights[0] == 0)))];
        let mean = |seed: u64| {
            let mut empty = 0;
            for draw in 0..4_000 {
                let mut weights = [0, 0];
                Random::of_draw(seed, draw).draw(&[3, 997], &mut weights);
                empty += u32::from(none(&weights)[0] == Some(1.0));
            }
            f64::from(empty) / 4_000.0
        };
        assert!((mean(1) - 0.0498).abs() < 0.015, "{}", mean(1));
    }

    #[test]
    fn quantiles_lie_between_the_nearest() {
        assert!((quantile(&[1.0, 2.0, 3.0, 4.0], 0.5) - 2.5).abs() < 1e-12);
        assert!((quantile(&[7.0], 0.975) - 7.0).abs() < 1e-12);
    }
}
