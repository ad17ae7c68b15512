//! `quandian untag`: deletes a passage.

use std::path::PathBuf;

use super::{
    output::{Output, Stop},
    set,
};
use crate::{
    annotation::PassageId,
    session::{Command, CommandError, describe},
};

/// What `untag` is given.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(value_name = "PATH")]
    set: PathBuf,
    #[arg(long, value_name = "C")]
    coder: Option<String>,
    #[arg(long, value_name = "ID")]
    id: PassageId,
}

pub(super) fn run(args: &Args, output: &mut Output) -> Result<(), Stop> {
    let mut session = set::session(args.coder.as_deref(), output)?;
    let coder = session.coder();
    let missing = || Stop::failed(describe::command_error(&CommandError::NoPassage(args.id)));
    let article = session
        .article_of_passage(&args.set, &coder, args.id)
        .map_err(|error| Stop::failed(describe::load_error(&error)))?
        .ok_or_else(missing)?;
    set::open_article(&mut session, &args.set, &article, output)?;
    // Another coder's passage is not this coder's to delete.
    let layer = session.annotations().layer(&article, &coder);
    if layer.is_none_or(|layer| layer.passage(args.id).is_none()) {
        return Err(missing());
    }
    set::apply(&mut session, Command::DeletePassages(vec![args.id]))?;
    set::save(&mut session, output)
}
