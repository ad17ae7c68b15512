//! The sheets of an `OpenDocument` workbook.

use super::{COLUMNS, Node, Room, Sheet, attribute, is};
use crate::exchange::{
    incoming::{Archive, ImportFault, parse_xml},
    table::Row,
};

/// The part that holds all sheets.
pub(super) const CONTENT: &str = "content.xml";

/// The sheets of the workbook, in order.
pub(super) fn sheets(
    file: &str,
    archive: &mut Archive<'_>,
    room: &mut Room<'_>,
) -> Result<Vec<Vec<Row>>, ImportFault> {
    let text = archive.read_text(CONTENT)?;
    let tree = parse_xml(file, CONTENT, &text)?;
    let mut sheets = Vec::new();
    let is_outer = |node: &Node<'_>| !node.ancestors().skip(1).any(|outer| is("table")(&outer));
    for table in tree.root().descendants().filter(is("table")).filter(is_outer) {
        let mut sheet = Sheet::default();
        // A row that is repeated says nothing new.
        for (row, node) in (0..).zip(table.descendants().filter(is("table-row"))) {
            let mut column = 0_u32;
            let cell = |node: &Node<'_>| node.tag_name().name().ends_with("table-cell");
            for cell in node.children().filter(cell) {
                let repeated = attribute(cell, "number-columns-repeated");
                let count = repeated.and_then(|count| count.parse().ok()).unwrap_or(1_u32);
                let paragraphs: Vec<String> =
                    cell.children().filter(is("p")).map(paragraph).collect();
                let text = paragraphs.join("\n");
                let end = column.saturating_add(count);
                let last = end.min(u32::try_from(COLUMNS).unwrap_or(u32::MAX));
                for column in column..last {
                    sheet.put((row, column), &text, room)?;
                }
                column = end;
            }
        }
        sheets.push(sheet.rows(room)?);
    }
    Ok(sheets)
}

/// What a paragraph says, with its spaces, tabs and line breaks.
fn paragraph(node: Node<'_>) -> String {
    let mut text = String::new();
    for node in node.descendants() {
        if let Some(part) = node.text().filter(|_| node.is_text()) {
            text.push_str(part);
            continue;
        }
        match node.tag_name().name() {
            "s" => {
                let count = attribute(node, "c").and_then(|count| count.parse::<usize>().ok());
                // No cell is indented so far.
                text.extend(std::iter::repeat_n(' ', count.unwrap_or(1).min(64)));
            }
            "tab" => text.push('\t'),
            "line-break" => text.push('\n'),
            _ => {}
        }
    }
    text
}
