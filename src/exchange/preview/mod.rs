//! A first look at a file that was written: its first rows, paragraphs or lines.
//!
//! Read back from the bytes of the writers themselves, so that what is shown cannot differ from
//! what will be written. Not for reading files of others: that is what `incoming` is for.

mod document;
mod page;
mod workbook;

use super::Format;
use crate::exchange::refi;

/// So many rows of a table are shown.
const ROWS: usize = 5;
/// So many paragraphs of a document, lines of a text, and characters of each.
const PARAGRAPHS: usize = 24;
const LINES: usize = 40;
const LINE_CHARS: usize = 400;

/// What is seen of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Preview {
    /// Of a table.
    Table(Table),
    /// Of a document or a page, as it reads.
    Reading(Vec<Paragraph>),
    /// Of a text, its first lines as they stand there.
    Text(String),
    /// Of Markdown, its source.
    Markdown(String),
    /// Of an archive, what is in it.
    Contents(refi::Contents),
}

/// The first rows of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The names of the sheets, where there are several; the first one is shown.
    pub sheets: Vec<String>,
    /// The row of heads.
    pub heads: Vec<String>,
    /// The rows below it.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    fn of_rows(sheets: Vec<String>, rows: impl Iterator<Item = Vec<String>>) -> Self {
        let mut rows = rows.take(ROWS + 1);
        Self { sheets, heads: rows.next().unwrap_or_default(), rows: rows.collect() }
    }
}

/// What a paragraph is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The name of the whole.
    Title,
    /// The heading of a theme or an article.
    Heading,
    /// What the articles say.
    Text,
    /// Where it stands.
    Source,
    /// What a coder notes.
    Memo,
}

/// A paragraph of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// What it is.
    pub kind: Kind,
    /// Its text in pieces of one look.
    pub pieces: Vec<Piece>,
}

/// A piece of a paragraph's text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Piece {
    /// The text.
    pub text: String,
    /// Whether it only stands around what is marked.
    pub faint: bool,
    /// The colours of the themes that it is marked with: red, green, blue.
    pub marks: Vec<(u8, u8, u8)>,
}

/// What is seen of a file of that format, whose bytes were written from the first few excerpts.
///
/// A project of REFI is an archive of which nothing is seen here: [`refi::Contents`] tells.
#[must_use]
pub fn of(format: Format, bytes: &[u8]) -> Preview {
    let found = match format {
        Format::Csv => csv(bytes).map(Preview::Table),
        Format::Xlsx => workbook::table(bytes).map(Preview::Table),
        Format::Docx => document::paragraphs(bytes).map(Preview::Reading),
        Format::Html => page::paragraphs(bytes).map(Preview::Reading),
        Format::Markdown => Some(Preview::Markdown(text(bytes))),
        _ => None,
    };
    found.unwrap_or_else(|| Preview::Text(text(bytes)))
}

fn csv(bytes: &[u8]) -> Option<Table> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
    let rows = reader.records().map_while(Result::ok);
    let table = Table::of_rows(Vec::new(), rows.map(|row| row.iter().map(str::to_owned).collect()));
    (!table.heads.is_empty()).then_some(table)
}

/// The first lines; of a long one, its beginning.
fn text(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let mut lines = String::new();
    for (at, line) in text.lines().enumerate() {
        if at == LINES {
            lines.push('…');
            break;
        }
        let beginning = crate::text::first_characters(line, LINE_CHARS);
        lines.push_str(beginning);
        lines.push_str(if beginning.len() < line.len() { "…\n" } else { "\n" });
    }
    lines
}

#[cfg(test)]
mod tests;
