//! Seeing when files of the set change, so that nobody has to open it anew.
//!
//! The system's own events are coarse and come in bursts; they are collected until it has been
//! quiet for a moment and then only say where to look again. What changed is found by reading.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc},
    time::{Duration, Instant},
};

use notify::{
    Config, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher as _,
    event::{AccessKind, AccessMode, CreateKind, ModifyKind, RemoveKind},
};

use super::{ArticlePath, Corrections, Dictionary, loader::is_article_name};

/// So long it must be quiet before changes are handed on.
const QUIET: Duration = Duration::from_millis(200);
/// But no longer than this, if it never gets quiet.
const AT_MOST: Duration = Duration::from_secs(1);
/// How often a set is looked through where the system cannot watch it.
const POLL: Duration = Duration::from_secs(2);

/// Where to look again.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileChange {
    /// This article was added, changed or removed.
    Article(ArticlePath),
    /// A sidecar, the codebook, the corrections or the dictionary were.
    Sidecar(PathBuf),
    /// A folder was, or some events were lost: everything may have changed.
    Everything,
}

/// The system refused to watch.
#[derive(Debug, thiserror::Error)]
#[error("cannot watch {}: {source}", root.display())]
pub struct WatchError {
    /// The folder.
    pub root: PathBuf,
    /// What it said.
    pub source: notify::Error,
}

/// Watches one set until it is dropped.
pub struct Watcher {
    changes: Arc<Mutex<BTreeSet<FileChange>>>,
    /// Only held: dropping it ends the events, and with them the collecting thread.
    _system: Box<dyn notify::Watcher + Send>,
}

impl std::fmt::Debug for Watcher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Watcher").finish_non_exhaustive()
    }
}

impl Watcher {
    /// Watches the folder `root` (absolute, links resolved) and all below it.
    ///
    /// `wake` is called, from another thread, whenever [`Watcher::drain`] has something new. Where
    /// the system cannot watch (its limit is reached), the set is looked through every two seconds.
    ///
    /// # Errors
    /// If that fails, too: the folder is gone or may not be read.
    pub fn new(root: &Path, wake: impl Fn() + Send + 'static) -> Result<Self, WatchError> {
        let changes = Arc::new(Mutex::new(BTreeSet::new()));
        let (sender, events) = mpsc::channel();
        let system =
            watch(root, sender).map_err(|source| WatchError { root: root.to_owned(), source })?;
        let collector = Collector { root: root.to_owned(), events, changes: Arc::clone(&changes) };
        std::thread::Builder::new()
            .name("watch".into())
            .spawn(move || collector.run(wake))
            .map_err(|error| WatchError {
                root: root.to_owned(),
                source: notify::Error::io(error),
            })?;
        Ok(Self { changes, _system: system })
    }

    /// What changed since the last call, each thing once.
    #[must_use]
    pub fn drain(&self) -> Vec<FileChange> {
        std::mem::take(&mut *lock(&self.changes)).into_iter().collect()
    }
}

type Changes = Mutex<BTreeSet<FileChange>>;

fn lock(changes: &Changes) -> MutexGuard<'_, BTreeSet<FileChange>> {
    // The set is whole after every step, whoever panicked meanwhile.
    changes.lock().unwrap_or_else(PoisonError::into_inner)
}

fn watch(
    root: &Path,
    sender: mpsc::Sender<notify::Result<Event>>,
) -> notify::Result<Box<dyn notify::Watcher + Send>> {
    let system = RecommendedWatcher::new(sender.clone(), Config::default());
    if let Ok(mut system) = system
        && system.watch(root, RecursiveMode::Recursive).is_ok()
    {
        return Ok(Box::new(system));
    }
    let mut poll = PollWatcher::new(sender, Config::default().with_poll_interval(POLL))?;
    poll.watch(root, RecursiveMode::Recursive)?;
    Ok(Box::new(poll))
}

/// The thread between the system's events and [`Watcher::drain`].
struct Collector {
    root: PathBuf,
    events: mpsc::Receiver<notify::Result<Event>>,
    changes: Arc<Changes>,
}

impl Collector {
    fn run(self, wake: impl Fn()) {
        // Ends when the watcher, which holds the other end, is dropped.
        while let Ok(event) = self.events.recv() {
            let mut burst = BTreeSet::new();
            collect(&self.root, event, &mut burst);
            // What is not of interest must not keep the program busy.
            if burst.is_empty() {
                continue;
            }
            let end = Instant::now() + AT_MOST;
            while let Some(left) = end.checked_duration_since(Instant::now())
                && let Ok(event) = self.events.recv_timeout(QUIET.min(left))
            {
                collect(&self.root, event, &mut burst);
            }
            lock(&self.changes).append(&mut burst);
            wake();
        }
    }
}

fn collect(root: &Path, event: notify::Result<Event>, changes: &mut BTreeSet<FileChange>) {
    match event {
        Ok(event) if !event.need_rescan() => {
            let here = event.paths.iter().filter_map(|path| change_at(root, path, event.kind));
            changes.extend(here);
        }
        // Which events were lost nobody knows.
        Ok(_) | Err(_) => {
            changes.insert(FileChange::Everything);
        }
    }
}

