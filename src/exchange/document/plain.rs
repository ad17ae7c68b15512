//! Plain text and Markdown: decoded as on opening, and otherwise left as it is.

use super::{Document, FaultKind, ImportFault, Leftovers, SourceFile, fault};
use crate::corpus::decode;

/// Reads the text.
///
/// # Errors
/// If it is no text.
pub(super) fn read(file: &SourceFile) -> Result<Document, ImportFault> {
    match decode(&file.bytes, None) {
        Ok(decoded) => {
            let text = decoded.text.into_owned();
            Ok(Document { text, title: None, leftovers: Leftovers::default() })
        }
        Err(_) => Err(fault(file, FaultKind::Binary)),
    }
}
