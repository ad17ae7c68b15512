//! What RTF's words set: for a group, a paragraph, a style, and how much of a table is open.

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
    /// The name of a style.
    Styles,
    /// The title among the document's properties.
    Title,
    /// Two forms of a text, of which the one in Unicode is read.
    Forms,
}

/// What a group sets and its end takes back.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own in the format")]
pub(super) struct State {
    pub(super) goal: Goal,
    pub(super) font: i32,
    /// How many characters stand for a `\u` where Unicode is not known, less one: 1 is usual.
    pub(super) fallback_less_one: i16,
    pub(super) is_hidden: bool,
    pub(super) is_deleted: bool,
    /// Whether the next word names a goal that may be unknown.
    pub(super) is_optional: bool,
    /// Whether this group began a text box.
    pub(super) is_box: bool,
}

/// What a paragraph has of its own until `\pard`.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Properties {
    pub(super) style: i32,
    pub(super) outline: Option<i32>,
    pub(super) depth: i32,
    pub(super) in_table: bool,
}

/// What is known of a style.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Style {
    pub(super) outline: Option<i32>,
    pub(super) is_contents: bool,
}

/// How much of a table is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Table {
    #[default]
    Closed,
    Open,
    Row,
    Cell,
}
