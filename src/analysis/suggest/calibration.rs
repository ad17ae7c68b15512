//! Scores as probabilities: how many of those with such a score are of the theme.
//!
//! A sigmoid through scores that the model gave to sentences it had not learned from (Platt 1999), with
//! targets that are never quite 0 or 1, found by Newton's method with halved steps (Lin, Lin and Weng,
//! "A note on Platt's probabilistic outputs for support vector machines", 2007).

use super::logistic::count;

/// From a score to a probability: `1 / (1 + e^−(slope · score + offset))`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Calibration {
    /// Never below 0: a higher score is never less likely.
    slope: f64,
    offset: f64,
}

impl Default for Calibration {
    fn default() -> Self {
        Self { slope: 1.0, offset: 0.0 }
    }
}

/// Most Newton steps.
const STEPS: usize = 100;

impl Calibration {
    /// The sigmoid that fits scores and what became of them best; where one kind is missing, the plain
    /// one.
    #[must_use]
    pub fn fitted(scores: &[(f64, bool)]) -> Self {
        let wanted = scores.iter().filter(|(_, label)| *label).count();
        let others = scores.len() - wanted;
        if wanted == 0 || others == 0 {
            return Self::default();
        }
        let high = (count(wanted) + 1.0) / (count(wanted) + 2.0);
        let low = 1.0 / (count(others) + 2.0);
        let target = |label| if label { high } else { low };
        let loss = |fit: Self| -> f64 {
            let each = |&(score, label): &(f64, bool)| {
                let z = fit.slope * score + fit.offset;
                // ln(1 + e^z) − target · z, without overflow.
                z.max(0.0) + (-z.abs()).exp().ln_1p() - target(label) * z
            };
            scores.iter().map(each).sum()
        };
        let mut fit =
            Self { slope: 0.0, offset: ((count(wanted) + 1.0) / (count(others) + 1.0)).ln() };
        let mut now = loss(fit);
        for _ in 0..STEPS {
            let Some((slope, offset)) = fit.newton_step(scores, target) else { break };
            let mut size = 1.0;
            let better = loop {
                let next =
                    Self { slope: fit.slope + size * slope, offset: fit.offset + size * offset };
                let then = loss(next);
                if then < now - 1e-9 {
                    break Some((next, then));
                }
                size /= 2.0;
                if size < 1e-10 {
                    break None;
                }
            };
            let Some((next, then)) = better else { break };
            (fit, now) = (next, then);
        }
        // Where higher scores were wrong more often the score says nothing.
        if fit.slope > 0.0 && fit.slope.is_finite() && fit.offset.is_finite() {
            fit
        } else {
            Self { slope: 1e-6, offset: (count(wanted) / count(others)).ln() }
        }
    }

    fn newton_step(
        self,
        scores: &[(f64, bool)],
        target: impl Fn(bool) -> f64,
    ) -> Option<(f64, f64)> {
        /// Keeps the curvature above 0.
        const RIDGE: f64 = 1e-12;
        let (mut h11, mut h22, mut h21, mut g1, mut g2) = (RIDGE, RIDGE, 0.0, 0.0, 0.0);
        for &(score, label) in scores {
            let p = self.probability(score);
            let (curve, slope) = (p * (1.0 - p), p - target(label));
            h11 += score * score * curve;
            h22 += curve;
            h21 += score * curve;
            g1 += score * slope;
            g2 += slope;
        }
        if f64::abs(g1) < 1e-7 && f64::abs(g2) < 1e-7 {
            return None;
        }
        let determinant = h11 * h22 - h21 * h21;
        let step = (-(h22 * g1 - h21 * g2) / determinant, -(h11 * g2 - h21 * g1) / determinant);
        (step.0.is_finite() && step.1.is_finite()).then_some(step)
    }

    /// Slope and offset.
    pub(super) fn parts(self) -> (f64, f64) {
        (self.slope, self.offset)
    }

    /// Of slope and offset, as they were.
    pub(super) fn of_parts(slope: f64, offset: f64) -> Self {
        Self { slope, offset }
    }

    /// How likely a sentence with that score is of the theme.
    #[must_use]
    pub fn probability(self, score: f64) -> f64 {
        1.0 / (1.0 + (-(self.slope * score + self.offset)).exp())
    }
}
