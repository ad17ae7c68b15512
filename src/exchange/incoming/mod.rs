//! What arrives: articles, themes and passages as the files of other programs hold them.
//!
//! Each format's `read` makes an [`Incoming`] of a file's bytes and looks at nothing else: no disk,
//! no set. What becomes of it in a set is worked out afterwards. Positions are those of
//! [`IncomingArticle::text`], in Unicode scalar values, whatever the format counts in.

mod archive;
mod fault;
mod foreign;
mod format;
pub(super) mod json;
mod parts;
mod raw;
mod theme_paths;
mod xml;

use std::collections::BTreeMap;

pub use fault::{FaultKind, ImportFault, Limit};
pub use foreign::Foreign;
pub use format::{ImportFormat, IncomingFormat, Likeness};

pub(super) use archive::Archive;
pub(super) use parts::in_order;
pub(super) use raw::{OffsetUnit, RawText};
pub(super) use theme_paths::{ThemePaths, distinct};
pub(super) use xml::{parse as parse_xml, without_document_type};

use crate::{
    annotation::{Colour, PassageId, ThemeId, Timestamp},
    corpus::Source,
    text::CharSpan,
};

/// A file that is to be read: its name, without folders, and its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// As the user sees it; it also tells the kind of a document by its ending.
    pub name: String,
    /// The whole file.
    pub bytes: Vec<u8>,
}

/// An article of a file, or one that a file only speaks of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IncomingArticle {
    /// What the file calls it: a title, a file name or a path with `/`; nothing to be trusted.
    pub name: String,
    /// Its text without BOM, with LF at line ends; `None` if the file only names it.
    pub text: Option<String>,
    /// What it was converted from, if it was not a text in the file.
    pub origin: Option<Source>,
    /// Its title, where the file tells one apart from the name.
    pub title: Option<String>,
    /// The year in which it appeared.
    pub year: Option<i16>,
    /// What else the file says of it: attributes' names and values; none of them is empty.
    pub attributes: Vec<(String, String)>,
}

/// A theme of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IncomingTheme {
    /// Its identity, where the file has one that survives renaming.
    pub id: Option<ThemeId>,
    /// Its own name, without those of its parents.
    pub name: String,
    /// Which of [`Incoming::themes`] it is a sub-theme of; that one stands before it.
    pub parent: Option<usize>,
    /// Its colour.
    pub colour: Option<Colour>,
    /// What it is about.
    pub description: String,
    /// What belongs to it.
    pub include: String,
    /// What does not.
    pub exclude: String,
    /// Words that hint at it.
    pub lexicon: Vec<String>,
    /// Thoughts on it.
    pub memo: String,
}

/// A passage of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IncomingPassage {
    /// Its identity, where the file has one of ours.
    pub id: Option<PassageId>,
    /// Which of [`Incoming::articles`] it stands in.
    pub article: usize,
    /// Where, in reading order; empty if the file gives only the words.
    pub fragments: Vec<CharSpan>,
    /// What the file says stands there, one text a fragment; empty if it gives only places.
    pub quotes: Vec<String>,
    /// What stands before it, as far as the file tells.
    pub before: String,
    /// What stands after it.
    pub after: String,
    /// Which of [`Incoming::themes`] it bears, in order, none twice.
    pub themes: Vec<usize>,
    /// Who marked it; `None` if the file does not say.
    pub coder: Option<String>,
    /// The coder's note.
    pub memo: String,
    /// When it was made.
    pub created: Option<Timestamp>,
    /// When it was last changed.
    pub modified: Option<Timestamp>,
}

