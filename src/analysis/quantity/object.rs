//! What a figure counts.
//!
//! Behind the classifier (14个街道), before it in lists (文化娱乐场所41处), before a copula
//! (面积达到500平方米), or in what was said before (其中76个达到 …).

use std::ops::Range;

use super::{
    paragraph::Paragraph,
    phrase::{self, Phrase},
    scan::Figure,
    sense::{Qualified, QuantitySense},
    unit::QuantityKind,
    word::{self, Part, Word, is_measure},
};
use crate::text::Segmenter;

/// So far to either side words are looked at.
const REACH: usize = 70;

/// What is counted, and what of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Counted {
    pub(super) object: String,
    /// What is said of those that are counted (已经开工), or done.
    pub(super) detail: String,
    /// Where the object's words stand, if they stand beside the figure.
    pub(super) range: Range<usize>,
}

/// A figure in its sentence, with the words around it.
struct Around<'a> {
    paragraph: &'a Paragraph,
    figure: &'a Figure,
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
    figures: &[Figure],
    qualified: &[Qualified],
    segmenter: &Segmenter,
) -> Vec<Counted> {
    let mut found: Vec<Counted> = Vec::with_capacity(figures.len());
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
        let clause =
            left.iter().take(bare).rposition(|word| word.part == Part::Mark).map_or(0, |at| at + 1);
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
        let same: Vec<(&Figure, &Counted)> = figures
            .iter()
            .zip(&found)
            .filter(|(other, counted)| {
                sentence.contains(&other.range.start) && !counted.object.is_empty()
            })
            .collect();
        let counted = around.find(&same, &sentence, segmenter);
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
            || matches!(word.part, Part::Adverb | Part::Change)
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
        same: &[(&Figure, &Counted)],
        sentence: &Range<usize>,
        segmenter: &Segmenter,
    ) -> Counted {
        if self.next_follows {
            return Counted { object: FOLLOWS.to_owned(), ..Counted::default() };
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
            .or_else(|| self.subject(sentence, segmenter))
            .or_else(|| self.deed())
            .unwrap_or_default()
    }

    fn is_change(&self) -> bool {
        self.qualified.senses.contains(&QuantitySense::Change)
    }

    /// The phrase before the figure in its clause.
    fn before(&self) -> Option<Counted> {
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
        let phrase = phrase::before(words, to)?;
        // 已开工建设182万平方米: done, not counted.
        let deed =
            words.get(phrase.words.clone())?.iter().all(|word| phrase::is_action(&word.text));
        let event =
            matches!(self.figure.unit, Some("次" | "场" | "期" | "轮" | "项" | "场次" | "期次"));
        (!deed || event).then(|| self.counted(&phrase, words))
    }

    fn counted(&self, phrase: &Phrase, words: &[Word]) -> Counted {
        let start = words.get(phrase.words.start).map_or(0, |word| word.range.start);
        let last = phrase.words.end.checked_sub(1).and_then(|at| words.get(at));
        let end = last.map_or(start, |word| word.range.end);
        Counted { object: phrase.text.clone(), detail: String::new(), range: start..end }
    }

    /// The phrase behind the figure.
    fn behind(&self, from: usize) -> Option<Counted> {
        let phrase = phrase::behind(&self.right, from, self.figure.unit, self.open)?;
        Some(self.counted(&phrase, &self.right))
    }

    /// The verb behind the figure, if one follows at once, and what it takes.
    fn done(&self) -> Option<Counted> {
        let verb = self.right.iter().position(|word| !matches!(word.part, Part::Adverb))?;
        let word = self
            .right
            .get(verb)
            .filter(|word| matches!(word.part, Part::Verb | Part::Nominal | Part::Copula))?;
        let acts = |word: &Word| {
            matches!(word.part, Part::Verb | Part::Nominal | Part::Adjective | Part::Noun)
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
                .position(|word| word.part == Part::Mark)
                .unwrap_or(self.right.len());
            let rest = self.right.get(verb + 1..clause)?;
            // 进行|集中报道; 到保障户家中|走访慰问.
            let run = if light {
                rest.get(..rest.iter().position(|word| !acts(word)).unwrap_or(rest.len()))?
            } else {
                let acts = |word: &Word| matches!(word.part, Part::Verb | Part::Nominal);
                rest.get(rest.iter().rposition(|word| !acts(word)).map_or(0, |at| at + 1)..)?
            };
            if let (Some(first), Some(last)) = (run.first(), run.last()) {
                let range = first.range.start..last.range.end;
                return Some(Counted {
                    object: self.paragraph.text(range.clone()),
                    detail: String::new(),
                    range,
                });
            }
        }
        let object = self.behind(verb + 1);
        Some(object.unwrap_or_else(|| Counted {
            object: word.text.clone(),
            detail: String::new(),
            range: word.range.clone(),
        }))
    }

    fn right_starts(&self, words: &[&str]) -> bool {
        self.right.first().is_some_and(|word| words.contains(&word.text.as_str()))
    }

    /// People and things.
    fn thing(&self, same: &[(&Figure, &Counted)]) -> Option<Counted> {
        let behind = self.behind(0).filter(|counted| self.is_thing(counted));
        if let Some(behind) = behind {
            return Some(behind);
        }
        let event = matches!(
            self.figure.unit,
            Some("次" | "场" | "轮" | "期" | "批" | "批次" | "场次" | "期次")
        );
        let before = self.before();
        // 服务对象|涵盖|5大类.
        if before.is_none()
            && let Some(words) = self.left.get(self.clause..self.bare)
            && let Some(last) = words.last()
            && matches!(
                last.text.as_str(),
                "涵盖"
                    | "包括"
                    | "包含"
                    | "分为"
                    | "分成"
                    | "涉及"
                    | "划分为"
                    | "细分"
                    | "共分"
                    | "设"
                    | "下设"
            )
            && let Some(whole) = phrase::before(words, words.len() - 1)
        {
            return Some(self.counted(&whole, words));
        }
        // 4大类、14小项.
        let only_and = self.left.get(self.clause..).is_some_and(|words| {
            !words.is_empty() && words.iter().all(|word| word.part == Part::And)
        });
        if only_and
            && before.is_none()
            && matches!(self.figure.unit, Some("小项" | "小类" | "项" | "类"))
            && let Some((_, counted)) = same.last()
        {
            return Some(Counted { object: counted.object.clone(), ..Counted::default() });
        }
        let people = matches!(self.figure.unit, Some("人" | "名" | "人次"));
        if (event || people)
            && before.is_none()
            && let Some(mut done) = self.done()
        {
            if people
                && let Some(verb) = self.right.iter().find(|word| word.part != Part::Adverb)
                && done.range.start > verb.range.start
            {
                done.object = self.paragraph.text(verb.range.start..done.range.end);
            }
            return Some(done);
        }
        if event && before.is_none() {
            return self.deed();
        }
        let before = before?;
        // 街道|11次|召开会议: how often, where no verb stands before.
        let lead = self.left.iter().rposition(|word| word.range.end <= before.range.start);
        let no_verb = lead
            .and_then(|at| self.left.get(at))
            .is_none_or(|word| !matches!(word.part, Part::Verb | Part::Nominal));
        if event
            && no_verb
            && self
                .right
                .iter()
                .find(|word| word.part != Part::Adverb)
                .is_some_and(|word| word.part == Part::Verb)
            && let Some(done) = self.done()
        {
            return Some(done);
        }
        // 纳入区域党委583家: of those counted before, and what became of them.
        let verb = self.left.iter().rposition(|word| word.range.end == before.range.start);
        let verb = verb.and_then(|at| self.left.get(at)).map_or("", |word| word.text.as_str());
        if matches!(verb, "纳入" | "列入" | "加入" | "进入" | "入选" | "达到" | "评为")
            && let Some((_, counted)) =
                same.iter().rev().find(|(other, _)| other.unit == self.figure.unit)
        {
            let detail = format!("{verb}{}", before.object);
            return Some(Counted { object: counted.object.clone(), detail, range: 0..0 });
        }
        Some(before)
    }

    /// Whether a phrase behind the figure names something that can be counted so.
    fn is_thing(&self, counted: &Counted) -> bool {
        let words = self.right.iter().filter(|word| {
            counted.range.start <= word.range.start && word.range.end <= counted.range.end
        });
        let event = matches!(
            self.figure.unit,
            Some(
                "次" | "场"
                    | "轮"
                    | "期"
                    | "项"
                    | "件"
                    | "节"
                    | "堂"
                    | "场次"
                    | "期次"
                    | "批次"
                    | "人次"
                    | "起"
                    | "例"
                    | "类"
                    | "种"
                    | "大项"
                    | "小项"
            )
        );
        let mut all = words.peekable();
        all.peek().is_some()
            && (event || all.any(|word| word.part == Part::Noun || word::takes_verbs(&word.text)))
    }

    /// Money, areas, lengths, weights, ages.
    fn measured(&self) -> Option<Counted> {
        let before = self.before();
        if let Some(before) = before.clone().filter(|before| is_measure(&before.object)) {
            return Some(before);
        }
        if self.is_change() {
            return before;
        }
        if self.right_starts(&["作为", "用于", "用作", "用以", "支持"])
            && let Some(mut behind) = self.behind(1)
        {
            // 作为|社区建设|的经费.
            let de = self
                .right
                .iter()
                .position(|word| word.range.start == behind.range.end && word.part == Part::De);
            if let Some(noun) = de.and_then(|de| self.behind(de + 1)) {
                behind = Counted {
                    object: self.paragraph.text(behind.range.start..noun.range.end),
                    detail: String::new(),
                    range: behind.range.start..noun.range.end,
                };
            }
            return Some(behind);
        }
        // 街道|筹资|480万元.
        let before = before.map(|before| {
            let words = self.left.get(self.clause..self.bare).unwrap_or_default();
            match words {
                [who, what]
                    if self.figure.kind == QuantityKind::Money
                        && matches!(what.part, Part::Nominal)
                        && matches!(
                            who.text.as_str(),
                            "街道" | "社区" | "村" | "企业" | "单位" | "区里" | "市里" | "镇里"
                        ) =>
                {
                    Counted {
                        object: what.text.clone(),
                        range: what.range.clone(),
                        ..Counted::default()
                    }
                }
                _ => before,
            }
        });
        self.behind(0).filter(|behind| !behind.object.is_empty()).or(before)
    }

    /// How long something takes.
    fn lasting(&self) -> Option<Counted> {
        if self.right_starts(&["来", "以来", "前", "后"]) {
            return Some(Counted { object: PERIOD.to_owned(), ..Counted::default() });
        }
        if let Some(before) = self.before().filter(|before| is_measure(&before.object)) {
            return Some(before);
        }
        let at = self.figure.range.start;
        if self.paragraph.before(at) == '的' {
            let words = self.left.get(self.clause..self.left.len().saturating_sub(1))?;
            let from = words.iter().position(|word| word.part != Part::Function).unwrap_or(0);
            let object: String = words.get(from..)?.iter().map(|word| word.text.as_str()).collect();
            if !object.is_empty() {
                return Some(Counted { object, ..Counted::default() });
            }
        }
        if self.right_starts(&["来", "以来", "内", "后", "前", "间", "期间", "中", "多来", "里"])
        {
            return Some(Counted { object: PERIOD.to_owned(), ..Counted::default() });
        }
        let behind = self.behind(0).filter(|_| !self.paragraph.has(self.qualified.end, "的努力"));
        behind
            .or_else(|| self.done())
            .or_else(|| self.before())
            .or_else(|| Some(Counted { object: PERIOD.to_owned(), ..Counted::default() }))
    }

    /// 建党|96周年.
    fn event(&self) -> Option<Counted> {
        let words = self.left.get(self.clause..)?;
        let mut from = words.len();
        while let Some(word) = from.checked_sub(1).and_then(|at| words.get(at)) {
            let leads = matches!(
                word.text.as_str(),
                "庆祝"
                    | "纪念"
                    | "迎接"
                    | "喜迎"
                    | "献礼"
                    | "是"
                    | "为"
                    | "在"
                    | "迎"
                    | "以"
                    | "值"
            ) || word.text.ends_with("庆祝");
            let takes =
                matches!(word.part, Part::Noun | Part::Verb | Part::Nominal | Part::Adjective)
                    && !leads;
            if !takes || word::is_frame(&word.text) {
                break;
            }
            from -= 1;
        }
        let object: String = words.get(from..)?.iter().map(|word| word.text.as_str()).collect();
        (!object.is_empty()).then(|| Counted { object, ..Counted::default() })
    }

    /// Parts of a whole, and how many times as much.
    fn share(&self, same: &[(&Figure, &Counted)]) -> Option<Counted> {
        let others = same.iter().rev().find(|(other, _)| {
            !matches!(
                other.kind,
                QuantityKind::Percent | QuantityKind::Fraction | QuantityKind::Duration
            )
        });
        let said = others.map(|(_, counted)| Counted {
            object: counted.object.clone(),
            detail: String::new(),
            range: 0..0,
        });
        let words = self.left.get(self.clause..self.left.len()).unwrap_or_default();
        if let Some(of) = words.iter().rposition(|word| word.text == "占" || word.text == "占比")
        {
            let whose = phrase::before(words, of).map(|phrase| self.counted(&phrase, words));
            return whose.or(said);
        }
        let before = self.before();
        if self.is_change() {
            return before.or(said);
        }
        if let Some(before) = before.clone().filter(|before| is_measure(&before.object)) {
            return Some(before);
        }
        if self.figure.kind == QuantityKind::Times {
            if self.paragraph.before(self.figure.range.start) != '的' {
                return before.or(said);
            }
            // 产值|是|五年前|的|3倍.
            let start = self.figure.range.start;
            let clause = (0..start)
                .rev()
                .find(|&at| ",。;!?".contains(self.paragraph.at(at)))
                .map_or(0, |at| at + 1);
            let words = word::words(
                self.paragraph,
                clause.max(start.saturating_sub(REACH))..start,
                self.segmenter,
            );
            let is =
                words.iter().position(|word| matches!(word.text.as_str(), "是" | "为" | "相当于"));
            let whose = is
                .and_then(|is| phrase::before(&words, is))
                .map(|phrase| self.counted(&phrase, &words));
            return whose.or(said).or(before);
        }
        self.behind(0).or(before).or_else(|| self.done().filter(|_| said.is_none())).or(said)
    }

    /// What was counted before in the sentence with the same unit: 其中76个达到, 301个已经开工.
    fn said_before(&self, same: &[(&Figure, &Counted)]) -> Option<Counted> {
        let (_, counted) = same.iter().rev().find(|(other, _)| {
            other.unit == self.figure.unit && other.unit.is_some()
                || matches!(
                    (other.unit, self.figure.unit),
                    (Some("名" | "人" | "位"), Some("名" | "人" | "位"))
                )
        })?;
        let until = self.right.iter().position(|word| matches!(word.part, Part::Mark | Part::And));
        let behind: String = self
            .right
            .iter()
            .take(until.unwrap_or(self.right.len()))
            .map(|word| word.text.as_str())
            .collect();
        let before: String = self
            .left
            .get(self.clause..)
            .unwrap_or_default()
            .iter()
            .filter(|word| !matches!(word.text.as_str(), "其中" | "有" | "共" | "和" | "、" | "及"))
            .map(|word| word.text.as_str())
            .collect();
        let detail = if before.is_empty() { behind } else { before };
        Some(Counted { object: counted.object.clone(), detail, range: 0..0 })
    }

    /// What the clauses before in the sentence are about.
    fn subject(&self, sentence: &Range<usize>, segmenter: &Segmenter) -> Option<Counted> {
        let start = self.figure.range.start;
        let mark =
            (sentence.start..start).rev().find(|&at| ",:、(".contains(self.paragraph.at(at)))?;
        let from = sentence.start.max(mark.saturating_sub(REACH));
        let words = word::words(self.paragraph, from..mark, segmenter);
        let mut clauses: Vec<&[Word]> = words.split(|word| word.part == Part::Mark).collect();
        clauses.reverse();
        for clause in clauses {
            let copula = clause.iter().position(|word| {
                word::is_copula(&word.text) && word.text.chars().count() >= 2
                    || word.text == "均"
                    || word.text == "全部"
            });
            let phrase = copula
                .and_then(|at| phrase::before(clause, at))
                .or_else(|| phrase::before(clause, clause.len()))
                .or_else(|| {
                    (0..clause.len())
                        .find_map(|at| phrase::behind(clause, at, self.figure.unit, false))
                });
            let Some(phrase) = phrase else { continue };
            let mut object = phrase.text;
            if self.figure.kind == QuantityKind::Count {
                let whole = object.strip_suffix("面积").filter(|rest| !rest.is_empty());
                object = whole.map(str::to_owned).unwrap_or(object);
            }
            return Some(Counted { object, ..Counted::default() });
        }
        None
    }

    /// What is done: 投入|3000多万元, 走访|20次.
    fn deed(&self) -> Option<Counted> {
        let words = self.left.get(self.clause..self.bare)?;
        // 作|专题|辅导: with what belongs to it.
        let end = words
            .iter()
            .rposition(|word| matches!(word.part, Part::Verb | Part::Nominal | Part::Noun));
        if let Some(end) = end {
            let mut from = end;
            while let Some(word) = from.checked_sub(1).and_then(|at| words.get(at))
                && matches!(word.part, Part::Nominal | Part::Adjective)
            {
                from -= 1;
            }
            let object: String =
                words.get(from..=end)?.iter().map(|word| word.text.as_str()).collect();
            return Some(Counted { object, ..Counted::default() });
        }
        let verb: Option<&Word> = None;
        let verb = verb.or_else(|| {
            self.right.iter().find(|word| matches!(word.part, Part::Verb | Part::Nominal))
        })?;
        Some(Counted { object: verb.text.clone(), ..Counted::default() })
    }
}

/// What a stretch of time counts where nothing else is said.
const PERIOD: &str = "时段";
