//! Opening one article of a set with what was marked in it, for a command that changes just that.
//!
//! A set of 10,000 articles is not read to mark one passage: only the codebook, the article and
//! the sidecars beside it that may be its own.

use std::path::Path;

use memchr::memmem;

use super::{
    Session, Snapshots,
    kept_file::FILE_LIMIT,
    open::{self, OpenedSet},
    opening::resolved,
    snapshot_file::snapshots_in,
};
use crate::{
    annotation::{self, Coder, PassageId},
    corpus::{self, ArticlePath, LoadError, LoadProgress},
    storage::{self, EntryKind, Lock, Operation, Storage, StorageError},
};

impl Session {
    /// The snapshots of the set at `root`, which need not be open.
    ///
    /// # Errors
    /// If `root` is no folder or cannot be looked at.
    pub fn snapshots_of(&self, root: &Path) -> Result<Snapshots, LoadError> {
        let storage = &*self.environment.storage;
        let root = folder(storage, root)?;
        Ok(snapshots_in(storage, &root))
    }

    /// Opens the set at `root` as if `article` were all there is in it.
    ///
    /// # Errors
    /// If `root` is no folder or cannot be looked at. An article that cannot be read is an entry
    /// with a problem, as in a whole set; one that is not there leaves the set empty.
    pub fn open_article_now(
        &mut self,
        root: &Path,
        article: &ArticlePath,
    ) -> Result<(), LoadError> {
        let storage = &*self.environment.storage;
        let root = folder(storage, root)?;
        let set = open_one(storage, &root, article)?;
        self.take_set(set);
        Ok(())
    }

    /// The article of the set at `root` in which `coder` marked that passage.
    ///
    /// Where the coder's file cannot be read but speaks of the passage, its article is given too:
    /// opening it tells why.
    ///
    /// # Errors
    /// If `root` is no folder or cannot be looked at.
    pub fn article_of_passage(
        &self,
        root: &Path,
        coder: &Coder,
        passage: PassageId,
    ) -> Result<Option<ArticlePath>, LoadError> {
        let storage = &*self.environment.storage;
        let root = folder(storage, root)?;
        let identity = passage.to_string();
        let finder = memmem::Finder::new(&identity);
        for article in corpus::list_articles(storage, &root, &mut Vec::new()) {
            let name = annotation::sidecar_name(article.file_name(), coder);
            let path = article.on_disk(&root).with_file_name(name);
            let Ok(bytes) = storage.read(&path, FILE_LIMIT) else { continue };
            if finder.find(&bytes).is_none() {
                continue;
            }
            // A copied or restored file may speak of it only to say that it is gone.
            let holds = open::read_sidecar(storage, &root, &path)
                .content
                .map_or(true, |sidecar| sidecar.passages.iter().any(|other| other.id == passage));
            if holds {
                return Ok(Some(article));
            }
        }
        Ok(None)
    }

    /// Waits until no other command that may add themes works on the set at `root`.
    ///
    /// Two that add a theme of the same name at the same time would else add it twice: it is
    /// looked up and added between opening and saving.
    ///
    /// # Errors
    /// If `root` is no folder, or the disk refuses.
    pub fn wait_for_themes(&self, root: &Path) -> Result<Box<dyn Lock>, LoadError> {
        let storage = &*self.environment.storage;
        let root = folder(storage, root)?;
        // Not the saver's own lock, which it takes while this one is held.
        let lock = root.join(".quandian").join("lock-themes");
        storage::refuse_outside(storage, &root, &lock)?;
        Ok(storage.lock(&lock)?)
    }
}

/// The folder `root`, with every link resolved.
fn folder(storage: &dyn Storage, root: &Path) -> Result<std::path::PathBuf, LoadError> {
    let root = resolved(storage, root)?;
    if storage.metadata(&root)?.kind == EntryKind::Folder {
        return Ok(root);
    }
    let source = std::io::ErrorKind::NotADirectory.into();
    Err(StorageError { operation: Operation::List, path: root, source }.into())
}

fn open_one(
    storage: &dyn Storage,
    root: &Path,
    article: &ArticlePath,
) -> Result<OpenedSet, LoadError> {
    let file = article.on_disk(root);
    let files = match storage.metadata(&file) {
        Err(error) if error.is_not_found() => Vec::new(),
        _ => vec![file.clone()],
    };
    let corpus = corpus::load_files(storage, root, &files, &LoadProgress::default())?;
    let mut set = OpenedSet::new(storage, corpus);
    if let Some(folder) = file.parent().filter(|_| !files.is_empty()) {
        set.read_sidecars(storage, folder, |other| other == article)?;
    }
    Ok(set)
}
