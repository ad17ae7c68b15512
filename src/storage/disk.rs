//! The real disk: every step as one or two calls of `std::fs`.
//!
//! No policy here: what is written where and in which order stands in [`super::save`].

#![expect(clippy::disallowed_methods, reason = "this is the door to the disk")]

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Read, Write},
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use super::{EntryKind, FolderEntry, Lock, Metadata, Operation, Storage, StorageError};

/// A save takes milliseconds, so whoever holds a lock this long has been stopped.
const LOCK_PATIENCE: Duration = Duration::from_secs(30);
const LOCK_PAUSE: Duration = Duration::from_millis(2);

/// The disk of this machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct Disk;

/// Held as long as the file is open; the system gives the lock back when it is closed.
struct FileLock {
    _file: File,
}

impl Lock for FileLock {}

/// Names the step and the path that an error of the system belongs to.
fn failed(operation: Operation, path: &Path) -> impl FnOnce(io::Error) -> StorageError {
    move |source| StorageError { operation, path: path.to_owned(), source }
}

fn kind_of(file_type: fs::FileType) -> EntryKind {
    if file_type.is_symlink() {
        EntryKind::Link
    } else if file_type.is_dir() {
        EntryKind::Folder
    } else if file_type.is_file() {
        EntryKind::File
    } else {
        EntryKind::Other
    }
}

impl Storage for Disk {
    fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, StorageError> {
        read(path, limit).map_err(failed(Operation::Read, path))
    }

    fn metadata(&self, path: &Path) -> Result<Metadata, StorageError> {
        let metadata = fs::metadata(path).map_err(failed(Operation::Metadata, path))?;
        Ok(Metadata {
            kind: kind_of(metadata.file_type()),
            len: metadata.len(),
            modified: metadata.modified().ok(),
        })
    }

    fn list(&self, folder: &Path) -> Result<Vec<FolderEntry>, StorageError> {
        let entry = |entry: io::Result<fs::DirEntry>| {
            let entry = entry?;
            Ok(FolderEntry { path: entry.path(), kind: kind_of(entry.file_type()?) })
        };
        fs::read_dir(folder)
            .and_then(|entries| entries.map(entry).collect())
            .map_err(failed(Operation::List, folder))
    }

    #[cfg(unix)]
    fn identity(&self, folder: &Path) -> Option<(u64, u64)> {
        use std::os::unix::fs::MetadataExt as _;
        fs::metadata(folder).ok().map(|metadata| (metadata.dev(), metadata.ino()))
    }

    fn resolve(&self, path: &Path) -> Result<PathBuf, StorageError> {
        let resolved = fs::canonicalize(path).map_err(failed(Operation::Resolve, path))?;
        Ok(without_verbatim_prefix(resolved))
    }

    fn create_folder(&self, folder: &Path) -> Result<(), StorageError> {
        fs::create_dir_all(folder).map_err(failed(Operation::CreateFolder, folder))
    }

    fn create_new(
        &self,
        path: &Path,
        bytes: &[u8],
        like: Option<&Path>,
    ) -> Result<(), StorageError> {
        create_new(path, bytes, like).map_err(failed(Operation::Write, path))
    }

    fn sync(&self, path: &Path) -> Result<(), StorageError> {
        // Windows flushes only what is open for writing; elsewhere reading is enough, and works on
        // a file whose permissions were copied from a read-only one.
        OpenOptions::new()
            .read(true)
            .write(cfg!(windows))
            .open(path)
            .and_then(|file| file.sync_all())
            .map_err(failed(Operation::Sync, path))
    }

    fn sync_folder(&self, folder: &Path) -> Result<(), StorageError> {
        // Windows has no such call: NTFS keeps the order of its entries in its own journal.
        if cfg!(windows) {
            return Ok(());
        }
        File::open(folder)
            .and_then(|folder| folder.sync_all())
            .map_err(failed(Operation::SyncFolder, folder))
    }

    fn rename(&self, from: &Path, to: &Path) -> Result<(), StorageError> {
        let mut result = fs::rename(from, to);
        // On Windows a virus scanner or an indexer may hold a file for a moment.
        for pause in [10, 20, 40, 80, 160] {
            match &result {
                Err(error) if cfg!(windows) && error.kind() == io::ErrorKind::PermissionDenied => {
                    thread::sleep(Duration::from_millis(pause));
                    result = fs::rename(from, to);
                }
                _ => break,
            }
        }
        result.map_err(failed(Operation::Rename, to))
    }

    fn remove(&self, path: &Path) -> Result<(), StorageError> {
        fs::remove_file(path).map_err(failed(Operation::Remove, path))
    }

    fn lock(&self, path: &Path) -> Result<Box<dyn Lock>, StorageError> {
        let lock = || {
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            // Opening a link that leads nowhere would make a file there, wherever that is.
            if path.is_symlink() && !path.exists() {
                return Err(io::Error::new(
                    io::ErrorKind::InvalidInput,
                    "a link that leads nowhere",
                ));
            }
            let options = &mut OpenOptions::new();
            let file = options.read(true).write(true).create(true).truncate(false).open(path)?;
            wait_for(&file)?;
            Ok(file)
        };
        let file = lock().map_err(failed(Operation::Lock, path))?;
        Ok(Box::new(FileLock { _file: file }))
    }
}

