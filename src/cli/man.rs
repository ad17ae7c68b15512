//! `quandian man`: the pages that `man` shows, one for the program and one for each subcommand.
//!
//! For packages. The texts are those of `--help`; what each key of `--json` means stands there, too.

use std::path::{Path, PathBuf};

use clap::{Command, CommandFactory as _, builder::PossibleValuesParser};
use clap_mangen::Man;
use rust_i18n::t;

use super::{
    Line, help,
    output::{Output, Stop},
};
use crate::{
    session::{Language, describe},
    storage::{self, Disk, Durability},
};

/// The headings that `clap_mangen` writes, which are English, and where ours stand.
const HEADINGS: [(&str, &str); 6] = [
    ("NAME", "cli.man.name"),
    ("SYNOPSIS", "cli.man.synopsis"),
    ("DESCRIPTION", "cli.man.description"),
    ("OPTIONS", "cli.man.options"),
    ("SUBCOMMANDS", "cli.man.subcommands"),
    ("VERSION", "cli.man.version"),
];

/// What `man` is given.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(long = "to", value_name = "FOLDER")]
    man_folder: PathBuf,
    #[arg(long = "lang", value_name = "LANGUAGE", value_parser = PossibleValuesParser::new(Language::ALL.map(Language::tag)))]
    man_language: Option<String>,
}

pub(super) fn run(args: &Args, output: &mut Output) -> Result<(), Stop> {
    if let Some(language) = &args.man_language {
        rust_i18n::set_locale(language);
    }
    let mut command = help::translated(Line::command());
    // Gives each subcommand the name by which it is called as a whole.
    command.build();
    write_pages(&command, &std::path::absolute(&args.man_folder)?, output)
}

/// The page of `command` and those of the commands within it.
fn write_pages(command: &Command, folder: &Path, output: &mut Output) -> Result<(), Stop> {
    let name = command.get_display_name().unwrap_or_else(|| command.get_name()).to_owned();
    let path = folder.join(format!("{name}.1"));
    match storage::save(&Disk, &path, &page(command, &name)?) {
        Ok(Durability::Durable) => {}
        Ok(Durability::Unknown) => {
            output.problem(t!("error.durability", path = describe::path(&path)));
        }
        Err(error) => return Err(Stop::failed(describe::storage_error(&error))),
    }
    let within = command.get_subcommands().filter(|command| !command.is_hide_set());
    within.into_iter().try_for_each(|command| write_pages(command, folder, output))
}

/// One page, as `troff` reads it.
fn page(command: &Command, name: &str) -> Result<Vec<u8>, Stop> {
    let source = concat!("quandian ", env!("CARGO_PKG_VERSION"));
    let man = Man::new(command.clone()).title(name).source(source).manual(t!("cli.man.manual"));
    let mut page = Vec::new();
    man.render(&mut page)?;
    let page = String::from_utf8_lossy(&page);
    let mut lines = Vec::new();
    for line in page.lines() {
        let heading = line.strip_prefix(".SH ");
        let known = heading.and_then(|heading| HEADINGS.iter().find(|(name, _)| *name == heading));
        match known {
            Some((_, key)) => lines.push(format!(".SH {}", t!(*key))),
            None => lines.push(line.to_owned()),
        }
    }
    lines.push(String::new());
    Ok(lines.join("\n").into_bytes())
}
