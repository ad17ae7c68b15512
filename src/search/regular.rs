//! Regular expressions: read, checked, and run over a text, on every core where that is exact.
//!
//! The engine is the `regex` crate, whose time is linear in the text whatever the expression. What
//! is wrong with an expression is told with its place in it.

use rayon::prelude::*;
use regex::{Regex, RegexBuilder};
use regex_syntax::{
    ParserBuilder,
    ast::ErrorKind,
    hir::{Class, Hir, HirKind, Look},
};

use super::query::{PIECE, QueryError};

/// An expression may compile to so many bytes.
const SIZE: usize = 4 << 20;
/// Groups in groups, deeper than anyone reads.
const DEPTH: u32 = 100;

/// What is wrong with a regular expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RegexFault {
    /// `(` without `)`.
    #[error("a group is not closed")]
    GroupUnclosed,
    /// `)` without `(`.
    #[error("a group was not opened")]
    GroupUnopened,
    /// `[` without `]`.
    #[error("a character class is not closed")]
    ClassUnclosed,
    /// `[z-a]`.
    #[error("a range of characters runs backwards")]
    ClassRange,
    /// `*` with nothing before it.
    #[error("nothing to repeat")]
    NothingToRepeat,
    /// `{2` or `{3,2}`.
    #[error("a count of repetitions is wrong")]
    Count,
    /// `\` at the end, or before a letter that means nothing.
    #[error("an unknown escape")]
    Escape,
    /// `\p{…}` of a property that Unicode does not have.
    #[error("an unknown property of characters")]
    Property,
    /// `(?=…)`, `\1`: what would make the time of a search unbounded.
    #[error("look-around and back-references are not supported")]
    Unsupported,
    /// Groups in groups in groups.
    #[error("nested too deeply")]
    Depth,
    /// Anything rarer.
    #[error("a mistake")]
    Other,
}

/// A regular expression that matches `text` and nothing else.
#[must_use]
pub fn escaped(text: &str) -> String {
    regex_syntax::escape(text)
}

/// A regular expression, ready to run.
#[derive(Clone, Debug)]
pub(super) struct Regular {
    regex: Regex,
    /// Whether no match reaches over the end of a line: then lines can be searched apart.
    within_lines: bool,
}

impl Regular {
    /// Reads `pattern`; with `case`, upper and lower case differ.
    pub(super) fn new(pattern: &str, case: bool) -> Result<Self, QueryError> {
        if pattern.is_empty() {
            return Err(QueryError::Empty);
        }
        let parsed = ParserBuilder::new()
            .multi_line(true)
            .case_insensitive(!case)
            .nest_limit(DEPTH)
            .build()
            .parse(pattern);
        let hir = parsed.map_err(|error| syntax(pattern, &error))?;
        let regex = RegexBuilder::new(pattern)
            .multi_line(true)
            .case_insensitive(!case)
            .nest_limit(DEPTH)
            .size_limit(SIZE)
            .dfa_size_limit(2 * SIZE)
            .build();
        let regex = regex.map_err(|error| match error {
            regex::Error::CompiledTooBig(_) => QueryError::TooLarge,
            _ => QueryError::Syntax { fault: RegexFault::Other, at: 0 },
        })?;
        let looks = hir.properties().look_set();
        let ends = looks.contains(Look::Start) || looks.contains(Look::End);
        Ok(Self { regex, within_lines: !ends && !may_match_newline(&hir) })
    }

    /// Where the matches that are not empty start and end.
    pub(super) fn matches(&self, text: &str) -> (Vec<u32>, Vec<u32>) {
        let count = rayon::current_num_threads().min(text.len() / PIECE + 1);
        let pieces = if self.within_lines { lines_apart(text, count) } else { vec![(0, text)] };
        let found: Vec<(Vec<u32>, Vec<u32>)> = pieces
            .into_par_iter()
            .map(|(from, piece)| {
                // A clone of its own spares the threads of one long text waiting for each other; for
                // one of many short texts it would cost more than the search.
                let own = (count > 1).then(|| self.regex.clone());
                let regex = own.as_ref().unwrap_or(&self.regex);
                let matches = regex.find_iter(piece).filter(|found| !found.is_empty());
                let place = |at: usize| u32::try_from(from + at).ok();
                matches.filter_map(|m| Some((place(m.start())?, place(m.end())?))).unzip()
            })
            .collect();
        let (starts, ends) = found.into_iter().unzip();
        (joined(starts), joined(ends))
    }
}

