//! `quandian snapshots`: what was kept before large changes, and bringing it back.

use std::path::PathBuf;

use rust_i18n::t;
use serde::Serialize;

use super::{
    output::{Output, Stop},
    set,
    table::{self, Column},
};
use crate::session::{SnapshotInfo, describe};

/// What `snapshots` is given.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(value_name = "PATH")]
    set: PathBuf,
    /// Makes everything as it was then.
    #[arg(long, value_name = "ID")]
    restore: Option<String>,
    /// Keeps everything as it is now, under a name.
    #[arg(long, value_name = "NAME", conflicts_with = "restore")]
    take: Option<String>,
    #[arg(long)]
    json: bool,
}

/// One snapshot; the order of the fields is that of the keys.
#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    taken: String,
    reason: &'a str,
    passages: usize,
    themes: usize,
    articles: usize,
}

/// What bringing one back did.
#[derive(Serialize)]
struct Done<'a> {
    restored: &'a str,
    back: usize,
    changed: usize,
    removed: usize,
    left: usize,
}

pub(super) fn run(args: &Args, output: &mut Output) -> Result<(), Stop> {
    match (&args.restore, &args.take) {
        (Some(id), _) => restore(args, id, output),
        (None, Some(name)) => take(args, name, output),
        (None, None) => list(args, output),
    }
}

fn list(args: &Args, output: &mut Output) -> Result<(), Stop> {
    let session = set::session(None, output)?;
    let snapshots = session
        .snapshots_of(&args.set)
        .map_err(|error| Stop::failed(describe::load_error(&error)))?;
    for (path, reason) in &snapshots.broken {
        let path = describe::path(path);
        output.problem(t!("cli.error.snapshot_broken", reason = reason, path = path));
    }
    if args.json {
        return snapshots.found.iter().try_for_each(|info| output.json(&row(info)));
    }
    let heading = [
        t!("cli.column.id").into_owned(),
        t!("cli.column.taken").into_owned(),
        t!("cli.column.passages").into_owned(),
        t!("cli.column.themes").into_owned(),
        t!("cli.column.before").into_owned(),
    ];
    let cells = |info: &SnapshotInfo| {
        [
            info.id.clone(),
            describe::moment(info.taken),
            info.passages.to_string(),
            info.themes.to_string(),
            info.reason.clone(),
        ]
    };
    let cells: Vec<_> = snapshots.found.iter().map(cells).collect();
    let [narrow, whole] = [Column::Left(28), Column::Left(usize::MAX)];
    table::print(output, [narrow, narrow, narrow, narrow, whole], &heading, &cells)
}

fn take(args: &Args, name: &str, output: &mut Output) -> Result<(), Stop> {
    let mut session = set::open(&args.set, output)?;
    let id = session
        .take_snapshot_now(name)
        .map_err(|error| Stop::failed(describe::command_error(&error)))?;
    output.line(&id)
}

fn row(info: &SnapshotInfo) -> Row<'_> {
    Row {
        id: &info.id,
        taken: format!("{:.3}", info.taken),
        reason: &info.reason,
        passages: info.passages,
        themes: info.themes,
        articles: info.articles,
    }
}

fn restore(args: &Args, id: &str, output: &mut Output) -> Result<(), Stop> {
    let mut session = set::open(&args.set, output)?;
    let restored = session
        .restore_snapshot_now(id)
        .map_err(|error| Stop::failed(describe::command_error(&error)))?;
    set::save(&mut session, output)?;
    let crate::session::Restored { back, changed, removed, left, .. } = restored;
    if args.json {
        return output.json(&Done { restored: id, back, changed, removed, left });
    }
    let text = t!("note.restored_snapshot", back = back, changed = changed, removed = removed);
    output.line(&text)
}
