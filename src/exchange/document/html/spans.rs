//! Cells that reach over several columns or rows: what comes after them stays in its own column.

/// No cell reaches over more columns.
const WIDEST: usize = 1000;
/// A table with more columns is none.
const MOST_COLUMNS: usize = 4000;
/// So many cells of a page are added for those that others reach into.
const MOST_ADDED: usize = 200_000;

/// Where in a table its reading is.
#[derive(Debug, Default)]
pub(super) struct Grid {
    row: usize,
    column: usize,
    /// How many cells of the row were put down.
    put: usize,
    /// For each column: the first row that no cell from above reaches into.
    free_from: Vec<usize>,
}

impl Grid {
    /// A row begins.
    pub(super) fn begin_row(&mut self) {
        self.row += 1;
        (self.column, self.put) = (0, 0);
    }

    /// A cell begins that reaches over so many columns and rows (0: all that follow). How many
    /// empty cells go before it; `added` is how many there are on the page.
    pub(super) fn begin_cell(&mut self, columns: usize, rows: usize, added: &mut usize) -> usize {
        while self.free_from.get(self.column).is_some_and(|&row| row > self.row) {
            self.column += 1;
        }
        let before = self.column.saturating_sub(self.put);
        let columns = columns.clamp(1, WIDEST);
        if *added + before > MOST_ADDED || self.column + columns > MOST_COLUMNS {
            return 0;
        }
        *added += before;
        let free_from = if rows == 0 { usize::MAX } else { self.row.saturating_add(rows) };
        let end = self.column + columns;
        if self.free_from.len() < end {
            self.free_from.resize(end, 0);
        }
        if let Some(columns) = self.free_from.get_mut(self.column..end) {
            columns.fill(free_from);
        }
        self.column = end;
        self.put += before + 1;
        before
    }
}
