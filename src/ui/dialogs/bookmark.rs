//! A bookmark: the words it stands at, and the note on it.

use eframe::egui::Context;

use super::form::{self, Buttons, FormAnswer};
use crate::{
    annotation::Bookmark,
    session::{CatalogueCommand, Command, Session},
    t,
    ui::{
        message::Message,
        theme::{self, Palette},
    },
};

/// The open dialog.
#[derive(Clone, Debug)]
pub(in crate::ui) struct BookmarkForm {
    mark: Bookmark,
    /// The note it had to begin with.
    opened: String,
    is_new: bool,
    fresh: bool,
}

impl BookmarkForm {
    pub(super) fn new(mark: Bookmark, is_new: bool) -> Self {
        Self { opened: mark.note.clone(), mark, is_new, fresh: true }
    }

    /// Whether another note was written.
    pub(super) fn is_changed(&self) -> bool {
        self.mark.note.trim() != self.opened.trim()
    }

    /// What confirming does now.
    pub(super) fn command(&self) -> Command {
        let note = self.mark.note.trim().to_owned();
        CatalogueCommand::SaveBookmark(Bookmark { note, ..self.mark.clone() }).into()
    }

    /// Shows it; `false` when it is done with.
    pub(super) fn ui(
        &mut self,
        session: &Session,
        palette: &Palette,
        ctx: &Context,
        out: &mut Vec<Message>,
    ) -> bool {
        let title = if self.is_new { t!("bookmark.new") } else { t!("bookmark.title") };
        let answer = form::card(
            ctx,
            palette,
            &title,
            theme::DIALOG,
            |ui| {
                form::row(ui, palette, &t!("bookmark.place"), |ui| {
                    form::value(ui, palette, &session.name_read(&self.mark.quote));
                });
                form::row(ui, palette, &t!("bookmark.note"), |ui| {
                    let (name, hint) = (t!("bookmark.note"), t!("bookmark.note_hint"));
                    let response = form::field(ui, palette, &mut self.mark.note, &hint, &name, 0.0);
                    form::focus_first(ui, &mut self.fresh, &response, &self.mark.note);
                });
            },
            |ui, ()| {
                let aside = (!self.is_new).then(|| t!("bookmark.delete"));
                Buttons { aside, ..Buttons::new(t!("bookmark.confirm"), true) }.ui(ui, palette)
            },
        );
        match answer {
            Some(FormAnswer::Confirm) => out.push(Message::Do(self.command())),
            Some(FormAnswer::Aside) => {
                out.push(Message::Do(CatalogueCommand::DeleteBookmark(self.mark.id).into()));
            }
            Some(FormAnswer::None) => return true,
            Some(FormAnswer::Cancel) | None => {}
        }
        false
    }
}
