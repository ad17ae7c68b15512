//! What a condition asks of an article, whatever is marked in it: name, year, attributes, who is done
//! with it, and groups, which are conditions of that kind with a name.

use std::{cell::OnceCell, cmp::Ordering};

use jiff::civil::Date;

use super::{Comparison, Condition, Test, Years};
use crate::{
    annotation::{AttributeKind, Coder, ThemeId, read_date, read_number},
    corpus::ArticlePath,
    scene::Scene,
    search::fold::fold_query,
    text::fold,
};

/// A condition with every name in it looked up, `C` being what is asked.
#[derive(Debug)]
pub(super) enum ConditionNode<C> {
    All,
    Not(Box<Self>),
    And(Vec<Self>),
    Or(Vec<Self>),
    Test(C),
}

impl<C> ConditionNode<C> {
    /// Turns the tests of `condition` into checks, in the order of the line.
    pub(super) fn of<E>(
        condition: &Condition,
        check: &mut impl FnMut(&Test) -> Result<C, E>,
    ) -> Result<Self, E> {
        let mut all = |parts: &[Condition]| {
            parts.iter().map(|part| Self::of(part, check)).collect::<Result<Vec<_>, E>>()
        };
        Ok(match condition {
            Condition::All => Self::All,
            Condition::And(parts) => Self::And(all(parts)?),
            Condition::Or(parts) => Self::Or(all(parts)?),
            Condition::Not(inner) => Self::Not(Box::new(Self::of(inner, check)?)),
            Condition::Test(test) => Self::Test(check(test)?),
        })
    }

    /// Whether it holds where `passes` says which checks do.
    pub(super) fn holds(&self, passes: &impl Fn(&C) -> bool) -> bool {
        match self {
            Self::All => true,
            Self::Not(inner) => !inner.holds(passes),
            Self::And(parts) => parts.iter().all(|part| part.holds(passes)),
            Self::Or(parts) => parts.iter().any(|part| part.holds(passes)),
            Self::Test(check) => passes(check),
        }
    }
}

/// A test of an article made ready. Texts are folded, as what they are looked for in is.
#[derive(Debug)]
pub(super) enum ArticleCheck {
    Name { name: String, folded: String, exact: bool },
    Year(Years),
    Attribute(AttributeCheck),
    Done(DoneCheck),
    Group(Box<ConditionNode<ArticleCheck>>),
}

/// What is asked of an attribute.
#[derive(Debug)]
pub(super) struct AttributeCheck {
    pub(super) name: String,
    pub(super) ask: AttributeAsk,
}

#[derive(Debug)]
pub(super) enum AttributeAsk {
    Some,
    None,
    Contains(String),
    Is(Comparison, Operand),
}

/// What a value is compared with.
#[derive(Debug)]
pub(super) enum Operand {
    Text(String),
    Number(f64),
    /// From the first to the last day, both included.
    Days(Date, Date),
    /// A place in a list of values.
    Place(usize, Vec<String>),
}

/// Who has to be done, and for what.
#[derive(Debug)]
pub(super) struct DoneCheck {
    /// `None`: anyone.
    pub(super) coder: Option<String>,
    /// `None`: with the whole article.
    pub(super) themes: Option<Vec<ThemeId>>,
    /// Whether nobody of these may be.
    pub(super) nobody: bool,
}

impl Operand {
    /// `text` as what values of that kind are compared with; `None` if it is none.
    pub(super) fn read(kind: &AttributeKind, text: &str) -> Option<Self> {
        match kind {
            AttributeKind::Text => Some(Self::Text(text.trim().to_owned())),
            AttributeKind::Number => read_number(text).map(Self::Number),
            AttributeKind::Date => days(text).map(|(from, to)| Self::Days(from, to)),
            AttributeKind::Choice(values) => {
                let value = kind.read(text).ok()?;
                let place = values.iter().position(|known| *known == value)?;
                Some(Self::Place(place, values.clone()))
            }
        }
    }

    /// How `value` stands to it; `None` where the two cannot be compared.
    fn order(&self, value: &str) -> Option<Ordering> {
        match self {
            Self::Number(number) => read_number(value)?.partial_cmp(number),
            Self::Days(from, to) => {
                let day = read_date(value)?;
                Some(if day < *from {
                    Ordering::Less
                } else if day > *to {
                    Ordering::Greater
                } else {
                    Ordering::Equal
                })
            }
            Self::Place(place, values) => {
                Some(values.iter().position(|known| known == value)?.cmp(place))
            }
            Self::Text(text) => match (read_number(value), read_number(text)) {
                (Some(value), Some(number)) => value.partial_cmp(&number),
                _ if fold(value) == fold(text) => Some(Ordering::Equal),
                _ => Some(AttributeKind::Text.compare(value, text)),
            },
        }
    }
}

