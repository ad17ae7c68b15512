//! The saver: a thread of its own that makes what changed durable, and says when it is.
//!
//! The window never waits for the disk: it hands over the newest state of a file and goes on. The
//! saver keeps only the newest state of each file, writes it through [`storage::save`], and reports
//! back. A file that somebody else changed since it was read is merged first, never overwritten; one
//! that cannot be read is left alone.

use std::{
    collections::{BTreeMap, HashMap},
    path::{Path, PathBuf},
    sync::{
        Arc,
        mpsc::{Receiver, Sender, channel},
    },
    thread::JoinHandle,
};

use super::WordList;
use crate::{
    annotation::{self, Codebook, Coder, Sidecar, Snapshot},
    corpus::{Article, ArticlePath, ContentHash, Dictionary},
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
    /// The user's corrections, as the file's text.
    Corrections(String),
    /// A list of words, and how it was when last read or written.
    Words { base: Dictionary, now: Dictionary },
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
        stamp: Option<Metadata>,
        /// The codebook that lies there now, if it was the one saved.
        codebook: Option<Box<Codebook>>,
        /// The list of words that lies there now, if it was one.
        words: Option<Box<Dictionary>>,
        durability: Durability,
        merged: Option<Merged>,
    },
    /// That state is not on the disk.
    Failed { target: Target, revision: u64, error: SaveError },
}

/// What came in from somebody else's version of a file while saving.
#[derive(Debug)]
pub(super) enum Merged {
    Sidecar(Box<Sidecar>),
    Codebook(Codebook),
    Words(Box<Dictionary>),
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
    Known(PathBuf, ContentHash),
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
        wake: Arc<dyn Fn() + Send + Sync>,
    ) -> std::io::Result<Self> {
        let (sender, requests) = channel();
        let (report, reports) = channel();
        let thread = std::thread::Builder::new().name("saver".to_owned()).spawn(move || {
            Worker { storage, root, known: HashMap::new() }.run(&requests, |one| {
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

    /// Tells the saver which bytes of a file memory was built from.
    pub(super) fn known(&self, path: PathBuf, hash: ContentHash) {
        self.send(Message::Known(path, hash));
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
    /// The bytes, by hash, that each file had when it was last read or written here.
    known: HashMap<PathBuf, ContentHash>,
}

impl Worker {
    fn run(mut self, requests: &Receiver<Message>, report: impl Fn(Report)) {
        while let Ok(first) = requests.recv() {
            // Only the newest state of each file matters.
            let mut newest = BTreeMap::new();
            for message in std::iter::once(first).chain(requests.try_iter()) {
                match message {
                    Message::Save(request) => {
                        newest.insert(request.target.clone(), request);
                    }
                    Message::Known(path, hash) => {
                        self.known.insert(path, hash);
                    }
                }
            }
            for request in newest.into_values() {
                let Request { target, path, content, revision } = *request;
                report(match self.save(&path, &content) {
                    Ok(Written { hash, stamp, durability, merged }) => {
                        let (mut codebook, mut words) = (None, None);
                        match (content, &merged) {
                            (_, Some(Merged::Codebook(merged))) => {
                                codebook = Some(Box::new(merged.clone()));
                            }
                            (Content::Codebook { now, .. }, _) => codebook = Some(Box::new(now)),
                            (_, Some(Merged::Words(merged))) => {
                                words = Some(merged.clone());
                            }
                            (Content::Words { now, .. }, _) => words = Some(Box::new(now)),
                            _ => {}
                        }
                        Report::Saved {
                            target,
                            revision,
                            path,
                            hash,
                            stamp,
                            codebook,
                            words,
                            durability,
                            merged,
                        }
                    }
                    Err(error) => Report::Failed { target, revision, error },
                });
            }
        }
    }

    fn save(&mut self, path: &Path, content: &Content) -> Result<Written, SaveError> {
        let storage = Arc::clone(&self.storage);
        // Between reading what lies there and the rename, no other window or command may write.
        let _lock = storage.lock(&self.root.join(".quandian").join("lock"))?;
        let on_disk = match storage.read(path, FILE_LIMIT) {
            Ok(bytes) => Some(bytes),
            Err(error) if error.is_not_found() => None,
            Err(error) => return Err(error.into()),
        };
        let strange = on_disk.filter(|bytes| self.known.get(path) != Some(&fingerprint(bytes)));
        let (bytes, merged) = match (content, strange) {
            (Content::Sidecar(ours, article), strange) => {
                if let Some(article) = article {
                    self.keep_base(article)?;
                }
                let ours = ours.sidecar();
                let merged = strange.map(|bytes| merge_sidecar(path, &ours, &bytes)).transpose()?;
                let text = merged.as_deref().unwrap_or(&ours).to_ron();
                (text.into_bytes(), merged.map(Merged::Sidecar))
            }
            (Content::Codebook { base, now }, Some(bytes)) => {
                let theirs = parse(path, &bytes, Codebook::from_ron)?;
                let merged = annotation::merge_codebooks(base, now, &theirs);
                (merged.to_ron().into_bytes(), Some(Merged::Codebook(merged)))
            }
            (Content::Codebook { now, .. }, None) => (now.to_ron().into_bytes(), None),
            (Content::Corrections(text), _) => (text.clone().into_bytes(), None),
            (Content::Words { base, now }, Some(bytes)) => {
                let merged = Dictionary::merged(base, now, &Dictionary::read(&bytes));
                (merged.to_bytes(), Some(Merged::Words(Box::new(merged))))
            }
            (Content::Words { now, .. }, None) => (now.to_bytes(), None),
        };
        let durability = storage::save(&*storage, path, &bytes)?;
        let hash = fingerprint(&bytes);
        self.known.insert(path.to_path_buf(), hash.clone());
        // Still under the lock: whatever comes after this is somebody else's.
        let stamp = storage.metadata(path).ok();
        Ok(Written { hash, stamp, durability, merged })
    }

    /// Keeps the text as it was when first marked, which is what re-anchoring starts from.
    fn keep_base(&self, article: &Article) -> Result<(), SaveError> {
        let path = super::open::base_path(&self.root, article.hash());
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

fn merge_sidecar(path: &Path, ours: &Sidecar, bytes: &[u8]) -> Result<Box<Sidecar>, SaveError> {
    let theirs = parse(path, bytes, Sidecar::from_ron)?;
    Ok(Box::new(annotation::merge(ours.clone(), theirs)))
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
