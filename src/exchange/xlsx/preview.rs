//! The first rows of a workbook's first sheet.

use std::io::Cursor;

use roxmltree::Document;
use zip::ZipArchive;

use crate::exchange::preview::{PreviewTable, part};

pub(super) fn table(bytes: &[u8]) -> Option<PreviewTable> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let book = part(&mut archive, "xl/workbook.xml")?;
    let book = Document::parse(&book).ok()?;
    let sheets = book.descendants().filter(|node| node.has_tag_name((NAMESPACE, "sheet")));
    let sheets = sheets.filter_map(|sheet| sheet.attribute("name").map(str::to_owned)).collect();
    // Absent where no cell is a text.
    let strings = part(&mut archive, "xl/sharedStrings.xml").unwrap_or_default();
    let strings = shared(&strings);
    let sheet = part(&mut archive, "xl/worksheets/sheet1.xml")?;
    let sheet = Document::parse(&sheet).ok()?;
    let rows = sheet.descendants().filter(|node| node.has_tag_name((NAMESPACE, "row")));
    let rows = rows.map(|row| {
        let mut cells = Vec::new();
        for cell in row.children().filter(|node| node.has_tag_name((NAMESPACE, "c"))) {
            let value = cell.children().find(|node| node.has_tag_name((NAMESPACE, "v")));
            let value = value.and_then(|value| value.text()).unwrap_or_default();
            let value = match cell.attribute("t") {
                Some("s") => value.parse().ok().and_then(|at: usize| strings.get(at)).cloned(),
                _ => Some(value.to_owned()),
            };
            // Empty cells are left out of the file.
            let at = cell.attribute("r").map_or(cells.len(), column);
            cells.resize(at.max(cells.len()), String::new());
            cells.push(value.unwrap_or_default());
        }
        cells
    });
    let mut table = PreviewTable::of_rows(sheets, rows);
    for row in &mut table.rows {
        row.resize(table.heads.len(), String::new());
    }
    Some(table)
}

const NAMESPACE: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

fn shared(xml: &str) -> Vec<String> {
    let Ok(strings) = Document::parse(xml) else { return Vec::new() };
    let items = strings.descendants().filter(|node| node.has_tag_name((NAMESPACE, "si")));
    let text = |item: roxmltree::Node<'_, '_>| -> String {
        item.descendants().filter(roxmltree::Node::is_text).filter_map(|node| node.text()).collect()
    };
    items.map(text).collect()
}

/// The column of a cell's name, from 0: `B7` is in 1.
fn column(name: &str) -> usize {
    let letters = name.bytes().take_while(u8::is_ascii_uppercase);
    let number = letters.fold(0_usize, |number, letter| {
        // A sheet has no more than 16,384 columns.
        number.saturating_mul(26).saturating_add(usize::from(letter - b'A') + 1).min(16_384)
    });
    number.saturating_sub(1)
}
