//! A file that the user names for a result: written whole, and never over an article.

use std::path::Path;

use rust_i18n::t;

use super::{
    output::{Output, Stop},
    set,
};
use crate::{
    corpus::ArticlePath,
    session::{Session, describe},
    storage::{self, Disk, Durability},
};

/// Writes `bytes`, which `make` makes when it is clear that they may stand there.
pub(super) fn write(
    session: &Session,
    file: &Path,
    make: impl FnOnce() -> Result<Vec<u8>, Stop>,
    output: &mut Output,
) -> Result<(), Stop> {
    let path = std::path::absolute(file)?;
    let corpus = set::corpus(session)?;
    let article = ArticlePath::in_set(corpus.root(), &path);
    if article.is_some_and(|article| corpus.position(&article).is_some()) {
        return Err(Stop::failed(t!("compare.error.over_article", path = describe::path(&path))));
    }
    match storage::save(&Disk, &path, &make()?) {
        Ok(Durability::Durable) => Ok(()),
        Ok(Durability::Unknown) => {
            output.problem(t!("error.durability", path = describe::path(&path)));
            Ok(())
        }
        Err(error) => Err(Stop::failed(describe::storage_error(&error))),
    }
}
