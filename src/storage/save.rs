//! How a file is replaced so that its old or its new content is there at every moment.
//!
//! The new content goes to a temporary file beside the old one, is waited for, read back (some
//! disks say they have written what they have not), and only then put in the old one's place; at
//! last the folder is waited for, without which the rename itself may be lost with the power.
//! Nothing here locks: who merges with what another program wrote takes [`Storage::lock`] first.

use std::{
    io,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
    time::{Duration, SystemTime},
};

use super::{EntryKind, Operation, Storage, StorageError};

/// No save takes that long: an older temporary file is a left-over, whoever made it.
const LEFT_OVER_AFTER: Duration = Duration::from_hours(1);

/// How often another name is tried when a temporary file is in the way or was swept away.
const ATTEMPTS: usize = 8;

/// Stands in the name of every temporary file of this program.
const MARK: &str = ".quandian-";

/// What is known of a file that was saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// It is on the disk.
    Durable,
    /// It is in its place, but the disk could not promise that it stays there if the power fails.
    Unknown,
}

/// Puts `bytes` in the place of the file `path`, with the same permissions, or makes it.
///
/// A link is followed: what it leads to is replaced, the link stays. A link that leads nowhere is
/// itself replaced by the file. The folder is made if it is missing.
///
/// # Errors
/// If the disk refuses one of the steps, or gives back other bytes than were written; the file is
/// then as it was before.
pub fn save(storage: &dyn Storage, path: &Path, bytes: &[u8]) -> Result<Durability, StorageError> {
    let existing = match storage.resolve(path) {
        Ok(target) => Some(target),
        Err(error) if error.is_not_found() => None,
        Err(error) => return Err(error),
    };
    let target = existing.as_deref().unwrap_or(path);
    if existing.is_some() && storage.metadata(target)?.kind != EntryKind::File {
        return Err(refusal(target, "not a regular file"));
    }
    let (Some(folder), Some(name)) = (target.parent(), target.file_name()) else {
        return Err(refusal(target, "not a file's path"));
    };
    let folder_lasts = existing.is_some() || create_folder(storage, folder)?;

    let mut attempts = 0;
    loop {
        attempts += 1;
        let temporary = folder.join(temporary_name(name.as_encoded_bytes()));
        match replace(storage, &temporary, target, bytes, existing.as_deref()) {
            Ok(()) => break,
            // In the way: somebody else's, so it is not removed. Gone: swept away by a program on
            // another machine, which cannot see that this one is running.
            Err(error) if attempts < ATTEMPTS && is_taken_or_gone(&error) => {}
            // The file that the user knows, not the one that was to become it.
            Err(error) if error.path == temporary => {
                return Err(StorageError { path: target.to_path_buf(), ..error });
            }
            Err(error) => return Err(error),
        }
    }
    match storage.sync_folder(folder) {
        Ok(()) if folder_lasts => Ok(Durability::Durable),
        // Some network file systems cannot do this at all, so it is no failure of the save.
        Ok(()) | Err(_) => Ok(Durability::Unknown),
    }
}

/// Where a save of `path` would write to, if that is outside the folder `root` (links resolved).
///
/// A link in a set may come from anybody, and lead to a file of the user's that is none of the set.
///
/// # Errors
/// If the disk does not tell.
pub fn leads_outside(
    storage: &dyn Storage,
    root: &Path,
    path: &Path,
) -> Result<Option<PathBuf>, StorageError> {
    let target = destination(storage, path)?;
    Ok((!target.starts_with(root)).then_some(target))
}

/// `path` with every link resolved, as far as it is there: where a save of it would write to.
///
/// # Errors
/// If the disk does not tell.
pub fn destination(storage: &dyn Storage, path: &Path) -> Result<PathBuf, StorageError> {
    let mut rest = PathBuf::new();
    let mut known = path;
    loop {
        match storage.resolve(known) {
            Ok(resolved) if rest.as_os_str().is_empty() => return Ok(resolved),
            Ok(resolved) => return Ok(resolved.join(&rest)),
            // What is not there yet will be made below the nearest folder that is.
            Err(error) if error.is_not_found() => {
                let (Some(folder), Some(name)) = (known.parent(), known.file_name()) else {
                    return Err(error);
                };
                let name = Path::new(name);
                rest = if rest.as_os_str().is_empty() { name.into() } else { name.join(&rest) };
                known = folder;
            }
            Err(error) => return Err(error),
        }
    }
}

/// What is wrong where a link in a set leads out of it.
#[derive(Debug, thiserror::Error)]
#[error("a link leads out of the set: {}", link.display())]
pub struct LeadsOutside {
    /// The path in the set.
    pub link: PathBuf,
}

