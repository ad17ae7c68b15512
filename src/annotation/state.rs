//! What is marked in the open set, in memory: the codebook and one layer per article and coder.
//!
//! Read by everyone, changed only by [`Annotations::apply`] (in `edit.rs`) and by the loader, which
//! puts whole layers in. Counters are kept up to date on the way, so that a list of 10,000 articles
//! can show its numbers at every frame.
//!
//! The maps are persistent: a clone shares everything with its original until one of both changes,
//! and then only what has changed is copied. A job takes the whole state with it for next to nothing.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use imbl::{HashMap, OrdMap, ordmap::DiffItem};

use super::{
    codebook::Codebook,
    layer::{Layer, LayerState, Snapshot},
    notation::Extension,
    passage::{ArticleMemo, Coder, Passage, PassageId, Timestamp, later_than, now},
    sidecar::Sidecar,
    theme::ThemeId,
};
use crate::{
    corpus::{ArticlePath, ContentHash},
    text::CharSpan,
};

/// Where a passage is: in which layer, and where in its reading order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    article: ArticlePath,
    coder: Coder,
    first: CharSpan,
}

/// Everything marked in one set; a clone costs next to nothing.
#[derive(Clone, Debug, Default)]
pub struct Annotations {
    codebook: Arc<Codebook>,
    /// Few coders mark one article: the inner map is copied when one of them does.
    layers: OrdMap<ArticlePath, BTreeMap<Coder, Arc<Layer>>>,
    index: Index,
    revision: u64,
}

/// What can be told of `layers` without walking through them.
#[derive(Clone, Debug, Default)]
struct Index {
    total: usize,
    /// No count is 0.
    by_theme: OrdMap<ThemeId, OrdMap<ArticlePath, usize>>,
    /// The sums of `by_theme`; no count is 0.
    theme_totals: OrdMap<ThemeId, usize>,
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

fn decrease<K: Ord + Clone>(counts: &mut OrdMap<K, usize>, key: &K) {
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
        Self { codebook: Arc::new(codebook), ..Self::default() }
    }

    /// The themes.
    #[must_use]
    pub fn codebook(&self) -> &Codebook {
        &self.codebook
    }

    /// The same, shared.
    #[must_use]
    pub fn shared_codebook(&self) -> Arc<Codebook> {
        Arc::clone(&self.codebook)
    }

    /// Takes the themes as they were read from the disk.
    pub fn set_codebook(&mut self, codebook: Codebook) {
        self.codebook = Arc::new(codebook);
        self.revision += 1;
    }

    /// Takes a layer as it was read from the disk, in the place of the one that was there.
    pub fn put_layer(&mut self, article: ArticlePath, coder: Coder, mut layer: Layer) {
        let before = self.layers.get_mut(&article).and_then(|layers| layers.remove(&coder));
        self.forget_counts(&article, &coder, before.as_deref());
        layer.passages.sort_by_key(|passage| passage.position());
        for passage in &layer.passages {
            self.index.add(&article, &coder, passage);
        }
        self.layers.entry(article).or_default().insert(coder, Arc::new(layer));
        self.revision += 1;
    }

    fn forget_counts(&mut self, article: &ArticlePath, coder: &Coder, layer: Option<&Layer>) {
        for passage in layer.into_iter().flat_map(|layer| &layer.passages) {
            self.index.remove(article, coder, passage);
        }
    }

    /// Forgets one layer: its file is gone.
    pub fn remove_layer(&mut self, article: &ArticlePath, coder: &Coder) {
        let Some(layers) = self.layers.get_mut(article) else { return };
        let Some(layer) = layers.remove(coder) else { return };
        if layers.is_empty() {
            self.layers.remove(article);
        }
        self.forget_counts(article, coder, Some(&layer));
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
        self.layers.get(article)?.get(coder).map(Arc::as_ref)
    }

    /// The same, shared.
    #[must_use]
    pub fn shared_layer(&self, article: &ArticlePath, coder: &Coder) -> Option<Arc<Layer>> {
        self.layers.get(article)?.get(coder).cloned()
    }

    fn layer_mut(&mut self, article: &ArticlePath, coder: &Coder) -> Option<&mut Layer> {
        self.layers.get_mut(article)?.get_mut(coder).map(Arc::make_mut)
    }

