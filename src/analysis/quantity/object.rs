//! What a figure counts.
//!
//! Behind the classifier (14个街道), before it in lists (文化娱乐场所41处), before a copula
//! (面积达到500平方米), or in what was said before (其中76个达到 …).

mod context;
mod kinds;

use std::ops::Range;

use super::{
    paragraph::Paragraph,
    phrase::{self, Phrase},
    scan::WrittenFigure,
    sense::{Qualified, QuantitySense},
    unit::QuantityKind,
    word::{self, Word, WordPart},
};
use crate::text::Segmenter;

/// So far to either side words are looked at.
const REACH: usize = 70;

/// What is counted, and what of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct CountedObject {
    pub(super) object: String,
    /// What is said of those that are counted (已经开工), or done.
    pub(super) detail: String,
    /// Where the object's words stand, if they stand beside the figure.
    pub(super) range: Range<usize>,
    /// The verb or the owner that says that it is a part: 发动|党员.
    pub(super) deed: String,
}

/// A figure in its sentence, with the words around it.
struct Around<'a> {
    paragraph: &'a Paragraph,
    figure: &'a WrittenFigure,
    qualified: &'a Qualified,
    left: Vec<Word>,
    right: Vec<Word>,
    /// How many of the words before are more than copulas and adverbs.
    bare: usize,
    /// Where the clause starts among them.
    clause: usize,
    segmenter: &'a Segmenter,
    /// The figure behind follows at once.
    next_follows: bool,
    /// Another figure stands behind the words behind.
    open: bool,
}

/// What the figures of a paragraph count, each in its place.
pub(super) fn counted(
    paragraph: &Paragraph,
    figures: &[WrittenFigure],
    qualified: &[Qualified],
    segmenter: &Segmenter,
) -> Vec<CountedObject> {
    let mut found: Vec<CountedObject> = Vec::with_capacity(figures.len());
    for (number, (figure, sense)) in figures.iter().zip(qualified).enumerate() {
        let sentence = sentence(paragraph, &figure.range);
        let before = number
            .checked_sub(1)
            .and_then(|before| Some((figures.get(before)?, found.get(before)?)));
        // 94个社区|党建阵地面积: what a classifier counts is no part of what is measured.
        let left_from = before.map_or(0, |(figure, counted)| {
            let end = if figure.kind == QuantityKind::Count { counted.range.end } else { 0 };
            let behind =
                number.checked_sub(1).and_then(|at| qualified.get(at)).map_or(0, |sense| sense.end);
            figure.range.end.max(behind).max(end.min(figure.range.end + REACH))
        });
        let left_from = left_from
            .min(figure.range.start)
            .max(sentence.start)
            .max(figure.range.start.saturating_sub(REACH));
        let next = figures.get(number + 1).map_or(sentence.end, |next| next.range.start);
        let mut right_from = sense.end;
        if paragraph.at(right_from) == '的' {
            right_from += 1;
        }
        let right_to = next.min(sentence.end).min(right_from + REACH).max(right_from);
        let left = word::words(paragraph, left_from..sense.start.max(left_from), segmenter);
        let right = word::words(paragraph, right_from..right_to, segmenter);
        let bare = without_copulas(&left);
        let clause = left
            .iter()
            .take(bare)
            .rposition(|word| word.part == WordPart::Mark)
            .map_or(0, |at| at + 1);
        let next_follows = next == right_from && figures.get(number + 1).is_some();
        let around = Around {
            paragraph,
            figure,
            qualified: sense,
            left,
            right,
            bare,
            clause,
            segmenter,
            next_follows,
            open: right_to == next && next < sentence.end,
        };
        let same: Vec<(&WrittenFigure, &CountedObject)> = figures
            .iter()
            .zip(&found)
            .filter(|(other, counted)| {
                sentence.contains(&other.range.start)
                    && !counted.object.is_empty()
                    && counted.object != FOLLOWS
            })
            .collect();
        let mut counted = around.find(&same, &sentence, segmenter);
        counted.deed = around.governor(&counted);
        found.push(counted);
    }
    // 191.1万平方米|12539套|安置房: both count the same.
    for number in (0..found.len().saturating_sub(1)).rev() {
        let follows = matches!(
            (figures.get(number), figures.get(number + 1), found.get(number)),
            (Some(_), Some(_), Some(counted)) if counted.object == FOLLOWS
        );
        if follows
            && let Some(next) = found.get(number + 1).cloned()
            && let Some(slot) = found.get_mut(number)
        {
            *slot = next;
        }
    }
    for counted in &mut found {
        if counted.object == FOLLOWS {
            counted.object.clear();
        }
    }
    found
}

