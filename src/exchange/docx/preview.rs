//! The first paragraphs of a Word document.

use std::io::Cursor;

use roxmltree::{Document, Node};
use zip::ZipArchive;

use super::{GREY, style};
use crate::exchange::preview::{PARAGRAPHS, ParagraphKind, PreviewParagraph, PreviewPiece, part};

const NAMESPACE: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

pub(super) fn paragraphs(bytes: &[u8]) -> Option<Vec<PreviewParagraph>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let xml = part(&mut archive, "word/document.xml")?;
    let document = Document::parse(&xml).ok()?;
    let body = document.descendants().find(|node| is(*node, "body"))?;
    // The table of contents is no paragraph of the body, and what has no style is no text.
    let paragraphs = body.children().filter(|node| is(*node, "p")).filter_map(paragraph);
    Some(paragraphs.take(PARAGRAPHS).collect())
}

fn paragraph(node: Node<'_, '_>) -> Option<PreviewParagraph> {
    let style = node.children().find(|node| is(*node, "pPr"))?;
    let style = style.children().find(|node| is(*node, "pStyle"))?;
    let kind = match value(style)? {
        style::TITLE => ParagraphKind::Title,
        style::HEADING => ParagraphKind::Heading,
        style::QUOTE => ParagraphKind::Text,
        style::SOURCE => ParagraphKind::Source,
        style::MEMO => ParagraphKind::Memo,
        _ => return None,
    };
    let runs = node.descendants().filter(|node| is(*node, "r"));
    let pieces: Vec<PreviewPiece> =
        runs.map(piece).filter(|piece| !piece.text.is_empty()).collect();
    Some(PreviewParagraph { kind, pieces })
}

fn piece(run: Node<'_, '_>) -> PreviewPiece {
    let mut text = String::new();
    for node in run.children() {
        match node.tag_name().name() {
            "t" => text.push_str(node.text().unwrap_or_default()),
            "tab" => text.push('\t'),
            "br" => text.push('\n'),
            _ => {}
        }
    }
    let colour = run.descendants().find(|node| is(*node, "color")).and_then(value);
    PreviewPiece { text, faint: colour == Some(GREY), marks: Vec::new() }
}

fn is(node: Node<'_, '_>, name: &str) -> bool {
    node.has_tag_name((NAMESPACE, name))
}

fn value<'a>(node: Node<'a, '_>) -> Option<&'a str> {
    node.attribute((NAMESPACE, "val"))
}
