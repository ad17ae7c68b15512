//! By what one time at which other versions of files were taken in is known.

use std::sync::atomic::{AtomicU64, Ordering};

/// One time that other versions of files were taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VersionId(u64);

impl VersionId {
    /// One that no other has, whatever set is open.
    pub(super) fn fresh() -> Self {
        static LAST: AtomicU64 = AtomicU64::new(0);
        Self(LAST.fetch_add(1, Ordering::Relaxed))
    }
}
