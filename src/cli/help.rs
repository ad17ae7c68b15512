//! The help of the command line and the telling of its mistakes, in the user's language.
//!
//! clap builds both from the commands' own texts, in English; here every text is taken from the
//! translation files: `cli.help.command.<name>` (of a command within another: `<name>_<name>`) and
//! `cli.help.arg.<id>`. The names of formats are filled in from their tables.

use std::process::ExitCode;

use clap::{
    Arg, ArgAction, Command, Error,
    builder::PossibleValue,
    error::{ContextKind, ContextValue, ErrorKind},
};
use rust_i18n::t;

use super::output;
use crate::exchange::FORMATS;

/// The exit code of a command line that makes no sense.
const USAGE: u8 = 2;

/// `command` with all that it says of itself in the user's language.
pub(super) fn translated(command: Command) -> Command {
    // The help of a subcommand is asked for by `--help` alone: one way is enough to explain.
    let command = command.disable_help_subcommand(true).disable_version_flag(true);
    let version = Arg::new("version").short('V').long("version").action(ArgAction::Version);
    let whole = command.get_name().to_owned();
    described(command.arg(version), &whole).mut_subcommands(|command| {
        let name = command.get_name().to_owned();
        described(command, &name).mut_subcommands(|within| {
            let full = format!("{name}_{}", within.get_name());
            described(within, &full)
        })
    })
}

/// `command` described by the text that is kept under `key`.
fn described(command: Command, key: &str) -> Command {
    let about = t!(format!("cli.help.command.{key}")).into_owned();
    let template = if command.has_subcommands() {
        t!("cli.help.template_with_commands")
    } else {
        t!("cli.help.template")
    };
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help);
    command
        .about(about)
        .help_template(template.into_owned())
        .disable_help_flag(true)
        .arg(help)
        .mut_args(|arg| {
            let values = listed(arg.get_possible_values().iter().map(PossibleValue::get_name));
            let folders = FORMATS.into_iter().filter(|format| format.is_folder());
            let folders = listed(folders.map(crate::exchange::Format::name));
            let key = format!("cli.help.arg.{}", arg.get_id());
            let text = t!(key, values = values, folders = folders).into_owned();
            let takes_values = arg.get_action().takes_values();
            // The values' own list is part of the text.
            arg.help(text).hide_possible_values(takes_values).hide_default_value(takes_values)
        })
}

fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.collect::<Vec<_>>().join(&t!("cli.help.separator"))
}

/// Shows help or version where that was asked for, else what is wrong; gives the exit code.
pub(super) fn tell(error: &Error) -> ExitCode {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        // A closed pipe is no reason to complain.
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    output::tell(&mistake(error));
    output::tell(&t!("cli.usage.more"));
    ExitCode::from(USAGE)
}

fn mistake(error: &Error) -> String {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(" "),
        _ => String::new(),
    };
    let argument = context(ContextKind::InvalidArg);
    let value = context(ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::MissingRequiredArgument => t!("cli.usage.missing", argument = argument),
        ErrorKind::UnknownArgument => t!("cli.usage.unknown", argument = argument),
        ErrorKind::InvalidValue if value.is_empty() => {
            t!("cli.usage.no_value", argument = argument)
        }
        ErrorKind::InvalidValue => {
            let values = context(ContextKind::ValidValue);
            t!("cli.usage.not_among", argument = argument, value = value, values = values)
        }
        ErrorKind::ValueValidation => {
            let reason = std::error::Error::source(error).map(ToString::to_string);
            let reason = reason.unwrap_or_default();
            t!("cli.usage.bad_value", argument = argument, value = value, reason = reason)
        }
        ErrorKind::ArgumentConflict => t!("cli.usage.twice", argument = argument),
        // Rare ones are told in clap's own words rather than not at all.
        _ => return error.to_string().trim_end().to_owned(),
    }
    .into_owned()
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;
    use crate::cli::Line;

    #[test]
    fn every_command_and_argument_is_described_in_both_languages() {
        let command = translated(Line::command());
        command.clone().debug_assert();
        for language in ["zh-CN", "en"] {
            let missing = |key: String| {
                let text = t!(&key, locale = language);
                assert!(!text.is_empty() && !text.ends_with(&key), "{language}: {key}");
            };
            for command in std::iter::once(&command).chain(command.get_subcommands()) {
                missing(format!("cli.help.command.{}", command.get_name()));
                for arg in command.get_arguments() {
                    missing(format!("cli.help.arg.{}", arg.get_id()));
                }
            }
        }
    }
}
