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
    let rows: Vec<[String; N]> = std::iter::once(heading)
        .chain(rows)
        .map(|row| {
            let mut cells = columns.iter().zip(row).map(|(column, cell)| fitted(*column, cell));
            std::array::from_fn(|_| cells.next().unwrap_or_default())
        })
        .collect();
    let mut widths = [0; N];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.width().max(*width);
        }
    }
    for row in &rows {
        let mut line = String::new();
        for ((cell, width), column) in row.iter().zip(widths).zip(columns) {
            let space = " ".repeat(width - cell.width());
            match column {
                Column::Left(_) => line.extend([cell.as_str(), &space]),
                Column::Right => line.extend([&space, cell.as_str()]),
            }
            line.push_str("  ");
        }
        output.line(line.trim_end())?;
    }
    Ok(())
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
