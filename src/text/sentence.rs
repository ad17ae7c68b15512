//! Sentences and clauses of Chinese text, found by their marks.
//!
//! What counts as a sentence:
//!
//! - It never leaves its line. White space before and behind it does not belong to it; every other
//!   character of a text belongs to exactly one sentence.
//! - `。！？!?` end one, with the marks that follow (`？！`, `……`) and the quotes and brackets that
//!   close there. So `他说：“好。”大家笑了。` is two sentences, as readers for e-books have it too.
//! - It goes on where a comma, colon or semicolon follows (`“好！”，他说`), where a dash follows a
//!   closing quote, and behind a title (`《怎么办？》一书`).
//! - `……` ends one only before a closing quote or at the end of the line: elsewhere it is as often
//!   a pause as an end. `；` never does.
//! - It ends between two characters as a reader sees them: a mark on a `。` goes with it.
//! - `.` ends one only before white space, and not in `3.5`, `1. 第一条`, `Mr. Wang`, `U.S. dollar`.
//!
//! Sentences that columns or pages broke in two are two here.

use std::ops::Range;

use memchr::memchr_iter;

use super::character::{ceil_character, floor_character, is_between_characters};
use super::paragraph::{floor, line_around, span};
use super::{ByteOffset, ByteSpan, paragraphs};

/// All sentences of `text`, in order.
pub fn sentences(text: &str) -> impl Iterator<Item = ByteSpan> + '_ {
    paragraphs(text).flat_map(|line| {
        let start = line.start().to_usize();
        Scanner::new(&text[line.range()]).map(move |found| span(shift(&found, start)))
    })
}

/// The sentence that holds the position `at`.
///
/// Between two sentences it is the one that follows on the same line, else the one before; on a
/// blank line there is none. Looks at this paragraph only.
#[must_use]
pub fn sentence_at(text: &str, at: ByteOffset) -> Option<ByteSpan> {
    sentence_around(text, floor(text, at)).map(span)
}

/// The first sentence behind the one at `at`, on this line or a later one.
///
/// On a blank line: the first sentence below.
#[must_use]
pub fn next_sentence(text: &str, at: ByteOffset) -> Option<ByteSpan> {
    let at = floor(text, at);
    let from = sentence_around(text, at).map_or(at, |current| current.end);
    let rest = &text[from..];
    // Whatever is not white belongs to a sentence, so the next character names the next sentence.
    let ahead = rest.find(|c: char| !c.is_whitespace())?;
    sentence_around(text, from + ahead).map(span)
}

/// The last sentence before the one at `at`, on this line or an earlier one.
///
/// On a blank line: the last sentence above.
#[must_use]
pub fn previous_sentence(text: &str, at: ByteOffset) -> Option<ByteSpan> {
    let at = floor(text, at);
    let until = sentence_around(text, at).map_or(at, |current| current.start);
    let (last, _) = text[..until].char_indices().rev().find(|(_, c)| !c.is_whitespace())?;
    sentence_around(text, last).map(span)
}

/// The clause that holds the position `at`: a part of a sentence up to and with `，；：` or its end.
///
/// The marks may be half-width, but not those inside `1,000` and `12:30`. Between two clauses it is
/// the one that follows; `None` on a blank line.
#[must_use]
pub fn clause_at(text: &str, at: ByteOffset) -> Option<ByteSpan> {
    let at = floor(text, at);
    let sentence = sentence_around(text, at)?;
    let mut clause = None;
    let mut start = sentence.start;
    while start < sentence.end {
        let rest = &text[start..sentence.end];
        let end = start + clause_len(rest);
        clause = Some(start..visible_end(text, start, end));
        start = visible_start(text, end, sentence.end);
        if at < end {
            break;
        }
    }
    clause.map(span)
}

/// All clauses of `text`, in order: each sentence split as by [`clause_at`].
pub fn clauses(text: &str) -> impl Iterator<Item = ByteSpan> + '_ {
    sentences(text).flat_map(move |sentence| {
        let Range { mut start, end: last } = sentence.range();
        std::iter::from_fn(move || {
            let rest = text.get(start..last).filter(|rest| !rest.is_empty())?;
            let end = start + clause_len(rest);
            let clause = start..visible_end(text, start, end);
            start = visible_start(text, end, last);
            Some(span(clause))
        })
    })
}

