//! The sheets of a workbook of Excel 97 to 2003.
//!
//! \[MS-XLS\]: records in a stream of a compound file; a long record goes on in the next ones. Of
//! them all only those are read that say what stands in a cell.

use super::{
    Room, Sheet,
    compound::{Compound, u16_at, u32_at},
};
use crate::exchange::{
    incoming::{Fault, FaultKind},
    table::Row,
};

mod record {
    //! The kinds of records.

    pub(super) const FORMULA: u16 = 0x0006;
    pub(super) const EOF: u16 = 0x000A;
    pub(super) const FILE_PASS: u16 = 0x002F;
    pub(super) const CONTINUE: u16 = 0x003C;
    pub(super) const BOUND_SHEET: u16 = 0x0085;
    pub(super) const MUL_RK: u16 = 0x00BD;
    pub(super) const R_STRING: u16 = 0x00D6;
    pub(super) const SST: u16 = 0x00FC;
    pub(super) const LABEL_SST: u16 = 0x00FD;
    pub(super) const NUMBER: u16 = 0x0203;
    pub(super) const LABEL: u16 = 0x0204;
    pub(super) const STRING: u16 = 0x0207;
    pub(super) const RK: u16 = 0x027E;
    pub(super) const BOF: u16 = 0x0809;
}

/// The version whose texts are Unicode.
const BIFF8: u16 = 0x0600;
/// How many sheets are looked at: a file may claim one at every byte.
const MOST_SHEETS: usize = 100;

/// The sheets of the workbook, in order.
pub(super) fn sheets(
    file: &str,
    bytes: &[u8],
    room: &mut Room<'_>,
) -> Result<Vec<Vec<Row>>, Fault> {
    let fault = |kind| Fault { file: file.to_owned(), kind };
    let other = || fault(FaultKind::OtherFormat);
    let compound = Compound::open(bytes).ok_or_else(other)?;
    // A workbook of today with a password is wrapped like one of then.
    if compound.has("EncryptedPackage") {
        return Err(fault(FaultKind::Encrypted));
    }
    let stream = compound.stream("Workbook").ok_or_else(other)?;
    let (mut texts, mut starts) = (Vec::new(), Vec::new());
    for record in Records::new(&stream, 0) {
        match record.kind {
            record::BOF if u16_at(record.first(), 0) != Some(BIFF8) => return Err(other()),
            record::FILE_PASS => return Err(fault(FaultKind::Encrypted)),
            // Other kinds of sheets are charts and macros.
            record::BOUND_SHEET if record.first().get(5) == Some(&0) => {
                starts.extend(u32_at(record.first(), 0));
            }
            record::SST => texts = shared(&record, room)?,
            record::EOF => break,
            _ => {}
        }
    }
    let mut sheets = Vec::new();
    for start in starts.into_iter().take(MOST_SHEETS) {
        let Ok(start) = usize::try_from(start) else { continue };
        sheets.push(cells(Records::new(&stream, start), &texts, room)?);
    }
    Ok(sheets)
}

/// A record: its kind, and its data in as many pieces as it was cut into.
struct Record<'a> {
    kind: u16,
    pieces: Vec<&'a [u8]>,
}

impl<'a> Record<'a> {
    fn first(&self) -> &'a [u8] {
        self.pieces.first().copied().unwrap_or_default()
    }
}

/// The records of a stream from some place on.
struct Records<'a> {
    rest: &'a [u8],
}

impl<'a> Records<'a> {
    fn new(stream: &'a [u8], start: usize) -> Self {
        Self { rest: stream.get(start..).unwrap_or_default() }
    }

    fn piece(&mut self) -> Option<(u16, &'a [u8])> {
        let (kind, length) = (u16_at(self.rest, 0)?, u16_at(self.rest, 2)?);
        let end = 4 + usize::from(length);
        let data = self.rest.get(4..end)?;
        self.rest = self.rest.get(end..)?;
        Some((kind, data))
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let (kind, data) = self.piece()?;
        let mut pieces = vec![data];
        while u16_at(self.rest, 0) == Some(record::CONTINUE) {
            pieces.push(self.piece()?.1);
        }
        Some(Record { kind, pieces })
    }
}

/// Reads on from one piece of a record into the next.
struct Pieces<'a> {
    piece: &'a [u8],
    more: std::vec::IntoIter<&'a [u8]>,
}

impl<'a> Pieces<'a> {
    fn of(record: &Record<'a>, from: usize) -> Self {
        let mut more = record.pieces.clone().into_iter();
        let piece = more.next().and_then(|first| first.get(from..)).unwrap_or_default();
        Self { piece, more }
    }

