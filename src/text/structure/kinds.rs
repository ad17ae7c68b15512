//! What each line is, by its shape and by what stands around it.
//!
//! Titles are named elsewhere ([`super::head`]): here each line is looked at as if the article had
//! none.

use super::{
    LineKind,
    shape::{self, Shape, Sketch},
};
use crate::text::{
    fold_width,
    sentence::{is_closing, is_end_mark},
};

/// More short lines than these one below the other are no headings.
pub(super) const STACKED_HEADINGS: usize = 3;
/// A short line that begins with so many characters of the paragraph before it, and whose others
/// follow there in the same order, echoes its lead: a pull quote or a misplaced run-in heading.
const ECHO_CHARS: usize = 5;
/// Within so many times its length, at most, stands what it leaves out.
const ECHO_STRETCH: usize = 3;
/// A line this short above a heading names a column (`新闻1+1`).
const COLUMN_NAME_CHARS: usize = 6;

/// What stands below a line, captions and bylines left out.
#[derive(Clone, Copy)]
enum Below {
    Body,
    /// So many headings, one below the other, and body below them.
    Headings(usize),
    Nothing,
}

/// The kinds of all lines as if the article had no title.
pub(super) fn kinds_of_body(text: &str, sketches: &[Sketch]) -> Vec<LineKind> {
    let usual_gap = usual_gap(sketches);
    let mut below = Below::Nothing;
    let mut kinds = vec![LineKind::Body; sketches.len()];
    // From the end, since a heading is known by what stands below it.
    for (number, sketch) in sketches.iter().enumerate().rev() {
        let before = number.checked_sub(1).and_then(|before| sketches.get(before));
        let after = sketches.get(number + 1);
        // Two blank lines stand above a part's heading as well, but then text follows closely.
        let is_wide = sketch.gap >= 3 || after.is_none_or(|after| after.gap >= 2);
        let apart = before.is_some() && sketch.gap >= 2 && sketch.gap > usual_gap && is_wide;
        let is_echo = || before.is_some_and(|before| echoes(text, sketch, before));
        let kind = match sketch.shape {
            Shape::Byline => LineKind::Byline,
            Shape::Turn => LineKind::Turn,
            Shape::Item => LineKind::Item,
            Shape::Caption => LineKind::Caption,
            Shape::Marked | Shape::Numbered => LineKind::Heading,
            Shape::Remark | Shape::Subtitle if is_echo() => LineKind::Echo,
            Shape::Remark if apart => LineKind::Caption,
            Shape::Short => {
                let goes_on = sketch.gap == 0 && before.is_some_and(Sketch::is_broken_off);
                if goes_on {
                    LineKind::Body
                } else if is_echo() {
                    LineKind::Echo
                } else {
                    short_line(sketch, after, apart, below)
                }
            }
            // Long captions stand apart on both sides, as no paragraph does.
            Shape::Subtitle
                if apart && after.is_none_or(|after| after.gap >= sketch.gap.min(2)) =>
            {
                LineKind::Caption
            }
            Shape::Subtitle | Shape::Remark | Shape::Long => LineKind::Body,
        };
        below = match (kind, below) {
            (LineKind::Body | LineKind::Item | LineKind::Turn, _) => Below::Body,
            (LineKind::Heading | LineKind::Kicker, Below::Headings(n))
                if sketch.shape == Shape::Short =>
            {
                Below::Headings(n + 1)
            }
            (LineKind::Heading | LineKind::Kicker, _) => Below::Headings(1),
            (_, below) => below,
        };
        if let Some(slot) = kinds.get_mut(number) {
            *slot = kind;
        }
    }
    kinds
}

/// What a short line without an end mark is.
fn short_line(sketch: &Sketch, after: Option<&Sketch>, apart: bool, below: Below) -> LineKind {
    // Headlines of several parts (`柳岸街道 开展读书活动`) stand apart like captions do.
    if apart && !(sketch.has_parts && matches!(below, Below::Body)) {
        return LineKind::Caption;
    }
    match below {
        Below::Body => LineKind::Heading,
        Below::Headings(_) if sketch.chars <= COLUMN_NAME_CHARS => LineKind::Kicker,
        Below::Headings(n) if n < STACKED_HEADINGS => LineKind::Heading,
        _ if sketch.gap > 0 && after.is_none_or(|after| after.gap > 0) => LineKind::Caption,
        _ => LineKind::Body,
    }
}

/// Whether a line says the opening of the paragraph before it again, whole or shortened.
fn echoes(text: &str, sketch: &Sketch, before: &Sketch) -> bool {
    if !matches!(before.shape, Shape::Long | Shape::Item) {
        return false;
    }
    let lead = shape::without_bullet(&text[before.content.range()]);
    let mut opening = lead.chars().map(fold_width).take(sketch.chars * ECHO_STRETCH);
    let line = shape::without_bullet(&text[sketch.content.range()]);
    let line = line.trim_end_matches(|c| is_closing(c) || is_end_mark(c));
    let mut shared = 0;
    let mut in_a_row = true;
    for c in line.chars().map(fold_width) {
        let mut passed = 0;
        // What the line leaves out is passed over.
        if !opening.by_ref().inspect(|_| passed += 1).any(|other| other == c) {
            return false;
        }
        in_a_row &= passed == 1;
        shared += usize::from(in_a_row);
        if !in_a_row && shared < ECHO_CHARS {
            return false;
        }
    }
    shared >= ECHO_CHARS
}

/// How many blank lines most lines of this text have before them (3 stands for more).
pub(super) fn usual_gap(sketches: &[Sketch]) -> usize {
    let mut counts = [0_usize; 4];
    for sketch in sketches.iter().skip(1) {
        if let Some(count) = counts.get_mut(sketch.gap.min(3)) {
            *count += 1;
        }
    }
    // The narrower of two gaps that are equally frequent.
    (0..4).rev().max_by_key(|&gap| counts.get(gap)).unwrap_or(0)
}
