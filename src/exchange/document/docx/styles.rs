//! What Word's styles say of a paragraph and of the text in it: its level as a heading, its list,
//! whether it is shown, and whether its font writes signs.

use std::collections::BTreeMap;

use roxmltree::Node;

use super::{attribute, child, is, numbers::Numbers, switch, value};
use crate::exchange::document::symbols::SignFont;

/// Styles are based on one another no further than this.
const LONGEST_CHAIN: usize = 20;

/// What a font that is named writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DocxFont {
    Letters,
    Signs(SignFont),
}

impl DocxFont {
    pub(super) fn signs(self) -> Option<SignFont> {
        match self {
            Self::Letters => None,
            Self::Signs(font) => Some(font),
        }
    }
}

#[derive(Debug, Default)]
struct Style {
    based_on: Option<String>,
    /// From 0; 9 is running text.
    outline: Option<usize>,
    list: (Option<u32>, Option<usize>),
    is_contents: bool,
    /// Whether its text is hidden.
    vanish: Option<bool>,
    font: Option<DocxFont>,
}

/// The styles of a document, by their identifiers.
#[derive(Debug, Default)]
pub(super) struct DocxStyles {
    by_id: BTreeMap<String, Style>,
    /// The style of paragraphs that name none.
    default: Option<String>,
    /// Whether all text is hidden that no style says otherwise of.
    vanish: bool,
}

impl DocxStyles {
    /// Reads `w:styles`.
    pub(super) fn of(root: Node<'_, '_>) -> Self {
        let mut all = Self::default();
        let defaults = child(root, "docDefaults")
            .and_then(|defaults| child(child(defaults, "rPrDefault")?, "rPr"));
        all.vanish = defaults.and_then(|look| switch(look, "vanish")).unwrap_or(false);
        for node in root.children().filter(|node| is(*node, "style")) {
            let Some(id) = attribute(node, "styleId") else { continue };
            let is_paragraph = attribute(node, "type").is_none_or(|kind| kind == "paragraph");
            if is_paragraph && matches!(attribute(node, "default"), Some("1" | "true" | "on")) {
                all.default = Some(id.to_owned());
            }
            // The name is the same in every language of Word; the identifier is not.
            let name = value(node, "name").unwrap_or_default().to_lowercase();
            let level = |prefix: &str| {
                let number = name.strip_prefix(prefix).filter(|_| is_paragraph)?;
                number.trim().parse::<usize>().ok()?.checked_sub(1)
            };
            let properties = child(node, "pPr");
            let number = |node: Node<'_, '_>, name| value(node, name)?.parse::<usize>().ok();
            let list = properties.and_then(|properties| child(properties, "numPr"));
            let look = child(node, "rPr");
            let style = Style {
                based_on: value(node, "basedOn").map(str::to_owned),
                outline: properties
                    .and_then(|properties| number(properties, "outlineLvl"))
                    .or_else(|| level("heading"))
                    .or_else(|| (is_paragraph && name == "title").then_some(0)),
                list: (
                    list.and_then(|list| number(list, "numId")?.try_into().ok()),
                    list.and_then(|list| number(list, "ilvl")),
                ),
                is_contents: level("toc").is_some() || name == "table of figures",
                vanish: look.and_then(|look| switch(look, "vanish")),
                font: look.and_then(font_of),
            };
            all.by_id.insert(id.to_owned(), style);
        }
        all
    }

    /// A style and those that it is based on, with their identifiers.
    fn chain<'a>(&'a self, style: Option<&'a str>) -> impl Iterator<Item = (&'a str, &'a Style)> {
        let mut next = style;
        std::iter::from_fn(move || {
            let id = next?;
            let style = self.by_id.get(id)?;
            next = style.based_on.as_deref();
            Some((id, style))
        })
        .take(LONGEST_CHAIN)
    }

    /// The chain of a paragraph's style, or of the one for paragraphs without.
    fn of_paragraph<'a>(
        &'a self,
        style: Option<&'a str>,
    ) -> impl Iterator<Item = (&'a str, &'a Style)> {
        self.chain(style.or(self.default.as_deref()))
    }

    /// The level as a heading from 0; `None` for running text.
    pub(super) fn outline(&self, style: Option<&str>) -> Option<usize> {
        self.of_paragraph(style).find_map(|(_, style)| style.outline).filter(|&level| level < 9)
    }

    /// The list that a style puts its paragraphs in.
    pub(super) fn list(&self, style: Option<&str>) -> Option<u32> {
        self.of_paragraph(style).find_map(|(_, style)| style.list.0)
    }

    /// The list that a style names itself.
    pub(super) fn own_list(&self, style: &str) -> Option<u32> {
        self.by_id.get(style)?.list.0
    }

    /// How deep in a list a style puts its paragraphs: where a level says that it is for the
    /// style, there; otherwise as the style says.
    pub(super) fn depth(&self, style: Option<&str>, list: u32, numbers: &Numbers) -> usize {
        self.of_paragraph(style)
            .find_map(|(id, style)| numbers.depth_of(list, id).or(style.list.1))
            .unwrap_or(0)
    }

    /// Whether a style is for the lines of a table of contents.
    pub(super) fn is_contents(&self, style: &str) -> bool {
        self.chain(Some(style)).any(|(_, style)| style.is_contents)
    }

    /// Whether the text of a run, or the mark that ends a paragraph, is hidden.
    ///
    /// ECMA-376 Part 1, 17.7.3: what the run says itself goes first; otherwise the styles of
    /// paragraph and character switch each other off, and the defaults cannot be switched off.
    pub(super) fn is_hidden(&self, look: Option<Node<'_, '_>>, paragraph: Option<&str>) -> bool {
        if let Some(own) = look.and_then(|look| switch(look, "vanish")) {
            return own;
        }
        let by_paragraph =
            self.of_paragraph(paragraph).find_map(|(_, style)| style.vanish).unwrap_or(false);
        let character = look.and_then(|look| value(look, "rStyle"));
        let by_character =
            self.chain(character).find_map(|(_, style)| style.vanish).unwrap_or(false);
        self.vanish || by_paragraph != by_character
    }

    /// The font of a run, if it writes signs.
    pub(super) fn font(
        &self,
        look: Option<Node<'_, '_>>,
        paragraph: Option<&str>,
    ) -> Option<SignFont> {
        let character = look.and_then(|look| value(look, "rStyle"));
        look.and_then(font_of)
            .or_else(|| self.chain(character).find_map(|(_, style)| style.font))
            .or_else(|| self.of_paragraph(paragraph).find_map(|(_, style)| style.font))
            .and_then(DocxFont::signs)
    }
}

/// The font that the properties of a run name, if they do. One that a theme names goes before one
/// that is named here, and writes letters.
pub(super) fn font_of(look: Node<'_, '_>) -> Option<DocxFont> {
    let fonts = child(look, "rFonts")?;
    if attribute(fonts, "asciiTheme").is_some() || attribute(fonts, "hAnsiTheme").is_some() {
        return Some(DocxFont::Letters);
    }
    let names = ["ascii", "hAnsi", "cs", "eastAsia"].map(|name| attribute(fonts, name));
    let first = names.into_iter().flatten().next()?;
    Some(SignFont::of(first).map_or(DocxFont::Letters, DocxFont::Signs))
}
