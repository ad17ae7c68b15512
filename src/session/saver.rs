//! The saver: a thread of its own that makes what changed durable, and says when it is.
//!
//! The window never waits for the disk: it hands over the newest state of a file and goes on. The
//! saver keeps only the newest state of each file, writes it through [`storage::save`], and reports
//! back. A file that somebody else changed since it was read is merged first, never overwritten; one
//! that cannot be read is left alone.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    path::{Path, PathBuf},
    sync::{
        Arc,
        mpsc::{Receiver, Sender, channel},
    },
    thread::JoinHandle,
};

use super::{WordList, kept, snapshots::SetSnapshot};
use crate::{
    annotation::{
        self, Codebook, Coder, JournalEntry, Layer, Records, SavedQuery, Sidecar, Snapshot,
    },
    corpus::{Article, ArticlePath, ContentHash, Corrections, Dictionary},
    storage::{self, Durability, Metadata, Storage, StorageError},
};

/// No sidecar or codebook longer than this is read back for a merge.
pub(super) const FILE_LIMIT: u64 = 256 << 20;

/// What a file on disk is to hold.
#[derive(Clone, Debug)]
pub(super) enum Content {
    /// One coder's passages in an article, and the article whose text they stand in, if it is
    /// still there.
    Sidecar(Box<Snapshot>, Option<Arc<Article>>),
    /// The themes, and how they were when last read or written: what tells a colleague's theme
    /// from one that was deleted here.
    Codebook { base: Codebook, now: Codebook },
    /// The user's corrections, and how they were when last read or written.
    Corrections { base: Corrections, now: Corrections },
    /// A list of words, and how it was when last read or written.
    Words { base: Dictionary, now: Dictionary },
    /// The saved queries, and how they were when last read or written.
    Queries { base: Records<SavedQuery>, now: Records<SavedQuery> },
    /// One coder's journal, and how it was when last read or written.
    Journal { base: Records<JournalEntry>, now: Records<JournalEntry> },
}

impl Content {
    /// The file as this alone would make it.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        match self {
            Self::Sidecar(snapshot, _) => snapshot.sidecar().to_ron().into_bytes(),
            Self::Codebook { now, .. } => now.to_ron().into_bytes(),
            Self::Corrections { now, .. } => ron_of(now),
            Self::Words { now, .. } => now.to_bytes(),
            Self::Queries { now, .. } => now.to_ron().into_bytes(),
            Self::Journal { now, .. } => now.to_ron().into_bytes(),
        }
    }

    /// The file from which memory was built, where a merge needs it; else nothing.
    /// Of a sidecar that is `base`.
    pub(super) fn base_to_bytes(&self, base: Option<&Layer>) -> Vec<u8> {
        match self {
            Self::Sidecar(snapshot, _) => base
                .map(|base| snapshot.sidecar_of(base.clone()).to_ron().into_bytes())
                .unwrap_or_default(),
            Self::Codebook { base, .. } => base.to_ron().into_bytes(),
            Self::Corrections { base, .. } => ron_of(base),
            Self::Words { base, .. } => base.to_bytes(),
            Self::Queries { base, .. } => base.to_ron().into_bytes(),
            Self::Journal { base, .. } => base.to_ron().into_bytes(),
        }
    }
}

/// Which file of the set is meant.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// `codebook.ron`.
    Codebook,
    /// `.quandian/articles.ron`.
    Corrections,
    /// The dictionary, or what is not to be suggested for it.
    Words(WordList),
    /// `.quandian/queries.ron`.
    Queries,
    /// One coder's journal.
    Journal(Coder),
    /// One coder's passages in an article.
    Sidecar(ArticlePath, Coder),
}

/// Why something could not be saved.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// The disk refused.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// What lies there cannot be read, so it is not overwritten.
    #[error("what lies there cannot be read: {reason}: {}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A link in the set leads there, and the user has not agreed to write there.
    #[error("a link leads out of the set, to {}: {}", target.display(), path.display())]
    Outside {
        /// The link.
        path: PathBuf,
        /// What would be written to.
        target: PathBuf,
    },
}

/// What the saver has to say.
#[derive(Debug)]
pub(super) enum Report {
    /// That state is on the disk.
    Saved {
        target: Target,
        revision: u64,
        path: PathBuf,
        /// Of the bytes that lie there now.
        hash: ContentHash,
        /// What the file system said of the file right after it was written.
        stamp: Option<Box<Metadata>>,
        /// What was handed over; what was written, if nobody else's had to be merged into it.
        content: Box<Content>,
        durability: Durability,
        merged: Option<Merged>,
    },
    /// That state is not on the disk; `kept` is where it lies in the user's data folder.
    Failed { target: Target, revision: u64, error: SaveError, kept: Option<PathBuf> },
    /// The snapshot before a large change could not be written.
    NoSnapshot(StorageError),
    /// The version before the last could not be kept; the file itself was saved. Told once.
    NoPrevious(StorageError),
}

