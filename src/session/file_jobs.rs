//! The work on files that runs in the background, each kind apart: none is to stop or wait for
//! another.

use std::sync::Arc;

use rust_i18n::t;

use super::{
    Job, JobKind, Notice, Session,
    care::Cared,
    copy_set::CopiedSet,
    export::Exported,
    importing::ArticlesWritten,
    jobs::Jobs,
    look::Looked,
    opening::{OpeningDone, OpeningEnd},
    reading_places::ReadingPlaces,
    settings::{Settings, UserFolders},
    user_file::UserFile,
};
use crate::{
    corpus::{LoadError, LoadProgress},
    storage::Storage,
};

/// What follows in the session from what was done on another thread.
type FollowUp = Box<dyn FnOnce(&mut Session) + Send>;

/// All of it.
pub(super) struct FileJobs {
    /// Reading a set that is to be opened.
    pub(super) openings: Jobs<OpeningDone>,
    /// One that was read, while what was changed last in the open set is still being saved.
    pub(super) arrived: Option<OpeningDone>,
    /// How the last opening ended.
    pub(super) opened: OpeningEnd,
    /// Looking at files and articles that changed; and at the whole set again.
    pub(super) looks: Jobs<Result<Looked, LoadError>>,
    pub(super) reloads: Jobs<Result<Looked, LoadError>>,
    /// Writing excerpts.
    pub(super) exports: Jobs<Exported>,
    /// Writing the articles of an import.
    pub(super) imports: Jobs<ArticlesWritten>,
    /// Copying a whole set.
    pub(super) copies: Jobs<CopiedSet>,
    /// Putting files in order.
    pub(super) care: Jobs<Cared>,
    /// Anything else, with what follows from it.
    chores: Jobs<FollowUp>,
    /// Writing the settings; `None` where nothing is kept beyond this run.
    pub(super) settings: Option<UserFile<Settings>>,
    /// Writing where everything was left.
    pub(super) places: Option<UserFile<ReadingPlaces>>,
}

impl FileJobs {
    pub(super) fn new(
        storage: &Arc<dyn Storage>,
        folders: Option<&UserFolders>,
        wake: &Arc<dyn Fn() + Send + Sync>,
    ) -> Self {
        Self {
            openings: Jobs::new(Arc::clone(wake)),
            arrived: None,
            opened: OpeningEnd::default(),
            looks: Jobs::new(Arc::clone(wake)),
            reloads: Jobs::new(Arc::clone(wake)),
            exports: Jobs::new(Arc::clone(wake)),
            imports: Jobs::new(Arc::clone(wake)),
            copies: Jobs::new(Arc::clone(wake)),
            care: Jobs::new(Arc::clone(wake)),
            chores: Jobs::new(Arc::clone(wake)),
            settings: folders.map(|folders| {
                let path = folders.settings_file();
                UserFile::new(Arc::clone(storage), path, Settings::save, Arc::clone(wake))
            }),
            places: folders.map(|folders| {
                let path = folders.places_file();
                UserFile::new(Arc::clone(storage), path, ReadingPlaces::save, Arc::clone(wake))
            }),
        }
    }

    /// What a user may wait for.
    pub(super) fn running(&self) -> impl Iterator<Item = &Job> {
        // What others write is read without a word, unless it is much.
        let looks = self.looks.running().iter().filter(|job| job.kind == JobKind::Caring);
        let shown = [
            self.openings.running(),
            self.exports.running(),
            self.imports.running(),
            self.copies.running(),
            self.care.running(),
            self.reloads.running(),
            self.chores.running(),
        ];
        shown.into_iter().flatten().chain(looks)
    }

    /// How many jobs failed by a fault of the program's since the last call.
    fn take_panicked(&mut self) -> usize {
        self.openings.take_panicked()
            + self.looks.take_panicked()
            + self.reloads.take_panicked()
            + self.exports.take_panicked()
            + self.imports.take_panicked()
            + self.copies.take_panicked()
            + self.care.take_panicked()
            + self.chores.take_panicked()
    }

    /// Stops an import; one that writes takes back what it wrote, which is waited for.
    pub(super) fn cancel_import(&self) {
        for job in self.imports.running() {
            job.progress.cancel();
        }
    }

    /// Whether something is being done that the open set cannot be left without.
    pub(super) fn has_chores(&self) -> bool {
        !self.chores.running().is_empty()
    }
}

impl Session {
    /// Does `work` on a thread of its own; what it gives is done on the window's when it is over.
    pub(super) fn start_chore<F: FnOnce(&mut Self) + Send + 'static>(
        &mut self,
        kind: JobKind,
        work: impl FnOnce(&dyn Storage, &LoadProgress) -> F + Send + 'static,
    ) {
        let storage = Arc::clone(&self.environment.storage);
        let started = self
            .files
            .chores
            .start(kind, move |progress| -> FollowUp { Box::new(work(&*storage, progress)) });
        self.tell_of_thread(started);
    }

    pub(super) fn poll_chores(&mut self) {
        for follow_up in self.files.chores.results() {
            follow_up(self);
        }
        let faults = self.files.settings.as_ref().map(UserFile::faults).unwrap_or_default();
        self.notices.extend(faults.into_iter().map(Notice::error));
    }

    /// Tells of jobs that ended by a fault of the program's.
    pub(super) fn tell_of_panics(&mut self) {
        if self.files.take_panicked() + self.inquiries.take_panicked() > 0 {
            self.notices.push(Notice::error(t!("error.job_panicked")));
        }
    }

    /// Waits for what was begun, and for what follows from it.
    pub(super) fn finish_chores(&mut self) {
        while let Some(follow_up) = self.files.chores.wait() {
            follow_up(self);
        }
    }

    pub(super) fn tell_of_thread(&mut self, started: std::io::Result<()>) {
        if let Err(error) = started {
            self.notices.push(Notice::error(t!("error.thread", reason = error.to_string())));
        }
    }
}
