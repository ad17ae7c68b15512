//! `quandian compare formulas`: the set phrases of a set, since when and how often.

use std::{collections::BTreeMap, path::PathBuf};

use rust_i18n::t;
use serde::Serialize;

use crate::{
    analysis::{Formula, FormulaPlace, FormulaTerms},
    cli::{
        input,
        output::{self, Output, Stop},
        table::{self, Column},
        texts,
    },
    scene::Scene,
    session::{FindFormulas, SetFormulas},
    text::CharOffset,
};

/// What `compare formulas` is given.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(value_name = "PATH")]
    set: PathBuf,
    #[arg(id = "formula_list", long = "list", value_name = "FILE")]
    list: Option<PathBuf>,
    #[arg(
        id = "least_formulas",
        long = "min",
        value_name = "N",
        value_parser = clap::value_parser!(u32).range(2..=1_000),
        default_value = "3",
        hide_default_value = true
    )]
    least: u32,
    #[arg(
        id = "most_formulas",
        long = "most",
        value_name = "N",
        value_parser = clap::value_parser!(u32).range(1..=100_000),
        default_value = "2000",
        hide_default_value = true
    )]
    most: u32,
    #[arg(long)]
    json: bool,
}

/// One formula; the order of the fields is that of the keys.
#[derive(Serialize)]
struct Row<'a> {
    formula: &'a str,
    variants: Vec<&'a str>,
    source: &'static str,
    count: usize,
    /// How many of the places stand in quotation marks.
    quoted: usize,
    articles: usize,
    first: Option<Place<'a>>,
    last: Option<Place<'a>>,
    /// How often in each year of the set.
    years: BTreeMap<String, usize>,
    /// In how many articles of each year.
    articles_by_year: BTreeMap<String, usize>,
    /// How often in 10,000 letters of each year.
    per_10k: BTreeMap<String, Option<f64>>,
    inside: &'a [String],
    contains: &'a [String],
    replaced_by: Vec<Replacement<'a>>,
}

/// Where a formula stands.
#[derive(Serialize)]
struct Place<'a> {
    article: &'a str,
    start: CharOffset,
    end: CharOffset,
    /// A day, or a year where only that is known.
    date: Option<String>,
}

/// What perhaps took its place.
#[derive(Serialize)]
struct Replacement<'a> {
    formula: &'a str,
    /// Where both stand in the same sentence: the earlier, the later.
    evidence: Vec<(Option<Place<'a>>, Option<Place<'a>>)>,
}

pub(super) fn run(args: &Args, output: &mut Output) -> Result<(), Stop> {
    let listed = match &args.list {
        None => Vec::new(),
        Some(file) => {
            let text = input::text(file)?;
            let lines = text.as_str().lines().map(str::trim);
            lines
                .filter(|line| !line.is_empty() && !line.starts_with('#'))
                .map(str::to_owned)
                .collect()
        }
    };
    let (scene, segmenter) = texts::open(&args.set, output)?;
    let most = usize::try_from(args.most).unwrap_or(usize::MAX);
    let terms = FormulaTerms { least: args.least, most, listed, ..FormulaTerms::default() };
    let terms = terms.with_notes(scene.catalogue.formulas());
    let found = SetFormulas::of(&scene, &FindFormulas { terms, articles: None }, &segmenter);
    if args.json {
        for formula in &found.formulas {
            output.json(&row(&scene, &found, formula))?;
        }
        return Ok(());
    }
    let cells: Vec<[String; 7]> =
        found.formulas.iter().map(|formula| cells(&scene, &found, formula)).collect();
    if cells.is_empty() {
        output::tell(&t!("formula.none", least = args.least));
        return Ok(());
    }
    let heading = [
        t!("formula.column.formula").into_owned(),
        t!("formula.column.count").into_owned(),
        t!("formula.column.articles").into_owned(),
        t!("formula.column.first").into_owned(),
        t!("formula.column.years").into_owned(),
        t!("formula.column.inside").into_owned(),
        t!("formula.column.replaced_by").into_owned(),
    ];
    let wide = Column::Left(40);
    let columns =
        [wide, Column::Right, Column::Right, Column::Left(20), Column::Left(60), wide, wide];
    table::print(output, columns, &heading, &cells)
}

fn row<'a>(scene: &Scene, found: &'a SetFormulas, formula: &'a Formula) -> Row<'a> {
    let place = |at: FormulaPlace| place(scene, found, at);
    let years = || formula.years.iter().map(|(year, known)| (year.to_string(), known));
    Row {
        formula: &formula.text,
        variants: formula.variants.iter().map(|(form, _)| form.as_str()).collect(),
        source: formula.source.name(),
        count: formula.places.len(),
        quoted: formula.quoted,
        articles: formula.articles,
        first: formula.first.and_then(place),
        last: formula.last.and_then(place),
        years: years().map(|(year, known)| (year, known.count)).collect(),
        articles_by_year: years().map(|(year, known)| (year, known.articles)).collect(),
        per_10k: years().map(|(year, known)| (year, known.per_10k())).collect(),
        inside: &formula.inside,
        contains: &formula.contains,
        replaced_by: formula
            .replaced_by
            .iter()
            .map(|other| Replacement {
                formula: &other.formula,
                evidence: other.evidence.iter().map(|&(a, b)| (place(a), place(b))).collect(),
            })
            .collect(),
    }
}

fn place<'a>(scene: &Scene, found: &'a SetFormulas, at: FormulaPlace) -> Option<Place<'a>> {
    let article = found.articles.get(at.article)?;
    let header = scene.corpus.header(article);
    let date = header
        .date
        .map(|date| date.to_string())
        .or_else(|| header.year.map(|year| year.to_string()));
    Some(Place { article: article.path.as_str(), start: at.span.start(), end: at.span.end(), date })
}

fn cells(scene: &Scene, found: &SetFormulas, formula: &Formula) -> [String; 7] {
    let first = formula.first.and_then(|at| place(scene, found, at)).and_then(|place| place.date);
    let years: Vec<String> = formula
        .years
        .iter()
        .filter(|(_, known)| known.count > 0)
        .map(|(year, known)| format!("{year} {}", known.count))
        .collect();
    let others: Vec<&str> =
        formula.replaced_by.iter().map(|other| other.formula.as_str()).collect();
    [
        formula.text.clone(),
        formula.places.len().to_string(),
        formula.articles.to_string(),
        first.unwrap_or_default(),
        years.join("  "),
        formula.inside.join("、"),
        others.join("、"),
    ]
}
