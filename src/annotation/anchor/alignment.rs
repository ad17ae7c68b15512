//! Which characters of an older text are still there in a newer one, and where.
//!
//! By the Histogram difference of `imara-diff`, from coarse to fine: lines first, then pieces of
//! about a dozen characters inside what changed, then the characters inside what changed of these. So
//! a paragraph put in anywhere costs nothing elsewhere, and a text without line ends (or with all of
//! them set anew) costs no more than another. Knows neither passages nor files.

use std::ops::Range;

use imara_diff::{Algorithm, Diff, InternedInput};

/// A single character that stands so far from all other kept ones is there by chance (`的`, `，`).
const CHANCE: u32 = 3;

/// What is left of a passage is in one place if no more than this stands between two parts of it.
const BETWEEN: u32 = 4;

/// Two stretches are compared character by character if the product of their lengths is not above
/// this; longer ones piece by piece first. If they share no piece, they share nothing worth the time.
const FEW: usize = 1 << 20;

/// A piece is at least so long …
const SHORTEST_PIECE: usize = 6;
/// … and ends after one in so many pairs of characters.
const PIECE: u32 = 12;

/// So many characters that stand in both texts, one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    old: u32,
    new: u32,
    len: u32,
}

impl Run {
    fn old_end(self) -> u32 {
        self.old + self.len
    }

    fn new_end(self) -> u32 {
        self.new + self.len
    }
}

/// What two texts share. All positions are characters.
#[derive(Debug)]
pub(super) struct Alignment {
    /// In order in both texts; between two of them at least one text has something else.
    runs: Vec<Run>,
    old_len: u32,
    new_len: u32,
}

/// Where a stretch of the old text stands in the new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mapped {
    pub(super) start: u32,
    pub(super) end: u32,
    /// How many of its characters are still there.
    pub(super) kept: u32,
}

impl Alignment {
    /// Compares two texts.
    pub(super) fn of(old: &[char], new: &[char]) -> Self {
        let mut runs = Runs::default();
        compare(Grain::Line, (old, new), (0..old.len(), 0..new.len()), &mut runs);
        let number = |len: usize| u32::try_from(len).unwrap_or(u32::MAX);
        let mut made =
            Self { runs: runs.0, old_len: number(old.len()), new_len: number(new.len()) };
        made.drop_chance();
        made
    }

    /// Where `start..end` of the old text stands now; `None` if nothing of it does.
    ///
    /// A border inside a changed stretch goes to the like place of what stands there instead.
    pub(super) fn map(&self, start: u32, end: u32) -> Option<Mapped> {
        if start >= end {
            return None;
        }
        let first = self.runs.partition_point(|run| run.old_end() <= start);
        let beyond = self.runs.partition_point(|run| run.old < end);
        let inside = self.runs.get(first..beyond).filter(|inside| !inside.is_empty())?;
        let kept = inside.iter().map(|run| run.old_end().min(end) - run.old.max(start)).sum();
        let (head, tail) = (inside.first()?, inside.last()?);
        let new_start = match start.checked_sub(head.old) {
            Some(into) => head.new + into,
            None => {
                let before = first.checked_sub(1).and_then(|at| self.runs.get(at));
                let (old_from, new_from) =
                    before.map_or((0, 0), |run| (run.old_end(), run.new_end()));
                let (lost, instead) = (head.old - start, head.new - new_from);
                // All that was replaced belongs to the passage: so does all that replaced it.
                let whole = old_from == start && instead <= 2 * lost + 2;
                head.new - if whole { instead } else { instead.min(lost) }
            }
        };
        let new_end = if tail.old_end() >= end {
            tail.new + (end - tail.old)
        } else {
            let (old_to, new_to) = self
                .runs
                .get(beyond)
                .map_or((self.old_len, self.new_len), |run| (run.old, run.new));
            let (lost, instead) = (end - tail.old_end(), new_to - tail.new_end());
            let whole = old_to == end && instead <= 2 * lost + 2;
            tail.new_end() + if whole { instead } else { instead.min(lost) }
        };
        Some(Mapped { start: new_start, end: new_end, kept })
    }

    /// What both texts have, in the old one and in the new one, in order.
    pub(super) fn kept(&self) -> Vec<(Range<usize>, Range<usize>)> {
        let range = |from: u32, to: u32| from as usize..to as usize;
        let both = |run: &Run| (range(run.old, run.old_end()), range(run.new, run.new_end()));
        self.runs.iter().map(both).collect()
    }

