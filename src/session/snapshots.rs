//! Snapshots: everything that was marked in a set, as it was before a large change.
//!
//! They lie in the set, in `.quandian/snapshots`, one file each with a name of its own: they go
//! where the set goes, and no two machines write the same one. Only the latest are kept.

use std::{
    collections::{BTreeMap, BTreeSet},
    convert::Infallible,
    path::{Path, PathBuf},
};

use rust_i18n::t;
use serde::{Deserialize, Serialize};

use super::{
    Answered, Change, CommandError, Ground, JobKind, Notice, Question, Session, SnapshotError,
    describe, kept_file::FILE_LIMIT, open,
};
use crate::{
    annotation::{
        self, AnchorStatus, Annotations, Codebook, Coder, Edit, Passage, PassageId, Sidecar, Step,
        StepName, Timestamp, step_name,
    },
    corpus::{ArticlePath, ContentHash, LoadProgress},
    scene::{Heeds, Scene},
    storage::{self, EntryKind, Storage, StorageError},
};

/// So many are kept,
const MOST: usize = 20;
/// as long as they are no more than this many bytes together; the latest is kept in any case.
const MOST_BYTES: u64 = 128 << 20;
/// From so many passages on deleting them at once is a large change.
pub(super) const MANY: usize = 5;

/// Ends the name of the file of one that was named.
const NAMED: &str = "-named";

const VERSION: u32 = 1;

/// What a snapshot says of itself, without what is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnapshotInfo {
    version: u32,
    /// Its name, which is also its file's.
    pub id: String,
    /// When it was taken.
    pub taken: Timestamp,
    /// Before what, in the language of whoever did it.
    pub reason: String,
    /// How many passages it holds.
    pub passages: usize,
    /// How many themes.
    pub themes: usize,
    /// In how many articles something is marked.
    pub articles: usize,
    /// Whether somebody took it and named it: then `reason` is its name, and it is kept for good.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub named: bool,
}

/// The snapshots of a set.
#[derive(Clone, Debug, Default)]
pub struct Snapshots {
    /// The latest first.
    pub found: Vec<SnapshotInfo>,
    /// Files that should be some and cannot be read, with the reason.
    pub broken: Vec<(PathBuf, String)>,
}

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

/// The second part of the file: what was marked.
#[derive(Serialize, Deserialize)]
struct Content {
    codebook: String,
    sidecars: Vec<(String, String)>,
}

/// A snapshot that is to be written.
pub(super) struct SetSnapshot {
    info: SnapshotInfo,
    annotations: Annotations,
}

fn folder(root: &Path) -> PathBuf {
    root.join(".quandian").join("snapshots")
}

fn file(root: &Path, id: &str) -> PathBuf {
    folder(root).join(format!("{id}.ron"))
}

impl SetSnapshot {
    /// Everything in `annotations`, before `reason`.
    pub(super) fn new(annotations: &Annotations, reason: &str) -> Self {
        let taken = annotation::now();
        let random = PassageId::fresh().to_string();
        let tail = random.get(random.len().saturating_sub(4)..).unwrap_or_default();
        let info = SnapshotInfo {
            version: VERSION,
            id: format!("{}-{tail}", taken.strftime("%Y%m%d-%H%M%S")),
            taken,
            reason: reason.to_owned(),
            passages: annotations.count(),
            themes: annotations.codebook().themes().len(),
            articles: annotations
                .articles()
                .filter(|article| annotations.count_in(article) > 0)
                .count(),
            named: false,
        };
        Self { info, annotations: annotations.clone() }
    }

    /// The same, asked for under a name: it is not among those of which only the latest are kept.
    fn named(annotations: &Annotations, name: &str) -> Self {
        let mut snapshot = Self::new(annotations, name.trim());
        snapshot.info.id += NAMED;
        snapshot.info.named = true;
        snapshot
    }

    /// Writes it into the set at `root`, and removes the oldest ones that are too many.
    pub(super) fn write(&self, storage: &dyn Storage, root: &Path) -> Result<(), StorageError> {
        let path = file(root, &self.info.id);
        storage::refuse_outside(storage, root, &path)?;
        storage::save(storage, &path, self.text(None).as_bytes())?;
        tidy(storage, root);
        Ok(())
    }

