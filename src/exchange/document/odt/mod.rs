//! `OpenDocument` text: the body of the content, read in the order in which it is written.
//!
//! Deletions that were not yet accepted stand apart from the text and are not read. What stands in
//! a text box follows the paragraph that holds it.

mod styles;

use roxmltree::Node;

use self::styles::Styles;
use super::{
    Archive, Document, Fault, FaultKind, Leftover, Leftovers, SourceFile, fault,
    layout::{Block, Layout},
    parse_xml,
};

const CONTENT: &str = "content.xml";
/// A run of spaces is written as its length; no text has longer ones.
const MOST_SPACES: usize = 1000;

/// Reads the document.
///
/// # Errors
/// If it is encrypted, has no content, or that is broken.
pub(super) fn read(file: &SourceFile) -> Result<Document, Fault> {
    let mut archive = Archive::open(file)?;
    // What is encrypted is not XML: this is looked at first.
    let manifest = archive.read_text("META-INF/manifest.xml").unwrap_or_default();
    if manifest.contains("encryption-data") {
        return Err(fault(file, FaultKind::Encrypted));
    }
    let content = archive.read_text(CONTENT)?;
    let tree = parse_xml(&file.name, CONTENT, &content)?;
    let mut styles = Styles::default();
    if let Ok(text) = archive.read_text("styles.xml")
        && let Ok(tree) = parse_xml(&file.name, "styles.xml", &text)
    {
        styles.add(tree.root_element());
    }
    styles.add(tree.root_element());
    let title = archive.read_text("meta.xml").ok().and_then(|meta| {
        let tree = parse_xml(&file.name, "meta.xml", &meta).ok()?;
        let title = tree.descendants().find(|node| is(*node, "title"))?;
        title.text().map(str::to_owned)
    });

    let mut reader = Reader {
        styles,
        layout: Layout::default(),
        leftovers: Leftovers::default(),
        lists: Vec::new(),
        item: None,
    };
    let body = tree.root_element().children().find(|node| is(*node, "body"));
    if let Some(text) = body.and_then(|body| body.children().find(|node| is(*node, "text"))) {
        reader.blocks(text);
    }
    Ok(Document { text: reader.layout.finish(), title, leftovers: reader.leftovers })
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
    next: u32,
}

struct Reader {
    styles: Styles,
    layout: Layout,
    leftovers: Leftovers,
    lists: Vec<List>,
    /// The item that begins with the next paragraph.
    item: Option<(usize, Option<String>)>,
}

impl Reader {
    /// Everything in `parent`, in its order.
    fn blocks(&mut self, parent: Node<'_, '_>) {
        for node in parent.children().filter(Node::is_element) {
            match node.tag_name().name() {
                "h" | "p" => self.paragraph(node),
                "list" => self.list(node),
                "table" => {
                    self.layout.open_table();
                    self.rows(node);
                    self.layout.close_table();
                }
                "tracked-changes" => self.deletions(node),
                "section" if self.is_hidden(node) => {
                    self.leftovers.add(Leftover::Hidden, 1);
                }
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
                "frame" | "custom-shape" => {
                    let mut boxes = Vec::new();
                    self.frame(node, &mut boxes);
                    for inside in boxes {
                        self.blocks(inside);
                    }
                }
                _ => self.blocks(node),
            }
        }
    }

    fn paragraph(&mut self, node: Node<'_, '_>) {
        if self.is_hidden(node) {
            self.leftovers.add(Leftover::Hidden, 1);
            return;
        }
        let mut line = Line::default();
        self.inline(node, &mut line);
        let level = attribute(node, "outline-level").and_then(|level| level.parse().ok());
        let block = match level {
            _ if line.text.trim().is_empty() => Block::Paragraph,
            // `text:h` is one even where it does not say of what level.
            Some(level) if is(node, "h") => Block::Heading(level),
            None if is(node, "h") => Block::Heading(1),
            _ if self.styles.is_title(attribute(node, "style-name")) => Block::Heading(1),
            _ => match self.item.take() {
                Some((depth, marker)) => Block::Item { depth, marker },
                None => Block::Paragraph,
            },
        };
        self.layout.block(block, &line.text);
        for inside in line.boxes {
            self.blocks(inside);
        }
    }

    fn is_hidden(&self, node: Node<'_, '_>) -> bool {
        attribute(node, "display") == Some("none")
            || attribute(node, "style-name").is_some_and(|style| self.styles.is_hidden(style))
    }

