//! Lists of small records that a set keeps in files of their own: saved queries, a coder's journal.
//!
//! Made like the sidecars for `git` with `merge=union`: one record a line, in the order in which
//! they were made, no field that changes when nothing was. Not for passages and themes, which have
//! rules of their own.

use std::{collections::BTreeMap, fmt, str::FromStr};

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use uuid::Uuid;

use super::{
    notation::{self, NotationFault, SyntaxFault},
    passage::Timestamp,
};
use crate::corpus::ContentHash;

/// The version of the files this program writes.
const VERSION: u32 = 1;

/// A record's identity: a UUID, version 7, so that they sort by when they were made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RecordId(Uuid);

impl RecordId {
    /// An identity nobody has yet.
    #[must_use]
    pub fn fresh() -> Self {
        Self(Uuid::now_v7())
    }
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for RecordId {
    type Err = uuid::Error;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        Uuid::from_str(s).map(Self)
    }
}

/// What can stand in such a list.
pub trait Record: Clone + PartialEq + DeserializeOwned {
    /// Which one.
    fn id(&self) -> RecordId;
    /// When it was last changed.
    fn modified(&self) -> Timestamp;
    /// Appends it as RON on one line.
    fn push(&self, out: &mut String);
    /// The same as a record of its own with that identity, to stand beside another version.
    #[must_use]
    fn set_apart(self, id: RecordId) -> Self;
    /// Whether the two say the same, whenever they were last changed.
    fn says_the_same_as(&self, other: &Self) -> bool;
}

/// The record as another one, to stand beside the one that it is a version of: whoever sets it apart
/// makes the same of it.
fn apart<T: Record>(record: &T) -> T {
    /// The time at which it was made, by which records are sorted, and the kind of identity it is.
    const KEPT: u128 = 0xffff_ffff_ffff_f000_c000_0000_0000_0000;
    let hash = ContentHash::of(&line(record));
    let digits = hash.as_str().get(..32).unwrap_or_default();
    let random = u128::from_str_radix(digits, 16).unwrap_or_default();
    let id = (record.id().0.as_u128() & KEPT) | (random & !KEPT);
    record.clone().set_apart(RecordId(Uuid::from_u128(id)))
}

fn line<T: Record>(record: &T) -> String {
    let mut line = String::new();
    record.push(&mut line);
    line
}

/// A list of records, as it stands in its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Records<T> {
    entries: BTreeMap<RecordId, T>,
}

impl<T> Default for Records<T> {
    fn default() -> Self {
        Self { entries: BTreeMap::new() }
    }
}

/// Why a list cannot be read; it is then never overwritten.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecordsError {
    /// It is not RON, or not such a list.
    #[error("line {line}, column {column}: {reason}")]
    Syntax {
        /// From 1.
        line: usize,
        /// In characters, from 1.
        column: usize,
        /// What is wrong there.
        reason: NotationFault,
    },
    /// It was written by a newer program.
    #[error("version {version} is not known to this program")]
    NewerVersion {
        /// The version it says it has.
        version: u32,
    },
}

impl RecordsError {
    /// Why `text` cannot be read whose notation is at `fault`: a newer program may have written what
    /// this one, which knows `known` versions, does not understand.
    pub(super) fn of(text: &str, fault: SyntaxFault, known: u32) -> Self {
        match notation::version(text).filter(|&version| version > known) {
            Some(version) => Self::NewerVersion { version },
            None => {
                let SyntaxFault { line, column, reason } = fault;
                Self::Syntax { line, column, reason }
            }
        }
    }

    /// # Errors
    /// If a file says that it is of a version after `known`.
    pub(super) fn refuse_newer(version: u32, known: u32) -> Result<(), Self> {
        if version > known { Err(Self::NewerVersion { version }) } else { Ok(()) }
    }
}

impl<T: Record> Records<T> {
    /// The records, in the order in which they were made.
    #[must_use]
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.entries.values()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The record with that identity.
    #[must_use]
    pub fn get(&self, id: RecordId) -> Option<&T> {
        self.entries.get(&id)
    }

    /// Puts a record in, or in the place of the one with its identity; gives that one.
    pub fn set(&mut self, record: T) -> Option<T> {
        self.entries.insert(record.id(), record)
    }

    /// Takes a record out.
    pub fn remove(&mut self, id: RecordId) -> Option<T> {
        self.entries.remove(&id)
    }

    /// What holds after two sides changed the list apart from each other, `base` being where both
    /// began: where one side alone changed a record, that; where both did, the later change, and the
    /// other as a record of its own beside it. What one side changed and the other took out stays.
    ///
    /// With how many there are of which both versions stand.
    #[must_use]
    pub fn merged(base: &Self, ours: &Self, theirs: &Self) -> (Self, usize) {
        let mut merged = ours.clone();
        let mut twice = 0;
        for &id in base.entries.keys().chain(theirs.entries.keys()) {
            let (before, mine, other) = (base.get(id), ours.get(id), theirs.get(id));
            let taken = match (mine, other) {
                _ if mine == before => other,
                _ if other == before => mine,
                (Some(mine), Some(other)) if !mine.says_the_same_as(other) => {
                    // Whoever merges comes to the same.
                    let rank = |record: &T| (record.modified(), line(record));
                    let is_ours = rank(mine) > rank(other);
                    let (stands, loser) = if is_ours { (mine, other) } else { (other, mine) };
                    let loser = apart(loser);
                    if !base.entries.contains_key(&loser.id()) {
                        twice += usize::from(merged.set(loser).is_none());
                    }
                    Some(stands)
                }
                (mine, other) => mine.or(other),
            };
            match taken {
                Some(record) => drop(merged.set(record.clone())),
                None => drop(merged.remove(id)),
            }
        }
        (merged, twice)
    }

