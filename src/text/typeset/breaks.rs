//! The choice among the breaks: all lines of a paragraph together, so that none is left loose.
//!
//! Source of the method: D. E. Knuth and M. F. Plass, *Breaking paragraphs into lines*, 1981; the
//! elasticity is that of CLREQ: marks shrink first, a stop may hang, gaps grow evenly.

use super::{
    GOOD_STRETCH, MAX_STRETCH, Measure, WORD_GAP,
    class::{Break, CharClass, break_points, classes, is_sign},
};

/// A character and what the line it stands in can make of it. Lengths in points.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "independent answers about one character")]
pub(super) struct Spot {
    pub(super) class: CharClass,
    /// How bad it is to start a line here.
    point: Break,
    /// Where it would start if the paragraph were one line.
    x: f32,
    width: f32,
    /// What stands before it in any line: a gap between words, less what marks share.
    pub(super) gap: f32,
    /// Whether justification may widen the gap before it; `wide` for lines that have no other way.
    stretches: bool,
    wide: bool,
    /// How far the gap before it may shrink.
    pub(super) shrink: f32,
    /// Sums over all gaps up to and including the one before it.
    stretch_sum: u16,
    wide_sum: u16,
    shrink_sum: f32,
    /// The blank halves of a mark as wide as a Han character.
    blank_left: bool,
    blank_right: bool,
    /// The last character up to and including this one that is no space.
    visible: u32,
}

/// How a line is made to fit.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct LineFit {
    /// How bad it looks.
    cost: f32,
    /// Points that every gap that can stretch grows by.
    pub(super) stretch: f32,
    /// Which part of what marks can give they give.
    pub(super) shrink: f32,
    /// Whether letters are set apart too.
    pub(super) wide: bool,
    /// Whether the last mark hangs beyond the edge.
    pub(super) hangs: bool,
}

/// Costs, so that each kind of blemish is worse than any number of the kinds before it in a
/// paragraph. A gap at its widest costs 100, apart from the line's being loose.
mod cost {
    /// A stop beyond the edge is hardly a blemish.
    pub(super) const HANG: f32 = 4.0;
    /// A number at a line's end and what it counts in the next line.
    pub(super) const COUNT: f32 = 40.0;
    /// Marks closed up all the way.
    pub(super) const SHRINK: f32 = 60.0;
    /// A line whose gaps are just wider than they had better be; of the widest gaps, thirty times
    /// that.
    pub(super) const LOOSE: f32 = 1e3;
    /// Letters of a Latin word set apart.
    pub(super) const WIDE: f32 = 4e4;
    /// A torn word.
    pub(super) const WORD: f32 = 4e5;
    /// A number torn from its unit.
    pub(super) const UNIT: f32 = 2e6;
    /// A last line of one character.
    pub(super) const WIDOW: f32 = 1e7;
    /// A line that does not reach the edge, for each em that is missing.
    pub(super) const RAGGED: f32 = 1e7;
    /// A torn number, or a word torn so that hardly anything is left on one side.
    pub(super) const NUMBER: f32 = 1e9;
    /// A mark where no mark may stand.
    pub(super) const NEVER: f32 = 1e11;

    /// What it costs that every gap of a line grows by `ems`.
    pub(super) fn stretched(ems: f32) -> f32 {
        let part = ems / super::MAX_STRETCH;
        let even = 100.0 * part * part;
        let excess = ems / super::GOOD_STRETCH;
        if excess > 1.0 { even + LOOSE * excess.powi(3) } else { even }
    }
}

/// A paragraph ready to be broken.
pub(super) struct SetParagraph<'a> {
    pub(super) spots: Vec<Spot>,
    measure: &'a Measure<'a>,
    justify: bool,
}

