//! What `OpenDocument`'s styles say of a text: what is hidden, what is the title, how lists count.

use std::collections::{BTreeMap, BTreeSet};

use roxmltree::Node;

use super::{attribute, is};
use crate::exchange::document::numbering::Numerals;

/// Styles have parents no further than this.
const LONGEST_CHAIN: usize = 20;

#[derive(Debug)]
struct Level {
    start: u32,
    numerals: Numerals,
    before: String,
    after: String,
}

/// The styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    hidden: BTreeSet<String>,
    parents: BTreeMap<String, String>,
    /// By the list style and the level from 0: how its items are numbered.
    levels: BTreeMap<(String, usize), Level>,
}

impl Styles {
    /// Takes over the styles of one part.
    pub(super) fn add(&mut self, root: Node<'_, '_>) {
        let groups =
            root.children().filter(|node| is(*node, "styles") || is(*node, "automatic-styles"));
        for node in groups.flat_map(|group| group.children()) {
            let Some(name) = attribute(node, "name") else { continue };
            if is(node, "style") {
                if node.children().any(|look| attribute(look, "display") == Some("none")) {
                    self.hidden.insert(name.to_owned());
                }
                if let Some(parent) = attribute(node, "parent-style-name") {
                    self.parents.insert(name.to_owned(), parent.to_owned());
                }
            } else if is(node, "list-style") {
                for level in node.children().filter(|node| is(*node, "list-level-style-number")) {
                    self.add_level(name, level);
                }
            }
        }
    }

    fn add_level(&mut self, name: &str, node: Node<'_, '_>) {
        let number = |name| attribute(node, name).and_then(|text| text.parse::<u32>().ok());
        let Some(at) = number("level").and_then(|level| level.checked_sub(1)) else { return };
        let format = attribute(node, "num-format").unwrap_or_default();
        let of = |name| attribute(node, name).unwrap_or_default().to_owned();
        let (before, after) = (of("num-prefix"), of("num-suffix"));
        // Some formats are named by their first number, others by several with commas.
        let numerals = match format.chars().next() {
            None => return,
            Some('a') => Numerals::Lower,
            Some('A') => Numerals::Upper,
            Some('i') => Numerals::LowerRoman,
            Some('I') => Numerals::UpperRoman,
            Some('一' | '壹') => Numerals::Chinese,
            Some('甲') => Numerals::Stems,
            Some('子') => Numerals::Branches,
            Some('①') => Numerals::Circled,
            Some('0') => Numerals::Padded,
            Some(_) => Numerals::Decimal,
        };
        let level = Level { start: number("start-value").unwrap_or(1), numerals, before, after };
        self.levels.insert((name.to_owned(), at as usize), level);
    }

    fn level(&self, style: Option<&str>, depth: usize) -> Option<&Level> {
        self.levels.get(&(style?.to_owned(), depth))
    }

    /// With what the items of a list start to count.
    pub(super) fn start(&self, style: Option<&str>, depth: usize) -> u32 {
        self.level(style, depth).map_or(1, |level| level.start)
    }

    /// The number of an item as it is shown; `None` for a bullet.
    pub(super) fn marker(&self, style: Option<&str>, depth: usize, number: u32) -> Option<String> {
        let level = self.level(style, depth)?;
        Some(format!("{}{}{}", level.before, level.numerals.write(number), level.after))
    }

    /// A style and its parents.
    fn chain<'a>(&'a self, style: &'a str) -> impl Iterator<Item = &'a str> {
        let next = |style: &&'a str| self.parents.get(*style).map(String::as_str);
        std::iter::successors(Some(style), next).take(LONGEST_CHAIN)
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
