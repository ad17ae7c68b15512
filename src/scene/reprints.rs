//! Which text of the set stands in it more than once: asked for by conditions, worked out by an
//! analysis that this layer does not know.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use crate::{
    annotation::Catalogue,
    corpus::{ArticlePath, Corpus},
    text::CharSpan,
};

/// What is known of the places where the same text stands. A place is that of a passage.
pub trait TextReuse: fmt::Debug + Send + Sync {
    /// Whether the text of a place stands elsewhere, too.
    fn is_reused(&self, article: &ArticlePath, place: &[CharSpan]) -> bool;
    /// Whether it stands elsewhere, too, and was printed here first.
    fn is_first(&self, article: &ArticlePath, place: &[CharSpan]) -> bool;
    /// Whether it was printed before.
    fn is_repeated(&self, article: &ArticlePath, place: &[CharSpan]) -> bool;
    /// What of an article was printed before, there or elsewhere: sorted, none touching another.
    fn repeated(&self, article: &ArticlePath) -> Vec<CharSpan>;
    /// The articles in which it stands, too, the first printed first.
    fn articles(&self, article: &ArticlePath, place: &[CharSpan]) -> Vec<ArticlePath>;
}

/// Works it out.
type Finder = dyn Fn(&Arc<Corpus>, &[String]) -> Arc<dyn TextReuse> + Send + Sync;

/// What stands more than once, with the revision of the articles and the set phrases of which it holds.
type KnownReuse = (u64, Vec<String>, Arc<dyn TextReuse>);

/// What is known, found out when it is asked for first. Clones share it.
#[derive(Clone, Default)]
pub struct Reprints {
    finder: Option<Arc<Finder>>,
    /// With what it holds of.
    known: Arc<Mutex<Option<KnownReuse>>>,
}

impl Reprints {
    /// Nothing is known, and `find` finds it out of the articles, given the phrases that alone are no
    /// reuse.
    #[must_use]
    pub fn found_by(
        find: impl Fn(&Arc<Corpus>, &[String]) -> Arc<dyn TextReuse> + Send + Sync + 'static,
    ) -> Self {
        Self { finder: Some(Arc::new(find)), known: Arc::default() }
    }

    /// Takes what was found out of the articles at that revision, with those set phrases.
    pub fn take(&self, revision: u64, phrases: Vec<String>, reuse: Arc<dyn TextReuse>) {
        let known = Some((revision, phrases, reuse));
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = known;
    }

    /// What holds of `corpus`, found out now if it is not known; `None` where nobody can.
    ///
    /// Nothing is locked meanwhile: two who ask at once may both find it out.
    pub(super) fn of(
        &self,
        corpus: &Arc<Corpus>,
        catalogue: &Catalogue,
    ) -> Option<Arc<dyn TextReuse>> {
        let phrases = catalogue.set_phrases();
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((revision, of, reuse)) = known
            && revision == corpus.revision()
            && of == phrases
        {
            return Some(reuse);
        }
        let reuse = self.finder.as_ref()?(corpus, &phrases);
        self.take(corpus.revision(), phrases, Arc::clone(&reuse));
        Some(reuse)
    }
}

impl fmt::Debug for Reprints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reprints").field("known", &self.known).finish_non_exhaustive()
    }
}
