//! What could not be saved on another day: offered back, merged into what is there, or put away.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use rust_i18n::t;

use super::{
    CommandError, JobKind, Notice, NoticeTopic, Session, Target, describe,
    kept_file::FileState,
    recovery::{self, Unsaved, UnsavedWork},
};

impl Session {
    /// Work that could not be saved when it was done, by set; that of this run is not among it.
    #[must_use]
    pub fn unsaved_work(&self) -> &[UnsavedWork] {
        &self.unsaved
    }

    /// Merges what could not be saved in the set at `root` with what is there, opening it first
    /// where it is not open.
    pub(super) fn restore_unsaved(&mut self, root: &Path) -> Result<(), CommandError> {
        if self.corpus().is_some_and(|corpus| corpus.root() == root) {
            self.merge_unsaved();
            return Ok(());
        }
        if self.has_unsaved() {
            return Err(CommandError::Unsaved);
        }
        self.restoring = Some(root.to_path_buf());
        self.start_opening(&[root.to_path_buf()]);
        Ok(())
    }

    /// Goes on where [`Session::restore_unsaved`] had to open the set first.
    pub(super) fn restore_in_opened_set(&mut self) {
        let root = self.corpus().map(|corpus| corpus.root().to_path_buf());
        if self.restoring.take().is_some_and(|wanted| Some(wanted) == root) {
            self.merge_unsaved();
        }
    }

    /// Takes in what could not be saved in the open set on another day.
    pub(super) fn merge_unsaved(&mut self) {
        let Some(root) = self.corpus().map(|corpus| corpus.root().to_path_buf()) else {
            return;
        };
        let Some(place) = self.unsaved.iter().position(|work| work.root == root) else { return };
        let work = self.unsaved.remove(place);
        let mut files: BTreeMap<Target, Vec<PathBuf>> = BTreeMap::new();
        let mut left = work.broken;
        for (path, unsaved) in work.files {
            match self.merge_one(unsaved) {
                Some(target) => files.entry(target).or_default().push(path),
                None => left += 1,
            }
        }
        let count = files.len();
        for (target, kept) in files {
            // Its copy goes when it is on the disk, not before.
            if let Some(set) = &mut self.set {
                set.restored.entry(target.clone()).or_default().extend(kept);
            }
            self.save(&target);
        }
        self.notices.push(Notice::note(t!("note.restored_unsaved", count = count)));
        if left > 0 {
            self.notices.push(
                Notice::error(t!("note.unsaved_left", count = left)).about(NoticeTopic::Recovery),
            );
        }
    }

    /// Takes one file in; `None` where what is there must not be touched.
    fn merge_one(&mut self, unsaved: Unsaved) -> Option<Target> {
        let Unsaved { target, base, now } = unsaved;
        if self.is_locked(&target) {
            return None;
        }
        let memory = self.state_in_memory(&target);
        let merged = match memory.clone() {
            // The head, and with it the text that positions hold for, is that of memory.
            Some(memory @ FileState::Sidecar(_)) => {
                FileState::merged(base.as_ref(), memory, now).state
            }
            Some(memory) => FileState::merged(base.as_ref(), now, memory).state,
            None => now,
        };
        if memory.as_ref() != Some(&merged) {
            merged.put(self, &target);
        }
        Some(target)
    }

    /// Forgets the copies of everything that was restored: it is on the disk, if elsewhere.
    pub(super) fn forget_all_restored(&mut self) {
        let Some(set) = &mut self.set else { return };
        let copies = std::mem::take(&mut set.restored).into_values().flatten().collect();
        self.forget_copies(copies);
    }

    /// Forgets the copies of what has been restored and is on the disk now.
    pub(super) fn forget_restored(&mut self, target: &Target) {
        let Some(set) = &mut self.set else { return };
        let copies = set.restored.remove(target).unwrap_or_default();
        self.forget_copies(copies);
    }

    /// Puts away what could not be saved in the set at `root`.
    pub(super) fn discard_unsaved(&mut self, root: &Path) {
        let Some(folders) = &self.environment.folders else { return };
        let Some(place) = self.unsaved.iter().position(|work| work.root == root) else { return };
        let work = self.unsaved.remove(place);
        let data = folders.data.clone();
        self.start_chore(JobKind::Caring, move |storage, _| {
            let done = recovery::discard(storage, &data, &work);
            move |session| {
                if let Err(error) = done {
                    session.notices.push(
                        Notice::error(describe::storage_error(&error)).about(NoticeTopic::Recovery),
                    );
                }
            }
        });
    }
}
