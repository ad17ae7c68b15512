//! Importing: reading files of other programs, showing what would come of them, and carrying that
//! out as one step.
//!
//! Reading, comparing with the set and writing new articles happen on threads of their own; what is
//! marked changes here, at once, so that one undo takes all of it back.

mod articles;
mod files;

pub(super) use articles::{Moved, Unmoved, move_files};

use std::{collections::BTreeMap, convert::Infallible, path::PathBuf, sync::Arc};

use rust_i18n::t;

use super::{
    Answered, Change, CommandError, Ground, ImportError, JobKind, Notice, NoticeTopic, Question,
    Session, describe,
};
use crate::{
    annotation::Step,
    corpus::{ArticlePath, LoadProgress},
    exchange::{
        arrival::{Arrival, OnConflict, Terms},
        incoming::{ImportFormat, Incoming},
    },
    scene::Heeds,
    storage::Metadata,
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

/// New articles that a job has written, and what becomes of the rest.
pub(super) struct WrittenImport {
    /// The set's folder.
    root: PathBuf,
    incoming: Arc<Incoming>,
    arrival: Arrival,
    /// What the file system said of each new file.
    stamps: BTreeMap<ArticlePath, Metadata>,
}

/// What a job brings that writes the articles of an import.
pub(super) type ArticlesWritten = Result<WrittenImport, ImportError>;

/// What is known of the articles that imports have brought to the open set.
#[derive(Default)]
pub(super) struct ImportedArticles {
    /// What the file system said of those written here: such a file is no news.
    stamps: BTreeMap<ArticlePath, Metadata>,
    /// Where those lie whose import was undone.
    pub(super) trash: BTreeMap<ArticlePath, PathBuf>,
    /// Whether files are on their way there or back.
    pub(super) is_moving: bool,
}

impl Question for Import {
    type Answer = ImportPreview;
    type Refusal = Infallible;

    const STATUS: Option<&'static str> = Some("status.importing");

    /// What is carried out is worked out once more, with the set as it is then.
    fn heeds(&self) -> Heeds {
        Heeds::Nothing
    }

    fn is_nothing(&self) -> bool {
        self.files.is_empty()
    }

    fn shows_meanwhile(&self, _: &Self) -> bool {
        false
    }

    fn answer(
        &self,
        ground: &Ground,
        before: Option<&Answered<Self>>,
        progress: &LoadProgress,
    ) -> Result<ImportPreview, Infallible> {
        // Of the same files in the same format only what becomes of them may differ.
        let same = |before: &&Answered<Self>| {
            before.question.files == self.files && before.question.format == self.format
        };
        let incoming = match before.filter(same) {
            Some(before) => Arc::clone(&before.answer.incoming),
            None => Arc::new(files::read(&*ground.storage, self, progress)),
        };
        let arrival = Arc::new(arrival_of(&incoming, ground, self.on_conflict));
        Ok(ImportPreview { request: self.clone(), incoming, arrival })
    }
}

fn arrival_of(incoming: &Incoming, ground: &Ground, on_conflict: OnConflict) -> Arrival {
    let Ground { scene, coder, .. } = ground;
    Arrival::of(incoming, Terms { scene, coder, on_conflict })
}

/// Writes the new articles; what is marked in them is left to the session.
fn write(ground: &Ground, preview: &ImportPreview, progress: &LoadProgress) -> ArticlesWritten {
    let arrival = arrival_of(&preview.incoming, ground, preview.request.on_conflict);
    let root = ground.scene.corpus.root().to_path_buf();
    let stamps = articles::write(&*ground.storage, &root, &arrival, progress)?;
    Ok(WrittenImport { root, incoming: Arc::clone(&preview.incoming), arrival, stamps })
}

impl Session {
    /// What would come of the last import that was asked for; `None` while it is looked at.
    #[must_use]
    pub fn import_preview(&self) -> Option<&Arc<ImportPreview>> {
        self.answer::<Import>()
    }

    /// Whether new articles are being written, or those of an import come and go with its step.
    #[must_use]
    pub fn is_importing(&self) -> bool {
        !self.files.imports.running().is_empty() || self.is_moving()
    }

    /// Carries out the import that was looked at last, with the set as it is now.
    pub(super) fn import(&mut self) -> Result<(), CommandError> {
        if self.is_importing() {
            return Ok(());
        }
        let Some(preview) = self.answer::<Import>().cloned() else { return Ok(()) };
        // What was looked at is done with.
        self.ask(&Import::default().into())?;
        let ground = self.ground();
        let started = self
            .files
            .imports
            .start(JobKind::Importing, move |progress| write(&ground, &preview, progress));
        self.tell_of_thread(started);
        Ok(())
    }

    pub(super) fn poll_import(&mut self) {
        for imported in self.files.imports.results() {
            match imported.and_then(|written| self.finish_import(written)) {
                Ok(()) => {}
                Err(ImportError::Cancelled) => {
                    self.notices
                        .push(Notice::note(describe::import_error(&ImportError::Cancelled)));
                }
                Err(error) => self.notices.push(
                    Notice::error(describe::import_error(&error)).about(NoticeTopic::Importing),
                ),
            }
        }
    }

    /// Carries out an import and returns when its articles are on the disk; what is marked in them
    /// is handed to the saver. For the command line.
    ///
    /// # Errors
    /// If the disk refuses, or it does not fit what is there by now; nothing has changed then.
    pub fn import_now(&mut self, preview: &ImportPreview) -> Result<(), ImportError> {
        if self.set.is_none() {
            return Err(CommandError::NoSet.into());
        }
        let written = write(&self.ground(), preview, &LoadProgress::default())?;
        let done = self.finish_import(written);
        // Where it failed the files are taken away again.
        self.finish_chores();
        done
    }

    /// Takes in the new articles and marks what is marked, as one step.
    fn finish_import(&mut self, written: WrittenImport) -> Result<(), ImportError> {
        let WrittenImport { root, incoming, arrival, stamps } = written;
        // Another set may have been opened meanwhile.
        let is_open = self.corpus().is_some_and(|corpus| corpus.root() == root);
        let done = if is_open {
            self.take_arrival(&arrival, &stamps).map_err(ImportError::from)
        } else {
            Err(ImportError::Cancelled)
        };
        if let Err(error) = done {
            self.start_chore(JobKind::Importing, move |storage, _| {
                articles::take_back(storage, &root, &arrival, &stamps);
                |_: &mut Self| {}
            });
            return Err(error);
        }
        if let Some(set) = &mut self.set {
            set.imported.stamps.extend(stamps);
        }
        self.find_moved_sidecars();
        self.notices.push(Notice::undoable(describe::imported(&arrival)));
        if let Some(text) = describe::not_imported(&incoming, &arrival) {
            // Stays until it was read: what has not come is not seen in the set.
            self.notices.push(Notice::error(text).about(NoticeTopic::Importing));
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
        let committed = self.arriving_values(arrival).and_then(|(edits, misfits)| {
            changes.extend(edits.into_iter().map(Change::Catalogue));
            self.commit_changes(Step { name, edits: changes })?;
            if misfits > 0 {
                self.notices.push(
                    Notice::error(t!("catalogue.import.not_taken", count = misfits))
                        .about(NoticeTopic::Importing),
                );
            }
            Ok(())
        });
        if committed.is_err()
            && let Some(corpus) = self.corpus_mut()
        {
            articles::unlist(corpus, &new);
        }
        committed
    }

    /// What the file system said of the articles that imports here have written: a file that is still
    /// so is no news.
    pub(super) fn own_articles(&self) -> BTreeMap<ArticlePath, Metadata> {
        self.set.as_ref().map(|set| set.imported.stamps.clone()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
