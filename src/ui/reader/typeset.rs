//! Breaking a paragraph into lines the Chinese way (CLREQ), as pure functions.
//!
//! Fed with characters and their widths, knowing neither fonts nor screens. Source of the rules:
//! W3C, *Requirements for Chinese Text Layout* (CLREQ), sections 3.1 (punctuation) and 3.2 (line
//! breaking and justification).
//!
//! - No closing mark, stop or `%` at a line's start, no opening mark at its end.
//! - `——`, `……`, Latin words, numbers, and a number with its unit stay whole.
//! - Adjacent full-width marks share half an em; a mark at a line's edge loses its blank half.
//! - A stop that no longer fits may hang beyond the right edge.
//! - Lines are justified by equal gaps between Han characters and between words; none grows by more
//!   than a quarter of an em.
//! - A paragraph does not end in a line of one character.

use std::ops::Range;

/// The largest gap that justification may add, in em.
const MAX_STRETCH: f32 = 0.25;
/// The gap between words that are set apart, in em.
const WORD_GAP: f32 = 0.25;

/// What a paragraph is set into. Lengths in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Measure<'a> {
    /// Width of a full line.
    pub(super) width: f32,
    /// Width of a Han character.
    pub(super) em: f32,
    /// Indent of the first line.
    pub(super) indent: f32,
    /// Whether full lines reach both edges.
    pub(super) justify: bool,
    /// Characters, in ascending order, that start a word set apart from the one before it by
    /// [`WORD_GAP`]; never at a line's start.
    pub(super) spaced: &'a [usize],
}

impl Measure<'_> {
    /// The gap before character `at` that sets words apart.
    fn word_gap(&self, at: usize) -> f32 {
        if self.spaced.binary_search(&at).is_ok() { WORD_GAP * self.em } else { 0.0 }
    }
}

/// From this character on, `extra` points stand before each character.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Gap {
    /// The first character with that gap.
    pub(super) from: usize,
    /// Points before each; negative where marks are squeezed.
    pub(super) extra: f32,
}

/// One line of a paragraph.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct SetLine {
    /// Its characters.
    pub(super) chars: Range<usize>,
    /// Where its first character starts.
    pub(super) left: f32,
    /// What stands before its characters: runs in order, the first at the line's first character
    /// (whose own gap is in `left`).
    pub(super) gaps: Vec<Gap>,
}

/// What a character may do at a line's edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    /// `“（《`: never at a line's end.
    Open,
    /// `”）》`: never at a line's start.
    Close,
    /// `，。！`: never at a line's start, may hang.
    Stop,
    /// `%℃々·`: never at a line's start, no blank half.
    Follow,
    /// `—…`: keep together with their like.
    Dash,
    /// Letters and digits: words stay whole.
    Word,
    Space,
    /// Han, kana and everything else: may be broken around.
    Han,
}

fn class(c: char) -> Class {
    match c {
        '“' | '‘' | '「' | '『' | '（' | '《' | '〈' | '【' | '〔' | '〖' | '［' | '｛' | '('
        | '[' | '{' | '￥' | '$' | '№' => Class::Open,
        '”' | '’' | '」' | '』' | '）' | '》' | '〉' | '】' | '〕' | '〗' | '］' | '｝' | ')'
        | ']' | '}' => Class::Close,
        '。' | '，' | '、' | '；' | '：' | '！' | '？' | '．' | '.' | ',' | ';' | ':' | '!'
        | '?' => Class::Stop,
        '%' | '‰' | '％' | '℃' | '°' | '々' | '·' | '・' | '～' | '/' | '／' | '㎡' => {
            Class::Follow
        }
        '—' | '…' | '─' | '⸺' => Class::Dash,
        ' ' | '\u{3000}' | '\t' => Class::Space,
        '-' | '_' | '@' | '&' | '+' | '#' | '\'' | '"' => Class::Word,
        c if c.is_alphanumeric() && !is_cjk(c) => Class::Word,
        _ => Class::Han,
    }
}

