//! Below the table: how much is shown and chosen, and what can be done with it.

use eframe::egui::{Align, Button, Layout, RichText, Stroke, Ui, vec2};

use super::ExcerptsPage;
use crate::{
    session::{Command, Session},
    t,
    ui::{
        action::Action,
        dialogs::Dialog,
        message::Message,
        theme::{self, Palette},
        widgets,
    },
};

/// Its height with the space around it.
pub(super) const HEIGHT: f32 = 60.0;

/// The counts on the left, the buttons on the right.
pub(super) fn ui(
    session: &Session,
    page: &mut ExcerptsPage,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    let (shown, checked) = (page.passages(), page.checked_shown);
    let size = vec2(ui.available_width(), HEIGHT);
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        let text = match checked {
            0 => t!("excerpts.foot.shown", shown = shown),
            checked => t!("excerpts.foot.checked", shown = shown, checked = checked),
        };
        ui.label(RichText::new(text).color(palette.second));
        if checked > 0 && plain_button(ui, palette, &t!("excerpts.foot.uncheck"), true) {
            page.checked.clear();
            page.count_checked();
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let label = match checked {
                0 => t!("excerpts.foot.export"),
                checked => t!("excerpts.foot.export_checked", checked = checked),
            };
            let export = widgets::primary_button(ui, palette, &label, shown > 0);
            if export.on_hover_text(Action::Export.tooltip(ui.ctx())).clicked() {
                out.push(Message::Act(Action::Export));
            }
            let some = checked > 0;
            // What is to be changed has to be checked: all that is shown may be the whole set.
            let chosen = || page.chosen(session);
            if plain_button(ui, palette, &t!("excerpts.foot.delete"), some) {
                out.push(Message::Do(Command::DeletePassages(chosen())));
            }
            if plain_button(ui, palette, &t!("retrieve.foot.memo"), some) {
                out.push(Message::Open(Dialog::add_memo(chosen())));
            }
            if plain_button(ui, palette, &t!("retrieve.foot.retag"), some) {
                out.push(Message::Open(Dialog::retag(chosen())));
            }
        });
    });
}

fn plain_button(ui: &mut Ui, palette: &Palette, label: &str, enabled: bool) -> bool {
    let ink = if enabled { palette.ink } else { palette.second };
    let button = Button::new(RichText::new(label).color(ink))
        .fill(palette.raised)
        .stroke(Stroke::new(1.0, palette.hairline))
        .min_size(vec2(0.0, theme::CONTROL));
    ui.add_enabled(enabled, button).clicked()
}
