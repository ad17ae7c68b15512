//! Excerpts as Label Studio's JSON tasks: one article a task, one annotation a coder.
//!
//! For a labelling configuration with `<Text name="text" value="$text"/>` and
//! `<Labels name="label" toName="text">`. Positions are Unicode code points, the end not included.
//! The fragments of one passage are regions tied by relations; a memo is the first region's meta
//! text.
//!
//! Read are the full export and the small one (`JSON-MIN`). What models proposed is left out.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use serde_json::{Value, json};

use super::{
    Excerpt, ExportOptions, ExportTerms, Format, Written,
    incoming::{ImportFault, Incoming, IncomingFormat, SourceFile},
    preview::FirstLook,
    project::{Loss, Losses, Project, pieces},
};
use crate::{annotation::Coder, text::Text};

mod read;

pub use read::read;

/// The format.
pub struct LabelStudio;

impl Format for LabelStudio {
    fn name(&self) -> &'static str {
        "label-studio"
    }

    fn extension(&self) -> &'static str {
        "json"
    }

    fn first_look(&self) -> FirstLook {
        FirstLook::Article
    }

    fn losses(&self, project: Project<'_>, _options: ExportOptions) -> Losses {
        losses(project)
    }

    fn write(&self, project: Project<'_>, _terms: &ExportTerms<'_>) -> io::Result<Written> {
        Written::file(|out| write(out, project))
    }
}

impl IncomingFormat for LabelStudio {
    fn name(&self) -> &'static str {
        "label-studio"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["json"]
    }

    fn read(&self, file: &SourceFile) -> Result<Incoming, ImportFault> {
        read(file)
    }
}

/// Writes the tasks to `out`; says what the format cannot hold.
///
/// # Errors
/// If `out` does not take it.
pub fn write(mut out: impl Write, project: Project<'_>) -> io::Result<Losses> {
    let mut separator = "[\n";
    for (article, excerpts) in project.marked() {
        let mut by_coder: BTreeMap<&Coder, Vec<&Excerpt>> = BTreeMap::new();
        for excerpt in excerpts {
            by_coder.entry(&excerpt.coder).or_default().push(excerpt);
        }
        let annotations: Vec<Value> = by_coder
            .into_iter()
            .map(|(coder, excerpts)| {
                let result: Vec<Value> =
                    excerpts.into_iter().flat_map(|e| regions(&article.text, e)).collect();
                json!({ "result": result, "meta": { "coder": coder.as_str() } })
            })
            .collect();
        let header = project.corpus.header(article);
        let task = json!({
            "data": {
                "text": article.text.as_str(),
                "article": article.path.as_str(),
                "title": header.title,
                "year": header.year,
            },
            "annotations": annotations,
        });
        out.write_all(separator.as_bytes())?;
        serde_json::to_writer(&mut out, &task)?;
        separator = ",\n";
    }
    out.write_all(if separator == "[\n" { b"[]\n" } else { b"\n]\n" })?;
    out.flush()?;
    Ok(losses(project))
}

/// What of a project the format cannot hold.
fn losses(project: Project<'_>) -> Losses {
    let losses = Losses::of_labels(project);
    losses.without(Loss::Coder).without(Loss::Memo).without(Loss::Fragments)
}

/// The regions of one passage and the relations that tie them.
fn regions(text: &Text, excerpt: &Excerpt) -> Vec<Value> {
    // A region without a label is none.
    if excerpt.themes.is_empty() {
        return Vec::new();
    }
    let id = |at: usize| format!("{}-{at}", excerpt.id);
    let mut all: Vec<Value> = Vec::new();
    for (at, (span, quote)) in pieces(text, excerpt).enumerate() {
        let mut region = json!({
            "id": id(at),
            "from_name": "label",
            "to_name": "text",
            "type": "labels",
            "value": {
                "start": span.start().get(),
                "end": span.end().get(),
                "text": quote,
                "labels": excerpt.themes,
            },
        });
        if at == 0 && !excerpt.memo.is_empty() {
            region["meta"] = json!({ "text": [excerpt.memo] });
        }
        all.push(region);
    }
    let ties = 1..all.len();
    all.extend(ties.map(|at| {
        json!({
            "type": "relation", "from_id": id(at - 1), "to_id": id(at), "direction": "right",
        })
    }));
    all
}
