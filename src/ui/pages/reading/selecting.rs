//! What the named commands select in the text: a sentence, a clause, more, less, everything.

use super::{
    ReadingPage,
    reader::{next_clause, previous_clause, shown_part},
};
use crate::{
    text,
    ui::{caret::Direction, pages::Room},
};

impl ReadingPage {
    pub(super) fn select_sentence(&mut self, room: &mut Room<'_>, direction: Option<Direction>) {
        let Some(article) = room.article() else { return };
        let text = article.text.as_str();
        let selection = &self.reader.selection;
        let (head, span) = (selection.head(), selection.span());
        let from = self.reader.fragments().first().map_or(head, |span| span.start());
        let sentence = match direction {
            None => text::sentence_at(text, span.start()),
            // Nothing is selected yet: the sentence at the caret comes first.
            Some(Direction::Forward) if span.is_empty() => text::sentence_at(text, head)
                .filter(|sentence| sentence.end() > head)
                .or_else(|| text::next_sentence(text, head)),
            Some(Direction::Back) if span.is_empty() => text::sentence_at(text, head)
                .filter(|sentence| sentence.start() < head)
                .or_else(|| text::previous_sentence(text, head)),
            Some(Direction::Forward) => self.reader.next_sentence(text, from, Direction::Forward),
            Some(Direction::Back) => self.reader.next_sentence(text, from, Direction::Back),
        };
        if let Some(sentence) = sentence {
            room.shared.passage = None;
            self.reader.select_sentence(text, shown_part(text, sentence));
        }
    }

    pub(super) fn select_all(&mut self, room: &mut Room<'_>) {
        if let Some(article) = room.article() {
            let all = text::ByteSpan::between(text::ByteOffset::ZERO, article.text.byte_len());
            self.reader.selection.select(all);
        }
    }

    pub(super) fn grow(&mut self, room: &mut Room<'_>) {
        let Some(article) = room.article() else { return };
        let segmenter = room.session.segmenter().map(|segmenter| &**segmenter);
        if self.reader.grow(article.text.as_str(), segmenter) {
            room.shared.passage = None;
        }
    }

    pub(super) fn shrink(&mut self, room: &mut Room<'_>) {
        let Some(article) = room.article() else { return };
        let segmenter = room.session.segmenter().map(|segmenter| &**segmenter);
        if self.reader.shrink(article.text.as_str(), segmenter) {
            room.shared.passage = None;
        }
    }

    /// Selects the clause after or before what is selected.
    pub(super) fn select_clause(&mut self, room: &mut Room<'_>, direction: Direction) {
        let Some(article) = room.article() else { return };
        let text = article.text.as_str();
        let span = self.reader.selection.span();
        let clause = match direction {
            // Nothing is selected yet: the clause at the caret comes first.
            Direction::Forward if span.is_empty() => text::clause_at(text, span.start())
                .filter(|clause| clause.end() > span.start())
                .or_else(|| next_clause(text, span.start())),
            Direction::Forward => next_clause(text, span.start()),
            Direction::Back => previous_clause(text, span.start()),
        };
        if let Some(clause) = clause {
            room.shared.passage = None;
            self.reader.select(shown_part(text, clause));
        }
    }
}
