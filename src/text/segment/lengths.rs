//! The words of a whole text, kept as the lengths of what it is made of.
//!
//! About one byte a word, so that the words of a set of ten thousand articles fit into memory and
//! into a file. What the words are is not decided here.

use std::ops::ControlFlow;

use memchr::memchr;
use rayon::prelude::*;

use super::Segmenter;
use crate::text::{ByteSpan, paragraph::span};

/// A text longer than this (in bytes) is segmented in parts, on all cores.
const PART: usize = 256 * 1024;
/// After so many words a place is noted from which one can begin to look.
const STRIDE: usize = 256;

/// Where every word, punctuation mark and white space of a text begins and ends.
///
/// Each is one number, twice its length in bytes, one more for white space; seven bits a byte, the
/// lowest first, the eighth set where the number goes on. They tile the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    lengths: Box<[u8]>,
    /// Every so often: a byte of the text, and where in `lengths` what begins there stands.
    stops: Box<[(u32, u32)]>,
    /// Length of the text in bytes.
    bytes: u32,
    /// How many words and marks there are.
    count: u32,
}

impl Words {
    /// The words of `text`; a long one is worked on by all cores.
    #[must_use]
    pub fn of(text: &str, segmenter: &Segmenter) -> Self {
        let parts = parts(text);
        let lengths: Vec<Vec<u8>> = match parts.as_slice() {
            [part] => vec![encode(part, segmenter)],
            parts => parts.par_iter().map(|part| encode(part, segmenter)).collect(),
        };
        Self::from_lengths(lengths.concat(), text).unwrap_or_else(|| Self::nothing(text))
    }

    /// What [`Self::as_bytes`] gave for the same text; `None` if these bytes cannot have come from
    /// it.
    #[must_use]
    pub fn from_lengths(lengths: Vec<u8>, text: &str) -> Option<Self> {
        let (mut at, mut from, mut entries, mut count) = (0_usize, 0_usize, 0_usize, 0_u32);
        let mut stops = Vec::with_capacity(lengths.len() / STRIDE + 1);
        while from < lengths.len() {
            if entries.is_multiple_of(STRIDE) {
                stops.push((u32::try_from(at).ok()?, u32::try_from(from).ok()?));
            }
            let (number, next) = number_at(&lengths, from)?;
            let length = usize::try_from(number >> 1).ok()?;
            at = at.checked_add(length)?;
            if length == 0 || !text.is_char_boundary(at) {
                return None;
            }
            count += u32::from(number & 1 == 0);
            from = next;
            entries += 1;
        }
        let bytes = u32::try_from(at).ok()?;
        (at == text.len()).then(|| Self {
            lengths: lengths.into_boxed_slice(),
            stops: stops.into_boxed_slice(),
            bytes,
            count,
        })
    }

    /// A text of which nothing is known: all of it one word.
    fn nothing(text: &str) -> Self {
        let bytes = u32::try_from(text.len()).unwrap_or(u32::MAX);
        let mut lengths = Vec::new();
        push_number(&mut lengths, u64::from(bytes) << 1);
        let stops = Box::new([(0, 0)]);
        Self { lengths: lengths.into_boxed_slice(), stops, bytes, count: 1 }
    }

    /// The numbers, for a file.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.lengths
    }

    /// How many words and punctuation marks there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count as usize
    }

    /// Whether they can be those of a text of that many bytes.
    #[must_use]
    pub fn fit(&self, bytes: usize) -> bool {
        self.bytes as usize == bytes
    }

    /// All words and marks, in order.
    #[must_use]
    pub fn all(&self) -> Vec<ByteSpan> {
        self.within(span(0..self.bytes as usize))
    }

    /// The words and marks that lie in `place` or reach into it, in order.
    #[must_use]
    pub fn within(&self, place: ByteSpan) -> Vec<ByteSpan> {
        let mut words = Vec::new();
        let (start, end) = (place.start().get(), place.end().get());
        let stop = self.stops.partition_point(|&(at, _)| at <= start).saturating_sub(1);
        let Some(&(at, from)) = self.stops.get(stop) else { return words };
        let _ = self.walk(at, from as usize, |word, is_word| {
            if word.start().get() >= end {
                return ControlFlow::Break(());
            }
            if is_word && word.end().get() > start {
                words.push(word);
            }
            ControlFlow::Continue(())
        });
        words
    }

    fn walk(
        &self,
        mut at: u32,
        mut from: usize,
        mut take: impl FnMut(ByteSpan, bool) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        while let Some((number, next)) = number_at(&self.lengths, from) {
            let end = at.saturating_add(u32::try_from(number >> 1).unwrap_or(u32::MAX));
            take(span(at as usize..end as usize), number & 1 == 0)?;
            (at, from) = (end, next);
        }
        ControlFlow::Continue(())
    }
}