fn shift(range: &Range<usize>, by: usize) -> Range<usize> {
    range.start + by..range.end + by
}

/// Where the first character in `text[from..to]` starts that is no white space.
fn visible_start(text: &str, from: usize, to: usize) -> usize {
    let rest = &text[from..to];
    // A mark on a space is seen.
    floor_character(text, from + rest.len() - rest.trim_start().len()).max(from)
}

/// Where the last character in `text[from..to]` ends that is no white space.
fn visible_end(text: &str, from: usize, to: usize) -> usize {
    ceil_character(text, from + text[from..to].trim_end().len()).min(to)
}

/// The sentence at the byte `at`; see [`sentence_at`].
fn sentence_around(text: &str, at: usize) -> Option<Range<usize>> {
    let line = line_around(text, at);
    let local = at - line.start;
    let mut found = None;
    for sentence in Scanner::near(&text[line.clone()], local) {
        let reached = local < sentence.end;
        found = Some(shift(&sentence, line.start));
        if reached {
            break;
        }
    }
    found
}

/// Splits one line into sentences from some sentence's start on.
struct Scanner<'t> {
    line: &'t str,
    /// Always on a character boundary, and between two calls between two sentences.
    pos: usize,
    /// Where the character read last starts.
    last: usize,
    /// Whether the straight quotes `"` before `pos` leave one open.
    quoted: bool,
}

impl<'t> Scanner<'t> {
    fn new(line: &'t str) -> Self {
        Self { line, pos: 0, last: 0, quoted: false }
    }

    /// Starts at a place that is surely between two sentences, at or before `local` (a character
    /// boundary).
    ///
    /// A `。` with a letter or digit directly behind it ends a sentence whatever came before; so a
    /// paragraph of 10M characters is not read from its start for one sentence.
    fn near(line: &'t str, local: usize) -> Self {
        let pos = line[..local]
            .rmatch_indices('。')
            .map(|(at, mark)| at + mark.len())
            .find(|&end| {
                line[end..].starts_with(char::is_alphanumeric)
                    && is_between_characters(line, end)
                    && is_between_characters(line, end - '。'.len_utf8())
            })
            .unwrap_or(0);
        let quotes = memchr_iter(b'"', &line.as_bytes()[..pos]).count();
        Self { line, pos, last: pos, quoted: quotes % 2 == 1 }
    }

    fn rest(&self) -> &'t str {
        &self.line[self.pos..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Takes `c`, which comes next, with all that belongs to it.
    fn step(&mut self, c: char) {
        self.last = self.pos;
        self.pos = ceil_character(self.line, self.pos + c.len_utf8());
        self.quoted ^= c == '"';
    }

    /// Whether `c`, read last, ends the sentence that begins at `start`, as far as it can be told
    /// without the closing marks behind it.
    fn may_end(&self, c: char, start: usize) -> bool {
        match c {
            '…' => self
                .peek()
                .is_none_or(|next| is_closing_quote(next) || (next == '"' && self.quoted)),
            '!' | '?' => !self.inside_latin(start),
            '.' => self.is_full_stop(start),
            _ => is_end_mark(c),
        }
    }

    /// Whether the half-width mark read last stands inside a web address or the like.
    fn inside_latin(&self, start: usize) -> bool {
        let before = self.line[start..self.last].chars().next_back();
        let is_part = |c: char| c.is_ascii_alphanumeric() || "=/&_-%#+".contains(c);
        before.is_some_and(is_part) && self.peek().is_some_and(is_part)
    }

    /// Whether the `.` read last ends a sentence.
    fn is_full_stop(&self, start: usize) -> bool {
        let after = self.rest().trim_start_matches(|c| is_closing(c) || c == '"');
        let next = after.trim_start();
        if next.is_empty() {
            return true;
        }
        if next.len() == after.len() || next.starts_with(|c: char| c.is_ascii_lowercase()) {
            return false;
        }
        let before = &self.line[start..self.last];
        let word = &before
            [before.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '.').len()..];
        let is_list_number = word.len() == before.len() && word.bytes().all(|b| b.is_ascii_digit());
        !is_list_number && !is_abbreviation(word)
    }

    /// Whether `c`, if it comes next, is a closing mark. Straight quotes close every other time.
    fn closes(&self, c: char) -> bool {
        is_closing(c) || (c == '"' && self.quoted)
    }

