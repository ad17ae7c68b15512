//! Formulas that give way to others: the same sentence in two years, with another formula in its place.

use std::collections::{BTreeMap, HashMap};

use super::letters::FormulaLetters;
use crate::text::{ByteSpan, sentences};

/// Letters of a run by which sentences find each other.
const RUN: usize = 6;
/// Runs that stand in more sentences than this tell nothing.
const MOST_SENTENCES: usize = 40;
/// A sentence must have so many letters.
const LEAST_LETTERS: usize = 14;
/// Longer sentences are no formula's place.
const MOST_LETTERS: usize = 400;

/// A sentence of an article.
#[derive(Clone, Copy, Debug)]
pub(super) struct EditedSentence {
    pub(super) article: usize,
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) span: ByteSpan,
}

/// Pairs of sentences of different articles that are the same but for what was edited, with what
/// was put in the place of what: ranges of letters.
pub(super) struct EditedPair {
    pub(super) a: EditedSentence,
    pub(super) b: EditedSentence,
    /// Letters of either side that are not in the other, in step.
    pub(super) changes: Vec<((usize, usize), (usize, usize))>,
}

/// All such pairs; `a` is of the article that comes first in `order`.
pub(super) fn edited_pairs(texts: &[(&str, &FormulaLetters)], order: &[usize]) -> Vec<EditedPair> {
    let mut stretches: Vec<EditedSentence> = Vec::new();
    for (article, (text, letters)) in texts.iter().enumerate() {
        for span in sentences(text) {
            let within = letters.within(span.start().to_usize(), span.end().to_usize());
            if (LEAST_LETTERS..=MOST_LETTERS).contains(&within.len()) {
                stretches.push(EditedSentence {
                    article,
                    from: within.start,
                    to: within.end,
                    span,
                });
            }
        }
    }
    let letters = |stretch: &EditedSentence| -> &[char] {
        texts
            .get(stretch.article)
            .and_then(|(_, letters)| letters.chars.get(stretch.from..stretch.to))
            .unwrap_or_default()
    };
    let mut runs: HashMap<&[char], Vec<usize>> = HashMap::new();
    for (number, stretch) in stretches.iter().enumerate() {
        for run in letters(stretch).windows(RUN) {
            let places = runs.entry(run).or_default();
            if places.last() != Some(&number) && places.len() <= MOST_SENTENCES {
                places.push(number);
            }
        }
    }
    let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    #[expect(clippy::iter_over_hash_type, reason = "only counted, in an ordered map")]
    for places in runs.values() {
        if places.len() > MOST_SENTENCES {
            continue;
        }
        for (at, &first) in places.iter().enumerate() {
            for &second in places.iter().skip(at + 1) {
                *shared.entry((first, second)).or_default() += 1;
            }
        }
    }
    let rank = |article: usize| order.iter().position(|&other| other == article);
    let mut found = Vec::new();
    for ((first, second), count) in shared {
        let (Some(&a), Some(&b)) = (stretches.get(first), stretches.get(second)) else { continue };
        let (a, b) = if rank(a.article) <= rank(b.article) { (a, b) } else { (b, a) };
        let shorter = (a.to - a.from).min(b.to - b.from);
        if a.article == b.article || count * 3 < shorter.saturating_sub(RUN) {
            continue;
        }
        let changes = changes(letters(&a), letters(&b));
        if !changes.is_empty() {
            let shift = |range: (usize, usize), by: usize| (range.0 + by, range.1 + by);
            let changes =
                changes.into_iter().map(|(x, y)| (shift(x, a.from), shift(y, b.from))).collect();
            found.push(EditedPair { a, b, changes });
        }
    }
    found
}

/// What stands in `b` where `a` has something else, by the longest common subsequence.
fn changes(a: &[char], b: &[char]) -> Vec<((usize, usize), (usize, usize))> {
    let width = b.len() + 1;
    let mut longest = vec![0_u16; (a.len() + 1) * width];
    let value =
        |longest: &[u16], x: usize, y: usize| longest.get(x * width + y).copied().unwrap_or(0);
    for x in (0..a.len()).rev() {
        for y in (0..b.len()).rev() {
            let best = if a.get(x) == b.get(y) {
                value(&longest, x + 1, y + 1) + 1
            } else {
                value(&longest, x + 1, y).max(value(&longest, x, y + 1))
            };
            if let Some(slot) = longest.get_mut(x * width + y) {
                *slot = best;
            }
        }
    }
    let mut found = Vec::new();
    let (mut x, mut y) = (0, 0);
    let (mut from_x, mut from_y) = (0, 0);
    loop {
        let same = x < a.len() && y < b.len() && a.get(x) == b.get(y);
        let done = x >= a.len() && y >= b.len();
        if same || done {
            if x > from_x || y > from_y {
                found.push(((from_x, x), (from_y, y)));
            }
            if done {
                return found;
            }
            (x, y) = (x + 1, y + 1);
            (from_x, from_y) = (x, y);
        } else if y >= b.len()
            || x < a.len() && value(&longest, x + 1, y) >= value(&longest, x, y + 1)
        {
            x += 1;
        } else {
            y += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_formula_in_the_same_sentence_is_a_change() {
        let chars = |text: &str| text.chars().collect::<Vec<_>>();
        let (a, b) = (chars("成立社区大网格搭建平台"), chars("成立社区全域网格搭建平台"));
        let found = changes(&a, &b);
        assert_eq!(found, [((4, 5), (4, 6))]);
        assert!(changes(&a, &a).is_empty());
    }
}
