//! Which encoding bytes are in, where they do not say it.
//!
//! Bytes that are UTF-8 throughout are that. Otherwise every encoding's reading of a sample is
//! weighed ([`cost`]): the one that asks one to believe least is taken, if it is one of a text.

use std::borrow::Cow;

use encoding_rs::{BIG5, EUC_JP, GBK, SHIFT_JIS};
use memchr::memchr;

use super::{Decoded, Encoding, cost, decode_as, with_plain_line_ends};

/// How many bytes are looked at to tell text from other files, and one encoding from another.
const SAMPLE: usize = 64 * 1024;
/// What is added to the cost of UTF-16 without a byte order mark, which is rare: more than a letter
/// or two with an accent may save.
const WITHOUT_MARK: u64 = 10;
/// Of so many bytes of a Western text one at most is beyond ASCII.
const BYTES_PER_ACCENT: usize = 3;
/// One of so many characters of a Japanese text, at least, is a kana.
const CHARS_PER_KANA: usize = 4;

/// Finds the encoding; `None` if the bytes are no text.
pub(super) fn detect(bytes: &[u8]) -> Option<Decoded<'_>> {
    let marked = match bytes {
        [0xEF, 0xBB, 0xBF, ..] => Some(Encoding::Utf8Bom),
        [0xFF, 0xFE, ..] => Some(Encoding::Utf16Le),
        [0xFE, 0xFF, ..] => Some(Encoding::Utf16Be),
        _ => None,
    };
    if let Some(encoding) = marked {
        return decode_as(bytes, encoding).filter(|decoded| !is_binary(decoded.text.as_bytes()));
    }
    // The common case: checked, and not copied. But ASCII in UTF-16 would pass as UTF-8, and there
    // every line end and Latin letter holds a NUL, which no other encoding of text has.
    let has_nul = memchr(0, bytes).is_some();
    if !has_nul && let Ok(text) = simdutf8::basic::from_utf8(bytes) {
        let text = with_plain_line_ends(Cow::Borrowed(text));
        return (!is_binary(bytes)).then_some(Decoded { text, encoding: Encoding::Utf8 });
    }
    let sample = telling_part(bytes);
    let japanese = Japanese::of(&sample);
    let mut readings: Vec<(u64, Encoding)> = candidates(&sample, japanese.as_ref())
        .into_iter()
        .map(|encoding| {
            let handicap = if is_utf16(encoding) { WITHOUT_MARK } else { 0 };
            (cost::of(&sample, encoding) + handicap, encoding)
        })
        .collect();
    readings.sort_by_key(|&(cost, _)| cost);
    readings.into_iter().find_map(|(cost, encoding)| {
        if is_utf16(encoding) {
            // Bytes of a few Chinese characters in UTF-16 may be kana in Shift_JIS, too.
            let is_likelier = japanese.as_ref().is_none_or(|japanese| cost < japanese.cost);
            return is_likelier.then(|| decode_as(bytes, encoding)).flatten();
        }
        if is_binary(bytes) {
            return None;
        }
        // A stray NUL in a text that is otherwise sound; in any other encoding it means no text.
        if has_nul && std::str::from_utf8(bytes).is_err() {
            return None;
        }
        decode_as(bytes, encoding)
    })
}

const fn is_utf16(encoding: Encoding) -> bool {
    matches!(encoding, Encoding::Utf16Le | Encoding::Utf16Be)
}

/// The bytes that tell encodings apart: from the first that is no ASCII, and those at the end.
///
/// A picture in base64 may be longer than the sample, and stand before or behind the text.
fn telling_part(bytes: &[u8]) -> Vec<u8> {
    let is_telling = |&byte: &u8| !matches!(byte, 0x20..0x7F | b'\t' | b'\r' | b'\n');
    let (Some(first), Some(last)) =
        (bytes.iter().position(is_telling), bytes.iter().rposition(is_telling))
    else {
        return Vec::new();
    };
    // Some of what stands around it; on an even byte, for UTF-16.
    let start = first.saturating_sub(16) & !1;
    let end = (last + 17).min(bytes.len());
    let part = bytes.get(start..end).unwrap_or_default();
    if part.len() <= 2 * SAMPLE {
        return part.to_vec();
    }
    let mut sample = part.get(..SAMPLE).unwrap_or_default().to_vec();
    let tail = part.get((part.len() - SAMPLE) & !1..).unwrap_or_default();
    sample.extend_from_slice(tail);
    sample
}

/// The encodings that `sample` may be in.
fn candidates(sample: &[u8], japanese: Option<&Japanese>) -> Vec<Encoding> {
    let mut found = Vec::with_capacity(5);
    let (text, _) = encoding_rs::UTF_8.decode_without_bom_handling(sample);
    if text.chars().any(|c| !c.is_ascii() && c != char::REPLACEMENT_CHARACTER) || text.is_ascii() {
        found.push(Encoding::Utf8);
    }
    found.extend(utf16(sample));
    // In encodings of single bytes and pairs, what is full of kana is no Chinese and no French.
    if japanese.is_some() {
        return found;
    }
    found.push(chinese(sample));
    let accents = sample.iter().filter(|byte| !byte.is_ascii()).count();
    if accents * BYTES_PER_ACCENT <= sample.len() {
        found.push(Encoding::Windows1252);
    }
    found
}

