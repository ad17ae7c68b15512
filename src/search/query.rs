//! What is looked for, made ready once, and looking for it.

use std::{ops::Range, sync::Arc};

use memchr::memmem;
use rayon::prelude::*;

use super::{
    Hits,
    fold::{self, Folded},
    regular::{self, RegexFault, Regular},
};

/// How a query is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Mode {
    /// Every character counts as it is; otherwise width, case, simplified and traditional forms and
    /// the white space of the layout make no difference (of a regular expression: only case).
    pub exact: bool,
    /// The query is a regular expression of the `regex` crate; `^` and `$` are the ends of a line.
    pub regex: bool,
}

/// Why a query cannot be looked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    /// Nothing is asked for: the query is empty, or holds nothing that makes a difference.
    #[error("the query is empty")]
    Empty,
    /// The regular expression cannot be read.
    #[error("{fault} at character {at}")]
    Syntax {
        /// What is wrong.
        fault: RegexFault,
        /// Where in the query, in characters from 0.
        at: usize,
    },
    /// The regular expression would take more memory than a search may have.
    #[error("the regular expression is too large")]
    TooLarge,
}

/// What is looked for.
///
/// ```
/// use std::sync::Arc;
/// use quandian::search::{Folded, Mode, Query};
///
/// let text = "區域化\n党建引领";
/// let query = Query::new("区域化党建", Mode::default())?;
/// let hits = query.hits(text, &Arc::new(Folded::new(text)));
/// let span = hits.span(text, 0).unwrap();
/// assert_eq!(&text[span.range()], "區域化\n党建");
/// # Ok::<(), quandian::search::QueryError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Query(Matcher);

#[derive(Clone, Debug)]
enum Matcher {
    /// In the folded text.
    Folded(String),
    /// In the text as it is.
    Exact(String),
    Regular(Regular),
}

impl Query {
    /// Makes `query` ready.
    ///
    /// The first call reads a dictionary (some ten milliseconds), and a large regular expression
    /// takes as long: not on the window's thread.
    ///
    /// # Errors
    /// If nothing is asked for, or the regular expression is none.
    pub fn new(query: &str, mode: Mode) -> Result<Self, QueryError> {
        let matcher = match mode {
            Mode { regex: true, exact } => Matcher::Regular(Regular::new(query, exact)?),
            Mode { exact: true, .. } => Matcher::Exact(query.to_owned()),
            Mode { .. } => Matcher::Folded(fold::fold_query(query)),
        };
        match matcher {
            Matcher::Folded(needle) | Matcher::Exact(needle) if needle.is_empty() => {
                Err(QueryError::Empty)
            }
            matcher => Ok(Self(matcher)),
        }
    }

    /// Whether [`Self::hits`] looks into the folded text; otherwise an empty one will do.
    #[must_use]
    pub fn needs_folding(&self) -> bool {
        matches!(self.0, Matcher::Folded(_))
    }

    /// Every hit in `text`, which was `folded`; from left to right, none over another, none empty.
    ///
    /// Uses every core for a long text.
    #[must_use]
    pub fn hits(&self, text: &str, folded: &Arc<Folded>) -> Hits {
        let length = |needle: &str| u32::try_from(needle.len()).unwrap_or(u32::MAX);
        match &self.0 {
            Matcher::Folded(needle) => {
                let starts = occurrences(folded.as_str(), needle);
                Hits::of_length(starts, length(needle), Some(Arc::clone(folded)))
            }
            Matcher::Exact(needle) => {
                Hits::of_length(occurrences(text, needle), length(needle), None)
            }
            Matcher::Regular(regular) => {
                let (starts, ends) = regular.matches(text);
                Hits::between(starts, ends)
            }
        }
    }
}

/// A shorter piece of text is not worth another thread.
pub(super) const PIECE: usize = 1 << 18;

/// Where `needle` starts in `text`, from left to right, none over another.
fn occurrences(text: &str, needle: &str) -> Vec<u32> {
    let (text, needle) = (text.as_bytes(), needle.as_bytes());
    let finder = memmem::Finder::new(needle);
    let starts_in = |range: Range<usize>| -> Vec<u32> {
        // A hit that starts in the range may end beyond it.
        let end = text.len().min(range.end + needle.len() - 1);
        let slice = text.get(range.start..end).unwrap_or_default();
        let starts = finder.find_iter(slice).map(|at| range.start + at);
        starts.filter_map(|at| u32::try_from(at).ok()).collect()
    };
    // "哈哈" in "哈哈哈": which one it is depends on what was found before.
    if overlaps_itself(needle) {
        return starts_in(0..text.len());
    }
    let count = rayon::current_num_threads().min(text.len() / PIECE + 1);
    let pieces: Vec<_> =
        (0..count).map(|at| text.len() * at / count..text.len() * (at + 1) / count).collect();
    let found: Vec<Vec<u32>> = pieces.into_par_iter().map(starts_in).collect();
    regular::joined(found)
}

