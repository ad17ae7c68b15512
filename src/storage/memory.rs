//! A file system in memory that fails when a test wants it to.
//!
//! It keeps apart what a running program sees and what would be left after the power went: a
//! file's bytes last once the file was synced, an entry of a folder (a new name, a rename, a
//! removal) once the folder was. It knows no links and no permissions; tests of those use a
//! temporary folder and [`super::Disk`].

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    path::{Path, PathBuf},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    time::SystemTime,
};

use super::{EntryKind, FolderEntry, Lock, Metadata, Operation, Storage, StorageError};

/// What happens at the chosen call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It fails with this error; a file that was to be written is left half written.
    Error(io::ErrorKind),
    /// Half of the bytes are written and success is reported; other steps work.
    ShortWrite,
    /// The machine stops: this call and all later ones fail until [`Memory::restart`].
    /// Entries of folders that were not synced are as before.
    Crash,
    /// As `Crash`, but entries had reached the disk without being waited for.
    CrashKeepingEntries,
}

/// A file system in memory; clones share it.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    /// A lock was given back, or a call was held up or let go.
    moved: Condvar,
}

type FileId = usize;
type Entries = BTreeMap<PathBuf, Node>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Node {
    File(FileId),
    Folder,
}

#[derive(Debug)]
struct File {
    bytes: Vec<u8>,
    /// What a crash leaves of it.
    synced: Vec<u8>,
    modified: SystemTime,
}

#[derive(Debug, Default)]
struct State {
    /// Never shortened: a name may come back after a crash.
    files: Vec<File>,
    entries: Entries,
    /// What a crash leaves of the entries.
    synced: Entries,
    locked: BTreeSet<PathBuf>,
    /// Paths whose calls are held up, and whether one waits there.
    held: BTreeMap<PathBuf, bool>,
    calls: usize,
    fault: Option<(usize, Fault)>,
    crashed: Option<Fault>,
}

impl Memory {
    /// An empty file system.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A file system with these files, all of them safely on its disk, last written in 1970.
    #[must_use]
    pub fn with_files<P: AsRef<Path>, B: AsRef<[u8]>>(
        files: impl IntoIterator<Item = (P, B)>,
    ) -> Self {
        let memory = Self::new();
        {
            let mut state = memory.state();
            for (path, bytes) in files {
                let (path, bytes) = (path.as_ref(), bytes.as_ref());
                state.create_folders(path.parent().unwrap_or(path));
                let id = state.add_file(bytes, SystemTime::UNIX_EPOCH);
                state.files[id].synced = bytes.to_vec();
                state.entries.insert(path.to_owned(), Node::File(id));
            }
            state.synced = state.entries.clone();
        }
        memory
    }

    /// Lets the `n`-th call from now meet `fault`; 0 is the next one.
    pub fn fail_at(&self, n: usize, fault: Fault) {
        let mut state = self.state();
        state.fault = Some((state.calls + n, fault));
    }

    /// Holds up every call for `path`, whatever it is to do, until what is given is dropped.
    #[must_use]
    pub fn hold(&self, path: impl Into<PathBuf>) -> Held {
        let path = path.into();
        self.state().held.insert(path.clone(), false);
        Held { memory: self.clone(), path }
    }

    /// How many calls were made.
    #[must_use]
    pub fn calls(&self) -> usize {
        self.state().calls
    }

