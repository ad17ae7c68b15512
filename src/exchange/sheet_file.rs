//! A sheet of an analysis as a file: CSV for programs, XLSX for readers.
//!
//! The numbers are those of the screen, in CSV unrounded where a value has no fixed places. What has to
//! be known of them (the condition, how it was counted) stands on a second worksheet; CSV has no place
//! for it.

use std::io;

use rust_xlsxwriter::{Color, Format, FormatBorder, Workbook, XlsxError};

use super::csv::defused;
use crate::analysis::{Sheet, SheetRow, SheetValue};

/// A kind of file that a sheet can be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SheetKind {
    /// A workbook with the table and its notes.
    #[default]
    Xlsx,
    /// UTF-8 with BOM, CRLF at the row ends.
    Csv,
}

impl SheetKind {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::Xlsx, Self::Csv];

    /// The ending of its file, without the dot.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
        }
    }
}

/// What a worksheet holds at most.
const MOST_ROWS: usize = 1_048_576;
const MOST_COLUMNS: usize = 16_384;

/// A sheet as a file of that kind; `words` names its two worksheets: the table and the notes.
///
/// # Errors
/// If it has more rows or columns than a worksheet holds.
pub fn write_sheet(sheet: &Sheet, kind: SheetKind, words: &[String; 2]) -> io::Result<Vec<u8>> {
    match kind {
        SheetKind::Csv => csv(sheet),
        SheetKind::Xlsx => xlsx(sheet, words).map_err(|error| io::Error::other(error.to_string())),
    }
}

/// A sheet as text for the clipboard: a line a row, tabs between the cells.
#[must_use]
pub fn sheet_text(sheet: &Sheet) -> String {
    let line = |cells: &mut dyn Iterator<Item = String>| {
        let cells: Vec<String> = cells.map(|cell| cell.replace(['\t', '\n', '\r'], " ")).collect();
        cells.join("\t")
    };
    let heads = line(&mut sheet.heads.iter().map(|head| defused(&head.text)));
    let rows = sheet.rows.iter().chain(&sheet.totals).map(|row| {
        line(&mut row.cells.iter().map(|cell| match &cell.value {
            SheetValue::Text(text) => defused(text),
            value => value.plain(),
        }))
    });
    std::iter::once(heads).chain(rows).collect::<Vec<_>>().join("\n")
}

fn csv(sheet: &Sheet) -> io::Result<Vec<u8>> {
    let mut bytes = "\u{feff}".as_bytes().to_vec();
    let mut rows =
        ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(&mut bytes);
    rows.write_record(sheet.heads.iter().map(|head| defused(&head.text)))?;
    for row in sheet.rows.iter().chain(&sheet.totals) {
        rows.write_record(row.cells.iter().map(|cell| match &cell.value {
            SheetValue::Text(text) => defused(text),
            value => value.plain(),
        }))?;
    }
    rows.flush()?;
    drop(rows);
    Ok(bytes)
}

