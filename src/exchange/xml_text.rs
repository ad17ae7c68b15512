//! What of a text an XML file can hold.

use std::borrow::Cow;

/// The text without the characters that no XML 1.0 document may hold, written or escaped.
pub(super) fn writable(text: &str) -> Cow<'_, str> {
    let holds = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    if text.chars().all(holds) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| if holds(c) { c } else { '\u{fffd}' }).collect())
}
