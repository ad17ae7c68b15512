//! Lines of a page as paragraphs and headings.
//!
//! A line starts a paragraph if it is indented, stands apart, is of another size, or if the line
//! before it stopped short of the margin although the next word would have fitted.

use super::page::{PdfLine, PdfPage};
use crate::exchange::document::layout::{Block, Layout, is_full_width};

/// A heading is so many times larger than the text.
const LARGER: f64 = 1.15;
/// No heading is longer, in characters.
const LONGEST_HEADING: usize = 60;
/// Sizes of headings that are told apart.
const LEVELS: usize = 4;
/// Lines so many times the usual distance apart are no paragraph.
const APART: f64 = 1.4;
/// Lines are no more than so many times their size apart, as far as they are one paragraph.
const FARTHEST: f64 = 3.5;
/// The name of a speaker or an entry is no longer, in characters.
const LONGEST_LABEL: usize = 8;
/// A group of fewer lines does not show where its margins are.
const FEW: usize = 5;

/// The text of the pages.
pub(super) fn text_of(pages: &[PdfPage]) -> String {
    let groups: Vec<&Vec<PdfLine>> = pages.iter().flat_map(|page| &page.groups).collect();
    let sizes = Sizes::of(&groups);
    // The usual width is that of most lines' groups.
    let width = usual(groups.iter().flat_map(|group| {
        let area = Area::of(group, None);
        group.iter().map(move |line| (area.right - area.left, line.text.len()))
    }));
    let mut writer = Writer {
        layout: Layout::default(),
        sizes,
        last: None,
        text: String::new(),
        is_first_row: true,
    };
    for group in groups {
        let area = Area::of(group, Some(width));
        for line in group {
            writer.line(line, &area);
        }
        writer.between_groups();
    }
    writer.flush();
    writer.layout.finish()
}

/// The value that most text has; `values` come with how much text has them.
#[expect(clippy::cast_possible_truncation, reason = "sizes and widths on a page; it saturates")]
fn usual(values: impl Iterator<Item = (f64, usize)>) -> f64 {
    let mut counts: std::collections::BTreeMap<i64, usize> = std::collections::BTreeMap::new();
    for (value, count) in values {
        *counts.entry((value * 2.0).round() as i64).or_default() += count;
    }
    let most = counts.into_iter().max_by_key(|&(_, count)| count);
    #[expect(clippy::cast_precision_loss, reason = "it was rounded from one")]
    most.map_or(0.0, |(value, _)| value as f64 / 2.0)
}

/// The size that most text has.
pub(super) fn usual_size<'a>(lines: impl Iterator<Item = &'a PdfLine>) -> f64 {
    usual(lines.map(|line| (line.size, line.text.len())))
}

/// How large the text is, and which sizes are headings.
struct Sizes {
    body: f64,
    /// From the largest.
    headings: Vec<f64>,
}

impl Sizes {
    fn of(groups: &[&Vec<PdfLine>]) -> Self {
        let lines = || groups.iter().flat_map(|group| group.iter());
        let body = usual_size(lines());
        let mut headings: Vec<f64> = Vec::new();
        let mut larger: Vec<f64> =
            lines().map(|line| line.size).filter(|&size| size > body * LARGER).collect();
        larger.sort_by(|a, b| b.total_cmp(a));
        for size in larger {
            if headings.last().is_none_or(|&last| size < last * 0.95) {
                headings.push(size);
            }
        }
        Self { body, headings }
    }

    /// The level of a heading of that size; `None` for text.
    fn level(&self, size: f64) -> Option<usize> {
        if size <= self.body * LARGER {
            return None;
        }
        let at = self.headings.iter().position(|&heading| size >= heading * 0.95)?;
        Some((at + 1).min(LEVELS))
    }
}

/// Where the lines of a group begin and end, and how far they are apart.
#[derive(Clone, Copy, Debug)]
struct Area {
    left: f64,
    right: f64,
    distance: f64,
}

impl Area {
    /// Of a few lines the margins are taken to be `width` apart.
    fn of(group: &[PdfLine], width: Option<f64>) -> Self {
        let sorted = |values: Vec<f64>| {
            let mut values = values;
            values.sort_by(f64::total_cmp);
            values
        };
        let lefts = sorted(group.iter().map(|line| line.left).collect());
        let left = lefts.get(lefts.len() / 10).copied().unwrap_or(0.0);
        let rights = sorted(group.iter().map(|line| line.right).collect());
        let mut right = rights
            .get((rights.len() * 19 / 20).min(rights.len().saturating_sub(1)))
            .copied()
            .unwrap_or(0.0);
        if let Some(width) = width.filter(|_| group.len() < FEW) {
            right = right.max(left + width);
        }
        let steps = std::iter::zip(group, group.iter().skip(1)).map(|(a, b)| b.base - a.base);
        let steps = sorted(steps.filter(|&step| step > 0.1).collect());
        // The lower quarter: where most paragraphs are one line, most distances are between them.
        let distance = steps.get(steps.len() / 4).copied().unwrap_or(f64::INFINITY);
        Self { left, right, distance }
    }
}

/// The line before.
#[derive(Clone, Debug)]
struct Last {
    line: PdfLine,
    area: Area,
    /// Whether it begins with a bullet or a number, so that the next may be indented more.
    is_item: bool,
    /// Where the lines of the item go on.
    hanging: Option<f64>,
    /// Whether it is the last of its group.
    is_end: bool,
}

struct Writer {
    layout: Layout,
    sizes: Sizes,
    last: Option<Last>,
    text: String,
    is_first_row: bool,
}

