//! Words of Chinese text, by jieba's dictionary, its model for unknown words, and words of one's own.
//!
//! For reading: the word under the pointer, moving by word, hairlines between words. Not for
//! counting terms: longer entries swallow shorter ones, so terms are counted by matching strings
//! ([`super::occurrences`]).

mod lengths;

use std::{
    ops::Range,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU64, Ordering},
    },
};

use jieba_rs::Jieba;
use memchr::memmem;

pub use lengths::Words;

use super::character::{ceil_character, floor_character, is_between_characters, is_extending};
use super::paragraph::{floor, span};
use super::{ByteOffset, ByteSpan};

/// Most bytes handed to jieba at once: its tables take some hundred bytes a character.
///
/// A run of letters longer than this is cut here, counted from its start.
const PIECE: usize = 16 * 1024;

/// The least weight of a word of one's own that was given none.
///
/// jieba's own suggestion for a name is often below 10, and loses against any two common words
/// that share a character with it (`记者林晓` against `晓`…). As much as a word among the thousand
/// most frequent ones has.
const LEAST_WEIGHT: usize = 20_000;
/// What the words of one's own may weigh together, a hundredth of jieba's whole dictionary: more
/// makes every other word less likely, and so changes the segmentation elsewhere.
const ALL_WEIGHTS: usize = 600_000;

static PLAIN: OnceLock<Arc<Segmenter>> = OnceLock::new();

/// Splits text into words.
#[derive(Debug)]
pub struct Segmenter {
    jieba: Jieba,
    /// Words of one's own with a `·` in them, which jieba never looks across.
    dotted: Vec<String>,
    id: u64,
}

/// What [`Segmenter::joins`] finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordJoint {
    /// No word.
    None,
    /// A word of which either side is one as well: `人才|培养`.
    Compound,
    /// A word of which one side is a single character: `单|位`; how many stand on either.
    Split {
        /// Characters before the joint.
        head: usize,
        /// Characters behind it.
        tail: usize,
    },
}

