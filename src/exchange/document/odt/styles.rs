//! What `OpenDocument`'s styles say of a text: what is hidden, what is the title, how it is counted.

use std::collections::{BTreeMap, BTreeSet};

use roxmltree::Node;

use super::{
    attribute, is,
    numbers::{Level, ListStyle},
};

/// Styles have parents no further than this.
const LONGEST_CHAIN: usize = 20;

/// The styles of a document.
#[derive(Debug, Default)]
pub(super) struct OdtStyles {
    hidden: BTreeSet<String>,
    /// The fonts that styles name.
    fonts: BTreeMap<String, String>,
    parents: BTreeMap<String, String>,
    /// The list style of a paragraph's style; empty for one that takes its paragraphs out of lists.
    lists: BTreeMap<String, String>,
    /// How the items of each list style are numbered.
    of_lists: BTreeMap<String, ListStyle>,
    /// How headings are.
    outline: ListStyle,
}

impl OdtStyles {
    /// Takes over the styles of one part.
    pub(super) fn add(&mut self, root: Node<'_, '_>) {
        let groups =
            root.children().filter(|node| is(*node, "styles") || is(*node, "automatic-styles"));
        for node in groups.flat_map(|group| group.children()) {
            if is(node, "outline-style") {
                self.outline = list_style(node);
                continue;
            }
            let Some(name) = attribute(node, "name") else { continue };
            if is(node, "style") {
                if node.children().any(|look| attribute(look, "display") == Some("none")) {
                    self.hidden.insert(name.to_owned());
                }
                if let Some(font) = node.children().find_map(|look| attribute(look, "font-name")) {
                    self.fonts.insert(name.to_owned(), font.to_owned());
                }
                if let Some(parent) = attribute(node, "parent-style-name") {
                    self.parents.insert(name.to_owned(), parent.to_owned());
                }
                if let Some(list) = attribute(node, "list-style-name") {
                    self.lists.insert(name.to_owned(), list.to_owned());
                }
            } else if is(node, "list-style") {
                self.of_lists.insert(name.to_owned(), list_style(node));
            }
        }
    }

    /// How the items of a list are numbered; `None` if no style says it.
    pub(super) fn list_style(&self, name: &str) -> Option<&ListStyle> {
        self.of_lists.get(name)
    }

    /// How headings are numbered.
    pub(super) fn outline(&self) -> &ListStyle {
        &self.outline
    }

    /// The list style that a paragraph's style names, itself or one of its parents; empty for none.
    pub(super) fn list_of_paragraph(&self, style: Option<&str>) -> Option<&str> {
        self.chain(style?).find_map(|style| self.lists.get(style)).map(String::as_str)
    }

    /// A style and its parents.
    fn chain<'a>(&'a self, style: &'a str) -> impl Iterator<Item = &'a str> {
        let next = |style: &&'a str| self.parents.get(*style).map(String::as_str);
        std::iter::successors(Some(style), next).take(LONGEST_CHAIN)
    }

    /// The font that a style names, itself or one of its parents.
    pub(super) fn font(&self, style: &str) -> Option<&str> {
        self.chain(style).find_map(|style| self.fonts.get(style)).map(String::as_str)
    }

    /// Whether what has that style is not shown.
    pub(super) fn is_hidden(&self, style: &str) -> bool {
        !self.hidden.is_empty() && self.chain(style).any(|style| self.hidden.contains(style))
    }

    /// Whether it is the style of a document's title; the name is the same in every language.
    pub(super) fn is_title(&self, style: Option<&str>) -> bool {
        style.is_some_and(|style| self.chain(style).any(|style| style == "Title"))
    }
}

fn list_style(node: Node<'_, '_>) -> ListStyle {
    let mut style = ListStyle::default();
    for level in node.children().filter(Node::is_element) {
        let number = |name| attribute(level, name).and_then(|text| text.parse::<usize>().ok());
        if let Some(at) = number("level").and_then(|level| level.checked_sub(1)) {
            style.set(at, Level::of(level));
        }
    }
    style
}