impl<'a> SetParagraph<'a> {
    /// `inside` are the characters that go on with what a reader sees as one, in ascending order.
    pub(super) fn new(
        chars: &[char],
        widths: &[f32],
        inside: &[usize],
        measure: &'a Measure<'a>,
    ) -> Self {
        let em = measure.em;
        let classes = classes(chars);
        let mut points = break_points(chars, &classes);
        for &at in inside {
            if let Some(point) = points.get_mut(at) {
                *point = Break::Inside;
            }
        }
        let mut spots: Vec<Spot> = Vec::with_capacity(chars.len());
        let (mut han, mut letters) = (0_usize, 0_usize);
        let mut words = measure.spaced.iter().copied().peekable();
        for (at, &c) in chars.iter().enumerate() {
            let class = classes[at];
            let width = widths[at];
            han += usize::from(class == CharClass::Han);
            letters += usize::from(class == CharClass::Word);
            let full = width > 0.9 * em;
            let mut spot = Spot {
                class,
                point: points[at],
                x: 0.0,
                width,
                gap: 0.0,
                stretches: false,
                wide: false,
                shrink: 0.0,
                stretch_sum: 0,
                wide_sum: 0,
                shrink_sum: 0.0,
                blank_left: full && class == CharClass::Open && !is_sign(c),
                blank_right: full && matches!(class, CharClass::Close | CharClass::Stop),
                visible: u32::try_from(at).unwrap_or(u32::MAX),
            };
            while words.next_if(|&word| word < at).is_some() {}
            if let Some(before) = at.checked_sub(1).and_then(|before| spots.get(before)) {
                if words.peek() == Some(&at) {
                    spot.gap = WORD_GAP * em;
                }
                spot.join(before, c, em);
            }
            spots.push(spot);
        }
        // Latin text has too few gaps to be flush on both sides: it is set flush left.
        let justify = measure.justify && han * 2 >= letters;
        Self { spots, measure, justify }
    }

    /// Where each line starts, and how it is made to fit.
    pub(super) fn lines(&self) -> Vec<(usize, LineFit)> {
        if self.spots.is_empty() {
            return vec![(0, LineFit::default())];
        }
        if !self.justify {
            return self.first_fit();
        }
        self.best_fit(false).or_else(|| self.best_fit(true)).unwrap_or_else(|| self.first_fit())
    }

    /// The breaks with the least cost in all; only where lines may start, unless `anywhere`.
    fn best_fit(&self, anywhere: bool) -> Option<Vec<(usize, LineFit)>> {
        let count = self.spots.len();
        // For every end of a line the best way to it: cost, where its last line starts, the fit.
        let mut best: Vec<(f32, usize, LineFit)> =
            vec![(f32::INFINITY, 0, LineFit::default()); count + 1];
        best[0].0 = 0.0;
        let mut near = 0;
        for start in 0..count {
            let (cost, ..) = best[start];
            if cost.is_infinite() {
                continue;
            }
            let width = self.width(start);
            let from = self.spots[start].x;
            // Up to here the widest gaps do not make the line full; trims and squeezes are below an em.
            near = near.max(start + 1);
            let most = |end: usize| {
                let gaps =
                    self.spots[end - 1].stretch_sum.wrapping_sub(self.spots[start].stretch_sum);
                self.spots[end].x - from + f32::from(gaps) * MAX_STRETCH * self.measure.em
            };
            while !anywhere && near < count && most(near) < width - self.measure.em {
                near += 1;
            }
            let first = if anywhere { start + 1 } else { near };
            let mut end = first - 1;
            while end < count {
                end += 1;
                let point = self.spots.get(end).map_or(Break::Free, |spot| spot.point);
                if point <= Break::Count || anywhere && point != Break::Inside {
                    let torn = match point {
                        Break::Free => 0.0,
                        Break::Count => cost::COUNT,
                        Break::Word => cost::WORD,
                        Break::Unit => cost::UNIT,
                        Break::Number => cost::NUMBER,
                        Break::Never | Break::Inside => cost::NEVER,
                    };
                    if let Some(fit) = self.fit(start, end, anywhere) {
                        let total = cost + fit.cost + torn;
                        if total < best[end].0 {
                            best[end] = (total, start, fit);
                        }
                    }
                }
                let shrink = self.spots[end - 1].shrink_sum - self.spots[start].shrink_sum;
                let reach = self.spots[end - 1].x - from - shrink - self.measure.em;
                if reach > width && (!anywhere || end >= self.character_end(start)) {
                    break;
                }
            }
        }
        if best[count].0.is_infinite() {
            return None;
        }
        let mut lines = Vec::new();
        let mut end = count;
        while end > 0 {
            let (_, start, fit) = best[end];
            lines.push((start, fit));
            end = start;
        }
        lines.reverse();
        Some(lines)
    }

    /// Line after line, as much as goes into each.
    fn first_fit(&self) -> Vec<(usize, LineFit)> {
        let count = self.spots.len();
        let mut lines: Vec<(usize, LineFit)> = Vec::new();
        let mut start = 0;
        while start < count {
            let width = self.width(start);
            let mut ends = [None; 5];
            let mut forced = self.character_end(start);
            for end in start + 1..=count {
                let (_, hangs) = self.room(start, end, width);
                let Some(hangs) = hangs else {
                    if self.spots[end - 1].class == CharClass::Space {
                        continue;
                    }
                    break;
                };
                let point = self.spots.get(end).map_or(Break::Free, |spot| spot.point);
                if point == Break::Inside {
                    continue;
                }
                forced = end;
                let kind = match point {
                    Break::Free => 0,
                    Break::Count => 1,
                    Break::Word => 2,
                    Break::Unit => 3,
                    Break::Number => 4,
                    Break::Never | Break::Inside => continue,
                };
                ends[kind] = Some((end, hangs));
            }
            let (end, hangs) = ends.into_iter().flatten().next().unwrap_or((forced, false));
            lines.push((start, LineFit { hangs, ..LineFit::default() }));
            start = end;
        }
        self.avoid_widow(&mut lines);
        lines
    }

