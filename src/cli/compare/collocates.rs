//! `quandian compare collocates`: which words stand beside a string.

use std::path::PathBuf;

use serde::Serialize;

use super::{picture::Picture, printed, terms};
use crate::{
    analysis::CollocationTerms,
    chart,
    cli::output::{Output, Stop},
    session,
};

/// What `compare collocates` is given.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(value_name = "PATH")]
    set: PathBuf,
    #[arg(id = "compare_word", long = "word", value_name = "W", required = true)]
    word: String,
    #[arg(long, value_name = "N", default_value_t = 5, hide_default_value = true)]
    window: usize,
    #[command(flatten)]
    listed: terms::Listed,
    #[command(flatten)]
    filter: terms::AskedOf,
    #[command(flatten)]
    picture: Picture,
    #[arg(long)]
    json: bool,
}

/// One neighbour; the order of the fields is that of the keys.
#[derive(Serialize)]
struct CollocateRow<'a> {
    word: &'a str,
    count: u64,
    log_dice: terms::JsonNumber,
    mi: terms::JsonNumber,
    t: terms::JsonNumber,
}

pub(super) fn run(args: Args, output: &mut Output) -> Result<(), Stop> {
    let session = terms::open(&args.set, true, output)?;
    let counting = args.filter.counting();
    let asked = CollocationTerms {
        string: args.word,
        window: args.window,
        least: args.listed.least,
        filter: args.filter.condition(&session)?,
        counting,
        stop_words: args.listed.stop_words(&session)?,
    };
    let mut found = session.answer_now(&asked).map_err(terms::refused)?;
    args.listed.cut(&mut found.words, |word| word.counts.both, args.json);
    let mut sheet = session::collocate_sheet(&found, counting);
    sheet.notes.extend(session::filter_note(&asked.filter));
    let draw = || {
        let bars = found.words.iter().map(|word| (word.word.clone(), word.counts.both));
        chart::side_bars(session::word_bars(sheet.name.clone(), bars.collect()))
    };
    args.picture.write(&session, &sheet.notes, draw, output)?;
    if !args.json {
        return printed::sheet(&sheet, output);
    }
    for word in &found.words {
        let counts = word.counts;
        output.json(&CollocateRow {
            word: &word.word,
            count: counts.both,
            log_dice: terms::JsonNumber(counts.log_dice()),
            mi: terms::JsonNumber(counts.mutual_information()),
            t: terms::JsonNumber(counts.t_score()),
        })?;
    }
    Ok(())
}
