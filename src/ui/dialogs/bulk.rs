//! What is done to the passages that are checked: other themes, a note.

use std::collections::BTreeSet;

use eframe::egui::{Context, Id, ScrollArea, TextEdit, Ui};

use super::form::{self, Buttons, FormAnswer};
use crate::{
    annotation::{PassageId, ThemeId},
    session::{Command, Retag, Session},
    t,
    ui::{
        message::Message,
        theme::{self, Palette},
        widgets::{self, chip::check_option},
    },
};

/// What becomes of the themes that the passages have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum How {
    #[default]
    Add,
    Replace,
    Remove,
}

/// Other themes for passages.
#[derive(Clone, Debug)]
pub(in crate::ui) struct RetagForm {
    passages: Vec<PassageId>,
    how: How,
    themes: BTreeSet<ThemeId>,
}

impl RetagForm {
    pub(super) fn new(passages: Vec<PassageId>) -> Self {
        Self { passages, how: How::default(), themes: BTreeSet::new() }
    }

    /// Whether something was chosen.
    pub(super) fn is_changed(&self) -> bool {
        self.how != How::default() || !self.themes.is_empty()
    }

    /// Shows it; `false` when it is done with.
    pub(super) fn ui(
        &mut self,
        session: &Session,
        palette: &Palette,
        ctx: &Context,
        out: &mut Vec<Message>,
    ) -> bool {
        let title = t!("retrieve.retag.title", count = self.passages.len());
        let enabled = !self.themes.is_empty();
        let answer = form::card(
            ctx,
            palette,
            &title,
            theme::DIALOG,
            |ui| self.body_ui(session, palette, ui),
            |ui, ()| Buttons::new(t!("retrieve.retag.confirm"), enabled).ui(ui, palette),
        );
        if answer == Some(FormAnswer::Confirm) && enabled {
            // In the order of the codebook.
            let all = session.codebook().themes().iter().map(|theme| theme.id);
            let themes: Vec<ThemeId> = all.filter(|id| self.themes.contains(id)).collect();
            let (add, remove) = match self.how {
                How::Remove => (Vec::new(), themes),
                How::Add | How::Replace => (themes, Vec::new()),
            };
            let replace = self.how == How::Replace;
            let passages = self.passages.clone();
            let retag = Retag { passages, add, remove, replace };
            out.push(Message::Do(Command::Retag(retag)));
            return false;
        }
        answer == Some(FormAnswer::None)
    }

    fn body_ui(&mut self, session: &Session, palette: &Palette, ui: &mut Ui) {
        let choices = [
            (How::Add, t!("retrieve.retag.add")),
            (How::Replace, t!("retrieve.retag.replace")),
            (How::Remove, t!("retrieve.retag.remove")),
        ];
        form::choice(ui, palette, &t!("retrieve.retag.how"), &mut self.how, &choices);
        let hint = match self.how {
            How::Add => t!("retrieve.retag.hint_add"),
            How::Replace => t!("retrieve.retag.hint_replace"),
            How::Remove => t!("retrieve.retag.hint_remove"),
        };
        form::hint(ui, palette, &hint);
        ScrollArea::vertical().max_height(320.0).auto_shrink([false, true]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for (depth, theme) in session.codebook().tree() {
                let chosen = self.themes.contains(&theme.id);
                let colour = Some(palette.theme(theme.colour));
                if check_option(ui, palette, &theme.name, chosen, colour, depth)
                    && !self.themes.remove(&theme.id)
                {
                    self.themes.insert(theme.id);
                }
            }
        });
    }
}

/// A note for passages.
#[derive(Clone, Debug)]
pub(in crate::ui) struct AddMemo {
    passages: Vec<PassageId>,
    note: String,
    fresh: bool,
}

impl AddMemo {
    pub(super) fn new(passages: Vec<PassageId>) -> Self {
        Self { passages, note: String::new(), fresh: true }
    }

    /// Whether something was written.
    pub(super) fn is_changed(&self) -> bool {
        !self.note.trim().is_empty()
    }

    /// What confirming does now; none where nothing was written.
    pub(super) fn command(&self) -> Option<Command> {
        let (passages, note) = (self.passages.clone(), self.note.clone());
        self.is_changed().then_some(Command::AddMemo { passages, note })
    }

    /// Shows it; `false` when it is done with.
    pub(super) fn ui(&mut self, palette: &Palette, ctx: &Context, out: &mut Vec<Message>) -> bool {
        let title = t!("retrieve.memo.title", count = self.passages.len());
        let enabled = self.is_changed();
        let answer = form::card(
            ctx,
            palette,
            &title,
            theme::DIALOG,
            |ui| {
                form::hint(ui, palette, &t!("retrieve.memo.hint"));
                let edit = TextEdit::multiline(&mut self.note)
                    .id(Id::unique("bulk memo"))
                    .desired_rows(4)
                    .desired_width(ui.available_width());
                let response = ui.add(edit).accessible_name(t!("retrieve.memo.text"));
                widgets::focus_ring(ui, palette, response.rect, &response);
                if std::mem::take(&mut self.fresh) {
                    response.request_focus();
                }
            },
            |ui, ()| Buttons::new(t!("retrieve.memo.confirm"), enabled).ui(ui, palette),
        );
        if answer == Some(FormAnswer::Confirm) && enabled {
            out.extend(self.command().map(Message::Do));
            return false;
        }
        answer == Some(FormAnswer::None)
    }
}
