//! `quandian autocode`: codes what a query or a theme's lexicon finds.

use std::path::PathBuf;

use clap::ValueEnum;
use rust_i18n::t;
use serde::Serialize;

use super::{
    output::{Output, Stop},
    selection, set,
    table::{self, Column},
};
use crate::{
    search::Mode,
    session::{Autocode, CodeSource, CodeUnit, Command, Proposals, Search, Session, describe},
    text::CharOffset,
};

/// What `autocode` is given.
#[derive(Debug, clap::Args)]
#[command(group(clap::ArgGroup::new("found_by").required(true).args(["code_query", "code_lexicon"])))]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(super) struct Args {
    #[arg(value_name = "PATH")]
    set: PathBuf,
    #[arg(long, value_name = "C")]
    coder: Option<String>,
    #[arg(id = "code_theme", long = "theme", value_name = "T")]
    theme: String,
    #[arg(id = "code_query", long = "query", value_name = "Q", allow_hyphen_values = true)]
    query: Option<String>,
    #[arg(id = "code_lexicon", long = "lexicon")]
    lexicon: bool,
    #[arg(
        id = "code_unit",
        long = "unit",
        value_name = "UNIT",
        value_enum,
        default_value = "sentence",
        hide_default_value = true
    )]
    unit: Unit,
    #[arg(long)]
    exact: bool,
    #[arg(long)]
    regex: bool,
    #[arg(id = "code_dry_run", long = "dry-run")]
    dry_run: bool,
    #[arg(long)]
    json: bool,
}

/// So much around each hit.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Unit {
    Hit,
    Clause,
    Sentence,
    Paragraph,
}

impl From<Unit> for CodeUnit {
    fn from(unit: Unit) -> Self {
        match unit {
            Unit::Hit => Self::Hit,
            Unit::Clause => Self::Clause,
            Unit::Sentence => Self::Sentence,
            Unit::Paragraph => Self::Paragraph,
        }
    }
}

/// One unit; the order of the fields is that of the keys.
#[derive(Serialize)]
struct Row<'a> {
    article: &'a str,
    start: CharOffset,
    end: CharOffset,
    text: &'a str,
    /// Whether the coder has it with the theme already; then it is left as it is.
    already: bool,
}

pub(super) fn run(args: Args, output: &mut Output) -> Result<(), Stop> {
    let mut session = set::session(args.coder.as_deref(), output)?;
    set::open_quietly(&mut session, &args.set)?;
    set::tell_errors(&mut session, output);
    set::tell_skipped(set::corpus(&session)?, output);
    let theme = selection::find_theme(&session, &args.theme)?
        .filter(|&theme| session.codebook().get(theme).is_some())
        .ok_or_else(|| selection::unknown_theme(&session, &args.theme))?;
    let source = match args.query {
        Some(query) => {
            let mode = Mode { exact: args.exact, regex: args.regex };
            CodeSource::Search(Search { query, mode, ..Search::default() })
        }
        None => CodeSource::Lexicon,
    };
    let unit = CodeUnit::from(args.unit);
    let proposals = session
        .answer_now(&Autocode { theme, source, unit })
        .map_err(|error| Stop::failed(describe::autocode_error(&error)))?;
    let taken = proposals.rows.iter().filter(|row| !row.already);
    let found: Vec<_> = taken.filter_map(|row| proposals.found(row)).collect();
    if !args.dry_run && !found.is_empty() {
        save(&mut session, Command::TagFound { theme, found }, output)?;
    }
    print(&proposals, args.json, output)
}

/// Marks what was found; returns when it is on the disk.
fn save(session: &mut Session, command: Command, output: &mut Output) -> Result<(), Stop> {
    set::apply(session, command)?;
    set::save(session, output)
}

fn print(proposals: &Proposals, json: bool, output: &mut Output) -> Result<(), Stop> {
    let mut rows = Vec::new();
    for proposal in &proposals.rows {
        let Some(found) = proposals.articles.get(proposal.article as usize) else { continue };
        let article = &found.article;
        let (Some(place), Some(text)) =
            (article.text.char_span(proposal.span), article.text.slice(proposal.span))
        else {
            continue;
        };
        let row = Row {
            article: article.path.as_str(),
            start: place.start(),
            end: place.end(),
            text,
            already: proposal.already,
        };
        if json {
            output.json(&row)?;
        } else {
            let already = if row.already { t!("search.cli.already") } else { "".into() };
            rows.push([
                row.article.to_owned(),
                format!("[{}, {})", row.start, row.end),
                crate::search::on_one_line(row.text),
                already.into_owned(),
            ]);
        }
    }
    if json || rows.is_empty() {
        return Ok(());
    }
    let heading = [
        t!("cli.column.article").into_owned(),
        t!("cli.column.place").into_owned(),
        t!("cli.column.text").into_owned(),
        t!("search.column.already").into_owned(),
    ];
    let columns = [Column::Left(32), Column::Left(20), Column::Left(60), Column::Left(12)];
    table::print(output, columns, &heading, &rows)
}
