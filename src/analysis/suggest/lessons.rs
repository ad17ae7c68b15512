//! What a coder did with each sentence of a set, as far as it can be learned from.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use crate::{
    annotation::{Coder, Passage, PassageId, ThemeId},
    corpus::{Article, ArticlePath},
    scene::Scene,
    text::{self, ByteOffset, ByteSpan},
};

/// What is suggested at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SuggestionUnit {
    /// A clause.
    Clause,
    /// A sentence.
    #[default]
    Sentence,
}

/// What the coder made of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// It bears the theme, in this passage.
    Tagged(PassageId),
    /// Some of it bears the theme, or a search marked it and nobody has looked since: it teaches
    /// nothing and is not suggested.
    InPart,
    /// It was suggested and refused.
    Refused,
    /// It was read, and not given the theme.
    PassedOver,
    /// Nobody knows whether it was read.
    Unread,
}

/// The units of one article.
#[derive(Clone, Debug)]
pub(super) struct ArticleUnits {
    pub(super) article: Arc<Article>,
    /// In order.
    pub(super) units: Vec<(ByteSpan, Standing)>,
}

/// Whose tags, and which.
#[derive(Clone, Copy)]
pub(super) struct Whose<'a> {
    pub(super) theme: ThemeId,
    pub(super) coder: &'a Coder,
    pub(super) unit: SuggestionUnit,
    /// Whether the coder says to have done with an article, as far as the theme goes.
    pub(super) is_done: &'a (dyn Fn(&ArticlePath) -> bool + Sync),
    /// Whether the coder refused such a text of an article.
    pub(super) is_refused: &'a (dyn Fn(&ArticlePath, &str) -> bool + Sync),
}

/// Which texts a coder refused when they were suggested, by theme and article.
pub(super) struct RefusedTexts<'a>(HashMap<ThemeId, HashMap<&'a ArticlePath, HashSet<&'a str>>>);

impl<'a> RefusedTexts<'a> {
    pub(super) fn of(scene: &'a Scene, coder: &Coder) -> Self {
        let mut all: HashMap<ThemeId, HashMap<&ArticlePath, HashSet<&str>>> = HashMap::new();
        for refused in scene.catalogue.refusals_of(coder).iter() {
            let of_theme = all.entry(refused.theme).or_default();
            of_theme.entry(&refused.article).or_default().insert(&refused.quote);
        }
        Self(all)
    }

    /// Whether any text of the article was refused.
    pub(super) fn any_in(&self, theme: ThemeId, article: &ArticlePath) -> bool {
        self.0.get(&theme).is_some_and(|of_theme| of_theme.contains_key(article))
    }

    pub(super) fn contains(&self, theme: ThemeId, article: &ArticlePath, text: &str) -> bool {
        let of_article = self.0.get(&theme).and_then(|of_theme| of_theme.get(article));
        of_article.is_some_and(|texts| texts.contains(text))
    }
}

/// The fewest letters in what is worth a suggestion.
const FEWEST_LETTERS: usize = 4;

/// The units of a text, without the marks of headings; lines of a letter or two are none.
pub(super) fn units(text: &str, unit: SuggestionUnit) -> Vec<ByteSpan> {
    let worth = |span: ByteSpan| {
        let span = without_heading_mark(text, span);
        let letters = text.get(span.range())?.chars().filter(|c| c.is_alphanumeric());
        (letters.take(FEWEST_LETTERS).count() == FEWEST_LETTERS).then_some(span)
    };
    match unit {
        SuggestionUnit::Clause => text::clauses(text).filter_map(worth).collect(),
        SuggestionUnit::Sentence => text::sentences(text).filter_map(worth).collect(),
    }
}

fn without_heading_mark(text: &str, span: ByteSpan) -> ByteSpan {
    let content = text.get(span.range()).unwrap_or_default();
    let bare = content.trim_start_matches('#').trim_start();
    let start = ByteOffset::from_usize(span.end().to_usize() - bare.len());
    start.and_then(|start| ByteSpan::new(start, span.end())).unwrap_or(span)
}

/// Whether a coder marked a passage by hand, or looked at it and kept it: what a search marked teaches
/// what the search was.
fn is_own(passage: &Passage) -> bool {
    passage.origin.as_ref().is_none_or(|origin| origin.reviewed)
}

impl ArticleUnits {
    /// The units of an article and what `whose` coder made of each.
    pub(super) fn of(scene: &Scene, article: &Arc<Article>, whose: Whose<'_>) -> Self {
        let units = units(article.text.as_str(), whose.unit);
        Self::standing(scene, article, &units, whose)
    }

    /// The same for units that are known.
    pub(super) fn standing(
        scene: &Scene,
        article: &Arc<Article>,
        units: &[ByteSpan],
        whose: Whose<'_>,
    ) -> Self {
        let content = article.text.as_str();
        let passages = scene.annotations.layer(&article.path, whose.coder);
        let passages = passages.into_iter().flat_map(|layer| &layer.passages);
        let (mut tagged, mut found, mut read_to) = (Vec::new(), Vec::new(), ByteOffset::ZERO);
        for passage in passages {
            let places = scene.place_of(passage).unwrap_or_default();
            let places = places.iter().filter_map(|place| article.text.byte_span(*place));
            for place in places {
                // A suggestion is taken wherever it stands: nobody read up to there for it.
                if passage.origin.is_none() {
                    read_to = read_to.max(place.end());
                }
                match passage.themes.contains(&whose.theme) {
                    true if is_own(passage) => tagged.push((place, passage.id)),
                    true => found.push(place),
                    false => {}
                }
            }
        }
        if (whose.is_done)(&article.path) {
            read_to = article.text.byte_len();
        }
        let standing = |unit: ByteSpan| {
            let text = || content.get(unit.range()).unwrap_or_default();
            let touching = || {
                tagged
                    .iter()
                    .filter_map(|&(place, id)| Some((place.intersection(unit)?, place, id)))
            };
            let mostly = touching().find(|(shared, place, _)| {
                shared.len() * 2 >= unit.len() || shared.len() * 2 >= place.len()
            });
            match mostly {
                Some((.., id)) => Standing::Tagged(id),
                None if touching().next().is_some() => Standing::InPart,
                None if found.iter().any(|place| place.overlaps(unit)) => Standing::InPart,
                None if (whose.is_refused)(&article.path, text()) => Standing::Refused,
                None if unit.start() < read_to => Standing::PassedOver,
                None => Standing::Unread,
            }
        };
        let units = units.iter().map(|&unit| (unit, standing(unit))).collect();
        Self { article: Arc::clone(article), units }
    }
}