    /// Where what a reader sees as the character at `start` ends.
    fn character_end(&self, start: usize) -> usize {
        let rest = self.spots.iter().skip(start + 1);
        start + 1 + rest.take_while(|spot| spot.point == Break::Inside).count()
    }

    /// Room left in a line and, if it fits, whether its last mark has to hang for it.
    fn room(&self, start: usize, end: usize, width: f32) -> (f32, Option<bool>) {
        let Some(last) = self.last_visible(start, end) else { return (width, Some(false)) };
        let room = width - self.natural(start, last, false);
        if room >= -self.slack() {
            return (room, Some(false));
        }
        let hangs = self.spots[last].class == CharClass::Stop
            && width - self.natural(start, last, true) >= -self.slack();
        (room, hangs.then_some(true))
    }

    /// Moves the last break back if it would leave one character alone (with its stop).
    fn avoid_widow(&self, lines: &mut [(usize, LineFit)]) {
        let [.., (previous, _), (last, _)] = lines else { return };
        if self.letters(*last) > 1 {
            return;
        }
        let free = |&at: &usize| self.spots[at].point == Break::Free && self.letters(at) > 1;
        // Only from nearby: a line must not become half empty for it.
        if let Some(at) = (*previous + 1..*last).rev().find(free).filter(|&at| *last - at <= 4) {
            *last = at;
        }
    }

    /// How many characters from `start` to the paragraph's end are no marks; more than two are two.
    fn letters(&self, start: usize) -> usize {
        let is_letter =
            |spot: &&Spot| matches!(spot.class, CharClass::Han | CharClass::Word | CharClass::Dash);
        self.spots.iter().skip(start).filter(is_letter).take(2).count()
    }

    /// How the characters from `start` to `end` can be made a line; `None` if they cannot.
    fn fit(&self, start: usize, end: usize, anywhere: bool) -> Option<LineFit> {
        let width = self.width(start);
        let is_last = end == self.spots.len() && !self.measure.goes_on;
        let Some(last) = self.last_visible(start, end) else {
            return is_last.then(LineFit::default);
        };
        let widow = if is_last && start > 0 && self.letters(start) < 2 { cost::WIDOW } else { 0.0 };
        let plain = self.elastic(start, last, width, is_last, false);
        let hung = (self.spots[last].class == CharClass::Stop)
            .then(|| self.elastic(start, last, width, is_last, true))
            .flatten();
        let fit = match (plain, hung) {
            (Some(plain), Some(hung)) if hung.cost < plain.cost => Some(hung),
            (None, hung) => hung,
            (plain, _) => plain,
        };
        if let Some(mut fit) = fit {
            if widow > 0.0 && !anywhere {
                return None;
            }
            fit.cost += widow;
            return Some(fit);
        }
        anywhere.then(|| self.desperate(start, last, width, widow)).flatten()
    }

    /// A line by the means of good setting: gaps that grow, marks that shrink, a stop that hangs.
    fn elastic(
        &self,
        start: usize,
        last: usize,
        width: f32,
        is_last: bool,
        hangs: bool,
    ) -> Option<LineFit> {
        let room = width - self.natural(start, last, hangs);
        let base = if hangs { cost::HANG } else { 0.0 };
        let (first, end) = (&self.spots[start], &self.spots[Self::elastic_end(start, last, hangs)]);
        if room >= -self.slack() {
            if is_last {
                return Some(LineFit { cost: base, hangs, ..LineFit::default() });
            }
            let gaps = f32::from(end.stretch_sum.wrapping_sub(first.stretch_sum));
            let stretch = if gaps > 0.0 { room.max(0.0) / gaps } else { 0.0 };
            let ems = stretch / self.measure.em;
            let flush = gaps > 0.0 || room <= self.slack();
            return (flush && ems <= MAX_STRETCH).then(|| LineFit {
                cost: base + cost::stretched(ems),
                stretch,
                hangs,
                ..LineFit::default()
            });
        }
        let give = end.shrink_sum - first.shrink_sum;
        let shrink = -room / give;
        (give > 0.0 && shrink <= 1.0).then_some(LineFit {
            cost: base + 5.0 + cost::SHRINK * shrink * shrink,
            shrink,
            hangs,
            ..LineFit::default()
        })
    }

