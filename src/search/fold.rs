//! A text without what makes no difference to a search, and the way back to the text itself.
//!
//! Left out are width, case, the traditional forms of characters, whether a character is written in
//! one or in parts, the doubles that Unicode has of some, invisible characters, and white space,
//! except between two words of a language that divides words by it:
//!
//! ```text
//! text     以前開會\n  沒地方坐，ＣＢＤ Plus 建設
//! folded   以前开会没地方坐,cbd plus建设
//!
//! text     ⽂化 Cafe + U+0301 樂 (U+F914)
//! folded   文化café乐
//! ```
//!
//! So a phrase is found across the line in which a scan or a column broke it. The folded text has
//! bytes of its own; every 64th of them is known in the text, and from there the folding is done
//! once more up to the place that is asked for. That costs 6 % of the text's size and some ten
//! nanoseconds a place, where a table of all places would cost four bytes a character.

use super::simplified::Simplified;
use crate::text::{self, ByteOffset, ByteSpan};

/// Bytes of the folded text between two places that are known in the text.
const STRIDE: usize = 64;

/// One character of the folded text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FoldedPiece {
    pub(super) folded: char,
    /// What it stands for in the text, in bytes.
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Folds a text character by character.
#[derive(Clone, Debug)]
pub(super) struct Folding<'a> {
    text: &'a str,
    at: usize,
    simplified: &'static Simplified,
    /// Whether the last piece belongs to a word that white space would end.
    in_spaced_word: bool,
}

impl<'a> Folding<'a> {
    /// Folds `text` from byte `at`, which is its start or where a visible character starts.
    pub(super) fn new(text: &'a str, at: usize) -> Self {
        Self { text, at, simplified: Simplified::shared(), in_spaced_word: false }
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.text.get(at..)?.chars().next()
    }

    /// A Han character that stands here, with nothing behind it that might belong to it.
    ///
    /// Nearly all text is that, and it need not be looked at twice.
    fn plain_han(&mut self) -> Option<FoldedPiece> {
        let start = self.at;
        let &[lead @ 0xE4..=0xE9, second, third, ref rest @ ..] =
            self.text.as_bytes().get(start..)?
        else {
            return None;
        };
        // What is invisible, or an accent, starts with one of these.
        if matches!(rest.first(), Some(0xC2 | 0xCC | 0xCD | 0xE1 | 0xE2 | 0xEF | 0xF3)) {
            return None;
        }
        let bits = |byte: u8| u32::from(byte & 0x3F);
        let code = u32::from(lead & 0x0F) << 12 | bits(second) << 6 | bits(third);
        let folded = self.simplified.of(char::from_u32(code)?);
        self.at = start + 3;
        self.in_spaced_word = false;
        Some(FoldedPiece { folded, start, end: self.at })
    }

    /// The character that starts here with `c`, and where it ends: its accents and variation
    /// selectors belong to it.
    fn whole(&self, c: char) -> (char, usize) {
        let mut end = self.at + c.len_utf8();
        // Nearly always the next character is an ASCII or Han one.
        if !matches!(self.text.as_bytes().get(end), Some(0xC2..=0xE3 | 0xEF | 0xF3)) {
            return (c, end);
        }
        let (mut whole, mut in_parts) = (c, false);
        while let Some(next) = self.char_at(end) {
            if text::is_continued_by(whole, next) {
                in_parts = true;
            } else if !is_invisible(next) {
                break;
            }
            end += next.len_utf8();
            if in_parts {
                let parts = self.text.get(self.at..end).unwrap_or_default().chars();
                whole = text::composed(parts.filter(|&c| !is_invisible(c))).unwrap_or(c);
            }
        }
        (whole, end)
    }
}

