//! A folded search straight through a text that nobody has folded.
//!
//! Folding a set of 10,000 articles takes longer than looking through it, and keeping it folded as
//! much memory as the set itself. But what a query starts with is written in few ways (党, 黨), so
//! each of them is looked for in the text as it is, and only what follows such a place is folded:
//!
//! ```text
//! query   党建      its first character: 党 黨
//! text    …區域化黨\n　　建…
//!               └─ found byte by byte; from here folded up to the last character of the query
//! ```
//!
//! What is found is exactly what [`super::Query`] finds in a folded text, and what overlaps besides.

use std::{ops::Range, sync::OnceLock};

use memchr::memmem::Finder;

use super::{
    fold::{self, Folding},
    simplified::Simplified,
};
use crate::text::{self, ByteSpan};

/// A folded query, ready to be looked for.
#[derive(Clone, Debug)]
pub(super) struct Needle {
    /// What it is, folded; not empty.
    folded: Vec<char>,
    /// Every way its first character is written.
    firsts: Vec<Finder<'static>>,
}

impl Needle {
    /// Makes `query` ready; `None` if nothing in it makes a difference.
    pub(super) fn new(query: &str) -> Option<Self> {
        let folded: Vec<char> = fold::fold_query(query).chars().collect();
        let firsts = written(*folded.first()?);
        let finder = |c: char| Finder::new(c.encode_utf8(&mut [0; 4]).as_bytes()).into_owned();
        Some(Self { firsts: firsts.into_iter().map(finder).collect(), folded })
    }

    /// Adds the hits of `text` that start in `range` (between characters), in order; they may overlap.
    pub(super) fn find(&self, text: &str, range: Range<usize>, hits: &mut Vec<ByteSpan>) {
        let first = hits.len();
        let slice = text.as_bytes().get(range.clone()).unwrap_or_default();
        for finder in &self.firsts {
            for at in finder.find_iter(slice) {
                let start = range.start + at;
                hits.extend(self.end_of(text, start).map(|end| fold::span_of(start..end)));
            }
        }
        if self.firsts.len() > 1
            && let Some(found) = hits.get_mut(first..)
        {
            found.sort_unstable();
        }
    }

    /// Whether it stands anywhere in `text`.
    pub(super) fn stands_in(&self, text: &str) -> bool {
        let is_hit = |at| self.end_of(text, at).is_some();
        self.firsts.iter().any(|finder| finder.find_iter(text.as_bytes()).any(is_hit))
    }

    /// Where the hit ends that starts with the character at `start`, if one does.
    fn end_of(&self, text: &str, start: usize) -> Option<usize> {
        let mut folding = Folding::new(text, start);
        let mut end = start;
        for &wanted in &self.folded {
            let piece = folding.next().filter(|piece| piece.folded == wanted)?;
            end = piece.end;
        }
        Some(end)
    }
}

/// Every character with which something starts that is `folded` once it is folded.
fn written(folded: char) -> Vec<char> {
    /// Folded and unfolded, sorted, where the two differ.
    type Ways = OnceLock<Box<[(char, char)]>>;
    // A search for a Chinese word, nearly every one, need not look at all that Unicode has.
    static HAN: Ways = Ways::new();
    static OTHERS: Ways = Ways::new();
    let table = if is_han(folded) {
        let rare = ('\u{2E80}'..'\u{2FE0}').chain('\u{F900}'..'\u{FB00}');
        let rare = rare.chain('\u{2F800}'..='\u{2FA1F}');
        HAN.get_or_init(|| foldings(Simplified::pairs().map(|(c, _)| c).chain(rare)))
    } else {
        OTHERS.get_or_init(|| foldings(('\0'..'\u{20000}').filter(|&c| !is_han(c))))
    };
    let first = table.partition_point(|&(to, _)| to < folded);
    let others = table.iter().skip(first).take_while(|&&(to, _)| to == folded);
    std::iter::once(folded).chain(others.map(|&(_, from)| from)).collect()
}

