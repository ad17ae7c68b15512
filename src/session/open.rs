//! Reading a whole set from the disk: its articles, its codebook, its sidecars.
//!
//! Runs on a job's thread. What cannot be read is reported and left as it is; it never stops the
//! rest.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use super::{
    saver::{FILE_LIMIT, fingerprint},
    words::Lists,
};
use crate::{
    annotation::{
        self, AnchorStatus, Anchoring, Annotations, Codebook, Coder, Layer, LayerState, Passage,
        PassageId, Sidecar, SidecarError,
    },
    corpus::{self, Article, ArticlePath, ContentHash, Corpus, LoadError, LoadProgress},
    storage::{self, EntryKind, Storage, StorageError},
    text::Text,
};

/// A kept text longer than this is not read: no article is longer.
const BASE_LIMIT: u64 = 1 << 32;

/// What a job reads.
#[derive(Clone, Debug)]
pub(super) enum Request {
    /// Every article of a folder.
    Folder(PathBuf),
    /// Some files only; the set is the folder that holds them all.
    Files(PathBuf, Vec<PathBuf>),
}

/// A set as it lies on the disk.
#[derive(Debug)]
pub(super) struct OpenedSet {
    pub(super) corpus: Corpus,
    pub(super) annotations: Annotations,
    /// The set's own words.
    pub(super) lists: Lists,
    /// Where passages stand now whose article changed; those that stand where they stood are left
    /// out.
    pub(super) statuses: BTreeMap<PassageId, AnchorStatus>,
    /// The bytes of every file that memory was built from.
    pub(super) known: Vec<(PathBuf, ContentHash)>,
    /// Whether `codebook.ron` is there.
    pub(super) has_codebook: bool,
    /// Files of ours that could not be read: which, and why.
    pub(super) unreadable: Vec<Unreadable>,
}

/// A file of ours that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The file.
    pub path: PathBuf,
    /// The article and the coder it belongs to, where its name tells.
    pub owner: Option<(ArticlePath, Coder)>,
    /// What is wrong with it, with line and column where there are such.
    pub reason: String,
}

/// Reads the set that `request` names.
pub(super) fn open(
    storage: &dyn Storage,
    request: &Request,
    progress: &LoadProgress,
) -> Result<OpenedSet, LoadError> {
    match request {
        Request::Folder(root) => {
            let corpus = corpus::load(storage, root, progress)?;
            Ok(with_annotations(storage, corpus, |_| true))
        }
        Request::Files(root, files) => {
            let corpus = corpus::load_files(storage, root, files, progress)?;
            let opened = corpus.clone();
            Ok(with_annotations(storage, corpus, |article| opened.position(article).is_some()))
        }
    }
}

/// Adds the codebook, and of the sidecars that lie beside the articles of `corpus` those that are
/// `wanted`.
fn with_annotations(
    storage: &dyn Storage,
    corpus: Corpus,
    wanted: impl Fn(&ArticlePath) -> bool,
) -> OpenedSet {
    let root = corpus.root().to_path_buf();
    let mut set = OpenedSet::new(storage, corpus);
    let folders: BTreeSet<PathBuf> = set
        .corpus
        .entries()
        .iter()
        .filter_map(|entry| entry.path.on_disk(&root).parent().map(Path::to_path_buf))
        // Also where the last article was taken away and its sidecar is left.
        .chain([root.clone()])
        .collect();
    let ours = [root.join(".quandian"), root.join(".quandian").join("base")];
    for folder in folders.iter().chain(&ours) {
        // What a save left behind when its process was killed.
        storage::sweep_temporaries(storage, folder);
    }
    for folder in folders {
        // A folder that cannot be listed held no article either, or is gone meanwhile.
        let _ = set.read_sidecars(storage, &folder, &wanted);
    }
    set
}

/// What the name and the inside of a sidecar's file say.
pub(super) struct ReadSidecar {
    pub(super) owner: Option<(ArticlePath, Coder)>,
    pub(super) hash: Option<ContentHash>,
    pub(super) content: Result<Sidecar, SidecarError>,
}

/// Reads the sidecar at `path` in the set at `root`.
pub(super) fn read_sidecar(storage: &dyn Storage, root: &Path, path: &Path) -> ReadSidecar {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let beside = |article_name: &str| {
        let article = path.with_file_name(article_name);
        ArticlePath::in_set(root, &article)
    };
    let owner = annotation::sidecar_owner(&name)
        .and_then(|(article, coder)| Some((beside(article)?, coder)));
    let bytes = match storage.read(path, FILE_LIMIT) {
        Ok(bytes) => bytes,
        Err(error) => {
            let reason = error.source.to_string();
            return ReadSidecar {
                owner,
                hash: None,
                content: Err(SidecarError::Unreadable { reason }),
            };
        }
    };
    let hash = Some(fingerprint(&bytes));
    let content = std::str::from_utf8(&bytes)
        .map_err(|error| SidecarError::Unreadable { reason: error.to_string() })
        .and_then(Sidecar::from_ron);
    // A hashed name does not tell whose it is, and a renamed file may lie: the inside counts.
    let owner = match &content {
        Ok(sidecar) => beside(&sidecar.article).map(|article| (article, sidecar.coder.clone())),
        Err(_) => owner,
    };
    ReadSidecar { owner, hash, content }
}

