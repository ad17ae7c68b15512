//! What is kept of the user's work apart from its files, in the user's data folder: the version
//! before the last of every file, and what could not be saved.
//!
//! Snapshots of a whole set are another thing: they lie in the set ([`super::snapshots`]).

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use serde::{Deserialize, Serialize};

use super::{
    Target, WordList,
    kept_file::{FILE_LIMIT, FileState},
};
use crate::{
    annotation::{Coder, Timestamp, now},
    corpus::{ArticlePath, ContentHash},
    storage::{self, EntryKind, Storage, StorageError},
};

/// A kept version is replaced once it is older: else the work of a minute would push it out.
const PREVIOUS_AGE: Duration = Duration::from_mins(10);
/// Kept versions are removed after that time,
const LONGEST_KEPT: Duration = Duration::from_hours(24 * 180);
/// and the oldest ones where they are more than this many bytes together.
const MOST_BYTES: u64 = 256 << 20;

/// The form of a file of unsaved work that this program writes and reads.
const VERSION: u32 = 1;

const PREVIOUS: &str = "previous";
const RECOVERY: &str = "recovery";
const DISCARDED: &str = "discarded";

/// Sixteen digits that stand for a path.
fn digits_of(path: &Path) -> String {
    let hash = ContentHash::of_bytes(path.as_os_str().as_encoded_bytes());
    hash.as_str().chars().take(16).collect()
}

/// Keeps the bytes of `path`, a file of the set at `root`, before others take their place.
///
/// # Errors
/// If the user's data folder refuses.
pub(super) fn keep_previous(
    storage: &dyn Storage,
    data: &Path,
    root: &Path,
    path: &Path,
    bytes: &[u8],
) -> Result<(), StorageError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let start = name.get(..name.floor_char_boundary(180)).unwrap_or_default();
    let name = format!("{start}.{}.ron", digits_of(path));
    let kept = data.join(PREVIOUS).join(digits_of(root)).join(name);
    let young = storage.metadata(&kept).is_ok_and(|metadata| {
        let age = metadata.modified.and_then(|at| SystemTime::now().duration_since(at).ok());
        age.is_some_and(|age| age < PREVIOUS_AGE)
    });
    if young { Ok(()) } else { storage::save(storage, &kept, bytes).map(|_durability| ()) }
}

/// Removes kept versions that are too old or too many, of all sets.
pub(super) fn tidy(storage: &dyn Storage, data: &Path) {
    for kind in [PREVIOUS, DISCARDED] {
        let mut files = Vec::new();
        for folder in list(storage, &data.join(kind), EntryKind::Folder) {
            storage::sweep_temporaries(storage, &folder);
            for path in list(storage, &folder, EntryKind::File) {
                let Ok(metadata) = storage.metadata(&path) else { continue };
                let modified = metadata.modified.unwrap_or(SystemTime::UNIX_EPOCH);
                files.push((modified, metadata.len, path));
            }
        }
        // The youngest first.
        files.sort_by_key(|(modified, ..)| std::cmp::Reverse(*modified));
        let mut bytes = 0_u64;
        for (modified, len, path) in files {
            bytes = bytes.saturating_add(len);
            let age = SystemTime::now().duration_since(modified).unwrap_or_default();
            if age > LONGEST_KEPT || bytes > MOST_BYTES {
                // What cannot be removed now is tried again another day.
                let _ = storage.remove(&path);
            }
        }
    }
}

/// The entries of that kind in `folder`; none where there is no such folder.
fn list(storage: &dyn Storage, folder: &Path, kind: EntryKind) -> Vec<PathBuf> {
    let entries = storage.list(folder).unwrap_or_default();
    let mut paths: Vec<_> =
        entries.into_iter().filter(|entry| entry.kind == kind).map(|entry| entry.path).collect();
    paths.sort();
    paths
}

/// A file that could not be saved, as it was in memory.
#[derive(Serialize, Deserialize)]
struct File {
    version: u32,
    /// The set's folder.
    root: String,
    what: What,
    saved: Timestamp,
    /// How the file should read.
    text: String,
    /// How it read when memory was built from it; only where a merge needs that.
    base: String,
}

