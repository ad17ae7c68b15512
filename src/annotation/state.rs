//! What is marked in the open set, in memory: the codebook and one layer per article and coder.
//!
//! Read by everyone, changed only by [`Annotations::apply`] (in `edit.rs`) and by the loader, which
//! puts whole layers in. Counters are kept up to date on the way, so that a list of 10,000 articles
//! can show its numbers at every frame.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use super::{
    codebook::Codebook,
    notation::Extension,
    passage::{ArticleMemo, Coder, Passage, PassageId, Timestamp, Tombstone, later_than, now},
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
        let removed = sidecar.removed.iter().map(|gone| (gone.id, gone.removed)).collect();
        Self {
            passages: sidecar.passages.into_iter().map(Arc::new).collect(),
            removed,
            memo: sidecar.memo,
            texts: sidecar.texts,
            legend: sidecar.legend,
            conflicts: sidecar.conflicts,
            ext: sidecar.ext,
            passage_ext: sidecar.passage_ext,
            ..Self::new(sidecar.sha256, sidecar.chars)
        }
    }

    /// The passage with that identity.
    #[must_use]
    pub fn passage(&self, id: PassageId) -> Option<&Passage> {
        self.passages.iter().map(Arc::as_ref).find(|passage| passage.id == id)
    }

    /// The place of the passage that starts with `first`, by halving: they are in reading order.
    fn find(&self, first: CharSpan, id: PassageId) -> Option<usize> {
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
/// It shares its passages with [`Annotations`]: taking one costs next to nothing, however many
/// there are. What takes time is left to [`Snapshot::sidecar`].
#[derive(Clone, Debug)]
pub struct Snapshot {
    article: ArticlePath,
    coder: Coder,
    layer: Layer,
    codebook: Codebook,
}

impl Snapshot {
    /// The layer as it was.
    #[must_use]
    pub fn layer(&self) -> &Layer {
        &self.layer
    }

    /// As [`Snapshot::sidecar`], of another state of the same layer.
    #[must_use]
    pub fn sidecar_of(&self, layer: Layer) -> Sidecar {
        Self { layer, ..self.clone() }.sidecar()
    }

    /// What is to be written.
    #[must_use]
    pub fn sidecar(&self) -> Sidecar {
        let Self { article, coder, layer, codebook } = self;
        let mut sidecar =
            Sidecar::new(coder.clone(), article.file_name(), layer.sha256.clone(), layer.chars);
        // A version of a passage that is gone is gone too; one that has become the same is none.
        let rival = |other: &&Passage| layer.passage(other.id).is_some_and(|p| p != *other);
        sidecar.conflicts = layer.conflicts.iter().filter(rival).cloned().collect();
        let passages = layer.passages.iter().map(Arc::as_ref);
        let marked = passages.clone().chain(&sidecar.conflicts);
        let themes: BTreeSet<_> = marked.flat_map(|passage| &passage.themes).copied().collect();
        let name = |theme| match codebook.get(theme) {
            Some(_) => Some((theme, codebook.path_name(theme))),
            None => layer.legend.get_key_value(&theme).map(|(id, name)| (*id, name.clone())),
        };
        sidecar.legend = themes.into_iter().filter_map(name).collect();
        sidecar.memo.clone_from(&layer.memo);
        sidecar.texts.clone_from(&layer.texts);
        sidecar.passages = passages.cloned().collect();
        let tombstones = layer.removed.iter();
        sidecar.removed = tombstones.map(|(&id, &removed)| Tombstone { id, removed }).collect();
        sidecar.ext.clone_from(&layer.ext);
        sidecar.passage_ext.clone_from(&layer.passage_ext);
        sidecar
    }
}

/// Where a passage is: in which layer, and where in its reading order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    article: ArticlePath,
    coder: Coder,
    first: CharSpan,
}

/// Everything marked in one set.
#[derive(Clone, Debug, Default)]
pub struct Annotations {
    codebook: Codebook,
    layers: BTreeMap<ArticlePath, BTreeMap<Coder, Layer>>,
    index: Index,
    revision: u64,
}

