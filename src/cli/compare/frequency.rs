//! `quandian compare frequency`: how often words and strings stand in the text.

use std::path::PathBuf;

use rust_i18n::t;
use serde::Serialize;

use super::{picture::Picture, printed, terms};
use crate::{
    analysis::{FrequencyTerms, GRAM_LENGTHS, GramTerms, StringTerms},
    chart,
    cli::output::{Output, Stop},
    session,
};

/// What `compare frequency` is given.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(value_name = "PATH")]
    set: PathBuf,
    #[arg(id = "named_words", long = "word", value_name = "W")]
    words: Vec<String>,
    #[arg(
        id = "gram_length",
        long = "strings",
        value_name = "N",
        value_parser = parse_length,
        conflicts_with = "named_words"
    )]
    strings: Option<usize>,
    #[command(flatten)]
    listed: terms::Listed,
    #[command(flatten)]
    filter: terms::AskedOf,
    #[command(flatten)]
    picture: Picture,
    #[arg(long)]
    json: bool,
}

/// One word; the order of the fields is that of the keys.
#[derive(Serialize)]
struct WordRow<'a> {
    word: &'a str,
    count: u64,
    articles: u32,
    per_10k: Option<terms::JsonNumber>,
}

fn parse_length(text: &str) -> Result<usize, String> {
    let length = text.trim().parse().ok().filter(|length| GRAM_LENGTHS.contains(length));
    let (least, most) = (GRAM_LENGTHS.start(), GRAM_LENGTHS.end());
    length.ok_or_else(|| t!("compare.cli.length", least = least, most = most).into_owned())
}

pub(super) fn run(args: Args, output: &mut Output) -> Result<(), Stop> {
    let session = terms::open(&args.set, true, output)?;
    let (filter, counting) = (args.filter.condition(&session)?, args.filter.counting());
    let asked_of = session::filter_note(&filter);
    let (mut sheet, words) = if args.words.is_empty() {
        let mut found = match args.strings {
            Some(length) => {
                let asked = GramTerms { length, least: args.listed.least, filter, counting };
                session.answer_now(&asked).map_err(terms::refused)?
            }
            None => {
                let stop_words = args.listed.stop_words(&session)?;
                let asked = FrequencyTerms { filter, counting, stop_words };
                session.answer_now(&asked).map_err(terms::refused)?
            }
        };
        args.listed.cut(&mut found.words, |word| word.count, args.json);
        let words: Vec<_> = found
            .words
            .iter()
            .map(|word| (word.word.clone(), word.count, word.articles, found.per_10k(word.count)))
            .collect();
        (session::frequency_sheet(&found, counting), words)
    } else {
        let asked = StringTerms { strings: args.words, filter, counting };
        let found = session.answer_now(&asked).map_err(terms::refused)?;
        let words = found
            .iter()
            .map(|found| (found.string.clone(), found.count, found.articles, found.per_10k));
        (session::string_sheet(&found, counting), words.collect())
    };
    if args.strings.is_some() {
        sheet.notes = session::matched_notes(counting);
    }
    sheet.notes.extend(asked_of);
    let draw = || {
        let bars = words.iter().map(|(word, count, ..)| (word.clone(), *count));
        chart::side_bars(session::word_bars(sheet.name.clone(), bars.collect()))
    };
    args.picture.write(&session, &sheet.notes, draw, output)?;
    if !args.json {
        return printed::sheet(&sheet, output);
    }
    for (word, count, articles, per_10k) in &words {
        output.json(&WordRow {
            word,
            count: *count,
            articles: *articles,
            per_10k: per_10k.map(terms::JsonNumber),
        })?;
    }
    Ok(())
}
