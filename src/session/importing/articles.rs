//! Articles that an import makes: files that come into the set, and go to its trash when it is
//! undone. No file that is there is ever written to.

use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    path::{Path, PathBuf},
    sync::Arc,
};

use rayon::prelude::*;

use super::ImportError;
use crate::{
    corpus::{Article, ArticlePath, Corpus, Entry, LoadProgress},
    exchange::arrival::Arrival,
    session::{CommandError, Session, care},
    storage::{self, Metadata, Operation, Storage, StorageError},
};

/// Writes the new articles of `arrival`; gives what the file system says of them.
///
/// # Errors
/// If one cannot be written; those that were are taken away again.
pub(super) fn write(
    storage: &dyn Storage,
    root: &Path,
    arrival: &Arrival,
    progress: &LoadProgress,
) -> Result<BTreeMap<ArticlePath, Metadata>, ImportError> {
    let new: Vec<&Arc<Article>> = arrival.new_articles().map(|(article, _)| article).collect();
    progress.expect(new.len());
    let written: Vec<(&ArticlePath, Result<Metadata, ImportError>)> = new
        .par_iter()
        .map(|article| {
            let written = if progress.is_cancelled() {
                Err(ImportError::Cancelled)
            } else {
                put(storage, root, article)
            };
            progress.advance();
            (&article.path, written)
        })
        .collect();
    let mut stamps = BTreeMap::new();
    let mut failed = None;
    for (path, written) in written {
        match written {
            Ok(stamp) => drop(stamps.insert(path.clone(), stamp)),
            Err(error) => failed = failed.or(Some(error)),
        }
    }
    let Some(error) = failed else { return Ok(stamps) };
    take_back(storage, root, arrival, &stamps);
    Err(error)
}

/// Makes the file of an article where none is.
fn put(storage: &dyn Storage, root: &Path, article: &Article) -> Result<Metadata, ImportError> {
    let file = article.path.on_disk(root);
    if let Some(outside) = storage::leads_outside(storage, root, &file)? {
        return Err(ImportError::Outside(outside));
    }
    refuse_existing(storage, &file)?;
    storage::save(storage, &file, article.text.as_str().as_bytes())?;
    Ok(storage.metadata(&file)?)
}

fn refuse_existing(storage: &dyn Storage, file: &Path) -> Result<(), StorageError> {
    match storage.metadata(file) {
        Err(error) if error.is_not_found() => Ok(()),
        Err(error) => Err(error),
        Ok(_) => Err(StorageError {
            operation: Operation::Write,
            path: file.to_path_buf(),
            source: std::io::ErrorKind::AlreadyExists.into(),
        }),
    }
}

/// Removes the files that [`write`] made.
pub(super) fn take_back(
    storage: &dyn Storage,
    root: &Path,
    arrival: &Arrival,
    stamps: &BTreeMap<ArticlePath, Metadata>,
) {
    for (article, _) in arrival.new_articles() {
        let file = article.path.on_disk(root);
        let is_ours = stamps.get(&article.path) == storage.metadata(&file).ok().as_ref();
        if stamps.contains_key(&article.path) && is_ours {
            // What cannot be removed stands in the set as an article, and is seen there.
            let _ = storage.remove(&file);
        }
    }
}

/// Adds articles to the open set.
pub(super) fn list(corpus: &mut Corpus, articles: &[Arc<Article>]) {
    let entry = |article: &Arc<Article>| Entry {
        path: article.path.clone(),
        article: Ok(Arc::clone(article)),
    };
    corpus.insert_all(articles.iter().map(entry).collect());
}

/// Takes articles out of the open set.
pub(super) fn unlist(corpus: &mut Corpus, articles: &[Arc<Article>]) {
    let paths: HashSet<&ArticlePath> = articles.iter().map(|article| &article.path).collect();
    corpus.remove_all(&paths);
}

/// An article that could not be moved, and why.
pub(in crate::session) type Unmoved = (Arc<Article>, CommandError);

/// Where an article's file went from and to, and what the file system says of it now.
pub(in crate::session) struct Moved {
    from: PathBuf,
    to: PathBuf,
    stamp: Option<Metadata>,
}

