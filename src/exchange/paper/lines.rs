//! Paragraphs broken into lines: where each character of a line stands.

use std::ops::Range;

use super::paragraph::{PaperAlign, PaperParagraph};
use crate::text::typeset::{self, Measure, SetLine};

/// A line. Lengths in points from the column's left edge.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PaperLine {
    /// Which paragraph it belongs to.
    pub(super) paragraph: usize,
    /// Which of its characters.
    pub(super) chars: Range<usize>,
    /// Where each of them starts and the last one ends.
    pub(super) places: Vec<f32>,
    /// Where what is seen of it begins and ends: a mark at an edge has given up its blank half.
    pub(super) seen: (f32, f32),
    /// Whether it is the first and the last of its paragraph.
    pub(super) first: bool,
    pub(super) last: bool,
}

impl PaperLine {
    /// Where a stretch of the paragraph stands in it, from x to x.
    pub(super) fn extent(&self, stretch: &Range<usize>) -> Option<(f32, f32)> {
        let from = stretch.start.max(self.chars.start);
        let to = stretch.end.min(self.chars.end);
        if from >= to {
            return None;
        }
        let place = |at: usize| self.places.get(at - self.chars.start).copied();
        let (left, right) = self.seen;
        let (from, to) = (place(from)?.max(left), place(to)?.min(right));
        (from < to).then_some((from, to))
    }
}

/// All paragraphs in a column of that width.
pub(super) fn set_all(paragraphs: &[PaperParagraph], column: f32) -> Vec<PaperLine> {
    let set = |(number, paragraph)| set_one(number, paragraph, column);
    paragraphs.iter().enumerate().flat_map(set).collect()
}

fn set_one(number: usize, paragraph: &PaperParagraph, column: f32) -> Vec<PaperLine> {
    let style = &paragraph.style;
    let widths: Vec<f32> =
        paragraph.chars.iter().map(|&c| style.face.advance(c) * style.size).collect();
    let measure = Measure {
        width: column - style.inset,
        em: style.size,
        indent: style.indent * style.size,
        justify: style.align == PaperAlign::Justified,
        goes_on: paragraph.goes_on,
        spaced: &[],
    };
    let set = match style.align {
        PaperAlign::Balanced => typeset::set_balanced,
        _ => typeset::set_whole,
    };
    let lines = set(&paragraph.chars, &widths, &paragraph.inside, &measure);
    let last = lines.len().saturating_sub(1);
    let placed = lines.into_iter().enumerate().map(|(at, line)| {
        let mut places = places(&line, &widths);
        let chars = paragraph.chars.get(line.chars.clone()).unwrap_or_default();
        let mut seen = seen(chars, &places, style.size);
        let room = measure.width - seen.1;
        let shift = style.inset
            + match style.align {
                PaperAlign::Centred => (room / 2.0).max(0.0),
                PaperAlign::Right => room.max(0.0),
                _ => 0.0,
            };
        for place in &mut places {
            *place += shift;
        }
        seen = (seen.0 + shift, seen.1 + shift);
        let (first, last) = (at == 0, at == last);
        PaperLine { paragraph: number, chars: line.chars, places, seen, first, last }
    });
    placed.collect()
}

/// Where each character of a line starts and the last one ends.
fn places(line: &SetLine, widths: &[f32]) -> Vec<f32> {
    let mut places = Vec::with_capacity(line.chars.len() + 1);
    let mut x = line.left;
    let mut gaps = line.gaps.iter().peekable();
    let mut extra = 0.0;
    for at in line.chars.clone() {
        while let Some(gap) = gaps.next_if(|gap| gap.from <= at) {
            extra = gap.extra;
        }
        // The first character's own gap is in where the line begins.
        if at > line.chars.start {
            x += extra;
        }
        places.push(x);
        x += widths.get(at).copied().unwrap_or_default();
    }
    places.push(x);
    places
}

/// Where what is seen of a line begins and ends.
fn seen(chars: &[char], places: &[f32], em: f32) -> (f32, f32) {
    /// The blank half of a full-width mark, of which a little stays beside the ink.
    const BLANK: f32 = 0.46;
    let (Some(&left), Some(&right)) = (places.first(), places.last()) else { return (0.0, 0.0) };
    let wide = |at: usize| {
        let pair = places.get(at).zip(places.get(at + 1));
        pair.is_some_and(|(from, to)| to - from > 0.9 * em)
    };
    let gives_up = chars.first().is_some_and(|&c| typeset::is_blank_before(c) && wide(0));
    let from = if gives_up { left + BLANK * em } else { left };
    let Some(last) = chars.iter().rposition(|c| !c.is_whitespace()) else { return (left, left) };
    // Before the next one stands a gap, which is none of its own.
    let end = places.get(last + 1).copied().unwrap_or(right);
    let mark = chars.get(last).is_some_and(|&c| typeset::is_blank_behind(c));
    let to = if mark && wide(last) { end - BLANK * em } else { end };
    (from.min(to), to)
}
