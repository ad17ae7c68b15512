//! `quandian articles`: the articles of a set with what is said of them: attributes, groups, who is done.
//!
//! What is to be changed is changed first, then the articles are listed: all, or those that are named or
//! of which a condition holds.

mod rows;
mod table_import;

use std::path::PathBuf;

use rust_i18n::t;

use super::{
    output::{Output, Stop},
    selection, set,
};
use crate::{
    annotation::ArticleGroup,
    corpus::ArticlePath,
    session::{ArticleValue, CatalogueCommand, CommandError, Session, describe},
};

/// What `articles` is given.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(value_name = "PATH")]
    set: PathBuf,
    #[arg(id = "articles_named", long = "article", value_name = "A")]
    articles: Vec<String>,
    #[arg(id = "articles_where", long = "where", value_name = "CONDITION")]
    condition: Option<String>,
    #[arg(id = "articles_set", long = "set", value_name = "NAME=VALUE", value_parser = parse_pair)]
    values: Vec<(String, String)>,
    #[arg(id = "articles_import", long = "import", value_name = "FILE")]
    import: Option<PathBuf>,
    #[arg(id = "articles_done", long = "done", value_name = "A")]
    done: Vec<String>,
    #[arg(id = "articles_not_done", long = "not-done", value_name = "A")]
    not_done: Vec<String>,
    #[arg(id = "articles_theme", long = "theme", value_name = "T")]
    theme: Option<String>,
    #[arg(long, value_name = "C")]
    coder: Option<String>,
    #[arg(id = "articles_group", long = "group", value_name = "NAME=CONDITION", value_parser = parse_pair)]
    group: Vec<(String, String)>,
    #[arg(id = "articles_groups", long = "groups")]
    groups: bool,
    #[arg(long)]
    json: bool,
}

fn parse_pair(text: &str) -> Result<(String, String), String> {
    let pair = text.split_once(['=', '＝']).filter(|(name, _)| !name.trim().is_empty());
    let (name, value) = pair.ok_or_else(|| t!("catalogue.cli.pair").into_owned())?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}

pub(super) fn run(args: &Args, output: &mut Output) -> Result<(), Stop> {
    let paths = |names: &[String]| {
        names.iter().map(|name| set::article_path(name)).collect::<Result<Vec<_>, Stop>>()
    };
    let [named, done, not_done] =
        [paths(&args.articles)?, paths(&args.done)?, paths(&args.not_done)?];
    if !args.values.is_empty() && named.is_empty() && args.condition.is_none() {
        return Err(Stop::failed(t!("catalogue.cli.whose")));
    }
    let mut session = set::session(args.coder.as_deref(), output)?;
    open(args, [&named, &done, &not_done], &mut session, output)?;
    // Whoever changes articles wants to see them, not all.
    let changed: Vec<ArticlePath> = done.iter().chain(&not_done).cloned().collect();
    let mut listed = chosen(&session, args, &named)?;
    if args.condition.is_none() && named.is_empty() && !changed.is_empty() {
        let set = set::corpus(&session)?.entries().iter().map(|entry| entry.path.clone());
        listed = set.filter(|path| changed.contains(path)).collect();
    }
    let before = session.catalogue().revision();
    change(args, &listed, (done, not_done), &mut session)?;
    if let Some(file) = &args.import {
        table_import::run(file, &mut session, output)?;
    }
    if session.catalogue().revision() != before {
        // Notes are for a window; what failed was told.
        set::save(&mut session, output)?;
    }
    if args.groups || !args.group.is_empty() {
        return rows::groups(&session, args.json, output);
    }
    rows::articles(&session, &listed, args.json, output)
}

/// Opens the set; where only some articles are meant, without reading the others.
fn open(
    args: &Args,
    [named, done, not_done]: [&[ArticlePath]; 3],
    session: &mut Session,
    output: &mut Output,
) -> Result<(), Stop> {
    let all: Vec<ArticlePath> = named.iter().chain(done).chain(not_done).cloned().collect();
    let whole = all.is_empty()
        || args.condition.is_some()
        || args.import.is_some()
        || args.groups
        || !args.group.is_empty();
    if whole {
        set::open_quietly(session, &args.set)?;
        set::tell_errors(session, output);
        set::tell_skipped(set::corpus(session)?, output);
    } else {
        let list = set::list(session, &args.set)?;
        set::tell_unlisted(&list, output);
        session.open_marked_now(list, &all);
        set::tell_errors(session, output);
    }
    let corpus = set::corpus(session)?;
    match all.into_iter().find(|path| corpus.entry(path).is_none()) {
        Some(path) => Err(Stop::failed(describe::command_error(&CommandError::NoArticle(path)))),
        None => Ok(()),
    }
}

/// The articles that are named, and of which the condition holds; all where nothing is asked.
fn chosen(session: &Session, args: &Args, named: &[ArticlePath]) -> Result<Vec<ArticlePath>, Stop> {
    let scene = set::scene(session)?;
    let selector = match &args.condition {
        Some(line) => {
            let selector = session.article_selector(line);
            Some(selector.map_err(|fault| selection::pointed_at(line, &fault))?)
        }
        None => None,
    };
    let all = scene.corpus.entries().iter().map(|entry| &entry.path);
    let named = all.filter(|path| named.is_empty() || named.contains(path));
    let holds = |path: &&ArticlePath| selector.as_ref().is_none_or(|s| s.holds(scene, path));
    Ok(named.filter(holds).cloned().collect())
}

fn change(
    args: &Args,
    listed: &[ArticlePath],
    (done, not_done): (Vec<ArticlePath>, Vec<ArticlePath>),
    session: &mut Session,
) -> Result<(), Stop> {
    for (name, condition) in &args.group {
        let known = session.catalogue().group(name).cloned();
        let command = match known {
            Some(known) if condition.is_empty() => CatalogueCommand::DeleteGroup(known.id),
            None if condition.is_empty() => {
                let name = describe::shown(name);
                return Err(Stop::failed(t!("catalogue.error.no_group", name = name)));
            }
            Some(known) => {
                CatalogueCommand::SaveGroup(ArticleGroup { condition: condition.clone(), ..known })
            }
            None => CatalogueCommand::SaveGroup(ArticleGroup::new(name.clone(), condition.clone())),
        };
        set::apply(session, command.into())?;
    }
    if !args.values.is_empty() {
        let of = |article: &ArticlePath| {
            let article = article.clone();
            args.values.iter().map(move |(name, value)| ArticleValue {
                article: article.clone(),
                name: name.clone(),
                value: value.clone(),
            })
        };
        let values = listed.iter().flat_map(of).collect();
        set::apply(session, CatalogueCommand::SetValues(values).into())?;
    }
    if done.is_empty() && not_done.is_empty() {
        return Ok(());
    }
    let theme = match &args.theme {
        Some(name) => {
            let theme = selection::find_theme(session, name)?;
            Some(theme.ok_or_else(|| selection::unknown_theme(session, name))?)
        }
        None => None,
    };
    for (articles, done) in [(done, true), (not_done, false)] {
        set::apply(session, CatalogueCommand::SetDone { articles, theme, done }.into())?;
    }
    Ok(())
}
