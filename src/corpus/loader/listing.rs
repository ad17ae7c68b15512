//! Which files of a folder are articles.

use std::{
    collections::{BTreeSet, HashSet},
    path::{Path, PathBuf},
};

use rayon::prelude::*;

use super::{MOST_ARTICLES, unreadable};
use crate::{
    corpus::{ArticlePath, SkipReason, set::natural_order},
    storage::{self, EntryKind, Storage},
};

/// The articles below `root` in natural order; what cannot be looked at is added to `skipped`.
///
/// Files that end in `.txt` or `.md`, in upper or lower case, in visible folders.
pub fn list_articles(
    storage: &dyn Storage,
    root: &Path,
    skipped: &mut Vec<(PathBuf, SkipReason)>,
) -> Vec<ArticlePath> {
    match storage.list(root) {
        Ok(entries) => FolderListing::new(storage, root, skipped).run(entries, || false),
        Err(error) => {
            skipped.push((root.to_owned(), unreadable(&error)));
            Vec::new()
        }
    }
}

/// Whether a file of this name, in a visible folder of a set, is taken for an article.
#[must_use]
pub fn is_article_name(name: &str) -> bool {
    let is = |extension: &str| {
        name.len() > extension.len()
            && name.as_bytes()[name.len() - extension.len()..]
                .eq_ignore_ascii_case(extension.as_bytes())
    };
    !name.starts_with('.') && (is(".txt") || is(".md"))
}

/// The folders in which something of those articles may lie: theirs, those above, and the set's own.
#[must_use]
pub fn folders_of<'a>(
    root: &Path,
    articles: impl Iterator<Item = &'a ArticlePath>,
) -> BTreeSet<PathBuf> {
    // Also where the last article was taken away and its sidecar is left.
    let mut folders = BTreeSet::from([root.to_path_buf()]);
    for article in articles {
        let file = article.on_disk(root);
        // With those above: an article may have been moved down from there.
        for folder in file.ancestors().skip(1).take_while(|folder| folder.starts_with(root)) {
            if !folders.contains(folder) {
                folders.insert(folder.to_path_buf());
            }
        }
    }
    folders
}

/// The name under which `file` is known in the set; `None` if that would not lead back to it.
pub(super) fn name_in_set(root: &Path, file: &Path) -> Option<ArticlePath> {
    ArticlePath::in_set(root, file).filter(|path| path.on_disk(root) == file)
}

/// One walk through the folders of a set.
pub(super) struct FolderListing<'a> {
    storage: &'a dyn Storage,
    root: &'a Path,
    skipped: &'a mut Vec<(PathBuf, SkipReason)>,
    found: Vec<ArticlePath>,
    /// Folders still to be looked into.
    folders: Vec<PathBuf>,
    /// What was met already: a folder may be mounted inside itself.
    met: HashSet<(u64, u64)>,
}

impl<'a> FolderListing<'a> {
    pub(super) fn new(
        storage: &'a dyn Storage,
        root: &'a Path,
        skipped: &'a mut Vec<(PathBuf, SkipReason)>,
    ) -> Self {
        let met = storage.identity(root).into_iter().collect();
        Self { storage, root, skipped, found: Vec::new(), folders: Vec::new(), met }
    }

    /// Looks at the root's own `entries` and at all folders below.
    pub(super) fn run(
        mut self,
        entries: Vec<storage::FolderEntry>,
        is_cancelled: impl Fn() -> bool,
    ) -> Vec<ArticlePath> {
        self.look_at_all(entries);
        while self.found.len() <= MOST_ARTICLES
            && !is_cancelled()
            && let Some(folder) = self.folders.pop()
        {
            match self.storage.list(&folder) {
                Ok(entries) => self.look_at_all(entries),
                Err(error) => self.skipped.push((folder, unreadable(&error))),
            }
        }
        if self.found.len() > MOST_ARTICLES {
            self.found.truncate(MOST_ARTICLES);
            let reason = SkipReason::TooMany { limit: MOST_ARTICLES };
            self.skipped.push((self.root.to_owned(), reason));
        }
        self.found.par_sort_unstable_by(natural_order);
        // Folders are walked in no order; what is shown has one.
        self.skipped.sort_by(|a, b| a.0.cmp(&b.0));
        self.found
    }

    fn look_at_all(&mut self, mut entries: Vec<storage::FolderEntry>) {
        // Of two that are the same folder, the same one is looked into every time.
        entries.sort_by(|a, b| a.path.as_os_str().cmp(b.path.as_os_str()));
        for entry in entries {
            self.look_at(entry);
        }
    }

    fn look_at(&mut self, storage::FolderEntry { path, kind }: storage::FolderEntry) {
        let Some(name) = path.file_name().map(|name| name.to_string_lossy()) else { return };
        // Hidden, like `.quandian` and `.git`: not the user's reading.
        if name.starts_with('.') {
            return;
        }
        let is_article = is_article_name(&name);
        let reason = match kind {
            EntryKind::Folder => {
                let identity = self.storage.identity(&path);
                if identity.is_none_or(|identity| self.met.insert(identity)) {
                    return self.folders.push(path);
                }
                Some(SkipReason::FolderLink)
            }
            EntryKind::File if is_article => None,
            EntryKind::Link => match self.storage.metadata(&path).map(|metadata| metadata.kind) {
                Ok(EntryKind::Folder) => Some(SkipReason::FolderLink),
                Ok(EntryKind::File) if is_article => None,
                Err(error) if is_article => Some(unreadable(&error)),
                _ => return,
            },
            EntryKind::Other if is_article => Some(SkipReason::NotAFile),
            EntryKind::File | EntryKind::Other => return,
        };
        match (reason, name_in_set(self.root, &path)) {
            (Some(reason), _) => self.skipped.push((path, reason)),
            (None, Some(article)) => self.found.push(article),
            (None, None) => self.skipped.push((path, SkipReason::Name)),
        }
    }
}
