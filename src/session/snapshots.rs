//! Snapshots: everything that was marked in a set, as it was before a large change.
//!
//! They lie in the set and go where it goes ([`super::snapshot_file`]); only the latest are kept, and
//! those that were named.

use std::{
    collections::{BTreeMap, BTreeSet},
    convert::Infallible,
};

use rust_i18n::t;

use super::{
    Answered, Change, CommandError, Ground, JobKind, Notice, NoticeTopic, Question, Session,
    SnapshotError, describe, open,
    snapshot_file::{ReadSnapshot, SetSnapshot, Snapshots, snapshots_in},
};
use crate::{
    annotation::{
        self, AnchorStatus, Coder, Edit, Passage, PassageId, Sidecar, Step, StepName, Timestamp,
        step_name,
    },
    corpus::{ArticlePath, ContentHash, LoadProgress},
    scene::{Heeds, Scene},
    storage::Storage,
};

/// From so many passages on deleting them at once is a large change.
pub(super) const MANY: usize = 5;

/// What bringing a snapshot back does to the passages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Restored {
    /// They are there again.
    pub back: usize,
    /// They are as they were.
    pub changed: usize,
    /// They were made since, and go.
    pub removed: usize,
    /// They stay as they are now: their file is locked, or their place is not sure any more.
    pub left: usize,
    /// Whether the themes change.
    pub themes: bool,
}

impl Restored {
    /// Whether anything becomes other than it is now.
    #[must_use]
    pub fn does_something(self) -> bool {
        self.back + self.changed + self.removed > 0 || self.themes
    }
}

impl Session {
    /// Keeps the whole state as it is now, before `reason`; written before anything that follows.
    pub(super) fn take_snapshot(&self, reason: &StepName) {
        if let Some(saving) = self.saving() {
            saving.snapshot(SetSnapshot::new(self.all_annotations(), &reason.to_string()));
        }
    }

    /// Keeps the whole state as it is now under a name, and tells when it is on the disk.
    pub(super) fn take_named_snapshot(&mut self, name: String) -> Result<(), CommandError> {
        let root = self.corpus().ok_or(CommandError::NoSet)?.root().to_path_buf();
        let snapshot = SetSnapshot::named(self.all_annotations(), &name);
        self.start_chore(JobKind::Caring, move |storage, _| {
            let written = snapshot.write(storage, &root);
            move |session: &mut Self| match written {
                Ok(()) => {
                    session.notices.push(Notice::note(t!("note.snapshot_taken", name = name)));
                    // The list is looked at again, if it is on screen.
                    let _ = session.ask(&ListSnapshots.into());
                }
                Err(error) => {
                    let error = CommandError::Snapshot(SnapshotError::Storage(error));
                    session.notices.push(Notice::refused(&error, describe::command_error(&error)));
                }
            }
        });
        Ok(())
    }

    /// The same, and returns when it is done. For the command line.
    ///
    /// # Errors
    /// If it cannot be written, or nothing is open.
    pub fn take_snapshot_now(&mut self, name: &str) -> Result<String, CommandError> {
        let root = self.corpus().ok_or(CommandError::NoSet)?.root().to_path_buf();
        let snapshot = SetSnapshot::named(self.all_annotations(), name);
        let written = snapshot.write(&*self.environment.storage, &root);
        written.map_err(|error| CommandError::Snapshot(SnapshotError::Storage(error)))?;
        Ok(snapshot.info.id)
    }

    /// Makes everything as it was when that snapshot was taken, in one step, as soon as it was read.
    pub(super) fn restore_snapshot(&mut self, id: String) -> Result<(), CommandError> {
        let only = self.sees_only().cloned();
        let find = move |storage: &dyn Storage, scene: &Scene, _: &LoadProgress| {
            changes_to(storage, scene, &id, only.as_ref())
        };
        self.change_when_read(find, |session, way| session.go_back_to(way).map(|_| ()))
    }

