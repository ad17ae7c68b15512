//! A folder for a colleague: some articles of a set with its themes and words, and nobody's marks.
//!
//! What is marked in it comes back with [`Session::bring_in_now`], or by copying the sidecars.

use std::path::{Path, PathBuf};

use rust_i18n::t;

use super::{Session, Target, WordList, describe};
use crate::{
    corpus::{ArticlePath, LARGEST_ARTICLE},
    storage::{self, EntryKind, Storage, StorageError},
};

/// Why no such folder was made.
#[derive(Debug, thiserror::Error)]
pub enum ColleagueFolderError {
    /// No set is open.
    #[error("no set is open")]
    NoSet,
    /// There is something in it already.
    #[error("not empty: {0}")]
    NotEmpty(PathBuf),
    /// It would lie in the set itself.
    #[error("in the set: {0}")]
    InSet(PathBuf),
    /// The disk refuses.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl ColleagueFolderError {
    /// In the user's language.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::NoSet => t!("error.no_set").into_owned(),
            Self::NotEmpty(path) => {
                t!("sampling.error.not_empty", path = describe::path(path)).into_owned()
            }
            Self::InSet(path) => {
                t!("sampling.error.in_set", path = describe::path(path)).into_owned()
            }
            Self::Storage(error) => describe::storage_error(error),
        }
    }
}

impl Session {
    /// Writes `articles` as they lie on the disk, the codebook, what was corrected of articles and the
    /// dictionary into the folder `to`, which is new or empty; no marks, memos, journals or decisions.
    ///
    /// # Errors
    /// If it cannot be, or must not be, written there.
    pub fn give_articles(
        &self,
        articles: &[ArticlePath],
        to: &Path,
    ) -> Result<usize, ColleagueFolderError> {
        let storage = &*self.environment.storage;
        let root = self.corpus().ok_or(ColleagueFolderError::NoSet)?.root().to_path_buf();
        let to = std::path::absolute(to).unwrap_or_else(|_| to.to_path_buf());
        check_folder(storage, &root, &to)?;
        storage.create_folder(&to)?;
        for article in articles {
            let bytes = storage.read(&article.on_disk(&root), LARGEST_ARTICLE)?;
            storage::save(storage, &article.on_disk(&to), &bytes)?;
        }
        let shared = [Target::Codebook, Target::Corrections, Target::Words(WordList::Dictionary)];
        for target in shared {
            // A set in which no theme was ever changed has no file of them.
            let path = target.path(&root);
            let bytes = match storage.read(&path, LARGEST_ARTICLE) {
                Ok(bytes) => bytes,
                Err(error) if error.is_not_found() && target == Target::Codebook => {
                    self.codebook().to_ron().into_bytes()
                }
                Err(error) if error.is_not_found() => continue,
                Err(error) => return Err(error.into()),
            };
            storage::save(storage, &target.path(&to), &bytes)?;
        }
        Ok(articles.len())
    }
}

/// The folder must not lie in the set, nor hold anything.
fn check_folder(storage: &dyn Storage, root: &Path, to: &Path) -> Result<(), ColleagueFolderError> {
    // A link above it may lead into the set: the nearest folder that is there tells.
    let there = to.ancestors().find_map(|folder| {
        let real = storage.resolve(folder).ok()?;
        Some(to.strip_prefix(folder).map_or_else(|_| real.clone(), |rest| real.join(rest)))
    });
    if there.as_deref().unwrap_or(to).starts_with(root) {
        return Err(ColleagueFolderError::InSet(to.to_path_buf()));
    }
    match storage.metadata(to) {
        Err(error) if error.is_not_found() => return Ok(()),
        Err(error) => return Err(error.into()),
        Ok(found) if found.kind != EntryKind::Folder => {}
        Ok(_) if storage.list(to)?.is_empty() => return Ok(()),
        Ok(_) => {}
    }
    Err(ColleagueFolderError::NotEmpty(to.to_path_buf()))
}
