//! `quandian passages`: what was marked in a set.

use std::path::PathBuf;

use rust_i18n::t;
use serde::Serialize;

use super::{
    output::{Output, Stop},
    selection::Selection,
    set,
    table::{self, Column},
};
use crate::{
    exchange::{self, Excerpt},
    text::CharSpan,
};

/// What `passages` is given.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(value_name = "PATH")]
    set: PathBuf,
    #[command(flatten)]
    selection: Selection,
    #[arg(long)]
    json: bool,
}

/// One passage; the order of the fields is that of the keys.
#[derive(Serialize)]
struct Row<'a> {
    id: String,
    article: &'a str,
    coder: &'a str,
    themes: &'a [String],
    fragments: &'a [CharSpan],
    text: &'a str,
    memo: &'a str,
    created: String,
    modified: String,
}

pub(super) fn run(args: &Args, output: &mut Output) -> Result<(), Stop> {
    let (session, filter) = args.selection.open(&args.set, output)?;
    let excerpts = exchange::excerpts(set::scene(&session)?, &filter);
    if !args.json {
        return print_table(&excerpts, output);
    }
    for excerpt in &excerpts {
        output.json(&Row {
            id: excerpt.id.to_string(),
            article: excerpt.article.as_str(),
            coder: excerpt.coder.as_str(),
            themes: &excerpt.themes,
            fragments: &excerpt.fragments,
            text: &excerpt.text,
            memo: &excerpt.memo,
            created: format!("{:.3}", excerpt.created),
            modified: format!("{:.3}", excerpt.modified),
        })?;
    }
    Ok(())
}

fn print_table(excerpts: &[Excerpt], output: &mut Output) -> Result<(), Stop> {
    let heading = [
        t!("cli.column.article").into_owned(),
        t!("cli.column.place").into_owned(),
        t!("cli.column.coder").into_owned(),
        t!("cli.column.themes").into_owned(),
        t!("cli.column.text").into_owned(),
        t!("cli.column.memo").into_owned(),
        t!("cli.column.id").into_owned(),
    ];
    let rows: Vec<_> = excerpts
        .iter()
        .map(|excerpt| {
            [
                excerpt.article.as_str().to_owned(),
                set::places(&excerpt.fragments),
                excerpt.coder.as_str().to_owned(),
                excerpt.themes.join("、"),
                excerpt.text.clone(),
                excerpt.memo.clone(),
                excerpt.id.to_string(),
            ]
        })
        .collect();
    let [wide, narrow] = [Column::Left(44), Column::Left(24)];
    table::print(output, [wide, narrow, narrow, narrow, wide, narrow, wide], &heading, &rows)
}
