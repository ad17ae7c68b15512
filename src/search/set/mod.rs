//! A query of a set: several terms, joined by AND, OR, NOT and NEAR, and its hits in one text.
//!
//! ```text
//! 党建 非 党建经费 年:2015..2021      words side by side are all to be there
//! (党建 或 "党的 建设") 近/8 引领      NEAR: at most so many characters between them, one hit
//! ```
//!
//! AND, OR and NOT choose articles; the hits are those of the terms that are asked for, not of those
//! that must be missing. Hits are counted by matching the string wherever it stands, so they may
//! overlap (`人人` stands twice in `人人人`); only a regular expression's never do. Which articles
//! there are, and what of them may be looked at, is the caller's.

mod near;
mod parse;
mod words;

use std::cell::OnceCell;

use memchr::memmem::Finder;
use rayon::prelude::*;

use super::{Mode, QueryError, query::PIECE, regular::Regular, scan::Needle};
use crate::text::{self, ByteSpan};
use parse::Expr;

/// What is wrong with the operators of a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SetFault {
    /// `(` without `)`.
    #[error("a bracket is not closed")]
    BracketUnclosed,
    /// `)` without `(`.
    #[error("a bracket was not opened")]
    BracketUnopened,
    /// `"` without another one; `“` without `”` is a character like any other.
    #[error("a quotation mark is not closed")]
    QuoteUnclosed,
    /// An operator with nothing after it, or before it.
    #[error("an operator lacks a term")]
    TermMissing,
    /// NEAR between something that has no places: AND, NOT, a year.
    #[error("near what")]
    NearWhat,
    /// `近/x`.
    #[error("a distance is no number")]
    Distance,
    /// `年:x`.
    #[error("no year")]
    Years,
    /// Brackets in brackets in brackets.
    #[error("nested too deeply")]
    Depth,
    /// Everything in it is to be missing: there is nothing to show.
    #[error("nothing that is asked for")]
    OnlyMissing,
}

/// Why a query of a set cannot be looked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SetQueryError {
    /// One of its terms cannot.
    #[error(transparent)]
    Term(#[from] QueryError),
    /// Its operators make no sense.
    #[error("{fault} at character {at}")]
    Syntax {
        /// What is wrong.
        fault: SetFault,
        /// Where in the query, in characters from 0.
        at: usize,
    },
}

/// What a query may ask of an article besides its text.
#[derive(Clone, Copy, Debug, Default)]
pub struct About<'a> {
    /// The year in which it appeared.
    pub year: Option<i16>,
    /// Its title.
    pub title: &'a str,
    /// Its name in the set.
    pub name: &'a str,
}

/// What is looked for in a set.
///
/// ```
/// use quandian::search::{About, Mode, SetQuery};
///
/// let query = SetQuery::new("黨建 非 经费", Mode::default())?;
/// let text = "党建引领，党\n建联盟";
/// let hits = query.hits(text, About::default(), None);
/// assert_eq!(hits.iter().map(|hit| &text[hit.range()]).collect::<Vec<_>>(), ["党建", "党\n建"]);
/// assert!(query.hits("党建经费", About::default(), None).is_empty());
/// # Ok::<(), quandian::search::SetQueryError>(())
/// ```
#[derive(Clone, Debug)]
pub struct SetQuery {
    expr: Expr,
    terms: Vec<Term>,
}

