//! `quandian compare summary`: what articles say on themes, in the researchers' words, with the passages.

use std::path::{Path, PathBuf};

use rust_i18n::t;
use serde::Serialize;

use super::{printed, terms};
use crate::{
    analysis::{Sheet, SheetHead, SheetRow, SheetValue, SummaryGrid, SummaryTerms},
    cli::{
        output::{Output, Stop},
        selection, set,
    },
    corpus::ArticlePath,
    exchange::{SummaryDocument, SummaryKind, write_summaries},
    session::{self, CatalogueCommand, CommandError, Session, SummaryTexts, describe},
    storage::{self, Disk, Durability},
    text::plain_markdown,
};

/// What `compare summary` is given.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(value_name = "PATH")]
    set: PathBuf,
    #[command(flatten)]
    filter: terms::AskedOf,
    #[arg(id = "summary_write", long = "write", value_name = "TEXT", requires_all = ["summary_theme", "summary_article"])]
    write: Option<String>,
    #[arg(id = "summary_theme", long = "theme", value_name = "T", requires = "summary_write")]
    theme: Option<String>,
    #[arg(id = "summary_article", long = "article", value_name = "A", requires = "summary_write")]
    article: Option<String>,
    #[arg(long, value_name = "C")]
    coder: Option<String>,
    #[arg(id = "summary_export", long = "export", value_name = "FILE")]
    export: Option<PathBuf>,
    #[arg(long)]
    json: bool,
}

/// One cell that holds something; the order of the fields is that of the keys.
#[derive(Serialize)]
struct GridRow<'a> {
    theme: &'a str,
    article: &'a str,
    passages: usize,
    summaries: Vec<SaidRow<'a>>,
    quotes: &'a [String],
}

/// What one coder says of it.
#[derive(Serialize)]
struct SaidRow<'a> {
    coder: &'a str,
    text: &'a str,
}

pub(super) fn run(args: &Args, output: &mut Output) -> Result<(), Stop> {
    let mut session = set::session(args.coder.as_deref(), output)?;
    set::open_quietly(&mut session, &args.set)?;
    set::tell_errors(&mut session, output);
    set::tell_skipped(set::corpus(&session)?, output);
    if let (Some(text), Some(theme), Some(article)) = (&args.write, &args.theme, &args.article) {
        write(&mut session, (theme, article, text), output)?;
    }
    let asked =
        SummaryTerms { filter: args.filter.condition(&session)?, counting: args.filter.counting() };
    let grid = session
        .answer_now(&asked)
        .map_err(|unknown| Stop::failed(session::unknown_theme(&unknown)))?;
    let document = session::summary_document(&session, &grid);
    if let Some(file) = &args.export {
        export(&session, &document, file, output)?;
    }
    if args.json {
        json(&session, &grid, &document, output)
    } else {
        printed::sheet(&sheet(&grid, &document), output)
    }
}

/// Writes what the coder says of an article on a theme.
fn write(
    session: &mut Session,
    (theme, article, text): (&str, &str, &str),
    output: &mut Output,
) -> Result<(), Stop> {
    let found = selection::find_theme(session, theme)?;
    let theme = found.ok_or_else(|| selection::unknown_theme(session, theme))?;
    let article = set::article_path(article)?;
    if set::corpus(session)?.entry(&article).is_none() {
        return Err(Stop::failed(describe::command_error(&CommandError::NoArticle(article))));
    }
    let text = text.to_owned();
    set::apply(session, CatalogueCommand::SetSummary { article, theme, text }.into())?;
    set::save(session, output)
}

/// Writes the grid to a file whose name says of what kind it is.
fn export(
    session: &Session,
    document: &SummaryDocument,
    file: &Path,
    output: &mut Output,
) -> Result<(), Stop> {
    let Some(kind) = SummaryKind::of_path(file) else {
        return Err(Stop::failed(t!("summary.error.kind", path = describe::path(file))));
    };
    let path = std::path::absolute(file)?;
    let corpus = set::corpus(session)?;
    if ArticlePath::in_set(corpus.root(), &path).is_some_and(|a| corpus.position(&a).is_some()) {
        let path = describe::path(&path);
        return Err(Stop::failed(t!("compare.error.over_article", path = path)));
    }
    let bytes = write_summaries(document, kind)
        .map_err(|error| Stop::failed(t!("summary.error.large", reason = error.to_string())))?;
    match storage::save(&Disk, &path, &bytes) {
        Ok(Durability::Durable) => Ok(()),
        Ok(Durability::Unknown) => {
            output.problem(t!("error.durability", path = describe::path(&path)));
            Ok(())
        }
        Err(error) => Err(Stop::failed(describe::storage_error(&error))),
    }
}

fn json(
    session: &Session,
    grid: &SummaryGrid,
    document: &SummaryDocument,
    output: &mut Output,
) -> Result<(), Stop> {
    let texts = SummaryTexts::of(session.catalogue());
    for (item, theme) in grid.themes.iter().zip(&document.themes) {
        for (at, cell) in &theme.cells {
            let Some(article) = grid.articles.get(*at) else { continue };
            let said = item.theme.map_or(&[][..], |theme| texts.said(theme, article));
            let summaries =
                said.iter().map(|(coder, text)| SaidRow { coder: coder.as_str(), text });
            output.json(&GridRow {
                theme: &theme.path,
                article: article.as_str(),
                passages: cell.passages.len(),
                summaries: summaries.collect(),
                quotes: &cell.passages,
            })?;
        }
    }
    Ok(())
}

/// Each cell that holds something as a row for human eyes.
fn sheet(grid: &SummaryGrid, document: &SummaryDocument) -> Sheet {
    let heads = &document.heads;
    let head = |text: &str, is_number| SheetHead {
        text: text.to_owned(),
        is_number,
        ..SheetHead::default()
    };
    let rows = document.themes.iter().flat_map(|theme| {
        theme.cells.iter().filter_map(move |(at, cell)| {
            let cells = [
                SheetValue::Text(theme.path.clone()),
                SheetValue::Text(grid.articles.get(*at)?.as_str().to_owned()),
                SheetValue::Count(cell.passages.len() as u64),
                SheetValue::Text(plain_markdown(&cell.summary)),
            ];
            Some(SheetRow { depth: 0, cells: cells.into_iter().map(Into::into).collect() })
        })
    });
    Sheet {
        name: document.title.clone(),
        heads: vec![
            head(&heads.theme, false),
            head(&heads.article, false),
            head(&heads.count, true),
            head(&heads.summary, false),
        ],
        rows: rows.collect(),
        totals: Vec::new(),
        notes: document.notes.clone(),
    }
}
