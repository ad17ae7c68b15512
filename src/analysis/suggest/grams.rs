//! What a sentence is for the learner: the characters in it and the pairs of neighbouring ones, each
//! once.
//!
//! Folded for width and case; a figure, whatever it says, is one symbol; white space is skipped. Measured
//! against words, longer strings and frequencies over public sets of labelled sentences, this is what
//! learns most from few examples. Not for counting: how often something stands there is not kept.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
    ops::Range,
};

use crate::text::fold_width;

/// One string of one or two symbols, as a number: the first symbol in the upper half, 0 where there is
/// none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Gram(u64);

/// What is known of strings.
pub(super) type GramMap<V> = HashMap<Gram, V, BuildHasherDefault<GramHasher>>;

/// Spreads the numbers of strings; nobody chooses them to do harm.
#[derive(Clone, Debug, Default)]
pub(super) struct GramHasher(u64);

impl Hasher for GramHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }

    fn write_u64(&mut self, number: u64) {
        // Fibonacci hashing (Knuth, vol. 3, 6.4); the low bits choose the place, the high ones are mixed.
        let mixed = (self.0 ^ number).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = mixed ^ (mixed >> 32);
    }
}

/// What stands for every figure.
const FIGURE: char = '0';

impl Gram {
    fn of_one(symbol: char) -> Self {
        Self(u64::from(symbol))
    }

    fn of_two(first: char, second: char) -> Self {
        Self(u64::from(first) << 32 | u64::from(second))
    }

    /// As a number.
    pub(super) fn to_u64(self) -> u64 {
        self.0
    }

    /// Of the number of one.
    pub(super) fn from_u64(number: u64) -> Self {
        Self(number)
    }

    /// The string, folded; a figure in it reads `0`.
    #[must_use]
    pub fn text(self) -> String {
        let symbol = |half: u64| u32::try_from(half).ok().and_then(char::from_u32);
        let [first, second] = [self.0 >> 32, self.0 & 0xFFFF_FFFF];
        symbol(first).filter(|_| first > 0).into_iter().chain(symbol(second)).collect()
    }
}

/// Hands every gram of `text` to `take`, as often as it stands there, with its place in bytes.
pub fn each_gram(text: &str, mut take: impl FnMut(Gram, Range<usize>)) {
    let mut before: Option<(char, usize)> = None;
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let mut symbol = fold_width(c);
        if symbol.is_whitespace() {
            continue;
        }
        let mut end = start + c.len_utf8();
        if symbol.is_ascii_digit() {
            symbol = FIGURE;
            // `1,200`, `3.5` and `１２` are one figure; what stands behind its last digit is not.
            let mut ahead = chars.clone();
            while let Some((at, next)) = ahead.next() {
                match fold_width(next) {
                    '0'..='9' => {
                        end = at + next.len_utf8();
                        chars = ahead.clone();
                    }
                    ',' | '.'
                        if ahead.peek().is_some_and(|(_, c)| fold_width(*c).is_ascii_digit()) => {}
                    _ => break,
                }
            }
        }
        take(Gram::of_one(symbol), start..end);
        if let Some((first, from)) = before {
            take(Gram::of_two(first, symbol), from..end);
        }
        before = Some((symbol, start));
    }
}

/// The grams of `text`, each once, in order of their numbers.
#[must_use]
pub fn grams(text: &str) -> Vec<Gram> {
    let mut found = Vec::with_capacity(text.len());
    each_gram(text, |gram, _| found.push(gram));
    found.sort_unstable();
    found.dedup();
    found
}
