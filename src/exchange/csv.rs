//! Excerpts as CSV: one row each, made to open in a spreadsheet by a double click.
//!
//! UTF-8 with BOM, because Excel takes a file without one for the system's old encoding; CRLF at
//! the row ends, as RFC 4180 wants; columns named in English, because scripts read them too.

use std::io::{self, Write};

use super::{
    Excerpt, ExportOption, ExportTerms, Format, Formulas, Losses, Project, Written,
    preview::{FirstLook, Preview, PreviewTable},
};
use crate::text::CharSpan;

/// The format.
pub struct Csv;

impl Format for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn extension(&self) -> &'static str {
        "csv"
    }

    fn heeds(&self) -> &'static [ExportOption] {
        &[ExportOption::Formulas]
    }

    fn first_look(&self) -> FirstLook {
        FirstLook::Excerpts
    }

    fn write(&self, project: Project<'_>, terms: &ExportTerms<'_>) -> io::Result<Written> {
        Written::file(|out| {
            write(out, project.excerpts, terms.options.formulas)?;
            Ok(Losses::default())
        })
    }

    fn seen(&self, bytes: &[u8]) -> Option<Preview> {
        let bytes = bytes.strip_prefix(BOM).unwrap_or(bytes);
        let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
        let rows = reader.records().map_while(Result::ok);
        let rows = rows.map(|row| row.iter().map(str::to_owned).collect());
        let table = PreviewTable::of_rows(Vec::new(), rows);
        (!table.heads.is_empty()).then_some(Preview::Table(table))
    }
}

const BOM: &[u8] = "\u{feff}".as_bytes();

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
pub fn write(mut out: impl Write, excerpts: &[Excerpt], formulas: Formulas) -> io::Result<()> {
    out.write_all(BOM)?;
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
    // How a passage came to be is for scripts, which read JSON lines; the quotes are in the text.
    let Excerpt {
        id,
        article,
        title,
        year,
        coder,
        themes,
        theme_ids: _,
        text,
        quotes: _,
        fragments,
        memo,
        before,
        after,
        paragraph,
        origin: _,
        created,
        modified,
        place,
    } = excerpt;
    [
        id.to_string(),
        user(article.as_str()),
        user(title),
        year.map(|year| year.to_string()).unwrap_or_default(),
        user(coder.as_str()),
        user(&themes.join("; ")),
        user(text),
        user(memo),
        excerpt.start().to_string(),
        excerpt.end().to_string(),
        spans(fragments),
        number(*paragraph),
        user(before),
        user(after),
        format!("{created:.3}"),
        format!("{modified:.3}"),
        place.as_str().to_owned(),
    ]
}

/// `12-30;40-55`; empty for a single fragment, which `start` and `end` tell.
fn spans(fragments: &[CharSpan]) -> String {
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
pub(super) fn defused(cell: &str) -> String {
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
