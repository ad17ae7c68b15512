//! Going through what a search or a lexicon coded, one passage after the other, by single keys.
//!
//! K or Enter keeps a passage, D or Delete drops it, J or Space leaves it for later; its ends are
//! moved by the keys that always move them. Escape ends the round.

use eframe::egui::{self, Event, Key, Modifiers};
use rust_i18n::t;

use super::App;
use crate::{
    annotation::{FoundBy, PassageId},
    session::{Command, Notice},
    ui::{review_found::Round, view::Page},
};

/// What a key does in a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ui) enum Verdict {
    /// It is right as it is.
    Keep,
    /// It is wrong.
    Drop,
    /// Later.
    Skip,
    /// The one before again.
    Back,
    /// All that were found by the same, and have not been looked at, are wrong.
    DropAll,
    /// End of the round.
    End,
}

impl App {
    /// Begins a round with the passages that nobody has looked at, in the order of the set.
    pub(super) fn review_found(&mut self) {
        let coder = self.session.coder();
        let Some(corpus) = self.session.corpus() else { return };
        let annotations = self.session.annotations();
        let mut ids: Vec<PassageId> = Vec::new();
        for entry in corpus.entries() {
            let layer = annotations.layer(&entry.path, &coder).filter(|layer| layer.is_writable());
            let passages = layer.into_iter().flat_map(|layer| &layer.passages);
            let found = passages.filter(|p| p.origin.as_ref().is_some_and(|o| !o.reviewed));
            ids.extend(found.map(|passage| passage.id));
        }
        if ids.is_empty() {
            return self.tell(Notice::note(t!("search.review.none")));
        }
        self.view.round = Some(Round::new(ids));
        self.view.search.open();
        self.show_in_round();
    }

    /// The keys of a round, before any others hear them.
    pub(super) fn round_keys(&mut self, ctx: &egui::Context) {
        let covered = self.view.dialog.is_some() || self.view.palette.is_some();
        let heard = self.view.page == Page::Reading
            && !covered
            && !ctx.text_edit_focused()
            && !self.listener.is_composing();
        if self.view.round.is_none() || !heard {
            return;
        }
        let keys = [
            (Key::K, Verdict::Keep),
            (Key::Enter, Verdict::Keep),
            (Key::D, Verdict::Drop),
            (Key::Delete, Verdict::Drop),
            (Key::Backspace, Verdict::Drop),
            (Key::J, Verdict::Skip),
            (Key::Space, Verdict::Skip),
            (Key::ArrowDown, Verdict::Skip),
            (Key::ArrowUp, Verdict::Back),
            (Key::Escape, Verdict::End),
        ];
        let mut verdicts = Vec::new();
        ctx.input_mut(|input| {
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
            self.judge_found(verdict);
        }
    }

    /// Carries out a verdict on the passage that the round is at.
    pub(super) fn judge_found(&mut self, verdict: Verdict) {
        let Some(round) = &mut self.view.round else { return };
        let Some(id) = round.current() else { return };
        match verdict {
            Verdict::Keep => {
                round.step(1);
                self.apply(Command::KeepFound(vec![id]));
            }
            Verdict::Drop => {
                round.step(1);
                self.apply(Command::DeletePassages(vec![id]));
            }
            Verdict::Skip => round.step(1),
            Verdict::Back => round.step(-1),
            Verdict::DropAll => self.drop_all_like(id),
            Verdict::End => {
                self.view.round = None;
                return;
            }
        }
        self.show_in_round();
    }

    /// Deletes every passage nobody has looked at that the same query or lexicon found.
    fn drop_all_like(&mut self, id: PassageId) {
        let coder = self.session.coder();
        let annotations = self.session.annotations();
        let of_one_lexicon =
            |a: &FoundBy, b: &FoundBy| matches!((a, b), (FoundBy::Lexicon(_), FoundBy::Lexicon(_)));
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
        self.apply(Command::DeletePassages(ids));
    }

    /// Shows the passage that the round is at; at its end, says so.
    fn show_in_round(&mut self) {
        let annotations = self.session.annotations();
        let waits = |id: PassageId| {
            let passage = annotations.find(id).map(|(_, _, passage)| passage);
            passage.and_then(|p| p.origin.as_ref()).is_some_and(|origin| !origin.reviewed)
        };
        let Some(round) = &mut self.view.round else { return };
        match round.settle(waits) {
            Some(id) => self.go_to(id),
            None => {
                self.view.round = None;
                self.tell(Notice::note(t!("search.review.done")));
            }
        }
    }
}
