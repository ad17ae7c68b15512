//! Of which place or office a figure is said, where it is not said of the whole.
//!
//! A community's 3,000 square metres and the district's are not the same thing counted twice.

use std::ops::Range;

use super::{
    lexicon::{self, LexiconList},
    numeral::is_han_numeral,
    paragraph::Paragraph,
    word::{self, Word, WordPart},
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
#[expect(clippy::option_option, reason = "no part, the whole, a part")]
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
            let numeral =
                before.text.chars().count() == 1 && before.text.starts_with(is_han_numeral);
            let is_name = (before.part == WordPart::Noun
                || before.part == WordPart::Nominal && !word::is_nominal(&before.text)
                || before.part == WordPart::Adjective
                    && !lexicon::has(LexiconList::Adjectives, &before.text)
                || before.part == WordPart::Number && numeral)
                && before.range.end == words.get(first).map_or(0, |word| word.range.start)
                && !lexicon::has(LexiconList::GenericPlaces, &before.text)
                && before.text.starts_with(char::is_alphabetic);
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
        let stem = name.strip_suffix(end).unwrap_or_default();
        let proper = stem.chars().count() >= 2
            && !stem.ends_with(['区', '市', '县', '省'])
            && (first < at || !lexicon::has(LexiconList::GenericPlaces, &word.text))
            && !lexicon::has(LexiconList::GenericPlaces, stem);
        if proper && !counted {
            return Some(Some(name));
        }
    }
    None
}
