//! On what terms a project is written: what the user chose, and the words of its reader.

use std::sync::Arc;

use super::PaperOptions;
use crate::text::Segmenter;

/// What is done with a cell that a spreadsheet would run as a formula.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Formulas {
    /// A `'` is put before it: an article must not be able to run anything on a reader's machine.
    #[default]
    Defused,
    /// It is written as it is, for programs that read the file.
    Raw,
}

/// What a theme is called in a REFI file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ThemeNames {
    /// As it is called; the tree tells apart what has the same name.
    #[default]
    Plain,
    /// With its parents' names before it (`党建/阵地建设`), for programs that take two themes of one
    /// name for one.
    Paths,
}

/// What a token of `CoNLL` is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TokenUnit {
    /// A word; a passage that ends within one is widened to its end.
    #[default]
    Word,
    /// A character.
    Character,
}

/// What excerpts for reading are put together by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GroupBy {
    /// By theme; an excerpt stands under each of its themes.
    #[default]
    Theme,
    /// By article.
    Article,
}

/// What the formats can be told; each says which of it it heeds ([`super::Format::heeds`]).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ExportOptions {
    /// What a CSV does with a cell that a spreadsheet would run.
    pub formulas: Formulas,
    /// What excerpts for reading are put together by.
    pub group_by: GroupBy,
    /// What themes are called in a REFI file.
    pub names: ThemeNames,
    /// What a token of `CoNLL` is.
    pub unit: TokenUnit,
    /// How pages are printed.
    pub paper: PaperOptions,
}

/// One of [`ExportOptions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportOption {
    /// [`ExportOptions::formulas`].
    Formulas,
    /// [`ExportOptions::group_by`].
    GroupBy,
    /// [`ExportOptions::names`].
    Names,
    /// [`ExportOptions::unit`].
    Unit,
    /// What is printed, of [`ExportOptions::paper`].
    PaperContent,
    /// The sheet and its text, of [`ExportOptions::paper`].
    Paper,
}

/// On what terms a project is written.
#[derive(Clone, Copy)]
pub struct ExportTerms<'a> {
    /// What the user chose.
    pub options: ExportOptions,
    /// The words around what the articles and the coders say.
    pub words: ExportWords<'a>,
    /// Asked for only where words are needed: its dictionary takes time to load.
    pub segmenter: &'a dyn Fn() -> Arc<Segmenter>,
    /// How many excerpts a list for reading holds of all that its headings count: `usize::MAX` but
    /// for a first look.
    pub most: usize,
}

/// The words of the interface that stand in files, in the language of their reader.
///
/// None are known here: a format asks for them by the keys of the translation files.
#[derive(Clone, Copy)]
pub struct ExportWords<'a> {
    /// The language: `zh-CN`.
    pub language: &'a str,
    /// The text of a key, with its blanks (`%{name}`) as they are.
    pub text: &'a dyn Fn(&str) -> String,
}

impl ExportWords<'_> {
    /// The text of `key`.
    pub(super) fn of(&self, key: &str) -> String {
        (self.text)(key)
    }

    /// The text of `key` with `value` in its only blank.
    pub(super) fn filled(&self, key: &str, blank: &str, value: &str) -> String {
        self.of(key).replace(&format!("%{{{blank}}}"), value)
    }
}