    /// The layer of `coder` in `article`, which is made for a text of that hash and length where
    /// there is none.
    fn layer_or_new(
        &mut self,
        article: &ArticlePath,
        coder: &Coder,
        (sha256, chars): (&ContentHash, u32),
    ) -> &mut Layer {
        let new = || Arc::new(Layer::new(sha256.clone(), chars));
        let layers = self.layers.entry(article.clone()).or_default();
        Arc::make_mut(layers.entry(coder.clone()).or_insert_with(new))
    }

    /// What everyone marked in `article`, by coder.
    pub fn layers(&self, article: &ArticlePath) -> impl Iterator<Item = (&Coder, &Layer)> {
        let layers = self.layers.get(article).into_iter().flatten();
        layers.map(|(coder, layer)| (coder, &**layer))
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

    /// Those who have marked something, in the order of their names.
    #[must_use]
    pub fn coders(&self) -> Vec<Coder> {
        let layers = self.layers.values().flatten();
        let marked = layers.filter(|(_, layer)| !layer.passages.is_empty());
        let coders: BTreeSet<&Coder> = marked.map(|(coder, _)| coder).collect();
        coders.into_iter().cloned().collect()
    }

    /// The same with what `coder` alone marked, at the revision `revision`, which no other state of the
    /// set has. What stayed as it was `before` (all of it, and that coder's part) is taken from there.
    #[must_use]
    pub fn only(&self, coder: &Coder, before: Option<(&Self, &Self)>, revision: u64) -> Self {
        let (nothing, mut own) =
            (OrdMap::new(), before.map_or_else(Self::default, |b| b.1.clone()));
        own.codebook = Arc::clone(&self.codebook);
        let known = before.map_or(&nothing, |(all, _)| &all.layers);
        for changed in known.diff(&self.layers) {
            let (DiffItem::Add(article, _)
            | DiffItem::Update { new: (article, _), .. }
            | DiffItem::Remove(article, _)) = changed;
            match self.layer(article, coder) {
                Some(layer) if own.layer(article, coder) == Some(layer) => {}
                Some(layer) => own.put_layer(article.clone(), coder.clone(), layer.clone()),
                None => own.remove_layer(article, coder),
            }
        }
        own.revision = revision;
        own
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
        let layer = self.layer_or_new(article, coder, facts);
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

    /// As [`Annotations::snapshot`], whether it may be written or not.
    #[must_use]
    pub fn snapshot_of(&self, article: &ArticlePath, coder: &Coder) -> Option<Snapshot> {
        Some(Snapshot {
            article: article.clone(),
            coder: coder.clone(),
            layer: self.shared_layer(article, coder)?,
            codebook: Arc::clone(&self.codebook),
        })
    }

    /// Puts a passage in, in the place of the one with its identity, making the layer if needed.
    pub(super) fn put_passage(
        &mut self,
        article: &ArticlePath,
        coder: &Coder,
        passage: Passage,
        facts: (&ContentHash, u32),
    ) {
        let before = self.place_in(article, coder, passage.id);
        let layer = self.layer_or_new(article, coder, facts);
        let old = before.map(|index| layer.passages.remove(index));
        // Where nothing is marked no position holds for an older text.
        if layer.passages.is_empty() {
            layer.sha256 = facts.0.clone();
            layer.chars = facts.1;
        }
        layer.removed.remove(&passage.id);
        let at = layer.passages.partition_point(|other| other.position() < passage.position());
        let passage = Arc::new(passage);
        layer.passages.insert(at, Arc::clone(&passage));
        if let Some(old) = old {
            self.index.remove(article, coder, &old);
        }
        self.index.add(article, coder, &passage);
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
        let layer = self.layer_mut(article, coder);
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
        let layer = self.layer_mut(article, coder);
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
        let layer = self.layer_mut(article, coder);
        let Some(layer) = layer else { return };
        layer.passage_ext.remove(&id);
        if !extras.is_empty() {
            layer.passage_ext.insert(id, extras.clone());
        }
        self.revision += 1;
    }

    /// Keeps in mind that a place in a layer may hold for that earlier text of the article.
    pub fn keep_text(&mut self, article: &ArticlePath, coder: &Coder, text: &ContentHash) {
        let layer = self.layer_mut(article, coder);
        if let Some(layer) = layer.filter(|layer| !layer.texts.contains(text)) {
            layer.texts.push(text.clone());
            layer.texts.sort();
        }
    }

    /// The themes, to be changed.
    pub(super) fn codebook_mut(&mut self) -> &mut Codebook {
        self.revision += 1;
        Arc::make_mut(&mut self.codebook)
    }
}
