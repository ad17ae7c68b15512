//! A sheet: the numbers of an analysis as a table, each with what it was counted from.
//!
//! One sheet feeds the screen, CSV, XLSX, the clipboard and the command line, so that they agree to the
//! last digit. It knows no analysis: who makes one fills in the words of the user's language.

use crate::search::condition::Condition;

/// A table of values.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// What it shows.
    pub name: String,
    /// One for each column, that of the rows' names first.
    pub heads: Vec<SheetHead>,
    /// Each with one cell for each head.
    pub rows: Vec<SheetRow>,
    /// The same below the rows: totals and what the values are parts of.
    pub totals: Vec<SheetRow>,
    /// What has to be known of the values: the condition, how it was counted, what was left out.
    pub notes: Vec<String>,
}

/// The head of a column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SheetHead {
    /// Its text.
    pub text: String,
    /// Whether its cells are numbers, which stand right-aligned.
    pub is_number: bool,
    /// Columns of the same group belong together.
    pub group: usize,
    /// All of its column.
    pub to: Option<SheetLink>,
}

/// A row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SheetRow {
    /// How deep in a tree it stands; 0 at the top.
    pub depth: usize,
    /// One for each head.
    pub cells: Vec<SheetCell>,
}

/// A value, and what it was counted from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SheetCell {
    /// The value.
    pub value: SheetValue,
    /// What it leads to.
    pub to: Option<SheetLink>,
}

/// A value.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum SheetValue {
    /// There is none: nothing to divide by, no article of that year.
    #[default]
    Missing,
    /// Words.
    Text(String),
    /// So many.
    Count(u64),
    /// A number with so many places behind the point.
    Number {
        /// The number, not rounded.
        value: f64,
        /// How many places are shown.
        places: u8,
    },
    /// A part of a whole, shown in percent with one place.
    Share(f64),
    /// A number as its source has it: with words that qualify it, or several that differ.
    Written {
        /// By which it is sorted; `None` where there is none.
        value: Option<f64>,
        /// As it is read.
        text: String,
    },
}

/// What a value leads to.
#[derive(Clone, Debug, PartialEq)]
pub enum SheetLink {
    /// The passages of which it holds.
    Passages(Condition),
    /// The hits of a query of the set, as it is typed there.
    Hits(String),
}

impl SheetCell {
    /// A value that leads there.
    #[must_use]
    pub fn leading(value: SheetValue, to: SheetLink) -> Self {
        Self { value, to: Some(to) }
    }
}

impl From<SheetValue> for SheetCell {
    fn from(value: SheetValue) -> Self {
        Self { value, to: None }
    }
}

impl SheetValue {
    /// A number with that many places, where there is one.
    #[must_use]
    pub fn number(value: Option<f64>, places: u8) -> Self {
        let finite = value.filter(|value| value.is_finite());
        finite.map_or(Self::Missing, |value| Self::Number { value, places })
    }

    /// A share, where there is one.
    #[must_use]
    pub fn share(value: Option<f64>) -> Self {
        value.filter(|value| value.is_finite()).map_or(Self::Missing, Self::Share)
    }

    /// As it is read: thousands with a comma; a dash where there is none.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Missing => "—".to_owned(),
            Self::Text(text) | Self::Written { text, .. } => text.clone(),
            Self::Count(count) => grouped(&count.to_string()),
            Self::Number { value, places } => grouped(&fixed(*value, *places)),
            Self::Share(share) => format!("{}%", grouped(&fixed(share * 100.0, 1))),
        }
    }

    /// As a program reads it: nothing but digits and a point; empty where there is none.
    #[must_use]
    pub fn plain(&self) -> String {
        match self {
            Self::Missing => String::new(),
            Self::Text(text) | Self::Written { text, .. } => text.clone(),
            Self::Count(count) => count.to_string(),
            Self::Number { value, places } => fixed(*value, *places),
            Self::Share(share) => fixed(*share, 3),
        }
    }

    /// The number itself, where it is one.
    #[must_use]
    pub fn as_number(&self) -> Option<f64> {
        match self {
            Self::Missing | Self::Text(_) => None,
            #[expect(clippy::cast_precision_loss, reason = "no count of characters reaches 2⁵³")]
            Self::Count(count) => Some(*count as f64),
            Self::Number { value, .. } | Self::Share(value) => Some(*value),
            Self::Written { value, .. } => *value,
        }
    }
}

/// `value` with that many places; never a negative zero.
fn fixed(value: f64, places: u8) -> String {
    let text = format!("{value:.0$}", usize::from(places));
    let is_zero = text.bytes().all(|byte| matches!(byte, b'-' | b'0' | b'.'));
    if is_zero { text.trim_start_matches('-').to_owned() } else { text }
}

/// `number` with a comma after every third digit before the point.
fn grouped(number: &str) -> String {
    let (sign, rest) = number.split_at(usize::from(number.starts_with('-')));
    let (whole, part) = rest.split_at(rest.find('.').unwrap_or(rest.len()));
    let mut out = String::from(sign);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out + part
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_shown_for_readers_and_for_programs() {
        let number = |value, places| SheetValue::number(Some(value), places);
        let shown = |value: SheetValue| (value.shown(), value.plain());
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(shown(SheetValue::Count(1_234_567)), pair("1,234,567", "1234567"));
        assert_eq!(shown(SheetValue::Count(999)), pair("999", "999"));
        assert_eq!(shown(number(-1234.56, 1)), pair("-1,234.6", "-1234.6"));
        assert_eq!(shown(number(-0.04, 1)), pair("0.0", "0.0"));
        assert_eq!(shown(SheetValue::Share(0.125)), pair("12.5%", "0.125"));
        assert_eq!(shown(SheetValue::share(None)), pair("—", ""));
        assert_eq!(number(f64::NAN, 1), SheetValue::Missing);
    }
}
