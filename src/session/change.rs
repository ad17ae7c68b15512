//! Anything that can be undone.

use crate::{
    annotation::{Edit, Invert},
    corpus::{ArticlePath, Correction},
};

/// One change to what the user made, with what was there before.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// To passages or themes.
    Annotation(Edit),
    /// To what is known of an article.
    Correction {
        /// The article.
        article: ArticlePath,
        /// What the user had corrected before.
        before: Correction,
        /// What holds now.
        after: Correction,
    },
}

impl Invert for Change {
    fn inverse(&self) -> Self {
        match self {
            Self::Annotation(edit) => Self::Annotation(edit.inverse()),
            Self::Correction { article, before, after } => Self::Correction {
                article: article.clone(),
                before: after.clone(),
                after: before.clone(),
            },
        }
    }
}
