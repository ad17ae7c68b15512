//! The files of snapshots: writing, listing, tidying and reading them.
//!
//! One file each in `.quandian/snapshots` of the set, with a name of its own, so that no two machines
//! write the same one. The first line says what it is and can be read without the rest. What a coder
//! gives to a colleague is such a file, too.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::{SnapshotError, describe};
use crate::{
    annotation::{self, Annotations, Codebook, Coder, PassageId, Sidecar, Timestamp},
    corpus::ArticlePath,
    storage::{self, EntryKind, Storage, StorageError},
};

/// So many are kept,
const MOST: usize = 20;
/// as long as they are no more than this many bytes together; the latest is kept in any case.
const MOST_BYTES: u64 = 128 << 20;
/// A larger file is no snapshot.
const LARGEST: u64 = 256 << 20;
/// Ends the name of the file of one that was named.
const NAMED: &str = "-named";

const VERSION: u32 = 1;

/// What a snapshot says of itself, without what is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnapshotInfo {
    version: u32,
    /// Its name, which is also its file's.
    pub id: String,
    /// When it was taken.
    pub taken: Timestamp,
    /// Before what, in the language of whoever did it.
    pub reason: String,
    /// How many passages it holds.
    pub passages: usize,
    /// How many themes.
    pub themes: usize,
    /// In how many articles something is marked.
    pub articles: usize,
    /// Whether somebody took it and named it: then `reason` is its name, and it is kept for good.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub named: bool,
}

/// The snapshots of a set.
#[derive(Clone, Debug, Default)]
pub struct Snapshots {
    /// The latest first.
    pub found: Vec<SnapshotInfo>,
    /// Files that should be some and cannot be read, with the reason.
    pub broken: Vec<(PathBuf, String)>,
}

/// The second part of the file: what was marked.
#[derive(Serialize, Deserialize)]
struct Content {
    codebook: String,
    sidecars: Vec<(String, String)>,
}

/// A snapshot that is to be written.
pub(super) struct SetSnapshot {
    pub(super) info: SnapshotInfo,
    annotations: Annotations,
}

fn folder(root: &Path) -> PathBuf {
    root.join(".quandian").join("snapshots")
}

fn file(root: &Path, id: &str) -> PathBuf {
    folder(root).join(format!("{id}.ron"))
}

impl SetSnapshot {
    /// Everything in `annotations`, before `reason`.
    pub(super) fn new(annotations: &Annotations, reason: &str) -> Self {
        let taken = annotation::now();
        let random = PassageId::fresh().to_string();
        let tail = random.get(random.len().saturating_sub(4)..).unwrap_or_default();
        let info = SnapshotInfo {
            version: VERSION,
            id: format!("{}-{tail}", taken.strftime("%Y%m%d-%H%M%S")),
            taken,
            reason: reason.to_owned(),
            passages: annotations.count(),
            themes: annotations.codebook().themes().len(),
            articles: annotations
                .articles()
                .filter(|article| annotations.count_in(article) > 0)
                .count(),
            named: false,
        };
        Self { info, annotations: annotations.clone() }
    }

    /// The same, asked for under a name: it is not among those of which only the latest are kept.
    pub(super) fn named(annotations: &Annotations, name: &str) -> Self {
        let mut snapshot = Self::new(annotations, name.trim());
        snapshot.info.id += NAMED;
        snapshot.info.named = true;
        snapshot
    }

    /// Writes it into the set at `root`, and removes the oldest ones that are too many.
    pub(super) fn write(&self, storage: &dyn Storage, root: &Path) -> Result<(), StorageError> {
        let path = file(root, &self.info.id);
        storage::refuse_outside(storage, root, &path)?;
        storage::save(storage, &path, self.text(None).as_bytes())?;
        tidy(storage, root);
        Ok(())
    }

    /// What stands in its file: of `coder` alone, or of all.
    pub(super) fn text(&self, coder: Option<&Coder>) -> String {
        let mut sidecars = Vec::new();
        for article in self.annotations.articles() {
            for (of, _) in self.annotations.layers(article) {
                if coder.is_some_and(|coder| coder != of) {
                    continue;
                }
                let layer = self.annotations.snapshot(article, of);
                sidecars.extend(layer.map(|l| (article.to_string(), l.sidecar().to_ron())));
            }
        }
        let content = Content { codebook: self.annotations.codebook().to_ron(), sidecars };
        // The first line can be read without the rest.
        [ron::to_string(&self.info), ron::to_string(&content)]
            .map(Result::unwrap_or_default)
            .join("\n")
    }
}

