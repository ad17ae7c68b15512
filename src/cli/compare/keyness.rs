//! `quandian compare keyness`: the words that tell two groups of text apart.

use std::path::PathBuf;

use serde::Serialize;

use super::{picture::Picture, printed, terms};
use crate::{
    analysis::KeynessTerms,
    chart,
    cli::output::{Output, Stop},
    session,
};

/// What `compare keyness` is given.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(value_name = "PATH")]
    set: PathBuf,
    #[arg(long, value_name = "CONDITION")]
    group_a: String,
    #[arg(long, value_name = "CONDITION")]
    group_b: Option<String>,
    #[arg(id = "named_words", long = "word", value_name = "W")]
    words: Vec<String>,
    #[command(flatten)]
    listed: terms::Listed,
    #[command(flatten)]
    repeated: terms::Repeated,
    #[command(flatten)]
    picture: Picture,
    #[arg(long)]
    json: bool,
}

/// One word; the order of the fields is that of the keys.
#[derive(Serialize)]
struct KeywordRow<'a> {
    word: &'a str,
    a: u64,
    b: u64,
    ll: terms::JsonNumber,
    log_ratio: terms::JsonNumber,
    articles_a: u32,
    articles_b: u32,
}

pub(super) fn run(args: Args, output: &mut Output) -> Result<(), Stop> {
    let session = terms::open(&args.set, true, output)?;
    let counting = args.repeated.counting();
    let b = args.group_b.as_deref().map(|line| terms::condition(&session, line));
    let asked = KeynessTerms {
        a: terms::condition(&session, &args.group_a)?,
        b: b.transpose()?,
        strings: args.words,
        least: args.listed.least,
        counting,
        stop_words: args.listed.stop_words(&session)?,
    };
    let mut found = session.answer_now(&asked).map_err(terms::refused)?;
    args.listed.cut(&mut found.words, |word| word.counts.iter().sum(), args.json);
    let sheet = session::keyness_sheet(&found, counting);
    let draw = || chart::side_bars(session::keyness_picture(&found));
    args.picture.write(&session, &sheet.notes, draw, output)?;
    if !args.json {
        return printed::sheet(&sheet, output);
    }
    for word in &found.words {
        let ([a, b], [articles_a, articles_b]) = (word.counts, word.articles);
        output.json(&KeywordRow {
            word: &word.word,
            a,
            b,
            ll: terms::JsonNumber(word.test.ll),
            log_ratio: terms::JsonNumber(word.test.log_ratio),
            articles_a,
            articles_b,
        })?;
    }
    Ok(())
}
