//! What the words around a figure make of it: at least, nearly, about, for each, by so much.

use super::{paragraph::Paragraph, scan::WrittenFigure, unit::QuantityKind};

/// How a value is meant where it is not simply that value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuantitySense {
    /// 余, 多, 以上, 超过, 至少.
    AtLeast,
    /// 近, 不到, 以下, 最多.
    LessThan,
    /// 约, 左右.
    About,
    /// 每, 各, 人均: for each of something.
    PerUnit,
    /// 增长, 下降: by so much, not so much.
    Change,
}

impl QuantitySense {
    /// Its name in files and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::AtLeast => "at_least",
            Self::LessThan => "less_than",
            Self::About => "about",
            Self::PerUnit => "per_unit",
            Self::Change => "change",
        }
    }
}

/// What was read around a figure.
#[derive(Clone, Debug, Default)]
pub(super) struct Qualified {
    /// The words, in the order in which they stand.
    pub(super) words: Vec<String>,
    /// Each once, in order.
    pub(super) senses: Vec<QuantitySense>,
    /// 以上, 以下 behind it: a limit, not a count.
    pub(super) threshold: bool,
    /// Where what qualifies it before it starts, copulas included.
    pub(super) start: usize,
    /// Where what qualifies it behind it ends.
    pub(super) end: usize,
}

use QuantitySense::{About, AtLeast, Change, LessThan, PerUnit};

/// Words directly before a figure; the longest first.
const BEFORE: &[(&str, Option<QuantitySense>)] = &[
    ("不少于", Some(AtLeast)),
    ("不低于", Some(AtLeast)),
    ("不小于", Some(AtLeast)),
    ("不超过", Some(LessThan)),
    ("超过", Some(AtLeast)),
    ("突破", Some(AtLeast)),
    ("多达", Some(AtLeast)),
    ("大于", Some(AtLeast)),
    ("至少", Some(AtLeast)),
    ("不到", Some(LessThan)),
    ("不足", Some(LessThan)),
    ("将近", Some(LessThan)),
    ("接近", Some(LessThan)),
    ("最多", Some(LessThan)),
    ("至多", Some(LessThan)),
    ("低于", Some(LessThan)),
    ("少于", Some(LessThan)),
    ("小于", Some(LessThan)),
    ("大约", Some(About)),
    ("大概", Some(About)),
    ("约为", Some(About)),
    ("人均", Some(PerUnit)),
    ("户均", Some(PerUnit)),
    ("平均", Some(PerUnit)),
    ("达到", None),
    ("高达", None),
    ("长达", None),
    ("累计", None),
    ("共计", None),
    ("合计", None),
    ("总计", None),
    ("分别", None),
    ("召开", None),
    ("安排", None),
    ("举办", None),
    ("举行", None),
    ("开展", None),
    ("组织", None),
    ("逾", Some(AtLeast)),
    ("超", Some(AtLeast)),
    ("近", Some(LessThan)),
    ("约", Some(About)),
    ("由", None),
    ("从", None),
    ("达", None),
    ("为", None),
    ("有", None),
    ("共", None),
    ("在", None),
    ("是", None),
    ("了", None),
    ("均", None),
    ("都", None),
    ("已", None),
    ("就", None),
    ("仅", None),
    ("只", None),
];

/// Verbs between a qualifier and the figure (至少召开1次): what is counted stands with them.
const VERBS: &[&str] = &["召开", "安排", "举办", "举行", "开展", "组织"];

/// Words directly behind a figure.
const BEHIND: &[(&str, Option<QuantitySense>, bool)] = &[
    ("以上", Some(AtLeast), true),
    ("以下", Some(LessThan), true),
    ("以内", Some(LessThan), true),
    ("之内", Some(LessThan), true),
    ("左右", Some(About), false),
    ("上下", Some(About), false),
    ("不等", Some(About), false),
    ("之多", None, false),
    ("多", Some(AtLeast), false),
    ("余", Some(AtLeast), false),
];

const CHANGES: &[&str] = &[
    "增长", "增加", "提升", "提高", "上升", "下降", "降低", "减少", "缩短", "压缩", "压减", "回落",
    "上涨", "下跌", "攀升", "净增", "延长",
];

/// What qualifies each of the figures of a paragraph.
pub(super) fn all(paragraph: &Paragraph, figures: &[WrittenFigure]) -> Vec<Qualified> {
    let mut found: Vec<Qualified> = Vec::with_capacity(figures.len());
    let mut left = 0;
    for figure in figures {
        let mut one = qualified(paragraph, figure, left);
        // 每个网格配备1名网格长、2至3名网格员: for each of them as well.
        let between = paragraph.folded.get(left..one.start).unwrap_or_default();
        if let Some(before) = found.last()
            && before.words.iter().any(|word| word == "每")
            && !one.senses.contains(&PerUnit)
            && between.contains(&'、')
            && !between.iter().any(|c| ",。;!?:()".contains(*c))
        {
            one.words.insert(0, "每".to_owned());
            one.senses.push(PerUnit);
            one.senses.sort();
        }
        left = figure.range.end;
        found.push(one);
    }
    found
}

