//! The selection and the caret on the page as it is read: over joints, in the order of the page.
//!
//! A selection is two places in the file; what lies between them is what the page shows between
//! them, which may be several fragments.

use super::{OutlineEntry, ReaderState, TextLayout, selection};
use crate::text::{self, ByteOffset, ByteSpan, Segmenter};
use crate::ui::{
    caret::{Direction, TextUnit},
    typeset::reading_form,
};

impl ReaderState {
    /// What is selected as the page shows it: where it puts together what stands apart in the
    /// file, in several fragments.
    pub(in crate::ui) fn fragments(&self) -> Vec<ByteSpan> {
        let fragments = self.selection.fragments();
        let Some(layout) = &self.layout else { return fragments };
        let page = layout.page();
        let mut seen: Vec<ByteSpan> =
            fragments.into_iter().flat_map(|span| page.seen_between(span)).collect();
        seen.sort();
        seen
    }

    /// Where what a unit takes begins and ends, over the joints of the page.
    pub(super) fn places_of(
        &self,
        text: &str,
        place: ByteOffset,
        unit: TextUnit,
        segmenter: Option<&Segmenter>,
    ) -> ByteSpan {
        let span = selection::unit_at(text, place, unit, segmenter);
        let Some(layout) = &self.layout else { return span };
        match unit {
            TextUnit::Sentence if !span.is_empty() => layout.page().whole_sentence(text, span),
            TextUnit::Paragraph => layout.page().joined_paragraph(place).unwrap_or(span),
            _ => span,
        }
    }

    /// The sentence at `place` as the page shows it, in one fragment or several.
    pub(in crate::ui) fn sentence_at(&self, text: &str, place: ByteOffset) -> Vec<ByteSpan> {
        let places = self.places_of(text, place, TextUnit::Sentence, None);
        let Some(layout) = &self.layout else { return vec![places] };
        layout.page().seen_between(places)
    }

    /// Selects a sentence with what the page joins to it, and brings it into view.
    pub(in crate::ui) fn select_sentence(&mut self, text: &str, sentence: ByteSpan) {
        let layout = self.layout.as_ref();
        let places = layout.map(|layout| layout.page().whole_sentence(text, sentence));
        self.select(places.unwrap_or(sentence));
    }

    /// The sentence behind or before the one at `place` on the page.
    pub(in crate::ui) fn next_sentence(
        &self,
        text: &str,
        place: ByteOffset,
        direction: Direction,
    ) -> Option<ByteSpan> {
        match &self.layout {
            Some(layout) => {
                layout.page().next_sentence(text, place, direction == Direction::Forward)
            }
            None if direction == Direction::Forward => text::next_sentence(text, place),
            None => text::previous_sentence(text, place),
        }
    }

    /// The place at the top of the view.
    pub(in crate::ui) fn first_seen(&self) -> ByteOffset {
        let layout = self.layout.as_ref();
        let blocks = layout.map(TextLayout::blocks).unwrap_or_default();
        // What is nearly scrolled out is read no more.
        let at = self.anchor.block + usize::from(self.anchor.past > 0.0);
        let block = blocks.get(at).or(blocks.get(self.anchor.block));
        block.map(|block| block.span.start()).unwrap_or_default()
    }

    /// A title or heading as the page shows it, for lists.
    pub(in crate::ui) fn shown_name(&self, text: &str) -> String {
        let full_width = self.layout.as_ref().is_some_and(TextLayout::is_full_width);
        reading_form(text, full_width)
    }

    /// The titles and headings of the shown article.
    pub(in crate::ui) fn outline(&self) -> &[OutlineEntry] {
        self.layout.as_ref().map(|layout| layout.page().outline()).unwrap_or_default()
    }
}
