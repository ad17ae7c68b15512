//! Documents that the tests put together.

use std::io::{Cursor, Write as _};

use zip::{ZipWriter, write::SimpleFileOptions};

use super::{ImportFault, Leftover, SourceFile, read};

/// An archive of these parts.
pub(super) fn archive(name: &str, parts: &[(&str, &str)]) -> SourceFile {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    SourceFile { name: name.to_owned(), bytes: zip.finish().unwrap().into_inner() }
}

/// A file of these bytes.
pub(super) fn file(name: &str, bytes: &[u8]) -> SourceFile {
    SourceFile { name: name.to_owned(), bytes: bytes.to_vec() }
}

/// The text of the article that a file becomes.
pub(super) fn text(file: &SourceFile) -> String {
    let incoming = read(file).unwrap();
    incoming.articles[0].text.clone().unwrap()
}

/// What is left over of a file.
pub(super) fn leftovers(file: &SourceFile) -> Vec<(Leftover, usize)> {
    read(file).unwrap().leftovers.iter().collect()
}

/// Why a file is not read.
pub(super) fn refusal(file: &SourceFile) -> ImportFault {
    read(file).unwrap_err()
}
