//! `quandian search`: where the articles of a set say something, one hit a line, in its context.

use std::path::PathBuf;

use clap::ValueEnum;
use rust_i18n::t;
use serde::Serialize;

use super::{
    output::{Output, Stop},
    selection, set,
    table::{AlignedTable, Column},
};
use crate::{
    corpus::{ArticlePath, ListedSet},
    search::{self, Mode, SetQueryError},
    session::{HitOrder, HitsInFile, Lines, Marked, Scope, Search, Session, describe},
    text::{ByteSpan, CharOffset, Text},
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
    /// Whether what is marked makes a difference.
    fn heeds_marks(&self) -> bool {
        self.untagged || !self.themes.is_empty()
    }

    /// The same with every name looked up; `has_article` says which articles there are.
    fn scope(
        &self,
        session: &Session,
        has_article: impl Fn(&ArticlePath) -> bool,
    ) -> Result<Scope, Stop> {
        let mut themes = Vec::new();
        for name in &self.themes {
            let theme = selection::find_theme(session, name)?;
            themes.push(theme.ok_or_else(|| selection::unknown_theme(session, name))?);
        }
        let mut articles = Vec::new();
        for name in &self.articles {
            let path = set::article_path(name)?;
            if !has_article(&path) {
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
    let mut session = set::session(None, output)?;
    let set = set::list(&session, &args.set)?;
    if args.scope.heeds_marks() {
        session.open_marked_now(set.clone(), &[]);
        set::tell_errors(&mut session, output);
        set::tell_skipped(set::corpus(&session)?, output);
    } else {
        set::tell_unlisted(&set, output);
    }
    let scope = args.scope.scope(&session, |article| set.paths().contains(article))?;
    let mode = Mode { exact: args.exact, regex: args.regex };
    let asked = Asked {
        session: &session,
        set: &set,
        search: Search { query: args.query, mode, scope },
        order: match args.sort {
            Sort::Place => HitOrder::Place,
            Sort::Left => HitOrder::Left,
            Sort::Right => HitOrder::Right,
            Sort::Year => HitOrder::Year,
        },
    };
    if args.count {
        return asked.print_counts(args.json, output);
    }
    if args.json {
        return asked.each_row(|row| output.json(row));
    }
    let mut table = AlignedTable::new([
        Column::Left(32),
        Column::Left(20),
        Column::Right,
        Column::Left(24),
        Column::Left(32),
    ]);
    asked.each_row(|row| {
        table.push(&cells(row));
        Ok(())
    })?;
    if table.is_empty() {
        return Ok(());
    }
    let heading = [
        t!("cli.column.article").into_owned(),
        t!("cli.column.place").into_owned(),
        t!("search.column.left").into_owned(),
        t!("search.column.hit").into_owned(),
        t!("search.column.right").into_owned(),
    ];
    table.print(&heading, output)
}

/// A search of a set that is not open.
struct Asked<'a> {
    session: &'a Session,
    set: &'a ListedSet,
    search: Search,
    order: HitOrder,
}

impl Asked<'_> {
    /// Gives every hit to `print`, in the order that is asked for.
    fn each_row(self, mut print: impl FnMut(&Row<'_>) -> Result<(), Stop>) -> Result<(), Stop> {
        if self.order == HitOrder::Place {
            // One file after the other: none is kept longer than until its rows are printed.
            let make = |found: HitsInFile<'_>| {
                Some((found.path.clone(), Text::new(found.text)?, found.hits.to_vec()))
            };
            let take = |found: Option<(ArticlePath, Text, Vec<ByteSpan>)>| {
                let Some((path, text, hits)) = found else { return Ok(()) };
                let mut rows = hits.into_iter().filter_map(|hit| row(path.as_str(), &text, hit));
                rows.try_for_each(|row| print(&row))
            };
            let done = self.session.search_files(self.set, &self.search, make, take);
            return done.map_err(|error| cannot_search(&error))?.map(drop);
        }
        let hits = self.session.search_files_in_order(self.set, self.search, self.order);
        let hits = hits.map_err(|error| cannot_search(&error))?;
        let mut places = hits.rows.iter().filter_map(|&row| hits.place(row));
        places.try_for_each(|(found, hit)| {
            let row = row(found.article.path.as_str(), &found.article.text, hit);
            row.map_or(Ok(()), |row| print(&row))
        })
    }

    fn print_counts(self, json: bool, output: &mut Output) -> Result<(), Stop> {
        let (mut total, mut articles) = (0, 0_usize);
        let make = |found: HitsInFile<'_>| (found.path.clone(), found.hits.len());
        let take = |(path, count): (ArticlePath, usize)| {
            total += count;
            articles += 1;
            if json {
                return output.json(&Count { article: Some(path.as_str()), count });
            }
            output.line(&format!("{count:>8}  {path}"))
        };
        let done = self.session.search_files(self.set, &self.search, make, take);
        done.map_err(|error| cannot_search(&error))??;
        if json {
            return output.json(&Count { article: None, count: total });
        }
        output.line(&t!("search.cli.total", count = format!("{total:>8}"), articles = articles))
    }
}

fn cannot_search(error: &SetQueryError) -> Stop {
    Stop::failed(describe::set_query_error(error))
}

fn row<'a>(article: &'a str, text: &'a Text, hit: ByteSpan) -> Option<Row<'a>> {
    let place = text.char_span(hit)?;
    let content = text.as_str();
    Some(Row {
        article,
        start: place.start(),
        end: place.end(),
        left: search::left_context(content, hit, CONTEXT),
        hit: text.slice(hit)?,
        right: search::right_context(content, hit, CONTEXT),
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