    /// Starts the machine again: what had not reached the disk is gone, and no fault is left.
    pub fn restart(&self) {
        let mut state = self.state();
        let State { files, entries, synced, crashed, .. } = &mut *state;
        for file in files {
            file.bytes.clone_from(&file.synced);
        }
        if *crashed == Some(Fault::CrashKeepingEntries) {
            synced.clone_from(entries);
        } else {
            entries.clone_from(synced);
        }
        state.locked.clear();
        state.fault = None;
        state.crashed = None;
        drop(state);
        self.shared.moved.notify_all();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A test that panics while it holds the state has failed already.
        self.shared.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does one step, unless it is the one that is to fail.
    fn step<T>(
        &self,
        operation: Operation,
        path: &Path,
        step: impl FnOnce(&mut State, Option<Fault>) -> io::Result<T>,
    ) -> Result<T, StorageError> {
        let mut state = self.state();
        while let Some(waits) = state.held.get_mut(path) {
            *waits = true;
            self.shared.moved.notify_all();
            state = self.shared.moved.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        let had_crashed = state.crashed;
        let fault = state.next_fault();
        let result = match (had_crashed, fault) {
            (Some(crash), _) => Err(error_of(crash)),
            (None, None | Some(Fault::ShortWrite)) => step(&mut state, fault),
            // Writing leaves something behind even when it fails.
            (None, Some(_)) if operation == Operation::Write => step(&mut state, fault),
            (None, Some(fault)) => Err(error_of(fault)),
        };
        result.map_err(|source| StorageError { operation, path: path.to_owned(), source })
    }
}

/// Calls for one path wait as long as this lives.
#[derive(Debug)]
pub struct Held {
    memory: Memory,
    path: PathBuf,
}

impl Held {
    /// Returns when a call waits here.
    pub fn wait(&self) {
        let state = self.memory.state();
        let nobody = |state: &mut State| !state.held.get(&self.path).copied().unwrap_or_default();
        // Only held on to for so long as it takes to find that somebody waits.
        drop(self.memory.shared.moved.wait_while(state, nobody));
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.memory.state().held.remove(&self.path);
        self.memory.shared.moved.notify_all();
    }
}

fn error_of(fault: Fault) -> io::Error {
    match fault {
        Fault::Error(kind) => kind.into(),
        _ => io::Error::other("the machine has stopped"),
    }
}

impl State {
    /// Counts a call and says what it meets.
    fn next_fault(&mut self) -> Option<Fault> {
        let call = self.calls;
        self.calls += 1;
        let (_, fault) = self.fault.take_if(|(at, _)| *at == call)?;
        if matches!(fault, Fault::Crash | Fault::CrashKeepingEntries) {
            self.crashed = Some(fault);
        }
        Some(fault)
    }

    fn add_file(&mut self, bytes: &[u8], modified: SystemTime) -> FileId {
        self.files.push(File { bytes: bytes.to_vec(), synced: Vec::new(), modified });
        self.files.len() - 1
    }

    fn create_folders(&mut self, folder: &Path) {
        for folder in folder.ancestors() {
            self.entries.entry(folder.to_owned()).or_insert(Node::Folder);
        }
    }

    fn node(&self, path: &Path) -> io::Result<Node> {
        self.entries.get(path).copied().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn file(&mut self, path: &Path) -> io::Result<&mut File> {
        match self.node(path)? {
            Node::File(id) => Ok(&mut self.files[id]),
            Node::Folder => Err(io::ErrorKind::IsADirectory.into()),
        }
    }

    fn is_folder(&self, path: &Path) -> bool {
        self.entries.get(path) == Some(&Node::Folder)
    }

    fn children<'a>(
        entries: &'a Entries,
        folder: &'a Path,
    ) -> impl Iterator<Item = (&'a PathBuf, Node)> + 'a {
        entries
            .iter()
            .filter(move |(path, _)| path.parent() == Some(folder))
            .map(|(path, node)| (path, *node))
    }
}

impl Storage for Memory {
    fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, StorageError> {
        self.step(Operation::Read, path, |state, _| {
            let file = state.file(path)?;
            if file.bytes.len() as u64 > limit {
                return Err(io::ErrorKind::FileTooLarge.into());
            }
            Ok(file.bytes.clone())
        })
    }

    fn metadata(&self, path: &Path) -> Result<Metadata, StorageError> {
        self.step(Operation::Metadata, path, |state, _| match state.node(path)? {
            Node::Folder => Ok(Metadata { kind: EntryKind::Folder, len: 0, modified: None }),
            Node::File(id) => {
                let file = &state.files[id];
                let len = file.bytes.len() as u64;
                Ok(Metadata { kind: EntryKind::File, len, modified: Some(file.modified) })
            }
        })
    }

    fn list(&self, folder: &Path) -> Result<Vec<FolderEntry>, StorageError> {
        self.step(Operation::List, folder, |state, _| {
            if state.node(folder)? != Node::Folder {
                return Err(io::ErrorKind::NotADirectory.into());
            }
            let entry = |(path, node): (&PathBuf, Node)| {
                let kind = match node {
                    Node::File(_) => EntryKind::File,
                    Node::Folder => EntryKind::Folder,
                };
                FolderEntry { path: path.clone(), kind }
            };
            Ok(State::children(&state.entries, folder).map(entry).collect())
        })
    }

    fn resolve(&self, path: &Path) -> Result<PathBuf, StorageError> {
        self.step(Operation::Resolve, path, |state, _| state.node(path).map(|_| path.to_owned()))
    }

    fn create_folder(&self, folder: &Path) -> Result<(), StorageError> {
        self.step(Operation::CreateFolder, folder, |state, _| {
            if matches!(state.entries.get(folder), Some(Node::File(_))) {
                return Err(io::ErrorKind::AlreadyExists.into());
            }
            state.create_folders(folder);
            Ok(())
        })
    }

    fn create_new(&self, path: &Path, bytes: &[u8], _: Option<&Path>) -> Result<(), StorageError> {
        self.step(Operation::Write, path, |state, fault| {
            if state.entries.contains_key(path) {
                return Err(io::ErrorKind::AlreadyExists.into());
            }
            if !path.parent().is_some_and(|folder| state.is_folder(folder)) {
                return Err(io::ErrorKind::NotFound.into());
            }
            let written = if fault.is_some() { &bytes[..bytes.len() / 2] } else { bytes };
            let id = state.add_file(written, SystemTime::now());
            state.entries.insert(path.to_owned(), Node::File(id));
            match fault {
                None | Some(Fault::ShortWrite) => Ok(()),
                Some(fault) => Err(error_of(fault)),
            }
        })
    }

    fn sync(&self, path: &Path) -> Result<(), StorageError> {
        self.step(Operation::Sync, path, |state, _| {
            let file = state.file(path)?;
            file.synced.clone_from(&file.bytes);
            Ok(())
        })
    }

    fn sync_folder(&self, folder: &Path) -> Result<(), StorageError> {
        self.step(Operation::SyncFolder, folder, |state, _| {
            if !state.is_folder(folder) {
                return Err(io::ErrorKind::NotFound.into());
            }
            let State { entries, synced, .. } = state;
            synced.retain(|path, _| path.parent() != Some(folder));
            synced
                .extend(State::children(entries, folder).map(|(path, node)| (path.clone(), node)));
            Ok(())
        })
    }

    fn rename(&self, from: &Path, to: &Path) -> Result<(), StorageError> {
        self.step(Operation::Rename, to, |state, _| {
            let node = state.node(from)?;
            if node == Node::Folder || state.is_folder(to) {
                return Err(io::ErrorKind::Unsupported.into());
            }
            state.entries.remove(from);
            state.entries.insert(to.to_owned(), node);
            Ok(())
        })
    }

    fn remove(&self, path: &Path) -> Result<(), StorageError> {
        self.step(Operation::Remove, path, |state, _| {
            state.file(path)?;
            state.entries.remove(path);
            Ok(())
        })
    }

    fn lock(&self, path: &Path) -> Result<Box<dyn Lock>, StorageError> {
        self.step(Operation::Lock, path, |_, _| Ok(()))?;
        let state = self.state();
        let taken = |state: &mut State| state.locked.contains(path);
        let waited = self.shared.moved.wait_while(state, taken);
        waited.unwrap_or_else(PoisonError::into_inner).locked.insert(path.to_owned());
        Ok(Box::new(MemoryLock { memory: self.clone(), path: path.to_owned() }))
    }
}

struct MemoryLock {
    memory: Memory,
    path: PathBuf,
}

impl Lock for MemoryLock {}

impl Drop for MemoryLock {
    fn drop(&mut self) {
        self.memory.state().locked.remove(&self.path);
        self.memory.shared.moved.notify_all();
    }
}