/// What came in from somebody else's version of a file while saving.
#[derive(Debug)]
pub(super) enum Merged {
    Sidecar(Box<Sidecar>),
    Codebook(Codebook),
    Corrections(Corrections),
    Words(Box<Dictionary>),
    Queries(Records<SavedQuery>),
    Journal(Records<JournalEntry>),
}

/// Where copies go, in the user's data folder.
#[derive(Clone, Debug, Default)]
pub(super) struct Keep {
    /// The version before the last of each file.
    pub(super) previous: Option<PathBuf>,
    /// What could not be saved.
    pub(super) unsaved: Option<PathBuf>,
}

/// One request: make the newest `content` of `target` durable.
struct Request {
    target: Target,
    path: PathBuf,
    content: Content,
    revision: u64,
}

enum Message {
    Save(Box<Request>),
    /// The bytes of that file were read, and are what memory holds.
    /// A sidecar's content goes with it: what both sides of a later merge were made from.
    Known(PathBuf, ContentHash, Option<Arc<Layer>>),
    /// What could not be saved is saved elsewhere.
    GiveUp,
    /// Keep the whole state as it is now, before it changes much.
    Snapshot(Box<SetSnapshot>),
    /// The user agrees that this file outside the set is written to.
    Allow(PathBuf),
}

