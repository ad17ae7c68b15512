//! Spans that overlap each other at will, found by place: what a marked text is asked at every frame.
//!
//! Sorted by start. A tree of maxima over their ends finds the next one that reaches beyond a place,
//! so that a passage as long as the article costs no more than any other. Built once, never changed.
//!
//! ```text
//!  starts   0    2    5    9        a tree over the ends:      20
//!  ends    20    4    8   12                                20    12
//!                                                         20  4  8  12
//! ```

use crate::text::{ByteOffset, ByteSpan};

/// The spans; each is known by its place in the order in which they were given.
#[derive(Debug, Default)]
pub(super) struct Spans {
    starts: Vec<u32>,
    /// Every end, sorted: how many have ended at a place.
    ends: Vec<u32>,
    /// `tree[leaves + n]` is where span `n` ends, every other node the greater of its two children.
    tree: Vec<u32>,
    leaves: usize,
}

impl Spans {
    /// Takes spans in the order of their starts, none of them empty.
    pub(super) fn new(sorted: impl Iterator<Item = ByteSpan>) -> Self {
        let (starts, ends): (Vec<u32>, Vec<u32>) =
            sorted.map(|span| (span.start().get(), span.end().get())).unzip();
        debug_assert!(starts.is_sorted(), "spans come in the order of their starts");
        let leaves = starts.len().next_power_of_two();
        let mut tree = vec![0; leaves];
        tree.extend(&ends);
        tree.resize(2 * leaves, 0);
        for node in (1..leaves).rev() {
            let children = tree.get(2 * node).max(tree.get(2 * node + 1)).copied();
            if let (Some(place), Some(end)) = (tree.get_mut(node), children) {
                *place = end;
            }
        }
        let mut ends = ends;
        ends.sort_unstable();
        Self { starts, ends, tree, leaves }
    }

    /// How many of them share something with `span`.
    pub(super) fn count_over(&self, span: ByteSpan) -> usize {
        if span.is_empty() {
            return 0;
        }
        let begun = self.starts.partition_point(|&start| start < span.end().get());
        let over = self.ends.partition_point(|&end| end <= span.start().get());
        begun.saturating_sub(over)
    }

    /// Those that share something with `span`, in the order of their starts.
    pub(super) fn over(&self, span: ByteSpan) -> impl Iterator<Item = usize> + '_ {
        let until = if span.is_empty() {
            0
        } else {
            self.starts.partition_point(|&start| start < span.end().get())
        };
        let after = span.start();
        let next = move |from: usize| self.next(from, after).filter(|&found| found < until);
        std::iter::successors(next(0), move |&found| next(found + 1))
    }

    /// The first span from `from` on that reaches beyond `after`.
    fn next(&self, from: usize, after: ByteOffset) -> Option<usize> {
        if from >= self.starts.len() {
            return None;
        }
        let reaches = |node: usize| self.tree.get(node).is_some_and(|&end| end > after.get());
        let mut node = self.leaves + from;
        while !reaches(node) {
            // Up past everything that was on the left, then over to the right.
            while node % 2 == 1 {
                node /= 2;
            }
            if node == 0 {
                return None;
            }
            node += 1;
        }
        while node < self.leaves {
            node = 2 * node + usize::from(!reaches(2 * node));
        }
        Some(node - self.leaves)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn span(start: u32, end: u32) -> ByteSpan {
        ByteSpan::between(ByteOffset::new(start), ByteOffset::new(end))
    }

    proptest! {
        #[test]
        fn it_finds_what_looking_at_every_span_finds(
            mut all in prop::collection::vec((0_u32..60, 1_u32..40), 0..40),
            asked in (0_u32..110, 0_u32..20),
        ) {
            all.sort_unstable();
            let all: Vec<_> = all.into_iter().map(|(at, len)| span(at, at + len)).collect();
            let asked = span(asked.0, asked.0 + asked.1);
            let spans = Spans::new(all.iter().copied());
            let expected: Vec<usize> =
                (0..all.len()).filter(|&at| all[at].overlaps(asked)).collect();
            prop_assert_eq!(spans.count_over(asked), expected.len());
            prop_assert_eq!(spans.over(asked).collect::<Vec<_>>(), expected);
        }
    }
}
