//! What an annotation is about: the source, and the place in it.

use serde_json::Value;

use crate::{
    exchange::incoming::json,
    text::{CharOffset, CharSpan},
};

/// One target of an annotation.
pub(super) enum AnnotationTarget<'a> {
    /// A stretch of a source's text.
    Part(Part<'a>),
    /// The source as a whole.
    Whole,
    /// A place that is told in no way known here: a picture's region, a path of elements.
    Other,
}

/// A stretch of text.
pub(super) struct Part<'a> {
    /// The source's address; empty if none is given.
    pub(super) source: &'a str,
    /// Where, if the file says so.
    pub(super) span: Option<CharSpan>,
    /// What stands there, if the file says so.
    pub(super) quote: Option<Quote<'a>>,
}

/// A text with what stands around it.
#[derive(Clone, Copy)]
pub(super) struct Quote<'a> {
    pub(super) exact: &'a str,
    pub(super) before: &'a str,
    pub(super) after: &'a str,
}

/// Reads a target; `default` is the source of one that names none.
pub(super) fn read<'a>(target: &'a Value, default: &'a str) -> AnnotationTarget<'a> {
    let selectors = json::list(&target["selector"]);
    if selectors.is_empty() {
        return AnnotationTarget::Whole;
    }
    // Selectors beside each other name the same place in several ways.
    let mut place = Place::default();
    for selector in selectors {
        let other = place_of(selector);
        place = Place { span: place.span.or(other.span), quote: place.quote.or(other.quote) };
    }
    let Place { span, quote } = place;
    if span.is_none() && quote.is_none() {
        return AnnotationTarget::Other;
    }
    let source = &target["source"];
    let source =
        source.as_str().or_else(|| source["id"].as_str()).or_else(|| source["@id"].as_str());
    AnnotationTarget::Part(Part { source: source.unwrap_or(default), span, quote })
}

#[derive(Clone, Copy, Default)]
struct Place<'a> {
    span: Option<CharSpan>,
    quote: Option<Quote<'a>>,
}

/// What a selector says, each `refinedBy` within what the one before it selects.
fn place_of(selector: &Value) -> Place<'_> {
    let mut place = own_place(selector);
    let mut next = &selector["refinedBy"];
    while !next.is_null() {
        let within = json::list(next).iter().map(own_place).fold(Place::default(), |all, other| {
            Place { span: all.span.or(other.span), quote: all.quote.or(other.quote) }
        });
        // A position counts from where the selection before it starts.
        let moved = place.span.zip(within.span).and_then(|(outer, inner)| {
            let at = |offset: CharOffset| outer.start().get().checked_add(offset.get());
            let span = CharSpan::new(
                CharOffset::new(at(inner.start())?),
                CharOffset::new(at(inner.end())?),
            )?;
            outer.encloses(span).then_some(span)
        });
        // What the outer one says is too wide now.
        place = Place { span: moved, quote: within.quote };
        next = match next {
            Value::Object(_) => &next["refinedBy"],
            _ => &Value::Null,
        };
    }
    place
}

fn own_place(selector: &Value) -> Place<'_> {
    let kind = json::list(&selector["type"]).iter().find_map(Value::as_str);
    match kind.map(|kind| kind.rsplit([':', '#', '/']).next().unwrap_or(kind)) {
        Some("TextQuoteSelector") => {
            let text = |name: &str| selector[name].as_str().unwrap_or_default();
            let exact = text("exact");
            let quote = Quote { exact, before: text("prefix"), after: text("suffix") };
            Place { span: None, quote: (!exact.is_empty()).then_some(quote) }
        }
        Some("TextPositionSelector") => {
            let at = |name: &str| {
                let at = selector[name].as_u64().and_then(|at| u32::try_from(at).ok());
                at.map(CharOffset::new)
            };
            let span =
                at("start").zip(at("end")).and_then(|(start, end)| CharSpan::new(start, end));
            Place { span: span.filter(|span| !span.is_empty()), quote: None }
        }
        _ => Place::default(),
    }
}

/// What the article at that address is called: a relative address is its path in the set, of
/// another one the last part counts.
pub(super) fn name_of(iri: &str) -> String {
    let path = iri.split(['?', '#']).next().unwrap_or_default();
    let Some((scheme, rest)) = path.split_once(':') else { return unescaped(path) };
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    if !is_scheme {
        return unescaped(path);
    }
    let last = rest.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    unescaped(if last.is_empty() { iri } else { last })
}

/// The text with `%E6%96%87` as what it stands for; as it is where that is not UTF-8.
fn unescaped(iri: &str) -> String {
    let mut bytes = Vec::with_capacity(iri.len());
    let mut rest = iri.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let hex = |digits: &[u8]| {
            let digits = std::str::from_utf8(digits).ok()?;
            // `u8::from_str_radix` takes a sign.
            let is_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
            is_hex.then(|| u8::from_str_radix(digits, 16).ok())?
        };
        match (byte, after.get(..2).and_then(hex)) {
            (b'%', Some(escaped)) => {
                bytes.push(escaped);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(byte);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| iri.to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn seen(selector: &Value) -> (Option<(u32, u32)>, Option<String>) {
        let target = json!({ "source": "a.txt", "selector": selector });
        match read(&target, "") {
            AnnotationTarget::Part(part) => (
                part.span.map(|span| (span.start().get(), span.end().get())),
                part.quote.map(|quote| quote.exact.to_owned()),
            ),
            AnnotationTarget::Whole | AnnotationTarget::Other => (None, None),
        }
    }

    #[test]
    fn what_refines_a_selector_counts_from_it() {
        let position = |a: u32, b: u32, more: Value| json!({ "type": "TextPositionSelector", "start": a, "end": b, "refinedBy": more });
        let quote = json!({ "type": ["oa:TextQuoteSelector"], "exact": "党建" });
        assert_eq!(seen(&position(4, 9, Value::Null)), (Some((4, 9)), None));
        assert_eq!(seen(&position(4, 9, position(1, 3, Value::Null))), (Some((5, 7)), None));
        // Beyond what it refines, or in something unknown: no place at all.
        assert_eq!(seen(&position(4, 9, position(1, 6, Value::Null))), (None, None));
        assert_eq!(seen(&position(4, 9, json!({ "type": "XPathSelector" }))), (None, None));
        assert_eq!(seen(&position(4, 9, quote.clone())), (None, Some("党建".into())));
        let fragment = json!({ "type": "FragmentSelector", "value": "p3", "refinedBy": quote });
        assert_eq!(seen(&fragment), (None, Some("党建".into())));
        assert_eq!(seen(&json!([quote, position(4, 6, Value::Null)])).0, Some((4, 6)));
        assert_eq!(seen(&position(4, 4, Value::Null)), (None, None));
    }

    #[test]
    fn an_address_becomes_a_name() {
        for (iri, name) in [
            ("%E5%AD%90%20a/2019-%E6%96%87.txt", "子 a/2019-文.txt"),
            ("https://x.org/a/%E6%96%87.html?b=c#d", "文.html"),
            ("https://x.org/", "x.org"),
            ("urn:x:文", "x:文"),
            ("100%/a%+1%ff", "100%/a%+1%ff"),
            ("文 1:2.txt", "文 1:2.txt"),
        ] {
            assert_eq!(name_of(iri), name);
        }
    }
}
