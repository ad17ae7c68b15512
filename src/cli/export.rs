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
        self, ExportFormat, ExportOptions, FORMATS, Formulas, GroupBy, PaperContent, PaperFace,
        PaperOptions, PaperSize, PaperText, Project, ThemeNames, TokenUnit,
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
    #[command(flatten)]
    pages: Pages,
}

/// How pages are printed.
#[derive(Debug, clap::Args)]
struct Pages {
    #[arg(long, value_enum)]
    print: Option<Printed>,
    #[arg(long, value_enum, default_value_t = Sheet::A4)]
    paper: Sheet,
    #[arg(long, value_enum, default_value_t = Points::TenAndHalf)]
    text_size: Points,
    #[arg(long)]
    sans: bool,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Printed {
    Excerpts,
    Articles,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Sheet {
    A4,
    Letter,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Points {
    #[value(name = "9")]
    Nine,
    #[value(name = "10.5")]
    TenAndHalf,
    #[value(name = "12")]
    Twelve,
    #[value(name = "14")]
    Fourteen,
}

impl Pages {
    /// As they are asked for; where an article is named, it is what is printed.
    fn options(&self, names_article: bool) -> PaperOptions {
        let content = match self.print {
            Some(Printed::Articles) => PaperContent::Articles,
            None if names_article => PaperContent::Articles,
            Some(Printed::Excerpts) | None => PaperContent::Excerpts,
        };
        let size = match self.paper {
            Sheet::A4 => PaperSize::A4,
            Sheet::Letter => PaperSize::Letter,
        };
        let text = match self.text_size {
            Points::Nine => PaperText::Nine,
            Points::TenAndHalf => PaperText::TenAndHalf,
            Points::Twelve => PaperText::Twelve,
            Points::Fourteen => PaperText::Fourteen,
        };
        let face = if self.sans { PaperFace::Sans } else { PaperFace::Serif };
        PaperOptions { content, size, text, face }
    }
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
        asked: &filter.articles,
        attributes: scene.catalogue.attributes(),
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
        paper: args.pages.options(!filter.articles.is_empty()),
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
