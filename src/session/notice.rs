//! What the session has to tell the user.

use std::path::PathBuf;

use super::{CommandError, VersionId};
use crate::annotation::{EditError, Way};

/// How much a notice matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Good to know; goes by itself.
    Note,
    /// Something failed; stays until seen.
    Error,
}

/// What can be done about a notice, beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Offer {
    /// Take the last step back.
    Undo,
    /// Look at what came when another version was taken in from the disk, and bring back what was
    /// there before.
    RestoreVersion {
        /// Which time.
        version: VersionId,
        /// Whether something was changed here, too, and stands beside it: then the disk's version
        /// alone is offered as well.
        both: bool,
    },
    /// Show the folder that holds a file, or the folder itself.
    ShowFolder(PathBuf),
    /// Open a file in the program that the system has for it, which is done once unasked; or show its
    /// folder.
    OpenFile(PathBuf),
}

/// A short message for the user, in the user's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// How much it matters.
    pub weight: Weight,
    /// What happened and what to do, path last.
    pub text: String,
    /// What is offered beside it.
    pub offer: Option<Offer>,
    /// Its cause, where the notice goes with it.
    pub cause: Option<NoticeCause>,
    /// What it is about, where more is to be known of that.
    pub topic: Option<NoticeTopic>,
}

/// What a notice is about that a user may want to read up on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeTopic {
    /// Opening sets.
    Opening,
    /// Saving that fails.
    Saving,
    /// What is kept of what could not be saved.
    Recovery,
    /// Snapshots.
    Snapshots,
    /// What waits to be looked at: files that cannot be read, articles that changed.
    Review,
    /// Another version on the disk.
    Versions,
    /// What a colleague marked.
    Colleagues,
    /// Exports.
    Exporting,
    /// Imports.
    Importing,
    /// The set's own words.
    Words,
    /// What is coded automatically.
    Autocoding,
}

/// Why something is told: of one cause the last notice counts, and none once it is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoticeCause {
    /// A set could not be opened.
    Opening,
    /// Something could not be saved.
    Saving,
    /// A file cannot be read.
    Unreadable(PathBuf),
    /// Steps were taken back or made again.
    Walking(Way),
}

impl Notice {
    /// The same, told because of `cause`.
    #[must_use]
    pub fn because(self, cause: NoticeCause) -> Self {
        let topic = match cause {
            NoticeCause::Opening => Some(NoticeTopic::Opening),
            NoticeCause::Saving => Some(NoticeTopic::Saving),
            NoticeCause::Unreadable(_) => Some(NoticeTopic::Review),
            NoticeCause::Walking(_) => self.topic,
        };
        Self { cause: Some(cause), topic, ..self }
    }

    /// The same, of which more is to be known.
    #[must_use]
    pub fn about(self, topic: NoticeTopic) -> Self {
        Self { topic: Some(topic), ..self }
    }

    /// A passing note.
    #[must_use]
    pub fn note(text: impl Into<String>) -> Self {
        Self { weight: Weight::Note, text: text.into(), offer: None, cause: None, topic: None }
    }

    /// A note with the offer to undo what it tells of.
    #[must_use]
    pub fn undoable(text: impl Into<String>) -> Self {
        Self { offer: Some(Offer::Undo), ..Self::note(text) }
    }

    /// A note about a file or a folder that was written, with the offer to show where it is.
    #[must_use]
    pub fn of_file(text: impl Into<String>, path: PathBuf) -> Self {
        Self { offer: Some(Offer::ShowFolder(path)), ..Self::note(text) }
    }

    /// A note about a file that was written to be opened in the system's own program.
    #[must_use]
    pub fn to_open(text: impl Into<String>, path: PathBuf) -> Self {
        Self { offer: Some(Offer::OpenFile(path)), ..Self::note(text) }
    }

    /// Another version was taken in from the disk, with the offer to bring back what was there; stays
    /// until seen.
    #[must_use]
    pub fn restorable(text: impl Into<String>, version: VersionId, both: bool) -> Self {
        let offer = Some(Offer::RestoreVersion { version, both });
        Self { offer, ..Self::error(text).about(NoticeTopic::Versions) }
    }

    /// Which other version it tells of.
    #[must_use]
    pub fn version(&self) -> Option<VersionId> {
        match self.offer {
            Some(Offer::RestoreVersion { version, .. }) => Some(version),
            _ => None,
        }
    }

    /// A failure.
    #[must_use]
    pub fn error(text: impl Into<String>) -> Self {
        Self { weight: Weight::Error, ..Self::note(text) }
    }

    /// A command that was not carried out, told in those words.
    #[must_use]
    pub fn refused(error: &CommandError, text: impl Into<String>) -> Self {
        let topic = match error {
            CommandError::CodebookUnreadable
            | CommandError::CorrectionsUnreadable
            | CommandError::DictionaryUnreadable
            | CommandError::FileUnreadable(_)
            | CommandError::Edit(EditError::LayerLocked { .. } | EditError::TextChanged { .. }) => {
                Some(NoticeTopic::Review)
            }
            CommandError::Snapshot(_) => Some(NoticeTopic::Snapshots),
            CommandError::Unsaved | CommandError::Storage(_) => Some(NoticeTopic::Saving),
            CommandError::ArticleChanged(_) => Some(NoticeTopic::Importing),
            _ => None,
        };
        Self { topic, ..Self::error(text) }
    }
}
