//! What two pieces of text say of belonging together: words, marks, quotations, common subjects.
//!
//! Each sign gives points; how many are enough is decided where the pieces are matched
//! ([`super::joint`]).

use std::collections::{HashMap, HashSet};

use crate::text::{
    Segmenter, WordJoint,
    sentence::{is_closing, is_end_mark},
};

/// Characters looked at on each side for a word over the joint.
const WORD_CONTEXT: usize = 8;
/// Characters looked at on each side for a common subject.
const SUBJECT_CHARS: usize = 90;
/// Bytes of an article that are read for its turns of phrase.
const PHRASE_BYTES: usize = 512 * 1024;
/// Longest turn of phrase on each side of the joint, in characters.
const LONGEST_PHRASE: usize = 5;

/// What is known of one end of a piece of text.
#[derive(Clone, Debug)]
pub(super) struct Edge {
    /// Its pairs of characters, hashed, sorted, each once.
    pairs: Vec<u64>,
    /// Quotes and brackets that stand open at a piece's end, or are closed at its start without
    /// having been opened, as their closing marks.
    hanging: Vec<char>,
}

impl Edge {
    /// The end of a piece.
    pub(super) fn end(piece: &str) -> Self {
        let from = piece.char_indices().rev().nth(SUBJECT_CHARS - 1).map_or(0, |(at, _)| at);
        Self { pairs: pairs(&piece[from..]), hanging: hanging(piece).0 }
    }

    /// The start of a piece.
    pub(super) fn start(piece: &str) -> Self {
        let to = piece.char_indices().nth(SUBJECT_CHARS).map_or(piece.len(), |(at, _)| at);
        Self { pairs: pairs(&piece[..to]), hanging: hanging(piece).1 }
    }

    /// The pairs of characters it speaks in.
    pub(super) fn pairs(&self) -> &[u64] {
        &self.pairs
    }
}

/// The closing marks of what stays open at the end of `piece`, and of what it closes that was
/// opened before it.
fn hanging(piece: &str) -> (Vec<char>, Vec<char>) {
    /// Deeper nesting than this is damage, not text.
    const DEEPEST: usize = 16;
    let (mut open, mut closed) = (Vec::new(), Vec::new());
    for c in piece.chars() {
        let partner = match c {
            '“' => '”',
            '‘' => '’',
            '「' => '」',
            '『' => '』',
            '《' => '》',
            '（' | '(' => ')',
            '【' => '】',
            '〔' => '〕',
            '）' | ')' | '”' | '’' | '」' | '』' | '》' | '】' | '〕' => {
                let c = if c == '）' { ')' } else { c };
                if let Some(at) = open.iter().rposition(|&mark| mark == c) {
                    open.truncate(at);
                } else if open.is_empty() && closed.len() < DEEPEST {
                    closed.push(c);
                }
                continue;
            }
            _ => continue,
        };
        if open.len() < DEEPEST {
            open.push(partner);
        }
    }
    (open, closed)
}

