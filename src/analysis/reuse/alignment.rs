//! Two stretches letter by letter: what is the same in both, what is other, put in or left out.
//!
//! By Myers' difference (of `imara-diff`), tidied for a reader: single letters that only happen to
//! stand in both, between larger changes, are part of the change. What stands at either end without
//! a letter in common is left out.

use std::{hash::Hash, ops::Range};

use imara_diff::{Algorithm, Diff, InternedInput};

/// What is the same is part of a change if it is no longer than this …
const ISLAND: u32 = 1;
/// … and both changes beside it are at least so long.
const BESIDE_ISLAND: u32 = 2;
/// Two letters between changes of this length are chance, too.
const BESIDE_WIDE_ISLAND: u32 = 5;
/// So few letters at an end that are no more than the change beside them are chance.
const THIN_END: u32 = 6;

/// So many letters that are the same in both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct SameLetters {
    a: u32,
    b: u32,
    len: u32,
}

impl SameLetters {
    fn a_end(self) -> u32 {
        self.a + self.len
    }

    fn b_end(self) -> u32 {
        self.b + self.len
    }

    /// How long what stands between this and `next` is, on the side where that is longer.
    fn gap_to(self, next: Self) -> u32 {
        (next.a - self.a_end()).max(next.b - self.b_end())
    }
}

/// One step of an alignment, in letters of either side; together they are both sides, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct AlignmentStep {
    /// Of the first side; empty where something was put in.
    pub(super) a: Range<u32>,
    /// Of the second side; empty where something was left out.
    pub(super) b: Range<u32>,
    /// Whether both are the same.
    pub(super) is_same: bool,
}

/// Two stretches aligned.
#[derive(Clone, Debug, Default)]
pub(super) struct Aligned {
    /// In order in both; between two of them at least one side has something else.
    same: Vec<SameLetters>,
}

impl Aligned {
    /// Compares two stretches.
    pub(super) fn of<T: Copy + Default + Eq + Hash>(a: &[T], b: &[T]) -> Self {
        let number = |len: usize| u32::try_from(len).unwrap_or(u32::MAX);
        let head = std::iter::zip(a, b).take_while(|(a, b)| a == b).count();
        let (rest_a, rest_b) =
            (a.get(head..).unwrap_or_default(), b.get(head..).unwrap_or_default());
        let tail = std::iter::zip(rest_a.iter().rev(), rest_b.iter().rev())
            .take_while(|(a, b)| a == b)
            .count();
        let inner_a = rest_a.get(..rest_a.len() - tail).unwrap_or_default();
        let inner_b = rest_b.get(..rest_b.len() - tail).unwrap_or_default();
        let mut made = Self::default();
        made.push(0, 0, number(head));
        let (mut at_a, mut at_b) = (number(head), number(head));
        if !inner_a.is_empty() && !inner_b.is_empty() {
            let mut input = InternedInput::default();
            input.update_before(inner_a.iter().copied());
            input.update_after(inner_b.iter().copied());
            let base = number(head);
            for hunk in Diff::compute(Algorithm::Myers, &input).hunks() {
                made.push(at_a, at_b, base + hunk.before.start - at_a);
                (at_a, at_b) = (base + hunk.before.end, base + hunk.after.end);
            }
            made.push(at_a, at_b, base + number(inner_a.len()) - at_a);
        }
        made.push(number(a.len() - tail), number(b.len() - tail), number(tail));
        made.drop_islands();
        made.drop_thin_ends();
        made
    }

    fn push(&mut self, a: u32, b: u32, len: u32) {
        match self.same.last_mut() {
            _ if len == 0 => {}
            Some(last) if last.a_end() == a && last.b_end() == b => last.len += len,
            _ => self.same.push(SameLetters { a, b, len }),
        }
    }

    /// Takes out what only happens to stand in both.
    fn drop_islands(&mut self) {
        let mut at = 1;
        while at + 1 < self.same.len() {
            let (Some(&before), Some(&here), Some(&after)) =
                (self.same.get(at - 1), self.same.get(at), self.same.get(at + 1))
            else {
                return;
            };
            let beside = before.gap_to(here).min(here.gap_to(after));
            let is_chance = here.len <= ISLAND && beside >= BESIDE_ISLAND
                || here.len <= ISLAND + 1 && beside >= BESIDE_WIDE_ISLAND;
            if is_chance {
                self.same.remove(at);
            } else {
                at += 1;
            }
        }
    }