/// Whether an occurrence of `needle` can start within another one.
fn overlaps_itself(needle: &[u8]) -> bool {
    (1..needle.len()).any(|by| needle.get(by..).is_some_and(|tail| needle.starts_with(tail)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(text: &str, query: &str, mode: Mode) -> Vec<String> {
        let query = Query::new(query, mode).expect("a good query");
        let folded = Arc::new(Folded::new(text));
        let hits = query.hits(text, &folded);
        hits.spans(text).map(|span| text[span.range()].to_owned()).collect()
    }

    const FOLDED: Mode = Mode { exact: false, regex: false };
    const EXACT: Mode = Mode { exact: true, regex: false };
    const REGEX: Mode = Mode { exact: false, regex: true };

    #[test]
    fn a_query_finds_every_way_of_writing_it() {
        let text = "区域化党建、區域化黨建；区域化\n\n　　党建，CBD与ｃｂｄ";
        assert_eq!(found(text, "区域化党建", FOLDED).len(), 3);
        assert_eq!(found(text, "區域 化黨建", FOLDED).len(), 3);
        assert_eq!(found(text, "区域化党建", EXACT), ["区域化党建"]);
        assert_eq!(found(text, "Cbd", FOLDED), ["CBD", "ｃｂｄ"]);
        assert_eq!(found(text, "化[党\n]", REGEX), ["化党", "化\n"]);
        assert_eq!(found(text, "cbd", REGEX), ["CBD"]);
        assert!(found(text, "cbd", Mode { exact: true, regex: true }).is_empty());
    }

    #[test]
    fn white_space_between_words_of_letters_counts() {
        assert_eq!(found("open data 与 opendata", "open data", FOLDED), ["open data"]);
        assert_eq!(found("open\n  data", "open data", FOLDED), ["open\n  data"]);
        assert!(found("open data", "opendata", FOLDED).is_empty());
    }

    #[test]
    fn what_overlaps_itself_is_found_from_left_to_right() {
        assert_eq!(found("哈哈哈哈哈", "哈哈", FOLDED).len(), 2);
        assert_eq!(found("aXaXa", "axa", FOLDED), ["aXa"]);
    }

    #[test]
    fn nothing_asked_for_is_an_error() {
        for query in ["", " ", "\u{3000}\n"] {
            assert_eq!(Query::new(query, FOLDED).err(), Some(QueryError::Empty));
        }
        assert!(Query::new(" ", EXACT).is_ok());
    }

    #[test]
    fn a_text_long_enough_for_several_threads_loses_no_hit() {
        let mut text = String::new();
        while text.len() < 5 * PIECE {
            text.push_str("在区、街道、社区三级搭起议事平台,党\n建引领。");
        }
        let lines = text.matches('\n').count();
        assert_eq!(found(&text, "党建", FOLDED).len(), lines);
        assert_eq!(found(&text, "区", EXACT).len(), 2 * lines);
        assert_eq!(found(&text, "[区社]区?", REGEX).len(), 2 * lines);
    }

    /// A text in which the few characters of the queries are common.
    const TEXT: &str = "[党黨建Ａa的ｂB \n　，,𠮷\u{FE0F}]{0,120}";

    proptest! {
        #[test]
        fn a_folded_search_finds_what_a_plain_one_finds_in_the_folded_text(
            text in TEXT,
            query in "[党黨建Aaｂ， ]{1,3}",
        ) {
            let Ok(ready) = Query::new(&query, FOLDED) else { return Ok(()) };
            let folded = Arc::new(Folded::new(&text));
            let needle = fold::fold_query(&query);
            let hits = ready.hits(&text, &folded);
            prop_assert_eq!(hits.len(), folded.as_str().matches(&needle).count());
            let mut before = None;
            for (at, span) in hits.spans(&text).enumerate() {
                prop_assert!(!span.is_empty() && before <= Some(span.start()));
                before = Some(span.end());
                prop_assert_eq!(fold::fold_query(&text[span.range()]), needle.as_str());
                prop_assert_eq!(hits.at(&text, span), Some(at));
                prop_assert!(hits.over(&text, span).contains(&at));
                prop_assert_eq!(hits.first_from(&text, span.start()), at);
            }
        }

        #[test]
        fn an_exact_search_finds_what_a_plain_one_finds(
            text in TEXT,
            query in "[党建Aa ]{1,3}",
        ) {
            // With what a reader sees as one character with its ends.
            let whole = |(at, part): (usize, &str)| {
                let end = crate::text::ceil_character(&text, at + part.len());
                text[crate::text::floor_character(&text, at)..end].to_owned()
            };
            let plain: Vec<_> = text.match_indices(&query).map(whole).collect();
            prop_assert_eq!(found(&text, &query, EXACT), plain);
        }
    }
}
