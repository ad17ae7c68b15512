//! Paragraphs: the lines of a text, with or without something in them.
//!
//! A paragraph is what stands between two `\n`. Joining what columns and pages broke is not done
//! here.

use std::ops::Range;

use memchr::{memchr, memchr_iter, memrchr};

use super::{ByteOffset, ByteSpan};

/// Every line of `text` without its line break, blank ones too.
///
/// A text that ends in a line break has one empty paragraph behind it, where a caret can stand.
pub fn paragraphs(text: &str) -> impl Iterator<Item = ByteSpan> + '_ {
    let mut start = 0;
    memchr_iter(b'\n', text.as_bytes()).chain([text.len()]).map(move |end| {
        let line = start..end;
        start = end + 1;
        span(line)
    })
}

/// The line that holds `at`, without its line break.
///
/// The position before a `\n` belongs to the line it ends; one outside the text counts as its end.
#[must_use]
pub fn paragraph_at(text: &str, at: ByteOffset) -> ByteSpan {
    span(line_around(text, floor(text, at)))
}

/// The bytes of the line that holds the byte `at`, which must not be beyond the end of `text`.
pub(super) fn line_around(text: &str, at: usize) -> Range<usize> {
    let (before, after) = text.as_bytes().split_at(at);
    let start = memrchr(b'\n', before).map_or(0, |newline| newline + 1);
    let end = memchr(b'\n', after).map_or(text.len(), |newline| at + newline);
    start..end
}

/// `at` as an index that can be sliced at: offsets may come from files and point anywhere.
pub(super) fn floor(text: &str, at: ByteOffset) -> usize {
    text.floor_char_boundary(at.to_usize())
}

/// A range of bytes as a span.
///
/// A [`super::Text`] is never 4 GiB long, so nothing is cut off here.
pub(super) fn span(range: Range<usize>) -> ByteSpan {
    let offset = |byte| ByteOffset::from_usize(byte).unwrap_or(ByteOffset::new(u32::MAX));
    ByteSpan::between(offset(range.start), offset(range.end))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn lines(text: &str) -> Vec<&str> {
        paragraphs(text).map(|line| &text[line.range()]).collect()
    }

    #[test]
    fn blank_lines_are_paragraphs_too() {
        assert_eq!(lines("标题\n\n　正文"), ["标题", "", "　正文"]);
        assert_eq!(lines("正文\n"), ["正文", ""]);
        assert_eq!(lines(""), [""]);
    }

    #[test]
    fn a_position_outside_or_inside_a_character_still_has_a_paragraph() {
        let text = "甲\n乙";
        assert_eq!(&text[paragraph_at(text, ByteOffset::new(99)).range()], "乙");
        assert_eq!(&text[paragraph_at(text, ByteOffset::new(1)).range()], "甲");
    }

    proptest! {
        #[test]
        fn each_position_lies_in_the_paragraph_found_for_it(text in "(党|建| |\n){0,40}") {
            for line in paragraphs(&text) {
                for at in line.start().get()..=line.end().get() {
                    prop_assert_eq!(paragraph_at(&text, ByteOffset::new(at)), line);
                }
            }
            prop_assert_eq!(lines(&text), text.split('\n').collect::<Vec<_>>());
        }
    }
}
