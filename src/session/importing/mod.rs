//! Importing: reading files of other programs, showing what would come of them, and carrying that
//! out as one step.
//!
//! Reading, comparing with the set and writing new articles happen on threads of their own; what is
//! marked changes here, at once, so that one undo takes all of it back.

mod articles;
mod files;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use rust_i18n::t;

use super::{Change, CommandError, Job, JobKind, Jobs, Notice, Session, describe};
use crate::{
    annotation::{Coder, Step},
    corpus::{ArticlePath, LoadProgress},
    exchange::{
        arrival::{Arrival, OnConflict, Terms},
        incoming::{ImportFormat, Incoming},
    },
    scene::Scene,
    storage::{Metadata, Storage, StorageError},
};

/// What is to be imported, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Import {
    /// The files, or folders of them.
    pub files: Vec<PathBuf>,
    /// What they are; `None` to find it out of each.
    pub format: Option<ImportFormat>,
    /// What is done with themes that the set describes in other words.
    pub on_conflict: OnConflict,
}

/// What would come of an import.
#[derive(Clone, Debug)]
pub struct ImportPreview {
    /// What was asked for.
    pub request: Import,
    /// What the files hold.
    pub incoming: Arc<Incoming>,
    /// What becomes of it in the set.
    pub arrival: Arc<Arrival>,
}

/// Why an import was not carried out; nothing has changed then.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The disk refused.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// A folder of the set leads out of it through a link.
    #[error("leads out of the set: {}", .0.display())]
    Outside(PathBuf),
    /// It does not fit what is there by now.
    #[error(transparent)]
    Command(#[from] CommandError),
    /// The user stopped it.
    #[error("cancelled")]
    Cancelled,
}

/// New articles that a job has written, and what becomes of the rest.
struct Written {
    /// The set's folder.
    root: PathBuf,
    incoming: Arc<Incoming>,
    arrival: Arrival,
    /// What the file system said of each new file.
    stamps: BTreeMap<ArticlePath, Metadata>,
}

type Imported = Result<Written, ImportError>;

/// All a session knows of imports.
pub(super) struct State {
    previews: Jobs<ImportPreview>,
    preview: Option<Arc<ImportPreview>>,
    imports: Jobs<Imported>,
    /// What the file system said of the articles written here: such a file is no news.
    stamps: BTreeMap<ArticlePath, Metadata>,
    /// Where articles lie whose import was undone.
    trash: BTreeMap<ArticlePath, PathBuf>,
}

impl State {
    pub(super) fn new(wake: &Arc<dyn Fn() + Send + Sync>) -> Self {
        Self {
            previews: Jobs::new(Arc::clone(wake)),
            preview: None,
            imports: Jobs::new(Arc::clone(wake)),
            stamps: BTreeMap::new(),
            trash: BTreeMap::new(),
        }
    }

    pub(super) fn forget(&mut self) {
        self.cancel();
        self.preview = None;
        self.stamps.clear();
        self.trash.clear();
    }

    pub(super) fn cancel(&mut self) {
        self.previews.cancel();
        // One that writes takes back what it wrote, which is waited for.
        for job in self.imports.running() {
            job.progress.cancel();
        }
    }

    pub(super) fn running(&self) -> impl Iterator<Item = &Job> {
        self.previews.running().iter().chain(self.imports.running())
    }
}

/// A set as it is at a moment, for another thread.
struct Ground {
    scene: Scene,
    coder: Coder,
}

impl Ground {
    fn of(session: &Session) -> Option<Self> {
        Some(Self { scene: session.scene()?.clone(), coder: session.coder() })
    }

    fn arrival(&self, incoming: &Incoming, on_conflict: OnConflict) -> Arrival {
        Arrival::of(incoming, Terms { scene: &self.scene, coder: &self.coder, on_conflict })
    }

    fn preview(
        &self,
        storage: &dyn Storage,
        request: Import,
        read: Option<Arc<Incoming>>,
        progress: &LoadProgress,
    ) -> ImportPreview {
        let incoming = read.unwrap_or_else(|| Arc::new(files::read(storage, &request, progress)));
        let arrival = Arc::new(self.arrival(&incoming, request.on_conflict));
        ImportPreview { request, incoming, arrival }
    }

    /// Writes the new articles; what is marked in them is left to the session.
    fn write(
        &self,
        storage: &dyn Storage,
        preview: &ImportPreview,
        progress: &LoadProgress,
    ) -> Imported {
        let arrival = self.arrival(&preview.incoming, preview.request.on_conflict);
        let root = self.scene.corpus.root().to_path_buf();
        let stamps = articles::write(storage, &root, &arrival, progress)?;
        Ok(Written { root, incoming: Arc::clone(&preview.incoming), arrival, stamps })
    }
}

impl Session {
    /// What would come of the last import that was asked for; `None` while it is looked at.
    #[must_use]
    pub fn import_preview(&self) -> Option<&Arc<ImportPreview>> {
        self.importing.preview.as_ref()
    }

    /// Whether new articles are being written.
    #[must_use]
    pub fn is_importing(&self) -> bool {
        !self.importing.imports.running().is_empty()
    }

    /// Begins to look at files that may be imported, in place of those looked at before.
    pub(super) fn preview_import(&mut self, request: Import) -> Result<(), CommandError> {
        let ground = Ground::of(self).ok_or(CommandError::NoSet)?;
        let read = self.read_for(&request);
        self.importing.previews.cancel();
        self.importing.preview = None;
        if request.files.is_empty() {
            return Ok(());
        }
        let storage = Arc::clone(&self.environment.storage);
        let started = self.importing.previews.start(JobKind::Importing, move |progress| {
            ground.preview(&*storage, request, read, progress)
        });
        self.tell_thread(started);
        Ok(())
    }