    /// The bytes up to the next `count`, or to where this piece ends.
    fn some(&mut self, count: usize) -> Option<&'a [u8]> {
        while self.piece.is_empty() {
            self.piece = self.more.next()?;
        }
        let (some, rest) = self.piece.split_at(count.min(self.piece.len()));
        self.piece = rest;
        Some(some)
    }

    fn byte(&mut self) -> Option<u8> {
        self.some(1)?.first().copied()
    }

    fn u16(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    fn u32(&mut self) -> Option<u32> {
        Some(u32::from(self.u16()?) | (u32::from(self.u16()?) << 16))
    }

    fn skip(&mut self, mut count: usize) -> Option<()> {
        while count > 0 {
            count -= self.some(count)?.len();
        }
        Some(())
    }

    /// A text with its length before it, and behind it how it looks and is pronounced.
    fn text(&mut self) -> Option<String> {
        let length = usize::from(self.u16()?);
        let flags = self.byte()?;
        let runs = if flags & 8 == 0 { 0 } else { usize::from(self.u16()?) };
        let sound = if flags & 4 == 0 { 0 } else { usize::try_from(self.u32()?).ok()? };
        let mut is_wide = flags & 1 != 0;
        let mut units: Vec<u16> = Vec::new();
        while units.len() < length {
            if self.piece.is_empty() {
                // Where a text is cut, the next piece says anew how wide its characters are.
                is_wide = self.byte()? & 1 != 0;
            }
            let left = length - units.len();
            let bytes = self.some(if is_wide { left * 2 } else { left })?;
            if is_wide {
                units.extend(bytes.chunks_exact(2).filter_map(|two| u16_at(two, 0)));
            } else {
                units.extend(bytes.iter().copied().map(u16::from));
            }
        }
        self.skip(runs * 4)?;
        self.skip(sound)?;
        Some(String::from_utf16_lossy(&units))
    }
}

/// The texts that cells share.
fn shared(record: &Record<'_>, room: &mut Room<'_>) -> Result<Vec<String>, Fault> {
    // Behind how many there are.
    let mut pieces = Pieces::of(record, 8);
    let mut texts = Vec::new();
    while let Some(text) = pieces.text() {
        room.take(0, text.len())?;
        texts.push(text);
    }
    Ok(texts)
}

fn cells(records: Records<'_>, texts: &[String], room: &mut Room<'_>) -> Result<Vec<Row>, Fault> {
    let mut sheet = Sheet::default();
    let mut depth = 0_usize;
    let mut of_formula = None;
    for record in records {
        let data = record.first();
        match record.kind {
            // A chart may lie in a sheet.
            record::BOF => depth += 1,
            record::EOF => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            break;
        }
        let place = u16_at(data, 0).zip(u16_at(data, 2));
        let Some(place) = place.filter(|_| depth == 1) else { continue };
        let place = (u32::from(place.0), u32::from(place.1));
        match record.kind {
            record::LABEL_SST => {
                let text = u32_at(data, 6).and_then(|at| texts.get(usize::try_from(at).ok()?));
                sheet.put(place, text.map_or("", String::as_str), room)?;
            }
            record::LABEL | record::R_STRING => {
                let text = Pieces::of(&record, 6).text().unwrap_or_default();
                sheet.put(place, &text, room)?;
            }
            record::NUMBER => sheet.put(place, &number(data, 6), room)?,
            record::RK => {
                let number = u32_at(data, 6).map(rk).unwrap_or_default();
                sheet.put(place, &number, room)?;
            }
            record::MUL_RK => {
                let numbers = data.get(4..).unwrap_or_default().chunks_exact(6);
                for (column, of) in (place.1..).zip(numbers) {
                    let number = u32_at(of, 2).map(rk).unwrap_or_default();
                    sheet.put((place.0, column), &number, room)?;
                }
            }
            record::FORMULA => {
                // What it comes to, or that a text follows.
                of_formula = Some(place);
                if u16_at(data, 12) != Some(0xFFFF) {
                    sheet.put(place, &number(data, 6), room)?;
                }
            }
            record::STRING => {
                let text = Pieces::of(&record, 0).text().unwrap_or_default();
                if let Some(place) = of_formula.take() {
                    sheet.put(place, &text, room)?;
                }
            }
            _ => {}
        }
    }
    sheet.rows(room)
}

/// The number at a place of a record, as a text.
fn number(data: &[u8], at: usize) -> String {
    let bytes = data.get(at..).and_then(<[u8]>::first_chunk);
    bytes.map(|eight| f64::from_le_bytes(*eight).to_string()).unwrap_or_default()
}

/// A number that was packed into four bytes: two bits say how.
fn rk(packed: u32) -> String {
    let bits = packed & !3;
    let number = if packed & 2 == 0 {
        f64::from_bits(u64::from(bits) << 32)
    } else {
        f64::from(bits.cast_signed() >> 2)
    };
    (if packed & 1 == 0 { number } else { number / 100.0 }).to_string()
}

#[cfg(test)]
mod tests;
