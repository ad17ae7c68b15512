//! Figures: a number with what it counts in, `1.2万`, `2019年`, `3—5%`, is one word, and nothing goes
//! over its end.
//!
//! jieba knows words such as `日电` and `千瓦时`, and takes `1|日电` and `60|万千瓦` for the likeliest
//! reading: three in five of its words that cross a true edge are such.

use std::ops::Range;

use super::{is_extending, is_han};

/// A digit, half or full width, at the start of `text`; its bytes.
fn digit(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    match bytes.first()? {
        b'0'..=b'9' => Some(1),
        0xEF if bytes.get(1) == Some(&0xBC) && matches!(bytes.get(2), Some(0x90..=0x99)) => Some(3),
        _ => None,
    }
}

/// How many bytes of `text` are digits at its start, and how many digits those are.
fn digits(text: &str) -> (usize, usize) {
    let (mut end, mut count) = (0, 0);
    while let Some(length) = text.get(end..).and_then(digit) {
        end += length;
        count += 1;
    }
    (end, count)
}

/// How many bytes are a number at the start: `12`, `1,200,000`, `3.5`, `3-5`, `2019-03-12`.
fn number(text: &str) -> usize {
    let (mut end, first) = digits(text);
    if first == 0 {
        return 0;
    }
    let rest = |end: usize| text.get(end..).unwrap_or_default();
    if first <= 3 {
        // Groups of just three, so that a list `1,2,3` is none.
        while let Some(group) = rest(end).strip_prefix([',', '，']) {
            let (length, count) = digits(group);
            let mark = rest(end).len() - group.len();
            if count != 3 || (mark > 1 && length == count) {
                break;
            }
            end += mark + length;
        }
    }
    while let Some(more) = rest(end).strip_prefix(['.', '．', '-']) {
        let (length, count) = digits(more);
        if count == 0 {
            break;
        }
        end += rest(end).len() - more.len() + length;
    }
    end
}

/// What a number may be counted in before its unit.
const MAGNITUDES: &str = "万亿千百十";
/// Behind these 千, 百 and 十 begin a unit of their own: 千瓦, 千米, 百分点.
const UNITS_OF_A_THOUSAND: &str = "米克瓦伏卡焦帕赫周升字比兆";
/// Units of time and share that a number is one word with, and what must not follow each: it is
/// another word then (年代, 月份, 日元, 分钟).
const UNITS: [(char, &str); 8] = [
    ('年', "代级度产均"),
    ('月', "租薪票均"),
    ('日', "元圆均系"),
    ('号', "码线楼院文令机店铺牌"),
    ('时', "代期速许"),
    ('分', "钟之公店局支队组类行厂社校册"),
    ('%', ""),
    ('％', ""),
];
/// What stands between the two numbers of a range.
const RANGES: [char; 6] = ['-', '—', '–', '~', '～', '－'];

/// What leaves a number open: 20余, 100多; not where another word begins, 多数.
fn about(text: &str) -> usize {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(c @ '余'), _) => c.len_utf8(),
        (Some(c @ '多'), next) if !next.is_some_and(|next| "数样元媒功边种".contains(next)) => {
            c.len_utf8()
        }
        _ => 0,
    }
}

/// How many bytes of `text` are magnitudes at its start.
fn magnitudes(text: &str) -> usize {
    let mut end = 0;
    let mut rest = text.chars();
    while let Some(c) = rest.next().filter(|c| MAGNITUDES.contains(*c)) {
        let next = rest.as_str().chars().next();
        let begins_unit = |next| UNITS_OF_A_THOUSAND.contains(next) || (c == '百' && next == '分');
        if matches!(c, '千' | '百' | '十') && next.is_some_and(begins_unit) {
            break;
        }
        end += c.len_utf8();
    }
    end
}

/// How many bytes of `text` are a number with its magnitudes at the start, `3亿5000万`, `30余万`; 0
/// where there is none.
fn counted(text: &str) -> usize {
    let rest = |end: usize| text.get(end..).unwrap_or_default();
    let mut end = 0;
    loop {
        let number = number(rest(end));
        if number == 0 {
            return end;
        }
        end += number;
        let after = magnitudes(rest(end));
        end += after;
        let open = about(rest(end));
        if open > 0 {
            end += open;
            return end + magnitudes(rest(end));
        }
        if after == 0 {
            return end;
        }
    }
}

/// How many bytes of `text` are a unit that belongs to the number before it.
fn unit(text: &str) -> usize {
    let mut chars = text.chars();
    let Some(first) = chars.next() else { return 0 };
    let next = chars.next();
    let Some((_, not_before)) = UNITS.iter().find(|(unit, _)| *unit == first) else { return 0 };
    // But 2019年|代表.
    let is_other = next.is_some_and(|next| not_before.contains(next));
    if is_other && !text.starts_with("年代表") { 0 } else { first.len_utf8() }
}

