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
    annotation::{AnchorStatus, Coder, Layer, Passage},
    corpus::ArticlePath,
    session::{Command, Session, Weight, describe},
    text::CharSpan,
};

/// How many places of a passage that may be anywhere are told.
const PLACES: usize = 3;

/// What `check` is given.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(value_name = "PATH")]
    set: PathBuf,
    /// Takes over what was surely found again.
    #[arg(long)]
    accept: bool,
    #[arg(long)]
    json: bool,
}

/// Where a passage stands.
struct Standing {
    status: &'static str,
    proposed: Option<Vec<Vec<CharSpan>>>,
    reason: Option<String>,
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
    /// Where it may stand now: one place that is sure, or several to choose from.
    proposed: Option<Vec<Vec<CharSpan>>>,
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
            proposed: None,
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
    if args.accept {
        accept(&mut session, output)?;
    }
    let mut rows = passages(&session)?;
    rows.extend(unreadable);
    if args.json {
        return rows.iter().try_for_each(|row| output.json(row));
    }
    print_table(&rows, output)
}

fn passages(session: &Session) -> Result<Vec<Row>, Stop> {
    let annotations = session.annotations();
    let mut rows = Vec::new();
    for article in annotations.articles() {
        for (coder, layer) in annotations.layers(article) {
            for passage in &layer.passages {
                rows.push(row(session, article, coder, layer, passage)?);
            }
        }
    }
    Ok(rows)
}

fn row(
    session: &Session,
    path: &ArticlePath,
    coder: &Coder,
    layer: &Layer,
    passage: &Passage,
) -> Result<Row, Stop> {
    let Standing { status, proposed, reason } = status(session, path, layer, passage)?;
    Ok(Row {
        article: Some(path.to_string()),
        coder: Some(coder.to_string()),
        id: Some(passage.id.to_string()),
        status,
        fragments: Some(passage.fragments.clone()),
        proposed,
        text: Some(passage.quotes.join(" … ")),
        reason,
    })
}

/// What is to be said of a passage, and where it would stand now if that is sure.
fn status(
    session: &Session,
    path: &ArticlePath,
    layer: &Layer,
    passage: &Passage,
) -> Result<Standing, Stop> {
    let reason = |text: std::borrow::Cow<'static, str>| Some(text.into_owned());
    let gone = |reason| Standing { status: "orphan", proposed: None, reason };
    match set::corpus(session)?.entry(path).map(|entry| &entry.article) {
        Some(Ok(_)) => {}
        Some(Err(problem)) => return Ok(gone(Some(describe::problem(problem)))),
        None => return Ok(gone(reason(t!("cli.reason.article_gone")))),
    }
    let rivals = layer.conflicts.iter().filter(|other| other.id == passage.id).count();
    Ok(match session.status(passage.id) {
        AnchorStatus::Moved(now) => Standing {
            status: "moved",
            reason: reason(t!("cli.reason.moved", place = set::places(now))),
            proposed: Some(vec![now.clone()]),
        },
        AnchorStatus::Changed(now) => Standing {
            status: "changed",
            reason: reason(t!("cli.reason.changed", place = set::places(now))),
            proposed: Some(vec![now.clone()]),
        },
        AnchorStatus::Review(places) => {
            let shown: Vec<_> = places.iter().take(PLACES).map(|p| set::places(p)).collect();
            let shown = shown.join(" / ");
            let reason = reason(t!("cli.reason.review", places = shown));
            Standing { status: "review", proposed: Some(places.clone()), reason }
        }
        AnchorStatus::Orphan => gone(reason(t!("cli.reason.not_found"))),
        AnchorStatus::Ok if rivals > 0 => {
            let reason = reason(t!("cli.reason.conflict", count = rivals));
            Standing { status: "conflict", proposed: None, reason }
        }
        AnchorStatus::Ok => Standing { status: "ok", proposed: None, reason: None },
    })
}

/// Writes the new places of all passages that were surely found again.
fn accept(session: &mut Session, output: &mut Output) -> Result<(), Stop> {
    let annotations = session.annotations();
    let moved = |layer: &Layer| {
        let is_moved = |p: &Passage| matches!(session.status(p.id), AnchorStatus::Moved(_));
        layer.passages.iter().any(|passage| is_moved(passage))
    };
    let mut layers: Vec<(ArticlePath, Coder)> = Vec::new();
    for article in annotations.articles() {
        let coders = annotations.layers(article).filter(|(_, layer)| moved(layer));
        layers.extend(coders.map(|(coder, _)| (article.clone(), coder.clone())));
    }
    for (article, coder) in layers {
        set::apply(session, Command::AcceptMoved { article, coder })?;
    }
    set::save(session, output)
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
        "changed" => t!("cli.status.changed"),
        "review" => t!("cli.status.review"),
        "orphan" => t!("cli.status.orphan"),
        "conflict" => t!("cli.status.conflict"),
        _ => t!("cli.status.unreadable"),
    }
    .into_owned()
}
