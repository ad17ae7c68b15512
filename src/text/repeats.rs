//! Strings that come again and again and that the segmentation splits: local terms and places.
//!
//! Neighbouring tokens are counted in twos to fours; what is kept sticks together more than chance
//! would have it (mutual information at its weakest joint) and stands in various surroundings
//! (entropy on either side). Only suggestions: a human looks at them.

use std::collections::HashMap;

use super::{Segmenter, is_word};

/// A string must come so often.
const LEAST: u32 = 3;
/// Tokens in a string.
const MOST_TOKENS: usize = 4;
/// Characters in a string.
const CHARS: std::ops::RangeInclusive<usize> = 3..=8;
/// How many times likelier than by chance the parts stand together, at the weakest joint.
const COHESION: f64 = 20.0;
/// In natural logarithm: about two surroundings that come equally often.
const ENTROPY: f64 = 0.65;
/// So many strings are given.
const MOST: usize = 200;

/// Words that join others and are part of no term at its edges.
const EDGES: &str = "的了是在和与及或对为把被从到由向以于等也都就还又再要将能会可让使我你他她它们这那此其\
    各每某该有没不未很更最并且而但因所之着过给跟同比如约近中上下里内外前后时年月日个名位次种项条件户人元\
    一二三四五六七八九十百千万亿两几多第新好重副做带亮已";
/// A string with one of these between two parts is a phrase.
const INSIDE: &str = "的了是在和与及为或着到被把将有";

/// A string and how often it was counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repeat {
    /// The string.
    pub text: String,
    /// How often.
    pub count: u32,
}

/// Counts tokens and their neighbours over many texts.
#[derive(Debug, Default)]
pub struct Repeats<'a> {
    tokens: HashMap<&'a str, u32>,
    strings: HashMap<&'a str, Counted<'a>>,
    total: u32,
}

#[derive(Debug, Default)]
struct Counted<'a> {
    count: u32,
    /// Where its tokens join, in bytes.
    joints: Vec<usize>,
    before: HashMap<Option<&'a str>, u32>,
    after: HashMap<Option<&'a str>, u32>,
}

impl<'a> Repeats<'a> {
    /// Counts the tokens of one text and which of them stand together.
    pub fn add(&mut self, text: &'a str, segmenter: &Segmenter) {
        let spans = segmenter.words(text);
        let token = |at: usize| spans.get(at).and_then(|span| text.get(span.range()));
        let starts = |at: usize| spans.get(at).map_or(0, |span| span.start().to_usize());
        // Whether token `at` touches the one before and both are words.
        let joined = |at: usize| {
            at > 0
                && spans.get(at - 1).is_some_and(|span| span.end().to_usize() == starts(at))
                && token(at - 1).is_some_and(is_word)
                && token(at).is_some_and(is_word)
        };
        for at in 0..spans.len() {
            let Some(first) = token(at).filter(|token| is_word(token)) else { continue };
            *self.tokens.entry(first).or_default() += 1;
            self.total += 1;
            if !may_stand_at_an_edge(first) {
                continue;
            }
            for last in at + 1..(at + MOST_TOKENS).min(spans.len()) {
                if !joined(last) {
                    break;
                }
                let string =
                    spans.get(last).and_then(|span| text.get(starts(at)..span.end().to_usize()));
                let Some(string) = string else { break };
                let chars = string.chars().count();
                if chars > *CHARS.end() {
                    break;
                }
                if chars < *CHARS.start() || !token(last).is_some_and(may_stand_at_an_edge) {
                    continue;
                }
                let entry = self.strings.entry(string).or_default();
                entry.count += 1;
                if entry.joints.is_empty() {
                    entry.joints =
                        (at + 1..=last).map(|joint| starts(joint) - starts(at)).collect();
                }
                let before = joined(at).then(|| token(at - 1)).flatten();
                let after = joined(last + 1).then(|| token(last + 1)).flatten();
                *entry.before.entry(before).or_default() += 1;
                *entry.after.entry(after).or_default() += 1;
            }
        }
    }