    /// What stands in its file: of `coder` alone, or of all.
    pub(super) fn text(&self, coder: Option<&Coder>) -> String {
        let mut sidecars = Vec::new();
        for article in self.annotations.articles() {
            for (of, _) in self.annotations.layers(article) {
                if coder.is_some_and(|coder| coder != of) {
                    continue;
                }
                let layer = self.annotations.snapshot(article, of);
                sidecars.extend(layer.map(|l| (article.to_string(), l.sidecar().to_ron())));
            }
        }
        let content = Content { codebook: self.annotations.codebook().to_ron(), sidecars };
        // The first line can be read without the rest.
        [ron::to_string(&self.info), ron::to_string(&content)]
            .map(Result::unwrap_or_default)
            .join("\n")
    }
}

fn tidy(storage: &dyn Storage, root: &Path) {
    storage::sweep_temporaries(storage, &folder(root));
    // The names tell the time.
    let (mut count, mut bytes) = (0, 0_u64);
    let is_named =
        |path: &Path| path.file_stem().is_some_and(|stem| stem.to_string_lossy().ends_with(NAMED));
    for path in files(storage, root).into_iter().rev().filter(|path| !is_named(path)) {
        count += 1;
        bytes += storage.metadata(&path).map_or(0, |metadata| metadata.len);
        if count > MOST || (count > 1 && bytes > MOST_BYTES) {
            // One too many does no harm; the next snapshot tries again.
            let _ = storage.remove(&path);
        }
    }
}

/// The files in the order of their names, which is that of their times.
fn files(storage: &dyn Storage, root: &Path) -> Vec<PathBuf> {
    let entries = storage.list(&folder(root)).unwrap_or_default();
    let mut paths: Vec<_> = entries
        .into_iter()
        .filter(|entry| entry.kind == EntryKind::File)
        .map(|entry| entry.path)
        .filter(|path| {
            let hidden =
                path.file_name().is_none_or(|name| name.to_string_lossy().starts_with('.'));
            !hidden && path.extension().is_some_and(|extension| extension == "ron")
        })
        .collect();
    paths.sort();
    paths
}

fn read(storage: &dyn Storage, path: &Path) -> Result<(SnapshotInfo, String), SnapshotError> {
    let bytes = storage.read(path, FILE_LIMIT)?;
    let unreadable = |reason: String| SnapshotError::Unreadable(reason);
    let mut text = String::from_utf8(bytes).map_err(|error| unreadable(error.to_string()))?;
    let end = text.find('\n').unwrap_or(text.len());
    let content = text.split_off(end);
    let info: SnapshotInfo = ron::from_str(&text).map_err(|error| unreadable(error.to_string()))?;
    if info.version != VERSION {
        return Err(unreadable(format!("version {}", info.version)));
    }
    Ok((info, content))
}

/// The snapshots of the set at `root`.
pub(super) fn snapshots_in(storage: &dyn Storage, root: &Path) -> Snapshots {
    let mut snapshots = Snapshots::default();
    for path in files(storage, root).into_iter().rev() {
        match read(storage, &path) {
            Ok((info, _)) if file(root, &info.id) == path => snapshots.found.push(info),
            Ok(_) => snapshots.broken.push((path, "renamed".to_owned())),
            Err(error) => snapshots.broken.push((path, describe::snapshot_error(&error))),
        }
    }
    snapshots
}

/// A snapshot that was read back.
struct Read {
    info: SnapshotInfo,
    codebook: Codebook,
    sidecars: BTreeMap<(ArticlePath, Coder), Sidecar>,
}

impl Read {
    fn new(storage: &dyn Storage, root: &Path, id: &str) -> Result<Self, SnapshotError> {
        // An identity is no path.
        if id.contains(|c: char| !c.is_ascii_alphanumeric() && c != '-') {
            return Err(SnapshotError::Unreadable(id.to_owned()));
        }
        let (info, content) = read(storage, &file(root, id))?;
        let (codebook, found) = content_of(&content)?;
        let sidecars =
            found.into_iter().map(|(article, sidecar)| ((article, sidecar.coder.clone()), sidecar));
        Ok(Self { info, codebook, sidecars: sidecars.collect() })
    }
}

