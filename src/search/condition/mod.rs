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
//! ```text
//! 属性:报纸=河南日报   属性:版面>2   属性:报纸:无   组:省报   完成:林/人才   书签:有
//!
//! bookmark   书签 : 有 | 无 | words of its note
//! attribute  属性 : name [ sign value ]        = ≠ < ≤ > ≥ (or != <= >=), `:` contains; alone: there is one
//! none       `属性:报纸:无`, `属性:报纸=无`: there is none; `属性:报纸="无"`: the value is the word
//! done       完成 : 有 | 无 | coder [ / theme ]
//! ```
//!
//! `≠` asks for another value, not for none. The articles of a group are those of which its own
//! condition holds, which asks only for articles ([`ArticleSelector`]).
//!
//! [`Condition`] knows nothing of any set: theme names are looked up by [`Selector`], which also
//! says where in the line one stands that there is none of.

mod article;
mod article_selector;
mod bookmarked;
mod complete;
mod evaluate;
mod names;
mod parse;
mod reach;
#[cfg(test)]
mod tests;
mod write;

pub use article_selector::ArticleSelector;
pub use complete::{Candidate, CandidateKind, Completion, KnownNames, complete};
pub use evaluate::{SelectedPassage, Selector};
pub use names::{NameFault, UnknownName};
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
    /// Whether a bookmark stands in one of its paragraphs, and what its note says.
    Bookmark(Memo),
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
    /// Its article's attribute.
    Attribute {
        /// The attribute's name.
        name: String,
        /// What is asked of its value.
        test: AttributeTest,
    },
    /// Its article is of that group.
    Group(String),
    /// Someone is done with its article.
    Done(DoneTest),
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

/// What is asked of an attribute's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AttributeTest {
    /// That there is one.
    Some,
    /// That there is none.
    None,
    /// That there is one, and it stands so to this.
    Is(Comparison, String),
}

/// How a value has to stand to what it is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `=`
    Equal,
    /// `≠`, also `!=`
    Different,
    /// `<`
    Less,
    /// `≤`, also `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `≥`, also `>=`
    GreaterOrEqual,
    /// `:`, of text: it contains that; else it equals that.
    Contains,
}

impl Comparison {
    #[cfg(test)]
    const ALL: [Self; 7] = [
        Self::Equal,
        Self::Different,
        Self::Less,
        Self::LessOrEqual,
        Self::Greater,
        Self::GreaterOrEqual,
        Self::Contains,
    ];

    /// How it is written.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::Different => "≠",
            Self::Less => "<",
            Self::LessOrEqual => "≤",
            Self::Greater => ">",
            Self::GreaterOrEqual => "≥",
            Self::Contains => ":",
        }
    }
}

/// Who is done with an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoneTest {
    /// Who.
    pub who: DoneWho,
    /// For this theme; `None`: with all of it.
    pub theme: Option<String>,
}

/// Who has to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DoneWho {
    /// Anyone.
    Anyone,
    /// Nobody.
    Nobody,
    /// That coder.
    Coder(String),
}

/// What is asked of a memo, or of bookmarks and their notes.
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
    /// From a suggestion that was taken.
    Suggestion,
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
    /// 书签
    Bookmark,
    /// 正文
    Text,
    /// 属性
    Attribute,
    /// 组
    Group,
    /// 完成
    Done,
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
    pub const ALL: [Self; 16] = [
        Self::Theme,
        Self::Year,
        Self::Article,
        Self::Attribute,
        Self::Group,
        Self::Text,
        Self::Memo,
        Self::Bookmark,
        Self::Coder,
        Self::Done,
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
            Self::Bookmark => &["书签", "bookmark"],
            Self::Text => &["正文", "text", "摘录"],
            Self::Attribute => &["属性", "attribute"],
            Self::Group => &["组", "group", "文章组"],
            Self::Done => &["完成", "done"],
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
            Self::Origin => {
                &[("手工", "hand"), ("检索", "query"), ("词表", "lexicon"), ("建议", "suggestion")]
            }
            Self::State => &[
                ("已核对", "reviewed"),
                ("未核对", "unreviewed"),
                ("待核对", "unsure"),
                ("孤立", "orphan"),
            ],
            Self::Memo | Self::Bookmark | Self::Attribute | Self::Done => {
                &[("有", "some"), ("无", "none")]
            }
            Self::Reuse => &[("有", "some"), ("无", "none"), ("首次", "first"), ("再次", "again")],
            Self::Year => &[("无", "none")],
            _ => &[],
        }
    }
}

const ORIGINS: [OriginTest; 4] =
    [OriginTest::Hand, OriginTest::Query, OriginTest::Lexicon, OriginTest::Suggestion];
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
}
