//! What the coefficients are made of: sums over units, each linear in how often a pattern occurs.
//!
//! Sources: Cohen 1960; Scott 1955; Fleiss 1971; Brennan and Prediger 1981; Gwet 2008 (all of them for
//! units that not everybody judged as in Gwet's Handbook of Inter-Rater Reliability, 4th ed., ch. 2 and
//! 5: observed agreement over the units that two have judged, chance from all that anybody has);
//! Krippendorff, Content Analysis, ch. 12; Holsti 1969.

use super::{
    coefficient::{Coefficient, NoValue, as_f64, holsti_composite},
    judgements::{Decisions, UnitJudgements, coders_of},
};

/// The sums over some units.
#[derive(Clone, Debug, Default)]
pub(super) struct Sums {
    coders: usize,
    values: usize,
    yes_no: bool,
    decisions: Option<Decisions>,
    /// Units that two coders judged.
    pub(super) pairable: u64,
    /// Σ over those of the share of pairs that are alike.
    alike: f64,
    /// Units that anybody judged.
    judged: u64,
    /// Of each value: Σ over those of the share of coders that said it.
    shares: Vec<f64>,
    /// Of each value: how often it was said of a unit that two judged.
    said: Vec<u64>,
    /// Σ over units that two judged and values: n·(n − 1) / (r − 1).
    coincident: f64,
    /// Of each coder, the judgements made.
    made: Vec<u64>,
    /// Of each ordered pair of coders: units that both judged.
    both: Vec<u64>,
    /// Of each ordered pair and value: how often the first said it of a unit that both judged.
    margins: Vec<u64>,
    /// Of each ordered pair and value: how often both said it.
    same: Vec<u64>,
    /// Of each ordered pair: units of which both said another value than 0, be it the same or not.
    neither_zero: Vec<u64>,
}

/// Coders who judged the same units, and how often each said what.
struct JudgeGroup {
    present: u64,
    units: u64,
    /// Of each coder and value other than 0.
    said: Vec<u64>,
}

impl Sums {
    /// The sums, each pattern occurring as often as `weights` says.
    pub(super) fn of(judgements: &UnitJudgements, weights: &[u64]) -> Self {
        let (coders, values) = (judgements.coders, judgements.values);
        let mut sums = Self {
            coders,
            values,
            yes_no: judgements.yes_no,
            decisions: Some(judgements.decisions),
            shares: vec![0.0; values],
            said: vec![0; values],
            made: vec![0; coders],
            both: vec![0; coders * coders],
            margins: vec![0; coders * coders * values],
            same: vec![0; coders * coders * values],
            neither_zero: vec![0; coders * coders],
            ..Self::default()
        };
        let mut counts = vec![0_u32; values];
        // Coders who judged together: most often all of them, and then there is one group.
        let mut groups: Vec<JudgeGroup> = Vec::new();
        for (pattern, &weight) in judgements.patterns.iter().zip(weights) {
            if weight == 0 {
                continue;
            }
            let known = groups.iter().rposition(|group| group.present == pattern.present);
            let place = known.unwrap_or_else(|| {
                let said = vec![0; coders * values];
                groups.push(JudgeGroup { present: pattern.present, units: 0, said });
                groups.len() - 1
            });
            if let Some(group) = groups.get_mut(place) {
                group.units += weight;
                for &(coder, value) in &pattern.said {
                    let at = usize::from(coder) * values + usize::from(value);
                    bump(&mut group.said, at, weight);
                }
            }
            sums.add_values(pattern.present.count_ones(), &pattern.said, weight, &mut counts);
            sums.add_pairs(&pattern.said, weight);
        }
        for group in &groups {
            sums.add_group(group);
        }
        sums.complete();
        sums
    }