/// Themes, and what each coder has marked in which article.
pub(super) type MarkedContent = (Codebook, Vec<(ArticlePath, Sidecar)>);

/// What is in the file of a snapshot, wherever it lies.
pub(super) fn read_content(
    storage: &dyn Storage,
    path: &Path,
) -> Result<MarkedContent, SnapshotError> {
    content_of(&read(storage, path)?.1)
}

fn content_of(content: &str) -> Result<MarkedContent, SnapshotError> {
    let unreadable = |error: &dyn std::fmt::Display| SnapshotError::Unreadable(error.to_string());
    let content: Content = ron::from_str(content).map_err(|error| unreadable(&error))?;
    let codebook = Codebook::from_ron(&content.codebook).map_err(|error| unreadable(&error))?;
    let sidecars = content.sidecars.into_iter().map(|(article, text)| {
        let sidecar = Sidecar::from_ron(&text).map_err(|error| unreadable(&error))?;
        let article = ArticlePath::new(&article).ok_or_else(|| unreadable(&article))?;
        Ok((article, sidecar))
    });
    Ok((codebook, sidecars.collect::<Result<_, SnapshotError>>()?))
}

impl Session {
    /// Keeps the whole state as it is now, before `reason`; written before anything that follows.
    pub(super) fn take_snapshot(&self, reason: &StepName) {
        if let Some(saving) = self.saving() {
            saving.snapshot(SetSnapshot::new(self.annotations(), &reason.to_string()));
        }
    }

    /// Keeps the whole state as it is now under a name, and tells when it is on the disk.
    pub(super) fn take_named_snapshot(&mut self, name: String) -> Result<(), CommandError> {
        let root = self.corpus().ok_or(CommandError::NoSet)?.root().to_path_buf();
        let snapshot = SetSnapshot::named(self.annotations(), &name);
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
                    session.notices.push(Notice::error(describe::command_error(&error)));
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
        let snapshot = SetSnapshot::named(self.annotations(), name);
        let written = snapshot.write(&*self.environment.storage, &root);
        written.map_err(|error| CommandError::Snapshot(SnapshotError::Storage(error)))?;
        Ok(snapshot.info.id)
    }

    /// Makes everything as it was when that snapshot was taken, in one step, as soon as it was read.
    pub(super) fn restore_snapshot(&mut self, id: String) -> Result<(), CommandError> {
        let scene = self.scene().cloned().ok_or(CommandError::NoSet)?;
        let set = self.set_revision;
        self.start_chore(JobKind::Caring, move |storage, _| {
            let way = changes_to(storage, &scene, &id);
            move |session: &mut Self| {
                let now = session.scene().map(Scene::stamp);
                let done = match way {
                    _ if session.set_revision != set => return,
                    // Something was done meanwhile: what is to change is another then.
                    Ok(_) if now != Some(scene.stamp()) => session.restore_snapshot(id),
                    Ok(way) => session.go_back_to(way).map(|_| ()),
                    Err(error) => Err(CommandError::Snapshot(error)),
                };
                if let Err(error) = done {
                    session.notices.push(Notice::error(describe::command_error(&error)));
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
        let scene = self.scene().ok_or(CommandError::NoSet)?;
        let way = changes_to(&*self.environment.storage, scene, id);
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
            self.notices.push(Notice::error(t!("note.snapshot_left", count = left)));
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
        Ok(changes_to(&*ground.storage, &ground.scene, &self.id)?.restored)
    }
}

/// What is to change so that everything is as it was when a snapshot was taken.
struct WayBack {
    edits: Vec<Change>,
    restored: Restored,
    taken: Timestamp,
}

fn changes_to(storage: &dyn Storage, scene: &Scene, id: &str) -> Result<WayBack, SnapshotError> {
    let corpus = &*scene.corpus;
    let annotations = &scene.annotations;
    let snapshot = Read::new(storage, corpus.root(), id)?;
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
        if wanted.contains(&(article, coder, passage.id)) {
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
            (None, _) => restored.left += 1,
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
