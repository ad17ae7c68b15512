//! The ends of the selection, or of the selected passage, moved by keys.

use super::App;
use crate::{
    annotation::PassageId,
    session::Command,
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
        let passage = self.view.passage.or_else(|| self.passage_at_caret());
        let Some((passage, mut fragments)) = passage.and_then(|id| self.fragments_of(id)) else {
            return;
        };
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
        self.view.passage = Some(passage);
        self.view.reader.place_caret(match edge {
            Edge::Start => span.start(),
            Edge::End => span.end(),
        });
    }

    fn fragments_of(&self, id: PassageId) -> Option<(PassageId, Vec<CharSpan>)> {
        let (_, _, passage) = self.session.annotations().find(id)?;
        Some((id, self.session.placed(passage)?))
    }
}