/// Sorted pieces one after the other.
pub(super) fn joined(mut pieces: Vec<Vec<u32>>) -> Vec<u32> {
    if pieces.len() == 1 {
        return pieces.pop().unwrap_or_default();
    }
    pieces.concat()
}

/// `text` in about `count` pieces of whole lines, each with where it starts.
fn lines_apart(text: &str, count: usize) -> Vec<(usize, &str)> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for at in 1..=count {
        let aim = text.floor_char_boundary(text.len() * at / count).max(start);
        let end =
            text.get(aim..).and_then(|rest| rest.find('\n')).map_or(text.len(), |n| aim + n + 1);
        if let Some(piece) = text.get(start..end).filter(|piece| !piece.is_empty()) {
            pieces.push((start, piece));
        }
        start = end;
    }
    pieces
}

/// Whether a match can hold a line break.
fn may_match_newline(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => false,
        HirKind::Literal(literal) => literal.0.contains(&b'\n'),
        HirKind::Class(Class::Unicode(class)) => {
            class.ranges().iter().any(|range| range.start() <= '\n' && '\n' <= range.end())
        }
        HirKind::Class(Class::Bytes(class)) => {
            class.ranges().iter().any(|range| range.start() <= b'\n' && b'\n' <= range.end())
        }
        HirKind::Repetition(repetition) => may_match_newline(&repetition.sub),
        HirKind::Capture(capture) => may_match_newline(&capture.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().any(may_match_newline),
    }
}

fn syntax(pattern: &str, error: &regex_syntax::Error) -> QueryError {
    use regex_syntax::hir::ErrorKind as Meaning;
    let (fault, byte) = match error {
        regex_syntax::Error::Parse(error) => (fault(error.kind()), error.span().start.offset),
        regex_syntax::Error::Translate(error) => {
            let property = matches!(
                error.kind(),
                Meaning::UnicodePropertyNotFound | Meaning::UnicodePropertyValueNotFound
            );
            let fault = if property { RegexFault::Property } else { RegexFault::Other };
            (fault, error.span().start.offset)
        }
        _ => (RegexFault::Other, 0),
    };
    let before = pattern.get(..byte).unwrap_or(pattern);
    QueryError::Syntax { fault, at: before.chars().count() }
}

