//! `quandian agree`: how far coders agree, in a set, in a plain table, or on a continuum.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use clap::ValueEnum;
use rust_i18n::t;
use serde::Serialize;

use super::{
    input,
    output::{Output, Stop},
    selection, set,
    table::{self, Column},
};
use crate::{
    analysis::agreement::{
        Agreement, AgreementQuery, AgreementRow, AgreementScope, AgreementUnit, Bootstrap,
        Coefficient, ContinuumError, ContinuumFile, DEFAULT_DRAWS, DEFAULT_SEED, Denominator,
        JudgementTable, JudgementTableError,
    },
    annotation::{Codebook, Coder},
    corpus::{ArticlePath, Problem},
    session::{self, Session, describe},
};

/// More draws tell no more.
const MOST_DRAWS: u32 = 1_000_000;

/// What `agree` is given.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("agree_source")
    .args(["agree_coders", "agree_table", "agree_continuum"])
    .required(true))]
pub(super) struct Args {
    #[arg(value_name = "PATH", required_unless_present_any = ["agree_table", "agree_continuum"])]
    set: Option<PathBuf>,
    #[command(flatten)]
    who: WhoArgs,
    #[arg(
        id = "agree_unit",
        long = "unit",
        value_name = "UNIT",
        value_enum,
        default_value = "sentence",
        hide_default_value = true
    )]
    unit: UnitArg,
    #[arg(id = "agree_theme", long = "theme", value_name = "T")]
    theme: Option<String>,
    #[arg(id = "agree_all_units", long = "all-units")]
    all_units: bool,
    #[arg(
        id = "agree_draws",
        long = "bootstrap",
        value_name = "N",
        default_value_t = DEFAULT_DRAWS,
        hide_default_value = true,
        value_parser = clap::value_parser!(u32).range(0..=i64::from(MOST_DRAWS))
    )]
    draws: u32,
    #[arg(
        id = "agree_seed",
        long = "seed",
        value_name = "S",
        default_value_t = DEFAULT_SEED,
        hide_default_value = true
    )]
    seed: u64,
    #[arg(
        id = "agree_table",
        long = "table",
        value_name = "FILE.csv",
        conflicts_with_all = ["set", "agree_coders", "agree_continuum"]
    )]
    table: Option<PathBuf>,
    #[arg(
        id = "agree_continuum",
        long = "continuum",
        value_name = "FILE.json",
        conflicts_with_all = ["set", "agree_coders"]
    )]
    continuum: Option<PathBuf>,
    #[arg(long)]
    json: bool,
}

/// Whose marks are compared, and in which articles.
#[derive(Debug, clap::Args)]
pub(super) struct WhoArgs {
    #[arg(id = "agree_coders", long = "coders", value_name = "A,B[,C…]")]
    coders: Option<String>,
    #[arg(id = "agree_articles", long = "articles", value_name = "A", num_args = 1..)]
    articles: Vec<String>,
    #[arg(
        id = "agree_where",
        long = "where",
        value_name = "CONDITION",
        conflicts_with = "agree_articles"
    )]
    condition: Option<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum UnitArg {
    Character,
    Word,
    Clause,
    Sentence,
    Paragraph,
    Article,
    Continuum,
}

impl From<UnitArg> for AgreementUnit {
    fn from(unit: UnitArg) -> Self {
        match unit {
            UnitArg::Character => Self::Character,
            UnitArg::Word => Self::Word,
            UnitArg::Clause => Self::Clause,
            UnitArg::Sentence => Self::Sentence,
            UnitArg::Paragraph => Self::Paragraph,
            UnitArg::Article => Self::Article,
            UnitArg::Continuum => Self::Continuum,
        }
    }
}

