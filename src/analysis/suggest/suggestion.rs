//! A suggestion, what it rests on, and why there may be none.

use super::model::Because;
use crate::{
    annotation::{FoundBy, PassageId, ThemeId},
    corpus::ArticlePath,
    text::ByteSpan,
};

/// One suggestion.
#[derive(Clone, Debug, PartialEq)]
pub struct PassageSuggestion {
    /// In which article.
    pub article: ArticlePath,
    /// What of its text.
    pub span: ByteSpan,
    /// What stands there.
    pub text: String,
    /// How likely it is of the theme, from 0 to 1.
    pub score: f64,
    /// Why: these add up to the score.
    pub because: Vec<Because>,
    /// The tagged passages that are most like it, the most alike first; two at most.
    pub nearest: Vec<PassageId>,
}

impl PassageSuggestion {
    /// What a passage says of itself that came of it.
    #[must_use]
    pub fn origin(&self) -> FoundBy {
        FoundBy::Suggestion(format!("{:.2}", self.score))
    }
}

/// What was learned from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LearnedFrom {
    /// Passages of the coder that bear the theme.
    pub passages: usize,
    /// Units that bear it, and that do not; those that say nearly the same counted once.
    pub tagged: usize,
    /// See `tagged`.
    pub others: usize,
    /// Of the `others` those that were refused when they were suggested.
    pub refused: usize,
    /// Units that were read and are not learned from, since there are enough.
    pub left_out: usize,
}

/// Why nothing can be suggested.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SuggestionError {
    /// There is no such theme.
    #[error("there is no such theme")]
    NoTheme(ThemeId),
    /// The coder tagged nothing with it, and it has no lexicon.
    #[error("nothing is tagged and there is no lexicon")]
    NothingKnown,
    /// It was stopped.
    #[error("stopped")]
    Stopped,
}