/// Reads what qualifies a figure; the figure before it in the paragraph ends at `left`.
fn qualified(paragraph: &Paragraph, figure: &WrittenFigure, left: usize) -> Qualified {
    let (start, end) = (figure.range.start, figure.range.end);
    let mut found = Qualified { start, end, ..Qualified::default() };
    let mut verb = false;
    let mut words_before: Vec<&str> = Vec::new();
    let mut at = figure.range.start;
    while at > left {
        let word = BEFORE.iter().find(|(word, _)| {
            paragraph.ends(at, word) && !is_other_word(paragraph, at, word, figure)
        });
        let Some((word, sense)) = word else { break };
        at -= word.chars().count();
        if at < left {
            break;
        }
        verb |= VERBS.contains(word);
        if !verb {
            found.start = at;
        }
        if let Some(sense) = sense {
            words_before.push(word);
            found.senses.push(*sense);
        }
    }
    let change = CHANGES.iter().find(|word| paragraph.ends(at, word));
    if let Some(word) = change.filter(|_| is_difference(paragraph, at, figure)) {
        words_before.push(word);
        found.senses.push(Change);
    }
    if let Some(word) = for_each(paragraph, figure, left) {
        words_before.push(word);
        found.senses.push(PerUnit);
    }
    found.words = words_before.into_iter().rev().map(str::to_owned).collect();
    if figure.more {
        let inside = paragraph
            .folded
            .get(figure.range.start..(figure.range.end + 1).min(paragraph.folded.len()));
        let word = inside.into_iter().flatten().find(|c| "余多几来上".contains(**c));
        found.words.extend(word.map(ToString::to_string));
        found.senses.push(AtLeast);
    }
    loop {
        let word = BEHIND.iter().find(|(word, ..)| paragraph.has(found.end, word));
        let Some((word, sense, threshold)) = word else { break };
        if *word == "多"
            && paragraph.at(found.end + 1).is_alphabetic()
            && figure.kind == QuantityKind::Count
        {
            break;
        }
        found.end += word.chars().count();
        found.threshold |= threshold;
        if let Some(sense) = sense {
            if !(figure.more && *sense == AtLeast && !threshold) {
                found.words.push((*word).to_owned());
            }
            found.senses.push(*sense);
        }
    }
    // 超过1000平方米的24个, 用房达到500平方米的有59个.
    let limited = figure.kind != QuantityKind::Count
        && paragraph.at(found.end) == '的'
        && (found.end + 1..found.end + 4).any(|at| paragraph.at(at).is_ascii_digit())
        && ["超过", "不足", "不到", "达到", "不低于", "不少于", "低于", "大于"]
            .iter()
            .any(|word| paragraph.ends(start, word));
    found.threshold |= limited;
    if paragraph.at(figure.range.start) == '近' {
        found.words.insert(0, "近".to_owned());
        found.senses.push(LessThan);
    }
    found.senses.sort();
    found.senses.dedup();
    found
}

/// Whether what looks like a qualifier ends another word: 附近, 节约, 最近.
fn is_other_word(paragraph: &Paragraph, at: usize, word: &str, figure: &WrittenFigure) -> bool {
    let len = word.chars().count();
    let before = at.checked_sub(len + 1).map_or('\0', |at| paragraph.at(at));
    match word {
        "近" => {
            // 近5年来: the last five years, not nearly five.
            "附最靠临相亲邻远".contains(before)
                || figure.kind == QuantityKind::Duration
                    && "来的以间,".contains(paragraph.at(figure.range.end))
        }
        "约" => "节契预签集制条公大履违".contains(before),
        "超" => "高赶".contains(before),
        "为" => "作成合分改列评认".contains(before),
        "由" => "理自事来缘".contains(before),
        "从" => "服自".contains(before),
        "达" => "到发雷马直转送表传抵".contains(before),
        "有" => "所拥享持设".contains(before),
        "在" | "均" | "都" | "共" | "就" => "存平首成公中".contains(before),
        _ => false,
    }
}

/// Whether the change named before a figure is by it: 下降3.1岁, and not 增加面积 or 提升到80%.
fn is_difference(paragraph: &Paragraph, at: usize, figure: &WrittenFigure) -> bool {
    let between = paragraph.text(at..figure.range.start);
    if between.contains(['到', '至', '为']) {
        return false;
    }
    // 增加200个停车位, 提升道路: what is added is counted.
    figure.kind != QuantityKind::Count || !paragraph.at(figure.range.end).is_alphabetic()
}

/// 每, 各: whether the figure holds for each of something.
fn for_each(paragraph: &Paragraph, figure: &WrittenFigure, left: usize) -> Option<&'static str> {
    let start = figure.range.start;
    let clause = (left..start).rev().find(|&at| ",。;!?:".contains(paragraph.at(at)));
    let from = clause.map_or(left, |at| at + 1);
    let each = (from..start).rev().find(|&at| {
        // 每 in 每年, 每名 … governs; 各 only where a verb or the figure follows.
        paragraph.at(at) == '每'
            || paragraph.at(at) == '各'
                && start - at <= 4
                && !"类种项级个位方地部单街社区县乡镇村界族业大自党支"
                    .contains(paragraph.at(at + 1))
    })?;
    Some(if paragraph.at(each) == '每' { "每" } else { "各" })
}
