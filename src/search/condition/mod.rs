//! The condition language: which passages are meant, as a line that can be read and typed.
//!
//! ```text
//! 主题:阵地建设 且 非 主题:人才 且 年:2017..2020
//!
//! condition  or      且 binds tighter than 或, 非 tighter than both; brackets as usual.
//! or         and { 或 and }
//! and        not { [且] not }                  two conditions side by side mean both
//! not        非 not | ( condition ) | test
//! test       field : value | field = value | word
//! ```
//!
//! `AND OR NOT & | !`, English field names and full-width marks mean the same. A value with white
//! space, brackets or quotation marks in it stands in quotation marks. A word without a field is
//! looked for in the text, the memo, the themes' names and the article's title.
//!
//! [`Condition`] knows nothing of any set: theme names are looked up by [`Selector`], which also
//! says where in the line one stands that there is none of.

mod complete;
mod evaluate;
mod parse;
mod reach;
#[cfg(test)]
mod tests;

use std::fmt::{self, Write as _};

pub use complete::{Candidate, CandidateKind, Completion, KnownNames, complete};
pub use evaluate::{SelectedPassage, Selector, UnknownTheme};
pub use parse::{ErrorKind, ParseError, Parsed, marks, parse};

/// What has to hold of a passage.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Condition {
    /// Nothing.
    #[default]
    All,
    /// One thing.
    Test(Test),
    /// Not that.
    Not(Box<Condition>),
    /// All of these: at least two, none of them another `And` or `All`.
    And(Vec<Condition>),
    /// Any of these: at least two, none of them another `Or` or `All`.
    Or(Vec<Condition>),
}

/// One thing that can hold of a passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// It bears a theme or one below it.
    Theme(ThemeName),
    /// Its article's title or path contains this, or, `exact`, is it.
    Article {
        /// A part of either, or all of it.
        name: String,
        /// Whether it is all of it.
        exact: bool,
    },
    /// Its article is of one of these years.
    Year(Years),
    /// That coder marked it.
    Coder(String),
    /// Its memo.
    Memo(Memo),
    /// Its text contains this.
    Text(String),
    /// How it came to be.
    Origin(OriginTest),
    /// Whether it waits for someone to look at it.
    State(ReviewState),
    /// Whether its text stands elsewhere in the set, too.
    Reuse(ReuseTest),
    /// Another passage near it bears a theme or one below it.
    Near(Relation, ThemeName),
    /// This stands in its text or memo, a theme's name or the article's title.
    Word(String),
}

/// A theme by its name or path name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeName {
    /// The name, as it was typed.
    pub name: String,
    /// Whether the themes below it do not count.
    pub exact: bool,
}

/// Some years.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Years {
    /// Articles without a year.
    None,
    /// From the first to the last, both included; a side may be open, not both.
    Range(Option<i16>, Option<i16>),
}

/// What is asked of a memo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Memo {
    /// That there is one.
    Some,
    /// That there is none.
    None,
    /// That this stands in it.
    Contains(String),
}

/// How a passage came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OriginTest {
    /// By hand.
    Hand,
    /// From a search.
    Query,
    /// From a theme's lexicon.
    Lexicon,
}

/// What is asked of text that stands in a set more than once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReuseTest {
    /// It stands elsewhere, too.
    Some,
    /// It stands nowhere else.
    None,
    /// It stands elsewhere, too, and was printed here first.
    First,
    /// It was printed elsewhere before.
    Again,
    /// It stands in an article, too, whose title or path contains this.
    With(String),
}

/// Whether a passage waits for someone to look at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReviewState {
    /// It was found by the program, and a coder has kept it.
    Reviewed,
    /// It was found by the program, and no coder has looked at it.
    Unreviewed,
    /// The article changed, and its place has to be looked at.
    Unsure,
    /// The article changed, and it has no place any more.
    Orphan,
}

