//! `quandian search`: where the articles of a set say something, one hit a line, in its context.

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
    search::{self, Mode},
    session::{
        HitOrder, HitsIn, Lines, Marked, Scope, Search, Session, SetHits, SetSearch, describe,
    },
    text::{ByteSpan, CharOffset},
};

/// Characters before and after a hit.
const CONTEXT: usize = 32;

/// What `search` is given.
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(super) struct Args {
    #[arg(value_name = "PATH")]
    set: PathBuf,
    #[arg(id = "set_query", value_name = "QUERY", allow_hyphen_values = true)]
    query: String,
    #[arg(long)]
    exact: bool,
    #[arg(long)]
    regex: bool,
    #[command(flatten)]
    scope: ScopeArgs,
    #[arg(
        id = "sort_hits",
        long = "sort",
        value_name = "ORDER",
        value_enum,
        default_value = "place",
        hide_default_value = true
    )]
    sort: Sort,
    #[arg(id = "count_hits", long = "count")]
    count: bool,
    #[arg(long)]
    json: bool,
}

/// Where to look.
#[derive(Debug, clap::Args)]
pub(super) struct ScopeArgs {
    #[arg(id = "in_themes", long = "theme", value_name = "T")]
    themes: Vec<String>,
    #[arg(id = "in_untagged", long = "untagged", conflicts_with = "in_themes")]
    untagged: bool,
    #[arg(id = "in_articles", long = "article", value_name = "A")]
    articles: Vec<String>,
    #[arg(id = "in_years", long = "years", value_name = "Y..Y", value_parser = parse_years)]
    years: Option<(i16, i16)>,
    #[arg(
        id = "in_lines",
        long = "lines",
        value_name = "KIND",
        value_enum,
        default_value = "all",
        hide_default_value = true
    )]
    lines: LinesArg,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum LinesArg {
    All,
    Headings,
    Body,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Sort {
    Place,
    Left,
    Right,
    Year,
}

fn parse_years(text: &str) -> Result<(i16, i16), String> {
    let (from, to) = text.split_once("..").unwrap_or((text, text));
    let years = from.trim().parse().ok().zip(to.trim().parse().ok());
    years.filter(|(from, to)| from <= to).ok_or_else(|| t!("search.cli.years").into_owned())
}

impl ScopeArgs {
    pub(super) fn scope(&self, session: &Session) -> Result<Scope, Stop> {
        let mut themes = Vec::new();
        for name in &self.themes {
            let theme = selection::find_theme(session, name)?;
            themes.push(theme.ok_or_else(|| selection::unknown_theme(session, name))?);
        }
        let mut articles = Vec::new();
        for name in &self.articles {
            let path = set::article_path(name)?;
            if set::corpus(session)?.position(&path).is_none() {
                let article = describe::shown(name);
                return Err(Stop::failed(t!("error.no_article", article = article)));
            }
            articles.push(path);
        }
        let marked = match (self.untagged, themes.is_empty()) {
            (true, _) => Marked::Untagged,
            (false, true) => Marked::Anything,
            (false, false) => Marked::Inside(themes),
        };
        let lines = match self.lines {
            LinesArg::All => Lines::All,
            LinesArg::Headings => Lines::Headings,
            LinesArg::Body => Lines::Body,
        };
        Ok(Scope { articles, years: self.years, marked, lines })
    }
}

/// One hit; the order of the fields is that of the keys.
#[derive(Serialize)]
struct Row<'a> {
    article: &'a str,
    start: CharOffset,
    end: CharOffset,
    left: &'a str,
    hit: &'a str,
    right: &'a str,
}

/// How often it stands in an article; in all, where none is named.
#[derive(Serialize)]
struct Count<'a> {
    article: Option<&'a str>,
    count: usize,
}

pub(super) fn run(args: Args, output: &mut Output) -> Result<(), Stop> {
    let session = set::open(&args.set, output)?;
    set::tell_skipped(set::corpus(&session)?, output);
    let scope = args.scope.scope(&session)?;
    let mode = Mode { exact: args.exact, regex: args.regex };
    let search = Search { query: args.query, mode, scope };
    let order = match args.sort {
        Sort::Place => HitOrder::Place,
        Sort::Left => HitOrder::Left,
        Sort::Right => HitOrder::Right,
        Sort::Year => HitOrder::Year,
    };
    let hits = session
        .answer_now(&SetSearch { search, order })
        .map_err(|error| Stop::failed(describe::set_query_error(&error)))?;
    if args.count {
        return print_counts(&hits, args.json, output);
    }
    let mut rows = Vec::new();
    for &row in &*hits.rows {
        let Some((found, span)) = hits.place(row) else { continue };
        let Some(row) = self::row(found, span) else { continue };
        if args.json {
            output.json(&row)?;
        } else {
            rows.push(cells(&row));
        }
    }
    if args.json || rows.is_empty() {
        return Ok(());
    }
    let heading = [
        t!("cli.column.article").into_owned(),
        t!("cli.column.place").into_owned(),
        t!("search.column.left").into_owned(),
        t!("search.column.hit").into_owned(),
        t!("search.column.right").into_owned(),
    ];
    let columns =
        [Column::Left(32), Column::Left(20), Column::Right, Column::Left(24), Column::Left(32)];
    table::print(output, columns, &heading, &rows)
}

fn row(found: &HitsIn, span: ByteSpan) -> Option<Row<'_>> {
    let text = found.article.text.as_str();
    let place = found.article.text.char_span(span)?;
    Some(Row {
        article: found.article.path.as_str(),
        start: place.start(),
        end: place.end(),
        left: search::left_context(text, span, CONTEXT),
        hit: text.get(span.range())?,
        right: search::right_context(text, span, CONTEXT),
    })
}

/// A row for human eyes: the context is short and on one line.
fn cells(row: &Row<'_>) -> [String; 5] {
    let left = search::on_one_line(row.left);
    let left: String = left.chars().skip(left.chars().count().saturating_sub(16)).collect();
    [
        row.article.to_owned(),
        format!("[{}, {})", row.start, row.end),
        left,
        search::on_one_line(row.hit),
        search::on_one_line(row.right),
    ]
}

fn print_counts(hits: &SetHits, json: bool, output: &mut Output) -> Result<(), Stop> {
    let total = hits.rows.len();
    let counts = hits
        .articles
        .iter()
        .map(|found| Count { article: Some(found.article.path.as_str()), count: found.hits.len() });
    for count in counts {
        if json {
            output.json(&count)?;
        } else {
            output.line(&format!("{:>8}  {}", count.count, count.article.unwrap_or_default()))?;
        }
    }
    if json {
        return output.json(&Count { article: None, count: total });
    }
    let articles = hits.articles.len();
    output.line(&t!("search.cli.total", count = format!("{total:>8}"), articles = articles))
}
