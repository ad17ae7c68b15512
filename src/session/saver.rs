//! The saver: a thread of its own that makes what changed durable, and says when it is.
//!
//! The window hands over the newest state of a file and goes on; it never waits for the disk:
//!
//! ```text
//! window  A changed      A again      report of A        report of A
//! ────────┬──────────────┬────────────┬──────────────────┬───────────► time
//!         │ 正在保存…     │            │                  │ 已保存
//!         ▼ hand over    · waits      ▼ hand over        ·
//!         ┌─────────────────────────┐ ┌─────────────────┐
//! saver   │ lock · read what lies   │ │ … the same, with │
//!         │ there · merge · write   │ │ both changes     │
//!         │ beside it · sync ·      │ │                  │
//!         │ rename · unlock         │ └─────────────────┘
//!         └─────────────────────────┘
//! ```
//!
//! One state of a file at a time is with the saver. What is changed meanwhile waits, and goes next,
//! made from what was written. The themes go before the passages that bear them.
//!
//! Three words of the trade, each once. A *lock* is a file that only one program can hold; while the
//! saver holds it, no other window writes to the set. To *sync* is to have the system say that the
//! bytes are on the disk and not only in its memory. A *three-way merge* compares both states of a
//! file with the one they were made from, to tell what each side did.
//!
//! So the new bytes stand whole in a file beside the old ones before they take their name: after a
//! power cut the file is the old one or the new one. What somebody else wrote there since it was last
//! read or written is merged in, never overwritten; a file that cannot be read is left alone; one
//! that is gone is looked for again a moment later before that is believed. What cannot be written is
//! kept in the user's data folder ([`super::recovery`]) and offered on another day.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::{
        Arc,
        mpsc::{Receiver, Sender, channel},
    },
    thread::JoinHandle,
    time::Duration,
};

use super::{
    SaveError, Target, care,
    kept_file::{FILE_LIMIT, FileState, fingerprint},
    recovery,
    snapshot_file::SetSnapshot,
};
use crate::{
    corpus::{Article, ContentHash},
    storage::{self, Durability, Metadata, Storage, StorageError},
};

/// So long a file must be gone before that is believed: other programs put a file in another's place
/// by taking it away first.
pub(super) const SECOND_LOOK: Duration = Duration::from_millis(if cfg!(test) { 30 } else { 1000 });

/// What the saver has to say.
#[derive(Debug)]
pub(super) enum Report {
    /// That state is on the disk.
    Saved {
        target: Target,
        path: PathBuf,
        /// Of the bytes of `now`, which lie there if nobody else's had to be merged into them.
        hash: ContentHash,
        /// What the file system said of the file right after it was written.
        stamp: Option<Box<Metadata>>,
        /// What was handed over.
        now: Box<FileState>,
        durability: Durability,
        /// What was met there of somebody else's: something else lies there now.
        met: Option<Box<Met>>,
    },
    /// That state is not on the disk; `kept` is where it lies in the user's data folder.
    Failed { target: Target, error: SaveError, kept: Option<PathBuf> },
    /// The snapshot before a large change could not be written.
    NoSnapshot(StorageError),
    /// The version before the last could not be kept; the file itself was saved. Told once.
    NoPrevious(StorageError),
}

/// What a save met of somebody else's, with which it was merged.
#[derive(Debug)]
pub(super) struct Met {
    /// The file was gone.
    pub(super) is_gone: bool,
    /// Of so many things both versions stand in the file now.
    pub(super) doubled: usize,
    /// What of theirs had to give way, and where their file is kept.
    pub(super) overruled: Option<(Vec<String>, PathBuf)>,
    /// Their file as it was.
    pub(super) theirs: FileState,
}

/// Where copies go, in the user's data folder.
#[derive(Clone, Debug, Default)]
pub(super) struct Keep {
    /// The version before the last of each file.
    pub(super) previous: Option<PathBuf>,
    /// What could not be saved.
    pub(super) unsaved: Option<PathBuf>,
}