fn foldings(chars: impl Iterator<Item = char>) -> Box<[(char, char)]> {
    let mut pairs = Vec::new();
    for c in chars {
        let Some(folded) = fold::folded_char(c) else { continue };
        if folded != c {
            pairs.push((folded, c));
        }
        // Where it is written in parts, the first of them is found, and the whole is folded.
        pairs.extend(text::first_parts(c).into_iter().map(|part| (folded, part)));
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs.into()
}

/// Whether `c` is a Han character that is folded to one, by [`Simplified`] alone.
fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{2F7FF}' | '\u{2FA20}'..='\u{323AF}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::search::Folded;

    fn found(text: &str, query: &str) -> Vec<ByteSpan> {
        let mut hits = Vec::new();
        let needle = Needle::new(query).expect("something to look for");
        needle.find(text, 0..text.len(), &mut hits);
        hits
    }

    #[test]
    fn every_way_of_writing_a_character_is_known() {
        let written = |c| written(c).into_iter().collect::<String>();
        assert_eq!(written('党'), "党黨");
        assert_eq!(written('a'), "aAＡａ");
        assert_eq!(written('引'), "引");
    }

    #[test]
    fn no_way_of_writing_a_character_is_missed() {
        let mut folded = Vec::new();
        for (to, from) in foldings('\0'..='\u{323AF}') {
            assert!(written(to).contains(&from), "{from:?} is another way to write {to:?}");
            folded.push(to);
        }
        folded.dedup();
        let ways: usize = folded.iter().map(|&c| written(c).len() - 1).sum();
        assert_eq!(ways, foldings('\0'..='\u{323AF}').len());
    }

    #[test]
    fn what_is_written_in_parts_is_found_whole() {
        let text =
            "Cafe\u{301} CAFÉ cafe ⽂化 文化 快\u{F914}e\u{302}\u{323} 한\u{1112}\u{1161}\u{11AB}";
        let words = |query: &str| -> Vec<&str> {
            found(text, query).into_iter().map(|hit| &text[hit.range()]).collect()
        };
        assert_eq!(words("café"), ["Cafe\u{301}", "CAFÉ"]);
        assert_eq!(words("cafe\u{301}"), words("café"));
        assert_eq!(words("cafe"), ["cafe"]);
        assert_eq!(words("é"), ["e\u{301}", "É"]);
        assert_eq!(words("⽂化"), ["⽂化", "文化"]);
        assert_eq!(words("樂"), ["\u{F914}"]);
        assert_eq!(words("\u{F914}"), ["\u{F914}"]);
        assert_eq!(words("ệ"), ["e\u{302}\u{323}"]);
        assert_eq!(words("한"), ["한", "\u{1112}\u{1161}\u{11AB}"]);
    }

    #[test]
    fn overlapping_hits_are_all_found() {
        assert_eq!(found("人人人人", "人人").len(), 3);
        assert_eq!(found("aXa\nxA xa", "axa").len(), 1);
        assert!(Needle::new(" \n").is_none());
    }

    proptest! {
        #[test]
        fn what_is_found_is_what_stands_in_the_folded_text(
            text in "([党黨建]|[Ａa的ｂB \n　，,𠮷\u{FE0F}]|[⽂⻅文\u{F914}乐]|[eéE\u{301}\u{323}か\u{3099}\u{1112}\u{1161}\u{11AB}]|\u{200B}|K|\\PC){0,120}",
            query in "[党黨建Aaｂ， 文⽂乐樂eéệが한]{1,3}",
        ) {
            let Some(needle) = Needle::new(&query) else { return Ok(()) };
            let folded = Folded::new(&text);
            let wanted: String = needle.folded.iter().collect();
            let starts = folded.as_str().char_indices().map(|(at, _)| at);
            let expected: Vec<ByteSpan> = starts
                .filter(|&at| folded.as_str()[at..].starts_with(&wanted))
                .map(|at| folded.span_in(&text, at, at + wanted.len()))
                .collect();
            prop_assert_eq!(needle.stands_in(&text), !expected.is_empty());
            prop_assert_eq!(found(&text, &query), expected);
        }
    }
}
