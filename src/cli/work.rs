//! `quandian work`: a coder's work as one file for a colleague, and a colleague's work brought in.

use std::path::PathBuf;

use rust_i18n::t;
use serde::Serialize;

use super::{
    output::{Output, Stop},
    set,
};
use crate::{
    annotation::Coder,
    session::{LookAtWork, WorkBrought, describe},
    storage,
};

/// What `work` is given.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(value_name = "PATH")]
    set: PathBuf,
    /// Writes what the coder marked into a file.
    #[arg(long, value_name = "FILE", conflicts_with = "from", required_unless_present = "from")]
    give: Option<PathBuf>,
    /// Adds what a colleague marked: such a file, a sidecar, or a copy of the set.
    #[arg(long = "take", value_name = "FILE|FOLDER")]
    from: Option<PathBuf>,
    /// Whose work is given.
    #[arg(long = "coder", value_name = "NAME")]
    whose: Option<String>,
    /// Only says what would come.
    #[arg(id = "work_dry_run", long = "dry-run", requires = "from")]
    dry_run: bool,
    #[arg(long)]
    json: bool,
}

/// What came, or would.
#[derive(Serialize)]
struct Row<'a> {
    coders: Vec<&'a str>,
    articles: usize,
    new: usize,
    changed: usize,
    kept: usize,
    left: usize,
    themes: usize,
    missing: &'a [String],
}

pub(super) fn run(args: &Args, output: &mut Output) -> Result<(), Stop> {
    match (&args.give, &args.from) {
        (Some(file), _) => give(args, file, output),
        (None, Some(path)) => take(args, path, output),
        // Refused by the arguments' own rules.
        (None, None) => Ok(()),
    }
}

fn give(args: &Args, file: &std::path::Path, output: &mut Output) -> Result<(), Stop> {
    let session = set::open(&args.set, output)?;
    let coder = match &args.whose {
        Some(name) => Coder::new(name)
            .ok_or_else(|| Stop::failed(t!("cli.error.coder", name = name).into_owned()))?,
        None => session.coder(),
    };
    let Some(text) = session.work_of(&coder) else {
        return Err(Stop::failed(t!("colleague.none", coder = coder).into_owned()));
    };
    let saved = storage::save(&**session.storage(), file, text.as_bytes());
    saved.map_err(|error| Stop::failed(describe::storage_error(&error)))?;
    output.line(&t!("colleague.given", coder = coder, path = describe::path(file)))
}

fn take(args: &Args, path: &std::path::Path, output: &mut Output) -> Result<(), Stop> {
    let mut session = set::open(&args.set, output)?;
    let brought = if args.dry_run {
        let looked = session.answer_now(&LookAtWork { path: path.to_path_buf() });
        WorkBrought::clone(&looked.map_err(|error| Stop::failed(describe::snapshot_error(&error)))?)
    } else {
        let brought = session.bring_in_now(path);
        let brought = brought.map_err(|error| Stop::failed(describe::command_error(&error)))?;
        set::save(&mut session, output)?;
        brought
    };
    let WorkBrought { coders, articles, new, changed, kept, left, themes, missing } = &brought;
    if *left > 0 {
        output.problem(t!("colleague.left", count = left));
    }
    if !missing.is_empty() {
        let names = missing.join(&t!("retrieve.list_joint"));
        output.problem(t!("colleague.missing", count = missing.len(), names = names));
    }
    if args.json {
        return output.json(&Row {
            coders: coders.iter().map(Coder::as_str).collect(),
            articles: *articles,
            new: *new,
            changed: *changed,
            kept: *kept,
            left: *left,
            themes: *themes,
            missing,
        });
    }
    output.line(&t!("colleague.comes", articles = articles, new = new, changed = changed))
}
