//! The encoding of a web page: its BOM, what it says of itself, or what its bytes look like.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, GBK, UTF_8, WINDOWS_1252};

use crate::{corpus::decode, exchange::incoming::without_document_type};

/// A page says in its first bytes what it is in.
const HEAD: usize = 4096;
/// Elements that hold no tags, which HTML takes for open even where XML leaves them empty.
const RAW: [&str; 8] =
    ["script", "style", "title", "textarea", "iframe", "xmp", "noembed", "noscript"];
/// So many characters of two bytes tell that a page is not Western though it says so.
const ENOUGH: usize = 10;

/// The text of a page; `None` if it is none.
pub(in crate::exchange::document) fn decode_page(bytes: &[u8]) -> Option<String> {
    if Encoding::for_bom(bytes).is_none() {
        for encoding in declared(bytes) {
            let encoding = if encoding == WINDOWS_1252 { not_western(bytes) } else { encoding };
            let (text, _, is_broken) = encoding.decode(bytes);
            if !is_broken {
                return Some(text.into_owned());
            }
        }
    }
    // Pages are in many encodings and often say another one.
    decode(bytes, None).ok().map(|decoded| decoded.text.into_owned()).or_else(|| foreign(bytes))
}

/// The text of a page in none of the encodings in which Chinese is written.
fn foreign(bytes: &[u8]) -> Option<String> {
    let is_control = |byte: &u8| matches!(byte, 0..=0x08 | 0x0E..=0x1A | 0x7F);
    if bytes.iter().any(is_control) {
        return None;
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, chardetng::Utf8Detection::Deny);
    let (text, _, is_broken) = encoding.decode(bytes);
    (!is_broken).then(|| text.into_owned())
}

/// The encodings that a page says it is in, the surest first: that of its XML declaration, then
/// that of its `<meta>`.
fn declared(bytes: &[u8]) -> Vec<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(HEAD)).unwrap_or_default().to_ascii_lowercase();
    let declaration = head.trim_ascii_start().strip_prefix(b"<?xml").map(|rest| {
        let end = memchr::memchr(b'>', rest).unwrap_or(rest.len());
        rest.get(..end).unwrap_or_default()
    });
    let own = declaration.and_then(|declaration| named(declaration, b"encoding"));
    let meta = named(&head, b"charset");
    own.into_iter().chain(meta).collect()
}

/// The encoding that is named behind `word=`.
fn named(head: &[u8], word: &[u8]) -> Option<&'static Encoding> {
    memchr::memmem::find_iter(head, word).find_map(|at| {
        let rest = head.get(at + word.len()..)?.trim_ascii_start().strip_prefix(b"=")?;
        let rest = rest.trim_ascii_start();
        let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
        let rest = rest.trim_ascii_start();
        let end =
            rest.iter().position(|byte| !(byte.is_ascii_alphanumeric() || b"-_:.".contains(byte)));
        let encoding = Encoding::for_label(rest.get(..end?)?)?;
        // A page that was read as text to here is not in UTF-16, whatever it says.
        if encoding == encoding_rs::UTF_16LE || encoding == encoding_rs::UTF_16BE {
            return None;
        }
        Some(if encoding == GBK { GB18030 } else { encoding })
    })
}

/// What a page is in that says it is Western: programs wrote that into pages of every language.
fn not_western(bytes: &[u8]) -> &'static Encoding {
    if std::str::from_utf8(bytes).is_ok() {
        return UTF_8;
    }
    let mut characters = 0;
    for run in bytes.split(u8::is_ascii).filter(|run| !run.is_empty()) {
        if run.len() % 2 != 0 || run.iter().any(|&byte| byte < 0xA1) {
            return WINDOWS_1252;
        }
        characters += run.len() / 2;
    }
    if characters >= ENOUGH { GB18030 } else { WINDOWS_1252 }
}

/// A page in XML with an end for each element that HTML would take the rest of the page for, and
/// without a document type of its own, which is not read.
pub(super) fn without_empty_raw_elements(text: &str) -> Cow<'_, str> {
    let text = without_document_type(text);
    let is_raw = |rest: &str| {
        RAW.into_iter().find(|name| {
            let follows = rest.get(name.len()..).and_then(|after| after.chars().next());
            rest.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
                && follows.is_some_and(|c| c.is_ascii_whitespace() || c == '/')
        })
    };
    let mut plain = String::new();
    let mut done = 0;
    for at in memchr::memchr_iter(b'<', text.as_bytes()) {
        let rest = text.get(at + 1..).unwrap_or_default();
        let (Some(name), Some(end)) = (is_raw(rest), rest.find('>')) else { continue };
        if rest.get(..end).is_some_and(|tag| tag.ends_with('/')) && at >= done {
            plain.push_str(text.get(done..at + end).unwrap_or_default());
            plain.push_str("></");
            plain.push_str(name);
            plain.push('>');
            done = at + 1 + end + 1;
        }
    }
    if done == 0 {
        return text;
    }
    plain.push_str(text.get(done..).unwrap_or_default());
    Cow::Owned(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_read_as_it_says_unless_its_bytes_say_otherwise() {
        let gb = |text: &str| GB18030.encode(text).0.into_owned();
        let sentence = "街道办事处组织居民议事，居民提出加装电梯。";
        let xml = format!("<?xml version='1.0' encoding='gbk'?><meta charset='utf-8'>{sentence}");
        assert_eq!(decode_page(&gb(&xml)).unwrap(), xml);
        let meta = format!("<meta http-equiv=x content='text/html; charset = gb2312'>{sentence}镕");
        assert_eq!(decode_page(&gb(&meta)).unwrap(), meta);
        let western = format!("<meta charset=iso-8859-1>{sentence}");
        assert_eq!(decode_page(&gb(&western)).unwrap(), western);
        assert_eq!(decode_page(western.as_bytes()).unwrap(), western);
        let arabic = "<meta charset=utf-8>أعرب الاتحاد الجزائري وقتها عن أسفه لهذا الموقف غير المقبول والفردي";
        assert_eq!(decode_page(&encoding_rs::WINDOWS_1256.encode(arabic).0).unwrap(), arabic);
        let french = "<meta charset=iso-8859-1>Café élevé à la fête, déjà vu";
        assert_eq!(decode_page(&WINDOWS_1252.encode(french).0).unwrap(), french);
    }

    #[test]
    fn empty_elements_are_ended() {
        let plain = without_empty_raw_elements("<title/>a<script src='b' /><styled/>c");
        assert_eq!(plain, "<title></title>a<script src='b' ></script><styled/>c");
    }
}
