//! Going through what a search or a lexicon coded, one passage after the other, by single keys.
//!
//! K or Enter keeps a passage, D or Delete drops it, J or Space leaves it for later; its ends are
//! moved by the keys that always move them. Escape ends the round.

use eframe::egui::{Event, Key, Modifiers};
use rust_i18n::t;

use super::{ReadingPage, round::Round};
use crate::{
    annotation::{FoundBy, PassageId},
    session::{Command, Notice},
    ui::{
        message::{Message, RoundVerdict},
        pages::Room,
    },
};

impl ReadingPage {
    /// Begins a round with the passages that nobody has looked at, in the order of the set.
    pub(super) fn review_found(&mut self, room: &mut Room<'_>) {
        let coder = room.session.coder();
        let Some(corpus) = room.session.corpus() else { return };
        let annotations = room.session.annotations();
        let mut ids: Vec<PassageId> = Vec::new();
        for entry in corpus.entries() {
            let layer = annotations.layer(&entry.path, &coder).filter(|layer| layer.is_writable());
            let passages = layer.into_iter().flat_map(|layer| &layer.passages);
            let found = passages.filter(|p| p.origin.as_ref().is_some_and(|o| !o.reviewed));
            ids.extend(found.map(|passage| passage.id));
        }
        if ids.is_empty() {
            return room.shared.tell(Notice::note(t!("search.review.none")));
        }
        self.round = Some(Round::new(ids));
        // A round is not a place of the list one came from.
        room.out.push(Message::LeaveTrail);
        self.show_in_round(room);
    }

    /// The keys of a round, before any others hear them.
    pub(super) fn round_keys(&mut self, room: &mut Room<'_>) {
        if self.round.is_none() {
            return;
        }
        let keys = [
            (Key::K, RoundVerdict::Keep),
            (Key::Enter, RoundVerdict::Keep),
            (Key::D, RoundVerdict::Drop),
            (Key::Delete, RoundVerdict::Drop),
            (Key::Backspace, RoundVerdict::Drop),
            (Key::J, RoundVerdict::Skip),
            (Key::Space, RoundVerdict::Skip),
            (Key::ArrowDown, RoundVerdict::Skip),
            (Key::ArrowUp, RoundVerdict::Back),
            (Key::Escape, RoundVerdict::End),
        ];
        let mut verdicts = Vec::new();
        room.ctx.input_mut(|input| {
            let mut behind_key = false;
            input.events.retain(|event| {
                let typed = match event {
                    Event::Key { key, pressed: true, modifiers, .. }
                        if *modifiers == Modifiers::NONE =>
                    {
                        let verdict = keys.iter().find(|(one, _)| one == key);
                        verdicts.extend(verdict.map(|(_, verdict)| *verdict));
                        behind_key = verdict.is_some();
                        return verdict.is_none();
                    }
                    // Its character comes right behind a key.
                    Event::Text(_) => behind_key,
                    _ => false,
                };
                behind_key = false;
                !typed
            });
        });
        for verdict in verdicts {
            room.out.push(Message::Judge(verdict));
        }
    }

    /// Carries out a verdict on the passage that the round is at.
    pub(super) fn judge(&mut self, room: &mut Room<'_>, verdict: RoundVerdict) {
        let Some(round) = &mut self.round else { return };
        let Some(id) = round.current() else { return };
        match verdict {
            RoundVerdict::Keep => {
                round.step(1);
                room.apply(Command::KeepFound(vec![id]));
            }
            RoundVerdict::Drop => {
                round.step(1);
                room.apply(Command::DeletePassages(vec![id]));
            }
            RoundVerdict::Skip => round.step(1),
            RoundVerdict::Back => round.step(-1),
            RoundVerdict::DropAll => Self::drop_all_like(room, id),
            RoundVerdict::End => {
                self.round = None;
                return;
            }
        }
        // When that has been done.
        room.out.push(Message::GoOnInRound);
    }

    /// Deletes every passage nobody has looked at that the same query or lexicon found.
    fn drop_all_like(room: &mut Room<'_>, id: PassageId) {
        let coder = room.session.coder();
        let annotations = room.session.annotations();
        let of_one_lexicon = |a: &FoundBy, b: &FoundBy| {
            matches!(
                (a, b),
                (FoundBy::Lexicon(_), FoundBy::Lexicon(_))
                    | (FoundBy::Suggestion(_), FoundBy::Suggestion(_))
            )
        };
        let Some((_, _, passage)) = annotations.find(id) else { return };
        let Some(origin) = &passage.origin else { return };
        let (by, themes) = (&origin.by, &passage.themes);
        let alike = annotations.passages().filter(|(_, whose, other)| {
            let same = other.origin.as_ref().is_some_and(|o| {
                !o.reviewed
                    && (o.by == *by || (of_one_lexicon(&o.by, by) && other.themes == *themes))
            });
            **whose == coder && same
        });
        let ids: Vec<PassageId> = alike.map(|(_, _, passage)| passage.id).collect();
        room.apply(Command::DeletePassages(ids));
    }

    /// Shows the passage that the round is at; at its end, says so.
    pub(super) fn show_in_round(&mut self, room: &mut Room<'_>) {
        let annotations = room.session.annotations();
        let waits = |id: PassageId| {
            let passage = annotations.find(id).map(|(_, _, passage)| passage);
            passage.and_then(|p| p.origin.as_ref()).is_some_and(|origin| !origin.reviewed)
        };
        let Some(round) = &mut self.round else { return };
        match round.settle(waits) {
            Some(id) => room.go_to(id),
            None => {
                self.round = None;
                room.shared.tell(Notice::note(t!("search.review.done")));
            }
        }
    }
}
