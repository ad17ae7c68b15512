//! What kind of values an attribute takes: reading what was typed, comparing.
//!
//! A value is kept as text in one form (`1,200` and `１２００` are `1200`, `2019年6月28日` is
//! `2019-06-28`), so that equal values are equal texts. Knows no set and no file.

use std::cmp::Ordering;

use jiff::civil::Date;
use serde::Deserialize;

use crate::text::fold;

/// No value is longer, in characters.
const LONGEST_VALUE: usize = 1000;
/// No number has more digits: more could not be told apart.
const MOST_DIGITS: usize = 15;
/// No name of an attribute or a group is longer, in characters.
const LONGEST_NAME: usize = 60;

/// What kind of values an attribute takes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub enum AttributeKind {
    /// Any line of text.
    #[default]
    Text,
    /// A decimal number.
    Number,
    /// A day.
    Date,
    /// One of these, in this order.
    Choice(Vec<String>),
}

/// Why a value or a name is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ValueFault {
    /// The attribute takes numbers.
    #[error("no number")]
    Number,
    /// The attribute takes days.
    #[error("no date")]
    Date,
    /// The attribute takes others.
    #[error("not one of the list")]
    NotListed,
    /// Nothing is that long.
    #[error("too long")]
    TooLong,
}

impl AttributeKind {
    /// The kind that fits `text` best: a number or a day where it is surely meant as one.
    ///
    /// What begins with a zero that counts nothing (`0371`) is a name, not a number.
    #[must_use]
    pub fn guess(text: &str) -> Self {
        match number(text) {
            Some(found) if !found.led_by_zero => Self::Number,
            _ if date(text).is_some() => Self::Date,
            _ => Self::Text,
        }
    }

    /// The kind that fits all of `texts`; text where there is none.
    #[must_use]
    pub fn guess_all<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut kinds = texts.into_iter().map(Self::guess);
        let Some(first) = kinds.next() else { return Self::Text };
        if kinds.all(|kind| kind == first) { first } else { Self::Text }
    }

    /// `text` in the form in which it is kept; empty if it says nothing.
    ///
    /// # Errors
    /// If it is none of this kind.
    pub fn read(&self, text: &str) -> Result<String, ValueFault> {
        let line = one_line(text);
        if line.is_empty() {
            return Ok(line);
        }
        if line.chars().count() > LONGEST_VALUE {
            return Err(ValueFault::TooLong);
        }
        match self {
            Self::Text => Ok(line),
            Self::Number => number(&line).map(|found| found.text).ok_or(ValueFault::Number),
            Self::Date => date(&line).map(|date| date.to_string()).ok_or(ValueFault::Date),
            Self::Choice(values) => {
                let alike = |value: &&String| fold(value) == fold(&line);
                let found = values.iter().find(|value| **value == line);
                found.or_else(|| values.iter().find(alike)).cloned().ok_or(ValueFault::NotListed)
            }
        }
    }

    /// The order of two values: by size, by time, by their place in the list, else as file names are
    /// sorted (2 before 10). What is none of the kind comes last.
    #[must_use]
    pub fn compare(&self, a: &str, b: &str) -> Ordering {
        let plain = || alphanumeric_sort::compare_str(a, b).then_with(|| a.cmp(b));
        match self {
            Self::Text => plain(),
            Self::Number => {
                by(number(a).map(|n| n.value), number(b).map(|n| n.value), f64::total_cmp)
                    .then_with(plain)
            }
            Self::Date => by(date(a), date(b), Date::cmp).then_with(plain),
            Self::Choice(values) => {
                let place = |text: &str| values.iter().position(|value| value == text);
                by(place(a), place(b), usize::cmp).then_with(plain)
            }
        }
    }
}

fn by<T>(a: Option<T>, b: Option<T>, compare: impl Fn(&T, &T) -> Ordering) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => compare(&a, &b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    }
}

/// `name` as a name of an attribute or a group: one line, without white space around it; `None` if
/// there is nothing to be seen in it, or too much.
#[must_use]
pub fn catalogue_name(name: &str) -> Option<String> {
    let name = one_line(name);
    (!name.is_empty() && name.chars().count() <= LONGEST_NAME).then_some(name)
}