    /// Has `find` read on a thread of its own what is to change in the set, and `carry_out` do it; if
    /// something else was done meanwhile, what is to change is another, and is looked for once more.
    pub(super) fn change_when_read<T: Send + 'static>(
        &mut self,
        find: impl Fn(&dyn Storage, &Scene, &LoadProgress) -> Result<T, SnapshotError> + Send + 'static,
        carry_out: fn(&mut Self, T) -> Result<(), CommandError>,
    ) -> Result<(), CommandError> {
        let scene = self.whole().cloned().ok_or(CommandError::NoSet)?;
        let set = self.set_revision;
        self.start_chore(JobKind::Caring, move |storage, progress| {
            let found = find(storage, &scene, progress);
            move |session: &mut Self| {
                let now = session.whole().map(Scene::stamp);
                let done = match found {
                    _ if session.set_revision != set => return,
                    Ok(_) if now != Some(scene.stamp()) => {
                        session.change_when_read(find, carry_out)
                    }
                    Ok(found) => carry_out(session, found),
                    Err(error) => Err(CommandError::Snapshot(error)),
                };
                if let Err(error) = done {
                    session.notices.push(Notice::refused(&error, describe::command_error(&error)));
                }
            }
        });
        Ok(())
    }

    /// The same, and returns when it is done. For the command line.
    ///
    /// # Errors
    /// If the snapshot cannot be read, or nothing is open.
    pub fn restore_snapshot_now(&mut self, id: &str) -> Result<Restored, CommandError> {
        let scene = self.whole().ok_or(CommandError::NoSet)?;
        let way = changes_to(&*self.environment.storage, scene, id, self.sees_only());
        self.go_back_to(way.map_err(CommandError::Snapshot)?)
    }

    fn go_back_to(&mut self, way: WayBack) -> Result<Restored, CommandError> {
        let WayBack { edits, restored, taken } = way;
        let name = step_name!("step.restore_snapshot", taken = describe::moment(taken));
        if !edits.is_empty() {
            self.take_snapshot(&name);
        }
        self.commit_changes(Step { name, edits })?;
        let Restored { back, changed, removed, left, .. } = restored;
        let note = t!("note.restored_snapshot", back = back, changed = changed, removed = removed);
        self.notices.push(Notice::undoable(note));
        if left > 0 {
            self.notices.push(
                Notice::error(t!("note.snapshot_left", count = left)).about(NoticeTopic::Snapshots),
            );
        }
        Ok(restored)
    }
}

/// Which snapshots the open set has, for the window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListSnapshots;

impl Question for ListSnapshots {
    type Answer = Snapshots;
    type Refusal = Infallible;

    fn heeds(&self) -> Heeds {
        Heeds::Nothing
    }

    fn answer(
        &self,
        ground: &Ground,
        _: Option<&Answered<Self>>,
        _: &LoadProgress,
    ) -> Result<Snapshots, Infallible> {
        Ok(snapshots_in(&*ground.storage, ground.scene.corpus.root()))
    }
}

/// What bringing that snapshot back would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookAtSnapshot {
    /// Which.
    pub id: String,
}

impl Question for LookAtSnapshot {
    type Answer = Restored;
    type Refusal = SnapshotError;

    fn heeds(&self) -> Heeds {
        Heeds::Marks
    }

    fn shows_meanwhile(&self, before: &Self) -> bool {
        self == before
    }

    fn answer(
        &self,
        ground: &Ground,
        _: Option<&Answered<Self>>,
        _: &LoadProgress,
    ) -> Result<Restored, SnapshotError> {
        let only = ground.only.as_ref();
        Ok(changes_to(&*ground.storage, &ground.whole, &self.id, only)?.restored)
    }
}

/// What is to change so that everything is as it was when a snapshot was taken.
struct WayBack {
    edits: Vec<Change>,
    restored: Restored,
    taken: Timestamp,
}

/// Of who codes blind only what is the own: nobody decides about what is not seen.
fn changes_to(
    storage: &dyn Storage,
    scene: &Scene,
    id: &str,
    only: Option<&Coder>,
) -> Result<WayBack, SnapshotError> {
    let corpus = &*scene.corpus;
    let annotations = &scene.annotations;
    let mut snapshot = ReadSnapshot::new(storage, corpus.root(), id)?;
    let takes = |coder: &Coder| only.is_none_or(|only| only == coder);
    snapshot.sidecars.retain(|(_, coder), _| takes(coder));
    let mut restored = Restored::default();
    let mut changes = Vec::new();
    let wanted: BTreeSet<(&ArticlePath, &Coder, PassageId)> = snapshot
        .sidecars
        .iter()
        .flat_map(|((article, coder), sidecar)| {
            sidecar.passages.iter().map(move |passage| (article, coder, passage.id))
        })
        .collect();
    for (article, coder, passage) in annotations.passages() {
        if !takes(coder) || wanted.contains(&(article, coder, passage.id)) {
            continue;
        }
        match annotations.layer(article, coder).filter(|layer| layer.is_writable()) {
            Some(layer) => {
                restored.removed += 1;
                let facts = (layer.sha256.clone(), layer.chars);
                let place = (article.clone(), coder.clone(), passage.clone());
                let edit = Edit::remove(place.0, place.1, place.2, facts.0, facts.1);
                changes.push(Change::Annotation(edit));
            }
            None => restored.left += 1,
        }
    }
    for ((article, coder), sidecar) in snapshot.sidecars {
        changes_of_layer(
            (storage, scene),
            (&article, &coder),
            sidecar,
            &mut changes,
            &mut restored,
        );
    }
    let now = annotations.codebook();
    if snapshot.codebook.themes() != now.themes() {
        restored.themes = true;
        let (before, after) = (Box::new(now.clone()), Box::new(snapshot.codebook));
        changes.push(Change::Codebook { before, after });
    }
    Ok(WayBack { edits: changes, restored, taken: snapshot.info.taken })
}

