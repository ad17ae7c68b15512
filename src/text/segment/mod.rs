//! Words of Chinese text, by jieba's dictionary, its model for unknown words, and words of one's own.
//!
//! For reading: the word under the pointer, moving by word, hairlines between words. Not for
//! counting terms: longer entries swallow shorter ones, so terms are counted by matching strings
//! ([`super::occurrences`]).

mod figures;
mod lengths;
mod own_words;

use std::{
    ops::Range,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU64, Ordering},
    },
};

use jieba_rs::Jieba;
pub use lengths::Words;

use own_words::OwnWords;

use super::character::{ceil_character, floor_character, is_between_characters, is_extending};
use super::names::{may_begin_name, shown_name};
use super::paragraph::{floor, span};
use super::{ByteOffset, ByteSpan};

/// Most bytes handed to jieba at once: its tables take some hundred bytes a character.
///
/// A run of letters longer than this is cut here, counted from its start.
const PIECE: usize = 16 * 1024;

static PLAIN: OnceLock<Arc<Segmenter>> = OnceLock::new();

/// Splits text into words.
#[derive(Debug)]
pub struct Segmenter {
    jieba: Arc<Jieba>,
    /// Words of one's own, which are found before the model is asked.
    own: OwnWords,
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
        PLAIN.get_or_init(|| Arc::new(Self::new(Arc::new(Jieba::new()), OwnWords::default())))
    }

    /// The one without words of one's own if it is ready; never waits.
    #[must_use]
    pub fn plain_if_loaded() -> Option<&'static Arc<Self>> {
        PLAIN.get()
    }

    /// One with words of one's own, each with its weight if it has one.
    ///
    /// A word of one's own comes out whole wherever it stands, but for where a longer one holds it or
    /// an earlier one overlaps it, and what stands beside it is split as if nothing else stood there.
    /// Weight 0 takes a word out of jieba's dictionary, which takes some hundredths of a second and
    /// 32 MB; other weights make no difference.
    #[must_use]
    pub fn with_words<'a>(words: impl IntoIterator<Item = (&'a str, Option<u32>)>) -> Self {
        let (out, own): (Vec<_>, Vec<_>) =
            words.into_iter().partition(|(_, weight)| *weight == Some(0));
        let mut jieba = Arc::clone(&Self::plain().jieba);
        if !out.is_empty() {
            let jieba = Arc::make_mut(&mut jieba);
            for (word, _) in out {
                jieba.add_word(word, Some(0), None);
            }
        }
        Self::new(jieba, OwnWords::new(own.into_iter().map(|(word, _)| word)))
    }

    /// The same with some more words of one's own.
    #[must_use]
    pub fn with_more<'a>(&'a self, words: impl IntoIterator<Item = &'a str>) -> Self {
        Self::new(Arc::clone(&self.jieba), OwnWords::new(self.own.words().chain(words)))
    }

    fn new(jieba: Arc<Jieba>, own: OwnWords) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        Self { jieba, own, id: NEXT.fetch_add(1, Ordering::Relaxed) }
    }

    /// A number that no other has: words found by another segmenter may be out of date.
    #[must_use]
    pub fn id(&self) -> u64 {
        self.id
    }

    /// Whether a word is in the dictionary.
    #[must_use]
    pub fn knows(&self, word: &str) -> bool {
        self.jieba.has_word(word) || self.own.contains(word)
    }

    /// What kind of word the dictionary says that `word` is (`n`, `v`, `ns` …); `None` if it does not
    /// have it.
    pub(in crate::text) fn class_of(&self, word: &str) -> Option<String> {
        if !self.jieba.has_word(word) {
            return None;
        }
        self.jieba.tag(word, false).first().map(|part| part.tag.to_owned())
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

    /// Hands the words of `text[piece]` to `emit`, in order: first what is certain, words of one's own
    /// and figures, then what the model makes of the rest between them.
    fn cut(&self, text: &str, piece: Range<usize>, mut emit: impl FnMut(Range<usize>)) {
        let mut from = piece.start;
        let mut own = self.own.first(text, piece.clone());
        let mut figure = figures::next_figure(text, piece.clone());
        loop {
            let is_own = match (&own, &figure) {
                (Some(own), Some(figure)) => own.start < figure.end,
                (own, _) => own.is_some(),
            };
            let Some(fixed) = (if is_own { own.take() } else { figure.take() }) else { break };
            if !is_between_characters(text, fixed.start) || !is_between_characters(text, fixed.end)
            {
                // A mark on a figure makes another character of its last digit.
                let next = ceil_character(text, fixed.start + 1).max(fixed.end).min(piece.end);
                if is_own {
                    own = self.own.first(text, next..piece.end);
                } else {
                    figure = figures::next_figure(text, next..piece.end);
                }
                continue;
            }
            self.cut_by_model(text, from..fixed.start, &mut emit);
            from = fixed.end;
            emit(fixed);
            if is_own {
                own = self.own.first(text, from..piece.end);
            }
            // The one that was waiting may lie in what was just taken.
            if figure.as_ref().is_none_or(|figure| figure.start < from) {
                figure = figures::next_figure(text, from..piece.end);
            }
        }
        self.cut_by_model(text, from..piece.end, &mut emit);
    }

    /// Hands the words of `text[piece]` to `emit` that the model finds.
    fn cut_by_model(&self, text: &str, piece: Range<usize>, emit: &mut impl FnMut(Range<usize>)) {
        if piece.is_empty() {
            return;
        }
        let mut pending: Option<Range<usize>> = None;
        // The model for unknown words invents more than it finds: one in a hundred of its words
        // crosses a true edge. Names are put together here, where something shows that they are.
        let tokens = self.jieba.cut(&text[piece.clone()], false);
        let mut name_end = 0;
        for (at, token) in tokens.iter().enumerate() {
            let mut word = piece.start + token.byte_start..piece.start + token.byte_end;
            if word.start < name_end {
                if let Some(name) = &mut pending {
                    name.end = word.end;
                }
                continue;
            }
            let is_single = word.len() == HAN_LEN && is_plain_han(text, word.start);
            if is_single && let Some(length) = name_at(text, word.start, &tokens[at..]) {
                name_end = word.start + length;
            }
            // Nearly all words: no part of a Han character stands apart from it, and none joins
            // another.
            if starts_plainly(text, word.start, piece.start) {
                if let Some(before) = pending.replace(word) {
                    emit(before);
                }
                continue;
            }
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
                && is_one_word(&text[before.clone()], token.word)
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
}

/// The bytes of nearly every Han character.
const HAN_LEN: usize = 3;

/// Whether one of the Han characters from U+4000 to U+9FFF, which are nearly all, starts at a byte.
fn is_plain_han(text: &str, at: usize) -> bool {
    matches!(text.as_bytes().get(at), Some(0xE4..=0xE9))
}

/// Whether what starts at the byte `at`, not at the start of its piece, is surely no part of the
/// character or the word before it: told without looking anything up, of nearly all of a text.
fn starts_plainly(text: &str, at: usize, piece: usize) -> bool {
    if at >= piece + HAN_LEN && is_plain_han(text, at) && is_plain_han(text, at - HAN_LEN) {
        return true;
    }
    let (Some(before), Some(after)) = (
        text.get(piece..at).and_then(|before| before.chars().next_back()),
        text.get(at..).and_then(|after| after.chars().next()),
    ) else {
        return false;
    };
    // Marks and Han characters join nothing; beside them letters and digits do not either.
    let is_mark = |c: char| {
        matches!(c, '\u{3001}'..='\u{3020}' | '\u{4E00}'..='\u{9FFF}' | '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF1F}'
            | '\u{2018}'..='\u{201D}' | '!'..='/' | ':'..='?')
    };
    let is_letter = |c: char| c.is_ascii_alphanumeric();
    (is_mark(before) && (is_mark(after) || is_letter(after)))
        || (is_letter(before) && is_mark(after))
}

/// How many bytes from the byte `at` on are a person's name which what stands around it shows, and
/// which the dictionary splits into characters: those of the first of `tokens`.
fn name_at(text: &str, at: usize, tokens: &[jieba_rs::Token<'_>]) -> Option<usize> {
    if !text[at..].starts_with(may_begin_name) {
        return None;
    }
    let name = shown_name(&text[..at], &text[at..])?;
    let is_han = |word: &str| word.char_indices().all(|(at, _)| is_plain_han(word, at));
    let next = tokens.get(1).map(|next| next.word).filter(|next| is_han(next))?;
    // A character beside a word is seldom a name (何|方法), and one alone is none.
    if next.len() > 2 * HAN_LEN {
        return None;
    }
    let mut end = 0;
    for token in tokens {
        if end >= name.length {
            break;
        }
        let is_part = token.word.len() == HAN_LEN || (name.is_sure && end > 0);
        end += if is_part { token.word.len() } else { return None };
    }
    (end == name.length && is_between_characters(text, at + end)).then_some(end)
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
    let letters = |c: Option<char>| c.filter(|&c| !is_han(c) && c.is_alphanumeric());
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

/// Whether a word can go on over `c` at the byte `at` of `text`: within a figure some marks are no end.
fn is_joining_at(text: &str, at: usize, c: char) -> bool {
    is_joining(c) || figures::may_be_in_figure(text, at, c)
}

/// Where the run of letters starts that reaches the byte `at`.
fn run_start(text: &str, at: usize) -> usize {
    let run = text[..at].char_indices().rev().take_while(|&(at, c)| is_joining_at(text, at, c));
    run.last().map_or(at, |(start, _)| start)
}

/// Where the run of letters ends that goes on from the byte `at`.
fn run_end(text: &str, at: usize) -> usize {
    let mut chars = text[at..].char_indices();
    chars
        .find(|&(ahead, c)| !is_joining_at(text, at + ahead, c))
        .map_or(text.len(), |(ahead, _)| at + ahead)
}

/// Where a piece that starts at `start` ends: behind the last mark that fits into it.
fn piece_end(text: &str, start: usize) -> usize {
    let end = longest_end(text, start);
    if end == text.len() {
        return end;
    }
    let mut marks = text[start..end].char_indices().rev();
    let last_mark = marks.find(|&(at, c)| !is_joining_at(text, start + at, c));
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
        if text[..end].ends_with(is_joining) {
            end = run_end(text, end);
        }
    }
    end
}

/// The run of letters around the byte `at`, or the single mark or space there; at most [`PIECE`]
/// bytes, cut as [`piece_end`] cuts.
fn piece_around(text: &str, at: usize) -> Range<usize> {
    match text[at..].chars().next() {
        Some(c) if is_joining_at(text, at, c) => {}
        mark => {
            let end = at + mark.map_or(0, char::len_utf8);
            return floor_character(text, at)..whole_run(text, end);
        }
    }
    let mut start = floor_character(text, run_start(text, at));
    let run_end = whole_run(text, run_end(text, at));
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
