//! `.quandian/trash`: what was taken out of the set's folders, under its name and the time.
//!
//! It is never emptied by the program.

use std::path::{Path, PathBuf};

use crate::{
    annotation,
    storage::{self, Storage, StorageError},
};

/// So many bytes of a file's name are kept: with the time before it the whole fits everywhere.
const NAME: usize = 200;

/// Writes `bytes`, which stand in the file `path`, to the trash; returns when they are there.
pub(in crate::session) fn keep(
    storage: &dyn Storage,
    root: &Path,
    path: &Path,
    bytes: &[u8],
) -> Result<PathBuf, StorageError> {
    let kept = place(storage, root, path);
    storage::refuse_outside(storage, root, &kept)?;
    storage::save(storage, &kept, bytes)?;
    Ok(kept)
}

/// Takes the file `path`, which holds `bytes`, away.
pub(super) fn take(
    storage: &dyn Storage,
    root: &Path,
    path: &Path,
    bytes: &[u8],
) -> Result<PathBuf, StorageError> {
    // Written first and removed then: at every moment it is somewhere.
    let kept = keep(storage, root, path, bytes)?;
    storage.remove(path)?;
    Ok(kept)
}

pub(in crate::session) fn place(storage: &dyn Storage, root: &Path, path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let from = name.ceil_char_boundary(name.len().saturating_sub(NAME));
    let name = name.get(from..).unwrap_or_default();
    let time = annotation::now().to_string().replace([':', '.'], "-");
    let folder = root.join(".quandian").join("trash");
    let mut place = folder.join(format!("{time} {name}"));
    let mut number = 1;
    // Two of the same name in the same millisecond.
    while storage.metadata(&place).is_ok() {
        number += 1;
        place = folder.join(format!("{time} {number} {name}"));
    }
    place
}
