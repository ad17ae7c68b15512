//! Saving elsewhere: in which folder the copy of the set is to lie.

use eframe::egui::{Context, Ui};
use rust_i18n::t;

use super::{
    form::{self, Buttons, FormAnswer},
    system::{PickedPaths, Picker, typed_path},
};
use crate::{
    session::Command,
    ui::{
        message::Message,
        theme::{self, Palette},
    },
};

/// The open dialog.
#[derive(Clone, Debug)]
pub(in crate::ui) struct Elsewhere {
    picker: Picker,
    path: String,
    fresh: bool,
}

impl Elsewhere {
    pub(super) fn new(ctx: &Context) -> Self {
        let title = t!("safety.elsewhere.title").into_owned();
        Self { picker: Picker::folder(ctx, title, None), path: String::new(), fresh: true }
    }

    /// Whether a path was typed.
    pub(super) fn is_changed(&self) -> bool {
        !self.path.trim().is_empty()
    }

    /// Shows it; `false` when it is done with.
    pub(super) fn ui(&mut self, palette: &Palette, ctx: &Context, out: &mut Vec<Message>) -> bool {
        let mut chosen = match self.picker.answer() {
            Some(PickedPaths::Paths(paths)) => paths.first().cloned(),
            Some(PickedPaths::Nothing) => return false,
            Some(PickedPaths::Unavailable) | None => None,
        };
        let answer = form::card(
            ctx,
            palette,
            &t!("safety.elsewhere.title"),
            theme::DIALOG,
            |ui| {
                self.path_ui(palette, ui);
                typed_path(&self.path).is_some()
            },
            |ui, enabled| Buttons::new(t!("safety.elsewhere.confirm"), enabled).ui(ui, palette),
        );
        if answer == Some(FormAnswer::Confirm) {
            chosen = typed_path(&self.path);
        }
        if let Some(folder) = chosen {
            out.push(Message::Do(Command::SaveElsewhere(folder)));
            return false;
        }
        answer == Some(FormAnswer::None)
    }

    fn path_ui(&mut self, palette: &Palette, ui: &mut Ui) {
        form::hint(ui, palette, &t!("safety.elsewhere.hint"));
        let name = t!("safety.elsewhere.folder");
        let hint = t!("safety.elsewhere.folder_hint");
        let response = form::field(ui, palette, &mut self.path, &hint, &name, 0.0);
        form::focus_first(ui, &mut self.fresh, &response, &self.path);
        let note = match self.picker.answer() {
            Some(PickedPaths::Unavailable) => t!("dialogs.open.unavailable"),
            _ => t!("dialogs.open.waiting"),
        };
        form::hint(ui, palette, &note);
    }
}
