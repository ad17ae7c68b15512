//! Reading XML: a tree of a part, without document types and without endless depth.

use roxmltree::{Document, Error, ParsingOptions};

use super::{Fault, FaultKind, Limit};

/// How deep elements may be nested: what walks the tree may then call itself.
const DEEPEST: usize = 500;

/// The tree of `text`, which is the part `part` of the file `file`.
///
/// # Errors
/// If it is not well-formed, declares a document type, or is nested too deep.
pub(in crate::exchange) fn parse<'a>(
    file: &str,
    part: &str,
    text: &'a str,
) -> Result<Document<'a>, Fault> {
    let fault = |kind| Fault { file: file.to_owned(), kind };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if depth(text) > DEEPEST {
        let most = DEEPEST as u64;
        return Err(fault(FaultKind::TooLarge { limit: Limit::Depth, most }));
    }
    Document::parse_with_options(text, ParsingOptions::default()).map_err(|error| {
        fault(match error {
            Error::DtdDetected => FaultKind::DocumentType,
            error => FaultKind::Syntax {
                part: part.to_owned(),
                line: error.pos().row as usize,
                reason: error.to_string(),
            },
        })
    })
}

/// How deep the elements of `text` are nested at most; what is no element may count too.
///
/// Looked at before the tree is built, whose building may call itself.
fn depth(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let bytes = text.as_bytes();
    for at in memchr::memchr_iter(b'<', bytes) {
        match bytes.get(at + 1) {
            Some(b'/') => depth = depth.saturating_sub(1),
            Some(b'?' | b'!') | None => {}
            Some(_) => {
                let rest = bytes.get(at..).unwrap_or_default();
                let end = memchr::memchr(b'>', rest);
                let is_empty = end.and_then(|end| rest.get(end.wrapping_sub(1))) == Some(&b'/');
                if !is_empty {
                    depth += 1;
                    deepest = deepest.max(depth);
                }
            }
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_type_and_endless_depth_are_refused() {
        let parsed = |text: &str| parse("文", "p.xml", text).map(drop).map_err(|fault| fault.kind);
        assert_eq!(parsed("\u{feff}<a><b/>甲</a>"), Ok(()));
        let bomb = "<!DOCTYPE a [<!ENTITY b \"bb\">]><a>&b;</a>";
        assert_eq!(parsed(bomb), Err(FaultKind::DocumentType));
        let deep = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
        let kind = FaultKind::TooLarge { limit: Limit::Depth, most: 500 };
        assert_eq!(parsed(&deep), Err(kind));
        let Err(FaultKind::Syntax { line: 2, .. }) = parsed("<a>\n<b></a>") else {
            panic!("{:?}", parsed("<a>\n<b></a>"))
        };
    }
}
