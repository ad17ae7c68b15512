//! An archive that is read in memory: its parts are found by name and never written anywhere.
//!
//! An archive may claim anything of itself. What is unpacked is counted as it comes, not as the
//! archive says it will.

use std::io::{Cursor, Read};

use zip::{ZipArchive, result::ZipError};

use super::{FaultKind, ImportFault, Limit, SourceFile};

/// The most parts of an archive.
const MOST_PARTS: usize = 100_000;
/// The longest part, unpacked, in bytes.
const LARGEST_PART: u64 = 512 << 20;
/// All parts that are read, unpacked, in bytes.
const LARGEST_TOTAL: u64 = 2 << 30;
/// How many times longer a part may be unpacked than packed, beyond its first [`FREE`] bytes.
///
/// Deflate packs at most 1 to 1032; text and XML seldom more than 1 to 50.
const LARGEST_RATIO: u64 = 250;
/// A part of so many bytes does no harm however well it is packed.
const FREE: u64 = 4 << 20;

/// A zip archive.
pub(in crate::exchange) struct Archive<'a> {
    file: &'a str,
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// How many bytes were unpacked.
    unpacked: u64,
}

impl<'a> Archive<'a> {
    /// Looks at what is in it.
    ///
    /// # Errors
    /// If it is no archive, or has too many parts.
    pub(in crate::exchange) fn open(file: &'a SourceFile) -> Result<Self, ImportFault> {
        let fault = |kind| ImportFault { file: file.name.clone(), kind };
        let zip = ZipArchive::new(Cursor::new(&*file.bytes))
            .map_err(|error| fault(of_zip(&error, "")))?;
        if zip.len() > MOST_PARTS {
            let most = MOST_PARTS as u64;
            return Err(fault(FaultKind::TooLarge { limit: Limit::Parts, most }));
        }
        Ok(Self { file: &file.name, zip, unpacked: 0 })
    }

    /// The names of its parts, folders left out, in the order of the archive.
    pub(in crate::exchange) fn names(&self) -> impl Iterator<Item = &str> {
        self.zip.file_names().filter(|name| !name.ends_with(['/', '\\']))
    }

    /// The part of that name; where none has it, one whose name differs in case or begins with `/`.
    ///
    /// # Errors
    /// If there is none, it is broken, or it is larger than is taken.
    pub(in crate::exchange) fn read(&mut self, name: &str) -> Result<Vec<u8>, ImportFault> {
        let place = self.zip.index_for_name(name).or_else(|| {
            let like =
                |other: &str| other.trim_start_matches(['/', '\\']).eq_ignore_ascii_case(name);
            let found = self.zip.file_names().find(|other| like(other))?.to_owned();
            self.zip.index_for_name(&found)
        });
        let Some(place) = place else { return Err(self.fault(FaultKind::NoPart(name.to_owned()))) };
        let read = self.unpack(place);
        read.map_err(|kind| match kind {
            FaultKind::Syntax { line, reason, .. } => {
                self.fault(FaultKind::Syntax { part: name.to_owned(), line, reason })
            }
            kind => self.fault(kind),
        })
    }

    /// The part of that name as a text in UTF-8 or, if it begins with a BOM, UTF-16.
    ///
    /// # Errors
    /// As [`Archive::read`]; if it is not text.
    pub(in crate::exchange) fn read_text(&mut self, name: &str) -> Result<String, ImportFault> {
        let bytes = self.read(name)?;
        let (text, _, broken) = encoding_rs::UTF_8.decode(&bytes);
        if broken { Err(self.fault(FaultKind::Binary)) } else { Ok(text.into_owned()) }
    }

    fn unpack(&mut self, place: usize) -> Result<Vec<u8>, FaultKind> {
        let mut part = self.zip.by_index(place).map_err(|error| of_zip(&error, ""))?;
        let by_ratio = part.compressed_size().saturating_mul(LARGEST_RATIO).saturating_add(FREE);
        let left = LARGEST_TOTAL.saturating_sub(self.unpacked);
        let (limit, most) =
            [(Limit::PartSize, LARGEST_PART), (Limit::TotalSize, left), (Limit::Ratio, by_ratio)]
                .into_iter()
                .min_by_key(|&(_, most)| most)
                .unwrap_or((Limit::PartSize, LARGEST_PART));
        let mut bytes = Vec::new();
        part.by_ref().take(most + 1).read_to_end(&mut bytes).map_err(|error| {
            FaultKind::Syntax { part: String::new(), line: 0, reason: error.to_string() }
        })?;
        if bytes.len() as u64 > most {
            let most = match limit {
                Limit::Ratio => LARGEST_RATIO,
                Limit::TotalSize => LARGEST_TOTAL,
                _ => most,
            };
            return Err(FaultKind::TooLarge { limit, most });
        }
        self.unpacked += bytes.len() as u64;
        Ok(bytes)
    }

    fn fault(&self, kind: FaultKind) -> ImportFault {
        ImportFault { file: self.file.to_owned(), kind }
    }
}

fn of_zip(error: &ZipError, part: &str) -> FaultKind {
    match error {
        ZipError::InvalidArchive(_) if part.is_empty() => FaultKind::OtherFormat,
        ZipError::UnsupportedArchive(reason) if *reason == ZipError::PASSWORD_REQUIRED => {
            FaultKind::Encrypted
        }
        error => FaultKind::Syntax { part: part.to_owned(), line: 0, reason: error.to_string() },
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use zip::{ZipWriter, write::SimpleFileOptions};

    use super::*;

    fn archive(parts: &[(&str, &[u8])]) -> SourceFile {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        SourceFile { name: "档.zip".into(), bytes: zip.finish().unwrap().into_inner() }
    }

    #[test]
    fn parts_are_found_whatever_the_case_of_their_names() {
        let file = archive(&[("Project.QDE", b"<a/>"), ("Sources/文.txt", "文".as_bytes())]);
        let mut archive = Archive::open(&file).unwrap();
        assert_eq!(archive.read("project.qde"), Ok(b"<a/>".to_vec()));
        assert_eq!(archive.read_text("sources/文.txt").unwrap(), "文");
        let missing = archive.read("x").unwrap_err();
        assert_eq!(missing.kind, FaultKind::NoPart("x".into()));
    }

    #[test]
    fn what_swells_beyond_reason_is_not_unpacked() {
        let file = archive(&[("a", &vec![0; 16 << 20])]);
        let fault = Archive::open(&file).unwrap().read("a").unwrap_err();
        assert!(matches!(fault.kind, FaultKind::TooLarge { limit: Limit::Ratio, .. }), "{fault:?}");
        // Of a few megabytes nothing is feared.
        let file = archive(&[("a", &vec![0; 3 << 20])]);
        assert_eq!(Archive::open(&file).unwrap().read("a").unwrap().len(), 3 << 20);
    }

    #[test]
    fn a_file_that_is_no_archive_says_so() {
        let file = SourceFile { name: "假.qdpx".into(), bytes: b"PK\x03\x04 not".to_vec() };
        let fault = Archive::open(&file).err().unwrap();
        assert_eq!(fault, ImportFault { file: "假.qdpx".into(), kind: FaultKind::OtherFormat });
    }
}