/// The hash by which the saver knows a file again.
pub(super) fn fingerprint(bytes: &[u8]) -> ContentHash {
    ContentHash::of_bytes(bytes)
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

    pub(super) fn save(&self, target: Target, path: PathBuf, content: Content, revision: u64) {
        self.send(Message::Save(Box::new(Request { target, path, content, revision })));
    }

    /// Tells the saver which bytes of a file memory was built from, and, of a sidecar, its content.
    pub(super) fn known(&self, path: PathBuf, hash: ContentHash, base: Option<Arc<Layer>>) {
        self.send(Message::Known(path, hash, base));
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
    /// The bytes, by hash, that each file had when it was last read or written here.
    known: HashMap<PathBuf, ContentHash>,
    /// Of each sidecar, what both memory and whatever else lies there now were made from.
    bases: HashMap<PathBuf, Arc<Layer>>,
    /// The bytes, by hash, of merges that were written and that memory has not heard of yet, the
    /// latest last.
    merges: HashMap<PathBuf, Vec<ContentHash>>,
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
            known: HashMap::new(),
            bases: HashMap::new(),
            merges: HashMap::new(),
            allowed: BTreeSet::new(),
            unsaved: BTreeMap::new(),
            tidied: false,
            refusal_told: false,
        }
    }

    fn run(mut self, requests: &Receiver<Message>, report: impl Fn(Report)) {
        while let Ok(first) = requests.recv() {
            // Only the newest state of each file matters.
            let mut newest = BTreeMap::new();
            for message in std::iter::once(first).chain(requests.try_iter()) {
                match message {
                    Message::Save(request) => {
                        newest.insert(request.target.clone(), request);
                    }
                    Message::Known(path, hash, base) => {
                        // What was handed over before that does not hold what was read since.
                        let earlier = |_: &Target, request: &mut Box<Request>| request.path == path;
                        for (_, request) in newest.extract_if(.., earlier) {
                            report(self.save_or_keep(*request, &report));
                        }
                        let merges = self.merges.entry(path.clone()).or_default();
                        if merges.last() != Some(&hash) && merges.contains(&hash) {
                            // Another merge lies there by now. Against this one, what was changed
                            // here since would be a change on both sides.
                            continue;
                        }
                        merges.clear();
                        if let Some(base) = base {
                            self.bases.insert(path.clone(), base);
                        }
                        self.known.insert(path, hash);
                    }
                    // At once: what is saved after it may be what it is to bring back.
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
                }
            }
            for request in newest.into_values() {
                report(self.save_or_keep(*request, &report));
            }
        }
    }

    fn save_or_keep(&mut self, request: Request, report: impl Fn(Report)) -> Report {
        let Request { target, path, content, revision } = request;
        match self.save(&path, &content, report) {
            Ok(Written { hash, stamp, durability, merged }) => {
                if let Some(kept) = self.unsaved.remove(&target) {
                    // Where it stays it is offered again, and merging it once more changes nothing.
                    let _ = self.storage.remove(&kept);
                }
                let (stamp, content) = (stamp.map(Box::new), Box::new(content));
                Report::Saved { target, revision, path, hash, stamp, content, durability, merged }
            }
            Err(error) => {
                let kept = self.keep.unsaved.as_deref().and_then(|data| {
                    let base = self.bases.get(&path).map(|base| &**base);
                    let files = [content.to_bytes(), content.base_to_bytes(base)];
                    kept::write_unsaved(&*self.storage, data, &self.root, &target, files).ok()
                });
                if let Some(kept) = &kept {
                    self.unsaved.insert(target.clone(), kept.clone());
                }
                Report::Failed { target, revision, error, kept }
            }
        }
    }

    fn save(
        &mut self,
        path: &Path,
        content: &Content,
        report: impl Fn(Report),
    ) -> Result<Written, SaveError> {
        let storage = Arc::clone(&self.storage);
        let lock = self.root.join(".quandian").join("lock");
        self.refuse_outside(&lock)?;
        // Between reading what lies there and the rename, no other window or command may write.
        let _lock = storage.lock(&lock)?;
        self.refuse_outside(path)?;
        let on_disk = match storage.read(path, FILE_LIMIT) {
            Ok(bytes) => Some(bytes),
            Err(error) if error.is_not_found() => None,
            Err(error) => return Err(error.into()),
        };
        let known = self.known.get(path);
        let strange = on_disk.as_deref().filter(|bytes| known != Some(&fingerprint(bytes)));
        let (bytes, merged) = match (content, strange) {
            (Content::Sidecar(ours, article), strange) => {
                if let Some(article) = article {
                    self.keep_base(article)?;
                }
                let base = self.bases.get(path).map(|base| &**base);
                let ours = ours.sidecar();
                let merged = strange.map(|bytes| merge_sidecar(path, base, &ours, bytes));
                let merged = merged.transpose()?;
                let text = merged.as_deref().unwrap_or(&ours).to_ron();
                (text.into_bytes(), merged.map(Merged::Sidecar))
            }
            (Content::Codebook { base, now }, Some(bytes)) => {
                let theirs = parse(path, bytes, Codebook::from_ron)?;
                let merged = annotation::merge_codebooks_from(base, now, &theirs);
                (merged.to_ron().into_bytes(), Some(Merged::Codebook(merged)))
            }
            (Content::Corrections { base, now }, Some(bytes)) => {
                let theirs = parse(path, bytes, Corrections::from_ron)?;
                let merged = Corrections::merged(base, now, &theirs);
                (ron_of(&merged), Some(Merged::Corrections(merged)))
            }
            (Content::Words { base, now }, Some(bytes)) => {
                let merged = Dictionary::merged(base, now, &Dictionary::read(bytes));
                (merged.to_bytes(), Some(Merged::Words(Box::new(merged))))
            }
            (Content::Queries { base, now }, Some(bytes)) => {
                let theirs = parse(path, bytes, Records::from_ron)?;
                let merged = Records::merged(base, now, &theirs);
                (merged.to_ron().into_bytes(), Some(Merged::Queries(merged)))
            }
            (Content::Journal { base, now }, Some(bytes)) => {
                let theirs = parse(path, bytes, Records::from_ron)?;
                let merged = Records::merged(base, now, &theirs);
                (merged.to_ron().into_bytes(), Some(Merged::Journal(merged)))
            }
            (content, None) => (content.to_bytes(), None),
        };
        if let Some(old) = on_disk.filter(|old| *old != bytes) {
            self.keep_previous(path, &old, report);
        }
        let durability = storage::save(&*storage, path, &bytes)?;
        let hash = fingerprint(&bytes);
        // What came in by a merge is not in memory before the session says so.
        if merged.is_none() {
            self.known.insert(path.to_path_buf(), hash.clone());
        } else {
            self.merges.entry(path.to_path_buf()).or_default().push(hash.clone());
        }
        if let Content::Sidecar(ours, _) = content {
            self.bases.insert(path.to_path_buf(), Arc::new(ours.layer().clone()));
        }
        // Still under the lock: whatever comes after this is somebody else's.
        let stamp = storage.metadata(path).ok();
        Ok(Written { hash, stamp, durability, merged })
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
            kept::tidy(&*self.storage, data);
        }
        let kept = kept::keep_previous(&*self.storage, data, &self.root, path, bytes);
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
    merged: Option<Merged>,
}

fn ron_of(corrections: &Corrections) -> Vec<u8> {
    // The writer fails on nothing that this type can hold.
    corrections.to_ron().unwrap_or_default().into_bytes()
}

fn merge_sidecar(
    path: &Path,
    base: Option<&Layer>,
    ours: &Sidecar,
    bytes: &[u8],
) -> Result<Box<Sidecar>, SaveError> {
    let theirs = parse(path, bytes, Sidecar::from_ron)?;
    Ok(Box::new(match base {
        Some(base) => annotation::merge_from(base, ours.clone(), theirs),
        None => annotation::merge(ours.clone(), theirs),
    }))
}

fn parse<T, E: std::fmt::Display>(
    path: &Path,
    bytes: &[u8],
    read: impl Fn(&str) -> Result<T, E>,
) -> Result<T, SaveError> {
    let unreadable = |reason: String| SaveError::Unreadable { path: path.to_path_buf(), reason };
    let text = std::str::from_utf8(bytes).map_err(|error| unreadable(error.to_string()))?;
    read(text).map_err(|error| unreadable(error.to_string()))
}
