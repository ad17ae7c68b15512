//! The program: reads the command line and starts the window or a subcommand.

use std::process::ExitCode;

use quandian::{
    cli::{self, WindowSide},
    handbook::CommandTable,
    session::{Beginning, Settings},
};

fn main() -> ExitCode {
    match cli::parse(std::env::args_os()) {
        Ok(invocation) => cli::run(invocation, WindowSide { open: window, commands }),
        Err(code) => code,
    }
}

#[cfg(feature = "gui")]
fn window(beginning: Beginning) -> Result<(), String> {
    quandian::ui::run(beginning).map_err(|error| error.to_string())
}

#[cfg(feature = "gui")]
fn commands(settings: &Settings) -> CommandTable {
    quandian::ui::command_table(settings)
}

#[cfg(not(feature = "gui"))]
fn commands(_: &Settings) -> CommandTable {
    CommandTable::default()
}

#[cfg(not(feature = "gui"))]
fn window(_: Beginning) -> Result<(), String> {
    Err(cli::no_window())
}
