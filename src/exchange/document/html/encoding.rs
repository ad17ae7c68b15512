//! The encoding of a web page: its BOM, what it says of itself, or what its bytes look like.

use encoding_rs::{Encoding, GB18030, GBK};

use crate::corpus::decode;

/// A page says in its first bytes what it is in.
const HEAD: usize = 4096;

/// The text of a page; `None` if it is none.
pub(super) fn decode_page(bytes: &[u8]) -> Option<String> {
    if Encoding::for_bom(bytes).is_none()
        && let Some(encoding) = declared(bytes)
    {
        let (text, _, is_broken) = encoding.decode(bytes);
        if !is_broken {
            return Some(text.into_owned());
        }
    }
    // Pages are in many encodings and often say another one.
    decode(bytes, None).ok().map(|decoded| decoded.text)
}

/// The encoding that a page says it is in: `charset=…` or `encoding="…"`.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(HEAD))?.to_ascii_lowercase();
    let after = |word: &[u8]| {
        let at = memchr::memmem::find(&head, word)?;
        head.get(at + word.len()..)
    };
    let rest = after(b"charset=").or_else(|| after(b"encoding="))?;
    let rest = rest.trim_ascii_start();
    let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
    let end =
        rest.iter().position(|byte| !(byte.is_ascii_alphanumeric() || b"-_:.".contains(byte)));
    let encoding = Encoding::for_label(rest.get(..end?)?)?;
    // A page that was read as text to here is not in UTF-16, whatever it says.
    if encoding == encoding_rs::UTF_16LE || encoding == encoding_rs::UTF_16BE {
        return None;
    }
    Some(if encoding == GBK { GB18030 } else { encoding })
}
