//! Articles and groups as `quandian articles` prints them.

use std::collections::HashSet;

use rust_i18n::t;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::{
    cli::{
        output::{Output, Stop},
        set,
        table::{self, Column},
    },
    corpus::ArticlePath,
    exchange::jsonl::json_attributes,
    scene::Scene,
    search::condition::ArticleSelector,
    session::{Session, describe},
};

/// One article; the order of the fields is that of the keys.
#[derive(Serialize)]
struct Row<'a> {
    path: &'a str,
    title: Option<String>,
    year: Option<i16>,
    date: Option<String>,
    byline: Option<String>,
    chars: Option<u32>,
    /// Of all coders.
    passages: usize,
    /// By name: a number for numbers, else a text.
    attributes: Map<String, Value>,
    groups: Vec<&'a str>,
    done: Vec<Done<'a>>,
    problem: Option<String>,
}

/// Who is done with an article, for which theme; `null`: with all of it.
#[derive(Serialize)]
struct Done<'a> {
    coder: &'a str,
    theme: Option<String>,
}

/// A group of articles.
#[derive(Serialize)]
struct GroupRow<'a> {
    name: &'a str,
    condition: &'a str,
    articles: Vec<&'a str>,
    /// Why its condition makes no sense any more.
    problem: Option<String>,
}

type GroupArticles<'a> = (&'a str, HashSet<&'a ArticlePath>);

fn row<'a>(
    scene: &'a Scene,
    article: &'a ArticlePath,
    groups: &[GroupArticles<'a>],
) -> Option<Row<'a>> {
    let entry = scene.corpus.entry(article)?;
    let header = entry.article.as_ref().ok().map(|article| scene.corpus.header(article));
    let codebook = scene.codebook();
    let mut done = Vec::new();
    for (coder, progress) in scene.catalogue.all_progress() {
        done.extend(progress.of(article).map(|theme| Done {
            coder: coder.as_str(),
            theme: theme.map(|theme| codebook.path_name(theme)),
        }));
    }
    let groups = groups.iter().filter(|(_, articles)| articles.contains(article));
    Some(Row {
        path: article.as_str(),
        title: header.as_ref().map(|header| header.title.clone()),
        year: header.as_ref().and_then(|header| header.year),
        date: header.as_ref().and_then(|header| header.date).map(|date| date.to_string()),
        byline: header.and_then(|header| header.byline),
        chars: entry.article.as_ref().ok().map(|article| article.text.char_len().get()),
        passages: scene.annotations.count_in(article),
        attributes: json_attributes(scene.catalogue.attributes(), article),
        groups: groups.map(|(name, _)| *name).collect(),
        done,
        problem: entry.article.as_ref().err().map(describe::problem),
    })
}

/// Prints `listed` articles of the open set.
pub(super) fn articles(
    session: &Session,
    listed: &[ArticlePath],
    json: bool,
    output: &mut Output,
) -> Result<(), Stop> {
    let scene = set::scene(session)?;
    let groups: Vec<GroupArticles<'_>> = scene
        .catalogue
        .groups()
        .iter()
        .filter_map(|group| {
            let selector = ArticleSelector::of_group(&group.name, scene).ok()?;
            Some((group.name.as_str(), selector.found(scene).into_iter().collect()))
        })
        .collect();
    let mut rows = Vec::new();
    for article in listed {
        let Some(row) = row(scene, article, &groups) else { continue };
        if row.problem.is_some() {
            output.mark_failed();
        }
        if json {
            output.json(&row)?;
        } else {
            rows.push(cells(scene, article, &row));
        }
    }
    if json {
        return Ok(());
    }
    let heading = [
        t!("cli.column.path").into_owned(),
        t!("cli.column.title").into_owned(),
        t!("cli.column.year").into_owned(),
        t!("catalogue.cli.byline").into_owned(),
        t!("catalogue.cli.attributes").into_owned(),
        t!("catalogue.cli.groups").into_owned(),
        t!("catalogue.cli.done").into_owned(),
        t!("cli.column.passages").into_owned(),
        t!("cli.column.problem").into_owned(),
    ];
    let (wide, narrow) = (Column::Left(40), Column::Left(24));
    let columns = [
        wide,
        wide,
        Column::Right,
        narrow,
        Column::Left(60),
        narrow,
        narrow,
        Column::Right,
        Column::Left(usize::MAX),
    ];
    table::print(output, columns, &heading, &rows)
}

fn cells(scene: &Scene, article: &ArticlePath, row: &Row<'_>) -> [String; 9] {
    let joint = t!("retrieve.list_joint");
    let values = scene.catalogue.attributes().values_of(article);
    let values: Vec<String> =
        values.map(|(known, value)| format!("{}={value}", known.name)).collect();
    let done = row.done.iter().map(|done| match &done.theme {
        Some(theme) => format!("{}/{theme}", done.coder),
        None => done.coder.to_owned(),
    });
    let done: Vec<String> = done.collect();
    [
        row.path.to_owned(),
        row.title.clone().unwrap_or_default(),
        row.year.map(|year| year.to_string()).unwrap_or_default(),
        row.byline.clone().unwrap_or_default(),
        values.join(&joint),
        row.groups.join(&joint),
        done.join(&joint),
        row.passages.to_string(),
        row.problem.clone().unwrap_or_default(),
    ]
}

/// Prints the groups of the open set.
pub(super) fn groups(session: &Session, json: bool, output: &mut Output) -> Result<(), Stop> {
    let scene = set::scene(session)?;
    let mut rows = Vec::new();
    for group in scene.catalogue.groups().iter() {
        let (articles, problem) = match ArticleSelector::of_group(&group.name, scene) {
            Ok(selector) => (selector.found(scene), None),
            Err(unknown) => (Vec::new(), Some(describe::unknown_name(&unknown))),
        };
        if problem.is_some() {
            output.mark_failed();
        }
        let (name, condition) = (group.name.as_str(), group.condition.as_str());
        let articles: Vec<&str> = articles.into_iter().map(ArticlePath::as_str).collect();
        if json {
            output.json(&GroupRow { name, condition, articles, problem })?;
        } else {
            let problem = problem.unwrap_or_default();
            rows.push([name.to_owned(), condition.to_owned(), articles.len().to_string(), problem]);
        }
    }
    if json {
        return Ok(());
    }
    let heading = [
        t!("catalogue.cli.group").into_owned(),
        t!("catalogue.cli.condition").into_owned(),
        t!("catalogue.cli.count").into_owned(),
        t!("cli.column.problem").into_owned(),
    ];
    let columns = [Column::Left(24), Column::Left(60), Column::Right, Column::Left(usize::MAX)];
    table::print(output, columns, &heading, &rows)
}
