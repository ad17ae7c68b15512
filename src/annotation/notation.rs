//! The RON of the program's own files: strings written, syntax errors located.
//!
//! The files are put together line by line instead of by `ron::ser`: that one escapes whatever the
//! Unicode tables of the day call unprintable, so that a newer compiler would rewrite old files.

use std::{collections::BTreeMap, fmt};

use ron::{Error, error::SpannedError, value::RawValue};
use serde::{Deserialize, de::DeserializeOwned};

/// What other programs, or later versions of this one, keep in a file: written back as it was read.
pub type Extension = BTreeMap<String, Box<RawValue>>;

/// Appends `text` as a RON string on one line.
pub(super) fn push_string(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // The last three end a line, or vanish, in some editors and diff viewers.
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                out.extend(c.escape_unicode());
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

/// Appends `items` between `open` and `close`, parted by commas, each as `push` writes it.
pub(super) fn push_list<T>(
    out: &mut String,
    (open, close): (char, char),
    items: impl IntoIterator<Item = T>,
    push: impl Fn(&mut String, T),
) {
    out.push(open);
    for (place, item) in items.into_iter().enumerate() {
        if place > 0 {
            out.push_str(", ");
        }
        push(out, item);
    }
    out.push(close);
}

/// Appends `"key": value`.
pub(super) fn push_extension(
    out: &mut String,
    (key, value): (impl AsRef<str>, impl AsRef<RawValue>),
) {
    push_string(out, key.as_ref());
    out.push_str(": ");
    out.push_str(value.as_ref().trim().get_ron());
}

/// Where a file stops being what it should be.
#[derive(Debug)]
pub(super) struct SyntaxFault {
    /// From 1.
    pub(super) line: usize,
    /// In characters, from 1.
    pub(super) column: usize,
    pub(super) reason: NotationFault,
}

impl From<SpannedError> for SyntaxFault {
    fn from(error: SpannedError) -> Self {
        let at = error.span.start;
        Self { line: at.line, column: at.col, reason: error.code.into() }
    }
}

/// What is wrong at a place of a file, in the kinds that a user can do something about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotationFault {
    /// The file ends in the middle.
    End,
    /// A string that is not closed.
    OpenString,
    /// A bracket, a comma or a colon is missing, or one is too many.
    Punctuation,
    /// A field that this version does not know.
    UnknownField(String),
    /// A field that is not there.
    MissingField(String),
    /// A field that is there twice.
    DoubledField(String),
    /// Brackets in brackets beyond every measure.
    Nesting,
    /// A value that cannot stand there.
    Value(String),
    /// A mark that git puts around what it could not merge.
    Marker,
    /// A line that is neither of the program's own nor part of an entry.
    Stray,
}

impl From<Error> for NotationFault {
    fn from(error: Error) -> Self {
        use Error as E;
        match error {
            E::Eof => Self::End,
            E::ExpectedStringEnd => Self::OpenString,
            E::ExpectedArray
            | E::ExpectedArrayEnd
            | E::ExpectedComma
            | E::ExpectedMap
            | E::ExpectedMapColon
            | E::ExpectedMapEnd
            | E::ExpectedStructLike
            | E::ExpectedStructLikeEnd
            | E::ExpectedNamedStructLike(_)
            | E::ExpectedOptionEnd
            | E::UnexpectedChar(_)
            | E::TrailingCharacters => Self::Punctuation,
            E::NoSuchStructField { found, .. } => Self::UnknownField(found),
            E::MissingStructField { field, .. } => Self::MissingField(field.to_owned()),
            E::DuplicateStructField { field, .. } => Self::DoubledField(field.to_owned()),
            E::ExceededRecursionLimit => Self::Nesting,
            other => Self::Value(other.to_string()),
        }
    }
}

impl fmt::Display for NotationFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::End => f.write_str("the file ends too early"),
            Self::OpenString => f.write_str("a string is not closed"),
            Self::Punctuation => f.write_str("a bracket or a comma is missing or too many"),
            Self::UnknownField(name) => write!(f, "unknown field `{name}`"),
            Self::MissingField(name) => write!(f, "the field `{name}` is missing"),
            Self::DoubledField(name) => write!(f, "the field `{name}` is there twice"),
            Self::Nesting => f.write_str("brackets are nested too deeply"),
            Self::Value(reason) => f.write_str(reason),
            Self::Marker => f.write_str("a conflict marker of git"),
            Self::Stray => f.write_str("not a line of such a file"),
        }
    }
}

/// Reads a whole file; a byte order mark before it is no part of it.
///
/// RON's own limit on nesting stays as it is: without it a hostile file aborts the process.
pub(super) fn read<T: DeserializeOwned>(text: &str) -> Result<T, SyntaxFault> {
    Ok(ron::from_str(without_mark(text))?)
}

/// The version a file says it has, whatever else stands in it.
pub(super) fn version(text: &str) -> Option<u32> {
    #[derive(Deserialize)]
    struct Versioned {
        version: u32,
    }
    ron::from_str(without_mark(text)).ok().map(|file: Versioned| file.version)
}

fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_string_is_read_as_it_was_written(text in any::<String>()) {
            let mut out = String::new();
            push_string(&mut out, &text);
            prop_assert_eq!(out.lines().count(), 1);
            prop_assert_eq!(read::<String>(&out).expect("RON"), text);
        }
    }

    #[test]
    fn chinese_and_emoji_stay_readable() {
        let mut out = String::new();
        push_string(&mut out, "𠮷的“党建”'👨‍👩‍👧'\u{0}\u{2028}\\");
        assert_eq!(out, "\"𠮷的“党建”'👨‍👩‍👧'\\u{0}\\u{2028}\\\\\"");
    }
}
