//! From one thing to the next in the text: sentence without a tag, turn, passage, heading.
//!
//! These stop at the ends of the article and say so, with the key that leads to the next one: what
//! is read next is the reader's choice, not a key's.

use rust_i18n::t;

use super::{ReadingPage, reader::shown_part};
use crate::{
    annotation::PassageId,
    session::Notice,
    text::{self, ByteSpan},
    ui::{action::Action, caret::Direction, pages::Room},
};

impl ReadingPage {
    /// Selects the next sentence of running text that no passage of the coder touches, with all
    /// that the page joins to it.
    pub(super) fn step_untagged(&mut self, room: &mut Room<'_>, direction: Direction) {
        let Some(article) = room.article() else { return };
        let text = article.text.as_str();
        let tagged = Self::tagged(room, &article);
        let reader = &self.reader;
        let is_free = |span: &ByteSpan| {
            let next = tagged.partition_point(|tagged| tagged.end() <= span.start());
            tagged.get(next).is_none_or(|tagged| tagged.start() >= span.end())
        };
        let untagged = |sentence: &ByteSpan| {
            // A joined sentence comes once, where the first of it stands in the file.
            let whole = reader.sentence_at(text, sentence.start());
            reader.is_running_text(sentence.start())
                && whole.first().is_none_or(|first| first.start() >= sentence.start())
                && whole.iter().all(is_free)
        };
        let span = self.reader.selection.span();
        let step = |place| match direction {
            Direction::Forward => text::next_sentence(text, place),
            Direction::Back => text::previous_sentence(text, place),
        };
        // Nothing is selected yet: the sentence at the caret counts.
        let here = text::sentence_at(text, span.start()).filter(|sentence| {
            span.is_empty() && direction == Direction::Forward && sentence.end() > span.start()
        });
        let first = here.or_else(|| step(span.start()));
        let mut sentences = std::iter::successors(first, |sentence| step(sentence.start()));
        match sentences.find(untagged) {
            Some(sentence) => {
                room.shared.passage = None;
                self.reader.select_sentence(text, shown_part(text, sentence));
            }
            None => Self::nothing_more(
                room,
                direction,
                match direction {
                    Direction::Forward => t!("moving.no_untagged_after"),
                    Direction::Back => t!("moving.no_untagged_before"),
                },
            ),
        }
    }

    /// What the coder marked in `article`, in its order, without overlaps.
    fn tagged(room: &Room<'_>, article: &crate::corpus::Article) -> Vec<ByteSpan> {
        let coder = room.session.coder();
        let passages = room.session.annotations().passages_in(&article.path);
        let mut spans: Vec<ByteSpan> = passages
            .iter()
            .filter(|(by, _)| **by == coder)
            .filter_map(|(_, passage)| room.session.place_of(passage))
            .flatten()
            .filter_map(|&span| article.text.byte_span(span))
            .collect();
        spans.sort();
        spans.dedup_by(|next, kept| {
            let touch = next.start() <= kept.end();
            if touch {
                *kept = kept.cover(*next);
            }
            touch
        });
        spans
    }

    /// Puts the caret at the next heading.
    pub(super) fn step_heading(&mut self, room: &mut Room<'_>, direction: Direction) {
        let head = self.reader.selection.head();
        match self.reader.heading(head, direction) {
            Some(place) => {
                room.shared.passage = None;
                self.reader.place_caret(place);
            }
            None => Self::nothing_more(
                room,
                direction,
                match direction {
                    Direction::Forward => t!("moving.no_heading_after"),
                    Direction::Back => t!("moving.no_heading_before"),
                },
            ),
        }
    }

    /// Selects the next turn of a speaker, all of it.
    pub(super) fn step_turn(&mut self, room: &mut Room<'_>, direction: Direction) {
        match self.reader.turn(direction) {
            Some(turn) => {
                room.shared.passage = None;
                self.reader.select(turn);
            }
            None => Self::nothing_more(
                room,
                direction,
                match direction {
                    Direction::Forward => t!("moving.no_turn_after"),
                    Direction::Back => t!("moving.no_turn_before"),
                },
            ),
        }
    }

    pub(super) fn step_passage(&mut self, room: &mut Room<'_>, direction: Direction) {
        let Some(article) = room.article() else { return };
        let passages = room.session.annotations().passages_in(&article.path);
        let ids: Vec<PassageId> = passages.iter().map(|(_, passage)| passage.id).collect();
        let current = room.shared.passage.and_then(|id| ids.iter().position(|&other| other == id));
        let head = article.text.char_of(self.reader.selection.head()).unwrap_or_default();
        let starts = |place: usize| {
            passages
                .get(place)
                .and_then(|(_, passage)| passage.fragments.first())
                .map(|span| span.start())
        };
        let next = match (current, direction) {
            (Some(place), Direction::Forward) => Some(place + 1),
            (Some(place), Direction::Back) => place.checked_sub(1),
            (None, Direction::Forward) => (0..ids.len()).find(|&at| starts(at) >= Some(head)),
            (None, Direction::Back) => (0..ids.len()).rfind(|&at| starts(at) < Some(head)),
        };
        match next.and_then(|next| ids.get(next)) {
            Some(&id) => room.go_to(id),
            None => Self::nothing_more(
                room,
                direction,
                match direction {
                    Direction::Forward => t!("moving.no_passage_after"),
                    Direction::Back => t!("moving.no_passage_before"),
                },
            ),
        }
    }

    /// Says that there is none, and which key leads on.
    fn nothing_more(room: &mut Room<'_>, direction: Direction, note: impl AsRef<str>) {
        let on = match direction {
            Direction::Forward => Action::NextArticle,
            Direction::Back => Action::PreviousArticle,
        };
        let note = note.as_ref();
        room.shared.tell(Notice::note(match on.keys_text(room.ctx) {
            Some(keys) => format!("{note} · {keys} {}", on.label()),
            None => note.to_owned(),
        }));
    }
}
