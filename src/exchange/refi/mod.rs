//! REFI-QDA 1.5, the exchange format of QDA programs: a project (`.qdpx`) or a codebook (`.qdc`).
//!
//! <https://www.qdasoftware.org>. Written strictly: UTF-8 without BOM, LF, elements in the order of
//! the schema, positions in Unicode code points with the end not included, and the same GUIDs at
//! each export, so that another program can bring its own copy up to date. Read leniently.

mod format;
mod guid;
mod read;
#[cfg(test)]
mod tests;
mod write;
mod xml;

pub use format::{RefiCodebook, RefiProject};
pub use read::{read_codebook, read_project};
pub use write::{RefiLabels, write_codebook, write_project};
