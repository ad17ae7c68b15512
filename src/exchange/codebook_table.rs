//! A codebook as a table: one row a theme, from CSV or a workbook.
//!
//! Columns are known by their heads, in Chinese or English and in any order; only the name must be
//! there. A theme's parent stands in a column of its own, or in its name: as a path
//! (`党建/阵地建设`), as the codebook's sheet of [`super::xlsx`] has it, or as full-width spaces
//! before it.

mod tree;

use std::collections::HashMap;

use super::{
    csv::said,
    import_words,
    incoming::{FaultKind, ImportFault, Incoming, IncomingFormat, IncomingTheme, SourceFile},
    table::{Row, tables},
};
use crate::annotation::{Colour, PALETTE};

/// Among how many rows the head is looked for.
const HEAD_ROWS: usize = 20;

/// What a column may hold, as the list of words calls it; the name first.
const MEANINGS: [&str; 8] =
    ["name", "parent", "description", "colour", "include", "exclude", "lexicon", "memo"];

/// The format.
pub struct CodebookTable;

impl IncomingFormat for CodebookTable {
    fn name(&self) -> &'static str {
        "codebook"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["csv", "xlsx", "ods"]
    }

    fn read(&self, file: &SourceFile) -> Result<Incoming, ImportFault> {
        read(file)
    }
}

/// Reads the codebook from a CSV file or from the sheet that looks most like one.
///
/// # Errors
/// If the file is broken, or no table of it has a column with the themes' names.
pub fn read(file: &SourceFile) -> Result<Incoming, ImportFault> {
    let tables = tables(file)?;
    let mut best: Option<(Columns, &[Row])> = None;
    for rows in &tables {
        for (at, row) in rows.iter().enumerate().take(HEAD_ROWS) {
            let Some(columns) = Columns::of(row) else { continue };
            if best.as_ref().is_none_or(|(known, _)| columns.count() > known.count()) {
                best = Some((columns, rows.get(at + 1..).unwrap_or_default()));
            }
        }
    }
    let Some((columns, rows)) = best else {
        let [name, ..] = MEANINGS;
        return Err(ImportFault {
            file: file.name.clone(),
            kind: FaultKind::NoColumn(name.to_owned()),
        });
    };
    let entries: Vec<Entry> = rows.iter().filter_map(|row| columns.entry(row)).collect();
    Ok(tree::grow(entries))
}

/// A row of the table.
#[derive(Debug, Default)]
struct Entry {
    /// As it stands in its cell, with what indents it.
    name: String,
    parent: String,
    /// What the row says of the theme; without name and parent.
    theme: IncomingTheme,
}

/// Which column holds what.
#[derive(Debug)]
struct Columns([Option<usize>; MEANINGS.len()]);

impl Columns {
    /// The columns of a head; `None` if none is called a name.
    fn of(head: &[String]) -> Option<Self> {
        let mut heads: HashMap<String, usize> = HashMap::new();
        for (at, cell) in head.iter().enumerate() {
            heads.entry(import_words::folded(cell)).or_insert(at);
        }
        let mut taken = Vec::new();
        let columns = MEANINGS.map(|meaning| {
            // A word may mean two things: what comes first has it.
            let place = import_words::of(meaning)
                .into_iter()
                .filter_map(|word| heads.get(word).copied())
                .find(|at| !taken.contains(at));
            taken.extend(place);
            place
        });
        columns.first().copied().flatten().map(|_| Self(columns))
    }

    fn count(&self) -> usize {
        self.0.iter().flatten().count()
    }

    /// What a row says; `None` if it names no theme.
    fn entry(&self, row: &[String]) -> Option<Entry> {
        let cells = self.0.map(|place| {
            let cell = place.and_then(|at| row.get(at)).map_or("", String::as_str);
            let cell = said(cell);
            if cell.trim().is_empty() { String::new() } else { cell.replace("\r\n", "\n") }
        });
        let [name, parent, description, colour, include, exclude, lexicon, memo] = cells;
        let theme = IncomingTheme {
            colour: colour_named(&colour),
            description,
            include,
            exclude,
            lexicon: words(&lexicon),
            memo,
            ..IncomingTheme::default()
        };
        (!name.is_empty()).then_some(Entry { name, parent, theme })
    }
}

/// The words of a lexicon: one a line, or on one line between commas, if no regular expression is
/// among them.
fn words(cell: &str) -> Vec<String> {
    let is_line = cell.contains('\n') || cell.trim().starts_with('/');
    let ends = |c: char| if is_line { c == '\n' } else { ",;\u{ff0c}\u{ff1b}\u{3001}".contains(c) };
    let words = cell.split(ends).map(str::trim).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

/// A colour by its name in the palette or as `#RRGGBB` or `#RGB`.
///
/// A colour of the palette is known again by its shade.
pub(super) fn colour_named(text: &str) -> Option<Colour> {
    let text = text.trim();
    let by_name =
        (0_u8..).zip(Colour::PALETTE_NAMES).find(|(_, name)| name.eq_ignore_ascii_case(text));
    if let Some((place, _)) = by_name {
        return Some(Colour::Palette(place));
    }
    let digits = text.strip_prefix('#').unwrap_or(text);
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let number = u32::from_str_radix(digits, 16).ok()?;
    let shade = match digits.len() {
        6 => number,
        // Each digit stands for two.
        3 => [8, 4, 0].iter().fold(0, |shade, by| (shade << 8) | (((number >> by) & 0xF) * 0x11)),
        _ => return None,
    };
    let by_shade = (0_u8..).zip(PALETTE).find(|(_, other)| *other == shade);
    let [_, red, green, blue] = shade.to_be_bytes();
    Some(by_shade.map_or(Colour::Rgb(red, green, blue), |(place, _)| Colour::Palette(place)))
}

#[cfg(test)]
mod tests;
