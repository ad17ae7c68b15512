//! Looking through the whole set in the background: what was found, and in which order it is shown.
//!
//! A search heeds what is marked only where its scope does. How a query is read and looked for is
//! [`crate::search`]'s.

mod scope;
mod unopened;

use std::{collections::BTreeMap, sync::Arc};

use rayon::prelude::*;
pub(super) use scope::Ready;
pub use scope::{Lines, Marked, Scope};
pub use unopened::HitsInFile;

use super::{Answered, Ground, Inquiry, Question, Session};
use crate::{
    corpus::{Article, Corpus, LoadProgress},
    scene::Heeds,
    search::{self, About, ContextKey, Mode, SetQuery, SetQueryError, SortBy, SortOrder},
    text::ByteSpan,
};

/// What is looked for in the set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// As it was typed.
    pub query: String,
    /// How it is meant.
    pub mode: Mode,
    /// Where to look.
    pub scope: Scope,
}

/// In which order hits are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum HitOrder {
    /// In the order of the set and of the text.
    #[default]
    Place,
    /// By what stands left of them, nearest first.
    Left,
    /// By what stands right of them.
    Right,
    /// By year; articles without one come last.
    Year,
}

/// The hits in one article.
#[derive(Clone, Debug)]
pub struct HitsIn {
    /// The article.
    pub article: Arc<Article>,
    /// Its title, with the user's corrections.
    pub title: String,
    /// Its year, with the user's corrections.
    pub year: Option<i16>,
    /// At least one, by where they start; they may overlap.
    pub hits: Vec<ByteSpan>,
}

/// A hit among others: a row of the concordance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HitRow {
    /// Which of [`SetHits::articles`].
    pub article: u32,
    /// Which of its hits.
    pub hit: u32,
}

/// What a search found.
#[derive(Clone, Debug)]
pub struct SetHits {
    /// What was looked for.
    pub search: Search,
    /// The articles with hits, in the set's order.
    pub articles: Arc<Vec<HitsIn>>,
    /// All hits, in the order that was asked for.
    pub rows: Arc<Vec<HitRow>>,
    /// How many articles were looked through.
    pub looked_through: usize,
}

impl SetHits {
    /// The article and the place of a row.
    #[must_use]
    pub fn place(&self, row: HitRow) -> Option<(&HitsIn, ByteSpan)> {
        let found = self.articles.get(row.article as usize)?;
        Some((found, *found.hits.get(row.hit as usize)?))
    }

    /// How many hits each year has, in order; articles without a year come last.
    #[must_use]
    pub fn by_year(&self) -> Vec<(Option<i16>, usize)> {
        let mut years: BTreeMap<(bool, Option<i16>), usize> = BTreeMap::new();
        for found in &*self.articles {
            *years.entry((found.year.is_none(), found.year)).or_default() += found.hits.len();
        }
        years.into_iter().map(|((_, year), count)| (year, count)).collect()
    }
}

/// A search of the set, shown in that order; it follows the set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SetSearch {
    /// What is looked for.
    pub search: Search,
    /// In which order hits are shown.
    pub order: SortOrder<HitOrder>,
}

impl Question for SetSearch {
    type Answer = SetHits;
    type Refusal = SetQueryError;

    const FOLLOWS: bool = true;

    fn heeds(&self) -> Heeds {
        if self.search.scope.heeds_marks() { Heeds::Marks } else { Heeds::Texts }
    }

    fn is_nothing(&self) -> bool {
        self.search.query.trim().is_empty()
    }

    fn answer(
        &self,
        ground: &Ground,
        before: Option<&Answered<Self>>,
        progress: &LoadProgress,
    ) -> Result<SetHits, SetQueryError> {
        let Self { search, order } = self;
        let same = |before: &&Answered<Self>| {
            before.question.search == *search && before.holds_in(&ground.scene)
        };
        if let Some(known) = before.filter(same) {
            return Ok(sorted((*known.answer).clone(), order));
        }
        let query = SetQuery::new(&search.query, search.mode)?;
        let scope = (&search.scope, &Ready::new(&search.scope, &ground.scene));
        let found = look_through(&ground.scene.corpus, &query, scope, progress);
        Ok(sorted(found.into_hits(search.clone()), order))
    }
}

impl Session {
    /// What was found by the last search that is done, or by the one before while it runs.
    #[must_use]
    pub fn set_hits(&self) -> Option<&Arc<SetHits>> {
        self.answer::<SetSearch>()
    }