/// The pairs of Han characters and letters in `text`, hashed, sorted, each once.
fn pairs(text: &str) -> Vec<u64> {
    let mut before: Option<char> = None;
    let mut pairs = Vec::new();
    for c in text.chars() {
        let c = c.is_alphanumeric().then_some(c);
        if let (Some(a), Some(b)) = (before, c)
            && !(a.is_ascii() && b.is_ascii())
        {
            pairs.push(u64::from(u32::from(a)) << 32 | u64::from(u32::from(b)));
        }
        before = c;
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// Points for quotes and brackets: opened on one side and closed on the other, or not.
pub(super) fn quotation(end: &Edge, start: &Edge) -> f32 {
    match (end.hanging.last(), start.hanging.first()) {
        (Some(open), Some(closed)) if open == closed => 4.0,
        (_, Some(_)) => -2.0,
        // The middle of a quotation may be a piece of its own.
        (Some(_), None) => -0.5,
        (None, None) => 0.0,
    }
}

/// Points for a word or a number over the joint, and for a start that cannot be one.
///
/// Where the article's `phrases` are known, a word it uses elsewhere counts more than another.
pub(super) fn wording(end: &str, start: &str, phrases: Option<&Phrases<'_>>) -> f32 {
    let (Some(last), Some(first)) = (end.chars().next_back(), start.chars().next()) else {
        return 0.0;
    };
    if is_stop(first) {
        return if is_stop(last) { -4.0 } else { 5.0 };
    }
    if is_stop(last) {
        return 0.0;
    }
    let is_figure = |c: char| c.is_ascii_digit();
    if is_figure(last)
        && (first == '%'
            || first == '％'
            || first == '.'
            || "元个名年月日万亿余多人次项条户处公平米".contains(first))
    {
        return 5.0;
    }
    let (before, after) = (last_chars(end, WORD_CONTEXT), first_chars(start, WORD_CONTEXT));
    let mut points = 0.0;
    points += match Segmenter::plain().joins(before, after) {
        WordJoint::Split { head, tail } => {
            let word = format!("{}{}", last_chars(before, head), first_chars(after, tail));
            match phrases {
                Some(phrases) if phrases.text.contains(&word) => 6.5,
                Some(_) => 4.5,
                None => 6.0,
            }
        }
        WordJoint::Compound => 2.0,
        WordJoint::None => 0.0,
    };
    // Words that lean on what stands before them.
    if "的了们着".contains(first)
        && !["的确", "了解", "的士", "着力", "着眼", "着重", "着手"]
            .iter()
            .any(|word| start.starts_with(word))
    {
        points += 4.5;
    }
    points
}

/// Whether no piece of text begins with this mark, unless it goes on with another.
fn is_stop(c: char) -> bool {
    is_closing(c)
        || is_end_mark(c)
        || matches!(c, '，' | '、' | '；' | '：' | ',' | ';' | ':' | '%' | '％')
}

fn last_chars(text: &str, count: usize) -> &str {
    let from = text.char_indices().rev().nth(count - 1).map_or(0, |(at, _)| at);
    &text[from..]
}

fn first_chars(text: &str, count: usize) -> &str {
    let to = text.char_indices().nth(count).map_or(text.len(), |(at, _)| at);
    &text[..to]
}

/// How an article speaks: what it says elsewhere tells which words follow each other.
pub(super) struct Phrases<'t> {
    text: &'t str,
    triples: HashSet<u64>,
}

impl<'t> Phrases<'t> {
    /// Reads the beginning of the article.
    pub(super) fn of(text: &'t str) -> Self {
        let text = &text[..text.floor_char_boundary(PHRASE_BYTES)];
        let mut triples = HashSet::new();
        let (mut a, mut b): (Option<char>, Option<char>) = (None, None);
        for c in text.chars() {
            let c = c.is_alphanumeric().then_some(c);
            if let (Some(a), Some(b), Some(c)) = (a, b, c) {
                triples.insert(triple(a, b, c));
            }
            (a, b) = (b, c);
        }
        Self { text, triples }
    }

    /// Points for a turn of phrase over the joint that stands whole elsewhere.
    pub(super) fn points(&self, end: &str, start: &str) -> f32 {
        let mut last = end.chars().rev().take(2).collect::<Vec<_>>().into_iter();
        let mut first = start.chars().take(2).collect::<Vec<_>>().into_iter();
        let (Some(b), a, Some(c), d) = (last.next(), last.next(), first.next(), first.next())
        else {
            return 0.0;
        };
        let knows = |a, b, c| self.triples.contains(&triple(a, b, c));
        if !a.is_some_and(|a| knows(a, b, c)) && !d.is_some_and(|d| knows(b, c, d)) {
            return 0.0;
        }
        // The longest stretch with as many characters on either side, or one less on one.
        let mut longest = 3;
        for sides in 2..=LONGEST_PHRASE {
            let reaches = [(sides, sides - 1), (sides - 1, sides), (sides, sides)];
            for (before, after) in reaches {
                let phrase = format!("{}{}", last_chars(end, before), first_chars(start, after));
                if phrase.chars().all(char::is_alphanumeric) && self.text.contains(&phrase) {
                    longest = longest.max(before + after);
                }
            }
            if longest < 2 * sides - 1 {
                break;
            }
        }
        match longest {
            ..=3 => 1.5,
            4 => 3.0,
            5 => 3.5,
            6 => 4.5,
            _ => 5.5,
        }
    }
}

fn triple(a: char, b: char, c: char) -> u64 {
    u64::from(u32::from(a)) << 42 ^ u64::from(u32::from(b)) << 21 ^ u64::from(u32::from(c))
}

/// How rare pairs of characters are among the pieces of an article.
pub(super) struct Rarity {
    pieces: f32,
    pieces_with: HashMap<u64, u32>,
}

impl Rarity {
    /// Counts the pieces that each pair stands in.
    pub(super) fn of<'e>(edges: impl Iterator<Item = &'e Edge>) -> Self {
        let mut pieces = 0.0;
        let mut pieces_with = HashMap::new();
        for edge in edges {
            pieces += 1.0;
            for &pair in edge.pairs() {
                *pieces_with.entry(pair).or_default() += 1;
            }
        }
        Self { pieces, pieces_with }
    }

    /// Points for speaking of the same: pairs on both sides, the rare ones more.
    pub(super) fn subject(&self, end: &Edge, start: &Edge) -> f32 {
        let whole = (self.pieces + 1.0).ln().max(1.0);
        let mut shared = 0.0;
        let (mut left, mut right) =
            (end.pairs().iter().peekable(), start.pairs().iter().peekable());
        while let (Some(&&a), Some(&&b)) = (left.peek(), right.peek()) {
            if a == b {
                let with = self.pieces_with.get(&a).copied().unwrap_or(1).max(1);
                #[expect(clippy::cast_precision_loss, reason = "a count of lines")]
                let with = with as f32;
                shared += ((self.pieces + 1.0) / with).ln().max(0.0) / whole;
            }
            if a <= b {
                left.next();
            }
            if b <= a {
                right.next();
            }
        }
        let shorter = end.pairs().len().min(start.pairs().len()).max(8);
        #[expect(clippy::cast_precision_loss, reason = "at most SUBJECT_CHARS")]
        let shorter = shorter as f32;
        (0.35 * shared + 9.0 * shared / shorter).min(5.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_or_number_over_the_joint_counts() {
        for (end, start) in [
            ("为驻区单", "位做什么"),
            ("取得了显著成", "效，多次"),
            ("投资40.92", "亿元"),
            ("增长8", "%左右"),
        ] {
            assert!(wording(end, start, None) >= 5.0, "{end}|{start}");
        }
        for (end, start) in
            [("党员干部", "始终坚持"), ("投资40.92亿元", "莲花小区"), ("居民", "街道干部")]
        {
            assert!(wording(end, start, None) < 1.0, "{end}|{start}");
        }
        assert!(wording("改造一个", "，再改造一个", None) >= 5.0);
        assert!(wording("党的建设", "的确有力", None) < 4.0);
    }

    #[test]
    fn quotes_opened_before_and_closed_behind_count() {
        let points = |end, start| quotation(&Edge::end(end), &Edge::start(start));
        assert!(points("他说：“大家", "都来了。”散会。") > 3.0);
        assert!(points("他说（大家", "都来了）。") > 3.0);
        assert!(points("他说：", "都来了。”散会。") < 0.0);
        assert!(points("他说：“来。”大家", "都来了。").abs() < 0.1);
    }

    #[test]
    fn turns_of_phrase_of_the_article_count_by_their_length() {
        let phrases = Phrases::of("柳岸区委组织部召开会议。\n居民代表");
        assert!(phrases.points("每年底，柳岸区委", "组织部门依据") > 4.0);
        assert!(phrases.points("居民", "代表会议") >= 1.5);
        assert!(phrases.points("会议", "居民代表") < 0.1, "not over the end of a line");
    }
}
