//! Finding: a query, a text made ready for it, and the hits.
//!
//! ```text
//! Query::new("党建", Mode::default())        what is looked for
//! Folded::new(text)                          the text without what makes no difference, once
//! query.hits(text, &folded) ─► Hits          every place, as spans of the text itself
//! ```
//!
//! Pure functions on `&str`: nothing here knows articles, files or threads. By default width, case,
//! simplified and traditional forms, and white space that only the layout put there make no
//! difference; a query may also be exact, or a regular expression. Positions are always bytes of
//! the text itself, whatever was folded to find them.

mod fold;
mod hits;
mod query;
mod regular;
mod simplified;

pub use fold::Folded;
pub use hits::Hits;
pub use query::{Mode, Query, QueryError};
pub use regular::{Fault, escaped};
