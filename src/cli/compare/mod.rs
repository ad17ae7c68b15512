//! `quandian compare`: what the marks and the texts of a set say, one subcommand per analysis.

mod collocates;
mod cooccurrence;
mod dispersion;
mod formulas;
mod frequency;
mod keyness;
mod matrix;
mod picture;
mod printed;
mod quantities;
pub(super) mod reuse;
mod summary;
mod terms;
mod time;

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
    Summary(summary::Args),
    Reuse(reuse::Args),
    Cooccurrence(cooccurrence::Args),
    Time(time::Args),
    Frequency(frequency::Args),
    Keyness(keyness::Args),
    Collocates(collocates::Args),
    Dispersion(dispersion::Args),
    Formulas(formulas::Args),
    Quantities(quantities::Args),
}

pub(super) fn run(args: Args, output: &mut Output) -> Result<(), Stop> {
    match args.analysis {
        Analysis::Matrix(args) => matrix::run(args, output),
        Analysis::Summary(args) => summary::run(&args, output),
        Analysis::Reuse(args) => reuse::run(&args, output),
        Analysis::Cooccurrence(args) => cooccurrence::run(&args, output),
        Analysis::Time(args) => time::run(args, output),
        Analysis::Frequency(args) => frequency::run(args, output),
        Analysis::Keyness(args) => keyness::run(args, output),
        Analysis::Collocates(args) => collocates::run(args, output),
        Analysis::Dispersion(args) => dispersion::run(args, output),
        Analysis::Formulas(args) => formulas::run(&args, output),
        Analysis::Quantities(args) => quantities::run(&args, output),
    }
}
