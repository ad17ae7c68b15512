//! A line of the stream: a JSON object with a text, and whatever else its owner keeps there.

use rust_i18n::t;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::text::Text;

/// A result: a JSON object.
pub(super) type StreamResult = Map<String, Value>;

/// A line that could be read.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct StreamLine {
    keys: Map<String, Value>,
}

/// Why a line has no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum StreamFault {
    /// It is too long to be an article.
    LongLine,
    /// It is no JSON, in the words of the reader.
    NoJson(String),
    /// It is JSON, but no object.
    NoObject,
    /// It lacks a text of that name.
    NoText(&'static str),
    /// A text is longer than positions can count.
    TooLong(&'static str),
}

impl StreamFault {
    /// In the user's language.
    pub(super) fn described(&self) -> String {
        match self {
            Self::NoJson(reason) => t!("stream.no_json", reason = reason),
            Self::LongLine => t!("stream.long_line"),
            Self::NoObject => t!("stream.no_object"),
            Self::NoText(key) => t!("stream.no_text", key = key),
            Self::TooLong(key) => t!("stream.too_long", key = key),
        }
        .into_owned()
    }
}

impl StreamLine {
    /// Reads a line; `None` of a blank one. The first of a stream may begin with a byte order mark.
    pub(super) fn read(bytes: &[u8], is_first: bool) -> Result<Option<Self>, StreamFault> {
        let mark: &[u8] = if is_first { b"\xEF\xBB\xBF" } else { b"" };
        let bytes = bytes.strip_prefix(mark).unwrap_or(bytes).trim_ascii();
        if bytes.is_empty() {
            return Ok(None);
        }
        match serde_json::from_slice(bytes) {
            Ok(Value::Object(keys)) => Ok(Some(Self { keys })),
            Ok(_) => Err(StreamFault::NoObject),
            Err(error) => Err(StreamFault::NoJson(error.to_string())),
        }
    }

    /// The text that stands under `key`.
    pub(super) fn text(&self, key: &'static str) -> Result<Text, StreamFault> {
        let text = self.keys.get(key).and_then(Value::as_str).ok_or(StreamFault::NoText(key))?;
        Text::new(text).ok_or(StreamFault::TooLong(key))
    }

    /// The year that the line gives under `year`, as a number or in a string.
    pub(super) fn year(&self) -> Option<i16> {
        match self.keys.get("year")? {
            Value::Number(number) => number.as_i64().and_then(|year| year.try_into().ok()),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    /// The line with all it has, and `value` under `key`.
    pub(super) fn with(&self, key: &str, value: &impl Serialize) -> StreamResult {
        let mut keys = self.keys.clone();
        keys.insert(key.to_owned(), serde_json::to_value(value).unwrap_or_default());
        keys
    }

    /// A result of its own: what the line has besides its `texts`, and the keys of `row`, which go
    /// before those of the line.
    pub(super) fn row(&self, texts: &[&str], row: &impl Serialize) -> StreamResult {
        let others = self.keys.iter().filter(|(key, _)| !texts.contains(&key.as_str()));
        let mut keys: StreamResult = others.map(|(k, v)| (k.clone(), v.clone())).collect();
        if let Ok(Value::Object(own)) = serde_json::to_value(row) {
            keys.extend(own);
        }
        keys
    }
}
