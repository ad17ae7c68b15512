//! Caret and selection: pure movements over a text.
//!
//! All positions are bytes of the article's text and stand between two characters. A selection
//! runs from its anchor to its head, where the caret is; with Ctrl held, more fragments are kept
//! beside it:
//!
//! ```text
//! 街道把闲置的粮站改成党群服务中心,面积扩大到1860平方米
//!    ^anchor        ^head          ├─ kept ─┤
//! ```

use crate::text::{self, ByteOffset, ByteSpan, Segmenter};
use crate::ui::caret::{Direction, SpanEnd, TextUnit};

/// The caret, what is selected from it, and fragments kept beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::ui) struct TextSelection {
    anchor: ByteOffset,
    head: ByteOffset,
    /// Fragments that were selected before, by dragging with Ctrl.
    kept: Vec<ByteSpan>,
}

impl TextSelection {
    /// Where the caret is.
    pub(in crate::ui) fn head(&self) -> ByteOffset {
        self.head
    }

    /// What runs from the anchor to the caret; may be empty.
    pub(in crate::ui) fn span(&self) -> ByteSpan {
        ByteSpan::between(self.anchor, self.head)
    }

    /// Everything that is selected, in order of the text; empty if nothing is.
    pub(in crate::ui) fn fragments(&self) -> Vec<ByteSpan> {
        let mut fragments = self.kept.clone();
        fragments.push(self.span());
        fragments.retain(|span| !span.is_empty());
        fragments.sort();
        fragments
    }

    /// Whether anything is selected.
    pub(in crate::ui) fn is_empty(&self) -> bool {
        self.span().is_empty() && self.kept.is_empty()
    }

    /// Puts the caret at `place`; with `extend`, the anchor stays.
    pub(in crate::ui) fn set_head(&mut self, place: ByteOffset, extend: bool) {
        self.head = place;
        if !extend {
            self.anchor = place;
            self.kept.clear();
        }
    }

    /// Selects exactly `span`, the caret at its end.
    pub(in crate::ui) fn select(&mut self, span: ByteSpan) {
        self.kept.clear();
        (self.anchor, self.head) = (span.start(), span.end());
    }

    /// From the first selected place to the last; at the caret if nothing is selected.
    pub(in crate::ui) fn hull(&self) -> ByteSpan {
        self.fragments().into_iter().reduce(ByteSpan::cover).unwrap_or_else(|| self.span())
    }

    /// Makes what runs from the anchor to the caret `span`, the caret at its `edge`.
    pub(in crate::ui) fn adjust(&mut self, span: ByteSpan, edge: SpanEnd) {
        (self.anchor, self.head) = match edge {
            SpanEnd::Start => (span.end(), span.start()),
            SpanEnd::End => (span.start(), span.end()),
        };
    }

    /// Keeps what is selected and starts another fragment at `place`.
    pub(in crate::ui) fn add_fragment(&mut self, place: ByteOffset) {
        if !self.span().is_empty() {
            self.kept.push(self.span());
        }
        (self.anchor, self.head) = (place, place);
    }

    /// Selects from the unit `from` to the unit `to`, as a drag after a double click does.
    pub(in crate::ui) fn select_units(&mut self, from: ByteSpan, to: ByteSpan) {
        if to.start() < from.start() {
            (self.anchor, self.head) = (from.end(), to.start());
        } else {
            (self.anchor, self.head) = (from.start(), to.end().max(from.end()));
        }
    }

    /// Leaves the caret where it is and selects nothing.
    pub(in crate::ui) fn collapse(&mut self) {
        self.anchor = self.head;
        self.kept.clear();
    }

    /// Keeps every position inside a text that has become another.
    pub(in crate::ui) fn clamp(&mut self, text: &str) {
        let fit = |place: ByteOffset| {
            let byte = text::floor_character(text, place.to_usize());
            ByteOffset::from_usize(byte).unwrap_or_default()
        };
        self.kept.clear();
        (self.anchor, self.head) = (fit(self.anchor), fit(self.head));
    }
}

/// The unit of `text` at `place`; an empty span where there is none.
pub(in crate::ui) fn unit_at(
    text: &str,
    place: ByteOffset,
    unit: TextUnit,
    segmenter: Option<&Segmenter>,
) -> ByteSpan {
    let here = ByteSpan::between(place, place);
    match unit {
        TextUnit::Char => here,
        TextUnit::Word => {
            segmenter.and_then(|segmenter| segmenter.word_at(text, place)).unwrap_or(here)
        }
        TextUnit::Clause => {
            text::clause_at(text, place).map_or(here, |clause| shown_part(text, clause))
        }
        TextUnit::Sentence => {
            text::sentence_at(text, place).map_or(here, |sentence| shown_part(text, sentence))
        }
        TextUnit::Paragraph => shown_part(text, trimmed(text, text::paragraph_at(text, place))),
    }
}

