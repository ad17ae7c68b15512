//! How far two texts go on alike from a place that they share, small edits on the way allowed.
//!
//! The greedy alignment of Zhang, Schwartz, Wagner, Miller (2000): of every diagonal only the
//! furthest place that so many edits reach is kept, so alike texts cost little more than reading
//! them. It gives up where the best so far has been left too far behind.

use super::letters::{Figures, Letter};

/// Two letters that stand in both texts are worth two, an edit costs so much: one edit in every
/// four letters or more cannot be paid for.
const EDIT: i32 = 6;
/// It gives up so far below the best: after six letters that were replaced by others in a row …
pub(super) const PATIENT: i32 = 24;
/// … or after three, to see whether a place is worth more.
pub(super) const BRIEF: i32 = 12;
/// No stretch is followed over more edits; longer ones begin again from their next fingerprint.
const MOST_EDITS: usize = 256;
const NOWHERE: i32 = i32::MIN / 2;

/// What is needed again and again.
pub(super) struct Extender {
    figures: Figures,
    /// By diagonal, shifted by [`MOST_EDITS`]: how far the first text was read.
    furthest: Vec<i32>,
    next: Vec<i32>,
}

/// In which direction the texts are read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ExtensionDirection {
    Onward,
    Back,
}

impl Extender {
    pub(super) fn new() -> Self {
        let size = 2 * MOST_EDITS + 3;
        Self { figures: Figures::new(), furthest: vec![NOWHERE; size], next: vec![NOWHERE; size] }
    }

    /// How many letters of each text belong to the stretch that begins at their starts, or, `Back`,
    /// that ends at their ends.
    pub(super) fn reach(
        &mut self,
        (a, b): (&[Letter], &[Letter]),
        direction: ExtensionDirection,
        drop: i32,
    ) -> (usize, usize) {
        match direction {
            ExtensionDirection::Onward => {
                self.run((a.len(), b.len()), drop, |i, j| (a.get(i), b.get(j)))
            }
            ExtensionDirection::Back => self.run((a.len(), b.len()), drop, |i, j| {
                // Inside: every place that is asked for lies before the ends.
                (a.get(a.len() - 1 - i), b.get(b.len() - 1 - j))
            }),
        }
    }

    fn run<'t>(
        &mut self,
        (a_len, b_len): (usize, usize),
        drop: i32,
        pair: impl Fn(usize, usize) -> (Option<&'t Letter>, Option<&'t Letter>),
    ) -> (usize, usize) {
        let Self { figures, furthest, next } = self;
        let slide = |mut i: usize, mut j: usize| {
            while i < a_len && j < b_len {
                let (Some(x), Some(y)) = pair(i, j) else { break };
                if x != y && !(figures.has(*x) && figures.has(*y)) {
                    break;
                }
                i += 1;
                j += 1;
            }
            i
        };
        let shift = i32::try_from(MOST_EDITS + 1).unwrap_or(0);
        let index = |diagonal: i32| usize::try_from(diagonal + shift).unwrap_or(0);
        let get = |row: &[i32], diagonal: i32| row.get(index(diagonal)).copied().unwrap_or(NOWHERE);
        let small = |n: usize| i32::try_from(n).unwrap_or(i32::MAX / 4);
        let (a_end, b_end) = (small(a_len), small(b_len));

        let start = small(slide(0, 0));
        let mut best = (2 * start, start, start);
        let (mut low, mut high) = (0_i32, 0_i32);
        if let Some(slot) = furthest.get_mut(index(0)) {
            *slot = start;
        }
        for edits in 1..=small(MOST_EDITS) {
            let (from, to) = (low - 1, high + 1);
            let (mut first, mut last) = (i32::MAX, i32::MIN);
            for diagonal in from..=to {
                let row = &*furthest;
                let known = |d: i32| if d < low || d > high { NOWHERE } else { get(row, d) };
                let mut i = NOWHERE;
                // One letter for another, one of the first text left out, one of the second.
                let replaced = known(diagonal);
                if replaced >= 0 && replaced < a_end && replaced - diagonal < b_end {
                    i = i.max(replaced + 1);
                }
                let left_out = known(diagonal - 1);
                if left_out >= 0 && left_out < a_end {
                    i = i.max(left_out + 1);
                }
                let put_in = known(diagonal + 1);
                if put_in >= 0 && put_in - diagonal <= b_end {
                    i = i.max(put_in);
                }
                let j = i - diagonal;
                let mut reached = NOWHERE;
                if i >= 0 && j >= 0 {
                    let end =
                        slide(usize::try_from(i).unwrap_or(0), usize::try_from(j).unwrap_or(0));
                    let (i, j) = (small(end), small(end) - diagonal);
                    let score = i + j - EDIT * edits;
                    if score >= best.0 - drop {
                        reached = i;
                        first = first.min(diagonal);
                        last = diagonal;
                        if score > best.0 {
                            best = (score, i, j);
                        }
                    }
                }
                if let Some(slot) = next.get_mut(index(diagonal)) {
                    *slot = reached;
                }
            }
            std::mem::swap(furthest, next);
            if first > last {
                break;
            }
            (low, high) = (first, last);
        }
        let large = |n: i32| usize::try_from(n).unwrap_or(0);
        (large(best.1), large(best.2))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{super::letters::letters, *};

    fn reach(a: &str, b: &str, direction: ExtensionDirection) -> (usize, usize) {
        let of = |text| letters(text).map(|(_, letter)| letter).collect::<Vec<_>>();
        Extender::new().reach((&of(a), &of(b)), direction, PATIENT)
    }

    #[test]
    fn edits_on_the_way_are_passed_over_and_other_text_is_not() {
        let a = "街道党工委每季度召开一次联席会议，研究驻区单位共建事项。另外的话说的是别处";
        let b = "街道党工委每季度召开1次会议，研究辖区单位共建事项。完全不同之语句在此";
        assert_eq!(reach(a, b, ExtensionDirection::Onward), (26, 24));
        let turned = |text: &str| text.chars().rev().collect::<String>();
        assert_eq!(reach(&turned(a), &turned(b), ExtensionDirection::Back), (26, 24));
        assert_eq!(reach("甲乙丙", "丁戊己", ExtensionDirection::Onward), (0, 0));
        assert_eq!(reach("", "丁戊己", ExtensionDirection::Back), (0, 0));
    }

    proptest! {
        #[test]
        fn it_stays_inside_and_takes_all_of_what_is_equal(
            a in "[甲乙丙1，]{0,60}", b in "[甲乙丙1，]{0,60}",
        ) {
            for direction in [ExtensionDirection::Onward, ExtensionDirection::Back] {
                let (i, j) = reach(&a, &b, direction);
                prop_assert!(i <= letters(&a).count() && j <= letters(&b).count());
                let all = letters(&a).count();
                prop_assert_eq!(reach(&a, &a, direction), (all, all));
            }
        }
    }
}