/// How another passage stands to the one that is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// They have text in common.
    Overlaps,
    /// The one that is meant lies within the other.
    Inside,
    /// So many sentences or fewer lie from one to the other; 0: they are in the same sentence.
    Near(u8),
}

/// What stands before the mark in a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// 主题
    Theme,
    /// 文章
    Article,
    /// 年
    Year,
    /// 编码员
    Coder,
    /// 备忘录
    Memo,
    /// 正文
    Text,
    /// 来源
    Origin,
    /// 状态
    State,
    /// 复用
    Reuse,
    /// 重叠
    Overlaps,
    /// 位于
    Inside,
    /// 邻近
    Near,
}

/// In which language a condition is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tongue {
    /// `主题:人才 且 年:2017`
    Chinese,
    /// `theme:人才 AND year:2017`
    English,
}

impl Tongue {
    fn pick<'a>(self, chinese: &'a str, english: &'a str) -> &'a str {
        match self {
            Self::Chinese => chinese,
            Self::English => english,
        }
    }
}

impl Field {
    /// Every field, as they are offered.
    pub const ALL: [Self; 12] = [
        Self::Theme,
        Self::Year,
        Self::Article,
        Self::Text,
        Self::Memo,
        Self::Coder,
        Self::Overlaps,
        Self::Inside,
        Self::Near,
        Self::Origin,
        Self::State,
        Self::Reuse,
    ];

    /// Its names: Chinese, English, and others that are understood.
    const fn names(self) -> &'static [&'static str] {
        match self {
            Self::Theme => &["主题", "theme", "code"],
            Self::Article => &["文章", "article"],
            Self::Year => &["年", "year", "年份"],
            Self::Coder => &["编码员", "coder"],
            Self::Memo => &["备忘录", "memo", "备忘"],
            Self::Text => &["正文", "text", "摘录"],
            Self::Origin => &["来源", "origin"],
            Self::State => &["状态", "state"],
            Self::Reuse => &["复用", "reuse", "重复"],
            Self::Overlaps => &["重叠", "overlaps"],
            Self::Inside => &["位于", "inside"],
            Self::Near => &["邻近", "near"],
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(self, tongue: Tongue) -> &'static str {
        let names = self.names();
        let place = usize::from(tongue == Tongue::English);
        names.get(place).copied().unwrap_or_default()
    }

    /// The field of that name, whatever the case.
    fn named(name: &str) -> Option<Self> {
        let known = |field: &Self| field.names().iter().any(|n| n.eq_ignore_ascii_case(name));
        Self::ALL.into_iter().find(known)
    }

    /// The words that can stand as its value, if it takes words of its own.
    pub fn words(self, tongue: Tongue) -> impl Iterator<Item = &'static str> {
        self.choices().iter().map(move |&(han, latin)| tongue.pick(han, latin))
    }

    /// The words that can stand as its value, Chinese and English, if it takes words of its own.
    pub(super) const fn choices(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Origin => &[("手工", "hand"), ("检索", "query"), ("词表", "lexicon")],
            Self::State => &[
                ("已核对", "reviewed"),
                ("未核对", "unreviewed"),
                ("待核对", "unsure"),
                ("孤立", "orphan"),
            ],
            Self::Memo => &[("有", "some"), ("无", "none")],
            Self::Reuse => &[("有", "some"), ("无", "none"), ("首次", "first"), ("再次", "again")],
            Self::Year => &[("无", "none")],
            _ => &[],
        }
    }
}

const ORIGINS: [OriginTest; 3] = [OriginTest::Hand, OriginTest::Query, OriginTest::Lexicon];
const STATES: [ReviewState; 4] =
    [ReviewState::Reviewed, ReviewState::Unreviewed, ReviewState::Unsure, ReviewState::Orphan];

/// More than this many sentences away is not near.
pub(super) const FARTHEST: u8 = 99;
/// How near is near where no number is given.
const NEAR: u8 = 1;

