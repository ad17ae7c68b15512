//! `quandian check`: whether every passage still stands where it was marked.

use std::path::PathBuf;

use rust_i18n::t;
use serde::Serialize;

use super::{
    output::{Output, Stop},
    set,
    table::{self, Column},
};
use crate::{
    annotation::{self, AnchorStatus, Coder, Layer, Passage},
    corpus::{ArticlePath, Corpus},
    session::{Session, Weight, describe},
    text::CharSpan,
};

/// How many places of a passage that may be anywhere are told.
const PLACES: usize = 3;

/// What `check` is given.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(value_name = "PATH")]
    set: PathBuf,
    #[arg(long)]
    json: bool,
}

/// One passage, or one file that cannot be read; the order of the fields is that of the keys.
#[derive(Serialize)]
struct Row {
    article: Option<String>,
    coder: Option<String>,
    id: Option<String>,
    status: &'static str,
    /// As they were marked.
    fragments: Option<Vec<CharSpan>>,
    text: Option<String>,
    reason: Option<String>,
}

pub(super) fn run(args: &Args, output: &mut Output) -> Result<(), Stop> {
    let mut session = set::session(None, output)?;
    set::open_quietly(&mut session, &args.set)?;
    let unreadable: Vec<Row> = session
        .unreadable()
        .iter()
        .map(|file| Row {
            article: file.owner.as_ref().map(|(article, _)| article.to_string()),
            coder: file.owner.as_ref().map(|(_, coder)| coder.to_string()),
            id: None,
            status: "unreadable",
            fragments: None,
            text: None,
            reason: Some(describe::unreadable(file)),
        })
        .collect();
    for notice in session.take_notices() {
        // What the data tells of is not told twice.
        let in_data = unreadable.iter().any(|row| row.reason.as_ref() == Some(&notice.text));
        if notice.weight == Weight::Error && !in_data {
            output.problem(notice.text);
        }
    }
    if !unreadable.is_empty() {
        output.mark_failed();
    }
    set::tell_skipped(set::corpus(&session)?, output);
    let mut rows = passages(&session)?;
    rows.extend(unreadable);
    if args.json {
        return rows.iter().try_for_each(|row| output.json(row));
    }
    print_table(&rows, output)
}

fn passages(session: &Session) -> Result<Vec<Row>, Stop> {
    let corpus = set::corpus(session)?;
    let annotations = session.annotations();
    let mut rows = Vec::new();
    for article in annotations.articles() {
        for (coder, layer) in annotations.layers(article) {
            rows.extend(layer.passages.iter().map(|p| row(corpus, article, coder, layer, p)));
        }
    }
    Ok(rows)
}

fn row(
    corpus: &Corpus,
    path: &ArticlePath,
    coder: &Coder,
    layer: &Layer,
    passage: &Passage,
) -> Row {
    let (status, reason) = status(corpus, path, layer, passage);
    Row {
        article: Some(path.to_string()),
        coder: Some(coder.to_string()),
        id: Some(passage.id.to_string()),
        status,
        fragments: Some(passage.fragments.clone()),
        text: Some(passage.quotes.join(" … ")),
        reason,
    }
}

fn status(
    corpus: &Corpus,
    path: &ArticlePath,
    layer: &Layer,
    passage: &Passage,
) -> (&'static str, Option<String>) {
    let article = match corpus.entry(path).map(|entry| &entry.article) {
        Some(Ok(article)) => article,
        Some(Err(problem)) => return ("orphan", Some(describe::problem(problem))),
        None => return ("orphan", Some(t!("cli.reason.article_gone").into_owned())),
    };
    let rivals = layer.conflicts.iter().filter(|other| other.id == passage.id).count();
    let same_text = layer.sha256 == *article.hash();
    match annotation::check(passage, &article.text, same_text) {
        AnchorStatus::Moved(now) => {
            ("moved", Some(t!("cli.reason.moved", place = set::places(&now)).into_owned()))
        }
        AnchorStatus::Review(places) => {
            let places: Vec<_> = places.iter().take(PLACES).map(|p| set::places(p)).collect();
            let places = places.join(" / ");
            ("review", Some(t!("cli.reason.review", places = places).into_owned()))
        }
        AnchorStatus::Orphan => ("orphan", Some(t!("cli.reason.not_found").into_owned())),
        AnchorStatus::Ok if rivals > 0 => {
            ("conflict", Some(t!("cli.reason.conflict", count = rivals).into_owned()))
        }
        AnchorStatus::Ok => ("ok", None),
    }
}

fn print_table(rows: &[Row], output: &mut Output) -> Result<(), Stop> {
    let heading = [
        t!("cli.column.status").into_owned(),
        t!("cli.column.article").into_owned(),
        t!("cli.column.coder").into_owned(),
        t!("cli.column.place").into_owned(),
        t!("cli.column.text").into_owned(),
        t!("cli.column.id").into_owned(),
        t!("cli.column.reason").into_owned(),
    ];
    let cells = |row: &Row| {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        [
            shown_status(row.status),
            text(&row.article),
            text(&row.coder),
            row.fragments.as_deref().map(set::places).unwrap_or_default(),
            text(&row.text),
            text(&row.id),
            text(&row.reason),
        ]
    };
    let cells: Vec<_> = rows.iter().map(cells).collect();
    let [wide, narrow, whole] = [Column::Left(44), Column::Left(24), Column::Left(usize::MAX)];
    table::print(output, [narrow, wide, narrow, narrow, wide, wide, whole], &heading, &cells)
}

fn shown_status(status: &str) -> String {
    match status {
        "ok" => t!("cli.status.ok"),
        "moved" => t!("cli.status.moved"),
        "review" => t!("cli.status.review"),
        "orphan" => t!("cli.status.orphan"),
        "conflict" => t!("cli.status.conflict"),
        _ => t!("cli.status.unreadable"),
    }
    .into_owned()
}