    /// The strings worth a look, the most frequent first.
    #[must_use]
    pub fn found(&self) -> Vec<Repeat> {
        let mut found: Vec<Repeat> = self
            .strings
            .iter()
            .filter(|(text, counted)| self.is_worth(text, counted))
            .map(|(text, counted)| Repeat { text: (*text).to_owned(), count: counted.count })
            .collect();
        found.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.text.cmp(&b.text)));
        // A part that hardly stands anywhere else says nothing by itself.
        let wholes = found.clone();
        found.retain(|part| {
            !wholes.iter().any(|whole| {
                whole.text.len() > part.text.len()
                    && whole.count * 10 >= part.count * 8
                    && whole.text.contains(&part.text)
            })
        });
        found.truncate(MOST);
        found
    }

    fn is_worth(&self, text: &str, counted: &Counted<'_>) -> bool {
        counted.count >= LEAST
            && looks_split(text, counted)
            && entropy(&counted.before, counted.count) >= ENTROPY
            && entropy(&counted.after, counted.count) >= ENTROPY
            && self.cohesion(text, counted) >= COHESION
    }

    /// How many times likelier than by chance the two sides of its weakest joint stand together.
    fn cohesion(&self, text: &str, counted: &Counted<'_>) -> f64 {
        let count = |part: &str| {
            let token = self.tokens.get(part).copied();
            token
                .or_else(|| Some(self.strings.get(part)?.count))
                .map_or(f64::from(counted.count), f64::from)
        };
        let likelier = |&joint: &usize| {
            let (left, right) = text.split_at_checked(joint)?;
            Some(f64::from(counted.count) * f64::from(self.total) / (count(left) * count(right)))
        };
        counted.joints.iter().filter_map(likelier).fold(f64::INFINITY, f64::min)
    }
}

/// Whether the segmentation rather than the writer made these parts: one is a single character
/// that is no word by itself.
fn looks_split(text: &str, counted: &Counted<'_>) -> bool {
    let ends = counted.joints.iter().copied().chain([text.len()]);
    let mut start = 0;
    let mut single = false;
    for end in ends {
        let part = text.get(start..end).unwrap_or_default();
        if part.chars().count() == 1 {
            if part.contains(|c| INSIDE.contains(c)) {
                return false;
            }
            single = true;
        }
        start = end;
    }
    single
}

fn may_stand_at_an_edge(token: &str) -> bool {
    token.chars().all(|c| !c.is_ascii() && c.is_alphanumeric())
        && !(token.chars().count() == 1 && token.chars().all(|c| EDGES.contains(c)))
}

fn entropy(counts: &HashMap<Option<&str>, u32>, total: u32) -> f64 {
    // Summed in order, so that the same text gives the same list each time.
    let mut counts: Vec<(Option<&str>, u32)> = counts.iter().map(|(k, v)| (*k, *v)).collect();
    counts.sort_unstable();
    counts.iter().fold(0.0, |sum, &(neighbour, count)| {
        // Every line end and every mark is another surrounding.
        let (share, times) = match neighbour {
            None => (1.0 / f64::from(total), f64::from(count)),
            Some(_) => (f64::from(count) / f64::from(total), 1.0),
        };
        sum - times * share * share.ln()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_local_term_that_is_split_is_found_and_common_phrases_are_not() {
        // Enough other words for chance to be small.
        let others = "街道，居民，党员，公园，花园，路灯，清单，台账，工程。".repeat(20);
        let text = "无主管楼院要改造。在无主管楼院里，居民议事。全区的无主管楼院已经整治。\n\
            党员干部来到无主管楼院，为无主管楼院装路灯。改造要民主，改造要公开，改造要快。\n\
            社区的居民和社区的党员都说好，社区的变化大。";
        let mut repeats = Repeats::default();
        repeats.add(text, Segmenter::plain());
        repeats.add(&others, Segmenter::plain());
        let found: Vec<_> = repeats.found().into_iter().map(|repeat| repeat.text).collect();
        assert_eq!(found, ["无主管楼院"]);
    }
}
