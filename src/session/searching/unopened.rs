//! A search of a set that is not open: each file is looked at once, and nothing is kept of those in
//! which nothing stands.
//!
//! ```text
//! names ─► bytes of a file ─► are they UTF-8? ─► the query looks through them as they are
//!                                  └─ no ─► decoded first
//!                         title and year only where the query or the scope asks for them,
//!                         what is marked only where the scope does (Session::open_marked_now)
//! ```
//!
//! What is found is what a search of the opened set finds.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use rayon::prelude::*;

use super::{HitOrder, HitsIn, InScope, Ready, Search, SetHits, sorted};
use crate::{
    corpus::{Article, ArticlePath, Corrections, Encoding, Header, ListedSet},
    search::{About, SetQuery, SetQueryError},
    session::Session,
    text::{ByteSpan, Text},
};

/// So many files are looked at before what was found in them is handed on.
const AT_A_TIME: usize = 512;

/// The hits in one file.
#[derive(Clone, Copy, Debug)]
pub struct HitsInFile<'a> {
    /// Its name in the set.
    pub path: &'a ArticlePath,
    /// Its text.
    pub text: &'a str,
    /// How its bytes were decoded.
    pub encoding: Encoding,
    /// At least one, by where they start; they may overlap.
    pub hits: &'a [ByteSpan],
}

impl Session {
    /// Looks through a set that is not open. Of each article in which something stands `make` makes
    /// something, on any core; `take` is given that in the set's order, until it fails.
    ///
    /// Says how many articles were looked through. What is marked must have been read where the
    /// scope heeds it.
    ///
    /// # Errors
    /// If the query cannot be looked for; within, what `take` fails with.
    pub fn search_files<T: Send, E>(
        &self,
        set: &ListedSet,
        search: &Search,
        make: impl Fn(HitsInFile<'_>) -> T + Sync,
        mut take: impl FnMut(T) -> Result<(), E>,
    ) -> Result<Result<usize, E>, SetQueryError> {
        let query = SetQuery::new(&search.query, search.mode)?;
        let corrections = set.corrections();
        let scene = self.scene().cloned().unwrap_or_default();
        let ready = Ready::corrected(&search.scope, &scene, &corrections);
        let storage = &*self.environment.storage;
        let looked_through = AtomicUsize::new(0);
        let look_at = |path: &ArticlePath| {
            if !search.scope.takes_article(path) {
                return None;
            }
            let look = |text: &str, encoding| {
                let hits = look_into(path, text, &query, (search, &ready), &corrections)?;
                looked_through.fetch_add(1, Ordering::Relaxed);
                let found = HitsInFile { path, text, encoding, hits: &hits };
                (!hits.is_empty()).then(|| make(found))
            };
            set.look_at(storage, path, look).flatten()
        };
        for paths in set.paths().chunks(AT_A_TIME) {
            let parts: Vec<Option<T>> = paths.par_iter().map(look_at).collect();
            for part in parts.into_iter().flatten() {
                if let Err(error) = take(part) {
                    return Ok(Err(error));
                }
            }
        }
        Ok(Ok(looked_through.into_inner()))
    }

    /// What a search of a set that is not open finds, in the order asked for: the texts in which
    /// something stands are kept.
    ///
    /// # Errors
    /// If the query cannot be looked for.
    pub fn search_files_in_order(
        &self,
        set: &ListedSet,
        search: Search,
        order: HitOrder,
    ) -> Result<SetHits, SetQueryError> {
        let mut articles = Vec::new();
        let corrections = set.corrections();
        let make = |found: HitsInFile<'_>| {
            let text = Text::new(found.text)?;
            let article = Article::new(found.path.clone(), text, found.encoding);
            let Header { title, year, .. } = corrections.corrected(found.path, &article.header);
            Some(HitsIn { article: Arc::new(article), title, year, hits: found.hits.to_vec() })
        };
        let take = |found: Option<HitsIn>| {
            articles.extend(found);
            Ok::<(), std::convert::Infallible>(())
        };
        let Ok(looked_through) = self.search_files(set, &search, make, take)?;
        Ok(sorted(InScope { articles, looked_through }.into_hits(search), &order.into()))
    }
}

/// The hits in one text; `None` if the article is not in the scope.
fn look_into(
    path: &ArticlePath,
    text: &str,
    query: &SetQuery,
    (search, ready): (&Search, &Ready),
    corrections: &Corrections,
) -> Option<Vec<ByteSpan>> {
    let heeded = query.heeds_description() || search.scope.years.is_some();
    let header = heeded.then(|| corrections.corrected(path, &Header::read(text, path.file_name())));
    let year = header.as_ref().and_then(|header| header.year);
    if !search.scope.takes(path, year) {
        return None;
    }
    let title = header.as_ref().map_or("", |header| &header.title);
    let about = About { year, title, name: path.as_str() };
    // Asked for when something was found, and once: only then are characters worth counting.
    let regions = || Text::new(text).map(|text| ready.regions(path, &text)).unwrap_or_default();
    let regions: Option<&dyn Fn() -> Vec<ByteSpan>> =
        if ready.is_everything() { None } else { Some(&regions) };
    Some(query.hits(text, about, regions))
}
