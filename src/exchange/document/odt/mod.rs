//! `OpenDocument` text: the body of the content, read in the order in which it is written.
//!
//! Deletions that were not yet accepted stand apart from the text and are not read. What stands in
//! a text box follows the paragraph that holds it. A document may also be a single file of XML.

mod inline;
mod numbers;
mod styles;
mod tables;

use std::collections::BTreeMap;

use roxmltree::Node;

use self::{
    inline::{OdtLine, is_shape},
    numbers::{LEVELS, ListStyle, OdtCounts, OdtSign},
    styles::OdtStyles,
};
use super::{
    Archive, Document, FaultKind, ImportFault, Leftover, Leftovers, SourceFile, fault,
    layout::{Block, Layout, numbered},
    parse_xml,
};
use crate::exchange::incoming::without_document_type;

const CONTENT: &str = "content.xml";

/// Reads the document.
///
/// # Errors
/// If it is encrypted, has no content, or that is broken.
pub(super) fn read(file: &SourceFile) -> Result<Document, ImportFault> {
    if !file.bytes.starts_with(b"PK") {
        return read_flat(file);
    }
    let mut archive = Archive::open(file)?;
    // What is encrypted is not XML: this is looked at first.
    let manifest = archive.read_text("META-INF/manifest.xml").unwrap_or_default();
    if manifest.contains("encryption-data") {
        return Err(fault(file, FaultKind::Encrypted));
    }
    let content = archive.read_text(CONTENT)?;
    let content = without_document_type(&content);
    let tree = parse_xml(&file.name, CONTENT, &content)?;
    let mut styles = OdtStyles::default();
    let mut leftovers = Leftovers::default();
    if let Ok(text) = archive.read_text("styles.xml")
        && let Ok(tree) = parse_xml(&file.name, "styles.xml", &without_document_type(&text))
    {
        styles.add(tree.root_element());
        margins(tree.root_element(), &mut leftovers);
    }
    styles.add(tree.root_element());
    let title = archive.read_text("meta.xml").ok().and_then(|meta| {
        let meta = without_document_type(&meta);
        let tree = parse_xml(&file.name, "meta.xml", &meta).ok()?;
        title(tree.root_element())
    });
    Ok(body(tree.root_element(), styles, title, leftovers))
}

/// Reads a document that is one file of XML.
fn read_flat(file: &SourceFile) -> Result<Document, ImportFault> {
    let (text, _, is_broken) = encoding_rs::UTF_8.decode(&file.bytes);
    if is_broken {
        return Err(fault(file, FaultKind::Binary));
    }
    let text = without_document_type(&text);
    let tree = parse_xml(&file.name, "", &text)?;
    let root = tree.root_element();
    let mut styles = OdtStyles::default();
    styles.add(root);
    let meta = root.children().find(|node| is(*node, "meta"));
    let mut leftovers = Leftovers::default();
    margins(root, &mut leftovers);
    Ok(body(root, styles, meta.and_then(title), leftovers))
}

/// The text of the document's body.
fn body(
    root: Node<'_, '_>,
    styles: OdtStyles,
    title: Option<String>,
    leftovers: Leftovers,
) -> Document {
    let mut reader = Reader { styles, leftovers, ..Reader::default() };
    let body = root.children().find(|node| is(*node, "body"));
    if let Some(text) = body.and_then(|body| body.children().find(|node| is(*node, "text"))) {
        reader.blocks(text);
    }
    Document { text: reader.layout.finish(), title, leftovers: reader.leftovers }
}

/// What stands in the margins of pages.
fn margins(root: Node<'_, '_>, leftovers: &mut Leftovers) {
    let is_margin = |node: &Node<'_, '_>| {
        let name = node.tag_name().name();
        let is_edge = |edge: &str| {
            name.strip_prefix(edge).is_some_and(|rest| matches!(rest, "" | "-left" | "-first"))
        };
        node.is_element() && (is_edge("header") || is_edge("footer"))
    };
    let pages = root.children().filter(|node| is(*node, "master-styles"));
    for node in pages.flat_map(|pages| pages.descendants()).filter(is_margin) {
        let text: String =
            node.descendants().filter(Node::is_text).filter_map(|node| node.text()).collect();
        leftovers.add_text(Leftover::Margins, usize::from(!text.trim().is_empty()), text.trim());
    }
}

fn title(meta: Node<'_, '_>) -> Option<String> {
    let title = meta.descendants().find(|node| is(*node, "title"))?;
    title.text().map(str::to_owned)
}

/// Whether a node is the element of that local name.
fn is(node: Node<'_, '_>, name: &str) -> bool {
    node.is_element() && node.tag_name().name() == name
}

/// The attribute of that local name.
fn attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes().find(|attribute| attribute.name() == name).map(|found| found.value())
}