/// `text` in parts of some length that end with a line, where no word goes on.
fn parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while rest.len() > PART {
        let Some(newline) = memchr(b'\n', &rest.as_bytes()[PART..]) else { break };
        let (part, after) = rest.split_at(PART + newline + 1);
        parts.push(part);
        rest = after;
    }
    parts.push(rest);
    parts
}

fn encode(text: &str, segmenter: &Segmenter) -> Vec<u8> {
    let mut lengths = Vec::with_capacity(text.len() / 5);
    let mut at = 0;
    let gap = |lengths: &mut Vec<u8>, from: usize, to: usize| {
        if from < to {
            push_number(lengths, ((to - from) as u64) << 1 | 1);
        }
    };
    for word in segmenter.words(text) {
        let word = word.range();
        gap(&mut lengths, at, word.start);
        push_number(&mut lengths, (word.len() as u64) << 1);
        at = word.end;
    }
    gap(&mut lengths, at, text.len());
    lengths
}

fn push_number(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    #[expect(clippy::cast_possible_truncation, reason = "seven bits are left")]
    bytes.push(number as u8);
}

/// The number that starts at `from`, and where the next one does.
fn number_at(bytes: &[u8], mut from: usize) -> Option<(u64, usize)> {
    let (mut number, mut shift) = (0_u64, 0);
    loop {
        let byte = *bytes.get(from)?;
        from += 1;
        // No text has 2^34 bytes: five groups of seven bits are enough.
        if shift > 28 {
            return None;
        }
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some((number, from));
        }
        shift += 7;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_long_text_in_parts_has_the_words_of_the_whole_in_a_byte_each() {
        let line = "柳岸区推进基层组织建设，“成效显著”。 97.1平方公里\n\n";
        let text = line.repeat(3 * PART / line.len());
        let segmenter = Segmenter::plain();
        let words = Words::of(&text, segmenter);
        let expected = segmenter.words(&text);
        assert_eq!(words.count(), expected.len());
        assert!(words.as_bytes().len() <= expected.len() + text.matches(['\n', ' ']).count());
        assert_eq!(words.all(), expected);
        // And so has any place in it.
        for at in (0..text.len()).step_by(text.len() / 37) {
            let place = span(at..(at + 100).min(text.len()));
            let there: Vec<_> =
                expected.iter().copied().filter(|word| word.overlaps(place)).collect();
            assert_eq!(words.within(place), there);
        }
    }

    proptest! {
        #[test]
        fn bytes_of_any_kind_are_read_or_refused(
            bytes in proptest::collection::vec(any::<u8>(), 0..40),
            text in "(党|建|a| |\n|𠮷){0,30}",
        ) {
            if let Some(words) = Words::from_lengths(bytes.clone(), &text) {
                prop_assert_eq!(words.as_bytes(), &bytes[..]);
                for word in words.all() {
                    prop_assert!(text.get(word.range()).is_some());
                }
            }
        }

        #[test]
        fn words_come_back_from_their_bytes(text in "(党建|设|a|，| |\n|𠮷){0,60}") {
            let words = Words::of(&text, Segmenter::plain());
            prop_assert_eq!(words.all(), Segmenter::plain().words(&text));
            let read = Words::from_lengths(words.as_bytes().to_vec(), &text);
            prop_assert_eq!(read, Some(words));
        }
    }
}