/// One request: make `now` durable.
///
/// There is never more than one of a file under way, so what the session knew of the file when it
/// asked is still what it knows when that is done.
pub(super) struct SaveRequest {
    pub(super) target: Target,
    pub(super) path: PathBuf,
    pub(super) now: FileState,
    /// What the file held when memory and disk were last the same.
    pub(super) base: Option<FileState>,
    /// The hash of its bytes then: where they are there still, nothing has to be merged.
    pub(super) known: Option<ContentHash>,
    /// The article that a sidecar's passages stand in, if it is still there.
    pub(super) article: Option<Arc<Article>>,
}

enum Message {
    Save(Box<SaveRequest>),
    /// What could not be saved is saved elsewhere.
    GiveUp,
    /// Keep the whole state as it is now, before it changes much.
    Snapshot(Box<SetSnapshot>),
    /// The user agrees that this file outside the set is written to.
    Allow(PathBuf),
    /// Copies of what is on the disk now are not needed any more.
    Forget(Vec<PathBuf>),
}

/// Whether nothing at all lies in the folder `root`: such a disk was taken off, and has lost nothing.
pub(super) fn is_off(storage: &dyn Storage, root: &Path) -> bool {
    // What we put there ourselves, to lock the set, is no sign.
    let ours = |path: &Path| path.file_name().is_some_and(|name| name == ".quandian");
    let entries = storage.list(root);
    entries.map_or(true, |entries| entries.iter().all(|entry| ours(&entry.path)))
}

/// The window's end of the saver.
pub(super) struct Saver {
    sender: Option<Sender<Message>>,
    reports: Receiver<Report>,
    thread: Option<JoinHandle<()>>,
}

impl Saver {
    /// Starts the thread for the set at `root`; `wake` is called after every report.
    pub(super) fn start(
        storage: Arc<dyn Storage>,
        root: PathBuf,
        keep: Keep,
        wake: Arc<dyn Fn() + Send + Sync>,
    ) -> std::io::Result<Self> {
        let (sender, requests) = channel();
        let (report, reports) = channel();
        let thread = std::thread::Builder::new().name("saver".to_owned()).spawn(move || {
            Worker::new(storage, root, keep).run(&requests, |one| {
                // The window may be gone already; then nobody is left to be told.
                let _ = report.send(one);
                wake();
            });
        })?;
        Ok(Self { sender: Some(sender), reports, thread: Some(thread) })
    }

    pub(super) fn save(&self, request: SaveRequest) {
        self.send(Message::Save(Box::new(request)));
    }

    /// Writes `snapshot` before whatever is handed over next.
    pub(super) fn snapshot(&self, snapshot: SetSnapshot) {
        self.send(Message::Snapshot(Box::new(snapshot)));
    }

    /// Lets the file `target`, outside the set, be written to.
    pub(super) fn allow(&self, target: PathBuf) {
        self.send(Message::Allow(target));
    }

    /// Forgets what could not be saved, and removes what is kept of it.
    pub(super) fn give_up(&self) {
        self.send(Message::GiveUp);
    }

    /// Removes copies of what is on the disk now.
    pub(super) fn forget(&self, copies: Vec<PathBuf>) {
        self.send(Message::Forget(copies));
    }

    fn send(&self, message: Message) {
        if let Some(sender) = &self.sender {
            // The thread ends only when this sender is dropped.
            let _ = sender.send(message);
        }
    }

    /// What happened since the last call.
    pub(super) fn reports(&self) -> impl Iterator<Item = Report> + '_ {
        self.reports.try_iter()
    }

    /// The next thing that happens; `None` when the thread has ended.
    pub(super) fn wait(&self) -> Option<Report> {
        self.reports.recv().ok()
    }
}

impl Drop for Saver {
    /// Waits until everything handed over was tried.
    fn drop(&mut self) {
        drop(self.sender.take());
        if let Some(thread) = self.thread.take() {
            // A panic there has been printed by its own thread; nothing can be added here.
            let _ = thread.join();
        }
    }
}