    /// What follows from who judged together, for each pair of them.
    fn add_group(&mut self, group: &JudgeGroup) {
        for coder in coders_of(group.present).map(usize::from) {
            bump(&mut self.made, coder, group.units);
            for other in coders_of(group.present).map(usize::from) {
                if other == coder {
                    continue;
                }
                bump(&mut self.both, coder * self.coders + other, group.units);
                for value in 1..self.values {
                    let said = get(&group.said, coder * self.values + value);
                    let at = self.at(coder, other, value);
                    bump(&mut self.margins, at, said);
                }
            }
        }
    }

    /// What is asked of how many said what, not of who.
    fn add_values(&mut self, judges: u32, said: &[(u8, u16)], weight: u64, counts: &mut [u32]) {
        if judges == 0 {
            return;
        }
        counts.fill(0);
        if let Some(zeros) = counts.first_mut() {
            *zeros = judges - u32::try_from(said.len()).unwrap_or(judges).min(judges);
        }
        for &(_, value) in said {
            if let Some(count) = counts.get_mut(usize::from(value)) {
                *count += 1;
            }
        }
        let (times, judges_f) = (as_f64(weight), f64::from(judges));
        self.judged += weight;
        for (share, &count) in self.shares.iter_mut().zip(&*counts) {
            *share += times * f64::from(count) / judges_f;
        }
        if judges < 2 {
            return;
        }
        self.pairable += weight;
        let pairs: f64 = counts.iter().map(|&n| f64::from(n) * (f64::from(n) - 1.0)).sum();
        self.alike += times * pairs / (judges_f * (judges_f - 1.0));
        self.coincident += times * pairs / (judges_f - 1.0);
        for (sum, &count) in self.said.iter_mut().zip(&*counts) {
            *sum += weight * u64::from(count);
        }
    }

    /// Who said what beside whom, of the values other than 0; of each pair the smaller first.
    fn add_pairs(&mut self, said: &[(u8, u16)], weight: u64) {
        for (place, &(coder, value)) in said.iter().enumerate() {
            for &(other, also) in said.iter().skip(place + 1) {
                let pair = usize::from(coder) * self.coders + usize::from(other);
                bump(&mut self.neither_zero, pair, weight);
                if also == value {
                    let at = pair * self.values + usize::from(value);
                    bump(&mut self.same, at, weight);
                }
            }
        }
    }

    fn at(&self, coder: usize, other: usize, value: usize) -> usize {
        (coder * self.coders + other) * self.values + value
    }

    /// What follows for the value 0, which is not listed.
    fn complete(&mut self) {
        let rest = |sums: &[u64], from: usize, values: usize| -> u64 {
            sums.get(from + 1..from + values).map_or(0, |rest| rest.iter().sum())
        };
        for (coder, other) in ordered_pairs(self.coders) {
            let pair = coder * self.coders + other;
            if other < coder {
                // Counted for the pair the other way round.
                let turned = other * self.coders + coder;
                let neither = get(&self.neither_zero, turned);
                bump(&mut self.neither_zero, pair, neither);
                for value in 0..self.values {
                    let same = get(&self.same, turned * self.values + value);
                    bump(&mut self.same, pair * self.values + value, same);
                }
            }
            let both = get(&self.both, pair);
            let (here, there) = (self.at(coder, other, 0), self.at(other, coder, 0));
            let first = rest(&self.margins, here, self.values);
            let second = rest(&self.margins, there, self.values);
            bump(&mut self.margins, here, both.saturating_sub(first));
            let either = (first + second).saturating_sub(get(&self.neither_zero, pair));
            if coder < other {
                bump(&mut self.same, here, both.saturating_sub(either));
            }
        }
    }