    /// Takes out what is less than the change that parts it from the rest.
    fn drop_thin_ends(&mut self) {
        while let [first, second, ..] = self.same.as_slice()
            && first.len < THIN_END
            && first.len <= first.gap_to(*second)
        {
            self.same.remove(0);
        }
        while let [.., before, last] = self.same.as_slice()
            && last.len < THIN_END
            && last.len <= before.gap_to(*last)
        {
            self.same.pop();
        }
    }

    /// From the first to the last letter of the first side that is the same in the second.
    pub(super) fn a(&self) -> Range<u32> {
        self.same.first().map_or(0, |same| same.a)..self.same.last().map_or(0, |same| same.a_end())
    }

    /// The like of the second side.
    pub(super) fn b(&self) -> Range<u32> {
        self.same.first().map_or(0, |same| same.b)..self.same.last().map_or(0, |same| same.b_end())
    }

    /// How many letters are the same.
    pub(super) fn matched(&self) -> u32 {
        self.same.iter().map(|same| same.len).sum()
    }

    /// Twice the letters that are the same, by those of both sides; 0 where nothing is.
    pub(super) fn ratio(&self) -> f32 {
        ratio(self.matched(), (self.a(), self.b()))
    }

    /// The steps from the first to the last letter that is the same.
    ///
    /// What was put in or left out may as well be said to stand a little earlier or later where the
    /// letters around it are the same: it begins behind a mark if it can (`begins` says whether a
    /// letter of that side does).
    pub(super) fn steps<T: Eq>(
        &self,
        (a, b): (&[T], &[T]),
        begins: impl Fn(Side, u32) -> bool,
    ) -> Vec<AlignmentStep> {
        let mut same = self.same.clone();
        for at in 1..same.len() {
            let (left, right) = same.split_at_mut(at);
            let (Some(before), Some(after)) = (left.last_mut(), right.first_mut()) else {
                continue;
            };
            slide(before, after, (a, b), &begins);
        }
        let mut steps = Vec::new();
        let mut before: Option<SameLetters> = None;
        for here in same {
            if let Some(before) = before {
                let (a, b) = (before.a_end()..here.a, before.b_end()..here.b);
                steps.push(AlignmentStep { a, b, is_same: false });
            }
            steps.push(AlignmentStep {
                a: here.a..here.a_end(),
                b: here.b..here.b_end(),
                is_same: true,
            });
            before = Some(here);
        }
        steps
    }
}

/// One of the two sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    A,
    B,
}

/// Twice the letters that are the same, by those of both sides.
pub(super) fn ratio(matched: u32, (a, b): (Range<u32>, Range<u32>)) -> f32 {
    let both = (a.end - a.start) + (b.end - b.start);
    #[expect(clippy::cast_precision_loss, reason = "a share of a stretch of text")]
    let share = |part: u32, whole: u32| 2.0 * part as f32 / whole.max(1) as f32;
    share(matched, both)
}