    /// The longest part of `start..end` of the old text that is left in one place of the new one.
    ///
    /// Less than two characters, or than a sixth of it, may have been left by chance.
    pub(super) fn remainder(&self, start: u32, end: u32) -> Option<Mapped> {
        let first = self.runs.partition_point(|run| run.old_end() <= start);
        let mut parts: Vec<Mapped> = Vec::new();
        for run in self.runs.iter().skip(first).take_while(|run| run.old < end) {
            let (from, to) = (run.old.max(start), run.old_end().min(end));
            let (new_from, new_to) = (run.new + (from - run.old), run.new + (to - run.old));
            match parts.last_mut() {
                Some(part) if new_from - part.end <= BETWEEN => {
                    part.end = new_to;
                    part.kept += to - from;
                }
                _ => parts.push(Mapped { start: new_from, end: new_to, kept: to - from }),
            }
        }
        // Of several as long the first.
        let longest = parts.into_iter().rev().max_by_key(|part| part.kept)?;
        (longest.kept >= 2 && longest.kept * 6 >= end - start).then_some(longest)
    }

    /// How many characters of `start..end` of the new text stood in the old one already.
    pub(super) fn kept_in_new(&self, start: u32, end: u32) -> u32 {
        let first = self.runs.partition_point(|run| run.new_end() <= start);
        let inside = self.runs.iter().skip(first).take_while(|run| run.new < end);
        inside.map(|run| run.new_end().min(end) - run.new.max(start)).sum()
    }

    /// Takes out single characters that only happen to stand in both texts.
    fn drop_chance(&mut self) {
        let gap = |a: Option<&Run>, b: Option<&Run>| -> u32 {
            let (old_from, new_from) = a.map_or((0, 0), |run| (run.old_end(), run.new_end()));
            let (old_to, new_to) = b.map_or((self.old_len, self.new_len), |run| (run.old, run.new));
            (old_to - old_from).max(new_to - new_from)
        };
        let keep: Vec<bool> = (0..self.runs.len())
            .map(|at| {
                let run = self.runs.get(at);
                let before = gap(at.checked_sub(1).and_then(|at| self.runs.get(at)), run);
                let after = gap(run, self.runs.get(at + 1));
                run.is_some_and(|run| run.len > 1) || before.min(after) < CHANCE
            })
            .collect();
        let mut keep = keep.into_iter();
        self.runs.retain(|_| keep.next().unwrap_or(true));
    }
}

/// Runs under construction: what follows without a gap in both texts is one run.
#[derive(Default)]
struct Runs(Vec<Run>);

impl Runs {
    fn add(&mut self, old: usize, new: usize, len: usize) {
        let (Ok(old), Ok(new), Ok(len)) =
            (u32::try_from(old), u32::try_from(new), u32::try_from(len))
        else {
            return;
        };
        match self.0.last_mut() {
            _ if len == 0 => {}
            Some(last) if last.old_end() == old && last.new_end() == new => last.len += len,
            _ => self.0.push(Run { old, new, len }),
        }
    }
}

/// What is compared as a whole; inside what differs follow the finer ones.
#[derive(Clone, Copy)]
enum Grain {
    Line,
    Piece,
}

/// Finds what is the same in two stretches of two texts.
fn compare(
    grain: Grain,
    (old, new): (&[char], &[char]),
    (old_range, new_range): (Range<usize>, Range<usize>),
    runs: &mut Runs,
) {
    let parts = match grain {
        Grain::Line => lines,
        Grain::Piece => pieces,
    };
    let (before, after) = (parts(old, old_range.clone()), parts(new, new_range.clone()));
    let mut input = InternedInput::default();
    input.update_before(before.iter().map(|part| old.get(part.clone()).unwrap_or_default()));
    input.update_after(after.iter().map(|part| new.get(part.clone()).unwrap_or_default()));
    let place = |parts: &[Range<usize>], part: u32, end: usize| {
        parts.get(part as usize).map_or(end, |part| part.start)
    };
    let (mut old_at, mut new_at) = (old_range.start, new_range.start);
    for hunk in Diff::compute(Algorithm::Histogram, &input).hunks() {
        let inside_old = place(&before, hunk.before.start, old_range.end)
            ..place(&before, hunk.before.end, old_range.end);
        let inside_new = place(&after, hunk.after.start, new_range.end)
            ..place(&after, hunk.after.end, new_range.end);
        runs.add(old_at, new_at, inside_old.start - old_at);
        (old_at, new_at) = (inside_old.end, inside_new.end);
        let few = inside_old.len().saturating_mul(inside_new.len()) <= FEW;
        match grain {
            _ if few => characters(old, new, (inside_old, inside_new), runs),
            Grain::Line => compare(Grain::Piece, (old, new), (inside_old, inside_new), runs),
            Grain::Piece => {}
        }
    }
    runs.add(old_at, new_at, old_range.end - old_at);
}