    /// How many records of `before` are not here any more, how many are here that were not there, and
    /// whether one is here in an earlier version.
    #[must_use]
    pub fn compared(&self, before: &Self) -> (usize, usize, bool) {
        let lacks = |one: &Self, other: &Self| {
            one.entries.keys().filter(|id| !other.entries.contains_key(id)).count()
        };
        let older = self.iter().any(|record| {
            before.get(record.id()).is_some_and(|then| then.modified() > record.modified())
        });
        (lacks(before, self), lacks(self, before), older)
    }

    /// The file: one record a line, the same bytes for the same list.
    #[must_use]
    pub fn to_ron(&self) -> String {
        let mut out = format!("(\n    version: {VERSION},\n    entries: [\n");
        for record in self.entries.values() {
            out.push_str("        ");
            record.push(&mut out);
            out.push_str(",\n");
        }
        out.push_str("    ],\n)\n");
        out
    }

    /// Reads the file. Of a record that a merge by lines left twice the later version stands.
    ///
    /// # Errors
    /// If it is no such list, or of a newer version.
    pub fn from_ron(text: &str) -> Result<Self, RecordsError> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields, bound = "T: DeserializeOwned")]
        struct File<T> {
            version: u32,
            entries: Vec<T>,
        }
        let file: File<T> =
            notation::read(text).map_err(|fault| RecordsError::of(text, fault, VERSION))?;
        RecordsError::refuse_newer(file.version, VERSION)?;
        let mut records = Self::default();
        for record in file.entries {
            let known = records.get(record.id());
            if known.is_none_or(|known| known.modified() < record.modified()) {
                records.set(record);
            }
        }
        Ok(records)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{
        super::{JournalEntry, QueryKind, SavedQuery, now},
        *,
    };

    fn query(name: &str) -> SavedQuery {
        SavedQuery::new(name.to_owned(), QueryKind::Excerpts, "主题:人才".to_owned())
    }

    fn later(query: &SavedQuery, name: &str, seconds: i64) -> SavedQuery {
        let modified = query.modified + std::time::Duration::from_secs(seconds.unsigned_abs());
        SavedQuery { name: name.to_owned(), modified, ..query.clone() }
    }

    fn list(queries: &[&SavedQuery]) -> Records<SavedQuery> {
        let mut records = Records::default();
        for &query in queries {
            records.set(query.clone());
        }
        records
    }

    #[test]
    fn two_sides_keep_what_each_changed() {
        let [a, b, c] = ["甲", "乙", "丙"].map(query);
        let [ours_new, theirs_new] = ["丁", "戊"].map(query);
        let base = list(&[&a, &b, &c]);
        let (a_ours, a_theirs) = (later(&a, "甲一", 1), later(&a, "甲二", 2));
        let c_theirs = later(&c, "丙二", 1);
        // Ours takes out the third, theirs the second; the third was changed there.
        let ours = list(&[&a_ours, &b, &ours_new]);
        let theirs = list(&[&a_theirs, &c_theirs, &theirs_new]);
        // Of the first both versions stay, each as a query of its own.
        let apart = apart(&a_ours);
        assert_eq!(apart.name, "甲一 (2)");
        let expected = list(&[&a_theirs, &apart, &c_theirs, &ours_new, &theirs_new]);
        assert_eq!(Records::merged(&base, &ours, &theirs), (expected.clone(), 1));
        assert_eq!(Records::merged(&base, &theirs, &ours), (expected.clone(), 1));
        // Merging what was merged changes nothing, and nobody is told twice.
        assert_eq!(Records::merged(&base, &expected, &theirs), (expected.clone(), 0));
        assert_eq!(Records::merged(&ours, &ours, &expected), (expected, 0));
    }

    #[test]
    fn of_a_record_that_git_left_twice_the_later_one_stands() {
        let old = query("旧名");
        let new = later(&old, "新名", 5);
        let text = list(&[&old]).to_ron();
        let line = list(&[&new]).to_ron().lines().nth(3).unwrap().to_owned();
        let twice = text.replace("    ],\n", &format!("{line}\n    ],\n"));
        assert_eq!(Records::from_ron(&twice), Ok(list(&[&new])));
    }

    #[test]
    fn a_damaged_file_and_one_from_a_newer_program_are_errors() {
        let text = list(&[&query("甲")]).to_ron();
        let damaged = Records::<SavedQuery>::from_ron(&text.replace("name:", "nam:"));
        assert!(matches!(damaged, Err(RecordsError::Syntax { line: 4, .. })), "{damaged:?}");
        let newer = Records::<SavedQuery>::from_ron("(version: 2, entries: [], links: [])");
        assert_eq!(newer, Err(RecordsError::NewerVersion { version: 2 }));
    }

    proptest! {
        #[test]
        fn whatever_was_written_is_read_again(
            texts in prop::collection::vec(("\\PC{0,9}", any::<String>()), 0..5),
        ) {
            let mut queries = Records::default();
            let mut journal = Records::default();
            for (name, text) in texts {
                let kind = if name.len() % 2 == 0 { QueryKind::Search } else { QueryKind::Excerpts };
                let options = vec![name.clone()];
                queries.set(SavedQuery { options, ..SavedQuery::new(name, kind, text.clone()) });
                journal.set(JournalEntry::new(text, now()));
            }
            prop_assert_eq!(queries.to_ron().lines().count(), queries.len() + 5);
            prop_assert_eq!(Records::from_ron(&queries.to_ron()), Ok(queries));
            prop_assert_eq!(Records::from_ron(&journal.to_ron()), Ok(journal));
        }
    }
}
