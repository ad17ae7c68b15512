//! The round through what was coded automatically: where it is, and the strip that says so.

use eframe::egui::{Align, Frame, Label, Layout, Margin, Panel, RichText, Stroke, Ui};
use rust_i18n::t;

use crate::{
    annotation::{FoundBy, PassageId},
    session::{Session, describe},
    ui::{
        message::{Message, RoundVerdict},
        theme::{self, Palette},
        widgets,
    },
};

/// Passages to be looked at, and which one it is now.
pub(super) struct Round {
    ids: Vec<PassageId>,
    at: usize,
}

impl Round {
    pub(super) fn new(ids: Vec<PassageId>) -> Self {
        Self { ids, at: 0 }
    }

    pub(super) fn current(&self) -> Option<PassageId> {
        self.ids.get(self.at).copied()
    }

    /// Goes on, or back; behind the last it is at its end.
    pub(super) fn step(&mut self, by: isize) {
        self.at = self.at.saturating_add_signed(by).min(self.ids.len());
    }

    /// The passage to be shown: those that do not wait any more are passed over, and from the end it
    /// goes round to those that were left for later.
    pub(super) fn settle(&mut self, waits: impl Fn(PassageId) -> bool) -> Option<PassageId> {
        let current = self.current().filter(|&id| waits(id));
        if let Some(id) = current {
            return Some(id);
        }
        let after = self.ids.iter().skip(self.at).position(|&id| waits(id));
        self.at = match after {
            Some(steps) => self.at + steps,
            None => self.ids.iter().position(|&id| waits(id))?,
        };
        self.current()
    }

    /// The strip above the text, while the round is on.
    pub(super) fn ui(
        &self,
        session: &Session,
        palette: &Palette,
        ui: &mut Ui,
        out: &mut Vec<Message>,
    ) {
        let Some((_, _, passage)) = self.current().and_then(|id| session.annotations().find(id))
        else {
            return;
        };
        let by = match passage.origin.as_ref().map(|origin| &origin.by) {
            Some(FoundBy::Query(query)) => {
                t!("search.review.query", query = describe::shown(query))
            }
            Some(FoundBy::Lexicon(entry)) => {
                t!("search.review.lexicon", entry = describe::shown(entry))
            }
            Some(FoundBy::Suggestion(score)) => t!("suggest.origin", score = score),
            None => "".into(),
        };
        let frame = Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(14, 0));
        Panel::top("round").frame(frame).exact_size(theme::FIND_BAR).resizable(false).show(
            ui,
            |ui| {
                let bar = ui.max_rect();
                let line = Stroke::new(1.0, palette.hairline);
                ui.painter().hline(bar.x_range().expand(14.0), bar.bottom() - 0.5, line);
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    ui.spacing_mut().item_spacing.x = theme::grid(1.0);
                    for (label, verdict) in [
                        (t!("search.review.keep"), RoundVerdict::Keep),
                        (t!("search.review.drop"), RoundVerdict::Drop),
                        (t!("search.review.skip"), RoundVerdict::Skip),
                    ] {
                        let colour = if verdict == RoundVerdict::Keep {
                            palette.accent_ink
                        } else {
                            palette.ink
                        };
                        if widgets::text_button(ui, palette, &label, colour).clicked() {
                            out.push(Message::Judge(verdict));
                        }
                    }
                    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                        if widgets::text_button(
                            ui,
                            palette,
                            &t!("search.review.end"),
                            palette.second,
                        )
                        .clicked()
                        {
                            out.push(Message::Judge(RoundVerdict::End));
                        }
                        let all = t!("search.review.drop_all");
                        if widgets::text_button(ui, palette, &all, palette.second)
                            .on_hover_text(t!("search.review.drop_all_hint"))
                            .clicked()
                        {
                            out.push(Message::Judge(RoundVerdict::DropAll));
                        }
                        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                            let (at, count) =
                                (theme::grouped(self.at + 1), theme::grouped(self.ids.len()));
                            let text = t!("search.review.strip", at = at, count = count, by = by);
                            ui.add(
                                Label::new(RichText::new(text).color(palette.second)).truncate(),
                            );
                        });
                    });
                });
            },
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_left_for_later_comes_round_again() {
        let ids: Vec<PassageId> = (0..3).map(|_| PassageId::fresh()).collect();
        let mut round = Round::new(ids.clone());
        round.step(1);
        assert_eq!(round.settle(|_| true), Some(ids[1]));
        round.step(1);
        assert_eq!(round.settle(|id| id == ids[0]), Some(ids[0]));
        round.step(-1);
        assert_eq!(round.settle(|id| id == ids[0]), Some(ids[0]));
        assert_eq!(round.settle(|_| false), None);
    }
}