/// The characters that are the same inside two stretches that differ.
fn characters(
    old: &[char],
    new: &[char],
    (old_range, new_range): (Range<usize>, Range<usize>),
    runs: &mut Runs,
) {
    let (Some(before), Some(after)) = (old.get(old_range.clone()), new.get(new_range.clone()))
    else {
        return;
    };
    if before.is_empty() || after.is_empty() {
        return;
    }
    let mut input = InternedInput::default();
    input.update_before(before.iter().copied());
    input.update_after(after.iter().copied());
    let (mut old_at, mut new_at) = (0, 0);
    for hunk in Diff::compute(Algorithm::Histogram, &input).hunks() {
        let same = hunk.before.start as usize - old_at;
        runs.add(old_range.start + old_at, new_range.start + new_at, same);
        (old_at, new_at) = (hunk.before.end as usize, hunk.after.end as usize);
    }
    runs.add(old_range.start + old_at, new_range.start + new_at, before.len() - old_at);
}

/// The lines of a stretch of a text, each with its line break.
fn lines(text: &[char], within: Range<usize>) -> Vec<Range<usize>> {
    parts(text, within, |_, c, _| c == '\n')
}

/// A stretch of a text in pieces that end where their own characters say, so that what is put in or
/// cut out somewhere changes no piece elsewhere.
fn pieces(text: &[char], within: Range<usize>) -> Vec<Range<usize>> {
    parts(text, within, |before, c, len| {
        // Multiplied by large odd numbers the upper bits are evenly spread.
        let mixed =
            u32::from(before).wrapping_mul(0x9E37_79B1) ^ u32::from(c).wrapping_mul(0x85EB_CA6B);
        len >= SHORTEST_PIECE && (mixed >> 16).is_multiple_of(PIECE)
    })
}

