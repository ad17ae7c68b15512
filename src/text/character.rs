//! Characters as a reader sees them: Unicode's extended grapheme clusters (UAX 29).
//!
//! A base with its marks, an ideograph with its variation selector, a family of emoji, a flag, the
//! letters of a Hangul syllable. Nothing may be cut within one: a word, a selection, a line.
//! Positions elsewhere count Unicode scalar values; these functions say which of them stand between
//! two characters. Nearly all text is Han characters and plain marks, which need no table.

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation as _};

use super::{
    ByteOffset, ByteSpan,
    paragraph::{floor, span},
};

/// Where the character behind `at` ends; `at` itself at the end of the text.
#[must_use]
pub fn next_character(text: &str, at: ByteOffset) -> ByteOffset {
    let at = floor(text, at);
    let next = text[at..].chars().next().map_or(at, |c| at + c.len_utf8());
    offset(ceil_character(text, next))
}

/// Where the character before `at` starts; the start of the text if there is none.
#[must_use]
pub fn previous_character(text: &str, at: ByteOffset) -> ByteOffset {
    let at = floor(text, at);
    let before = text[..at].chars().next_back().map_or(at, |c| at - c.len_utf8());
    offset(floor_character(text, before))
}

/// Whether the byte `at`, which is a scalar value's start or the end, stands between two characters.
#[must_use]
pub fn is_between_characters(text: &str, at: usize) -> bool {
    let (before, after) = text.split_at(at);
    let (Some(before), Some(after)) = (before.chars().next_back(), after.chars().next()) else {
        return true;
    };
    if is_plain(before) && is_plain(after) {
        return true;
    }
    GraphemeCursor::new(at, text.len(), true).is_boundary(text, 0).unwrap_or(true)
}

/// The start of the character that the byte `at` stands in; `at` itself between two.
#[must_use]
pub fn floor_character(text: &str, at: usize) -> usize {
    let at = text.floor_char_boundary(at);
    if is_between_characters(text, at) {
        return at;
    }
    let mut cursor = GraphemeCursor::new(at, text.len(), true);
    cursor.prev_boundary(text, 0).ok().flatten().unwrap_or(0)
}

/// The end of the character that the byte `at` stands in; `at` itself between two.
#[must_use]
pub fn ceil_character(text: &str, at: usize) -> usize {
    let at = text.ceil_char_boundary(at);
    if is_between_characters(text, at) {
        return at;
    }
    let mut cursor = GraphemeCursor::new(at, text.len(), true);
    cursor.next_boundary(text, 0).ok().flatten().unwrap_or(text.len())
}

/// `place` with the whole of the characters that its ends stand in.
#[must_use]
pub fn whole_characters(text: &str, place: ByteSpan) -> ByteSpan {
    let (start, end) = (place.start().to_usize(), place.end().to_usize());
    span(floor_character(text, start)..ceil_character(text, end))
}

/// The first characters of `text`, as many as have at most `most` scalar values.
#[must_use]
pub fn first_characters(text: &str, most: usize) -> &str {
    let end = text.char_indices().nth(most).map_or(text.len(), |(at, _)| at);
    &text[..floor_character(text, end)]
}

/// The last characters of `text`, as many as have at most `most` scalar values.
#[must_use]
pub fn last_characters(text: &str, most: usize) -> &str {
    let cut = most.checked_sub(1).map(|last| text.char_indices().rev().nth(last));
    let start = cut.map_or(text.len(), |at| at.map_or(0, |(at, _)| at));
    &text[ceil_character(text, start)..]
}

/// Which scalar values of `text`, counted from 0, go on with the character of the one before.
#[must_use]
pub fn inside_characters(text: &str) -> Vec<usize> {
    let mut inside = Vec::new();
    if text.chars().all(is_plain) {
        return inside;
    }
    let mut at = 0;
    for character in text.graphemes(true) {
        let count = character.chars().count();
        inside.extend(at + 1..at + count);
        at += count;
    }
    inside
}

