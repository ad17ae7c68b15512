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
const BATCH: usize = 1 << 20;
/// And at most so many lines for each thread: results may be much longer than their lines.
const LINES_OF_THREAD: usize = 16;
/// A longer line (in bytes) is no article: it is passed over, so that it takes no memory.
const LONGEST_LINE: usize = 64 << 20;

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
    let most = LINES_OF_THREAD * rayon::current_num_threads().max(1);
    loop {
        let mut batch: Vec<(u64, Result<Vec<u8>, StreamFault>)> = Vec::new();
        let mut bytes = 0;
        while bytes < BATCH && batch.len() < most {
            let line = next_line(&mut input, LONGEST_LINE)
                .map_err(|error| Stop::failed(t!("cli.error.stdin", reason = error.to_string())))?;
            let Some(line) = line else { break };
            number += 1;
            bytes += line.as_ref().map_or(0, Vec::len);
            batch.push((number, line));
        }
        if batch.is_empty() {
            return Ok(());
        }
        let answers: Vec<(u64, Result<Vec<u8>, StreamFault>)> = batch
            .into_par_iter()
            .map(|(number, line)| (number, line.and_then(|line| answer(&line, number, task))))
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

/// The next line with its end; a fault where it is longer than `longest`, and `None` at the end.
fn next_line(
    input: &mut impl BufRead,
    longest: usize,
) -> std::io::Result<Option<Result<Vec<u8>, StreamFault>>> {
    let (mut line, mut is_too_long) = (Vec::new(), false);
    loop {
        let buffer = match input.fill_buf() {
            Ok(buffer) => buffer,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let end = memchr::memchr(b'\n', buffer).map(|at| at + 1);
        let length = end.unwrap_or(buffer.len());
        let is_over = end.is_some() || length == 0;
        let is_nothing = length == 0 && line.is_empty() && !is_too_long;
        is_too_long |= line.len() + length > longest;
        if is_too_long {
            line = Vec::new();
        } else {
            line.extend_from_slice(buffer.get(..length).unwrap_or_default());
        }
        input.consume(length);
        if is_nothing {
            return Ok(None);
        }
        if is_over {
            return Ok(Some(if is_too_long { Err(StreamFault::LongLine) } else { Ok(line) }));
        }
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

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// However the bytes arrive, the lines are those of the whole, but for the long ones.
        #[test]
        fn lines_are_read_whole_or_passed_over(
            text in "[a\n]{0,60}",
            capacity in 1_usize..9,
            longest in 1_usize..9,
        ) {
            let mut input = BufReader::with_capacity(capacity, text.as_bytes());
            let mut read = Vec::new();
            while let Some(line) = next_line(&mut input, longest).expect("no fault") {
                read.push(line);
            }
            let whole = text.split_inclusive('\n').map(|line| {
                let fits = line.len() <= longest;
                if fits { Ok(line.as_bytes().to_vec()) } else { Err(StreamFault::LongLine) }
            });
            prop_assert_eq!(read, whole.collect::<Vec<_>>());
        }

        #[test]
        fn any_line_is_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let _ = StreamLine::read(&bytes, true);
        }
    }
}
