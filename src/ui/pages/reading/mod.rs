//! The reading page: one article, its themes and passages.

pub(in crate::ui) mod find;
pub(in crate::ui) mod outline;
pub(in crate::ui) mod reader;
pub(in crate::ui) mod themes;
