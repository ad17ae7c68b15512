//! The switch of the suggestions beside the themes: offered as soon as there is something to learn
//! from.

use std::collections::BTreeMap;

use eframe::egui::{Align, Frame, Label, Layout, Margin, RichText, Ui};

use super::{SuggestionQueue, are_on, suggested};
use crate::{
    analysis::suggest::LEAST_TAGS,
    annotation::{Coder, ThemeId},
    session::Session,
    t,
    ui::{
        action::Action,
        message::Message,
        theme::{self, Palette},
        widgets::{self, chip},
    },
};

/// How many passages of each theme the coder tagged; counted once for each change.
#[derive(Default)]
pub(super) struct OwnTags {
    of: Option<(u64, u64, Coder)>,
    counts: BTreeMap<ThemeId, usize>,
}

impl OwnTags {
    pub(super) fn prepare(&mut self, session: &Session) {
        let revision = session.annotations().revision();
        let of = Some((session.set_revision(), revision, session.coder()));
        if self.of != of {
            self.of = of;
            self.counts = session.own_tags();
        }
    }

    /// How many more are to be tagged with the theme that has most, until something is learned.
    pub(super) fn missing(&self) -> usize {
        LEAST_TAGS.saturating_sub(self.counts.values().copied().max().unwrap_or_default())
    }
}

/// The switch, and what leads to the queue.
pub(in crate::ui::pages::reading) fn switch_ui(
    queue: &SuggestionQueue,
    session: &Session,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    let (on, missing) = (are_on(session), queue.tags.missing());
    if !on && missing > 0 {
        return;
    }
    let margin = Margin { left: 12, right: 8, top: 6, bottom: 0 };
    Frame::new().inner_margin(margin).show(ui, |ui| {
        row_ui((session, on, missing), palette, ui, out);
    });
}

fn row_ui(
    (session, on, missing): (&Session, bool, usize),
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    ui.horizontal(|ui| {
        ui.set_height(theme::grid(8.0));
        let toggle = chip::toggle(ui, palette, &t!("suggest.switch"), on);
        if toggle.on_hover_text(Action::Suggestions.tooltip(ui.ctx())).clicked() {
            out.push(Message::Act(Action::Suggestions));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if on {
                ui.add_space(theme::grid(1.0));
                let label = t!("suggest.go_through");
                let ink = palette.accent_ink;
                if widgets::text_button(ui, palette, &label, ink)
                    .on_hover_text(Action::SuggestionQueue.tooltip(ui.ctx()))
                    .clicked()
                {
                    out.push(Message::Act(Action::SuggestionQueue));
                }
            }
            let text = match suggested(session) {
                None if on => t!("suggest.state.waiting"),
                None => t!("suggest.state.offer"),
                Some(_) if missing > 0 => t!("suggest.state.few", more = missing),
                Some(all) => t!("suggest.state.counts", here = all.here.len(), all = all.total()),
            };
            let text = RichText::new(text).font(theme::small()).color(palette.second);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add(Label::new(text).truncate());
            });
        });
    });
}
