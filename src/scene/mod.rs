//! The set as it stands at one moment: its texts, what is marked in them, where that stands.
//!
//! The open set is a scene that changes from moment to moment; whoever works something out about it
//! takes a clone, which costs next to nothing and changes no more. Nobody hands its parts around one
//! by one: what was worked out from parts of two moments holds of neither.

mod places;
mod reprints;
mod stamp;

use std::sync::Arc;

pub use places::Places;
pub use reprints::{Reprints, TextReuse};
pub use stamp::{Heeds, Stamp};

use crate::{
    annotation::{AnchorStatus, Annotations, Catalogue, Codebook, Coder, Passage, ThemeId},
    corpus::{ArticlePath, Corpus},
    text::CharSpan,
};

/// A set at one moment.
#[derive(Clone, Debug, Default)]
pub struct Scene {
    /// The articles, and what the user corrected in their descriptions.
    pub corpus: Arc<Corpus>,
    /// The themes, and what is marked.
    pub annotations: Annotations,
    /// Where passages stand now whose article has changed since.
    pub places: Places,
    /// What is said of the articles as wholes: attributes, groups, who is done, bookmarks.
    pub catalogue: Catalogue,
    /// Which text stands in the set more than once.
    pub reprints: Reprints,
}

impl Scene {
    /// The articles of `corpus` with what is marked in them, all of it where it was marked.
    #[must_use]
    pub fn new(corpus: impl Into<Arc<Corpus>>, annotations: Annotations) -> Self {
        Self { corpus: corpus.into(), annotations, ..Self::default() }
    }

    /// The themes.
    #[must_use]
    pub fn codebook(&self) -> &Codebook {
        self.annotations.codebook()
    }

    /// The place of a passage in the text as it is now: where it stood, or where it was found;
    /// `None` if that is not sure.
    #[must_use]
    pub fn place_of<'a>(&'a self, passage: &'a Passage) -> Option<&'a [CharSpan]> {
        match self.places.status(passage.id) {
            AnchorStatus::Ok => Some(&passage.fragments),
            AnchorStatus::Moved(fragments) | AnchorStatus::Changed(fragments) => Some(fragments),
            AnchorStatus::Review(_) | AnchorStatus::Orphan => None,
        }
    }

    /// Which text stands in the set more than once; found out now if nobody asked before, which takes
    /// a second in a large set. `None` where nobody can say.
    #[must_use]
    pub fn text_reuse(&self) -> Option<Arc<dyn TextReuse>> {
        self.reprints.of(&self.corpus, &self.catalogue)
    }

    /// Of which moment it is.
    #[must_use]
    pub fn stamp(&self) -> Stamp {
        Stamp {
            texts: self.corpus.revision(),
            marks: self.annotations.revision(),
            places: self.places.revision(),
            catalogue: self.catalogue.revision(),
        }
    }

    /// Whether `coder` is done with `article`: as a whole where `theme` is `None`, else for that theme.
    ///
    /// Whoever is done with an article is done with it for every theme, and whoever is done for a theme
    /// is for those below it. An article that a coder is not done with is *missing* for agreement, never
    /// disagreement.
    #[must_use]
    pub fn is_done(&self, article: &ArticlePath, coder: &Coder, theme: Option<ThemeId>) -> bool {
        let progress = self.catalogue.progress(coder);
        let done = |theme| progress.since(&(article.clone(), theme)).is_some();
        if done(None) {
            return true;
        }
        let Some(theme) = theme else { return false };
        let mut above = self.codebook().ancestry(theme).map(|theme| theme.id);
        done(Some(theme)) || above.any(|theme| done(Some(theme)))
    }

    /// The articles, to be changed; whoever holds the moment before keeps its own.
    pub(crate) fn corpus_mut(&mut self) -> &mut Corpus {
        Arc::make_mut(&mut self.corpus)
    }
}
