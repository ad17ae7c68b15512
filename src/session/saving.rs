//! What is not on the disk yet, and what could not be put there.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::Arc,
};

use rust_i18n::t;

use super::{
    Notice, Session, describe,
    open::OpenedSet,
    saver::{Content, Keep, Merged, Report, SaveError, Saver, Target},
    snapshots::SetSnapshot,
};
use crate::{
    annotation::{self, Annotations, Codebook, Edit, JournalEntry, Layer, LayerState, SavedQuery},
    corpus::{ContentHash, Corrections},
    storage::{Durability, Metadata},
};

/// Whether everything the user made is on the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaveState {
    /// It is.
    Saved,
    /// It will be in a moment.
    Saving,
    /// Some of it could not be saved.
    Failed(Vec<SaveFailure>),
}

/// Something that is not on the disk, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaveFailure {
    /// What.
    pub target: Target,
    /// Why, in the user's language.
    pub reason: String,
    /// The file outside the set to which a link leads, where that is the reason.
    pub outside: Option<PathBuf>,
    /// Where it lies meanwhile, in the user's data folder.
    pub kept: Option<PathBuf>,
}

/// The saver of the open set and what it was asked for.
pub(super) struct Saving {
    saver: Saver,
    root: PathBuf,
    revision: u64,
    /// The newest revision of each file that is not on the disk yet.
    pending: BTreeMap<Target, u64>,
    failed: BTreeMap<Target, SaveFailure>,
    /// The codebook as it was last read or written.
    codebook_base: Codebook,
    /// The corrections as they were last read or written.
    corrections_base: Corrections,
    /// Whether it was told that the disk cannot promise anything.
    durability_told: bool,
    /// Whether `codebook.ron` can be written: it is not there yet, or was read.
    codebook_writable: bool,
    /// Which file is which.
    targets: BTreeMap<PathBuf, Target>,
    /// What the file system said of each file when it had been written here.
    stamps: BTreeMap<PathBuf, Metadata>,
    /// Files that changed on the disk while a save of them was under way.
    later: BTreeSet<PathBuf>,
    /// The bytes, by hash, of each file as it was last read or written here.
    known: BTreeMap<PathBuf, ContentHash>,
    /// Each sidecar's content then: what a change by somebody else and one made here start from.
    bases: BTreeMap<PathBuf, Arc<Layer>>,
}

impl Saving {
    /// Writes `snapshot` before whatever is saved next.
    pub(super) fn snapshot(&self, snapshot: SetSnapshot) {
        self.saver.snapshot(snapshot);
    }

    pub(super) fn state(&self) -> SaveState {
        if !self.failed.is_empty() {
            SaveState::Failed(self.failed.values().cloned().collect())
        } else if self.pending.is_empty() {
            SaveState::Saved
        } else {
            SaveState::Saving
        }
    }
}

impl Session {
    /// Starts the saver of a set; what the last one still holds is written first.
    pub(super) fn start_saving(&mut self, set: &OpenedSet) {
        self.finish_saving();
        let root = set.corpus.root().to_path_buf();
        let environment = &self.environment;
        let saver = match Saver::start(
            Arc::clone(&environment.storage),
            root.clone(),
            Keep {
                previous: self.previous.clone(),
                unsaved: environment.folders.as_ref().map(|folders| folders.data.clone()),
            },
            Arc::clone(&environment.wake),
        ) {
            Ok(saver) => saver,
            Err(error) => {
                let reason = error.to_string();
                return self.notices.push(Notice::error(t!("error.thread", reason = reason)));
            }
        };
        let bases = bases_of(&root, &set.annotations);
        for (path, hash) in &set.known {
            saver.known(path.clone(), hash.clone(), bases.get(path).cloned());
        }
        for target in &self.settings.allowed_links {
            saver.allow(target.clone());
        }
        let codebook_broken =
            set.unreadable.iter().any(|file| file.path == root.join("codebook.ron"));
        self.saving = Some(Saving {
            saver,
            root,
            revision: 0,
            pending: BTreeMap::new(),
            failed: BTreeMap::new(),
            codebook_base: set.annotations.codebook().clone(),
            corrections_base: set.corpus.corrections().clone(),
            durability_told: false,
            codebook_writable: !codebook_broken,
            targets: BTreeMap::new(),
            stamps: BTreeMap::new(),
            later: BTreeSet::new(),
            known: set.known.iter().cloned().collect(),
            bases,
        });
    }

    /// Hands the file that `target` names to the saver, as it is in memory now.
    pub(super) fn save(&mut self, target: Target) {
        let Some(content) = self.content(&target) else { return };
        let Some(saving) = &mut self.saving else { return };
        saving.revision += 1;
        saving.pending.insert(target.clone(), saving.revision);
        let path = path_of(&saving.root, &target);
        saving.targets.insert(path.clone(), target.clone());
        saving.saver.save(target, path, content, saving.revision);
    }

