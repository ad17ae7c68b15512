//! What is not on the disk yet, and what could not be put there.

mod known;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use rust_i18n::t;

use super::{
    Notice, NoticeCause, NoticeTopic, SaveError, Session, Target, describe,
    kept_file::FileState,
    open::OpenedSet,
    open_set::OpenSet,
    saver::{Keep, Met, Report, SaveRequest, Saver},
    snapshot_file::SetSnapshot,
};
use crate::{
    annotation::{Codebook, Edit},
    corpus::ContentHash,
    storage::{Durability, Metadata},
};

/// How long after a failure saving is tried again.
const RETRY: Duration = Duration::from_millis(if cfg!(test) { 100 } else { 4000 });

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
    /// The files that are not on the disk as they are in memory, but soon will be.
    pending: BTreeMap<Target, Pending>,
    failed: BTreeMap<Target, SaveFailure>,
    /// When what failed is tried again.
    retry: Option<Instant>,
    /// Whether it was told that the disk cannot promise anything.
    durability_told: bool,
    /// Whether `codebook.ron` can be written: it is not there yet, or was read.
    codebook_writable: bool,
    /// Which file is which, of those that were saved here.
    targets: BTreeMap<PathBuf, Target>,
    /// Files that changed on the disk while a save of them was under way, or that were read before
    /// one was: to be looked at when it is done.
    later: BTreeSet<PathBuf>,
    /// Files in which a save met somebody else's work, until that is taken in.
    met: BTreeMap<PathBuf, MetFile>,
    /// What is known of each file.
    files: BTreeMap<PathBuf, LastSeen>,
    /// Grows whenever a file was read or written.
    clock: u64,
}

/// What is to be saved of one file: one state of it at a time is with the saver.
///
/// So whatever it was made from is still what the session knows when it comes back, and a change made
/// meanwhile is one on top of what was written, not beside it.
#[derive(Clone, Copy, Debug, Default)]
struct Pending {
    sent: bool,
    /// It was changed since.
    again: bool,
}

/// One file as it was when memory and disk were last the same: read and taken in, or written.
///
/// Every merge starts from it. What memory holds beyond it is not saved yet; what the disk holds
/// beyond it is somebody else's.
#[derive(Clone, Debug, Default)]
pub(super) struct LastSeen {
    /// Which file it is.
    pub(super) target: Option<Target>,
    pub(super) base: Option<FileState>,
    /// Of its bytes; `None` where there is no file, or one that cannot be read.
    pub(super) hash: Option<ContentHash>,
    /// What the file system said of it when it had been written here.
    pub(super) stamp: Option<Metadata>,
    /// When that was, by [`Saving::clock`].
    at: u64,
}

/// What a save met in a file.
#[derive(Debug)]
pub(super) struct MetFile {
    /// It had gone.
    pub(super) is_gone: bool,
    /// What was there, before ours was written into it.
    pub(super) theirs: FileState,
}

impl Saving {
    /// Writes `snapshot` before whatever is saved next.
    pub(super) fn snapshot(&self, snapshot: SetSnapshot) {
        self.saver.snapshot(snapshot);
    }

    /// Grows whenever a file was read or written.
    pub(super) fn clock(&self) -> u64 {
        self.clock
    }

    /// Whether something is under way to the disk.
    pub(super) fn is_busy(&self) -> bool {
        !self.pending.is_empty()
    }