/// What can be told of `layers` without walking through them.
#[derive(Clone, Debug, Default)]
struct Index {
    total: usize,
    /// No count is 0.
    by_theme: BTreeMap<ThemeId, BTreeMap<ArticlePath, usize>>,
    /// The sums of `by_theme`; no count is 0.
    theme_totals: BTreeMap<ThemeId, usize>,
    /// Sorted; more than one where someone copied an article with its sidecar.
    places: HashMap<PassageId, Vec<Place>>,
}

impl Index {
    fn add(&mut self, article: &ArticlePath, coder: &Coder, passage: &Passage) {
        self.total += 1;
        for &theme in &passage.themes {
            let articles = self.by_theme.entry(theme).or_default();
            *articles.entry(article.clone()).or_default() += 1;
            *self.theme_totals.entry(theme).or_default() += 1;
        }
        let places = self.places.entry(passage.id).or_default();
        let first = passage.position().0;
        let place = Place { article: article.clone(), coder: coder.clone(), first };
        let at = places.partition_point(|other| *other < place);
        places.insert(at, place);
    }

    fn remove(&mut self, article: &ArticlePath, coder: &Coder, passage: &Passage) {
        self.total = self.total.saturating_sub(1);
        for theme in &passage.themes {
            if let Some(articles) = self.by_theme.get_mut(theme) {
                decrease(articles, article);
                if articles.is_empty() {
                    self.by_theme.remove(theme);
                }
            }
            decrease(&mut self.theme_totals, theme);
        }
        if let Some(places) = self.places.get_mut(&passage.id) {
            places.retain(|place| (&place.article, &place.coder) != (article, coder));
            if places.is_empty() {
                self.places.remove(&passage.id);
            }
        }
    }
}

fn decrease<K: Ord>(counts: &mut BTreeMap<K, usize>, key: &K) {
    if let Some(count) = counts.get_mut(key) {
        *count = count.saturating_sub(1);
        if *count == 0 {
            counts.remove(key);
        }
    }
}

impl Annotations {
    /// A set in which nothing is marked.
    #[must_use]
    pub fn new(codebook: Codebook) -> Self {
        Self { codebook, ..Self::default() }
    }

    /// The themes.
    #[must_use]
    pub fn codebook(&self) -> &Codebook {
        &self.codebook
    }

    /// Takes the themes as they were read from the disk.
    pub fn set_codebook(&mut self, codebook: Codebook) {
        self.codebook = codebook;
        self.revision += 1;
    }

    /// Takes a layer as it was read from the disk, in the place of the one that was there.
    pub fn put_layer(&mut self, article: ArticlePath, coder: Coder, mut layer: Layer) {
        self.remove_layer(&article, &coder);
        layer.passages.sort_by_key(|passage| passage.position());
        for passage in &layer.passages {
            self.index.add(&article, &coder, passage);
        }
        self.layers.entry(article).or_default().insert(coder, layer);
        self.revision += 1;
    }

    /// Forgets one layer: its file is gone.
    pub fn remove_layer(&mut self, article: &ArticlePath, coder: &Coder) {
        let Some(layers) = self.layers.get_mut(article) else { return };
        let Some(layer) = layers.remove(coder) else { return };
        if layers.is_empty() {
            self.layers.remove(article);
        }
        for passage in &layer.passages {
            self.index.remove(article, coder, passage);
        }
        self.revision += 1;
    }

    /// Forgets every layer of an article.
    pub fn remove_layers(&mut self, article: &ArticlePath) {
        let coders: Vec<_> = self.layers(article).map(|(coder, _)| coder.clone()).collect();
        for coder in coders {
            self.remove_layer(article, &coder);
        }
    }

    /// What `coder` marked in `article`.
    #[must_use]
    pub fn layer(&self, article: &ArticlePath, coder: &Coder) -> Option<&Layer> {
        self.layers.get(article)?.get(coder)
    }

    /// What everyone marked in `article`, by coder.
    pub fn layers(&self, article: &ArticlePath) -> impl Iterator<Item = (&Coder, &Layer)> {
        self.layers.get(article).into_iter().flatten()
    }

    /// The articles that have layers, in the order of their paths' characters.
    pub fn articles(&self) -> impl Iterator<Item = &ArticlePath> {
        self.layers.keys()
    }

