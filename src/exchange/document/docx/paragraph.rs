//! Paragraphs: which list they are in, whether they are headings, and when they end.

use roxmltree::Node;

use super::{
    Reader, child, is,
    numbers::DocxSign,
    pieces::{Aside, DocxLine},
    value,
};
use crate::exchange::document::layout::Block;

/// A paragraph while it is read.
#[derive(Debug)]
pub(super) struct Begun {
    block: Block,
    /// Its number, with what parts it from the text.
    number: String,
    text: String,
}

impl Reader<'_> {
    pub(super) fn paragraph(&mut self, node: Node<'_, '_>) {
        let properties = child(node, "pPr");
        let style = properties.and_then(|properties| value(properties, "pStyle"));
        if style.is_some_and(|style| self.styles.is_contents(style)) {
            self.pass_over(node);
            return;
        }
        let mut line = DocxLine::of(style);
        self.pieces(node, &mut line);
        let mark = properties.and_then(|properties| child(properties, "rPr"));
        let mark_is_deleted = mark
            .is_some_and(|mark| child(mark, "del").or_else(|| child(mark, "moveFrom")).is_some());
        // Neither is there anything to see of a paragraph whose mark is hidden like its text.
        let is_gone =
            line.text.trim().is_empty() && (mark_is_deleted || self.styles.is_hidden(mark, style));
        match &mut self.begun {
            Some(begun) => begun.text.push_str(&line.text),
            None if is_gone => {}
            None => {
                let (block, number) = self.kind(properties, style);
                self.begun = Some(Begun { block, number, text: line.text });
            }
        }
        if !mark_is_deleted {
            self.flush();
        }
        self.asides(line.asides);
    }

    /// A run that stands in no paragraph.
    pub(super) fn loose(&mut self, node: Node<'_, '_>) {
        let mut line = DocxLine::default();
        self.piece(node, &mut line);
        self.flush();
        self.layout.block(Block::Paragraph, &line.text);
        self.asides(line.asides);
    }

    /// What stands beside a paragraph follows it.
    fn asides(&mut self, asides: Vec<Aside<'_, '_>>) {
        if asides.is_empty() {
            return;
        }
        let held = (self.begun.take(), std::mem::take(&mut self.fields));
        std::mem::swap(&mut self.counts, &mut self.counts_of_boxes);
        for aside in asides {
            match aside {
                Aside::Box(node) => self.blocks(node),
                Aside::Drawn(node) => self.drawn_text(node),
                Aside::Words(text) => self.layout.block(Block::Paragraph, text),
                Aside::Diagram(id) => self.diagram(id),
            }
            self.flush();
        }
        std::mem::swap(&mut self.counts, &mut self.counts_of_boxes);
        (self.begun, self.fields) = held;
    }

    /// What kind of paragraph it is, and its number.
    fn kind(&mut self, properties: Option<Node<'_, '_>>, style: Option<&str>) -> (Block, String) {
        let own_level = properties
            .and_then(|properties| value(properties, "outlineLvl"))
            .and_then(|level| level.parse::<usize>().ok());
        let level = match own_level {
            Some(level) => Some(level).filter(|&level| level < 9),
            None => self.styles.outline(style),
        };
        let own_list = properties.and_then(|properties| child(properties, "numPr"));
        let own = |name| value(own_list?, name)?.parse::<u32>().ok();
        // A list of number zero takes a paragraph out of the list of its style.
        let id = own("numId").or_else(|| self.styles.list(style)).filter(|&id| id > 0);
        let list = id.map(|id| {
            let depth = own("ilvl").and_then(|depth| usize::try_from(depth).ok());
            (id, depth.unwrap_or_else(|| self.styles.depth(style, id, &self.numbers)))
        });
        let sign = list.and_then(|(id, depth)| self.numbers.next(&mut self.counts, id, depth));
        match (level, list, sign) {
            (Some(level), _, sign) => (Block::Heading(level + 1), written(sign)),
            (None, Some((_, depth)), Some(DocxSign::Bullet)) => {
                (Block::Item { depth, marker: None }, String::new())
            }
            // The number is put in front of the text here, with its own gap.
            (None, Some((_, depth)), sign @ Some(_)) => {
                (Block::Item { depth, marker: Some(String::new()) }, written(sign))
            }
            (None, _, _) => (Block::Paragraph, String::new()),
        }
    }

    /// The paragraph that was begun ends.
    pub(super) fn flush(&mut self) {
        if let Some(Begun { block, number, text }) = self.begun.take() {
            // One without text has its number all the same.
            self.layout.block(block, &(number + text.trim_start()));
        }
    }

    /// Text in a drawing that is not Word's own: paragraphs of `a:t`.
    fn drawn_text(&mut self, node: Node<'_, '_>) {
        for paragraph in node.children().filter(|node| is(*node, "p")) {
            self.layout.block(Block::Paragraph, &drawn_line(paragraph));
        }
    }
}

/// A paragraph of `DrawingML`.
pub(super) fn drawn_line(paragraph: Node<'_, '_>) -> String {
    let parts = paragraph.descendants().filter_map(|node| match node.tag_name().name() {
        "t" => node.text(),
        "br" => Some("\n"),
        _ => None,
    });
    parts.collect()
}

fn written(sign: Option<DocxSign>) -> String {
    match sign {
        Some(DocxSign::Number(number)) => number,
        Some(DocxSign::Bullet) | None => String::new(),
    }
}