/// One term, ready to be looked for.
#[derive(Clone, Debug)]
enum Term {
    Folded(Needle),
    Exact(Box<Finder<'static>>),
    Regular(Box<Regular>),
}

impl SetQuery {
    /// Makes `query` ready; as a regular expression it is one term whatever it holds.
    ///
    /// The first call reads a dictionary (some ten milliseconds): not on the window's thread.
    ///
    /// # Errors
    /// If nothing is asked for, or it cannot be read.
    pub fn new(query: &str, mode: Mode) -> Result<Self, SetQueryError> {
        if mode.regex {
            let term = Term::Regular(Box::new(Regular::new(query, mode.exact)?));
            return Ok(Self { expr: Expr::Term(0), terms: vec![term] });
        }
        let (expr, texts) = parse::parse(query)?;
        let term = |text: &String| {
            if mode.exact {
                let finder = Finder::new(text.as_bytes()).into_owned();
                return (!text.is_empty()).then(|| Term::Exact(Box::new(finder)));
            }
            Needle::new(text).map(Term::Folded)
        };
        let terms = texts.iter().map(|text| term(text).ok_or(QueryError::Empty));
        Ok(Self { terms: terms.collect::<Result<_, _>>()?, expr })
    }

    /// What every one of `words` is looked for as: each is text, or, between slashes, a regular
    /// expression. For a theme's lexicon.
    ///
    /// # Errors
    /// With the number of the first entry that cannot be looked for.
    pub fn of_lexicon(words: &[String]) -> Result<Self, (usize, QueryError)> {
        let term = |(at, word): (usize, &String)| {
            let word = word.trim();
            let pattern = word.strip_prefix('/').and_then(|rest| rest.strip_suffix('/'));
            let term = match pattern {
                Some(pattern) => Regular::new(pattern, false).map(|r| Term::Regular(Box::new(r))),
                None => Needle::new(word).map(Term::Folded).ok_or(QueryError::Empty),
            };
            term.map_err(|error| (at, error))
        };
        let terms: Vec<Term> = words.iter().enumerate().map(term).collect::<Result<_, _>>()?;
        if terms.is_empty() {
            return Err((0, QueryError::Empty));
        }
        Ok(Self { expr: Expr::Or((0..terms.len()).map(Expr::Term).collect()), terms })
    }

    /// Its hits in a text, by where they start, then by where they end; none twice.
    ///
    /// With `regions` (sorted, none touching another; asked for when something was found), only what
    /// lies wholly inside one of them counts, for every term.
    #[must_use]
    pub fn hits(
        &self,
        text: &str,
        about: About<'_>,
        regions: Option<&dyn Fn() -> Vec<ByteSpan>>,
    ) -> Vec<ByteSpan> {
        let known = OnceCell::new();
        let page = Page { text, about, regions, known, terms: &self.terms };
        let mut hits = Vec::new();
        if !page.holds(&self.expr, &mut hits) {
            return Vec::new();
        }
        if !matches!(self.expr, Expr::Term(_)) {
            hits.sort_unstable();
            hits.dedup();
        }
        hits
    }

    /// Whether it asks for an article's year or title.
    #[must_use]
    pub fn heeds_description(&self) -> bool {
        self.expr.heeds_description()
    }

    /// The first term of which `hit` is one, for a query that was made of a lexicon.
    #[must_use]
    pub fn term_of(&self, text: &str, hit: ByteSpan) -> Option<usize> {
        let piece = text.get(hit.range())?;
        let whole = |term: &Term| {
            let mut hits = Vec::new();
            term.find(piece, &mut hits);
            hits.iter().any(|found| found.range() == (0..piece.len()))
        };
        self.terms.iter().position(whole)
    }
}

impl Term {
    /// Adds its hits in order, each with the whole of the characters that a reader sees there.
    fn find(&self, text: &str, hits: &mut Vec<ByteSpan>) {
        let first = hits.len();
        self.find_parts(text, hits);
        for hit in hits.iter_mut().skip(first) {
            *hit = text::whole_characters(text, *hit);
        }
    }

