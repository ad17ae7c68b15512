//! Growing and shrinking what is selected: word, clause, sentence, paragraph, part, article.
//!
//! ```text
//! 街道把闲置的粮站改成党群服务中心,面积扩大到1860平方米。居民说好。
//!                     ├服务┤
//! ├───────clause──────────────┤
//! ├──────────────sentence────────────────────────────────┤
//! ```
//!
//! Shrinking goes back the way growing came, as long as the selection is still what growing made of
//! it; otherwise it goes to the next smaller unit at the selection's start.

use super::{ReaderState, selection::TextSelection};
use crate::text::{ByteOffset, ByteSpan, Segmenter};
use crate::ui::caret::TextUnit;

/// The steps by which the selection grew, each with what was selected before and after.
#[derive(Clone, Debug, Default)]
pub(super) struct Growth(Vec<(TextSelection, TextSelection)>);

impl ReaderState {
    /// What every level takes at `place`, over the joints of the page, the smallest first.
    fn levels(
        &self,
        text: &str,
        place: ByteOffset,
        segmenter: Option<&Segmenter>,
    ) -> Vec<ByteSpan> {
        let units = [TextUnit::Word, TextUnit::Clause, TextUnit::Sentence, TextUnit::Paragraph];
        let mut levels: Vec<ByteSpan> =
            units.map(|unit| self.places_of(text, place, unit, segmenter)).into();
        levels.extend(self.part_at(place));
        let end = ByteOffset::from_usize(text.len()).unwrap_or_default();
        levels.push(ByteSpan::between(ByteOffset::ZERO, end));
        levels.retain(|level| !level.is_empty());
        levels
    }

    /// Selects the next larger unit around what is selected; `false` if everything is.
    pub(in crate::ui) fn grow(&mut self, text: &str, segmenter: Option<&Segmenter>) -> bool {
        let selected = self.selection.hull();
        let levels = self.levels(text, selected.start(), segmenter);
        let larger = |level: &ByteSpan| level.encloses(selected) && *level != selected;
        let Some(level) = levels.into_iter().find(larger) else { return false };
        let before = self.selection.clone();
        if self.growth.0.last().is_none_or(|(_, after)| *after != before) {
            self.growth.0.clear();
        }
        self.select(level);
        self.growth.0.push((before, self.selection.clone()));
        true
    }

    /// Takes the last growth back, or selects the next smaller unit; `false` if nothing is selected.
    pub(in crate::ui) fn shrink(&mut self, text: &str, segmenter: Option<&Segmenter>) -> bool {
        if self.selection.is_empty() {
            return false;
        }
        match self.growth.0.pop() {
            Some((before, after)) if after == self.selection => {
                self.selection = before;
                self.look_at_caret();
            }
            _ => {
                self.growth.0.clear();
                let selected = self.selection.hull();
                let levels = self.levels(text, selected.start(), segmenter);
                let smaller = |level: &ByteSpan| selected.encloses(*level) && *level != selected;
                match levels.into_iter().rfind(smaller) {
                    Some(level) => self.select(level),
                    None => self.place_caret(selected.start()),
                }
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(byte: usize) -> ByteOffset {
        ByteOffset::from_usize(byte).expect("short")
    }

    #[test]
    fn a_selection_grows_by_clause_sentence_paragraph_and_article() {
        let text = "标题\n\n街道改建粮站,面积扩大。居民说好。\n尾声";
        let mut state = ReaderState::default();
        state.selection.set_head(at("标题\n\n街道".len()), false);
        let mut found = Vec::new();
        while state.grow(text, None) {
            found.push(&text[state.selection.span().range()]);
        }
        let expected =
            ["街道改建粮站,", "街道改建粮站,面积扩大。", "街道改建粮站,面积扩大。居民说好。", text];
        assert_eq!(found, expected);
        // Without a way to go back, it is the next smaller unit at the start.
        let mut state = ReaderState::default();
        state.selection.select(ByteSpan::between(at(0), at(text.len())));
        state.shrink(text, None);
        assert_eq!(&text[state.selection.span().range()], "标题");
    }

    proptest! {
        #[test]
        fn every_level_encloses_the_one_before_and_shrinking_goes_back_exactly(
            text in "([一-龥]{0,4}[，。！\n ]?){0,12}",
            start in 0_usize..200,
            end in 0_usize..200,
        ) {
            let fit = |byte: usize| at(text.floor_char_boundary(byte.min(text.len())));
            let mut state = ReaderState::default();
            state.selection.select(ByteSpan::between(fit(start), fit(end)));
            let mut way = vec![state.selection.clone()];
            while state.grow(&text, None) {
                let before = way.last().expect("the first").hull();
                let after = state.selection.hull();
                prop_assert!(after.encloses(before) && after != before);
                way.push(state.selection.clone());
                prop_assert!(way.len() < 9);
            }
            prop_assert_eq!(state.selection.hull(), ByteSpan::between(at(0), at(text.len())));
            while way.len() > 1 {
                prop_assert_eq!(Some(&state.selection), way.last());
                way.pop();
                prop_assert!(state.shrink(&text, None));
            }
            prop_assert_eq!(Some(&state.selection), way.last());
        }

        #[test]
        fn shrinking_always_ends_at_a_caret(
            text in "([一-龥]{0,4}[，。！\n ]?){0,12}",
            start in 0_usize..200,
            end in 0_usize..200,
        ) {
            let fit = |byte: usize| at(text.floor_char_boundary(byte.min(text.len())));
            let mut state = ReaderState::default();
            state.selection.select(ByteSpan::between(fit(start), fit(end)));
            for _ in 0..8 {
                state.shrink(&text, None);
            }
            prop_assert!(state.selection.is_empty());
        }
    }
}
