//! Of which year and which part of it a figure is said.

use std::ops::Range;

use super::{numeral::Script, numeral::numeral_at, paragraph::Paragraph};

/// A time that is named before a figure in its sentence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Period {
    /// The year, where the figure is said of one (2018年达到96个).
    pub(super) year: Option<i16>,
    /// The time as it is written (上半年, 1~4月份, 目前).
    pub(super) text: Option<String>,
}

/// Times as they are written, the longest first.
const TIMES: &[&str] = &[
    "今年上半年",
    "今年下半年",
    "去年上半年",
    "去年下半年",
    "今年以来",
    "去年以来",
    "近年来",
    "截至目前",
    "第一季度",
    "第二季度",
    "第三季度",
    "第四季度",
    "前三季度",
    "一季度",
    "二季度",
    "三季度",
    "四季度",
    "上半年",
    "下半年",
    "上年度",
    "本年度",
    "本月",
    "上月",
    "今年",
    "去年",
    "前年",
    "明年",
    "全年",
    "年内",
    "目前",
    "年底",
    "年初",
    "期间",
];

/// The last time named in the sentence before a figure; `sentence` is where that stands.
pub(super) fn period(paragraph: &Paragraph, sentence: &Range<usize>, start: usize) -> Period {
    let mut found = Period::default();
    let mut at = sentence.start;
    while at < start {
        if let Some(word) = TIMES.iter().find(|word| paragraph.has(at, word)) {
            found.text = Some((*word).to_owned());
            at += word.chars().count();
            continue;
        }
        let digit = paragraph.at(at).is_ascii_digit() && !paragraph.before(at).is_ascii_digit();
        let Some(numeral) =
            numeral_at(&paragraph.folded, at).filter(|n| digit && n.script == Script::Arabic)
        else {
            at += 1;
            continue;
        };
        let end = at + numeral.len;
        let named = paragraph.named.get(at).copied().unwrap_or_default();
        #[expect(clippy::cast_possible_truncation, reason = "a number of four digits")]
        let year = numeral
            .value
            .filter(|value| numeral.len == 4 && (1800.0..2200.0).contains(value))
            .map(|value| value as i16);
        if let Some(year) = year.filter(|_| paragraph.at(end) == '年' && !named && end < start) {
            let since = ["以来", "至今", "起", "开始", "-", "至"]
                .iter()
                .any(|word| paragraph.has(end + 1, word));
            found.year = (!since).then_some(year);
            found.text = Some(paragraph.text(at..end + 1));
            at = end + 1;
        } else if paragraph.at(end) == '月' && end < start {
            let ranged = matches!(paragraph.before(at), '~' | '-' | '至' | '—' | '–');
            let from = if ranged {
                (sentence.start..at - 1)
                    .rev()
                    .take_while(|&at| paragraph.at(at).is_ascii_digit())
                    .last()
                    .unwrap_or(at)
            } else {
                at
            };
            let to = end + 1 + usize::from(paragraph.at(end + 1) == '份');
            found.text = Some(paragraph.text(from..to));
            at = to;
        } else {
            at = end.max(at + 1);
        }
    }
    found
}
