//! Conflicted copies: the second file that a sync tool leaves where two machines wrote the same one.
//!
//! Recognised by the name, confirmed by the content; merged when the user says so.

use std::path::{Path, PathBuf};

use rust_i18n::t;

use super::{CareError, deed::Deed, locked, trash};
use crate::{
    annotation::{self, Codebook, Coder, Sidecar},
    corpus::ArticlePath,
    session::{Session, Target, describe, kept_file::FILE_LIMIT},
    storage::{self, Storage},
};

/// A copy that holds what the file of the set may lack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConflictedCopy {
    /// The copy.
    pub path: PathBuf,
    /// The file it is a copy of.
    pub original: PathBuf,
    /// What that file is.
    pub target: Target,
    /// How many passages or themes it holds.
    pub entries: usize,
}

/// The name of the file of which `name` is a conflicted copy; `None` for all others.
pub(in crate::session) fn original_of(name: &str) -> Option<String> {
    let ours = |name: &str| annotation::is_sidecar(name) || name == "codebook.ron";
    if name.starts_with('.') || !name.contains(".ron") {
        return None;
    }
    let marks = [syncthing(name), nextcloud(name), brackets(name), ending(name)];
    marks.into_iter().flatten().find(|original| original != name && ours(original))
}

/// Syncthing: `甲.txt.lin.tags.sync-conflict-20190628-093000-ABCDEFG.ron`.
fn syncthing(name: &str) -> Option<String> {
    let (before, after) = name.split_once(".sync-conflict-")?;
    let (mark, rest) = after.split_at(after.find('.').unwrap_or(after.len()));
    let dated = mark.bytes().take(8).all(|byte| byte.is_ascii_digit());
    dated.then(|| format!("{before}{rest}"))
}

/// Older Nextcloud and ownCloud: `甲.txt.lin.tags_conflict-20190628-093000.ron`.
fn nextcloud(name: &str) -> Option<String> {
    let (before, after) = name.split_once("_conflict-")?;
    let (_, rest) = after.split_at(after.find('.').unwrap_or(after.len()));
    Some(format!("{before}{rest}"))
}

/// Dropbox, Nextcloud, 坚果云 and the systems' file managers: `甲.txt.lin.tags (… 的冲突副本 …).ron`.
fn brackets(name: &str) -> Option<String> {
    for (open, close) in [('(', ')'), ('（', '）')] {
        let Some((before, after)) = name.rsplit_once(open) else { continue };
        let Some((mark, rest)) = after.split_once(close) else { continue };
        let lower = mark.to_lowercase();
        let said = ["conflict", "冲突", "衝突", "副本", "copy"];
        let numbered = !mark.is_empty() && mark.bytes().all(|byte| byte.is_ascii_digit());
        if numbered || said.iter().any(|word| lower.contains(word)) {
            return Some(format!("{}{rest}", before.trim_end()));
        }
    }
    None
}

/// `OneDrive`: `甲.txt.lin.tags-OFFICE-PC.ron`; file managers: `甲.txt.lin.tags - 副本.ron`.
fn ending(name: &str) -> Option<String> {
    let stem = name.strip_suffix(".ron")?;
    if let Some((before, host)) = stem.rsplit_once(".tags-") {
        let plain = host.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
        return (plain && !host.is_empty()).then(|| format!("{before}.tags.ron"));
    }
    if let Some(host) = stem.strip_prefix("codebook-") {
        return (!host.is_empty()).then(|| "codebook.ron".to_owned());
    }
    [" - 副本", " 副本", " - Copy", " copy", "的副本"]
        .iter()
        .find_map(|mark| stem.strip_suffix(mark))
        .map(|before| format!("{before}.ron"))
}

/// The file `path` as a copy of `original` in the same folder, if its content says that it is one.
pub(in crate::session) fn find_copy(
    storage: &dyn Storage,
    root: &Path,
    path: &Path,
    original: &str,
) -> Option<ConflictedCopy> {
    let bytes = storage.read(path, FILE_LIMIT).ok()?;
    let text = std::str::from_utf8(&bytes).ok()?;
    let place = path.with_file_name(original);
    if original == "codebook.ron" {
        let entries = Codebook::from_ron(text).ok()?.themes().len();
        let original = root.join("codebook.ron");
        let ours = place == original;
        let path = path.to_path_buf();
        return ours.then_some(ConflictedCopy {
            path,
            original,
            target: Target::Codebook,
            entries,
        });
    }
    let sidecar = Sidecar::from_ron(text).ok()?;
    let proper = annotation::sidecar_name(&sidecar.article, &sidecar.coder);
    let article = ArticlePath::in_set(root, &path.with_file_name(&sidecar.article))?;
    let (entries, coder) = (sidecar.passages.len(), sidecar.coder);
    (proper == original).then(|| ConflictedCopy {
        path: path.to_path_buf(),
        original: place,
        target: Target::Sidecar(article, coder),
        entries,
    })
}

impl Session {
    /// Copies of the set's files that were left by a sync tool or a file manager.
    #[must_use]
    pub fn copies(&self) -> &[ConflictedCopy] {
        self.set.as_ref().map_or(&[], |set| &set.copies)
    }

    /// Merges the copies into the files they are copies of, and puts them in the trash.
    pub(in crate::session) fn merge_copies(&mut self, paths: &[PathBuf]) {
        let copies = self.take_copies(paths);
        self.start_care(copies.into_iter().map(Deed::Merge).collect());
    }