fn xlsx(sheet: &Sheet, words: &[String; 2]) -> Result<Vec<u8>, XlsxError> {
    let rows = sheet.rows.len() + sheet.totals.len();
    if rows >= MOST_ROWS || sheet.heads.len() > MOST_COLUMNS {
        return Err(XlsxError::RowColumnLimitError);
    }
    let head = Format::new()
        .set_bold()
        .set_background_color(Color::RGB(0x00F4_F1E9))
        .set_border_bottom(FormatBorder::Thin);
    let total = Format::new().set_bold();
    let plain = Format::new();
    let mut book = Workbook::new();
    let table = book.add_worksheet();
    table.set_name(words.first().map_or("1", String::as_str))?;
    for (column, of) in (0_u16..).zip(&sheet.heads) {
        table.write_string_with_format(0, column, &of.text, &head)?;
        table.set_column_width(column, if of.is_number { 10.0 } else { 28.0 })?;
    }
    table.set_freeze_panes(1, 1)?;
    let mut at = 1_u32;
    let mut write = |row: &SheetRow, style: &Format| -> Result<(), XlsxError> {
        for (column, cell) in (0_u16..).zip(&row.cells) {
            match &cell.value {
                SheetValue::Missing => {}
                SheetValue::Text(text) => {
                    let indent = u8::try_from(row.depth).unwrap_or(u8::MAX).min(15);
                    let style =
                        if column == 0 { style.clone().set_indent(indent) } else { style.clone() };
                    table.write_string_with_format(at, column, text, &style)?;
                }
                SheetValue::Written { value: Some(value), text } if *text == value.to_string() => {
                    table.write_number_with_format(at, column, *value, style)?;
                }
                SheetValue::Written { value: _, text } => {
                    table.write_string_with_format(at, column, text, style)?;
                }
                SheetValue::Share(share) => {
                    let style = style.clone().set_num_format("0.0%");
                    table.write_number_with_format(at, column, *share, &style)?;
                }
                SheetValue::Number { value, places } => {
                    let zeros = "0".repeat(usize::from(*places));
                    let format =
                        if zeros.is_empty() { "0".to_owned() } else { format!("0.{zeros}") };
                    let style = style.clone().set_num_format(format);
                    table.write_number_with_format(at, column, *value, &style)?;
                }
                count @ SheetValue::Count(_) => {
                    let number = count.as_number().unwrap_or_default();
                    table.write_number_with_format(at, column, number, style)?;
                }
            }
        }
        at += 1;
        Ok(())
    };
    for row in &sheet.rows {
        write(row, &plain)?;
    }
    for row in &sheet.totals {
        write(row, &total)?;
    }
    let notes = book.add_worksheet();
    notes.set_name(words.last().map_or("2", String::as_str))?;
    notes.set_column_width(0, 90.0)?;
    for (row, note) in (0_u32..).zip(std::iter::once(&sheet.name).chain(&sheet.notes)) {
        notes.write_string(row, 0, note)?;
    }
    book.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use calamine::{Data, Reader as _, Xlsx};

    use super::*;
    use crate::analysis::{SheetCell, SheetHead};

    fn sheet() -> Sheet {
        let head = |text: &str, is_number| SheetHead {
            text: text.to_owned(),
            is_number,
            ..SheetHead::default()
        };
        let row = |depth, name: &str, values: Vec<SheetValue>| SheetRow {
            depth,
            cells: std::iter::once(SheetValue::Text(name.to_owned()))
                .chain(values)
                .map(SheetCell::from)
                .collect(),
        };
        Sheet {
            name: "处".to_owned(),
            heads: vec![head("主题", false), head("2017", true), head("占比", true)],
            rows: vec![
                row(0, "=阵地", vec![SheetValue::Count(9), SheetValue::Share(0.125)]),
                row(1, "用房", vec![SheetValue::Missing, SheetValue::number(Some(1.25), 1)]),
            ],
            totals: vec![row(0, "合计", vec![SheetValue::Count(9), SheetValue::Missing])],
            notes: vec!["条件：年:2017".to_owned()],
        }
    }

    fn words() -> [String; 2] {
        ["矩阵".to_owned(), "说明".to_owned()]
    }

    #[test]
    fn a_csv_holds_plain_numbers_and_no_formula() {
        let bytes = write_sheet(&sheet(), SheetKind::Csv, &words()).expect("a file");
        let text = String::from_utf8(bytes).expect("UTF-8");
        let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
        assert_eq!(lines[0], "主题,2017,占比");
        assert_eq!(lines[1], "'=阵地,9,0.125");
        assert_eq!(lines[2], "用房,,1.2");
        assert_eq!(lines[3], "合计,9,");
    }

    #[test]
    fn a_workbook_holds_the_same_numbers_and_what_is_to_be_known_of_them() {
        let bytes = write_sheet(&sheet(), SheetKind::Xlsx, &words()).expect("a file");
        let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes)).expect("a workbook");
        let table = book.worksheet_range("矩阵").expect("the table");
        assert_eq!(table.get((1, 0)), Some(&Data::String("=阵地".to_owned())));
        assert_eq!(table.get((1, 1)), Some(&Data::Float(9.0)));
        assert_eq!(table.get((1, 2)), Some(&Data::Float(0.125)));
        assert_eq!(table.get((2, 2)), Some(&Data::Float(1.25)), "not rounded");
        assert_eq!(table.get((3, 0)), Some(&Data::String("合计".to_owned())));
        let notes = book.worksheet_range("说明").expect("the notes");
        assert_eq!(notes.get((1, 0)), Some(&Data::String("条件：年:2017".to_owned())));
    }
}
