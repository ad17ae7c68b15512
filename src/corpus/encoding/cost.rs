//! How much a reading of bytes asks one to believe: the cost of each character, in about bits.
//!
//! A common Chinese character says little, a rare one more, and one that no text has (a
//! private-use character, a control character, a broken sequence) most of all. The same bytes in a
//! wrong encoding are full of what is rare, so the reading that costs least is the right one. The
//! figures are rough on purpose: what tells encodings apart is far larger than what is off in them.

use std::sync::OnceLock;

use encoding_rs::{BIG5, GB18030};

use super::Encoding;

/// A character of ASCII text.
const ASCII: u8 = 6;
/// A Chinese character that is in daily use, in simplified or in traditional writing.
const COMMON: u8 = 9;
/// A kana in Japanese: there are few of them, and they are half of every text.
const KANA: u8 = 6;
/// One that the national standards hold among the less common.
const UNCOMMON: u8 = 13;
/// Any other Chinese character.
const RARE: u8 = 17;
/// What no text has.
const IMPOSSIBLE: u8 = 25;
/// A sequence that is broken, or a control character.
const BROKEN: u8 = 20;
/// One that is broken because the file ends within it.
const CUT: u8 = 10;
/// A letter with an accent in a word of other letters, and a dash or a quotation mark.
const ACCENTED: u8 = 6;
/// A letter with an accent that stands with none.
const ALONE: u8 = 13;

/// What `sample` costs, read in `encoding`.
pub(super) fn of(sample: &[u8], encoding: Encoding) -> u64 {
    if encoding == Encoding::Windows1252 {
        return western(sample);
    }
    let wide = matches!(encoding, Encoding::Utf16Le | Encoding::Utf16Be);
    let (text, _) = encoding.table().decode_without_bom_handling(sample);
    let weigh = |c: char| u64::from(if wide { wide_char(c) } else { of_char(c) });
    let mut cost: u64 = text.chars().map(weigh).sum();
    if text.ends_with(char::REPLACEMENT_CHARACTER) {
        cost -= u64::from(BROKEN - CUT);
    }
    cost
}

/// What a text costs that was read as Japanese, where kana are what is common.
pub(super) fn of_japanese(text: &str) -> u64 {
    let weigh = |c: char| u64::from(if is_kana(c) { KANA } else { of_char(c) });
    text.chars().map(weigh).sum()
}

/// Whether `c` is hiragana or katakana.
pub(super) fn is_kana(c: char) -> bool {
    ('\u{3041}'..='\u{30FE}').contains(&c)
}

/// Whether `c` is a Chinese character in daily use, or punctuation or a letter beside them.
pub(super) fn is_common(c: char) -> bool {
    of_char(c) <= COMMON
}

/// What a character costs in an encoding in which ASCII is ASCII.
fn of_char(c: char) -> u8 {
    match table().get(c as usize) {
        Some(&cost) => cost,
        None => match c {
            '\u{1F300}'..='\u{1FAFF}' => UNCOMMON,
            '\u{20000}'..='\u{323AF}' => RARE + 1,
            _ => IMPOSSIBLE,
        },
    }
}

/// What a unit of UTF-16 costs: two printable characters of ASCII are no sign of it.
fn wide_char(c: char) -> u8 {
    let Ok(unit) = u16::try_from(u32::from(c)) else { return of_char(c) };
    let printable = |byte: u8| (0x20..0x7F).contains(&byte) || matches!(byte, 9 | 10 | 13);
    if unit.to_be_bytes().into_iter().all(printable) {
        return of_char(c).max(2 * ASCII + 1);
    }
    of_char(c)
}

