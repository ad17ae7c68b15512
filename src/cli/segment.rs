//! `quandian segment`: the words of a text.

use std::{io::Read as _, path::PathBuf};

use rust_i18n::t;
use serde::Serialize;

use super::output::{Output, Stop};
use crate::{
    corpus,
    session::describe,
    storage::{Disk, Storage as _},
    text::{CharOffset, Segmenter, Text},
};

/// No text longer than this is taken: positions have 32 bits.
const LIMIT: u64 = u32::MAX as u64;

/// What `segment` is given.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(value_name = "FILE|-")]
    file: PathBuf,
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
    let bytes = read(args)?;
    let text = corpus::decode(&bytes, None)
        .map_err(|problem| {
            let (problem, path) = (describe::problem(&problem), describe::path(&args.file));
            Stop::failed(t!("cli.error.article_problem", problem = problem, article = path))
        })?
        .text;
    let too_long = || Stop::failed(t!("cli.error.too_long", path = describe::path(&args.file)));
    let text = Text::new(text).ok_or_else(too_long)?;
    for word in Segmenter::shared().words(text.as_str()) {
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

fn read(args: &Args) -> Result<Vec<u8>, Stop> {
    if args.file.as_os_str() != "-" {
        let path = std::path::absolute(&args.file)?;
        let read = Disk.read(&path, LIMIT);
        return read.map_err(|error| Stop::failed(describe::storage_error(&error)));
    }
    let mut bytes = Vec::new();
    std::io::stdin()
        .lock()
        .read_to_end(&mut bytes)
        .map_err(|error| Stop::failed(t!("cli.error.stdin", reason = error.to_string())))?;
    Ok(bytes)
}