/// GB18030 or Big5, whichever these bytes look more like.
fn chinese(sample: &[u8]) -> Encoding {
    let guess = guess(sample);
    // A short text may look Japanese, Korean or Western to it, or be cut within a character; then
    // what asks one to believe less.
    let costs = [Encoding::Gb18030, Encoding::Big5].map(|encoding| cost::of(sample, encoding));
    let is_big5 = match (guess, costs) {
        (guess, [gb, big5]) if guess == BIG5 => big5 * 4 <= gb * 5,
        (guess, [gb, big5]) if guess == GBK => big5 * 5 < gb * 4,
        (_, [gb, big5]) => big5 < gb,
    };
    if is_big5 { Encoding::Big5 } else { Encoding::Gb18030 }
}

/// What a browser would take these bytes for.
fn guess(sample: &[u8]) -> &'static encoding_rs::Encoding {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    // No hint of a domain: with "cn" it never finds Big5.
    detector.guess(None, chardetng::Utf8Detection::Deny)
}

/// A reading in one of the Japanese encodings, which are none of ours.
struct Japanese {
    cost: u64,
}

impl Japanese {
    /// That of `sample`, if it is full of kana then.
    fn of(sample: &[u8]) -> Option<Self> {
        let guess = guess(sample);
        if guess != SHIFT_JIS && guess != EUC_JP {
            return None;
        }
        let (text, _) = guess.decode_without_bom_handling(sample);
        let count = |is: fn(&char) -> bool| text.chars().filter(is).count();
        let beyond = count(|c| !c.is_ascii());
        let is_full = count(|&c| cost::is_kana(c)) * CHARS_PER_KANA >= beyond.max(1);
        is_full.then(|| Self { cost: cost::of_japanese(&text) })
    }
}

/// The byte orders in which `sample` reads as Chinese or Latin text in UTF-16.
///
/// Where the NULs stand does not tell: 一 (U+4E00) has its NUL where a Latin letter has none. And
/// two characters of ASCII (base64, a style sheet) are a Chinese one in either order, which says
/// nothing at all.
fn utf16(sample: &[u8]) -> Vec<Encoding> {
    let units = sample.as_chunks::<2>().0;
    let is_text = |unit: fn([u8; 2]) -> u16| {
        let units = || units.iter().map(|&pair| unit(pair));
        let fitting = units().filter(|&unit| is_common_in_text(unit)).count();
        let telling = || {
            let telling = units().filter(|unit| !unit.to_be_bytes().into_iter().all(is_printable));
            telling.filter_map(|unit| char::from_u32(u32::from(unit)))
        };
        let common = telling().filter(|&c| cost::is_common(c)).count();
        fitting * 10 > units().count() * 9 && common > 0 && common * 2 >= telling().count()
    };
    let mut found = Vec::with_capacity(2);
    if is_text(u16::from_le_bytes) {
        found.push(Encoding::Utf16Le);
    }
    if is_text(u16::from_be_bytes) {
        found.push(Encoding::Utf16Be);
    }
    found
}

const fn is_printable(byte: u8) -> bool {
    matches!(byte, 0x20..0x7F | b'\t' | b'\r' | b'\n')
}

fn is_common_in_text(unit: u16) -> bool {
    matches!(unit,
        0x09 | 0x0A | 0x0D | 0x20..=0x7E | 0xA0..=0xFF
        | 0x2010..=0x2027 | 0x2190..=0x22FF | 0x2460..=0x24FF | 0x25A0..=0x25FF
        | 0x3000..=0x303F | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xFF01..=0xFF5E
        // Halves of a character beyond U+FFFF.
        | 0xD83C..=0xD887 | 0xDC00..=0xDFFF)
}

/// Whether a byte is a control character that no text has.
#[expect(clippy::needless_bitwise_bool, reason = "without branches many bytes are asked at once")]
const fn is_control(byte: u8) -> bool {
    let is_of_text =
        (byte == b'\t') | (byte == b'\n') | (byte == 0x0C) | (byte == b'\r') | (byte == 0x1B);
    ((byte < 0x20) & !is_of_text) | (byte == 0x7F)
}

/// Whether the bytes, in an encoding in which ASCII is ASCII, are more than text can be: control
/// characters that no text has, one in twenty or more.
fn is_binary(bytes: &[u8]) -> bool {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    // In pieces in which a byte can count them: so the processor looks at many bytes at once, and
    // every article passes here.
    let in_piece = |piece: &[u8]| piece.iter().map(|&byte| u8::from(is_control(byte))).sum::<u8>();
    let controls: usize =
        sample.chunks(usize::from(u8::MAX)).map(|piece| usize::from(in_piece(piece))).sum();
    controls > 0 && controls * 20 >= sample.len()
}
