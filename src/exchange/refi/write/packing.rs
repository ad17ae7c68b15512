//! A zip archive of very many small texts.
//!
//! The general writer makes a compressor for each part, some hundred kilobytes that are taken and
//! given back 100,000 times, and the system's allocator does not find together again what was given
//! back: the process grew by a hundred kilobytes an article. Here one compressor packs all of them.
//! Every part is packed before it is written, so that its head holds its lengths.

use std::io::{self, Write};

use flate2::{Compression, Crc, write::DeflateEncoder};

/// The moment of every part, so that the same project gives the same bytes: 1 January 1980.
const DATE: u16 = 1 << 5 | 1;
/// What a reader has to know: packed parts, and with long archives the longer records too.
const VERSION: u16 = 20;
const VERSION_64: u16 = 45;
/// Made on Unix, where a part is a plain file that everybody may read.
const MADE_BY: u16 = 3 << 8 | VERSION_64;
const MODE: u32 = 0o100_644 << 16;
const DEFLATED: u16 = 8;

/// An archive that grows at its end.
pub(super) struct Packing<W> {
    out: W,
    /// How many bytes of it there are.
    at: u64,
    encoder: DeflateEncoder<Vec<u8>>,
    /// The list of parts that stands at its end.
    list: Vec<u8>,
    parts: u64,
}

/// A part that is being written.
pub(super) struct PackedPart<'a> {
    encoder: &'a mut DeflateEncoder<Vec<u8>>,
    crc: Crc,
    length: u64,
}

impl Write for PackedPart<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.encoder.write(bytes)?;
        self.crc.update(bytes.get(..written).unwrap_or_default());
        self.length += written as u64;
        Ok(written)
    }

    /// Packed small, so nothing is passed on before its end.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<W: Write> Packing<W> {
    /// An archive without parts.
    pub(super) fn new(out: W) -> Self {
        let encoder = DeflateEncoder::new(Vec::new(), Compression::default());
        Self { out, at: 0, encoder, list: Vec::new(), parts: 0 }
    }

    /// Adds the part `name`, in ASCII, which holds what `write` writes.
    ///
    /// # Errors
    /// If `out` does not take it, or it is 4 GiB or longer.
    pub(super) fn part(
        &mut self,
        name: &str,
        write: impl FnOnce(&mut PackedPart<'_>) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut part = PackedPart { encoder: &mut self.encoder, crc: Crc::new(), length: 0 };
        write(&mut part)?;
        let (crc, length) = (part.crc.sum(), short(part.length)?);
        let packed = self.encoder.reset(Vec::new())?;
        let facts = Facts { crc, packed: short(packed.len() as u64)?, length };
        let mut head = Vec::with_capacity(30 + name.len());
        head.extend(b"PK\x03\x04");
        head.extend(VERSION.to_le_bytes());
        facts.put(name, 0, &mut head)?;
        head.extend(name.as_bytes());
        self.list_part(name, &facts)?;
        self.put(&head)?;
        self.put(&packed)
    }

    /// Adds the part that follows to the list.
    fn list_part(&mut self, name: &str, facts: &Facts) -> io::Result<()> {
        let place = u32::try_from(self.at).ok();
        self.list.extend(b"PK\x01\x02");
        self.list.extend(MADE_BY.to_le_bytes());
        self.list.extend(if place.is_some() { VERSION } else { VERSION_64 }.to_le_bytes());
        facts.put(name, if place.is_some() { 0 } else { 12 }, &mut self.list)?;
        // No comment; disk 0; no property of text.
        self.list.extend([0; 6]);
        self.list.extend(MODE.to_le_bytes());
        self.list.extend(place.unwrap_or(u32::MAX).to_le_bytes());
        self.list.extend(name.as_bytes());
        if place.is_none() {
            self.list.extend(1_u16.to_le_bytes());
            self.list.extend(8_u16.to_le_bytes());
            self.list.extend(self.at.to_le_bytes());
        }
        self.parts += 1;
        Ok(())
    }

    /// Writes the list and what stands behind it.
    ///
    /// # Errors
    /// If `out` does not take it.
    pub(super) fn finish(mut self) -> io::Result<()> {
        let list = std::mem::take(&mut self.list);
        let (place, length) = (self.at, list.len() as u64);
        self.put(&list)?;
        let (count, short_place) = (u16::try_from(self.parts), u32::try_from(place));
        let mut end = Vec::new();
        if count.is_err() || short_place.is_err() || u32::try_from(length).is_err() {
            let here = self.at;
            end.extend(b"PK\x06\x06");
            end.extend(44_u64.to_le_bytes());
            end.extend(MADE_BY.to_le_bytes());
            end.extend(VERSION_64.to_le_bytes());
            end.extend([0; 8]);
            for number in [self.parts, self.parts, length, place] {
                end.extend(number.to_le_bytes());
            }
            end.extend(b"PK\x06\x07");
            end.extend([0; 4]);
            end.extend(here.to_le_bytes());
            end.extend(1_u32.to_le_bytes());
        }
        end.extend(b"PK\x05\x06");
        end.extend([0; 4]);
        let count = count.unwrap_or(u16::MAX);
        end.extend([count.to_le_bytes(), count.to_le_bytes()].concat());
        end.extend(u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes());
        end.extend(short_place.unwrap_or(u32::MAX).to_le_bytes());
        end.extend([0; 2]);
        self.put(&end)?;
        self.out.flush()
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(bytes)?;
        self.at += bytes.len() as u64;
        Ok(())
    }
}

