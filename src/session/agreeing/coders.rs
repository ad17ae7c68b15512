//! Who codes in a set, and how far each is.

use std::collections::BTreeMap;

use crate::{annotation::Coder, scene::Scene};

/// What one coder has done so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoderWork {
    /// Who.
    pub coder: Coder,
    /// How many passages are marked.
    pub passages: usize,
    /// In how many articles.
    pub articles: usize,
    /// How many articles of the set are said to be done, as wholes.
    pub done: usize,
}

/// Everybody of whom there is a sidecar, be it an empty one, or who is done with something, in the order
/// of their names.
#[must_use]
pub fn coder_work(scene: &Scene) -> Vec<CoderWork> {
    let none =
        |coder: &Coder| CoderWork { coder: coder.clone(), passages: 0, articles: 0, done: 0 };
    let mut work: BTreeMap<&Coder, CoderWork> = BTreeMap::new();
    for article in scene.annotations.articles() {
        for (coder, layer) in scene.annotations.layers(article) {
            let of = work.entry(coder).or_insert_with(|| none(coder));
            of.passages += layer.passages.len();
            of.articles += usize::from(!layer.passages.is_empty());
        }
    }
    for (coder, progress) in scene.catalogue.all_progress().filter(|(_, one)| !one.is_empty()) {
        let of = work.entry(coder).or_insert_with(|| none(coder));
        // What is said of an article that is gone is kept, and counts for nothing.
        let entries = scene.corpus.entries().iter();
        of.done =
            entries.filter(|entry| progress.since(&(entry.path.clone(), None)).is_some()).count();
    }
    work.into_values().collect()
}
