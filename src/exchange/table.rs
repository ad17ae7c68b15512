//! Rows of cells from a file that holds a table: CSV of whatever kind, or a workbook.

use super::{
    incoming::{FaultKind, ImportFault, SourceFile},
    workbook,
};
use crate::corpus;

/// The cells of a row, the last ones left out if they are empty.
pub(super) type Row = Vec<String>;

/// The tables of a file: one of CSV, one of each sheet of a workbook.
///
/// # Errors
/// If it is broken, too large, or neither text nor a workbook.
pub(super) fn tables(file: &SourceFile) -> Result<Vec<Vec<Row>>, ImportFault> {
    match workbook::sheets(file) {
        Some(sheets) => sheets,
        None => of_csv(file).map(|rows| vec![rows]),
    }
}

/// The rows of a CSV file in any encoding, with commas, semicolons or tabs.
///
/// # Errors
/// If it is no text.
pub(super) fn of_csv(file: &SourceFile) -> Result<Vec<Row>, ImportFault> {
    let fault = |kind| ImportFault { file: file.name.clone(), kind };
    let decoded =
        corpus::decode(&file.bytes, None).map_err(|_not_text| fault(FaultKind::Binary))?;
    let (separator, text) = separator(&decoded.text);
    let mut reader = ::csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes());
    let row = |record: Result<::csv::StringRecord, ::csv::Error>| {
        let record = record.map_err(|error| {
            let line = error.position().map_or(0, ::csv::Position::line);
            let line = usize::try_from(line).unwrap_or(0);
            fault(FaultKind::Syntax { part: String::new(), line, reason: error.to_string() })
        })?;
        Ok(record.iter().map(str::to_owned).collect())
    };
    reader.records().map(row).collect()
}

/// What stands between the cells, and the text without a line that only says so.
fn separator(text: &str) -> (u8, &str) {
    const ALL: [u8; 3] = [b',', b';', b'\t'];
    if let Some(rest) = text.strip_prefix("sep=")
        && let Some((told, rest)) = rest.split_once('\n')
        && let [told] = told.as_bytes()
        && ALL.contains(told)
    {
        return (*told, rest);
    }
    // In the head, which may go over several lines in quotes.
    let mut counts = [0_usize; ALL.len()];
    let mut is_quoted = false;
    for byte in text.trim_start_matches('\n').bytes() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\n' if !is_quoted => break,
            byte if !is_quoted => {
                for (count, _) in counts.iter_mut().zip(ALL).filter(|(_, one)| *one == byte) {
                    *count += 1;
                }
            }
            _ => {}
        }
    }
    let mut best = (0, b',');
    for (count, one) in counts.into_iter().zip(ALL) {
        if count > best.0 {
            best = (count, one);
        }
    }
    (best.1, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_told_apart_whatever_stands_between_them() {
        let rows = |text: &str| {
            of_csv(&SourceFile { name: "表.csv".into(), bytes: text.as_bytes().to_vec() }).unwrap()
        };
        let expected = [vec!["名称", "说明"], vec!["甲", "一,二;三"]];
        assert_eq!(rows("名称,说明\r\n甲,\"一,二;三\"\r\n"), expected);
        assert_eq!(rows("\u{feff}名称;说明\n甲;\"一,二;三\"\n"), expected);
        assert_eq!(rows("名称\t说明\n甲\t一,二;三"), expected);
        assert_eq!(rows("sep=;\n名称;说明\n甲;\"一,二;三\"\n"), expected);
        assert_eq!(rows("\"名,\n称\";a;b\n").first().map(Vec::len), Some(3));
        assert!(rows("").is_empty());
    }

    #[test]
    fn a_picture_is_no_table() {
        let file = SourceFile { name: "图.csv".into(), bytes: b"\x89PNG\0\0\0\x01\xff".to_vec() };
        assert_eq!(tables(&file).unwrap_err().kind, FaultKind::Binary);
    }
}