impl Comparison {
    /// Whether it holds of what stands so to its operand, `None` being what cannot be compared.
    fn holds(self, order: Option<Ordering>) -> bool {
        match self {
            Self::Equal | Self::Contains => order == Some(Ordering::Equal),
            Self::Different => order != Some(Ordering::Equal),
            Self::Less => order == Some(Ordering::Less),
            Self::LessOrEqual => order.is_some_and(Ordering::is_le),
            Self::Greater => order == Some(Ordering::Greater),
            Self::GreaterOrEqual => order.is_some_and(Ordering::is_ge),
        }
    }
}

/// The days that `text` means: one, a month (`2019-06`, `2019年6月`) or a year.
fn days(text: &str) -> Option<(Date, Date)> {
    if let Some(day) = read_date(text) {
        return Some((day, day));
    }
    let text = fold(text.trim()).replace('年', "-").replace('月', "");
    let text = text.trim_end_matches('-');
    let (year, month) = match text.split_once(['-', '/', '.']) {
        Some((year, month)) => (year, Some(month)),
        None => (text, None),
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if year.len() != 4 || !digits(year) || month.is_some_and(|month| !digits(month)) {
        return None;
    }
    let year: i16 = year.parse().ok()?;
    match month {
        None => Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?)),
        Some(month) => {
            let first = Date::new(year, month.parse().ok()?, 1).ok()?;
            Some((first, first.last_of_month()))
        }
    }
}

/// What is asked of one article.
pub(super) struct ArticleFacts<'a> {
    pub(super) scene: &'a Scene,
    pub(super) article: &'a ArticlePath,
    pub(super) title: &'a str,
    pub(super) year: Option<i16>,
    folded_title: OnceCell<String>,
    folded_path: OnceCell<String>,
}

impl<'a> ArticleFacts<'a> {
    pub(super) fn new(scene: &'a Scene, article: &'a ArticlePath) -> Self {
        let (title, year) = match scene.corpus.article(article) {
            Some(found) => (scene.corpus.title(found), scene.corpus.year(found)),
            None => (article.file_name(), None),
        };
        let (folded_title, folded_path) = (OnceCell::new(), OnceCell::new());
        Self { scene, article, title, year, folded_title, folded_path }
    }

    pub(super) fn title_has(&self, folded: &str) -> bool {
        self.folded_title.get_or_init(|| fold_query(self.title)).contains(folded)
    }

    pub(super) fn passes(&self, check: &ArticleCheck) -> bool {
        match check {
            ArticleCheck::Name { name, exact: true, .. } => {
                name == self.article.as_str() || &**name == self.title
            }
            ArticleCheck::Name { folded, .. } => {
                let path = || fold_query(self.article.as_str());
                self.title_has(folded) || self.folded_path.get_or_init(path).contains(folded)
            }
            ArticleCheck::Year(Years::None) => self.year.is_none(),
            ArticleCheck::Year(Years::Range(from, to)) => self.year.is_some_and(|year| {
                from.is_none_or(|from| from <= year) && to.is_none_or(|to| year <= to)
            }),
            ArticleCheck::Attribute(AttributeCheck { name, ask }) => {
                let value = self.scene.catalogue.attributes().value(self.article, name);
                match (ask, value) {
                    (AttributeAsk::Some, value) => value.is_some(),
                    (AttributeAsk::None, value) => value.is_none(),
                    (_, None) => false,
                    (AttributeAsk::Contains(folded), Some(value)) => {
                        fold_query(value).contains(folded)
                    }
                    (AttributeAsk::Is(comparison, operand), Some(value)) => {
                        comparison.holds(operand.order(value))
                    }
                }
            }
            ArticleCheck::Done(check) => self.is_done(check),
            ArticleCheck::Group(node) => node.holds(&|check| self.passes(check)),
        }
    }

    fn is_done(&self, check: &DoneCheck) -> bool {
        let is_done = |coder: &Coder| match &check.themes {
            None => self.scene.is_done(self.article, coder, None),
            Some(themes) => {
                themes.iter().any(|theme| self.scene.is_done(self.article, coder, Some(*theme)))
            }
        };
        let meant = |coder: &Coder| check.coder.as_ref().is_none_or(|name| coder.as_str() == name);
        let mut all = self.scene.catalogue.all_progress();
        all.any(|(coder, _)| meant(coder) && is_done(coder)) != check.nobody
    }
}