impl Iterator for Folding<'_> {
    type Item = FoldedPiece;

    fn next(&mut self) -> Option<FoldedPiece> {
        if let Some(piece) = self.plain_han() {
            return Some(piece);
        }
        let mut space = None;
        let mut c = self.char_at(self.at)?;
        while is_left_out(c) {
            if c.is_whitespace() {
                space = space.or(Some(self.at));
            }
            self.at += c.len_utf8();
            c = self.char_at(self.at)?;
        }
        let start = self.at;
        let (c, end) = self.whole(c);
        let folded = fold_char(self.simplified, c);
        let spaced = is_of_spaced_word(folded);
        if let (Some(space), true, true) = (space, self.in_spaced_word, spaced) {
            self.in_spaced_word = false;
            return Some(FoldedPiece { folded: ' ', start: space, end: start });
        }
        self.in_spaced_word = spaced;
        self.at = end;
        Some(FoldedPiece { folded, start, end })
    }
}

/// What a character becomes; `None` for one that is left out.
pub(super) fn folded_char(c: char) -> Option<char> {
    (!is_left_out(c)).then(|| fold_char(Simplified::shared(), c))
}

fn fold_char(simplified: &Simplified, c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    if ('\u{3400}'..'\u{A000}').contains(&c) {
        return simplified.of(c);
    }
    let c = simplified.of(text::unified(text::fold_width(c)));
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(lower), None) => lower,
        _ => c,
    }
}

fn is_left_out(c: char) -> bool {
    match c {
        '\u{3001}'..='\u{D7FF}' | '!'..='~' => false,
        _ => c.is_whitespace() || is_invisible(c),
    }
}

/// Characters that nobody sees and nobody types into a search.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{AD}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{2069}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{E0100}'..='\u{E01EF}'
    )
}

/// Whether `c` is written in words with white space between them.
pub(super) fn is_of_spaced_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    let east_asian = matches!(c, '\u{2E80}'..='\u{A4CF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}');
    !east_asian && c.is_alphanumeric()
}

/// A range of a text's bytes as a span; a [`text::Text`] is never 4 GiB long.
pub(super) fn span_of(range: std::ops::Range<usize>) -> ByteSpan {
    let offset = |byte| ByteOffset::from_usize(byte).unwrap_or_default();
    ByteSpan::between(offset(range.start), offset(range.end))
}

/// What of a query makes a difference; empty if nothing does.
pub(super) fn fold_query(query: &str) -> String {
    Folding::new(query, 0).map(|piece| piece.folded).collect()
}

/// A text, folded for searching.
///
/// It does not hold the text itself, which every question about places must be given.
#[derive(Clone, Debug, Default)]
pub struct Folded {
    folded: String,
    /// Where in the text the first character at or after each [`STRIDE`] of the folded text starts;
    /// never a space, so that the folding can be taken up there.
    known: Vec<u32>,
}

