//! Looking through the set for words that its dictionary should have.
//!
//! Names from bylines, names behind titles, what stands in quotation marks, the names of places and
//! bodies, and strings that come again and again. The user decides; what was rejected is remembered and
//! not offered again.

use std::{collections::BTreeMap, convert::Infallible, sync::Arc};

use rayon::prelude::*;

use crate::{
    corpus::{Article, LoadProgress},
    scene::Heeds,
    session::{Answered, Ground, Question, Session},
    text::{
        ByteOffset, ByteSpan, NameSource, Repeats, Segmenter, TermSource, local_terms, names,
        occurrences,
    },
};

/// Repeated strings are looked for in so many bytes, in articles from all over the set.
const SAMPLE: usize = 12 << 20;
/// So many words are suggested.
const MOST: usize = 600;
/// Occurrences are counted by going through the set once a word, unless that is more than so many
/// bytes in all: then only what was found on the way is counted.
const COUNTED: usize = 20 << 30;
/// Characters of an example on either side.
const CONTEXT: usize = 12;

/// Coming so often is coming again.
const AGAIN: usize = 2;

/// Why a word is suggested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SuggestionKind {
    /// A name in a byline.
    Byline,
    /// A name behind a title.
    Title,
    /// It stands in quotation marks.
    Quoted,
    /// It ends as the names of places and bodies do.
    Body,
    /// It comes again and again, and the segmentation splits it.
    Repeated,
}

/// A word that the dictionary might have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The word.
    pub word: String,
    /// Why.
    pub kind: SuggestionKind,
    /// Whether it is nearly certainly one.
    pub is_sure: bool,
    /// How often the string stands in the set.
    pub count: usize,
    /// In how many articles.
    pub articles: usize,
    /// What stands before it where it was found first.
    pub before: String,
    /// What stands behind it there.
    pub after: String,
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Harvest {
    /// The suggestions: the sure ones first, by kind, the most frequent first.
    pub suggestions: Vec<Suggestion>,
}

/// Which words should the dictionary have?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SuggestWords;

impl Question for SuggestWords {
    type Answer = Harvest;
    type Refusal = Infallible;

    const STATUS: Option<&'static str> = Some("words.status.harvesting");

    /// Asked again by hand only: the user goes through what was found, word by word.
    fn heeds(&self) -> Heeds {
        Heeds::Nothing
    }

    fn answer(
        &self,
        ground: &Ground,
        _: Option<&Answered<Self>>,
        progress: &LoadProgress,
    ) -> Result<Harvest, Infallible> {
        let articles: Vec<_> = ground.scene.corpus.articles().cloned().collect();
        // With the dictionary of now: what is in it need not be suggested.
        let segmenter = super::segmenter_of(&ground.dictionary);
        Ok(harvest(&articles, &segmenter, progress))
    }
}

impl Session {
    /// What the last look through the set found.
    #[must_use]
    pub fn harvest(&self) -> Option<&Arc<Harvest>> {
        self.answer::<SuggestWords>()
    }
}

/// A candidate: found how often, and where first.
struct Candidate {
    kind: SuggestionKind,
    found: usize,
    /// In how many articles it was found, and in which last.
    articles: usize,
    last: usize,
    article: usize,
    place: ByteSpan,
}

