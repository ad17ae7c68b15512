//! What was learned of one theme: what each string speaks for or against it.
//!
//! A sentence's score is a sum over its strings, so every suggestion can say why. Strings count the more
//! in learning, the more they tell the tagged from the others (the log-ratio of Wang and Manning,
//! "Baselines and Bigrams", 2012, but smoothed by as much as a handful of examples, which also lifts what
//! is rare): with ten tags that finds 3 to 4 points more than strings that all count the same, on every
//! public set it was measured on.

use super::{
    calibration::Calibration,
    examples::Examples,
    grams::{Gram, GramMap, each_gram},
    logistic::{Lesson, count, learn},
};

/// What one string is to a theme.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct GramWeight {
    /// What it adds to a sentence of length 1; below 0 it speaks against the theme.
    pub(super) weight: f64,
    /// The square of what it counts in the length of a sentence.
    pub(super) square: f64,
}

/// The square of what a string counts that was never met.
const UNKNOWN_SQUARE: f64 = 1.0;
/// How many examples with and without a string are taken for granted.
const SMOOTHING: f64 = 4.0;
/// The largest log-ratio that makes a difference.
const LARGEST_RATIO: f64 = 4.0;

/// What was learned of one theme.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ThemeModel {
    /// By string.
    pub(super) grams: GramMap<GramWeight>,
    /// What every sentence begins with.
    pub(super) bias: f64,
    /// What a score is as a probability.
    pub(super) calibration: Calibration,
}

/// Part of a score, and the string that it is for.
#[derive(Clone, Debug, PartialEq)]
pub struct Because {
    /// The string as it stands in the sentence, where it stands first; what every sentence begins with
    /// is for none.
    pub text: String,
    /// Where it stands, in bytes of the sentence.
    pub at: std::ops::Range<usize>,
    /// What of the probability is owed to it; below 0 where it speaks against the theme.
    pub weight: f64,
}

impl ThemeModel {
    /// Learns from some of the `examples`: each with its number and whether it is of the theme.
    ///
    /// `None` where all are or none is.
    #[must_use]
    pub fn learn(examples: &Examples, lessons: &[(usize, bool)]) -> Option<Self> {
        let wanted = lessons.iter().filter(|(_, label)| *label).count();
        if wanted == 0 || wanted == lessons.len() {
            return None;
        }
        let values = values(examples, lessons);
        let with_scale = |&(at, label): &(usize, bool)| {
            let row = examples.rows.row(at);
            let squares = row.iter().filter_map(|&gram| values.get(gram as usize));
            let length = squares.map(|value| value * value).sum::<f64>().sqrt();
            Lesson { row, scale: if length > 0.0 { length.recip() } else { 0.0 }, label }
        };
        let lessons: Vec<_> = lessons.iter().map(with_scale).collect();
        let weights = learn(&lessons, &values);
        // A string of none of the lessons has no weight and counts as one that was never met.
        let grams = examples.vocabulary.iter().zip(weights.features.iter().zip(&values));
        let unknown = (0.0, UNKNOWN_SQUARE.sqrt());
        let grams = grams.filter(|(_, (weight, value))| (**weight, **value) != unknown);
        let known = |(&gram, (weight, value)): (&Gram, (&f64, &f64))| {
            (gram, GramWeight { weight: weight * value, square: value * value })
        };
        Some(Self {
            grams: grams.map(known).collect(),
            bias: weights.bias,
            calibration: Calibration::default(),
        })
    }

    /// The same with scores made probabilities in this way.
    #[must_use]
    pub fn calibrated(self, calibration: Calibration) -> Self {
        Self { calibration, ..self }
    }

    /// What one of the `examples` comes to: above 0 it is rather of the theme.
    #[must_use]
    pub fn score_example(&self, examples: &Examples, at: usize) -> f64 {
        let row = examples.rows.row(at);
        let grams = row.iter().filter_map(|&gram| examples.vocabulary.get(gram as usize));
        self.score_of(grams.copied())
    }

    /// What a sentence comes to: above 0 it is rather of the theme.
    #[must_use]
    pub fn score(&self, text: &str) -> f64 {
        self.score_of(super::grams(text))
    }