    /// Whether a change of a file on the disk need not be looked into now: it is the saver's.
    ///
    /// Without this every save would be read back, and a large file takes longer than a frame.
    pub(super) fn is_own_change(&mut self, path: &Path) -> bool {
        let Some(saving) = &mut self.saving else { return false };
        let target = saving.targets.get(path);
        if target.is_some_and(|target| saving.pending.contains_key(target)) {
            // The saver looks at what lies there before it writes; what comes after that is seen
            // once it has said what it wrote.
            saving.later.insert(path.to_path_buf());
            return true;
        }
        let now = self.environment.storage.metadata(path).ok();
        now.is_some() && now.as_ref() == saving.stamps.get(path)
    }

    /// The files that changed while they were being saved and are not any more.
    pub(super) fn changed_while_saving(&mut self) -> Vec<PathBuf> {
        let Some(Saving { later, targets, pending, .. }) = &mut self.saving else {
            return Vec::new();
        };
        let saved =
            |path: &PathBuf| targets.get(path).is_none_or(|target| !pending.contains_key(target));
        later.extract_if(.., saved).collect()
    }

    fn content(&self, target: &Target) -> Option<Content> {
        let saving = self.saving.as_ref()?;
        let corpus = self.corpus.as_ref()?;
        Some(match target {
            Target::Codebook => Content::Codebook {
                base: saving.codebook_base.clone(),
                now: self.annotations.codebook().clone(),
            },
            Target::Corrections => Content::Corrections {
                base: saving.corrections_base.clone(),
                now: corpus.corrections().clone(),
            },
            Target::Words(list) => Content::Words {
                base: self.words.lists.base(*list).clone(),
                now: self.words.lists.now(*list).clone(),
            },
            Target::Queries => {
                let queries = &self.records.queries;
                Content::Queries { base: queries.base.clone(), now: queries.now.clone() }
            }
            Target::Journal(coder) => {
                let journal = self.records.journals.get(coder)?;
                Content::Journal { base: journal.base.clone(), now: journal.now.clone() }
            }
            Target::Sidecar(article, coder) => Content::Sidecar(
                Box::new(self.annotations.snapshot(article, coder)?),
                corpus.article(article).cloned(),
            ),
        })
    }

    /// Which files an edit changes.
    pub(super) fn targets_of(&self, edit: &Edit) -> Vec<Target> {
        match edit {
            Edit::Passage { article, coder, .. } => {
                let sidecar = Target::Sidecar(article.clone(), coder.clone());
                let unsaved_codebook = self
                    .saving
                    .as_ref()
                    .is_some_and(|saving| saving.codebook_base != *self.annotations.codebook());
                // The first passage of a set brings the starting themes' identities to the disk.
                if unsaved_codebook { vec![Target::Codebook, sidecar] } else { vec![sidecar] }
            }
            Edit::Rivals { article, coder, .. } | Edit::Extras { article, coder, .. } => {
                vec![Target::Sidecar(article.clone(), coder.clone())]
            }
            Edit::Theme { .. } | Edit::ThemeRivals { .. } => vec![Target::Codebook],
        }
    }

    /// Whether the codebook may be changed: a broken file is never written over.
    pub(super) fn codebook_writable(&self) -> bool {
        self.saving.as_ref().is_some_and(|saving| saving.codebook_writable)
    }

    /// Whether something could not be saved.
    pub(super) fn has_unsaved(&self) -> bool {
        self.saving.as_ref().is_some_and(|saving| !saving.failed.is_empty())
    }

    /// Hands over again what could not be saved.
    pub(super) fn retry_saving(&mut self) {
        let Some(saving) = &mut self.saving else { return };
        for target in std::mem::take(&mut saving.failed).into_keys() {
            self.save(target);
        }
    }

