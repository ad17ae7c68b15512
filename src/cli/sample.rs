//! `quandian sample`: articles or sentences by lot, and a folder of them for a colleague.

use std::path::PathBuf;

use rust_i18n::t;
use serde::Serialize;

use super::{
    output::{Output, Stop},
    set,
    table::{self, Column},
};
use crate::{
    analysis::{DrawnUnit, SampleStrata, SampleTerms, SampleUnit, draw_sample},
    annotation::ArticleGroup,
    corpus::ArticlePath,
    search::condition::{Condition, Test},
    session::{CatalogueCommand, describe},
    text::CharOffset,
};

/// What `sample` is given.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("sample_unit").required(true))]
pub(super) struct Args {
    #[arg(value_name = "PATH")]
    set: PathBuf,
    #[arg(id = "sample_articles", long = "articles", value_name = "N", group = "sample_unit")]
    articles: Option<usize>,
    #[arg(id = "sample_sentences", long = "sentences", value_name = "N", group = "sample_unit")]
    sentences: Option<usize>,
    #[arg(id = "sample_seed", long = "seed", value_name = "S")]
    seed: u64,
    #[arg(id = "sample_by", long = "by", value_name = "year|ATTR")]
    by: Option<String>,
    #[arg(id = "sample_keep", long = "keep", value_name = "NAME")]
    keep: Option<String>,
    #[arg(id = "sample_to", long = "to", value_name = "FOLDER")]
    to: Option<PathBuf>,
    #[arg(long)]
    json: bool,
}

/// One thing that was drawn; the order of the fields is that of the keys.
#[derive(Serialize)]
struct Row<'a> {
    article: &'a str,
    stratum: Option<&'a str>,
    start: Option<CharOffset>,
    end: Option<CharOffset>,
    text: Option<&'a str>,
}

pub(super) fn run(args: &Args, output: &mut Output) -> Result<(), Stop> {
    let mut session = set::open(&args.set, output)?;
    set::tell_skipped(set::corpus(&session)?, output);
    let by = match args.by.as_deref().map(str::trim) {
        None => None,
        Some("year" | "年" | "年份") => Some(SampleStrata::Year),
        Some(name) => {
            let attributes = session.catalogue().attributes();
            let Some(known) = attributes.named(name) else {
                let names: Vec<&str> =
                    attributes.definitions().iter().map(|known| known.name.as_str()).collect();
                let names = describe::shown(&names.join(&t!("retrieve.list_joint")));
                let name = describe::shown(name);
                return Err(Stop::failed(t!(
                    "sampling.error.no_attribute",
                    name = name,
                    names = names
                )));
            };
            Some(SampleStrata::Attribute(known.name.clone()))
        }
    };
    let (unit, count) = match (args.articles, args.sentences) {
        (Some(count), _) => (SampleUnit::Articles, count),
        (None, count) => (SampleUnit::Sentences, count.unwrap_or(0)),
    };
    let terms = SampleTerms { unit, count, seed: args.seed, by };
    let sample = draw_sample(set::scene(&session)?, &terms);
    if sample.units.len() < count {
        output.problem(t!("sampling.fewer", count = sample.units.len(), asked = count));
    }
    let mut articles: Vec<ArticlePath> =
        sample.units.iter().map(|drawn| drawn.article.clone()).collect();
    articles.dedup();
    if let Some(folder) = &args.to {
        let given = session.give_articles(&articles, folder);
        given.map_err(|error| Stop::failed(error.shown()))?;
    }
    if let Some(name) = &args.keep {
        let exact = |path: &ArticlePath| {
            Condition::Test(Test::Article { name: path.as_str().to_owned(), exact: true })
        };
        let condition = Condition::or(articles.iter().map(exact)).text(describe::tongue());
        let group = ArticleGroup::new(name.clone(), condition);
        set::apply(&mut session, CatalogueCommand::SaveGroup(group).into())?;
        set::save(&mut session, output)?;
    }
    let corpus = set::corpus(&session)?;
    let text = |drawn: &DrawnUnit| corpus.article(&drawn.article)?.text.slice_chars(drawn.span?);
    if args.json {
        for drawn in &sample.units {
            output.json(&Row {
                article: drawn.article.as_str(),
                stratum: drawn.stratum.as_deref(),
                start: drawn.span.map(crate::text::CharSpan::start),
                end: drawn.span.map(crate::text::CharSpan::end),
                text: text(drawn),
            })?;
        }
        return Ok(());
    }
    let heading = [
        t!("cli.column.article").into_owned(),
        t!("sampling.column.stratum").into_owned(),
        t!("cli.column.place").into_owned(),
        t!("cli.column.text").into_owned(),
    ];
    let cells = |drawn: &DrawnUnit| {
        [
            drawn.article.as_str().to_owned(),
            drawn.stratum.clone().unwrap_or_default(),
            drawn.span.map(|span| set::places(&[span])).unwrap_or_default(),
            text(drawn).unwrap_or_default().to_owned(),
        ]
    };
    let rows: Vec<_> = sample.units.iter().map(cells).collect();
    if !rows.is_empty() {
        table::print(output, [40, 20, 20, 60].map(Column::Left), &heading, &rows)?;
    }
    if terms.by.is_some() {
        for stratum in &sample.strata {
            let name = match &stratum.name {
                Some(name) => describe::shown(name),
                None => t!("sampling.none").into_owned(),
            };
            let (drawn, of) = (stratum.drawn, stratum.of);
            output.line(&t!("sampling.stratum", name = name, drawn = drawn, of = of))?;
        }
    }
    let (drawn, count) = (sample.units.len(), articles.len());
    output.line(&t!("sampling.drawn", count = drawn, articles = count, seed = args.seed))?;
    if let Some(folder) = &args.to {
        let path = describe::path(folder);
        output.line(&t!("sampling.given", articles = count, path = path))?;
    }
    Ok(())
}
