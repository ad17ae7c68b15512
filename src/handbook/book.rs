//! The handbook as it is read: its chapters as blocks, with the keys that hold now.

use std::collections::BTreeSet;

use rust_i18n::t;

use super::{
    chapters::sources,
    commands::{CommandRow, CommandTable},
};
use crate::text::{
    MarkdownBlock, MarkdownCell, MarkdownDialect, MarkdownKind, MarkdownSpan, markdown,
};

/// The handbook in one language.
#[derive(Clone, Debug, PartialEq)]
pub struct Handbook {
    chapters: Vec<HandbookChapter>,
    /// The commands that its sheet lists, with the block of the heading they stand under.
    pub(super) listed: Vec<(HandbookPlace, CommandRow)>,
    /// The ids of the commands that it names by key or link.
    named: BTreeSet<String>,
}

/// A chapter.
#[derive(Clone, Debug, PartialEq)]
pub struct HandbookChapter {
    /// The id of its heading.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// The name of its file.
    pub file: &'static str,
    /// All of it, the heading first.
    pub blocks: Vec<MarkdownBlock>,
}

/// A block of the handbook.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct HandbookPlace {
    /// Which chapter, from 0.
    pub chapter: usize,
    /// Which of its blocks, from 0.
    pub block: usize,
}

/// A heading and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandbookHeading {
    /// Where it stands.
    pub place: HandbookPlace,
    /// 1 for a chapter, more below it.
    pub level: u8,
    /// Its id.
    pub id: String,
    /// What it says.
    pub title: String,
}

impl Handbook {
    /// Reads the handbook in a language, given by its tag.
    #[must_use]
    pub fn read(language: &str, commands: &CommandTable) -> Self {
        let mut book = Self { chapters: Vec::new(), listed: Vec::new(), named: BTreeSet::new() };
        for (number, (file, text)) in sources(language).iter().enumerate() {
            let mut blocks = Vec::new();
            for mut block in markdown(text, MarkdownDialect::Handbook) {
                if block.text().trim() == "{sheet}" {
                    book.list(commands, number, &mut blocks);
                    continue;
                }
                block.spans = book.resolved(block.spans, commands);
                if let MarkdownKind::Table(rows) = &mut block.kind {
                    for cell in rows.iter_mut().flatten() {
                        *cell = book.resolved(std::mem::take(cell), commands);
                    }
                }
                blocks.push(block);
            }
            let heading = blocks.first();
            let title = heading.map(MarkdownBlock::text).unwrap_or_default();
            let id = heading.and_then(id_of).unwrap_or_default().to_owned();
            book.chapters.push(HandbookChapter { id, title, file, blocks });
        }
        book
    }

    /// Adds every command with its keys to the blocks of a chapter.
    fn list(&mut self, commands: &CommandTable, chapter: usize, blocks: &mut Vec<MarkdownBlock>) {
        let block = |kind, text: &str| {
            let span = MarkdownSpan { text: text.to_owned(), ..MarkdownSpan::default() };
            let spans = if text.is_empty() { Vec::new() } else { vec![span] };
            MarkdownBlock { kind, depth: 0, quoted: 0, spans }
        };
        for group in &commands.groups {
            let place = HandbookPlace { chapter, block: blocks.len() };
            let id = Some(format!("keys-{}", group.id));
            blocks.push(block(MarkdownKind::Heading { level: 2, id }, &group.name));
            let cell = |text: &str| -> MarkdownCell {
                vec![MarkdownSpan { text: text.to_owned(), ..MarkdownSpan::default() }]
            };
            let mut rows =
                vec![vec![cell(&t!("handbook.sheet.command")), cell(&t!("handbook.sheet.keys"))]];
            for row in &group.rows {
                rows.push(vec![cell(&row.label), keys(&row.keys, &MarkdownSpan::default())]);
                self.listed.push((place, row.clone()));
            }
            blocks.push(block(MarkdownKind::Table(rows), ""));
        }
    }

