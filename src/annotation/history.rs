//! Undo and redo: the steps a user took, each of one or more edits, with no limit in a run.
//!
//! It applies nothing itself; it hands out edits that are ready to be applied in their order.

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
    pub name: String,
    /// In the order in which they are applied.
    pub edits: Vec<E>,
}

/// The steps that can be undone and those that can be redone.
#[derive(Clone, Debug)]
pub struct History<E> {
    /// As they were applied, the latest last.
    done: Vec<Step<E>>,
    /// As they were applied before they were undone, the next to redo last.
    undone: Vec<Step<E>>,
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
        self.done.push(step);
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
    /// `same` thing.
    pub fn join_last(&mut self, same: impl Fn(&E) -> bool) {
        let [.., earlier, later] = self.done.as_mut_slice() else { return };
        if earlier.name == later.name && earlier.edits.iter().chain(&later.edits).all(same) {
            earlier.edits.append(&mut later.edits);
            self.done.pop();
        }
    }

    /// The edits that undo the latest step, in the order in which they are to be applied.
    ///
    /// Where applying them fails, call [`History::redo`] and drop what it gives: the step then
    /// stands where it stood.
    pub fn undo(&mut self) -> Option<Step<E>> {
        let step = self.done.pop()?;
        let edits = step.edits.iter().rev().map(E::inverse).collect();
        let inverse = Step { name: step.name.clone(), edits };
        self.undone.push(step);
        Some(inverse)
    }

    /// The step that was undone last, to be applied again.
    pub fn redo(&mut self) -> Option<Step<E>> {
        let step = self.undone.pop()?;
        self.done.push(step.clone());
        Some(step)
    }

    /// What [`History::undo`] would undo.
    #[must_use]
    pub fn undo_name(&self) -> Option<&str> {
        self.done.last().map(|step| step.name.as_str())
    }

    /// What [`History::redo`] would do again.
    #[must_use]
    pub fn redo_name(&self) -> Option<&str> {
        self.undone.last().map(|step| step.name.as_str())
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
        Step { name: name.to_owned(), edits: edits.iter().copied().map(Add).collect() }
    }

    #[test]
    fn undo_gives_inverses_backwards_and_redo_the_step_again() {
        let mut history = History::new();
        history.push(step("一", &[1]));
        history.push(step("二", &[2, 3]));
        assert_eq!(history.undo_name(), Some("二"));
        assert_eq!(history.undo(), Some(step("二", &[-3, -2])));
        assert_eq!((history.undo_name(), history.redo_name()), (Some("一"), Some("二")));
        assert_eq!(history.redo(), Some(step("二", &[2, 3])));
        assert_eq!(history.redo(), None);
    }

    #[test]
    fn steps_that_belong_together_are_undone_together() {
        let mut history = History::new();
        for (name, edit) in [("移", 1), ("移", 2), ("标", 3)] {
            history.push(step(name, &[edit]));
            history.join_last(|edit| edit.0 < 3);
        }
        assert_eq!(history.len(), 2);
        assert_eq!(history.undo(), Some(step("标", &[-3])));
        assert_eq!(history.undo(), Some(step("移", &[-2, -1])));
        assert_eq!(history.redo(), Some(step("移", &[1, 2])));
    }

    #[test]
    fn a_new_step_ends_what_could_be_redone_and_an_empty_one_does_not() {
        let mut history = History::new();
        history.push(step("一", &[1]));
        history.undo();
        history.push(step("空", &[]));
        assert_eq!(history.redo_name(), Some("一"));
        history.push(step("二", &[2]));
        assert_eq!((history.undo_name(), history.redo_name()), (Some("二"), None));
    }
}
