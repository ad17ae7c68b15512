//! Formulas that give way to others: the same sentence in two years, with another formula in its place.

use std::{
    collections::BTreeMap,
    hash::{BuildHasher as _, BuildHasherDefault, DefaultHasher},
};

use super::{
    Formula, FormulaPlace, FormulaReplacement, FormulaText, counted,
    letters::{FormulaLetters, letters_of},
};
use crate::text::{ByteSpan, sentences};

/// Letters of a run by which sentences find each other.
const RUN: usize = 6;
/// Runs that stand in more sentences than this tell nothing.
const MOST_SENTENCES: usize = 40;
/// Letters of a set of which not every run is kept.
const LARGE: usize = 2_000_000;
/// A sentence must have so many letters.
const LEAST_LETTERS: usize = 14;
/// Longer sentences are no formula's place.
const MOST_LETTERS: usize = 400;

/// A sentence of an article.
#[derive(Clone, Copy, Debug)]
struct EditedSentence {
    article: usize,
    from: usize,
    to: usize,
}

/// Pairs of sentences of different articles that are the same but for what was edited, with what
/// was put in the place of what: ranges of letters.
struct EditedPair {
    a: EditedSentence,
    b: EditedSentence,
    /// Letters of either side that are not in the other, in step.
    changes: Vec<((usize, usize), (usize, usize))>,
}