/// `text` with every run of white space and controls as one space, none at its ends.
fn one_line(text: &str) -> String {
    let is_gap = |c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}';
    text.split(is_gap).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

struct ReadNumber {
    value: f64,
    text: String,
    led_by_zero: bool,
}

/// The size that `text` means, if it is a number and nothing else.
#[must_use]
pub fn read_number(text: &str) -> Option<f64> {
    number(text).map(|found| found.value)
}

/// A decimal number: `-3`, `1,200`, `１２．５`. Separators only where they part thousands.
fn number(text: &str) -> Option<ReadNumber> {
    let text = fold(text.trim());
    let (sign, unsigned) = match text.strip_prefix(['-', '−', '+']) {
        Some(rest) => (if text.starts_with('+') { "" } else { "-" }, rest),
        None => ("", text.as_str()),
    };
    let (whole, part) = unsigned.split_once('.').map_or((unsigned, None), |(w, p)| (w, Some(p)));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let rest: Vec<&str> = groups.collect();
    let grouped = rest.is_empty() || first.len() <= 3;
    let proper = digits(first) && grouped && rest.iter().all(|g| g.len() == 3 && digits(g));
    if !proper || part.is_some_and(|part| !digits(part)) {
        return None;
    }
    let all = whole.replace(',', "");
    let (kept, part) =
        (all.trim_start_matches('0'), part.unwrap_or_default().trim_end_matches('0'));
    if kept.len() + part.len() > MOST_DIGITS {
        return None;
    }
    let whole = if kept.is_empty() { "0" } else { kept };
    let mut text = if part.is_empty() { whole.to_owned() } else { format!("{whole}.{part}") };
    if text != "0" {
        text.insert_str(0, sign);
    }
    let value = text.parse().ok().filter(|value: &f64| value.is_finite())?;
    Some(ReadNumber { value, text, led_by_zero: all.len() > 1 && all.starts_with('0') })
}

/// The day that `text` means: `2019-06-28`, `2019/6/28`, `2019.6.28`, `2019年6月28日`, also with the
/// midnight that spreadsheets add.
#[must_use]
pub fn read_date(text: &str) -> Option<Date> {
    date(text)
}

