//! A first look at a file before it is written: its first rows, paragraphs or lines.
//!
//! Read back from the bytes of the writers themselves, so that what is shown cannot differ from
//! what will be written. Not for reading files of others: that is what `incoming` is for.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use super::{Excerpt, Project};

/// So many excerpts are enough to see how a list of them reads.
pub const FIRST_EXCERPTS: usize = 5;
/// So many paragraphs of a document, lines of a text, and characters of each.
pub(super) const PARAGRAPHS: usize = 24;
const LINES: usize = 40;
const LINE_CHARS: usize = 400;

/// Of how much of a project the beginning of a file is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstLook {
    /// Of the first few excerpts.
    Excerpts,
    /// Of the first few excerpts, but all are handed over: its headings count them.
    Listing,
    /// Of the excerpts of the first article in which one has a place.
    Article,
    /// Of all.
    Whole,
}

impl FirstLook {
    /// The excerpts that are handed over.
    pub(super) fn excerpts(self, project: Project<'_>) -> &[Excerpt] {
        match self {
            Self::Excerpts => project.excerpts.get(..FIRST_EXCERPTS).unwrap_or(project.excerpts),
            Self::Listing | Self::Whole => project.excerpts,
            Self::Article => first_article(project),
        }
    }
}

fn first_article(project: Project<'_>) -> &[Excerpt] {
    let Some((article, _)) = project.marked().next() else { return &[] };
    let mut groups = project.excerpts.chunk_by(|one, next| one.article == next.article);
    let of_article = |group: &&[Excerpt]| group.first().is_some_and(|e| e.article == article.path);
    groups.find(of_article).unwrap_or_default()
}

/// What is seen of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Preview {
    /// Of a table.
    Table(PreviewTable),
    /// Of a document or a page, as it reads.
    Reading(Vec<PreviewParagraph>),
    /// Of a text, its first lines as they stand there.
    Text(String),
    /// Of Markdown, its source.
    Markdown(String),
    /// Of an archive, what is in it.
    Contents(ArchiveContents),
}

/// The first rows of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PreviewTable {
    /// The names of the sheets, where there are several; the first one is shown.
    pub sheets: Vec<String>,
    /// The row of heads.
    pub heads: Vec<String>,
    /// The rows below it.
    pub rows: Vec<Vec<String>>,
}

impl PreviewTable {
    pub(super) fn of_rows(sheets: Vec<String>, rows: impl Iterator<Item = Vec<String>>) -> Self {
        let mut rows = rows.take(FIRST_EXCERPTS + 1);
        Self { sheets, heads: rows.next().unwrap_or_default(), rows: rows.collect() }
    }
}

/// What a paragraph is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParagraphKind {
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
pub struct PreviewParagraph {
    /// What it is.
    pub kind: ParagraphKind,
    /// Its text in pieces of one look.
    pub pieces: Vec<PreviewPiece>,
}

/// A piece of a paragraph's text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PreviewPiece {
    /// The text.
    pub text: String,
    /// Whether it only stands around what is marked.
    pub faint: bool,
    /// The colours of the themes that it is marked with: red, green, blue.
    pub marks: Vec<(u8, u8, u8)>,
}

/// How many sources, codes, selections and notes a project file holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ArchiveContents {
    /// Articles.
    pub sources: usize,
    /// Themes.
    pub codes: usize,
    /// Themes on fragments of passages.
    pub codings: usize,
    /// Memos, and the rules and lexicons of themes.
    pub notes: usize,
    /// Coders.
    pub users: usize,
}

/// The text of a part of an archive.
pub(super) fn part(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Option<String> {
    let mut text = String::new();
    archive.by_name(name).ok()?.read_to_string(&mut text).ok()?;
    Some(text)
}

/// The first lines of a text; of a long one, its beginning.
pub(super) fn first_lines(bytes: &[u8]) -> String {
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
