//! The rules of CLREQ stated once more, independently of the code that follows them: what a checker
//! with a ruler and the standard in hand would say of a set paragraph.

use std::ops::Range;

use super::super::typeset::{Measure, SetLine};

/// CLREQ 3.1.3: marks that may not start a line.
const NOT_AT_START: &str = "，。、；：！？．”’」』）》〉】〕〗］｝·・～％‰℃,.;:!?)]}%";
/// CLREQ 3.1.3: marks that may not end a line.
const NOT_AT_END: &str = "“‘「『（《〈【〔〖［｛([{￥$";
/// Marks that may stand beyond the right edge.
const MAY_HANG: &str = "，。、；：！？,.;:!?";
/// Full-width marks whose right or left half is blank.
pub(crate) const BLANK_RIGHT: &str = "，。、；：！？．”’」』）》〉】〕〗］｝";
/// What may stand between a number and what it counts.
const SCALES: &str = "余多万亿";
/// What is counted and has several characters, enough for these tests.
const UNITS: [&str; 5] = ["平方米", "平方公里", "公里", "小时", "人次"];
/// Gaps that are not seen, and gaps that are just borne, in em.
pub(crate) const GOOD: f32 = 0.08;
pub(crate) const WIDEST: f32 = 0.25;

/// Where each character of a line starts and the last one ends.
pub(crate) fn places(line: &SetLine, widths: &[f32]) -> Vec<f32> {
    let mut x = line.left;
    let mut places = Vec::new();
    for at in line.chars.clone() {
        if at > line.chars.start {
            let gap = line.gaps.iter().rev().find(|gap| gap.from <= at).expect("covered");
            x += gap.extra;
        }
        places.push(x);
        x += widths[at];
    }
    places.push(x);
    places
}

/// The pieces of a paragraph that no line may tear: words, numbers with their sign, what is counted,
/// dashes, dots.
fn wholes(chars: &[char]) -> Vec<Range<usize>> {
    let mut wholes = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let start = at;
        let is_digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
        while is_digit(at) || (matches!(chars.get(at), Some(',' | '.' | ':')) && is_digit(at + 1)) {
            at += 1;
        }
        if at > start {
            at += usize::from(chars.get(at) == Some(&'%'));
            let scale = chars[at..].iter().take_while(|&&c| SCALES.contains(c)).count();
            let rest: String = chars[at + scale..].iter().take(4).collect();
            if let Some(unit) = UNITS.iter().find(|unit| rest.starts_with(**unit)) {
                let from = at + scale;
                wholes.push(start..at);
                wholes.push(from..from + unit.chars().count());
                at = from + unit.chars().count();
                continue;
            }
        }
        if at == start || chars[at - 1].is_ascii_digit() {
            while chars.get(at).is_some_and(char::is_ascii_alphanumeric) {
                at += 1;
            }
        }
        if at == start && matches!(chars[at], '—' | '…') && chars.get(at + 1) == Some(&chars[at])
        {
            at += 2;
        }
        if at > start {
            wholes.push(start..at);
        } else {
            at += 1;
        }
    }
    wholes
}

/// Whether a line may start at `at`.
fn may_start(chars: &[char], wholes: &[Range<usize>], at: usize) -> bool {
    !NOT_AT_START.contains(chars[at])
        && !chars[at].is_whitespace()
        && !NOT_AT_END.contains(chars[at - 1])
        && !wholes.iter().any(|whole| whole.start < at && at < whole.end)
}

/// What is wrong with where the lines are broken; torn pieces are given separately, as `to|rn`.
pub(crate) fn wrong_breaks(chars: &[char], lines: &[SetLine]) -> (Vec<String>, Vec<String>) {
    let (mut wrong, mut torn) = (Vec::new(), Vec::new());
    let wholes = wholes(chars);
    let mut expected = 0;
    for line in lines {
        if line.chars.start != expected || (line.chars.is_empty() && !chars.is_empty()) {
            wrong.push(format!("line {:?} does not follow on {expected}", line.chars));
        }
        expected = line.chars.end;
        let at = line.chars.end;
        if at >= chars.len() {
            continue;
        }
        let near: String = chars[at.saturating_sub(3)..(at + 3).min(chars.len())].iter().collect();
        if NOT_AT_START.contains(chars[at]) || chars[at].is_whitespace() {
            wrong.push(format!("{} starts a line in {near}", chars[at]));
        }
        if NOT_AT_END.contains(chars[at - 1]) {
            wrong.push(format!("{} ends a line in {near}", chars[at - 1]));
        }
        if let Some(whole) = wholes.iter().find(|whole| whole.start < at && at < whole.end) {
            let part = |range: Range<usize>| chars[range].iter().collect::<String>();
            torn.push(part(whole.start..at) + "|" + &part(at..whole.end));
        }
    }
    if expected != chars.len() {
        wrong.push(format!("the lines end at {expected} of {}", chars.len()));
    }
    (wrong, torn)
}

fn is_letter(c: char) -> bool {
    !NOT_AT_START.contains(c) && !NOT_AT_END.contains(c) && !c.is_whitespace()
}

/// Whether the last line has a single character.
pub(crate) fn has_widow(chars: &[char], lines: &[SetLine]) -> bool {
    let last = lines.last().map_or(&[][..], |line| &chars[line.chars.clone()]);
    lines.len() > 1 && last.iter().filter(|&&c| is_letter(c)).count() < 2
}

