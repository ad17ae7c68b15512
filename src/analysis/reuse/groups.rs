//! Which shared stretches are one text: the groups of places in which it stands.
//!
//! Two stretches of one article belong together where they overlap by three quarters of the longer
//! one, so that a set phrase inside a passage does not pull its own places into that passage's group.

use super::indexed::SharedStretch;
use crate::text::CharSpan;

/// A place where the text of a group stands: in letters of its text, and in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct LetterPlace {
    pub(super) text: u32,
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) span: CharSpan,
}

impl LetterPlace {
    fn len(self) -> u32 {
        self.end - self.start
    }

    fn is_same_text(self, other: Self) -> bool {
        let shared = self.end.min(other.end).saturating_sub(self.start.max(other.start));
        4 * shared >= 3 * self.len().max(other.len())
    }
}

/// Both places of a shared stretch.
fn places(shared: &SharedStretch) -> [LetterPlace; 2] {
    let place = |text, (start, end), span| LetterPlace { text, start, end, span };
    let [a, b] = shared.spans;
    [place(shared.a, shared.stretch.a, a), place(shared.b, shared.stretch.b, b)]
}

/// A forest of sets that grow together.
struct Sets(Vec<usize>);

impl Sets {
    fn root(&mut self, mut one: usize) -> usize {
        while let Some(&above) = self.0.get(one)
            && above != one
        {
            let next = self.0.get(above).copied().unwrap_or(above);
            if let Some(slot) = self.0.get_mut(one) {
                *slot = next;
            }
            one = next;
        }
        one
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        // The smaller number stays, whatever the order.
        if let Some(slot) = self.0.get_mut(one.max(other)) {
            *slot = one.min(other);
        }
    }
}

/// The groups, and of each shared stretch the group and the members at either side.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Grouped {
    /// The places of each group, in the order of texts and letters.
    pub(super) groups: Vec<Vec<LetterPlace>>,
    /// Of each stretch its group.
    pub(super) of_stretch: Vec<usize>,
}

/// Puts stretches together that are of one text.
pub(super) fn grouped(shared: &[SharedStretch]) -> Grouped {
    let sides: Vec<LetterPlace> = shared.iter().flat_map(places).collect();
    let mut sets = Sets((0..sides.len()).collect());
    for at in (0..sides.len()).step_by(2) {
        sets.join(at, at + 1);
    }
    let mut order: Vec<usize> = (0..sides.len()).collect();
    let side = |at: usize| sides.get(at).copied();
    order.sort_unstable_by_key(|&at| (side(at), at));
    // Equal places stand side by side: one of them is enough to be compared with others.
    let mut distinct: Vec<usize> = Vec::new();
    for &at in &order {
        match distinct.last() {
            Some(&last) if side(last) == side(at) => sets.join(last, at),
            _ => distinct.push(at),
        }
    }
    for (number, &at) in distinct.iter().enumerate() {
        let Some(place) = side(at) else { continue };
        let later = distinct.iter().skip(number + 1);
        let overlapping = later.map_while(|&other| {
            let next = side(other)?;
            (next.text == place.text && next.start < place.end).then_some((other, next))
        });
        for (other, next) in overlapping {
            if place.is_same_text(next) {
                sets.join(at, other);
            }
        }
    }
    let mut number_of = vec![usize::MAX; sides.len()];
    let mut grouped = Grouped::default();
    for &at in &order {
        let (Some(place), root) = (side(at), sets.root(at)) else { continue };
        let Some(number) = number_of.get_mut(root) else { continue };
        if *number == usize::MAX {
            *number = grouped.groups.len();
            grouped.groups.push(Vec::new());
        }
        let Some(group) = grouped.groups.get_mut(*number) else { continue };
        match group.last_mut() {
            Some(last) if last.text == place.text && place.start < last.end => {
                last.end = last.end.max(place.end);
                last.span = last.span.cover(place.span);
            }
            _ => group.push(place),
        }
    }
    grouped.of_stretch = (0..shared.len())
        .map(|at| number_of.get(sets.root(2 * at)).copied().unwrap_or(usize::MAX))
        .collect();
    grouped
}

#[cfg(test)]
mod tests {
    use super::{super::stretch::CommonStretch, *};
    use crate::text::CharOffset;

    fn span((_, start, end): (u32, u32, u32)) -> CharSpan {
        CharSpan::between(CharOffset::new(start), CharOffset::new(end))
    }

    fn shared(a: (u32, u32, u32), b: (u32, u32, u32)) -> SharedStretch {
        let stretch = CommonStretch { a: (a.1, a.2), b: (b.1, b.2), matched: a.2 - a.1 };
        SharedStretch { a: a.0, b: b.0, stretch, spans: [span(a), span(b)] }
    }

    #[test]
    fn overlapping_stretches_are_one_text_and_a_phrase_inside_is_another() {
        let all = [
            shared((0, 10, 110), (1, 0, 100)),
            shared((1, 5, 104), (2, 50, 150)),
            // A phrase of 22 letters inside the first text, and in two others.
            shared((0, 40, 62), (3, 7, 29)),
            shared((3, 7, 29), (4, 0, 22)),
            // The same twice in one text.
            shared((5, 0, 30), (5, 60, 90)),
        ];
        let found = grouped(&all);
        assert_eq!(found.of_stretch, [0, 0, 1, 1, 2]);
        let place =
            |text, start, end| LetterPlace { text, start, end, span: span((text, start, end)) };
        assert_eq!(found.groups[0], [place(0, 10, 110), place(1, 0, 104), place(2, 50, 150)]);
        assert_eq!(found.groups[1], [place(0, 40, 62), place(3, 7, 29), place(4, 0, 22)]);
        assert_eq!(found.groups[2], [place(5, 0, 30), place(5, 60, 90)]);
        assert_eq!(grouped(&[]), Grouped::default());
    }
}
