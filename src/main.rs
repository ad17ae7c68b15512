//! The program: reads the command line and starts the window or a subcommand.

use std::{path::PathBuf, process::ExitCode};

use quandian::cli;

fn main() -> ExitCode {
    match cli::parse(std::env::args_os()) {
        Ok(invocation) => cli::run(invocation, window),
        Err(code) => code,
    }
}

#[cfg(feature = "gui")]
fn window(paths: Vec<PathBuf>) -> Result<(), String> {
    quandian::ui::run(paths).map_err(|error| error.to_string())
}

#[cfg(not(feature = "gui"))]
fn window(_: Vec<PathBuf>) -> Result<(), String> {
    Err(cli::no_window())
}