/// Cuts a stretch of a text wherever `ends` says so of a character, the one before it, and the
/// length of the part up to it.
fn parts(
    text: &[char],
    within: Range<usize>,
    ends: impl Fn(char, char, usize) -> bool,
) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let (mut start, mut before) = (within.start, '\n');
    for (at, &c) in text.iter().enumerate().take(within.end).skip(within.start) {
        if ends(before, c, at + 1 - start) {
            parts.push(start..at + 1);
            start = at + 1;
        }
        before = c;
    }
    if start < within.end {
        parts.push(start..within.end);
    }
    parts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    /// What stands now where `part` stood.
    fn mapped(old: &str, part: &str, new: &str) -> String {
        let at = old.find(part).expect("the part");
        let start = u32::try_from(old[..at].chars().count()).expect("short");
        let end = start + u32::try_from(part.chars().count()).expect("short");
        let (old, new) = (chars(old), chars(new));
        Alignment::of(&old, &new)
            .map(start, end)
            .map(|at| new[at.start as usize..at.end as usize].iter().collect())
            .unwrap_or_default()
    }

    const OLD: &str =
        "柳岸街道建起议事亭。\n居民每周议事，商户每月议事。\n事情有人管，问题有人问。";

    #[test]
    fn what_was_put_before_or_cut_elsewhere_does_not_matter() {
        let new = format!("新来的一段。\n{}", OLD.replace("居民每周议事，", ""));
        assert_eq!(mapped(OLD, "商户每月议事", &new), "商户每月议事");
        assert_eq!(mapped(OLD, "建起议事亭", &new), "建起议事亭");
        assert_eq!(mapped(OLD, "居民每周议事，", &new), "");
    }

    #[test]
    fn the_longest_part_that_is_left_is_the_remainder() {
        let left = |old: &str, part: &str, new: &str| {
            let at = old[..old.find(part).unwrap()].chars().count();
            let end = at + part.chars().count();
            let number = |at: usize| u32::try_from(at).unwrap();
            let (old, new) = (chars(old), chars(new));
            let found = Alignment::of(&old, &new).remainder(number(at), number(end))?;
            Some(new[found.start as usize..found.end as usize].iter().collect::<String>())
        };
        let old =
            "前言一句。街道把粮站改成党群服务中心，居民每周来议事，商户每月来议事。后面一句。";
        let passage = "街道把粮站改成党群服务中心，居民每周来议事，商户每月来议事。";
        let cut = old.replace("居民每周来议事，商户每月来议事。", "");
        assert_eq!(left(old, passage, &cut).as_deref(), Some("街道把粮站改成党群服务中心，"));
        let cut = old.replace("街道把粮站改成党群服务中心，居民", "");
        assert_eq!(left(old, passage, &cut).as_deref(), Some("每周来议事，商户每月来议事。"));
        assert_eq!(left(old, passage, "前言一句。后面一句。"), None);
    }

    #[test]
    fn a_slip_of_the_pen_at_a_border_stays_inside() {
        assert_eq!(mapped(OLD, "居民每周议事", &OLD.replace("居民", "局民")), "局民每周议事");
        assert_eq!(mapped(OLD, "每周议事", &OLD.replace("议事，", "议亊，")), "每周议亊");
    }

    #[test]
    fn what_is_put_in_at_a_border_stays_outside() {
        let new = OLD.replace("居民每周", "柳岸居民每周");
        assert_eq!(mapped(OLD, "居民每周议事", &new), "居民每周议事");
        let new = OLD.replace("议事，商户", "议事两次，商户");
        assert_eq!(mapped(OLD, "居民每周议事", &new), "居民每周议事");
    }

    /// Sentences that no two are the same, without line ends.
    fn long(from: u32, to: u32) -> String {
        let sentence = |at| format!("第{}社区{}议事{}次，", at * 7919 % 1013, at * 31 % 97, at);
        (from..to).map(sentence).collect::<Vec<_>>().concat()
    }

    #[test]
    fn a_long_text_without_line_ends_is_compared_piece_by_piece() {
        let old = format!("{}居民每周议事。{}", long(0, 400), long(400, 800));
        let new = format!("新来的话。{}居民每月议事。{}", long(3, 400), long(420, 800));
        assert_eq!(mapped(&old, "居民每周议事", &new), "居民每月议事");
        assert_eq!(mapped(&old, "第0社区", &new), "");
        let kept = long(700, 701);
        assert_eq!(mapped(&old, &kept, &new), kept);
    }

    proptest! {
        #[test]
        fn parts_are_the_whole(text in "[甲乙丙丁\n]{0,60}", a in 0_usize..60, b in 0_usize..60) {
            let text = chars(&text);
            let within = a.min(b).min(text.len())..a.max(b).min(text.len());
            for cut in [lines, pieces] {
                let parts = cut(&text, within.clone());
                let mut at = within.start;
                for part in parts {
                    prop_assert!(part.start == at && part.end > at);
                    at = part.end;
                }
                prop_assert_eq!(at, within.end);
            }
        }

        #[test]
        fn the_same_text_maps_to_itself(text in "[甲乙丙\n]{0,40}", a in 0_u32..40, b in 0_u32..40) {
            let text = chars(&text);
            let len = u32::try_from(text.len()).expect("short");
            let (start, end) = (a.min(b).min(len), a.max(b).min(len));
            let mapped = Alignment::of(&text, &text).map(start, end);
            prop_assert_eq!(mapped, (start < end).then(|| Mapped { start, end, kept: end - start }));
        }

        #[test]
        fn a_place_is_in_the_new_text_and_keeps_the_order(
            old in "[甲乙丙丁，\n]{0,40}", new in "[甲乙丙丁，\n]{0,40}", a in 0_u32..40, b in 0_u32..40,
        ) {
            let (old, new) = (chars(&old), chars(&new));
            let len = u32::try_from(old.len()).expect("short");
            let (start, end) = (a.min(b).min(len), a.max(b).min(len));
            if let Some(mapped) = Alignment::of(&old, &new).map(start, end) {
                prop_assert!(mapped.start < mapped.end && mapped.end as usize <= new.len());
                prop_assert!(mapped.kept <= end - start && mapped.kept <= mapped.end - mapped.start);
            }
        }
    }
}