/// Whether `c` is a Han character, kana, or a full-width or CJK mark.
pub(super) fn is_cjk(c: char) -> bool {
    matches!(c,
        '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}'
        | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

/// A mark whose right half is blank when it is as wide as a Han character.
fn blank_right(c: char) -> bool {
    matches!(class(c), Class::Close | Class::Stop) && !c.is_ascii()
}

/// A mark whose left half is blank when it is as wide as a Han character.
fn blank_left(c: char) -> bool {
    class(c) == Class::Open && !matches!(c, '(' | '[' | '{' | '￥' | '$' | '№')
}

/// Units that stay with the number before them, the longest first where one starts with another.
const UNITS: [&str; 62] = [
    "平方公里",
    "平方米",
    "立方米",
    "个百分点",
    "百分点",
    "个小时",
    "小时",
    "分钟",
    "公里",
    "公斤",
    "公顷",
    "千米",
    "厘米",
    "毫米",
    "千克",
    "周年",
    "人次",
    "个月",
    "年",
    "月",
    "日",
    "号",
    "时",
    "分",
    "秒",
    "岁",
    "元",
    "米",
    "吨",
    "克",
    "亩",
    "里",
    "个",
    "名",
    "人",
    "位",
    "户",
    "家",
    "所",
    "处",
    "座",
    "栋",
    "件",
    "项",
    "条",
    "次",
    "期",
    "届",
    "批",
    "支",
    "场",
    "套",
    "间",
    "层",
    "辆",
    "份",
    "种",
    "类",
    "倍",
    "斤",
    "天",
    "村",
];

/// For every character but the first, whether a line may start there.
fn break_points(chars: &[char]) -> Vec<bool> {
    let mut points: Vec<bool> = std::iter::once(false)
        .chain(chars.windows(2).map(|pair| pair_breaks(pair[0], pair[1])))
        .collect();
    points.truncate(chars.len());
    let digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
    for at in 1..chars.len() {
        // 1,000 · 12:30 · 3.5 · 2019/6/28: what joins two digits belongs to the number.
        let joins =
            matches!(chars[at], ',' | '.' | ':' | '/' | '，' | '：' | '．' | '～' | '~' | '-');
        if joins && digit(at - 1) && digit(at + 1) {
            points[at] = false;
            points[at + 1] = false;
        }
        if digit(at - 1) && !digit(at) {
            for glued in points.iter_mut().skip(at).take(unit_len(&chars[at..])) {
                *glued = false;
            }
        }
    }
    points
}

/// How many of the characters after a number belong to it: `余万名`, `多平方米`, `亿元`.
fn unit_len(after: &[char]) -> usize {
    let scale = after
        .iter()
        .take(4)
        .take_while(|c| matches!(c, '余' | '多' | '十' | '百' | '千' | '万' | '亿'))
        .count();
    let rest = &after[scale..];
    let unit = UNITS
        .iter()
        .map(|unit| unit.chars())
        .find(|unit| unit.clone().eq(rest.iter().copied().take(unit.clone().count())))
        .map_or(0, Iterator::count);
    scale + unit
}

fn pair_breaks(before: char, after: char) -> bool {
    use Class::{Close, Dash, Follow, Han, Open, Space, Stop, Word};
    match (class(before), class(after)) {
        (_, Close | Stop | Follow | Space) | (Open, _) | (Word, Word) => false,
        (Dash, Dash) => before != after,
        (Stop, Word) => before != '.' && before != '\'',
        (Word | Close | Stop | Follow | Space | Dash | Han, _) => true,
    }
}

/// Points that the marks `before` and `after` give up when they stand side by side.
fn squeeze(before: char, after: char, em: f32) -> f32 {
    let shared = (blank_right(before) && (blank_right(after) || blank_left(after)))
        || (blank_left(before) && blank_left(after));
    if shared { -0.5 * em } else { 0.0 }
}

/// Breaks `chars` into lines. `widths[i]` is the advance of `chars[i]` in points.
///
/// Every character belongs to exactly one line, in order; no line is empty unless the paragraph is.
pub(super) fn set(chars: &[char], widths: &[f32], measure: &Measure<'_>) -> Vec<SetLine> {
    let points = break_points(chars);
    let mut starts = vec![0];
    let mut start = 0;
    while start < chars.len() {
        let width = measure.width - if start == 0 { measure.indent } else { 0.0 };
        let end = line_end(chars, widths, &points, start, width, measure);
        if end >= chars.len() {
            break;
        }
        starts.push(end);
        start = end;
    }
    avoid_widow(chars, &points, &mut starts);
    let ends = starts.iter().copied().skip(1).chain(std::iter::once(chars.len()));
    let lines = starts.iter().copied().zip(ends);
    lines.map(|(start, end)| line(chars, widths, start..end, measure)).collect()
}

/// The first character after the line that starts at `start`.
fn line_end(
    chars: &[char],
    widths: &[f32],
    points: &[bool],
    start: usize,
    width: f32,
    measure: &Measure<'_>,
) -> usize {
    let em = measure.em;
    // Rounding must not push the last character of a line that fits exactly.
    let width = width + 0.01 * em;
    let mut used = edge_trim_left(chars, start, em);
    let mut last_point = None;
    for at in start..chars.len() {
        let c = chars[at];
        if at > start {
            if points[at] {
                last_point = Some(at);
            }
            used += squeeze(chars[at - 1], c, em) + measure.word_gap(at);
        }
        used += widths[at];
        let trimmed = used - trim_right(c, widths[at], em);
        if trimmed > width && class(c) != Class::Space {
            // A stop that follows a line that is exactly full hangs instead of taking a
            // character along to the next line.
            let hangs = class(c) == Class::Stop && used - widths[at] <= width;
            let breaks_after = points.get(at + 1).copied().unwrap_or(true);
            if hangs && breaks_after {
                return at + 1;
            }
            // Where nothing may be broken, something must be.
            return last_point.unwrap_or_else(|| at.max(start + 1));
        }
    }
    chars.len()
}

/// The blank half that a mark loses at a line's end.
fn trim_right(c: char, width: f32, em: f32) -> f32 {
    if class(c) == Class::Space {
        width
    } else if blank_right(c) && width > 0.9 * em {
        0.5 * em
    } else {
        0.0
    }
}

/// The blank half that a mark loses at a line's start; the paragraph's first line keeps it.
fn edge_trim_left(chars: &[char], start: usize, em: f32) -> f32 {
    if start > 0 && chars.get(start).copied().is_some_and(blank_left) { -0.5 * em } else { 0.0 }
}

/// Moves the last break back if it would leave one character alone (with its stop).
fn avoid_widow(chars: &[char], points: &[bool], starts: &mut [usize]) {
    let (Some(&last), lines) = (starts.last(), starts.len()) else { return };
    let letters = |range: &[char]| {
        range
            .iter()
            .filter(|&&c| !matches!(class(c), Class::Stop | Class::Close | Class::Space))
            .count()
    };
    if lines < 2 || letters(&chars[last..]) > 1 {
        return;
    }
    let previous = starts[lines - 2];
    let earlier = (previous + 1..last).rev().find(|&at| points[at] && letters(&chars[at..]) > 1);
    // Only from nearby: a line must not become half empty for it.
    if let Some(at) = earlier.filter(|&at| last - at <= 4) {
        starts[lines - 1] = at;
    }
}

/// Places the characters of one line.
fn line(chars: &[char], widths: &[f32], range: Range<usize>, measure: &Measure<'_>) -> SetLine {
    let em = measure.em;
    let first = range.start == 0;
    let is_last = range.end == chars.len();
    let trim_left = edge_trim_left(chars, range.start, em);
    let left = trim_left + if first { measure.indent } else { 0.0 };
    let mut used = left;
    let mut stretchable = 0_u16;
    // What hangs or is trimmed at the end takes no part in justification.
    let visible_end = range.clone().rev().find(|&at| class(chars[at]) != Class::Space);
    let end = visible_end.map_or(range.start, |at| at + 1);
    for at in range.start..end {
        used += widths[at];
        if at > range.start {
            used += squeeze(chars[at - 1], chars[at], em) + measure.word_gap(at);
            stretchable += u16::from(stretches(chars, at));
        }
    }
    if let Some(at) = visible_end {
        used -= trim_right(chars[at], widths[at], em);
        if used > measure.width && class(chars[at]) == Class::Stop {
            // It hangs: the rest of the line is what has to be flush.
            used = measure.width;
        }
    }
    let room = measure.width - used;
    let full = measure.justify && !is_last && stretchable > 0 && room > 0.0;
    let stretch = if full { room / f32::from(stretchable) } else { 0.0 };
    let stretch = if stretch > MAX_STRETCH * em { 0.0 } else { stretch };
    let mut gaps: Vec<Gap> = Vec::new();
    for at in range.clone() {
        let extra = if at == range.start {
            0.0
        } else {
            let stretched = at < end && stretches(chars, at);
            squeeze(chars[at - 1], chars[at], em)
                + measure.word_gap(at)
                + if stretched { stretch } else { 0.0 }
        };
        #[expect(clippy::float_cmp, reason = "runs of the very same value")]
        let same = gaps.last().is_some_and(|gap| gap.extra == extra);
        if !same {
            gaps.push(Gap { from: at, extra });
        }
    }
    SetLine { chars: range, left, gaps }
}

/// Whether justification may widen the gap before character `at`.
fn stretches(chars: &[char], at: usize) -> bool {
    let (before, after) = (class(chars[at - 1]), class(chars[at]));
    !matches!(
        (before, after),
        (Class::Word, Class::Word | Class::Follow | Class::Stop)
            | (Class::Stop, Class::Word)
            | (Class::Dash, Class::Dash)
    )
}

/// The characters as they are shown: one for one, so positions never move.
///
/// With `full_width`, half-width `, ; : ( ) ? !` beside Chinese become full-width; those between
/// two digits (`1,000`, `12:30`) stay. Control characters become visible.
pub(super) fn shown(text: &str, full_width: bool) -> Vec<char> {
    let chars: Vec<char> = text.chars().collect();
    let chinese = |c: Option<&char>| {
        c.is_some_and(|&c| is_cjk(c) || matches!(c, '“' | '”' | '‘' | '’' | '—' | '…' | '·'))
    };
    let digit = |c: Option<&char>| c.is_some_and(char::is_ascii_digit);
    let show = |(at, &c): (usize, &char)| {
        let before = at.checked_sub(1).and_then(|at| chars.get(at));
        let after = chars.get(at + 1);
        let widen =
            full_width && (chinese(before) || chinese(after)) && !(digit(before) && digit(after));
        match c {
            ',' if widen => '，',
            ';' if widen => '；',
            ':' if widen => '：',
            '(' if widen => '（',
            ')' if widen => '）',
            '?' if widen => '？',
            '!' if widen => '！',
            '\t' | '\u{b}' | '\u{c}' => ' ',
            c if c.is_control() => '\u{fffd}',
            // Invisible marks of order and joining: something stands there, so something is shown.
            '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}'
            | '\u{feff}' => '·',
            c => c,
        }
    };
    chars.iter().enumerate().map(show).collect()
}

#[cfg(test)]
#[path = "typeset_tests.rs"]
mod tests;
