//! The tables of `OpenDocument`, whose cells and rows may be written once for several.

use roxmltree::Node;

use super::{Reader, attribute, is};

/// A cell or a row is repeated so often; spreadsheets say it of all the empty ones to their end.
const MOST_REPEATS: usize = 200;
/// So many cells of a document are read anew for those that repeat.
const MOST_REPEATED: usize = 20_000;
/// What repeats and holds more nodes is read once: nobody writes a text for several cells.
const LARGEST: usize = 100;

impl Reader {
    pub(super) fn table(&mut self, node: Node<'_, '_>) {
        if self.is_hidden(node) {
            return self.hide(node);
        }
        // Lists around a table do not reach into it.
        let around = (std::mem::take(&mut self.lists), self.item.take());
        self.layout.open_table();
        self.rows(node);
        self.layout.close_table();
        (self.lists, self.item) = around;
    }

    fn rows(&mut self, parent: Node<'_, '_>) {
        for node in parent.children().filter(Node::is_element) {
            match node.tag_name().name() {
                "table-row" => {
                    for _ in 0..self.repeats(node, "number-rows-repeated") {
                        self.row(node);
                    }
                }
                "table-header-rows" | "table-rows" | "table-row-group" => self.rows(node),
                _ => {}
            }
        }
    }

    fn row(&mut self, node: Node<'_, '_>) {
        self.layout.open_row();
        for cell in node.children().filter(Node::is_element) {
            // A covered cell belongs to one that spans several; it has its column.
            if is(cell, "table-cell") || is(cell, "covered-table-cell") {
                for _ in 0..self.repeats(cell, "number-columns-repeated") {
                    self.layout.open_cell();
                    self.blocks(cell);
                    self.layout.close_cell();
                }
            }
        }
    }

    /// How often something is to be read.
    fn repeats(&mut self, node: Node<'_, '_>, name: &str) -> usize {
        let said = attribute(node, name).and_then(|count| count.parse::<usize>().ok());
        let count = said.unwrap_or(1).clamp(1, MOST_REPEATS);
        if count == 1 || node.descendants().take(LARGEST + 1).count() > LARGEST {
            return 1;
        }
        let count = count.min(MOST_REPEATED.saturating_sub(self.repeated)).max(1);
        self.repeated += count - 1;
        count
    }
}
