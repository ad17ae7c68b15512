//! How good suggestions are: tried on what was read, by models that had not learned from it.
//!
//! The documents are dealt into folds; what stands in a fold is judged by a model that learned from the
//! others (Stone 1974). Where too few documents hold something of the theme, sentences are dealt instead,
//! which makes it look a little better than it is.

use std::collections::BTreeMap;

use super::{calibration::Calibration, examples::Examples, logistic::count, model::ThemeModel};

/// Most folds.
const FOLDS: usize = 5;
/// Of so many at the top the share that is right is told.
pub const TOP: usize = 20;
/// The first point of a learning curve.
const FIRST_POINT: usize = 5;

/// Sentences with the score that a model gave them which had not learned from them.
#[derive(Clone, Debug, Default)]
pub struct Trial {
    /// In which fold, with what score, and whether it is of the theme.
    tried: Vec<(usize, f64, bool)>,
}

/// How good a ranking is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RankingQuality {
    /// How many sentences were ranked,
    pub ranked: usize,
    /// and how many of them are of the theme.
    pub wanted: usize,
    /// Of the first [`TOP`] the share that is right; of as many as are wanted, where that is fewer.
    pub precision: f64,
    /// The share of those that are wanted that are likelier than not.
    pub recall: f64,
    /// The mean of the precision at each that is wanted.
    pub average_precision: f64,
}

/// A point of a learning curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CurvePoint {
    /// So many tagged examples were learned from,
    pub tagged: usize,
    /// and so good was the ranking.
    pub average_precision: f64,
}

/// About how many there are, and between what numbers it is likely to be.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Estimate {
    /// The likeliest number.
    pub about: f64,
    /// In 95 of 100 cases not fewer,
    pub from: f64,
    /// and not more.
    pub to: f64,
}

/// Deals lessons into folds; gives for each the number of its fold.
fn folds(examples: &Examples, lessons: &[(usize, bool)]) -> Vec<usize> {
    let document = |at: usize| examples.documents.get(at).copied().unwrap_or_default();
    let mut wanted: BTreeMap<u32, usize> = BTreeMap::new();
    for &(at, label) in lessons {
        *wanted.entry(document(at)).or_default() += usize::from(label);
    }
    if wanted.values().filter(|count| **count > 0).count() < 3 {
        let mut dealt = [0_usize; 2];
        let deal = |&(_, label): &(usize, bool)| {
            let next = &mut dealt[usize::from(label)];
            *next += 1;
            (*next - 1) % FOLDS
        };
        return lessons.iter().map(deal).collect();
    }
    // Those with most of the theme first, each to the fold that has least.
    let mut order: Vec<(u32, usize)> = wanted.into_iter().collect();
    order.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    let mut filled = [(0_usize, 0_usize); FOLDS];
    let mut fold_of = BTreeMap::new();
    for (document, wanted) in order {
        let least = (0..FOLDS).min_by_key(|fold| (filled[*fold], *fold)).unwrap_or_default();
        filled[least] = (filled[least].0 + wanted, filled[least].1 + 1);
        fold_of.insert(document, least);
    }
    let fold = |&(at, _): &(usize, bool)| fold_of.get(&document(at)).copied().unwrap_or_default();
    lessons.iter().map(fold).collect()
}

impl Trial {
    /// Tries what can be learned from the lessons on themselves, fold by fold.
    #[must_use]
    pub fn of(examples: &Examples, lessons: &[(usize, bool)]) -> Self {
        Self::with_at_most(examples, lessons, usize::MAX)
    }

    /// The same, each model learning from so many tagged examples at most.
    fn with_at_most(examples: &Examples, lessons: &[(usize, bool)], most: usize) -> Self {
        let folds = folds(examples, lessons);
        let mut tried = Vec::with_capacity(lessons.len());
        for fold in 0..FOLDS {
            let in_fold = || lessons.iter().zip(&folds).filter(move |(_, of)| **of == fold);
            if in_fold().next().is_none() {
                continue;
            }
            let others = lessons.iter().zip(&folds).filter(|(_, of)| **of != fold);
            let mut left = most;
            let others = others.map(|(lesson, _)| *lesson).take_while(|(_, label)| {
                let goes_on = left > 0;
                left -= usize::from(*label && goes_on);
                goes_on
            });
            let others: Vec<_> = others.collect();
            let Some(model) = ThemeModel::learn(examples, &others) else { continue };
            let judged =
                in_fold().map(|(&(at, label), _)| (fold, model.score_example(examples, at), label));
            tried.extend(judged);
        }
        Self { tried }
    }

