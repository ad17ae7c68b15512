//! A group of articles: a condition with a name, to be compared with other groups.
//!
//! Which articles are in it is worked out anew each time (`search::condition`); here it is only kept.

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
};

use serde::Deserialize;

use crate::annotation::{
    Record, RecordId, Timestamp,
    notation::push_string,
    now,
    passage::{later_than, moment},
};

/// A group of articles.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArticleGroup {
    /// Which one.
    pub id: RecordId,
    /// What it is called: one line.
    pub name: String,
    /// What holds of its articles, as it was typed.
    pub condition: String,
    /// When it was last changed.
    #[serde(with = "moment")]
    pub modified: Timestamp,
}

impl ArticleGroup {
    /// A new one.
    #[must_use]
    pub fn new(name: String, condition: String) -> Self {
        Self { id: RecordId::fresh(), name, condition, modified: now() }
    }

    /// The same, changed later than `before`.
    #[must_use]
    pub fn changed_after(self, before: Timestamp) -> Self {
        Self { modified: later_than(before, now()), ..self }
    }

    /// Where the groups of the set at `root` are kept.
    #[must_use]
    pub fn path(root: &Path) -> PathBuf {
        root.join(".quandian").join("groups.ron")
    }
}

impl Record for ArticleGroup {
    fn id(&self) -> RecordId {
        self.id
    }

    fn modified(&self) -> Timestamp {
        self.modified
    }

    fn push(&self, out: &mut String) {
        // Writing to a `String` cannot fail.
        let _ = write!(out, "(id: \"{}\", name: ", self.id);
        push_string(out, &self.name);
        out.push_str(", condition: ");
        push_string(out, &self.condition);
        let _ = write!(out, ", modified: \"{}\")", moment::text(self.modified));
    }

    fn set_apart(self, id: RecordId) -> Self {
        // Two of one name could not be told apart in a condition.
        let name = format!("{} (2)", self.name);
        Self { id, name, ..self }
    }

    fn says_the_same_as(&self, other: &Self) -> bool {
        let Self { id, name, condition, modified: _ } = self;
        (*id, name, condition) == (other.id, &other.name, &other.condition)
    }
}
