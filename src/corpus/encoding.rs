//! From a file's bytes to its text: which encoding they are in, and one form of line ends.
//!
//! Chinese articles come in six encodings; a file in any other is either valid ASCII (and so
//! UTF-8) or not for this program. A few broken bytes do not make an article unreadable: they are
//! shown as U+FFFD.

use encoding_rs::{BIG5, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};
use memchr::memchr;
use serde::{Deserialize, Serialize};

use super::Problem;

/// One broken sequence in so many characters that are not ASCII is put up with: a page cut in the
/// middle of a character, a bad byte in a download. Bytes in a wrong encoding give far more.
const CHARS_PER_BREAK: usize = 20;

/// How many bytes are looked at to tell text from other files, and one encoding from another.
const SAMPLE: usize = 64 * 1024;

/// How the bytes of an article stand for its characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-8 with a byte order mark.
    Utf8Bom,
    /// UTF-16, low byte first, with or without a byte order mark.
    Utf16Le,
    /// UTF-16, high byte first, with or without a byte order mark.
    Utf16Be,
    /// GB18030, which includes GBK and GB2312.
    Gb18030,
    /// Big5 with the Hong Kong additions.
    Big5,
}

impl Encoding {
    /// All of them, in the order in which a user may choose.
    pub const ALL: [Self; 6] =
        [Self::Utf8, Self::Utf8Bom, Self::Gb18030, Self::Big5, Self::Utf16Le, Self::Utf16Be];

    /// The name that is the same in every language of the interface.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf8Bom => "UTF-8 BOM",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::Gb18030 => "GB18030",
            Self::Big5 => "Big5",
        }
    }
}

impl std::fmt::Display for Encoding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// A file's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// Without byte order mark; every line end is `\n`.
    pub text: String,
    /// What the bytes were read as.
    pub encoding: Encoding,
}

/// Reads `bytes` in the `chosen` encoding or, if none is chosen, in the one they seem to be in.
///
/// # Errors
/// [`Problem::Binary`] if no encoding was chosen and they are no text;
/// [`Problem::WrongEncoding`] if they do not fit the chosen one.
pub fn decode(bytes: &[u8], chosen: Option<Encoding>) -> Result<Decoded, Problem> {
    match chosen {
        Some(encoding) => decode_as(bytes, encoding).ok_or(Problem::WrongEncoding { encoding }),
        None => detect(bytes).ok_or(Problem::Binary),
    }
}

/// Reads bytes in one encoding; `None` if too many of them do not fit.
fn decode_as(bytes: &[u8], encoding: Encoding) -> Option<Decoded> {
    let (text, had_errors) = match encoding {
        Encoding::Utf8 | Encoding::Utf8Bom => {
            let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
            UTF_8.decode_without_bom_handling(bytes)
        }
        // Every unit but a lone surrogate is a character: there is nothing to judge by.
        Encoding::Utf16Le => (UTF_16LE.decode_without_bom_handling(bytes).0, false),
        Encoding::Utf16Be => (UTF_16BE.decode_without_bom_handling(bytes).0, false),
        Encoding::Gb18030 => GB18030.decode_without_bom_handling(bytes),
        Encoding::Big5 => BIG5.decode_without_bom_handling(bytes),
    };
    if had_errors && !few_breaks(&text) {
        return None;
    }
    let text = with_plain_line_ends(text.strip_prefix('\u{FEFF}').unwrap_or(&text));
    // What a user sees as the encoding is what the file is, not what was asked for.
    let encoding = match encoding {
        Encoding::Utf8 | Encoding::Utf8Bom if bytes.starts_with(b"\xEF\xBB\xBF") => {
            Encoding::Utf8Bom
        }
        Encoding::Utf8Bom => Encoding::Utf8,
        other => other,
    };
    Some(Decoded { text, encoding })
}

/// Finds the encoding; `None` if the bytes are no text.
fn detect(bytes: &[u8]) -> Option<Decoded> {
    let marked = match bytes {
        [0xEF, 0xBB, 0xBF, ..] => Some(Encoding::Utf8Bom),
        [0xFF, 0xFE, ..] => Some(Encoding::Utf16Le),
        [0xFE, 0xFF, ..] => Some(Encoding::Utf16Be),
        _ => None,
    };
    if let Some(encoding) = marked {
        return decode_as(bytes, encoding).filter(|decoded| !is_binary(decoded.text.as_bytes()));
    }
    // A line end or a Latin letter in UTF-16 holds a NUL, which no other encoding of text has;
    // and ASCII in UTF-16 would pass as UTF-8.
    let has_nul = memchr(0, bytes).is_some();
    if has_nul && let Some(encoding) = utf16_order(bytes) {
        return decode_as(bytes, encoding);
    }
    if is_binary(bytes) {
        return None;
    }
    // A stray NUL in a text that is otherwise sound; in any other encoding it means no text.
    if has_nul {
        return std::str::from_utf8(bytes).ok().and_then(|_| decode_as(bytes, Encoding::Utf8));
    }
    // The common case: checked and copied once.
    if let Some(decoded) = decode_as(bytes, Encoding::Utf8) {
        return Some(decoded);
    }
    if let Some(encoding) = utf16_order(bytes) {
        return decode_as(bytes, encoding);
    }
    let [first, second] = by_likelihood(bytes);
    decode_as(bytes, first).or_else(|| decode_as(bytes, second))
}

