//! One coder's passages in one article, and what is written of them.
//!
//! A layer is what a sidecar holds, in memory; which layers there are, and all that counts them, is
//! for [`super::Annotations`] to know.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{
    codebook::Codebook,
    notation::Extension,
    passage::{ArticleMemo, Coder, Passage, PassageId, Timestamp, Tombstone},
    sidecar::{Sidecar, SidecarError},
    theme::ThemeId,
};
use crate::{
    corpus::{ArticlePath, ContentHash},
    text::CharSpan,
};

/// Whether a layer may be edited.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum LayerState {
    /// It may.
    #[default]
    Writable,
    /// Its file could not be read, so it must not be written either.
    ReadOnly {
        /// Why not.
        reason: SidecarError,
    },
    /// The article has changed since; its passages have to be looked through first.
    Stale,
}

/// One coder's passages in one article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layer {
    /// In reading order. Shared with what is being written to the disk meanwhile.
    pub passages: Vec<Arc<Passage>>,
    /// When passages that are gone were removed; none of `passages`.
    pub removed: BTreeMap<PassageId, Timestamp>,
    /// The text the positions hold for.
    pub sha256: ContentHash,
    /// Its length in Unicode scalar values.
    pub chars: u32,
    /// What the coder notes of the article as a whole.
    pub memo: Option<ArticleMemo>,
    /// Earlier texts for which positions hold that have found no place in this one.
    pub texts: Vec<ContentHash>,
    /// The names the themes had in the file; they serve where the codebook lacks a theme.
    pub legend: BTreeMap<ThemeId, String>,
    /// Other versions of some of `passages`, to be looked at.
    pub conflicts: Vec<Passage>,
    /// What other programs keep in the file.
    pub ext: Extension,
    /// What other programs keep with a passage.
    pub passage_ext: BTreeMap<PassageId, Extension>,
    /// Whether it may be edited.
    pub state: LayerState,
}

impl Layer {
    /// A layer in which nothing is marked, for a text of that hash and length.
    #[must_use]
    pub fn new(sha256: ContentHash, chars: u32) -> Self {
        Self {
            passages: Vec::new(),
            removed: BTreeMap::new(),
            sha256,
            chars,
            memo: None,
            texts: Vec::new(),
            legend: BTreeMap::new(),
            conflicts: Vec::new(),
            ext: Extension::new(),
            passage_ext: BTreeMap::new(),
            state: LayerState::Writable,
        }
    }

    /// What stands for a file that cannot be read.
    #[must_use]
    pub fn read_only(reason: SidecarError) -> Self {
        let state = LayerState::ReadOnly { reason };
        Self { state, ..Self::new(ContentHash::of(""), 0) }
    }

    /// What was read from a file, writable; the loader says [`LayerState::Stale`] where
    /// [`Sidecar::fits`] denies that it belongs to the article's present text.
    #[must_use]
    pub fn from_sidecar(sidecar: Sidecar) -> Self {
        // Whose it is and of which article stands where the layer is kept.
        let Sidecar {
            coder: _,
            article: _,
            sha256,
            chars,
            memo,
            texts,
            legend,
            passages,
            conflicts,
            removed,
            ext,
            passage_ext,
        } = sidecar;
        Self {
            passages: passages.into_iter().map(Arc::new).collect(),
            removed: removed.into_iter().map(|gone| (gone.id, gone.removed)).collect(),
            sha256,
            chars,
            memo,
            texts,
            legend,
            conflicts,
            ext,
            passage_ext,
            state: LayerState::Writable,
        }
    }

    /// Whether both hold the same work of the coder's, whichever text their positions hold for.
    #[must_use]
    pub fn says_the_same_as(&self, other: &Self) -> bool {
        // Taken apart, so that a new field cannot be forgotten here.
        let Self {
            passages,
            removed,
            sha256: _,
            chars: _,
            memo,
            texts: _,
            legend: _,
            conflicts,
            ext,
            passage_ext,
            state: _,
        } = self;
        let in_order = |passages: &[Arc<Passage>]| {
            let mut sorted = passages.to_vec();
            sorted.sort_by_key(|passage| passage.position());
            sorted
        };
        *removed == other.removed
            && *memo == other.memo
            && *conflicts == other.conflicts
            && *ext == other.ext
            && *passage_ext == other.passage_ext
            && passages.len() == other.passages.len()
            && (*passages == other.passages || in_order(passages) == in_order(&other.passages))
    }

