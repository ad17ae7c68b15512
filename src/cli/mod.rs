//! The command line: the same core as the window, one file per subcommand.
//!
//! Data goes to stdout, everything else to stderr in the user's language. What fails is reported,
//! the rest is still done, and the exit code is 1; a command line that makes no sense is 2.
//! Positions are `[start, end)` in Unicode scalar values of the decoded text.

mod agree;
mod articles;
mod autocode;
mod check;
mod codebook;
mod compare;
mod completions;
mod differences;
mod export;
mod find;
mod handbook;
mod help;
mod import;
mod input;
mod list;
mod man;
mod merge;
mod named_file;
mod output;
mod passages;
mod quantities;
mod sample;
mod search;
mod segment;
mod selection;
mod set;
mod snapshots;
mod stream;
mod structure;
mod suggest;
mod table;
mod tag;
mod texts;
mod untag;
mod words;
mod work;

use std::{ffi::OsString, path::PathBuf, process::ExitCode};

use clap::{CommandFactory as _, FromArgMatches as _};
use rust_i18n::t;

use crate::{
    handbook::CommandTable,
    session::{Beginning, Settings},
};
use output::Output;

/// What was typed.
#[derive(Debug, clap::Parser)]
#[command(name = "quandian", version, args_conflicts_with_subcommands = true)]
struct Line {
    /// What the window opens.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Opens the sample instead.
    #[arg(long, conflicts_with = "paths")]
    sample: bool,
    /// Asks which folder to open.
    #[arg(long, conflicts_with_all = ["paths", "sample"])]
    choose: bool,
    #[command(subcommand)]
    subcommand: Option<Subcommand>,
}

/// A subcommand with its arguments.
#[derive(Debug, clap::Subcommand)]
enum Subcommand {
    List(list::Args),
    Articles(articles::Args),
    Segment(segment::Args),
    Find(find::Args),
    Search(search::Args),
    Autocode(autocode::Args),
    Agree(agree::Args),
    Differences(differences::Args),
    Sample(sample::Args),
    Structure(structure::Args),
    Quantities(quantities::Args),
    Suggest(suggest::Args),
    Tag(tag::Args),
    Untag(untag::Args),
    Passages(passages::Args),
    Codebook(codebook::Args),
    Compare(compare::Args),
    Export(export::Args),
    Import(import::Args),
    Check(check::Args),
    Merge(merge::Args),
    Snapshots(snapshots::Args),
    Stream(stream::Args),
    Work(work::Args),
    Words(words::Args),
    Handbook(handbook::Args),
    #[command(hide = true)]
    Completions(completions::Args),
    #[command(hide = true)]
    Man(man::Args),
}

/// What is asked of the program.
#[derive(Debug)]
pub struct Invocation(Asked);

#[derive(Debug)]
enum Asked {
    Window(Beginning),
    Subcommand(Box<Subcommand>),
}

/// Reads the command line, the program's name first, in the language of the settings.
///
/// # Errors
/// With the exit code if there is nothing left to do: help was shown, or a mistake was told.
pub fn parse(line: impl IntoIterator<Item = OsString>) -> Result<Invocation, ExitCode> {
    set::use_language_of_settings();
    let mut command = help::translated(Line::command());
    let parsed = command
        .try_get_matches_from_mut(line)
        .and_then(|matches| Line::from_arg_matches(&matches))
        .map_err(|error| help::tell(&error))?;
    Ok(Invocation(match parsed.subcommand {
        None if parsed.sample => Asked::Window(Beginning::Sample),
        None if parsed.choose => Asked::Window(Beginning::ChooseFolder),
        None => Asked::Window(parsed.paths.into()),
        Some(subcommand) => Asked::Subcommand(Box::new(subcommand)),
    }))
}

/// What the command line leaves to the window, which it does not know.
#[derive(Clone, Copy, Debug)]
pub struct WindowSide {
    /// Opens the window and says what went wrong.
    pub open: fn(Beginning) -> Result<(), String>,
    /// The window's commands with the keys that the settings give them, in the language that is
    /// spoken now.
    pub commands: fn(&Settings) -> CommandTable,
}

/// Does what is asked.
#[must_use]
pub fn run(invocation: Invocation, window: WindowSide) -> ExitCode {
    let subcommand = match invocation.0 {
        Asked::Subcommand(subcommand) => *subcommand,
        Asked::Window(beginning) => {
            let Err(reason) = (window.open)(beginning) else { return ExitCode::SUCCESS };
            output::tell(&reason);
            return ExitCode::FAILURE;
        }
    };
    let mut output = Output::new();
    let done = match subcommand {
        Subcommand::List(args) => list::run(&args, &mut output),
        Subcommand::Articles(args) => articles::run(&args, &mut output),
        Subcommand::Segment(args) => segment::run(&args, &mut output),
        Subcommand::Find(args) => find::run(&args, &mut output),
        Subcommand::Search(args) => search::run(args, &mut output),
        Subcommand::Autocode(args) => autocode::run(args, &mut output),
        Subcommand::Agree(args) => agree::run(&args, &mut output),
        Subcommand::Differences(args) => differences::run(&args, &mut output),
        Subcommand::Sample(args) => sample::run(&args, &mut output),
        Subcommand::Structure(args) => structure::run(&args, &mut output),
        Subcommand::Quantities(args) => quantities::run(&args, &mut output),
        Subcommand::Suggest(args) => suggest::run(&args, &mut output),
        Subcommand::Tag(args) => tag::run(args, &mut output),
        Subcommand::Untag(args) => untag::run(&args, &mut output),
        Subcommand::Passages(args) => passages::run(&args, &mut output),
        Subcommand::Codebook(args) => codebook::run(&args, &mut output),
        Subcommand::Compare(args) => compare::run(args, &mut output),
        Subcommand::Export(args) => export::run(&args, &mut output),
        Subcommand::Import(args) => import::run(args, &mut output),
        Subcommand::Check(args) => check::run(&args, &mut output),
        Subcommand::Merge(args) => merge::run(&args, &mut output),
        Subcommand::Snapshots(args) => snapshots::run(&args, &mut output),
        Subcommand::Stream(args) => stream::run(&args, &mut output),
        Subcommand::Work(args) => work::run(&args, &mut output),
        Subcommand::Words(args) => words::run(&args, &mut output),
        Subcommand::Handbook(args) => handbook::run(&args, window, &mut output),
        Subcommand::Completions(args) => completions::run(&args, &mut output),
        Subcommand::Man(args) => man::run(&args, &mut output),
    };
    output.finish(done)
}

/// What a build without the window says when the window is asked for.
#[must_use]
pub fn no_window() -> String {
    t!("cli.no_window").into_owned()
}