/// GB18030 and Big5, the one these bytes look more like first.
fn by_likelihood(bytes: &[u8]) -> [Encoding; 2] {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(sample, sample.len() == bytes.len());
    // No hint of a domain: with "cn" it never finds Big5.
    let guess = detector.guess(None, chardetng::Utf8Detection::Deny);
    // A short text may look Japanese, Korean or Western to it; then what fits without a break.
    let breaks = |encoding: &'static encoding_rs::Encoding| {
        encoding.decode_without_bom_handling_and_without_replacement(sample).is_none()
    };
    let is_big5 = guess == BIG5 || (guess != GBK && breaks(GB18030) && !breaks(BIG5));
    if is_big5 { [Encoding::Big5, Encoding::Gb18030] } else { [Encoding::Gb18030, Encoding::Big5] }
}

/// The byte order in which `bytes` read as Chinese or ASCII text in UTF-16; `None` if in neither.
///
/// Where the NULs stand does not tell: 一 (U+4E00) has its NUL where a Latin letter has none. But
/// in the wrong order two of three Chinese characters become something that is none.
fn utf16_order(bytes: &[u8]) -> Option<Encoding> {
    let units = bytes.get(..SAMPLE).unwrap_or(bytes).as_chunks::<2>().0;
    let plausible = |unit: fn([u8; 2]) -> u16| {
        let is_plausible = |&&pair: &&[u8; 2]| is_common_in_chinese_text(unit(pair));
        units.iter().filter(is_plausible).count()
    };
    let (le, be) = (plausible(u16::from_le_bytes), plausible(u16::from_be_bytes));
    let (encoding, count) =
        if le >= be { (Encoding::Utf16Le, le) } else { (Encoding::Utf16Be, be) };
    (count * 10 > units.len() * 9).then_some(encoding)
}

fn is_common_in_chinese_text(unit: u16) -> bool {
    matches!(unit,
        0x09 | 0x0A | 0x0D | 0x20..=0x7E | 0xB7
        | 0x2010..=0x2027 | 0x2460..=0x24FF | 0x25A0..=0x25FF
        | 0x3000..=0x303F | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xFF01..=0xFF5E
        // Halves of a character beyond U+FFFF.
        | 0xD83C..=0xD887 | 0xDC00..=0xDFFF)
}

/// Whether the bytes, in an encoding in which ASCII is ASCII, are more than text can be: control
/// characters that no text has, one in twenty or more.
fn is_binary(bytes: &[u8]) -> bool {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let is_control =
        |byte: &&u8| matches!(byte, 0..=0x08 | 0x0B | 0x0E..=0x1A | 0x1C..=0x1F | 0x7F);
    let controls = sample.iter().filter(is_control).count();
    controls > 0 && controls * 20 >= sample.len()
}

fn few_breaks(text: &str) -> bool {
    let (mut breaks, mut others) = (0, 0);
    for char in text.chars() {
        if char == char::REPLACEMENT_CHARACTER {
            breaks += 1;
        } else if !char.is_ascii() {
            others += 1;
        }
    }
    breaks * CHARS_PER_BREAK <= others
}

