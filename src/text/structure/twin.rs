//! Blocks that a page prints twice.
//!
//! Two printings are the same if their Han characters, letters and digits are; the earlier one may
//! stand anywhere, in the middle of a line or over several. One pass over the text with a rolling
//! hash finds where a line's first characters stand; only there the two are compared.

use std::collections::HashMap;

use super::{Judgements, Line};
use crate::text::{ByteOffset, ByteSpan, fold_width, whole_characters};

/// Characters hashed together; texts that have fewer repeat by chance.
const WINDOW: usize = 16;
const BASE: u64 = 0x9E37_79B9_7F4A_7C15;
/// Bits of the table that says where it is worth looking closer.
const FILTER_BITS: usize = 1 << 18;

/// The characters of `text` that count, each with the byte it starts at.
fn folded(text: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    text.char_indices().filter(|&(_, c)| counts(c)).map(|(at, c)| (at, fold_width(c)))
}

/// Whether a character is more than punctuation; quick for what Chinese text consists of.
fn counts(c: char) -> bool {
    match c {
        '\u{4E00}'..='\u{9FFF}' => true,
        '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{3020}' | '\u{2000}'..='\u{206F}' => false,
        _ => c.is_alphanumeric(),
    }
}

/// A hash of the last [`WINDOW`] characters, moved on one by one.
struct Rolling {
    hash: u64,
    /// `BASE` to the power of `WINDOW`.
    leaving: u64,
    ring: [(usize, u64); WINDOW],
    seen: usize,
}

impl Rolling {
    fn new() -> Self {
        let leaving = (0..WINDOW).fold(1_u64, |power, _| power.wrapping_mul(BASE));
        Self { hash: 0, leaving, ring: [(0, 0); WINDOW], seen: 0 }
    }

    /// Takes in one character; the byte at which the window starts and its hash, once it is full.
    fn push(&mut self, at: usize, c: char) -> Option<(usize, u64)> {
        let value = u64::from(u32::from(c)) + 1;
        let slot = self.seen % WINDOW;
        let left = self.ring.get(slot).map_or(0, |&(_, left)| left);
        if let Some(entry) = self.ring.get_mut(slot) {
            *entry = (at, value);
        }
        self.hash = self
            .hash
            .wrapping_mul(BASE)
            .wrapping_add(value)
            .wrapping_sub(left.wrapping_mul(self.leaving));
        self.seen += 1;
        if self.seen < WINDOW {
            return None;
        }
        self.ring.get(self.seen % WINDOW).map(|&(start, _)| (start, mixed(self.hash)))
    }
}

fn mixed(hash: u64) -> u64 {
    (hash ^ (hash >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9)
}

fn filter_bit(hash: u64) -> usize {
    // The upper bits: 18 of them fit everywhere.
    usize::try_from(hash >> 46).unwrap_or(0) % FILTER_BITS
}

/// Finds for each line the first earlier printing of its text.
pub(super) fn find(text: &str, lines: &mut [Line], judgements: &Judgements) {
    let mut filter = vec![0_u64; FILTER_BITS / 64];
    // Lines that begin alike, last first, so that those already passed can be dropped at the end.
    let mut waiting: HashMap<u64, Vec<usize>> = HashMap::new();
    for (index, line) in lines.iter().enumerate().rev() {
        let is_refused = judgements.get(&line.number).is_some_and(|said| said.no_twin);
        // Headlines, captions and echoes repeat the text on purpose; an interviewer asks again.
        if is_refused || !line.kind.is_running() || line.turn > 0 {
            continue;
        }
        let Some(hash) = first_window(&text[line.content.range()]) else { continue };
        waiting.entry(hash).or_default().push(index);
        if let Some(word) = filter.get_mut(filter_bit(hash) / 64) {
            *word |= 1 << (filter_bit(hash) % 64);
        }
    }
    if waiting.is_empty() {
        return;
    }
    let mut rolling = Rolling::new();
    // Text that begins alike in many places must not cost more than reading it a few times.
    let mut budget = text.len().saturating_mul(2);
    for (at, c) in folded(text) {
        let Some((start, hash)) = rolling.push(at, c) else { continue };
        let bit = filter_bit(hash);
        if filter.get(bit / 64).is_none_or(|word| word & (1 << (bit % 64)) == 0) {
            continue;
        }
        let Some(same) = waiting.get_mut(&hash) else { continue };
        while same
            .last()
            .and_then(|&index| lines.get(index))
            .is_some_and(|line| line.content.start().to_usize() <= start)
        {
            same.pop();
        }
        same.retain(|&index| {
            let Some(line) = lines.get_mut(index) else { return false };
            if budget == 0 {
                return false;
            }
            let (found, cost) = printed_at(text, start, line.content);
            budget = budget.saturating_sub(cost);
            line.twin = found;
            found.is_none()
        });
    }
}

/// The hash of a line's first characters; `None` for a line too short to be a second printing.
fn first_window(content: &str) -> Option<u64> {
    let mut rolling = Rolling::new();
    folded(content).find_map(|(at, c)| rolling.push(at, c)).map(|(_, hash)| hash)
}

/// Where the text of `line` is printed from byte `start` on, before the line itself; and how many
/// bytes were looked at.
fn printed_at(text: &str, start: usize, line: ByteSpan) -> (Option<ByteSpan>, usize) {
    let content = &text[line.range()];
    let until = line.start().to_usize();
    let mut earlier = folded(&text[start..until]);
    let (mut end, mut last) = (start, 0);
    for (at, c) in folded(content) {
        match earlier.next() {
            Some((place, same)) if same == c => {
                end = start + place + same_len(text, start + place);
                last = at + same_len(content, at);
            }
            _ => return (None, at + 1),
        }
    }
    // The marks around it belong to it where they are the same.
    let behind = std::iter::zip(text[end..until].chars(), content[last..].chars());
    for (mark, same) in behind {
        if fold_width(mark) != fold_width(same) {
            break;
        }
        end += mark.len_utf8();
    }
    let first = folded(content).next().map_or(0, |(at, _)| at);
    let mut begin = start;
    for (mark, same) in std::iter::zip(text[..start].chars().rev(), content[..first].chars().rev())
    {
        if fold_width(mark) != fold_width(same) {
            break;
        }
        begin -= mark.len_utf8();
    }
    let offset = |byte| ByteOffset::from_usize(byte).unwrap_or(line.start());
    let found = ByteSpan::between(offset(begin), offset(end));
    let whole = whole_characters(text, found)
        .intersection(ByteSpan::between(ByteOffset::ZERO, line.start()));
    (whole, content.len())
}

fn same_len(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(0, char::len_utf8)
}
