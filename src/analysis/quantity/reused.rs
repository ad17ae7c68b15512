//! Whether a figure is an old one that stands again, and whether parts add up to their total.

use std::collections::BTreeMap;

use super::{QuantityText, plain};
use crate::text::fold_width;

/// Characters of a sentence that tell it from others: Han and letters, no figures.
fn grams(sentence: &str) -> BTreeMap<[char; 3], usize> {
    let chars: Vec<char> = sentence.chars().map(fold_width).filter(|c| c.is_alphabetic()).collect();
    let mut grams = BTreeMap::new();
    for window in chars.windows(3) {
        if let &[a, b, c] = window {
            *grams.entry([a, b, c]).or_default() += 1;
        }
    }
    grams
}

/// Whether two sentences are the same but for what was edited: most of the shorter one's runs of three
/// characters stand in the other.
pub(super) fn is_same_sentence(a: &str, b: &str) -> bool {
    /// Sentences with fewer runs than this are alike by chance.
    const LEAST: usize = 8;
    let (a, b) = (grams(a), grams(b));
    let total = |grams: &BTreeMap<[char; 3], usize>| grams.values().sum::<usize>();
    let shared: usize =
        a.iter().map(|(gram, &count)| count.min(b.get(gram).copied().unwrap_or(0))).sum();
    let shorter = total(&a).min(total(&b));
    shorter >= LEAST && shared * 10 >= shorter * 6
}

/// What the parts of a total add up to, as a sum in text, where that is not the total.
///
/// Parts are what stands in brackets directly behind the total and has its unit. With 其中 they need
/// not be all, but may not be more.
pub(super) fn wrong_sum(text: &QuantityText<'_>, total: usize) -> Option<String> {
    let quantity = text.quantities.get(total)?;
    let whole = quantity.value?;
    let content = text.text.as_str();
    let behind = content.get(quantity.rest.unwrap_or(quantity.span).end().to_usize()..)?;
    let open = behind.chars().next().filter(|c| matches!(c, '(' | '（'))?;
    let close = if open == '(' { ')' } else { '）' };
    let end = behind.char_indices().find(|&(_, c)| c == close || matches!(c, '。' | '\n'))?;
    if end.1 != close {
        return None;
    }
    let from = quantity.span.end().to_usize();
    let inside = behind.get(open.len_utf8()..end.0)?;
    let parts: Vec<f64> = text
        .quantities
        .iter()
        .skip(total + 1)
        .take_while(|part| part.span.start().to_usize() < from + end.0)
        .filter(|part| part.unit == quantity.unit && part.condition.is_none())
        .map_while(|part| part.value.filter(|_| part.senses.is_empty()))
        .collect();
    if parts.len() < 2 || !quantity.senses.is_empty() {
        return None;
    }
    let sum: f64 = parts.iter().sum();
    let all = !inside.contains("其中") && !inside.contains('等') && !inside.contains("包括");
    let wrong = sum > whole || all && sum < whole;
    wrong.then(|| {
        let parts: Vec<String> = parts.iter().map(|&part| plain(part)).collect();
        format!("{} = {} ≠ {}", parts.join(" + "), plain(sum), plain(whole))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edited_sentence_is_the_same_and_another_is_not() {
        let old = "近年来，全区利用“大工委”“大党委”平台，与辖区单位签订共建协议206份。";
        let new = "近年来,全区利用“区域党委”平台,与驻区单位签订共建协议206份,深度、内涵不断拓宽。";
        assert!(is_same_sentence(old, new));
        assert!(!is_same_sentence(old, "街道与36家单位签订共建协议206份，组建服务队十余支。"));
        assert!(!is_same_sentence("共9个。", "共9个。"));
    }
}
