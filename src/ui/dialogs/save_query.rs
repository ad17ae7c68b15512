//! What a query that is saved is called.

use eframe::egui::Context;
use rust_i18n::t;

use super::form::{self, Buttons, FormAnswer};
use crate::{
    annotation::SavedQuery,
    session::Command,
    ui::{
        message::Message,
        theme::{self, Palette},
    },
};

/// The open dialog.
#[derive(Clone, Debug)]
pub(in crate::ui) struct SaveQuery {
    query: SavedQuery,
    /// The name it had to begin with.
    opened: String,
    rename: bool,
    fresh: bool,
}

impl SaveQuery {
    pub(super) fn new(query: SavedQuery, rename: bool) -> Self {
        Self { opened: query.name.clone(), query, rename, fresh: true }
    }

    /// Whether another name was written.
    pub(super) fn is_changed(&self) -> bool {
        self.query.name.trim() != self.opened.trim()
    }

    /// What confirming does now; none without a name.
    pub(super) fn command(&self) -> Option<Command> {
        let name = self.query.name.trim().to_owned();
        let query = SavedQuery { name, ..self.query.clone() };
        (!query.name.is_empty()).then_some(Command::SaveQuery(query))
    }

    /// Shows it; `false` when it is done with.
    pub(super) fn ui(&mut self, palette: &Palette, ctx: &Context, out: &mut Vec<Message>) -> bool {
        let title =
            if self.rename { t!("retrieve.query.rename") } else { t!("retrieve.query.title") };
        let enabled = !self.query.name.trim().is_empty();
        let answer = form::card(
            ctx,
            palette,
            &title,
            theme::DIALOG,
            |ui| {
                form::row(ui, palette, &t!("retrieve.query.name"), |ui| {
                    let name = t!("retrieve.query.name");
                    let response = form::field(ui, palette, &mut self.query.name, "", &name, 0.0);
                    form::focus_first(ui, &mut self.fresh, &response, &self.query.name);
                });
                form::row(ui, palette, &t!("retrieve.query.text"), |ui| {
                    form::value(ui, palette, &self.query.query);
                });
            },
            |ui, ()| Buttons::new(t!("retrieve.query.confirm"), enabled).ui(ui, palette),
        );
        if answer == Some(FormAnswer::Confirm) && enabled {
            out.extend(self.command().map(Message::Do));
            return false;
        }
        answer == Some(FormAnswer::None)
    }
}
