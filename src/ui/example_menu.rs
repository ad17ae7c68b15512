//! The entry of a passage's menu that makes it an example.

use eframe::egui::{Ui, vec2};

use super::{action::Action, message::Message, theme};
use crate::{
    annotation::{PassageId, Theme},
    session::{Command, Session},
};

/// Of its theme, or of one of several.
pub(super) fn ui(session: &Session, passage: PassageId, ui: &mut Ui, out: &mut Vec<Message>) {
    let Some((.., passage)) = session.annotations().find(passage) else { return };
    let id = passage.id;
    let themes: Vec<&Theme> =
        passage.themes.iter().filter_map(|&theme| session.codebook().get(theme)).collect();
    let mut entry = |ui: &mut Ui, theme: &Theme, label: &str| {
        let on = theme.examples.iter().any(|example| example.passage == id);
        let button = eframe::egui::Button::selectable(on, label);
        if ui.add(button.min_size(vec2(ui.available_width(), 28.0))).clicked() {
            out.push(Message::Do(Command::ToggleExample { theme: theme.id, passage: id }));
            ui.close();
        }
    };
    let label = Action::Example.label();
    match themes.as_slice() {
        [] => {}
        [theme] => entry(ui, theme, &label),
        themes => {
            ui.menu_button(label, |ui| {
                ui.set_width(theme::MENU_WIDTH);
                for theme in themes {
                    entry(ui, theme, &theme.name);
                }
            });
        }
    }
}