/// What an event about `path` means for the set at `root`; `None` if nothing.
fn change_at(root: &Path, path: &Path, kind: EventKind) -> Option<FileChange> {
    if matches!(kind, EventKind::Access(access) if access != AccessKind::Close(AccessMode::Write)) {
        return None;
    }
    if path == root {
        // Its time changes with every file made in it; gone or renamed is another thing.
        let is_gone = matches!(kind, EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)));
        return is_gone.then_some(FileChange::Everything);
    }
    let own = [Corrections::path(root), Dictionary::path(root), Dictionary::rejected_path(root)];
    let relative = path.strip_prefix(root).ok()?;
    // The journals have their coders' names in theirs.
    let is_record = relative.parent() == Some(Path::new(".quandian"))
        && path.file_name().is_some_and(|name| {
            let name = name.to_string_lossy();
            name == "queries.ron" || name.starts_with("journal.") && name.ends_with(".ron")
        });
    if is_record || own.iter().any(|file| file == path) {
        return Some(FileChange::Sidecar(path.to_owned()));
    }
    let is_hidden = relative.iter().any(|part| part.as_encoded_bytes().starts_with(b"."));
    let name = path.file_name()?.to_string_lossy();
    if is_hidden || name.ends_with(".tmp") || name.ends_with('~') {
        return None;
    }
    // Any name, because the conflicted copies of sync tools have names of their own.
    if name.ends_with(".ron") {
        return Some(FileChange::Sidecar(path.to_owned()));
    }
    if is_article_name(&name) {
        return Some(
            ArticlePath::in_set(root, path).map_or(FileChange::Everything, FileChange::Article),
        );
    }
    may_be_folder(path, kind).then_some(FileChange::Everything)
}

/// Whether the event may be of a folder that came, went or was renamed, with articles in it.
///
/// What is gone cannot be asked what it was; so a name without extension is taken for a folder's.
fn may_be_folder(path: &Path, kind: EventKind) -> bool {
    match kind {
        EventKind::Create(CreateKind::Folder) | EventKind::Remove(RemoveKind::Folder) => true,
        EventKind::Create(CreateKind::File) | EventKind::Remove(RemoveKind::File) => false,
        EventKind::Create(_)
        | EventKind::Remove(_)
        | EventKind::Modify(ModifyKind::Name(_))
        | EventKind::Any
        | EventKind::Other => path.extension().is_none() || path.is_dir(),
        EventKind::Modify(_) | EventKind::Access(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use notify::event::{DataChange, RenameMode};

    use super::*;
    use crate::storage::{Disk, Storage, save};

    const CREATED: EventKind = EventKind::Create(CreateKind::File);
    const WRITTEN: EventKind = EventKind::Modify(ModifyKind::Data(DataChange::Any));
    const RENAMED: EventKind = EventKind::Modify(ModifyKind::Name(RenameMode::Both));

    fn change(path: &str, kind: EventKind) -> Option<FileChange> {
        change_at(Path::new("/set"), &Path::new("/set").join(path), kind)
    }

    fn article(path: &str) -> FileChange {
        FileChange::Article(ArticlePath::new(path).unwrap())
    }

    #[test]
    fn articles_and_sidecars_are_told_apart() {
        for kind in [CREATED, WRITTEN, RENAMED, EventKind::Remove(RemoveKind::File)] {
            assert_eq!(change("一/a.TXT", kind), Some(article("一/a.TXT")));
            for path in [
                "a.txt.lin.tags.ron",
                "codebook.ron",
                ".quandian/articles.ron",
                ".quandian/dictionary.txt",
                ".quandian/queries.ron",
                ".quandian/journal.林.ron",
            ] {
                let expected = FileChange::Sidecar(Path::new("/set").join(path));
                assert_eq!(change(path, kind), Some(expected));
            }
        }
    }

    #[test]
    fn what_is_no_part_of_the_set_is_no_change() {
        for kind in [CREATED, WRITTEN, RENAMED] {
            for path in [
                ".00c0ffee.quandian-12-1.tmp",
                "a.tmp",
                "a.txt~",
                ".a.txt.swp",
                ".git/index",
                ".quandian/base/ab.txt",
                "b.docx",
            ] {
                assert_eq!(change(path, kind), None, "{path}");
            }
        }
        assert_eq!(change("a.txt", EventKind::Access(AccessKind::Read)), None);
        assert_eq!(change("", WRITTEN), None);
    }

    #[test]
    fn a_folder_that_comes_or_goes_means_everything() {
        for kind in
            [EventKind::Create(CreateKind::Folder), EventKind::Remove(RemoveKind::Folder), RENAMED]
        {
            assert_eq!(change("第10期", kind), Some(FileChange::Everything));
        }
        assert_eq!(change("", RENAMED), Some(FileChange::Everything));
        assert_eq!(change("第10期", WRITTEN), None);
        let mut changes = BTreeSet::new();
        collect(Path::new("/set"), Err(notify::Error::generic("overflow")), &mut changes);
        assert!(changes.contains(&FileChange::Everything));
    }

    /// The system's own events, end to end. It waits for them; only their absence takes long.
    #[test]
    fn a_change_on_the_disk_is_seen_once() {
        let folder = tempfile::tempdir().unwrap();
        let root = Disk.resolve(folder.path()).unwrap();
        let (sender, woken) = mpsc::channel();
        let watcher = Watcher::new(&root, move || sender.send(()).unwrap_or_default()).unwrap();
        save(&Disk, &root.join("a.txt"), "甲".as_bytes()).unwrap();
        let mut changes = Vec::new();
        while changes.is_empty() {
            woken.recv_timeout(Duration::from_secs(30)).unwrap();
            changes = watcher.drain();
        }
        assert_eq!(changes, [article("a.txt")]);
        assert_eq!(watcher.drain(), []);
    }
}
