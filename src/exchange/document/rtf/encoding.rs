//! The encodings of RTF: code pages and the character sets of fonts, as Windows numbers them.

use encoding_rs::{
    BIG5, EUC_KR, Encoding, GB18030, MACINTOSH, SHIFT_JIS, UTF_8, WINDOWS_874, WINDOWS_1250,
    WINDOWS_1251, WINDOWS_1252, WINDOWS_1253, WINDOWS_1254, WINDOWS_1255, WINDOWS_1256,
    WINDOWS_1257, WINDOWS_1258, X_MAC_CYRILLIC,
};

/// What the upper half of DOS's code page 437 stands for.
const DOS_437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";
/// That of 850.
const DOS_850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

/// How bytes stand for characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CodePage {
    /// As on the web.
    Web(&'static Encoding),
    /// As under DOS: ASCII, and these for the bytes from 0x80.
    Dos(&'static str),
}

/// What Windows in the West has, and RTF where it says nothing.
pub(super) const WESTERN: CodePage = CodePage::Web(WINDOWS_1252);

impl CodePage {
    /// The code page of that number.
    pub(super) fn numbered(number: i32) -> Self {
        Self::Web(match number {
            437 => return Self::Dos(DOS_437),
            850 | 858 => return Self::Dos(DOS_850),
            936 | 10008 | 20936 | 54936 => GB18030,
            950 | 951 | 10002 => BIG5,
            932 | 10001 => SHIFT_JIS,
            949 | 1361 | 10003 => EUC_KR,
            874 => WINDOWS_874,
            1250 => WINDOWS_1250,
            1251 => WINDOWS_1251,
            1253 => WINDOWS_1253,
            1254 => WINDOWS_1254,
            1255 => WINDOWS_1255,
            1256 => WINDOWS_1256,
            1257 => WINDOWS_1257,
            1258 => WINDOWS_1258,
            10000 => MACINTOSH,
            10007 => X_MAC_CYRILLIC,
            65001 => UTF_8,
            _ => WINDOWS_1252,
        })
    }

    /// The one that a font's character set says; `None` for those that leave it to the document.
    pub(super) fn of_charset(number: i32) -> Option<Self> {
        Some(Self::Web(match number {
            // That of Windows in the West, whatever the document's own is.
            0 => WINDOWS_1252,
            77 => MACINTOSH,
            78 | 128 => SHIFT_JIS,
            79 | 129 | 130 => EUC_KR,
            80 | 134 => GB18030,
            81 | 136 => BIG5,
            89 => X_MAC_CYRILLIC,
            161 => WINDOWS_1253,
            162 => WINDOWS_1254,
            163 => WINDOWS_1258,
            177 => WINDOWS_1255,
            178..=180 => WINDOWS_1256,
            186 => WINDOWS_1257,
            204 => WINDOWS_1251,
            222 => WINDOWS_874,
            238 => WINDOWS_1250,
            254 => return Some(Self::Dos(DOS_437)),
            255 => return Some(Self::Dos(DOS_850)),
            _ => return None,
        }))
    }

    /// The encoding of `bytes` that are surely not Western though the font says so, or says
    /// nothing: UTF-8 with Han characters, as programs write that know no other; or this code page,
    /// if it is one of two bytes a character.
    pub(super) fn surely_other(self, bytes: &[u8]) -> Option<Self> {
        let is_utf_8 = std::str::from_utf8(bytes)
            .is_ok_and(|text| text.contains(|c| matches!(c, '\u{2e80}'..='\u{ffef}')));
        if is_utf_8 {
            return Some(Self::Web(UTF_8));
        }
        self.surely_has(bytes).then_some(self)
    }

    /// Whether they are of this code page of two bytes a character: letters with accents do not
    /// stand in even numbers only.
    fn surely_has(self, bytes: &[u8]) -> bool {
        let Self::Web(encoding) = self else { return false };
        let is_double = [GB18030, BIG5, EUC_KR].contains(&encoding);
        let mut runs = bytes.split(u8::is_ascii).filter(|run| !run.is_empty()).peekable();
        is_double
            && runs.peek().is_some()
            && runs.all(|run| run.len() % 2 == 0 && run.iter().all(|&byte| byte > 0xA0))
            && encoding.decode_without_bom_handling_and_without_replacement(bytes).is_some()
    }

    /// `bytes` read so; as Western where they do not fit, as of a font for dashes in a Chinese text.
    pub(super) fn decode(self, bytes: &[u8]) -> String {
        match self {
            Self::Web(encoding) => {
                let (text, is_broken) = encoding.decode_without_bom_handling(bytes);
                if is_broken && bytes.len() < 3 {
                    return WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned();
                }
                text.into_owned()
            }
            Self::Dos(upper) => {
                let of = |&byte: &u8| match byte.checked_sub(0x80) {
                    Some(at) => upper.chars().nth(usize::from(at)).unwrap_or('\u{fffd}'),
                    None => char::from(byte),
                };
                bytes.iter().map(of).collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_pages_of_dos_have_a_sign_for_every_byte() {
        for upper in [DOS_437, DOS_850] {
            assert_eq!(upper.chars().count(), 128);
        }
        assert_eq!(CodePage::numbered(437).decode(b"a\x80\xE1\xFF"), "aÇß\u{a0}");
        assert_eq!(CodePage::numbered(850).decode(b"\xD5\xFE"), "ı■");
    }

    #[test]
    fn only_what_cannot_be_western_is_of_two_bytes() {
        let chinese = CodePage::numbered(936);
        assert!(chinese.surely_has(b"\xD6\xD0 x \xB9\xFA"));
        for western in [&b"caf\xE9"[..], b"\x93a\x94", b"abc", b"\xE9\xE9\xE9"] {
            assert!(!chinese.surely_has(western), "{western:?}");
        }
        assert!(!WESTERN.surely_has(b"\xD6\xD0"));
        for page in [chinese, WESTERN] {
            assert_eq!(page.surely_other("中中".as_bytes()), Some(CodePage::numbered(65001)));
        }
        assert_eq!(WESTERN.surely_other(b"caf\xC3\xA9"), None);
    }
}