    /// Scores and what became of them.
    fn pairs(&self, without: Option<usize>) -> Vec<(f64, bool)> {
        let kept = self.tried.iter().filter(|(fold, ..)| Some(*fold) != without);
        kept.map(|&(_, score, label)| (score, label)).collect()
    }

    /// What a score is as a probability.
    #[must_use]
    pub fn calibration(&self) -> Calibration {
        Calibration::fitted(&self.pairs(None))
    }

    /// How good the ranking is; `None` where nothing could be tried.
    #[must_use]
    pub fn quality(&self) -> Option<RankingQuality> {
        let calibration = self.calibration();
        let mut ranked = self.pairs(None);
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
        let wanted = ranked.iter().filter(|(_, label)| *label).count();
        if wanted == 0 {
            return None;
        }
        let top = TOP.min(wanted);
        let right = ranked.iter().take(top).filter(|(_, label)| *label).count();
        let likely =
            ranked.iter().filter(|(score, label)| *label && calibration.probability(*score) >= 0.5);
        let labels: Vec<bool> = ranked.iter().map(|(_, label)| *label).collect();
        Some(RankingQuality {
            ranked: ranked.len(),
            wanted,
            precision: count(right) / count(top),
            recall: count(likely.count()) / count(wanted),
            average_precision: average_precision(&labels),
        })
    }

    /// About how many are of the theme among sentences with these scores.
    ///
    /// The sum of their probabilities; how far off it may be is what chance does to such a sum, and
    /// what becomes of it when each fold in turn has no say in the calibration (the jackknife of Tukey
    /// 1958).
    #[must_use]
    pub fn estimate(&self, scores: &[f64]) -> Estimate {
        let sum = |calibration: Calibration| -> f64 {
            scores.iter().map(|score| calibration.probability(*score)).sum()
        };
        let calibration = self.calibration();
        let about = sum(calibration);
        let by_chance: f64 = scores
            .iter()
            .map(|score| calibration.probability(*score))
            .map(|probability| probability * (1.0 - probability))
            .sum();
        let mut folds: Vec<usize> = self.tried.iter().map(|(fold, ..)| *fold).collect();
        folds.sort_unstable();
        folds.dedup();
        let without: Vec<f64> =
            folds.iter().map(|fold| sum(Calibration::fitted(&self.pairs(Some(*fold))))).collect();
        let mean = without.iter().sum::<f64>() / count(without.len().max(1));
        let squares: f64 = without.iter().map(|one| (one - mean) * (one - mean)).sum();
        let by_folds = match without.len() {
            0 | 1 => 0.0,
            folds => squares * count(folds - 1) / count(folds),
        };
        let reach = 1.96 * (by_chance + by_folds).sqrt();
        let to = (about + reach).min(count(scores.len()));
        Estimate { about, from: (about - reach).max(0.0), to }
    }
}

/// The mean of the precision at each place that is right; 0 where none is.
#[must_use]
pub fn average_precision(ranked: &[bool]) -> f64 {
    let (mut found, mut sum) = (0_usize, 0.0);
    for (at, _) in ranked.iter().enumerate().filter(|(_, right)| **right) {
        found += 1;
        sum += count(found) / count(at + 1);
    }
    if found == 0 { 0.0 } else { sum / count(found) }
}

/// How the ranking gets better the more is tagged: 5, 10, 20 … and all, as far as there are so many.
#[must_use]
pub fn learning_curve(examples: &Examples, lessons: &[(usize, bool)]) -> Vec<CurvePoint> {
    let all = lessons.iter().filter(|(_, label)| *label).count();
    // A fold is never learned from.
    let most = all - all / FOLDS;
    let sizes = std::iter::successors(Some(FIRST_POINT), |size| Some(size * 2));
    let sizes = sizes.take_while(|size| *size < most).chain(std::iter::once(most));
    let point = |tagged| {
        let quality = Trial::with_at_most(examples, lessons, tagged).quality()?;
        Some(CurvePoint { tagged, average_precision: quality.average_precision })
    };
    sizes.filter_map(point).collect()
}
