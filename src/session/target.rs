//! Which kept file of a set is meant, and where it lies.

use std::path::{Path, PathBuf};

use super::WordList;
use crate::{
    annotation::{
        self, ArticleGroup, Attributes, Bookmark, Coder, Decision, FormulaNote, JournalEntry,
        Progress, QuantityCorrection, RefusedSuggestion, SavedQuery, ThemeSummary,
    },
    corpus::{ArticlePath, Corrections},
    storage::Storage,
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
    /// `.quandian/attributes.ron`.
    Attributes,
    /// `.quandian/groups.ron`.
    Groups,
    /// `.quandian/formulas.ron`.
    Formulas,
    /// `.quandian/quantities.ron`.
    Quantities,
    /// What one coder is done with.
    Progress(Coder),
    /// One coder's bookmarks.
    Bookmarks(Coder),
    /// What was decided of differences in the name of one coder.
    Decisions(Coder),
    /// The suggestions that one coder refused.
    Refusals(Coder),
    /// One coder's summaries of articles on themes.
    Summaries(Coder),
    /// One coder's passages in an article.
    Sidecar(ArticlePath, Coder),
}

impl Target {
    /// Those of which every set has one.
    pub(super) fn fixed() -> impl Iterator<Item = Self> {
        let lists = WordList::ALL.map(Self::Words);
        let single = [
            Self::Codebook,
            Self::Corrections,
            Self::Queries,
            Self::Attributes,
            Self::Groups,
            Self::Formulas,
            Self::Quantities,
        ];
        single.into_iter().chain(lists)
    }

    /// That of one coder which is called `name` in the set's own folder.
    fn of_coder(name: &str) -> Option<Self> {
        let journal = || JournalEntry::owner(name).map(Self::Journal);
        let progress = || Progress::owner(name).map(Self::Progress);
        let bookmarks = || Bookmark::owner(name).map(Self::Bookmarks);
        let decisions = || Decision::owner(name).map(Self::Decisions);
        let refusals = || RefusedSuggestion::owner(name).map(Self::Refusals);
        let summaries = || ThemeSummary::owner(name).map(Self::Summaries);
        let first = journal().or_else(progress).or_else(bookmarks).or_else(decisions);
        first.or_else(refusals).or_else(summaries)
    }

    /// Those of single coders that lie in the set at `root`, but for sidecars.
    pub(super) fn of_coders(storage: &dyn Storage, root: &Path) -> Vec<Self> {
        // Where nothing was ever kept there is no such folder.
        let entries = storage.list(&root.join(".quandian")).unwrap_or_default();
        let names = entries.iter().filter_map(|entry| entry.path.file_name());
        let mut found: Vec<Self> =
            names.filter_map(|name| Self::of_coder(&name.to_string_lossy())).collect();
        found.sort();
        found
    }

    /// Where the file lies in the set at `root`.
    pub(super) fn path(&self, root: &Path) -> PathBuf {
        match self {
            Self::Codebook => root.join("codebook.ron"),
            Self::Corrections => Corrections::path(root),
            Self::Words(list) => list.path(root),
            Self::Queries => SavedQuery::path(root),
            Self::Journal(coder) => JournalEntry::path(root, coder),
            Self::Attributes => Attributes::path(root),
            Self::Groups => ArticleGroup::path(root),
            Self::Formulas => FormulaNote::path(root),
            Self::Quantities => QuantityCorrection::path(root),
            Self::Progress(coder) => Progress::path(root, coder),
            Self::Bookmarks(coder) => Bookmark::path(root, coder),
            Self::Decisions(coder) => Decision::path(root, coder),
            Self::Refusals(coder) => RefusedSuggestion::path(root, coder),
            Self::Summaries(coder) => ThemeSummary::path(root, coder),
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
        Self::fixed().chain(Self::of_coder(&name)).find(|target| target.path(root) == path)
    }
}