/// The clause behind the one at `place`.
pub(in crate::ui) fn next_clause(text: &str, place: ByteOffset) -> Option<ByteSpan> {
    let from = text::clause_at(text, place).map_or(place, ByteSpan::end);
    let ahead = text.get(from.to_usize()..)?.find(|c: char| !c.is_whitespace())?;
    text::clause_at(text, ByteOffset::from_usize(from.to_usize() + ahead)?)
}

/// The clause before the one at `place`.
pub(in crate::ui) fn previous_clause(text: &str, place: ByteOffset) -> Option<ByteSpan> {
    let until = text::clause_at(text, place).map_or(place, ByteSpan::start);
    let mut before = text.get(..until.to_usize())?.char_indices();
    let (last, _) = before.rfind(|(_, c)| !c.is_whitespace())?;
    text::clause_at(text, ByteOffset::from_usize(last)?)
}

/// A sentence without the Markdown marks of a heading, which the page does not show.
pub(in crate::ui) fn shown_part(text: &str, span: ByteSpan) -> ByteSpan {
    let slice = text.get(span.range()).unwrap_or_default();
    let title = slice.trim_start_matches('#');
    let marks = slice.len() - title.len();
    if !(1..=6).contains(&marks) || !title.starts_with(char::is_whitespace) {
        return span;
    }
    let lead = slice.len() - title.trim_start().len();
    let start = ByteOffset::from_usize(span.start().to_usize() + lead);
    start.and_then(|start| ByteSpan::new(start, span.end())).unwrap_or(span)
}

/// A span without the white space at its ends.
fn trimmed(text: &str, span: ByteSpan) -> ByteSpan {
    let Some(slice) = text.get(span.range()) else { return span };
    let lead = slice.len() - slice.trim_start().len();
    let trail = slice.len() - slice.trim_end().len();
    let start = text::floor_character(text, span.start().to_usize() + lead);
    let end = text::ceil_character(text, span.end().to_usize() - trail).max(start);
    match (ByteOffset::from_usize(start), ByteOffset::from_usize(end)) {
        (Some(start), Some(end)) => ByteSpan::between(start, end),
        _ => span,
    }
}

/// Where a step of `unit` from `place` leads.
pub(in crate::ui) fn step(
    text: &str,
    place: ByteOffset,
    unit: TextUnit,
    direction: Direction,
    segmenter: Option<&Segmenter>,
) -> ByteOffset {
    use Direction::{Back, Forward};
    match (unit, direction, segmenter) {
        (TextUnit::Word, Back, Some(segmenter)) => segmenter.previous_word_start(text, place),
        (TextUnit::Word, Forward, Some(segmenter)) => segmenter.next_word_start(text, place),
        (TextUnit::Char | TextUnit::Word, Back, _) => text::previous_character(text, place),
        (TextUnit::Char | TextUnit::Word, Forward, _) => text::next_character(text, place),
        (TextUnit::Clause, Back, _) => match text::clause_at(text, place) {
            Some(clause) if clause.start() < place => clause.start(),
            _ => previous_clause(text, place).map_or(ByteOffset::ZERO, ByteSpan::start),
        },
        (TextUnit::Clause, Forward, _) => match text::clause_at(text, place) {
            Some(clause) if clause.end() > place => clause.end(),
            _ => next_clause(text, place).map_or(end_of(text), ByteSpan::end),
        },
        (TextUnit::Sentence, Back, _) => match text::sentence_at(text, place) {
            Some(sentence) if sentence.start() < place => sentence.start(),
            _ => text::previous_sentence(text, place).map_or(ByteOffset::ZERO, ByteSpan::start),
        },
        (TextUnit::Sentence, Forward, _) => match text::sentence_at(text, place) {
            Some(sentence) if sentence.end() > place => sentence.end(),
            _ => text::next_sentence(text, place).map_or(end_of(text), ByteSpan::end),
        },
        (TextUnit::Paragraph, Back, _) => {
            let paragraph = text::paragraph_at(text, place);
            if paragraph.start() < place {
                return paragraph.start();
            }
            text::paragraph_at(text, text::previous_character(text, place)).start()
        }
        (TextUnit::Paragraph, Forward, _) => {
            let paragraph = text::paragraph_at(text, place);
            if place < paragraph.end() {
                return paragraph.end();
            }
            text::paragraph_at(text, text::next_character(text, place)).end()
        }
    }
}

fn end_of(text: &str) -> ByteOffset {
    ByteOffset::from_usize(text.len()).unwrap_or_default()
}

