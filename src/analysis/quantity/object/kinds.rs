//! What a figure of each kind counts: things, measures, times, shares.

use super::{Around, CountedObject, PERIOD, REACH};
use crate::analysis::quantity::{
    phrase,
    scan::WrittenFigure,
    unit::QuantityKind,
    word::{self, WordPart, is_measure},
};

impl Around<'_> {
    /// People and things.
    pub(super) fn thing(&self, same: &[(&WrittenFigure, &CountedObject)]) -> Option<CountedObject> {
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
                    | "划分为"
                    | "细分"
                    | "共分"
                    | "设"
                    | "下设"
            )
            && let Some(whole) = phrase::before(words, words.len() - 1)
        {
            return Some(Self::counted(&whole, words));
        }
        // 4大类、14小项.
        let only_and = self.left.get(self.clause..).is_some_and(|words| {
            !words.is_empty() && words.iter().all(|word| word.part == WordPart::And)
        });
        if only_and
            && before.is_none()
            && matches!(self.figure.unit, Some("小项" | "小类" | "项" | "类"))
            && let Some((_, counted)) = same.last()
        {
            return Some(CountedObject {
                object: counted.object.clone(),
                ..CountedObject::default()
            });
        }
        let people = matches!(self.figure.unit, Some("人" | "名" | "人次"));
        if (event || people)
            && before.is_none()
            && let Some(mut done) = self.done()
        {
            if people
                && let Some(verb) = self.right.iter().find(|word| word.part != WordPart::Adverb)
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
            .is_none_or(|word| !matches!(word.part, WordPart::Verb | WordPart::Nominal));
        if event
            && no_verb
            && self
                .right
                .iter()
                .find(|word| word.part != WordPart::Adverb)
                .is_some_and(|word| word.part == WordPart::Verb)
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
            return Some(CountedObject {
                object: counted.object.clone(),
                detail,
                ..CountedObject::default()
            });
        }
        Some(before)
    }

    /// Whether a phrase behind the figure names something that can be counted so.
    pub(super) fn is_thing(&self, counted: &CountedObject) -> bool {
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
            && (event
                || all.any(|word| word.part == WordPart::Noun || word::takes_verbs(&word.text)))
    }

    /// Money, areas, lengths, weights, ages.
    pub(super) fn measured(&self) -> Option<CountedObject> {
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
                .position(|word| word.range.start == behind.range.end && word.part == WordPart::De);
            if let Some(noun) = de.and_then(|de| self.behind(de + 1)) {
                behind = CountedObject {
                    object: self.paragraph.text(behind.range.start..noun.range.end),
                    range: behind.range.start..noun.range.end,
                    ..CountedObject::default()
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
                        && matches!(what.part, WordPart::Nominal)
                        && matches!(
                            who.text.as_str(),
                            "街道" | "社区" | "村" | "企业" | "单位" | "区里" | "市里" | "镇里"
                        ) =>
                {
                    CountedObject {
                        object: what.text.clone(),
                        range: what.range.clone(),
                        ..CountedObject::default()
                    }
                }
                _ => before,
            }
        });
        self.behind(0).filter(|behind| !behind.object.is_empty()).or(before)
    }

    /// How long something takes.
    pub(super) fn lasting(&self) -> Option<CountedObject> {
        if self.right_starts(&["来", "以来", "前", "后"]) {
            return Some(CountedObject { object: PERIOD.to_owned(), ..CountedObject::default() });
        }
        if let Some(before) = self.before().filter(|before| is_measure(&before.object)) {
            return Some(before);
        }
        let at = self.figure.range.start;
        if self.paragraph.before(at) == '的' {
            let words = self.left.get(self.clause..self.left.len().saturating_sub(1))?;
            let from = words.iter().position(|word| word.part != WordPart::Function).unwrap_or(0);
            let object: String = words.get(from..)?.iter().map(|word| word.text.as_str()).collect();
            if !object.is_empty() {
                return Some(CountedObject { object, ..CountedObject::default() });
            }
        }
        if self.right_starts(&["来", "以来", "内", "后", "前", "间", "期间", "中", "多来", "里"])
        {
            return Some(CountedObject { object: PERIOD.to_owned(), ..CountedObject::default() });
        }
        let behind = self.behind(0).filter(|_| !self.paragraph.has(self.qualified.end, "的努力"));
        behind.or_else(|| self.done()).or_else(|| self.before()).or_else(|| {
            Some(CountedObject { object: PERIOD.to_owned(), ..CountedObject::default() })
        })
    }

    /// 建党|96周年.
    pub(super) fn event(&self) -> Option<CountedObject> {
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
            let takes = matches!(
                word.part,
                WordPart::Noun | WordPart::Verb | WordPart::Nominal | WordPart::Adjective
            ) && !leads;
            if !takes || word::is_frame(&word.text) {
                break;
            }
            from -= 1;
        }
        let object: String = words.get(from..)?.iter().map(|word| word.text.as_str()).collect();
        (!object.is_empty()).then(|| CountedObject { object, ..CountedObject::default() })
    }

    /// Parts of a whole, and how many times as much.
    pub(super) fn share(&self, same: &[(&WrittenFigure, &CountedObject)]) -> Option<CountedObject> {
        let others = same.iter().rev().find(|(other, _)| {
            !matches!(
                other.kind,
                QuantityKind::Percent | QuantityKind::Fraction | QuantityKind::Duration
            )
        });
        let said = others.map(|(_, counted)| CountedObject {
            object: counted.object.clone(),
            ..CountedObject::default()
        });
        let words = self.left.get(self.clause..self.left.len()).unwrap_or_default();
        if let Some(of) = words.iter().rposition(|word| word.text == "占" || word.text == "占比")
        {
            let whose = phrase::before(words, of).map(|phrase| Self::counted(&phrase, words));
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
                .map(|phrase| Self::counted(&phrase, &words));
            return whose.or(said).or(before);
        }
        self.behind(0).or(before).or_else(|| self.done().filter(|_| said.is_none())).or(said)
    }
}
