//! What RTF's words set: for a group, a paragraph, a font, a style, and how much of a table is open.

use super::encoding::CodePage;
use crate::exchange::document::symbols::SignFont;

/// Where the text of a group goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Goal {
    /// Into the article.
    #[default]
    Text,
    /// Nowhere.
    Nowhere,
    /// Into the number of an item.
    Marker,
    /// The fonts' names, which nobody needs; their numbers are.
    Fonts,
    /// The sheet of styles, outside of any of them.
    Styles,
    /// The name of a style.
    Style,
    /// The document's properties, of which the title is read.
    Info,
    /// The title among them.
    Title,
    /// Two forms of a text, of which the one in Unicode is read.
    Forms,
    /// A property of a shape, which may be its picture.
    Shape,
    /// What a field is made of, which is not shown.
    Code,
    /// What a field of a form holds.
    Form,
    /// An entry of its list.
    FormEntry,
    /// What stands in the margins of pages.
    Margin,
}

/// What a group sets and its end takes back.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own in the format")]
pub(super) struct RtfState {
    pub(super) goal: Goal,
    /// In a group of two forms: where the one in Unicode goes.
    pub(super) goal_of_forms: Option<Goal>,
    pub(super) font: i32,
    /// The font of double-byte characters, where one was named.
    pub(super) east_font: Option<i32>,
    /// Whether the text is said to be of double-byte characters.
    pub(super) is_east: bool,
    /// How many characters stand for a `\u` where Unicode is not known, less one: 1 is usual.
    pub(super) fallback_less_one: i16,
    pub(super) is_hidden: bool,
    pub(super) is_deleted: bool,
    /// Whether something stood in this group already.
    pub(super) has_begun: bool,
    /// Whether the next word names a goal that may be unknown.
    pub(super) is_optional: bool,
    /// Whether this group began a text box.
    pub(super) is_box: bool,
    /// Whether it is a field.
    pub(super) is_field: bool,
}

/// What a paragraph has of its own until `\pard`.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Properties {
    pub(super) style: i32,
    pub(super) outline: Option<i32>,
    pub(super) depth: i32,
    pub(super) in_table: bool,
    /// How many tables it is inside of, where that is said.
    pub(super) nesting: i32,
}

/// What is known of a font.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct RtfFont {
    pub(super) charset: Option<i32>,
    /// The code page, which goes before the character set.
    pub(super) code_page: Option<CodePage>,
    /// Whose letters are signs.
    pub(super) signs: Option<SignFont>,
}

/// What is known of a style.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Style {
    pub(super) outline: Option<i32>,
    pub(super) is_contents: bool,
    /// The style that it is based on.
    pub(super) base: Option<i32>,
}

/// How much of a table is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum RtfTable {
    Open,
    Row,
    Cell,
}

/// The paragraph that a text box stands in, put aside while the box is read.
#[derive(Debug, Default)]
pub(super) struct RtfAround {
    pub(super) line: String,
    pub(super) marker: String,
    pub(super) properties: Properties,
    pub(super) in_row: bool,
    /// How many tables around were open for it.
    pub(super) base: usize,
}
