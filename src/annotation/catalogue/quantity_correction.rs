//! What the users of a set corrected in its quantities: what a figure says, which row it belongs to,
//! which of two that disagree holds, what a row is called.
//!
//! A figure is known by its article and by its sentence, so that it is found again wherever the
//! sentence stands after an edit of the text; in a sentence that was itself changed the correction
//! no longer holds. The text is never touched.

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
    corpus::ArticlePath,
};

/// A figure in an article.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FigurePlace {
    /// The article.
    pub article: ArticlePath,
    /// The sentence.
    pub sentence: String,
    /// How many characters of the sentence stand before it.
    pub at: u32,
    /// As it is written.
    pub written: String,
}

/// What tells a row of quantities from others.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuantityRowName {
    /// What is counted.
    pub object: String,
    /// Qualifier, limit, place and what is said of those that are counted.
    pub qualifier: String,
    /// The unit.
    pub unit: String,
}

/// What a correction is about.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub enum QuantitySubject {
    /// A figure.
    Figure(FigurePlace),
    /// A row as it was proposed.
    Row(QuantityRowName),
}

/// What is said of it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub enum QuantityVerdict {
    /// It is no quantity; of a row: it is not to be shown.
    Dropped,
    /// It stands in the row of that name; of a row: it is joined to that one, or called so.
    Into(QuantityRowName),
    /// The figure says this: the value and the upper end of a range as decimal numbers, the unit, what
    /// is counted.
    Says {
        /// The value.
        value: String,
        /// The upper end; empty where it is no range.
        high: String,
        /// The unit; empty for none.
        unit: String,
        /// What is counted.
        object: String,
    },
    /// Where articles of its year disagree, it is this one that holds.
    Chosen,
}

impl QuantityVerdict {
    /// Whether one takes the place of the other: a figure has one verdict of a kind, and what is
    /// dropped stands in no row.
    #[must_use]
    pub fn replaces(&self, other: &Self) -> bool {
        let kind = |verdict: &Self| match verdict {
            Self::Dropped | Self::Into(_) => 0,
            Self::Says { .. } => 1,
            Self::Chosen => 2,
        };
        kind(self) == kind(other)
    }

    fn push(&self, out: &mut String) {
        match self {
            Self::Dropped => out.push_str("Dropped"),
            Self::Chosen => out.push_str("Chosen"),
            Self::Into(row) => {
                out.push_str("Into(");
                row.push(out);
                out.push(')');
            }
            Self::Says { value, high, unit, object } => {
                let fields = [("value", value), ("high", high), ("unit", unit), ("object", object)];
                out.push_str("Says(");
                push_fields(out, &fields);
                out.push(')');
            }
        }
    }
}

impl QuantityRowName {
    fn push(&self, out: &mut String) {
        let Self { object, qualifier, unit } = self;
        out.push('(');
        push_fields(out, &[("object", object), ("qualifier", qualifier), ("unit", unit)]);
        out.push(')');
    }
}

fn push_fields(out: &mut String, fields: &[(&str, &String)]) {
    for (number, (name, text)) in fields.iter().enumerate() {
        let before = if number == 0 { "" } else { ", " };
        let _ = write!(out, "{before}{name}: ");
        push_string(out, text);
    }
}

/// A correction.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuantityCorrection {
    /// Which one.
    pub id: RecordId,
    /// What it is about.
    pub of: QuantitySubject,
    /// What is said of it.
    pub verdict: QuantityVerdict,
    /// When it was last changed.
    #[serde(with = "moment")]
    pub modified: Timestamp,
}

impl QuantityCorrection {
    /// A correction of now.
    #[must_use]
    pub fn new(of: QuantitySubject, verdict: QuantityVerdict) -> Self {
        Self { id: RecordId::fresh(), of, verdict, modified: now() }
    }

    /// The same, changed later than `before`.
    #[must_use]
    pub fn changed_after(self, before: Timestamp) -> Self {
        Self { modified: later_than(before, now()), ..self }
    }

    /// Where those of the set at `root` are kept.
    #[must_use]
    pub fn path(root: &Path) -> PathBuf {
        root.join(".quandian").join("quantities.ron")
    }

    /// What it is about, in a word.
    #[must_use]
    pub fn name(&self) -> &str {
        match &self.of {
            QuantitySubject::Figure(place) => &place.written,
            QuantitySubject::Row(row) => &row.object,
        }
    }
}

impl Record for QuantityCorrection {
    fn id(&self) -> RecordId {
        self.id
    }

    fn modified(&self) -> Timestamp {
        self.modified
    }

    fn push(&self, out: &mut String) {
        // Writing to a `String` cannot fail.
        let _ = write!(out, "(id: \"{}\", of: ", self.id);
        match &self.of {
            QuantitySubject::Figure(place) => {
                let FigurePlace { article, sentence, at, written } = place;
                out.push_str("Figure((article: ");
                push_string(out, article.as_str());
                out.push_str(", sentence: ");
                push_string(out, sentence);
                let _ = write!(out, ", at: {at}, written: ");
                push_string(out, written);
                out.push_str("))");
            }
            QuantitySubject::Row(row) => {
                out.push_str("Row(");
                row.push(out);
                out.push(')');
            }
        }
        out.push_str(", verdict: ");
        self.verdict.push(out);
        let _ = write!(out, ", modified: \"{}\")", moment::text(self.modified));
    }

    fn set_apart(self, id: RecordId) -> Self {
        Self { id, ..self }
    }

    fn says_the_same_as(&self, other: &Self) -> bool {
        let Self { id, of, verdict, modified: _ } = self;
        (*id, of, verdict) == (other.id, &other.of, &other.verdict)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::annotation::Records;

    proptest! {
        #[test]
        fn a_correction_is_read_as_it_was_written(
            texts in prop::array::uniform4(".{0,12}"),
            at in 0_u32..500,
            which in 0_usize..4,
            row in any::<bool>(),
        ) {
            let [a, b, c, d] = texts;
            let name = QuantityRowName { object: a.clone(), qualifier: b.clone(), unit: c.clone() };
            let article = ArticlePath::new("甲.txt").expect("a path");
            let place = FigurePlace { article, sentence: a.clone(), at, written: b.clone() };
            let of = if row {
                QuantitySubject::Row(name.clone())
            } else {
                QuantitySubject::Figure(place)
            };
            let verdict = match which {
                0 => QuantityVerdict::Dropped,
                1 => QuantityVerdict::Into(name),
                2 => QuantityVerdict::Says { value: a, high: b, unit: c, object: d },
                _ => QuantityVerdict::Chosen,
            };
            let mut records = Records::default();
            records.set(QuantityCorrection::new(of, verdict));
            prop_assert_eq!(Records::from_ron(&records.to_ron()), Ok(records));
        }
    }
}
