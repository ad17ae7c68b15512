//! From one thing to the next in the text: clause, sentence without a tag, turn, passage, heading;
//! and from article to article.
//!
//! These stop at the ends of the article and say so, with the key that leads to the next one: what
//! is read next is the reader's choice, not a key's.

use eframe::egui::Context;
use rust_i18n::t;

use super::App;
use crate::{
    annotation::PassageId,
    session::Notice,
    text::{self, ByteSpan},
    ui::{
        action::Action,
        library,
        reader::{self, Direction},
    },
};

impl App {
    /// Selects the clause after or before what is selected.
    pub(super) fn select_clause(&mut self, direction: Direction) {
        let Some(article) = self.article() else { return };
        let text = article.text.as_str();
        let span = self.view.reader.selection.span();
        let clause = match direction {
            // Nothing is selected yet: the clause at the caret comes first.
            Direction::Forward if span.is_empty() => text::clause_at(text, span.start())
                .filter(|clause| clause.end() > span.start())
                .or_else(|| reader::next_clause(text, span.start())),
            Direction::Forward => reader::next_clause(text, span.start()),
            Direction::Back => reader::previous_clause(text, span.start()),
        };
        if let Some(clause) = clause {
            self.view.passage = None;
            self.view.reader.select(reader::shown_part(text, clause));
        }
    }

    /// Selects the next sentence of running text that no passage of the coder touches, with all
    /// that the page joins to it.
    pub(super) fn step_untagged(&mut self, ctx: &Context, direction: Direction) {
        let Some(article) = self.article() else { return };
        let text = article.text.as_str();
        let tagged = self.tagged(&article);
        let reader = &self.view.reader;
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
        let span = self.view.reader.selection.span();
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
                self.view.passage = None;
                self.view.reader.select_sentence(text, reader::shown_part(text, sentence));
            }
            None => self.nothing_more(
                ctx,
                direction,
                match direction {
                    Direction::Forward => t!("moving.no_untagged_after"),
                    Direction::Back => t!("moving.no_untagged_before"),
                },
            ),
        }
    }

    /// What the coder marked in `article`, in its order, without overlaps.
    fn tagged(&self, article: &crate::corpus::Article) -> Vec<ByteSpan> {
        let coder = self.session.coder();
        let passages = self.session.annotations().passages_in(&article.path);
        let mut spans: Vec<ByteSpan> = passages
            .iter()
            .filter(|(by, _)| **by == coder)
            .filter_map(|(_, passage)| self.session.place_of(passage))
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
    pub(super) fn step_heading(&mut self, ctx: &Context, direction: Direction) {
        let head = self.view.reader.selection.head();
        match self.view.reader.heading(head, direction) {
            Some(place) => {
                self.view.passage = None;
                self.view.reader.place_caret(place);
            }
            None => self.nothing_more(
                ctx,
                direction,
                match direction {
                    Direction::Forward => t!("moving.no_heading_after"),
                    Direction::Back => t!("moving.no_heading_before"),
                },
            ),
        }
    }

    /// Selects the next turn of a speaker, all of it.
    pub(super) fn step_turn(&mut self, ctx: &Context, direction: Direction) {
        match self.view.reader.turn(direction) {
            Some(turn) => {
                self.view.passage = None;
                self.view.reader.select(turn);
            }
            None => self.nothing_more(
                ctx,
                direction,
                match direction {
                    Direction::Forward => t!("moving.no_turn_after"),
                    Direction::Back => t!("moving.no_turn_before"),
                },
            ),
        }
    }

    pub(super) fn step_passage(&mut self, ctx: &Context, direction: Direction) {
        let Some(article) = self.article() else { return };
        let passages = self.session.annotations().passages_in(&article.path);
        let ids: Vec<PassageId> = passages.iter().map(|(_, passage)| passage.id).collect();
        let current = self.view.passage.and_then(|id| ids.iter().position(|&other| other == id));
        let head = article.text.char_of(self.view.reader.selection.head()).unwrap_or_default();
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
            Some(&id) => self.go_to(id),
            None => self.nothing_more(
                ctx,
                direction,
                match direction {
                    Direction::Forward => t!("moving.no_passage_after"),
                    Direction::Back => t!("moving.no_passage_before"),
                },
            ),
        }
    }

    pub(super) fn step_article(&mut self, direction: Direction) {
        let shown = library::shown(&self.session, &self.view.library);
        let current = self.view.article.as_ref();
        let place = shown.iter().position(|path| Some(path) == current);
        let next = match (place, direction) {
            (None, _) => Some(0),
            (Some(place), Direction::Forward) => Some(place + 1),
            (Some(place), Direction::Back) => place.checked_sub(1),
        };
        if let Some(path) = next.and_then(|place| shown.get(place)) {
            self.show(path.clone());
        }
    }

    /// Says that there is none, and which key leads on.
    fn nothing_more(&mut self, ctx: &Context, direction: Direction, note: impl AsRef<str>) {
        let on = match direction {
            Direction::Forward => Action::NextArticle,
            Direction::Back => Action::PreviousArticle,
        };
        let note = note.as_ref();
        self.tell(Notice::note(match on.keys_text(ctx) {
            Some(keys) => format!("{note} · {keys} {}", on.label()),
            None => note.to_owned(),
        }));
    }
}