impl Condition {
    /// All of `conditions`.
    #[must_use]
    pub fn and(conditions: impl IntoIterator<Item = Self>) -> Self {
        let mut flat = Vec::new();
        for condition in conditions {
            match condition {
                Self::All => {}
                Self::And(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        match flat.len() {
            0 => Self::All,
            1 => flat.swap_remove(0),
            _ => Self::And(flat),
        }
    }

    /// Any of `conditions`; none of them asks nothing, for which there is no word.
    #[must_use]
    pub fn or(conditions: impl IntoIterator<Item = Self>) -> Self {
        let mut flat = Vec::new();
        for condition in conditions {
            match condition {
                Self::All => {}
                Self::Or(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        match flat.len() {
            0 => Self::All,
            1 => flat.swap_remove(0),
            _ => Self::Or(flat),
        }
    }

    /// Not `condition`.
    #[must_use]
    pub fn negated(condition: Self) -> Self {
        match condition {
            Self::Not(inner) => *inner,
            other => Self::Not(Box::new(other)),
        }
    }

    /// Whether it asks what stands in the set more than once, for which all articles are needed.
    #[must_use]
    pub fn asks_reuse(&self) -> bool {
        match self {
            Self::All => false,
            Self::Test(test) => matches!(test, Test::Reuse(_)),
            Self::Not(inner) => inner.asks_reuse(),
            Self::And(parts) | Self::Or(parts) => parts.iter().any(Self::asks_reuse),
        }
    }

    /// The parts that all have to hold; of one that is no `And`, itself.
    #[must_use]
    pub fn parts(&self) -> &[Self] {
        match self {
            Self::All => &[],
            Self::And(parts) => parts,
            other => std::slice::from_ref(other),
        }
    }

    /// The same line in `tongue`.
    #[must_use]
    pub fn text(&self, tongue: Tongue) -> String {
        let mut out = String::new();
        // Writing to a `String` cannot fail.
        let _ = self.write(&mut out, tongue, 0);
        out
    }

    /// Writes it with brackets where what is around binds tighter than `above` says.
    fn write(&self, out: &mut String, tongue: Tongue, above: u8) -> fmt::Result {
        let (own, joint, parts) = match self {
            Self::All => return Ok(()),
            Self::Test(test) => return test.write(out, tongue),
            Self::Not(inner) => {
                out.write_str(tongue.pick("非 ", "NOT "))?;
                return inner.write(out, tongue, 3);
            }
            Self::And(parts) => (2, tongue.pick(" 且 ", " AND "), parts),
            Self::Or(parts) => (1, tongue.pick(" 或 ", " OR "), parts),
        };
        let brackets = above >= own;
        if brackets {
            out.push('(');
        }
        for (place, part) in parts.iter().enumerate() {
            if place > 0 {
                out.push_str(joint);
            }
            part.write(out, tongue, own)?;
        }
        if brackets {
            out.push(')');
        }
        Ok(())
    }
}

impl Test {
    fn write(&self, out: &mut String, tongue: Tongue) -> fmt::Result {
        let field = |field: Field| field.name(tongue);
        let mark = |exact: bool| if exact { '=' } else { ':' };
        let choice = |field: Field, place: usize| {
            let (chinese, english) = field.choices().get(place).copied().unwrap_or_default();
            tongue.pick(chinese, english)
        };
        match self {
            Self::Theme(theme) => {
                write!(out, "{}{}", field(Field::Theme), mark(theme.exact))?;
                push_value(out, &theme.name, &[]);
            }
            Self::Article { name, exact } => {
                write!(out, "{}{}", field(Field::Article), mark(*exact))?;
                push_value(out, name, &[]);
            }
            Self::Year(Years::None) => {
                write!(out, "{}:{}", field(Field::Year), choice(Field::Year, 0))?;
            }
            Self::Year(Years::Range(from, to)) => {
                write!(out, "{}:", field(Field::Year))?;
                match (from, to) {
                    (Some(from), Some(to)) if from == to => write!(out, "{from}")?,
                    (from, to) => {
                        let side = |year: &Option<i16>| year.map(|y| y.to_string());
                        let [from, to] = [from, to].map(|year| side(year).unwrap_or_default());
                        write!(out, "{from}..{to}")?;
                    }
                }
            }
            Self::Coder(name) => {
                write!(out, "{}:", field(Field::Coder))?;
                push_value(out, name, &[]);
            }
            Self::Memo(memo) => {
                write!(out, "{}:", field(Field::Memo))?;
                match memo {
                    Memo::Some => out.push_str(choice(Field::Memo, 0)),
                    Memo::None => out.push_str(choice(Field::Memo, 1)),
                    Memo::Contains(text) => push_value(out, text, Field::Memo.choices()),
                }
            }
            Self::Text(text) => {
                write!(out, "{}:", field(Field::Text))?;
                push_value(out, text, &[]);
            }
            Self::Origin(origin) => {
                let place = ORIGINS.iter().position(|other| other == origin).unwrap_or(0);
                write!(out, "{}:{}", field(Field::Origin), choice(Field::Origin, place))?;
            }
            Self::State(state) => {
                let place = STATES.iter().position(|other| other == state).unwrap_or(0);
                write!(out, "{}:{}", field(Field::State), choice(Field::State, place))?;
            }
            Self::Reuse(reuse) => {
                write!(out, "{}:", field(Field::Reuse))?;
                match reuse {
                    ReuseTest::Some => out.push_str(choice(Field::Reuse, 0)),
                    ReuseTest::None => out.push_str(choice(Field::Reuse, 1)),
                    ReuseTest::First => out.push_str(choice(Field::Reuse, 2)),
                    ReuseTest::Again => out.push_str(choice(Field::Reuse, 3)),
                    ReuseTest::With(name) => push_value(out, name, Field::Reuse.choices()),
                }
            }
            Self::Near(relation, theme) => {
                match relation {
                    Relation::Overlaps => out.push_str(field(Field::Overlaps)),
                    Relation::Inside => out.push_str(field(Field::Inside)),
                    Relation::Near(NEAR) => out.push_str(field(Field::Near)),
                    Relation::Near(by) => write!(out, "{}/{by}", field(Field::Near))?,
                }
                out.push(mark(theme.exact));
                push_value(out, &theme.name, &[]);
            }
            Self::Word(word) => push_word(out, word),
        }
        Ok(())
    }
}

/// Writes a value, in quotation marks where it could not be read otherwise or would mean a choice.
pub(super) fn push_value(out: &mut String, value: &str, choices: &[(&str, &str)]) {
    let is_choice = choices.iter().any(|(a, b)| value == *a || value.eq_ignore_ascii_case(b));
    let is_odd = |c| parse::ends_value(c) || c == '\\';
    if value.is_empty()
        || is_choice
        || value.starts_with(parse::opens_phrase)
        || value.contains(is_odd)
    {
        push_quoted(out, value);
    } else {
        out.push_str(value);
    }
}

fn push_word(out: &mut String, word: &str) {
    let marks = |c| parse::ends_value(c) || parse::is_mark(c) || matches!(c, '\\' | '!' | '！');
    // Whatever begins like one of the words of the language is not worth finding out.
    let first = word.chars().next().is_some_and(|c| matches!(c, '且' | '或' | '非'));
    let keyword = ["and", "or", "not"].iter().any(|k| word.eq_ignore_ascii_case(k));
    let quote = word.starts_with(parse::opens_phrase);
    if word.is_empty() || first || keyword || quote || word.contains(marks) {
        push_quoted(out, word);
    } else {
        out.push_str(word);
    }
}

fn push_quoted(out: &mut String, value: &str) {
    out.push('"');
    for c in value.chars() {
        if matches!(c, '"' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('"');
}
