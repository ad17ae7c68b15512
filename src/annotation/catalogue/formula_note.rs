//! What the users of a set said of its formulas: accepted, thrown out, a way of writing another one, a
//! set phrase that is no reuse.
//!
//! One note a formula, told from others by its letters whatever marks stand in it. Two people may each
//! make one of the same formula: the one that was changed last holds.

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
};

use serde::Deserialize;

use crate::{
    annotation::{
        Record, RecordId, Timestamp,
        notation::push_string,
        now,
        passage::{later_than, moment},
    },
    text::fold,
};

/// Whether a string is a formula.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub enum FormulaStanding {
    /// Nothing was said.
    #[default]
    Open,
    /// It is one, however often it stands.
    Accepted,
    /// It is none.
    Ignored,
}

impl FormulaStanding {
    fn name(self) -> &'static str {
        match self {
            Self::Open => "Open",
            Self::Accepted => "Accepted",
            Self::Ignored => "Ignored",
        }
    }
}

/// What was said of a formula.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormulaNote {
    /// Which one.
    pub id: RecordId,
    /// The formula.
    pub text: String,
    /// Whether it is one.
    pub standing: FormulaStanding,
    /// The formula that it is another way of writing; empty where it is one of its own.
    pub variant_of: String,
    /// Whether it is said everywhere, so that it alone is no reuse.
    pub stock: bool,
    /// When that was last changed.
    #[serde(with = "moment")]
    pub modified: Timestamp,
}

/// What tells a formula from others: its letters and digits, folded.
#[must_use]
pub fn formula_key(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

impl FormulaNote {
    /// A note of now that says nothing yet.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self {
            id: RecordId::fresh(),
            text,
            standing: FormulaStanding::Open,
            variant_of: String::new(),
            stock: false,
            modified: now(),
        }
    }

    /// The same, changed later than `before`.
    #[must_use]
    pub fn changed_after(self, before: Timestamp) -> Self {
        Self { modified: later_than(before, now()), ..self }
    }

    /// Where those of the set at `root` are kept.
    #[must_use]
    pub fn path(root: &Path) -> PathBuf {
        root.join(".quandian").join("formulas.ron")
    }
}

impl Record for FormulaNote {
    fn id(&self) -> RecordId {
        self.id
    }

    fn modified(&self) -> Timestamp {
        self.modified
    }

    fn push(&self, out: &mut String) {
        // Writing to a `String` cannot fail.
        let _ = write!(out, "(id: \"{}\", text: ", self.id);
        push_string(out, &self.text);
        let _ = write!(out, ", standing: {}, variant_of: ", self.standing.name());
        push_string(out, &self.variant_of);
        let (stock, modified) = (self.stock, moment::text(self.modified));
        let _ = write!(out, ", stock: {stock}, modified: \"{modified}\")");
    }

    fn set_apart(self, id: RecordId) -> Self {
        Self { id, ..self }
    }

    fn says_the_same_as(&self, other: &Self) -> bool {
        let Self { id, text, standing, variant_of, stock, modified: _ } = self;
        (*id, text, *standing, variant_of, *stock)
            == (other.id, &other.text, other.standing, &other.variant_of, other.stock)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::Records;

    #[test]
    fn a_note_is_read_as_it_was_written() {
        let mut note = FormulaNote::new("“议事亭”、联席会".to_owned());
        note.standing = FormulaStanding::Ignored;
        note.variant_of = "议事\"亭".to_owned();
        note.stock = true;
        let mut records = Records::default();
        records.set(note);
        assert_eq!(Records::from_ron(&records.to_ron()), Ok(records));
        assert_eq!(formula_key("“议事亭”、联席会"), formula_key("议事亭 联席会"));
        assert_ne!(formula_key("议事亭"), formula_key("议事厅"));
    }
}