    /// Whether nothing is in it.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.says_the_same_as(&Self::new(self.sha256.clone(), self.chars))
    }

    /// The passage with that identity.
    #[must_use]
    pub fn passage(&self, id: PassageId) -> Option<&Passage> {
        self.passages.iter().map(Arc::as_ref).find(|passage| passage.id == id)
    }

    /// The place of the passage that starts with `first`, by halving: they are in reading order.
    pub(super) fn find(&self, first: CharSpan, id: PassageId) -> Option<usize> {
        self.passages.binary_search_by_key(&(first, id), |passage| passage.position()).ok()
    }

    /// Keeps in mind that positions may hold for the text it was for, and says it is for another.
    pub fn turn_to(&mut self, sha256: &ContentHash, chars: u32) {
        if self.sha256 != *sha256 {
            let earlier = std::mem::replace(&mut self.sha256, sha256.clone());
            self.texts.retain(|hash| hash != sha256);
            if !self.texts.contains(&earlier) {
                self.texts.push(earlier);
                self.texts.sort();
            }
        }
        self.chars = chars;
    }

    /// Versions of passages that a merge left and the user has not chosen from yet.
    pub fn rivals(&self) -> impl Iterator<Item = (&Passage, &Passage)> {
        let current = |rival: &Passage| self.passage(rival.id).filter(|now| *now != rival);
        self.conflicts.iter().filter_map(move |rival| Some((current(rival)?, rival)))
    }

    /// Whether it may be edited.
    #[must_use]
    pub fn is_writable(&self) -> bool {
        self.state == LayerState::Writable
    }
}

/// One layer as it was at a moment, with the names its themes had.
///
/// It shares all of it with [`super::Annotations`]: taking one costs next to nothing. What takes time
/// is left to [`Snapshot::sidecar`].
#[derive(Clone, Debug)]
pub struct Snapshot {
    pub(super) article: ArticlePath,
    pub(super) coder: Coder,
    pub(super) layer: Arc<Layer>,
    pub(super) codebook: Arc<Codebook>,
}

impl Snapshot {
    /// The layer as it was.
    #[must_use]
    pub fn layer(&self) -> &Arc<Layer> {
        &self.layer
    }

    /// As [`Snapshot::sidecar`], of another state of the same layer.
    #[must_use]
    pub fn sidecar_of(&self, layer: Arc<Layer>) -> Sidecar {
        Self { layer, ..self.clone() }.sidecar()
    }

    /// What is to be written.
    #[must_use]
    pub fn sidecar(&self) -> Sidecar {
        let Self { article, coder, layer, codebook } = self;
        let Layer {
            passages,
            removed,
            sha256,
            chars,
            memo,
            texts,
            legend,
            conflicts,
            ext,
            passage_ext,
            state: _,
        } = &**layer;
        // A version of a passage that is gone is gone too; one that has become the same is none.
        let rival = |other: &&Passage| layer.passage(other.id).is_some_and(|p| p != *other);
        let conflicts: Vec<Passage> = conflicts.iter().filter(rival).cloned().collect();
        let passages = passages.iter().map(Arc::as_ref);
        let marked = passages.clone().chain(&conflicts);
        let themes: BTreeSet<_> = marked.flat_map(|passage| &passage.themes).copied().collect();
        let name = |theme| match codebook.get(theme) {
            Some(_) => Some((theme, codebook.path_name(theme))),
            None => legend.get_key_value(&theme).map(|(id, name)| (*id, name.clone())),
        };
        Sidecar {
            coder: coder.clone(),
            article: article.file_name().to_owned(),
            sha256: sha256.clone(),
            chars: *chars,
            memo: memo.clone(),
            texts: texts.clone(),
            legend: themes.into_iter().filter_map(name).collect(),
            passages: passages.cloned().collect(),
            conflicts,
            removed: removed.iter().map(|(&id, &removed)| Tombstone { id, removed }).collect(),
            ext: ext.clone(),
            passage_ext: passage_ext.clone(),
        }
    }
}
