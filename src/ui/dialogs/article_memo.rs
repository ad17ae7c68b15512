//! The current coder's memo on an article.

use eframe::egui::{Context, Id, TextEdit};
use rust_i18n::t;

use super::form::{self, Answer, Buttons};
use crate::{
    corpus::ArticlePath,
    session::{Command, Session},
    ui::{
        theme::{self, Palette},
        view::Message,
        widgets::{self, markdown},
    },
};

/// The open dialog.
#[derive(Clone, Debug)]
pub(in crate::ui) struct ArticleMemo {
    path: ArticlePath,
    text: String,
    fresh: bool,
}

impl ArticleMemo {
    pub(super) fn new(session: &Session, path: ArticlePath) -> Self {
        let text = session.article_memo(&path).to_owned();
        Self { path, text, fresh: true }
    }

    /// Shows it; `false` when it is done with.
    pub(super) fn ui(
        &mut self,
        session: &Session,
        palette: &Palette,
        ctx: &Context,
        out: &mut Vec<Message>,
    ) -> bool {
        let answer = form::card(
            ctx,
            palette,
            &t!("memos.article.title"),
            theme::DIALOG,
            |ui| {
                let edit = TextEdit::multiline(&mut self.text)
                    .id(Id::unique("article memo"))
                    .desired_rows(8)
                    .desired_width(ui.available_width());
                let response = ui.add(edit).accessible_name(t!("memos.article.text"));
                widgets::focus_ring(ui, palette, response.rect, &response);
                if std::mem::take(&mut self.fresh) {
                    response.request_focus();
                }
                if self.text.trim().is_empty() {
                    form::hint(ui, palette, &t!("memos.markdown"));
                } else {
                    markdown::ui(&self.text, palette, ui);
                }
            },
            |ui, ()| Buttons::new(t!("memos.save"), true).ui(ui, palette),
        );
        let memo = self.text.trim_end().to_owned();
        if answer == Some(Answer::Confirm) {
            if memo != session.article_memo(&self.path) {
                let article = self.path.clone();
                out.push(Message::Do(Command::SetArticleMemo { article, memo }));
            }
            return false;
        }
        answer == Some(Answer::None)
    }
}
