//! Reading a whole set from the disk: its articles, its codebook, its sidecars.
//!
//! Runs on a job's thread. What cannot be read is reported and left as it is; it never stops the
//! rest.

use std::{
    cell::OnceCell,
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use rust_i18n::t;

use super::{
    ConflictedCopy, Salvaged, Target, Unreadable, care, describe,
    kept_file::{Broken, FILE_LIMIT, FileState, SetMemory, fingerprint},
    records::Files,
    words::Lists,
};
use crate::{
    annotation::{
        self, AnchorStatus, Anchoring, Annotations, Coder, Layer, LayerState, Passage, PassageId,
        Sidecar, SidecarError,
    },
    corpus::{self, Article, ArticlePath, ContentHash, Corpus, LoadError, LoadProgress},
    scene::Scene,
    storage::{self, EntryKind, Storage, StorageError},
    text::Text,
};

/// A kept text longer than this is not read: no article is longer.
const BASE_LIMIT: u64 = 1 << 32;

/// What a job reads.
#[derive(Clone, Debug)]
pub(super) enum SetRequest {
    /// Every article of a folder.
    Folder(PathBuf),
    /// Some files only; the set is the folder that holds them all.
    Files(PathBuf, Vec<PathBuf>),
}

/// A set as it lies on the disk.
#[derive(Debug)]
pub(super) struct OpenedSet {
    /// Its articles, what is marked in them, and where that stands now.
    pub(super) scene: Scene,
    /// The set's own words.
    pub(super) lists: Lists,
    /// Saved queries and journals.
    pub(super) records: Files,
    /// Why files of the catalogue could not be read.
    pub(super) locked: BTreeMap<Target, String>,
    /// Every file that this was built from.
    pub(super) known: Vec<Known>,
    /// Whether `codebook.ron` is there.
    pub(super) has_codebook: bool,
    /// Files of ours that could not be read: which, and why.
    pub(super) unreadable: Vec<Unreadable>,
    /// Conflicted copies of the set's files.
    pub(super) copies: Vec<ConflictedCopy>,
}

/// A file that was read.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) path: PathBuf,
    pub(super) target: Target,
    /// Of its bytes.
    pub(super) hash: ContentHash,
}

/// Reads the set that `request` names.
pub(super) fn open(
    storage: &dyn Storage,
    request: &SetRequest,
    progress: &LoadProgress,
) -> Result<OpenedSet, LoadError> {
    match request {
        SetRequest::Folder(root) => {
            let corpus = corpus::load(storage, root, progress)?;
            Ok(with_annotations(storage, corpus, |_| true))
        }
        SetRequest::Files(root, files) => {
            let corpus = corpus::load_files(storage, root, files, progress)?;
            let opened = corpus.clone();
            Ok(with_annotations(storage, corpus, |article| opened.position(article).is_some()))
        }
    }
}

