//! `quandian export`: excerpts as a file for a spreadsheet, a manuscript or another program.

use std::path::PathBuf;

use rust_i18n::t;

use super::{
    output::{Output, Stop, tell},
    selection::Selection,
    set,
};
use crate::{
    corpus::Dictionary,
    exchange::{
        self, ExportFormat, ExportOptions, FORMATS, Formulas, GroupBy, Project, ThemeNames,
        TokenUnit,
    },
    session::{self, describe, export},
    storage::{Disk, Durability},
};

/// What `export` is given.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(value_name = "PATH")]
    set: PathBuf,
    #[arg(long, value_parser = format_of_name())]
    format: ExportFormat,
    #[arg(long, value_name = "FILE|-")]
    output: PathBuf,
    #[command(flatten)]
    selection: Selection,
    #[arg(long, value_enum, default_value_t = By::Theme)]
    group_by: By,
    #[arg(long)]
    raw: bool,
    #[arg(long)]
    path_names: bool,
    #[arg(long, value_enum, default_value_t = Token::Word)]
    unit: Token,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum By {
    Theme,
    Article,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Token {
    Word,
    Character,
}

fn format_of_name() -> impl clap::builder::TypedValueParser<Value = ExportFormat> {
    use clap::builder::{PossibleValuesParser, TypedValueParser as _};
    PossibleValuesParser::new(FORMATS.map(exchange::Format::name)).map(|name| {
        let named = FORMATS.into_iter().find(|format| format.name() == name);
        named.unwrap_or(FORMATS[0])
    })
}

pub(super) fn run(args: &Args, output: &mut Output) -> Result<(), Stop> {
    let (session, filter) = if args.selection.is_everything() {
        // The whole set, with the articles in which nothing is marked.
        let session = set::open(&args.set, output)?;
        set::tell_skipped(set::corpus(&session)?, output);
        let filter = args.selection.filter(&session)?;
        (session, filter)
    } else {
        args.selection.open(&args.set, output)?
    };
    let scene = set::scene(&session)?;
    let corpus = &*scene.corpus;
    let excerpts = exchange::excerpts(scene, &filter);
    let project = Project {
        corpus,
        codebook: session.codebook(),
        excerpts: &excerpts,
        notes: &exchange::article_notes(scene, &filter),
        whole: filter == exchange::Filter::default(),
    };
    let options = ExportOptions {
        formulas: if args.raw { Formulas::Raw } else { Formulas::Defused },
        group_by: match args.group_by {
            By::Theme => GroupBy::Theme,
            By::Article => GroupBy::Article,
        },
        names: if args.path_names { ThemeNames::Paths } else { ThemeNames::Plain },
        unit: match args.unit {
            Token::Word => TokenUnit::Word,
            Token::Character => TokenUnit::Character,
        },
    };
    let segmenter = || {
        let own = session::read_dictionary(&Disk, &Dictionary::path(corpus.root()));
        session::segmenter_of(&own.unwrap_or_default())
    };
    let written = export::written(project, args.format, options, segmenter)?;
    if let Some(losses) = describe::losses(&written.losses) {
        tell(&losses);
    }
    if args.output.as_os_str() == "-" {
        let [(_, bytes)] = &written.files[..] else {
            return Err(Stop::failed(t!("cli.error.no_folder_to_stdout")));
        };
        return output.bytes(bytes);
    }
    let path = std::path::absolute(&args.output)?;
    match export::save(&Disk, corpus, args.format, &path, &written) {
        Ok(Durability::Durable) => Ok(()),
        Ok(Durability::Unknown) => {
            output.problem(t!("error.durability", path = describe::path(&path)));
            Ok(())
        }
        Err(error) => Err(Stop::failed(describe::export_error(&error))),
    }
}