    /// A line by the means of last resort: letters set apart, or an edge that is not reached.
    fn desperate(&self, start: usize, last: usize, width: f32, widow: f32) -> Option<LineFit> {
        let hangs = self.spots[last].class == CharClass::Stop;
        let room = width - self.natural(start, last, hangs);
        let end = Self::elastic_end(start, last, hangs);
        let gaps = f32::from(self.spots[end].wide_sum.wrapping_sub(self.spots[start].wide_sum));
        let stretch = room / gaps;
        let part = stretch / (MAX_STRETCH * self.measure.em);
        if gaps > 0.0 && (0.0..=1.0).contains(&part) {
            let cost = widow + cost::WIDE * (1.0 + part);
            return Some(LineFit { cost, stretch, wide: true, hangs, ..LineFit::default() });
        }
        let em = self.measure.em;
        // One character always makes a line, however wide it is.
        let fits = room >= -self.slack() || last < self.character_end(start);
        fits.then(|| LineFit {
            cost: widow + cost::RAGGED * (1.0 + room.abs() / em),
            hangs,
            ..LineFit::default()
        })
    }

    /// The last character that is no space, if the line has one.
    pub(super) fn last_visible(&self, start: usize, end: usize) -> Option<usize> {
        let visible = self.spots.get(end.checked_sub(1)?)?.visible as usize;
        (visible >= start && self.spots[visible].class != CharClass::Space).then_some(visible)
    }

    /// The last character whose gap takes part in justification.
    fn elastic_end(start: usize, last: usize, hangs: bool) -> usize {
        if hangs { last.saturating_sub(1).max(start) } else { last }
    }

    /// Width of a line up to the ink of its last character, or up to it if it hangs.
    fn natural(&self, start: usize, last: usize, hangs: bool) -> f32 {
        let spot = &self.spots[last];
        let half = 0.5 * self.measure.em;
        let end = if hangs {
            spot.x
        } else {
            spot.x + spot.width - if spot.blank_right { half } else { 0.0 }
        };
        end - self.spots[start].x - self.trim(start)
    }

    /// The blank half that an opening mark loses at a line's start; behind an indent it stays.
    pub(super) fn trim(&self, start: usize) -> f32 {
        let trims = self.spots.get(start).is_some_and(|spot| spot.blank_left)
            && (start > 0 || self.measure.indent == 0.0);
        if trims { 0.5 * self.measure.em } else { 0.0 }
    }

    /// Width of the line that starts at `start`.
    fn width(&self, start: usize) -> f32 {
        self.measure.width - if start == 0 { self.measure.indent } else { 0.0 }
    }

    /// Rounding must not push the last character of a line that fits exactly.
    fn slack(&self) -> f32 {
        0.01 * self.measure.em
    }

    /// Whether the gap before `at` grows in a line that is set so.
    pub(super) fn stretches(&self, at: usize, fit: &LineFit) -> bool {
        let spot = &self.spots[at];
        if fit.wide { spot.wide } else { spot.stretches }
    }
}

impl Spot {
    /// Takes its place after `before`.
    fn join(&mut self, before: &Self, c: char, em: f32) {
        let half = 0.5 * em;
        let shared = (before.blank_right && (self.blank_right || self.blank_left))
            || (before.blank_left && self.blank_left);
        if shared {
            self.gap -= half;
        } else if before.blank_right || self.blank_left {
            self.shrink = half;
        }
        self.stretches = stretches(before, self);
        self.wide = self.stretches
            || (before.class, self.class) == (CharClass::Word, CharClass::Word)
            || (self.class == CharClass::Stop && c.is_ascii());
        self.x = before.x + before.width + self.gap;
        self.stretch_sum = before.stretch_sum.wrapping_add(u16::from(self.stretches));
        self.wide_sum = before.wide_sum.wrapping_add(u16::from(self.wide));
        self.shrink_sum = before.shrink_sum + self.shrink;
        if self.class == CharClass::Space {
            self.visible = before.visible;
        }
    }
}

/// Whether justification may widen the gap between two neighbours.
fn stretches(before: &Spot, after: &Spot) -> bool {
    match (before.class, after.class) {
        (
            CharClass::Word,
            CharClass::Word | CharClass::Follow | CharClass::Stop | CharClass::Close,
        )
        | (CharClass::Open, CharClass::Word)
        | (CharClass::Dash, CharClass::Dash)
        | (_, CharClass::Space | CharClass::Joined) => false,
        // `3.5`, `a,b`; behind a full-width mark there is a gap.
        (CharClass::Stop, CharClass::Word) => before.blank_right,
        _ => true,
    }
}
