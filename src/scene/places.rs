//! Where passages stand now that do not simply stand where they were marked.

use imbl::OrdMap;

use crate::annotation::{AnchorStatus, PassageId};

/// The passages of changed articles that do not stand where they stood; a clone costs nothing.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// None of them [`AnchorStatus::Ok`].
    moved: OrdMap<PassageId, AnchorStatus>,
    revision: u64,
}

impl Places {
    /// Whether a passage still stands where it stood when its article was last seen.
    #[must_use]
    pub fn status(&self, passage: PassageId) -> &AnchorStatus {
        self.moved.get(&passage).unwrap_or(&AnchorStatus::Ok)
    }

    /// The passages that do not, by their identities.
    pub fn iter(&self) -> impl Iterator<Item = (PassageId, &AnchorStatus)> {
        self.moved.iter().map(|(&id, status)| (id, status))
    }

    /// Whether every passage stands where it stood.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.moved.is_empty()
    }

    /// Grows at every change.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Takes where passages stand now.
    pub fn set(&mut self, found: impl IntoIterator<Item = (PassageId, AnchorStatus)>) {
        for (id, status) in found {
            if status == AnchorStatus::Ok {
                self.forget(id);
            } else {
                self.moved.insert(id, status);
                self.revision += 1;
            }
        }
    }

    /// A passage stands where it says, or is gone.
    pub fn forget(&mut self, passage: PassageId) {
        if self.moved.remove(&passage).is_some() {
            self.revision += 1;
        }
    }
}
