//! Why a file could not be read.

use super::{Foreign, Leftovers};

/// What of a file is too much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// Its length in bytes.
    Size,
    /// The length of one of its parts in bytes, unpacked.
    PartSize,
    /// The length of all its parts in bytes, unpacked.
    TotalSize,
    /// How many parts it has.
    Parts,
    /// How many times longer a part is unpacked than packed.
    Ratio,
    /// How deep its elements are nested.
    Depth,
    /// How many cells its tables have.
    Cells,
    /// How many pages it has.
    Pages,
    /// How many seconds it takes to read it.
    Time,
}

/// What is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// It is not of the format that was asked for.
    OtherFormat,
    /// It is of a format that another program has to change first.
    Foreign(Foreign),
    /// Nothing is in it, not one byte.
    Empty,
    /// Its parts are protected by a password.
    Encrypted,
    /// It is larger than is taken.
    TooLarge {
        /// In what.
        limit: Limit,
        /// The most that is taken.
        most: u64,
    },
    /// It lacks the part of that name, without which it means nothing.
    NoPart(String),
    /// Its XML declares a document type: entities of it could make any text of it.
    DocumentType,
    /// Its syntax is broken there.
    Syntax {
        /// In which part of it, where it has several.
        part: String,
        /// Counted from 1; 0 if the format has no lines.
        line: usize,
        /// What the parser said.
        reason: String,
    },
    /// It holds no text.
    NoText,
    /// It holds no text, but this.
    OnlyOther(Leftovers),
    /// Its pages are pictures, so many: scans whose text nobody recognised.
    Scan(usize),
    /// Its fonts do not say which characters their shapes are.
    Unreadably,
    /// It needs a column that it has not.
    NoColumn(String),
    /// Its bytes are not text.
    Binary,
    /// There is no such file.
    Missing,
    /// The disk would not give it.
    Unreadable(String),
}

/// A file that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportFault {
    /// The file's name.
    pub file: String,
    /// What is wrong with it.
    pub kind: FaultKind,
}
