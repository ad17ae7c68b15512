//! Tables: their rows and cells.

use roxmltree::Node;

use super::{Reader, child, chosen, is_on, value};

/// Word's tables have no more columns.
const MOST_COLUMNS: usize = 63;

impl Reader<'_> {
    pub(super) fn table(&mut self, node: Node<'_, '_>) {
        self.flush();
        self.layout.open_table();
        self.rows(node);
        self.layout.close_table();
    }

    fn rows(&mut self, parent: Node<'_, '_>) {
        for node in parent.children().filter(Node::is_element) {
            match node.tag_name().name() {
                "tr" if child(node, "trPr").is_some_and(is_gone) => {
                    self.struck_out(node);
                }
                "tr" => {
                    self.layout.open_row();
                    // Columns that the row leaves out in front.
                    let mut empty = columns(child(node, "trPr"), "gridBefore").unwrap_or(0);
                    self.cells(node, &mut empty);
                }
                "tblPr" | "tblGrid" => {}
                "AlternateContent" => self.rows(chosen(node)),
                _ => self.rows(node),
            }
        }
    }

    /// The cells of a row; `empty` are put in front of the next one, so that what comes after a
    /// cell over several columns stays in its own.
    fn cells(&mut self, parent: Node<'_, '_>, empty: &mut usize) {
        for node in parent.children().filter(Node::is_element) {
            match node.tag_name().name() {
                "tc" if child(node, "tcPr")
                    .is_some_and(|cell| child(cell, "cellDel").is_some()) =>
                {
                    self.struck_out(node);
                }
                "tc" => {
                    for _ in 0..std::mem::take(empty) {
                        self.layout.open_cell();
                        self.layout.close_cell();
                    }
                    let span = columns(child(node, "tcPr"), "gridSpan").unwrap_or(1);
                    *empty = span.saturating_sub(1);
                    self.layout.open_cell();
                    self.blocks(node);
                    self.flush();
                    self.layout.close_cell();
                }
                "trPr" | "tblPrEx" => {}
                "AlternateContent" => self.cells(chosen(node), empty),
                _ => self.cells(node, empty),
            }
        }
    }
}

/// Whether a row was deleted, or is hidden.
fn is_gone(row: Node<'_, '_>) -> bool {
    child(row, "del").is_some() || is_on(row, "hidden")
}

/// How many columns a property says.
fn columns(properties: Option<Node<'_, '_>>, name: &str) -> Option<usize> {
    Some(value(properties?, name)?.parse::<usize>().ok()?.min(MOST_COLUMNS))
}