/// Adds the codebook, and of the sidecars that lie beside the articles of `corpus` those that are
/// `wanted`.
pub(super) fn with_annotations(
    storage: &dyn Storage,
    corpus: Corpus,
    wanted: impl Fn(&ArticlePath) -> bool,
) -> OpenedSet {
    let root = corpus.root().to_path_buf();
    let mut set = OpenedSet::new(storage, corpus);
    let folders =
        corpus::folders_of(&root, set.scene.corpus.entries().iter().map(|entry| &entry.path));
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

/// The files in `folder` that are sidecars of `wanted` articles or may be, and copies of such.
///
/// # Errors
/// If the folder cannot be listed.
pub(super) fn sidecars_in(
    storage: &dyn Storage,
    root: &Path,
    folder: &Path,
    wanted: impl Fn(&ArticlePath) -> bool,
) -> Result<Vec<PathBuf>, StorageError> {
    let mut paths = Vec::new();
    for entry in storage.list(folder)? {
        let name = entry.path.file_name().unwrap_or_default().to_string_lossy();
        let plain = matches!(entry.kind, EntryKind::File | EntryKind::Link);
        // A name that tells no owner (it was too long, and is hashed) has to be read to know.
        let may_be = || {
            annotation::sidecar_owner(&name).is_none_or(|(owner, _)| {
                ArticlePath::in_set(root, &folder.join(owner)).is_none_or(|path| wanted(&path))
            })
        };
        let is_copy = care::original_of(&name).is_some();
        if plain && !name.starts_with('.') && (is_copy || annotation::is_sidecar(&name) && may_be())
        {
            paths.push(entry.path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// What the name and the inside of a sidecar's file say.
pub(super) struct ReadSidecar {
    pub(super) owner: Option<(ArticlePath, Coder)>,
    pub(super) hash: Option<ContentHash>,
    pub(super) content: Result<Sidecar, SidecarError>,
    /// What can be read of one that is broken or of a newer program: shown, never written.
    pub(super) rest: Option<Sidecar>,
    pub(super) salvaged: Option<Salvaged>,
    /// Whether it is a copy: the file with the name it ought to have is there, too.
    pub(super) is_copy: bool,
}

/// Reads the file that `target` names; `None` where there is none.
fn read_kept(
    storage: &dyn Storage,
    target: &Target,
    path: &Path,
) -> Option<Result<(ContentHash, FileState), Broken>> {
    let bytes = match storage.read(path, FILE_LIMIT) {
        Ok(bytes) => bytes,
        Err(error) if error.is_not_found() => return None,
        Err(error) => return Some(Err(Broken::new(error.source))),
    };
    Some(FileState::read(target, &bytes).map(|state| (fingerprint(&bytes), state)))
}

/// Reads the sidecar at `path` in the set at `root`.
pub(super) fn read_sidecar(storage: &dyn Storage, root: &Path, path: &Path) -> ReadSidecar {
    read_sidecar_of(storage, root, path, storage.read(path, FILE_LIMIT))
}

/// The same, of what reading it gave.
pub(super) fn read_sidecar_of(
    storage: &dyn Storage,
    root: &Path,
    path: &Path,
    bytes: Result<Vec<u8>, StorageError>,
) -> ReadSidecar {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let beside = |article_name: &str| {
        let article = path.with_file_name(article_name);
        ArticlePath::in_set(root, &article)
    };
    let owner = annotation::sidecar_owner(&name)
        .and_then(|(article, coder)| Some((beside(article)?, coder)));
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(error) => {
            let reason = error.source.to_string();
            return ReadSidecar {
                owner,
                hash: None,
                content: Err(SidecarError::Unreadable { reason }),
                rest: None,
                salvaged: None,
                is_copy: false,
            };
        }
    };
    let hash = Some(fingerprint(&bytes));
    let content = std::str::from_utf8(&bytes)
        .map_err(|error| SidecarError::Unreadable { reason: error.to_string() })
        .and_then(Sidecar::from_ron);
    let (mut rest, mut salvaged, mut is_copy) = (None, None, false);
    let there = |path: &Path| storage.metadata(path).is_ok();
    let owner = match &content {
        Ok(sidecar) => {
            // A hashed name does not tell whose it is, and a renamed file may lie: the inside
            // counts, unless the article was renamed together with its sidecar.
            let together = owner.as_ref().is_some_and(|(article, coder)| {
                *coder == sidecar.coder
                    && there(&article.on_disk(root))
                    && !there(&path.with_file_name(&sidecar.article))
            });
            let proper = annotation::sidecar_name(&sidecar.article, &sidecar.coder);
            is_copy = !together && proper != name && there(&path.with_file_name(proper));
            let inside = beside(&sidecar.article).map(|article| (article, sidecar.coder.clone()));
            if together { owner } else { inside }
        }
        Err(error) => {
            let text = String::from_utf8_lossy(&bytes);
            (salvaged, rest) = care::salvage_of(&text, owner.as_ref());
            if matches!(error, SidecarError::NewerVersion { .. }) {
                salvaged = None;
            }
            owner.or_else(|| {
                let sidecar = rest.as_ref()?;
                Some((beside(&sidecar.article)?, sidecar.coder.clone()))
            })
        }
    };
    ReadSidecar { owner, hash, content, rest, salvaged, is_copy }
}

impl OpenedSet {
    /// The articles of `corpus` with the set's codebook, and no sidecar yet.
    pub(super) fn new(storage: &dyn Storage, corpus: Corpus) -> Self {
        let root = corpus.root().to_path_buf();
        let mut set = Self {
            scene: Scene::new(corpus, Annotations::default()),
            lists: Lists::default(),
            records: Files::default(),
            locked: BTreeMap::new(),
            known: Vec::new(),
            has_codebook: false,
            unreadable: Vec::new(),
            copies: Vec::new(),
        };
        if let Some(hash) = set.scene.corpus.corrections_hash().cloned() {
            let path = Target::Corrections.path(&root);
            set.known.push(Known { path, target: Target::Corrections, hash });
        }
        let of_coders = Target::of_coders(storage, &root);
        // The corrections were read with the articles.
        let fixed = Target::fixed().filter(|target| *target != Target::Corrections);
        for target in fixed.chain(of_coders) {
            let path = target.path(&root);
            match read_kept(storage, &target, &path) {
                None => {}
                Some(Ok((hash, state))) => {
                    set.put(&target, state);
                    set.known.push(Known { path, target, hash });
                }
                Some(Err(broken)) => set.put_broken(&target, &path, broken),
            }
        }
        set
    }

    /// What was read.
    pub(super) fn memory(&self) -> SetMemory<'_> {
        let Self { scene, lists, records, .. } = self;
        SetMemory::of(scene, lists, records)
    }

    fn put(&mut self, target: &Target, state: FileState) {
        match (target, state) {
            (_, FileState::Codebook(codebook)) => {
                self.has_codebook = true;
                self.scene.annotations.set_codebook(Arc::unwrap_or_clone(codebook));
            }
            (Target::Words(list), FileState::Words(words)) => self.lists.set(*list, words),
            (_, FileState::Queries(queries)) => self.records.put_queries(queries),
            (Target::Journal(coder), FileState::Journal(entries)) => {
                self.records.put_journal(coder, entries);
            }
            (_, FileState::Attributes(attributes)) => {
                self.scene.catalogue.put_attributes(attributes);
            }
            (_, FileState::Groups(groups)) => self.scene.catalogue.put_groups(groups),
            (_, FileState::Formulas(notes)) => self.scene.catalogue.put_formulas(notes),
            (_, FileState::Quantities(made)) => self.scene.catalogue.put_quantities(made),
            (Target::Progress(coder), FileState::Progress(progress)) => {
                self.scene.catalogue.put_progress(coder.clone(), progress);
            }
            (Target::Bookmarks(coder), FileState::Bookmarks(bookmarks)) => {
                self.scene.catalogue.put_bookmarks(coder.clone(), bookmarks);
            }
            (Target::Decisions(coder), FileState::Decisions(decisions)) => {
                self.scene.catalogue.put_decisions(coder.clone(), decisions);
            }
            (Target::Refusals(coder), FileState::Refusals(refusals)) => {
                self.scene.catalogue.put_refusals(coder.clone(), refusals);
            }
            (Target::Summaries(coder), FileState::Summaries(summaries)) => {
                self.scene.catalogue.put_summaries(coder.clone(), summaries);
            }
            // Corrections are read with the articles, sidecars by folders.
            _ => {}
        }
    }

    fn put_broken(&mut self, target: &Target, path: &Path, broken: Broken) {
        let Broken { reason, salvaged } = broken;
        match target {
            Target::Codebook => {
                self.has_codebook = true;
                self.cannot_read(path, None, reason, salvaged);
            }
            Target::Words(list) => self.lists.set_problem(*list, reason),
            Target::Queries => self.records.queries.problem = Some(reason),
            Target::Journal(coder) => self.records.journal_mut(coder).problem = Some(reason),
            Target::Attributes
            | Target::Groups
            | Target::Formulas
            | Target::Quantities
            | Target::Progress(_)
            | Target::Bookmarks(_)
            | Target::Decisions(_)
            | Target::Refusals(_)
            | Target::Summaries(_) => {
                self.locked.insert(target.clone(), reason);
            }
            Target::Corrections | Target::Sidecar(..) => {}
        }
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
        let root = self.scene.corpus.root().to_path_buf();
        for path in sidecars_in(storage, &root, folder, &wanted)? {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            match care::original_of(&name) {
                Some(original) => {
                    self.copies.extend(care::find_copy(storage, &root, &path, &original));
                }
                None => self.read_sidecar(storage, &root, &path, &wanted),
            }
        }
        Ok(())
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
            (Ok(sidecar), Some((article, coder))) if read.is_copy => {
                let proper = annotation::sidecar_name(article.file_name(), &coder);
                self.copies.push(ConflictedCopy {
                    path: path.to_path_buf(),
                    original: path.with_file_name(proper),
                    target: Target::Sidecar(article, coder),
                    entries: sidecar.passages.len(),
                });
            }
            (Ok(sidecar), Some((article, coder))) => {
                let target = Target::Sidecar(article.clone(), coder.clone());
                let path = path.to_path_buf();
                self.known.extend(read.hash.map(|hash| Known { path, target, hash }));
                let now = self.scene.corpus.article(&article).map(|article| &**article);
                let (layer, statuses) = place(storage, root, sidecar, now);
                self.scene.places.set(statuses);
                self.scene.annotations.put_layer(article, coder, layer);
            }
            (Err(reason), owner) => {
                if let Some((article, coder)) = owner.clone() {
                    let now = self.scene.corpus.article(&article).map(|article| &**article);
                    let (layer, statuses) = read_only(storage, root, read.rest, now, &reason);
                    self.scene.places.set(statuses);
                    self.scene.annotations.put_layer(article, coder, layer);
                }
                self.cannot_read(path, owner, describe::sidecar_fault(&reason), read.salvaged);
            }
            (Ok(_), None) => {
                let reason = t!("care.fault.no_article").into_owned();
                self.cannot_read(path, None, reason, None);
            }
        }
    }

    fn cannot_read(
        &mut self,
        path: &Path,
        owner: Option<(ArticlePath, Coder)>,
        reason: String,
        salvaged: Option<Salvaged>,
    ) {
        self.unreadable.push(Unreadable { path: path.to_path_buf(), owner, reason, salvaged });
    }
}

/// What stands for a file that cannot be read: as much of it as can, and none of it to be changed.
pub(super) fn read_only(
    storage: &dyn Storage,
    root: &Path,
    rest: Option<Sidecar>,
    article: Option<&Article>,
    reason: &SidecarError,
) -> (Layer, Vec<(PassageId, AnchorStatus)>) {
    let Some(rest) = rest else { return (Layer::read_only(reason.clone()), Vec::new()) };
    let (mut layer, statuses) = place(storage, root, rest, article);
    layer.state = LayerState::ReadOnly { reason: reason.clone() };
    (layer, statuses)
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
    let mut layer = Layer::from_sidecar(sidecar);
    // The texts that positions may hold for, read when the first passage asks for them.
    let read_bases = |layer: &Layer, article: &Article| -> Vec<Text> {
        let hashes = std::iter::once(&layer.sha256).chain(&layer.texts);
        let others = hashes.filter(|hash| *hash != article.hash());
        others.filter_map(|hash| base_text(storage, root, hash)).collect()
    };
    let statuses = find_places(&mut layer, article, read_bases);
    (layer, statuses)
}

/// The same for the moment, without reading anything: a passage that does not stand where it stood has
/// no place until it was looked up.
pub(super) fn place_for_now(
    sidecar: Sidecar,
    article: Option<&Article>,
) -> (Layer, Vec<(PassageId, AnchorStatus)>) {
    let mut layer = Layer::from_sidecar(sidecar);
    let Some(now) = article else { return (layer, Vec::new()) };
    let out_of_place = |passage: &&std::sync::Arc<Passage>| !passage.is_in_place(&now.text);
    let lost = layer.passages.iter().filter(out_of_place);
    let statuses: Vec<_> = lost.map(|passage| (passage.id, AnchorStatus::Orphan)).collect();
    let same = *now.hash() == layer.sha256;
    let all_stand = statuses.is_empty() && layer.texts.is_empty();
    settle(&mut layer, now, all_stand, same);
    (layer, statuses)
}

fn find_places(
    layer: &mut Layer,
    article: Option<&Article>,
    read_bases: impl Fn(&Layer, &Article) -> Vec<Text>,
) -> Vec<(PassageId, AnchorStatus)> {
    let Some(article) = article else { return Vec::new() };
    let same = *article.hash() == layer.sha256;
    let bases = OnceCell::new();
    let anchorings = OnceCell::new();
    let find = |passage: &Passage| {
        let kept = same && passage.is_in_place(&article.text);
        if kept && (layer.texts.is_empty() || passage.is_surrounded(&article.text)) {
            return AnchorStatus::Ok;
        }
        let bases: &Vec<Text> = bases.get_or_init(|| read_bases(layer, article));
        let anchorings: &Vec<_> = anchorings.get_or_init(|| {
            let with =
                bases.iter().map(|base| (Some(base), Anchoring::new(&article.text, Some(base))));
            with.chain([(None, Anchoring::new(&article.text, None))]).collect()
        });
        // The one in which it is in place; where there is none, the quote alone has to tell.
        let its = |base: Option<&Text>| base.is_some_and(|base| passage.is_in_place(base));
        let chosen = anchorings.iter().find(|(base, _)| its(*base)).or(anchorings.last());
        match chosen {
            Some((None, _)) if kept => AnchorStatus::Ok,
            Some((_, anchoring)) => anchoring.find(passage),
            None => AnchorStatus::Orphan,
        }
    };
    let statuses: Vec<_> = layer
        .passages
        .iter()
        .map(|passage| (passage.id, find(passage)))
        .filter(|(_, status)| !matches!(status, AnchorStatus::Ok))
        .collect();
    settle(layer, article, statuses.is_empty(), same);
    statuses
}

/// Says which text the positions of a layer hold for now.
fn settle(layer: &mut Layer, article: &Article, all_stand: bool, same: bool) {
    if all_stand {
        layer.sha256 = article.hash().clone();
        layer.chars = article.text.char_len().get();
        layer.texts.clear();
    } else if !same {
        layer.state = LayerState::Stale;
    }
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
