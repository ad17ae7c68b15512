//! The stretches that two texts share, from the places where they have a fingerprint in common.
//!
//! Each place is followed both ways as far as the texts go on alike ([`super::extension`]); what is
//! found so is chained along the diagonal over short gaps, and at last aligned letter by letter.

use super::{
    alignment::Aligned,
    extension::{BRIEF, Extender, ExtensionDirection, PATIENT},
    fingerprint::GRAM,
    letters::Letter,
};

/// So many letters on either side may stand between two parts of one stretch.
const GAP: u32 = 25;
/// Less than this share of both sides in common is no reuse, however long.
const LEAST_RATIO: f32 = 0.6;
/// A place that two texts share belongs to a known part if it is not further from its diagonals.
const NEAR: i64 = 12;
/// A place that two texts share is worth a second look if it has so many letters around it.
const WORTH: usize = 12;
/// So many parts before one are tried as its predecessor in a chain.
const LOOK_BACK: usize = 24;

/// A stretch of letters that two texts share; ends are exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct CommonStretch {
    pub(super) a: (u32, u32),
    pub(super) b: (u32, u32),
    /// How many letters are the same.
    pub(super) matched: u32,
}

impl CommonStretch {
    /// Whether both letters belong to it.
    pub(super) fn has(&self, a: u32, b: u32) -> bool {
        (self.a.0..self.a.1).contains(&a) && (self.b.0..self.b.1).contains(&b)
    }

    fn covers_most_of(&self, other: &Self) -> bool {
        let shared = |x: (u32, u32), y: (u32, u32)| x.1.min(y.1).saturating_sub(x.0.max(y.0));
        2 * shared(self.a, other.a) > other.a.1 - other.a.0
            && 2 * shared(self.b, other.b) > other.b.1 - other.b.0
    }
}

/// Two texts in letters; of one text twice, its places.
#[derive(Clone, Copy)]
pub(super) struct TextPair<'a> {
    pub(super) a: &'a [Letter],
    pub(super) b: &'a [Letter],
    /// Whether both are the same: then nothing is shared with itself.
    pub(super) is_one: bool,
}

impl<'a> TextPair<'a> {
    /// The part that goes through the letters `a` and `b` of either text.
    ///
    /// `None` where a brief look finds fewer than `least` letters: most places that two long texts
    /// have in common are chance.
    fn part(&self, (a, b): (u32, u32), least: usize, extender: &mut Extender) -> Option<Part> {
        let (at_a, at_b) = (usize::try_from(a).ok()?, usize::try_from(b).ok()?);
        let end_of_a = if self.is_one { at_b } else { self.a.len() };
        let onward = (self.a.get(at_a..end_of_a)?, self.b.get(at_b..)?);
        let (seen, _) = extender.reach(onward, ExtensionDirection::Onward, BRIEF);
        if seen < least {
            let start = if self.is_one { at_a + seen } else { 0 };
            let back = (self.a.get(..at_a)?, self.b.get(start.min(at_b)..at_b)?);
            let (behind, _) = extender.reach(back, ExtensionDirection::Back, BRIEF);
            if seen + behind < least {
                return None;
            }
        }
        let (on_a, on_b) = extender.reach(onward, ExtensionDirection::Onward, PATIENT);
        let start_of_b = if self.is_one { at_a + on_a } else { 0 };
        let back = (self.a.get(..at_a)?, self.b.get(start_of_b..at_b)?);
        let (back_a, back_b) = extender.reach(back, ExtensionDirection::Back, PATIENT);
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Some(Part {
            a: (a - small(back_a), a + small(on_a)),
            b: (b - small(back_b), b + small(on_b)),
        })
    }

