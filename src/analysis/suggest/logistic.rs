//! Logistic regression with L2 regularisation, for examples that are sparse and few.
//!
//! Solved in its dual form by coordinate descent: Yu, Huang and Lin, "Dual coordinate descent methods
//! for logistic regression and maximum entropy models", Machine Learning 85 (2011), algorithm 5. The
//! order in which examples are visited is shuffled by a sequence that is always the same: the same
//! examples in the same order give the same weights, to the last bit.

/// Rows of features: in each, a feature is there or is not.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    features: Vec<u32>,
    /// Where each row ends in `features`.
    ends: Vec<usize>,
}

impl Rows {
    /// Appends a row; no feature may stand in it twice.
    pub(super) fn push(&mut self, features: impl IntoIterator<Item = u32>) {
        self.features.extend(features);
        self.ends.push(self.features.len());
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn row(&self, at: usize) -> &[u32] {
        let before = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied();
        let end = self.ends.get(at).copied().unwrap_or_default();
        self.features.get(before.unwrap_or_default()..end).unwrap_or_default()
    }
}

/// One example to learn from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lesson<'a> {
    /// Its features, none twice.
    pub(super) row: &'a [u32],
    /// What the values of its features are multiplied with: it has length 1 then.
    pub(super) scale: f64,
    /// Whether it is one of those that are looked for.
    pub(super) label: bool,
}

/// What was learned.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Weights {
    /// Of each feature.
    pub(super) features: Vec<f64>,
    /// What every example has.
    pub(super) bias: f64,
}

/// What an error costs, in all; the inverse of how much large weights are held down.
const COST: f64 = 10.0;
/// Most rounds over all examples.
const ROUNDS: usize = 60;
/// The dual is solved where no derivative is further from 0.
const NEAR_ENOUGH: f64 = 0.02;
/// Most Newton steps for one example in one round.
const STEPS: usize = 20;

/// Learns to tell the lessons that are looked for from the others; `values` says what each feature
/// counts where it is there. Both kinds weigh the same in all, however few one of them are.
pub(super) fn learn(lessons: &[Lesson<'_>], values: &[f64]) -> Weights {
    let mut weights = Weights { features: vec![0.0; values.len()], bias: 0.0 };
    let wanted = lessons.iter().filter(|lesson| lesson.label).count();
    let cost = |label: bool| {
        let alike = if label { wanted } else { lessons.len() - wanted };
        COST * count(lessons.len()) / (2.0 * count(alike.max(1)))
    };
    let mut duals: Vec<Dual<'_>> =
        lessons.iter().map(|&lesson| Dual::new(lesson, cost(lesson.label))).collect();
    for dual in &duals {
        dual.add_to(&mut weights, values, dual.alpha);
    }
    let mut sequence = Sequence::default();
    let mut inner_limit: f64 = 1e-2;
    for _ in 0..ROUNDS {
        sequence.shuffle(&mut duals);
        let (mut furthest, mut steps) = (0.0_f64, 0);
        for dual in &mut duals {
            let (distance, taken) = dual.improve(&mut weights, values, inner_limit);
            furthest = furthest.max(distance);
            steps += taken;
        }
        if furthest < NEAR_ENOUGH {
            break;
        }
        if steps <= duals.len() / 10 {
            inner_limit = (inner_limit * 0.1).max(1e-8);
        }
    }
    weights
}

#[expect(clippy::cast_precision_loss, reason = "nobody has 2^52 of anything")]
pub(super) fn count(number: usize) -> f64 {
    number as f64
}

/// The variable of one example in the dual problem.
struct Dual<'a> {
    lesson: Lesson<'a>,
    sign: f64,
    cost: f64,
    /// Strictly between 0 and `cost`; `alpha + rest` is `cost`.
    alpha: f64,
    /// Kept beside `alpha`: the difference of two numbers that are nearly equal says nothing.
    rest: f64,
}

impl<'a> Dual<'a> {
    fn new(lesson: Lesson<'a>, cost: f64) -> Self {
        let alpha = (0.001 * cost).min(1e-8);
        let sign = if lesson.label { 1.0 } else { -1.0 };
        Self { lesson, sign, cost, alpha, rest: cost - alpha }
    }

    /// What the weights make of the example.
    fn score(&self, weights: &Weights, values: &[f64]) -> f64 {
        let each = |&feature: &u32| {
            let feature = feature as usize;
            Some(weights.features.get(feature)? * values.get(feature)?)
        };
        self.lesson.row.iter().filter_map(each).sum::<f64>() * self.lesson.scale + weights.bias
    }

    fn add_to(&self, weights: &mut Weights, values: &[f64], by: f64) {
        let by = by * self.sign;
        let each = by * self.lesson.scale;
        for &feature in self.lesson.row {
            let feature = feature as usize;
            if let (Some(weight), Some(value)) =
                (weights.features.get_mut(feature), values.get(feature))
            {
                *weight += each * value;
            }
        }
        weights.bias += by;
    }

    /// Brings this variable to its best value while the others stand; gives how far its derivative
    /// was from 0, and how many steps it took.
    fn improve(&mut self, weights: &mut Weights, values: &[f64], limit: f64) -> (f64, usize) {
        // Of length 1, and the bias.
        let square = if self.lesson.row.is_empty() { 1.0 } else { 2.0 };
        let margin = self.sign * self.score(weights, values);
        let slope_before = margin + (self.alpha / self.rest).ln();
        // The best value lies nearer to one end of the interval, where the logarithm is steep: the
        // distance from that end is what is moved, and exact.
        let from_zero = 0.5 * square * (self.rest - self.alpha) + margin >= 0.0;
        let (start, margin) = if from_zero { (self.alpha, margin) } else { (self.rest, -margin) };
        let mut moved = if start > 0.5 * self.cost { 0.1 * start } else { start };
        let mut steps = 0;
        while steps < STEPS {
            let slope = square * (moved - start) + margin + (moved / (self.cost - moved)).ln();
            if slope.abs() < limit {
                break;
            }
            let curve = square + self.cost / (self.cost - moved) / moved;
            let next = moved - slope / curve;
            moved = if next <= 0.0 { 0.1 * moved } else { next.min(self.cost * (1.0 - 1e-12)) };
            steps += 1;
        }
        if steps > 0 {
            let before = self.alpha;
            let other = self.cost - moved;
            (self.alpha, self.rest) = if from_zero { (moved, other) } else { (other, moved) };
            self.add_to(weights, values, self.alpha - before);
        }
        (slope_before.abs(), steps)
    }
}

/// Numbers that look like chance and are always the same (Marsaglia's xorshift, 2003).
pub(super) struct Sequence(u64);

impl Default for Sequence {
    fn default() -> Self {
        Self(0x9E37_79B9_7F4A_7C15)
    }
}

impl Sequence {
    /// The next number, below `end`; 0 where that is 0.
    pub(super) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0.checked_rem(end as u64).unwrap_or_default()).unwrap_or_default()
    }

    /// Puts `items` in an order that looks like chance.
    pub(super) fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            let other = self.below(at + 1);
            items.swap(at, other);
        }
    }
}
