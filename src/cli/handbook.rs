//! `quandian handbook`: the handbook as one web page.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use rust_i18n::t;

use super::{
    WindowSide,
    output::{Output, Stop},
    set,
};
use crate::{
    handbook::Handbook,
    session::{Language, describe},
    storage::{self, Disk, Durability},
};

/// What `handbook` is given.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(short = 'o', long = "output", value_name = "FILE|-")]
    page: PathBuf,
    #[arg(long = "lang", value_name = "LANGUAGE", value_parser = PossibleValuesParser::new(Language::ALL.map(Language::tag)))]
    handbook_language: Option<String>,
}

pub(super) fn run(args: &Args, window: WindowSide, output: &mut Output) -> Result<(), Stop> {
    let settings = set::settings(output);
    let language = args.handbook_language.as_deref().unwrap_or(settings.language.tag());
    // The names of commands and keys are said in it, too.
    rust_i18n::set_locale(language);
    let page = Handbook::read(language, &(window.commands)(&settings)).web_page(language);
    if args.page.as_os_str() == "-" {
        return output.bytes(page.as_bytes());
    }
    let path = std::path::absolute(&args.page)?;
    match storage::save(&Disk, &path, page.as_bytes()) {
        Ok(Durability::Durable) => Ok(()),
        Ok(Durability::Unknown) => {
            output.problem(t!("error.durability", path = describe::path(&path)));
            Ok(())
        }
        Err(error) => Err(Stop::failed(describe::storage_error(&error))),
    }
}
