//! What can go wrong in a session: its errors, apart from those of exports.
//!
//! They stand together so that they can be put into words ([`super::describe`]) without whoever meets
//! with them being known there.

use std::path::PathBuf;

use crate::{
    analysis::suggest::SuggestionError,
    annotation::{AttributeKind, Coder, EditError, LostLine, PassageId, ThemeId, ValueFault},
    corpus::ArticlePath,
    search::{QueryError, SetQueryError},
    storage::StorageError,
};

/// Why a command was not carried out.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// Nothing is open.
    #[error("no set is open")]
    NoSet,
    /// There is no such article, or it cannot be read.
    #[error("no article: {0}")]
    NoArticle(ArticlePath),
    /// There is no such passage.
    #[error("no passage: {0}")]
    NoPassage(PassageId),
    /// There is no such theme.
    #[error("no theme: {0}")]
    NoTheme(ThemeId),
    /// A passage needs at least one character and one theme.
    #[error("nothing to mark")]
    NothingToMark,
    /// A span reaches beyond the end of its article, which has that many characters.
    #[error("beyond the end of {article}, which has {chars} characters")]
    OutOfText {
        /// The article.
        article: ArticlePath,
        /// Its length.
        chars: u32,
    },
    /// `codebook.ron` cannot be read, so it is not written over.
    #[error("the codebook cannot be read")]
    CodebookUnreadable,
    /// `.quandian/articles.ron` cannot be read, so it is not written over.
    #[error("the corrections cannot be read")]
    CorrectionsUnreadable,
    /// That cannot be a word.
    #[error("no word: {0}")]
    NoWord(String),
    /// The dictionary cannot be read, so it is not written over.
    #[error("the dictionary cannot be read")]
    DictionaryUnreadable,
    /// A file of ours cannot be read, so it is not written over.
    #[error("the file cannot be read: {}", .0.display())]
    FileUnreadable(PathBuf),
    /// A snapshot cannot be read.
    #[error(transparent)]
    Snapshot(SnapshotError),
    /// Something could not be saved, and would be lost.
    #[error("something could not be saved")]
    Unsaved,
    /// An article that an import made was changed since by another program.
    #[error("changed since it was imported: {0}")]
    ArticleChanged(ArticlePath),
    /// The disk refused.
    #[error(transparent)]
    Storage(StorageError),
    /// The themes are not those any more that a snapshot took the place of.
    #[error("the codebook is not what it was")]
    CodebookChanged,
    /// What is said of articles as wholes cannot be changed so.
    #[error(transparent)]
    Catalogue(CatalogueError),
    /// Nobody settles differences of one's own.
    #[error("{0} is one of the two")]
    OwnDifference(Coder),
    /// The change does not fit what is there.
    #[error(transparent)]
    Edit(#[from] EditError),
}

/// Why what is said of articles as wholes was not changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CatalogueError {
    /// That cannot be a name.
    #[error("no name: `{0}`")]
    Name(String),
    /// Another attribute or group is called so.
    #[error("there is a `{0}` already")]
    NameTaken(String),
    /// There is no such attribute.
    #[error("no attribute: `{0}`")]
    NoAttribute(String),
    /// A value is not of the attribute's kind.
    #[error("{name}: `{value}`: {fault}")]
    Value {
        /// The attribute.
        name: String,
        /// Its kind.
        kind: AttributeKind,
        /// The value.
        value: String,
        /// What is wrong with it.
        fault: ValueFault,
    },
    /// The condition of a group cannot be one; why, in the user's language.
    #[error("{0}")]
    Condition(String),
    /// Something else was done there since.
    #[error("it is not what it was")]
    Outdated,
}

impl From<CatalogueError> for CommandError {
    fn from(error: CatalogueError) -> Self {
        Self::Catalogue(error)
    }
}

/// Why something could not be saved.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// The disk refused.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// What lies there cannot be read, so it is not overwritten.
    #[error("what lies there cannot be read: {reason}: {}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A link in the set leads there, and the user has not agreed to write there.
    #[error("a link leads out of the set, to {}: {}", target.display(), path.display())]
    Outside {
        /// The link.
        path: PathBuf,
        /// What would be written to.
        target: PathBuf,
    },
}

/// Why a snapshot was not brought back.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    /// The disk would not give it.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// It is not what this program writes.
    #[error("{0}")]
    Unreadable(String),
}

/// Why nothing can be proposed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AutocodeError {
    /// The query cannot be looked for.
    #[error(transparent)]
    Query(#[from] SetQueryError),
    /// An entry of the lexicon cannot be looked for.
    #[error("{entry}: {error}")]
    Entry {
        /// The entry.
        entry: String,
        /// Why not.
        error: QueryError,
    },
    /// The theme has no lexicon.
    #[error("the theme has no lexicon")]
    NoLexicon,
    /// Nothing can be suggested for the theme of that name.
    #[error("{0}: {1}")]
    Suggestion(String, SuggestionError),
    /// There is no such theme.
    #[error("no theme: {0}")]
    NoTheme(ThemeId),
}

/// Why an import was not carried out; nothing has changed then.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The disk refused.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// A folder of the set leads out of it through a link.
    #[error("leads out of the set: {}", .0.display())]
    Outside(PathBuf),
    /// It does not fit what is there by now.
    #[error(transparent)]
    Command(#[from] CommandError),
    /// The user stopped it.
    #[error("cancelled")]
    Cancelled,
}

/// A file of ours that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The file.
    pub path: PathBuf,
    /// The article and the coder it belongs to, where its name tells.
    pub owner: Option<(ArticlePath, Coder)>,
    /// What is wrong with it, with line and column where there are such, in the user's language.
    pub reason: String,
    /// What can be saved of it; `None` if nothing can or need be.
    pub salvaged: Option<Salvaged>,
}

/// What can be saved of a broken file, and what not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Salvaged {
    /// How many passages or themes can be saved.
    pub kept: usize,
    /// The lines that cannot.
    pub lost: Vec<LostLine>,
}
