//! How a line begins that names its speaker: `问：`, `【访谈者】`, `[00:01] 张三`, `P1 00:01:02`.
//!
//! What the name says is looked at elsewhere (`label`); here it is only found.

use std::ops::Range;

use super::super::shape;

/// Longest name in characters, without what stands in brackets behind it.
const LONGEST_NAME: usize = 12;
/// Longest name written with letters.
const LONGEST_LATIN: usize = 28;
/// Longest note in brackets behind a name: `（男，45岁，社区书记）`.
const LONGEST_NOTE: usize = 30;

/// How the name is set off from what is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Colon,
    /// `[甲]`, `【访谈者】`.
    Brackets,
    /// A time in front of it or behind it, and nothing else.
    Time,
    /// A tab or an ideographic space.
    Gap,
}

/// The beginning of a line as a speaker's name, in bytes of the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lead {
    /// The name alone.
    pub(super) name: Range<usize>,
    /// Where what is said begins; the line's end if it says nothing.
    pub(super) words: usize,
    pub(super) mark: Mark,
    /// Whether a time stands with the name that no timetable has: in brackets, or with seconds.
    pub(super) is_timed: bool,
    /// Whether the number of a list stands before it: `1. 问：`.
    pub(super) is_numbered: bool,
}

/// The name at the start of `line`, if it can be one.
pub(super) fn lead(line: &str) -> Option<Lead> {
    let number = shape::list_number(line);
    let mut at = number + white(&line[number..]);
    let mut is_timed = false;
    if let Some(time) = time_at(&line[at..]) {
        is_timed = time.is_certain;
        at += time.len;
        at += white(&line[at..]);
    }
    let has_time = at > number + white(&line[number..]);
    let found = in_brackets(line, at)
        .or_else(|| before_colon(line, at))
        .or_else(|| before_time(line, at))
        .or_else(
            || if has_time && is_timed { before_white(line, at) } else { before_gap(line, at) },
        );
    let mut lead = found?;
    lead.is_timed |= is_timed;
    lead.is_numbered = number > 0;
    lead.words += white(&line[lead.words..]);
    Some(lead)
}

fn white(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

fn new(name: Range<usize>, words: usize, mark: Mark) -> Lead {
    Lead { name, words, mark, is_timed: false, is_numbered: false }
}

/// Markdown's marks for bold and italic letters.
fn is_emphasis(c: char) -> bool {
    matches!(c, '*' | '_')
}

/// `[甲] …`, `【访谈者】…`, with a colon behind it or none.
fn in_brackets(line: &str, at: usize) -> Option<Lead> {
    let rest = &line[at..];
    let open = rest.chars().next()?;
    let close = match open {
        '[' => ']',
        '［' => '］',
        '【' => '】',
        '〔' => '〕',
        '〖' => '〗',
        _ => return None,
    };
    let inner = &rest[open.len_utf8()..];
    let end = inner.char_indices().take(LONGEST_LATIN + 1).find(|&(_, c)| c == close)?.0;
    let start = at + open.len_utf8();
    let name = trimmed(line, start..start + end)?;
    let mut words = start + end + close.len_utf8();
    words += white(&line[words..]);
    if let Some(c) = line[words..].chars().next().filter(|c| matches!(c, '：' | ':')) {
        words += c.len_utf8();
    }
    Some(new(name, words, Mark::Brackets))
}

/// `问：…`, `主持人（男，45岁）：…`, `**张三**：…`.
fn before_colon(line: &str, at: usize) -> Option<Lead> {
    let rest = &line[at..];
    let mut depth = 0_usize;
    let mut noted = 0;
    // Whether all since the last space are digits: a time goes on over its colon.
    let mut digits_only = false;
    for (count, (place, c)) in rest.char_indices().enumerate() {
        if count > LONGEST_LATIN + LONGEST_NOTE {
            return None;
        }
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            '：' | ':' if depth == 0 => {
                let behind = rest[place + c.len_utf8()..].chars().next();
                let is_time = digits_only && behind.is_some_and(|c| c.is_ascii_digit());
                if !is_time {
                    let is_address = c == ':' && behind == Some('/');
                    let name = name_in(line, at..at + place).filter(|_| !is_address)?;
                    let mut words = at + place + c.len_utf8();
                    words += leading(&line[words..], is_emphasis);
                    let mut lead = new(name.0, words, Mark::Colon);
                    lead.is_timed = name.1;
                    return Some(lead);
                }
            }
            _ if depth > 0 => {
                noted += 1;
                if noted > LONGEST_NOTE {
                    return None;
                }
            }
            // A name is no sentence.
            '。' | '，' | ',' | '；' | ';' | '！' | '？' | '!' | '?' | '“' | '”' | '《' | '》'
            | '…' | '、' | '\t' => {
                return None;
            }
            _ => {}
        }
        let is_part = c.is_ascii_digit() || matches!(c, '：' | ':');
        let starts = count == 0 || rest[..place].ends_with(char::is_whitespace);
        digits_only = is_part && (digits_only || starts);
    }
    None
}