/// What the head of a part and the list both say of it.
struct Facts {
    crc: u32,
    packed: u32,
    length: u32,
}

impl Facts {
    /// Adds them, from the flags to the length of what is `extra`.
    fn put(&self, name: &str, extra: u16, to: &mut Vec<u8>) -> io::Result<()> {
        let name = u16::try_from(name.len()).map_err(io::Error::other)?;
        to.extend([0; 2]);
        to.extend(DEFLATED.to_le_bytes());
        to.extend([0; 2]);
        to.extend(DATE.to_le_bytes());
        for number in [self.crc, self.packed, self.length] {
            to.extend(number.to_le_bytes());
        }
        to.extend(name.to_le_bytes());
        to.extend(extra.to_le_bytes());
        Ok(())
    }
}

fn short(length: u64) -> io::Result<u32> {
    u32::try_from(length).map_err(|_too_long| io::ErrorKind::FileTooLarge.into())
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read as _};

    use zip::ZipArchive;

    use super::*;

    fn archive(count: usize) -> Vec<u8> {
        let mut out = Vec::new();
        let mut packing = Packing::new(&mut out);
        for at in 0..count {
            let text = "街道建成党群服务中心。".repeat(at % 5);
            packing.part(&format!("{at}.txt"), |part| part.write_all(text.as_bytes())).unwrap();
        }
        packing.finish().unwrap();
        out
    }

    #[test]
    fn other_readers_find_every_part_whole() {
        // More than the short records count.
        for count in [0, 1, 7, 65_535, 65_536, 70_000] {
            let bytes = archive(count);
            let mut read = ZipArchive::new(Cursor::new(&bytes)).unwrap();
            assert_eq!(read.len(), count);
            for at in [0, 3, count / 2, count.saturating_sub(1)] {
                if at < count {
                    let mut text = String::new();
                    let mut part = read.by_name(&format!("{at}.txt")).unwrap();
                    part.read_to_string(&mut text).unwrap();
                    assert_eq!(text, "街道建成党群服务中心。".repeat(at % 5));
                }
            }
        }
        assert!(archive(9) == archive(9));
    }

    #[test]
    fn what_lies_beyond_four_gibibytes_is_found_by_the_longer_record() {
        let mut packing = Packing::new(Vec::new());
        packing.at = u64::from(u32::MAX) + 7;
        packing.part("a", |part| part.write_all(b"a")).unwrap();
        let list = &packing.list;
        let extra = list.get(list.len() - 12..).unwrap();
        assert_eq!(extra, [&[1, 0, 8, 0][..], &(u64::from(u32::MAX) + 7).to_le_bytes()].concat());
    }
}