    /// The stretches of at least `least` letters in common, none twice, in the order of the second
    /// text. `hits` are the places of common fingerprints, in order of the first text.
    pub(super) fn stretches(
        &self,
        hits: &[(u32, u32)],
        least: u32,
        extender: &mut Extender,
    ) -> Vec<CommonStretch> {
        let mut parts: Vec<Part> = Vec::new();
        let worth = WORTH.min(usize::try_from(least).unwrap_or(WORTH));
        for &hit in hits {
            if self.is_one && hit.1 - hit.0 < least {
                continue;
            }
            if parts.iter().rev().take(LOOK_BACK).any(|part| part.has(hit)) {
                continue;
            }
            let Some(part) = self.part(hit, worth, extender) else { continue };
            if part.len() as usize >= GRAM {
                parts.push(part);
            }
        }
        let longest = parts.iter().map(Part::len).sum::<u32>();
        if longest < least {
            return Vec::new();
        }
        parts.sort_unstable_by_key(|part| (part.b, part.a));
        parts.dedup();
        let mut found = Vec::new();
        for chain in chains(&parts) {
            let all = chain.iter().copied().reduce(Part::cover);
            let whole = all.and_then(|all| self.verified(all, least));
            match whole {
                Some(stretch) => found.push(stretch),
                // What is too thin as a whole may be good in parts.
                None => found.extend(
                    chain
                        .iter()
                        .filter(|_| chain.len() > 1)
                        .filter_map(|&part| self.verified(part, least)),
                ),
            }
        }
        distinct(found)
    }

    /// The stretch that the part is when it is looked at letter by letter.
    fn verified(&self, part: Part, least: u32) -> Option<CommonStretch> {
        if part.len() < least || self.is_one && part.a.1 > part.b.0 {
            return None;
        }
        let slice = |text: &'a [Letter], (start, end): (u32, u32)| {
            text.get(usize::try_from(start).ok()?..usize::try_from(end).ok()?)
        };
        let (a, b) = (slice(self.a, part.a)?, slice(self.b, part.b)?);
        let aligned = Aligned::of(a, b);
        let (on_a, on_b) = (aligned.a(), aligned.b());
        let matched = aligned.matched();
        let good = matched >= least && aligned.ratio() >= LEAST_RATIO;
        good.then_some(CommonStretch {
            a: (part.a.0 + on_a.start, part.a.0 + on_a.end),
            b: (part.b.0 + on_b.start, part.b.0 + on_b.end),
            matched,
        })
    }
}

/// What one place was followed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Part {
    a: (u32, u32),
    b: (u32, u32),
}

impl Part {
    fn len(&self) -> u32 {
        (self.a.1 - self.a.0).min(self.b.1 - self.b.0)
    }

    /// Whether a place belongs to it.
    fn has(&self, (a, b): (u32, u32)) -> bool {
        let diagonal = |a: u32, b: u32| i64::from(b) - i64::from(a);
        let (first, last) = (diagonal(self.a.0, self.b.0), diagonal(self.a.1, self.b.1));
        let here = diagonal(a, b);
        (self.a.0..self.a.1).contains(&a)
            && (self.b.0..self.b.1).contains(&b)
            && here >= first.min(last) - NEAR
            && here <= first.max(last) + NEAR
    }

    /// Whether `next` goes on where this one ends.
    fn may_precede(&self, next: &Self) -> bool {
        self.a.0 < next.a.0
            && self.b.0 < next.b.0
            && self.a.1 < next.a.1
            && self.b.1 < next.b.1
            && next.a.0.saturating_sub(self.a.1) <= GAP
            && next.b.0.saturating_sub(self.b.1) <= GAP
    }

    fn cover(self, other: Self) -> Self {
        let both = |x: (u32, u32), y: (u32, u32)| (x.0.min(y.0), x.1.max(y.1));
        Self { a: both(self.a, other.a), b: both(self.b, other.b) }
    }
}

