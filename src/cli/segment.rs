//! `quandian segment`: the words of a text, with the dictionary of the set it lies in.

use std::{path::PathBuf, sync::Arc};

use rust_i18n::t;
use serde::Serialize;

use super::{
    input,
    output::{Output, Stop},
};
use crate::{
    session::{self, describe},
    storage::{Disk, StorageError},
    text::{CharOffset, Segmenter},
};

/// What `segment` is given.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(value_name = "FILE|-")]
    file: PathBuf,
    #[arg(long, value_name = "FILE")]
    dictionary: Option<PathBuf>,
    #[arg(long)]
    json: bool,
}

/// One word; the order of the fields is that of the keys.
#[derive(Serialize)]
struct Word<'a> {
    text: &'a str,
    start: CharOffset,
    end: CharOffset,
}

pub(super) fn run(args: &Args, output: &mut Output) -> Result<(), Stop> {
    let text = input::text(&args.file)?;
    let segmenter = segmenter(args, output)?;
    for word in segmenter.words(text.as_str()) {
        let (Some(span), Some(content)) = (text.char_span(word), text.slice(word)) else {
            continue;
        };
        let word = Word { text: content, start: span.start(), end: span.end() };
        if args.json {
            output.json(&word)?;
        } else {
            output.line(&format!("{:>8}..{:<8} {}", word.start, word.end, word.text))?;
        }
    }
    Ok(())
}

/// With the dictionary that was named, or else that of the set in which the file lies.
fn segmenter(args: &Args, output: &mut Output) -> Result<Arc<Segmenter>, Stop> {
    let failed = |error: StorageError| Stop::failed(describe::storage_error(&error));
    let found = if let Some(file) = &args.dictionary {
        let path = std::path::absolute(file)?;
        let dictionary = session::read_dictionary(&Disk, &path).map_err(failed)?;
        Some((path, dictionary))
    } else if args.file.as_os_str() == "-" {
        None
    } else {
        let path = std::path::absolute(&args.file)?;
        session::dictionary_for(&Disk, &path).map_err(failed)?
    };
    let Some((path, dictionary)) = found else { return Ok(Arc::clone(Segmenter::plain())) };
    for (line, fault) in dictionary.faults() {
        let (reason, path) = (describe::line_fault(fault), describe::path(&path));
        output.problem(t!("cli.error.dictionary_line", line = line, reason = reason, path = path));
    }
    Ok(session::segmenter_of(&dictionary))
}
