//! Of which place or office a figure is said, where it is not said of the whole.
//!
//! A community's 3,000 square metres and the district's are not the same thing counted twice.

use std::ops::Range;

use super::{
    paragraph::Paragraph,
    word::{self, Part, Word},
};
use crate::text::Segmenter;

/// Ends of names of parts.
const PARTS: &[&str] = &[
    "社区",
    "街道",
    "小区",
    "村",
    "镇",
    "乡",
    "公司",
    "局",
    "党工委",
    "局党委",
    "学校",
    "小学",
    "中学",
    "医院",
    "幼儿园",
    "支队",
    "派出所",
    "园区",
    "街道办",
    "街道办事处",
    "居委会",
    "村委会",
    "集团",
    "卫生局",
    "教体局",
    "商务局",
];

/// Words that say that the whole is meant.
const WHOLES: &[&str] = &[
    "全区",
    "全市",
    "全县",
    "全省",
    "全镇",
    "我区",
    "我市",
    "我县",
    "该区",
    "该市",
    "该县",
    "全街道",
];

/// Words before such an end that make no name of it: 每个社区, 城乡社区, 驻街道.
const GENERIC: &[&str] = &[
    "城乡",
    "城市",
    "农村",
    "党员",
    "群众",
    "居民",
    "机关",
    "驻区",
    "重点",
    "试点",
    "无主管",
    "老旧",
    "示范",
    "智慧",
    "和谐",
    "新型",
    "辖区",
    "农民",
    "镇",
    "乡",
    "村",
    "社区",
    "街道",
    "县",
    "区",
    "市",
    "市直",
    "区直",
    "企业",
    "行政",
    "有关",
    "相关",
    "村民",
    "干部",
    "单位",
    "党建",
    "商业",
    "住宅",
    "高档",
    "优秀",
    "文明",
    "特色",
    "卫生",
    "人",
    "个",
    "家",
    "名",
    "处",
    "条",
];

/// The part of which a figure at `start` is said.
pub(super) fn scope(
    paragraph: &Paragraph,
    sentence: &Range<usize>,
    start: usize,
    segmenter: &Segmenter,
) -> Option<String> {
    /// So far back a subject holds within its sentence.
    const REACH: usize = 90;
    /// A paragraph that is about a part begins with it.
    const OPENING: usize = 18;
    let from = sentence.start.max(start.saturating_sub(REACH));
    let words = word::words(paragraph, from..start, segmenter);
    if let Some(found) = named(&words) {
        return found;
    }
    let opening = 0..OPENING.min(paragraph.folded.len()).min(start);
    if opening.end <= from {
        let words = word::words(paragraph, opening, segmenter);
        return named(&words).flatten();
    }
    None
}

/// The last part that is named: `Some(None)` where the whole is.
fn named(words: &[Word]) -> Option<Option<String>> {
    for (at, word) in words.iter().enumerate().rev() {
        if WHOLES.contains(&word.text.as_str()) {
            return Some(None);
        }
        let Some(end) =
            PARTS.iter().filter(|end| word.text.ends_with(**end)).max_by_key(|end| end.len())
        else {
            continue;
        };
        let mut first = at;
        while let Some(before) = first.checked_sub(1).and_then(|at| words.get(at)) {
            let is_name = matches!(before.part, Part::Noun | Part::Adjective | Part::Number)
                && before.range.end == words.get(first).map_or(0, |word| word.range.start)
                && !GENERIC.contains(&before.text.as_str())
                && !before.text.starts_with(|c: char| !c.is_alphanumeric());
            // 桐柏路|街道|风和|日丽|社区: the smaller part.
            if !is_name || at - first >= 4 || PARTS.iter().any(|end| before.text.ends_with(end)) {
                break;
            }
            first -= 1;
        }
        let name: String = words
            .get(first..=at)
            .unwrap_or_default()
            .iter()
            .map(|word| word.text.as_str())
            .collect();
        // A digit before it: counted, not named.
        let counted = first.checked_sub(1).and_then(|at| words.get(at)).is_some_and(|word| {
            matches!(
                word.text.as_str(),
                "个" | "家" | "名" | "各" | "每" | "每个" | "所有" | "多个" | "些"
            )
        });
        let proper = name.chars().count() >= end.chars().count() + 2;
        if proper && !counted {
            return Some(Some(name));
        }
    }
    None
}
