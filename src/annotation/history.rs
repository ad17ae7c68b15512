//! Undo and redo: the steps a user took, each of one or more edits, with no limit in a run.
//!
//! It applies nothing itself; it hands out edits that are ready to be applied in their order, and is
//! told what became of them. Others may have changed the same set meanwhile: what of a step no longer
//! fits is gone from the history, what only cannot be done now waits in its place, and neither keeps
//! the steps below it out of reach.

use super::StepName;

/// What can be undone.
pub trait Invert {
    /// What undoes it.
    #[must_use]
    fn inverse(&self) -> Self;
}

/// What one action of the user did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step<E> {
    /// How the menu calls it.
    pub name: StepName,
    /// In the order in which they are applied.
    pub edits: Vec<E>,
}

/// Which way through the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Undo.
    Back,
    /// Redo.
    Forth,
}

/// A step of the history.
#[derive(Clone, Debug)]
struct Kept<E> {
    step: Step<E>,
    /// It could not be taken when that was tried, and may be later.
    waits: bool,
}

/// The steps that can be undone and those that can be redone.
#[derive(Clone, Debug)]
pub struct History<E> {
    /// As they were applied, the latest last.
    done: Vec<Kept<E>>,
    /// As they were applied before they were undone, the next to redo last.
    undone: Vec<Kept<E>>,
}

impl<E> Default for History<E> {
    fn default() -> Self {
        Self { done: Vec::new(), undone: Vec::new() }
    }
}

impl<E: Invert + Clone> History<E> {
    /// A history of nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Remembers a step that was applied; what was undone can no longer be redone.
    ///
    /// A step without edits is not remembered: undoing it would seem to do nothing.
    pub fn push(&mut self, step: Step<E>) {
        if step.edits.is_empty() {
            return;
        }
        self.undone.clear();
        self.done.push(Kept { step, waits: false });
    }

    /// How many steps can be undone.
    #[must_use]
    pub fn len(&self) -> usize {
        self.done.len()
    }

    /// Whether nothing can be undone.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.done.is_empty()
    }

    /// Makes one step of the latest two, if they have the same name and all their edits are of the
    /// `same` thing; whether it did.
    pub fn join_last(&mut self, same: impl Fn(&E) -> bool) -> bool {
        let [.., earlier, later] = self.done.as_mut_slice() else { return false };
        let alike = earlier.step.name == later.step.name && !earlier.waits;
        let joins = alike && earlier.step.edits.iter().chain(&later.step.edits).all(same);
        if joins {
            earlier.step.edits.append(&mut later.step.edits);
            self.done.pop();
        }
        joins
    }

    /// The steps that way, the next one first: the place of each, the step as it was applied, and
    /// whether it waits.
    pub fn steps(&self, way: Way) -> impl Iterator<Item = (usize, &Step<E>, bool)> {
        let steps = match way {
            Way::Back => &self.done,
            Way::Forth => &self.undone,
        };
        steps.iter().enumerate().rev().map(|(place, kept)| (place, &kept.step, kept.waits))
    }

    /// Takes out the step at a place of [`History::steps`], its edits in the order in which they are
    /// to be applied that way. What became of them is for [`History::settle`] to hear.
    pub fn take(&mut self, way: Way, place: usize) -> Option<Step<E>> {
        let steps = self.from(way);
        let Step { name, edits } = (place < steps.len()).then(|| steps.remove(place))?.step;
        Some(Step { name, edits: turned(way, edits) })
    }

    /// Remembers what became of a step that was taken from that place: the edits that were `done`,
    /// in the order in which they were, can be taken the other way; those that are `left` wait where
    /// the step was; what is in neither no longer fits, and is forgotten.
    pub fn settle(&mut self, way: Way, place: usize, name: &StepName, done: Vec<E>, left: Vec<E>) {
        let step = |edits| Step { name: name.clone(), edits: turned(way, edits) };
        if !left.is_empty() {
            let from = self.from(way);
            from.insert(place.min(from.len()), Kept { step: step(left), waits: true });
        }
        if !done.is_empty() {
            let other = match way {
                Way::Back => Way::Forth,
                Way::Forth => Way::Back,
            };
            self.from(other).push(Kept { step: step(done), waits: false });
        }
    }

    fn from(&mut self, way: Way) -> &mut Vec<Kept<E>> {
        match way {
            Way::Back => &mut self.done,
            Way::Forth => &mut self.undone,
        }
    }
}

