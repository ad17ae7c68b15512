//! Excerpts as JSON lines: one object a line, for scripts.
//!
//! UTF-8 without BOM, LF. The fields are those of the CSV, with lists as lists; `fragments` are
//! `{"start", "end", "text"}` in Unicode scalar values of the decoded article. A field that holds
//! nothing is `null` or an empty list, never left out. `attributes` are those of the article.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Map, Number, Value};

use super::{Excerpt, ExportTerms, Format, Losses, Project, Written, preview::FirstLook};
use crate::{
    annotation::{AttributeKind, Attributes, FoundBy, Origin},
    corpus::ArticlePath,
};

/// The format.
pub struct JsonLines;

impl Format for JsonLines {
    fn name(&self) -> &'static str {
        "jsonl"
    }

    fn extension(&self) -> &'static str {
        "jsonl"
    }

    fn first_look(&self) -> FirstLook {
        FirstLook::Excerpts
    }

    fn write(&self, project: Project<'_>, _terms: &ExportTerms<'_>) -> io::Result<Written> {
        Written::file(|out| {
            write(out, project.excerpts, project.attributes)?;
            Ok(Losses::default())
        })
    }
}

#[derive(Serialize)]
struct Row<'a> {
    id: String,
    article: &'a str,
    title: &'a str,
    year: Option<i16>,
    coder: &'a str,
    themes: &'a [String],
    theme_ids: Vec<String>,
    text: &'a str,
    fragments: Vec<Fragment<'a>>,
    memo: &'a str,
    before: &'a str,
    after: &'a str,
    paragraph: Option<usize>,
    origin: Option<From<'a>>,
    created: String,
    modified: String,
    status: &'a str,
    attributes: Map<String, Value>,
}

#[derive(Serialize)]
struct Fragment<'a> {
    start: u32,
    end: u32,
    text: &'a str,
}

/// How a passage came to be.
#[derive(Serialize)]
struct From<'a> {
    by: &'static str,
    text: &'a str,
    reviewed: bool,
}

impl<'a> From<'a> {
    fn of(origin: &'a Origin) -> Self {
        let (by, text) = match &origin.by {
            FoundBy::Query(query) => ("query", query),
            FoundBy::Lexicon(entry) => ("lexicon", entry),
            FoundBy::Suggestion(score) => ("suggestion", score),
        };
        Self { by, text, reviewed: origin.reviewed }
    }
}

/// What an article bears, by the attributes' names: a number for numbers, else a text.
#[must_use]
pub fn json_attributes(attributes: &Attributes, article: &ArticlePath) -> Map<String, Value> {
    let values = attributes.values_of(article).map(|(known, value)| {
        let number = match known.kind {
            AttributeKind::Number => serde_json::from_str::<Number>(value).ok(),
            _ => None,
        };
        let value = number.map_or_else(|| Value::String(value.to_owned()), Value::Number);
        (known.name.clone(), value)
    });
    values.collect()
}

/// Writes `excerpts` to `out`, a line each; the attributes of its article stand in each.
///
/// # Errors
/// If `out` does not take it.
pub fn write(mut out: impl Write, excerpts: &[Excerpt], attributes: &Attributes) -> io::Result<()> {
    for excerpt in excerpts {
        let Excerpt {
            id,
            article,
            title,
            year,
            coder,
            themes,
            theme_ids,
            text,
            quotes,
            fragments,
            memo,
            before,
            after,
            paragraph,
            origin,
            created,
            modified,
            place,
        } = excerpt;
        let pieces = fragments.iter().zip(quotes);
        let row = Row {
            id: id.to_string(),
            article: article.as_str(),
            title,
            year: *year,
            coder: coder.as_str(),
            themes,
            theme_ids: theme_ids.iter().map(ToString::to_string).collect(),
            text,
            fragments: pieces
                .map(|(span, text)| Fragment {
                    start: span.start().get(),
                    end: span.end().get(),
                    text,
                })
                .collect(),
            memo,
            before,
            after,
            paragraph: *paragraph,
            origin: origin.as_ref().map(From::of),
            created: format!("{created:.3}"),
            modified: format!("{modified:.3}"),
            status: place.as_str(),
            attributes: json_attributes(attributes, article),
        };
        serde_json::to_writer(&mut out, &row)?;
        out.write_all(b"\n")?;
    }
    out.flush()
}