    /// Where everything that could not be saved would have gone, and what it would have been.
    pub(super) fn unsaved_files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let Some(saving) = &self.saving else { return Vec::new() };
        let targets = saving.failed.keys().chain(saving.pending.keys());
        let file = |target| Some((path_of(&saving.root, target), self.content(target)?.to_bytes()));
        targets.filter_map(file).collect()
    }

    /// Takes what could not be saved as done with: it is saved elsewhere.
    pub(super) fn give_up_unsaved(&mut self) {
        if let Some(saving) = &mut self.saving {
            saving.failed.clear();
            saving.saver.give_up();
        }
    }

    /// Lets the file `target`, outside the set, be written to from now on.
    pub(super) fn allow_link(&mut self, target: PathBuf) {
        if let Some(saving) = &self.saving {
            saving.saver.allow(target.clone());
        }
        if !self.settings.allowed_links.contains(&target) {
            self.settings.allowed_links.push(target);
            self.store_settings();
        }
        self.retry_saving();
    }

    pub(super) fn take_save_reports(&mut self) {
        let Some(saving) = &self.saving else { return };
        let reports: Vec<Report> = saving.saver.reports().collect();
        for report in reports {
            self.take_save_report(report);
        }
    }

    /// Waits until everything is on the disk or has failed.
    ///
    /// # Errors
    /// With the first failure.
    pub fn save_now(&mut self) -> Result<(), SaveError> {
        while let Some(saving) = &self.saving
            && !saving.pending.is_empty()
        {
            let Some(report) = saving.saver.wait() else { break };
            if let Some(error) = self.take_save_report(report) {
                return Err(error);
            }
        }
        Ok(())
    }

    /// Waits for the saver, for the end of a set or of the program. Failures stay in the state.
    pub fn finish_saving(&mut self) {
        while let Some(saving) = &self.saving
            && !saving.pending.is_empty()
        {
            let Some(report) = saving.saver.wait() else { break };
            self.take_save_report(report);
        }
    }

    fn take_save_report(&mut self, report: Report) -> Option<SaveError> {
        let saving = self.saving.as_mut()?;
        match report {
            Report::Saved { target, revision, path, hash, stamp, content, durability, merged } => {
                if let Some(stamp) = stamp {
                    saving.stamps.insert(path.clone(), *stamp);
                }
                saving.known.insert(path.clone(), hash.clone());
                saving.failed.remove(&target);
                if saving.pending.get(&target) == Some(&revision) {
                    saving.pending.remove(&target);
                }
                // Once is enough: where one save is not promised, none is.
                let told = &mut saving.durability_told;
                if durability == Durability::Unknown && !std::mem::replace(told, true) {
                    let root = saving.root.display().to_string();
                    self.notices.push(Notice::error(t!("error.durability", path = root)));
                }
                // What was made on top of it here and what was merged into it both start from it.
                if let Content::Sidecar(snapshot, _) = &*content {
                    saving.bases.insert(path.clone(), Arc::new(snapshot.layer().clone()));
                }
                if let Content::Codebook { now, .. } = &*content {
                    saving.codebook_base = now.clone();
                }
                match merged.is_none().then_some(*content) {
                    Some(Content::Corrections { now, .. }) => saving.corrections_base = now,
                    Some(Content::Words { now, .. }) => {
                        if let Target::Words(list) = target {
                            self.words_saved(list, now);
                        }
                    }
                    Some(Content::Queries { now, .. }) => self.records.queries.base = now,
                    Some(Content::Journal { now, .. }) => {
                        if let Target::Journal(coder) = &target {
                            self.records.journal_mut(coder).base = now;
                        }
                    }
                    Some(Content::Sidecar(..) | Content::Codebook { .. }) | None => {}
                }
                self.forget_restored(&target);
                if let Some(merged) = merged {
                    let base = match &merged {
                        Merged::Sidecar(sidecar) => Some(Layer::from_sidecar((**sidecar).clone())),
                        _ => None,
                    };
                    self.take_merged(&target, &path, merged);
                    self.now_known(&path, hash, base);
                }
                None
            }
            Report::NoSnapshot(error) => {
                let reason = describe::storage_error(&error);
                self.notices.push(Notice::error(t!("error.no_snapshot", reason = reason)));
                None
            }
            // The file itself is saved: no reason for alarm, nor for a command to fail.
            Report::NoPrevious(error) => {
                let reason = describe::storage_error(&error);
                self.notices.push(Notice::note(t!("note.no_previous", reason = reason)));
                None
            }
            Report::Failed { target, revision, error, kept } => {
                if saving.pending.get(&target) == Some(&revision) {
                    saving.pending.remove(&target);
                }
                let reason = describe::save_error(&error);
                let outside = match &error {
                    SaveError::Outside { target, .. } => Some(target.clone()),
                    _ => None,
                };
                // Told at once, but not again at every further change.
                if saving.failed.is_empty() {
                    let note = match &kept {
                        Some(_) => t!("error.save_failed_kept", reason = reason),
                        None => t!("error.save_failed", reason = reason),
                    };
                    self.notices.push(Notice::error(note));
                }
                let failure = SaveFailure { target: target.clone(), reason, outside, kept };
                saving.failed.insert(target, failure);
                Some(error)
            }
        }
    }

    /// Takes in a codebook that somebody else wrote, without losing what is not saved here yet.
    pub(super) fn merge_codebook(&mut self, theirs: &Codebook) {
        let Some(saving) = &mut self.saving else { return };
        let merged = annotation::merge_codebooks_from(
            &saving.codebook_base,
            self.annotations.codebook(),
            theirs,
        );
        saving.codebook_base = theirs.clone();
        self.annotations.set_codebook(merged);
    }

    /// The bytes of that file were read, and memory holds what is in them: of a sidecar `base`.
    pub(super) fn now_known(&mut self, path: &Path, hash: ContentHash, base: Option<Layer>) {
        let Some(saving) = &mut self.saving else { return };
        let base = base.map(Arc::new);
        saving.saver.known(path.to_path_buf(), hash.clone(), base.clone());
        saving.known.insert(path.to_path_buf(), hash);
        if let Some(base) = base {
            saving.bases.insert(path.to_path_buf(), base);
        }
    }

    /// What a sidecar held when it was last read or written here.
    pub(super) fn base_of(&self, path: &Path) -> Option<Arc<Layer>> {
        self.saving.as_ref()?.bases.get(path).cloned()
    }

    /// Says whether the codebook's file may be written.
    pub(super) fn set_codebook_writable(&mut self, writable: bool) {
        if let Some(saving) = &mut self.saving {
            saving.codebook_writable = writable;
        }
    }

    /// The codebook can be read again: it takes the place of the stand-in.
    pub(super) fn codebook_mended(&mut self, codebook: Codebook, hash: ContentHash, path: &Path) {
        self.now_known(path, hash, None);
        self.set_codebook_writable(true);
        if let Some(saving) = &mut self.saving {
            saving.codebook_base = codebook.clone();
        }
        self.annotations.set_codebook(codebook);
    }

    /// Takes in corrections that somebody else wrote, without losing what is not saved here yet.
    fn merge_corrections(&mut self, theirs: Corrections) {
        let (Some(saving), Some(corpus)) = (&mut self.saving, &mut self.corpus) else { return };
        let merged = Corrections::merged(&saving.corrections_base, corpus.corrections(), &theirs);
        saving.corrections_base = theirs;
        corpus.replace_corrections(Ok(merged));
    }

    /// Whether a file's bytes are what the saver here wrote last, or memory was built from.
    pub(super) fn wrote(&self, path: &Path, hash: Option<&ContentHash>) -> bool {
        let known = self.saving.as_ref().and_then(|saving| saving.known.get(path));
        hash.is_none() || known == hash
    }

    /// Takes in what somebody else had written to a file that was just saved.
    fn take_merged(&mut self, target: &Target, path: &Path, merged: Merged) {
        match (target, merged) {
            (Target::Codebook, Merged::Codebook(codebook)) => self.merge_codebook(&codebook),
            (Target::Corrections, Merged::Corrections(theirs)) => self.merge_corrections(theirs),
            (Target::Sidecar(article, coder), Merged::Sidecar(sidecar)) => {
                let base = self.base_of(path);
                if !self.take_sidecar(article, coder, base.as_deref(), *sidecar) {
                    return;
                }
            }
            (Target::Words(list), Merged::Words(words)) => self.take_words(*list, *words),
            (Target::Queries, Merged::Queries(theirs)) => self.records.queries.take(theirs),
            (Target::Journal(coder), Merged::Journal(theirs)) => {
                self.records.journal_mut(coder).take(theirs);
            }
            _ => return,
        }
        self.notices.push(Notice::note(t!("note.merged")));
    }
}

/// The layers of a set that was just read, by file; not those whose file cannot be read.
fn bases_of(root: &Path, annotations: &Annotations) -> BTreeMap<PathBuf, Arc<Layer>> {
    let layers = annotations.articles().flat_map(|article| {
        annotations.layers(article).map(move |(coder, layer)| (article, coder, layer))
    });
    let read = |layer: &Layer| !matches!(layer.state, LayerState::ReadOnly { .. });
    layers
        .filter(|(.., layer)| read(layer))
        .map(|(article, coder, layer)| {
            let target = Target::Sidecar(article.clone(), coder.clone());
            (path_of(root, &target), Arc::new(layer.clone()))
        })
        .collect()
}

/// Where the file lies that `target` names, in the set at `root`.
pub(super) fn path_of(root: &Path, target: &Target) -> PathBuf {
    match target {
        Target::Codebook => root.join("codebook.ron"),
        Target::Corrections => Corrections::path(root),
        Target::Words(list) => list.path(root),
        Target::Queries => SavedQuery::path(root),
        Target::Journal(coder) => JournalEntry::path(root, coder),
        Target::Sidecar(article, coder) => {
            let name = annotation::sidecar_name(article.file_name(), coder);
            article.on_disk(root).with_file_name(name)
        }
    }
}