    fn find_parts(&self, text: &str, hits: &mut Vec<ByteSpan>) {
        match self {
            Self::Folded(needle) if text.len() > 2 * PIECE => {
                let count = text.len() / PIECE;
                let cut = |at: usize| text.floor_char_boundary(text.len() / count * at);
                let pieces = (0..count).into_par_iter().map(|at| {
                    let end = if at + 1 == count { text.len() } else { cut(at + 1) };
                    let mut found = Vec::new();
                    needle.find(text, cut(at)..end, &mut found);
                    found
                });
                hits.extend(pieces.collect::<Vec<_>>().into_iter().flatten());
            }
            Self::Folded(needle) => needle.find(text, 0..text.len(), hits),
            Self::Exact(finder) => {
                let length = finder.needle().len();
                let mut from = 0;
                while let Some(at) = text.as_bytes().get(from..).and_then(|rest| finder.find(rest))
                {
                    let start = from + at;
                    hits.push(super::fold::span_of(start..start + length));
                    from = text.ceil_char_boundary(start + 1);
                }
            }
            Self::Regular(regular) => {
                let (starts, ends) = regular.matches(text);
                let spans = starts.into_iter().zip(ends);
                let span = |(start, end)| super::fold::span_of(start as usize..end as usize);
                hits.extend(spans.map(span));
            }
        }
    }
}

/// One text while a query is looked for in it.
struct Page<'a> {
    text: &'a str,
    about: About<'a>,
    regions: Option<&'a dyn Fn() -> Vec<ByteSpan>>,
    /// What `regions` gave, once it was asked.
    known: OnceCell<Vec<ByteSpan>>,
    terms: &'a [Term],
}

impl Page<'_> {
    /// Whether `expr` holds of the text; adds the hits that show it.
    fn holds(&self, expr: &Expr, hits: &mut Vec<ByteSpan>) -> bool {
        let before = hits.len();
        match expr {
            Expr::Term(_) | Expr::Near(..) => {
                hits.extend(self.places(expr));
                hits.len() > before
            }
            Expr::And(parts) => {
                let all = parts.iter().all(|part| self.holds(part, hits));
                if !all {
                    hits.truncate(before);
                }
                all
            }
            Expr::Or(parts) => {
                let mut any = false;
                for part in parts {
                    any |= self.holds(part, hits);
                }
                any
            }
            Expr::Not(part) => {
                let holds = self.holds(part, hits);
                hits.truncate(before);
                !holds
            }
            Expr::Years(from, to) => {
                self.about.year.is_some_and(|year| (*from..=*to).contains(&year))
            }
            Expr::Title(words) => {
                text::contains_folded(self.about.title, words)
                    || text::contains_folded(self.about.name, words)
            }
        }
    }

    /// The places of what has places: a term, one of several, or what is near something.
    fn places(&self, expr: &Expr) -> Vec<ByteSpan> {
        let mut places = Vec::new();
        match expr {
            Expr::Term(at) => {
                if let Some(term) = self.terms.get(*at) {
                    term.find(self.text, &mut places);
                }
                self.keep_inside(&mut places);
            }
            Expr::Or(parts) => {
                places.extend(parts.iter().flat_map(|part| self.places(part)));
                places.sort_unstable();
                places.dedup();
            }
            Expr::Near(left, count, right) => {
                let left = self.places(left);
                if !left.is_empty() {
                    places = near::pairs(self.text, &left, &self.places(right), *count);
                    self.keep_inside(&mut places);
                }
            }
            Expr::And(_) | Expr::Not(_) | Expr::Years(..) | Expr::Title(_) => {}
        }
        places
    }

    fn keep_inside(&self, places: &mut Vec<ByteSpan>) {
        if let Some(regions) = self.regions.filter(|_| !places.is_empty()) {
            let regions = self.known.get_or_init(regions);
            places.retain(|&place| lies_in(regions, place));
        }
    }
}

/// Whether `place` lies wholly inside one of `regions`, which are sorted and apart.
fn lies_in(regions: &[ByteSpan], place: ByteSpan) -> bool {
    let after = regions.partition_point(|region| region.start() <= place.start());
    let region = after.checked_sub(1).and_then(|at| regions.get(at));
    region.is_some_and(|region| region.encloses(place))
}

#[cfg(test)]
mod tests;
