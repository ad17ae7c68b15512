//! What becomes of what arrives in a set: which articles and themes are there already, what is new,
//! and where the passages stand.
//!
//! Nothing is changed here and nothing written: an [`Arrival`] is what a user is shown before
//! saying yes, and holds all that it takes to carry it out. A passage is taken only where its words
//! surely stand; what has no such place is told.

mod articles;
mod passages;
mod themes;

use std::sync::Arc;

use crate::{
    annotation::{Coder, Edit, Passage, PassageId, ThemeId},
    corpus::{Article, ArticlePath, Corpus, Correction},
    exchange::incoming::Incoming,
    scene::Scene,
};

/// What is done with a theme that the set describes in other words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnConflict {
    /// The set's words stay; only what is empty is filled in.
    #[default]
    Keep,
    /// The words that arrive take their place.
    Replace,
    /// A second theme is made, with a number behind its name.
    Add,
}

/// The set in which something arrives.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'a> {
    /// Its articles, and what is marked in them.
    pub scene: &'a Scene,
    /// Who marked what arrives without a coder.
    pub coder: &'a Coder,
    /// What is done with themes that are described in other words.
    pub on_conflict: OnConflict,
}

/// Where an article that arrives is in the set.
#[derive(Clone, Debug)]
pub enum ArticlePlace {
    /// The set has it.
    Known(ArticlePath),
    /// It becomes a file of that name.
    New(Arc<Article>),
    /// The file only names it, and the set has none that could be meant.
    Missing,
    /// What the file holds of it is no text to read: nothing, or control characters.
    NoText,
}

impl ArticlePlace {
    /// Its name in the set; `None` if it is in none.
    #[must_use]
    pub fn path(&self) -> Option<&ArticlePath> {
        match self {
            Self::Known(path) => Some(path),
            Self::New(article) => Some(&article.path),
            Self::Missing | Self::NoText => None,
        }
    }

    /// The word for it on the command line.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Known(_) => "known",
            Self::New(_) => "new",
            Self::Missing => "missing",
            Self::NoText => "no_text",
        }
    }
}

/// An article that arrives.
#[derive(Clone, Debug)]
pub struct ArrivingArticle {
    /// What the file calls it.
    pub name: String,
    /// Where it is in the set.
    pub place: ArticlePlace,
    /// What is noted of a new one: its title, its year, what it was converted from.
    pub correction: Option<Correction>,
    /// Attributes that it has no value of yet, with the values that the file has.
    pub attributes: Vec<(String, String)>,
    /// How many passages of the file stand in it.
    pub passages: usize,
}

/// What becomes of a theme that arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ThemeFate {
    /// The set has it.
    Known,
    /// It is added.
    New,
    /// The set has it, and what is empty there is filled in.
    Filled,
    /// The set describes it in other words, which stay.
    Kept,
    /// The set describes it in other words, which are replaced.
    Replaced,
    /// The set describes it in other words; it is added beside that one.
    Added,
}

impl ThemeFate {
    /// The word for it on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Known => "known",
            Self::New => "new",
            Self::Filled => "filled",
            Self::Kept => "kept",
            Self::Replaced => "replaced",
            Self::Added => "added",
        }
    }

    /// Whether it changes the codebook.
    #[must_use]
    pub fn comes(self) -> bool {
        !matches!(self, Self::Known | Self::Kept)
    }
}

/// A theme that arrives.
#[derive(Clone, Debug)]
pub struct ArrivingTheme {
    /// Its name with those of its parents, as the file has them.
    pub name: String,
    /// Which theme of the set it is, or becomes.
    pub id: ThemeId,
    /// What becomes of it.
    pub fate: ThemeFate,
}

/// What becomes of a passage that arrives.
#[derive(Clone, Debug)]
pub enum PassageFate {
    /// It is added.
    New {
        /// As it will be.
        passage: Box<Passage>,
        /// Whether its words stand elsewhere than the file says.
        moved: bool,
    },
    /// The same coder has marked the same there with the same themes.
    Known(PassageId),
    /// Its words stand in several places, or nowhere quite so.
    Doubtful,
    /// Its words are not in the article.
    Lost,
    /// Its article is not in the set.
    NoArticle,
    /// What its coder marked in the article cannot be read, so it is not written over.
    Locked,
}

impl PassageFate {
    /// The word for it on the command line.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::New { moved: false, .. } => "new",
            Self::New { moved: true, .. } => "moved",
            Self::Known(_) => "known",
            Self::Doubtful => "doubtful",
            Self::Lost => "lost",
            Self::NoArticle => "no_article",
            Self::Locked => "locked",
        }
    }
}

