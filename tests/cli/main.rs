//! The command line as a user and a script meet it: the real program, on real files.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests lay out files and may stop where that fails"
)]

mod agree;
mod articles;
mod broken;
mod codebook;
mod compare;
mod export;
mod find;
mod formats;
mod formulas;
mod git;
mod handbook;
mod hostile;
mod import;
mod once;
mod packages;
mod paper;
mod quantities;
mod reading;
mod retrieve;
mod reuse;
mod sample;
mod search;
mod snapshots;
mod stream;
mod suggest;
mod summary;
mod support;
mod tagging;
mod together;
mod usage;
mod words;