    /// The passages of an article in reading order, whoever marked them.
    #[must_use]
    pub fn passages_in(&self, article: &ArticlePath) -> Vec<(&Coder, &Passage)> {
        let layers = self.layers(article);
        let mut passages: Vec<_> = layers
            .flat_map(|(coder, layer)| {
                layer.passages.iter().map(move |passage| (coder, &**passage))
            })
            .collect();
        passages.sort_by_key(|(_, passage)| passage.position());
        passages
    }

    /// Every passage: by article, then coder, then in reading order.
    pub fn passages(&self) -> impl Iterator<Item = (&ArticlePath, &Coder, &Passage)> {
        self.layers.iter().flat_map(|(article, layers)| {
            layers.iter().flat_map(move |(coder, layer)| {
                layer.passages.iter().map(move |passage| (article, coder, &**passage))
            })
        })
    }

    /// The passage with that identity; the first if copied sidecars hold it more than once.
    #[must_use]
    pub fn find(&self, id: PassageId) -> Option<(&ArticlePath, &Coder, &Passage)> {
        let place = self.index.places.get(&id)?.first()?;
        let (article, layers) = self.layers.get_key_value(&place.article)?;
        let (coder, layer) = layers.get_key_value(&place.coder)?;
        let at = layer.find(place.first, id)?;
        Some((article, coder, layer.passages.get(at).map(Arc::as_ref)?))
    }

    /// Where a passage of a layer is among its passages.
    fn place_in(&self, article: &ArticlePath, coder: &Coder, id: PassageId) -> Option<usize> {
        let places = self.index.places.get(&id)?.iter();
        let mut here = places.filter(|place| (&place.article, &place.coder) == (article, coder));
        self.layer(article, coder)?.find(here.next()?.first, id)
    }

    /// The passage with that identity in one layer.
    pub(super) fn passage_in(
        &self,
        article: &ArticlePath,
        coder: &Coder,
        id: PassageId,
    ) -> Option<&Passage> {
        let at = self.place_in(article, coder, id)?;
        self.layer(article, coder)?.passages.get(at).map(Arc::as_ref)
    }

    /// What `coder` notes of `article` as a whole; empty where that is nothing.
    #[must_use]
    pub fn article_memo(&self, article: &ArticlePath, coder: &Coder) -> &str {
        let memo = self.layer(article, coder).and_then(|layer| layer.memo.as_ref());
        memo.map_or("", |memo| &memo.text)
    }

    /// Sets what `coder` notes of `article`; `facts` are the hash and length of its text. Whether
    /// the layer may be changed.
    pub fn set_article_memo(
        &mut self,
        (article, coder): (&ArticlePath, &Coder),
        text: String,
        facts: (&ContentHash, u32),
    ) -> bool {
        let layers = self.layers.entry(article.clone()).or_default();
        let layer =
            layers.entry(coder.clone()).or_insert_with(|| Layer::new(facts.0.clone(), facts.1));
        if matches!(layer.state, LayerState::ReadOnly { .. }) {
            return false;
        }
        let before = layer.memo.as_ref().map(|memo| memo.modified);
        let modified = before.map_or_else(now, |before| later_than(before, now()));
        layer.memo = Some(ArticleMemo { text, modified });
        self.revision += 1;
        true
    }