    /// What was read of the same files in the same format: only what becomes of it may differ.
    fn read_for(&self, request: &Import) -> Option<Arc<Incoming>> {
        let last = self.importing.preview.as_ref()?;
        let same = last.request.files == request.files && last.request.format == request.format;
        same.then(|| Arc::clone(&last.incoming))
    }

    /// Carries out the import that was looked at last, with the set as it is now.
    pub(super) fn import(&mut self) -> Result<(), CommandError> {
        if self.is_importing() {
            return Ok(());
        }
        let Some(preview) = self.importing.preview.take() else { return Ok(()) };
        let ground = Ground::of(self).ok_or(CommandError::NoSet)?;
        let storage = Arc::clone(&self.environment.storage);
        let started = self
            .importing
            .imports
            .start(JobKind::Importing, move |progress| ground.write(&*storage, &preview, progress));
        self.tell_thread(started);
        Ok(())
    }

    fn tell_thread(&mut self, started: std::io::Result<()>) {
        if let Err(error) = started {
            self.notices.push(Notice::error(t!("error.thread", reason = error.to_string())));
        }
    }

    pub(super) fn poll_import(&mut self) {
        for preview in self.importing.previews.results() {
            self.importing.preview = Some(Arc::new(preview));
        }
        for imported in self.importing.imports.results() {
            match imported.and_then(|written| self.finish_import(written)) {
                Ok(()) => {}
                Err(ImportError::Cancelled) => {
                    self.notices
                        .push(Notice::note(describe::import_error(&ImportError::Cancelled)));
                }
                Err(error) => self.notices.push(Notice::error(describe::import_error(&error))),
            }
        }
    }

    /// Looks at files that may be imported, and returns what would come of them. For the command
    /// line.
    ///
    /// # Errors
    /// If no set is open.
    pub fn preview_import_now(&self, request: Import) -> Result<ImportPreview, CommandError> {
        let ground = Ground::of(self).ok_or(CommandError::NoSet)?;
        let storage = &*self.environment.storage;
        Ok(ground.preview(storage, request, None, &LoadProgress::default()))
    }

    /// Carries out an import and returns when its articles are on the disk; what is marked in them
    /// is handed to the saver. For the command line.
    ///
    /// # Errors
    /// If the disk refuses, or it does not fit what is there by now; nothing has changed then.
    pub fn import_now(&mut self, preview: &ImportPreview) -> Result<(), ImportError> {
        let ground = Ground::of(self).ok_or(CommandError::NoSet)?;
        let storage = Arc::clone(&self.environment.storage);
        let written = ground.write(&*storage, preview, &LoadProgress::default())?;
        self.finish_import(written)
    }

    /// Takes in the new articles and marks what is marked, as one step.
    fn finish_import(&mut self, written: Written) -> Result<(), ImportError> {
        let Written { root, incoming, arrival, stamps } = written;
        // Another set may have been opened meanwhile.
        let is_open = self.corpus().is_some_and(|corpus| corpus.root() == root);
        let done = if is_open {
            self.take_arrival(&arrival, &stamps).map_err(ImportError::from)
        } else {
            Err(ImportError::Cancelled)
        };
        if let Err(error) = done {
            articles::take_back(&*self.environment.storage, &root, &arrival, &stamps);
            return Err(error);
        }
        self.importing.stamps.extend(stamps);
        self.find_strays();
        self.notices.push(Notice::undoable(describe::imported(&arrival)));
        if let Some(text) = describe::not_imported(&incoming, &arrival) {
            // Stays until it was read: what has not come is not seen in the set.
            self.notices.push(Notice::error(text));
        }
        Ok(())
    }

    fn take_arrival(
        &mut self,
        arrival: &Arrival,
        stamps: &BTreeMap<ArticlePath, Metadata>,
    ) -> Result<(), CommandError> {
        let corpus = self.corpus().ok_or(CommandError::NoSet)?;
        let new: Vec<_> = arrival.new_articles().map(|(article, _)| Arc::clone(article)).collect();
        if new.iter().any(|article| !stamps.contains_key(&article.path)) {
            return Err(CommandError::NoSet);
        }
        let mut changes = Vec::new();
        if !new.is_empty() {
            changes.push(Change::Articles { articles: new.clone(), come: true });
        }
        for (article, correction) in arrival.new_articles() {
            let Some(after) = correction.cloned() else { continue };
            let before = corpus.corrections().get(&article.path).cloned().unwrap_or_default();
            let article = article.path.clone();
            changes.push(Change::Correction { article, before, after });
        }
        let edits = arrival.edits(corpus);
        for edit in &edits {
            if let Some((article, coder)) = edit.layer() {
                self.unlock_stale(article, coder)?;
            }
        }
        let name = describe::import_step(arrival);
        if !edits.is_empty() {
            self.take_snapshot(&name);
        }
        changes.extend(edits.into_iter().map(Change::Annotation));
        // Their files are there: the step has nothing to bring any more.
        if let Some(corpus) = self.corpus_mut() {
            articles::list(corpus, &new);
        }
        let committed = self.commit_changes(Step { name, edits: changes });
        if committed.is_err()
            && let Some(corpus) = self.corpus_mut()
        {
            articles::unlist(corpus, &new);
        }
        committed
    }

    /// Whether a file is as an import here has written it.
    pub(super) fn is_own_article(&self, root: &Path, path: &ArticlePath) -> bool {
        let Some(stamp) = self.importing.stamps.get(path) else { return false };
        self.environment.storage.metadata(&path.on_disk(root)).ok().as_ref() == Some(stamp)
    }
}

#[cfg(test)]
mod tests;
