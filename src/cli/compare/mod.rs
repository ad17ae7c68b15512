//! `quandian compare`: what the marks and the texts of a set say, one subcommand per analysis.

mod matrix;
mod printed;
mod reuse;
mod terms;

use super::output::{Output, Stop};

/// What `compare` is given.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    analysis: Analysis,
}

#[derive(Debug, clap::Subcommand)]
enum Analysis {
    Matrix(matrix::Args),
    Reuse(reuse::Args),
}

pub(super) fn run(args: Args, output: &mut Output) -> Result<(), Stop> {
    match args.analysis {
        Analysis::Matrix(args) => matrix::run(args, output),
        Analysis::Reuse(args) => reuse::run(&args, output),
    }
}