/// Fails with [`LeadsOutside`] if a save of `path` would write outside the folder `root`: what is
/// nowhere asked about must not be written there at all, not even an empty lock file.
///
/// # Errors
/// So, or if the disk does not tell.
pub fn refuse_outside(storage: &dyn Storage, root: &Path, path: &Path) -> Result<(), StorageError> {
    let Some(target) = leads_outside(storage, root, path)? else { return Ok(()) };
    let source = io::Error::other(LeadsOutside { link: path.to_owned() });
    Err(StorageError { operation: Operation::Write, path: target, source })
}

fn is_taken_or_gone(error: &StorageError) -> bool {
    match error.operation {
        Operation::Write => error.source.kind() == io::ErrorKind::AlreadyExists,
        Operation::Sync | Operation::Read | Operation::Rename => error.is_not_found(),
        _ => false,
    }
}

/// Writes, waits, reads back and renames; removes what it wrote if one of these fails.
fn replace(
    storage: &dyn Storage,
    temporary: &Path,
    target: &Path,
    bytes: &[u8],
    like: Option<&Path>,
) -> Result<(), StorageError> {
    let written = storage.create_new(temporary, bytes, like);
    if let Err(error) = &written
        && error.source.kind() == io::ErrorKind::AlreadyExists
    {
        return written;
    }
    let result = written
        .and_then(|()| storage.sync(temporary))
        .and_then(|()| read_back(storage, temporary, bytes))
        .and_then(|()| storage.rename(temporary, target));
    if result.is_err() {
        // If this fails too, `sweep_temporaries` will find it.
        let _ = storage.remove(temporary);
    }
    result
}

fn read_back(storage: &dyn Storage, path: &Path, bytes: &[u8]) -> Result<(), StorageError> {
    let found = match storage.read(path, bytes.len() as u64) {
        Ok(found) => found,
        Err(error) if error.source.kind() == io::ErrorKind::FileTooLarge => Vec::new(),
        Err(error) => return Err(error),
    };
    if found == bytes { Ok(()) } else { Err(refusal(path, "the disk holds other bytes")) }
}

fn refusal(path: &Path, reason: &str) -> StorageError {
    let source = io::Error::new(io::ErrorKind::InvalidData, reason);
    StorageError { operation: Operation::Write, path: path.to_owned(), source }
}

/// Makes `folder` and waits until the folders that were missing are on the disk; whether they are.
fn create_folder(storage: &dyn Storage, folder: &Path) -> Result<bool, StorageError> {
    let is_missing = |folder: &&Path| storage.metadata(folder).is_err_and(|e| e.is_not_found());
    let missing: Vec<_> = folder.ancestors().take_while(is_missing).collect();
    if missing.is_empty() {
        return Ok(true);
    }
    storage.create_folder(folder)?;
    // As with the file itself: where this cannot be had, the save still goes on.
    let mut lasts = true;
    for above in missing.iter().filter_map(|folder| folder.parent()) {
        lasts &= storage.sync_folder(above).is_ok();
    }
    Ok(lasts)
}

