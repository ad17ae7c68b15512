//! The context menu of the text: what can be done with the selection or the passage there.

use eframe::egui::{self, PointerButton, Response, RichText, Ui};

use super::{Reader, State};
use crate::ui::{action::Action, view::Message};

impl Reader<'_> {
    /// The menu of a right click on the text.
    pub(super) fn menu(&self, state: &State, response: &Response, out: &mut Vec<Message>) {
        response.context_menu(|ui| {
            ui.set_min_width(220.0);
            for theme in self.session.codebook().themes() {
                let colour = self.palette.theme(theme.colour);
                let key = theme.key.map(|key| key.to_string()).unwrap_or_default();
                let chosen = self.bears(theme.id);
                let name = RichText::new(&theme.name).color(self.palette.ink);
                let button = egui::Button::selectable(chosen, name)
                    .shortcut_text(RichText::new(key).color(self.palette.second));
                let row = ui.add(button.min_size(egui::vec2(ui.available_width(), 28.0)));
                let dot = egui::pos2(row.rect.left() + 3.0, row.rect.center().y);
                ui.painter().circle_filled(dot, 3.0, colour);
                if row.clicked() {
                    out.push(Message::TagWith(theme.id));
                    ui.close();
                }
            }
            item(ui, self, Action::TagPalette, true, out);
            ui.separator();
            item(ui, self, Action::Memo, self.passage.is_some(), out);
            item(ui, self, Action::DeletePassage, self.passage.is_some(), out);
            ui.separator();
            let selected = !state.selection.is_empty();
            item(ui, self, Action::AddWord, selected, out);
            item(ui, self, Action::ListWord, true, out);
            ui.separator();
            item(ui, self, Action::Copy, selected, out);
            item(ui, self, Action::SelectSentence, true, out);
            item(ui, self, Action::Find, true, out);
        });
    }

    /// Whether the selected passage has that theme.
    fn bears(&self, theme: crate::annotation::ThemeId) -> bool {
        let found = self.passage.and_then(|id| self.session.annotations().find(id));
        found.is_some_and(|(_, _, passage)| passage.themes.contains(&theme))
    }
}

fn item(ui: &mut Ui, reader: &Reader<'_>, action: Action, enabled: bool, out: &mut Vec<Message>) {
    let keys = action.keys_text(ui.ctx()).unwrap_or_default();
    let button = egui::Button::new(action.label().into_owned())
        .frame(false)
        .shortcut_text(RichText::new(keys).color(reader.palette.second))
        .min_size(egui::vec2(ui.available_width(), 28.0));
    if ui.add_enabled(enabled, button).clicked() {
        out.push(Message::Act(action));
        ui.close();
    }
}

/// Whether the text was clicked for its menu in this frame.
pub(super) fn asked(response: &Response) -> bool {
    response.clicked_by(PointerButton::Secondary)
}
