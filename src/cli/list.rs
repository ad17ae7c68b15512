//! `quandian list`: the articles of a set.

use std::path::PathBuf;

use rust_i18n::t;
use serde::Serialize;

use super::{
    output::{Output, Stop},
    set,
    table::{self, Column},
};
use crate::session::describe;

/// What `list` is given.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(value_name = "PATH")]
    set: PathBuf,
    #[arg(long)]
    json: bool,
}

/// One article, or a file that should be one; the order of the fields is that of the keys.
#[derive(Serialize)]
struct Row<'a> {
    path: &'a str,
    title: Option<String>,
    year: Option<i16>,
    encoding: Option<&'static str>,
    chars: Option<u32>,
    /// Of all coders.
    passages: usize,
    problem: Option<String>,
}

pub(super) fn run(args: &Args, output: &mut Output) -> Result<(), Stop> {
    let session = set::open(&args.set, output)?;
    let corpus = set::corpus(&session)?;
    set::tell_skipped(corpus, output);
    let mut rows = Vec::new();
    for entry in corpus.entries() {
        let path = entry.path.as_str();
        let passages = session.annotations().count_in(&entry.path);
        let row = match &entry.article {
            Ok(article) => {
                let header = corpus.header(article);
                Row {
                    path,
                    title: Some(header.title),
                    year: header.year,
                    encoding: Some(article.encoding.name()),
                    chars: Some(article.text.char_len().get()),
                    passages,
                    problem: None,
                }
            }
            Err(problem) => {
                output.mark_failed();
                let problem = Some(describe::problem(problem));
                let (title, year, encoding, chars) = (None, None, None, None);
                Row { path, title, year, encoding, chars, passages, problem }
            }
        };
        if args.json {
            output.json(&row)?;
        } else {
            rows.push(cells(&row));
        }
    }
    if args.json {
        return Ok(());
    }
    let heading = [
        t!("cli.column.path").into_owned(),
        t!("cli.column.title").into_owned(),
        t!("cli.column.year").into_owned(),
        t!("cli.column.encoding").into_owned(),
        t!("cli.column.chars").into_owned(),
        t!("cli.column.passages").into_owned(),
        t!("cli.column.problem").into_owned(),
    ];
    let text = Column::Left(40);
    let columns =
        [text, text, Column::Right, text, Column::Right, Column::Right, Column::Left(usize::MAX)];
    table::print(output, columns, &heading, &rows)
}

fn cells(row: &Row<'_>) -> [String; 7] {
    let or_empty = |text: Option<String>| text.unwrap_or_default();
    [
        row.path.to_owned(),
        or_empty(row.title.clone()),
        or_empty(row.year.map(|year| year.to_string())),
        row.encoding.unwrap_or_default().to_owned(),
        or_empty(row.chars.map(|chars| chars.to_string())),
        row.passages.to_string(),
        or_empty(row.problem.clone()),
    ]
}