/// What bytes cost as Windows-1252.
fn western(sample: &[u8]) -> u64 {
    let is_letter = |at: Option<&u8>| at.is_some_and(u8::is_ascii_alphabetic);
    let mut cost = 0;
    for (at, &byte) in sample.iter().enumerate() {
        let beside = is_letter(at.checked_sub(1).and_then(|at| sample.get(at)))
            || is_letter(sample.get(at + 1));
        cost += u64::from(match byte {
            0..=0x7F => of_char(char::from(byte)),
            0x81 | 0x8D | 0x8F | 0x90 | 0x9D => IMPOSSIBLE,
            // … ‘ ’ “ ” • – — and the space that does not break.
            0x85 | 0x91..=0x97 | 0xA0 => ACCENTED,
            0x8A | 0x8C | 0x8E | 0x9A | 0x9C | 0x9E | 0x9F | 0xC0..=0xD6 | 0xD8..=0xF6 | 0xF8.. => {
                if beside {
                    ACCENTED
                } else {
                    ALONE
                }
            }
            _ => ALONE,
        });
    }
    cost
}

/// What each character of the first plane costs.
fn table() -> &'static [u8] {
    static TABLE: OnceLock<Box<[u8]>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table: Box<[u8]> = (0..=0xFFFF).map(of_code).collect();
        let mut lower = |c: char, cost: u8| {
            if let Some(entry) = table.get_mut(c as usize) {
                *entry = (*entry).min(cost);
            }
        };
        // GB 2312 and Big5 each have their characters in daily use first.
        for lead in 0xA1..=0xFE_u8 {
            for trail in (0x40..=0x7E_u8).chain(0xA1..=0xFE) {
                let bytes = [lead, trail];
                let is_gb2312 = trail >= 0xA1 && (0xB0..=0xF7).contains(&lead);
                for (encoding, is_in, common) in
                    [(GB18030, is_gb2312, 0xB0..=0xD7), (BIG5, true, 0xA4..=0xC6)]
                {
                    let decoded =
                        encoding.decode_without_bom_handling_and_without_replacement(&bytes);
                    let Some(c) = decoded.as_ref().and_then(|text| text.chars().next()) else {
                        continue;
                    };
                    if is_in && ('\u{4E00}'..='\u{9FFF}').contains(&c) {
                        lower(c, if common.contains(&lead) { COMMON } else { UNCOMMON });
                    }
                }
            }
        }
        table
    })
}

/// What the character of that number costs, leaving the Chinese standards aside.
fn of_code(code: u32) -> u8 {
    let is_assigned =
        char::from_u32(code).is_some_and(unicode_normalization::char::is_public_assigned);
    // Controls, private use and the rest that is no character have their own figures.
    let cost = of_block(code);
    if is_assigned || cost == ASCII { cost } else { cost.max(BROKEN) }
}

/// What a character costs by the block it stands in.
fn of_block(code: u32) -> u8 {
    match code {
        0x09 | 0x0A | 0x0D | 0x20..=0x7E => ASCII,
        0x00..=0x1F | 0x7F..=0x9F | 0xFFFD => BROKEN,
        0xB7 | 0x2014 | 0x2018..=0x201D | 0x2026 | 0x3000..=0x301F | 0xFF01..=0xFF5E => 7,
        0x2010..=0x2027 | 0x2030..=0x203B | 0xFEFF => COMMON,
        0xA0..=0xFF | 0x2460..=0x24FF | 0x2500..=0x25FF | 0x2190..=0x22FF => 12,
        0x100..=0x17F | 0x370..=0x44F | 0x1E00..=0x1EFF | 0x2100..=0x27BF | 0x3040..=0x30FF => 14,
        0xAC00..=0xD7A3 | 0x3100..=0x33FF | 0x2E80..=0x2FFF | 0xFE30..=0xFE4F | 0xFF5F..=0xFFEF => {
            16
        }
        0x3400..=0x9FFF | 0xF900..=0xFAFF => RARE,
        0xE000..=0xF8FF | 0xD800..=0xDFFF | 0xFDD0..=0xFDEF | 0xFFF0..=0xFFFF => IMPOSSIBLE,
        _ => RARE + 2,
    }
}
