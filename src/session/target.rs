//! Which kept file of a set is meant, and where it lies.

use std::path::{Path, PathBuf};

use super::WordList;
use crate::{
    annotation::{self, Coder, JournalEntry, SavedQuery},
    corpus::{ArticlePath, Corrections},
};

/// Which file of the set is meant.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// `codebook.ron`.
    Codebook,
    /// `.quandian/articles.ron`.
    Corrections,
    /// The dictionary, or what is not to be suggested for it.
    Words(WordList),
    /// `.quandian/queries.ron`.
    Queries,
    /// One coder's journal.
    Journal(Coder),
    /// One coder's passages in an article.
    Sidecar(ArticlePath, Coder),
}

impl Target {
    /// Those of which every set has one.
    pub(super) fn fixed() -> impl Iterator<Item = Self> {
        let lists = WordList::ALL.map(Self::Words);
        [Self::Codebook, Self::Corrections, Self::Queries].into_iter().chain(lists)
    }

    /// Where the file lies in the set at `root`.
    pub(super) fn path(&self, root: &Path) -> PathBuf {
        match self {
            Self::Codebook => root.join("codebook.ron"),
            Self::Corrections => Corrections::path(root),
            Self::Words(list) => list.path(root),
            Self::Queries => SavedQuery::path(root),
            Self::Journal(coder) => JournalEntry::path(root, coder),
            Self::Sidecar(article, coder) => {
                let name = annotation::sidecar_name(article.file_name(), coder);
                article.on_disk(root).with_file_name(name)
            }
        }
    }

    /// Which file of the set at `root` lies at `path`, by its name alone; sidecars have to be read to
    /// know.
    pub(super) fn at(root: &Path, path: &Path) -> Option<Self> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let journal = JournalEntry::owner(&name).map(Self::Journal);
        Self::fixed().chain(journal).find(|target| target.path(root) == path)
    }
}
