//! Word documents: the main part of the package, read in the order in which it is written.
//!
//! Insertions that were not yet accepted are read, deletions are not. Of two forms of one thing
//! (`mc:AlternateContent`) the first is read. What stands in a text box, a diagram or a piece of
//! `WordArt` follows the paragraph that holds it. Elements are known by their local names: their
//! namespaces differ between the transitional and the strict edition.

mod equation;
mod field;
mod inserts;
mod math;
mod numbers;
mod package;
mod paragraph;
mod pieces;
mod styles;
mod table;

use std::collections::BTreeSet;

use roxmltree::Node;

use self::{
    field::DocxField,
    numbers::{DocxCounts, Numbers},
    package::DocxPackage,
    paragraph::Begun,
    styles::DocxStyles,
};
use super::{Document, ImportFault, Leftover, Leftovers, SourceFile, layout::Layout, parse_xml};

/// How much may still be read of the documents in a document.
#[derive(Clone, Copy, Debug)]
pub(super) struct Allowance {
    /// How deep they may be inside of one another.
    depth: usize,
    /// How many bytes of them are read, all together.
    bytes: usize,
}

impl Default for Allowance {
    fn default() -> Self {
        Self { depth: 3, bytes: 256 << 20 }
    }
}

/// Reads the document.
///
/// # Errors
/// If it has no main part, or that is broken.
pub(super) fn read(file: &SourceFile, allowance: &mut Allowance) -> Result<Document, ImportFault> {
    let mut package = DocxPackage::open(file)?;
    let text = package.main_text()?;
    let main = package.main.clone();
    let styles = package.part_of_main("styles");
    let styles = parse_xml(&file.name, "styles.xml", &styles)
        .map_or_else(|_| DocxStyles::default(), |tree| DocxStyles::of(tree.root_element()));
    let numbering = package.part_of_main("numbering");
    let numbers = parse_xml(&file.name, "numbering.xml", &numbering)
        .map_or_else(|_| Numbers::default(), |tree| Numbers::of(tree.root_element(), &styles));
    let title = package.text("docProps/core.xml").and_then(|core| {
        let tree = parse_xml(&file.name, "docProps/core.xml", &core).ok()?;
        let title = tree.descendants().find(|node| is(*node, "title"))?;
        title.text().map(str::to_owned)
    });

    let tree = parse_xml(&file.name, &main, &text)?;
    let mut reader = Reader {
        package,
        allowance,
        styles,
        numbers,
        layout: Layout::default(),
        leftovers: Leftovers::default(),
        begun: None,
        counts: DocxCounts::default(),
        counts_of_boxes: DocxCounts::default(),
        whole_fields: field::whole(tree.root_element()),
        fields: Vec::new(),
        silent: 0,
    };
    if let Some(body) = child(tree.root_element(), "body") {
        reader.blocks(body);
    }
    reader.flush();
    Ok(Document { text: reader.layout.finish(), title, leftovers: reader.leftovers })
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

/// What a switch among the properties is set to; `None` if it is not there.
fn switch(properties: Node<'_, '_>, name: &str) -> Option<bool> {
    let node = child(properties, name)?;
    Some(!matches!(attribute(node, "val"), Some("0" | "false" | "off" | "none")))
}

/// Whether a switch among the properties is on.
fn is_on(properties: Node<'_, '_>, name: &str) -> bool {
    switch(properties, name).unwrap_or(false)
}

struct Reader<'f> {
    package: DocxPackage<'f>,
    allowance: &'f mut Allowance,
    styles: DocxStyles,
    numbers: Numbers,
    layout: Layout,
    leftovers: Leftovers,
    /// A paragraph whose end was deleted: the next one goes on in it.
    begun: Option<Begun>,
    counts: DocxCounts,
    /// Text boxes count by themselves: they are no part of the running text.
    counts_of_boxes: DocxCounts,
    /// Where fields begin that end as well; another would swallow the rest of the text.
    whole_fields: BTreeSet<u32>,
    /// The fields that are open, from the outermost.
    fields: Vec<DocxField>,
    /// How many open elements are gone over without being read: only their fields matter.
    silent: usize,
}

impl Reader<'_> {
    /// Everything in `parent`, in its order.
    fn blocks(&mut self, parent: Node<'_, '_>) {
        for node in parent.children().filter(Node::is_element) {
            match node.tag_name().name() {
                "p" => self.paragraph(node),
                "tbl" => self.table(node),
                "sdt" if is_contents(node) => self.pass_over(node),
                "del" | "moveFrom" => self.struck_out(node),
                "AlternateContent" => self.blocks(chosen(node)),
                "altChunk" => self.chunk(node),
                "subDoc" => self.leave_out(Leftover::Parts, 1),
                "sectPr" | "sdtPr" | "sdtEndPr" | "tblPr" | "tblGrid" | "trPr" | "tcPr" | "pPr"
                | "customXmlPr" => {}
                // Not where they may stand, but what they say is not to be lost.
                "r" | "hyperlink" | "fldSimple" | "oMath" | "oMathPara" => self.loose(node),
                // `sdt`, `sdtContent`, `ins`, `customXml` and whatever else may wrap blocks.
                _ => self.blocks(node),
            }
        }
    }

    /// Goes over what was deleted, and counts it if it was text.
    fn struck_out(&mut self, node: Node<'_, '_>) {
        self.hide(node);
        self.pass_over(node);
    }

    /// Counts text that is not shown, and its characters.
    fn hide(&mut self, node: Node<'_, '_>) {
        let characters = |node: Node<'_, '_>| match node.tag_name().name() {
            "t" | "delText" => {
                let text = node.text().unwrap_or_default();
                text.chars().filter(|c| !c.is_whitespace()).count()
            }
            "sym" => 1,
            _ => 0,
        };
        let amount: usize = node.descendants().map(characters).sum();
        self.leave_out(Leftover::Hidden, usize::from(amount > 0));
        self.leave_out(Leftover::HiddenCharacters, amount);
    }

    /// Goes over what is not read. Fields that begin or end in it do so all the same.
    fn pass_over(&mut self, node: Node<'_, '_>) {
        self.silent += 1;
        for mark in node.descendants().filter(|node| is(*node, "fldChar")) {
            self.field_mark(mark);
        }
        self.silent -= 1;
    }

    /// Counts something that does not come, unless it stands in what is not read anyway.
    fn leave_out(&mut self, kind: Leftover, count: usize) {
        if self.silent == 0 {
            self.leftovers.add(kind, count);
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
