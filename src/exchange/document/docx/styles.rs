//! What Word's paragraph styles say of a paragraph: its level as a heading, and its list.

use std::collections::BTreeMap;

use roxmltree::Node;

use super::{attribute, child, is, value};

/// Styles are based on one another no further than this.
const LONGEST_CHAIN: usize = 20;

#[derive(Debug, Default)]
struct Style {
    based_on: Option<String>,
    /// From 0; 9 is running text.
    outline: Option<usize>,
    list: (Option<u32>, Option<usize>),
    is_contents: bool,
}

/// The paragraph styles of a document, by their identifiers.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: BTreeMap<String, Style>,
    /// The style of paragraphs that name none.
    default: Option<String>,
}

impl Styles {
    /// Reads `w:styles`.
    pub(super) fn of(root: Node<'_, '_>) -> Self {
        let mut all = Self::default();
        for node in root.children().filter(|node| is(*node, "style")) {
            let Some(id) = attribute(node, "styleId") else { continue };
            if attribute(node, "type").is_some_and(|kind| kind != "paragraph") {
                continue;
            }
            if matches!(attribute(node, "default"), Some("1" | "true")) {
                all.default = Some(id.to_owned());
            }
            // The name is the same in every language of Word; the identifier is not.
            let name = value(node, "name").unwrap_or_default().to_lowercase();
            let level = |prefix: &str| {
                name.strip_prefix(prefix)?.trim().parse::<usize>().ok()?.checked_sub(1)
            };
            let properties = child(node, "pPr");
            let number = |node: Node<'_, '_>, name| value(node, name)?.parse::<usize>().ok();
            let list = properties.and_then(|properties| child(properties, "numPr"));
            let style = Style {
                based_on: value(node, "basedOn").map(str::to_owned),
                outline: properties
                    .and_then(|properties| number(properties, "outlineLvl"))
                    .or_else(|| level("heading"))
                    .or_else(|| (name == "title").then_some(0)),
                list: (
                    list.and_then(|list| number(list, "numId")?.try_into().ok()),
                    list.and_then(|list| number(list, "ilvl")),
                ),
                is_contents: level("toc").is_some() || name == "table of figures",
            };
            all.styles.insert(id.to_owned(), style);
        }
        all
    }

    /// A style and those that it is based on.
    fn chain<'a>(&'a self, style: Option<&'a str>) -> impl Iterator<Item = &'a Style> {
        let mut next = style.or(self.default.as_deref());
        std::iter::from_fn(move || {
            let style = self.styles.get(next?)?;
            next = style.based_on.as_deref();
            Some(style)
        })
        .take(LONGEST_CHAIN)
    }

    /// The level as a heading from 0; `None` for running text.
    pub(super) fn outline(&self, style: Option<&str>) -> Option<usize> {
        self.chain(style).find_map(|style| style.outline).filter(|&level| level < 9)
    }

    /// The list that a style puts its paragraphs in, and how deep.
    pub(super) fn list(&self, style: Option<&str>) -> Option<(u32, usize)> {
        let id = self.chain(style).find_map(|style| style.list.0)?;
        Some((id, self.chain(style).find_map(|style| style.list.1).unwrap_or(0)))
    }

    /// Whether a style is for the lines of a table of contents.
    pub(super) fn is_contents(&self, style: &str) -> bool {
        self.chain(Some(style)).any(|style| style.is_contents)
    }
}
