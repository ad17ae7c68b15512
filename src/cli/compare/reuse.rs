//! `quandian compare reuse`: what articles say in the same words, and what changed from one printing
//! to the next.

use std::{path::PathBuf, sync::Arc};

use rust_i18n::t;
use serde::Serialize;

use crate::{
    analysis::{ChangeOp, Reuse, ReuseChange, ReuseComparison, ReuseIndex, ReusePair, ReuseRules},
    annotation::{Catalogue, FormulaNote},
    cli::{
        output::{Output, Stop},
        set,
        table::{AlignedTable, Column},
    },
    corpus::{Article, Corpus, LoadProgress},
    session::{self, describe},
    text::{CharOffset, CharSpan},
};

/// What `compare reuse` is given.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(value_name = "PATH")]
    set: PathBuf,
    #[arg(id = "least_letters", long = "min", value_name = "N", value_parser = parse_least)]
    least: Option<u32>,
    #[arg(id = "within_articles", long = "within")]
    within: bool,
    #[arg(long)]
    json: bool,
}

pub(in crate::cli) fn parse_least(text: &str) -> Result<u32, String> {
    let number = text.trim().parse().ok().filter(|&number| number >= ReuseRules::FEWEST);
    number.ok_or_else(|| t!("reuse.cli.least", fewest = ReuseRules::FEWEST).into_owned())
}

/// Where a printing stands.
#[derive(Serialize)]
struct Printing<'a> {
    article: &'a str,
    start: CharOffset,
    end: CharOffset,
}

/// What changed; a side without the words has no place for them.
#[derive(Serialize)]
pub(in crate::cli) struct ChangeRow<'a> {
    op: &'static str,
    a: &'a str,
    b: &'a str,
    a_span: Option<CharSpan>,
    b_span: Option<CharSpan>,
}

/// Two printings; the order of the fields is that of the keys.
#[derive(Serialize)]
struct Row<'a> {
    group: usize,
    a: Printing<'a>,
    b: Printing<'a>,
    matched: u32,
    ratio: f64,
    changes: Vec<ChangeRow<'a>>,
}

pub(super) fn run(args: &Args, output: &mut Output) -> Result<(), Stop> {
    let session = set::session(None, output)?;
    let listed = set::list(&session, &args.set)?;
    set::tell_unlisted(&listed, output);
    let progress = LoadProgress::default();
    let corpus = listed
        .read(&**session.storage(), |_| true, &progress)
        .map_err(|error| Stop::failed(describe::load_error(&error)))?;
    for entry in corpus.entries() {
        if let Err(problem) = &entry.article {
            let (problem, article) =
                (describe::problem(problem), describe::shown(entry.path.as_str()));
            output.problem(t!("cli.error.article_problem", problem = problem, article = article));
        }
    }
    let least = args.least.unwrap_or(ReuseRules::LEAST);
    let notes = FormulaNote::path(corpus.root());
    let mut catalogue = Catalogue::default();
    match session::read_records(&**session.storage(), &notes) {
        Ok(notes) => catalogue.put_formulas(notes),
        Err(reason) => output.problem(reason),
    }
    let rules = ReuseRules::without(&catalogue.set_phrases());
    let rules = ReuseRules { least, within: args.within, ..rules };
    let articles: Vec<Arc<Article>> = corpus.articles().cloned().collect();
    // Nobody can cancel it.
    let index = ReuseIndex::build(&articles, least, &progress).unwrap_or_default();
    let reuse = Reuse::of(&corpus, &index, &rules, &progress).unwrap_or_default();
    let compared =
        reuse.pairs.iter().filter_map(|pair| Some((pair, pair.compared(&corpus, &rules)?)));
    if args.json {
        for (pair, comparison) in compared {
            output.json(&row(pair, &comparison))?;
        }
        return Ok(());
    }
    let mut table = AlignedTable::new([
        Column::Right,
        Column::Left(32),
        Column::Left(20),
        Column::Left(32),
        Column::Left(20),
        Column::Right,
        Column::Right,
        Column::Left(60),
        Column::Left(40),
    ]);
    for (pair, comparison) in compared {
        table.push(&cells(&corpus, pair, &comparison));
    }
    if !table.is_empty() {
        let heading = [
            t!("reuse.column.group").into_owned(),
            t!("reuse.column.first").into_owned(),
            t!("cli.column.place").into_owned(),
            t!("reuse.column.later").into_owned(),
            t!("cli.column.place").into_owned(),
            t!("reuse.column.matched").into_owned(),
            t!("reuse.column.ratio").into_owned(),
            t!("reuse.column.changes").into_owned(),
            t!("cli.column.text").into_owned(),
        ];
        table.print(&heading, output)?;
    }
    let repeated: u32 = reuse.groups.iter().map(crate::analysis::ReuseGroup::repeated).sum();
    output.line(&t!(
        "reuse.cli.total",
        groups = reuse.groups.len(),
        repeated = repeated,
        uncounted = reuse.uncounted
    ))
}

fn row<'a>(pair: &'a ReusePair, comparison: &'a ReuseComparison) -> Row<'a> {
    let [(a, _), (b, _)] = &pair.sides;
    let printing = |article: &'a crate::corpus::ArticlePath, span: CharSpan| Printing {
        article: article.as_str(),
        start: span.start(),
        end: span.end(),
    };
    Row {
        // Counted from 1, as people do.
        group: pair.group + 1,
        a: printing(a, comparison.a),
        b: printing(b, comparison.b),
        matched: comparison.matched,
        ratio: ratio(comparison),
        changes: changes(comparison),
    }
}

/// What changed, for a program.
pub(in crate::cli) fn changes(comparison: &ReuseComparison) -> Vec<ChangeRow<'_>> {
    fn change(change: &ReuseChange) -> ChangeRow<'_> {
        ChangeRow {
            op: change.op.name(),
            a: &change.a_letters,
            b: &change.b_letters,
            a_span: (change.op != ChangeOp::Insert).then_some(change.a),
            b_span: (change.op != ChangeOp::Delete).then_some(change.b),
        }
    }
    comparison.changes().map(change).collect()
}

/// The likeness with three digits.
pub(in crate::cli) fn ratio(comparison: &ReuseComparison) -> f64 {
    (f64::from(comparison.ratio) * 1000.0).round() / 1000.0
}

/// A row for human eyes.
fn cells(corpus: &Corpus, pair: &ReusePair, comparison: &ReuseComparison) -> [String; 9] {
    let [(a, _), (b, _)] = &pair.sides;
    let place = |span: CharSpan| format!("[{}, {})", span.start(), span.end());
    let changes: Vec<String> = comparison
        .changes()
        .map(|change| match change.op {
            ChangeOp::Insert => format!("+{}", change.b_letters),
            ChangeOp::Delete => format!("−{}", change.a_letters),
            _ => format!("{}→{}", change.a_letters, change.b_letters),
        })
        .collect();
    let text = corpus.article(a).and_then(|article| article.text.slice_chars(comparison.a));
    [
        (pair.group + 1).to_string(),
        a.as_str().to_owned(),
        place(comparison.a),
        b.as_str().to_owned(),
        place(comparison.b),
        comparison.matched.to_string(),
        format!("{:.1}%", f64::from(comparison.ratio) * 100.0),
        changes.join(" "),
        text.unwrap_or_default().to_owned(),
    ]
}