#[derive(Serialize, Deserialize)]
enum What {
    Codebook,
    Corrections,
    Sidecar { article: String, coder: String },
    Words(WordList),
    Queries,
    Journal { coder: String },
    Attributes,
    Groups,
    Formulas,
    Quantities,
    Progress { coder: String },
    Bookmarks { coder: String },
    Decisions { coder: String },
    Refusals { coder: String },
    Summaries { coder: String },
}

/// Puts what could not be saved, and what it was made from, into the user's data folder; gives the
/// file.
///
/// # Errors
/// If that is refused too.
pub(super) fn write_unsaved(
    storage: &dyn Storage,
    data: &Path,
    root: &Path,
    target: &Target,
    [text, base]: [Vec<u8>; 2],
) -> Result<PathBuf, StorageError> {
    let [text, base] = [text, base].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let what = match target {
        Target::Codebook => What::Codebook,
        Target::Corrections => What::Corrections,
        Target::Words(list) => What::Words(*list),
        Target::Queries => What::Queries,
        Target::Journal(coder) => What::Journal { coder: coder.to_string() },
        Target::Attributes => What::Attributes,
        Target::Groups => What::Groups,
        Target::Formulas => What::Formulas,
        Target::Quantities => What::Quantities,
        Target::Progress(coder) => What::Progress { coder: coder.to_string() },
        Target::Bookmarks(coder) => What::Bookmarks { coder: coder.to_string() },
        Target::Decisions(coder) => What::Decisions { coder: coder.to_string() },
        Target::Refusals(coder) => What::Refusals { coder: coder.to_string() },
        Target::Summaries(coder) => What::Summaries { coder: coder.to_string() },
        Target::Sidecar(article, coder) => {
            What::Sidecar { article: article.to_string(), coder: coder.to_string() }
        }
    };
    let root_text = root.to_string_lossy().into_owned();
    let file = File { version: VERSION, root: root_text, what, saved: now(), text, base };
    let bytes = ron::to_string(&file).unwrap_or_default();
    let path = unsaved_path(data, root, target);
    storage::save(storage, &path, bytes.as_bytes())?;
    Ok(path)
}

/// Where what could not be saved of `target` is kept by this process.
pub(super) fn unsaved_path(data: &Path, root: &Path, target: &Target) -> PathBuf {
    let name = match target {
        Target::Codebook => PathBuf::from("codebook"),
        Target::Corrections => PathBuf::from("corrections"),
        Target::Words(list) => PathBuf::from(format!("{list:?}")),
        Target::Queries => PathBuf::from("queries"),
        Target::Journal(coder) => PathBuf::from(format!("journal\0{coder}")),
        Target::Attributes => PathBuf::from("attributes"),
        Target::Groups => PathBuf::from("groups"),
        Target::Formulas => PathBuf::from("formulas"),
        Target::Quantities => PathBuf::from("quantities"),
        Target::Progress(coder) => PathBuf::from(format!("progress\0{coder}")),
        Target::Bookmarks(coder) => PathBuf::from(format!("bookmarks\0{coder}")),
        Target::Decisions(coder) => PathBuf::from(format!("decisions\0{coder}")),
        Target::Refusals(coder) => PathBuf::from(format!("refused\0{coder}")),
        Target::Summaries(coder) => PathBuf::from(format!("summaries\0{coder}")),
        Target::Sidecar(article, coder) => PathBuf::from(format!("{article}\0{coder}")),
    };
    // Two windows on one set do not write over each other.
    let name = format!("{}-{}.ron", digits_of(&name), std::process::id());
    data.join(RECOVERY).join(digits_of(root)).join(name)
}

/// What was read back of a file that could not be saved.
#[derive(Clone, Debug)]
pub(super) struct Unsaved {
    pub(super) target: Target,
    /// What it was made from; `None` where nobody knows.
    pub(super) base: Option<FileState>,
    pub(super) now: FileState,
}

