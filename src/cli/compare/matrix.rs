//! `quandian compare matrix`: how much is marked in each row and column.

use std::path::PathBuf;

use clap::ValueEnum;
use serde::Serialize;

use super::{picture::Picture, printed, terms};
use crate::{
    analysis::{Counting, MatrixPlace, MatrixTerms, MatrixUnit},
    chart,
    cli::output::{Output, Stop},
    session,
};

/// What `compare matrix` is given.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(value_name = "PATH")]
    set: PathBuf,
    #[arg(long, value_name = "AXIS", value_parser = terms::parse_axis, default_value = "themes", hide_default_value = true)]
    rows: terms::AxisArg,
    #[arg(long, value_name = "AXIS", value_parser = terms::parse_axis, value_delimiter = ',', default_value = "years", hide_default_value = true)]
    columns: Vec<terms::AxisArg>,
    #[arg(
        id = "matrix_unit",
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

#[derive(Clone, Copy, Debug, ValueEnum)]
enum UnitArg {
    Passages,
    Articles,
    Characters,
    #[value(name = "per_10k", alias = "per-10k")]
    Per10k,
    #[value(name = "row_share", alias = "row-share")]
    RowShare,
    #[value(name = "column_share", alias = "column-share")]
    ColumnShare,
    Share,
}

impl From<UnitArg> for MatrixUnit {
    fn from(unit: UnitArg) -> Self {
        match unit {
            UnitArg::Passages => Self::Passages,
            UnitArg::Articles => Self::Articles,
            UnitArg::Characters => Self::Characters,
            UnitArg::Per10k => Self::Per10k,
            UnitArg::RowShare => Self::RowShare,
            UnitArg::ColumnShare => Self::ColumnShare,
            UnitArg::Share => Self::Share,
        }
    }
}

/// One cell; the order of the fields is that of the keys.
#[derive(Serialize)]
struct CellRow<'a> {
    row: &'a str,
    column: &'a str,
    value: Option<terms::JsonNumber>,
    passages: u32,
    articles: u32,
    characters: u64,
}

pub(super) fn run(args: Args, output: &mut Output) -> Result<(), Stop> {
    let unit = MatrixUnit::from(args.unit);
    let mut axes = std::iter::once(&args.rows).chain(&args.columns);
    // What was printed first, only the whole set tells.
    let once = args.filter.counting() == Counting::Once;
    let every = once
        || unit == MatrixUnit::Per10k
        || !args.json
        || axes.any(terms::AxisArg::needs_all_articles);
    let session = terms::open(&args.set, every, output)?;
    let columns = args.columns.into_iter().map(|axis| axis.axis(&session));
    let asked = MatrixTerms {
        rows: args.rows.axis(&session)?,
        columns: columns.collect::<Result<_, _>>()?,
        filter: args.filter.condition(&session)?,
        counting: args.filter.counting(),
    };
    let matrix = session
        .answer_now(&asked)
        .map_err(|unknown| Stop::failed(session::unknown_theme(&unknown)))?;
    let sheet = || session::matrix_sheet(&matrix, unit);
    let draw =
        || chart::heat_chart(session::matrix_picture(&sheet(), &matrix, unit, session.codebook()));
    let notes = session::matrix_notes(&matrix);
    args.picture.write(&session, &notes, draw, output)?;
    if !args.json {
        return printed::sheet(&sheet(), output);
    }
    for (at, row) in matrix.rows.iter().enumerate() {
        for (column_at, column) in matrix.columns.iter().enumerate() {
            let place = MatrixPlace::cell(at, column_at);
            let count = matrix.count(place);
            output.json(&CellRow {
                row: &row.key,
                column: &column.item.key,
                value: matrix.value(place, unit).map(terms::JsonNumber),
                passages: count.passages,
                articles: count.articles,
                characters: count.characters,
            })?;
        }
    }
    Ok(())
}