/// A name that no other save uses: a hash of the file's name (which may be as long as names can
/// be), this process, and a counter.
fn temporary_name(name: &[u8]) -> String {
    static COUNTER: AtomicU32 = AtomicU32::new(0);
    // FNV-1a; it only helps a human to see which temporary files belong to the same file.
    let hash = name
        .iter()
        .fold(0x811c_9dc5_u32, |hash, &byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    let (process, counter) = (std::process::id(), COUNTER.fetch_add(1, Ordering::Relaxed));
    format!(".{hash:08x}{MARK}{process}-{counter}.tmp")
}

/// The process that made the temporary file `name`; `None` for every other file.
fn maker(name: &str) -> Option<u32> {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let (hash, rest) = name.strip_prefix('.')?.strip_suffix(".tmp")?.split_once(MARK)?;
    let (process, counter) = rest.split_once('-')?;
    let is_hash = hash.len() == 8 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    (is_hash && digits(process) && digits(counter)).then(|| process.parse().ok())?
}

/// Removes the temporary files of saves in `folder` that did not come to their end.
///
/// Only regular files with exactly the names that [`save`] gives, made by another process that is
/// not running any more, or over an hour ago. Gives how many were removed; what cannot be looked
/// at or removed stays.
pub fn sweep_temporaries(storage: &dyn Storage, folder: &Path) -> usize {
    let Ok(entries) = storage.list(folder) else {
        return 0;
    };
    let is_left_over = |path: &PathBuf| {
        let process = path.file_name().and_then(|name| name.to_str()).and_then(maker);
        process.is_some_and(|process| {
            process != std::process::id()
                && (has_ended(storage, process) || is_older(storage, path, LEFT_OVER_AFTER))
        })
    };
    let files = entries.into_iter().filter(|entry| entry.kind == EntryKind::File);
    files
        .map(|entry| entry.path)
        .filter(is_left_over)
        .filter(|path| storage.remove(path).is_ok())
        .count()
}

/// Whether no process of that number runs; `false` where the system does not tell through `/proc`.
fn has_ended(storage: &dyn Storage, process: u32) -> bool {
    let folder = Path::new("/proc");
    storage.metadata(&folder.join("self")).is_ok()
        && storage
            .metadata(&folder.join(process.to_string()))
            .is_err_and(|error| error.is_not_found())
}

fn is_older(storage: &dyn Storage, path: &Path, age: Duration) -> bool {
    let modified = storage.metadata(path).ok().and_then(|metadata| metadata.modified);
    // A time in the future gives an error here: then the file is not old.
    modified
        .and_then(|modified| SystemTime::now().duration_since(modified).ok())
        .is_some_and(|passed| passed > age)
}

#[cfg(test)]
mod tests {
    use super::{
        super::{Disk, Fault, Memory},
        *,
    };

    const FILE: &str = "/set/a.tags.ron";
    const OLD: &[u8] = "旧".as_bytes();
    const NEW: &[u8] = "新的内容".as_bytes();

    fn names(storage: &dyn Storage, folder: &Path) -> Vec<String> {
        let entries = storage.list(folder).unwrap();
        entries.iter().map(|e| e.path.file_name().unwrap().to_string_lossy().into()).collect()
    }

    fn content(memory: &Memory) -> Option<Vec<u8>> {
        memory.read(Path::new(FILE), 1000).ok()
    }

    /// A set in which the file is, or is not yet; `old` is what it holds.
    fn set(with_file: bool) -> (Memory, Option<Vec<u8>>) {
        let other = ("/set/a.txt", "文章".as_bytes());
        if with_file {
            (Memory::with_files([other, (FILE, OLD)]), Some(OLD.to_vec()))
        } else {
            (Memory::with_files([other]), None)
        }
    }

    fn calls_of_a_save(with_file: bool) -> usize {
        let (memory, _) = set(with_file);
        assert_eq!(save(&memory, Path::new(FILE), NEW).unwrap(), Durability::Durable);
        let calls = memory.calls();
        assert_eq!(content(&memory).unwrap(), NEW);
        assert_eq!(names(&memory, Path::new("/set")), ["a.tags.ron", "a.txt"]);
        calls
    }

    #[test]
    fn an_error_at_any_step_leaves_the_old_or_the_new_content_and_no_litter() {
        for with_file in [true, false] {
            for n in 0..calls_of_a_save(with_file) {
                let (memory, old) = set(with_file);
                memory.fail_at(n, Fault::Error(io::ErrorKind::StorageFull));
                let result = save(&memory, Path::new(FILE), NEW);
                let expected = if result.is_ok() { Some(NEW.to_vec()) } else { old };
                assert_eq!(content(&memory), expected, "step {n}: {result:?}");
                let names = names(&memory, Path::new("/set"));
                assert!(!names.iter().any(|name| maker(name).is_some()), "step {n}: {names:?}");
            }
        }
    }

    #[test]
    fn a_crash_at_any_step_leaves_the_old_or_the_new_content() {
        for fault in [Fault::Crash, Fault::CrashKeepingEntries] {
            for with_file in [true, false] {
                for n in 0..calls_of_a_save(with_file) {
                    let (memory, old) = set(with_file);
                    memory.fail_at(n, fault);
                    let result = save(&memory, Path::new(FILE), NEW);
                    memory.restart();
                    let found = content(&memory);
                    assert!(found == old || found.as_deref() == Some(NEW), "step {n}: {found:?}");
                    if let Ok(Durability::Durable) = result {
                        assert_eq!(found.as_deref(), Some(NEW), "step {n}: promised, but lost");
                    }
                }
            }
        }
    }

    #[test]
    fn a_disk_that_lies_about_what_it_wrote_is_found_out() {
        for n in 0..calls_of_a_save(true) {
            let (memory, _) = set(true);
            memory.fail_at(n, Fault::ShortWrite);
            let result = save(&memory, Path::new(FILE), NEW);
            let expected = if result.is_ok() { NEW } else { OLD };
            assert_eq!(content(&memory).unwrap(), expected, "step {n}");
        }
    }

    #[test]
    fn a_folder_that_cannot_be_synced_is_told() {
        let (memory, _) = set(true);
        memory.fail_at(calls_of_a_save(true) - 1, Fault::Error(io::ErrorKind::Unsupported));
        assert_eq!(save(&memory, Path::new(FILE), NEW).unwrap(), Durability::Unknown);
        assert_eq!(content(&memory).unwrap(), NEW);
    }

    #[test]
    fn missing_folders_are_made_and_last() {
        let (memory, _) = set(false);
        let path = Path::new("/set/.quandian/base/x.txt");
        save(&memory, path, NEW).unwrap();
        memory.restart();
        assert_eq!(memory.read(path, 100).unwrap(), NEW);
        // Its folder too is there for whoever lists the set.
        assert!(names(&memory, Path::new("/set")).contains(&".quandian".to_owned()));
    }

    #[test]
    fn a_folder_is_not_replaced() {
        let memory = Memory::with_files([("/set/a.tags.ron/x", "")]);
        assert!(save(&memory, Path::new(FILE), NEW).is_err());
    }

    #[test]
    fn only_left_over_temporaries_are_swept() {
        let name = |process: u32| format!("/set/.00c0ffee{MARK}{process}-7.tmp");
        let own = name(std::process::id());
        let kept = [
            "/set/a.txt",
            "/set/a.tmp",
            "/set/.a.tmp",
            "/set/.00c0ffee.quandian-12.tmp",
            "/set/.00c0ffee.quandian-12-x.tmp",
            "/set/.00c0ffee.quandian--1.tmp",
            "/set/.00c0ffe.quandian-12-1.tmp",
            "/set/00c0ffee.quandian-12-1.tmp",
            "/set/.00c0ffee.quandian-12-1.tmp.txt",
            // A folder of such a name, because of what is in it.
            "/set/.00c0ffee.quandian-13-1.tmp/a.txt",
            own.as_str(),
        ];
        let old = name(4_000_000);
        let files = kept.iter().copied().chain([old.as_str()]).map(|path| (path, "x"));
        let memory = Memory::with_files(files);
        assert_eq!(sweep_temporaries(&memory, Path::new("/set")), 1);
        assert!(memory.metadata(Path::new(&old)).unwrap_err().is_not_found());
        for path in kept {
            assert!(memory.metadata(Path::new(path)).is_ok(), "{path}");
        }
    }

    #[test]
    fn a_fresh_temporary_is_swept_only_when_its_process_has_ended() {
        let memory =
            Memory::with_files([("/proc/self/stat", ""), ("/proc/12/stat", ""), (FILE, "")]);
        let name = |process: u32| PathBuf::from(format!("/set/.00c0ffee{MARK}{process}-7.tmp"));
        memory.create_new(&name(12), b"", None).unwrap();
        memory.create_new(&name(13), b"", None).unwrap();
        assert_eq!(sweep_temporaries(&memory, Path::new("/set")), 1);
        assert!(memory.metadata(&name(12)).is_ok());
    }

    #[test]
    fn the_longest_name_a_file_can_have_can_be_saved() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("党".repeat(85));
        assert_eq!(save(&Disk, &path, OLD).unwrap(), Durability::Durable);
        assert_eq!(save(&Disk, &path, NEW).unwrap(), Durability::Durable);
        assert_eq!(Disk.read(&path, 100).unwrap(), NEW);
        assert_eq!(names(&Disk, folder.path()).len(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn what_a_link_leads_to_is_replaced_and_the_link_stays() {
        let folder = tempfile::tempdir().unwrap();
        let (real, link) = (folder.path().join("elsewhere/real"), folder.path().join("link"));
        save(&Disk, &real, OLD).unwrap();
        std::os::unix::fs::symlink(&real, &link).unwrap();
        save(&Disk, &link, NEW).unwrap();
        assert_eq!(Disk.read(&real, 100).unwrap(), NEW);
        let entries = Disk.list(folder.path()).unwrap();
        assert!(entries.iter().any(|entry| entry.path == link && entry.kind == EntryKind::Link));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_out_of_the_set_is_found_out_and_one_inside_is_not() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let folder = Disk.resolve(folder.path()).unwrap();
        let (root, other) = (folder.join("set"), folder.join("elsewhere"));
        Disk.create_folder(&root).unwrap();
        save(&Disk, &root.join("in"), OLD).unwrap();
        save(&Disk, &other.join("out"), OLD).unwrap();
        symlink(root.join("in"), root.join("to-in")).unwrap();
        symlink(other.join("out"), root.join("to-out")).unwrap();
        symlink(&other, root.join("folder")).unwrap();
        let leads = |name: &str| leads_outside(&Disk, &root, &root.join(name)).unwrap();
        for inside in ["in", "to-in", "new", "new/deep"] {
            assert_eq!(leads(inside), None, "{inside}");
        }
        assert_eq!(leads("to-out"), Some(other.join("out")));
        assert_eq!(leads("folder/new/deep"), Some(other.join("new/deep")));
    }
}
