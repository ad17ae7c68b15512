//! The words of articles that are known already, for whoever works on a thread.

use std::sync::{Arc, Weak};

use crate::{
    corpus::{Article, ArticlePath},
    text::Words,
};

/// The words of articles, by the present segmenter; a clone costs nothing.
#[derive(Clone, Debug, Default)]
pub struct KnownWords(imbl::HashMap<ArticlePath, (Weak<Article>, Arc<Words>)>);

impl KnownWords {
    /// Those of that article, if they are known.
    #[must_use]
    pub fn of(&self, article: &Arc<Article>) -> Option<&Arc<Words>> {
        let (whose, words) = self.0.get(&article.path)?;
        std::ptr::eq(whose.as_ptr(), Arc::as_ptr(article)).then_some(words)
    }

    pub(super) fn take(&mut self, article: &Arc<Article>, words: Arc<Words>) {
        self.0.insert(article.path.clone(), (Arc::downgrade(article), words));
    }
}
