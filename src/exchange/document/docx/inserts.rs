//! What a Word document holds in parts of its own: other documents, and diagrams.

use std::collections::{BTreeMap, BTreeSet};

use roxmltree::Node;

use super::{Reader, attribute, child, is, paragraph::drawn_line};
use crate::exchange::{
    document::{self, Kind, SourceFile, layout::Block},
    incoming::{Leftover, parse_xml},
};

impl Reader<'_> {
    /// `w:altChunk`: a document that Word takes in when it opens this one. It is read by the
    /// reader for its kind; what none can read, or is too much, is counted.
    pub(super) fn chunk(&mut self, node: Node<'_, '_>) {
        if self.silent > 0 {
            return;
        }
        self.flush();
        if self.chunk_text(node).is_none() {
            self.leave_out(Leftover::Parts, 1);
        }
    }

    fn chunk_text(&mut self, node: Node<'_, '_>) -> Option<()> {
        let relation = self.package.relation(attribute(node, "id")?)?;
        if relation.is_external {
            return None;
        }
        let part = relation.target.clone();
        let bytes = self.package.bytes(&part)?;
        self.allowance.depth = self.allowance.depth.checked_sub(1)?;
        let read = self.chunk_document(&part, bytes);
        self.allowance.depth += 1;
        let document = read?;
        for (kind, count) in document.leftovers.iter() {
            self.leftovers.add(kind, count);
        }
        self.layout.block(Block::Verbatim, &document.text);
        Some(())
    }

    fn chunk_document(&mut self, part: &str, bytes: Vec<u8>) -> Option<document::Document> {
        self.allowance.bytes = self.allowance.bytes.checked_sub(bytes.len())?;
        let kind = self.package.content_type(part).unwrap_or_default().to_ascii_lowercase();
        let ending = match kind.split(';').next().unwrap_or_default().trim() {
            "text/html" => "html",
            "application/xhtml+xml" => "xhtml",
            "text/plain" => "txt",
            "application/rtf" | "text/rtf" => "rtf",
            kind if kind.contains("wordprocessingml") || kind.contains("ms-word") => "docx",
            _ => part.rsplit_once('.').map_or("", |(_, ending)| ending),
        };
        let file = SourceFile { name: format!("{part}.{ending}"), bytes };
        let kind = document::kind(&file).ok()?;
        if !matches!(kind, Kind::Docx | Kind::Rtf | Kind::Html | Kind::Plain) {
            return None;
        }
        document::content(&file, kind, self.allowance, &mut Vec::new()).ok()
    }

    /// A diagram (`SmartArt`): what stands in its boxes, as a list.
    pub(super) fn diagram(&mut self, id: &str) {
        let relation = self.package.relation(id).filter(|relation| !relation.is_external);
        let part = relation.map(|relation| relation.target.clone());
        let items = part.and_then(|part| {
            let text = self.package.text(&part)?;
            let tree = parse_xml(&part, &part, &text).ok()?;
            Some(points(tree.root_element()))
        });
        match items {
            Some(items) => {
                for (depth, text) in items {
                    self.layout.block(Block::Item { depth, marker: None }, &text);
                }
            }
            None => self.leave_out(Leftover::Parts, 1),
        }
    }
}

/// The texts of a diagram with their depths, each below the one it belongs to, in their order.
fn points(model: Node<'_, '_>) -> Vec<(usize, String)> {
    let list = |name, of| {
        let nodes = child(model, name).map(|list| list.children().collect::<Vec<_>>());
        nodes.unwrap_or_default().into_iter().filter(move |node| is(*node, of))
    };
    let mut texts: BTreeMap<&str, String> = BTreeMap::new();
    let mut order: Vec<&str> = Vec::new();
    for point in list("ptLst", "pt") {
        let Some(id) = attribute(point, "modelId") else { continue };
        // Others are how the diagram draws the points, and the lines between them.
        if matches!(attribute(point, "type"), None | Some("node" | "asst" | "doc")) {
            let lines: Vec<String> = child(point, "t")
                .map(|body| body.children().filter(|node| is(*node, "p")).map(drawn_line).collect())
                .unwrap_or_default();
            texts.insert(id, lines.join("\n"));
            order.push(id);
        }
    }
    let mut children: BTreeMap<&str, Vec<(u32, &str)>> = BTreeMap::new();
    let mut is_below: BTreeSet<&str> = BTreeSet::new();
    for tie in list("cxnLst", "cxn") {
        if !matches!(attribute(tie, "type"), None | Some("parOf")) {
            continue;
        }
        let (Some(above), Some(below)) = (attribute(tie, "srcId"), attribute(tie, "destId")) else {
            continue;
        };
        let at = attribute(tie, "srcOrd").and_then(|at| at.parse().ok()).unwrap_or(0);
        children.entry(above).or_default().push((at, below));
        is_below.insert(below);
    }
    for below in children.values_mut() {
        below.sort_unstable();
    }
    let mut items = Vec::new();
    let mut seen = BTreeSet::new();
    // From the topmost; then those that a circle of ties keeps from being reached.
    let topmost = order.iter().filter(|id| !is_below.contains(*id));
    for &top in topmost.chain(&order) {
        let mut open = vec![(0_usize, top)];
        while let Some((depth, id)) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            let Some(text) = texts.get(id) else { continue };
            let is_said = !text.trim().is_empty();
            if is_said {
                items.push((depth, text.clone()));
            }
            let below = children.get(id).into_iter().flatten().rev();
            open.extend(below.map(|&(_, id)| (depth + usize::from(is_said), id)));
        }
    }
    items
}