/// What a file holds that has no place here; it is told, not dropped silently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Leftover {
    /// Sources that are not text: pictures, sound, video.
    Media,
    /// PDF and other sources whose text the file does not hold.
    NoText,
    /// Markings of something other than a stretch of text.
    OtherMarks,
    /// Markings without a theme and without a note.
    Bare,
    /// Markings whose theme or place the file does not define.
    Dangling,
    /// Notes that belong to nothing here.
    Notes,
    /// Ties between passages, themes or sources.
    Links,
    /// Cases and the variables of sources, other than the year.
    Variables,
    /// Sets of sources or themes.
    Sets,
    /// Drawings.
    Graphs,
    /// Properties of markings.
    Attributes,
    /// Relations and events between markings.
    Relations,
    /// Markings that a program proposed, or that their coder dropped.
    Proposals,
    /// Pictures in a document.
    Pictures,
    /// Footnotes, endnotes and comments in a document.
    Footnotes,
    /// Text that was struck out or not shown in a document.
    Hidden,
    /// The characters of such text, where they are known.
    HiddenCharacters,
    /// Pages of a book that its order does not name.
    LoosePages,
    /// Running heads and feet of pages, and their numbers.
    Margins,
    /// Text that runs askew over a page: watermarks.
    Askew,
    /// Charts in a document.
    Charts,
    /// Tables, formulas and the like that another program keeps in a document.
    Objects,
    /// Documents and diagrams in a document that could not be read.
    Parts,
    /// Signs of a font that is not known.
    Signs,
    /// What a document works out when it is shown, without keeping it.
    Fields,
    /// Markings that come, but whose places nothing confirms, behind a character that programs
    /// count differently.
    Unconfirmed,
}

/// How often each thing was left over, and what the first of it says where that is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Leftovers {
    counts: BTreeMap<Leftover, usize>,
    firsts: BTreeMap<Leftover, String>,
}

impl Leftovers {
    /// What there is, with its counts.
    pub fn iter(&self) -> impl Iterator<Item = (Leftover, usize)> {
        self.counts.iter().map(|(&kind, &count)| (kind, count))
    }

    /// What the first of a kind says; empty if that is not known.
    #[must_use]
    pub fn first(&self, kind: Leftover) -> &str {
        self.firsts.get(&kind).map_or("", String::as_str)
    }

    /// Counts `count` more of a kind.
    pub(super) fn add(&mut self, kind: Leftover, count: usize) {
        if count > 0 {
            *self.counts.entry(kind).or_default() += count;
        }
    }

    /// Counts `count` more of a kind, of which the first says `first`.
    pub(super) fn add_text(&mut self, kind: Leftover, count: usize, first: &str) {
        self.add(kind, count);
        if count > 0 && !first.is_empty() {
            self.firsts.entry(kind).or_insert_with(|| first.to_owned());
        }
    }
}

/// Everything that files of one format hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Incoming {
    /// The articles.
    pub articles: Vec<IncomingArticle>,
    /// The themes, each parent before its children.
    pub themes: Vec<IncomingTheme>,
    /// The passages.
    pub passages: Vec<IncomingPassage>,
    /// What has no place here.
    pub leftovers: Leftovers,
    /// Files that could not be read.
    pub faults: Vec<ImportFault>,
}

impl Incoming {
    /// Whether nothing would come of it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.articles.is_empty() && self.themes.is_empty() && self.passages.is_empty()
    }

    /// Adds what another file of the same format holds; articles and themes of the same name and
    /// content become one.
    pub fn absorb(&mut self, other: Self) {
        let articles: Vec<usize> =
            other.articles.into_iter().map(|article| self.article(article)).collect();
        let mut themes: Vec<usize> = Vec::with_capacity(other.themes.len());
        for theme in other.themes {
            let parent = theme.parent.and_then(|at| themes.get(at).copied());
            themes.push(self.theme(IncomingTheme { parent, ..theme }));
        }
        for mut passage in other.passages {
            let Some(&article) = articles.get(passage.article) else { continue };
            passage.article = article;
            passage.themes =
                passage.themes.iter().filter_map(|&at| themes.get(at).copied()).collect();
            self.passages.push(passage);
        }
        for (kind, count) in other.leftovers.iter() {
            self.leftovers.add_text(kind, count, other.leftovers.first(kind));
        }
        self.faults.extend(other.faults);
    }

    /// The place of that article, which is added if it is not there.
    pub(super) fn article(&mut self, article: IncomingArticle) -> usize {
        let known = self.articles.iter().position(|other| *other == article);
        known.unwrap_or_else(|| {
            self.articles.push(article);
            self.articles.len() - 1
        })
    }

    /// The place of that theme, which is added if there is none of its name below the same parent.
    pub(super) fn theme(&mut self, theme: IncomingTheme) -> usize {
        let same = |other: &IncomingTheme| {
            other.parent == theme.parent && other.name == theme.name && other.id == theme.id
        };
        self.themes.iter().position(same).unwrap_or_else(|| {
            self.themes.push(theme);
            self.themes.len() - 1
        })
    }
}
