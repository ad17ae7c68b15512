//! Rows and the heads of their groups as the lines of a table, and how far down each stands.

/// What stands on a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TableLine {
    Row(usize),
    Group(usize),
}

/// Where the lines of a table stand: rows of one height, above some of them the head of a group.
#[derive(Clone, Copy)]
pub(super) struct TableLines<F> {
    pub(super) rows: usize,
    pub(super) groups: usize,
    /// The first row of each group, ascending.
    pub(super) first: F,
    pub(super) row_height: f32,
    pub(super) group_height: f32,
}

impl<F: Fn(usize) -> usize> TableLines<F> {
    pub(super) fn count(&self) -> usize {
        self.rows + self.groups
    }

    /// How many groups have `holds` of their number; it holds of none behind one of which it does not.
    fn groups_while(&self, holds: impl Fn(usize) -> bool) -> usize {
        let (mut low, mut high) = (0, self.groups);
        while low < high {
            let middle = usize::midpoint(low, high);
            if holds(middle) { low = middle + 1 } else { high = middle }
        }
        low
    }

    /// What stands on line `at`.
    pub(super) fn line(&self, at: usize) -> TableLine {
        let above = self.groups_while(|group| (self.first)(group) + group <= at);
        match above.checked_sub(1) {
            Some(group) if (self.first)(group) + group == at => TableLine::Group(group),
            _ => TableLine::Row(at - above),
        }
    }

    /// The line on which `row` stands.
    pub(super) fn line_of(&self, row: usize) -> usize {
        row + self.groups_while(|group| (self.first)(group) <= row)
    }

    /// How far below the first line's top that of line `at` is.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "rows to points; heights that are whole numbers stay exact far down"
    )]
    pub(super) fn top(&self, at: usize) -> f32 {
        let above = self.groups_while(|group| (self.first)(group) + group < at);
        let rows = (at - above) as f64 * f64::from(self.row_height);
        (rows + above as f64 * f64::from(self.group_height)) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(firsts: &[usize], rows: usize) -> TableLines<impl Fn(usize) -> usize + '_> {
        let first = |group: usize| firsts[group];
        TableLines { rows, groups: firsts.len(), first, row_height: 10.0, group_height: 7.0 }
    }

    #[test]
    fn each_row_and_head_has_a_line_of_its_own_in_order() {
        for firsts in [&[0, 2, 3][..], &[], &[1]] {
            let lines = lines(firsts, 7);
            let mut seen = Vec::new();
            let mut top = 0.0;
            for at in 0..lines.count() {
                assert!((lines.top(at) - top).abs() < 0.01);
                match lines.line(at) {
                    TableLine::Row(row) => {
                        assert_eq!(lines.line_of(row), at);
                        seen.push(row);
                        top += 10.0;
                    }
                    TableLine::Group(group) => {
                        assert_eq!(firsts[group], seen.len());
                        top += 7.0;
                    }
                }
            }
            assert_eq!(seen, (0..7).collect::<Vec<_>>());
            assert!((lines.top(lines.count()) - top).abs() < 0.01);
        }
    }
}
