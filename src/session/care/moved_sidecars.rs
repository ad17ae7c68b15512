//! Sidecars whose article has another name or another folder now: the text tells.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use rust_i18n::t;

use super::{CareError, deed::Deed, locked, trash};
use crate::{
    annotation::{self, Coder, Sidecar},
    corpus::{ArticlePath, ContentHash},
    scene::Scene,
    session::{Session, describe, kept_file::FILE_LIMIT},
    storage::{self, Storage},
};

/// A sidecar that was left behind when its article was renamed or moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovedSidecar {
    /// The name the article had.
    pub from: ArticlePath,
    /// Whose passages they are.
    pub coder: Coder,
    /// How many.
    pub passages: usize,
    /// The article with the same text.
    pub to: ArticlePath,
}

impl Session {
    /// The sidecars that were left behind, as far as the text that was marked is in the set.
    #[must_use]
    pub fn moved_sidecars(&self) -> &[MovedSidecar] {
        self.set.as_ref().map_or(&[], |set| &set.moved_sidecars)
    }

    /// Finds them again.
    pub(in crate::session) fn find_moved_sidecars(&mut self) {
        let Some(set) = &mut self.set else { return };
        let Scene { corpus, annotations, .. } = &set.scene;
        let gone = |article: &&ArticlePath| corpus.entry(article).is_none();
        let left: Vec<_> = annotations
            .articles()
            .filter(gone)
            .flat_map(|article| annotations.layers(article).map(move |layer| (article, layer)))
            .filter(|(_, (_, layer))| !layer.passages.is_empty())
            .collect();
        // The hashes of all articles are only counted where something was left behind.
        let mut by_hash: HashMap<&ContentHash, Vec<&ArticlePath>> = HashMap::new();
        if !left.is_empty() {
            for article in corpus.articles() {
                by_hash.entry(article.hash()).or_default().push(&article.path);
            }
        }
        let moved = left
            .into_iter()
            .filter_map(|(from, (coder, layer))| {
                // Of several with the same text none is surely the one.
                let [to] = by_hash.get(&layer.sha256)?.as_slice() else { return None };
                let (from, coder, to) = (from.clone(), coder.clone(), (*to).clone());
                Some(MovedSidecar { from, coder, passages: layer.passages.len(), to })
            })
            .collect();
        set.moved_sidecars = moved;
    }

    /// Moves the sidecars beside the articles that have their text.
    pub(in crate::session) fn follow(&mut self, moved: &[MovedSidecar]) {
        let Some(set) = &mut self.set else { return };
        let moved: Vec<MovedSidecar> =
            set.moved_sidecars.extract_if(.., |stray| moved.contains(stray)).collect();
        self.start_care(moved.into_iter().map(Deed::Follow).collect());
    }
}

/// Where a stray sidecar lies, and where it belongs.
pub(super) fn files(root: &Path, stray: &MovedSidecar) -> (PathBuf, PathBuf) {
    let beside = |article: &ArticlePath| {
        let name = annotation::sidecar_name(article.file_name(), &stray.coder);
        article.on_disk(root).with_file_name(name)
    };
    (beside(&stray.from), beside(&stray.to))
}

/// Moves one.
pub(super) fn move_sidecar(
    storage: &dyn Storage,
    root: &Path,
    stray: &MovedSidecar,
) -> Result<String, CareError> {
    let (path, target) = &files(root, stray);
    let read = |bytes: &[u8]| {
        let text =
            std::str::from_utf8(bytes).map_err(|error| CareError::Unreadable(error.to_string()))?;
        Sidecar::from_ron(text)
            .map_err(|error| CareError::Unreadable(describe::sidecar_fault(&error)))
    };
    locked(storage, root, || {
        let bytes = storage.read(path, FILE_LIMIT)?;
        let mut sidecar = read(&bytes)?;
        stray.to.file_name().clone_into(&mut sidecar.article);
        match storage.read(target, FILE_LIMIT) {
            Ok(there) => sidecar = annotation::merge(read(&there)?, sidecar),
            Err(error) if error.is_not_found() => {}
            Err(error) => return Err(error.into()),
        }
        storage::refuse_outside(storage, root, target)?;
        storage::save(storage, target, sidecar.to_ron().as_bytes())?;
        trash::take(storage, root, path, &bytes)?;
        let article = describe::shown(stray.to.as_str());
        Ok(t!("care.moved_sidecar.followed", count = stray.passages, article = article)
            .into_owned())
    })
}