impl WhoArgs {
    /// Opens of the set the articles in which something is marked, and looks up the coders.
    pub(super) fn open(
        &self,
        path: &Path,
        output: &mut Output,
    ) -> Result<(Session, Vec<Coder>), Stop> {
        let mut coders = Vec::new();
        let names = self.coders.as_deref().unwrap_or_default();
        for name in names.split([',', '，', '、']).filter(|name| !name.trim().is_empty()) {
            let coder = set::coder(name)?;
            if coders.contains(&coder) {
                return Err(Stop::failed(t!("agree.cli.coder_twice", coder = coder)));
            }
            coders.push(coder);
        }
        let mut session = set::session(None, output)?;
        let listed = set::list(&session, path)?;
        session.open_marked_now(listed, &[]);
        let corpus = set::corpus(&session)?;
        let is_unread = |path: &ArticlePath| {
            let entry = corpus.entry(path).map(|entry| &entry.article);
            matches!(entry, Some(Err(Problem::NotAskedFor)))
        };
        let progress = |coder| session.catalogue().progress(coder).iter();
        let needs_all = coders.iter().flat_map(progress).any(|(article, ..)| is_unread(article));
        // Where nobody marked anything there may still be agreement: that there is nothing.
        if needs_all {
            drop(session.take_notices());
            set::open_quietly(&mut session, path)?;
        }
        set::tell_errors(&mut session, output);
        set::tell_skipped(set::corpus(&session)?, output);
        let known = session.coders_at_work();
        if let Some(coder) = coders.iter().find(|coder| !known.contains(coder)) {
            let names: Vec<&str> = known.iter().map(Coder::as_str).collect();
            let names = describe::shown(&names.join(&t!("retrieve.list_joint")));
            let coder = describe::shown(coder.as_str());
            return Err(Stop::failed(t!("agree.cli.no_coder", coder = coder, names = names)));
        }
        Ok((session, coders))
    }

    /// The articles that are meant; `None` for all.
    pub(super) fn articles(
        &self,
        session: &Session,
    ) -> Result<Option<BTreeSet<ArticlePath>>, Stop> {
        if let Some(line) = &self.condition {
            let selector =
                session.selector(line).map_err(|fault| selection::pointed_at(line, &fault))?;
            return Ok(Some(session::articles_where(set::scene(session)?, &selector)));
        }
        if self.articles.is_empty() {
            return Ok(None);
        }
        let corpus = set::corpus(session)?;
        let is_there = |name: &str| {
            set::article_path(name).ok().filter(|path| corpus.position(path).is_some())
        };
        let mut articles = BTreeSet::new();
        for given in &self.articles {
            if let Some(path) = is_there(given) {
                articles.insert(path);
                continue;
            }
            // Several in one, unless that is the name of an article.
            for name in given.split(',').map(str::trim).filter(|name| !name.is_empty()) {
                let missing =
                    || Stop::failed(t!("error.no_article", article = describe::shown(name)));
                articles.insert(is_there(name).ok_or_else(missing)?);
            }
        }
        Ok(Some(articles))
    }
}

/// One coefficient; the order of the fields is that of the keys.
#[derive(Serialize)]
struct Row<'a> {
    theme: Option<String>,
    coefficient: &'a str,
    value: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    units: u64,
    coders: usize,
    articles: Option<usize>,
    note: String,
}

pub(super) fn run(args: &Args, output: &mut Output) -> Result<(), Stop> {
    let bootstrap = Bootstrap { draws: args.draws, seed: args.seed };
    if let Some(file) = &args.table {
        let content = input::text(file)?;
        let table = JudgementTable::read(content.as_str());
        let table = table.map_err(|error| Stop::failed(table_error(&error, file)))?;
        let found = table.agreement(bootstrap);
        return print(args, &Codebook::default(), &found, None, output);
    }
    if let Some(file) = &args.continuum {
        let content = input::text(file)?;
        let continuum = ContinuumFile::read(content.as_str());
        let continuum = continuum.map_err(|error| Stop::failed(continuum_error(&error, file)))?;
        return print(args, &Codebook::default(), &continuum.agreement(), None, output);
    }
    let Some(path) = &args.set else { return Ok(()) };
    let (session, coders) = args.who.open(path, output)?;
    let theme = match &args.theme {
        None => None,
        Some(name) => {
            let theme = selection::find_theme(&session, name)?;
            Some(theme.ok_or_else(|| selection::unknown_theme(&session, name))?)
        }
    };
    let query = AgreementQuery {
        coders,
        unit: args.unit.into(),
        theme,
        articles: args.who.articles(&session)?,
        denominator: if args.all_units { Denominator::All } else { Denominator::Marked },
        bootstrap,
    };
    let ask = |query: &AgreementQuery| {
        let found = session.answer_now(query);
        found.map_err(|refusal| Stop::failed(session::agreement_refusal(&refusal)))
    };
    let found = ask(&query)?;
    tell_left_out(&found, output);
    let is_continuum = query.unit == AgreementUnit::Continuum;
    let other = if args.json || is_continuum {
        None
    } else {
        let denominator = match query.denominator {
            Denominator::Marked => Denominator::All,
            Denominator::All => Denominator::Marked,
        };
        Some(ask(&AgreementQuery { denominator, ..query.clone() })?)
    };
    let (first, second) = match (query.denominator, other) {
        (Denominator::All, Some(marked)) => (marked, Some(found)),
        (_, other) => (found, other),
    };
    print(args, session.codebook(), &first, second.as_ref(), output)
}

