//! Which line goes on in which: one remainder for each cut, one cut for each remainder, no circle.
//!
//! Which of them should is decided in [`super::joint`].

use super::{Joint, Line, LineKind, index_at};

/// What has been joined so far.
pub(super) struct Matching {
    /// For each line the one it goes on in.
    follows: Vec<Option<usize>>,
    is_taken: Vec<bool>,
    /// Each line's first printing: two printings of a remainder are taken together.
    printing: Vec<usize>,
}

impl Matching {
    pub(super) fn new(lines: &[Line]) -> Self {
        let mut printing: Vec<usize> = (0..lines.len()).collect();
        for (index, line) in lines.iter().enumerate() {
            if let Some(first) = line.twin.and_then(|place| index_at(lines, place.start()))
                && let Some(&first) = printing.get(first)
                && let Some(slot) = printing.get_mut(index)
            {
                *slot = first;
            }
        }
        Self { follows: vec![None; lines.len()], is_taken: vec![false; lines.len()], printing }
    }

    /// Takes over what the user said.
    pub(super) fn obey(&mut self, lines: &[Line], said: impl Fn(&Line) -> Option<Joint>) {
        for (index, line) in lines.iter().enumerate() {
            let Some(joint) = said(line) else { continue };
            let Joint::Line(number) = joint else { continue };
            let target = lines.partition_point(|line| line.number < number);
            if lines.get(target).is_some_and(|line| line.number == number) {
                self.join(index, target);
            }
        }
    }

    /// Whether `b` may follow `a`.
    pub(super) fn is_free(&self, a: usize, b: usize) -> bool {
        let is_taken = |line: usize| self.is_taken.get(line).copied().unwrap_or(true);
        let first = self.printing.get(b).copied().unwrap_or(b);
        a != b
            // A block that begins like this very line is its second printing.
            && first != a
            && self.follows.get(a).is_some_and(Option::is_none)
            && !is_taken(b)
            && !is_taken(first)
            && !self.leads_to(b, a)
    }

    /// Whether nothing follows `a` yet.
    pub(super) fn is_open(&self, a: usize) -> bool {
        self.follows.get(a) == Some(&None)
    }

    /// Whether one comes from `from` to `to`.
    fn leads_to(&self, from: usize, to: usize) -> bool {
        let mut at = Some(from);
        while let Some(line) = at {
            if line == to {
                return true;
            }
            at = self.follows.get(line).copied().flatten();
        }
        false
    }

    pub(super) fn join(&mut self, a: usize, b: usize) -> bool {
        if !self.is_free(a, b) {
            return false;
        }
        if let Some(slot) = self.follows.get_mut(a) {
            *slot = Some(b);
        }
        let first = self.printing.get(b).copied().unwrap_or(b);
        for taken in [b, first] {
            if let Some(slot) = self.is_taken.get_mut(taken) {
                *slot = true;
            }
        }
        true
    }

    /// Undoes a joint.
    pub(super) fn part(&mut self, a: usize, b: usize) {
        if let Some(slot) = self.follows.get_mut(a) {
            *slot = None;
        }
        let first = self.printing.get(b).copied().unwrap_or(b);
        for freed in [b, first] {
            if let Some(slot) = self.is_taken.get_mut(freed) {
                *slot = false;
            }
        }
    }

    /// Writes the joints into the lines; what is a remainder is running text.
    pub(super) fn write(self, lines: &mut [Line]) {
        for (index, follows) in self.follows.into_iter().enumerate() {
            let Some(follows) = follows else { continue };
            if let Some(line) = lines.get_mut(index) {
                line.continues = Some(follows);
                if line.kind == LineKind::Heading {
                    line.kind = LineKind::Body;
                }
            }
            if let Some(line) = lines.get_mut(follows)
                && matches!(line.kind, LineKind::Heading | LineKind::Caption)
            {
                line.kind = LineKind::Body;
            }
        }
    }
}
