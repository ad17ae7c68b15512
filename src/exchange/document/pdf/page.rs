//! A page's glyphs as lines, and the lines in the order in which they are read.
//!
//! Glyphs on one height are a row; wide gaps part it. Rows that one gap runs through are columns,
//! read one after the other, if the text fills them; else they are rows of a table. What is turned
//! on its page is read behind what is not.

use super::{
    direction::PdfDirection,
    glyphs::{Glyph, PdfGlyphs},
};
use crate::exchange::document::layout::{BETWEEN_CELLS, is_full_width};

/// Columns in columns are looked for so deep.
const DEEPEST: usize = 6;
/// A gap wider than so many times the size parts a row.
const WIDE_GAP: f64 = 1.0;
/// Columns have so many rows at least.
const FEWEST_ROWS: usize = 4;
/// The text of a column fills so much of its width, on average.
const FILL: f64 = 0.6;
/// Columns are so many times the size wide at least.
const NARROWEST: f64 = 8.0;

/// A blank that was typed between Han characters is at least so wide, in their size.
const TYPED: f64 = 0.35;
/// The letters of a title that was spaced out are at least so far apart, in their size.
const SPACED: f64 = 0.12;

/// A line of text on a page, which is turned so that the line runs from left to right.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct PdfLine {
    pub(super) text: String,
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) base: f64,
    pub(super) size: f64,
    /// Whether it is a row of a table, a paragraph of its own.
    pub(super) is_row: bool,
    /// Where in its text wide gaps are.
    pub(super) gaps: Vec<usize>,
    /// How it ran before the page was turned.
    pub(super) direction: PdfDirection,
    /// The height of the turned page.
    pub(super) height: f64,
    /// Whether the file says that it is no part of the text.
    pub(super) is_artifact: bool,
    /// Whether it begins with what was written into a field of a form.
    pub(super) is_answer: bool,
}

/// A page: groups of lines, one below the other, in the order in which they are read.
#[derive(Debug, Default)]
pub(super) struct PdfPage {
    pub(super) groups: Vec<Vec<PdfLine>>,
    /// The signs that refer to notes.
    pub(super) notes: Vec<String>,
}

/// What stands on one height: its pieces from left to right.
type Row = Vec<PdfLine>;

impl PdfPage {
    pub(super) fn of(found: &PdfGlyphs) -> Self {
        let mut page = Self::default();
        let mut directions: Vec<PdfDirection> =
            found.drawn.iter().map(|glyph| glyph.direction).collect();
        directions.sort_unstable();
        directions.dedup();
        for direction in directions {
            let (artifacts, text) =
                found.turned(direction).into_iter().partition(|glyph| glyph.is_artifact);
            let mut all = rows(text, &mut page.notes);
            let artifacts = rows(artifacts, &mut Vec::new());
            if !artifacts.is_empty() {
                let base = |row: &Row| row.first().map_or(0.0, |line| line.base);
                all.extend(artifacts.into_iter().map(|row| {
                    row.into_iter().map(|line| PdfLine { is_artifact: true, ..line }).collect()
                }));
                all.sort_by(|a: &Row, b: &Row| base(a).total_cmp(&base(b)));
            }
            let from = page.groups.len();
            put_in_order(all, DEEPEST, &mut page.groups);
            let height = direction.height(found.page);
            for line in page.groups.iter_mut().skip(from).flatten() {
                (line.direction, line.height) = (direction, height);
            }
        }
        page
    }
}

/// The glyphs as rows, from the top down.
fn rows(mut glyphs: Vec<Glyph>, notes: &mut Vec<String>) -> Vec<Row> {
    glyphs.sort_by(|a, b| a.base.total_cmp(&b.base));
    let mut rows = Vec::new();
    let mut row: Vec<Glyph> = Vec::new();
    for glyph in glyphs {
        // Raised signs stand a little higher than their row.
        let is_same = row
            .first()
            .is_some_and(|first| glyph.base - first.base < 0.45 * first.size.max(glyph.size));
        if !is_same && !row.is_empty() {
            rows.extend(pieces(std::mem::take(&mut row), notes));
        }
        row.push(glyph);
    }
    rows.extend(pieces(row, notes));
    rows
}