/// `张三 00:01:02`, `张三（00:01）` on a line of its own, or with what is said behind it.
fn before_time(line: &str, at: usize) -> Option<Lead> {
    let rest = &line[at..];
    let starts = rest.char_indices().take(LONGEST_LATIN + 2).skip(1);
    for (place, c) in starts {
        if !(c.is_ascii_digit() || matches!(c, '(' | '（' | '[' | '【')) {
            continue;
        }
        let Some(time) = time_at(&rest[place..]) else { continue };
        let behind = &rest[place + time.len..];
        let apart = rest[..place].ends_with(char::is_whitespace) || !c.is_ascii_digit();
        if !apart || !(time.is_certain || behind.trim().is_empty()) {
            return None;
        }
        let name = short_name(line, at..at + place)?;
        let mut lead = new(name, at + place + time.len, Mark::Time);
        lead.is_timed = true;
        return Some(lead);
    }
    None
}

/// Behind a time: `张三 那我们开始`, or nothing but the name.
fn before_white(line: &str, at: usize) -> Option<Lead> {
    let rest = &line[at..];
    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
    let name = short_name(line, at..at + end)?;
    Some(new(name, at + end, Mark::Time))
}

/// `问　您觉得…`: set off by a tab or an ideographic space.
fn before_gap(line: &str, at: usize) -> Option<Lead> {
    let rest = &line[at..];
    let (end, _) = rest.char_indices().take(LONGEST_NAME + 1).find(|&(_, c)| c.is_whitespace())?;
    let name = short_name(line, at..at + end)?;
    rest[end..].starts_with(['\t', '\u{3000}']).then(|| new(name, at + end, Mark::Gap))
}

/// The name before a colon, without a note in brackets, a time and marks of emphasis behind it;
/// and whether that time is certain.
fn name_in(line: &str, place: Range<usize>) -> Option<(Range<usize>, bool)> {
    let start = place.start + leading(&line[place.clone()], is_emphasis);
    let mut end = place.end;
    let mut is_timed = false;
    loop {
        let name = line.get(start..end)?;
        let bare = name.trim_end().trim_end_matches(is_emphasis);
        let note = bare.ends_with([')', '）']).then(|| bare.rfind(['(', '（'])).flatten();
        if let Some(note) = note {
            is_timed |= time_at(&bare[note..]).is_some();
            end = start + note;
            continue;
        }
        let digits = bare
            .rfind(char::is_whitespace)
            .map_or(0, |at| at + bare[at..].chars().next().map_or(1, char::len_utf8));
        if let Some(time) = time_at(bare.get(digits..)?).filter(|_| digits > 0) {
            is_timed |= time.is_certain;
            end = start + digits;
            continue;
        }
        end = start + bare.len();
        break;
    }
    Some((short_name(line, start..end)?, is_timed))
}

/// `place` without white space around it, if it is as short as a name and there is any of it.
fn short_name(line: &str, place: Range<usize>) -> Option<Range<usize>> {
    let place = trimmed(line, place)?;
    let name = &line[place.clone()];
    let longest = if name.is_ascii() { LONGEST_LATIN } else { LONGEST_NAME };
    let is_short = name.chars().take(longest + 1).count() <= longest;
    let may_be = |c: char| c.is_alphanumeric() || c.is_whitespace() || "·.-_/&＆#＃".contains(c);
    (is_short && name.chars().all(may_be)).then_some(place)
}

fn trimmed(line: &str, place: Range<usize>) -> Option<Range<usize>> {
    let slice = line.get(place.clone())?;
    let start = place.start + white(slice);
    let name = slice.trim();
    (!name.is_empty()).then_some(start..start + name.len())
}