/// How many bytes of `text` are a figure at its start; 0 where there is none.
fn figure(text: &str) -> usize {
    let mut end = counted(text);
    if end == 0 {
        return 0;
    }
    let rest = |end: usize| text.get(end..).unwrap_or_default();
    end += unit(rest(end));
    if let Some(c) = rest(end).chars().next().filter(|c| RANGES.contains(c)) {
        let from = end + c.len_utf8();
        let second = counted(rest(from));
        if second > 0 {
            end = from + second;
            end += unit(rest(end));
        }
    }
    end
}

/// Whether what stands around a figure leaves it one: in `A4`, `5G` and `3D-2` it does not,
/// those are words of another kind.
fn stands_alone(text: &str, figure: Range<usize>) -> bool {
    let is_letter = |c: char| !is_han(c) && c.is_alphanumeric();
    let is_joint = |c: char| matches!(c, '_' | '+' | '#' | '&' | '-' | '.');
    let before = text.get(..figure.start).and_then(|before| before.chars().next_back());
    let mut behind = text.get(figure.end..).unwrap_or_default().chars();
    let behind = (behind.next(), behind.next());
    // 2019年café is a figure and a word, 5G is one.
    let ends_as_word = text.get(figure.clone()).is_some_and(|figure| figure.ends_with(is_han));
    before.is_none_or(|c| !is_letter(c) && !is_joint(c) && !is_extending(c))
        && behind.0.is_none_or(|c| (!is_letter(c) || ends_as_word) && !is_extending(c))
        && !(behind.0.is_some_and(is_joint) && behind.1.is_some_and(is_letter))
}

/// Whether `c`, at the byte `at` of `text`, may be a mark within a figure: `1,200`, `3～5万`.
pub(super) fn may_be_in_figure(text: &str, at: usize, c: char) -> bool {
    (matches!(c, ',' | '，' | '．') || RANGES.contains(&c))
        && text.get(at + c.len_utf8()..).is_some_and(|behind| digit(behind).is_some())
        && text.get(..at).is_some_and(|before| {
            before.ends_with(char::is_alphanumeric) || before.ends_with(['%', '％'])
        })
}

/// Where the next digit begins, half or full width.
///
/// Most text has none for long: whole blocks are passed over at once, in a form that becomes a few
/// instructions of the processor's for many bytes.
fn next_digit(bytes: &[u8], from: usize) -> Option<usize> {
    const BLOCK: usize = 32;
    let is_digit = |byte: u8| byte.wrapping_sub(b'0') < 10;
    // `０` to `９` are EF BC 90 to EF BC 99; a first byte is never one of the middle.
    let is_wide = |byte: u8, next: u8| (byte == 0xBC) & (next.wrapping_sub(0x90) < 10);
    let mut block = from;
    while block < bytes.len() {
        let end = block + BLOCK;
        if let (Some(here), Some(behind)) = (bytes.get(block..end), bytes.get(block + 1..=end)) {
            let pairs = here.iter().zip(behind);
            if !pairs.fold(false, |any, (&byte, &next)| any | is_digit(byte) | is_wide(byte, next))
            {
                block = end;
                continue;
            }
        }
        for at in block..end.min(bytes.len()) {
            let byte = *bytes.get(at)?;
            if is_digit(byte) {
                return Some(at);
            }
            let is_wide = bytes.get(at + 1).is_some_and(|&next| is_wide(byte, next));
            if is_wide && at > from && bytes.get(at - 1) == Some(&0xEF) {
                return Some(at - 1);
            }
        }
        block = end;
    }
    None
}

/// The first figure in `text[within]`, if there is one.
pub(super) fn next_figure(text: &str, within: Range<usize>) -> Option<Range<usize>> {
    let bytes = text.as_bytes().get(..within.end)?;
    let mut from = within.start;
    loop {
        let at = next_digit(bytes, from)?;
        let end = at + figure(text.get(at..within.end)?);
        if stands_alone(text, at..end) {
            return Some(at..end);
        }
        from = end.max(at + 1);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn digits_are_found_where_one_looks_at_each_character(
            text in "(党|弘|张|，|。|a|4|４|９|ﰌ){0,120}",
            from in 0_usize..80,
        ) {
            let from = text.char_indices().map(|(at, _)| at).nth(from).unwrap_or(0);
            let slow = text
                .char_indices()
                .find(|(at, c)| *at >= from && matches!(c, '0'..='9' | '０'..='９'))
                .map(|(at, _)| at);
            prop_assert_eq!(next_digit(text.as_bytes(), from), slow);
        }
    }
}
