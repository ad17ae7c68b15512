//! The current coder's memo on an article.
//!
//! Saved when its field is left, like every other memo: the dialog itself only closes.

use eframe::egui::{Context, TextEdit};
use rust_i18n::t;

use super::form::{self, Buttons, FormAnswer};
use crate::{
    corpus::ArticlePath,
    session::Session,
    ui::{
        drafts::{self, Drafts, WrittenOn},
        theme::{self, Palette},
        widgets::{self, markdown},
    },
};

/// The open dialog.
#[derive(Clone, Debug)]
pub(in crate::ui) struct ArticleMemoForm {
    on: WrittenOn,
    fresh: bool,
}

impl ArticleMemoForm {
    pub(super) fn new(path: ArticlePath) -> Self {
        Self { on: WrittenOn::Article(path), fresh: true }
    }

    /// Whether something is written that is not saved yet.
    pub(super) fn is_changed(&self, session: &Session, drafts: &Drafts) -> bool {
        drafts.is_written(session, &self.on)
    }

    /// Shows it; `false` when it is done with.
    pub(super) fn ui(
        &mut self,
        session: &Session,
        drafts: &mut Drafts,
        palette: &Palette,
        ctx: &Context,
    ) -> bool {
        if std::mem::take(&mut self.fresh) {
            drafts.focus(self.on.clone());
        }
        let answer = form::card(
            ctx,
            palette,
            &t!("memos.article.title"),
            theme::DIALOG,
            |ui| {
                let response = drafts.ui(session, &self.on, ui, |ui, text, id, _| {
                    let edit = TextEdit::multiline(text)
                        .id(id)
                        .desired_rows(8)
                        .desired_width(ui.available_width())
                        .event_filter(drafts::field_keys());
                    ui.add(edit).accessible_name(t!("memos.article.text"))
                });
                widgets::focus_ring(ui, palette, response.rect, &response);
                let text = drafts.text(session, &self.on);
                if text.trim().is_empty() {
                    form::hint(ui, palette, &t!("memos.markdown"));
                } else {
                    markdown::ui(&text, palette, ui);
                }
            },
            |ui, ()| {
                let (confirm, enabled) = (t!("memos.save"), true);
                Buttons { confirm, enabled, cancel: None, aside: None }.ui(ui, palette)
            },
        );
        answer == Some(FormAnswer::None)
    }
}
