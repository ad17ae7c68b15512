//! Reading XML: a tree of a part, without document types and without endless depth.

use std::borrow::Cow;

use roxmltree::{Document, Error, ParsingOptions};

use super::{FaultKind, ImportFault, Limit};

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
) -> Result<Document<'a>, ImportFault> {
    let fault = |kind| ImportFault { file: file.to_owned(), kind };
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

/// `text` without the document type that it declares, which is not read: its line ends stay, so that
/// lines are counted as before. Entities that it defines are defined no more.
pub(in crate::exchange) fn without_document_type(text: &str) -> Cow<'_, str> {
    let Some(start) = document_type(text) else { return Cow::Borrowed(text) };
    let (mut brackets, mut quote) = (0_usize, None);
    let rest = text.as_bytes().get(start..).unwrap_or_default();
    let end = rest.iter().position(|&byte| {
        match (quote, byte) {
            (Some(open), byte) if open == byte => quote = None,
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'[') => brackets += 1,
            (None, b']') => brackets = brackets.saturating_sub(1),
            (None, b'>') => return brackets == 0,
            // The inside of quotes among them.
            _ => {}
        }
        false
    });
    let Some(end) = end.map(|end| start + end + 1) else { return Cow::Borrowed(text) };
    let (before, kind) = (text.get(..start), text.get(start..end));
    let lines = kind.unwrap_or_default().matches('\n').count();
    let after = text.get(end..).unwrap_or_default();
    Cow::Owned([before.unwrap_or_default(), &"\n".repeat(lines), after].concat())
}

/// Where a document type is declared, which is before the first element.
fn document_type(text: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        at += text.get(at..)?.find('<')?;
        let rest = text.get(at..)?;
        let skipped = if rest.starts_with("<!--") {
            rest.find("-->")?
        } else if rest.starts_with("<?") {
            rest.find("?>")?
        } else {
            let is_type = rest.get(..9)?.eq_ignore_ascii_case("<!DOCTYPE");
            return is_type.then_some(at);
        };
        at += skipped;
    }
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
    #[test]
    fn a_document_type_is_passed_over_with_all_that_stands_in_it() {
        let without = |text| without_document_type(text).into_owned();
        let bomb = "<?xml version='1.0'?><!-- <!DOCTYPE -->\n<!doctype a [\n<!ENTITY b \"]>\">\n]><a>&b;</a>";
        assert_eq!(without(bomb), "<?xml version='1.0'?><!-- <!DOCTYPE -->\n\n\n<a>&b;</a>");
        assert_eq!(without("<!DOCTYPE html PUBLIC \"x\" 'y'><a/>"), "<a/>");
        for text in ["<a><!DOCTYPE b></a>", "<!DOCTYPE a [", "text", ""] {
            assert_eq!(without(text), text);
        }
    }
}
