//! Anything that can be undone.

use std::sync::Arc;

use crate::{
    annotation::{CatalogueEdit, Codebook, Coder, Edit, Invert, JournalEntry, SavedQuery},
    corpus::{Article, ArticlePath, Correction, DictionaryEntry},
};

use super::{TakenIn, WordList};

/// One change to what the user made, with what was there before.
#[derive(Clone, Debug)]
pub enum Change {
    /// To passages or themes.
    Annotation(Edit),
    /// All themes at once, as a snapshot has them.
    Codebook {
        /// Those there were.
        before: Box<Codebook>,
        /// Those there are then.
        after: Box<Codebook>,
    },
    /// To what is known of an article.
    Correction {
        /// The article.
        article: ArticlePath,
        /// What the user had corrected before.
        before: Correction,
        /// What holds now.
        after: Correction,
    },
    /// Articles come into the set as files, or go to its trash.
    Articles {
        /// Which.
        articles: Vec<Arc<Article>>,
        /// Whether they come.
        come: bool,
    },
    /// To the set's own words.
    Word {
        /// In which list.
        list: WordList,
        /// Which word.
        word: String,
        /// Its entry before; `None` if it comes.
        before: Option<DictionaryEntry>,
        /// Its entry now; `None` if it goes.
        after: Option<DictionaryEntry>,
    },
    /// To a coder's memo on an article.
    ArticleMemo {
        /// The article.
        article: ArticlePath,
        /// Whose memo.
        coder: Coder,
        /// What it said; empty if there was none.
        before: String,
        /// What it says.
        after: String,
    },
    /// To the saved queries.
    Query {
        /// The query before; `None` if it comes.
        before: Option<SavedQuery>,
        /// The query now; `None` if it goes.
        after: Option<SavedQuery>,
    },
    /// To a coder's journal.
    Journal {
        /// Whose.
        coder: Coder,
        /// The entry before; `None` if it comes.
        before: Option<JournalEntry>,
        /// The entry now; `None` if it goes.
        after: Option<JournalEntry>,
    },
    /// To what is said of articles as wholes.
    Catalogue(CatalogueEdit),
    /// Another version of a file was taken in from the disk.
    TakenIn(TakenIn),
}

impl Invert for Change {
    fn inverse(&self) -> Self {
        match self {
            Self::Annotation(edit) => Self::Annotation(edit.inverse()),
            Self::Codebook { before, after } => {
                Self::Codebook { before: after.clone(), after: before.clone() }
            }
            Self::Correction { article, before, after } => Self::Correction {
                article: article.clone(),
                before: after.clone(),
                after: before.clone(),
            },
            Self::Articles { articles, come } => {
                Self::Articles { articles: articles.clone(), come: !come }
            }
            Self::Word { list, word, before, after } => Self::Word {
                list: *list,
                word: word.clone(),
                before: after.clone(),
                after: before.clone(),
            },
            Self::ArticleMemo { article, coder, before, after } => Self::ArticleMemo {
                article: article.clone(),
                coder: coder.clone(),
                before: after.clone(),
                after: before.clone(),
            },
            Self::Query { before, after } => {
                Self::Query { before: after.clone(), after: before.clone() }
            }
            Self::Journal { coder, before, after } => {
                Self::Journal { coder: coder.clone(), before: after.clone(), after: before.clone() }
            }
            Self::Catalogue(edit) => Self::Catalogue(edit.inverse()),
            Self::TakenIn(taken) => Self::TakenIn(taken.inverse()),
        }
    }
}
