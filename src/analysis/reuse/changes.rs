//! What changed between two printings of a stretch, character by character.

use std::ops::Range;

use super::{
    alignment::{Aligned, Side, ratio},
    letters::{Lettered, is_figure, letter},
};
use crate::text::{CharOffset, CharSpan, Text};

/// What follows the name of a place or an office: a change before one of these is one of names.
const AFTER_NAMES: &str = "省市区县乡镇村街路社局委院站所厂校园部科";

/// What became of a piece of text from one printing to the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeOp {
    /// It is the same, but for marks and white space.
    Equal,
    /// Another stands in its place.
    Replace,
    /// The second printing has it in addition.
    Insert,
    /// The second printing has left it out.
    Delete,
}

impl ChangeOp {
    /// Its name in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Equal => "equal",
            Self::Replace => "replace",
            Self::Insert => "insert",
            Self::Delete => "delete",
        }
    }
}

/// Of what kind the words are that changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangedWords {
    /// A figure or a numeral.
    Figure,
    /// Perhaps the name of a place or an office.
    Name,
    /// Anything else.
    Wording,
}

/// One piece of an alignment. All pieces of one cover both sides without a gap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReuseChange {
    /// What became of it.
    pub op: ChangeOp,
    /// Its place in the first printing; empty where something was put in.
    pub a: CharSpan,
    /// Its place in the second printing; empty where something was left out.
    pub b: CharSpan,
    /// Its letters in the first printing, without marks and white space.
    pub a_letters: String,
    /// Its letters in the second.
    pub b_letters: String,
    /// Of what kind the words are; `Wording` for what is equal.
    pub words: ChangedWords,
}

/// A stretch of one article beside that of another.
#[derive(Clone, Debug, PartialEq)]
pub struct ReuseComparison {
    /// The place in the first printing, from its first to its last letter in common.
    pub a: CharSpan,
    /// The place in the second.
    pub b: CharSpan,
    /// How many letters are the same.
    pub matched: u32,
    /// Twice those letters by the letters of both places: from 0 to 1.
    pub ratio: f32,
    /// The pieces, in order.
    pub pieces: Vec<ReuseChange>,
    /// Where each letter that is the same stands in both.
    letters: Vec<(CharOffset, CharOffset)>,
}

impl ReuseComparison {
    /// Compares the place `a` of one text with the place `b` of another; `None` if nothing is the
    /// same, or they do not lie in their texts.
    #[must_use]
    pub fn of((text_a, a): (&Text, CharSpan), (text_b, b): (&Text, CharSpan)) -> Option<Self> {
        let (first, second) = (StretchSide::of(text_a, a)?, StretchSide::of(text_b, b)?);
        let aligned = Aligned::of(&first.letters.folded, &second.letters.folded);
        if aligned.matched() == 0 {
            return None;
        }
        let side = |side| match side {
            Side::A => &first,
            Side::B => &second,
        };
        let both = (first.letters.folded.as_slice(), second.letters.folded.as_slice());
        let steps = aligned.steps(both, |of, at| side(of).begins(at));
        let (ends_a, ends_b) = (first.span(aligned.a()), second.span(aligned.b()));
        let mut pieces = Vec::with_capacity(steps.len());
        let mut letters = Vec::new();
        let (mut at_a, mut at_b) = (ends_a.start(), ends_b.start());
        for (number, step) in steps.iter().enumerate() {
            // What stands between letters belongs to what is the same beside it.
            let is_last = number + 1 == steps.len();
            let next = steps.get(number + 1);
            let until =
                |side: &StretchSide<'_>, own: &Range<u32>, next: Option<&Range<u32>>, end| {
                    match next {
                        _ if is_last => end,
                        Some(next) if step.is_same && !next.is_empty() => side.start(next.start),
                        _ => side.end(own.end),
                    }
                };
            let end_a = until(&first, &step.a, next.map(|next| &next.a), ends_a.end()).max(at_a);
            let end_b = until(&second, &step.b, next.map(|next| &next.b), ends_b.end()).max(at_b);
            if step.is_same {
                let both = step.a.clone().zip(step.b.clone());
                letters.extend(both.map(|(a, b)| (first.start(a), second.start(b))));
            }
            let (a_letters, b_letters) = (first.text(&step.a), second.text(&step.b));
            let op = match (step.is_same, step.a.is_empty(), step.b.is_empty()) {
                (true, ..) => ChangeOp::Equal,
                (_, true, _) => ChangeOp::Insert,
                (_, _, true) => ChangeOp::Delete,
                _ => ChangeOp::Replace,
            };
            let words = if step.is_same {
                ChangedWords::Wording
            } else {
                let after = side(Side::B).letters.folded.get(to_usize(step.b.end));
                kind_of(&a_letters, &b_letters, after.copied())
            };
            let (a, b) = (CharSpan::between(at_a, end_a), CharSpan::between(at_b, end_b));
            pieces.push(ReuseChange { op, a, b, a_letters, b_letters, words });
            (at_a, at_b) = (end_a, end_b);
        }
        let (matched, ratio) =
            (aligned.matched(), ratio(aligned.matched(), (aligned.a(), aligned.b())));
        Some(Self { a: ends_a, b: ends_b, matched, ratio, pieces, letters })
    }

    /// What is not the same, in order.
    pub fn changes(&self) -> impl Iterator<Item = &ReuseChange> {
        self.pieces.iter().filter(|piece| piece.op != ChangeOp::Equal)
    }

    /// Where a letter of the first printing stands in the second; `None` where it was changed or left
    /// out, lies outside, or is no letter.
    #[must_use]
    pub fn in_second(&self, at: CharOffset) -> Option<CharOffset> {
        let found = self.letters.binary_search_by_key(&at, |&(first, _)| first).ok()?;
        self.letters.get(found).map(|&(_, second)| second)
    }
}

