//! Words that follow a number: `1 passage`, `2 passages`.
//!
//! A translation marks what its number changes: `%{count} passage⟦s⟧` for an ending that one thing
//! does not have, `%{count} ⟦entry|entries⟧` for the word for one and the word for more.

use std::borrow::Cow;

const OPENS: char = '⟦';
const CLOSES: char = '⟧';

/// The text with each mark replaced by what fits the number last read before it.
#[must_use]
pub fn with_plurals(text: Cow<'static, str>) -> Cow<'static, str> {
    if !text.contains(OPENS) {
        return text;
    }
    let mut said = String::with_capacity(text.len());
    let mut rest = &*text;
    while let Some((before, marked)) = rest.split_once(OPENS) {
        let Some((forms, after)) = marked.split_once(CLOSES) else { break };
        said.push_str(before);
        let (one, more) = forms.split_once('|').unwrap_or(("", forms));
        said.push_str(if is_one(&said) { one } else { more });
        rest = after;
    }
    said.push_str(rest);
    Cow::Owned(said)
}

/// Whether the last number in `text` is 1 and not the end of another, as in `1,001`.
fn is_one(text: &str) -> bool {
    let Some(end) = text.rfind(|c: char| c.is_ascii_digit()) else { return false };
    let number = text.get(..=end).unwrap_or_default();
    let start = number.rfind(|c: char| !c.is_ascii_digit() && c != ',');
    let number = start.and_then(|at| number.get(at..)).unwrap_or(number);
    number.trim_start_matches(|c: char| !c.is_ascii_digit()) == "1"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_thing_is_not_called_several() {
        for (text, said) in [
            ("1 passage⟦s⟧ · 2 article⟦s⟧", "1 passage · 2 articles"),
            ("0 passage⟦s⟧", "0 passages"),
            ("1,001 passage⟦s⟧", "1,001 passages"),
            ("21 passage⟦s⟧", "21 passages"),
            ("“2019”: 1 more ⟦entry|entries⟧ ⟦was|were⟧ kept", "“2019”: 1 more entry was kept"),
            ("有 1 处", "有 1 处"),
            ("没有闭合 ⟦", "没有闭合 ⟦"),
        ] {
            assert_eq!(with_plurals(text.into()), said);
        }
    }
}
