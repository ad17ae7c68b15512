//! A table for human eyes, aligned by the width of its cells on a terminal.

use unicode_width::UnicodeWidthStr;

use super::output::{Output, Stop};
use crate::{session::describe, text};

/// How a column stands.
#[derive(Clone, Copy, Debug)]
pub(super) enum Column {
    /// Text, cut with `…` beyond that many columns of the terminal.
    Left(usize),
    /// A number.
    Right,
}

/// Prints `rows` below `heading`, each with one cell for each of `columns`.
pub(super) fn print<const N: usize>(
    output: &mut Output,
    columns: [Column; N],
    heading: &[String; N],
    rows: &[[String; N]],
) -> Result<(), Stop> {
    let mut table = AlignedTable::new(columns);
    for row in rows {
        table.push(row);
    }
    table.print(heading, output)
}

/// Rows that wait until the last is there: only then is known how wide the columns are.
pub(super) struct AlignedTable<const N: usize> {
    columns: [Column; N],
    widths: [usize; N],
    /// Every cell as it is shown, each with a line end, which none of them has: hundreds of thousands
    /// of hits take little more than what is printed of them.
    cells: String,
}

impl<const N: usize> AlignedTable<N> {
    pub(super) fn new(columns: [Column; N]) -> Self {
        Self { columns, widths: [0; N], cells: String::new() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    pub(super) fn push(&mut self, row: &[String; N]) {
        for ((column, width), cell) in self.columns.iter().zip(&mut self.widths).zip(row) {
            let cell = fitted(*column, cell);
            *width = cell.width().max(*width);
            self.cells.push_str(&cell);
            self.cells.push('\n');
        }
    }

    /// Prints what was pushed below `heading`.
    pub(super) fn print(self, heading: &[String; N], output: &mut Output) -> Result<(), Stop> {
        let mut head = Self::new(self.columns);
        head.push(heading);
        let widths = std::array::from_fn(|at| {
            let of = |table: &Self| table.widths.get(at).copied().unwrap_or(0);
            of(&head).max(of(&self))
        });
        for table in [head, self] {
            table.print_rows(widths, output)?;
        }
        Ok(())
    }

    fn print_rows(&self, widths: [usize; N], output: &mut Output) -> Result<(), Stop> {
        let mut cells = self.cells.lines();
        let mut line = String::new();
        while let Some(first) = cells.next() {
            let row = std::iter::once(first).chain(cells.by_ref().take(N - 1));
            line.clear();
            for ((cell, width), column) in row.zip(widths).zip(self.columns) {
                let space = " ".repeat(width - cell.width());
                match column {
                    Column::Left(_) => line.extend([cell, &space]),
                    Column::Right => line.extend([&space, cell]),
                }
                line.push_str("  ");
            }
            output.line(line.trim_end())?;
        }
        Ok(())
    }
}

/// The cell as it is shown: on one line, nothing in it that moves the cursor, not too wide.
fn fitted(column: Column, cell: &str) -> String {
    let cell = describe::shown(&cell.replace(['\n', '\r', '\t'], " "));
    let Column::Left(limit) = column else { return cell };
    if cell.width() <= limit {
        return cell;
    }
    let mut end = 0;
    while end < cell.len() {
        let next = text::ceil_character(&cell, end + 1);
        if cell.get(..next).map_or(0, UnicodeWidthStr::width) + 1 > limit {
            break;
        }
        end = next;
    }
    format!("{}…", cell.get(..end).unwrap_or_default())
}