/// Whether `c` goes on with whatever character stands before it: a mark, a joiner, a selector.
pub(super) fn is_extending(c: char) -> bool {
    if is_plain(c) {
        return false;
    }
    let pair = ['a', c].iter().collect::<String>();
    !GraphemeCursor::new(1, pair.len(), true).is_boundary(&pair, 0).unwrap_or(true)
}

/// Whether between `c` and another of its kind there is always a character's border.
const fn is_plain(c: char) -> bool {
    matches!(c,
        '\u{4E00}'..='\u{9FFF}'
        | '\u{3000}'..='\u{3029}'
        | '\u{FF01}'..='\u{FF5E}'
        | ' '..='~'
        | '\n' | '\t'
        | '\u{2010}'..='\u{2027}'
        | '\u{3400}'..='\u{4DBF}')
}

fn offset(byte: usize) -> ByteOffset {
    span(byte..byte).start()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The text cut at every stop of the caret.
    fn characters(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        let mut start = ByteOffset::ZERO;
        while start.to_usize() < text.len() {
            let end = next_character(text, start);
            found.push(&text[start.to_usize()..end.to_usize()]);
            start = end;
        }
        found
    }

    #[test]
    fn what_a_reader_sees_as_one_stays_one() {
        assert_eq!(characters("党建e\u{301}"), ["党", "建", "e\u{301}"]);
        assert_eq!(characters("葛\u{E0100}葛"), ["葛\u{E0100}", "葛"]);
        assert_eq!(characters("👩\u{200D}👧好"), ["👩\u{200D}👧", "好"]);
        assert_eq!(characters("👍🏽❤\u{FE0F}"), ["👍🏽", "❤\u{FE0F}"]);
        assert_eq!(characters("🇨🇳🇭🇰1\u{FE0F}\u{20E3}"), ["🇨🇳", "🇭🇰", "1\u{FE0F}\u{20E3}"]);
        assert_eq!(characters("\u{1112}\u{1161}\u{11AB}글"), ["\u{1112}\u{1161}\u{11AB}", "글"]);
        // A mark at the start of a line has nothing to stand on.
        assert_eq!(characters("党\n\u{301}建"), ["党", "\n", "\u{301}", "建"]);
    }

    #[test]
    fn what_is_cut_to_length_is_cut_between_characters() {
        let text = "党👩\u{200D}👧建";
        assert_eq!(first_characters(text, 3), "党");
        assert_eq!(first_characters(text, 4), "党👩\u{200D}👧");
        assert_eq!(first_characters(text, 9), text);
        assert_eq!(last_characters(text, 3), "建");
        assert_eq!(last_characters(text, 4), "👩\u{200D}👧建");
        assert_eq!(last_characters(text, 0), "");
        assert_eq!(last_characters(text, 9), text);
        assert_eq!(inside_characters(text), [2, 3]);
    }

    proptest! {
        #[test]
        fn back_stops_where_forward_does_and_both_where_unicode_says(
            text in "([党，a1 \n]|[🇨🇳👩👧❤]|[\u{301}\u{FE0F}\u{200D}\u{20E3}\u{E0100}\u{1F3FD}]|[\u{1112}\u{1161}\u{11AB}\u{600}\r]|\\PC){0,24}"
        ) {
            let mut ends = Vec::new();
            let mut at = ByteOffset::ZERO;
            while at.to_usize() < text.len() {
                let next = next_character(&text, at);
                prop_assert!(next > at && text.is_char_boundary(next.to_usize()));
                ends.push((at, next));
                at = next;
            }
            let expected: Vec<&str> = text.graphemes(true).collect();
            prop_assert_eq!(characters(&text), expected);
            for (start, end) in ends {
                prop_assert_eq!(previous_character(&text, end), start);
                for (byte, _) in text[start.to_usize()..end.to_usize()].char_indices().skip(1) {
                    let byte = start.to_usize() + byte;
                    prop_assert!(!is_between_characters(&text, byte));
                    prop_assert_eq!(floor_character(&text, byte), start.to_usize());
                    prop_assert_eq!(ceil_character(&text, byte), end.to_usize());
                }
            }
        }
    }
}
