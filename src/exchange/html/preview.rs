//! The first paragraphs of a web page that are marked, with the colours of their marks.

use roxmltree::{Document, Node};

use crate::exchange::preview::{PARAGRAPHS, ParagraphKind, PreviewParagraph, PreviewPiece};

pub(super) fn paragraphs(bytes: &[u8]) -> Option<Vec<PreviewParagraph>> {
    let html = std::str::from_utf8(bytes).ok()?;
    // The page's main part is well-formed XML too, unlike its head.
    let main = html.get(html.find("<main>")?..html.rfind("</main>")? + "</main>".len())?;
    let main = Document::parse(main).ok()?;
    let mut found: Vec<PreviewParagraph> = Vec::new();
    for article in main.root_element().children().filter(|node| node.has_tag_name("article")) {
        // An article may say much before its first passage.
        let mut seen = false;
        for node in article.children().filter(Node::is_element) {
            let kind = match (node.tag_name().name(), node.attribute("class")) {
                ("h2", _) => ParagraphKind::Heading,
                ("p", Some("source")) => ParagraphKind::Source,
                ("p", _) => ParagraphKind::Text,
                ("section", _) => {
                    let notes = node.descendants().filter(|node| node.has_tag_name("li"));
                    found.extend(notes.map(|note| paragraph(note, ParagraphKind::Memo, html)));
                    continue;
                }
                _ => continue,
            };
            seen |= node.descendants().any(|node| node.has_tag_name("mark"));
            if seen || kind != ParagraphKind::Text {
                found.push(paragraph(node, kind, html));
            }
        }
        if found.len() >= PARAGRAPHS {
            break;
        }
    }
    found.truncate(PARAGRAPHS);
    Some(found)
}

fn paragraph(node: Node<'_, '_>, kind: ParagraphKind, html: &str) -> PreviewParagraph {
    let mut pieces = Vec::new();
    for node in node.descendants() {
        if node.has_tag_name("br") {
            pieces.push(PreviewPiece { text: "\n".to_owned(), ..PreviewPiece::default() });
        }
        let Some(text) = node.text().filter(|_| node.is_text()) else { continue };
        let marks = node.ancestors().filter(|node| node.has_tag_name("mark"));
        let mut marks: Vec<_> =
            marks.filter_map(|mark| colour(mark.attribute("class")?, html)).collect();
        marks.reverse();
        // The number of a note.
        let faint = node.ancestors().any(|node| node.has_tag_name("sup"));
        pieces.push(PreviewPiece { text: text.to_owned(), faint, marks });
    }
    PreviewParagraph { kind, pieces }
}

/// The colour that the style sheet gives to the theme of a mark: `.t3 { --colour: 46 106 168; }`.
fn colour(class: &str, html: &str) -> Option<(u8, u8, u8)> {
    let theme = class.split(' ').next()?;
    let rule = format!(".{theme} {{ --colour: ");
    let start = html.find(&rule)? + rule.len();
    let mut numbers = html.get(start..)?.split(';').next()?.split(' ').map(str::parse);
    let mut next = || numbers.next()?.ok();
    Some((next()?, next()?, next()?))
}