/// Turns `\r\n` and a lone `\r` into `\n`.
fn with_plain_line_ends(text: &str) -> String {
    if memchr(b'\r', text.as_bytes()).is_none() {
        return text.to_owned();
    }
    let mut plain = String::with_capacity(text.len());
    let mut parts = text.split('\r');
    plain.push_str(parts.next().unwrap_or_default());
    for part in parts {
        plain.push('\n');
        plain.push_str(part.strip_prefix('\n').unwrap_or(part));
    }
    plain.shrink_to_fit();
    plain
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ARTICLE: &str = "柳湾街道党群服务中心建成启用\n\n本报讯 近日,柳湾街道党群服务中心建成启用,\
        一层设有便民大厅,二层设有党员活动室和图书角。社区书记说,“有了阵地,大家就愿意来了。”\n";
    const TRADITIONAL: &str = "近日,柳灣街道黨群服務中心建成啟用,一層設有便民大廳,二層設有黨員活動室和圖書角。\
        社區書記說,「有了陣地,大家就願意來了。」\n";

    fn encode(text: &str, encoding: Encoding, bom: bool) -> Vec<u8> {
        let text = if bom { format!("\u{FEFF}{text}") } else { text.to_owned() };
        match encoding {
            Encoding::Utf8 | Encoding::Utf8Bom => text.into_bytes(),
            Encoding::Utf16Le => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Encoding::Utf16Be => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            Encoding::Gb18030 => GB18030.encode(&text).0.into_owned(),
            Encoding::Big5 => BIG5.encode(&text).0.into_owned(),
        }
    }

    fn detected(bytes: &[u8]) -> (Encoding, String) {
        let decoded = decode(bytes, None).unwrap();
        (decoded.encoding, decoded.text)
    }

    #[test]
    fn every_encoding_is_recognised() {
        for (encoding, bom, text) in [
            (Encoding::Utf8, false, ARTICLE),
            (Encoding::Utf8Bom, true, ARTICLE),
            (Encoding::Utf16Le, true, ARTICLE),
            (Encoding::Utf16Le, false, ARTICLE),
            (Encoding::Utf16Be, true, ARTICLE),
            (Encoding::Utf16Be, false, ARTICLE),
            (Encoding::Gb18030, false, ARTICLE),
            (Encoding::Big5, false, TRADITIONAL),
        ] {
            let bytes = encode(text, encoding, bom);
            assert_eq!(detected(&bytes), (encoding, text.to_owned()), "{encoding:?} {bom}");
        }
    }

    #[test]
    fn rare_characters_and_emoji_survive_where_the_encoding_has_them() {
        let text = "𠮷野家与😀,龘靐。".repeat(10);
        for encoding in [Encoding::Utf16Le, Encoding::Utf16Be, Encoding::Gb18030] {
            let bytes = encode(&text, encoding, false);
            assert_eq!(decode(&bytes, Some(encoding)).unwrap().text, text, "{encoding:?}");
            assert_eq!(detected(&bytes), (encoding, text.clone()));
        }
    }

    #[test]
    fn an_article_cut_inside_a_character_stays_readable() {
        for encoding in [Encoding::Utf8, Encoding::Gb18030, Encoding::Utf16Le] {
            let mut bytes = encode(&ARTICLE[..ARTICLE.len() - 4], encoding, false);
            bytes.pop();
            let (found, text) = detected(&bytes);
            assert_eq!(found, encoding);
            assert!(text.starts_with("柳湾街道") && text.ends_with('\u{FFFD}'), "{text}");
        }
    }

    #[test]
    fn a_lone_surrogate_is_shown_as_a_replacement() {
        let mut bytes = encode(ARTICLE, Encoding::Utf16Le, true);
        bytes.extend([0x00, 0xD8, b'!', 0]);
        assert!(detected(&bytes).1.ends_with("\u{FFFD}!"));
    }

    #[test]
    fn a_stray_nul_does_not_make_a_text_unreadable() {
        let text = ARTICLE.replace("近日", "近\0日");
        assert_eq!(detected(text.as_bytes()), (Encoding::Utf8, text.clone()));
    }

    #[test]
    fn other_files_are_no_articles() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0\0\x01\0\x08\x06\0\0\0";
        let noise: Vec<u8> =
            (0..4000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8 | 1).collect();
        for bytes in [&png[..], &noise, b"\xFF\xFE\0\0\0\0\x01\0\x02\0", b"ab\0\0c"] {
            assert_eq!(decode(bytes, None), Err(Problem::Binary));
        }
    }

    #[test]
    fn a_wrong_choice_is_refused() {
        let bytes = encode(ARTICLE, Encoding::Gb18030, false);
        let encoding = Encoding::Utf8;
        assert_eq!(decode(&bytes, Some(encoding)), Err(Problem::WrongEncoding { encoding }));
    }

    #[test]
    fn nothing_is_empty_text() {
        assert_eq!(detected(b""), (Encoding::Utf8, String::new()));
        assert_eq!(detected(b"\xEF\xBB\xBF"), (Encoding::Utf8Bom, String::new()));
    }

    #[test]
    fn all_line_ends_become_one() {
        assert_eq!(detected(b"a\r\nb\rc\n\r\n\r\rd\r").1, "a\nb\nc\n\n\n\nd\n");
    }

    proptest! {
        #[test]
        fn a_chosen_unicode_encoding_gives_the_text_back(text in "(\\PC|\n|𠮷|😀|党建){0,200}", bom: bool) {
            for encoding in
                [Encoding::Utf8, Encoding::Utf16Le, Encoding::Utf16Be, Encoding::Gb18030]
            {
                let bytes = encode(&text, encoding, bom);
                prop_assert_eq!(&decode(&bytes, Some(encoding)).unwrap().text, &text);
            }
        }

        #[test]
        fn no_bytes_make_it_panic_and_no_carriage_return_is_left(
            bytes in prop::collection::vec(prop_oneof![any::<u8>(), Just(b'\r'), 0xA0..0xFF_u8], 0..300),
            chosen in prop::option::of(prop::sample::select(Encoding::ALL.to_vec())),
        ) {
            if let Ok(decoded) = decode(&bytes, chosen) {
                prop_assert!(!decoded.text.contains('\r'));
            }
        }
    }
}
