//! `quandian compare dispersion`: how evenly a string is spread over the articles.

use std::path::PathBuf;

use serde::Serialize;

use super::{picture::Picture, printed, terms};
use crate::{
    analysis::DispersionTerms,
    chart,
    cli::output::{Output, Stop},
    session,
    text::CharOffset,
};

/// What `compare dispersion` is given.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(value_name = "PATH")]
    set: PathBuf,
    #[arg(id = "compare_word", long = "word", value_name = "W", required = true)]
    word: String,
    #[command(flatten)]
    filter: terms::AskedOf,
    #[command(flatten)]
    picture: Picture,
    #[arg(long)]
    json: bool,
}

/// One article; the order of the fields is that of the keys.
#[derive(Serialize)]
struct PartRow<'a> {
    article: &'a str,
    count: usize,
    positions: Vec<CharOffset>,
}

/// The last row.
#[derive(Serialize)]
struct EvennessRow {
    dp: Option<terms::JsonNumber>,
    dp_norm: Option<terms::JsonNumber>,
    juilland_d: Option<terms::JsonNumber>,
}

pub(super) fn run(args: Args, output: &mut Output) -> Result<(), Stop> {
    let session = terms::open(&args.set, true, output)?;
    let counting = args.filter.counting();
    let filter = args.filter.condition(&session)?;
    let asked = DispersionTerms { string: args.word, filter, counting };
    let found = session.answer_now(&asked).map_err(terms::refused)?;
    let mut sheet = session::dispersion_sheet(&found, &asked.string, counting);
    sheet.notes.extend(session::filter_note(&asked.filter));
    let draw = || chart::strip_chart(session::dispersion_picture(&found, &asked.string));
    args.picture.write(&session, &sheet.notes, draw, output)?;
    if !args.json {
        return printed::sheet(&sheet, output);
    }
    for part in &found.parts {
        output.json(&PartRow {
            article: part.article.as_str(),
            count: part.places.len(),
            positions: part.places.iter().map(|place| place.start()).collect(),
        })?;
    }
    let evenness = found.evenness;
    output.json(&EvennessRow {
        dp: evenness.dp.map(terms::JsonNumber),
        dp_norm: evenness.dp_norm.map(terms::JsonNumber),
        juilland_d: evenness.juilland_d.map(terms::JsonNumber),
    })
}
