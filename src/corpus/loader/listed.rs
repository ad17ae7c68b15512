//! A set whose articles are known by their names, and read only as far as somebody asks.

use std::{
    borrow::Cow,
    path::{Path, PathBuf},
    sync::atomic::Ordering,
};

use rayon::prelude::*;

use super::{
    LoadError, LoadProgress,
    listing::{FolderListing, name_in_set},
    load_article, load_corrections_file, unreadable, with_text,
};
use crate::{
    corpus::{
        ArticlePath, ContentHash, Corpus, Corrections, CorrectionsError, Encoding, Entry, Problem,
        SkipReason, set::natural_order,
    },
    storage::{EntryKind, Storage},
};

/// The names of a set's articles, and what the user corrected of them.
#[derive(Clone, Debug)]
pub struct ListedSet {
    root: PathBuf,
    /// In natural order.
    paths: Vec<ArticlePath>,
    skipped: Vec<(PathBuf, SkipReason)>,
    corrections: Result<Corrections, CorrectionsError>,
    corrections_hash: Option<ContentHash>,
}

impl ListedSet {
    /// The set in the folder `root`, or, if that is a file, the one article in its folder.
    ///
    /// # Errors
    /// If `root` cannot be looked at, or it was cancelled.
    pub fn of(
        storage: &dyn Storage,
        root: &Path,
        progress: &LoadProgress,
    ) -> Result<Self, LoadError> {
        let root = storage.resolve(root)?;
        if storage.metadata(&root)?.kind != EntryKind::Folder
            && let Some(folder) = root.parent()
        {
            return Self::of_files(storage, folder, std::slice::from_ref(&root));
        }
        // A folder that cannot be read is no empty set.
        let entries = storage.list(&root)?;
        let mut skipped = Vec::new();
        let listing = FolderListing::new(storage, &root, &mut skipped);
        let paths = listing.run(entries, || progress.is_cancelled());
        if progress.is_cancelled() {
            return Err(LoadError::Cancelled);
        }
        Ok(Self::with_corrections(storage, root, paths, skipped))
    }

    /// Only `files`, all of them below the folder `root`; see [`super::load_files`].
    pub(super) fn of_files(
        storage: &dyn Storage,
        root: &Path,
        files: &[PathBuf],
    ) -> Result<Self, LoadError> {
        let root = storage.resolve(root)?;
        let mut skipped = Vec::new();
        let mut paths = Vec::new();
        for file in files {
            // The folder's links are resolved, the file's own name is kept: a sidecar stands by it.
            let parent = file.parent().map(|parent| storage.resolve(parent));
            let real = match (parent, file.file_name()) {
                (Some(Ok(parent)), Some(name)) => parent.join(name),
                (Some(Err(error)), _) => {
                    skipped.push((file.clone(), unreadable(&error)));
                    continue;
                }
                _ => file.clone(),
            };
            match name_in_set(&root, &real) {
                Some(path) => paths.push(path),
                None => skipped.push((file.clone(), SkipReason::Name)),
            }
        }
        paths.sort_by(natural_order);
        paths.dedup();
        Ok(Self::with_corrections(storage, root, paths, skipped))
    }

    fn with_corrections(
        storage: &dyn Storage,
        root: PathBuf,
        paths: Vec<ArticlePath>,
        skipped: Vec<(PathBuf, SkipReason)>,
    ) -> Self {
        let file = load_corrections_file(storage, &root);
        let corrections_hash = file.as_ref().ok().and_then(|file| Some(file.as_ref()?.1.clone()));
        let corrections =
            file.map(|file| file.map(|(corrections, _)| corrections).unwrap_or_default());
        Self { root, paths, skipped, corrections, corrections_hash }
    }

    /// The folder, absolute, links resolved.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The articles in the set's order.
    #[must_use]
    pub fn paths(&self) -> &[ArticlePath] {
        &self.paths
    }

    /// What below the root could not be looked at, and why.
    #[must_use]
    pub fn skipped(&self) -> &[(PathBuf, SkipReason)] {
        &self.skipped
    }

    /// What the user corrected; nothing where that cannot be read.
    #[must_use]
    pub fn corrections(&self) -> Cow<'_, Corrections> {
        self.corrections.as_ref().map_or_else(|_| Cow::default(), Cow::Borrowed)
    }

    /// Why the corrections could not be read.
    #[must_use]
    pub fn corrections_problem(&self) -> Option<&CorrectionsError> {
        self.corrections.as_ref().err()
    }

    /// Reads the articles that are `wanted`, on all cores; of the others the names are kept.
    ///
    /// # Errors
    /// If it was cancelled.
    pub fn read(
        self,
        storage: &dyn Storage,
        wanted: impl Fn(&ArticlePath) -> bool + Sync,
        progress: &LoadProgress,
    ) -> Result<Corpus, LoadError> {
        let read = |set: &Self, path: &ArticlePath| {
            if wanted(path) {
                load_article(storage, &set.root, path, set.chosen(path))
            } else {
                Entry { path: path.clone(), article: Err(Problem::NotAskedFor) }
            }
        };
        self.read_each(read, progress)
    }

    /// Reads all of them again; see [`super::load_again`].
    pub(super) fn read_again(
        self,
        storage: &dyn Storage,
        before: &Corpus,
        progress: &LoadProgress,
    ) -> Result<Corpus, LoadError> {
        let read = |set: &Self, path: &ArticlePath| {
            let mut entry = load_article(storage, &set.root, path, set.chosen(path));
            before.keep_same(&mut entry);
            entry
        };
        self.read_each(read, progress)
    }

    fn read_each(
        self,
        read: impl Fn(&Self, &ArticlePath) -> Entry + Sync,
        progress: &LoadProgress,
    ) -> Result<Corpus, LoadError> {
        progress.total.store(self.paths.len(), Ordering::Relaxed);
        let read = |path: &ArticlePath| {
            if progress.is_cancelled() {
                return Err(LoadError::Cancelled);
            }
            let entry = read(&self, path);
            progress.advance();
            Ok(entry)
        };
        let entries = self.paths.par_iter().map(read).collect::<Result<Vec<_>, _>>()?;
        let corpus = Corpus::new(self.root, entries, self.corrections, self.skipped);
        Ok(corpus.with_corrections_hash(self.corrections_hash))
    }

    /// Shows one article's text to `with`; `None` if it cannot be read.
    ///
    /// What is UTF-8 already, nearly everything, is shown as the bytes it is.
    pub fn look_at<T>(
        &self,
        storage: &dyn Storage,
        path: &ArticlePath,
        with: impl FnOnce(&str, Encoding) -> T,
    ) -> Option<T> {
        let with = |text: Cow<'_, str>, encoding| with(&text, encoding);
        with_text(storage, &self.root, path, self.chosen(path), with).ok()
    }

    fn chosen(&self, path: &ArticlePath) -> Option<Encoding> {
        self.corrections.as_ref().ok()?.get(path)?.encoding
    }
}
