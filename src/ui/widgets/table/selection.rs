//! Which rows are selected: a run of rows from an anchor, or single ones.

use std::collections::BTreeSet;

/// The selected rows of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct RowSelection {
    /// From the row it began at to the one it was drawn to, whichever is above. Not a set of them
    /// all: a key that is held makes a run of 200,000 rows as fast as one of two.
    run: Option<(usize, usize)>,
    single: BTreeSet<usize>,
}

impl RowSelection {
    pub(super) fn contains(&self, row: usize) -> bool {
        self.run.is_some_and(|(from, to)| (from.min(to)..=from.max(to)).contains(&row))
            || self.single.contains(&row)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.run.is_none() && self.single.is_empty()
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Draws the run to `to`, from where it began, else from `from`.
    pub(super) fn extend(&mut self, from: usize, to: usize) {
        let from = self.run.map_or(from, |(anchor, _)| anchor);
        self.single.clear();
        self.run = Some((from, to));
    }

    /// Selects all of `count` rows.
    pub(super) fn all(&mut self, count: usize) {
        self.clear();
        self.run = count.checked_sub(1).map(|last| (0, last));
    }

    /// Takes a row in, or out.
    pub(super) fn toggle(&mut self, row: usize) {
        if let Some((from, to)) = self.run.take() {
            self.single.extend(from.min(to)..=from.max(to));
        }
        if !self.single.remove(&row) {
            self.single.insert(row);
        }
    }

    /// The selected rows, from the top.
    pub(super) fn rows(&self) -> Vec<usize> {
        let run = self.run.map(|(from, to)| from.min(to)..=from.max(to));
        run.into_iter().flatten().chain(self.single.iter().copied()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_drawn_from_where_it_began_in_either_direction() {
        let mut selection = RowSelection::default();
        selection.extend(5, 7);
        selection.extend(7, 3);
        assert_eq!(selection.rows(), [3, 4, 5]);
        assert!(!selection.contains(6));
    }

    #[test]
    fn single_rows_are_taken_out_of_a_run_and_put_beside_it() {
        let mut selection = RowSelection::default();
        selection.extend(1, 3);
        selection.toggle(2);
        selection.toggle(9);
        assert_eq!(selection.rows(), [1, 3, 9]);
        selection.toggle(9);
        assert_eq!(selection.rows(), [1, 3]);
        selection.all(2);
        assert_eq!(selection.rows(), [0, 1]);
        selection.all(0);
        assert!(selection.is_empty());
    }
}
