//! What of a text is compared: its letters, that is its Han characters, other letters and digits.
//!
//! Marks, spaces and line breaks are left out, width and case are folded, so that neither a column
//! break nor another style of punctuation makes a difference. A letter is one number of 16 bits:
//! 30 million of them are 60 MB. What is shown in the end is compared once more by its characters.

use crate::text::fold_width;

/// Where the numbers of letters beyond the basic plane begin: the private use area, whose own
/// characters are no letters.
const BEYOND: u32 = 0xE000;
/// How many numbers there are for them.
const BEYOND_COUNT: u32 = 0x1900;

/// The numerals that may stand for one figure in one printing and for another in the next.
const NUMERALS: &str = "〇零一二三四五六七八九十百千万亿两";

/// A letter: its Unicode scalar value in the basic plane, a number in its place beyond.
pub(super) type Letter = u16;

/// The letters of `text` with the number of characters before each.
pub(super) fn letters(text: &str) -> impl Iterator<Item = (u32, Letter)> + '_ {
    (0..).zip(text.chars()).filter_map(|(at, c)| Some((at, letter(c)?)))
}

/// The letter that `c` is; `None` for marks and white space.
pub(super) fn letter(c: char) -> Option<Letter> {
    if let '\u{4E00}'..='\u{9FFF}' = c {
        return u16::try_from(u32::from(c)).ok();
    }
    let c = match c {
        '\u{3007}' => c,
        // Marks of all kinds: nearly all that is no Han character in a Chinese text.
        '\u{3000}'..='\u{3020}' | '\u{2000}'..='\u{206F}' | '\0'..='/' => {
            return None;
        }
        _ => fold_width(c),
    };
    let counts = c == '\u{3007}' || c.is_ascii_digit() || c.is_alphabetic();
    counts.then(|| {
        let value = u32::from(c);
        let beyond = BEYOND + value.wrapping_mul(0x9E37_79B1) % BEYOND_COUNT;
        u16::try_from(value).unwrap_or(u16::try_from(beyond).unwrap_or(u16::MAX))
    })
}

/// Whether a letter is a digit or a numeral.
pub(super) fn is_figure(letter: Letter) -> bool {
    if letter < 0x4E00 {
        return (0x30..=0x39).contains(&letter) || letter == 0x3007;
    }
    // All numerals but 零 and 千, 百, 两 … stand close together; the rest is looked up.
    char::from_u32(u32::from(letter)).is_some_and(|c| NUMERALS.contains(c))
}

/// Which letters are figures, as a table: asked for at every pair of letters that differ.
pub(super) struct Figures(Box<[u64; 1024]>);

impl Figures {
    pub(super) fn new() -> Self {
        let mut table = Box::new([0_u64; 1024]);
        for letter in ('0'..='9').chain(NUMERALS.chars()).filter_map(letter) {
            if let Some(word) = table.get_mut(usize::from(letter >> 6)) {
                *word |= 1 << (letter & 63);
            }
        }
        Self(table)
    }

    /// Whether `letter` is a digit or a numeral.
    pub(super) fn has(&self, letter: Letter) -> bool {
        self.0.get(usize::from(letter >> 6)).is_some_and(|word| word >> (letter & 63) & 1 == 1)
    }
}

/// A text in its letters, ready to be asked where they stand.
pub(super) struct Lettered {
    /// The characters, folded.
    pub(super) folded: Vec<char>,
    /// How many characters stand before each letter.
    pub(super) places: Vec<u32>,
}

impl Lettered {
    pub(super) fn of(text: &str) -> Self {
        let mut lettered = Self { folded: Vec::new(), places: Vec::new() };
        for (at, c) in (0..).zip(text.chars()) {
            if letter(c).is_some() {
                lettered.folded.push(fold_width(c));
                lettered.places.push(at);
            }
        }
        lettered
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_width_make_no_difference() {
        let of = |text| letters(text).map(|(_, letter)| letter).collect::<Vec<_>>();
        assert_eq!(of("建成ＣＢＤ（１期），共 12 处。\n## 〇号"), of("建成cbd1期共12处〇号"));
        assert!(of("，。、“”《》— \n\t").is_empty());
        assert_eq!(of("𠮷祥").len(), 2);
        let places: Vec<u32> = letters("甲，乙\n丙").map(|(at, _)| at).collect();
        assert_eq!(places, [0, 2, 4]);
    }

    #[test]
    fn the_table_knows_the_figures() {
        let figures = Figures::new();
        for c in "0９一十两亿〇零党a个".chars() {
            let letter = letter(c).expect("a letter");
            assert_eq!(figures.has(letter), is_figure(letter), "{c}");
            assert_eq!(figures.has(letter), !"党a个".contains(c), "{c}");
        }
    }

    #[test]
    fn letters_and_their_characters_go_together() {
        let text = "𠮷祥社区①，é 1.5万㎡";
        let lettered = Lettered::of(text);
        let places: Vec<u32> = letters(text).map(|(at, _)| at).collect();
        assert_eq!(lettered.places, places);
        assert_eq!(lettered.folded.len(), places.len());
    }
}
