//! What a command did.

use crate::annotation::{PassageId, ThemeId};

/// What a command did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applied {
    /// What was asked for; nothing new to point at.
    Done,
    /// A passage was made or changed.
    Passage(PassageId),
    /// A theme was made.
    Theme(ThemeId),
}
