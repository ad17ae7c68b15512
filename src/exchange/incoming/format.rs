//! What a format that is read says of itself.

use std::fmt;

use super::{ImportFault, Incoming, SourceFile};

/// One of [`crate::exchange::IMPORT_FORMATS`]; two are the same if their names are.
pub type ImportFormat = &'static dyn IncomingFormat;

/// Reads files that belong together.
pub(super) type ReadTogether = fn(&[SourceFile]) -> Incoming;

/// A format from which articles, themes or passages come.
pub trait IncomingFormat: Sync {
    /// Its name on the command line and in the translation files; no other has it.
    fn name(&self) -> &'static str;

    /// The endings of its files, without the dot and in lower case.
    fn extensions(&self) -> &'static [&'static str];

    /// Whether a file of a folder is meant, by its ending.
    fn takes(&self, extension: &str) -> bool {
        self.extensions().contains(&extension)
    }

    /// How surely a file with one of its endings is of this format, by how the file begins.
    fn likeness(&self, _head: &[u8]) -> Likeness {
        Likeness::Likely
    }

    /// What a file holds.
    ///
    /// # Errors
    /// If it is none of this format, or is broken beyond reading.
    fn read(&self, file: &SourceFile) -> Result<Incoming, ImportFault>;

    /// Of a format whose files are read together: the ending that tells it among others, and what
    /// reads them.
    fn together(&self) -> Option<(&'static str, ReadTogether)> {
        None
    }
}

impl PartialEq for dyn IncomingFormat {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for dyn IncomingFormat {}

impl fmt::Debug for dyn IncomingFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// How surely a file is of a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// If of no other one.
    Unlikely,
    /// As far as its ending tells.
    Likely,
    /// It says so itself.
    Sure,
}

impl SourceFile {
    /// The ending of its name, without the dot and in lower case.
    #[must_use]
    pub fn extension(&self) -> String {
        let ending = self.name.rsplit_once('.').map_or("", |(_, ending)| ending);
        ending.to_lowercase()
    }

    /// Whether it holds nothing, or nothing but white space and the mark of an encoding.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        let bytes = self.bytes.as_slice();
        let marks: [&[u8]; 3] = [&[0xEF, 0xBB, 0xBF], &[0xFF, 0xFE], &[0xFE, 0xFF]];
        let rest = marks.iter().find_map(|mark| bytes.strip_prefix(*mark)).unwrap_or(bytes);
        rest.trim_ascii().is_empty()
    }

    /// Its name without the ending.
    #[must_use]
    pub fn stem(&self) -> &str {
        self.name.rsplit_once('.').map_or(&*self.name, |(stem, _)| stem)
    }
}
