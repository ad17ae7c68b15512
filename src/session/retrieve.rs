//! Asking the open set which passages a condition holds of.

use std::ops::Range;

use super::{Session, describe};
use crate::search::condition::{ArticleSelector, Parsed, Selector, UnknownName, parse};

/// Why a line could not be asked: what is wrong, and where in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineFault {
    /// In the user's language.
    pub reason: String,
    /// In characters of the line.
    pub at: Range<usize>,
}

fn parsed(line: &str) -> Result<Parsed, LineFault> {
    parse(line)
        .map_err(|error| LineFault { reason: describe::condition_error(&error.kind), at: error.at })
}

fn fault(unknown: &UnknownName) -> LineFault {
    LineFault { reason: describe::unknown_name(unknown), at: unknown.at.clone() }
}

impl Session {
    /// The condition that `line` is, with its names looked up.
    ///
    /// # Errors
    /// If it is none, or names something that is not there.
    pub fn selector(&self, line: &str) -> Result<Selector, LineFault> {
        Selector::new(&parsed(line)?, self.scene_or_none()).map_err(|unknown| fault(&unknown))
    }

    /// The condition on articles that `line` is, with its names looked up.
    ///
    /// # Errors
    /// If it is none, names something that is not there, or asks for passages.
    pub fn article_selector(&self, line: &str) -> Result<ArticleSelector, LineFault> {
        let scene = self.scene_or_none();
        ArticleSelector::new(&parsed(line)?, scene).map_err(|unknown| fault(&unknown))
    }
}