/// Stands for "what the figure behind counts" until that is known.
const FOLLOWS: &str = "\u{0}";

/// The sentence around a figure, up to its end marks.
pub(super) fn sentence(paragraph: &Paragraph, range: &Range<usize>) -> Range<usize> {
    let ends = |at: &usize| "。!?;".contains(paragraph.at(*at));
    let start = (0..range.start).rev().find(ends).map_or(0, |at| at + 1);
    let end = (range.end..paragraph.folded.len()).find(ends).unwrap_or(paragraph.folded.len());
    start..end
}

/// How many of the words are left without the copulas, adverbs and qualifiers at their end.
fn without_copulas(words: &[Word]) -> usize {
    let mut len = words.len();
    while let Some(word) = len.checked_sub(1).and_then(|at| words.get(at)) {
        let drops = word::is_copula(&word.text)
            || matches!(word.part, WordPart::Adverb | WordPart::Change)
            || matches!(
                word.text.as_str(),
                "同比" | "环比" | "同期" | "大幅" | "连续" | "以来" | "进一步" | "实际" | "全年"
            );
        if !drops {
            break;
        }
        len -= 1;
    }
    len
}

impl Around<'_> {
    fn find(
        &self,
        same: &[(&WrittenFigure, &CountedObject)],
        sentence: &Range<usize>,
        segmenter: &Segmenter,
    ) -> CountedObject {
        // 脱贫户|2100户6300人: both are said of what stands before.
        if self.next_follows
            && let Some(before) = self.before().filter(|_| self.figure.kind == QuantityKind::Count)
        {
            return before;
        }
        if self.left.is_empty()
            && let Some((before, counted)) = same.last()
            && before.range.end == self.figure.range.start
        {
            return CountedObject { object: counted.object.clone(), ..CountedObject::default() };
        }
        if self.next_follows {
            return CountedObject { object: FOLLOWS.to_owned(), ..CountedObject::default() };
        }
        if let Some(grown) = self.grown(same) {
            return grown;
        }
        let found = match self.figure.kind {
            QuantityKind::Anniversary => self.event(),
            QuantityKind::Duration => self.lasting(),
            QuantityKind::Percent | QuantityKind::Fraction | QuantityKind::Times => {
                self.share(same)
            }
            QuantityKind::Count => self.thing(same),
            _ => self.measured(),
        };
        found
            .or_else(|| self.deed().filter(|_| self.figure.kind == QuantityKind::Money))
            .or_else(|| self.said_before(same))
            .or_else(|| self.beside(same))
            .or_else(|| {
                let people = matches!(self.figure.unit, Some("人" | "名"));
                self.deed().filter(|deed| {
                    people && !matches!(deed.object.as_str(), "新增" | "增加" | "减少" | "招收")
                })
            })
            .or_else(|| self.subject(sentence, segmenter))
            .or_else(|| self.deed())
            .unwrap_or_default()
    }

    fn is_change(&self) -> bool {
        self.qualified.senses.contains(&QuantitySense::Change)
    }

    /// The phrase before the figure in its clause.
    fn before(&self) -> Option<CountedObject> {
        let words = self.left.get(self.clause..self.bare)?;
        let mut to = words.len();
        if self.is_change() || self.figure.kind == QuantityKind::Percent {
            // 大专以上学历|较上届|提升.
            let than = words.iter().rposition(|word| {
                matches!(
                    word.text.as_str(),
                    "较" | "比" | "同比" | "环比" | "比上年" | "相比" | "与"
                )
            });
            to = than.unwrap_or(to);
        }
        // 资源|由2016年的|210条增加到: what grew.
        let from = words.iter().rposition(|word| matches!(word.text.as_str(), "由" | "从"));
        let grew = from.filter(|&from| from > 0 && words.len() - from <= 6).and_then(|from| {
            let behind = words.get(from + 1..)?;
            let timed = behind.iter().all(|word| {
                matches!(
                    word.part,
                    WordPart::Number | WordPart::Function | WordPart::De | WordPart::Adjective
                ) || word.text.starts_with(|c: char| c.is_ascii_digit())
            });
            phrase::before(words, from).filter(|_| timed)
        });
        if let Some(phrase) = grew {
            return Some(Self::counted(&phrase, words));
        }
        let phrase = phrase::before(words, to)?;
        // 已开工建设182万平方米: done, not counted.
        let deed =
            words.get(phrase.words.clone())?.iter().all(|word| phrase::is_action(&word.text));
        let event =
            matches!(self.figure.unit, Some("次" | "场" | "期" | "轮" | "项" | "场次" | "期次"));
        // 每平方米|6200元 says of what, not what.
        let each = phrase.text.starts_with('每');
        ((!deed || event) && !each).then(|| Self::counted(&phrase, words))
    }

    fn counted(phrase: &Phrase, words: &[Word]) -> CountedObject {
        let start = words.get(phrase.words.start).map_or(0, |word| word.range.start);
        let last = phrase.words.end.checked_sub(1).and_then(|at| words.get(at));
        let end = last.map_or(start, |word| word.range.end);
        CountedObject { object: phrase.text.clone(), range: start..end, ..CountedObject::default() }
    }

    /// The phrase behind the figure.
    fn behind(&self, from: usize) -> Option<CountedObject> {
        let phrase = phrase::behind(&self.right, from, self.figure.unit, self.open)?;
        Some(Self::counted(&phrase, &self.right))
    }

    /// The verb behind the figure, if one follows at once, and what it takes.
    fn done(&self) -> Option<CountedObject> {
        let verb = self.right.iter().position(|word| !matches!(word.part, WordPart::Adverb))?;
        let word = self.right.get(verb).filter(|word| {
            matches!(word.part, WordPart::Verb | WordPart::Nominal | WordPart::Copula)
        })?;
        let acts = |word: &Word| {
            matches!(
                word.part,
                WordPart::Verb | WordPart::Nominal | WordPart::Adjective | WordPart::Noun
            )
        };
        let light = matches!(word.text.as_str(), "进行" | "开展" | "予以" | "给予" | "加以" | "作");
        let to = matches!(
            word.text.as_str(),
            "到" | "在" | "进" | "赴" | "向" | "对" | "为" | "深入" | "走进"
        );
        if light || to {
            let clause = self
                .right
                .iter()
                .position(|word| word.part == WordPart::Mark)
                .unwrap_or(self.right.len());
            let rest = self.right.get(verb + 1..clause)?;
            // 进行|集中报道; 到保障户家中|走访慰问.
            let run = if light {
                rest.get(..rest.iter().position(|word| !acts(word)).unwrap_or(rest.len()))?
            } else {
                let acts = |word: &Word| matches!(word.part, WordPart::Verb | WordPart::Nominal);
                rest.get(rest.iter().rposition(|word| !acts(word)).map_or(0, |at| at + 1)..)?
            };
            if let (Some(first), Some(last)) = (run.first(), run.last()) {
                let range = first.range.start..last.range.end;
                return Some(CountedObject {
                    object: self.paragraph.text(range.clone()),
                    range,
                    ..CountedObject::default()
                });
            }
        }
        let object = self.behind(verb + 1);
        Some(object.unwrap_or_else(|| CountedObject {
            object: word.text.clone(),
            range: word.range.clone(),
            ..CountedObject::default()
        }))
    }

    fn right_starts(&self, words: &[&str]) -> bool {
        self.right.first().is_some_and(|word| words.contains(&word.text.as_str()))
    }
}

/// What a stretch of time counts where nothing else is said.
const PERIOD: &str = "时段";