impl Writer {
    fn line(&mut self, line: &PdfLine, area: &Area) {
        let starts = self.last.as_ref().is_none_or(|last| self.starts(last, line, area));
        let mut hanging = None;
        if starts {
            self.flush();
            self.text.push_str(&line.text);
        } else {
            join(&mut self.text, &line.text);
            hanging = self
                .last
                .as_ref()
                .and_then(|last| last.hanging.or_else(|| last.is_item.then_some(line.left)));
        }
        let is_item = starts && item_sign(&line.text).is_some();
        self.last = Some(Last { line: line.clone(), area: *area, is_item, hanging, is_end: false });
        if line.is_row {
            self.flush();
        }
    }

    fn between_groups(&mut self) {
        if let Some(last) = &mut self.last {
            last.is_end = true;
        }
    }

    /// Whether a line starts a paragraph.
    fn starts(&self, last: &Last, line: &PdfLine, area: &Area) -> bool {
        let size = line.size.max(1.0);
        let before = &last.line;
        let is_turned = line.direction != before.direction;
        if is_turned
            || line.is_row
            || before.is_row
            || (size / before.size.max(1.0) - 1.0).abs() > 0.1
        {
            return true;
        }
        let step = line.base - before.base;
        if !last.is_end && step > (APART * area.distance).min(FARTHEST * size) {
            return true;
        }
        // A heading of two lines is centred or not, but of one size.
        if self.sizes.level(size).is_some() {
            return last.is_end || step > 2.0 * size;
        }
        let is_short = before.right + first_word(line) < last.area.right - 0.3 * size;
        if is_short || item_sign(&line.text).is_some() || is_turn(&before.text, &line.text) {
            return true;
        }
        // From one column to the next, places are measured from each one's own margin.
        let own = line.left - area.left;
        let others = before.left - last.area.left;
        let is_hanging = last.hanging.is_some_and(|at| (line.left - at).abs() < 0.6 * size);
        own > others + 0.8 * size && !last.is_item && !is_hanging
    }

    /// Puts the paragraph down.
    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        let Some(last) = &self.last else { return };
        let level = self.sizes.level(last.line.size);
        // A sentence set large, as at the head of an article, is none.
        let is_sentence = text.ends_with(['。', '；', '，', '、']);
        let level = level.filter(|_| text.chars().count() <= LONGEST_HEADING && !is_sentence);
        let is_row = last.line.is_row && !text.is_empty();
        if !text.is_empty() {
            self.is_first_row |= !is_row;
        }
        match (level, item_sign(&text)) {
            _ if is_row => {
                self.layout.block(Block::Row { is_first: self.is_first_row }, &text);
                self.is_first_row = false;
            }
            (Some(level), _) => self.layout.block(Block::Heading(level), &text),
            (None, Some((length, is_number))) => {
                let (sign, rest) = text.split_at(length);
                let marker = is_number.then(|| sign.to_owned());
                self.layout.block(Block::Item { depth: 0, marker }, rest);
            }
            (None, None) => self.layout.block(Block::Paragraph, &text),
        }
    }
}

/// How much room the first word of a line takes; a Han character with a mark is one.
fn first_word(line: &PdfLine) -> f64 {
    let mut width = 0.0;
    for c in line.text.chars().take(40) {
        if c.is_whitespace() {
            break;
        }
        if is_full_width(c) {
            return width + 2.0 * line.size;
        }
        width += 0.5 * line.size;
    }
    width
}

/// Whether a line begins with who speaks, or with the name of an entry: 答：, 年龄：.
fn is_turn(before: &str, line: &str) -> bool {
    let is_labelled = |text: &str| {
        let label = text.split_once('：').map(|(label, _)| label);
        label.is_some_and(|label| {
            (1..=LONGEST_LABEL).contains(&label.chars().count())
                && label.chars().all(char::is_alphanumeric)
        })
    };
    // In the middle of a sentence it is one of its words.
    let is_end = before.ends_with(['。', '？', '！', '…', '”', '）', '?', '!', '.']);
    is_labelled(line) && (is_end || is_labelled(before))
}

/// How long the bullet or the number of an item is at the start of a text, in bytes, and whether
/// it is a number; `None` if it begins with neither.
fn item_sign(text: &str) -> Option<(usize, bool)> {
    let first = text.chars().next()?;
    if matches!(first, '•' | '●' | '○' | '■' | '□' | '◆' | '◇' | '▪' | '▶' | '★' | '※' | '\u{f0b7}')
    {
        return Some((first.len_utf8(), false));
    }
    if matches!(first, '①'..='⑳') {
        return Some((first.len_utf8(), true));
    }
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = text.len() - rest.len();
    let behind = rest.chars().next()?;
    let ends = matches!(behind, '、' | '．' | ')' | '）') || rest.starts_with(". ");
    ((1..=2).contains(&digits) && ends).then_some((digits + behind.len_utf8(), true))
}

/// Puts a further line behind a text.
fn join(text: &mut String, line: &str) {
    let (Some(before), Some(after)) = (text.chars().next_back(), line.chars().next()) else {
        text.push_str(line);
        return;
    };
    let parted = text.strip_suffix('-').and_then(|text| text.chars().next_back());
    if parted.is_some_and(char::is_alphabetic) && after.is_lowercase() {
        text.pop();
    } else if !is_full_width(before) && !is_full_width(after) {
        // A number in Chinese text may be broken where the line ends.
        let is_number = before.is_ascii_digit() && after.is_ascii_digit();
        if !(is_number && is_chinese(text) && is_chinese(line)) {
            text.push(' ');
        }
    }
    text.push_str(line);
}

/// Whether a text has a Han character or mark.
fn is_chinese(text: &str) -> bool {
    text.chars().any(is_full_width)
}
