//! What a figure counts that has no noun beside it: what was said before, what the sentence is about,
//! what is done.

use std::ops::Range;

use super::{Around, CountedObject, REACH};
use crate::{
    analysis::quantity::{
        lexicon::{self, LexiconList},
        phrase,
        scan::WrittenFigure,
        unit::QuantityKind,
        word::{self, Word, WordPart},
    },
    text::Segmenter,
};

impl Around<'_> {
    /// What was counted before in the sentence with the same unit: 其中76个达到, 301个已经开工.
    pub(super) fn said_before(
        &self,
        same: &[(&WrittenFigure, &CountedObject)],
    ) -> Option<CountedObject> {
        let (_, counted) = same.iter().rev().find(|(other, _)| {
            other.unit == self.figure.unit && other.unit.is_some()
                || matches!(
                    (other.unit, self.figure.unit),
                    (Some("名" | "人" | "位"), Some("名" | "人" | "位"))
                )
        })?;
        let until =
            self.right.iter().position(|word| matches!(word.part, WordPart::Mark | WordPart::And));
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
        let detail = if detail == "的" { String::new() } else { detail };
        Some(CountedObject { object: counted.object.clone(), detail, ..CountedObject::default() })
    }

    /// What the clauses before in the sentence are about.
    pub(super) fn subject(
        &self,
        sentence: &Range<usize>,
        segmenter: &Segmenter,
    ) -> Option<CountedObject> {
        let start = self.figure.range.start;
        let mark =
            (sentence.start..start).rev().find(|&at| ",:、(".contains(self.paragraph.at(at)))?;
        let from = sentence.start.max(mark.saturating_sub(REACH));
        let words = word::words(self.paragraph, from..mark, segmenter);
        let mut clauses: Vec<&[Word]> = words.split(|word| word.part == WordPart::Mark).collect();
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
            return Some(CountedObject { object, ..CountedObject::default() });
        }
        None
    }

    /// What is done: 投入|3000多万元, 走访|20次.
    pub(super) fn deed(&self) -> Option<CountedObject> {
        let words = self.left.get(self.clause..self.bare)?;
        // 作|专题|辅导: with what belongs to it.
        let end = words.iter().rposition(|word| {
            matches!(word.part, WordPart::Verb | WordPart::Nominal | WordPart::Noun)
                && !"由从对把将被为在以按向给用有".contains(word.text.as_str())
        });
        if let Some(end) = end {
            let mut from = end;
            while let Some(word) = from.checked_sub(1).and_then(|at| words.get(at))
                && matches!(word.part, WordPart::Nominal | WordPart::Adjective)
            {
                from -= 1;
            }
            let object: String =
                words.get(from..=end)?.iter().map(|word| word.text.as_str()).collect();
            return Some(CountedObject { object, ..CountedObject::default() });
        }
        let clause = self
            .right
            .iter()
            .take_while(|word| !matches!(word.part, WordPart::Mark | WordPart::And));
        let verb = clause
            .into_iter()
            .find(|word| matches!(word.part, WordPart::Verb | WordPart::Nominal))?;
        Some(CountedObject { object: verb.text.clone(), ..CountedObject::default() })
    }

    /// The second value of something that grew or shrank: 由120套|增加到|200套, 由1680元|提到|2350元.
    pub(super) fn grown(&self, same: &[(&WrittenFigure, &CountedObject)]) -> Option<CountedObject> {
        let (before, counted) = same.last()?;
        let between: String =
            self.paragraph.folded.get(before.range.end..self.figure.range.start)?.iter().collect();
        let short = between.chars().count() <= 7 && !between.contains([',', '、', '(', ':']);
        let grown = ["到", "至", "成", "为", "到今年的", "到如今的", "到现在的"]
            .iter()
            .any(|end| between.ends_with(end));
        let kin = before.unit == self.figure.unit;
        (short && grown && kin && between.chars().count() >= 2)
            .then(|| CountedObject { object: counted.object.clone(), ..CountedObject::default() })
    }

    /// What the figure before in the clause counts, where nothing but a copula stands between: 41个用房|
    /// 超过|500平方米.
    pub(super) fn beside(
        &self,
        same: &[(&WrittenFigure, &CountedObject)],
    ) -> Option<CountedObject> {
        let (before, counted) = same.last()?;
        let between = self.paragraph.folded.get(before.range.end..self.figure.range.start)?;
        let close = !between.iter().any(|c| ",;:()".contains(*c)) && self.bare == self.clause;
        (close && counted.range.start >= before.range.end)
            .then(|| CountedObject { object: counted.object.clone(), ..CountedObject::default() })
    }

    /// What is said behind the object that makes it a part: 17个中心|的|亲民化改造, 31名干部|走访.
    fn part_behind(&self, counted: &CountedObject) -> Option<String> {
        let next = self.right.iter().position(|word| word.range.start >= counted.range.end)?;
        let rest = self.right.get(next..)?;
        if rest.first().is_some_and(|word| word.part == WordPart::De) {
            return rest.get(1).map(|word| word.text.clone());
        }
        let people = matches!(self.figure.unit, Some("名" | "人" | "位"));
        let verb = rest
            .iter()
            .take_while(|word| !matches!(word.part, WordPart::Mark | WordPart::And))
            .find(|word| matches!(word.part, WordPart::Verb | WordPart::Nominal));
        if people {
            return verb.map(|word| word.text.clone());
        }
        // 全区100个社区中，|30个中心由单位提供.
        let start = self.figure.range.start;
        (self.paragraph.before(start) == ',' && start >= 2 && self.paragraph.at(start - 2) == '中')
            .then(|| "其中".to_owned())
    }

    /// What governs what is counted, where that says that it is a part: 发动|党员, 成绩显著的|街道, 教育系统|党支部.
    pub(super) fn governor(&self, counted: &CountedObject) -> String {
        let behind = counted.range.start >= self.figure.range.end && !counted.range.is_empty();
        let to = if behind {
            self.bare
        } else if counted.range.is_empty() {
            return String::new();
        } else {
            self.left
                .iter()
                .position(|word| word.range.end > counted.range.start)
                .unwrap_or(self.bare)
        };
        if behind && let Some(part) = self.part_behind(counted) {
            return part;
        }
        // 对社区建设成绩显著的|5个街道.
        if behind && self.left.last().is_some_and(|word| word.part == WordPart::De) {
            return "的".to_owned();
        }
        let Some(word) = self.left.get(self.clause..to).and_then(|words| {
            words.iter().rev().find(|word| {
                !word::is_frame(&word.text)
                    && !matches!(
                        word.part,
                        WordPart::Adverb | WordPart::Copula | WordPart::Adjective
                    )
                    && !matches!(word.text.as_str(), "各类" | "各" | "了" | "等")
            })
        }) else {
            return String::new();
        };
        let text = word.text.as_str();
        if lexicon::has(LexiconList::Whole, text) {
            return String::new();
        }
        match word.part {
            WordPart::Verb | WordPart::Nominal => text.to_owned(),
            WordPart::Function
                if matches!(text, "对" | "向" | "为" | "与" | "给" | "从" | "把" | "将") =>
            {
                text.to_owned()
            }
            // 教育系统|55个党支部: theirs only.
            WordPart::Noun
                if behind && !text.ends_with(['区', '市', '县', '省', '镇', '中', '》']) =>
            {
                text.to_owned()
            }
            _ => String::new(),
        }
    }
}