/// A piece of a row that is put together.
#[derive(Default)]
struct Piece {
    /// Each with whether a blank was drawn before it.
    glyphs: Vec<(Glyph, bool)>,
    right: f64,
    base: f64,
    size: f64,
}

/// The pieces of a row; `None` if it is blank. Signs that refer to notes are put among those.
fn pieces(mut row: Vec<Glyph>, notes: &mut Vec<String>) -> Option<Row> {
    row.sort_by(|a, b| a.left.total_cmp(&b.left));
    let mut pieces: Vec<Piece> = Vec::new();
    let mut is_behind_blank = false;
    // Where the sign of a note ends that goes on.
    let mut sign_end = f64::NEG_INFINITY;
    for glyph in row {
        if glyph.text.trim().is_empty() {
            is_behind_blank = true;
            continue;
        }
        if pieces.last().is_some_and(|piece| is_note(piece, &glyph)) {
            match notes.last_mut() {
                Some(sign) if glyph.left - sign_end < 0.1 * glyph.size => {
                    sign.push_str(&glyph.text);
                }
                _ => notes.push(glyph.text),
            }
            sign_end = glyph.right;
            continue;
        }
        let goes_on = pieces
            .last()
            .is_some_and(|piece| glyph.left - piece.right < WIDE_GAP * piece.size.max(glyph.size));
        if !goes_on {
            pieces.push(Piece { right: f64::NEG_INFINITY, ..Piece::default() });
        }
        if let Some(piece) = pieces.last_mut() {
            piece.right = piece.right.max(ink_end(&glyph));
            if glyph.size > piece.size {
                (piece.size, piece.base) = (glyph.size, glyph.base);
            }
            piece.glyphs.push((glyph, is_behind_blank));
        }
        is_behind_blank = false;
    }
    (!pieces.is_empty()).then(|| pieces.into_iter().map(Piece::line).collect())
}

impl Piece {
    fn line(self) -> PdfLine {
        let spacing = self.spacing();
        let first = self.glyphs.first().map(|(glyph, _)| glyph);
        let left = first.map_or(0.0, |glyph| glyph.left);
        let is_answer = first.is_some_and(|glyph| glyph.is_answer);
        let (mut text, mut right, mut size) = (String::new(), f64::INFINITY, 0.0_f64);
        for (glyph, is_behind_blank) in self.glyphs {
            size = size.max(glyph.size);
            let own = if is_behind_blank { 0.0 } else { spacing };
            let gap = (glyph.left - right) / size - own;
            // Whoever types a blank between Han characters means it.
            let is_typed = is_behind_blank && gap > TYPED;
            if is_typed || is_space(text.chars().next_back(), glyph.text.chars().next(), gap) {
                text.push(' ');
            }
            text.push_str(&glyph.text);
            right = if right.is_finite() { right.max(ink_end(&glyph)) } else { ink_end(&glyph) };
        }
        PdfLine {
            text,
            left,
            right: self.right,
            base: self.base,
            size: self.size,
            is_answer,
            ..PdfLine::default()
        }
    }