    /// Why the last search could not be done.
    #[must_use]
    pub fn search_error(&self) -> Option<&SetQueryError> {
        self.inquiry::<SetSearch>()?.refusal().map(|error| &**error)
    }

    /// Whether a search runs.
    #[must_use]
    pub fn is_searching(&self) -> bool {
        self.inquiry::<SetSearch>().is_some_and(|search| search.progress().is_some())
    }

    /// Whether the last search was stopped before its end.
    #[must_use]
    pub fn search_stopped(&self) -> bool {
        self.inquiry::<SetSearch>().is_some_and(Inquiry::is_stopped)
    }
}

/// What was found, in the order of the set.
pub(super) struct InScope {
    pub(super) articles: Vec<HitsIn>,
    looked_through: usize,
}

impl InScope {
    fn into_hits(self, search: Search) -> SetHits {
        let rows = self.articles.iter().zip(0..).flat_map(|(found, article)| {
            let count = u32::try_from(found.hits.len()).unwrap_or(u32::MAX);
            (0..count).map(move |hit| HitRow { article, hit })
        });
        SetHits {
            search,
            rows: Arc::new(rows.collect()),
            articles: Arc::new(self.articles),
            looked_through: self.looked_through,
        }
    }
}

/// Looks through every article of the scope, on every core.
pub(super) fn look_through(
    corpus: &Corpus,
    query: &SetQuery,
    (scope, ready): (&Scope, &Ready),
    progress: &LoadProgress,
) -> InScope {
    let articles: Vec<&Arc<Article>> = corpus.articles().collect();
    progress.expect(articles.len());
    let found: Vec<Option<Option<HitsIn>>> = articles
        .into_par_iter()
        .filter(|_| !progress.is_cancelled())
        .map(|article| {
            progress.advance();
            let header = corpus.header(article);
            scope.takes(&article.path, header.year).then(|| {
                let about =
                    About { year: header.year, title: &header.title, name: article.path.as_str() };
                let regions = || ready.regions(&article.path, &article.text);
                let regions: Option<&dyn Fn() -> Vec<ByteSpan>> =
                    if ready.is_everything() { None } else { Some(&regions) };
                let hits = query.hits(article.text.as_str(), about, regions);
                (!hits.is_empty()).then(|| HitsIn {
                    article: Arc::clone(article),
                    title: header.title,
                    year: header.year,
                    hits,
                })
            })
        })
        .collect();
    let looked_through = found.iter().flatten().count();
    InScope { articles: found.into_iter().flatten().flatten().collect(), looked_through }
}

/// The same hits in another order; what its keys do not tell apart stands in the order of the set.
fn sorted(hits: SetHits, order: &SortOrder<HitOrder>) -> SetHits {
    let mut rows = (*hits.rows).clone();
    rows.par_sort_unstable_by_key(|row| (row.article, row.hit));
    let keys = order.keys();
    // From the key that weighs least: each leaves what it does not tell apart as it stands.
    for (at, &by) in keys.iter().enumerate().rev() {
        let is_last = at + 1 == keys.len();
        match by.key {
            // Before other keys it is the article that counts, as they decide within it.
            HitOrder::Place if !is_last => {
                rows.par_sort_by(|a, b| by.turned(a.article.cmp(&b.article)));
            }
            HitOrder::Place if by.descending => rows.reverse(),
            HitOrder::Place => {}
            HitOrder::Left => sort_by_context(&mut rows, &hits, by, search::left_key),
            HitOrder::Right => sort_by_context(&mut rows, &hits, by, search::right_key),
            HitOrder::Year => {
                let articles = &hits.articles;
                let year = |row: &HitRow| articles.get(row.article as usize)?.year;
                rows.par_sort_by(|a, b| by.compare(year(a), year(b)));
            }
        }
    }
    SetHits { rows: Arc::new(rows), ..hits }
}

/// Sorts by what stands beside each hit, which is worked out once.
fn sort_by_context(
    rows: &mut Vec<HitRow>,
    hits: &SetHits,
    by: SortBy<HitOrder>,
    key: fn(&str, ByteSpan) -> ContextKey,
) {
    let key = |&row: &HitRow| {
        let place = hits.place(row);
        let key = place.map(|(found, span)| key(found.article.text.as_str(), span));
        (key.unwrap_or_default(), row)
    };
    let mut keyed: Vec<(ContextKey, HitRow)> = rows.par_iter().map(key).collect();
    keyed.par_sort_by(|(a, _), (b, _)| by.turned(a.cmp(b)));
    *rows = keyed.into_par_iter().map(|(_, row)| row).collect();
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod unopened_tests;