fn to_usize(at: u32) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}

/// Of what kind the words are that changed; `after` is what follows them.
fn kind_of(a: &str, b: &str, after: Option<char>) -> ChangedWords {
    let is_numeral = |c: char| letter(c).is_some_and(is_figure);
    let whole = |text: &str| !text.is_empty() && text.chars().all(is_numeral);
    if (whole(a) || a.is_empty()) && (whole(b) || b.is_empty()) {
        return ChangedWords::Figure;
    }
    let short = |text: &str| text.chars().count() <= 6;
    let names = |c: Option<char>| c.is_some_and(|c| AFTER_NAMES.contains(c));
    let ends = |text: &str| text.chars().next_back();
    if short(a) && short(b) && (names(after) || names(ends(a)) && names(ends(b))) {
        return ChangedWords::Name;
    }
    ChangedWords::Wording
}

/// A place of a text, in letters.
struct StretchSide<'a> {
    content: &'a str,
    start: u32,
    letters: Lettered,
}

impl<'a> StretchSide<'a> {
    fn of(text: &'a Text, span: CharSpan) -> Option<Self> {
        let content = text.slice_chars(span)?;
        Some(Self { content, start: span.start().get(), letters: Lettered::of(content) })
    }

    fn place(&self, letter: u32) -> Option<u32> {
        Some(self.start + self.letters.places.get(to_usize(letter))?)
    }

    /// Where that letter stands.
    fn start(&self, letter: u32) -> CharOffset {
        CharOffset::new(self.place(letter).unwrap_or(self.start))
    }

    /// Where the letters before that one end.
    fn end(&self, letter: u32) -> CharOffset {
        let last = letter.checked_sub(1).and_then(|last| self.place(last));
        CharOffset::new(last.map_or(self.start, |last| last + 1))
    }

    fn span(&self, letters: Range<u32>) -> CharSpan {
        CharSpan::between(self.start(letters.start), self.end(letters.end))
    }

    /// Whether a mark stands before that letter.
    fn begins(&self, letter: u32) -> bool {
        let places = &self.letters.places;
        let at = to_usize(letter);
        at.checked_sub(1)
            .and_then(|before| Some(places.get(at)? - places.get(before)? > 1))
            .unwrap_or(false)
    }