impl Segmenter {
    /// The one without words of one's own; the first call loads the dictionary (0.15 s, 32 MB).
    pub fn plain() -> &'static Arc<Self> {
        PLAIN.get_or_init(|| Arc::new(Self::new(Jieba::new(), Vec::new())))
    }

    /// The one without words of one's own if it is ready; never waits.
    #[must_use]
    pub fn plain_if_loaded() -> Option<&'static Arc<Self>> {
        PLAIN.get()
    }

    /// One with words of one's own, each with its weight if it has one.
    ///
    /// A weight is how often jieba is to think the word occurs among 60 million; without one it is
    /// high enough for the word to come out whole wherever no longer entry holds it. Weight 0
    /// takes a word out. Takes some hundredths of a second and 32 MB.
    #[must_use]
    pub fn with_words<'a>(words: impl IntoIterator<Item = (&'a str, Option<u32>)>) -> Self {
        let words: Vec<_> = words.into_iter().collect();
        let mut jieba = Self::plain().jieba.clone();
        let least = (ALL_WEIGHTS / words.len().max(1)).min(LEAST_WEIGHT);
        let mut dotted = Vec::new();
        for &(word, weight) in &words {
            if word.contains(DOT) {
                dotted.push(word.to_owned());
            }
            for part in word.split(DOT).filter(|part| !part.is_empty()) {
                let weight = match weight {
                    Some(weight) => weight as usize,
                    None => jieba.suggest_freq(part).max(least),
                };
                jieba.add_word(part, Some(weight), None);
            }
        }
        Self::new(jieba, dotted)
    }

    fn new(jieba: Jieba, dotted: Vec<String>) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        Self { jieba, dotted, id: NEXT.fetch_add(1, Ordering::Relaxed) }
    }

    /// A number that no other has: words found by another segmenter may be out of date.
    #[must_use]
    pub fn id(&self) -> u64 {
        self.id
    }

    /// Whether a word is in the dictionary.
    #[must_use]
    pub fn knows(&self, word: &str) -> bool {
        self.jieba.has_word(word) || self.dotted.iter().any(|dotted| dotted == word)
    }

    /// Whether the dictionary has `word` as a person's name or not at all.
    pub(in crate::text) fn may_be_person(&self, word: &str) -> bool {
        /// What the dictionary calls names of people.
        const PERSON: &str = "nr";
        !self.jieba.has_word(word)
            || self.jieba.tag(word, false).iter().all(|part| part.tag.starts_with(PERSON))
    }

    /// The words and the punctuation marks of `text`, in order.
    ///
    /// Every character but white space belongs to exactly one of them, and all of what a reader sees
    /// as one character to the same one.
    #[must_use]
    pub fn words(&self, text: &str) -> Vec<ByteSpan> {
        let mut words = Vec::with_capacity(text.len() / 5);
        let mut start = 0;
        while start < text.len() {
            let piece = start..piece_end(text, start);
            start = piece.end;
            self.cut(text, piece, |word| words.push(span(word)));
        }
        words
    }

    /// The word or punctuation mark at `at`: one of [`Self::words`].
    ///
    /// Before white space and at the end of the text it is the one that ends there; `None` if none
    /// does. Looks only at the letters around `at`, up to the next mark or space.
    #[must_use]
    pub fn word_at(&self, text: &str, at: ByteOffset) -> Option<ByteSpan> {
        let mut at = floor_character(text, at.to_usize());
        let end = ceil_character(text, at + text[at..].chars().next().map_or(0, char::len_utf8));
        if text[at..end].trim().is_empty() {
            at = floor_character(text, at - text[..at].chars().next_back()?.len_utf8());
        }
        let mut found = None;
        self.cut(text, piece_around(text, at), |word| {
            if word.contains(&at) {
                found = Some(word);
            }
        });
        found.map(span)
    }

    /// The words and marks of a short text, white space included, each with the class that the
    /// dictionary gives it (`n`, `v`, `a` …; `x` for what it does not know).
    ///
    /// The classes are those of the word by itself, not of its place in the sentence.
    #[must_use]
    pub fn classes<'t>(&'t self, text: &'t str) -> Vec<(&'t str, &'t str)> {
        self.jieba.tag(text, true).into_iter().map(|word| (word.word, word.tag)).collect()
    }

    /// How surely a word of the dictionary begins at the end of `before` and ends in `after`.
    ///
    /// For telling what belongs together; both should be a few characters.
    #[must_use]
    pub fn joins(&self, before: &str, after: &str) -> WordJoint {
        /// Most characters of the word on either side.
        const SIDE: usize = 3;
        let starts = before.char_indices().rev().take(SIDE).map(|(at, _)| at);
        let ends = || after.char_indices().take(SIDE).map(|(at, c)| at + c.len_utf8());
        // Looking words up is quicker than segmenting, and finds none most of the time.
        let mut words = starts.flat_map(|start| ends().map(move |end| (start, end)));
        if !words.any(|(start, end)| {
            self.jieba.has_word(&format!("{}{}", &before[start..], &after[..end]))
        }) {
            return WordJoint::None;
        }
        let both = format!("{before}{after}");
        let tokens = self.jieba.cut(&both, false);
        let over = tokens
            .iter()
            .find(|token| token.byte_start < before.len() && before.len() < token.byte_end);
        let Some(word) = over else { return WordJoint::None };
        let (head, tail) = (&before[word.byte_start..], &after[..word.byte_end - before.len()]);
        let (left, right) = (self.jieba.cut(before, false), self.jieba.cut(after, false));
        // Where the word takes a piece of another with it, as 工党 does in 工|党建, it is none.
        if !left.iter().any(|token| token.byte_start == word.byte_start)
            || !right.iter().any(|token| token.byte_end == tail.len())
        {
            return WordJoint::None;
        }
        let (head, tail) = (head.chars().count(), tail.chars().count());
        if head == 1 || tail == 1 { WordJoint::Split { head, tail } } else { WordJoint::Compound }
    }

    /// Where the next word starts, past spaces, punctuation and line ends; the end of the text if
    /// none follows.
    #[must_use]
    pub fn next_word_start(&self, text: &str, at: ByteOffset) -> ByteOffset {
        let at = floor(text, at);
        let mut from = at;
        while from < text.len() {
            let piece = piece_around(text, from);
            from = piece.end;
            let mut found = None;
            self.cut(text, piece, |word| {
                if found.is_none() && word.start > at && is_word(&text[word.clone()]) {
                    found = Some(word);
                }
            });
            if let Some(word) = found {
                return span(word).start();
            }
        }
        span(from..from).start()
    }

    /// Where the word at `at` starts, or the one before if `at` is a start; the start of the text
    /// if there is none.
    #[must_use]
    pub fn previous_word_start(&self, text: &str, at: ByteOffset) -> ByteOffset {
        let at = floor(text, at);
        let mut until = at;
        while let Some(c) = text[..until].chars().next_back() {
            let piece = piece_around(text, until - c.len_utf8());
            until = piece.start;
            let mut found = None;
            self.cut(text, piece, |word| {
                if word.start < at && is_word(&text[word.clone()]) {
                    found = Some(word);
                }
            });
            if let Some(word) = found {
                return span(word).start();
            }
        }
        ByteOffset::ZERO
    }

    /// Hands the words of `text[piece]` to `emit`, in order.
    fn cut(&self, text: &str, piece: Range<usize>, mut emit: impl FnMut(Range<usize>)) {
        let wholes = self.dotted_in(text, &piece);
        let mut pending: Option<Range<usize>> = None;
        for token in self.jieba.cut(&text[piece.clone()], true) {
            let mut word = piece.start + token.byte_start..piece.start + token.byte_end;
            // jieba knows single letters, not what is built from several.
            let goes_on = !is_between_characters(text, word.start);
            if goes_on
                && let Some(before) = pending.as_mut().filter(|before| before.end == word.start)
            {
                before.end = word.end;
                continue;
            }
            if token.word.trim().is_empty() {
                continue;
            }
            if goes_on {
                word.start = floor_character(text, word.start);
            }
            // jieba takes each letter it has no class for (`é`, `２`) for a word of its own.
            if let Some(before) = &mut pending
                && before.end == word.start
                && (is_one_word(&text[before.clone()], token.word)
                    || wholes.iter().any(|one| one.start == before.start && word.end <= one.end))
            {
                before.end = word.end;
                continue;
            }
            if let Some(before) = pending.replace(word) {
                emit(before);
            }
        }
        if let Some(last) = pending {
            emit(last);
        }
    }

    /// Where words with a `·` in them stand in a piece.
    fn dotted_in(&self, text: &str, piece: &Range<usize>) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        for word in &self.dotted {
            let places = memmem::find_iter(&text.as_bytes()[piece.clone()], word);
            found.extend(places.map(|at| piece.start + at..piece.start + at + word.len()));
        }
        found
    }
}

