//! The one place where bytes become characters and characters bytes.

use super::{ByteOffset, ByteSpan, CharOffset, CharSpan, first_characters, last_characters};

/// Bytes between two checkpoints: 1.6 % of the text's size, and a count that fits a cache line or two.
const STRIDE: usize = 256;

/// How many characters stand before every 256th byte of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextIndex {
    /// `checkpoints[k]` characters start in the first `k * STRIDE` bytes.
    checkpoints: Box<[u32]>,
    chars: u32,
}

impl TextIndex {
    /// Counts the characters of `text`; `None` if it is 4 GiB or longer.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        u32::try_from(text.len()).ok()?;
        let mut checkpoints = Vec::with_capacity(text.len() / STRIDE + 1);
        let mut chars = 0;
        for block in text.as_bytes().chunks(STRIDE) {
            checkpoints.push(chars);
            chars += count_starts(block);
        }
        checkpoints.push(chars);
        Some(Self { checkpoints: checkpoints.into(), chars })
    }

    /// The characters before `byte`; `None` outside `text` or inside a character.
    fn char_of(&self, text: &str, byte: ByteOffset) -> Option<CharOffset> {
        let byte = byte.to_usize();
        if !text.is_char_boundary(byte) {
            return None;
        }
        let block = byte / STRIDE;
        let rest = text.as_bytes().get(block * STRIDE..byte)?;
        Some(CharOffset::new(self.checkpoints.get(block)? + count_starts(rest)))
    }

    /// The bytes before `char`; `None` beyond the end of `text`.
    fn byte_of(&self, text: &str, char: CharOffset) -> Option<ByteOffset> {
        if char.get() > self.chars {
            return None;
        }
        let block =
            self.checkpoints.partition_point(|&before| before <= char.get()).checked_sub(1)?;
        let mut left = char.get() - self.checkpoints.get(block)?;
        let bytes = text.as_bytes();
        // The last checkpoint stands for the end of the text, wherever in its block that is.
        let mut byte = (block * STRIDE).min(bytes.len());
        while let Some(&unit) = bytes.get(byte) {
            if is_start(unit) {
                if left == 0 {
                    break;
                }
                left -= 1;
            }
            byte += 1;
        }
        ByteOffset::from_usize(byte)
    }
}

fn is_start(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

fn count_starts(bytes: &[u8]) -> u32 {
    let starts = bytes.iter().filter(|&&byte| is_start(byte)).count();
    u32::try_from(starts).unwrap_or(u32::MAX)
}

/// A decoded text (BOM removed, CRLF → LF) with its index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    content: Box<str>,
    index: TextIndex,
}

impl Text {
    /// Takes over `content`; `None` if it is 4 GiB or longer.
    #[must_use]
    pub fn new(content: impl Into<Box<str>>) -> Option<Self> {
        let content = content.into();
        let index = TextIndex::new(&content)?;
        Some(Self { content, index })
    }

    /// The whole text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.content
    }

    /// The position after the last character, in characters: the text's length.
    #[must_use]
    pub fn char_len(&self) -> CharOffset {
        CharOffset::new(self.index.chars)
    }

    /// The position after the last byte.
    #[must_use]
    pub fn byte_len(&self) -> ByteOffset {
        ByteOffset::from_usize(self.content.len()).unwrap_or_default()
    }

    /// The characters before `byte`; `None` outside the text or inside a character.
    #[must_use]
    pub fn char_of(&self, byte: ByteOffset) -> Option<CharOffset> {
        self.index.char_of(&self.content, byte)
    }

    /// The bytes before `char`; `None` beyond the end.
    #[must_use]
    pub fn byte_of(&self, char: CharOffset) -> Option<ByteOffset> {
        self.index.byte_of(&self.content, char)
    }

    /// The same span in bytes; `None` if it reaches beyond the end.
    #[must_use]
    pub fn byte_span(&self, span: CharSpan) -> Option<ByteSpan> {
        ByteSpan::new(self.byte_of(span.start())?, self.byte_of(span.end())?)
    }

    /// The same span in characters; `None` outside the text or inside a character.
    #[must_use]
    pub fn char_span(&self, span: ByteSpan) -> Option<CharSpan> {
        CharSpan::new(self.char_of(span.start())?, self.char_of(span.end())?)
    }

    /// The text of a span in bytes; `None` outside the text or inside a character.
    #[must_use]
    pub fn slice(&self, span: ByteSpan) -> Option<&str> {
        self.content.get(span.range())
    }

    /// The text of a span in characters; `None` if it reaches beyond the end.
    #[must_use]
    pub fn slice_chars(&self, span: CharSpan) -> Option<&str> {
        self.slice(self.byte_span(span)?)
    }

    /// What stands before and behind a span, at most so many characters, none of those that a reader
    /// sees as one in part; `None` if it reaches beyond the end.
    #[must_use]
    pub fn around(&self, span: CharSpan, most: usize) -> Option<(&str, &str)> {
        let place = self.byte_span(span)?.range();
        let (before, after) = (self.content.get(..place.start)?, self.content.get(place.end..)?);
        Some((last_characters(before, most), first_characters(after, most)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_stands_around_a_span_is_cut_between_characters() {
        let text = Text::new("建👩\u{200D}👧党员🇨🇳区".to_owned()).expect("short");
        let span = CharSpan::new(CharOffset::new(4), CharOffset::new(6)).expect("in order");
        assert_eq!(text.around(span, 4), Some(("建👩\u{200D}👧", "🇨🇳区")));
        assert_eq!(text.around(span, 3), Some(("👩\u{200D}👧", "🇨🇳区")));
        assert_eq!(text.around(span, 2), Some(("", "🇨🇳")));
        assert_eq!(text.around(span, 1), Some(("", "")));
    }

    proptest! {
        #[test]
        fn every_boundary_converts_both_ways(content in "(\\PC|\n|𠮷|😀|党建){0,400}") {
            let text = Text::new(content.as_str()).expect("short");
            for (chars, (byte, _)) in content.char_indices().enumerate() {
                let byte = ByteOffset::from_usize(byte).expect("short");
                let char = CharOffset::from_usize(chars).expect("short");
                prop_assert_eq!(text.char_of(byte), Some(char));
                prop_assert_eq!(text.byte_of(char), Some(byte));
            }
            prop_assert_eq!(text.byte_of(text.char_len()), Some(text.byte_len()));
            prop_assert_eq!(text.char_of(text.byte_len()), Some(text.char_len()));
        }
    }

    #[test]
    fn positions_outside_or_inside_a_character_are_refused() {
        let text = Text::new("党建").expect("short");
        assert_eq!(text.char_of(ByteOffset::new(1)), None);
        assert_eq!(text.char_of(ByteOffset::new(7)), None);
        assert_eq!(text.byte_of(CharOffset::new(3)), None);
    }
}
