//! Saving elsewhere: when a set cannot be written to, a whole copy of it, with what is only in
//! memory, in another folder, where the work goes on.

use std::{
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use rust_i18n::t;

use super::{JobKind, Notice, Session, describe};
use crate::{
    corpus::{LARGEST_ARTICLE, LoadProgress},
    storage::{self, EntryKind, Operation, Storage, StorageError},
};

/// How a copy ended.
#[derive(Debug)]
pub(super) enum CopiedSet {
    /// It is there.
    Done {
        root: PathBuf,
        /// Files that could not be read and are missing in the copy.
        missing: usize,
        /// What was in memory when it was made.
        revision: u64,
    },
    Failed(StorageError),
    Cancelled,
}

impl Session {
    /// Copies the open set into a new folder inside `folder`, in the background.
    pub(super) fn save_elsewhere(&mut self, folder: &Path) {
        // What could not be saved here on another day goes along, and is offered no more.
        self.merge_unsaved();
        let Some(corpus) = self.corpus() else { return };
        let root = corpus.root().to_path_buf();
        let name = corpus.name();
        let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf());
        let revision = self.all_annotations().revision();
        let unsaved = self.unsaved_files();
        let storage = Arc::clone(&self.environment.storage);
        let started = self.files.copies.start(JobKind::Copying, move |progress| {
            let copied = copy(&*storage, &root, &folder, &name, &unsaved, progress);
            match copied {
                Ok(Some((root, missing))) => CopiedSet::Done { root, missing, revision },
                Ok(None) => CopiedSet::Cancelled,
                Err(error) => CopiedSet::Failed(error),
            }
        });
        if let Err(error) = started {
            self.notices.push(Notice::error(t!("error.thread", reason = error.to_string())));
        }
    }

    /// Goes on in the copy, if nothing was done in the meantime that it lacks.
    pub(super) fn take_copy(&mut self, copied: CopiedSet) {
        match copied {
            CopiedSet::Done { root, missing, revision } => {
                let path = describe::path(&root);
                if missing > 0 {
                    self.notices.push(Notice::error(t!("error.copy_lacks", count = missing)));
                }
                if self.all_annotations().revision() != revision {
                    return self.notices.push(Notice::error(t!("error.copy_old", path = path)));
                }
                self.notices.push(Notice::note(t!("note.copied", path = path)));
                self.give_up_unsaved();
                self.forget_all_restored();
                self.start_opening(&[root]);
            }
            CopiedSet::Failed(error) => {
                self.notices.push(Notice::error(describe::storage_error(&error)));
            }
            CopiedSet::Cancelled => self.notices.push(Notice::note(t!("error.cancelled"))),
        }
    }
}

/// Copies every file below `root` that is no temporary one of ours, then writes what is `unsaved`
/// (paths below `root`) over it. Gives the copy's folder and how many files could not be read.
fn copy(
    storage: &dyn Storage,
    root: &Path,
    folder: &Path,
    name: &str,
    unsaved: &[(PathBuf, Vec<u8>)],
    progress: &LoadProgress,
) -> Result<Option<(PathBuf, usize)>, StorageError> {
    let to = free_folder(storage, folder, name)?;
    if to.starts_with(root) {
        let source = io::Error::other("the copy would lie in the set itself");
        return Err(StorageError { operation: Operation::CreateFolder, path: to, source });
    }
    let mut missing = 0;
    let mut folders = vec![root.to_path_buf()];
    while let Some(from) = folders.pop() {
        let Ok(entries) = storage.list(&from) else {
            missing += 1;
            continue;
        };
        for entry in entries {
            if progress.is_cancelled() {
                return Ok(None);
            }
            let Ok(relative) = entry.path.strip_prefix(root) else { continue };
            let hidden =
                entry.path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
            let ours = relative.starts_with(".quandian");
            match entry.kind {
                EntryKind::Folder if !hidden || ours => folders.push(entry.path),
                EntryKind::File if !hidden && !relative.ends_with(".quandian/lock") => {
                    match storage.read(&entry.path, LARGEST_ARTICLE) {
                        Ok(bytes) => {
                            storage::save(storage, &to.join(relative), &bytes)?;
                        }
                        Err(_) => missing += 1,
                    }
                }
                _ => {}
            }
        }
    }
    for (path, bytes) in unsaved {
        if let Ok(relative) = path.strip_prefix(root) {
            storage::save(storage, &to.join(relative), bytes)?;
        }
    }
    storage.create_folder(&to)?;
    Ok(Some((to, missing)))
}

/// A folder inside `folder` that is not there yet.
fn free_folder(storage: &dyn Storage, folder: &Path, name: &str) -> Result<PathBuf, StorageError> {
    let numbered = (2..1000).map(|number| format!("{name} {number}"));
    for name in std::iter::once(name.to_owned()).chain(numbered) {
        let path = folder.join(name);
        match storage.metadata(&path) {
            Err(error) if error.is_not_found() => return Ok(path),
            Err(error) => return Err(error),
            Ok(_) => {}
        }
    }
    let source = io::ErrorKind::AlreadyExists.into();
    Err(StorageError { operation: Operation::CreateFolder, path: folder.to_path_buf(), source })
}
