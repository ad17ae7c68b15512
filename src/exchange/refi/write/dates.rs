//! Who made what, and when: programs rely on it where the schema only allows it.

use crate::{
    annotation::{Coder, Timestamp},
    exchange::{ArticleNote, Excerpt, refi::xml::Attribute},
};

/// A moment as the schema wants it.
pub(super) fn moment(moment: Timestamp) -> String {
    format!("{moment:.3}")
}

/// From when to when somebody worked on something, and who began and ended it.
#[derive(Clone, Copy, Debug)]
pub(super) struct DatedWork<'a> {
    pub(super) created: Timestamp,
    pub(super) creator: Option<&'a Coder>,
    pub(super) modified: Timestamp,
    pub(super) modifier: Option<&'a Coder>,
}

impl<'a> DatedWork<'a> {
    /// Made at that moment, by nobody known.
    pub(super) fn made(created: Timestamp) -> Self {
        Self { created, creator: None, modified: created, modifier: None }
    }

    /// What a passage says of itself.
    pub(super) fn of_excerpt(excerpt: &'a Excerpt) -> Self {
        let coder = Some(&excerpt.coder);
        Self {
            created: excerpt.created,
            creator: coder,
            modified: excerpt.modified.max(excerpt.created),
            modifier: coder,
        }
    }

    /// What a memo says of itself: only when it was last changed.
    pub(super) fn of_note(note: &'a ArticleNote) -> Self {
        let coder = Some(&note.coder);
        Self { creator: coder, modifier: coder, ..Self::made(note.modified) }
    }

    /// The work on both.
    fn and(self, other: Self) -> Self {
        let (first, last) = (
            if other.created < self.created { other } else { self },
            if other.modified > self.modified { other } else { self },
        );
        Self {
            created: first.created,
            creator: first.creator,
            modified: last.modified,
            modifier: last.modifier,
        }
    }

    /// The work on all of them; `None` for nothing.
    pub(super) fn on(all: impl Iterator<Item = Self>) -> Option<Self> {
        all.reduce(Self::and)
    }

    /// The same without who did it, where the file does not name them.
    pub(super) fn stamp(self) -> DateAttributes {
        let user = |coder: Option<&Coder>| coder.map(|coder| super::user_guid(coder.as_str()));
        DateAttributes {
            created: moment(self.created),
            creator: user(self.creator),
            modified: moment(self.modified),
            modifier: user(self.modifier),
        }
    }
}

/// The same as attributes.
pub(super) struct DateAttributes {
    pub(super) created: String,
    pub(super) creator: Option<String>,
    modified: String,
    modifier: Option<String>,
}

impl DateAttributes {
    /// Of everything but the project itself.
    pub(super) fn attributes(&self) -> [Attribute<'_>; 4] {
        self.called(["creatingUser", "modifyingUser"])
    }

    /// Of the project, whose users are called otherwise.
    pub(super) fn of_project(&self) -> [Attribute<'_>; 4] {
        self.called(["creatingUserGUID", "modifyingUserGUID"])
    }

    fn called<'a>(&'a self, [creator, modifier]: [&'a str; 2]) -> [Attribute<'a>; 4] {
        [
            (creator, self.creator.as_deref()),
            ("creationDateTime", Some(&*self.created)),
            (modifier, self.modifier.as_deref()),
            ("modifiedDateTime", Some(&*self.modified)),
        ]
    }
}
