//! A page's glyphs as lines, and the lines in the order in which they are read.
//!
//! Glyphs on one height are a row; wide gaps part it. Rows that one gap runs through are columns,
//! read one after the other, if the text fills them; else they are rows of a table.

use super::glyphs::{Glyph, Glyphs};
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

/// A line of text on a page.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) base: f64,
    pub(super) size: f64,
    /// Whether it is a row of a table, a paragraph of its own.
    pub(super) is_row: bool,
}

/// A page: groups of lines, one below the other, in the order in which they are read.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) groups: Vec<Vec<Line>>,
    pub(super) height: f64,
    /// How many signs refer to notes.
    pub(super) notes: usize,
}

/// What stands on one height: its pieces from left to right.
type Row = Vec<Line>;

impl Page {
    pub(super) fn of(found: Glyphs) -> Self {
        let mut page = Self { height: found.height, ..Self::default() };
        for glyphs in [found.level, found.vertical] {
            let rows = rows(glyphs, &mut page.notes);
            put_in_order(rows, DEEPEST, &mut page.groups);
        }
        page
    }
}

/// The glyphs as rows, from the top down.
fn rows(mut glyphs: Vec<Glyph>, notes: &mut usize) -> Vec<Row> {
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

/// The pieces of a row; `None` if it is blank. Signs that refer to notes are counted.
fn pieces(mut row: Vec<Glyph>, notes: &mut usize) -> Option<Row> {
    row.sort_by(|a, b| a.left.total_cmp(&b.left));
    let mut pieces: Row = Vec::new();
    for glyph in row {
        if glyph.text.trim().is_empty() {
            continue;
        }
        let (glyph_size, left) = (glyph.size, glyph.left);
        if pieces.last().is_some_and(|piece| is_note(piece, &glyph)) {
            let is_further =
                pieces.last().is_some_and(|piece| left - piece.right > 0.1 * glyph_size);
            *notes += usize::from(!is_further);
            continue;
        }
        match pieces.last_mut() {
            Some(piece) if left - piece.right < WIDE_GAP * piece.size.max(glyph_size) => {
                let before = piece.text.chars().next_back();
                let gap = (left - piece.right) / piece.size.max(glyph_size);
                if is_space(before, glyph.text.chars().next(), gap) {
                    piece.text.push(' ');
                }
                piece.text.push_str(&glyph.text);
                piece.right = piece.right.max(ink_end(&glyph));
                if glyph_size > piece.size {
                    (piece.size, piece.base) = (glyph_size, glyph.base);
                }
            }
            _ => pieces.push(Line {
                left,
                right: ink_end(&glyph),
                text: glyph.text,
                base: glyph.base,
                size: glyph_size,
                is_row: false,
            }),
        }
    }
    (!pieces.is_empty()).then_some(pieces)
}

/// Whether a small raised number behind a piece refers to a note.
///
/// Behind a Latin letter or a digit it is a power: a square metre.
fn is_note(piece: &Line, glyph: &Glyph) -> bool {
    let is_small = glyph.size < 0.75 * piece.size;
    let is_raised = glyph.base < piece.base - 0.15 * piece.size;
    let is_number = glyph.text.chars().all(|c| c.is_numeric() || matches!(c, '[' | ']' | '*'));
    let behind = piece.text.chars().next_back();
    is_small && is_raised && is_number && !behind.is_some_and(|c| c.is_ascii_alphanumeric())
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
        // A little room is made between Han and Latin where nobody typed a space.
        (true, false) | (false, true) => gap > 0.4,
        (false, false) => gap > 0.16,
    }
}

/// A stretch of the page's width.
type Gap = (f64, f64);

/// Puts rows down group by group: columns one after the other.
fn put_in_order(rows: Vec<Row>, depth: usize, groups: &mut Vec<Vec<Line>>) {
    let mut group: Vec<Line> = Vec::new();
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
                group.push(Line { is_row, ..line });
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
fn joined(row: Row, between: &str) -> Line {
    let mut pieces = row.into_iter();
    // A row has a piece; an empty line does no harm.
    let mut line = pieces.next().unwrap_or(Line {
        text: String::new(),
        left: 0.0,
        right: 0.0,
        base: 0.0,
        size: 1.0,
        is_row: false,
    });
    for piece in pieces {
        line.text.push_str(between);
        line.text.push_str(&piece.text);
        line.right = line.right.max(piece.right);
        line.size = line.size.max(piece.size);
    }
    line
}
