//! `quandian export`: excerpts as a file for a spreadsheet or a manuscript.

use std::path::PathBuf;

use rust_i18n::t;

use super::{
    output::{Output, Stop},
    selection::Selection,
    set,
};
use crate::{
    exchange::{self, csv::Formulas},
    session::{ExportFormat, GroupBy, describe, export},
    storage::{self, Disk, Durability},
};

/// What `export` is given.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(value_name = "PATH")]
    set: PathBuf,
    #[arg(long, value_enum)]
    format: Format,
    #[arg(long, value_name = "FILE|-")]
    output: PathBuf,
    #[command(flatten)]
    selection: Selection,
    #[arg(long, value_enum, default_value_t = By::Theme)]
    group_by: By,
    #[arg(long)]
    raw: bool,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Format {
    Csv,
    Markdown,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum By {
    Theme,
    Article,
}

pub(super) fn run(args: &Args, output: &mut Output) -> Result<(), Stop> {
    let session = set::open(&args.set, output)?;
    let corpus = set::corpus(&session)?;
    set::tell_skipped(corpus, output);
    let filter = args.selection.filter(&session)?;
    let excerpts = exchange::excerpts(corpus, session.annotations(), session.statuses(), &filter);
    let bytes = export::written(corpus, session.annotations(), format(args), &excerpts)?;
    if args.output.as_os_str() == "-" {
        return output.bytes(&bytes);
    }
    let path = std::path::absolute(&args.output)?;
    if export::belongs_to_set(&Disk, corpus, &path) {
        return Err(Stop::failed(t!("cli.error.output_in_set", path = describe::path(&path))));
    }
    match storage::save(&Disk, &path, &bytes) {
        Ok(Durability::Durable) => Ok(()),
        Ok(Durability::Unknown) => {
            output.problem(t!("error.durability", path = describe::path(&path)));
            Ok(())
        }
        Err(error) => Err(Stop::failed(describe::storage_error(&error))),
    }
}

fn format(args: &Args) -> ExportFormat {
    match (args.format, args.group_by) {
        (Format::Csv, _) if args.raw => ExportFormat::Csv(Formulas::Raw),
        (Format::Csv, _) => ExportFormat::Csv(Formulas::Defused),
        (Format::Markdown, By::Theme) => ExportFormat::Markdown(GroupBy::Theme),
        (Format::Markdown, By::Article) => ExportFormat::Markdown(GroupBy::Article),
    }
}