    /// Takes the marks that belong to the end just read; false if the sentence goes on after all.
    fn take_end(&mut self) -> bool {
        let mut closed = None;
        while let Some(c) = self.peek() {
            if is_end_mark(c) {
                closed = None;
            } else if self.closes(c) {
                closed = Some(c);
            } else if c != '…' {
                break;
            }
            self.step(c);
        }
        match self.peek() {
            None => true,
            Some('，' | '、' | '；' | '：' | ',' | ';' | ':') => false,
            Some('—') => closed.is_none(),
            Some(c) => !matches!(closed, Some('》' | '〉')) || c.is_whitespace(),
        }
    }
}

impl Iterator for Scanner<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Self::Item> {
        self.pos = visible_start(self.line, self.pos, self.line.len());
        let start = self.pos;
        loop {
            self.pos += han_len(&self.line.as_bytes()[self.pos..]);
            let Some(c) = self.peek() else { break };
            self.step(c);
            if self.may_end(c, start) && self.take_end() {
                break;
            }
        }
        let end = visible_end(self.line, start, self.pos);
        (end > start).then_some(start..end)
    }
}

/// Whether `c` ends a sentence wherever it stands (`!` and `?`: in Chinese text).
pub(super) fn is_end_mark(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '｡' | '!' | '?')
}

/// Whether `c` closes a quotation.
fn is_closing_quote(c: char) -> bool {
    matches!(c, '”' | '’' | '」' | '』')
}

/// Whether `c` closes a quotation, title or bracket.
pub(super) fn is_closing(c: char) -> bool {
    is_closing_quote(c)
        || matches!(c, '）' | ')' | '》' | '〉' | '】' | '〗' | '］' | ']' | '｝' | '}')
}

/// Whether a `.` behind the Latin `word` only shortens it: an initial, `U.S`, `Prof`.
fn is_abbreviation(word: &str) -> bool {
    const SHORTENED: [&str; 14] = [
        "mr", "mrs", "ms", "dr", "prof", "no", "vol", "vs", "fig", "inc", "ltd", "co", "st", "etc",
    ];
    let has_letter = word.bytes().any(|b| b.is_ascii_alphabetic());
    has_letter
        && (word.len() == 1
            || word.contains('.')
            || SHORTENED.iter().any(|known| word.eq_ignore_ascii_case(known)))
}

/// How many bytes at the start are Han characters with another one behind them.
///
/// Nearly all text is that. No sentence and no clause ends there, and none of these characters
/// belongs to the one before it.
fn han_len(bytes: &[u8]) -> usize {
    // U+4000 to U+9FFF.
    let is_han = |at: usize| matches!(bytes.get(at), Some(0xE4..=0xE9));
    let mut len = 0;
    while is_han(len) && is_han(len + 3) {
        len += 3;
    }
    len
}

/// How many bytes of `sentence` its first clause takes, with its mark and what closes behind it.
fn clause_len(sentence: &str) -> usize {
    let (mut before, mut next) = (None, 0);
    loop {
        let passed = han_len(&sentence.as_bytes()[next..]);
        if passed > 0 {
            // Whatever it is, it is no digit.
            before = None;
        }
        let at = next + passed;
        let mut rest = sentence[at..].chars();
        let Some(c) = rest.next() else { return sentence.len() };
        next = at + c.len_utf8();
        let after = rest.next();
        let in_number = matches!(c, ',' | ':' | '：')
            && before.is_some_and(|c: char| c.is_ascii_digit())
            && after.is_some_and(|c| c.is_ascii_digit());
        let in_address = c == ':' && after == Some('/');
        before = Some(c);
        if is_clause_mark(c) && !in_number && !in_address {
            let rest = &sentence[at..];
            let rest = rest.trim_start_matches(|c| is_clause_mark(c) || is_closing(c));
            return ceil_character(sentence, sentence.len() - rest.len());
        }
    }
}

