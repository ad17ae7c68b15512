//! The pages of the window, one folder each.

pub(super) mod codebook;
pub(super) mod excerpts;
pub(super) mod memos;
pub(super) mod reading;
pub(super) mod search;
