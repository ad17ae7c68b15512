//! Opening a set: it is found and read on a job's thread, and takes the place of the open one when
//! nothing of that is under way to the disk any more.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    JobKind, Notice, NoticeCause, Session, describe,
    open::{self, OpenedSet, SetRequest},
    saving::Saving,
};
use crate::{
    corpus::{self, LoadError},
    storage::{EntryKind, Storage},
};

/// What the job brings.
pub(super) type OpeningDone = Result<Opened, LoadError>;

/// A set that was read.
pub(super) struct Opened {
    set: OpenedSet,
    request: SetRequest,
    /// How far saving was in the set that was open when this began.
    clock: Option<u64>,
}

impl Session {
    /// Begins to open what `paths` mean together.
    pub(super) fn start_opening(&mut self, paths: &[PathBuf]) {
        let paths = paths.to_vec();
        self.start_opening_what(move |storage| request_for(storage, &paths));
    }

    /// The same where what is to be opened is only found, or made, on the job's thread.
    pub(super) fn start_opening_what(
        &mut self,
        what: impl FnOnce(&dyn Storage) -> Result<SetRequest, LoadError> + Send + 'static,
    ) {
        // The open set is read again only if it is still the open one afterwards.
        let interrupted = !self.files.reloads.running().is_empty();
        if let Some(set) = &mut self.set {
            set.owed.everything |= interrupted;
        }
        self.files.reloads.cancel();
        self.files.openings.cancel();
        self.files.arrived = None;
        let storage = Arc::clone(&self.environment.storage);
        let clock = self.saving().map(Saving::clock);
        let started = self.files.openings.start(JobKind::Opening, move |progress| {
            let request = what(&*storage)?;
            let set = open::open(&*storage, &request, progress)?;
            Ok(Opened { set, request, clock })
        });
        self.tell_of_thread(started);
    }

    /// Takes in a set that was read; it waits until what was changed last in the open one is on the
    /// disk. `leave` is called before it comes, for what is still being written in the window.
    pub(super) fn poll_opening(&mut self, leave: &mut impl FnMut(&mut Self)) {
        if let Some(result) = self.files.openings.results().pop() {
            self.files.arrived = Some(result);
        }
        let Some(result) = self.files.arrived.take() else { return };
        if result.is_ok() {
            leave(self);
            let is_busy = self.saving().is_some_and(Saving::is_busy);
            if is_busy || self.files.has_chores() {
                self.files.arrived = Some(result);
                return;
            }
        }
        self.adopt(result);
    }

    /// Stops whatever is being read, by the user's wish.
    pub(super) fn stop_reading(&mut self) {
        // What an opening kept waiting is owed all the same.
        let kept_waiting = !self.files.openings.running().is_empty();
        if let Some(set) = &mut self.set {
            set.owed.everything &= kept_waiting;
        }
        self.files.openings.cancel();
        self.files.arrived = None;
        self.files.reloads.cancel();
    }

    fn adopt(&mut self, result: Result<Opened, LoadError>) {
        match result {
            Ok(Opened { set, request, clock }) => {
                self.files.opened.end(None);
                let whole_folder = matches!(request, SetRequest::Folder(_));
                let root = set.scene.corpus.root().to_path_buf();
                // The same set once more, and something of it was saved meanwhile.
                let is_old = self.corpus().is_some_and(|open| open.root() == root)
                    && self
                        .saving()
                        .is_some_and(|saving| saving.is_busy() || Some(saving.clock()) != clock);
                self.take_set(set);
                if let Some(open) = &mut self.set {
                    open.request = Some(request);
                    open.owed.everything = is_old;
                }
                self.watch(&root);
                self.start_words();
                if whole_folder {
                    self.settings.remember(&root);
                    self.store_settings();
                }
            }
            Err(LoadError::Cancelled) => self.files.opened.end(None),
            Err(error) => {
                let reason = describe::load_error(&error);
                self.files.opened.end(Some(reason.clone()));
                self.notices.push(Notice::error(reason).because(NoticeCause::Opening));
            }
        }
    }

    /// How often opening a set came to its end, and why it failed the last time, if it did.
    #[must_use]
    pub fn opened(&self) -> &OpeningEnd {
        &self.files.opened
    }
}

/// How opening a set ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpeningEnd {
    /// How many came to their end, this one included.
    pub count: u64,
    /// Why it failed, in the user's language.
    pub fault: Option<String>,
}

impl OpeningEnd {
    fn end(&mut self, fault: Option<String>) {
        *self = Self { count: self.count + 1, fault };
    }
}

/// What the paths that were chosen or dropped together mean.
pub(super) fn request_for(
    storage: &dyn Storage,
    paths: &[PathBuf],
) -> Result<SetRequest, LoadError> {
    let paths: Vec<PathBuf> =
        paths.iter().map(|path| resolved(storage, path)).collect::<Result<_, _>>()?;
    if let [path] = paths.as_slice()
        && storage.metadata(path)?.kind == EntryKind::Folder
    {
        return Ok(SetRequest::Folder(path.clone()));
    }
    let root = corpus::common_folder(&paths).ok_or(LoadError::Cancelled)?;
    Ok(SetRequest::Files(root, paths))
}

/// `path`, absolute and with every link resolved.
pub(super) fn resolved(storage: &dyn Storage, path: &Path) -> Result<PathBuf, LoadError> {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    Ok(storage.resolve(&absolute)?)
}
