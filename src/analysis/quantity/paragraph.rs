//! A paragraph as it is read, character by character, and where each stands in the article.
//!
//! What columns and captions tore apart is put together ([`Flow`]); a space between a digit and Han
//! characters is passed over.

use std::ops::Range;

use crate::text::{ByteOffset, ByteSpan, Flow, LineKind, fold_width};

/// One paragraph.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    /// The characters, folded to half width and lower case.
    pub(super) folded: Vec<char>,
    /// The same as they are written.
    pub(super) written: Vec<char>,
    /// Where each starts in the article.
    starts: Vec<u32>,
    /// What is read a second time: another printing, or an opening said again.
    again: Vec<bool>,
    /// Characters inside names: what is counted there counts nothing.
    pub(super) named: Vec<bool>,
}

impl Paragraph {
    /// The paragraphs of a text in the order in which they are read.
    pub(super) fn all(text: &str, flow: &Flow) -> Vec<Self> {
        let mut all = Vec::with_capacity(flow.paragraphs().len());
        for paragraph in flow.paragraphs() {
            let mut read = Self::default();
            for piece in flow.pieces().get(paragraph.pieces.clone()).unwrap_or_default() {
                let again = piece.twin.is_some() || paragraph.kind == LineKind::Echo;
                read.push(text, piece.span, again);
            }
            read.named = vec![false; read.folded.len()];
            all.push(read);
        }
        all
    }

    fn push(&mut self, text: &str, span: ByteSpan, again: bool) {
        let Some(slice) = text.get(span.range()) else { return };
        let mut chars = slice.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            if c.is_whitespace() {
                let before = self.written.last().copied().unwrap_or('\0');
                let after = chars.peek().map_or('\0', |&(_, next)| next);
                let is_number = |c: char| fold_width(c).is_ascii_digit();
                let is_han = |c: char| !c.is_ascii() && c.is_alphabetic();
                if is_number(before) && is_han(after) || is_han(before) && is_number(after) {
                    continue;
                }
            }
            self.folded.push(fold_width(c));
            self.written.push(c);
            self.starts.push(span.start().get() + u32::try_from(at).unwrap_or(u32::MAX));
            self.again.push(again);
        }
    }

    /// Where the characters of `range` stand in the article: one span, or several where the
    /// paragraph was torn.
    pub(super) fn places(&self, range: Range<usize>) -> Vec<ByteSpan> {
        let mut places: Vec<(u32, u32)> = Vec::new();
        for at in range {
            let (Some(&start), Some(c)) = (self.starts.get(at), self.written.get(at)) else {
                break;
            };
            let end = start + u32::try_from(c.len_utf8()).unwrap_or(4);
            match places.last_mut() {
                // A space that is passed over does not tear.
                Some(last) if start >= last.1 && start - last.1 <= 3 => last.1 = end,
                _ => places.push((start, end)),
            }
        }
        let offset = |at: u32| ByteOffset::from_usize(at as usize);
        let span = |(start, end)| Some(ByteSpan::between(offset(start)?, offset(end)?));
        places.into_iter().filter_map(span).collect()
    }

    /// Whether what stands at `at` is read a second time.
    pub(super) fn is_again(&self, at: usize) -> bool {
        self.again.get(at).copied().unwrap_or_default()
    }

    /// The character at `at`, folded.
    pub(super) fn at(&self, at: usize) -> char {
        self.folded.get(at).copied().unwrap_or('\0')
    }

    /// The character before `at`, folded.
    pub(super) fn before(&self, at: usize) -> char {
        at.checked_sub(1).map_or('\0', |at| self.at(at))
    }

    /// What is written in `range`.
    pub(super) fn text(&self, range: Range<usize>) -> String {
        self.written.get(range).unwrap_or_default().iter().collect()
    }

    /// Whether `word` stands at `at`, folded.
    pub(super) fn has(&self, at: usize, word: &str) -> bool {
        let mut chars = self.folded.get(at..).unwrap_or_default().iter();
        word.chars().all(|c| chars.next() == Some(&c))
    }

    /// Whether `word` ends at `at`, folded.
    pub(super) fn ends(&self, at: usize, word: &str) -> bool {
        at.checked_sub(word.chars().count()).is_some_and(|start| self.has(start, word))
    }
}
