//! A text reduced to what tells formulas apart: Han, letters and digits, folded; with their places.
//!
//! 不忘初心、牢记使命 and 不忘初心 牢记使命 are the same letters, and so is what a line break tears.

use crate::text::{ByteOffset, ByteSpan, fold_width, is_cjk};

/// Marks that end what can be one formula.
fn is_end(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '；' | '：' | '!' | '?' | ';' | ':' | '…' | '—')
}

/// The letters of a text.
#[derive(Clone, Debug, Default)]
pub(super) struct FormulaLetters {
    pub(super) chars: Vec<char>,
    /// Where each starts in the text.
    starts: Vec<u32>,
    /// Whether a clause ends before it: a mark, or a blank line.
    pub(super) breaks: Vec<bool>,
    /// Whether any mark, quote or white space stands before it.
    pub(super) parted: Vec<bool>,
}

impl FormulaLetters {
    pub(super) fn of(text: &str) -> Self {
        let mut letters = Self::default();
        let (mut breaks, mut parted, mut lines) = (true, true, 0);
        for (at, c) in text.char_indices() {
            let folded = fold_width(c);
            if is_cjk(c) && c.is_alphanumeric() || folded.is_ascii_alphanumeric() {
                letters.chars.push(folded);
                letters.starts.push(u32::try_from(at).unwrap_or(u32::MAX));
                letters.breaks.push(breaks);
                letters.parted.push(parted);
                (breaks, parted, lines) = (false, false, 0);
                continue;
            }
            parted = true;
            lines += usize::from(c == '\n');
            // One line end may only tear a formula; two part paragraphs.
            breaks |= is_end(c) || matches!(folded, ',' | '(' | ')') || lines > 1;
        }
        letters
    }

    /// Where the letters `from..to` stand in `text`, from the first to the last.
    pub(super) fn span(&self, text: &str, from: usize, to: usize) -> Option<ByteSpan> {
        let start = *self.starts.get(from)?;
        let last = *self.starts.get(to.checked_sub(1)?)? as usize;
        let len = text.get(last..)?.chars().next()?.len_utf8();
        let offset = |at: usize| ByteOffset::from_usize(at);
        Some(ByteSpan::between(offset(start as usize)?, offset(last + len)?))
    }

    /// Which letters stand in the bytes `from..to` of the text.
    pub(super) fn within(&self, from: usize, to: usize) -> std::ops::Range<usize> {
        let at = |byte: usize| self.starts.partition_point(|&start| (start as usize) < byte);
        at(from)..at(to)
    }
}

/// The letters of a formula as it was typed.
pub(super) fn letters_of(text: &str) -> String {
    FormulaLetters::of(text).chars.into_iter().collect()
}
