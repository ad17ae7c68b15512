//! Asking the open set which passages a condition holds of.

use std::ops::Range;

use rust_i18n::t;

use super::{Session, describe};
use crate::search::condition::{Selector, parse};

/// Why a line could not be asked: what is wrong, and where in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineFault {
    /// In the user's language.
    pub reason: String,
    /// In characters of the line.
    pub at: Range<usize>,
}

impl Session {
    /// The condition that `line` is, with its themes looked up.
    ///
    /// # Errors
    /// If it is none, or names a theme that is not there.
    pub fn selector(&self, line: &str) -> Result<Selector, LineFault> {
        let parsed = parse(line).map_err(|error| LineFault {
            reason: describe::condition_error(&error.kind),
            at: error.at,
        })?;
        Selector::new(&parsed, self.annotations()).map_err(|unknown| LineFault {
            reason: t!("retrieve.error.unknown_theme", name = describe::shown(&unknown.name))
                .into(),
            at: unknown.at,
        })
    }
}