    /// Adds the sums of other judgements by the same coders, with the same values.
    pub(super) fn add(&mut self, other: &Self) {
        let Self {
            coders,
            values,
            yes_no,
            decisions,
            pairable,
            alike,
            judged,
            shares,
            said,
            coincident,
            made,
            both,
            margins,
            same,
            neither_zero,
        } = other;
        if self.decisions.is_none() {
            *self = other.clone();
            return;
        }
        debug_assert_eq!((self.coders, self.values), (*coders, *values));
        debug_assert_eq!((self.yes_no, self.decisions), (*yes_no, *decisions));
        self.pairable += pairable;
        self.alike += alike;
        self.judged += judged;
        self.coincident += coincident;
        for (sum, more) in self.shares.iter_mut().zip(shares) {
            *sum += more;
        }
        for (sums, more) in [
            (&mut self.said, said),
            (&mut self.made, made),
            (&mut self.both, both),
            (&mut self.margins, margins),
            (&mut self.same, same),
            (&mut self.neither_zero, neither_zero),
        ] {
            for (sum, more) in sums.iter_mut().zip(more) {
                *sum += more;
            }
        }
    }

    /// What the coefficient comes to.
    pub(super) fn value(&self, coefficient: Coefficient) -> Result<f64, NoValue> {
        if self.pairable == 0 {
            return Err(NoValue::NoUnits);
        }
        let observed = self.alike / as_f64(self.pairable);
        let chance_corrected = |chance: f64| {
            if self.values_said() < 2 {
                return Err(NoValue::NoVariation);
            }
            Ok((observed - chance) / (1.0 - chance))
        };
        let shares = self.shares.iter().map(|share| share / as_f64(self.judged));
        let values = as_f64(self.values as u64);
        match coefficient {
            Coefficient::Percent => Ok(observed),
            Coefficient::Positive => self.positive(),
            Coefficient::Holsti => self.holsti(),
            Coefficient::HolstiComposite => {
                self.holsti().map(|mean| holsti_composite(self.coders, mean))
            }
            Coefficient::CohenKappa => {
                self.mean_over_pairs(|one, two, both| one * two / (both * both))
            }
            Coefficient::ScottPi => self.mean_over_pairs(|one, two, both| {
                let share = (one + two) / (2.0 * both);
                share * share
            }),
            Coefficient::FleissKappa => chance_corrected(shares.map(|share| share * share).sum()),
            Coefficient::BrennanPrediger => chance_corrected(1.0 / values),
            Coefficient::GwetAc1 => {
                let spread: f64 = shares.map(|share| share * (1.0 - share)).sum();
                chance_corrected(spread / (values - 1.0))
            }
            Coefficient::KrippendorffAlpha => self.krippendorff_alpha(),
            Coefficient::UAlpha
            | Coefficient::UAlphaBinary
            | Coefficient::CuAlpha
            | Coefficient::KuAlpha => Err(NoValue::NoUnits),
        }
    }

    /// How many values were said at all.
    fn values_said(&self) -> usize {
        self.shares.iter().filter(|share| **share > 0.0).count()
    }

    fn krippendorff_alpha(&self) -> Result<f64, NoValue> {
        if self.said.iter().filter(|&&count| count > 0).count() < 2 {
            return Err(NoValue::NoVariation);
        }
        let all = as_f64(self.said.iter().sum());
        let observed = (all - self.coincident) / all;
        let alike: f64 = self.said.iter().map(|&n| as_f64(n) * (as_f64(n) - 1.0)).sum();
        let expected = 1.0 - alike / (all * (all - 1.0));
        Ok(1.0 - observed / expected)
    }

    fn pairs(&self) -> impl Iterator<Item = (usize, usize)> {
        ordered_pairs(self.coders).filter(|(coder, other)| coder < other)
    }

    fn positive(&self) -> Result<f64, NoValue> {
        if !self.yes_no {
            return Err(NoValue::NotYesNo);
        }
        let (mut shared, mut set) = (0, 0);
        for (coder, other) in self.pairs() {
            shared += 2 * get(&self.same, self.at(coder, other, 1));
            set += get(&self.margins, self.at(coder, other, 1));
            set += get(&self.margins, self.at(other, coder, 1));
        }
        if set == 0 { Err(NoValue::NothingMarked) } else { Ok(as_f64(shared) / as_f64(set)) }
    }

