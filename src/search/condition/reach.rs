//! Whether another passage overlaps, holds or is near to a given one, in the time of a look-up.
//!
//! All three questions are of one form: is there a span that starts before `a` and ends after `b`?
//! The spans are sorted by start, and beside each stands the furthest end up to there. Because a
//! passage is no neighbour of its own, the furthest end of another passage is kept as well.

use crate::annotation::PassageId;

/// Spans of passages, in whatever unit, ready to be asked.
#[derive(Debug, Default)]
pub(super) struct Reach {
    starts: Vec<u32>,
    furthest: Vec<Furthest>,
}

/// The furthest end up to a span, and the furthest of any other passage.
#[derive(Clone, Copy, Debug)]
struct Furthest {
    end: u32,
    of: PassageId,
    /// 0 if there is none: no span ends there.
    other: u32,
}

impl Reach {
    /// Spans as (start, end, whose), in any order.
    pub(super) fn new(mut spans: Vec<(u32, u32, PassageId)>) -> Self {
        spans.sort_unstable();
        let mut reach = Self::default();
        let mut best: Option<Furthest> = None;
        for (start, end, of) in spans {
            let next = match best {
                None => Furthest { end, of, other: 0 },
                Some(best) if best.of == of => Furthest { end: best.end.max(end), ..best },
                Some(best) if end > best.end => Furthest { end, of, other: best.end },
                Some(best) => Furthest { other: best.other.max(end), ..best },
            };
            best = Some(next);
            reach.starts.push(start);
            reach.furthest.push(next);
        }
        reach
    }

    /// Whether a span of a passage other than `not` starts at or before `start` and ends at or
    /// after `end`.
    pub(super) fn covers(&self, start: u32, end: u32, not: PassageId) -> bool {
        let count = self.starts.partition_point(|&other| other <= start);
        let last = count.checked_sub(1).and_then(|last| self.furthest.get(last));
        last.is_some_and(|furthest| {
            let reached = if furthest.of == not { furthest.other } else { furthest.end };
            reached >= end && reached > 0
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_answers_as_looking_at_every_span_would(
            spans in prop::collection::vec((0..30_u32, 1..12_u32, 0..4_usize), 0..20),
            start in 0..40_u32, end in 0..45_u32, not in 0..4_usize,
        ) {
            let ids: Vec<_> = (0..4).map(|_| PassageId::fresh()).collect();
            let spans: Vec<_> =
                spans.into_iter().map(|(start, len, of)| (start, start + len, ids[of])).collect();
            let expected = spans
                .iter()
                .any(|&(from, to, of)| of != ids[not] && from <= start && to >= end);
            prop_assert_eq!(Reach::new(spans).covers(start, end, ids[not]), expected);
        }
    }
}