    /// How far the letters of a title are apart that was spaced out, in their size; 0 in other
    /// pieces. Digits that stand evenly apart may be as many numbers, unless there are words.
    fn spacing(&self) -> f64 {
        let letter = |glyph: &Glyph| glyph.text.chars().all(char::is_alphabetic);
        let letters = self.glyphs.iter().filter(|(glyph, _)| letter(glyph)).count();
        if letters < 2 || self.glyphs.len() < 3 || letters * 6 < self.glyphs.len() {
            return 0.0;
        }
        let mut gaps: Vec<f64> = std::iter::zip(&self.glyphs, self.glyphs.iter().skip(1))
            .filter(|(_, (_, is_behind_blank))| !is_behind_blank)
            .map(|((before, _), (glyph, _))| (glyph.left - ink_end(before)) / self.size)
            .collect();
        gaps.sort_by(f64::total_cmp);
        let (Some(&least), Some(&middle)) = (gaps.first(), gaps.get(gaps.len() / 2)) else {
            return 0.0;
        };
        let is_even =
            least > SPACED && middle - least < SPACED && gaps.len() * 2 >= self.glyphs.len();
        if is_even { middle } else { 0.0 }
    }
}

/// Whether a small raised number behind a piece refers to a note.
///
/// Behind a Latin letter, a digit or a bracket it is a power: a square metre.
fn is_note(piece: &Piece, glyph: &Glyph) -> bool {
    let is_small = glyph.size < 0.75 * piece.size;
    let is_raised = glyph.base < piece.base - 0.15 * piece.size;
    let is_number = glyph.text.chars().all(|c| c.is_numeric() || matches!(c, '[' | ']' | '*'));
    let behind = piece.glyphs.last().and_then(|(glyph, _)| glyph.text.chars().next_back());
    let is_power = behind.is_some_and(|c| {
        (c.is_alphanumeric() && !is_full_width(c)) || matches!(c, ')' | ']' | '}' | '|')
    });
    is_small && is_raised && is_number && !is_power
}

/// Where what is seen of a glyph ends: a stop may hang over the edge of its column with its blank.
fn ink_end(glyph: &Glyph) -> f64 {
    let last = glyph.text.chars().next_back();
    if last.is_some_and(is_half_blank) {
        f64::midpoint(glyph.left, glyph.right)
    } else {
        glyph.right
    }
}

/// Whether the right half of a full-width mark is blank.
fn is_half_blank(c: char) -> bool {
    matches!(c, '，' | '。' | '、' | '；' | '：' | '！' | '？' | '）' | '》' | '」' | '』' | '】')
}

/// Whether a gap, measured in the size of the glyphs, is a space.
fn is_space(before: Option<char>, after: Option<char>, gap: f64) -> bool {
    let (Some(before), Some(after)) = (before, after) else { return false };
    match (is_full_width(before), is_full_width(after)) {
        (true, true) => gap > if is_half_blank(before) { 1.1 } else { 0.6 },
        (true, false) if is_half_blank(before) => gap > 0.9,
        // A little room is made between Han and Latin where nobody typed a space.
        (true, false) | (false, true) => gap > 0.4,
        (false, false) => gap > 0.16,
    }
}

/// A stretch of the page's width.
type Gap = (f64, f64);

/// Puts rows down group by group: columns one after the other.
fn put_in_order(rows: Vec<Row>, depth: usize, groups: &mut Vec<Vec<PdfLine>>) {
    let mut group: Vec<PdfLine> = Vec::new();
    let mut rest = rows.into_iter().peekable();
    while let Some(row) = rest.next() {
        if row.len() < 2 || depth == 0 {
            group.push(joined(row, " "));
            continue;
        }
        // The rows from here on that a gap of this one runs through.
        let mut gaps = inner_gaps(&row);
        let mut band = vec![row];
        while let Some(next) = rest.peek() {
            let narrowed: Vec<Gap> = gaps.iter().filter_map(|gap| narrow(*gap, next)).collect();
            if narrowed.is_empty() || is_far(band.last(), next) {
                break;
            }
            gaps = narrowed;
            band.extend(rest.next());
        }
        let widest = gaps.into_iter().max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)));
        let Some((from, to)) = widest else { continue };
        let middle = f64::midpoint(from, to);
        if are_columns(&band, middle) {
            groups.extend(Some(std::mem::take(&mut group)).filter(|group| !group.is_empty()));
            let (left, right) = parted(band, middle);
            put_in_order(left, depth - 1, groups);
            put_in_order(right, depth - 1, groups);
        } else {
            let is_table = band.iter().filter(|row| row.len() > 1).count() > 1;
            for row in band {
                let is_row = is_table && row.len() > 1;
                let line = joined(row, if is_row { BETWEEN_CELLS } else { " " });
                group.push(PdfLine { is_row, ..line });
            }
        }
    }
    groups.extend(Some(group).filter(|group| !group.is_empty()));
}

