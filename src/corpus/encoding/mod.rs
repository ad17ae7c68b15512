//! From a file's bytes to its text: which encoding they are in, and one form of line ends.
//!
//! Chinese articles come in six encodings, and what was typed in the West in a seventh; a file in
//! any other is either valid ASCII (and so UTF-8) or not for this program. A few broken bytes do
//! not make an article unreadable: they are shown as U+FFFD.

mod cost;
mod detect;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use encoding_rs::{BIG5, GB18030, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use memchr::memchr;
use serde::{Deserialize, Serialize};

use super::Problem;

/// One broken sequence in so many characters that are not ASCII is put up with: a page cut in the
/// middle of a character, a bad byte in a download. Bytes in a wrong encoding give far more.
const CHARS_PER_BREAK: usize = 20;

/// So many broken sequences a short text may have, if it has more characters that are sound.
const BREAKS_OF_A_SHORT_TEXT: usize = 2;

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
    /// Windows-1252, of Western European texts; Latin-1 is within it.
    Windows1252,
}

impl Encoding {
    /// All of them, in the order in which a user may choose.
    pub const ALL: [Self; 7] = [
        Self::Utf8,
        Self::Utf8Bom,
        Self::Gb18030,
        Self::Big5,
        Self::Utf16Le,
        Self::Utf16Be,
        Self::Windows1252,
    ];

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
            Self::Windows1252 => "Windows-1252",
        }
    }

    /// The table by which bytes are read; of what stands before the text it knows nothing.
    #[must_use]
    pub const fn table(self) -> &'static encoding_rs::Encoding {
        match self {
            Self::Utf8 | Self::Utf8Bom => UTF_8,
            Self::Utf16Le => UTF_16LE,
            Self::Utf16Be => UTF_16BE,
            Self::Gb18030 => GB18030,
            Self::Big5 => BIG5,
            Self::Windows1252 => WINDOWS_1252,
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
pub struct Decoded<'a> {
    /// Without byte order mark; every line end is `\n`. The bytes themselves, where they are that.
    pub text: Cow<'a, str>,
    /// What the bytes were read as.
    pub encoding: Encoding,
}

/// Reads `bytes` in the `chosen` encoding or, if none is chosen, in the one they seem to be in.
///
/// # Errors
/// [`Problem::Binary`] if no encoding was chosen and they are no text;
/// [`Problem::WrongEncoding`] if they do not fit the chosen one.
pub fn decode(bytes: &[u8], chosen: Option<Encoding>) -> Result<Decoded<'_>, Problem> {
    match chosen {
        Some(encoding) => decode_as(bytes, encoding).ok_or(Problem::WrongEncoding { encoding }),
        None => detect::detect(bytes).ok_or(Problem::Binary),
    }
}

/// Reads bytes in one encoding; `None` if too many of them do not fit.
fn decode_as(bytes: &[u8], encoding: Encoding) -> Option<Decoded<'_>> {
    let bytes_of_text = match encoding {
        Encoding::Utf8 | Encoding::Utf8Bom => bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes),
        _ => bytes,
    };
    let (text, had_errors) = encoding.table().decode_without_bom_handling(bytes_of_text);
    // In UTF-16 every unit but a lone surrogate is a character: there is nothing to judge by.
    let can_judge = !matches!(encoding, Encoding::Utf16Le | Encoding::Utf16Be);
    if had_errors && can_judge && !few_breaks(&text) {
        return None;
    }
    let text = with_plain_line_ends(without_mark(text));
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

fn few_breaks(text: &str) -> bool {
    let (mut breaks, mut others) = (0, 0);
    for char in text.chars() {
        if char == char::REPLACEMENT_CHARACTER {
            breaks += 1;
        } else if !char.is_ascii() {
            others += 1;
        }
    }
    breaks * CHARS_PER_BREAK <= others || breaks <= BREAKS_OF_A_SHORT_TEXT.min(others / 2)
}

/// The text without a byte order mark.
fn without_mark(text: Cow<'_, str>) -> Cow<'_, str> {
    const MARK: char = '\u{FEFF}';
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.strip_prefix(MARK).unwrap_or(text)),
        Cow::Owned(mut text) => {
            if text.starts_with(MARK) {
                text.drain(..MARK.len_utf8());
            }
            Cow::Owned(text)
        }
    }
}

/// Turns `\r\n` and a lone `\r` into `\n`.
fn with_plain_line_ends(text: Cow<'_, str>) -> Cow<'_, str> {
    if memchr(b'\r', text.as_bytes()).is_none() {
        return text;
    }
    let mut plain = String::with_capacity(text.len());
    let mut parts = text.split('\r');
    plain.push_str(parts.next().unwrap_or_default());
    for part in parts {
        plain.push('\n');
        plain.push_str(part.strip_prefix('\n').unwrap_or(part));
    }
    Cow::Owned(plain)
}
