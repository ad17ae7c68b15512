//! The ends of the selection, or of the selected passage, moved by keys.

use rust_i18n::t;

use super::App;
use crate::{
    annotation::PassageId,
    session::{Command, Notice},
    text::{ByteSpan, CharSpan},
    ui::reader::{Direction, Edge, Unit, moved_edge},
};

impl App {
    /// Moves one end by one character or word.
    ///
    /// It is the selection's; where nothing is selected, the selected passage's. One passage moved
    /// several times on end is one step of the history.
    pub(super) fn adjust(&mut self, edge: Edge, unit: Unit, direction: Direction) {
        let Some(article) = self.article() else { return };
        let text = article.text.as_str();
        let segmenter = self.session.segmenter().cloned();
        let moved =
            |span: ByteSpan| moved_edge(text, span, edge, unit, direction, segmenter.as_deref());
        if !self.view.reader.selection.is_empty() {
            let span = self.view.reader.selection.span();
            if let Some(span) = moved(span) {
                self.view.reader.adjust(span, edge);
            }
            return;
        }
        // Not the passage at the caret: what is there on the disk changes only where it is meant.
        let Some(passage) = self.view.passage else {
            return self.tell(Notice::note(t!("moving.nothing_to_adjust")));
        };
        let Some(mut fragments) = self.fragments_of(passage) else { return };
        let fragment = match edge {
            Edge::Start => fragments.first_mut(),
            Edge::End => fragments.last_mut(),
        };
        let Some(fragment) = fragment else { return };
        let span = article.text.byte_span(*fragment).and_then(moved);
        let Some((span, chars)) = span.and_then(|span| Some((span, article.text.char_span(span)?)))
        else {
            return;
        };
        *fragment = chars;
        let goes_on = self.adjusting == Some(passage);
        self.apply(Command::SetFragments { passage, fragments, goes_on });
        self.adjusting = Some(passage);
        self.view.reader.place_caret(match edge {
            Edge::Start => span.start(),
            Edge::End => span.end(),
        });
    }

    fn fragments_of(&self, id: PassageId) -> Option<Vec<CharSpan>> {
        let (_, _, passage) = self.session.annotations().find(id)?;
        self.session.placed(passage)
    }
}