/// Waits for the lock on `file`, but not for a program that was stopped while it held it.
fn wait_for(file: &File) -> io::Result<()> {
    let start = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(()),
            // Some network file systems know no locks. Saving without one is better than not at all:
            // what others wrote is still merged, but for the moment between reading and renaming.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
                return Ok(());
            }
            Err(TryLockError::Error(error)) => return Err(error),
            Err(TryLockError::WouldBlock) if start.elapsed() > LOCK_PATIENCE => {
                let reason = "another program holds the lock and does not let go";
                return Err(io::Error::new(io::ErrorKind::ResourceBusy, reason));
            }
            Err(TryLockError::WouldBlock) => thread::sleep(LOCK_PAUSE),
        }
    }
}

fn read(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    // Looked at before it is opened: opening a pipe would wait for somebody to write into it.
    let metadata = fs::metadata(path)?;
    if metadata.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if !metadata.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"));
    }
    if metadata.len() > limit {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    // One byte more than needed, so that reading to the end does not grow the buffer.
    let expected = usize::try_from(metadata.len()).unwrap_or(0);
    let mut bytes = Vec::with_capacity(expected.saturating_add(1));
    // The file may have grown since, and some (in /proc) say 0: the limit holds for what is read.
    File::open(path)?.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(bytes)
}

fn create_new(path: &Path, bytes: &[u8], like: Option<&Path>) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    let permissions = {
        use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
        let permissions = like.map(fs::metadata).transpose()?.map(|like| like.permissions());
        if let Some(permissions) = &permissions {
            // From the first moment on not readable by more people than the model is.
            options.mode(permissions.mode() & 0o777);
        }
        permissions
    };
    // On Windows a new file inherits its folder's permissions.
    #[cfg(not(unix))]
    let _ = like;
    let mut file = options.open(path)?;
    #[cfg(unix)]
    if let Some(permissions) = permissions {
        // Again, because the process's umask took some away.
        file.set_permissions(permissions)?;
    }
    file.write_all(bytes)
}

/// `C:\set` for Windows' `\\?\C:\set`, which not every program understands; other paths as they are.
fn without_verbatim_prefix(path: PathBuf) -> PathBuf {
    if !cfg!(windows) {
        return path;
    }
    let simple = path.to_str().and_then(|path| path.strip_prefix(r"\\?\"));
    match simple {
        Some(simple) if simple.as_bytes().get(1) == Some(&b':') => PathBuf::from(simple),
        _ => path,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_comes_back_as_it_was_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        Disk.create_new(&path, "党建".as_bytes(), None).unwrap();
        Disk.sync(&path).unwrap();
        Disk.sync_folder(folder.path()).unwrap();
        assert_eq!(Disk.read(&path, 6).unwrap(), "党建".as_bytes());
        assert_eq!(Disk.metadata(&path).unwrap().len, 6);
        let second = Disk.create_new(&path, b"", None).unwrap_err();
        assert_eq!(second.source.kind(), io::ErrorKind::AlreadyExists);
    }

    #[test]
    fn too_long_files_and_folders_are_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        Disk.create_new(&path, b"1234567", None).unwrap();
        let long = Disk.read(&path, 6).unwrap_err();
        assert_eq!(long.source.kind(), io::ErrorKind::FileTooLarge);
        assert!(Disk.read(folder.path(), 6).is_err());
        assert!(Disk.read(&folder.path().join("b.txt"), 6).unwrap_err().is_not_found());
    }

    /// Where the system gives files a length of 0 although they hold something.
    #[cfg(target_os = "linux")]
    #[test]
    fn the_limit_holds_for_files_that_hide_their_length() {
        let long = Disk.read(Path::new("/proc/self/status"), 16).unwrap_err();
        assert_eq!(long.source.kind(), io::ErrorKind::FileTooLarge);
    }

    #[cfg(unix)]
    #[test]
    fn a_new_file_has_the_permissions_of_its_model() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let (model, path) = (folder.path().join("model"), folder.path().join("new"));
        Disk.create_new(&model, b"", None).unwrap();
        for mode in [0o600, 0o664, 0o444] {
            fs::set_permissions(&model, fs::Permissions::from_mode(mode)).unwrap();
            Disk.create_new(&path, b"x", Some(&model)).unwrap();
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, mode);
            Disk.remove(&path).unwrap();
        }
    }

    #[test]
    fn a_second_lock_waits_for_the_first() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".quandian").join("lock");
        let first = Disk.lock(&path).unwrap();
        let (sender, receiver) = std::sync::mpsc::channel();
        let waiting = std::thread::spawn({
            let path = path.clone();
            let sender = sender.clone();
            move || {
                let lock = Disk.lock(&path).unwrap();
                sender.send("second").unwrap();
                drop(lock);
            }
        });
        sender.send("first").unwrap();
        drop(first);
        waiting.join().unwrap();
        // Only the second's turn can come last; that it did come shows that the lock was given back.
        assert_eq!(receiver.try_iter().collect::<Vec<_>>(), ["first", "second"]);
    }
}
