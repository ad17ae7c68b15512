//! `quandian completions`: what a shell needs to complete this command line.
//!
//! For packages; the descriptions it shows are in the language of the settings.

use clap::{Command, CommandFactory as _};
use clap_complete::Shell;

use super::{
    Line, help,
    output::{Output, Stop},
};

/// What `completions` is given.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

pub(super) fn run(args: &Args, output: &mut Output) -> Result<(), Stop> {
    let mut command = in_one_line(help::translated(Line::command()));
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "quandian", &mut script);
    output.bytes(&script)
}

/// `command` with the first line alone of each description: a shell has room for no more.
fn in_one_line(command: Command) -> Command {
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    let first = about.lines().next().unwrap_or_default().to_owned();
    command
        .about(first)
        .mut_args(|arg| {
            let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
            let first = help.lines().next().unwrap_or_default().to_owned();
            arg.help(first)
        })
        .mut_subcommands(in_one_line)
}