fn tidy(storage: &dyn Storage, root: &Path) {
    storage::sweep_temporaries(storage, &folder(root));
    // The names tell the time.
    let (mut count, mut bytes) = (0, 0_u64);
    let is_named =
        |path: &Path| path.file_stem().is_some_and(|stem| stem.to_string_lossy().ends_with(NAMED));
    for path in files(storage, root).into_iter().rev().filter(|path| !is_named(path)) {
        count += 1;
        bytes += storage.metadata(&path).map_or(0, |metadata| metadata.len);
        if count > MOST || (count > 1 && bytes > MOST_BYTES) {
            // One too many does no harm; the next snapshot tries again.
            let _ = storage.remove(&path);
        }
    }
}

/// The files in the order of their names, which is that of their times.
fn files(storage: &dyn Storage, root: &Path) -> Vec<PathBuf> {
    let entries = storage.list(&folder(root)).unwrap_or_default();
    let mut paths: Vec<_> = entries
        .into_iter()
        .filter(|entry| entry.kind == EntryKind::File)
        .map(|entry| entry.path)
        .filter(|path| {
            let hidden =
                path.file_name().is_none_or(|name| name.to_string_lossy().starts_with('.'));
            !hidden && path.extension().is_some_and(|extension| extension == "ron")
        })
        .collect();
    paths.sort();
    paths
}

fn read(storage: &dyn Storage, path: &Path) -> Result<(SnapshotInfo, String), SnapshotError> {
    let bytes = storage.read(path, LARGEST)?;
    let unreadable = |reason: String| SnapshotError::Unreadable(reason);
    let mut text = String::from_utf8(bytes).map_err(|error| unreadable(error.to_string()))?;
    let end = text.find('\n').unwrap_or(text.len());
    let content = text.split_off(end);
    let info: SnapshotInfo = ron::from_str(&text).map_err(|error| unreadable(error.to_string()))?;
    if info.version != VERSION {
        return Err(unreadable(format!("version {}", info.version)));
    }
    Ok((info, content))
}

/// The snapshots of the set at `root`.
pub(super) fn snapshots_in(storage: &dyn Storage, root: &Path) -> Snapshots {
    let mut snapshots = Snapshots::default();
    for path in files(storage, root).into_iter().rev() {
        match read(storage, &path) {
            Ok((info, _)) if file(root, &info.id) == path => snapshots.found.push(info),
            Ok(_) => snapshots.broken.push((path, "renamed".to_owned())),
            Err(error) => snapshots.broken.push((path, describe::snapshot_error(&error))),
        }
    }
    snapshots
}

/// A snapshot that was read back.
pub(super) struct ReadSnapshot {
    pub(super) info: SnapshotInfo,
    pub(super) codebook: Codebook,
    pub(super) sidecars: BTreeMap<(ArticlePath, Coder), Sidecar>,
}

impl ReadSnapshot {
    pub(super) fn new(storage: &dyn Storage, root: &Path, id: &str) -> Result<Self, SnapshotError> {
        // An identity is no path.
        if id.contains(|c: char| !c.is_ascii_alphanumeric() && c != '-') {
            return Err(SnapshotError::Unreadable(id.to_owned()));
        }
        let (info, content) = read(storage, &file(root, id))?;
        let (codebook, found) = content_of(&content)?;
        let sidecars =
            found.into_iter().map(|(article, sidecar)| ((article, sidecar.coder.clone()), sidecar));
        Ok(Self { info, codebook, sidecars: sidecars.collect() })
    }
}

/// Themes, and what each coder has marked in which article.
pub(super) type MarkedContent = (Codebook, Vec<(ArticlePath, Sidecar)>);

/// What is in the file of a snapshot, wherever it lies.
pub(super) fn read_content(
    storage: &dyn Storage,
    path: &Path,
) -> Result<MarkedContent, SnapshotError> {
    content_of(&read(storage, path)?.1)
}

fn content_of(content: &str) -> Result<MarkedContent, SnapshotError> {
    let unreadable = |error: &dyn std::fmt::Display| SnapshotError::Unreadable(error.to_string());
    let content: Content = ron::from_str(content).map_err(|error| unreadable(&error))?;
    let codebook = Codebook::from_ron(&content.codebook).map_err(|error| unreadable(&error))?;
    let sidecars = content.sidecars.into_iter().map(|(article, text)| {
        let sidecar = Sidecar::from_ron(&text).map_err(|error| unreadable(&error))?;
        let article = ArticlePath::new(&article).ok_or_else(|| unreadable(&article))?;
        Ok((article, sidecar))
    });
    Ok((codebook, sidecars.collect::<Result<_, SnapshotError>>()?))
}