    fn list(&mut self, node: Node<'_, '_>) {
        let style = attribute(node, "style-name").map(str::to_owned);
        let style = style.or_else(|| self.lists.last().and_then(|list| list.style.clone()));
        let depth = self.lists.len();
        let start = self.styles.start(style.as_deref(), depth);
        self.lists.push(List { style, next: start });
        for item in node.children().filter(Node::is_element) {
            if is(item, "list-item")
                && let Some(list) = self.lists.last_mut()
            {
                let own = attribute(item, "start-value").and_then(|start| start.parse().ok());
                let number = own.unwrap_or(list.next);
                list.next = number.saturating_add(1);
                let marker = self.styles.marker(list.style.as_deref(), depth, number);
                self.item = Some((depth, marker));
            }
            self.blocks(item);
            self.item = None;
        }
        self.lists.pop();
    }

    fn rows(&mut self, parent: Node<'_, '_>) {
        for node in parent.children().filter(Node::is_element) {
            match node.tag_name().name() {
                "table-row" => {
                    self.layout.open_row();
                    for cell in node.children().filter(Node::is_element) {
                        // A covered cell belongs to one that spans several; it has its column.
                        if is(cell, "table-cell") || is(cell, "covered-table-cell") {
                            self.layout.open_cell();
                            self.blocks(cell);
                            self.layout.close_cell();
                        }
                    }
                }
                "table-header-rows" | "table-rows" | "table-row-group" => self.rows(node),
                _ => {}
            }
        }
    }

    fn deletions(&mut self, node: Node<'_, '_>) {
        let deletions = node.descendants().filter(|node| is(*node, "deletion")).count();
        self.leftovers.add(Leftover::Hidden, deletions);
    }

    /// A frame or a shape: its text is put aside, its pictures are counted.
    fn frame<'a, 'i>(&mut self, node: Node<'a, 'i>, boxes: &mut Vec<Node<'a, 'i>>) {
        for inside in node.children().filter(Node::is_element) {
            match inside.tag_name().name() {
                "text-box" => boxes.push(inside),
                "p" | "list" => {
                    boxes.push(node);
                    break;
                }
                "image" | "object" | "object-ole" => {
                    self.leftovers.add(Leftover::Pictures, 1);
                    // What follows is another form of the same.
                    break;
                }
                _ => {}
            }
        }
    }

    /// The text of what stands in a paragraph.
    fn inline<'a, 'i>(&mut self, parent: Node<'a, 'i>, line: &mut Line<'a, 'i>) {
        for node in parent.children() {
            if node.is_text() {
                line.push(node.text().unwrap_or_default());
                continue;
            }
            if !node.is_element() {
                continue;
            }
            match node.tag_name().name() {
                "s" => {
                    let count = attribute(node, "c").and_then(|count| count.parse().ok());
                    let count: usize = count.unwrap_or(1);
                    line.text.extend(std::iter::repeat_n(' ', count.min(MOST_SPACES)));
                }
                "tab" => line.text.push('\t'),
                "line-break" => line.text.push('\n'),
                "span" | "a" if self.is_hidden(node) => {
                    self.leftovers.add(Leftover::Hidden, 1);
                }
                "note" | "annotation" => self.leftovers.add(Leftover::Footnotes, 1),
                "frame" | "custom-shape" | "rect" | "ellipse" => {
                    self.frame(node, &mut line.boxes);
                }
                "hidden-text" => self.leftovers.add(Leftover::Hidden, 1),
                // What is read aloud stands above the base; pages have no numbers here.
                "ruby-text" | "page-number" | "page-count" | "hidden-paragraph"
                | "annotation-end" | "soft-page-break" => {}
                _ => self.inline(node, line),
            }
        }
    }
}

/// A paragraph while it is read.
#[derive(Debug, Default)]
struct Line<'a, 'i> {
    text: String,
    /// The text boxes and shapes in it.
    boxes: Vec<Node<'a, 'i>>,
}

impl Line<'_, '_> {
    /// Adds text as it is written: white space in it is one space, wherever elements begin.
    fn push(&mut self, text: &str) {
        for c in text.chars() {
            if !matches!(c, ' ' | '\t' | '\n' | '\r') {
                self.text.push(c);
            } else if !self.text.ends_with([' ', '\t', '\n']) {
                self.text.push(' ');
            }
        }
    }
}

#[cfg(test)]
mod tests;
