//! What is known of each kept file: whether what was read of it is older than what happened here.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use super::{LastSeen, MetFile, Saving};
use crate::{
    corpus::ContentHash,
    session::{Session, Target, kept_file::FileState},
};

impl Session {
    /// Whether a save of that file is under way. The saver looks at what lies there before it
    /// writes; what comes after that is seen once it has said what it wrote.
    pub(in crate::session) fn is_under_way(&mut self, path: &Path) -> bool {
        let Some(saving) = self.saving_mut() else { return false };
        let target = saving.targets.get(path);
        let under_way = target.is_some_and(|target| saving.pending.contains_key(target));
        if under_way {
            saving.later.insert(path.to_path_buf());
        }
        under_way
    }

    /// Whether what was read of a file since that moment may be older than what is known of it; it
    /// is looked at again then.
    pub(in crate::session) fn is_older(&mut self, path: &Path, since: u64) -> bool {
        if self.is_under_way(path) {
            return true;
        }
        let Some(saving) = self.saving_mut() else { return false };
        let older = saving.files.get(path).is_some_and(|file| file.at > since);
        if older {
            saving.later.insert(path.to_path_buf());
        }
        older
    }

    /// The same, where nothing follows from it.
    pub(in crate::session) fn may_be_older(&self, path: &Path, since: u64) -> bool {
        let Some(Saving { targets, pending, files, .. }) = self.saving() else { return false };
        targets.get(path).is_some_and(|target| pending.contains_key(target))
            || files.get(path).is_some_and(|file| file.at > since)
    }

    /// The files that changed while they were being saved and are not any more.
    pub(in crate::session) fn changed_while_saving(&mut self) -> Vec<PathBuf> {
        let Some(Saving { later, targets, pending, .. }) = self.saving_mut() else {
            return Vec::new();
        };
        let saved =
            |path: &PathBuf| targets.get(path).is_none_or(|target| !pending.contains_key(target));
        later.extract_if(.., saved).collect()
    }

    /// Memory holds what was read of that file: `base`, of bytes with that hash; none where the file
    /// is gone.
    pub(in crate::session) fn now_known(
        &mut self,
        target: &Target,
        path: &Path,
        hash: Option<ContentHash>,
        base: FileState,
    ) {
        let Some(saving) = self.saving_mut() else { return };
        let target = Some(target.clone());
        let file = saving.seen(path);
        (file.target, file.base, file.hash, file.stamp) = (target, Some(base), hash, None);
    }

    /// What of somebody else's a save has met in that file, which is taken in now.
    pub(in crate::session) fn has_met(&mut self, path: &Path) -> Option<MetFile> {
        self.saving_mut()?.met.remove(path)
    }

    /// What is known of the files that are `wanted`.
    pub(in crate::session) fn last_seen(
        &self,
        wanted: impl Fn(&Path) -> bool,
    ) -> BTreeMap<PathBuf, LastSeen> {
        let files = self.saving().into_iter().flat_map(|saving| &saving.files);
        let files = files.filter(|(path, _)| wanted(path));
        files.map(|(path, file)| (path.clone(), file.clone())).collect()
    }

    /// Copies of what is on the disk now are not needed any more.
    pub(in crate::session) fn forget_copies(&self, copies: Vec<PathBuf>) {
        if let Some(saving) = self.saving().filter(|_| !copies.is_empty()) {
            saving.saver.forget(copies);
        }
    }

    /// The file at `path` was looked at, and is what it was: whatever was read of it before is older.
    pub(in crate::session) fn still_there(&mut self, path: &Path) {
        if let Some(saving) = self.saving_mut()
            && saving.files.contains_key(path)
        {
            saving.seen(path);
        }
    }

    /// The file at `path` cannot be read now: whatever is there next is taken in.
    pub(in crate::session) fn now_broken(&mut self, path: &Path) {
        let Some(saving) = self.saving_mut() else { return };
        saving.seen(path).hash = None;
    }

    /// What memory holds of that file is not what was made from its base.
    pub(in crate::session) fn forget_base(&mut self, path: &Path) {
        if let Some(saving) = self.saving_mut() {
            saving.seen(path).base = None;
        }
    }

    /// The file at `path` has gone elsewhere, and memory with it.
    pub(in crate::session) fn forget_file(&mut self, path: &Path) {
        if let Some(saving) = self.saving_mut() {
            saving.clock += 1;
            saving.files.remove(path);
        }
    }
}
