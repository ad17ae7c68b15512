//! The shape of one line on its own: its length, its marks, what it begins with.
//!
//! Each line is looked at for its first [`LONGEST_SHORT`] characters at most, so that an article of
//! one line of 10M characters costs no more than finding that line's end.

use super::byline;
use crate::text::sentence::{is_closing, is_end_mark};
use crate::text::{ByteOffset, ByteSpan, ceil_character, floor_character, is_between_characters};

/// Lines of more characters are running text, whatever they look like.
const LONGEST_SHORT: usize = 60;
/// Longest heading without a mark of its own.
const LONGEST_HEADING: usize = 45;
/// Longest part of a heading between spaces.
const LONGEST_PART: usize = 26;
/// Longest clause of a heading that has commas: longer ones are sentences broken by a column.
const LONGEST_CLAUSE: usize = 14;

/// What a line looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Markdown's `#`.
    Marked,
    /// `一、…`, `(一)…`, `第一章 …`, and short.
    Numbered,
    /// Roles and names.
    Byline,
    /// `●…`, `1. …`.
    Item,
    /// Says itself that it goes with a picture.
    Caption,
    /// Short, no end mark, built like a heading.
    Short,
    /// No end mark, longer or less tight than a heading: a subtitle or broken text.
    Subtitle,
    /// Begins with who speaks: found by what stands in the whole file ([`super::turns`]).
    Turn,
    /// One short sentence with its end mark.
    Remark,
    /// Anything else.
    Long,
}

/// What is known of a line before its neighbours are looked at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sketch {
    /// The line without its line break.
    pub(super) span: ByteSpan,
    /// What is shown of it.
    pub(super) content: ByteSpan,
    /// What it looks like.
    pub(super) shape: Shape,
    /// Characters of the content, or one more than [`LONGEST_SHORT`].
    pub(super) chars: usize,
    /// How many blank lines stand before it.
    pub(super) gap: usize,
    /// Whether spaces divide it.
    pub(super) has_parts: bool,
    /// Its level as a Markdown heading; 0 if it is none.
    pub(super) level: usize,
    /// The end mark it ends with, before what closes behind it.
    end_mark: Option<char>,
}

impl Sketch {
    /// Looks at the line `span` with `gap` blank lines before it; `None` if it is blank.
    pub(super) fn of(text: &str, span: ByteSpan, gap: usize) -> Option<Self> {
        let line = &text[span.range()];
        // A mark on a space is text.
        let first = floor_character(line, line.len() - line.trim_start().len());
        let end = ceil_character(line, line.trim_end().len());
        let trimmed = line.get(first..end).filter(|line| !line.trim().is_empty())?;
        let (level, content) = without_marks(trimmed);
        let chars = content.chars().take(LONGEST_SHORT + 1).count();
        let last = content.trim_end_matches(is_closing).chars().next_back();
        let end_mark = last.filter(|&c| is_end_mark(c) || c == '…');
        // `content` is a suffix of the line but for the white space behind it.
        let end = span.start().to_usize() + end;
        let offset = |byte| ByteOffset::from_usize(byte).unwrap_or(span.end());
        Some(Self {
            span,
            content: ByteSpan::between(offset(end - content.len()), offset(end)),
            shape: if level > 0 {
                Shape::Marked
            } else {
                shape_of(content, chars, end_mark.is_some())
            },
            chars,
            gap,
            has_parts: chars <= LONGEST_SHORT && content.contains(char::is_whitespace),
            level,
            end_mark,
        })
    }

    /// Whether it is running text that stops without an end mark.
    pub(super) fn is_broken_off(&self) -> bool {
        matches!(self.shape, Shape::Long | Shape::Subtitle | Shape::Item) && self.end_mark.is_none()
    }

    /// Whether the head of an article, the lines above its text, may hold it.
    pub(super) fn may_stand_in_head(&self) -> bool {
        self.may_be_title() || self.shape == Shape::Byline
    }

    /// Whether it may be a title.
    pub(super) fn may_be_title(&self) -> bool {
        match self.shape {
            Shape::Marked | Shape::Short | Shape::Subtitle => true,
            // A title may ask or call, but it has no full stop.
            Shape::Remark => self.end_mark.is_some_and(|mark| !matches!(mark, '。' | '｡')),
            _ => false,
        }
    }

    /// Whether it says itself that it is a heading.
    pub(super) fn is_heading_by_mark(&self) -> bool {
        matches!(self.shape, Shape::Marked | Shape::Numbered)
    }
}

/// The level of a Markdown heading (0: none) and the line without its `#` marks.
fn without_marks(line: &str) -> (usize, &str) {
    let after = line.trim_start_matches('#');
    let level = line.len() - after.len();
    // The last one may be a key's cap: `#️⃣`.
    if !is_between_characters(line, level) {
        return (0, line);
    }
    let content = after.trim_start();
    // `#话题#` is no heading, while many leave out the space behind `##`.
    let is_heading = (1..=6).contains(&level)
        && !content.is_empty()
        && (level > 1 || content.len() < after.len())
        && !(content.len() == after.len() && content.ends_with('#'));
    if is_heading { (level, content) } else { (0, line) }
}