/// The gaps between the pieces of a row.
fn inner_gaps(row: &Row) -> Vec<Gap> {
    std::iter::zip(row, row.iter().skip(1)).map(|(a, b)| (a.right, b.left)).collect()
}

/// What a row leaves of a gap, if that is wide enough to part columns.
fn narrow((mut from, mut to): Gap, row: &Row) -> Option<Gap> {
    for piece in row {
        if piece.right <= from || piece.left >= to {
            continue;
        }
        // The piece reaches into it from one side, or stands across it.
        match (piece.left <= from, piece.right >= to) {
            (true, true) => return None,
            (false, true) => to = piece.left,
            // Of the two sides of a piece within it the wider one.
            (false, false) if piece.left - from > to - piece.right => to = piece.left,
            (_, false) => from = piece.right,
        }
    }
    let size = row.iter().map(|piece| piece.size).fold(0.0, f64::max);
    (to - from > 0.7 * size).then_some((from, to))
}

/// Whether a row stands well below the one before it.
fn is_far(before: Option<&Row>, row: &Row) -> bool {
    let first = |row: &Row| row.first().map(|piece| (piece.base, piece.size));
    let (Some((above, size)), Some((base, own))) = (before.and_then(first), first(row)) else {
        return true;
    };
    base - above > 3.0 * size.max(own)
}

/// Whether the text left and right of `middle` fills two columns.
fn are_columns(band: &[Row], middle: f64) -> bool {
    if band.len() < FEWEST_ROWS {
        return false;
    }
    [true, false].into_iter().all(|is_left| {
        let side = band.iter().filter_map(|row| {
            let mut pieces = row.iter().filter(|piece| (piece.left < middle) == is_left);
            let first = pieces.next()?;
            let right = pieces.map(|piece| piece.right).fold(first.right, f64::max);
            Some((first.left, right, first.size))
        });
        let lines: Vec<(f64, f64, f64)> = side.collect();
        let left = lines.iter().map(|line| line.0).fold(f64::INFINITY, f64::min);
        let right = lines.iter().map(|line| line.1).fold(f64::NEG_INFINITY, f64::max);
        let em = lines.iter().map(|line| line.2).fold(0.0, f64::max);
        let width = right - left;
        let filled: f64 = lines.iter().map(|line| line.1 - line.0).sum();
        #[expect(clippy::cast_precision_loss, reason = "rows of a page are few")]
        let mean = filled / lines.len() as f64;
        lines.len() >= FEWEST_ROWS - 1 && width > NARROWEST * em && mean > FILL * width
    })
}

fn parted(band: Vec<Row>, middle: f64) -> (Vec<Row>, Vec<Row>) {
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for row in band {
        let (before, behind): (Row, Row) = row.into_iter().partition(|piece| piece.left < middle);
        left.extend(Some(before).filter(|row| !row.is_empty()));
        right.extend(Some(behind).filter(|row| !row.is_empty()));
    }
    (left, right)
}

/// The pieces of a row as one line.
fn joined(row: Row, between: &str) -> PdfLine {
    let mut pieces = row.into_iter();
    // A row has a piece; an empty line does no harm.
    let mut line = pieces.next().unwrap_or_else(|| PdfLine { size: 1.0, ..PdfLine::default() });
    for piece in pieces {
        line.gaps.push(line.text.len());
        line.text.push_str(between);
        line.text.push_str(&piece.text);
        line.right = line.right.max(piece.right);
        line.size = line.size.max(piece.size);
    }
    line
}
