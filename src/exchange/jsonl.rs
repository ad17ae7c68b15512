//! Excerpts as JSON lines: one object a line, for scripts.
//!
//! UTF-8 without BOM, LF. The fields are those of the CSV, with lists as lists; `fragments` are
//! `{"start", "end", "text"}` in Unicode scalar values of the decoded article. A field that holds
//! nothing is `null` or an empty list, never left out.

use std::io::Write;

use serde::Serialize;

use super::Excerpt;
use crate::annotation::{FoundBy, Origin};

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
        };
        Self { by, text, reviewed: origin.reviewed }
    }
}

/// Writes `excerpts` to `out`, a line each.
///
/// # Errors
/// If `out` does not take it.
pub fn write(mut out: impl Write, excerpts: &[Excerpt]) -> std::io::Result<()> {
    for excerpt in excerpts {
        let pieces = excerpt.fragments.iter().zip(&excerpt.quotes);
        let row = Row {
            id: excerpt.id.to_string(),
            article: excerpt.article.as_str(),
            title: &excerpt.title,
            year: excerpt.year,
            coder: excerpt.coder.as_str(),
            themes: &excerpt.themes,
            theme_ids: excerpt.theme_ids.iter().map(ToString::to_string).collect(),
            text: &excerpt.text,
            fragments: pieces
                .map(|(span, text)| Fragment {
                    start: span.start().get(),
                    end: span.end().get(),
                    text,
                })
                .collect(),
            memo: &excerpt.memo,
            before: &excerpt.before,
            after: &excerpt.after,
            paragraph: excerpt.paragraph,
            origin: excerpt.origin.as_ref().map(From::of),
            created: format!("{:.3}", excerpt.created),
            modified: format!("{:.3}", excerpt.modified),
            status: excerpt.place.as_str(),
        };
        serde_json::to_writer(&mut out, &row)?;
        out.write_all(b"\n")?;
    }
    out.flush()
}