    /// What is known of the file at `path` has changed.
    fn seen(&mut self, path: &Path) -> &mut LastSeen {
        self.clock += 1;
        let file = self.files.entry(path.to_path_buf()).or_default();
        file.at = self.clock;
        file
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
    /// Starts the saver of a set; `None` where the system gives no thread, which is told.
    pub(super) fn start_saving(&mut self, set: &OpenedSet) -> Option<Saving> {
        let root = set.scene.corpus.root().to_path_buf();
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
                self.notices.push(Notice::error(t!("error.thread", reason = reason)));
                return None;
            }
        };
        for target in &self.settings.allowed_links {
            saver.allow(target.clone());
        }
        let codebook_broken =
            set.unreadable.iter().any(|file| file.path == root.join("codebook.ron"));
        let files = set.known.iter().map(|known| {
            let base = FileState::in_memory(set.memory(), &known.target);
            let (base, hash) = (base.map(FileState::into_base), Some(known.hash.clone()));
            let target = Some(known.target.clone());
            (known.path.clone(), LastSeen { target, base, hash, ..LastSeen::default() })
        });
        Some(Saving {
            saver,
            root,
            pending: BTreeMap::new(),
            failed: BTreeMap::new(),
            retry: None,
            durability_told: false,
            codebook_writable: !codebook_broken,
            targets: BTreeMap::new(),
            later: BTreeSet::new(),
            met: BTreeMap::new(),
            files: files.collect(),
            clock: 0,
        })
    }

    /// Sees to it that the file that `target` names is saved as it is in memory.
    pub(super) fn save(&mut self, target: &Target) {
        if !self.may_be_saved(target) {
            return;
        }
        let Some(saving) = self.saving_mut() else { return };
        saving.pending.entry(target.clone()).or_default().again = true;
        self.hand_over(target);
    }

    /// Hands a file that waits to be saved to the saver, if it is its turn.
    fn hand_over(&mut self, target: &Target) {
        let Some(saving) = self.saving() else { return };
        // The themes' names and identities go first.
        let themes = saving.pending.get(&Target::Codebook).is_some_and(|themes| themes.again);
        let waits = themes && matches!(target, Target::Sidecar(..));
        if waits || saving.pending.get(target).is_none_or(|file| file.sent || !file.again) {
            return;
        }
        let now = self.state_to_save(target);
        let Some(OpenSet { saving: Some(saving), scene, .. }) = &mut self.set else { return };
        let Some(now) = now else {
            // It cannot be written any more; what is in memory stays there.
            saving.pending.remove(target);
            return;
        };
        saving.pending.insert(target.clone(), Pending { sent: true, again: false });
        let path = target.path(&saving.root);
        saving.targets.insert(path.clone(), target.clone());
        let last = saving.files.get(&path).cloned().unwrap_or_default();
        let article = match target {
            Target::Sidecar(article, _) => scene.corpus.article(article).cloned(),
            _ => None,
        };
        let (base, known, target) = (last.base, last.hash, target.clone());
        saving.saver.save(SaveRequest { target, path, now, base, known, article });
    }

    /// The saver is done with a file: what was changed since is its next.
    fn hand_over_rest(&mut self, target: &Target) {
        let Some(saving) = self.saving_mut() else { return };
        if let Some(file) = saving.pending.get_mut(target) {
            file.sent = false;
            if !file.again {
                saving.pending.remove(target);
            }
        }
        let waited = |file: &Pending| file.again && !file.sent;
        let mut next: Vec<Target> =
            saving.pending.get(target).map(|_| target.clone()).into_iter().collect();
        if *target == Target::Codebook {
            let waiting = saving.pending.iter().filter(|(_, file)| waited(file));
            next.extend(waiting.map(|(target, _)| target.clone()));
        }
        for target in next {
            self.hand_over(&target);
        }
    }

    /// Which files an edit changes.
    pub(super) fn targets_of(&self, edit: &Edit) -> Vec<Target> {
        match edit {
            Edit::Passage { article, coder, .. } => {
                let sidecar = Target::Sidecar(article.clone(), coder.clone());
                let unsaved_codebook = self.saving().is_some_and(|saving| {
                    let path = Target::Codebook.path(&saving.root);
                    let now = self.all_annotations().codebook();
                    match saving.files.get(&path).and_then(|file| file.base.as_ref()) {
                        Some(FileState::Codebook(base)) => **base != *now,
                        _ => *now != Codebook::default(),
                    }
                });
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
        self.saving().is_some_and(|saving| saving.codebook_writable)
    }

    /// Whether something could not be saved.
    pub(super) fn has_unsaved(&self) -> bool {
        self.saving().is_some_and(|saving| !saving.failed.is_empty())
    }

    /// Hands over again what could not be saved.
    pub(super) fn retry_saving(&mut self) {
        let Some(saving) = self.saving_mut() else { return };
        for target in std::mem::take(&mut saving.failed).into_keys() {
            self.save(&target);
        }
    }

    /// Tries again what could not be saved, a few seconds after it failed: a disk that was full or out of
    /// reach may be there again, and nobody should have to say so. It is told as failed until it is
    /// saved.
    pub(super) fn retry_in_time(&mut self) {
        let Some(saving) = self.saving_mut() else { return };
        if saving.failed.is_empty() || saving.retry.is_none_or(|at| Instant::now() < at) {
            return;
        }
        saving.retry = None;
        for target in saving.failed.keys().cloned().collect::<Vec<_>>() {
            self.save(&target);
        }
    }

    /// Where everything that could not be saved would have gone, and what it would have been.
    pub(super) fn unsaved_files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let Some(saving) = self.saving() else { return Vec::new() };
        let targets = saving.failed.keys().chain(saving.pending.keys());
        let file = |target: &Target| {
            Some((target.path(&saving.root), self.state_to_save(target)?.to_bytes()))
        };
        targets.filter_map(file).collect()
    }

    /// Takes what could not be saved as done with: it is saved elsewhere.
    pub(super) fn give_up_unsaved(&mut self) {
        if let Some(saving) = self.saving_mut() {
            saving.failed.clear();
            saving.saver.give_up();
        }
    }

    /// Lets the file `target`, outside the set, be written to from now on.
    pub(super) fn allow_link(&mut self, target: PathBuf) {
        if let Some(saving) = self.saving() {
            saving.saver.allow(target.clone());
        }
        if !self.settings.allowed_links.contains(&target) {
            self.settings.allowed_links.push(target);
            self.store_settings();
        }
        self.retry_saving();
    }

    pub(super) fn take_save_reports(&mut self) {
        let Some(saving) = self.saving() else { return };
        let reports: Vec<Report> = saving.saver.reports().collect();
        for report in reports {
            self.take_save_report(report);
        }
    }

    /// Waits until everything is on the disk or has failed, and what others had written there is in
    /// memory.
    ///
    /// # Errors
    /// With the first failure.
    pub fn save_now(&mut self) -> Result<(), SaveError> {
        loop {
            self.finish_chores();
            while let Some(saving) = self.saving()
                && !saving.pending.is_empty()
            {
                let Some(report) = saving.saver.wait() else { return Ok(()) };
                if let Some(error) = self.take_save_report(report) {
                    return Err(error);
                }
            }
            if !self.finish_looking() {
                return Ok(());
            }
        }
    }

    /// Waits for the saver, and for the settings, for the end of the program. Failures stay in the
    /// state.
    pub fn finish_saving(&mut self) {
        self.finish_set();
        self.store_reading_places();
        if let Some(settings) = &mut self.files.settings {
            settings.finish();
        }
        if let Some(places) = &mut self.files.places {
            places.finish();
        }
    }

    /// Waits for what is under way of the open set, before another takes its place.
    pub(super) fn finish_set(&mut self) {
        self.finish_chores();
        while let Some(saving) = self.saving()
            && !saving.pending.is_empty()
        {
            let Some(report) = saving.saver.wait() else { break };
            self.take_save_report(report);
        }
    }

    fn take_save_report(&mut self, report: Report) -> Option<SaveError> {
        let OpenSet { saving, unreadable, .. } = self.set.as_mut()?;
        let saving = saving.as_mut()?;
        match report {
            Report::Saved { target, path, hash, stamp, now, durability, met } => {
                // What was changed here since starts from it, and so does what was merged into it.
                let file = saving.seen(&path);
                (file.target, file.base) = (Some(target.clone()), Some(now.into_base()));
                (file.hash, file.stamp) = (Some(hash), stamp.map(|stamp| *stamp));
                saving.failed.remove(&target);
                if let Some(met) = &met {
                    let (is_gone, theirs) = (met.is_gone, met.theirs.clone());
                    saving.met.insert(path.clone(), MetFile { is_gone, theirs });
                    saving.later.insert(path.clone());
                }
                // What cannot be read is not written over: it could be.
                unreadable.retain(|file| file.path != path);
                // Once is enough: where one save is not promised, none is.
                let told = &mut saving.durability_told;
                if durability == Durability::Unknown && !std::mem::replace(told, true) {
                    let root = saving.root.display().to_string();
                    self.notices.push(
                        Notice::error(t!("error.durability", path = root))
                            .about(NoticeTopic::Saving),
                    );
                }
                if let Some(met) = met {
                    self.tell_met(*met);
                }
                self.hand_over_rest(&target);
                let waits = self.saving().is_some_and(|s| s.pending.contains_key(&target));
                if !waits {
                    self.forget_restored(&target);
                }
                None
            }
            Report::NoSnapshot(error) => {
                let reason = describe::storage_error(&error);
                self.notices.push(
                    Notice::error(t!("error.no_snapshot", reason = reason))
                        .about(NoticeTopic::Snapshots),
                );
                None
            }
            // The file itself is saved: no reason for alarm, nor for a command to fail.
            Report::NoPrevious(error) => {
                let reason = describe::storage_error(&error);
                self.notices.push(Notice::note(t!("note.no_previous", reason = reason)));
                None
            }
            Report::Failed { target, error, kept } => {
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
                    self.notices.push(Notice::error(note).because(NoticeCause::Saving));
                }
                saving.retry = Some(Instant::now() + RETRY);
                let failure = SaveFailure { target: target.clone(), reason, outside, kept };
                saving.failed.insert(target.clone(), failure);
                self.hand_over_rest(&target);
                Some(error)
            }
        }
    }

    fn tell_met(&mut self, met: Met) {
        let Met { is_gone: _, doubled, overruled, theirs: _ } = met;
        if doubled > 0 {
            self.notices.push(Notice::note(t!("note.records_doubled", count = doubled)));
        }
        if let Some((what, kept)) = overruled {
            self.notices.push(
                Notice::error(describe::overruled(&what, &kept)).about(NoticeTopic::Versions),
            );
        }
    }

    /// Whether the last save of it failed.
    pub(super) fn has_failed(&self, target: &Target) -> bool {
        self.saving().is_some_and(|saving| saving.failed.contains_key(target))
    }

    /// Says whether the codebook's file may be written.
    pub(super) fn set_codebook_writable(&mut self, writable: bool) {
        if let Some(saving) = self.saving_mut() {
            saving.codebook_writable = writable;
        }
    }
}