fn shape_of(content: &str, chars: usize, ends: bool) -> Shape {
    if chars <= LONGEST_SHORT && byline::is_byline(content) {
        return Shape::Byline;
    }
    if is_item(content) {
        return Shape::Item;
    }
    if chars > LONGEST_SHORT {
        return Shape::Long;
    }
    if is_caption(content) {
        return Shape::Caption;
    }
    // Only the end may have an end mark; a broken paragraph has one in the middle.
    let body = content.trim_end_matches(|c| is_closing(c) || is_end_mark(c) || c == '…');
    let is_single = !body.contains(['。', '；', ';']);
    if is_single && is_numbered(content) {
        return Shape::Numbered;
    }
    let stops_midway = content.ends_with(['，', '、', '；', '：', ',', ';', ':', '—']);
    if !is_single || stops_midway {
        return Shape::Long;
    }
    if ends {
        return if chars <= LONGEST_HEADING { Shape::Remark } else { Shape::Long };
    }
    let has_comma = content.contains(['，', ',']);
    let longest = |separates: fn(char) -> bool| {
        content.split(separates).map(|part| part.chars().count()).max().unwrap_or(0)
    };
    let is_tight = chars <= LONGEST_HEADING
        && longest(char::is_whitespace) <= LONGEST_PART
        && (!has_comma
            || longest(|c| matches!(c, '，' | ',') || c.is_whitespace()) <= LONGEST_CLAUSE);
    if is_tight { Shape::Short } else { Shape::Subtitle }
}

/// The line behind the bullet it may begin with.
pub(super) fn without_bullet(line: &str) -> &str {
    line.trim_start_matches(is_bullet).trim_start()
}

fn is_bullet(c: char) -> bool {
    matches!(
        c,
        '●' | '■'
            | '◆'
            | '•'
            | '·'
            | '○'
            | '▪'
            | '◎'
            | '★'
            | '☆'
            | '▶'
            | '◇'
            | '□'
            | '➤'
    )
}

/// Whether a line begins as an item of a list does: a bullet, `1.`, `（1）`, `①`, `- `.
fn is_item(line: &str) -> bool {
    if line.starts_with(is_bullet) || line.starts_with(|c| ('①'..='⑳').contains(&c)) {
        return true;
    }
    if let Some(rest) = line.strip_prefix(['-', '*', '+']) {
        return rest.starts_with(char::is_whitespace);
    }
    list_number(line) > 0
}

/// How many bytes at the start of a line are the number of an item, with its mark: `1.`, `（1）`.
pub(super) fn list_number(line: &str) -> usize {
    let inner = line.strip_prefix(['(', '（']);
    let digits = inner.unwrap_or(line);
    let rest =
        digits.trim_start_matches(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c));
    // Years and amounts begin lines too: two digits at most, and `1.5万` is none.
    let count = digits[..digits.len() - rest.len()].chars().count();
    if !(1..=2).contains(&count) {
        return 0;
    }
    let mark = rest.chars().next();
    let ends = match (inner, mark) {
        (Some(_), Some(')' | '）')) | (None, Some('、' | ')' | '）')) => true,
        (None, Some('.' | '．')) => !rest.chars().nth(1).is_some_and(char::is_numeric),
        _ => false,
    };
    if ends { line.len() - rest.len() + mark.map_or(0, char::len_utf8) } else { 0 }
}

/// Whether a line begins with the number of a part: `一、`, `（一）`, `第二章`.
fn is_numbered(line: &str) -> bool {
    let is_numeral = |c: char| "一二三四五六七八九十百".contains(c);
    let inner = line.strip_prefix(['(', '（', '第']);
    let numerals = inner.unwrap_or(line);
    let rest = numerals.trim_start_matches(is_numeral);
    if rest.len() == numerals.len() {
        return false;
    }
    match line.chars().next() {
        Some('第') => rest.starts_with(['章', '节', '编', '篇', '部']),
        Some('(' | '（') => rest.starts_with([')', '）']),
        _ => rest.starts_with(['、', '.', '．']),
    }
}

/// Whether a line says itself that it goes with a picture.
fn is_caption(line: &str) -> bool {
    const BEGINNINGS: [&str; 8] = ["图为", "图片", "上图", "下图", "左图", "右图", "▲", "△"];
    const ENDINGS: [&str; 6] = [" 摄", "　摄", "/摄", "资料图", "资料图片", "供图"];
    let bare = line.trim_end_matches(|c| is_closing(c) || c == '。');
    BEGINNINGS.iter().any(|beginning| line.starts_with(beginning))
        || ENDINGS.iter().any(|ending| bare.ends_with(ending))
}

/// Whether a line begins with a dash, as subtitles do.
pub(super) fn is_dash_line(line: &str) -> bool {
    ["——", "--", "——", "──"].iter().any(|dash| line.starts_with(dash))
}

/// Whether a line above the title names the series, page or place it belongs to.
pub(super) fn is_kicker(line: &str) -> bool {
    /// A place or a column's name, not a title.
    const SHORTEST_TITLE: usize = 5;
    const WORDS: [&str; 14] = [
        "特别报道",
        "巡礼",
        "系列报道",
        "专题报道",
        "连续报道",
        "特刊",
        "专版",
        "专栏",
        "献礼",
        "砥砺奋进",
        "喜迎",
        "周年",
        "回眸",
        "进行时",
    ];
    is_dash_line(line)
        || (line.starts_with(['【', '[', '［', '〔']) && line.ends_with(['】', ']', '］', '〕']))
        || line.chars().take(SHORTEST_TITLE).count() < SHORTEST_TITLE
        || WORDS.iter().any(|word| line.contains(word))
}