fn tell_left_out(found: &Agreement, output: &mut Output) {
    if found.unplaced > 0 {
        output.problem(t!("agree.cli.unplaced", count = found.unplaced));
    }
    for path in &found.unreadable {
        let article = describe::shown(path.as_str());
        output.problem(t!("agree.cli.unreadable", article = article));
    }
}

/// Prints what was found; for human eyes with the other denominator below it.
fn print(
    args: &Args,
    codebook: &Codebook,
    found: &Agreement,
    all_units: Option<&Agreement>,
    output: &mut Output,
) -> Result<(), Stop> {
    if args.json {
        for row in &found.rows {
            let interval = row.cell.interval;
            output.json(&Row {
                theme: session::agreement_scope_name(codebook, &row.scope),
                coefficient: row.cell.coefficient.name(),
                value: row.cell.value.ok(),
                low: interval.map(|interval| interval.low),
                high: interval.map(|interval| interval.high),
                units: row.units,
                coders: row.coders,
                articles: row.articles,
                note: session::agreement_note(found, row),
            })?;
        }
        return Ok(());
    }
    let of_set = args.table.is_none() && args.continuum.is_none();
    let is_continuum =
        args.continuum.is_some() || of_set && matches!(args.unit, UnitArg::Continuum);
    if is_continuum {
        print_continuum(codebook, found, output)?;
    } else {
        if of_set {
            output.line(&t!("agree.cli.of_marked"))?;
        }
        print_units(codebook, found, output)?;
        if let Some(all) = all_units {
            output.line("")?;
            output.line(&t!("agree.cli.of_all"))?;
            print_units(codebook, all, output)?;
        }
    }
    print_notes(args, found, output)
}

/// The rows of one scope, by their scopes.
fn by_scope(found: &Agreement) -> impl Iterator<Item = &[AgreementRow]> {
    found.rows.chunk_by(|one, other| one.scope == other.scope)
}

fn scope_name(codebook: &Codebook, scope: &AgreementScope) -> String {
    match scope {
        AgreementScope::Value(value) => format!("k={value}"),
        AgreementScope::All => t!("agree.all").into_owned(),
        scope => session::agreement_scope_name(codebook, scope).unwrap_or_default(),
    }
}

fn number(row: Option<&AgreementRow>) -> String {
    let value = row.and_then(|row| row.cell.value.ok());
    value.map_or_else(|| "—".to_owned(), |value| format!("{value:.3}"))
}

fn with_interval(row: Option<&AgreementRow>) -> String {
    let interval = row.and_then(|row| row.cell.interval);
    let shown = |row| number(row);
    interval.map_or_else(
        || shown(row),
        |interval| format!("{} [{:.3}, {:.3}]", shown(row), interval.low, interval.high),
    )
}

fn print_units(codebook: &Codebook, found: &Agreement, output: &mut Output) -> Result<(), Stop> {
    let name = session::coefficient_name;
    let heading = [
        t!("agree.column.theme").into_owned(),
        t!("agree.column.units").into_owned(),
        name(Coefficient::Percent),
        name(Coefficient::Positive),
        name(Coefficient::Holsti),
        name(Coefficient::HolstiComposite),
        name(Coefficient::CohenKappa),
        name(Coefficient::FleissKappa),
        name(Coefficient::ScottPi),
        name(Coefficient::BrennanPrediger),
        name(Coefficient::GwetAc1),
        name(Coefficient::KrippendorffAlpha),
        t!("agree.column.word").into_owned(),
    ];
    let cells = |rows: &[AgreementRow]| {
        let of = |coefficient| rows.iter().find(|row| row.cell.coefficient == coefficient);
        let first = rows.first();
        let word = of(Coefficient::KrippendorffAlpha).and_then(|row| row.cell.value.ok());
        [
            first.map(|row| scope_name(codebook, &row.scope)).unwrap_or_default(),
            first.map_or(0, |row| row.units).to_string(),
            number(of(Coefficient::Percent)),
            number(of(Coefficient::Positive)),
            number(of(Coefficient::Holsti)),
            number(of(Coefficient::HolstiComposite)),
            with_interval(of(Coefficient::CohenKappa)),
            number(of(Coefficient::FleissKappa)),
            number(of(Coefficient::ScottPi)),
            number(of(Coefficient::BrennanPrediger)),
            number(of(Coefficient::GwetAc1)),
            with_interval(of(Coefficient::KrippendorffAlpha)),
            word.map(session::reliability_word).unwrap_or_default(),
        ]
    };
    let rows: Vec<_> = by_scope(found).map(cells).collect();
    let mut columns = [Column::Right; 13];
    columns[0] = Column::Left(32);
    columns[12] = Column::Left(24);
    table::print(output, columns, &heading, &rows)
}

