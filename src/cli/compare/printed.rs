//! A sheet for human eyes: aligned columns, the totals below a rule, what has to be known last.

use unicode_width::UnicodeWidthStr as _;

use crate::{
    analysis::{Sheet, SheetRow, SheetValue},
    cli::output::{Output, Stop},
    session::describe,
};

/// A name is cut beyond so many columns of the terminal.
const WIDEST: usize = 40;

/// Prints a sheet.
pub(super) fn sheet(sheet: &Sheet, output: &mut Output) -> Result<(), Stop> {
    let heads: Vec<String> = sheet.heads.iter().map(|head| fitted(&head.text)).collect();
    let cells = |row: &SheetRow| -> Vec<String> {
        let indent = "  ".repeat(row.depth.min(8));
        let shown = row.cells.iter().enumerate().map(|(at, cell)| match &cell.value {
            SheetValue::Text(text) if at == 0 => fitted(&format!("{indent}{text}")),
            SheetValue::Text(text) => fitted(text),
            value => value.shown(),
        });
        shown.collect()
    };
    let rows: Vec<Vec<String>> = sheet.rows.iter().map(cells).collect();
    let totals: Vec<Vec<String>> = sheet.totals.iter().map(cells).collect();
    let mut widths: Vec<usize> = heads.iter().map(|head| head.width()).collect();
    for row in rows.iter().chain(&totals) {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.width().max(*width);
        }
    }
    let line = |cells: &[String]| {
        let mut line = String::new();
        for ((cell, width), head) in cells.iter().zip(&widths).zip(&sheet.heads) {
            let space = " ".repeat(width.saturating_sub(cell.width()));
            if head.is_number {
                line.extend([&space, cell.as_str()]);
            } else {
                line.extend([cell, space.as_str()]);
            }
            line.push_str("  ");
        }
        line.trim_end().to_owned()
    };
    output.line(&line(&heads))?;
    for row in &rows {
        output.line(&line(row))?;
    }
    if !totals.is_empty() {
        let length: usize = widths.iter().map(|width| width + 2).sum();
        output.line(&"-".repeat(length.saturating_sub(2)))?;
        for row in &totals {
            output.line(&line(row))?;
        }
    }
    for note in &sheet.notes {
        output.line(note)?;
    }
    Ok(())
}

/// On one line, nothing in it that moves the cursor, not too wide.
fn fitted(text: &str) -> String {
    let text = describe::shown(&text.replace(['\n', '\r', '\t'], " "));
    if text.width() <= WIDEST {
        return text;
    }
    let mut out = String::new();
    for c in text.chars() {
        if out.width() + 2 > WIDEST {
            break;
        }
        out.push(c);
    }
    out + "…"
}
