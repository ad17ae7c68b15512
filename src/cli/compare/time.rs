//! `quandian compare time`: themes and queries over the years.

use std::path::PathBuf;

use clap::ValueEnum;
use serde::Serialize;

use super::{picture::Picture, printed, terms};
use crate::{
    analysis::{TextAmount, TimelinePoint, TimelineTerms},
    chart,
    cli::output::{Output, Stop},
    session,
};

/// So wide is a picture, in points.
const WIDTH: f32 = 960.0;

/// What `compare time` is given.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(value_name = "PATH")]
    set: PathBuf,
    #[arg(id = "time_queries", long = "query", alias = "word", value_name = "QUERY")]
    queries: Vec<String>,
    #[arg(id = "with_themes", long = "themes")]
    themes: bool,
    #[arg(
        id = "time_unit",
        long = "unit",
        value_name = "UNIT",
        value_enum,
        default_value = "passages",
        hide_default_value = true
    )]
    unit: UnitArg,
    #[command(flatten)]
    filter: terms::AskedOf,
    #[command(flatten)]
    picture: Picture,
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
enum UnitArg {
    Passages,
    #[value(name = "per_10k", alias = "per-10k")]
    Per10k,
}

/// One line in one year; the order of the fields is that of the keys.
#[derive(Serialize)]
struct PointRow<'a> {
    kind: &'static str,
    line: &'a str,
    year: Option<i16>,
    count: Option<u64>,
    articles: Option<u32>,
    characters: Option<u64>,
    per_10k: Option<terms::JsonNumber>,
}

pub(super) fn run(args: Args, output: &mut Output) -> Result<(), Stop> {
    let session = terms::open(&args.set, true, output)?;
    let asked = TimelineTerms {
        themes: args.themes || args.queries.is_empty(),
        queries: args.queries,
        filter: args.filter.condition(&session)?,
        counting: args.filter.counting(),
    };
    let found = session
        .answer_now(&asked)
        .map_err(|error| Stop::failed(session::timeline_error(&error)))?;
    let rates = args.unit == UnitArg::Per10k;
    let sheet = session::timeline_sheet(&found, rates);
    let draw = || {
        let picture = session::timeline_picture(&found, rates, session.codebook());
        chart::line_charts(picture, WIDTH)
    };
    args.picture.write(&session, &sheet.notes, draw, output)?;
    if !args.json {
        return printed::sheet(&sheet, output);
    }
    for line in &found.lines {
        let kind = if line.theme.is_some() { "theme" } else { "query" };
        let row = |year: Option<i16>, point: Option<TimelinePoint>, text: TextAmount| PointRow {
            kind,
            line: &line.name,
            year,
            count: point.map(|point| point.count),
            articles: point.map(|point| point.articles),
            characters: point.map(|point| point.characters),
            per_10k: point.and_then(|point| point.per_10k(text)).map(terms::JsonNumber),
        };
        for (&(year, text), &point) in found.years.iter().zip(&line.points) {
            output.json(&row(Some(year), point, text))?;
        }
        if line.undated.is_some() {
            output.json(&row(None, line.undated, found.undated))?;
        }
    }
    Ok(())
}
