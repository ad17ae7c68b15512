//! The sheets of an Office Open XML workbook (ECMA-376).

use std::collections::HashMap;

use super::{Node, Room, Sheet, attribute, date_formats::DateFormats, is};
use crate::exchange::{
    incoming::{Archive, FaultKind, ImportFault, parse_xml},
    table::Row,
};

const WORKBOOK: &str = "xl/workbook.xml";
const RELATIONS: &str = "xl/_rels/workbook.xml.rels";

/// The sheets of the workbook, in order; charts, which have no cells, are left out.
pub(super) fn sheets(
    file: &str,
    archive: &mut Archive<'_>,
    room: &mut Room<'_>,
) -> Result<Vec<Vec<Row>>, ImportFault> {
    // Any archive may be called a workbook.
    let text = archive.read_text(WORKBOOK).map_err(|fault| match fault.kind {
        FaultKind::NoPart(_) => ImportFault { kind: FaultKind::OtherFormat, ..fault },
        _ => fault,
    })?;
    let book = parse_xml(file, WORKBOOK, &text)?;
    let text = archive.read_text(RELATIONS)?;
    let relations = parse_xml(file, RELATIONS, &text)?;
    let (mut parts, mut shared, mut styles) = (HashMap::new(), Vec::new(), None);
    for relation in relations.root().descendants().filter(is("Relationship")) {
        let of = |name| attribute(relation, name).unwrap_or_default();
        let part = part(of("Target"));
        let kind = of("Type");
        if kind.ends_with("/worksheet") {
            parts.insert(of("Id"), part);
        } else if kind.ends_with("/sharedStrings") {
            let text = archive.read_text(&part)?;
            let tree = parse_xml(file, &part, &text)?;
            shared = tree.root().descendants().filter(is("si")).map(words).collect();
        } else if kind.ends_with("/styles") {
            styles = Some(part);
        }
    }
    let styles = match styles {
        // A workbook can do without.
        Some(part) => archive.read_text(&part).ok().map(|text| (part, text)),
        None => None,
    };
    let formats = match &styles {
        Some((part, text)) => {
            let tree = parse_xml(file, part, text)?;
            DateFormats::read(book.root(), Some(tree.root()))
        }
        None => DateFormats::read(book.root(), None),
    };
    let mut sheets = Vec::new();
    for sheet in book.root().descendants().filter(is("sheet")) {
        let Some(part) = attribute(sheet, "id").and_then(|id| parts.get(id)) else { continue };
        let text = archive.read_text(part)?;
        let tree = parse_xml(file, part, &text)?;
        sheets.push(cells(tree.root(), (shared.as_slice(), &formats), room)?);
    }
    Ok(sheets)
}

/// A part by how the workbook names it: beside itself, or from the root.
fn part(target: &str) -> String {
    target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned)
}

fn cells(
    tree: Node<'_>,
    (shared, formats): (&[String], &DateFormats),
    room: &mut Room<'_>,
) -> Result<Vec<Row>, ImportFault> {
    let mut sheet = Sheet::default();
    let mut next_row = 0_u32;
    for row in tree.descendants().filter(is("row")) {
        let told =
            attribute(row, "r").and_then(|number| number.parse::<u32>().ok()?.checked_sub(1));
        let row_at = told.unwrap_or(next_row);
        next_row = row_at.saturating_add(1);
        let mut next_column = 0_u32;
        for cell in row.children().filter(is("c")) {
            let column = attribute(cell, "r").and_then(column).unwrap_or(next_column);
            next_column = column.saturating_add(1);
            let value = || cell.children().find(is("v")).map(words).unwrap_or_default();
            let inside;
            let text: &str = match attribute(cell, "t") {
                Some("s") => {
                    let place = value().trim().parse::<usize>().ok();
                    place.and_then(|at| shared.get(at)).map_or("", String::as_str)
                }
                Some("inlineStr") => {
                    inside = cell.children().find(is("is")).map(words).unwrap_or_default();
                    &inside
                }
                // Truth values and errors.
                Some("b" | "e") => "",
                _ => {
                    let number = value();
                    let day = formats.day(attribute(cell, "s"), &number);
                    inside = day.unwrap_or(number);
                    &inside
                }
            };
            sheet.put((row_at, column), text, room)?;
        }
    }
    sheet.rows(room)
}

/// The column of a reference (`AB12`), counted from 0.
fn column(reference: &str) -> Option<u32> {
    let letters = reference.bytes().take_while(u8::is_ascii_alphabetic);
    let number = letters.take(4).fold(0_u32, |number, letter| {
        number * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1
    });
    number.checked_sub(1)
}

/// The text in a value, or in the runs of a text; how it is pronounced is left out.
fn words(node: Node<'_>) -> String {
    let is_said = |text: &Node<'_>| {
        let Some(holder) = text.parent().filter(|_| text.is_text()) else { return false };
        let is_spoken = holder.parent().is_some_and(|outer| is("rPh")(&outer));
        // Between the runs there may be white space.
        is("v")(&holder) || (is("t")(&holder) && !is_spoken)
    };
    let texts = node.descendants().filter(is_said).filter_map(|text| text.text());
    // How a line end of old files is written.
    texts.collect::<String>().replace("_x000D_", "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_tells_its_column() {
        assert_eq!((column("A1"), column("z9"), column("AB12")), (Some(0), Some(25), Some(27)));
        assert_eq!((column("12"), column("")), (None, None));
    }

    #[test]
    fn a_text_in_runs_is_one_and_is_not_pronounced_twice() {
        let xml = "<si>\n <r><rPr/><t>党</t></r><r><t xml:space='preserve'>建 </t></r>\n\
                   <rPh sb='0'><t>dang</t></rPh></si>";
        let tree = roxmltree::Document::parse(xml).unwrap();
        assert_eq!(words(tree.root_element()), "党建 ");
    }
}