/// The mark between the parts of a foreign name.
const DOT: char = '·';

/// Whether `word` can be found in text as one word: letters, digits, and what joins them.
#[must_use]
pub fn can_be_word(word: &str) -> bool {
    !word.is_empty() && word.chars().all(is_joining) && word.contains(char::is_alphanumeric)
}

/// Whether a token is a word and not only punctuation.
#[must_use]
pub fn is_word(token: &str) -> bool {
    token.contains(char::is_alphanumeric)
}

/// Whether two tokens side by side are one word in a script written with letters.
fn is_one_word(before: &str, after: &str) -> bool {
    let letters = |c: Option<char>| c.filter(|&c| c.is_alphanumeric() && !is_han(c));
    let bare = before.trim_end_matches(is_extending);
    let (Some(a), Some(b)) = (letters(bare.chars().next_back()), letters(after.chars().next()))
    else {
        return false;
    };
    // Between two ASCII characters side by side jieba has decided already.
    !(a.is_ascii() && b.is_ascii() && bare.len() == before.len())
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3007}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Whether a word can go on over `c`.
///
/// Takes in every character jieba looks at together with its neighbours, so that text cut beside
/// any other character has the same words as the whole.
fn is_joining(c: char) -> bool {
    c.is_alphanumeric()
        || is_han(c)
        || matches!(c, '+' | '#' | '&' | '.' | '_' | '%' | '-' | DOT)
        || is_extending(c)
}

/// Where a piece that starts at `start` ends: behind the last mark that fits into it.
fn piece_end(text: &str, start: usize) -> usize {
    let end = longest_end(text, start);
    if end == text.len() {
        return end;
    }
    let last_mark = text[start..end].char_indices().rev().find(|&(_, c)| !is_joining(c));
    last_mark.map_or(end, |(at, mark)| ceil_character(text, start + at + mark.len_utf8()))
}

/// Where the longest piece from `start` on ends: between two characters, and not at its start.
fn longest_end(text: &str, start: usize) -> usize {
    let end = floor_character(text, start + PIECE);
    if end > start { end } else { ceil_character(text, start + PIECE) }
}

/// `end`, or where the run of letters ends that the character it stands in goes on with.
fn whole_run(text: &str, mut end: usize) -> usize {
    while !is_between_characters(text, end) {
        end = ceil_character(text, end);
        let rest = &text[end..];
        if text[..end].ends_with(is_joining) {
            end += rest.find(|c| !is_joining(c)).unwrap_or(rest.len());
        }
    }
    end
}

/// The run of letters around the byte `at`, or the single mark or space there; at most [`PIECE`]
/// bytes, cut as [`piece_end`] cuts.
fn piece_around(text: &str, at: usize) -> Range<usize> {
    let (before, after) = text.split_at(at);
    match after.chars().next() {
        Some(c) if is_joining(c) => {}
        mark => {
            let end = at + mark.map_or(0, char::len_utf8);
            return floor_character(text, at)..whole_run(text, end);
        }
    }
    let mut start = floor_character(text, before.trim_end_matches(is_joining).len());
    let run_end = after.find(|c| !is_joining(c)).map_or(text.len(), |end| at + end);
    let run_end = whole_run(text, run_end);
    loop {
        let end = longest_end(text, start).min(run_end);
        if at < end {
            return start..end;
        }
        start = end;
    }
}

#[cfg(test)]
mod tests;
