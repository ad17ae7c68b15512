//! Finding: a query, a text made ready for it, and the hits.
//!
//! ```text
//! Query::new("党建", Mode::default())        what is looked for in one article that is open
//! Folded::new(text)                          the text without what makes no difference, once
//! query.hits(text, &folded) ─► Hits          every place, as spans of the text itself
//!
//! SetQuery::new("党建 非 经费", mode)         what is looked for in many, folding none of them
//! query.hits(text, about, regions) ─► spans  every place, overlapping ones too
//! ```
//!
//! Pure functions on `&str`: nothing of it knows articles, files or threads. (What knows a set is
//! [`condition`]: which passages are meant.) By default width, case,
//! simplified and traditional forms, and white space that only the layout put there make no
//! difference; a query may also be exact, or a regular expression. Positions are always bytes of
//! the text itself, whatever was folded to find them.

mod concordance;
pub mod condition;
mod fold;
mod hits;
mod order;
mod query;
mod quotes;
mod regular;
mod scan;
mod set;
mod simplified;

pub use concordance::{ContextKey, left_context, left_key, on_one_line, right_context, right_key};
pub use fold::Folded;
pub use hits::Hits;
pub use order::{SortBy, SortOrder};
pub use query::{Mode, Query, QueryError};
pub use regular::{RegexFault, escaped};
pub use set::{About, SetFault, SetQuery, SetQueryError};
