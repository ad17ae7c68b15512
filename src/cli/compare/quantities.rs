//! `quandian compare quantities`: the same thing counted in several articles or years.

use std::path::PathBuf;

use rust_i18n::t;
use serde::Serialize;

use crate::{
    analysis::{Quantity, QuantityFlag, QuantityRow, QuantityValue},
    cli::{
        output::{self, Output, Stop},
        table::{self, Column},
        texts,
    },
    corpus::LoadProgress,
    session::{self, FindQuantities, SetQuantities},
    text::CharOffset,
};

/// What `compare quantities` is given.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(value_name = "PATH")]
    set: PathBuf,
    #[arg(id = "single_rows", long = "all")]
    all: bool,
    #[arg(long)]
    json: bool,
}

/// One row; the order of the fields is that of the keys.
#[derive(Serialize)]
struct Row<'a> {
    object: &'a str,
    qualifier: Option<&'a str>,
    unit: Option<&'a str>,
    kind: &'static str,
    values: Vec<ValueOfYear<'a>>,
    flags: Vec<Flag>,
}

/// One value of a row.
#[derive(Serialize)]
struct ValueOfYear<'a> {
    year: Option<i16>,
    value: Option<f64>,
    high: Option<f64>,
    unit: Option<&'a str>,
    article: &'a str,
    start: CharOffset,
    end: CharOffset,
    note: Option<&'a str>,
    /// Whether the user chose it where articles of its year disagree.
    chosen: bool,
}

/// What is odd: `disagree`, `stale` or `sum`, and the numbers of the values from 0.
#[derive(Serialize)]
struct Flag {
    #[serde(rename = "flag")]
    kind: &'static str,
    year: Option<i16>,
    values: Vec<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parts: Option<String>,
}

pub(super) fn run(args: &Args, output: &mut Output) -> Result<(), Stop> {
    let (scene, segmenter) = texts::open(&args.set, output)?;
    let found = SetQuantities::of(
        &scene,
        &segmenter,
        &FindQuantities::default(),
        None,
        &LoadProgress::default(),
    );
    let rows =
        found.rows.iter().filter(|row| args.all || row.articles() >= 2 || !row.flags.is_empty());
    if args.json {
        for row in rows {
            output.json(&Row {
                object: &row.object,
                qualifier: Some(row.qualifier.as_str()).filter(|text| !text.is_empty()),
                unit: Some(row.unit.as_str()).filter(|text| !text.is_empty()),
                kind: row.kind.name(),
                values: row.values.iter().filter_map(|value| json_value(&found, value)).collect(),
                flags: row.flags.iter().map(|flag| json_flag(row, flag)).collect(),
            })?;
        }
        return Ok(());
    }
    let between = t!("quantity.flag.between");
    let cells: Vec<[String; 4]> = rows
        .map(|row| {
            let values: Vec<String> = row.values.iter().map(|value| shown(&found, value)).collect();
            let flags: Vec<String> = row
                .flags
                .iter()
                .map(|flag| session::quantity_flag_shown(&found, row, flag))
                .collect();
            [row.object.clone(), row.qualifier.clone(), values.join("  "), flags.join(&*between)]
        })
        .collect();
    if cells.is_empty() {
        let rest = found.rows.len();
        output::tell(&t!("quantity.none_compared", count = rest));
        return Ok(());
    }
    let heading = [
        t!("quantity.column.object").into_owned(),
        t!("quantity.column.qualifier").into_owned(),
        t!("quantity.column.values").into_owned(),
        t!("quantity.column.flags").into_owned(),
    ];
    let columns = [Column::Left(32), Column::Left(24), Column::Left(100), Column::Left(80)];
    table::print(output, columns, &heading, &cells)
}

fn quantity<'a>(
    found: &'a SetQuantities,
    value: &QuantityValue,
) -> Option<(&'a str, &'a Quantity)> {
    let known = found.articles.get(value.article)?;
    Some((known.article.path.as_str(), known.quantities.get(value.quantity)?))
}

fn json_value<'a>(found: &'a SetQuantities, value: &'a QuantityValue) -> Option<ValueOfYear<'a>> {
    let (article, quantity) = quantity(found, value)?;
    Some(ValueOfYear {
        year: value.year,
        value: quantity.value,
        high: quantity.high,
        unit: quantity.unit.as_deref(),
        article,
        start: value.span.start(),
        end: value.span.end(),
        note: Some(value.note.as_str()).filter(|note| !note.is_empty()),
        chosen: value.chosen,
    })
}

fn json_flag(row: &QuantityRow, flag: &QuantityFlag) -> Flag {
    let year = |at: usize| row.values.get(at).and_then(|value| value.year);
    match flag {
        QuantityFlag::Disagree { year, values } => {
            Flag { kind: "disagree", year: Some(*year), values: values.clone(), parts: None }
        }
        QuantityFlag::Stale(earlier, later) => {
            Flag { kind: "stale", year: year(*later), values: vec![*earlier, *later], parts: None }
        }
        QuantityFlag::Sum { total, parts } => Flag {
            kind: "sum",
            year: year(*total),
            values: vec![*total],
            parts: Some(parts.clone()),
        },
    }
}

fn shown(found: &SetQuantities, value: &QuantityValue) -> String {
    let number = quantity(found, value).map_or_else(String::new, |(_, quantity)| {
        let unit = quantity.unit.as_deref().unwrap_or_default();
        match (quantity.value, quantity.high) {
            (Some(low), Some(high)) => format!("{low}–{high}{unit}"),
            (Some(value), None) => format!("{value}{unit}"),
            (None, _) => String::new(),
        }
    });
    let year = value.year.map_or_else(|| "—".to_owned(), |year| year.to_string());
    let note = if value.note.is_empty() { String::new() } else { format!("（{}）", value.note) };
    format!("{year} {number}{note}")
}
