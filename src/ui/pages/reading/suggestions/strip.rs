//! The strip above the text while suggestions are gone through and the panel is not in sight.

use eframe::egui::{Align, Frame, Label, Layout, Margin, Panel, RichText, Stroke, Ui};

use super::{SuggestionQueue, panel::score, suggested};
use crate::{
    t,
    ui::{
        action::Action,
        message::{Message, SuggestionVerdict},
        pages::Room,
        theme, widgets,
    },
};

/// The strip.
pub(super) fn ui(queue: &SuggestionQueue, room: &mut Room<'_>, ui: &mut Ui) {
    let (session, palette) = (room.session, room.palette);
    let current = suggested(session).and_then(|all| queue.current(all));
    let frame = Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(14, 0));
    Panel::top("suggestion").frame(frame).exact_size(theme::FIND_BAR).resizable(false).show(
        ui,
        |ui| {
            let bar = ui.max_rect();
            let line = Stroke::new(1.0, palette.hairline);
            ui.painter().hline(bar.x_range().expand(14.0), bar.bottom() - 0.5, line);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = theme::grid(1.0);
                let answers = [
                    (t!("suggest.accept"), Action::AcceptSuggestion, palette.accent_ink),
                    (t!("suggest.refuse"), Action::RefuseSuggestion, palette.ink),
                    (t!("suggest.later"), Action::LaterSuggestion, palette.ink),
                ];
                for (name, action, ink) in answers {
                    if current.is_some() && widgets::text_button(ui, palette, &name, ink).clicked()
                    {
                        room.out.push(Message::Act(action));
                    }
                }
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let close = t!("suggest.close");
                    if widgets::text_button(ui, palette, &close, palette.second).clicked() {
                        room.out.push(Message::Suggest(SuggestionVerdict::Close));
                    }
                    let text = match current {
                        Some(one) => {
                            let known = session.codebook().get(one.theme);
                            let name = known.map_or("", |theme| theme.name.as_str());
                            t!("suggest.name", theme = name, score = score(one))
                        }
                        None if suggested(session).is_none() => t!("suggest.state.waiting"),
                        None => t!("suggest.nothing.here"),
                    };
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                        ui.add(Label::new(RichText::new(text).color(palette.second)).truncate());
                    });
                });
            });
        },
    );
}