fn harvest(articles: &[Arc<Article>], segmenter: &Segmenter, progress: &LoadProgress) -> Harvest {
    let bytes: usize = articles.iter().map(|article| article.text.as_str().len()).sum();
    let step = bytes.div_ceil(SAMPLE).max(1);
    progress.expect(articles.len() + articles.len().div_ceil(step));
    let per_article: Vec<_> = articles
        .par_iter()
        .map(|article| {
            let stopped = progress.is_cancelled();
            let found = if stopped { Vec::new() } else { found_in(article, segmenter) };
            progress.advance();
            found
        })
        .collect();
    let mut candidates: BTreeMap<String, Candidate> = BTreeMap::new();
    for (article, found) in per_article.into_iter().enumerate() {
        for (place, kind) in found {
            let Some(word) = articles.get(article).and_then(|a| a.text.slice(place)) else {
                continue;
            };
            if segmenter.knows(word) {
                continue;
            }
            let fresh = Candidate { kind, found: 0, articles: 1, last: article, article, place };
            let candidate = candidates.entry(word.to_owned()).or_insert(fresh);
            candidate.found += 1;
            candidate.articles += usize::from(candidate.last != article);
            candidate.last = article;
            candidate.kind = candidate.kind.min(kind);
        }
    }
    // What is found already is no part of another string: 路街道 is none of its own in 棠梨路街道.
    let segmenter = &segmenter.with_more(candidates.keys().map(String::as_str));
    let mut repeats = Repeats::default();
    for article in articles.iter().step_by(step) {
        if progress.is_cancelled() {
            return Harvest::default();
        }
        repeats.add(article.text.as_str(), segmenter);
        progress.advance();
    }
    for repeat in repeats.found() {
        let mut all = articles.iter().enumerate();
        let first = all.find_map(|(at, article)| {
            let start = article.text.as_str().find(&repeat.text)?;
            let offset = |byte| ByteOffset::from_usize(byte);
            Some((at, ByteSpan::between(offset(start)?, offset(start + repeat.text.len())?)))
        });
        let Some((article, place)) = first else { continue };
        let kind = SuggestionKind::Repeated;
        let found = repeat.count as usize;
        let fresh = Candidate { kind, found, articles: 1, last: article, article, place };
        candidates.entry(repeat.text).or_insert(fresh);
    }
    let mut kept: Vec<_> = candidates.into_iter().collect();
    kept.sort_by_key(|(_, candidate)| (candidate.kind, std::cmp::Reverse(candidate.found)));
    kept.truncate(MOST);
    let exact = bytes.saturating_mul(kept.len()) <= COUNTED;
    let mut suggestions: Vec<_> = kept
        .into_par_iter()
        .map(|(word, candidate)| suggestion(word, &candidate, articles, exact))
        .collect();
    suggestions.sort_by(|a, b| {
        let surest = b.is_sure.cmp(&a.is_sure).then(a.kind.cmp(&b.kind));
        surest.then(b.count.cmp(&a.count)).then_with(|| a.word.cmp(&b.word))
    });
    Harvest { suggestions }
}

/// What one article suggests, as often as it stands there.
fn found_in(article: &Article, segmenter: &Segmenter) -> Vec<(ByteSpan, SuggestionKind)> {
    let text = article.text.as_str();
    let people = names(text).into_iter().map(|(place, source)| match source {
        NameSource::Byline => (place, SuggestionKind::Byline),
        NameSource::Title => (place, SuggestionKind::Title),
    });
    let terms = local_terms(text, segmenter).into_iter().map(|(place, source)| match source {
        TermSource::Quoted => (place, SuggestionKind::Quoted),
        TermSource::Body => (place, SuggestionKind::Body),
    });
    people.chain(terms).collect()
}

fn suggestion(
    word: String,
    candidate: &Candidate,
    articles: &[Arc<Article>],
    exact: bool,
) -> Suggestion {
    let (mut count, mut in_articles) = (candidate.found, candidate.articles);
    if exact {
        let each = articles.iter().map(|article| occurrences(article.text.as_str(), &word).len());
        (count, in_articles) = each.fold((0, 0), |(count, articles), here| {
            (count + here, articles + usize::from(here > 0))
        });
    }
    let text = articles.get(candidate.article).map_or("", |article| article.text.as_str());
    let before = text.get(..candidate.place.start().to_usize()).unwrap_or_default();
    let after = text.get(candidate.place.end().to_usize()..).unwrap_or_default();
    let mut head: Vec<char> =
        before.chars().rev().take(CONTEXT).take_while(|&c| c != '\n').collect();
    head.reverse();
    Suggestion {
        // Behind a title two of three are names; bylines hold hardly anything else. What is quoted or
        // ends as a place does is seldom a chance where it comes again.
        is_sure: match candidate.kind {
            SuggestionKind::Byline => true,
            SuggestionKind::Quoted | SuggestionKind::Body => count >= AGAIN,
            SuggestionKind::Title | SuggestionKind::Repeated => false,
        },
        kind: candidate.kind,
        count,
        articles: in_articles,
        before: head.into_iter().collect(),
        after: after.chars().take(CONTEXT).take_while(|&c| c != '\n').collect(),
        word,
    }
}
