//! `quandian quantities`: the quantities of an article or of a set, one a line, with what they count.

use std::path::{Path, PathBuf};

use rayon::prelude::*;
use rust_i18n::t;
use serde::Serialize;

use super::{
    input,
    output::{self, Output, Stop},
    structure,
    table::{self, Column},
    texts,
};
use crate::{
    analysis::{self, Quantity, QuantityRulings},
    annotation::QuantityCorrection,
    corpus::{self, Header},
    session::{self, describe},
    storage::Disk,
    text::{self, CharOffset, Flow, Segmenter, Text},
};

/// What `quantities` is given.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(id = "file_or_set", value_name = "FILE|PATH")]
    path: PathBuf,
    #[arg(long)]
    json: bool,
}

/// One quantity; the order of the fields is that of the keys.
#[derive(Serialize)]
pub(super) struct PrintedQuantity<'a> {
    article: &'a str,
    start: CharOffset,
    end: CharOffset,
    text: &'a str,
    value: Option<f64>,
    high: Option<f64>,
    unit: Option<&'a str>,
    /// Whether the unit is not written.
    unit_implied: bool,
    qualifier: Option<String>,
    /// What the qualifier says: `at_least`, `less_than`, `about`, `per_unit`, `change`.
    senses: Vec<&'static str>,
    threshold: bool,
    condition: Option<&'a str>,
    object: Option<&'a str>,
    detail: Option<&'a str>,
    kind: &'static str,
    year: Option<i16>,
    period: Option<&'a str>,
    /// Where it goes on behind a caption or a column that tears it apart.
    rest: Option<(CharOffset, CharOffset)>,
    again: bool,
}

pub(super) fn run(args: &Args, output: &mut Output) -> Result<(), Stop> {
    let path = std::path::absolute(&args.path)?;
    let mut printed = Printed { json: args.json, rows: Vec::new() };
    if args.path.as_os_str() != "-" && path.is_dir() {
        let (scene, segmenter) = texts::open(&args.path, output)?;
        let rulings = QuantityRulings::of(scene.catalogue.quantities());
        let articles: Vec<_> = scene.corpus.articles().collect();
        let found: Vec<Vec<Quantity>> = articles
            .par_iter()
            .map(|article| {
                let mut found = analysis::quantities_of(&scene, article, &segmenter);
                rulings.apply(&article.path, &article.text, &mut found);
                found
            })
            .collect();
        for (article, found) in articles.into_iter().zip(found) {
            let year = scene.corpus.header(article).year;
            printed.add(article.path.as_str(), &article.text, year, &found, output)?;
        }
    } else {
        one_file(&args.path, &mut printed, output)?;
    }
    printed.finish(output)
}

/// The quantities of one file, with the corrections and the dictionary of the set it lies in.
fn one_file(file: &Path, printed: &mut Printed, output: &mut Output) -> Result<(), Stop> {
    let text = input::text(file)?;
    let name =
        file.file_name().map_or_else(|| "-".to_owned(), |name| name.to_string_lossy().into_owned());
    let mut header = Header::read(text.as_str(), &name);
    let known = structure::corrections_around(file, output)?;
    let mut said = &[][..];
    if let Some((article, corrections)) = &known {
        header = corrections.corrected(article, &header);
        said = corrections.get(article).map_or(&[][..], |known| known.lines.as_slice());
    }
    let lines = text::judged_lines(text.as_str(), &corpus::judgements(said, text.as_str()));
    let path = std::path::absolute(file)?;
    let dictionary = if file.as_os_str() == "-" {
        None
    } else {
        session::dictionary_for(&Disk, &path)
            .map_err(|error| Stop::failed(describe::storage_error(&error)))?
    };
    let segmenter = dictionary
        .map_or_else(|| Segmenter::plain().clone(), |(_, words)| session::segmenter_of(&words));
    let mut found = analysis::quantities(text.as_str(), &Flow::of(&lines, true), &segmenter);
    if let Some((root, article)) = structure::set_around(file)? {
        match session::read_records(&Disk, &QuantityCorrection::path(&root)) {
            Ok(made) => QuantityRulings::of(&made).apply(&article, &text, &mut found),
            Err(reason) => output.problem(reason),
        }
    }
    printed.add(&name, &text, header.year, &found, output)
}

/// The rows of a table, or nothing where each is printed at once.
struct Printed {
    json: bool,
    rows: Vec<[String; 7]>,
}

impl Printed {
    fn add(
        &mut self,
        article: &str,
        text: &Text,
        year: Option<i16>,
        found: &[Quantity],
        output: &mut Output,
    ) -> Result<(), Stop> {
        for quantity in found {
            let Some(row) = row(article, text, year, quantity) else { continue };
            if self.json {
                output.json(&row)?;
            } else {
                self.rows.push(cells(&row));
            }
        }
        Ok(())
    }

    fn finish(self, output: &mut Output) -> Result<(), Stop> {
        if self.json {
            return Ok(());
        }
        if self.rows.is_empty() {
            output::tell(&t!("quantity.none"));
            return Ok(());
        }
        let heading = [
            t!("cli.column.article").into_owned(),
            t!("cli.column.place").into_owned(),
            t!("quantity.column.object").into_owned(),
            t!("quantity.column.written").into_owned(),
            t!("quantity.column.value").into_owned(),
            t!("quantity.column.unit").into_owned(),
            t!("quantity.column.note").into_owned(),
        ];
        let wide = Column::Left(36);
        let narrow = Column::Left(24);
        let columns = [narrow, narrow, wide, narrow, Column::Right, narrow, wide];
        table::print(output, columns, &heading, &self.rows)
    }
}

/// What is printed of a quantity.
pub(super) fn row<'a>(
    article: &'a str,
    text: &'a Text,
    year: Option<i16>,
    quantity: &'a Quantity,
) -> Option<PrintedQuantity<'a>> {
    let place = text.char_span(quantity.span)?;
    let some = |text: &'a String| Some(text.as_str()).filter(|text| !text.is_empty());
    let rest = quantity.rest.and_then(|rest| text.char_span(rest));
    Some(PrintedQuantity {
        article,
        start: place.start(),
        end: place.end(),
        text: text.slice(quantity.span)?,
        value: quantity.value,
        high: quantity.high,
        unit: quantity.unit.as_deref(),
        unit_implied: quantity.implied,
        qualifier: (!quantity.qualifier.is_empty()).then(|| quantity.qualifier.join("、")),
        senses: quantity.senses.iter().map(|sense| sense.name()).collect(),
        threshold: quantity.threshold,
        condition: quantity.condition.as_deref(),
        object: some(&quantity.object),
        detail: some(&quantity.detail),
        kind: quantity.kind.name(),
        year: quantity.year.or(year),
        period: quantity.period.as_deref(),
        rest: rest.map(|rest| (rest.start(), rest.end())),
        again: quantity.again,
    })
}

fn cells(row: &PrintedQuantity<'_>) -> [String; 7] {
    let value = match (row.value, row.high) {
        (Some(low), Some(high)) => format!("{low}–{high}"),
        (Some(value), None) => value.to_string(),
        (None, _) => String::new(),
    };
    let notes = [row.qualifier.as_deref(), row.condition, row.detail, row.period];
    [
        row.article.to_owned(),
        format!("{}..{}", row.start, row.end),
        row.object.unwrap_or_default().to_owned(),
        row.text.to_owned(),
        value,
        row.unit.unwrap_or_default().to_owned(),
        notes.into_iter().flatten().collect::<Vec<_>>().join(" · "),
    ]
}