/// Brings the files of articles into the set, or takes them to its trash, on any thread. Gives those
/// that were moved, and those that could not be and why.
pub(in crate::session) fn move_files(
    storage: &dyn Storage,
    root: &Path,
    articles: &[Arc<Article>],
    come: bool,
    trash: &BTreeMap<ArticlePath, PathBuf>,
) -> (BTreeMap<ArticlePath, Moved>, Vec<Unmoved>) {
    let (mut moved, mut failed) = (BTreeMap::new(), Vec::new());
    for article in articles {
        let went = if come {
            put_back(storage, root, article, trash.get(&article.path))
        } else {
            put_away(storage, root, article)
        };
        match went {
            Ok((from, to)) => {
                moved.insert(article.path.clone(), Moved { from, to, stamp: None });
            }
            Err(error) => failed.push((Arc::clone(article), error)),
        }
    }
    let folders: BTreeSet<&Path> =
        moved.values().flat_map(|one| [one.from.parent(), one.to.parent()]).flatten().collect();
    for folder in folders {
        // The renames are there; only a loss of power could undo them.
        let _ = storage.sync_folder(folder);
    }
    for one in moved.values_mut().filter(|_| come) {
        one.stamp = storage.metadata(&one.to).ok();
    }
    (moved, failed)
}

impl Session {
    /// Notes where the file of an article lies now.
    pub(in crate::session) fn take_moved(&mut self, article: &Article, moved: Moved, come: bool) {
        let (Moved { from: _, to, stamp }, path) = (moved, article.path.clone());
        let Some(set) = &mut self.set else { return };
        if come {
            set.imported.trash.remove(&path);
            set.imported.stamps.extend(stamp.map(|stamp| (path, stamp)));
        } else {
            set.imported.trash.insert(path, to);
        }
    }

    /// Adds articles whose files have come to the open set, or takes those out that have gone.
    pub(in crate::session) fn list_moved(&mut self, articles: &[Arc<Article>], come: bool) {
        if articles.is_empty() {
            return;
        }
        if let Some(corpus) = self.corpus_mut() {
            if come { list(corpus, articles) } else { unlist(corpus, articles) }
        }
        self.find_moved_sidecars();
    }
}

/// Whether an article's file holds what its import wrote: somebody may have gone on writing.
fn is_as_imported(storage: &dyn Storage, file: &Path, article: &Article) -> bool {
    let limit = article.text.as_str().len() as u64 + 1;
    let bytes = storage.read(file, limit);
    bytes.is_ok_and(|bytes| bytes == article.text.as_str().as_bytes())
}

/// Moves an article's file to the trash: from where, to where.
fn put_away(
    storage: &dyn Storage,
    root: &Path,
    article: &Article,
) -> Result<(PathBuf, PathBuf), CommandError> {
    let file = article.path.on_disk(root);
    if !is_as_imported(storage, &file, article) {
        return Err(CommandError::ArticleChanged(article.path.clone()));
    }
    let kept = care::place_in_trash(storage, root, &file);
    storage::refuse_outside(storage, root, &kept).map_err(CommandError::Storage)?;
    let folder = kept.parent().unwrap_or(root);
    storage.create_folder(folder).map_err(CommandError::Storage)?;
    storage.rename(&file, &kept).map_err(CommandError::Storage)?;
    Ok((file, kept))
}

/// Moves an article's file back from the trash: from where, to where.
fn put_back(
    storage: &dyn Storage,
    root: &Path,
    article: &Article,
    kept: Option<&PathBuf>,
) -> Result<(PathBuf, PathBuf), CommandError> {
    let file = article.path.on_disk(root);
    refuse_existing(storage, &file).map_err(CommandError::Storage)?;
    let kept = kept.cloned().unwrap_or_else(|| care::place_in_trash(storage, root, &file));
    if storage.metadata(&kept).is_err() {
        // The trash was emptied: the text is still in memory.
        storage::refuse_outside(storage, root, &kept).map_err(CommandError::Storage)?;
        storage::save(storage, &kept, article.text.as_str().as_bytes())
            .map_err(CommandError::Storage)?;
    }
    storage.rename(&kept, &file).map_err(CommandError::Storage)?;
    Ok((kept, file))
}
