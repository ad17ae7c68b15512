//! The ends of the selection, or of the selected passage, moved by keys.

use rust_i18n::t;

use super::{ReadingPage, reader::moved_edge};
use crate::{
    annotation::PassageId,
    session::{Command, Notice},
    text::{ByteSpan, CharSpan},
    ui::{
        caret::{Direction, SpanEnd, TextUnit},
        pages::Room,
    },
};

impl ReadingPage {
    /// Moves one end by one character or word.
    ///
    /// It is the selection's; where nothing is selected, the selected passage's. One passage moved
    /// several times on end is one step of the history.
    pub(super) fn adjust(
        &mut self,
        room: &mut Room<'_>,
        edge: SpanEnd,
        unit: TextUnit,
        direction: Direction,
    ) {
        let Some(article) = room.article() else { return };
        let text = article.text.as_str();
        let segmenter = room.session.segmenter().cloned();
        let moved =
            |span: ByteSpan| moved_edge(text, span, edge, unit, direction, segmenter.as_deref());
        if !self.reader.selection.is_empty() {
            let span = self.reader.selection.span();
            if let Some(span) = moved(span) {
                self.reader.adjust(span, edge);
            }
            return;
        }
        // Not the passage at the caret: what is there on the disk changes only where it is meant.
        let Some(passage) = room.shared.passage else {
            return room.shared.tell(Notice::note(t!("moving.nothing_to_adjust")));
        };
        let Some(mut fragments) = Self::fragments_of(room, passage) else { return };
        let fragment = match edge {
            SpanEnd::Start => fragments.first_mut(),
            SpanEnd::End => fragments.last_mut(),
        };
        let Some(fragment) = fragment else { return };
        let span = article.text.byte_span(*fragment).and_then(moved);
        let Some((span, chars)) = span.and_then(|span| Some((span, article.text.char_span(span)?)))
        else {
            return;
        };
        *fragment = chars;
        let goes_on = room.shared.adjusting == Some(passage);
        room.apply(Command::SetFragments { passage, fragments, goes_on });
        room.shared.adjusting = Some(passage);
        self.reader.place_caret(match edge {
            SpanEnd::Start => span.start(),
            SpanEnd::End => span.end(),
        });
    }

    fn fragments_of(room: &Room<'_>, id: PassageId) -> Option<Vec<CharSpan>> {
        let (_, _, passage) = room.session.annotations().find(id)?;
        room.session.placed(passage)
    }
}