    /// How many passages there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.index.total
    }

    /// How many passages an article has.
    #[must_use]
    pub fn count_in(&self, article: &ArticlePath) -> usize {
        self.layers(article).map(|(_, layer)| layer.passages.len()).sum()
    }

    /// How many passages bear a theme.
    #[must_use]
    pub fn count_of(&self, theme: ThemeId) -> usize {
        self.index.theme_totals.get(&theme).copied().unwrap_or(0)
    }

    /// How many of an article's passages bear a theme.
    #[must_use]
    pub fn count_of_in(&self, theme: ThemeId, article: &ArticlePath) -> usize {
        let articles = self.index.by_theme.get(&theme);
        articles.and_then(|articles| articles.get(article)).copied().unwrap_or(0)
    }

    /// Grows at every change: what was worked out at another revision is out of date.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// What is to be written for `coder` beside `article`.
    ///
    /// `None` where nothing was ever marked, and where the file there could not be read.
    #[must_use]
    pub fn sidecar(&self, article: &ArticlePath, coder: &Coder) -> Option<Sidecar> {
        self.snapshot(article, coder).map(|snapshot| snapshot.sidecar())
    }

    /// The same, not yet put together: quick, for another thread to go on with.
    #[must_use]
    pub fn snapshot(&self, article: &ArticlePath, coder: &Coder) -> Option<Snapshot> {
        let layer = self.layer(article, coder)?;
        let locked = matches!(layer.state, LayerState::ReadOnly { .. });
        if locked { None } else { self.snapshot_of(article, coder) }
    }

    /// What is in memory of `coder` in `article`, whether it may be written or not.
    #[must_use]
    pub fn content(&self, article: &ArticlePath, coder: &Coder) -> Option<Sidecar> {
        self.snapshot_of(article, coder).map(|snapshot| snapshot.sidecar())
    }

    fn snapshot_of(&self, article: &ArticlePath, coder: &Coder) -> Option<Snapshot> {
        Some(Snapshot {
            article: article.clone(),
            coder: coder.clone(),
            layer: self.layer(article, coder)?.clone(),
            codebook: self.codebook.clone(),
        })
    }

    /// Puts a passage in, in the place of the one with its identity, making the layer if needed.
    pub(super) fn put_passage(
        &mut self,
        article: &ArticlePath,
        coder: &Coder,
        passage: Passage,
        (sha256, chars): (&ContentHash, u32),
    ) {
        let before = self.place_in(article, coder, passage.id);
        let layers = self.layers.entry(article.clone()).or_default();
        let layer =
            layers.entry(coder.clone()).or_insert_with(|| Layer::new(sha256.clone(), chars));
        if let Some(index) = before {
            let old = layer.passages.remove(index);
            self.index.remove(article, coder, &old);
        }
        // Where nothing is marked no position holds for an older text.
        if layer.passages.is_empty() {
            layer.sha256 = sha256.clone();
            layer.chars = chars;
        }
        layer.removed.remove(&passage.id);
        self.index.add(article, coder, &passage);
        let at = layer.passages.partition_point(|other| other.position() < passage.position());
        layer.passages.insert(at, Arc::new(passage));
        self.revision += 1;
    }

    /// Takes a passage out and leaves a tombstone.
    pub(super) fn remove_passage(
        &mut self,
        article: &ArticlePath,
        coder: &Coder,
        id: PassageId,
        when: Timestamp,
    ) {
        let Some(index) = self.place_in(article, coder, id) else { return };
        let layer = self.layers.get_mut(article).and_then(|layers| layers.get_mut(coder));
        let Some(layer) = layer else { return };
        let old = layer.passages.remove(index);
        layer.removed.insert(id, when);
        self.index.remove(article, coder, &old);
        self.revision += 1;
    }

    /// Puts other versions of a passage in the place of those there were.
    pub(super) fn put_rivals(
        &mut self,
        article: &ArticlePath,
        coder: &Coder,
        id: PassageId,
        rivals: &[Passage],
    ) {
        let layer = self.layers.get_mut(article).and_then(|layers| layers.get_mut(coder));
        let Some(layer) = layer else { return };
        layer.conflicts.retain(|rival| rival.id != id);
        layer.conflicts.extend_from_slice(rivals);
        self.revision += 1;
    }

    /// Keeps that with a passage, in the place of what there was.
    pub(super) fn put_extras(
        &mut self,
        article: &ArticlePath,
        coder: &Coder,
        id: PassageId,
        extras: &Extension,
    ) {
        let layer = self.layers.get_mut(article).and_then(|layers| layers.get_mut(coder));
        let Some(layer) = layer else { return };
        layer.passage_ext.remove(&id);
        if !extras.is_empty() {
            layer.passage_ext.insert(id, extras.clone());
        }
        self.revision += 1;
    }

    /// The themes, to be changed.
    pub(super) fn codebook_mut(&mut self) -> &mut Codebook {
        self.revision += 1;
        &mut self.codebook
    }
}