/// An open list.
#[derive(Debug)]
struct List {
    style: Option<String>,
    /// Which of the counts it goes on with.
    counts: usize,
    /// Whether it goes on with another, and no paragraph of it has come yet.
    goes_on: bool,
}

/// An item whose first paragraph has not come yet.
#[derive(Clone, Copy, Debug)]
struct Item {
    /// The number that it says it has.
    own: Option<u32>,
}

#[derive(Default)]
struct Reader {
    styles: OdtStyles,
    layout: Layout,
    leftovers: Leftovers,
    lists: Vec<List>,
    /// The item that begins with the next paragraph.
    item: Option<Item>,
    /// How far each list has counted; lists that go on share one.
    counts: Vec<OdtCounts>,
    /// The counts of the lists that have a name.
    named: BTreeMap<String, usize>,
    /// The counts of the last list of each style.
    last_of_style: BTreeMap<Option<String>, usize>,
    /// How far headings have counted.
    outline: OdtCounts,
    /// How many cells were read anew because the document says that they repeat.
    repeated: usize,
}

impl Reader {
    /// Everything in `parent`, in its order.
    fn blocks(&mut self, parent: Node<'_, '_>) {
        for node in parent.children().filter(Node::is_element) {
            match node.tag_name().name() {
                "h" | "p" => self.paragraph(node),
                "list" => self.list(node),
                "numbered-paragraph" => self.numbered_paragraph(node),
                "table" => self.table(node),
                "tracked-changes" => self.deletions(node),
                "section" if self.is_hidden(node) => self.hide(node),
                "annotation" => self.leftovers.add(Leftover::Footnotes, 1),
                // Lists of headings, pictures and words: they stand in the text, with their pages.
                "table-of-content"
                | "illustration-index"
                | "table-index"
                | "object-index"
                | "user-index"
                | "alphabetical-index"
                | "sequence-decls"
                | "variable-decls"
                | "user-field-decls"
                | "forms"
                | "dde-connection-decls" => {}
                // Text boxes and pictures that belong to a page.
                name if is_shape(name) => {
                    let mut boxes = Vec::new();
                    self.frame(node, &mut boxes);
                    self.boxes(boxes);
                }
                _ => self.blocks(node),
            }
        }
    }

    /// Text boxes and shapes, which lists around them do not reach into.
    fn boxes(&mut self, boxes: Vec<Node<'_, '_>>) {
        let around = (std::mem::take(&mut self.lists), self.item.take());
        for inside in boxes {
            self.blocks(inside);
        }
        (self.lists, self.item) = around;
    }

    fn paragraph(&mut self, node: Node<'_, '_>) {
        if self.is_hidden(node) {
            return self.hide(node);
        }
        for list in &mut self.lists {
            list.goes_on = false;
        }
        let mut line = OdtLine::default();
        self.inline(node, &mut line);
        let style = attribute(node, "style-name");
        // `text:h` is a heading even where it does not say of what level.
        let level = attribute(node, "outline-level").and_then(|level| level.parse().ok());
        let level = is(node, "h").then(|| level.unwrap_or(1_usize).max(1));
        let sign = match (self.item.take(), level) {
            (Some(item), _) if !self.counts_as_heading(level, style) => {
                Some(self.item_sign(item, style))
            }
            (item, Some(level)) => {
                let own = item.and_then(|item| item.own);
                self.heading_sign(node, level, own, style).map(OdtSign::Number)
            }
            (_, None) => None,
        };
        let sign = match line.number.take().filter(|number| !number.trim().is_empty()) {
            // It says itself what is shown.
            Some(number) if sign.is_some() || level.is_some() => Some(OdtSign::Number(number)),
            _ => sign,
        };
        let depth = self.lists.len().saturating_sub(1);
        let heading = level.or_else(|| self.styles.is_title(style).then_some(1));
        let block = match (heading, &sign) {
            (Some(level), _) => Block::Heading(level),
            (None, Some(OdtSign::Bullet)) => Block::Item { depth, marker: None },
            (None, Some(OdtSign::Number(number))) => {
                Block::Item { depth, marker: Some(number.clone()) }
            }
            (None, Some(OdtSign::None) | None) => Block::Paragraph,
        };
        match sign {
            Some(OdtSign::Number(number)) if heading.is_some() => {
                self.layout.block(block, &numbered(Some(&number), &line.text));
            }
            _ => self.layout.block(block, &line.text),
        }
        self.boxes(line.boxes);
    }

    /// Whether a heading in a list is numbered as the headings are: where the list has no style of
    /// its own, or that of the headings.
    fn counts_as_heading(&self, level: Option<usize>, paragraph: Option<&str>) -> bool {
        level.is_some() && self.style_of_list(paragraph).is_none()
    }

