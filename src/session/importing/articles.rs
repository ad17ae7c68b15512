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

impl Session {
    /// Brings the files of articles into the set, or takes them to its trash. Gives those that were
    /// moved, and those that could not be and why; of what is there, or gone, already nothing.
    pub(in crate::session) fn move_articles(
        &mut self,
        articles: &[Arc<Article>],
        come: bool,
    ) -> (Vec<Arc<Article>>, Vec<Unmoved>) {
        let (mut moved, mut failed) = (Vec::new(), Vec::new());
        let Some(corpus) = self.corpus() else { return (moved, failed) };
        let root = corpus.root().to_path_buf();
        let is_there = |article: &&Arc<Article>| {
            corpus.article(&article.path).is_some_and(|there| there.text == article.text)
        };
        let moving: Vec<Arc<Article>> =
            articles.iter().filter(|article| is_there(article) != come).cloned().collect();
        let mut done: Vec<(PathBuf, PathBuf)> = Vec::new();
        for article in moving {
            let went =
                if come { self.put_back(&root, &article) } else { self.put_away(&root, &article) };
            match went {
                Ok(places) => {
                    done.push(places);
                    moved.push(article);
                }
                Err(error) => failed.push((article, error)),
            }
        }
        if moved.is_empty() {
            return (moved, failed);
        }
        let folders: BTreeSet<&Path> =
            done.iter().flat_map(|(from, to)| [from.parent(), to.parent()]).flatten().collect();
        for folder in folders {
            // The renames are there; only a loss of power could undo them.
            let _ = self.environment.storage.sync_folder(folder);
        }
        for (article, (from, to)) in moved.iter().zip(&done) {
            if come {
                self.importing.trash.remove(&article.path);
                let stamp = self.environment.storage.metadata(to).ok();
                self.importing.stamps.extend(stamp.map(|stamp| (article.path.clone(), stamp)));
            } else {
                debug_assert_eq!(*from, article.path.on_disk(&root));
                self.importing.trash.insert(article.path.clone(), to.clone());
            }
        }
        if let Some(corpus) = self.corpus_mut() {
            if come { list(corpus, &moved) } else { unlist(corpus, &moved) }
        }
        self.find_strays();
        (moved, failed)
    }

    /// Whether an article's file holds what its import wrote: somebody may have gone on writing.
    pub(in crate::session) fn is_as_imported(&self, article: &Article) -> bool {
        let Some(corpus) = self.corpus() else { return false };
        let file = article.path.on_disk(corpus.root());
        let limit = article.text.as_str().len() as u64 + 1;
        let bytes = self.environment.storage.read(&file, limit);
        bytes.is_ok_and(|bytes| bytes == article.text.as_str().as_bytes())
    }

    /// Moves an article's file to the trash: from where, to where.
    fn put_away(&self, root: &Path, article: &Article) -> Result<(PathBuf, PathBuf), CommandError> {
        let storage = &*self.environment.storage;
        let file = article.path.on_disk(root);
        if !self.is_as_imported(article) {
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
    fn put_back(&self, root: &Path, article: &Article) -> Result<(PathBuf, PathBuf), CommandError> {
        let storage = &*self.environment.storage;
        let file = article.path.on_disk(root);
        refuse_existing(storage, &file).map_err(CommandError::Storage)?;
        let kept = self.importing.trash.get(&article.path).cloned();
        let kept = kept.unwrap_or_else(|| care::place_in_trash(storage, root, &file));
        if storage.metadata(&kept).is_err() {
            // The trash was emptied: the text is still in memory.
            storage::refuse_outside(storage, root, &kept).map_err(CommandError::Storage)?;
            storage::save(storage, &kept, article.text.as_str().as_bytes())
                .map_err(CommandError::Storage)?;
        }
        storage.rename(&kept, &file).map_err(CommandError::Storage)?;
        Ok((kept, file))
    }
}