/// What brings one layer back to `sidecar`, as far as its passages still have their places.
fn changes_of_layer(
    (storage, scene): (&dyn Storage, &Scene),
    (article, coder): (&ArticlePath, &Coder),
    sidecar: Sidecar,
    changes: &mut Vec<Change>,
    restored: &mut Restored,
) {
    let corpus = &*scene.corpus;
    let now = corpus.article(article).map(|article| &**article);
    let layer = scene.annotations.layer(article, coder);
    let (then, statuses) = open::place(storage, corpus.root(), sidecar, now);
    let statuses: BTreeMap<_, _> = statuses.into_iter().collect();
    let locked = layer.is_some_and(|layer| !layer.is_writable());
    let facts = match (now, layer.filter(|layer| !layer.passages.is_empty())) {
        (Some(now), _) => (now.hash().clone(), now.text.char_len().get()),
        // Of an article that is gone only what was marked in the same text can be told apart.
        (None, Some(layer)) => (layer.sha256.clone(), layer.chars),
        (None, None) => (then.sha256.clone(), then.chars),
    };
    for passage in &then.passages {
        let counted = (restored.back, restored.changed);
        let current = layer.and_then(|layer| layer.passage(passage.id));
        let placed = if now.is_some() {
            placed(now, passage, statuses.get(&passage.id))
        } else {
            (facts.0 == then.sha256).then(|| Passage::clone(passage))
        };
        let placed = placed.filter(|_| !locked);
        match (placed, current) {
            (Some(placed), Some(current)) if placed.says_the_same_as(current) => {}
            (Some(placed), current) => {
                changes.push(Change::Annotation(put(article, coder, current, placed, &facts)));
                let count =
                    if current.is_some() { &mut restored.changed } else { &mut restored.back };
                *count += 1;
            }
            (None, Some(current)) if passage.says_the_same_as(current) => {}
            (None, _) => {
                restored.left += 1;
                continue;
            }
        }
        // Other versions of it wait for a decision again.
        let of_it = |rivals: &[Passage]| -> Vec<Passage> {
            rivals.iter().filter(|rival| rival.id == passage.id).cloned().collect()
        };
        let before = layer.map(|layer| of_it(&layer.conflicts)).unwrap_or_default();
        let after = of_it(&then.conflicts);
        if before != after && !locked {
            let (article, coder, id) = (article.clone(), coder.clone(), passage.id);
            let edit = Edit::Rivals { article, coder, id, before, after };
            changes.push(Change::Annotation(edit));
            if counted == (restored.back, restored.changed) {
                restored.changed += 1;
            }
        }
    }
}

/// The passage where it stands now; `None` where that is not sure.
pub(super) fn placed(
    article: Option<&crate::corpus::Article>,
    passage: &Passage,
    status: Option<&AnchorStatus>,
) -> Option<Passage> {
    match status {
        None | Some(AnchorStatus::Ok) => Some(passage.clone()),
        Some(AnchorStatus::Moved(fragments) | AnchorStatus::Changed(fragments)) => {
            annotation::refragment(&article?.text, passage, fragments)
        }
        Some(AnchorStatus::Review(_) | AnchorStatus::Orphan) => None,
    }
}

/// Of the text for which positions hold: its hash and its length in Unicode scalar values.
pub(super) type TextFacts = (ContentHash, u32);

/// What makes a passage `after`, or puts it there.
pub(super) fn put(
    article: &ArticlePath,
    coder: &Coder,
    before: Option<&Passage>,
    after: Passage,
    (sha256, chars): &TextFacts,
) -> Edit {
    let (article, coder, sha256) = (article.clone(), coder.clone(), sha256.clone());
    match before {
        None => Edit::add(article, coder, after, sha256, *chars),
        Some(before) => Edit::change(article, coder, before.clone(), after, sha256, *chars),
    }
}