fn leading(text: &str, is_part: fn(char) -> bool) -> usize {
    text.len() - text.trim_start_matches(is_part).len()
}

/// A time at the start of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Time {
    /// Its bytes, brackets counted.
    pub(super) len: usize,
    /// Whether it is one of a recording: in brackets, or with seconds.
    pub(super) is_certain: bool,
}

/// `00:01`, `[00:01:02]`, `（1:02:03.5）`, `00:01:02,000 --> 00:01:05,000`.
pub(super) fn time_at(text: &str) -> Option<Time> {
    let open = text.chars().next()?;
    let close = match open {
        '[' => Some(']'),
        '［' => Some('］'),
        '【' => Some('】'),
        '(' => Some(')'),
        '（' => Some('）'),
        _ => None,
    };
    let start = if close.is_some() { open.len_utf8() } else { 0 };
    let (mut at, mut has_seconds) = clock_at(&text[start..])?;
    at += start;
    // From one time to another.
    let rest = text[at..].trim_start();
    let other = ["-->", "->", "—", "–", "-", "~", "～"].iter().find_map(|to| rest.strip_prefix(to));
    if let Some(other) = other.map(str::trim_start)
        && let Some((length, seconds)) = clock_at(other)
    {
        at = text.len() - other.len() + length;
        has_seconds |= seconds;
    }
    match close {
        Some(close) => {
            let rest = text[at..].trim_start().strip_prefix(close)?;
            Some(Time { len: text.len() - rest.len(), is_certain: true })
        }
        None => Some(Time { len: at, is_certain: has_seconds }),
    }
}

/// The bytes of a time of two or three numbers, and whether it has seconds.
fn clock_at(text: &str) -> Option<(usize, bool)> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let mut at = digits(text);
    if !(1..=3).contains(&at) {
        return None;
    }
    let mut parts = 1;
    while parts < 3 {
        let Some(rest) = text[at..].strip_prefix([':', '：']) else { break };
        if digits(rest) != 2 {
            break;
        }
        at = text.len() - rest.len() + 2;
        parts += 1;
    }
    if parts < 2 {
        return None;
    }
    // Parts of a second.
    if let Some(rest) = text[at..].strip_prefix(['.', ',']) {
        let count = digits(rest);
        if parts == 3 && (1..=3).contains(&count) {
            at = text.len() - rest.len() + count;
        }
    }
    let ends = !text[at..].starts_with(|c: char| c.is_ascii_alphanumeric());
    ends.then_some((at, parts == 3))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(line: &str) -> Option<(&str, &str)> {
        lead(line).map(|lead| (&line[lead.name], &line[lead.words..]))
    }

    #[test]
    fn names_are_found_in_every_way_transcripts_write_them() {
        for (line, name, words) in [
            ("问：那费用呢", "问", "那费用呢"),
            ("访谈者: 您好", "访谈者", "您好"),
            ("主持人（男，45岁）：大家好", "主持人", "大家好"),
            ("[甲] 是的", "甲", "是的"),
            ("【访谈者】您好", "访谈者", "您好"),
            ("【访谈者】：您好", "访谈者", "您好"),
            ("[00:01] 张三 好的", "张三", "好的"),
            ("[00:01:02] 张三：好的", "张三", "好的"),
            ("00:01:02 张三：好的", "张三", "好的"),
            ("张三 00:01:02", "张三", ""),
            ("说话人 1 00:01", "说话人 1", ""),
            ("张三（00:01:02）：好的", "张三", "好的"),
            ("张三(00:01:02) 好的", "张三", "好的"),
            ("**张三：** 好的", "张三", "好的"),
            ("**张三**：好的", "张三", "好的"),
            ("1. 问：您好", "问", "您好"),
            ("Speaker 1: hello", "Speaker 1", "hello"),
            ("问　您好", "问", "您好"),
            ("受访者：", "受访者", ""),
            ("P1：12:30开始", "P1", "12:30开始"),
        ] {
            assert_eq!(parts(line), Some((name, words)), "{line}");
        }
    }

    #[test]
    fn what_is_no_name_is_not_taken_for_one() {
        for line in [
            "他说，要是没人来：那就算了",
            "见 http://a.cn/b",
            "挺好的。就是：时间太长",
            "一般两个小时",
            "社区把党员、居民、物业：三方",
            "",
        ] {
            assert_eq!(parts(line), None, "{line}");
        }
    }
}
