//! `quandian import`: articles, themes and passages out of files of other programs.

use std::path::PathBuf;

use clap::ValueEnum;
use rust_i18n::t;
use serde::Serialize;

use super::{
    output::{Output, Stop, tell},
    set,
    table::{self, Column},
};
use crate::{
    corpus::ArticlePath,
    exchange::{
        IMPORT_FORMATS,
        arrival::{Arrival, OnConflict},
        incoming::{ImportFormat, IncomingFormat},
    },
    search::on_one_line,
    session::{Import, describe},
};

/// What `import` is given.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(value_name = "PATH")]
    set: PathBuf,
    #[arg(id = "import_files", value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    #[arg(id = "import_format", long = "format", value_name = "F", value_parser = format_of_name())]
    format: Option<ImportFormat>,
    #[arg(
        id = "on_conflict",
        long = "on-conflict",
        value_name = "WHAT",
        value_enum,
        default_value = "keep",
        hide_default_value = true
    )]
    on_conflict: Conflict,
    #[arg(long, value_name = "C")]
    coder: Option<String>,
    #[arg(id = "import_dry_run", long = "dry-run")]
    dry_run: bool,
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Conflict {
    Keep,
    Replace,
    Add,
}

fn format_of_name() -> impl clap::builder::TypedValueParser<Value = ImportFormat> {
    use clap::builder::{PossibleValuesParser, TypedValueParser as _};
    PossibleValuesParser::new(IMPORT_FORMATS.map(IncomingFormat::name)).map(|name| {
        let named = IMPORT_FORMATS.into_iter().find(|format| format.name() == name);
        named.unwrap_or(IMPORT_FORMATS[0])
    })
}

/// One thing that arrives; the order of the fields is that of the keys.
#[derive(Serialize)]
struct Row<'a> {
    kind: &'static str,
    name: &'a str,
    /// What becomes of it.
    fate: &'static str,
    /// The article it is in the set, or stands in.
    article: Option<&'a str>,
}

pub(super) fn run(args: Args, output: &mut Output) -> Result<(), Stop> {
    let mut session = set::session(args.coder.as_deref(), output)?;
    set::open_quietly(&mut session, &args.set)?;
    set::tell_errors(&mut session, output);
    set::tell_skipped(set::corpus(&session)?, output);
    let on_conflict = match args.on_conflict {
        Conflict::Keep => OnConflict::Keep,
        Conflict::Replace => OnConflict::Replace,
        Conflict::Add => OnConflict::Add,
    };
    let request = Import { files: args.files, format: args.format, on_conflict };
    let Ok(preview) = session.answer_now(&request);
    if preview.incoming.is_empty() && preview.incoming.faults.is_empty() {
        return Err(Stop::failed(t!("import.dialog.empty")));
    }
    let report = describe::import_report(&preview.incoming, &preview.arrival);
    let counts = describe::ImportCounts::of(&preview.arrival);
    for line in &report {
        tell(line);
    }
    // What is only described otherwise, or found elsewhere, is told but did not fail.
    if !preview.incoming.faults.is_empty() || counts.left_out() > 0 {
        output.mark_failed();
    }
    if !args.dry_run && preview.arrival.changes_something() {
        session
            .import_now(&preview)
            .map_err(|error| Stop::failed(describe::import_error(&error)))?;
        // What did not come was told above.
        drop(session.take_notices());
        set::save(&mut session, output)?;
        tell(&describe::imported(&preview.arrival));
    }
    print(&preview.arrival, args.json, output)
}

fn print(arrival: &Arrival, json: bool, output: &mut Output) -> Result<(), Stop> {
    let rows = rows(arrival);
    if json {
        return rows.iter().try_for_each(|row| output.json(row));
    }
    if rows.is_empty() {
        return Ok(());
    }
    let cells: Vec<_> = rows
        .iter()
        .map(|row| {
            [
                t!(format!("import.cli.{}", row.kind)).into_owned(),
                on_one_line(row.name),
                t!(format!("import.cli.fate.{}", row.fate)).into_owned(),
                row.article.unwrap_or_default().to_owned(),
            ]
        })
        .collect();
    let heading = [
        t!("import.cli.kind").into_owned(),
        t!("import.cli.name").into_owned(),
        t!("import.cli.what").into_owned(),
        t!("cli.column.article").into_owned(),
    ];
    let columns = [Column::Left(12), Column::Left(48), Column::Left(24), Column::Left(48)];
    table::print(output, columns, &heading, &cells)
}

fn rows(arrival: &Arrival) -> Vec<Row<'_>> {
    let articles = arrival.articles.iter().map(|article| Row {
        kind: "article",
        name: &article.name,
        fate: article.place.as_str(),
        article: article.place.path().map(ArticlePath::as_str),
    });
    let themes = arrival.themes.iter().map(|theme| Row {
        kind: "theme",
        name: &theme.name,
        fate: theme.fate.as_str(),
        article: None,
    });
    let passages = arrival.passages.iter().map(|passage| Row {
        kind: "passage",
        name: &passage.quote,
        fate: passage.fate.as_str(),
        article: {
            let article = arrival.articles.get(passage.article);
            article.and_then(|article| article.place.path()).map(ArticlePath::as_str)
        },
    });
    articles.chain(themes).chain(passages).collect()
}
