//! Identities that another program meets again at the next export.

use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The identity of the thing of that `kind` that `parts` name, always the same one.
///
/// UUID version 8 (RFC 9562): the first 122 bits of a SHA-256 over kind and parts.
pub(super) fn of(kind: &str, parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in std::iter::once(&kind).chain(parts) {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    let mut bytes = [0; 16];
    for (byte, digest) in bytes.iter_mut().zip(hash.finalize()) {
        *byte = digest;
    }
    Uuid::new_v8(bytes).to_string()
}
