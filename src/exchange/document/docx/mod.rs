//! Word documents: the main part of the package, read in the order in which it is written.
//!
//! Insertions that were not yet accepted are read, deletions are not. Of two forms of one thing
//! (`mc:AlternateContent`) the first is read. What stands in a text box follows the paragraph that
//! holds it.

mod numbers;
mod styles;

use roxmltree::Node;

use self::{
    numbers::{Numbers, Sign},
    styles::Styles,
};
use super::{
    Archive, Document, Fault, Leftover, Leftovers, SourceFile,
    layout::{Block, Layout, numbered},
    parse_xml,
};

const MAIN: &str = "word/document.xml";

/// Reads the document.
///
/// # Errors
/// If it has no main part, or that is broken.
pub(super) fn read(file: &SourceFile) -> Result<Document, Fault> {
    let mut archive = Archive::open(file)?;
    let main = main_part(&mut archive, file).unwrap_or_else(|| MAIN.to_owned());
    let text = archive.read_text(&main)?;
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    // Without these the text is there all the same.
    let mut part = |name: &str| archive.read_text(&format!("{folder}/{name}")).unwrap_or_default();
    let styles = part("styles.xml");
    let styles = parse_xml(&file.name, "styles.xml", &styles)
        .map_or_else(|_| Styles::default(), |tree| Styles::of(tree.root_element()));
    let numbering = part("numbering.xml");
    let numbers = parse_xml(&file.name, "numbering.xml", &numbering)
        .map_or_else(|_| Numbers::default(), |tree| Numbers::of(tree.root_element()));
    let title = archive.read_text("docProps/core.xml").ok();
    let title = title.and_then(|core| {
        let tree = parse_xml(&file.name, "docProps/core.xml", &core).ok()?;
        let title = tree.descendants().find(|node| is(*node, "title"))?;
        title.text().map(str::to_owned)
    });

    let tree = parse_xml(&file.name, &main, &text)?;
    let mut reader = Reader {
        styles,
        numbers,
        layout: Layout::default(),
        leftovers: Leftovers::default(),
        begun: None,
    };
    if let Some(body) = child(tree.root_element(), "body") {
        reader.blocks(body);
    }
    reader.flush();
    Ok(Document { text: reader.layout.finish(), title, leftovers: reader.leftovers })
}

/// The name of the main part, as the package tells it.
fn main_part(archive: &mut Archive<'_>, file: &SourceFile) -> Option<String> {
    let relations = archive.read_text("_rels/.rels").ok()?;
    let tree = parse_xml(&file.name, "_rels/.rels", &relations).ok()?;
    let main = tree.root_element().children().find(|node| {
        node.attribute("Type").is_some_and(|kind| kind.ends_with("/officeDocument"))
    })?;
    Some(main.attribute("Target")?.trim_start_matches('/').to_owned())
}

/// Whether a node is the element of that name; Word's prefixes and namespaces differ by edition.
fn is(node: Node<'_, '_>, name: &str) -> bool {
    node.is_element() && node.tag_name().name() == name
}

fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|child| is(*child, name))
}

/// The attribute of that local name.
fn attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes().find(|attribute| attribute.name() == name).map(|found| found.value())
}

/// The value of a property `<w:name w:val="…"/>`.
fn value<'a>(properties: Node<'a, '_>, name: &str) -> Option<&'a str> {
    attribute(child(properties, name)?, "val")
}

/// Whether a switch among the properties is on.
fn is_on(properties: Node<'_, '_>, name: &str) -> bool {
    child(properties, name)
        .is_some_and(|node| !matches!(attribute(node, "val"), Some("0" | "false" | "off" | "none")))
}

/// A paragraph while it is read.
#[derive(Debug)]
struct Begun {
    block: Block,
    marker: Option<String>,
    text: String,
}

struct Reader {
    styles: Styles,
    numbers: Numbers,
    layout: Layout,
    leftovers: Leftovers,
    /// A paragraph whose end was deleted: the next one goes on in it.
    begun: Option<Begun>,
}

impl Reader {
    /// Everything in `parent`, in its order.
    fn blocks(&mut self, parent: Node<'_, '_>) {
        for node in parent.children().filter(Node::is_element) {
            match node.tag_name().name() {
                "p" => self.paragraph(node),
                "tbl" => self.table(node),
                "sdt" if is_contents(node) => {}
                "del" | "moveFrom" => self.struck_out(node),
                "AlternateContent" => self.blocks(chosen(node)),
                "sectPr" | "sdtPr" | "sdtEndPr" | "tblPr" | "tblGrid" | "trPr" | "tcPr" => {}
                // `sdt`, `sdtContent`, `ins`, `customXml` and whatever else may wrap blocks.
                _ => self.blocks(node),
            }
        }
    }

    fn paragraph(&mut self, node: Node<'_, '_>) {
        let properties = child(node, "pPr");
        let style = properties.and_then(|properties| value(properties, "pStyle"));
        if style.is_some_and(|style| self.styles.is_contents(style)) {
            return;
        }
        let mut boxes = Vec::new();
        let mut text = String::new();
        self.inline(node, &mut text, &mut boxes);
        let mark_is_deleted = properties
            .and_then(|properties| child(properties, "rPr"))
            .is_some_and(|mark| child(mark, "del").is_some());
        match &mut self.begun {
            Some(begun) => begun.text.push_str(&text),
            // A paragraph without text takes no number.
            None if text.trim().is_empty() && !mark_is_deleted => {}
            None => {
                let (block, marker) = self.kind(properties, style);
                self.begun = Some(Begun { block, marker, text });
            }
        }
        if !mark_is_deleted {
            self.flush();
        }
        for inside in boxes {
            self.blocks(inside);
        }
    }