/// `span` with one end moved by a character or to the next border of a word, never to the other
/// end; `None` if there is nowhere to go.
///
/// White space at an end, line breaks too, is never stopped at: the page shows none there.
pub(in crate::ui) fn moved_edge(
    text: &str,
    span: ByteSpan,
    edge: SpanEnd,
    unit: TextUnit,
    direction: Direction,
    segmenter: Option<&Segmenter>,
) -> Option<ByteSpan> {
    use Direction::{Back, Forward};
    let from = match edge {
        SpanEnd::Start => span.start(),
        SpanEnd::End => span.end(),
    };
    let words = segmenter.filter(|_| unit == TextUnit::Word);
    // What the step goes over, without the white space at its ends.
    let passed = match direction {
        Forward => {
            let rest = text.get(from.to_usize()..)?;
            let start = from.to_usize() + (rest.len() - rest.trim_start().len());
            let start = ByteOffset::from_usize(start).filter(|&start| start < end_of(text))?;
            let word = words.and_then(|words| words.word_at(text, start));
            let end = word.map_or_else(|| text::next_character(text, start), ByteSpan::end);
            ByteSpan::between(start, end)
        }
        Back => {
            let end = ByteOffset::from_usize(text.get(..from.to_usize())?.trim_end().len())?;
            let last = Some(text::previous_character(text, end)).filter(|&last| last < end)?;
            let word = words.and_then(|words| words.word_at(text, last));
            ByteSpan::between(word.map_or(last, ByteSpan::start), end)
        }
    };
    let to = match (edge, direction) {
        (SpanEnd::Start, Back) => passed.start(),
        (SpanEnd::End, Forward) => passed.end(),
        (SpanEnd::Start, Forward) => {
            let rest = text.get(passed.end().to_usize()..)?;
            let blank = rest.len() - rest.trim_start().len();
            ByteOffset::from_usize(passed.end().to_usize() + blank)?
        }
        (SpanEnd::End, Back) => {
            ByteOffset::from_usize(text.get(..passed.start().to_usize())?.trim_end().len())?
        }
    };
    // A mark on a space is text: no end stands between the two.
    let to = match direction {
        Forward => text::ceil_character(text, to.to_usize()),
        Back => text::floor_character(text, to.to_usize()),
    };
    let to = ByteOffset::from_usize(to)?;
    let moved = match edge {
        SpanEnd::Start => ByteSpan::new(to, span.end()),
        SpanEnd::End => ByteSpan::new(span.start(), to),
    };
    moved.filter(|moved| !moved.is_empty() && *moved != span)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(byte: usize) -> ByteOffset {
        ByteOffset::from_usize(byte).expect("short")
    }

    #[test]
    fn fragments_kept_with_ctrl_come_in_the_order_of_the_text() {
        let mut selection = TextSelection::default();
        selection.select(ByteSpan::between(at(30), at(36)));
        selection.add_fragment(at(3));
        selection.set_head(at(9), true);
        let expected = [ByteSpan::between(at(3), at(9)), ByteSpan::between(at(30), at(36))];
        assert_eq!(selection.fragments(), expected);
    }

    #[test]
    fn the_marks_of_a_heading_are_not_selected_with_it() {
        let text = "# 共建共享\n#5楼的议事厅";
        let quote = |place: usize| {
            let span = unit_at(text, at(place), TextUnit::Sentence, None);
            &text[span.range()]
        };
        assert_eq!(quote(5), "共建共享");
        assert_eq!(quote(text.len() - 3), "#5楼的议事厅");
    }

    #[test]
    fn an_end_moves_by_characters_over_what_is_not_shown() {
        let text = "街道。\n\n　　居民";
        let all = ByteSpan::between(at(0), at("街道。".len()));
        let moved = |span, edge, direction| {
            moved_edge(text, span, edge, TextUnit::Char, direction, None).map(|s| &text[s.range()])
        };
        assert_eq!(moved(all, SpanEnd::End, Direction::Back), Some("街道"));
        assert_eq!(moved(all, SpanEnd::End, Direction::Forward), Some("街道。\n\n　　居"));
        assert_eq!(moved(all, SpanEnd::Start, Direction::Forward), Some("道。"));
        assert_eq!(moved(all, SpanEnd::Start, Direction::Back), None);
        let one = ByteSpan::between(at(0), at(3));
        assert_eq!(moved(one, SpanEnd::End, Direction::Back), None, "never empty");
        let over = ByteSpan::between(at(0), at(text.len() - 3));
        assert_eq!(moved(over, SpanEnd::End, Direction::Back), Some("街道。"));
    }

    #[test]
    fn clauses_follow_each_other_over_lines() {
        let text = "街道改建，面积扩大。\n居民：“好”";
        let mut place = ByteOffset::ZERO;
        let mut found = vec![&text[text::clause_at(text, place).expect("there").range()]];
        while let Some(clause) = next_clause(text, place) {
            place = clause.start();
            found.push(&text[clause.range()]);
        }
        assert_eq!(found, ["街道改建，", "面积扩大。", "居民：", "“好”"]);
        let back = previous_clause(text, place).expect("one before");
        assert_eq!(&text[back.range()], "居民：");
    }

    #[test]
    fn steps_by_sentence_stop_at_both_ends_of_each() {
        let text = "一句话。两句话！\n\n三句话。";
        let mut place = ByteOffset::ZERO;
        let mut stops = Vec::new();
        for _ in 0..4 {
            place = step(text, place, TextUnit::Sentence, Direction::Forward, None);
            stops.push(place.to_usize());
        }
        let ends = ["一句话。", "一句话。两句话！", text, text].map(str::len);
        assert_eq!(stops, ends);
    }

    proptest! {
        #[test]
        fn an_end_that_moves_stays_on_text_and_off_the_other_end(
            text in "([一-龥]{0,4}[，。！\n 　]{0,2}){0,8}",
            start in 0_usize..90,
            end in 0_usize..90,
        ) {
            let fit = |byte: usize| at(text.floor_char_boundary(byte.min(text.len())));
            let span = trimmed(&text, ByteSpan::between(fit(start), fit(end)));
            for edge in [SpanEnd::Start, SpanEnd::End] {
                for direction in [Direction::Back, Direction::Forward] {
                    let moved = moved_edge(&text, span, edge, TextUnit::Char, direction, None);
                    let Some(moved) = moved.filter(|_| !span.is_empty()) else { continue };
                    let slice = &text[moved.range()];
                    prop_assert!(!slice.is_empty() && slice == slice.trim(), "{:?}", slice);
                    let kept = match edge {
                        SpanEnd::Start => moved.end() == span.end(),
                        SpanEnd::End => moved.start() == span.start(),
                    };
                    prop_assert!(kept && moved != span);
                }
            }
        }

        #[test]
        fn no_step_and_no_end_that_moves_lands_inside_a_character(
            text in "(党|建设|。|，| |\n|e\u{301}|葛\u{E0100}|👩\u{200D}👩\u{200D}👧|🇨🇳|1\u{FE0F}\u{20E3}|\u{1112}\u{1161}\u{11AB}|\u{301}){0,20}",
            start in 0_usize..120,
            end in 0_usize..120,
        ) {
            let words = Segmenter::plain();
            let fit = |byte: usize| at(text::floor_character(&text, byte.min(text.len())));
            let is_whole = |place: ByteOffset| text::is_between_characters(&text, place.to_usize());
            let span = ByteSpan::between(fit(start), fit(end));
            for direction in [Direction::Back, Direction::Forward] {
                for unit in [TextUnit::Char, TextUnit::Word, TextUnit::Clause, TextUnit::Sentence, TextUnit::Paragraph] {
                    prop_assert!(is_whole(step(&text, span.start(), unit, direction, Some(words))));
                    let there = unit_at(&text, span.start(), unit, Some(words));
                    prop_assert!(is_whole(there.start()) && is_whole(there.end()), "{:?}", unit);
                }
                for (edge, unit) in [(SpanEnd::Start, TextUnit::Char), (SpanEnd::End, TextUnit::Word)] {
                    let moved = moved_edge(&text, span, edge, unit, direction, Some(words));
                    let moved = moved.unwrap_or_default();
                    prop_assert!(is_whole(moved.start()) && is_whole(moved.end()));
                }
            }
        }

        #[test]
        fn every_step_lands_between_two_characters_and_makes_way(
            text in "([一-龥]{0,5}[，。！\n ]?){0,12}",
            start in 0_usize..200,
        ) {
            let start = at(text.floor_char_boundary(start.min(text.len())));
            for unit in [TextUnit::Char, TextUnit::Word, TextUnit::Clause, TextUnit::Sentence, TextUnit::Paragraph] {
                let forward = step(&text, start, unit, Direction::Forward, None);
                let back = step(&text, start, unit, Direction::Back, None);
                prop_assert!(text.is_char_boundary(forward.to_usize()));
                prop_assert!(text.is_char_boundary(back.to_usize()));
                prop_assert!(forward > start || start.to_usize() == text.len() || text[start.to_usize()..].trim().is_empty());
                prop_assert!(back < start || start == ByteOffset::ZERO || text[..start.to_usize()].trim().is_empty());
            }
        }
    }
}