fn fault(kind: &ErrorKind) -> RegexFault {
    use ErrorKind as Kind;
    match kind {
        Kind::GroupUnclosed => RegexFault::GroupUnclosed,
        Kind::GroupUnopened => RegexFault::GroupUnopened,
        Kind::ClassUnclosed => RegexFault::ClassUnclosed,
        Kind::ClassRangeInvalid | Kind::ClassRangeLiteral => RegexFault::ClassRange,
        Kind::RepetitionMissing => RegexFault::NothingToRepeat,
        Kind::RepetitionCountInvalid
        | Kind::RepetitionCountUnclosed
        | Kind::RepetitionCountDecimalEmpty
        | Kind::DecimalEmpty
        | Kind::DecimalInvalid => RegexFault::Count,
        Kind::EscapeUnexpectedEof
        | Kind::EscapeUnrecognized
        | Kind::EscapeHexEmpty
        | Kind::EscapeHexInvalid
        | Kind::EscapeHexInvalidDigit
        | Kind::ClassEscapeInvalid => RegexFault::Escape,
        Kind::UnicodeClassInvalid => RegexFault::Property,
        Kind::UnsupportedBackreference | Kind::UnsupportedLookAround => RegexFault::Unsupported,
        Kind::NestLimitExceeded(_) => RegexFault::Depth,
        _ => RegexFault::Other,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn spans(pattern: &str, text: &str) -> Vec<(usize, usize)> {
        let (starts, ends) = Regular::new(pattern, true).expect("a good expression").matches(text);
        starts.into_iter().zip(ends).map(|(start, end)| (start as usize, end as usize)).collect()
    }

    #[test]
    fn a_mistake_is_told_with_its_place() {
        for (pattern, fault, at) in [
            ("党(建", RegexFault::GroupUnclosed, 1),
            ("党建)", RegexFault::GroupUnopened, 2),
            ("党建[引领", RegexFault::ClassUnclosed, 2),
            ("党[九-七]", RegexFault::ClassRange, 2),
            ("*党建", RegexFault::NothingToRepeat, 0),
            ("党{3,2}", RegexFault::Count, 1),
            ("党建\\", RegexFault::Escape, 2),
            ("(?=党)", RegexFault::Unsupported, 0),
            (r"(党)\1", RegexFault::Unsupported, 3),
            (r"党\p{Nothing}", RegexFault::Property, 1),
        ] {
            let error = Regular::new(pattern, true).err();
            assert_eq!(error, Some(QueryError::Syntax { fault, at }), "{pattern}");
        }
    }

    #[test]
    fn an_expression_that_would_fill_the_memory_is_refused() {
        let large = r"(\w{1000}){1000}";
        assert_eq!(Regular::new(large, true).err(), Some(QueryError::TooLarge));
        let deep = format!("{}党{}", "(".repeat(5000), ")".repeat(5000));
        assert!(Regular::new(&deep, true).is_err());
    }

    #[test]
    fn empty_matches_are_no_hits_and_do_not_hang() {
        assert_eq!(spans("a*", "baab"), [(1, 3)]);
        assert!(spans("|党", "党建").is_empty());
        assert!(spans("(?:)", "党建").is_empty());
    }

    #[test]
    fn lines_are_searched_apart_only_where_that_changes_nothing() {
        let apart = |pattern| Regular::new(pattern, true).expect("good").within_lines;
        assert!(apart("党.*建") && apart("^[党建]+$") && apart(r"\d{1,3}年"));
        assert!(!apart(r"党\s*建") && !apart("[^党]建") && !apart(r"\A党") && !apart("党\n建"));
        let text = "党建\n".repeat(PIECE);
        assert_eq!(
            lines_apart(&text, 4).iter().map(|(_, piece)| piece.len()).sum::<usize>(),
            text.len()
        );
        assert_eq!(lines_apart(&text, 4).len(), 4);
    }

    proptest! {
        #[test]
        fn matches_are_those_of_the_regex_crate(
            text in "[党建a\n ]{0,60}",
            pattern in proptest::sample::select(vec![
                "党.*建", "^党", "建$", r"[^a]+", r"\bа?a+\b", "党|建a", r"\s+", "(?-m)^党", "a*", "",
            ]),
            count in 1_usize..5,
        ) {
            let Ok(regular) = Regular::new(pattern, false) else { return Ok(()) };
            let plain = RegexBuilder::new(pattern)
                .multi_line(true)
                .case_insensitive(true)
                .build()
                .expect("a good expression");
            let expected: Vec<_> = plain.find_iter(&text).map(|m| m.range()).filter(|r| !r.is_empty()).collect();
            prop_assert_eq!(
                spans_apart(&regular, &text, count),
                expected
            );
        }
    }

    /// The matches with the text in `count` pieces wherever that is allowed, as long texts are.
    fn spans_apart(regular: &Regular, text: &str, count: usize) -> Vec<std::ops::Range<usize>> {
        let pieces = if regular.within_lines { lines_apart(text, count) } else { vec![(0, text)] };
        let found = pieces.into_iter().flat_map(|(from, piece)| {
            let matches = regular.regex.find_iter(piece).filter(|m| !m.is_empty());
            matches.map(move |m| from + m.start()..from + m.end()).collect::<Vec<_>>()
        });
        found.collect()
    }
}
