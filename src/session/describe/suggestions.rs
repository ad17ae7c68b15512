//! Suggestions in the user's language.

use rust_i18n::t;

use super::{command_error, shown};
use crate::{analysis::suggest::SuggestionError, session::CommandError};

/// Why nothing can be suggested.
#[must_use]
pub fn suggestion_error(error: &SuggestionError, theme: &str) -> String {
    match error {
        SuggestionError::NoTheme(theme) => command_error(&CommandError::NoTheme(*theme)),
        SuggestionError::NothingKnown => {
            t!("suggest.error.nothing_known", theme = shown(theme)).into_owned()
        }
        SuggestionError::Stopped => t!("suggest.error.stopped").into_owned(),
    }
}