impl OpenedSet {
    /// The articles of `corpus` with the set's codebook, and no sidecar yet.
    pub(super) fn new(storage: &dyn Storage, corpus: Corpus) -> Self {
        let codebook = corpus.root().join("codebook.ron");
        let mut set = Self {
            corpus,
            annotations: Annotations::new(Codebook::default()),
            lists: Lists::default(),
            statuses: BTreeMap::new(),
            known: Vec::new(),
            has_codebook: false,
            unreadable: Vec::new(),
        };
        set.read_codebook(storage, &codebook);
        set.lists = Lists::read(storage, set.corpus.root(), &mut set.known);
        set
    }

    /// Reads the sidecars in `folder` that belong to `wanted` articles.
    ///
    /// # Errors
    /// If the folder cannot be listed.
    pub(super) fn read_sidecars(
        &mut self,
        storage: &dyn Storage,
        folder: &Path,
        wanted: impl Fn(&ArticlePath) -> bool,
    ) -> Result<(), StorageError> {
        let root = self.corpus.root().to_path_buf();
        let mut entries = storage.list(folder)?;
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        for entry in entries {
            let name = entry.path.file_name().unwrap_or_default().to_string_lossy();
            let plain = matches!(entry.kind, EntryKind::File | EntryKind::Link);
            // A name that tells no owner (it was too long, and is hashed) has to be read to know.
            let may_be = annotation::sidecar_owner(&name).is_none_or(|(owner, _)| {
                ArticlePath::in_set(&root, &folder.join(owner)).is_none_or(|path| wanted(&path))
            });
            if plain && may_be && annotation::is_sidecar(&name) && !name.starts_with('.') {
                self.read_sidecar(storage, &root, &entry.path, &wanted);
            }
        }
        Ok(())
    }

    fn read_codebook(&mut self, storage: &dyn Storage, path: &Path) {
        let bytes = match storage.read(path, FILE_LIMIT) {
            Ok(bytes) => bytes,
            Err(error) if error.is_not_found() => return,
            Err(error) => return self.cannot_read(path, None, error.source.to_string()),
        };
        self.has_codebook = true;
        let parsed = std::str::from_utf8(&bytes)
            .map_err(|error| error.to_string())
            .and_then(|text| Codebook::from_ron(text).map_err(|error| error.to_string()));
        match parsed {
            Ok(codebook) => {
                self.annotations.set_codebook(codebook);
                self.known.push((path.to_path_buf(), fingerprint(&bytes)));
            }
            Err(reason) => self.cannot_read(path, None, reason),
        }
    }

    fn read_sidecar(
        &mut self,
        storage: &dyn Storage,
        root: &Path,
        path: &Path,
        wanted: impl Fn(&ArticlePath) -> bool,
    ) {
        let read = read_sidecar(storage, root, path);
        if read.owner.as_ref().is_some_and(|(article, _)| !wanted(article)) {
            return;
        }
        match (read.content, read.owner) {
            (Ok(sidecar), Some((article, coder))) => {
                self.known.extend(read.hash.map(|hash| (path.to_path_buf(), hash)));
                let now = self.corpus.article(&article).map(|article| &**article);
                let (layer, statuses) = place(storage, root, sidecar, now);
                self.statuses.extend(statuses);
                self.annotations.put_layer(article, coder, layer);
            }
            (Err(reason), owner) => {
                if let Some((article, coder)) = owner.clone() {
                    self.annotations.put_layer(article, coder, Layer::read_only(reason.clone()));
                }
                self.cannot_read(path, owner, reason.to_string());
            }
            (Ok(_), None) => self.cannot_read(path, None, "names no article of its set".to_owned()),
        }
    }

    fn cannot_read(&mut self, path: &Path, owner: Option<(ArticlePath, Coder)>, reason: String) {
        self.unreadable.push(Unreadable { path: path.to_path_buf(), owner, reason });
    }
}

/// Checks each passage of a sidecar against the article as it is now, and, where that is another
/// text, against the one it was marked in.
///
/// Returns the layer, locked if any passage does not stand where it stood, and where those stand.
pub(super) fn place(
    storage: &dyn Storage,
    root: &Path,
    sidecar: Sidecar,
    article: Option<&Article>,
) -> (Layer, Vec<(PassageId, AnchorStatus)>) {
    let same = article.is_some_and(|article| *article.hash() == sidecar.sha256);
    let mut layer = Layer::from_sidecar(sidecar);
    let Some(article) = article else { return (layer, Vec::new()) };
    let base = if same { None } else { base_text(storage, root, &layer.sha256) };
    let anchoring = Anchoring::new(&article.text, base.as_ref());
    let find = |passage: &Passage| {
        let kept = same && passage.is_in_place(&article.text);
        if kept { AnchorStatus::Ok } else { anchoring.find(passage) }
    };
    let statuses: Vec<_> = layer
        .passages
        .iter()
        .map(|passage| (passage.id, find(passage)))
        .filter(|(_, status)| !matches!(status, AnchorStatus::Ok))
        .collect();
    if statuses.is_empty() {
        layer.sha256 = article.hash().clone();
        layer.chars = article.text.char_len().get();
    } else if !same {
        layer.state = LayerState::Stale;
    }
    (layer, statuses)
}

/// The text with that hash, if it was kept when it was first marked and is still what it was.
fn base_text(storage: &dyn Storage, root: &Path, hash: &ContentHash) -> Option<Text> {
    let bytes = storage.read(&base_path(root, hash), BASE_LIMIT).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    (ContentHash::of(&text) == *hash).then(|| Text::new(text))?
}

/// Where the text with that hash is kept.
pub(super) fn base_path(root: &Path, hash: &ContentHash) -> PathBuf {
    root.join(".quandian").join("base").join(format!("{}.txt", hash.as_str()))
}
