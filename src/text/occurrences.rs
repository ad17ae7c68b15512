//! Where a string stands in a text: every place, overlapping ones too.
//!
//! By the string itself, not by the words of a segmentation, which may have swallowed it.

use memchr::memmem;

use super::{ByteOffset, paragraph::span};

/// The byte at which each occurrence of `string` in `text` begins, in order.
///
/// Occurrences may overlap (`大大` stands twice in `大大大`). An empty string stands nowhere.
#[must_use]
pub fn occurrences(text: &str, string: &str) -> Vec<ByteOffset> {
    let mut found = Vec::new();
    let Some(first) = string.chars().next() else { return found };
    let finder = memmem::Finder::new(string);
    let mut from = 0;
    while let Some(at) = text.as_bytes().get(from..).and_then(|rest| finder.find(rest)) {
        found.push(span(from + at..from + at).start());
        from += at + first.len_utf8();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlapping_ones_are_found_and_nothing_stands_nowhere() {
        let places = |text, string| -> Vec<u32> {
            occurrences(text, string).into_iter().map(ByteOffset::get).collect()
        };
        assert_eq!(places("大大大", "大大"), [0, 3]);
        assert_eq!(places("党建引领党建", "党建"), [0, 12]);
        assert!(places("党建", "").is_empty());
        assert!(places("", "党").is_empty());
    }
}
