//! Looking through the whole set in the background: what was found, and in which order it is shown.
//!
//! One search is remembered, the last that was asked for. It is done again when the set changes, and
//! when what is marked changes if the search heeds that; an older result stays until the new one is
//! there. How a query is read and looked for is [`crate::search`]'s.

mod scope;

use std::{collections::BTreeMap, sync::Arc};

use rayon::prelude::*;
use rust_i18n::t;

pub(super) use scope::Ready;
pub use scope::{Lines, Marked, Scope};

use super::{Job, JobKind, Notice, Session, jobs::Jobs};
use crate::{
    corpus::{Article, Corpus, LoadProgress},
    search::{self, About, ContextKey, Mode, SetQuery, SetQueryError},
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
    /// All hits, in the order of `order`.
    pub rows: Arc<Vec<HitRow>>,
    /// In which order they are.
    pub order: HitOrder,
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

/// What a job brings.
pub(super) struct Done {
    /// Of the set and of what was marked when it was begun.
    revisions: (u64, u64),
    found: Result<SetHits, SetQueryError>,
}

/// All a session knows of searching the set.
pub(super) struct State {
    jobs: Jobs<Done>,
    wanted: Option<(Search, HitOrder)>,
    /// What the running or the last job was begun for.
    begun: Option<(Search, HitOrder, (u64, u64))>,
    hits: Option<Arc<SetHits>>,
    /// Of `hits`.
    revisions: (u64, u64),
    error: Option<SetQueryError>,
    /// Whether the last search was stopped by the user.
    stopped: bool,
}

impl State {
    pub(super) fn new(wake: &Arc<dyn Fn() + Send + Sync>) -> Self {
        Self {
            jobs: Jobs::new(Arc::clone(wake)),
            wanted: None,
            begun: None,
            hits: None,
            revisions: (0, 0),
            error: None,
            stopped: false,
        }
    }

    /// Forgets what was found; what was begun is given up.
    pub(super) fn forget(&mut self) {
        self.jobs.cancel();
        self.wanted = None;
        self.begun = None;
        self.hits = None;
        self.error = None;
        self.stopped = false;
    }

    /// Stops what runs; what was found by another search is no answer to this one.
    pub(super) fn cancel(&mut self) {
        if !self.jobs.running().is_empty() {
            self.stopped = true;
            self.hits = None;
        }
        self.jobs.cancel();
    }

    pub(super) fn running(&self) -> &[Job] {
        self.jobs.running()
    }
}

impl Session {
    /// What was found by the last search that is done, or by the one before while it runs.
    #[must_use]
    pub fn set_hits(&self) -> Option<&Arc<SetHits>> {
        self.searching.hits.as_ref()
    }

    /// Why the last search could not be done.
    #[must_use]
    pub fn search_error(&self) -> Option<&SetQueryError> {
        self.searching.error.as_ref()
    }

    /// Whether a search runs.
    #[must_use]
    pub fn is_searching(&self) -> bool {
        !self.searching.jobs.running().is_empty()
    }

    /// Whether the last search was stopped before its end.
    #[must_use]
    pub fn search_stopped(&self) -> bool {
        self.searching.stopped
    }

    /// Begins a search in place of the one that runs; an empty query forgets what was found.
    pub(super) fn search(&mut self, search: Search, order: HitOrder) {
        if search.query.trim().is_empty() {
            return self.searching.forget();
        }
        if std::mem::take(&mut self.searching.stopped) {
            self.searching.begun = None;
        }
        self.searching.wanted = Some((search, order));
        self.search_again();
    }

    pub(super) fn poll_search(&mut self) {
        for done in self.searching.jobs.results() {
            self.searching.revisions = done.revisions;
            match done.found {
                Ok(hits) => {
                    self.searching.hits = Some(Arc::new(hits));
                    self.searching.error = None;
                }
                Err(error) => self.searching.error = Some(error),
            }
        }
        self.search_again();
    }

    /// Starts what is wanted, unless that is what was begun last and nothing has changed since.
    fn search_again(&mut self) {
        let (Some(wanted), Some(scene), false) =
            (&self.searching.wanted, self.scene().cloned(), self.searching.stopped)
        else {
            return;
        };
        let marks = if wanted.0.scope.heeds_marks() { self.annotations().revision() } else { 0 };
        let revisions = (scene.corpus.revision(), marks);
        let begun = self.searching.begun.as_ref();
        if begun.is_some_and(|(search, order, of)| {
            (search, *order, *of) == (&wanted.0, wanted.1, revisions)
        }) {
            return;
        }
        let (search, order) = wanted.clone();
        self.searching.begun = Some((search.clone(), order, revisions));
        self.searching.jobs.cancel();
        let current = self.searching.hits.clone().filter(|hits| {
            hits.search == search
                && self.searching.revisions == revisions
                && self.searching.error.is_none()
        });
        let started = if let Some(hits) = current {
            self.searching.jobs.start(JobKind::Searching, move |_| Done {
                revisions,
                found: Ok(sorted((*hits).clone(), order)),
            })
        } else {
            let scope = Ready::new(&search.scope, &scene);
            self.searching.jobs.start(JobKind::Searching, move |progress| {
                let query = SetQuery::new(&search.query, search.mode);
                let found = query.map(|query| {
                    let found =
                        look_through(&scene.corpus, &query, (&search.scope, &scope), progress);
                    sorted(found.into_hits(search), order)
                });
                Done { revisions, found }
            })
        };
        if let Err(error) = started {
            self.notices.push(Notice::error(t!("error.thread", reason = error.to_string())));
        }
    }

    /// What a search finds in the open set, now. For the command line.
    ///
    /// # Errors
    /// If the query cannot be looked for.
    pub fn search_now(&self, search: Search, order: HitOrder) -> Result<SetHits, SetQueryError> {
        let query = SetQuery::new(&search.query, search.mode)?;
        let scene = self.scene().cloned().unwrap_or_default();
        let ready = Ready::new(&search.scope, &scene);
        let scope = (&search.scope, &ready);
        let found = look_through(&scene.corpus, &query, scope, &LoadProgress::default());
        Ok(sorted(found.into_hits(search), order))
    }
}

/// What was found, in the order of the set.
pub(super) struct Found {
    pub(super) articles: Vec<HitsIn>,
    looked_through: usize,
}

impl Found {
    fn into_hits(self, search: Search) -> SetHits {
        let rows = self.articles.iter().zip(0..).flat_map(|(found, article)| {
            let count = u32::try_from(found.hits.len()).unwrap_or(u32::MAX);
            (0..count).map(move |hit| HitRow { article, hit })
        });
        SetHits {
            search,
            rows: Arc::new(rows.collect()),
            articles: Arc::new(self.articles),
            order: HitOrder::Place,
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
) -> Found {
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
                let regions = || ready.regions(article);
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
    Found { articles: found.into_iter().flatten().flatten().collect(), looked_through }
}

/// The same hits in another order.
fn sorted(hits: SetHits, order: HitOrder) -> SetHits {
    let rows = &hits.rows;
    let articles = &hits.articles;
    let place = |row: &HitRow| (row.article, row.hit);
    let by_context = |key: fn(&str, ByteSpan) -> ContextKey| {
        let key = |&row: &HitRow| {
            let place = hits.place(row);
            let key = place.map(|(found, span)| key(found.article.text.as_str(), span));
            (key.unwrap_or_default(), row)
        };
        let mut keyed: Vec<(ContextKey, HitRow)> = rows.par_iter().map(key).collect();
        keyed.par_sort_unstable_by(|(a, row), (b, other)| {
            a.cmp(b).then_with(|| place(row).cmp(&place(other)))
        });
        keyed.into_par_iter().map(|(_, row)| row).collect::<Vec<_>>()
    };
    let rows = match order {
        HitOrder::Left => by_context(search::left_key),
        HitOrder::Right => by_context(search::right_key),
        HitOrder::Place | HitOrder::Year => {
            let year = |row: &HitRow| {
                let year = articles.get(row.article as usize).and_then(|found| found.year);
                if order == HitOrder::Year { year.unwrap_or(i16::MAX) } else { 0 }
            };
            let mut rows = (**rows).clone();
            rows.par_sort_unstable_by_key(|row| (year(row), place(row)));
            rows
        }
    };
    SetHits { rows: Arc::new(rows), order, ..hits }
}

#[cfg(test)]
mod tests;