fn date(text: &str) -> Option<Date> {
    let text = fold(text.trim());
    let day = match text.split_once(['t', ' ']) {
        Some((day, time)) => {
            let midnight = time.chars().all(|c| matches!(c, '0' | ':' | '.' | 'z' | ' '));
            if midnight { day } else { return None }
        }
        None => text.as_str(),
    };
    let day = match day.strip_suffix('日') {
        Some(day) => day.replacen('年', "-", 1).replacen('月', "-", 1),
        None => day.to_owned(),
    };
    let [year, month, day] =
        dated(&day, '-').or_else(|| dated(&day, '/')).or_else(|| dated(&day, '.'))?;
    let year = i16::try_from(year).ok()?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Year, month and day between two separators.
fn dated(text: &str, separator: char) -> Option<[u16; 3]> {
    let mut parts = text.split(separator);
    let [year, month, day] = [parts.next()?, parts.next()?, parts.next()?];
    let number = |text: &str, lengths: std::ops::RangeInclusive<usize>| {
        let fits = lengths.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        if fits { text.parse().ok() } else { None }
    };
    let read = [number(year, 4..=4)?, number(month, 1..=2)?, number(day, 1..=2)?];
    parts.next().is_none().then_some(read)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_typed_is_kept_in_one_form() {
        let number = |text: &str| AttributeKind::Number.read(text);
        for (typed, kept) in [
            ("1,200", "1200"),
            ("１２．５０", "12.5"),
            ("-0.0", "0"),
            ("+7", "7"),
            ("−3", "-3"),
            ("007", "7"),
            ("1，234，567.8", "1234567.8"),
        ] {
            assert_eq!(number(typed), Ok(kept.to_owned()), "{typed}");
        }
        for wrong in ["", "1,2", "12%", "1e5", "inf", "0x10", "1,23,456", ".5", "5.", "1 2", "版"]
        {
            assert_ne!(number(wrong), Ok("x".into()));
            assert!(wrong.is_empty() || number(wrong) == Err(ValueFault::Number), "{wrong}");
        }
        let date = |text: &str| AttributeKind::Date.read(text);
        for typed in [
            "2019-06-28",
            "2019/6/28",
            "２０１９．６．２８",
            "2019年6月28日",
            "2019-06-28 00:00:00",
            "2019-06-28T00:00:00Z",
        ] {
            assert_eq!(date(typed), Ok("2019-06-28".to_owned()), "{typed}");
        }
        for wrong in
            ["2019-02-30", "2019-6", "19-6-28", "2019-06-28 08:30", "6月28日", "2019-06-28-01"]
        {
            assert_eq!(date(wrong), Err(ValueFault::Date), "{wrong}");
        }
        let choice = AttributeKind::Choice(vec!["通讯".into(), "A 类".into()]);
        assert_eq!(choice.read(" ａ 类"), Ok("A 类".to_owned()));
        assert_eq!(choice.read("评论"), Err(ValueFault::NotListed));
        assert_eq!(AttributeKind::Text.read(" 河南\n 日报\t"), Ok("河南 日报".to_owned()));
    }

    #[test]
    fn the_kind_is_what_the_value_surely_is() {
        for (text, kind) in [
            ("3", AttributeKind::Number),
            ("1,200.5", AttributeKind::Number),
            ("0", AttributeKind::Number),
            ("0.5", AttributeKind::Number),
            ("0371", AttributeKind::Text),
            ("2019年6月28日", AttributeKind::Date),
            ("2019", AttributeKind::Number),
            ("头版", AttributeKind::Text),
            ("4-5", AttributeKind::Text),
        ] {
            assert_eq!(AttributeKind::guess(text), kind, "{text}");
        }
        assert_eq!(AttributeKind::guess_all(["1", "头版"]), AttributeKind::Text);
        assert_eq!(AttributeKind::guess_all(["1", "2.5"]), AttributeKind::Number);
        assert_eq!(AttributeKind::guess_all([]), AttributeKind::Text);
    }

    #[test]
    fn values_stand_in_the_order_of_their_kind() {
        let sorted = |kind: AttributeKind, mut values: Vec<&'static str>| {
            values.sort_by(|a, b| kind.compare(a, b));
            values
        };
        assert_eq!(
            sorted(AttributeKind::Number, vec!["10", "头", "-2", "9.5"]),
            ["-2", "9.5", "10", "头"]
        );
        assert_eq!(sorted(AttributeKind::Text, vec!["第10版", "第9版"]), ["第9版", "第10版"]);
        let rank = AttributeKind::Choice(["低", "中", "高"].map(String::from).to_vec());
        assert_eq!(sorted(rank, vec!["高", "无", "低", "中"]), ["低", "中", "高", "无"]);
        assert_eq!(
            sorted(AttributeKind::Date, vec!["2019-10-01", "2019-09-30"]),
            ["2019-09-30", "2019-10-01"]
        );
    }

    proptest! {
        #[test]
        fn what_was_read_once_is_read_the_same_again(text in "([0-9,.+−－１２年月日/ -]|\\PC){0,16}") {
            for kind in [AttributeKind::Text, AttributeKind::Number, AttributeKind::Date] {
                if let Ok(kept) = kind.read(&text) {
                    prop_assert_eq!(kind.read(&kept), Ok(kept.clone()));
                    prop_assert_eq!(kind.compare(&kept, &kept), Ordering::Equal);
                }
            }
        }

        #[test]
        fn a_number_keeps_its_size(value in -1_000_000_000_i64..1_000_000_000, cents in 0..100_u8) {
            let text = format!("{value}.{cents:02}");
            let kept = AttributeKind::Number.read(&text).expect("a number");
            prop_assert_eq!(read_number(&kept), text.parse::<f64>().ok());
        }
    }
}