/// The parts, in chains of those that follow each other; the best first link of each is taken.
fn chains(parts: &[Part]) -> Vec<Vec<Part>> {
    // Of each part the length of the best chain that ends in it, and the part before it there.
    let mut best: Vec<(u32, Option<usize>)> = Vec::with_capacity(parts.len());
    for (at, part) in parts.iter().enumerate() {
        let mut longest = (0, None);
        for before in (at.saturating_sub(LOOK_BACK)..at).rev() {
            let (Some(other), Some(&(length, _))) = (parts.get(before), best.get(before)) else {
                continue;
            };
            if other.may_precede(part) && length > longest.0 {
                longest = (length, Some(before));
            }
        }
        best.push((longest.0 + part.len(), longest.1));
    }
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|&at| std::cmp::Reverse(best.get(at).map_or(0, |&(length, _)| length)));
    let mut is_used = vec![false; parts.len()];
    let mut chains = Vec::new();
    for last in order {
        let mut chain = Vec::new();
        let mut next = Some(last);
        while let Some(at) = next {
            let Some(used) = is_used.get_mut(at) else { break };
            if std::mem::replace(used, true) {
                break;
            }
            chain.extend(parts.get(at).copied());
            next = best.get(at).and_then(|&(_, before)| before);
        }
        if !chain.is_empty() {
            chain.reverse();
            chains.push(chain);
        }
    }
    chains
}

/// Without those that lie mostly within another; in the order of the second text.
fn distinct(mut found: Vec<CommonStretch>) -> Vec<CommonStretch> {
    found
        .sort_unstable_by_key(|stretch| (std::cmp::Reverse(stretch.matched), stretch.b, stretch.a));
    let mut kept: Vec<CommonStretch> = Vec::new();
    for stretch in found {
        if !kept.iter().any(|other| other.covers_most_of(&stretch)) {
            kept.push(stretch);
        }
    }
    kept.sort_unstable_by_key(|stretch| (stretch.b, stretch.a));
    kept
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{super::letters::letters, *};

    fn stretches(a: &str, b: &str, least: u32) -> Vec<CommonStretch> {
        let of = |text| letters(text).map(|(_, letter)| letter).collect::<Vec<_>>();
        let (a, b) = (of(a), of(b));
        let mut hits = Vec::new();
        for (at, one) in a.windows(GRAM).enumerate() {
            for (to, other) in b.windows(GRAM).enumerate() {
                if one == other {
                    hits.push((u32::try_from(at).unwrap(), u32::try_from(to).unwrap()));
                }
            }
        }
        let texts = TextPair { a: &a, b: &b, is_one: false };
        texts.stretches(&hits, least, &mut Extender::new())
    }

    #[test]
    fn a_gap_is_bridged_and_a_long_one_is_not() {
        let (head, tail) = ("街道牵头成立联席会议制度定期商议", "驻区单位把礼堂球场借给居民使用");
        let put_in = |text: &str| format!("甲{head}{text}{tail}乙");
        let short = stretches(&put_in(""), &put_in("并且请来老党员和志愿者旁听发言"), 10);
        assert_eq!(short.len(), 1, "{short:?}");
        assert_eq!((short[0].a, short[0].b, short[0].matched), ((0, 33), (0, 48), 33));
        let long = put_in(
            "完全是另外的一段话它长得足以让两边各自成为一处而不再连在一起只因为中间隔得太远",
        );
        assert_eq!(stretches(&put_in(""), &long, 10).len(), 2);
        assert_eq!(stretches(&put_in(""), &long, 20).len(), 0);
    }

    proptest! {
        #[test]
        fn stretches_lie_inside_and_are_as_good_as_asked(
            a in "[甲乙丙丁戊己庚辛壬癸1]{0,80}", b in "[甲乙丙丁戊己庚辛壬癸1]{0,80}",
            shared in "[甲乙丙丁戊己庚辛壬癸]{12,30}", least in 6_u32..20,
        ) {
            let (a, b) = (format!("{a}{shared}"), format!("{b}{shared}"));
            let found = stretches(&a, &b, least);
            let (a_len, b_len) = (a.chars().count(), b.chars().count());
            for stretch in &found {
                prop_assert!(stretch.a.0 < stretch.a.1 && stretch.a.1 as usize <= a_len);
                prop_assert!(stretch.b.0 < stretch.b.1 && stretch.b.1 as usize <= b_len);
                prop_assert!(stretch.matched >= least);
                prop_assert!(stretch.matched <= stretch.a.1 - stretch.a.0);
            }
            if shared.chars().count() >= least as usize {
                prop_assert!(!found.is_empty());
            }
        }
    }
}
