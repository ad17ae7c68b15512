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

use super::{
    State,
    selection::{self, Selection, Unit},
};
use crate::text::{ByteOffset, ByteSpan, Segmenter};

/// The steps by which the selection grew, each with what was selected before and after.
#[derive(Clone, Debug, Default)]
pub(super) struct Growth(Vec<(Selection, Selection)>);

/// What every level takes at `place`, the smallest first; `part` is the part of the article there.
fn levels(
    text: &str,
    place: ByteOffset,
    part: Option<ByteSpan>,
    segmenter: Option<&Segmenter>,
) -> Vec<Vec<ByteSpan>> {
    let units = [Unit::Word, Unit::Clause, Unit::Sentence, Unit::Paragraph];
    let mut levels: Vec<_> =
        units.map(|unit| selection::unit_fragments(text, place, unit, segmenter)).into();
    levels.extend(part.map(|part| vec![part]));
    let end = ByteOffset::from_usize(text.len()).unwrap_or_default();
    levels.push(vec![ByteSpan::between(ByteOffset::ZERO, end)]);
    levels.retain(|fragments| !fragments.is_empty());
    levels
}

fn hull(fragments: &[ByteSpan]) -> ByteSpan {
    fragments.iter().copied().reduce(ByteSpan::cover).unwrap_or_default()
}

/// The smallest level that holds all of `selected` and more.
fn grown(
    text: &str,
    selected: ByteSpan,
    part: Option<ByteSpan>,
    segmenter: Option<&Segmenter>,
) -> Option<Vec<ByteSpan>> {
    let mut levels = levels(text, selected.start(), part, segmenter).into_iter();
    levels.find(|level| hull(level).encloses(selected) && hull(level) != selected)
}

/// The largest level at the start of `selected` that is less than all of it.
fn shrunk(
    text: &str,
    selected: ByteSpan,
    part: Option<ByteSpan>,
    segmenter: Option<&Segmenter>,
) -> Option<Vec<ByteSpan>> {
    let mut levels = levels(text, selected.start(), part, segmenter).into_iter();
    levels.rfind(|level| selected.encloses(hull(level)) && hull(level) != selected)
}

impl State {
    /// Selects the next larger unit around what is selected; `false` if everything is.
    pub(in crate::ui) fn grow(&mut self, text: &str, segmenter: Option<&Segmenter>) -> bool {
        let selected = self.selection.hull();
        let part = self.part_at(selected.start());
        let Some(fragments) = grown(text, selected, part, segmenter) else { return false };
        let before = self.selection.clone();
        if self.growth.0.last().is_none_or(|(_, after)| *after != before) {
            self.growth.0.clear();
        }
        self.select_fragments(&fragments);
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
                let part = self.part_at(selected.start());
                match shrunk(text, selected, part, segmenter) {
                    Some(fragments) => self.select_fragments(&fragments),
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
        let mut selected = ByteSpan::between(
            at(text.find("改建").expect("there")),
            at(text.find("改建").expect("there")),
        );
        let mut found = Vec::new();
        while let Some(fragments) = grown(text, selected, None, None) {
            selected = hull(&fragments);
            found.push(&text[selected.range()]);
        }
        let expected =
            ["街道改建粮站,", "街道改建粮站,面积扩大。", "街道改建粮站,面积扩大。居民说好。", text];
        assert_eq!(found, expected);
        assert_eq!(
            shrunk(text, selected, None, None).map(|f| hull(&f)),
            Some(ByteSpan::between(at(0), at(6)))
        );
    }

    proptest! {
        #[test]
        fn every_level_encloses_the_one_before_and_shrinking_goes_back_exactly(
            text in "([一-龥]{0,4}[，。！\n ]?){0,12}",
            start in 0_usize..200,
            end in 0_usize..200,
        ) {
            let fit = |byte: usize| at(text.floor_char_boundary(byte.min(text.len())));
            let mut state = State::default();
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
            let mut state = State::default();
            state.selection.select(ByteSpan::between(fit(start), fit(end)));
            for _ in 0..8 {
                state.shrink(&text, None);
            }
            prop_assert!(state.selection.is_empty());
        }
    }
}
