//! Breaking a paragraph into lines the Chinese way (CLREQ), as pure functions.
//!
//! Fed with characters and their widths, knowing neither fonts nor screens: the window sets its page
//! with it and paper is set with it. Source of the rules:
//! W3C, *Requirements for Chinese Text Layout* (CLREQ), sections 3.1 (punctuation) and 3.2 (line
//! breaking and justification).
//!
//! - No closing mark, stop or `%` at a line's start, no opening mark at its end.
//! - `——`, `……`, Latin words and numbers stay whole, and so does a number with a sign behind it
//!   (`%`, `℃`, ` km`). What it counts (`1860平方米`) had better stand in its line, but a break is
//!   better than a loose line.
//! - Adjacent full-width marks share half an em; a mark at a line's edge loses its blank half.
//! - A stop that no longer fits may hang beyond the right edge.
//! - Lines are flush on both sides: marks close up, or equal gaps between Han characters and between
//!   words grow, by at most a twelfth of an em if there is any way, by a quarter if not. All breaks
//!   of a paragraph are chosen together, so that a long Latin word does not leave one loose line.
//!   Where nothing else fits, letters are set apart, and at last a word is torn.
//! - A paragraph that is mostly Latin is set flush left.
//! - A paragraph does not end in a line of one character.

mod breaks;
mod class;

use std::ops::Range;

use breaks::{LineFit, SetParagraph};

/// The largest gap that justification adds if there is any other way, in em: a line whose
/// characters stand further apart is seen at once.
const GOOD_STRETCH: f32 = 0.08;
/// The largest gap that justification may add, in em.
const MAX_STRETCH: f32 = 0.25;
/// The gap between words that are set apart, in em.
const WORD_GAP: f32 = 0.25;

/// What a paragraph is set into. Lengths in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Measure<'a> {
    /// Width of a full line.
    pub(crate) width: f32,
    /// Width of a Han character.
    pub(crate) em: f32,
    /// Indent of the first line.
    pub(crate) indent: f32,
    /// Whether full lines reach both edges.
    pub(crate) justify: bool,
    /// Whether the text goes on in another piece, so that the last line is full like the others.
    pub(crate) goes_on: bool,
    /// Characters, in ascending order, that start a word set apart from the one before it by
    /// [`WORD_GAP`]; never at a line's start.
    pub(crate) spaced: &'a [usize],
}

/// From this character on, `extra` points stand before each character.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Gap {
    /// The first character with that gap.
    pub(crate) from: usize,
    /// Points before each; negative where marks are squeezed.
    pub(crate) extra: f32,
}

/// One line of a paragraph.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SetLine {
    /// Its characters.
    pub(crate) chars: Range<usize>,
    /// Where its first character starts.
    pub(crate) left: f32,
    /// What stands before its characters: runs in order, the first at the line's first character
    /// (whose own gap is in `left`).
    pub(crate) gaps: Vec<Gap>,
}

/// Breaks `chars` into lines. `widths[i]` is the advance of `chars[i]` in points; `inside` are the
/// characters, in ascending order, that go on with what a reader sees as one. (It cannot be seen
/// from `chars`, where something stands for what no font has.)
///
/// Every character belongs to exactly one line, in order; no line is empty unless the paragraph is.
pub(crate) fn set_whole(
    chars: &[char],
    widths: &[f32],
    inside: &[usize],
    measure: &Measure<'_>,
) -> Vec<SetLine> {
    let paragraph = SetParagraph::new(chars, widths, inside, measure);
    let starts = paragraph.lines();
    let ends = starts.iter().skip(1).map(|&(start, _)| start).chain([chars.len()]);
    let lines = starts.iter().zip(ends);
    lines.map(|((start, fit), end)| line(&paragraph, *start..end, fit, measure)).collect()
}

/// Like [`set_whole`], with lines of much the same length: a title must not end in a line of two
/// characters. No more lines than the full width asks for.
pub(crate) fn set_balanced(
    chars: &[char],
    widths: &[f32],
    inside: &[usize],
    measure: &Measure<'_>,
) -> Vec<SetLine> {
    /// Halvings of the width: a quarter of a character in a line of thirty.
    const STEPS: usize = 7;
    let mut lines = set_whole(chars, widths, inside, measure);
    if lines.len() < 2 {
        return lines;
    }
    let (mut narrow, mut wide) = (measure.width * 0.4, measure.width);
    for _ in 0..STEPS {
        let width = f32::midpoint(narrow, wide);
        let tried = set_whole(chars, widths, inside, &Measure { width, ..*measure });
        if tried.len() <= lines.len() {
            (lines, wide) = (tried, width);
        } else {
            narrow = width;
        }
    }
    lines
}

/// Like [`set_whole`], where nothing stands for another character.
#[cfg(test)]
pub(crate) fn set(chars: &[char], widths: &[f32], measure: &Measure<'_>) -> Vec<SetLine> {
    use unicode_segmentation::UnicodeSegmentation as _;

    let text: String = chars.iter().collect();
    let mut at = 0;
    let mut inside = Vec::new();
    for character in text.graphemes(true) {
        let count = character.chars().count();
        inside.extend(at + 1..at + count);
        at += count;
    }
    set_whole(chars, widths, &inside, measure)
}

/// Whether a line may start between two neighbours, as far as these two tell.
pub(crate) fn may_break(before: char, after: char) -> bool {
    let pair = [before, after];
    class::break_points(&pair, &class::classes(&pair))[1] == class::Break::Free
}

/// Whether the left half of a full-width `c` is blank, so that it gives it up at a line's start.
pub(crate) fn is_blank_before(c: char) -> bool {
    class::class(c) == class::CharClass::Open && !class::is_sign(c)
}

/// Whether the right half of a full-width `c` is blank, so that it gives it up at a line's end.
pub(crate) fn is_blank_behind(c: char) -> bool {
    matches!(class::class(c), class::CharClass::Close | class::CharClass::Stop)
}

/// Places the characters of one line.
fn line(
    paragraph: &SetParagraph<'_>,
    range: Range<usize>,
    fit: &LineFit,
    measure: &Measure<'_>,
) -> SetLine {
    let indent = if range.start == 0 { measure.indent } else { 0.0 };
    let left = indent - paragraph.trim(range.start);
    // Spaces at the end and a mark that hangs take no part in justification.
    let last = paragraph.last_visible(range.start, range.end);
    let end = last.map_or(range.start, |last| last + usize::from(!fit.hangs));
    let mut gaps = vec![Gap { from: range.start, extra: 0.0 }];
    for at in range.clone().skip(1) {
        let spot = &paragraph.spots[at];
        let mut extra = spot.gap;
        if at < end {
            extra -= fit.shrink * spot.shrink;
            if paragraph.stretches(at, fit) {
                extra += fit.stretch;
            }
        }
        #[expect(clippy::float_cmp, reason = "runs of the very same value")]
        let same = gaps.last().is_some_and(|gap| gap.extra == extra);
        if !same {
            gaps.push(Gap { from: at, extra });
        }
    }
    if range.is_empty() {
        gaps.clear();
    }
    SetLine { chars: range, left, gaps }
}
