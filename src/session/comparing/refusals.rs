//! Why an analysis has no answer, in the user's language.

use rust_i18n::t;

use crate::{
    analysis::{TimelineError, WordRefusal},
    search::{SetQueryError, condition::UnknownName},
    session::describe,
};

/// A condition names a theme that is not there.
#[must_use]
pub fn unknown_theme(unknown: &UnknownName) -> String {
    describe::unknown_name(unknown)
}

fn query(query: &str, error: &SetQueryError) -> String {
    let reason = describe::set_query_error(error);
    t!("compare.error.query", query = describe::shown(query), reason = reason).into_owned()
}

/// Why there is no line over the years.
#[must_use]
pub fn timeline_error(error: &TimelineError) -> String {
    match error {
        TimelineError::Theme(unknown) => unknown_theme(unknown),
        TimelineError::Query { query: line, error } => query(line, error),
    }
}

/// Why words cannot be counted.
#[must_use]
pub fn word_refusal(refusal: &WordRefusal) -> String {
    match refusal {
        WordRefusal::Theme(unknown) => unknown_theme(unknown),
        WordRefusal::Query { query: line, error } => query(line, error),
        WordRefusal::Overlap { articles, first } => {
            t!("compare.error.overlap", count = articles, first = describe::shown(first))
                .into_owned()
        }
    }
}
