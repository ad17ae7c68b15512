//! What the user has to look after because something outside the program changed: broken files,
//! conflicted copies, articles with another name, passages without a sure place, rival versions.
//!
//! Nothing here is done without being asked for, and nothing is destroyed: what is taken away from
//! the set's folders lies in `.quandian/trash`.

mod copies;
mod deed;
mod git;
mod moved_sidecars;
mod review;
mod salvage;
mod trash;

pub use copies::ConflictedCopy;
pub use moved_sidecars::MovedSidecar;
pub use review::{Choice, Verdict};

pub(super) use copies::{find_copy, original_of};
pub(super) use deed::Cared;
pub(super) use salvage::salvage_of;
pub(super) use trash::{keep as keep_in_trash, place as place_in_trash};

use std::path::Path;

use rust_i18n::t;

use super::{Notice, NoticeTopic, Session, describe};
use crate::storage::{self, Storage, StorageError};

/// Why something was not put in order; nothing has changed then.
#[derive(Debug, thiserror::Error)]
pub(super) enum CareError {
    /// The disk refused.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The file cannot be read; the reason is in the user's language.
    #[error("{0}")]
    Unreadable(String),
    /// The file is not there any more, or no longer what it was.
    #[error("not what it was")]
    Gone,
}

impl Session {
    /// How many things wait for the user's decision.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.to_review().len()
            + self.rivals()
            + self.unreadable().len()
            + self.copies().len()
            + self.moved_sidecars().len()
    }

    /// Says, after a set was opened, that some of what lies there needs a decision.
    pub(super) fn tell_waiting(&mut self) {
        if !self.copies().is_empty() {
            let count = self.copies().len();
            self.notices.push(Notice::note(t!("care.copy.found", count = count)));
        }
        if !self.moved_sidecars().is_empty() {
            let count = self.moved_sidecars().len();
            self.notices.push(Notice::note(t!("care.moved_sidecar.found", count = count)));
        }
        let rivals = self.rivals();
        if rivals > 0 {
            self.notices.push(Notice::note(t!("care.rival.found", count = rivals)));
        }
    }

    fn tell_care(&mut self, path: &Path, done: Result<String, CareError>) {
        self.notices.push(match done {
            Ok(text) => Notice::note(text),
            Err(CareError::Storage(error)) => {
                Notice::error(describe::storage_error(&error)).about(NoticeTopic::Review)
            }
            Err(CareError::Unreadable(reason)) => {
                Notice::error(describe::unreadable_for(&reason, path)).about(NoticeTopic::Review)
            }
            Err(CareError::Gone) => Notice::error(describe::gone(path)).about(NoticeTopic::Review),
        });
    }
}

/// Makes `work` the only change to the set at `root` while it lasts.
fn locked<T>(
    storage: &dyn Storage,
    root: &Path,
    work: impl FnOnce() -> Result<T, CareError>,
) -> Result<T, CareError> {
    let lock = root.join(".quandian").join("lock");
    storage::refuse_outside(storage, root, &lock)?;
    let _lock = storage.lock(&lock)?;
    work()
}

#[cfg(test)]
mod tests;
