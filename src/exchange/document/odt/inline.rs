//! What stands in a paragraph: its text, and boxes and pictures that hang on it.

use roxmltree::Node;

use super::{Reader, attribute, is};
use crate::exchange::document::{Leftover, symbols::SignFont};

/// A run of spaces is written as its length; no text has longer ones.
const MOST_SPACES: usize = 1000;

/// A paragraph while it is read.
#[derive(Debug, Default)]
pub(super) struct OdtLine<'a, 'i> {
    pub(super) text: String,
    /// The text boxes and shapes in it.
    pub(super) boxes: Vec<Node<'a, 'i>>,
    /// Its number, where the document says what is shown.
    pub(super) number: Option<String>,
}

impl OdtLine<'_, '_> {
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

impl Reader {
    /// The text of what stands in a paragraph.
    pub(super) fn inline<'a, 'i>(&mut self, parent: Node<'a, 'i>, line: &mut OdtLine<'a, 'i>) {
        for node in parent.children() {
            if node.is_text() {
                let text = node.text().unwrap_or_default();
                if text.contains(is_moved) {
                    let signs = self.signs(node, text);
                    line.push(&signs);
                } else {
                    line.push(text);
                }
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
                // The number of the paragraph, as a program that counts for others writes it.
                "number" => line.number = node.text().map(str::to_owned),
                "span" | "a" if self.is_hidden(node) => self.hide(node),
                "note" | "annotation" => self.leftovers.add(Leftover::Footnotes, 1),
                name if is_shape(name) => self.frame(node, &mut line.boxes),
                "hidden-text" => {
                    let text = attribute(node, "string-value").or_else(|| node.text());
                    match attribute(node, "is-hidden") {
                        Some("false") => line.push(text.unwrap_or_default()),
                        _ => self.hide_text(text.unwrap_or_default()),
                    }
                }
                // What is read aloud stands above the base; pages have no numbers here.
                "ruby-text" | "page-number" | "page-count" | "hidden-paragraph"
                | "annotation-end" | "soft-page-break" | "script" | "event-listeners" => {}
                _ => self.inline(node, line),
            }
        }
    }

    /// A text with signs that only their font makes what they are.
    fn signs(&mut self, node: Node<'_, '_>, text: &str) -> String {
        let styles = node.ancestors().filter_map(|around| attribute(around, "style-name"));
        let font = styles.into_iter().find_map(|style| self.styles.font(style));
        let font = font.and_then(SignFont::of);
        let mut unknown = 0;
        let text = text.chars().map(|c| {
            let sign = font.filter(|_| is_moved(c)).and_then(|font| font.sign(c.into()));
            unknown += usize::from(is_moved(c) && sign.is_none());
            sign.unwrap_or(c)
        });
        let text: String = text.collect();
        self.leftovers.add(Leftover::Signs, unknown);
        text
    }

    /// A frame or a shape: its text is put aside, its pictures are counted.
    pub(super) fn frame<'a, 'i>(&mut self, node: Node<'a, 'i>, boxes: &mut Vec<Node<'a, 'i>>) {
        for inside in node.children().filter(Node::is_element) {
            match inside.tag_name().name() {
                "text-box" => boxes.push(inside),
                "p" | "h" | "list" | "table" => {
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

    /// Leaves out something that is not shown.
    pub(super) fn hide(&mut self, node: Node<'_, '_>) {
        let text: String = node
            .descendants()
            .filter(roxmltree::Node::is_text)
            .filter_map(|node| node.text())
            .collect();
        self.hide_text(&text);
    }

    /// Leaves out a text that is not shown.
    pub(super) fn hide_text(&mut self, text: &str) {
        let amount = text.chars().filter(|c| !c.is_whitespace()).count();
        self.leftovers.add(Leftover::Hidden, usize::from(amount > 0));
        self.leftovers.add(Leftover::HiddenCharacters, amount);
    }

    /// Whether an element is not shown.
    pub(super) fn is_hidden(&self, node: Node<'_, '_>) -> bool {
        // A field that hides its paragraph stands in it.
        let by_field = |inside: Node<'_, '_>| {
            is(inside, "hidden-paragraph") && attribute(inside, "is-hidden") == Some("true")
        };
        let is_condition_met = attribute(node, "display") == Some("condition")
            && attribute(node, "is-hidden") == Some("true");
        attribute(node, "display") == Some("none")
            || is_condition_met
            || (is(node, "p") && node.children().any(by_field))
            || attribute(node, "style-name").is_some_and(|style| self.styles.is_hidden(style))
    }

    /// Deletions that were not accepted yet.
    pub(super) fn deletions(&mut self, node: Node<'_, '_>) {
        for deletion in node.descendants().filter(|node| is(*node, "deletion")) {
            // Who deleted it, and when, is no text of it.
            let is_note = |node: Node<'_, '_>| is(node, "change-info");
            let text: String = deletion
                .descendants()
                .filter(|node| node.is_text() && !node.ancestors().any(is_note))
                .filter_map(|node| node.text())
                .collect();
            self.hide_text(&text);
        }
    }
}

/// Whether a character stands for a sign of a font, where no character has a meaning of its own.
fn is_moved(c: char) -> bool {
    ('\u{f000}'..='\u{f0ff}').contains(&c)
}

/// Whether an element is a frame or a drawn shape, which may hold text.
pub(super) fn is_shape(name: &str) -> bool {
    matches!(
        name,
        "frame"
            | "custom-shape"
            | "rect"
            | "ellipse"
            | "circle"
            | "line"
            | "polyline"
            | "polygon"
            | "regular-polygon"
            | "path"
            | "connector"
            | "caption"
            | "measure"
    )
}