    fn holsti(&self) -> Result<f64, NoValue> {
        let of_marks = self.decisions == Some(Decisions::Marks);
        let pair = |(coder, other): (usize, usize)| {
            let range = |from: usize| from..from + self.values;
            let (alike, made) = if of_marks {
                let set = get(&self.margins, self.at(coder, other, 1));
                let too = get(&self.margins, self.at(other, coder, 1));
                (get(&self.same, self.at(coder, other, 1)), set + too)
            } else {
                let same = self.same.get(range(self.at(coder, other, 0)));
                let made = get(&self.made, coder) + get(&self.made, other);
                (same.map_or(0, |same| same.iter().sum()), made)
            };
            (made > 0).then(|| 2.0 * as_f64(alike) / as_f64(made))
        };
        mean(self.pairs().filter_map(pair)).ok_or(NoValue::NothingMarked)
    }

    /// The mean over pairs of what is above chance; `chance` is given how often either said a value
    /// and how many units both judged.
    fn mean_over_pairs(&self, chance: impl Fn(f64, f64, f64) -> f64) -> Result<f64, NoValue> {
        let pair = |(coder, other): (usize, usize)| {
            let both = get(&self.both, coder * self.coders + other);
            let count = |value: usize| {
                let one = get(&self.margins, self.at(coder, other, value));
                (one, get(&self.margins, self.at(other, coder, value)))
            };
            let values = 0..self.values;
            let said = values.clone().filter(|&value| count(value) != (0, 0)).count();
            if both == 0 || said < 2 {
                return None;
            }
            let same: u64 =
                values.clone().map(|value| get(&self.same, self.at(coder, other, value))).sum();
            let by_chance: f64 = values
                .map(|value| {
                    let (one, two) = count(value);
                    chance(as_f64(one), as_f64(two), as_f64(both))
                })
                .sum();
            Some((as_f64(same) / as_f64(both) - by_chance) / (1.0 - by_chance))
        };
        mean(self.pairs().filter_map(pair)).ok_or(NoValue::NoVariation)
    }

    /// How many pairs of coders, and of how many there is a number: where one of two has nothing
    /// that varies there is none.
    pub(super) fn pairs_that_vary(&self) -> (usize, usize) {
        let varies = |&(coder, other): &(usize, usize)| {
            let said = |value: usize| {
                get(&self.margins, self.at(coder, other, value))
                    + get(&self.margins, self.at(other, coder, value))
            };
            (0..self.values).filter(|&value| said(value) > 0).count() > 1
        };
        (self.pairs().count(), self.pairs().filter(varies).count())
    }

    /// The marks that each coder set, of yes and no, and those two set at the same place (the sum
    /// over pairs).
    pub(super) fn marks(&self) -> (Vec<u64>, u64) {
        let most = |coder: usize| {
            let others = (0..self.coders).filter(|&other| other != coder);
            others.map(|other| get(&self.margins, self.at(coder, other, 1))).max().unwrap_or(0)
        };
        let shared = self.pairs().map(|(coder, other)| get(&self.same, self.at(coder, other, 1)));
        ((0..self.coders).map(most).collect(), shared.sum())
    }
}

fn ordered_pairs(coders: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..coders)
        .flat_map(move |coder| (0..coders).map(move |other| (coder, other)))
        .filter(|(coder, other)| coder != other)
}

fn mean(numbers: impl Iterator<Item = f64>) -> Option<f64> {
    let (count, sum) = numbers.fold((0_u64, 0.0), |(count, sum), number| (count + 1, sum + number));
    (count > 0).then(|| sum / as_f64(count))
}

fn get(sums: &[u64], at: usize) -> u64 {
    sums.get(at).copied().unwrap_or(0)
}

fn bump(sums: &mut [u64], at: usize, by: u64) {
    if let Some(sum) = sums.get_mut(at) {
        *sum += by;
    }
}