/// All such pairs; `a` is of the article that comes first in `order`.
fn edited_pairs(texts: &[(&str, &FormulaLetters)], order: &[usize]) -> Vec<EditedPair> {
    let mut stretches: Vec<EditedSentence> = Vec::new();
    for (article, (text, letters)) in texts.iter().enumerate() {
        for span in sentences(text) {
            let within = letters.within(span.start().to_usize(), span.end().to_usize());
            if (LEAST_LETTERS..=MOST_LETTERS).contains(&within.len()) {
                stretches.push(EditedSentence { article, from: within.start, to: within.end });
            }
        }
    }
    let letters = |stretch: &EditedSentence| -> &[char] {
        texts
            .get(stretch.article)
            .and_then(|(_, letters)| letters.chars.get(stretch.from..stretch.to))
            .unwrap_or_default()
    };
    // Of a large set every fourth run is enough to find a sentence by.
    let letters_in_all: usize = stretches.iter().map(|stretch| stretch.to - stretch.from).sum();
    let mask = if letters_in_all < LARGE { 0 } else { 3 };
    let hasher = BuildHasherDefault::<DefaultHasher>::default();
    let mut runs: Vec<(u64, usize)> = Vec::new();
    let mut own = vec![0_usize; stretches.len()];
    for (number, stretch) in stretches.iter().enumerate() {
        for run in letters(stretch).windows(RUN) {
            let hash = hasher.hash_one(run);
            if hash & mask == 0 {
                runs.push((hash, number));
                if let Some(count) = own.get_mut(number) {
                    *count += 1;
                }
            }
        }
    }
    runs.sort_unstable();
    runs.dedup();
    let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for places in runs.chunk_by(|a, b| a.0 == b.0) {
        if places.len() > MOST_SENTENCES {
            continue;
        }
        for (at, &(_, first)) in places.iter().enumerate() {
            for &(_, second) in places.iter().skip(at + 1) {
                *shared.entry((first, second)).or_default() += 1;
            }
        }
    }
    let rank = |article: usize| order.iter().position(|&other| other == article);
    let mut found = Vec::new();
    for ((first, second), count) in shared {
        let (Some(&a), Some(&b)) = (stretches.get(first), stretches.get(second)) else { continue };
        let (a, b) = if rank(a.article) <= rank(b.article) { (a, b) } else { (b, a) };
        let runs_of = |number: usize| own.get(number).copied().unwrap_or(0);
        let shorter = runs_of(first).min(runs_of(second));
        if a.article == b.article || count * 3 < shorter {
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

/// Finds what stands in a formula's place when a sentence is printed again.
pub(super) fn replace(
    found: &mut [Formula],
    texts: &[FormulaText<'_>],
    letters: &[FormulaLetters],
    order: &[usize],
) {
    let contents: Vec<(&str, &FormulaLetters)> =
        texts.iter().zip(letters).map(|(text, letters)| (text.text.as_str(), letters)).collect();
    let pairs = edited_pairs(&contents, order);
    if pairs.is_empty() {
        return;
    }
    let keys: Vec<Vec<char>> =
        found.iter().map(|formula| letters_of(&formula.text).chars().collect()).collect();
    let hits = counted(letters, &keys);
    // By article: which formula stands at which letters.
    let mut by_article: Vec<Vec<(usize, usize, usize)>> = vec![Vec::new(); texts.len()];
    for (number, places) in hits.iter().enumerate() {
        let length = keys.get(number).map_or(0, Vec::len);
        for &(article, at) in places {
            if let Some(list) = by_article.get_mut(article) {
                list.push((at, at + length, number));
            }
        }
    }
    for list in &mut by_article {
        list.sort_unstable();
    }
    let within = |stretch: &EditedSentence| -> Vec<(usize, usize, usize)> {
        let list = by_article.get(stretch.article).map_or(&[][..], Vec::as_slice);
        let from = list.partition_point(|&(at, ..)| at < stretch.from);
        list.iter()
            .skip(from)
            .take_while(|&&(at, ..)| at < stretch.to)
            .filter(|&&(_, end, _)| end <= stretch.to)
            .copied()
            .collect()
    };
    let mut proposed: BTreeMap<(usize, usize), Vec<(FormulaPlace, FormulaPlace)>> = BTreeMap::new();
    for pair in &pairs {
        let earlier = year_of(texts, pair.a.article) < year_of(texts, pair.b.article);
        if !earlier {
            continue;
        }
        let (old, new) = (within(&pair.a), within(&pair.b));
        let stays = |number: usize, others: &[(usize, usize, usize)]| {
            others.iter().any(|&(.., other)| other == number)
        };
        for &(a, b) in &pair.changes {
            let touches =
                |range: (usize, usize), from: usize, to: usize| from < range.1 && range.0 < to;
            for &(from, to, one) in
                old.iter().filter(|&&(from, to, one)| touches(a, from, to) && !stays(one, &new))
            {
                for &(start, end, other) in new
                    .iter()
                    .filter(|&&(from, to, other)| touches(b, from, to) && !stays(other, &old))
                {
                    // A longer form of the same is no other formula.
                    let nested = |x: usize, y: usize| {
                        let (x, y) = (keys.get(x), keys.get(y));
                        x.zip(y).is_some_and(|(x, y)| {
                            y.windows(x.len().max(1)).any(|part| part == x.as_slice())
                        })
                    };
                    if nested(one, other) || nested(other, one) {
                        continue;
                    }
                    let place = |article: usize, from: usize, to: usize| {
                        let text = texts.get(article)?.text;
                        let span: ByteSpan = letters.get(article)?.span(text.as_str(), from, to)?;
                        Some(FormulaPlace { article, span: text.char_span(span)? })
                    };
                    if let (Some(x), Some(y)) =
                        (place(pair.a.article, from, to), place(pair.b.article, start, end))
                    {
                        let evidence = proposed.entry((one, other)).or_default();
                        if !evidence.contains(&(x, y)) {
                            evidence.push((x, y));
                        }
                    }
                }
            }
        }
    }
    let names: Vec<String> = found.iter().map(|formula| formula.text.clone()).collect();
    for ((one, other), evidence) in proposed {
        if let (Some(formula), Some(name)) = (found.get_mut(one), names.get(other)) {
            formula.replaced_by.push(FormulaReplacement { formula: name.clone(), evidence });
        }
    }
    for formula in found {
        formula.replaced_by.sort_by(|a, b| {
            b.evidence.len().cmp(&a.evidence.len()).then_with(|| a.formula.cmp(&b.formula))
        });
    }
}

fn year_of(texts: &[FormulaText<'_>], article: usize) -> Option<i16> {
    texts.get(article).and_then(|text| text.year)
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