/// Whether the paragraph can be set without a blemish at all, found by trying every way: lines that
/// start where they may, gaps of at most `widest` em, a stop beyond the edge, and no more.
pub(crate) fn can_be_set(
    chars: &[char],
    widths: &[f32],
    measure: &Measure<'_>,
    widest: f32,
) -> bool {
    let em = measure.em;
    let wholes = wholes(chars);
    let blank = |marks: &str, at: usize| marks.contains(chars[at]) && widths[at] > 0.9 * em;
    let shared = |at: usize| {
        let left = |at| blank("“‘「『（《〈【〔〖［｛", at);
        (blank(BLANK_RIGHT, at - 1) && (blank(BLANK_RIGHT, at) || left(at)))
            || (left(at - 1) && left(at))
    };
    let mut reached = vec![false; chars.len() + 1];
    reached[0] = true;
    for start in 0..chars.len() {
        if !reached[start] {
            continue;
        }
        let first = if start == 0 { measure.indent } else { 0.0 };
        let trimmed = start > 0 && blank("“‘「『（《〈【〔〖［｛", start);
        let mut x = first - if trimmed { em / 2.0 } else { 0.0 };
        let mut gaps = 0.0;
        // What is seen of the line: where it ends, with which gaps; with its last mark beyond the edge.
        let (mut ink, mut hung) = ((x, 0.0), None);
        for at in start..chars.len() {
            let gaps_before = gaps;
            if at > start {
                x -= if shared(at) { em / 2.0 } else { 0.0 };
                gaps += if may_start(chars, &wholes, at) { widest * em } else { 0.0 };
            }
            let before = (x, gaps_before);
            x += widths[at];
            if !chars[at].is_whitespace() {
                hung = MAY_HANG.contains(chars[at]).then_some(before);
                ink = (x - if blank(BLANK_RIGHT, at) { em / 2.0 } else { 0.0 }, gaps);
            }
            if x > measure.width + 3.0 * em {
                break;
            }
            let end = at + 1;
            if end == chars.len() {
                let letters = chars[start..].iter().filter(|&&c| is_letter(c)).count();
                reached[end] |= ink.0 <= measure.width && (start == 0 || letters > 1);
            } else if may_start(chars, &wholes, end) {
                let full = |(x, gaps): (f32, f32)| {
                    x <= measure.width + 0.001 && x + gaps >= measure.width - 0.001
                };
                reached[end] |= full(ink) || hung.is_some_and(full);
            }
        }
    }
    reached[chars.len()]
}

/// How far apart the characters of a line stand, 1.0 where justification adds nothing.
pub(crate) fn pitch(line: &SetLine, em: f32) -> f32 {
    1.0 + line.gaps.iter().map(|gap| gap.extra / em).fold(0.0, f32::max)
}

/// How many lines end between a number and what it counts.
pub(crate) fn parted(chars: &[char], lines: &[SetLine]) -> usize {
    let parts = |line: &&SetLine| {
        let (before, after) = (chars.get(line.chars.end - 1), chars.get(line.chars.end));
        let counts = |c: &char| SCALES.contains(*c) || "年月日平元名个人公小岁家户次".contains(*c);
        before.is_some_and(char::is_ascii_digit) && after.is_some_and(counts)
    };
    lines.iter().filter(|line| !line.chars.is_empty()).filter(parts).count()
}

/// The gaps that are wider than they may be.
pub(crate) fn wide_gaps(lines: &[SetLine], measure: &Measure<'_>) -> Vec<String> {
    let mut wide = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let gaps = line.gaps.iter().map(|gap| gap.extra / measure.em);
        wide.extend(gaps.filter(|&ems| ems > 0.251).map(|ems| format!("line {number}: {ems} em")));
    }
    wide
}

/// What is wrong with how the lines are spaced, in a paragraph that is flush on both sides.
pub(crate) fn wrong_spacing(
    chars: &[char],
    widths: &[f32],
    lines: &[SetLine],
    measure: &Measure<'_>,
) -> Vec<String> {
    let mut wrong = wide_gaps(lines, measure);
    for (number, line) in lines.iter().enumerate() {
        let is_last = number + 1 == lines.len();
        let visible = line.chars.clone().rev().find(|&at| !chars[at].is_whitespace());
        let Some(last) = visible else { continue };
        let places = places(line, widths);
        let (start, end) =
            (places[last - line.chars.start], places[last - line.chars.start] + widths[last]);
        let full = widths[last] > 0.9 * measure.em;
        // The ink of a full-width mark ends in its middle.
        let ink =
            if full && BLANK_RIGHT.contains(chars[last]) { end - measure.em / 2.0 } else { end };
        let flush = (ink - measure.width).abs() <= 1.0;
        let hangs = MAY_HANG.contains(chars[last]) && (start - measure.width).abs() <= 1.0;
        let short = is_last
            && !measure.goes_on
            && (ink < measure.width + 1.0
                || MAY_HANG.contains(chars[last]) && start < measure.width + 1.0);
        if !flush && !hangs && !short {
            wrong.push(format!("line {number} ends at {ink} of {}", measure.width));
        }
    }
    wrong
}

/// Whether Chinese prevails, so that the paragraph is flush on both sides.
pub(crate) fn is_chinese(chars: &[char]) -> bool {
    let han = chars.iter().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(*c)).count();
    let latin = chars.iter().filter(|c| c.is_ascii_alphanumeric()).count();
    han * 2 >= latin
}
