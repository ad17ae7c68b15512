//! The one door to the disk.
//!
//! [`Storage`] is the list of what the program does to a file system, one primitive step per
//! method, so that a test's storage can fail at each of them in turn. What is built from the steps
//! ([`save`]: temporary file, fsync, rename, fsync of the folder) stands beside it and is the same
//! for every storage. Nothing outside this module calls `std::fs`.

mod disk;
mod memory;
mod save;

use std::{
    fmt,
    path::{Path, PathBuf},
    time::SystemTime,
};

pub use disk::Disk;
pub use memory::{Fault, Held, Memory};
pub use save::{
    Durability, LeadsOutside, destination, leads_outside, refuse_outside, save, sweep_temporaries,
};

/// What kind of thing a path names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link; what it leads to is not looked at.
    Link,
    /// A pipe, a socket, a device.
    Other,
}

/// One entry of a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FolderEntry {
    /// The full path.
    pub path: PathBuf,
    /// What it is.
    pub kind: EntryKind,
}

/// What the file system says of a file, links followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Metadata {
    /// What it is.
    pub kind: EntryKind,
    /// Length in bytes.
    pub len: u64,
    /// When it was last written, where the file system knows.
    pub modified: Option<SystemTime>,
}

/// A step that was asked of the storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operation {
    /// Reading a whole file.
    Read,
    /// Asking for length and time.
    Metadata,
    /// Listing a folder.
    List,
    /// Resolving links.
    Resolve,
    /// Making a folder and those above it.
    CreateFolder,
    /// Making a new file and writing it.
    Write,
    /// Waiting until a file is on the disk.
    Sync,
    /// Waiting until a folder's entries are on the disk.
    SyncFolder,
    /// Putting a file in another's place.
    Rename,
    /// Removing a file.
    Remove,
    /// Waiting for the right to change a set.
    Lock,
}

/// A step that failed.
#[derive(Debug, thiserror::Error)]
#[error("{operation:?} failed: {source}: {}", path.display())]
pub struct StorageError {
    /// What was tried.
    pub operation: Operation,
    /// On what.
    pub path: PathBuf,
    /// What the system said.
    pub source: std::io::Error,
}

impl StorageError {
    /// Whether it failed because nothing is there.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.source.kind() == std::io::ErrorKind::NotFound
    }
}

/// The right to change what a lock file stands for; given back when dropped.
pub trait Lock: Send {}

/// The steps from which all access to files is built.
///
/// Paths are absolute. Every method may block; none is called from the window's thread but by the
/// command line and at the start.
pub trait Storage: Send + Sync + fmt::Debug {
    /// The whole file; an error of kind `FileTooLarge` if it is longer than `limit` bytes.
    ///
    /// # Errors
    /// If it is missing, unreadable, not a regular file, or too long.
    fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, StorageError>;

    /// What the file system says of `path`, links followed.
    ///
    /// # Errors
    /// If it is missing or may not be looked at.
    fn metadata(&self, path: &Path) -> Result<Metadata, StorageError>;

    /// The entries of one folder, in no order.
    ///
    /// # Errors
    /// If it is missing, no folder, or may not be read.
    fn list(&self, folder: &Path) -> Result<Vec<FolderEntry>, StorageError>;

    /// What tells a folder from all others, by whatever path it is met; `None` where nothing does.
    fn identity(&self, _folder: &Path) -> Option<(u64, u64)> {
        None
    }

    /// `path` with every link resolved.
    ///
    /// # Errors
    /// If it is missing.
    fn resolve(&self, path: &Path) -> Result<PathBuf, StorageError>;

    /// Makes `folder` and those above it; does nothing where it exists.
    ///
    /// # Errors
    /// If the disk refuses.
    fn create_folder(&self, folder: &Path) -> Result<(), StorageError>;

    /// Makes a new file with `bytes` and, if given, with the permissions of the file `like`.
    ///
    /// # Errors
    /// If `path` exists already, or the disk refuses; what was written then may remain.
    fn create_new(
        &self,
        path: &Path,
        bytes: &[u8],
        like: Option<&Path>,
    ) -> Result<(), StorageError>;

    /// Returns when the file's bytes are on the disk.
    ///
    /// # Errors
    /// If the disk cannot promise it.
    fn sync(&self, path: &Path) -> Result<(), StorageError>;

    /// Returns when the folder's entries are on the disk.
    ///
    /// # Errors
    /// If the disk cannot promise it.
    fn sync_folder(&self, folder: &Path) -> Result<(), StorageError>;

    /// Puts `from` in the place of `to` in one step.
    ///
    /// # Errors
    /// If the disk refuses; `to` is then as it was.
    fn rename(&self, from: &Path, to: &Path) -> Result<(), StorageError>;

    /// Removes a file.
    ///
    /// # Errors
    /// If it is missing or the disk refuses.
    fn remove(&self, path: &Path) -> Result<(), StorageError>;

    /// Waits for the exclusive right that the lock file `path` stands for, making it if needed.
    ///
    /// # Errors
    /// If the file cannot be made or locked, or another program holds it and does not let go.
    fn lock(&self, path: &Path) -> Result<Box<dyn Lock>, StorageError>;
}
