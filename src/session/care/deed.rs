//! What was asked for, done on a thread of its own: files of any size, and a lock that another
//! window may hold, are not for the window to wait for.
//!
//! What is being done leaves its list at once, and comes back to it if it fails.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use rust_i18n::t;

use super::{CareError, ConflictedCopy, MovedSidecar, copies, moved_sidecars, salvage};
use crate::{
    annotation::{Codebook, Sidecar},
    session::{JobKind, Notice, Session, Unreadable},
    storage::Storage,
};

/// One thing to put in order.
pub(super) enum Deed {
    /// Write what can be saved of a broken file; with what is in memory of it.
    Salvage(Unreadable, Option<Box<Sidecar>>, Codebook),
    /// Merge a conflicted copy into its original.
    Merge(ConflictedCopy),
    /// Put a conflicted copy away.
    Discard(ConflictedCopy),
    /// Move a sidecar beside the article that has its text.
    Follow(MovedSidecar),
}

impl Deed {
    /// Does it; gives what to tell the user.
    fn work(&self, storage: &dyn Storage, root: &Path) -> Result<String, CareError> {
        match self {
            Self::Salvage(file, memory, codebook) => {
                salvage::write(storage, root, file, memory.as_deref(), codebook)
            }
            Self::Merge(copy) => copies::merge(storage, root, copy),
            Self::Discard(copy) => copies::discard(storage, root, copy),
            Self::Follow(stray) => moved_sidecars::move_sidecar(storage, root, stray),
        }
    }

    /// The file that it is about.
    fn path(&self, root: &Path) -> PathBuf {
        match self {
            Self::Salvage(file, ..) => file.path.clone(),
            Self::Merge(copy) | Self::Discard(copy) => copy.path.clone(),
            Self::Follow(stray) => moved_sidecars::files(root, stray).0,
        }
    }
}

/// What became of the things one command asked for, in the set at `root`.
pub(in crate::session) struct Cared {
    root: PathBuf,
    done: Vec<(Deed, Result<String, CareError>)>,
}

impl Session {
    /// Does `deeds` one after the other, in the background.
    pub(super) fn start_care(&mut self, deeds: Vec<Deed>) {
        let Some(root) = self.corpus().map(|corpus| corpus.root().to_path_buf()) else {
            return;
        };
        if deeds.is_empty() {
            return;
        }
        let storage = Arc::clone(&self.environment.storage);
        let started = self.files.care.start(JobKind::Caring, move |_| {
            let work = |deed: Deed| {
                let done = deed.work(&*storage, &root);
                (deed, done)
            };
            Cared { done: deeds.into_iter().map(work).collect(), root }
        });
        if let Err(error) = started {
            self.notices.push(Notice::error(t!("error.thread", reason = error.to_string())));
            self.reload();
        }
    }

    /// Takes in what a job has put in order.
    pub(in crate::session) fn take_care(&mut self, cared: Cared) {
        let Cared { root, done } = cared;
        let open = self.corpus().is_some_and(|corpus| corpus.root() == root);
        for (deed, done) in done {
            let path = deed.path(&root);
            if open {
                self.after_care(deed, done.is_ok(), &root);
            }
            self.tell_care(&path, done);
        }
        self.find_moved_sidecars();
    }

    /// What is on the disk now is known to the window as if another program had written it.
    fn after_care(&mut self, deed: Deed, is_done: bool, root: &Path) {
        let Some(set) = &mut self.set else { return };
        match deed {
            Deed::Salvage(file, ..) if is_done => self.look_at_file_asked_for(&file.path),
            Deed::Salvage(file, ..) => set.unreadable.push(file),
            Deed::Merge(copy) if is_done => self.look_at_file_asked_for(&copy.original),
            Deed::Discard(_) if is_done => {}
            Deed::Merge(copy) | Deed::Discard(copy) => {
                set.copies.push(copy);
                set.copies.sort_by(|a, b| a.path.cmp(&b.path));
            }
            Deed::Follow(stray) if is_done => {
                set.scene.annotations.remove_layer(&stray.from, &stray.coder);
                let (from, to) = moved_sidecars::files(root, &stray);
                self.forget_file(&from);
                self.look_at_file_asked_for(&to);
            }
            // Found again from what is in memory.
            Deed::Follow(_) => {}
        }
    }
}