struct Worker {
    storage: Arc<dyn Storage>,
    root: PathBuf,
    keep: Keep,
    /// Files outside the set that may be written to.
    allowed: BTreeSet<PathBuf>,
    /// What could not be saved, and where it is kept meanwhile.
    unsaved: BTreeMap<Target, PathBuf>,
    /// Whether the user's data folder was tidied, and whether it was told that it refuses.
    tidied: bool,
    refusal_told: bool,
}

impl Worker {
    fn new(storage: Arc<dyn Storage>, root: PathBuf, keep: Keep) -> Self {
        Self {
            storage,
            root,
            keep,
            allowed: BTreeSet::new(),
            unsaved: BTreeMap::new(),
            tidied: false,
            refusal_told: false,
        }
    }

    fn run(mut self, requests: &Receiver<Message>, report: impl Fn(Report)) {
        while let Ok(message) = requests.recv() {
            match message {
                Message::Save(request) => report(self.save_or_keep(*request, &report)),
                Message::Snapshot(snapshot) => {
                    if let Err(error) = snapshot.write(&*self.storage, &self.root) {
                        report(Report::NoSnapshot(error));
                    }
                }
                Message::GiveUp => {
                    for kept in std::mem::take(&mut self.unsaved).into_values() {
                        // Where it stays it is offered again.
                        let _ = self.storage.remove(&kept);
                    }
                }
                Message::Allow(target) => {
                    self.allowed.insert(target);
                }
                Message::Forget(copies) => {
                    for copy in copies {
                        // Where it stays it is offered again, and merging it once more changes
                        // nothing.
                        let _ = self.storage.remove(&copy);
                    }
                }
            }
        }
    }

    fn save_or_keep(&mut self, request: SaveRequest, report: impl Fn(Report)) -> Report {
        match self.save(&request, report) {
            Ok(Written { hash, stamp, durability, met }) => {
                let SaveRequest { target, path, now, .. } = request;
                if let Some(kept) = self.unsaved.remove(&target) {
                    // Where it stays it is offered again, and merging it once more changes nothing.
                    let _ = self.storage.remove(&kept);
                }
                let (stamp, now, met) = (stamp.map(Box::new), Box::new(now), met.map(Box::new));
                Report::Saved { target, path, hash, stamp, now, durability, met }
            }
            Err(error) => {
                let SaveRequest { target, now, base, .. } = request;
                let kept = self.keep.unsaved.as_deref().and_then(|data| {
                    let files = [now.to_bytes(), now.base_to_bytes(base.as_ref())];
                    recovery::write_unsaved(&*self.storage, data, &self.root, &target, files).ok()
                });
                if let Some(kept) = &kept {
                    self.unsaved.insert(target.clone(), kept.clone());
                }
                Report::Failed { target, error, kept }
            }
        }
    }