    /// The letters themselves, as they are printed.
    fn text(&self, letters: &Range<u32>) -> String {
        let range = to_usize(letters.start)..to_usize(letters.end);
        let Some([first, .., last] | [first @ last]) = self.letters.places.get(range) else {
            return String::new();
        };
        let chars = self.content.chars().skip(to_usize(*first)).take(to_usize(last - first + 1));
        chars.filter(|&c| letter(c).is_some()).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn compare(a: &str, b: &str) -> Option<ReuseComparison> {
        let text = |content: &str| Text::new(content).expect("short");
        let (a, b) = (text(a), text(b));
        let whole = |text: &Text| CharSpan::between(CharOffset::ZERO, text.char_len());
        ReuseComparison::of((&a, whole(&a)), (&b, whole(&b)))
    }

    fn told(comparison: &ReuseComparison) -> Vec<(ChangeOp, &str, &str, ChangedWords)> {
        fn tell(change: &ReuseChange) -> (ChangeOp, &str, &str, ChangedWords) {
            let ReuseChange { op, a_letters, b_letters, words, .. } = change;
            (*op, a_letters.as_str(), b_letters.as_str(), *words)
        }
        comparison.changes().map(tell).collect()
    }

    #[test]
    fn changes_say_what_a_reader_would() {
        let a = "——成立社区“大党委”，每季度召开一次会议；74个达标，指导群团组织、社会组织开展各项工作。";
        let b = "成立社区“区域党委”,每季度至少召开1次会议;\n76个达标,指导群团组织开展各项工作,完";
        let comparison = compare(a, b).expect("much is the same");
        assert_eq!(
            told(&comparison),
            [
                (ChangeOp::Replace, "大", "区域", ChangedWords::Wording),
                (ChangeOp::Insert, "", "至少", ChangedWords::Wording),
                (ChangeOp::Replace, "一", "1", ChangedWords::Figure),
                (ChangeOp::Replace, "4", "6", ChangedWords::Figure),
                (ChangeOp::Delete, "社会组织", "", ChangedWords::Wording),
            ]
        );
        assert_eq!((comparison.matched, comparison.a.start().get()), (30, 2));
        assert!((comparison.ratio - 60.0 / 73.0).abs() < 1e-6, "{}", comparison.ratio);
        let there = |at: u32| comparison.in_second(CharOffset::new(at)).map(CharOffset::get);
        assert_eq!(there(2), Some(0));
        assert_eq!(there(7), None);
        assert_eq!(there(8), Some(7));
        assert_eq!(compare("甲乙", "丙，丁"), None);
        let names =
            compare("书记到一线调研柳岸街道的党群服务中心", "书记到一线调研桐江街道的党群服务中心");
        assert_eq!(told(&names.expect("alike"))[0].3, ChangedWords::Name);
    }

    proptest! {
        #[test]
        fn the_pieces_cover_both_sides_exactly(
            a in "([甲乙丙丁戊1２，。\n“”]|[𠮷é]){0,60}",
            b in "([甲乙丙丁戊1２，。\n“”]|[𠮷é]){0,60}",
        ) {
            let Some(comparison) = compare(&a, &b) else { return Ok(()) };
            let (mut at_a, mut at_b) = (comparison.a.start(), comparison.b.start());
            let mut matched = 0;
            let letters = |text: &str, span: CharSpan| -> String {
                let range = text.chars().skip(span.start().to_usize()).take(span.len() as usize);
                range.filter(|&c| letter(c).is_some()).collect()
            };
            for piece in &comparison.pieces {
                prop_assert_eq!((piece.a.start(), piece.b.start()), (at_a, at_b));
                (at_a, at_b) = (piece.a.end(), piece.b.end());
                prop_assert_eq!(letters(&a, piece.a), piece.a_letters.clone());
                prop_assert_eq!(letters(&b, piece.b), piece.b_letters.clone());
                if piece.op == ChangeOp::Equal {
                    let fold = |text: &str| crate::text::fold(text);
                    prop_assert_eq!(fold(&piece.a_letters), fold(&piece.b_letters));
                    matched += piece.a_letters.chars().count();
                }
                prop_assert_eq!(piece.op == ChangeOp::Insert, piece.a_letters.is_empty());
                prop_assert_eq!(piece.op == ChangeOp::Delete, piece.b_letters.is_empty());
            }
            prop_assert_eq!((at_a, at_b), (comparison.a.end(), comparison.b.end()));
            prop_assert_eq!(matched, comparison.matched as usize);
        }
    }
}