fn is_clause_mark(c: char) -> bool {
    matches!(c, '，' | ',' | '；' | ';' | '：' | ':')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text).map(|found| &text[found.range()]).collect()
    }

    fn at(text: &str, needle: &str) -> ByteOffset {
        ByteOffset::from_usize(text.find(needle).expect("the needle")).expect("short")
    }

    fn show(text: &str, found: Option<ByteSpan>) -> Option<&str> {
        found.map(|found| &text[found.range()])
    }

    #[test]
    fn lines_and_end_marks_end_a_sentence_but_no_semicolon() {
        assert_eq!(
            split("　　柳岸区推进改革。成效如何？请看；再看!\n标题 没有句号 \n\n完"),
            ["柳岸区推进改革。", "成效如何？", "请看；再看!", "标题 没有句号", "完"]
        );
    }

    #[test]
    fn closing_marks_go_with_the_end_before_them() {
        assert_eq!(split("他说:“好。”大家笑了。"), ["他说:“好。”", "大家笑了。"]);
        assert_eq!(split("（见表。）各街道照办。"), ["（见表。）", "各街道照办。"]);
        assert_eq!(split("\"今天好。明天也好。\"他说。"), ["\"今天好。", "明天也好。\"", "他说。"]);
        assert_eq!(split("好吗？！”真好"), ["好吗？！”", "真好"]);
    }

    proptest! {
        #[test]
        fn the_clauses_of_a_text_are_those_at_their_places(text in "[a1，。；：,! \\n好”]{0,24}") {
            let all: Vec<ByteSpan> = clauses(&text).collect();
            for clause in &all {
                prop_assert_eq!(clause_at(&text, clause.start()), Some(*clause));
            }
            prop_assert!(all.windows(2).all(|pair| pair[0].end() <= pair[1].start()));
            let seen: usize = all.iter().map(|clause| text[clause.range()].chars()
                .filter(|c| !c.is_whitespace()).count()).sum();
            prop_assert_eq!(seen, text.chars().filter(|c| !c.is_whitespace()).count());
        }
    }

    #[test]
    fn what_cannot_begin_a_sentence_goes_on_with_it() {
        assert_eq!(split("“好！”，他说。"), ["“好！”，他说。"]);
        assert_eq!(split("“走！”——他喊。"), ["“走！”——他喊。"]);
        assert_eq!(split("《怎么办？》一书。"), ["《怎么办？》一书。"]);
        assert_eq!(split("他读《怎么办？》。我不读。"), ["他读《怎么办？》。", "我不读。"]);
    }

    #[test]
    fn an_ellipsis_ends_a_sentence_only_before_a_closing_quote() {
        assert_eq!(split("我……我不知道。"), ["我……我不知道。"]);
        assert_eq!(split("“找管家就行……”看得出她满意。"), ["“找管家就行……”", "看得出她满意。"]);
        assert_eq!(split("（略……）等。"), ["（略……）等。"]);
    }

    #[test]
    fn half_width_marks_inside_latin_and_numbers_do_not_end_a_sentence() {
        assert_eq!(split("面积3.5平方公里. 人口多."), ["面积3.5平方公里.", "人口多."]);
        assert_eq!(split("1. 第一条. Mr. Wang来了"), ["1. 第一条.", "Mr. Wang来了"]);
        assert_eq!(split("见 http://a.cn/b?q=1 页"), ["见 http://a.cn/b?q=1 页"]);
        assert_eq!(split("真快!这是2021年?对"), ["真快!", "这是2021年?", "对"]);
    }

    #[test]
    fn between_two_sentences_the_following_one_on_the_line_is_meant() {
        let text = "　甲。 乙。 \n\n丙。";
        let sentence = |byte| show(text, sentence_at(text, ByteOffset::new(byte)));
        assert_eq!(sentence(0), Some("甲。"));
        assert_eq!(sentence(9), Some("乙。"));
        assert_eq!(sentence(16), Some("乙。"), "behind the last one: the one before");
        assert_eq!(sentence(17), Some("乙。"));
        assert_eq!(sentence(18), None, "a blank line");
        assert_eq!(sentence(99), Some("丙。"));
    }

    #[test]
    fn moving_by_sentence_crosses_blank_lines() {
        let text = "甲。乙。\n \n丙。";
        assert_eq!(show(text, next_sentence(text, at(text, "甲"))), Some("乙。"));
        assert_eq!(show(text, next_sentence(text, at(text, "乙"))), Some("丙。"));
        assert_eq!(show(text, next_sentence(text, at(text, " \n"))), Some("丙。"));
        assert_eq!(show(text, next_sentence(text, at(text, "丙"))), None);
        assert_eq!(show(text, previous_sentence(text, at(text, "丙"))), Some("乙。"));
        assert_eq!(show(text, previous_sentence(text, at(text, " \n"))), Some("乙。"));
        assert_eq!(show(text, previous_sentence(text, at(text, "乙"))), Some("甲。"));
        assert_eq!(show(text, previous_sentence(text, at(text, "甲"))), None);
    }

    #[test]
    fn clauses_end_at_commas_but_not_inside_numbers() {
        let text = "他说:“今年投入1,000万元,12:30开工。”街道照办";
        let clause = |needle| show(text, clause_at(text, at(text, needle)));
        assert_eq!(clause("说"), Some("他说:"));
        assert_eq!(clause("000"), Some("“今年投入1,000万元,"));
        assert_eq!(clause("30"), Some("12:30开工。”"));
        assert_eq!(clause("照办"), Some("街道照办"));
        assert_eq!(show(text, clause_at(text, ByteOffset::new(999))), Some("街道照办"));
    }

    #[test]
    fn one_sentence_of_a_huge_paragraph_is_found() {
        let text = "\"柳岸区推进改革。成效如何？\"".repeat(200_000);
        let middle = ByteOffset::from_usize(text.len() / 2 + 3).expect("short");
        assert_eq!(show(&text, sentence_at(&text, middle)), Some("\"柳岸区推进改革。"));
    }

    const PIECES: &str = "(党|建|a|1|。|！|？|!|\\?|\\.|…|，|,|；|:|—|“|”|\"|《|》|（|）|\\)| |　|\n|😀|👩\u{200D}👧|🇨🇳|\u{301}|\u{FE0F}|\u{E0100}){0,60}";

    proptest! {
        #[test]
        fn every_character_that_is_not_white_is_in_one_sentence(text in PIECES) {
            let mut covered = 0;
            for found in sentences(&text) {
                let sentence = &text[found.range()];
                prop_assert!(found.start().to_usize() >= covered);
                prop_assert!(text[covered..found.start().to_usize()].trim().is_empty());
                prop_assert!(!sentence.contains('\n') && !found.is_empty());
                // A mark on a space is seen.
                let trimmed = found.start().to_usize() + sentence.len() - sentence.trim_start().len();
                prop_assert!(sentence.trim_end() == sentence);
                prop_assert_eq!(floor_character(&text, trimmed), found.start().to_usize());
                covered = found.end().to_usize();
            }
            prop_assert!(text[covered..].trim().is_empty());
        }

        #[test]
        fn all_clauses_are_those_that_are_found_at_their_places(text in PIECES) {
            for found in clauses(&text) {
                prop_assert_eq!(clause_at(&text, found.start()), Some(found));
            }
            let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
            let within: usize = clauses(&text).map(|found| letters(&text[found.range()])).sum();
            prop_assert_eq!(within, letters(&text));
        }

        #[test]
        fn no_sentence_and_no_clause_ends_inside_a_character(text in PIECES) {
            for found in sentences(&text) {
                let clauses = text[found.range()].char_indices().filter_map(|(byte, _)| {
                    clause_at(&text, ByteOffset::from_usize(found.start().to_usize() + byte)?)
                });
                for part in clauses.chain([found]) {
                    for end in [part.start(), part.end()] {
                        prop_assert!(is_between_characters(&text, end.to_usize()), "{:?}", part);
                    }
                }
            }
        }

        #[test]
        fn looking_up_a_position_agrees_with_splitting_the_text(text in PIECES) {
            let all: Vec<_> = sentences(&text).collect();
            for (number, &found) in all.iter().enumerate() {
                for (byte, _) in text[found.range()].char_indices() {
                    let at = ByteOffset::from_usize(found.start().to_usize() + byte).expect("short");
                    prop_assert_eq!(sentence_at(&text, at), Some(found));
                    prop_assert_eq!(next_sentence(&text, at), all.get(number + 1).copied());
                    prop_assert_eq!(previous_sentence(&text, at), number.checked_sub(1).map(|before| all[before]));
                    let clause = clause_at(&text, at).expect("inside a sentence");
                    prop_assert!(found.encloses(clause) && clause.contains(at) || text[at.to_usize()..].starts_with(char::is_whitespace));
                }
            }
        }
    }
}
