//! Two things close to each other: each such pair as one hit, from the first to the last character.

use crate::text::ByteSpan;

/// The pairs of `left` and `right` (both sorted) with at most `count` characters between them, in
/// either order; sorted, none that holds another.
///
/// White space does not count as a character. A hit of the one within a hit of the other is no pair.
pub(super) fn pairs(
    text: &str,
    left: &[ByteSpan],
    right: &[ByteSpan],
    count: u32,
) -> Vec<ByteSpan> {
    let mut found: Vec<ByteSpan> = Vec::new();
    for (ones, others) in [(left, right), (right, left)] {
        for &one in ones {
            // The nearest that starts behind it: whatever starts later makes a longer pair.
            let next = others.partition_point(|other| other.start() < one.end());
            let Some(&other) = others.get(next) else { continue };
            let between = one.end().to_usize()..other.start().to_usize();
            if text.get(between).is_some_and(|between| is_at_most(between, count)) {
                found.push(one.cover(other));
            }
        }
    }
    // The shortest of those that end together, then of those that start together.
    found.sort_unstable_by(|a, b| (b.start(), a.end()).cmp(&(a.start(), b.end())));
    let mut kept: Vec<ByteSpan> = Vec::with_capacity(found.len());
    for pair in found {
        if kept.last().is_none_or(|later| pair.end() < later.end()) {
            kept.push(pair);
        }
    }
    kept.reverse();
    kept
}

fn is_at_most(text: &str, count: u32) -> bool {
    let mut chars = text.chars().filter(|c| !c.is_whitespace());
    chars.nth(count as usize).is_none()
}