    /// `grams`: each once.
    fn score_of(&self, grams: impl IntoIterator<Item = Gram>) -> f64 {
        let (mut sum, mut square) = (0.0, 0.0);
        for gram in grams {
            let known = self.grams.get(&gram);
            sum += known.map_or(0.0, |known| known.weight);
            square += known.map_or(UNKNOWN_SQUARE, |known| known.square);
        }
        self.bias + if square > 0.0 { sum / square.sqrt() } else { 0.0 }
    }

    /// How likely a sentence with that score is of the theme.
    #[must_use]
    pub fn probability(&self, score: f64) -> f64 {
        self.calibration.probability(score)
    }

    /// Why a sentence is as likely of the theme as it is: what each of its strings adds, the strongest
    /// first, and what every sentence begins with, for no string. They add up to the probability.
    ///
    /// A probability is no sum; what the strings make of it together is shared among them as they share
    /// in the score.
    #[must_use]
    pub fn because(&self, text: &str) -> Vec<Because> {
        let mut seen: GramMap<std::ops::Range<usize>> = GramMap::default();
        each_gram(text, |gram, at| {
            seen.entry(gram).or_insert(at);
        });
        let mut found: Vec<_> = seen.into_iter().collect();
        found.sort_unstable_by_key(|(gram, _)| *gram);
        let known = |gram| self.grams.get(&gram).copied();
        let squares =
            found.iter().map(|(gram, _)| known(*gram).map_or(UNKNOWN_SQUARE, |k| k.square));
        let length = squares.sum::<f64>().sqrt();
        let sum: f64 = found.iter().filter_map(|(gram, _)| known(*gram)).map(|k| k.weight).sum();
        let from = self.probability(self.bias);
        let to = self.probability(self.score_of(found.iter().map(|(gram, _)| *gram)));
        // As steep as the curve is on the way between the two; where there is no way, nowhere.
        let each = if sum.abs() > f64::EPSILON * length.max(1.0) { (to - from) / sum } else { 0.0 };
        let parts = found.into_iter().filter_map(|(gram, at)| {
            let weight = known(gram)?.weight * each;
            let text = text.get(at.clone()).unwrap_or_default().to_owned();
            (weight != 0.0).then_some(Because { text, at, weight })
        });
        let start = Because { text: String::new(), at: 0..0, weight: from };
        let mut because: Vec<Because> = parts.collect();
        because.sort_by(|a, b| {
            let order = b.weight.abs().total_cmp(&a.weight.abs());
            order.then_with(|| (a.at.start, a.at.end).cmp(&(b.at.start, b.at.end)))
        });
        because.push(start);
        because
    }

    /// The strings that speak most for the theme, and those that speak most against it, so many of each
    /// at most, the strongest first.
    #[must_use]
    pub fn strongest(&self, most: usize) -> [Vec<(String, f64)>; 2] {
        let mut all: Vec<(Gram, f64)> = self.grams.iter().map(|(&g, k)| (g, k.weight)).collect();
        all.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let named = |(gram, weight): &(Gram, f64)| (gram.text(), *weight);
        let for_it = all.iter().take_while(|(_, weight)| *weight > 0.0).take(most);
        let against = all.iter().rev().take_while(|(_, weight)| *weight < 0.0).take(most);
        [for_it.map(named).collect(), against.map(named).collect()]
    }
}

/// What each string counts: one, and more the better it tells the two kinds of lessons apart.
fn values(examples: &Examples, lessons: &[(usize, bool)]) -> Vec<f64> {
    let mut with = vec![[0_u32; 2]; examples.vocabulary.len()];
    let mut totals = [0_usize; 2];
    for &(at, label) in lessons {
        totals[usize::from(label)] += 1;
        for &gram in examples.rows.row(at) {
            if let Some(counts) = with.get_mut(gram as usize) {
                counts[usize::from(label)] += 1;
            }
        }
    }
    let share =
        |counted: u32, of: usize| (f64::from(counted) + SMOOTHING) / (count(of) + 2.0 * SMOOTHING);
    let value = |counts: &[u32; 2]| {
        if *counts == [0, 0] {
            return UNKNOWN_SQUARE.sqrt();
        }
        let ratio = share(counts[1], totals[1]) / share(counts[0], totals[0]);
        1.0 + ratio.ln().abs().min(LARGEST_RATIO)
    };
    with.iter().map(value).collect()
}
