//! Folding of width and case, so that a filter box finds `ＣＢＤ` when `cbd` is typed.
//!
//! One character in, one character out: a character's number is the same before and after. Not for
//! what is saved or shown, and not Unicode's NFKC, which changes how many characters there are.

/// `c` as half-width and, where it is an ASCII letter then, lower case.
///
/// `Ａ` → `a`, `，` → `,`, the ideographic space → a space; everything else stays.
#[must_use]
pub fn fold_width(c: char) -> char {
    /// From `！` to `!`, and likewise for the 94 characters that follow each.
    const FULL_TO_HALF: u32 = 0xFF01 - 0x21;
    let half = match c {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - FULL_TO_HALF).unwrap_or(c),
        _ => c,
    };
    half.to_ascii_lowercase()
}

/// `text` with every character folded.
#[must_use]
pub fn fold(text: &str) -> String {
    text.chars().map(fold_width).collect()
}

/// Whether `haystack` contains `needle`, whatever the width and case of either.
#[must_use]
pub fn contains_folded(haystack: &str, needle: &str) -> bool {
    fold(haystack).contains(&fold(needle))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn width_and_case_do_not_matter() {
        assert_eq!(fold("ＣＢＤ（一期），２０１９　a"), "cbd(一期),2019 a");
        assert!(contains_folded("河东区ＣＢＤ建设", "cbd建"));
        assert!(contains_folded("第3期", "３"));
        assert!(!contains_folded("河东区", "河西"));
        assert!(contains_folded("河东区", ""));
    }

    proptest! {
        #[test]
        fn folding_keeps_the_number_of_characters(text in "(\\PC|[！-～]|　|İ|ß){0,60}") {
            prop_assert_eq!(fold(&text).chars().count(), text.chars().count());
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
        }
    }
}
