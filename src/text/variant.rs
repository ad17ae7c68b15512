//! Characters that Unicode holds twice or in parts, though a reader sees one: for searching.
//!
//! ```text
//! ⽂ U+2F42, ⻅ U+2EC5   a radical that means the whole word, as PDFs have them    文 见
//! 樂 U+F914, 﨑          an ideograph kept apart for an older standard             樂
//! e + U+0301             a letter and its accent, as Apple's file names have them  é
//! ᄒ + ᅡ + ᆫ              a Hangul syllable in its letters                          한
//! ```
//!
//! Not for what is saved or shown: there every character stays what it is.

use std::sync::OnceLock;

use unicode_normalization::{UnicodeNormalization as _, char as of_char};

/// Each radical with the word it stands for, one pair a line, sorted.
const RADICALS: &str = include_str!("radicals.txt");

/// The word that a Kangxi radical or one of the radicals' supplement stands for.
#[must_use]
pub fn word_of_radical(c: char) -> Option<char> {
    static TABLE: OnceLock<Box<[(char, char)]>> = OnceLock::new();
    if !('\u{2E80}'..='\u{2FD5}').contains(&c) {
        return None;
    }
    let table = TABLE.get_or_init(|| {
        let pair = |line: &str| {
            let mut chars = line.chars();
            Some((chars.next()?, chars.next()?))
        };
        RADICALS.lines().filter_map(pair).collect()
    });
    let place = table.binary_search_by_key(&c, |&(radical, _)| radical).ok()?;
    table.get(place).map(|&(_, word)| word)
}

/// The one character that `c` is another form of, or `c`: a radical's word, an ideograph of the
/// compatibility blocks as it is written everywhere else, Å for the sign of the ångström.
#[must_use]
pub fn unified(c: char) -> char {
    if c < '\u{340}' || ('\u{3000}'..'\u{F900}').contains(&c) {
        return c;
    }
    word_of_radical(c).unwrap_or_else(|| {
        let mut normal = std::iter::once(c).nfc();
        match (normal.next(), normal.next()) {
            (Some(one), None) => one,
            _ => c,
        }
    })
}

/// Whether `next` is a part of the character that `c` stands for: an accent, a Hangul vowel.
#[must_use]
pub fn is_continued_by(c: char, next: char) -> bool {
    match next {
        '\u{300}'..='\u{36F}'
        | '\u{1AB0}'..='\u{1AFF}'
        | '\u{1DC0}'..='\u{1DFF}'
        | '\u{20D0}'..='\u{20FF}'
        | '\u{FE20}'..='\u{FE2F}' => true,
        // Hangul letters, marks of other scripts, and those of voiced kana.
        '\u{370}'..'\u{2E80}' | '\u{3099}' | '\u{309A}' => of_char::compose(c, next).is_some(),
        _ => false,
    }
}

/// The character that `parts` stand for together; marks with which no character is composed are
/// left out. `None` for none.
#[must_use]
pub fn composed(parts: impl Iterator<Item = char>) -> Option<char> {
    parts.nfc().next()
}

/// The characters with which a text may start to write `c` in parts; none if it has none.
#[must_use]
pub fn first_parts(c: char) -> Vec<char> {
    let mut parts = Vec::new();
    of_char::decompose_canonical(c, |part| parts.push(part));
    let [base, marks @ ..] = parts.as_slice() else { return Vec::new() };
    if marks.is_empty() {
        return Vec::new();
    }
    // Whichever of its marks are already in the first one: ấ as a, â or á with the rest.
    let mut found = vec![*base];
    for &mark in marks {
        let more: Vec<char> =
            found.iter().filter_map(|&first| of_char::compose(first, mark)).collect();
        found.extend(more);
    }
    found.retain(|&first| first != c);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_apart_is_one() {
        let one = |text: &str| text.chars().map(unified).collect::<String>();
        assert_eq!(one("⽂⺠⻅⿓"), "文民见龍");
        assert_eq!(one("\u{F914}\u{2F800}\u{FA11}\u{212B}"), "樂丽\u{FA11}Å");
        assert_eq!(one("文é가ｶ、"), "文é가ｶ、");
        let sorted: Vec<char> = RADICALS.lines().filter_map(|line| line.chars().next()).collect();
        assert!(sorted.is_sorted() && sorted.len() > 300);
    }

    #[test]
    fn parts_become_the_whole() {
        let whole = |text: &str| composed(text.chars());
        assert_eq!(whole("e\u{301}"), Some('é'));
        assert_eq!(whole("e\u{302}\u{323}"), whole("e\u{323}\u{302}"));
        assert_eq!(whole("x\u{302}"), Some('x'));
        assert_eq!(whole("\u{1112}\u{1161}\u{11AB}"), Some('한'));
        assert!(is_continued_by('か', '\u{3099}') && !is_continued_by('文', '\u{3099}'));
        assert_eq!(first_parts('ấ'), ['a', 'â', 'á']);
        assert_eq!(first_parts('한'), ['\u{1112}', '하']);
        assert!(first_parts('a').is_empty() && first_parts('\u{F914}').is_empty());
    }
}
