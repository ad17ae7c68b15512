//! The research journal: dated entries of one coder about the set as a whole.

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
};

use serde::Deserialize;

use super::{
    notation::push_string,
    passage::{Coder, Timestamp, later_than, moment, now, to_millisecond},
    records::{Record, RecordId},
};

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JournalEntry {
    /// Which one.
    pub id: RecordId,
    /// The moment it is about, which is its heading.
    #[serde(with = "moment")]
    pub created: Timestamp,
    /// What it says, in Markdown.
    pub text: String,
    /// When it was last changed.
    #[serde(with = "moment")]
    pub modified: Timestamp,
}

impl JournalEntry {
    /// A new one.
    #[must_use]
    pub fn new(text: String, created: Timestamp) -> Self {
        let created = to_millisecond(created);
        Self { id: RecordId::fresh(), created, text, modified: created }
    }

    /// The same entry with another text.
    #[must_use]
    pub fn with_text(&self, text: String) -> Self {
        Self { text, modified: later_than(self.modified, now()), ..self.clone() }
    }

    /// Where `coder`'s entries on the set at `root` are kept.
    #[must_use]
    pub fn path(root: &Path, coder: &Coder) -> PathBuf {
        root.join(".quandian").join(format!("journal.{coder}.ron"))
    }

    /// Whose entries the file called `name` holds, if it is a journal.
    #[must_use]
    pub fn owner(name: &str) -> Option<Coder> {
        let coder = name.strip_prefix("journal.")?.strip_suffix(".ron")?;
        Coder::new(coder).filter(|known| known.as_str() == coder)
    }
}

impl Record for JournalEntry {
    fn id(&self) -> RecordId {
        self.id
    }

    fn modified(&self) -> Timestamp {
        self.modified
    }

    fn push(&self, out: &mut String) {
        let created = moment::text(self.created);
        // Writing to a `String` cannot fail.
        let _ = write!(out, "(id: \"{}\", created: \"{created}\", text: ", self.id);
        push_string(out, &self.text);
        let _ = write!(out, ", modified: \"{}\")", moment::text(self.modified));
    }

    fn set_apart(self, id: RecordId) -> Self {
        Self { id, ..self }
    }

    fn says_the_same_as(&self, other: &Self) -> bool {
        (self.id, self.created, &self.text) == (other.id, other.created, &other.text)
    }
}