    /// The style of the innermost list, or the one that its paragraph's style names.
    fn style_of_list(&self, paragraph: Option<&str>) -> Option<&ListStyle> {
        let own = self.lists.last().and_then(|list| list.style.as_deref());
        let name = own.or_else(|| self.styles.list_of_paragraph(paragraph))?;
        self.styles.list_style(name)
    }

    /// What an item of the innermost list begins with.
    fn item_sign(&mut self, item: Item, paragraph: Option<&str>) -> OdtSign {
        let at = self.lists.len().saturating_sub(1).min(LEVELS - 1);
        let empty = ListStyle::default();
        let style = self.style_of_list(paragraph).unwrap_or(&empty);
        let which = self.lists.last().map_or(0, |list| list.counts);
        let Some(mut counts) = self.counts.get(which).copied() else { return OdtSign::Bullet };
        counts.count(style, at, item.own);
        let sign = counts.sign(style, at);
        if let Some(slot) = self.counts.get_mut(which) {
            *slot = counts;
        }
        sign
    }

    /// The number of a heading, if it has one.
    fn heading_sign(
        &mut self,
        node: Node<'_, '_>,
        level: usize,
        own: Option<u32>,
        paragraph: Option<&str>,
    ) -> Option<String> {
        // A heading without a number, or whose style takes it out of all lists.
        let is_out = attribute(node, "is-list-header") == Some("true")
            || self.styles.list_of_paragraph(paragraph) == Some("");
        if is_out {
            return None;
        }
        let at = level.min(LEVELS) - 1;
        let start = attribute(node, "start-value").and_then(|start| start.parse().ok());
        if attribute(node, "restart-numbering") == Some("true") {
            self.outline.restart(at);
        }
        self.outline.count(self.styles.outline(), at, start.or(own));
        match self.outline.sign(self.styles.outline(), at) {
            OdtSign::Number(number) => Some(number),
            OdtSign::Bullet | OdtSign::None => None,
        }
    }

    fn list(&mut self, node: Node<'_, '_>) {
        let own = attribute(node, "style-name").map(str::to_owned);
        let outer = self.lists.last();
        let counts = outer.map(|list| list.counts);
        let style = own.or_else(|| outer.and_then(|list| list.style.clone()));
        // Where the list around it goes on from a deeper level, so does this one.
        let goes_on = attribute(node, "continue-numbering") == Some("true")
            || attribute(node, "continue-list").is_some()
            || outer.is_some_and(|list| list.goes_on);
        let counts = match counts {
            // A list in a list counts with it, a level deeper.
            Some(counts) => {
                if !goes_on && let Some(counts) = self.counts.get_mut(counts) {
                    counts.restart(self.lists.len());
                }
                counts
            }
            None => self.begin_list(node, style.as_ref(), goes_on),
        };
        if let Some(name) = attribute(node, "id") {
            self.named.insert(name.to_owned(), counts);
        }
        self.lists.push(List { style, counts, goes_on });
        for item in node.children().filter(Node::is_element) {
            self.item = is(item, "list-item").then(|| {
                let own = attribute(item, "start-value").and_then(|start| start.parse().ok());
                Item { own }
            });
            self.blocks(item);
            self.item = None;
        }
        self.lists.pop();
    }

    /// The counts of a list that is in no other: new ones, or those that it goes on with.
    fn begin_list(&mut self, node: Node<'_, '_>, style: Option<&String>, goes_on: bool) -> usize {
        let named = attribute(node, "continue-list").and_then(|name| self.named.get(name));
        let last = self.last_of_style.get(&style.cloned()).filter(|_| goes_on);
        let counts = named.or(last).copied().unwrap_or_else(|| {
            self.counts.push(OdtCounts::default());
            self.counts.len() - 1
        });
        self.last_of_style.insert(style.cloned(), counts);
        counts
    }

    /// A paragraph that says of itself in which list and how deep it is.
    fn numbered_paragraph(&mut self, node: Node<'_, '_>) {
        let number = |name| attribute(node, name).and_then(|text| text.parse::<u32>().ok());
        let style = attribute(node, "style-name").map(str::to_owned);
        let depth = number("level").map_or(1, |level| level as usize).clamp(1, LEVELS);
        // All of one list, or of one style, count together.
        let key = attribute(node, "list-id").map(str::to_owned).or_else(|| style.clone());
        let counts = *self.named.entry(key.unwrap_or_default()).or_insert_with(|| {
            self.counts.push(OdtCounts::default());
            self.counts.len() - 1
        });
        let around = std::mem::take(&mut self.lists);
        self.lists.extend((0..depth).map(|_| List {
            style: style.clone(),
            counts,
            goes_on: false,
        }));
        self.item = Some(Item { own: number("start-value") });
        self.blocks(node);
        self.item = None;
        self.lists = around;
    }
}

#[cfg(test)]
mod tests;
