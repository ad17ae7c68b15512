//! Words of one's own: found in text before the model is asked, the leftmost first, and of those that
//! begin at one place the longest (Aho and Corasick 1975).

use std::{collections::BTreeSet, ops::Range};

use aho_corasick::{AhoCorasick, Input, MatchKind};

use super::is_one_word;

/// Some words, ready to be found.
#[derive(Debug, Default)]
pub(super) struct OwnWords {
    words: BTreeSet<String>,
    /// `None` where there are no words.
    finder: Option<AhoCorasick>,
}

impl OwnWords {
    pub(super) fn new<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        let words: BTreeSet<String> =
            words.filter(|word| !word.is_empty()).map(str::to_owned).collect();
        // More than memory can index is not found rather than not opened.
        let finder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&words);
        let finder = finder.ok().filter(|_| !words.is_empty());
        Self { words, finder }
    }

    /// All of them, in the order of their characters.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(String::as_str)
    }

    /// Whether a word is one of them.
    pub(super) fn contains(&self, word: &str) -> bool {
        self.words.contains(word)
    }

    /// The first of them in `text[within]`: no piece of a longer foreign word.
    pub(super) fn first(&self, text: &str, within: Range<usize>) -> Option<Range<usize>> {
        let finder = self.finder.as_ref()?;
        let mut from = within.start;
        loop {
            let found = finder.find(Input::new(text).span(from..within.end))?;
            let (before, rest) = (text.get(..found.start())?, text.get(found.start()..)?);
            let (word, behind) = (text.get(found.range())?, text.get(found.end()..)?);
            if !goes_on_over(before, rest) && !goes_on_over(word, behind) {
                return Some(found.range());
            }
            from = found.start() + rest.chars().next().map_or(1, char::len_utf8);
        }
    }
}

/// Whether a word written with letters or digits goes on from `before` to `behind`.
fn goes_on_over(before: &str, behind: &str) -> bool {
    let is_ascii = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    (is_ascii(before.chars().next_back()) && is_ascii(behind.chars().next()))
        || is_one_word(before, behind)
}
