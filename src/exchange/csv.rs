//! Excerpts as CSV: one row each, made to open in a spreadsheet by a double click.
//!
//! UTF-8 with BOM, because Excel takes a file without one for the system's old encoding; CRLF at
//! the row ends, as RFC 4180 wants; columns named in English, because scripts read them too.

use std::io::Write;

use super::Excerpt;
use crate::text::CharSpan;

/// What is done with a cell that a spreadsheet would run as a formula.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Formulas {
    /// A `'` is put before it: an article must not be able to run anything on a reader's machine.
    #[default]
    Defused,
    /// It is written as it is, for programs that read the file.
    Raw,
}

/// The columns, in order.
pub const COLUMNS: [&str; 17] = [
    "id",
    "article",
    "title",
    "year",
    "coder",
    "themes",
    "text",
    "memo",
    "start",
    "end",
    "fragments",
    "paragraph",
    "before",
    "after",
    "created",
    "modified",
    "status",
];

/// Writes `excerpts` to `out`, one row each after a row of column names.
///
/// # Errors
/// If `out` does not take it.
pub fn write(mut out: impl Write, excerpts: &[Excerpt], formulas: Formulas) -> std::io::Result<()> {
    out.write_all("\u{feff}".as_bytes())?;
    let mut rows = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(out);
    rows.write_record(COLUMNS)?;
    for excerpt in excerpts {
        rows.write_record(row(excerpt, formulas))?;
    }
    rows.flush()
}

fn row(excerpt: &Excerpt, formulas: Formulas) -> [String; COLUMNS.len()] {
    let user = |cell: &str| match formulas {
        Formulas::Defused => defused(cell),
        Formulas::Raw => cell.to_owned(),
    };
    let number = |number: Option<usize>| number.map(|n| n.to_string()).unwrap_or_default();
    [
        excerpt.id.to_string(),
        user(excerpt.article.as_str()),
        user(&excerpt.title),
        excerpt.year.map(|year| year.to_string()).unwrap_or_default(),
        user(excerpt.coder.as_str()),
        user(&excerpt.themes.join("; ")),
        user(&excerpt.text),
        user(&excerpt.memo),
        excerpt.start().to_string(),
        excerpt.end().to_string(),
        fragments(&excerpt.fragments),
        number(excerpt.paragraph),
        user(&excerpt.before),
        user(&excerpt.after),
        format!("{:.3}", excerpt.created),
        format!("{:.3}", excerpt.modified),
        excerpt.place.as_str().to_owned(),
    ]
}

/// `12-30;40-55`; empty for a single fragment, which `start` and `end` tell.
fn fragments(fragments: &[CharSpan]) -> String {
    if fragments.len() < 2 {
        return String::new();
    }
    let each: Vec<_> =
        fragments.iter().map(|span| format!("{}-{}", span.start(), span.end())).collect();
    each.join(";")
}

/// The cell with `'` before it if a spreadsheet would run it.
///
/// The full-width signs are taken for formulas too where the system's language is Chinese.
fn defused(cell: &str) -> String {
    if cell.starts_with(STARTS) { format!("'{cell}") } else { cell.to_owned() }
}

/// What a cell says whose `'` was put there only so that no spreadsheet runs it.
pub(super) fn said(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| rest.starts_with(STARTS)).unwrap_or(cell)
}

/// What a formula starts with.
const STARTS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_spreadsheet_would_run_is_changed() {
        for cell in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "－1"] {
            assert_eq!(defused(cell), format!("'{cell}"));
            assert_eq!(said(&defused(cell)), cell);
        }
        for cell in ["", "党建=引领", "2019", "—— 引言", "'引号", "1-2"] {
            assert_eq!(defused(cell), cell);
        }
    }
}
