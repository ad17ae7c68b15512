//! Tables: their rows and cells.

use roxmltree::Node;

use super::{Reader, child, chosen, is_on};
use crate::exchange::incoming::Leftover;

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
                    self.leave_out(Leftover::Hidden, 1);
                    self.pass_over(node);
                }
                "tr" => {
                    self.layout.open_row();
                    self.cells(node);
                }
                "tblPr" | "tblGrid" => {}
                "AlternateContent" => self.rows(chosen(node)),
                _ => self.rows(node),
            }
        }
    }

    fn cells(&mut self, parent: Node<'_, '_>) {
        for node in parent.children().filter(Node::is_element) {
            match node.tag_name().name() {
                "tc" if child(node, "tcPr")
                    .is_some_and(|cell| child(cell, "cellDel").is_some()) =>
                {
                    self.struck_out(node);
                }
                "tc" => {
                    self.layout.open_cell();
                    self.blocks(node);
                    self.flush();
                    self.layout.close_cell();
                }
                "trPr" | "tblPrEx" => {}
                "AlternateContent" => self.cells(chosen(node)),
                _ => self.cells(node),
            }
        }
    }
}

/// Whether a row was deleted, or is hidden.
fn is_gone(row: Node<'_, '_>) -> bool {
    child(row, "del").is_some() || is_on(row, "hidden")
}