fn print_continuum(
    codebook: &Codebook,
    found: &Agreement,
    output: &mut Output,
) -> Result<(), Stop> {
    let name = session::coefficient_name;
    let heading = [
        t!("agree.column.theme").into_owned(),
        t!("agree.column.cuts").into_owned(),
        name(Coefficient::UAlpha),
        name(Coefficient::UAlphaBinary),
        name(Coefficient::CuAlpha),
        name(Coefficient::KuAlpha),
        t!("agree.column.word").into_owned(),
    ];
    let cells = |rows: &[AgreementRow]| {
        let of = |coefficient| rows.iter().find(|row| row.cell.coefficient == coefficient);
        let first = rows.first();
        let word = of(Coefficient::UAlpha).and_then(|row| row.cell.value.ok());
        [
            first.map(|row| scope_name(codebook, &row.scope)).unwrap_or_default(),
            first.map_or(0, |row| row.units).to_string(),
            with_interval(of(Coefficient::UAlpha)),
            with_interval(of(Coefficient::UAlphaBinary)),
            with_interval(of(Coefficient::CuAlpha)),
            number(of(Coefficient::KuAlpha)),
            word.map(session::reliability_word).unwrap_or_default(),
        ]
    };
    let rows: Vec<_> = by_scope(found).map(cells).collect();
    let mut columns = [Column::Right; 7];
    columns[0] = Column::Left(32);
    columns[6] = Column::Left(24);
    table::print(output, columns, &heading, &rows)
}

/// What has to be known of the tables: how many, from what was drawn, why a number is missing.
fn print_notes(args: &Args, found: &Agreement, output: &mut Output) -> Result<(), Stop> {
    output.line("")?;
    if let Some(row) = found.rows.first() {
        let coders = row.coders;
        match row.articles {
            Some(articles) => {
                output.line(&t!("agree.cli.counts", coders = coders, articles = articles))?;
            }
            None => output.line(&t!("agree.cli.coders", coders = coders))?,
        }
        let pairs = coders * coders.saturating_sub(1) / 2;
        if pairs > 1 && args.continuum.is_none() {
            output.line(&t!("agree.note.pairs_all", pairs = pairs))?;
        }
        if row.articles.is_some() {
            if let Some(note) = session::interval_note(found) {
                output.line(&note)?;
            }
            if found.overlapping > 0 {
                output.line(&t!("agree.cli.overlapping", articles = found.overlapping))?;
            }
        }
    }
    if found.lots.is_some() {
        output.line(&t!("agree.cli.drawn", draws = args.draws, seed = args.seed))?;
    }
    let missing = found.rows.iter().filter(|row| row.cell.value.is_err());
    let reasons: BTreeSet<String> =
        missing.map(|row| session::agreement_note(found, row)).collect();
    for reason in reasons {
        output.line(&format!("—  {reason}"))?;
    }
    Ok(())
}

fn table_error(error: &JudgementTableError, file: &Path) -> String {
    let reason = match error {
        JudgementTableError::Format(reason) => t!("agree.table.format", reason = reason),
        JudgementTableError::TooFewCoders => t!("agree.table.too_few"),
        JudgementTableError::TooManyCoders(count) => t!("agree.refusal.too_many", count = count),
        JudgementTableError::Twice(name) => {
            t!("agree.table.twice", name = describe::shown(name))
        }
        JudgementTableError::Cells { line, found, wanted } => {
            t!("agree.table.cells", line = line, found = found, wanted = wanted)
        }
        JudgementTableError::Empty => t!("agree.table.empty"),
        JudgementTableError::TooManyValues => t!("agree.table.too_many_values"),
    };
    t!("agree.table.error", reason = reason, path = describe::path(file)).into_owned()
}

fn continuum_error(error: &ContinuumError, file: &Path) -> String {
    let reason = match error {
        ContinuumError::Format(reason) => t!("agree.continuum.format", reason = reason),
        ContinuumError::TooFewCoders => t!("agree.table.too_few"),
        ContinuumError::Unit { coder, start, end } => {
            t!("agree.continuum.unit", coder = coder, start = start, end = end)
        }
        ContinuumError::TooManyValues => t!("agree.table.too_many_values"),
    };
    t!("agree.continuum.error", reason = reason, path = describe::path(file)).into_owned()
}