/// A passage that arrives.
#[derive(Clone, Debug)]
pub struct ArrivingPassage {
    /// Which of [`Arrival::articles`] it stands in.
    pub article: usize,
    /// Who marked it.
    pub coder: Coder,
    /// Its words as far as the file tells them, else where it should stand.
    pub quote: String,
    /// What becomes of it.
    pub fate: PassageFate,
}

/// All that becomes of what files hold.
#[derive(Clone, Debug, Default)]
pub struct Arrival {
    /// The articles, in the order of the files.
    pub articles: Vec<ArrivingArticle>,
    /// The themes.
    pub themes: Vec<ArrivingTheme>,
    /// The passages.
    pub passages: Vec<ArrivingPassage>,
    /// What is to be done to the codebook.
    theme_edits: Vec<Edit>,
}

impl Arrival {
    /// Works out what becomes of `incoming` in a set.
    #[must_use]
    pub fn of(incoming: &Incoming, terms: Terms<'_>) -> Self {
        let mut articles = articles::place(incoming, &terms.scene.corpus);
        // What is said in the set stays.
        let said = terms.scene.catalogue.attributes();
        for article in &mut articles {
            let Some(path) = article.place.path().cloned() else {
                article.attributes.clear();
                continue;
            };
            article.attributes.retain(|(name, _)| {
                said.named(name).is_none_or(|known| said.value(&path, &known.name).is_none())
            });
        }
        for passage in &incoming.passages {
            if let Some(article) = articles.get_mut(passage.article) {
                article.passages += 1;
            }
        }
        let (themes, theme_edits) = themes::place(incoming, terms);
        let passages = passages::place(incoming, (&articles, &themes), terms);
        Self { articles, themes, passages, theme_edits }
    }

    /// The articles that become files.
    pub fn new_articles(&self) -> impl Iterator<Item = (&Arc<Article>, Option<&Correction>)> {
        self.articles.iter().filter_map(|article| match &article.place {
            ArticlePlace::New(new) => Some((new, article.correction.as_ref())),
            _ => None,
        })
    }

    /// The values of attributes that come: article, attribute, value.
    pub fn attributes(&self) -> impl Iterator<Item = (&ArticlePath, &str, &str)> {
        self.articles.iter().flat_map(|article| {
            let values = article.place.path().zip(Some(&article.attributes));
            values.into_iter().flat_map(|(path, values)| {
                values.iter().map(move |(name, value)| (path, name.as_str(), value.as_str()))
            })
        })
    }

    /// What is to be done to themes and passages once the new articles are there.
    ///
    /// Fails for no passage: those of new articles hold for the text that is written.
    #[must_use]
    pub fn edits(&self, corpus: &Corpus) -> Vec<Edit> {
        let mut edits = self.theme_edits.clone();
        for arriving in &self.passages {
            let PassageFate::New { passage, .. } = &arriving.fate else { continue };
            let Some(article) = article(&self.articles, arriving.article, corpus) else { continue };
            let (sha256, chars) = (article.hash().clone(), article.text.char_len().get());
            let (path, coder) = (article.path.clone(), arriving.coder.clone());
            edits.push(Edit::add(path, coder, (**passage).clone(), sha256, chars));
        }
        edits
    }

    /// Whether carrying it out would change anything.
    #[must_use]
    pub fn changes_something(&self) -> bool {
        self.new_articles().next().is_some()
            || !self.theme_edits.is_empty()
            || self.attributes().next().is_some()
            || self.passages.iter().any(|passage| matches!(passage.fate, PassageFate::New { .. }))
    }
}

/// The article of the set that one of `articles` is, or becomes.
fn article<'a>(
    articles: &'a [ArrivingArticle],
    at: usize,
    corpus: &'a Corpus,
) -> Option<&'a Arc<Article>> {
    match &articles.get(at)?.place {
        ArticlePlace::New(article) => Some(article),
        // Of two that arrive with the same text the second is the first.
        ArticlePlace::Known(path) => corpus.article(path).or_else(|| {
            articles.iter().find_map(|article| match &article.place {
                ArticlePlace::New(new) if new.path == *path => Some(new),
                _ => None,
            })
        }),
        ArticlePlace::Missing | ArticlePlace::NoText => None,
    }
}

#[cfg(test)]
mod tests;