    /// Spans with keys in place of `{key:…}`, `{keys:…}` and `{press:…}`.
    fn resolved(&mut self, spans: Vec<MarkdownSpan>, commands: &CommandTable) -> Vec<MarkdownSpan> {
        let mut resolved = Vec::new();
        for span in spans {
            let link = span.link.as_deref().unwrap_or_default();
            self.named.extend(link.strip_prefix("command:").map(str::to_owned));
            if span.code {
                resolved.push(span);
                continue;
            }
            let piece = |text: &str| MarkdownSpan { text: text.to_owned(), ..span.clone() };
            let mut rest = span.text.as_str();
            while let Some((before, named, after)) = next_key(rest) {
                if !before.is_empty() {
                    resolved.push(piece(before));
                }
                let mut of = |id: &str| {
                    self.named.insert(id.to_owned());
                    commands.row(id).map(|row| row.keys.clone()).unwrap_or_default()
                };
                match named {
                    Named::First(id) => {
                        let first: Vec<String> = of(id).into_iter().take(1).collect();
                        resolved.extend(keys(&first, &span));
                    }
                    Named::All(id) => resolved.extend(keys(&of(id), &span)),
                    Named::Fixed(key) => resolved.push(MarkdownSpan { key: true, ..piece(key) }),
                }
                rest = after;
            }
            if !rest.is_empty() {
                resolved.push(piece(rest));
            }
        }
        resolved
    }

    /// Its chapters, in order.
    #[must_use]
    pub fn chapters(&self) -> &[HandbookChapter] {
        &self.chapters
    }

    /// Every heading, in order.
    pub fn headings(&self) -> impl Iterator<Item = HandbookHeading> + '_ {
        self.chapters.iter().enumerate().flat_map(|(chapter, text)| {
            text.blocks.iter().enumerate().filter_map(move |(number, block)| {
                let MarkdownKind::Heading { level, id } = &block.kind else { return None };
                Some(HandbookHeading {
                    place: HandbookPlace { chapter, block: number },
                    level: *level,
                    id: id.clone()?,
                    title: block.text(),
                })
            })
        })
    }

    /// The ids of the commands that it names, by their keys or in a link.
    pub fn named_commands(&self) -> impl Iterator<Item = &str> + '_ {
        self.named.iter().map(String::as_str)
    }

    /// Where the heading with that id stands; a link to it may be given as well.
    #[must_use]
    pub fn place(&self, id: &str) -> Option<HandbookPlace> {
        let id = id.rsplit_once('#').map_or(id, |(_, id)| id);
        self.headings().find(|heading| heading.id == id).map(|heading| heading.place)
    }
}

fn id_of(block: &MarkdownBlock) -> Option<&str> {
    match &block.kind {
        MarkdownKind::Heading { id, .. } => id.as_deref(),
        _ => None,
    }
}

/// Keys that do the same, as they are written in a line; says so where there are none.
fn keys(keys: &[String], look: &MarkdownSpan) -> Vec<MarkdownSpan> {
    if keys.is_empty() {
        return vec![MarkdownSpan { text: t!("keys.none").into_owned(), ..look.clone() }];
    }
    let key = |text: &String| MarkdownSpan { text: text.clone(), key: true, ..look.clone() };
    let mut spans = Vec::new();
    for (place, text) in keys.iter().enumerate() {
        if place > 0 {
            spans.push(MarkdownSpan { text: " / ".to_owned(), ..look.clone() });
        }
        spans.push(key(text));
    }
    spans
}

/// What stands in braces.
enum Named<'a> {
    First(&'a str),
    All(&'a str),
    Fixed(&'a str),
}

/// The first key that is named in `text`, and what stands before and behind it.
fn next_key(text: &str) -> Option<(&str, Named<'_>, &str)> {
    for (open, _) in text.match_indices('{') {
        let (before, inside) = text.split_at(open);
        let (inside, after) = inside.get(1..)?.split_once('}')?;
        let named = match inside.split_once(':') {
            Some(("key", id)) => Named::First(id),
            Some(("keys", id)) => Named::All(id),
            Some(("press", key)) => Named::Fixed(key),
            _ => continue,
        };
        return Some((before, named, after));
    }
    None
}