    fn save(
        &mut self,
        request: &SaveRequest,
        report: impl Fn(Report),
    ) -> Result<Written, SaveError> {
        let SaveRequest { target, path, now, base, known, article } = request;
        let storage = Arc::clone(&self.storage);
        let lock = self.root.join(".quandian").join("lock");
        self.refuse_outside(&lock)?;
        // Between reading what lies there and the rename, no other window or command may write.
        let mut right = storage.lock(&lock)?;
        self.refuse_outside(path)?;
        let mut on_disk = self.read(path)?;
        if on_disk.is_none() && known.is_some() {
            drop(right);
            std::thread::sleep(SECOND_LOOK);
            right = storage.lock(&lock)?;
            on_disk = self.read(path)?;
        }
        let _right = right;
        if let Some(article) = article {
            self.keep_base(article)?;
        }
        let theirs = match (&on_disk, known) {
            (Some(bytes), known) if *known != Some(fingerprint(bytes)) => {
                let read = FileState::read(target, bytes);
                Some(read.map_err(|broken| SaveError::Unreadable {
                    path: path.clone(),
                    reason: broken.reason,
                })?)
            }
            // Somebody took it away: what we have not changed since is not brought back.
            (None, Some(_)) if !is_off(&*storage, &self.root) => Some(FileState::missing(target)),
            _ => None,
        };
        let Some(theirs) = theirs else {
            let bytes = now.to_bytes();
            let durability = self.put(path, on_disk, &bytes, report)?;
            // Still under the lock: whatever comes after this is somebody else's.
            let stamp = storage.metadata(path).ok();
            return Ok(Written { hash: fingerprint(&bytes), stamp, durability, met: None });
        };
        let hash = fingerprint(&now.to_bytes());
        let kept = theirs.to_bytes();
        let nothing = on_disk.is_none().then(|| theirs.clone());
        let is_gone = nothing.is_some();
        let merged = FileState::merged(base.as_ref(), now.clone(), theirs.clone());
        let mut durability = Durability::Durable;
        // Where nothing is and nothing is to be, there is nothing to write.
        if nothing.is_none_or(|nothing| !merged.state.says_the_same_as(&nothing)) {
            durability = self.put(path, on_disk, &merged.state.to_bytes(), report)?;
        }
        let overruled = (!merged.overruled.is_empty()).then_some(merged.overruled);
        let overruled = overruled.and_then(|what| {
            // That it cannot be kept must not keep ours from being saved, which it is already.
            let kept = care::keep_in_trash(&*storage, &self.root, path, &kept).ok()?;
            Some((what, kept))
        });
        let met = Some(Met { is_gone, doubled: merged.doubled, overruled, theirs });
        Ok(Written { hash, stamp: None, durability, met })
    }

    /// Writes `bytes` in the place of what lies there.
    fn put(
        &mut self,
        path: &Path,
        on_disk: Option<Vec<u8>>,
        bytes: &[u8],
        report: impl Fn(Report),
    ) -> Result<Durability, SaveError> {
        if let Some(old) = on_disk.filter(|old| old != bytes) {
            self.keep_previous(path, &old, report);
        }
        Ok(storage::save(&*self.storage, path, bytes)?)
    }

    /// What lies there, if anything does.
    fn read(&self, path: &Path) -> Result<Option<Vec<u8>>, SaveError> {
        match self.storage.read(path, FILE_LIMIT) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// A link in the set may come from anybody: what lies elsewhere is only written to if the user
    /// agreed.
    fn refuse_outside(&self, path: &Path) -> Result<(), SaveError> {
        match storage::leads_outside(&*self.storage, &self.root, path)? {
            Some(target) if !self.allowed.contains(&target) => {
                Err(SaveError::Outside { path: path.to_path_buf(), target })
            }
            _ => Ok(()),
        }
    }

    /// Keeps what is about to be replaced. That this fails must not keep the new from being saved.
    fn keep_previous(&mut self, path: &Path, bytes: &[u8], report: impl Fn(Report)) {
        let Some(data) = &self.keep.previous else { return };
        if !std::mem::replace(&mut self.tidied, true) {
            recovery::tidy(&*self.storage, data);
        }
        let kept = recovery::keep_previous(&*self.storage, data, &self.root, path, bytes);
        if let Err(error) = kept
            && !std::mem::replace(&mut self.refusal_told, true)
        {
            report(Report::NoPrevious(error));
        }
    }

    /// Keeps the text as it was when first marked, which is what re-anchoring starts from.
    fn keep_base(&self, article: &Article) -> Result<(), SaveError> {
        let path = super::open::base_path(&self.root, article.hash());
        self.refuse_outside(&path)?;
        match self.storage.metadata(&path) {
            Ok(_) => Ok(()),
            Err(error) if error.is_not_found() => {
                storage::save(&*self.storage, &path, article.text.as_str().as_bytes())?;
                Ok(())
            }
            Err(error) => Err(error.into()),
        }
    }
}

/// What was put on the disk.
struct Written {
    hash: ContentHash,
    stamp: Option<Metadata>,
    durability: Durability,
    met: Option<Met>,
}
