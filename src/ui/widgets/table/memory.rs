//! What a table remembers between frames.

use std::collections::BTreeMap;

use super::selection::RowSelection;

/// What was typed to find a row, and how far it was looked for.
#[derive(Clone, Debug, Default)]
pub(super) struct TableSeek {
    pub(super) typed: String,
    /// When.
    pub(super) at: f64,
    /// The row to look at next, and how many are left.
    pub(super) run: Option<(usize, usize)>,
}

/// What a page keeps of its table.
#[derive(Clone, Debug, Default)]
pub(in crate::ui) struct TableMemory {
    /// The row and the column that the keys act on.
    cursor: (usize, usize),
    pub(super) selection: RowSelection,
    pub(super) seek: TableSeek,
    rows: usize,
    /// Of what the rows are.
    stamp: u64,
    /// The row that comes into view at the next frame.
    reveals: Option<usize>,
    takes_focus: bool,
    /// Of the columns that somebody has drawn at.
    widths: BTreeMap<&'static str, f32>,
}

impl TableMemory {
    /// Back to the first row.
    pub(in crate::ui) fn go_to_top(&mut self) {
        self.set_cursor(0);
        self.reveal();
    }

    /// Brings the row that the keys act on into view.
    pub(in crate::ui) fn reveal(&mut self) {
        self.reveals = Some(self.cursor.0);
    }

    /// Brings a row into view.
    pub(in crate::ui) fn reveal_row(&mut self, row: usize) {
        self.reveals = Some(row);
    }

    /// Gives the table the keyboard at the next frame.
    pub(in crate::ui) fn take_focus(&mut self) {
        self.takes_focus = true;
    }

    /// The row that the keys act on.
    pub(in crate::ui) fn row(&self) -> usize {
        self.cursor.0
    }

    /// The column of the cell that the keys act on.
    pub(in crate::ui) fn column(&self) -> usize {
        self.cursor.1
    }

    /// The rows that are selected, from the top; none where only the keys act on one.
    pub(in crate::ui) fn selected_rows(&self) -> Vec<usize> {
        self.selection.rows()
    }

    /// The keys act on this row.
    pub(in crate::ui) fn set_cursor(&mut self, row: usize) {
        self.cursor.0 = row;
    }

    /// The keys act on this cell.
    pub(in crate::ui) fn set_cell(&mut self, row: usize, column: usize) {
        self.cursor = (row, column);
    }

    /// The rows are those of `stamp`; if they were others before, none is selected any more.
    pub(in crate::ui) fn of(&mut self, stamp: u64) {
        if std::mem::replace(&mut self.stamp, stamp) != stamp {
            self.selection.clear();
        }
    }

    pub(super) fn cursor(&self) -> (usize, usize) {
        self.cursor
    }

    pub(super) fn prepare(&mut self, rows: usize) {
        if std::mem::replace(&mut self.rows, rows) != rows {
            self.selection.clear();
        }
        self.cursor.0 = self.cursor.0.min(rows.saturating_sub(1));
    }

    pub(super) fn row_count(&self) -> usize {
        self.rows
    }

    pub(super) fn takes_focus(&mut self) -> bool {
        std::mem::take(&mut self.takes_focus)
    }

    pub(super) fn reveals(&mut self) -> Option<usize> {
        self.reveals.take().filter(|&row| row < self.rows)
    }

    pub(super) fn width(&self, column: &str) -> Option<f32> {
        self.widths.get(column).copied()
    }

    pub(super) fn set_width(&mut self, column: &'static str, width: f32) {
        self.widths.insert(column, width);
    }

    /// The columns are as wide as they were at first.
    pub(super) fn forget_widths(&mut self) {
        self.widths.clear();
    }
}