    /// Puts copies in the trash without looking at what is in them.
    pub(in crate::session) fn discard_copies(&mut self, paths: &[PathBuf]) {
        let copies = self.take_copies(paths);
        self.start_care(copies.into_iter().map(Deed::Discard).collect());
    }

    fn take_copies(&mut self, paths: &[PathBuf]) -> Vec<ConflictedCopy> {
        let Some(set) = &mut self.set else { return Vec::new() };
        set.copies.extract_if(.., |copy| paths.contains(&copy.path)).collect()
    }
}

/// Puts a copy in the trash.
pub(super) fn discard(
    storage: &dyn Storage,
    root: &Path,
    copy: &ConflictedCopy,
) -> Result<String, CareError> {
    let bytes = storage.read(&copy.path, FILE_LIMIT)?;
    let kept = trash::take(storage, root, &copy.path, &bytes)?;
    Ok(t!("care.copy.discarded", path = describe::path(&kept)).into_owned())
}

/// Merges a copy into its original and puts it in the trash.
pub(super) fn merge(
    storage: &dyn Storage,
    root: &Path,
    copy: &ConflictedCopy,
) -> Result<String, CareError> {
    locked(storage, root, || {
        let bytes = storage.read(&copy.path, FILE_LIMIT)?;
        let theirs = utf8(&bytes)?;
        let ours = match storage.read(&copy.original, FILE_LIMIT) {
            Ok(bytes) => Some(bytes),
            Err(error) if error.is_not_found() => None,
            Err(error) => return Err(error.into()),
        };
        let ours = ours.as_deref().map(utf8).transpose()?;
        let file = match &copy.target {
            Target::Sidecar(..) => merged_sidecar(ours, theirs, &copy.target)?,
            _ => merged_codebook(ours, theirs)?,
        };
        storage::refuse_outside(storage, root, &copy.original)?;
        storage::save(storage, &copy.original, file.as_bytes())?;
        let kept = trash::take(storage, root, &copy.path, &bytes)?;
        Ok(t!("care.copy.merged", count = copy.entries, path = describe::path(&kept)).into_owned())
    })
}

fn merged_sidecar(ours: Option<&str>, theirs: &str, target: &Target) -> Result<String, CareError> {
    let read = |text: &str| {
        Sidecar::from_ron(text)
            .map_err(|error| CareError::Unreadable(describe::sidecar_fault(&error)))
    };
    let theirs = read(theirs)?;
    let is_owner = |coder: &Coder| matches!(target, Target::Sidecar(_, owner) if owner == coder);
    if !is_owner(&theirs.coder) {
        return Err(CareError::Gone);
    }
    Ok(match ours.map(read).transpose()? {
        Some(ours) => annotation::merge(ours, theirs).to_ron(),
        None => theirs.to_ron(),
    })
}

fn merged_codebook(ours: Option<&str>, theirs: &str) -> Result<String, CareError> {
    let read = |text: &str| {
        Codebook::from_ron(text)
            .map_err(|error| CareError::Unreadable(describe::codebook_fault(&error)))
    };
    let theirs = read(theirs)?;
    Ok(match ours.map(read).transpose()? {
        // Without the ancestor, of a theme that differs both versions are kept.
        Some(ours) => {
            annotation::merge_codebooks_from(&Codebook::default(), &ours, &theirs).to_ron()
        }
        None => theirs.to_ron(),
    })
}

fn utf8(bytes: &[u8]) -> Result<&str, CareError> {
    std::str::from_utf8(bytes).map_err(|error| CareError::Unreadable(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_copies_of_every_tool_are_recognised() {
        let sidecar = "2019-党建.txt.lin.tags.ron";
        for name in [
            "2019-党建.txt.lin.tags.sync-conflict-20190628-093000-ABCDEFG.ron",
            "2019-党建.txt.lin.tags (林可's conflicted copy 2019-06-28).ron",
            "2019-党建.txt.lin.tags (林可 的冲突副本 2019-06-28).ron",
            "2019-党建.txt.lin.tags (conflicted copy 2019-06-28 093000).ron",
            "2019-党建.txt.lin.tags_conflict-20190628-093000.ron",
            "2019-党建.txt.lin.tags(林可的冲突文件2019-06-28 09-30-00).ron",
            "2019-党建.txt.lin.tags（冲突-林可-2019-06-28）.ron",
            "2019-党建.txt.lin.tags-OFFICE-PC.ron",
            "2019-党建.txt.lin.tags (1).ron",
            "2019-党建.txt.lin.tags - 副本.ron",
            "2019-党建 (冲突副本).txt.lin.tags.ron",
        ] {
            assert_eq!(original_of(name).as_deref(), Some(sidecar), "{name}");
        }
        let codebook = "codebook.sync-conflict-20190628-093000-ABCDEFG.ron";
        assert_eq!(original_of(codebook).as_deref(), Some("codebook.ron"));
        assert_eq!(original_of("codebook-OFFICE.ron").as_deref(), Some("codebook.ron"));
    }

    #[test]
    fn the_files_of_the_set_are_no_copies() {
        for name in [
            "2019-党建.txt.lin.tags.ron",
            "2019-党建.txt.lin-2.tags.ron",
            "codebook.ron",
            "笔记 (1).ron",
            ".2019.tags (1).ron",
            "2019-党建.txt",
        ] {
            assert_eq!(original_of(name), None, "{name}");
        }
    }
}
