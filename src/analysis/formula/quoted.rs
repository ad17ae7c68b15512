//! Formulas in quotation marks, and slogans of four-character rhythm.

use std::collections::BTreeMap;

use super::letters::FormulaLetters;

/// Letters of a quoted formula.
const LETTERS: std::ops::RangeInclusive<usize> = 2..=16;

fn closing(open: char) -> Option<char> {
    Some(match open {
        '“' => '”',
        '‘' => '’',
        '「' => '」',
        '『' => '』',
        _ => return None,
    })
}

/// The quoted strings of a text that may be formulas, as ranges of bytes without their quotes.
pub(super) fn quoted(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut open: Option<(usize, char)> = None;
    for (at, c) in text.char_indices() {
        if let Some(close) = closing(c) {
            open = Some((at + c.len_utf8(), close));
        } else if let Some((start, close)) = open
            && c == close
        {
            open = None;
            if text.get(start..at).is_some_and(is_formula) {
                found.push((start, at));
            }
        } else if matches!(c, '。' | '！' | '？' | '；' | '!' | '?') {
            // What ends sentences is speech.
            open = None;
        }
    }
    found
}

/// Whether what stands in quotes is short enough, and no clause of speech.
fn is_formula(inner: &str) -> bool {
    let letters = inner.chars().filter(|c| c.is_alphanumeric()).count();
    let han = inner.chars().filter(|c| !c.is_ascii() && c.is_alphanumeric()).count();
    let parts: Vec<usize> = inner
        .split(['，', ','])
        .map(|part| part.chars().filter(|c| c.is_alphanumeric()).count())
        .collect();
    // 讲规矩、守纪律，知敬畏、听招呼: in step.
    let in_step = parts.len() == 1 || parts.windows(2).all(|two| two.first() == two.get(1));
    let speaks =
        ["我", "你", "他", "吗", "呢", "吧", "了", "您"].iter().any(|word| inner.contains(word))
            && letters > 6;
    LETTERS.contains(&letters) && han >= 2 && in_step && !inner.contains('\n') && !speaks
}

/// Four-character phrases that stand in a row of their like, each as a range of letters.
pub(super) fn slogans(letters: &FormulaLetters) -> Vec<(usize, usize)> {
    let mut starts: Vec<usize> = (0..letters.chars.len())
        .filter(|&at| letters.parted.get(at).copied().unwrap_or(true))
        .collect();
    starts.push(letters.chars.len());
    let pieces: Vec<(usize, usize)> =
        starts.windows(2).filter_map(|two| Some((*two.first()?, *two.get(1)?))).collect();
    let four = |at: usize| {
        pieces.get(at).is_some_and(|&(from, to)| {
            to - from == 4
                && letters
                    .chars
                    .get(from..to)
                    .is_some_and(|chars| chars.iter().all(|c| !c.is_ascii()))
        })
    };
    let mut found = Vec::new();
    for at in 0..pieces.len() {
        let beside = at.checked_sub(1).is_some_and(four) || four(at + 1);
        if four(at) && beside {
            found.extend(pieces.get(at).copied());
        }
    }
    found
}

/// The most frequent way in which a formula is written, and all ways with their counts.
pub(super) fn written_forms(forms: &BTreeMap<String, usize>) -> (String, Vec<(String, usize)>) {
    let mut all: Vec<(String, usize)> =
        forms.iter().map(|(form, &count)| (form.clone(), count)).collect();
    all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    (all.first().map(|(form, _)| form.clone()).unwrap_or_default(), all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_quoted_and_short_is_found_and_speech_is_not() {
        let text = "推行“四色管理、一网统办”，“你们辛苦了。”居民说，“我们小区变得真漂亮”。抓住“关键”和“讲政策、听民声，办实事、解民忧”。";
        let found: Vec<&str> = quoted(text).into_iter().map(|(from, to)| &text[from..to]).collect();
        assert_eq!(found, ["四色管理、一网统办", "关键", "讲政策、听民声，办实事、解民忧"]);
    }

    #[test]
    fn phrases_of_four_stand_in_a_row() {
        let letters = FormulaLetters::of("做到组织联建、资源共用、活动同办，效果很好，居民满意。");
        let found: Vec<String> = slogans(&letters)
            .into_iter()
            .map(|(from, to)| letters.chars[from..to].iter().collect())
            .collect();
        assert_eq!(found, ["资源共用", "活动同办", "效果很好", "居民满意"]);
    }
}