impl Folded {
    /// Folds `text` (about 10 ns a character: not on the window's thread for a long one).
    ///
    /// Places from 4 GiB on are not kept: [`text::Text`] takes no longer text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut folded = String::with_capacity(text.len());
        let mut known = Vec::with_capacity(text.len() / STRIDE + 1);
        for piece in Folding::new(text, 0) {
            if folded.len() >= known.len() * STRIDE && piece.folded != ' ' {
                known.push(u32::try_from(piece.start).unwrap_or(u32::MAX));
            }
            folded.push(piece.folded);
        }
        folded.shrink_to_fit();
        known.shrink_to_fit();
        Self { folded, known }
    }

    /// The folded text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.folded
    }

    /// The span of `text` that stands folded from byte `start` to `end` (both between characters).
    pub(super) fn span_in(&self, text: &str, start: usize, end: usize) -> ByteSpan {
        let (mut at, folding) = self.resume(text, start);
        let mut span = (0, 0);
        for piece in folding {
            if at <= start {
                span.0 = piece.start;
            }
            span.1 = piece.end;
            at += piece.folded.len_utf8();
            if at >= end {
                break;
            }
        }
        span_of(span.0..span.1)
    }

    /// How many bytes of the folded text stand for what starts before `place` in `text`.
    pub(super) fn bytes_before(&self, text: &str, place: ByteOffset) -> usize {
        let known = self.known.partition_point(|&start| start < place.get()).saturating_sub(1);
        let (mut at, folding) = self.resume(text, known * STRIDE);
        for piece in folding.take_while(|piece| piece.start < place.to_usize()) {
            at += piece.folded.len_utf8();
        }
        at.min(self.folded.len())
    }

    /// The folding from the last known place at or before byte `at` of the folded text, and which
    /// byte that place is.
    fn resume<'a>(&self, text: &'a str, at: usize) -> (usize, Folding<'a>) {
        let mut known = at / STRIDE;
        loop {
            let mut start = self.folded.ceil_char_boundary(known * STRIDE);
            if self.folded.as_bytes().get(start) == Some(&b' ') {
                start += 1;
            }
            match (self.known.get(known), known) {
                (Some(&place), _) if start <= at || known == 0 => {
                    return (start, Folding::new(text, place as usize));
                }
                (_, 0) => return (0, Folding::new(text, 0)),
                _ => known -= 1,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_makes_no_difference_is_folded_away() {
        let folded = |text: &str| Folded::new(text).folded;
        assert_eq!(
            folded("以前開會\n　　沒地方坐，ＣＢＤ Plus 建設"),
            "以前开会没地方坐,cbd plus建设"
        );
        assert_eq!(folded("2019\n年 3 月 ，5 G"), "2019年3月,5 g");
        assert_eq!(folded(" \u{FEFF}葛\u{E0100}洲\u{200B}坝 \n"), "葛洲坝");
        assert_eq!(folded("ÄΣ İ\tß"), "äσ İ ß");
        assert_eq!(folded(" \n\u{3000}"), "");
    }

    #[test]
    fn however_a_character_is_written_it_is_one() {
        let folded = |text: &str| Folded::new(text).folded;
        for (one, other) in [
            ("Café", "Cafe\u{301}"),
            ("ệ", "e\u{302}\u{323}"),
            ("ệ", "\u{EA}\u{323}"),
            ("が한", "か\u{3099}\u{1112}\u{1161}\u{11AB}"),
            ("文化见龙", "⽂化⻅⿓"),
            ("快乐丽", "快\u{F914}\u{2F800}"),
            ("Å", "\u{212B}"),
            ("x文", "x\u{302}文\u{20DD}"),
        ] {
            assert_eq!(folded(one), folded(other));
            assert_eq!(folded(one).chars().count(), one.chars().count());
        }
        assert_ne!(folded("e\u{301}"), folded("e"));
    }

    proptest! {
        #[test]
        fn every_place_is_found_again_in_the_text(
            text in "([一-龥]|[黨區Ａａ，。\n 　]|[a-z]|𠮷|[⽂⻅\u{F914}\u{2F800}]|[eéか한\u{1112}\u{1161}\u{301}\u{302}\u{323}\u{3099}]|\u{FE0F}|\u{200B}|\\PC){0,300}",
        ) {
            let folded = Folded::new(&text);
            let pieces: Vec<FoldedPiece> = Folding::new(&text, 0).collect();
            let mut at = 0;
            for piece in &pieces {
                let end = at + piece.folded.len_utf8();
                let span = folded.span_in(&text, at, end);
                prop_assert_eq!(span.range(), piece.start..piece.end);
                prop_assert_eq!(folded.bytes_before(&text, span.start()), at);
                at = end;
            }
            prop_assert_eq!(at, folded.as_str().len());
            // Over everything between.
            if let (Some(first), Some(last)) = (pieces.first(), pieces.last()) {
                let all = folded.span_in(&text, 0, at);
                prop_assert_eq!(all.range(), first.start..last.end);
            }
            let len = ByteOffset::from_usize(text.len()).expect("short");
            prop_assert_eq!(folded.bytes_before(&text, len), at);
        }
    }
}