/// Moves what stands on one side only between `before` and `after` to where a reader would see it.
fn slide<T: Eq>(
    before: &mut SameLetters,
    after: &mut SameLetters,
    (a, b): (&[T], &[T]),
    begins: &impl Fn(Side, u32) -> bool,
) {
    let (side, text, start, end) = if before.b_end() == after.b {
        (Side::A, a, before.a_end(), after.a)
    } else if before.a_end() == after.a {
        (Side::B, b, before.b_end(), after.b)
    } else {
        return;
    };
    let letter = |at: u32| usize::try_from(at).ok().and_then(|at| text.get(at));
    let alike = |x: u32, y: u32| letter(x).is_some() && letter(x) == letter(y);
    // How far it can be moved, so that something of what is the same stays on both sides.
    let (mut back, mut on) = (0, 0);
    while back + 1 < before.len && alike(start - back - 1, end - back - 1) {
        back += 1;
    }
    while on + 1 < after.len && alike(start + on, end + on) {
        on += 1;
    }
    let places = start - back..=start + on;
    let best = places.clone().find(|&at| begins(side, at));
    // A word is rather added behind than put into the middle of another.
    let to = best.unwrap_or(if places.contains(&start) { start } else { *places.start() });
    if to < start {
        let by = start - to;
        before.len -= by;
        (after.a, after.b, after.len) = (after.a - by, after.b - by, after.len + by);
    } else {
        let by = to - start;
        before.len += by;
        (after.a, after.b, after.len) = (after.a + by, after.b + by, after.len - by);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    /// What changed, as `before→after`.
    fn changes(a: &str, b: &str) -> Vec<String> {
        let (a, b) = (chars(a), chars(b));
        let steps = Aligned::of(&a, &b).steps((&a, &b), |_, _| false);
        let text = |all: &[char], range: &Range<u32>| -> String {
            all[range.start as usize..range.end as usize].iter().collect()
        };
        let changed = steps.iter().filter(|step| !step.is_same);
        changed.map(|step| format!("{}→{}", text(&a, &step.a), text(&b, &step.b))).collect()
    }

    #[test]
    fn changes_are_named_as_a_reader_would() {
        let before = "河东区委党建工作领导小组每季度至少召开一次专题会议研究驻区单位共建";
        let after = "区委党建工作领导小组每季度至少召开1次专题会议研究辖区单位共建";
        // What one side has before the first common letter belongs to no stretch.
        assert_eq!(changes(before, after), ["一→1", "驻→辖"]);
        assert_eq!(
            changes("建成七十四处活动场所并全部开放使用", "建成七十六处场所并全部向居民开放使用"),
            ["四→六", "活动→", "→向居民"]
        );
        assert_eq!(changes("甲乙丙", "丁戊己"), [] as [String; 0]);
        // A letter that happens to stand in both parts no change in two.
        assert_eq!(
            changes(
                "每次居民开会之前先把会场打扫干净整洁体面好用",
                "每次居民开会之前总得有场合适干净整洁体面好用"
            ),
            ["先把会场打扫→总得有场合适"]
        );
    }

    #[test]
    fn what_was_put_in_begins_behind_a_mark_if_it_can() {
        let (a, b) =
            (chars("指导各类群团组织社会组织开展各项工作"), chars("指导各类群团组织开展各项工作"));
        let steps = |begins: &[u32]| {
            let steps = Aligned::of(&a, &b)
                .steps((&a, &b), |side, at| side == Side::A && begins.contains(&at));
            steps[1].a.clone()
        };
        assert_eq!(steps(&[8]), 8..12);
        assert_eq!(steps(&[6]), 6..10);
    }

    proptest! {
        #[test]
        fn the_steps_are_both_sides_in_order(
            a in "[甲乙丙丁]{0,40}", b in "[甲乙丙丁]{0,40}", marks in prop::collection::vec(0_u32..40, 0..6),
        ) {
            let (a, b) = (chars(&a), chars(&b));
            let aligned = Aligned::of(&a, &b);
            let steps = aligned.steps((&a, &b), |_, at| marks.contains(&at));
            let (mut at_a, mut at_b) = (aligned.a().start, aligned.b().start);
            let mut matched = 0;
            for (number, step) in steps.iter().enumerate() {
                prop_assert_eq!((step.a.start, step.b.start), (at_a, at_b));
                (at_a, at_b) = (step.a.end, step.b.end);
                let slice = |all: &[char], range: &Range<u32>| {
                    all[range.start as usize..range.end as usize].to_vec()
                };
                prop_assert_eq!(step.is_same, number % 2 == 0);
                if step.is_same {
                    prop_assert_eq!(slice(&a, &step.a), slice(&b, &step.b));
                    prop_assert!(!step.a.is_empty());
                    matched += step.a.end - step.a.start;
                } else {
                    prop_assert!(!step.a.is_empty() || !step.b.is_empty());
                }
            }
            prop_assert_eq!((at_a, at_b), (aligned.a().end, aligned.b().end));
            prop_assert_eq!(matched, aligned.matched());
            prop_assert!(aligned.ratio() <= 1.0);
        }
    }
}
