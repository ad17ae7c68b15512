//! Finding the words of every article, on all cores, with what is kept from the last time.

use std::{path::PathBuf, sync::Arc};

use rayon::prelude::*;

use super::cache;
use crate::{
    corpus::{Article, ContentHash, LoadProgress},
    storage::Storage,
    text::{Segmenter, Words},
};

/// The words of articles.
pub(super) struct Segmented(pub(super) Vec<(Arc<Article>, Arc<Words>)>);

/// What one job is to do.
pub(super) struct Work {
    pub(super) articles: Vec<Arc<Article>>,
    /// What is known of each already.
    pub(super) known: Vec<Option<Arc<Words>>>,
    pub(super) segmenter: Arc<Segmenter>,
    pub(super) storage: Arc<dyn Storage>,
    /// Where the words of this set are kept; nowhere without a cache folder.
    pub(super) pack: Option<PathBuf>,
    /// What they depend on besides the text.
    pub(super) key: ContentHash,
}

impl Work {
    /// Gives the words of every article; those of none when it was stopped.
    pub(super) fn run(self, progress: &LoadProgress) -> Segmented {
        progress.expect(self.articles.len());
        let kept = self.pack.as_ref().and_then(|pack| cache::read(&*self.storage, pack, &self.key));
        let kept = kept.unwrap_or_default();
        let pairs = self.articles.par_iter().zip(&self.known);
        let found: Vec<_> = pairs
            .filter_map(|(article, known)| {
                if progress.is_cancelled() {
                    return None;
                }
                let text = article.text.as_str();
                let from_pack = || {
                    let lengths = kept.get(article.hash())?;
                    Words::from_lengths(lengths.to_vec(), text).map(Arc::new)
                };
                let old = known.clone().or_else(from_pack);
                let is_new = old.is_none();
                let words = old.unwrap_or_else(|| Arc::new(Words::of(text, &self.segmenter)));
                progress.advance();
                Some((Arc::clone(article), words, is_new))
            })
            .collect();
        let is_whole = found.len() == self.articles.len();
        if let Some(pack) = &self.pack
            && is_whole
            && found.iter().any(|(_, _, is_new)| *is_new)
        {
            let entries =
                found.iter().map(|(article, words, _)| (article.hash(), words.as_bytes()));
            cache::write(&*self.storage, pack, &self.key, entries);
        }
        Segmented(found.into_iter().map(|(article, words, _)| (article, words)).collect())
    }
}
