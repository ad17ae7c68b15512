//! One text from a file or from standard input, decoded as articles are.

use std::{io::Read as _, path::Path};

use rust_i18n::t;

use super::output::Stop;
use crate::{
    corpus,
    session::describe,
    storage::{Disk, Storage as _},
    text::Text,
};

/// No text longer than this is taken: positions have 32 bits.
const LIMIT: u64 = u32::MAX as u64;

/// The text of `file`; `-` is standard input.
pub(super) fn text(file: &Path) -> Result<Text, Stop> {
    let bytes = bytes(file)?;
    let text = corpus::decode(&bytes, None)
        .map_err(|problem| {
            let (problem, path) = (describe::problem(&problem), describe::path(file));
            Stop::failed(t!("cli.error.article_problem", problem = problem, article = path))
        })?
        .text;
    let too_long = || Stop::failed(t!("cli.error.too_long", path = describe::path(file)));
    Text::new(text).ok_or_else(too_long)
}

fn bytes(file: &Path) -> Result<Vec<u8>, Stop> {
    if file.as_os_str() != "-" {
        let path = std::path::absolute(file)?;
        let read = Disk.read(&path, LIMIT);
        return read.map_err(|error| Stop::failed(describe::storage_error(&error)));
    }
    let mut bytes = Vec::new();
    std::io::stdin()
        .lock()
        .read_to_end(&mut bytes)
        .map_err(|error| Stop::failed(t!("cli.error.stdin", reason = error.to_string())))?;
    Ok(bytes)
}
