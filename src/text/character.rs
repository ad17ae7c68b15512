//! Characters as a reader sees them: a base with the marks that belong to it, an emoji sequence.
//!
//! The part of Unicode's grapheme clusters that occurs in Chinese texts: combining marks, variation
//! selectors (of ideographs too), emoji joined or coloured. Not Hangul letters nor flags.

use super::{ByteOffset, paragraph::floor};

/// The zero-width joiner, which glues emoji together.
const JOINER: char = '\u{200D}';

/// Where the character behind `at` ends; `at` itself at the end of the text.
#[must_use]
pub fn next_character(text: &str, at: ByteOffset) -> ByteOffset {
    let at = floor(text, at);
    let mut chars = text[at..].char_indices().peekable();
    let mut end = at;
    while let Some((place, c)) = chars.next() {
        end = at + place + c.len_utf8();
        let goes_on = chars.peek().is_some_and(|&(_, next)| belongs_to(c, next));
        if !goes_on {
            break;
        }
    }
    ByteOffset::from_usize(end).unwrap_or_default()
}

/// Where the character before `at` starts; the start of the text if there is none.
#[must_use]
pub fn previous_character(text: &str, at: ByteOffset) -> ByteOffset {
    let mut chars = text[..floor(text, at)].char_indices().rev().peekable();
    let mut start = 0;
    while let Some((place, c)) = chars.next() {
        start = place;
        let goes_on = chars.peek().is_some_and(|&(_, before)| belongs_to(before, c));
        if !goes_on {
            break;
        }
    }
    ByteOffset::from_usize(start).unwrap_or_default()
}

/// Whether `next` is part of the character that `c` is part of.
fn belongs_to(c: char, next: char) -> bool {
    let base = !c.is_control();
    base && (is_mark(next) || (c == JOINER && is_pictograph(next)))
}

fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{0300}'..='\u{036F}'
        | '\u{1AB0}'..='\u{1AFF}'
        | '\u{1DC0}'..='\u{1DFF}'
        | '\u{20D0}'..='\u{20FF}'
        | '\u{302A}'..='\u{302F}'
        | '\u{3099}' | '\u{309A}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FE20}'..='\u{FE2F}'
        | '\u{1F3FB}'..='\u{1F3FF}'
        | '\u{E0020}'..='\u{E007F}'
        | '\u{E0100}'..='\u{E01EF}'
        | JOINER)
}

fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FAFF}')
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
    fn marks_and_joined_emoji_stay_with_their_base() {
        assert_eq!(characters("党建e\u{301}"), ["党", "建", "e\u{301}"]);
        assert_eq!(characters("葛\u{E0100}葛"), ["葛\u{E0100}", "葛"]);
        assert_eq!(characters("👩\u{200D}👧好"), ["👩\u{200D}👧", "好"]);
        assert_eq!(characters("👍🏽❤\u{FE0F}"), ["👍🏽", "❤\u{FE0F}"]);
        // A mark at the start of a line has nothing to stand on.
        assert_eq!(characters("党\n\u{301}建"), ["党", "\n", "\u{301}", "建"]);
    }

    proptest! {
        #[test]
        fn back_stops_where_forward_does(text in "[党a\u{301}\u{FE0F}\u{200D}👩\u{1F3FD}\n]{0,12}") {
            let mut ends = Vec::new();
            let mut at = ByteOffset::ZERO;
            while at.to_usize() < text.len() {
                let next = next_character(&text, at);
                prop_assert!(next > at && text.is_char_boundary(next.to_usize()));
                ends.push((at, next));
                at = next;
            }
            for (start, end) in ends {
                prop_assert_eq!(previous_character(&text, end), start);
            }
        }
    }
}