/// The work on one set that could not be saved when it was done.
#[derive(Clone, Debug)]
pub struct UnsavedWork {
    /// The set's folder.
    pub root: PathBuf,
    /// When the last of it was done.
    pub saved: Timestamp,
    /// How many passages stand in it, saved before or not.
    pub passages: usize,
    /// How many files it is about.
    pub count: usize,
    /// Of these so many cannot be read; they are left where they are.
    pub broken: usize,
    /// Each with the file in which it is kept.
    pub(super) files: Vec<(PathBuf, Unsaved)>,
}

/// Everything that could not be saved on another day, by set.
pub(super) fn read_unsaved(storage: &dyn Storage, data: &Path) -> Vec<UnsavedWork> {
    let mut works: BTreeMap<PathBuf, UnsavedWork> = BTreeMap::new();
    for folder in list(storage, &data.join(RECOVERY), EntryKind::Folder) {
        storage::sweep_temporaries(storage, &folder);
        for path in list(storage, &folder, EntryKind::File) {
            let Ok(bytes) = storage.read(&path, FILE_LIMIT) else { continue };
            let file = String::from_utf8(bytes).ok().and_then(|text| {
                ron::from_str::<File>(&text).ok().filter(|file| file.version == VERSION)
            });
            // The folder's name is a hash: without the set's path nothing can be said of it.
            let Some(file) = file else { continue };
            let root = PathBuf::from(&file.root);
            let work = works.entry(root.clone()).or_insert_with(|| UnsavedWork {
                root,
                saved: file.saved,
                passages: 0,
                count: 0,
                broken: 0,
                files: Vec::new(),
            });
            work.count += 1;
            work.saved = work.saved.max(file.saved);
            match unsaved(&file) {
                Some(unsaved) => {
                    if let FileState::Sidecar(sidecar) = &unsaved.now {
                        work.passages += sidecar.with_layer(|layer| layer.passages.len());
                    }
                    work.files.push((path, unsaved));
                }
                None => work.broken += 1,
            }
        }
    }
    works.into_values().collect()
}

fn unsaved(file: &File) -> Option<Unsaved> {
    let target = match &file.what {
        What::Codebook => Target::Codebook,
        What::Corrections => Target::Corrections,
        What::Words(list) => Target::Words(*list),
        What::Queries => Target::Queries,
        What::Journal { coder } => Target::Journal(Coder::new(coder)?),
        What::Attributes => Target::Attributes,
        What::Groups => Target::Groups,
        What::Formulas => Target::Formulas,
        What::Quantities => Target::Quantities,
        What::Progress { coder } => Target::Progress(Coder::new(coder)?),
        What::Bookmarks { coder } => Target::Bookmarks(Coder::new(coder)?),
        What::Decisions { coder } => Target::Decisions(Coder::new(coder)?),
        What::Refusals { coder } => Target::Refusals(Coder::new(coder)?),
        What::Summaries { coder } => Target::Summaries(Coder::new(coder)?),
        What::Sidecar { article, coder } => {
            Target::Sidecar(ArticlePath::new(article)?, Coder::new(coder)?)
        }
    };
    let now = FileState::read(&target, file.text.as_bytes()).ok()?;
    let base = FileState::read(&target, file.base.as_bytes()).ok().map(FileState::into_base);
    match &target {
        Target::Sidecar(_, coder) => {
            // One that was never read or written has no base.
            let whose = now.clone().into_sidecar().map(|sidecar| sidecar.coder);
            if whose.as_ref() != Some(coder) {
                return None;
            }
        }
        _ if base.is_none() => return None,
        _ => {}
    }
    Some(Unsaved { target, base, now })
}

/// Puts unsaved work out of the way; it is still there for a while, for whoever repents.
///
/// # Errors
/// If the user's data folder refuses.
pub(super) fn discard(
    storage: &dyn Storage,
    data: &Path,
    work: &UnsavedWork,
) -> Result<(), StorageError> {
    let folder = data.join(DISCARDED).join(digits_of(&work.root));
    storage.create_folder(&folder)?;
    for (path, _) in &work.files {
        let Some(name) = path.file_name() else { continue };
        match storage.rename(path, &folder.join(name)) {
            // Another window was quicker.
            Err(error) if !error.is_not_found() => return Err(error),
            _ => {}
        }
    }
    Ok(())
}
