//! What the session has to tell the user.

/// How much a notice matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Good to know; goes by itself.
    Note,
    /// Something failed; stays until seen.
    Error,
}

/// A short message for the user, in the user's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// How much it matters.
    pub weight: Weight,
    /// What happened and what to do, path last.
    pub text: String,
    /// Whether undoing the last step is offered beside it.
    pub undoable: bool,
}

impl Notice {
    /// A passing note.
    #[must_use]
    pub fn note(text: impl Into<String>) -> Self {
        Self { weight: Weight::Note, text: text.into(), undoable: false }
    }

    /// A note with the offer to undo what it tells of.
    #[must_use]
    pub fn undoable(text: impl Into<String>) -> Self {
        Self { undoable: true, ..Self::note(text) }
    }

    /// A failure.
    #[must_use]
    pub fn error(text: impl Into<String>) -> Self {
        Self { weight: Weight::Error, ..Self::note(text) }
    }
}
