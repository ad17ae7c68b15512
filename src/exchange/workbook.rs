//! The cells of a workbook: xlsx or ods.
//!
//! A sheet may span a million rows by two cells, and name one long text in each: cells are taken one
//! by one, and no more than any codebook has. Only what a cell says is read; of
//! formats only whether a number is a day.

mod date_formats;
mod ods;
mod xlsx;

use std::collections::BTreeMap;

use super::{
    incoming::{Archive, FaultKind, ImportFault, Limit, SourceFile},
    table::Row,
};

/// How many columns of a sheet are looked at.
const COLUMNS: usize = 64;
/// How many cells all sheets may have.
const MOST_CELLS: usize = 2_000_000;
/// How long the texts of all cells may be, in bytes.
const MOST_BYTES: usize = 256 << 20;

/// The sheets of a workbook, in order; `None` if the file is none.
pub(super) fn sheets(file: &SourceFile) -> Option<Result<Vec<Vec<Row>>, ImportFault>> {
    let read = match &*file.bytes {
        [b'P', b'K', ..] => of_archive(file),
        // A workbook of before 2007, or one with a password.
        [0xD0, 0xCF, 0x11, 0xE0, ..] => {
            Err(ImportFault { file: file.name.clone(), kind: FaultKind::OtherFormat })
        }
        _ => return None,
    };
    Some(read)
}

/// Cells as they come, counted.
#[derive(Default)]
struct Sheet(BTreeMap<u32, BTreeMap<u32, String>>);

/// What may still come.
struct Room<'a> {
    file: &'a str,
    cells: usize,
    bytes: usize,
}

impl<'a> Room<'a> {
    const fn new(file: &'a str) -> Self {
        Self { file, cells: MOST_CELLS, bytes: MOST_BYTES }
    }

    fn take(&mut self, cells: usize, bytes: usize) -> Result<(), ImportFault> {
        let too_large = |limit, most: usize| {
            let kind = FaultKind::TooLarge { limit, most: most as u64 };
            ImportFault { file: self.file.to_owned(), kind }
        };
        let cells = self.cells.checked_sub(cells);
        self.cells = cells.ok_or(too_large(Limit::Cells, MOST_CELLS))?;
        let bytes = self.bytes.checked_sub(bytes);
        self.bytes = bytes.ok_or(too_large(Limit::TotalSize, MOST_BYTES))?;
        Ok(())
    }
}

impl Sheet {
    fn put(
        &mut self,
        (row, column): (u32, u32),
        text: &str,
        room: &mut Room<'_>,
    ) -> Result<(), ImportFault> {
        if text.is_empty() || column as usize >= COLUMNS {
            return Ok(());
        }
        room.take(1, text.len())?;
        self.0.entry(row).or_default().insert(column, text.to_owned());
        Ok(())
    }

    /// The rows that hold something.
    fn rows(self, room: &mut Room<'_>) -> Result<Vec<Row>, ImportFault> {
        let mut rows = Vec::with_capacity(self.0.len());
        for cells in self.0.into_values() {
            let width = cells.last_key_value().map_or(0, |(&last, _)| last as usize + 1);
            room.take(width - cells.len().min(width), 0)?;
            let mut row = vec![String::new(); width];
            for (column, text) in cells {
                if let Some(cell) = row.get_mut(column as usize) {
                    *cell = text;
                }
            }
            rows.push(row);
        }
        Ok(rows)
    }
}

fn of_archive(file: &SourceFile) -> Result<Vec<Vec<Row>>, ImportFault> {
    let mut archive = Archive::open(file)?;
    let mut room = Room::new(&file.name);
    if archive.names().any(|name| name == ods::CONTENT) {
        ods::sheets(&file.name, &mut archive, &mut room)
    } else {
        xlsx::sheets(&file.name, &mut archive, &mut room)
    }
}

/// An element.
type Node<'a> = roxmltree::Node<'a, 'a>;

/// Whether an element is called so, in whatever namespace.
fn is(name: &'static str) -> impl Fn(&Node<'_>) -> bool {
    move |node| node.is_element() && node.tag_name().name() == name
}

/// The value of an attribute, in whatever namespace.
fn attribute<'a>(node: Node<'a>, name: &str) -> Option<&'a str> {
    node.attributes().find(|attribute| attribute.name() == name).map(|found| found.value())
}