    /// What kind of paragraph it is, and the number of one that is no item.
    fn kind(
        &mut self,
        properties: Option<Node<'_, '_>>,
        style: Option<&str>,
    ) -> (Block, Option<String>) {
        let own_level = properties
            .and_then(|properties| value(properties, "outlineLvl"))
            .and_then(|level| level.parse::<usize>().ok());
        let level = match own_level {
            Some(level) => Some(level).filter(|&level| level < 9),
            None => self.styles.outline(style),
        };
        let own_list = properties.and_then(|properties| child(properties, "numPr")).map(|list| {
            let number = |name| value(list, name).and_then(|text| text.parse::<u32>().ok());
            (number("numId"), number("ilvl").map(|depth| depth as usize))
        });
        let by_style = self.styles.list(style);
        let list = match own_list {
            Some((Some(id), depth)) => Some((id, depth.unwrap_or(0))),
            Some((None, depth)) => by_style.map(|(id, by)| (id, depth.unwrap_or(by))),
            None => by_style,
        };
        let sign = list.and_then(|(id, depth)| self.numbers.next(id, depth));
        match (level, list, sign) {
            (Some(level), _, Some(Sign::Number(number))) => {
                (Block::Heading(level + 1), Some(number))
            }
            (Some(level), _, _) => (Block::Heading(level + 1), None),
            (None, Some((_, depth)), Some(sign)) => {
                let marker = match sign {
                    Sign::Bullet => None,
                    Sign::Number(number) => Some(number),
                };
                (Block::Item { depth, marker }, None)
            }
            (None, _, _) => (Block::Paragraph, None),
        }
    }

    fn flush(&mut self) {
        if let Some(begun) = self.begun.take() {
            self.layout.block(begun.block, &numbered(begun.marker.as_deref(), &begun.text));
        }
    }

    /// The text of what stands in a paragraph; text boxes are put aside.
    fn inline<'a, 'i>(
        &mut self,
        parent: Node<'a, 'i>,
        text: &mut String,
        boxes: &mut Vec<Node<'a, 'i>>,
    ) {
        for node in parent.children().filter(Node::is_element) {
            match node.tag_name().name() {
                "t" => text.push_str(node.text().unwrap_or_default()),
                "tab" | "ptab" => text.push('\t'),
                "br" | "cr" => text.push('\n'),
                "noBreakHyphen" => text.push('-'),
                "r" if child(node, "rPr").is_some_and(|look| is_on(look, "vanish")) => {
                    let is_text = node.descendants().any(|node| is(node, "t"));
                    self.leftovers.add(Leftover::Hidden, usize::from(is_text));
                }
                "del" | "moveFrom" => self.struck_out(node),
                "footnoteReference" | "endnoteReference" | "commentReference" => {
                    self.leftovers.add(Leftover::Footnotes, 1);
                }
                "AlternateContent" => self.inline(chosen(node), text, boxes),
                "txbxContent" => boxes.push(node),
                "blip" | "imagedata" => self.leftovers.add(Leftover::Pictures, 1),
                // What is read aloud (`rt`) stands above the base.
                "rt" | "rubyPr" | "pPr" | "rPr" | "sdtPr" | "sdtEndPr" | "instrText"
                | "delText" | "sectPr" | "delInstrText" | "fldData" | "smartTagPr"
                | "customXmlPr" => {}
                "p" => {
                    // Not where a paragraph may stand, but what it says is not to be lost.
                    self.inline(node, text, boxes);
                    text.push('\n');
                }
                _ => self.inline(node, text, boxes),
            }
        }
    }

    fn struck_out(&mut self, node: Node<'_, '_>) {
        let is_text = node.descendants().any(|node| is(node, "delText") || is(node, "t"));
        self.leftovers.add(Leftover::Hidden, usize::from(is_text));
    }

    fn table(&mut self, node: Node<'_, '_>) {
        self.flush();
        self.layout.open_table();
        self.rows(node);
        self.layout.close_table();
    }

    fn rows(&mut self, parent: Node<'_, '_>) {
        for node in parent.children().filter(Node::is_element) {
            match node.tag_name().name() {
                "tr" if child(node, "trPr").is_some_and(|row| child(row, "del").is_some()) => {
                    self.leftovers.add(Leftover::Hidden, 1);
                }
                "tr" => {
                    self.layout.open_row();
                    self.cells(node);
                }
                "tblPr" | "tblGrid" => {}
                _ => self.rows(node),
            }
        }
    }

    fn cells(&mut self, parent: Node<'_, '_>) {
        for node in parent.children().filter(Node::is_element) {
            match node.tag_name().name() {
                "tc" => {
                    self.layout.open_cell();
                    self.blocks(node);
                    self.flush();
                    self.layout.close_cell();
                }
                "trPr" | "tblPrEx" => {}
                _ => self.cells(node),
            }
        }
    }
}

/// Of several forms of one thing the first that there is.
fn chosen<'a, 'i>(node: Node<'a, 'i>) -> Node<'a, 'i> {
    child(node, "Choice").or_else(|| child(node, "Fallback")).unwrap_or(node)
}

/// Whether a block is a table of contents: its lines stand in the text, with numbers of pages.
fn is_contents(node: Node<'_, '_>) -> bool {
    child(node, "sdtPr")
        .and_then(|properties| child(properties, "docPartObj"))
        .and_then(|object| value(object, "docPartGallery"))
        .is_some_and(|name| name == "Table of Contents")
}

#[cfg(test)]
mod tests;
