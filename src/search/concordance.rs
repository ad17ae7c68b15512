//! A hit in its context: what stands left and right of it, and what to sort by.
//!
//! Contexts are made only for the rows that are shown; what a hundred thousand rows are sorted by is
//! worked out for all of them, in numbers that compare like the characters they stand for.

use super::fold::is_of_spaced_word;
use crate::text::{self, ByteSpan, fold_width};

/// What stands beside a hit, to sort by: its first few characters, nearest first.
///
/// White space does not count, width and case make no difference.
pub type ContextKey = [u64; KEY / 4];

/// UTF-16 units of context that are sorted by.
const KEY: usize = 16;

/// What the row whose hit is `hit` is sorted by, reading on from the hit.
#[must_use]
pub fn right_key(text: &str, hit: ByteSpan) -> ContextKey {
    key(text.get(hit.end().to_usize()..).unwrap_or_default().chars())
}

/// What the row whose hit is `hit` is sorted by, reading back from the hit.
#[must_use]
pub fn left_key(text: &str, hit: ByteSpan) -> ContextKey {
    key(text.get(..hit.start().to_usize()).unwrap_or_default().chars().rev())
}

fn key(chars: impl Iterator<Item = char>) -> ContextKey {
    let mut key = [0; KEY / 4];
    let mut units = [0; 2];
    let mut at = 0;
    // A page of white space has no more to say than none.
    for c in chars.take(4 * KEY).filter(|c| !c.is_whitespace()).map(fold_width) {
        for &unit in &*c.encode_utf16(&mut units) {
            let Some(part) = key.get_mut(at / 4) else { return key };
            *part |= u64::from(unit) << (48 - 16 * (at % 4));
            at += 1;
        }
    }
    key
}

/// Up to `count` characters of `text` before `hit`, as they stand there.
#[must_use]
pub fn left_context(text: &str, hit: ByteSpan, count: usize) -> &str {
    let before = text.get(..hit.start().to_usize()).unwrap_or_default();
    text::last_characters(before, count)
}

/// Up to `count` characters of `text` behind `hit`, as they stand there.
#[must_use]
pub fn right_context(text: &str, hit: ByteSpan, count: usize) -> &str {
    let behind = text.get(hit.end().to_usize()..).unwrap_or_default();
    text::first_characters(behind, count)
}

/// `text` on one line: line breaks and indents are left out between Chinese characters, and are one
/// space elsewhere.
#[must_use]
pub fn on_one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let mut space = false;
    for c in text.chars() {
        if c.is_whitespace() {
            space = true;
            continue;
        }
        let before = line.chars().next_back();
        if space && is_of_spaced_word(c) && before.is_some_and(is_of_spaced_word) {
            line.push(' ');
        }
        space = false;
        line.push(c);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::fold::span_of;

    const TEXT: &str = "各社区推进区域化\n　　党建,ＣＢＤ 与 open\ndata 联动";

    fn hit(word: &str) -> ByteSpan {
        let at = TEXT.find(word).expect("there");
        span_of(at..at + word.len())
    }

    #[test]
    fn no_context_shows_a_part_of_a_character() {
        let text = "👩\u{200D}👧党🇨🇳";
        let start = text.find('党').expect("there");
        let hit = span_of(start..start + '党'.len_utf8());
        assert_eq!((left_context(text, hit, 2), right_context(text, hit, 1)), ("", ""));
        assert_eq!(left_context(text, hit, 3), "👩\u{200D}👧");
        assert_eq!(right_context(text, hit, 2), "🇨🇳");
    }

    #[test]
    fn contexts_stop_at_the_ends_of_the_text() {
        assert_eq!(left_context(TEXT, hit("党建"), 6), "区域化\n　　");
        assert_eq!(left_context(TEXT, hit("推进"), 9), "各社区");
        assert_eq!(left_context(TEXT, hit("各"), 9), "");
        assert_eq!(right_context(TEXT, hit("data"), 2), " 联");
        assert_eq!(right_context(TEXT, hit("联动"), 5), "");
    }

    #[test]
    fn a_row_is_one_line() {
        assert_eq!(on_one_line(TEXT), "各社区推进区域化党建,ＣＢＤ与open data联动");
    }

    #[test]
    fn keys_compare_like_what_stands_nearest_to_the_hit() {
        let key = |text: &str| right_key(text, span_of(0..0));
        assert!(key("甲乙") > key("乙甲") && key("甲") < key("甲乙") && key("，a") == key(", A"));
        assert_eq!(key("党\n　　建"), key("党建"));
        let back = |text: &str| left_key(text, span_of(text.len()..text.len()));
        assert_eq!(back("引领党"), key("党领引"));
        assert!(key("𠮷") > key("龥"));
        // Only so much of it counts.
        assert_eq!(key(&"甲".repeat(16)), key(&"甲".repeat(17)));
    }
}
