//! Columns of text that are placed glyph by glyph: upright glyphs, each below the one before it.
//!
//! A page may say nowhere that its lines run from top to bottom. They do where glyphs are drawn one
//! below the other, nearer to each other than to what stands beside them.

use std::{collections::BTreeMap, ops::Range};

use super::{direction::PdfDirection, glyphs::Drawn};
use crate::exchange::document::layout::is_full_width;

/// Fewer glyphs below each other are lines of their own.
const FEWEST: usize = 3;
/// A page of more glyphs in lines is not looked at.
const MOST: usize = 10_000;
/// The gap between two glyphs of a column, in their size: in a short one, and in a longer one.
const GAP: f64 = 0.3;
const LONG_GAP: f64 = 0.5;
/// So long is a longer one.
const LONG: usize = 5;
/// Between columns there is so much more room than within, in the size of the glyphs.
const MORE: f64 = 0.1;
/// Columns of one text are no farther apart, in the size of their glyphs.
const APART: f64 = 4.0;

/// Glyphs below each other, by their places in the order of drawing.
#[derive(Debug)]
struct Stack {
    glyphs: Range<usize>,
    /// The middle of the column, from the left.
    middle: f64,
    top: f64,
    bottom: f64,
    size: f64,
}

/// Turns what stands in columns, and makes one glyph of each column that stands alone: a label of a
/// form, beside which the text goes on from left to right.
pub(super) fn turn(drawn: &mut Vec<Drawn>) {
    let is_level = |glyph: &Drawn| glyph.direction == PdfDirection::Right && !glyph.is_column;
    let mut level: Vec<Drawn> = Vec::new();
    let is_own = |glyph: &Drawn| is_level(glyph) && !glyph.text.trim().is_empty();
    if drawn.iter().filter(|glyph| is_own(glyph)).count() > MOST {
        return;
    }
    let mut others: Vec<Drawn> = Vec::new();
    for glyph in std::mem::take(drawn) {
        if is_own(&glyph) { level.push(glyph) } else { others.push(glyph) }
    }
    let stacks = stacks(&level);
    let mut is_text = vec![false; stacks.len()];
    for (at, stack) in stacks.iter().enumerate() {
        // The columns of a text stand side by side; one of them is longer.
        let beside = stacks.iter().enumerate().filter(|&(other, _)| other != at);
        is_text[at] = beside.into_iter().any(|(_, other)| {
            let is_long = stack.glyphs.len().max(other.glyphs.len()) >= LONG;
            let is_near = (stack.middle - other.middle).abs() < APART * stack.size;
            is_long && is_near && stack.top < other.bottom && other.top < stack.bottom
        });
    }
    let mut columns = vec![false; level.len()];
    for (stack, _) in stacks.iter().zip(&is_text).filter(|&(_, &is_text)| is_text) {
        columns[stack.glyphs.clone()].fill(true);
        // The last column of a text may be a single glyph, or two.
        for at in stack.glyphs.end..level.len().min(stack.glyphs.end + FEWEST - 1) {
            let glyph = &level[at];
            let beside = stack.middle - middle(glyph);
            let is_left = beside > 0.0 && beside < APART * stack.size;
            let is_within = glyph.at.y > stack.top && glyph.at.y < stack.bottom;
            let is_alike = (glyph.size / stack.size - 1.0).abs() < 0.1;
            if !(is_left && is_within && is_alike && is_upright(glyph)) {
                break;
            }
            columns[at] = true;
        }
    }
    let mut alone: BTreeMap<usize, Range<usize>> = BTreeMap::new();
    for (stack, _) in stacks.iter().zip(&is_text).filter(|&(_, &is_text)| !is_text) {
        alone.insert(stack.glyphs.start, stack.glyphs.clone());
    }
    let mut at = 0;
    while let Some(glyph) = level.get(at) {
        let mut glyph = glyph.clone();
        let mut end = at + 1;
        if columns[at] {
            glyph.direction = PdfDirection::Down;
            glyph.is_column = true;
            glyph.advance = glyph.size;
        } else if let Some(range) = alone.get(&at) {
            glyph.text = level[range.clone()].iter().map(|glyph| glyph.text.as_str()).collect();
            end = range.end;
        }
        others.push(glyph);
        at = end;
    }
    *drawn = others;
}

fn middle(glyph: &Drawn) -> f64 {
    glyph.at.x + glyph.advance / 2.0
}

/// Whether a glyph stands in a column as it stands in a line.
fn is_upright(glyph: &Drawn) -> bool {
    glyph.text.chars().all(is_full_width)
}

/// The columns among glyphs of lines.
fn stacks(level: &[Drawn]) -> Vec<Stack> {
    let mut by_base: Vec<(f64, f64, f64)> =
        level.iter().map(|glyph| (glyph.at.y, glyph.at.x, glyph.at.x + glyph.advance)).collect();
    by_base.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut found = Vec::new();
    let mut start = 0;
    for end in 1..=level.len() {
        let goes_on = level.get(end).is_some_and(|next| is_below(&level[end - 1], next));
        if goes_on {
            continue;
        }
        if let Some(stack) = stack(level, start..end, &by_base) {
            found.push(stack);
        }
        start = end;
    }
    found
}

/// Whether a glyph stands right below another.
fn is_below(above: &Drawn, glyph: &Drawn) -> bool {
    let size = above.size.max(glyph.size);
    let step = (glyph.at.y - above.at.y) / size;
    (middle(glyph) - middle(above)).abs() < 0.25 * size
        && (0.7..=1.0 + LONG_GAP).contains(&step)
        && above.size.min(glyph.size) > 0.85 * size
}

/// The column that glyphs below each other are; `None` if they are the beginnings of lines.
fn stack(level: &[Drawn], range: Range<usize>, by_base: &[(f64, f64, f64)]) -> Option<Stack> {
    let glyphs = &level[range.clone()];
    let (first, last) = (glyphs.first()?, glyphs.last()?);
    let upright = glyphs.iter().filter(|glyph| is_upright(glyph)).count();
    if glyphs.len() < FEWEST || upright * 3 < glyphs.len() * 2 {
        return None;
    }
    let size = first.size;
    let mut gaps: Vec<f64> = std::iter::zip(glyphs, glyphs.iter().skip(1))
        .map(|(a, b)| (b.at.y - a.at.y) / size - 1.0)
        .collect();
    let mut beside: Vec<f64> =
        glyphs.iter().map(|glyph| room_beside(glyph, by_base) / size).collect();
    let (gap, room) = (median(&mut gaps)?, median(&mut beside)?);
    let most = if glyphs.len() >= LONG { LONG_GAP } else { GAP };
    (gap <= most && room > gap.max(0.0) + MORE).then_some(Stack {
        glyphs: range,
        middle: middle(first),
        top: first.at.y - first.size,
        bottom: last.at.y + 0.5 * last.size,
        size,
    })
}

fn median(values: &mut [f64]) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

/// How far the nearest glyph on the same line is.
fn room_beside(glyph: &Drawn, by_base: &[(f64, f64, f64)]) -> f64 {
    let (left, right) = (glyph.at.x, glyph.at.x + glyph.advance);
    let from = by_base.partition_point(|other| other.0 < glyph.at.y - 0.4 * glyph.size);
    let near = by_base.iter().skip(from);
    near.take_while(|other| other.0 <= glyph.at.y + 0.4 * glyph.size)
        .filter(|other| (other.1 + other.2 - left - right).abs() > 0.5 * glyph.size)
        .map(|other| (other.1 - right).max(left - other.2).max(0.0))
        .fold(f64::INFINITY, f64::min)
}
