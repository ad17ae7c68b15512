//! Words of Chinese text, by jieba's dictionary and its model for unknown words.
//!
//! For reading: the word under the pointer, moving by word, hairlines between words. Not for
//! counting terms: the segmentation splits names and local terms, so terms are counted by matching
//! strings.

use std::ops::Range;
use std::sync::OnceLock;

use jieba_rs::Jieba;

use super::paragraph::{floor, span};
use super::{ByteOffset, ByteSpan};

/// Most bytes handed to jieba at once: its tables take some hundred bytes a character.
///
/// A run of letters longer than this is cut here, counted from its start.
const PIECE: usize = 16 * 1024;

static SHARED: OnceLock<Segmenter> = OnceLock::new();

/// Splits text into words.
#[derive(Debug)]
pub struct Segmenter {
    jieba: Jieba,
}

impl Segmenter {
    /// The one of this process; the first call loads the dictionary (0.15 s, 32 MB).
    pub fn shared() -> &'static Self {
        SHARED.get_or_init(|| Self { jieba: Jieba::new() })
    }

    /// The one of this process if it is ready; never waits.
    #[must_use]
    pub fn loaded() -> Option<&'static Self> {
        SHARED.get()
    }

    /// The words and the punctuation marks of `text`, in order.
    ///
    /// Every character but white space belongs to exactly one of them.
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
        let mut at = floor(text, at);
        if text[at..].chars().next().is_none_or(char::is_whitespace) {
            at -= text[..at].chars().next_back()?.len_utf8();
        }
        let mut found = None;
        self.cut(text, piece_around(text, at), |word| {
            if word.contains(&at) {
                found = Some(word);
            }
        });
        found.map(span)
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
        let mut pending: Option<Range<usize>> = None;
        for token in self.jieba.cut(&text[piece.clone()], true) {
            if token.word.trim().is_empty() {
                continue;
            }
            let word = piece.start + token.byte_start..piece.start + token.byte_end;
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

/// Whether a token is a word and not only punctuation.
#[must_use]
pub fn is_word(token: &str) -> bool {
    token.contains(char::is_alphanumeric)
}

/// Whether two tokens side by side are one word in a script written with letters.
fn is_one_word(before: &str, after: &str) -> bool {
    let letters = |c: Option<char>| c.filter(|&c| c.is_alphanumeric() && !is_han(c));
    let (Some(a), Some(b)) = (letters(before.chars().next_back()), letters(after.chars().next()))
    else {
        return false;
    };
    // Between two ASCII characters jieba has decided already.
    !(a.is_ascii() && b.is_ascii())
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3007}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Whether a word can go on over `c`.
///
/// Takes in every character jieba looks at together with its neighbours, so that text cut beside
/// any other character has the same words as the whole.
fn is_joining(c: char) -> bool {
    c.is_alphanumeric() || is_han(c) || matches!(c, '+' | '#' | '&' | '.' | '_' | '%' | '-')
}

/// Where a piece that starts at `start` ends: behind the last mark that fits into it.
fn piece_end(text: &str, start: usize) -> usize {
    let end = text.floor_char_boundary(start + PIECE);
    if end == text.len() {
        return end;
    }
    let last_mark = text[start..end].char_indices().rev().find(|&(_, c)| !is_joining(c));
    last_mark.map_or(end, |(at, mark)| start + at + mark.len_utf8())
}

/// The run of letters around the byte `at`, or the single mark or space there; at most [`PIECE`]
/// bytes, cut as [`piece_end`] cuts.
fn piece_around(text: &str, at: usize) -> Range<usize> {
    let (before, after) = text.split_at(at);
    match after.chars().next() {
        Some(c) if is_joining(c) => {}
        mark => return at..at + mark.map_or(0, char::len_utf8),
    }
    let mut start = before.trim_end_matches(is_joining).len();
    let run_end = after.find(|c| !is_joining(c)).map_or(text.len(), |end| at + end);
    loop {
        let end = text.floor_char_boundary(start + PIECE).min(run_end);
        if at < end {
            return start..end;
        }
        start = end;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(text: &str) -> Vec<&str> {
        Segmenter::shared().words(text).into_iter().map(|word| &text[word.range()]).collect()
    }

    fn offset(byte: usize) -> ByteOffset {
        ByteOffset::from_usize(byte).expect("short")
    }

    #[test]
    fn words_and_marks_are_found_and_white_space_is_not() {
        assert_eq!(
            words("我们 加强基层组织建设，\n成效显著。"),
            ["我们", "加强", "基层组织", "建设", "，", "成效显著", "。"]
        );
        assert_eq!(words(" \n　"), Vec::<&str>::new());
    }

    #[test]
    fn numbers_and_foreign_words_stay_whole() {
        assert_eq!(words("97.1平方公里"), ["97.1", "平方公里"]);
        assert_eq!(words("２０１９年café"), ["２０１９", "年", "café"]);
    }

    #[test]
    fn the_word_at_a_position_is_the_one_under_it() {
        let text = "加强建设， 成效显著";
        let word =
            |byte| Segmenter::shared().word_at(text, offset(byte)).map(|word| &text[word.range()]);
        assert_eq!(word(0), Some("加强"));
        assert_eq!(word(4), Some("加强"), "inside a character: the character's");
        assert_eq!(word(6), Some("建设"));
        assert_eq!(word(12), Some("，"));
        assert_eq!(word(15), Some("，"), "before a space: the one that ends here");
        assert_eq!(word(text.len()), Some("成效显著"));
        assert_eq!(Segmenter::shared().word_at("  ", offset(1)), None);
    }

    #[test]
    fn moving_by_word_skips_marks_and_line_ends() {
        let segmenter = Segmenter::shared();
        let text = "加强建设。\n\n“成效显著”";
        let starts = [0, 6, 20];
        for pair in starts.windows(2) {
            assert_eq!(segmenter.next_word_start(text, offset(pair[0])), offset(pair[1]));
            assert_eq!(segmenter.previous_word_start(text, offset(pair[1])), offset(pair[0]));
        }
        assert_eq!(
            segmenter.previous_word_start(text, offset(9)),
            offset(6),
            "inside a word: its start"
        );
        assert_eq!(segmenter.next_word_start(text, offset(20)), offset(text.len()));
        assert_eq!(segmenter.previous_word_start(text, offset(0)), offset(0));
    }

    #[test]
    fn a_run_longer_than_a_piece_is_cut_the_same_way_everywhere() {
        let text = format!("，{}。", "柳岸区推进基层组织建设".repeat(1_500));
        let segmenter = Segmenter::shared();
        let words = segmenter.words(&text);
        assert_eq!(words.iter().map(|word| word.range().len()).sum::<usize>(), text.len());
        for &word in words.iter().step_by(97) {
            assert_eq!(segmenter.word_at(&text, word.start()), Some(word));
        }
    }

    proptest! {
        #[test]
        fn words_tile_the_text_and_agree_with_looking_up(
            text in "(党|建|设|区|办事处|a|é|1|２|\\.|-|%|。|，|“| |　|\n|😀|𠮷){0,60}"
        ) {
            let segmenter = Segmenter::shared();
            let mut covered = 0;
            for word in segmenter.words(&text) {
                prop_assert!(text[covered..word.start().to_usize()].trim().is_empty());
                prop_assert!(!word.is_empty() && !text[word.range()].contains(char::is_whitespace));
                prop_assert_eq!(segmenter.word_at(&text, word.start()), Some(word));
                covered = word.end().to_usize();
            }
            prop_assert!(text[covered..].trim().is_empty());
        }

        #[test]
        fn moving_by_word_stops_at_each_word_once(text in "(党|建设|区|a|1|。|，| |\n){0,40}") {
            let segmenter = Segmenter::shared();
            let starts: Vec<_> = segmenter.words(&text).into_iter()
                .filter(|word| is_word(&text[word.range()])).map(ByteSpan::start).collect();
            let mut at = ByteOffset::ZERO;
            for &start in starts.iter().filter(|start| **start > ByteOffset::ZERO) {
                at = segmenter.next_word_start(&text, at);
                prop_assert_eq!(at, start);
            }
            at = offset(text.len());
            for &start in starts.iter().rev() {
                at = segmenter.previous_word_start(&text, at);
                prop_assert_eq!(at, start);
            }
        }
    }
}