/// From edits as they were first applied to those to be applied that way, and back.
fn turned<E: Invert>(way: Way, edits: Vec<E>) -> Vec<E> {
    match way {
        Way::Back => edits.iter().rev().map(E::inverse).collect(),
        Way::Forth => edits,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Adds to a running sum.
    #[derive(Clone, Debug, PartialEq, Eq)]
    struct Add(i32);

    impl Invert for Add {
        fn inverse(&self) -> Self {
            Self(-self.0)
        }
    }

    fn step(name: &str, edits: &[i32]) -> Step<Add> {
        Step { name: name.to_owned().into(), edits: edits.iter().copied().map(Add).collect() }
    }

    fn name(history: &History<Add>, way: Way) -> Option<String> {
        history.steps(way).next().map(|(_, step, _)| step.name.to_string())
    }

    /// Takes the next step, of which everything is done.
    fn walk(history: &mut History<Add>, way: Way) -> Option<Step<Add>> {
        let (place, ..) = history.steps(way).next()?;
        let step = history.take(way, place)?;
        history.settle(way, place, &step.name, step.edits.clone(), Vec::new());
        Some(step)
    }

    #[test]
    fn undo_gives_inverses_backwards_and_redo_the_step_again() {
        let mut history = History::new();
        history.push(step("一", &[1]));
        history.push(step("二", &[2, 3]));
        assert_eq!(name(&history, Way::Back).as_deref(), Some("二"));
        assert_eq!(walk(&mut history, Way::Back), Some(step("二", &[-3, -2])));
        assert_eq!(name(&history, Way::Back).as_deref(), Some("一"));
        assert_eq!(walk(&mut history, Way::Forth), Some(step("二", &[2, 3])));
        assert_eq!(walk(&mut history, Way::Forth), None);
    }

    #[test]
    fn steps_that_belong_together_are_undone_together() {
        let mut history = History::new();
        for (name, edit) in [("移", 1), ("移", 2), ("标", 3)] {
            history.push(step(name, &[edit]));
            history.join_last(|edit| edit.0 < 3);
        }
        assert_eq!(history.len(), 2);
        assert_eq!(walk(&mut history, Way::Back), Some(step("标", &[-3])));
        assert_eq!(walk(&mut history, Way::Back), Some(step("移", &[-2, -1])));
        assert_eq!(walk(&mut history, Way::Forth), Some(step("移", &[1, 2])));
    }

    #[test]
    fn a_new_step_ends_what_could_be_redone_and_an_empty_one_does_not() {
        let mut history = History::new();
        history.push(step("一", &[1]));
        walk(&mut history, Way::Back);
        history.push(step("空", &[]));
        assert_eq!(name(&history, Way::Forth).as_deref(), Some("一"));
        history.push(step("二", &[2]));
        assert_eq!(name(&history, Way::Back).as_deref(), Some("二"));
        assert_eq!(name(&history, Way::Forth), None);
    }

    #[test]
    fn of_a_step_what_was_done_can_be_redone_and_what_waits_stays_in_its_place() {
        let mut history = History::new();
        for (name, edits) in [("一", &[1][..]), ("二", &[2, 3, 4]), ("三", &[5])] {
            history.push(step(name, edits));
        }
        // The third waits as a whole; of the second one edit is done, one waits, one is set aside.
        let third = history.take(Way::Back, 2).expect("there");
        history.settle(Way::Back, 2, &third.name, Vec::new(), third.edits);
        let second = history.take(Way::Back, 1).expect("there");
        assert_eq!(second, step("二", &[-4, -3, -2]));
        history.settle(Way::Back, 1, &second.name, vec![Add(-4)], vec![Add(-2)]);
        let left: Vec<_> =
            history.steps(Way::Back).map(|(_, step, waits)| (step.clone(), waits)).collect();
        let waits = |name, edit| (step(name, &[edit]), true);
        assert_eq!(left, [waits("三", 5), waits("二", 2), (step("一", &[1]), false)]);
        assert_eq!(walk(&mut history, Way::Forth), Some(step("二", &[4])));
    }
}
