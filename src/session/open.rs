//! Reading a whole set from the disk: its articles, its codebook, its sidecars.
//!
//! Runs on a job's thread. What cannot be read is reported and left as it is; it never stops the
//! rest.

use std::{
    cell::OnceCell,
    path::{Path, PathBuf},
    sync::Arc,
};

use rust_i18n::t;

use super::{
    ConflictedCopy, Salvaged, Target, WordList, care, describe,
    file_state::FileState,
    records::{self, Files},
    saver::{FILE_LIMIT, fingerprint},
    saving::path_of,
    words::Lists,
};
use crate::{
    annotation::{
        self, AnchorStatus, Anchoring, Annotations, Codebook, Coder, Layer, LayerState, Passage,
        PassageId, Sidecar, SidecarError,
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
pub(super) enum Request {
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

/// What was found where a kept file should be.
#[derive(Debug)]
pub(super) enum Reading {
    /// Nothing.
    Missing,
    /// This, in bytes with that hash.
    Whole(ContentHash, FileState),
    /// Something that cannot be read.
    Broken(Broken),
}

/// Why a file cannot be read.
#[derive(Debug)]
pub(super) struct Broken {
    /// In the user's language.
    pub(super) reason: String,
    /// What can be saved of it; `None` if nothing can or need be.
    pub(super) salvaged: Option<Salvaged>,
}

/// A file of ours that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The file.
    pub path: PathBuf,
    /// The article and the coder it belongs to, where its name tells.
    pub owner: Option<(ArticlePath, Coder)>,
    /// What is wrong with it, with line and column where there are such, in the user's language.
    pub reason: String,
    /// What can be saved of it; `None` if nothing can or need be.
    pub salvaged: Option<Salvaged>,
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

/// Reads the file that `target` names; of sidecars only what [`read_sidecar`] does not tell better.
pub(super) fn read_kept(storage: &dyn Storage, target: &Target, path: &Path) -> Reading {
    let broken = |reason: String| Reading::Broken(Broken { reason, salvaged: None });
    let bytes = match storage.read(path, FILE_LIMIT) {
        Ok(bytes) => bytes,
        Err(error) if error.is_not_found() => return Reading::Missing,
        Err(error) => return broken(error.source.to_string()),
    };
    let read = match target {
        Target::Codebook => match read_codebook(&bytes) {
            Ok(codebook) => Ok(FileState::Codebook(Arc::new(codebook))),
            Err((reason, salvaged)) => return Reading::Broken(Broken { reason, salvaged }),
        },
        Target::Queries => records::parse(&bytes).map(FileState::Queries),
        Target::Journal(_) => records::parse(&bytes).map(FileState::Journal),
        Target::Corrections | Target::Words(_) | Target::Sidecar(..) => {
            FileState::read(target, &bytes)
        }
    };
    match read {
        Ok(state) => Reading::Whole(fingerprint(&bytes), state),
        Err(reason) => broken(reason),
    }
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
            known: Vec::new(),
            has_codebook: false,
            unreadable: Vec::new(),
            copies: Vec::new(),
        };
        if let Some(hash) = set.scene.corpus.corrections_hash().cloned() {
            let path = path_of(&root, &Target::Corrections);
            set.known.push(Known { path, target: Target::Corrections, hash });
        }
        let lists = WordList::ALL.map(Target::Words);
        let journals = records::journals_in(storage, &root).into_iter().map(Target::Journal);
        for target in [Target::Codebook, Target::Queries].into_iter().chain(lists).chain(journals) {
            let path = path_of(&root, &target);
            match read_kept(storage, &target, &path) {
                Reading::Missing => {}
                Reading::Whole(hash, state) => {
                    set.put(&target, state);
                    set.known.push(Known { path, target, hash });
                }
                Reading::Broken(broken) => set.put_broken(&target, &path, broken),
            }
        }
        set
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
            Target::Corrections | Target::Sidecar(..) => {}
        }
    }

    /// What was read of a file.
    pub(super) fn state_of(&self, target: &Target) -> Option<FileState> {
        Some(match target {
            Target::Sidecar(article, coder) => {
                FileState::Sidecar(Box::new(self.scene.annotations.content(article, coder)?))
            }
            Target::Codebook => FileState::Codebook(self.scene.annotations.shared_codebook()),
            Target::Corrections => FileState::Corrections(self.scene.corpus.corrections().clone()),
            Target::Words(list) => FileState::Words(self.lists.now(*list).clone()),
            Target::Queries => FileState::Queries(self.records.queries.now.clone()),
            Target::Journal(coder) => {
                FileState::Journal(self.records.journals.get(coder)?.now.clone())
            }
        })
    }

    /// The same, as what later merges start from.
    pub(super) fn base_of(&self, target: &Target) -> Option<FileState> {
        match target {
            Target::Sidecar(article, coder) => {
                Some(FileState::Layer(self.scene.annotations.shared_layer(article, coder)?))
            }
            _ => self.state_of(target),
        }
    }

    /// The files, but for sidecars, that are there and cannot be read, with the reason.
    pub(super) fn broken(&self) -> Vec<(Target, Broken)> {
        let codebook = path_of(self.scene.corpus.root(), &Target::Codebook);
        let codebook = self.unreadable.iter().find(|file| file.path == codebook);
        let codebook = codebook.map(|file| {
            let (reason, salvaged) = (file.reason.clone(), file.salvaged.clone());
            (Target::Codebook, Broken { reason, salvaged })
        });
        let corrections = self.scene.corpus.corrections_problem();
        let corrections = corrections.map(|fault| (Target::Corrections, fault.to_string()));
        let lists = WordList::ALL.into_iter();
        let lists = lists
            .filter_map(|list| Some((Target::Words(list), self.lists.problem(list)?.to_owned())));
        let records = self.records.problems();
        let others = corrections.into_iter().chain(lists).chain(records);
        let plain = |(target, reason)| (target, Broken { reason, salvaged: None });
        codebook.into_iter().chain(others.map(plain)).collect()
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
        let mut entries = storage.list(folder)?;
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        for entry in entries {
            let name = entry.path.file_name().unwrap_or_default().to_string_lossy();
            let plain = matches!(entry.kind, EntryKind::File | EntryKind::Link);
            // A name that tells no owner (it was too long, and is hashed) has to be read to know.
            let may_be = annotation::sidecar_owner(&name).is_none_or(|(owner, _)| {
                ArticlePath::in_set(&root, &folder.join(owner)).is_none_or(|path| wanted(&path))
            });
            if !plain || name.starts_with('.') {
                continue;
            }
            if let Some(original) = care::original_of(&name)
                && let Some(copy) = care::find_copy(storage, &root, &entry.path, &original)
            {
                self.copies.push(copy);
            } else if may_be && annotation::is_sidecar(&name) {
                self.read_sidecar(storage, &root, &entry.path, &wanted);
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

/// Reads a codebook's bytes; else what is wrong with them, and what can be saved.
pub(super) fn read_codebook(bytes: &[u8]) -> Result<Codebook, (String, Option<Salvaged>)> {
    let text = std::str::from_utf8(bytes).map_err(|error| (error.to_string(), None))?;
    Codebook::from_ron(text).map_err(|error| {
        let salvaged = error
            .salvage(text)
            .map(|salvage| Salvaged { kept: salvage.kept(), lost: salvage.lost().to_vec() });
        (describe::codebook_fault(&error), salvaged)
    })
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
    // The texts that positions may hold for, read when the first passage asks for them.
    let bases = OnceCell::new();
    let read_bases = || -> Vec<Text> {
        let hashes = std::iter::once(&layer.sha256).chain(&layer.texts);
        let others = hashes.filter(|hash| *hash != article.hash());
        others.filter_map(|hash| base_text(storage, root, hash)).collect()
    };
    let anchorings = OnceCell::new();
    let find = |passage: &Passage| {
        let kept = same && passage.is_in_place(&article.text);
        if kept && (layer.texts.is_empty() || passage.is_surrounded(&article.text)) {
            return AnchorStatus::Ok;
        }
        let bases: &Vec<Text> = bases.get_or_init(read_bases);
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
    if statuses.is_empty() {
        layer.sha256 = article.hash().clone();
        layer.chars = article.text.char_len().get();
        layer.texts.clear();
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
