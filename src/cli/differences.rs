//! `quandian differences`: where two coders differ, one place a line.

use std::path::PathBuf;

use rust_i18n::t;
use serde::Serialize;

use super::{
    agree::WhoArgs,
    output::{Output, Stop},
    set,
    table::{self, Column},
};
use crate::{
    analysis::agreement::{CoderDifference, CoderMark},
    session::{self, DifferenceQuery, describe},
    text::CharOffset,
};

/// What `differences` is given.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(value_name = "PATH")]
    set: PathBuf,
    #[command(flatten)]
    who: WhoArgs,
    #[arg(long)]
    json: bool,
}

/// One place; the order of the fields is that of the keys.
#[derive(Serialize)]
struct Row<'a> {
    article: &'a str,
    start: CharOffset,
    end: CharOffset,
    kind: &'a str,
    /// The theme that the first coder gave.
    a: Option<String>,
    b: Option<String>,
    text: String,
}

pub(super) fn run(args: &Args, output: &mut Output) -> Result<(), Stop> {
    let (session, coders) = args.who.open(&args.set, output)?;
    let [a, b] = &coders[..] else { return Err(Stop::failed(t!("agree.cli.two"))) };
    let articles = args.who.articles(&session)?;
    let query = DifferenceQuery { coders: (a.clone(), b.clone()), articles };
    let list = session.answer_now(&query);
    let list = list.map_err(|refusal| Stop::failed(session::agreement_refusal(&refusal)))?;
    if list.unplaced > 0 {
        output.problem(t!("agree.cli.unplaced", count = list.unplaced));
    }
    let scene = set::scene(&session)?;
    let theme = |mark: &Option<CoderMark>| {
        mark.as_ref().map(|mark| session.codebook().path_name(mark.theme))
    };
    if args.json {
        for difference in &list.differences {
            let span = difference.span();
            output.json(&Row {
                article: difference.article.as_str(),
                start: span.start(),
                end: span.end(),
                kind: difference.kind.name(),
                a: theme(&difference.a),
                b: theme(&difference.b),
                text: session::joined_quote(scene, difference),
            })?;
        }
        return Ok(());
    }
    let heading = [
        t!("cli.column.article").into_owned(),
        t!("cli.column.place").into_owned(),
        t!("agree.column.kind").into_owned(),
        describe::shown(a.as_str()),
        describe::shown(b.as_str()),
        t!("cli.column.text").into_owned(),
    ];
    let cells = |difference: &CoderDifference| {
        [
            difference.article.as_str().to_owned(),
            set::places(&[difference.span()]),
            session::difference_kind_name(difference.kind),
            theme(&difference.a).unwrap_or_default(),
            theme(&difference.b).unwrap_or_default(),
            session::joined_quote(scene, difference),
        ]
    };
    let rows: Vec<_> = list.differences.iter().map(cells).collect();
    if !rows.is_empty() {
        let columns = [36, 20, 16, 24, 24, 48].map(Column::Left);
        table::print(output, columns, &heading, &rows)?;
    }
    output.line(&t!(
        "agree.cli.differences",
        count = rows.len(),
        alike = list.alike.len(),
        articles = list.articles
    ))
}
