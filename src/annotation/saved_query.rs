//! A query that was saved to be asked again, for the page of excerpts or for the search of the set.

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::{
    notation::{push_list, push_string},
    passage::{Timestamp, later_than, moment, now},
    records::{Record, RecordId},
};

/// Which page asks it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum QueryKind {
    /// A search of the articles' texts.
    Search,
    /// A condition on passages.
    Excerpts,
}

/// A saved query.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SavedQuery {
    /// Which one.
    pub id: RecordId,
    /// What it is called.
    pub name: String,
    /// Which page asks it.
    pub kind: QueryKind,
    /// As it was typed.
    pub query: String,
    /// How it is meant and shown, in words of that page; those a page does not know it leaves.
    #[serde(default)]
    pub options: Vec<String>,
    /// When it was last changed.
    #[serde(with = "moment")]
    pub modified: Timestamp,
}

impl SavedQuery {
    /// A new one, without options.
    #[must_use]
    pub fn new(name: String, kind: QueryKind, query: String) -> Self {
        let id = RecordId::fresh();
        Self { id, name, kind, query, options: Vec::new(), modified: now() }
    }

    /// The same, changed later than `before`.
    #[must_use]
    pub fn changed_after(self, before: Timestamp) -> Self {
        Self { modified: later_than(before, now()), ..self }
    }

    /// Where the queries of the set at `root` are kept.
    #[must_use]
    pub fn path(root: &Path) -> PathBuf {
        root.join(".quandian").join("queries.ron")
    }
}

impl Record for SavedQuery {
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
        let _ = write!(out, ", kind: {:?}, query: ", self.kind);
        push_string(out, &self.query);
        if !self.options.is_empty() {
            out.push_str(", options: ");
            push_list(out, ('[', ']'), &self.options, |out, option| push_string(out, option));
        }
        let _ = write!(out, ", modified: \"{}\")", moment::text(self.modified));
    }

    fn set_apart(self, id: RecordId) -> Self {
        // Two of one name could not be told apart in a list.
        let name = format!("{} (2)", self.name);
        Self { id, name, ..self }
    }

    fn says_the_same_as(&self, other: &Self) -> bool {
        *self == Self { modified: self.modified, ..other.clone() }
    }
}
