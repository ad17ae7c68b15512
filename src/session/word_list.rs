//! Which of a set's lists of words is meant, and where it lies.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::corpus::Dictionary;

/// Which of the set's two lists of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum WordList {
    /// The words of the set's own.
    Dictionary,
    /// Strings that the user does not want suggested for it.
    Rejected,
}

impl WordList {
    /// Both.
    pub(in crate::session) const ALL: [Self; 2] = [Self::Dictionary, Self::Rejected];

    /// Where it is kept in the set at `root`.
    pub(in crate::session) fn path(self, root: &Path) -> PathBuf {
        match self {
            Self::Dictionary => Dictionary::path(root),
            Self::Rejected => Dictionary::rejected_path(root),
        }
    }
}
