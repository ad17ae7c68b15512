//! `quandian stream`: a filter over JSON Lines, for corpora that no machine holds at once.
//!
//! ```text
//! standard input ─► lines, some at a time ─► a task, on every core ─► results in the order of the lines
//!                                                └─► what is no such line: standard error, with its number
//! ```
//!
//! Memory is that of some lines, however many come. A task is a type with [`StreamTask`] and a variant
//! of [`Task`]; what it finds is what the command of that name finds in a set.

mod line;
mod tasks;

use std::io::BufRead;

use rayon::prelude::*;
use rust_i18n::t;

use super::output::{Output, Stop};
use line::{StreamFault, StreamLine, StreamResult};
use tasks::{
    AlignPairs, AutocodeTexts, CountFormulas, FindInTexts, QuantitiesOfTexts, SegmentTexts,
    ShinglesOfTexts, StructureOfTexts, SuggestInTexts,
};

/// So many bytes of lines are worked on at once, and a line more.
const BATCH: usize = 4 << 20;
/// And at most so many lines, so that few short ones are not waited for.
const BATCH_LINES: usize = 1_024;

/// What `stream` is given.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, clap::Subcommand)]
enum Task {
    Segment(tasks::SegmentArgs),
    Structure,
    Find(tasks::FindArgs),
    Autocode(tasks::AutocodeArgs),
    Quantities(tasks::SegmentArgs),
    Formulas(tasks::FormulaArgs),
    Shingles,
    Align(tasks::AlignArgs),
    Suggest(tasks::SuggestArgs),
}

/// What is done with every line.
trait StreamTask: Sync {
    /// The results of one line, in order.
    ///
    /// # Errors
    /// If the line has not what the task needs.
    fn answer(&self, line: &StreamLine) -> Result<Vec<StreamResult>, StreamFault>;
}

pub(super) fn run(args: &Args, output: &mut Output) -> Result<(), Stop> {
    let task: Box<dyn StreamTask> = match &args.task {
        Task::Segment(args) => Box::new(SegmentTexts::new(args, output)?),
        Task::Structure => Box::new(StructureOfTexts),
        Task::Find(args) => Box::new(FindInTexts::new(args)?),
        Task::Autocode(args) => Box::new(AutocodeTexts::new(args)?),
        Task::Quantities(args) => Box::new(QuantitiesOfTexts::new(args, output)?),
        Task::Formulas(args) => Box::new(CountFormulas::new(args)?),
        Task::Shingles => Box::new(ShinglesOfTexts),
        Task::Align(args) => Box::new(AlignPairs::new(args)),
        Task::Suggest(args) => Box::new(SuggestInTexts::new(args)?),
    };
    pass(std::io::stdin().lock(), &*task, output)
}

/// Puts every line of `input` through `task`.
fn pass(mut input: impl BufRead, task: &dyn StreamTask, output: &mut Output) -> Result<(), Stop> {
    let mut number = 0_u64;
    loop {
        let mut batch: Vec<(u64, Vec<u8>)> = Vec::new();
        let mut bytes = 0;
        while bytes < BATCH && batch.len() < BATCH_LINES {
            let mut line = Vec::new();
            let read = input
                .read_until(b'\n', &mut line)
                .map_err(|error| Stop::failed(t!("cli.error.stdin", reason = error.to_string())))?;
            if read == 0 {
                break;
            }
            number += 1;
            bytes += read;
            batch.push((number, line));
        }
        if batch.is_empty() {
            return Ok(());
        }
        let answers: Vec<(u64, Result<Vec<u8>, StreamFault>)> = batch
            .into_par_iter()
            .map(|(number, line)| (number, answer(&line, number, task)))
            .collect();
        for (number, answer) in answers {
            match answer {
                Ok(lines) => output.bytes(&lines)?,
                Err(fault) => {
                    let reason = fault.described();
                    output.problem(t!("stream.bad_line", line = number, reason = reason));
                }
            }
        }
        // What comes through a pipe slowly is not held back.
        output.flush()?;
    }
}

/// The results of a line as they are written; nothing of a blank one.
fn answer(bytes: &[u8], number: u64, task: &dyn StreamTask) -> Result<Vec<u8>, StreamFault> {
    let mut written = Vec::new();
    let Some(line) = StreamLine::read(bytes, number == 1)? else { return Ok(written) };
    for result in task.answer(&line)? {
        serde_json::to_writer(&mut written, &result)
            .map_err(|error| StreamFault::NoJson(error.to_string()))?;
        written.push(b'\n');
    }
    Ok(written)
}
