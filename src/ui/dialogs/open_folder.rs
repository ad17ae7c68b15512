//! Opening a folder: the system's dialog, and beside it a path that is typed or pasted.

use std::path::PathBuf;

use eframe::egui::{Context, Ui};
use rust_i18n::t;

use super::{
    form::{self, Buttons, FormAnswer},
    system::{PickedPaths, Picker, typed_path},
};
use crate::{
    session::{Command, Session},
    ui::{
        message::Message,
        theme::{self, Palette},
    },
};

/// How many recent sets are offered.
const RECENT_SHOWN: usize = 5;

/// The open dialog.
#[derive(Clone, Debug)]
pub(in crate::ui) struct OpenFolder {
    picker: Picker,
    path: String,
    fresh: bool,
    /// Whether what the system's window gave was asked for.
    picked: bool,
    /// How many openings had come to their end when this one was asked for.
    asked: Option<u64>,
    /// What could not be opened, and why.
    fault: Option<(String, String)>,
}

impl OpenFolder {
    pub(super) fn new(ctx: &Context) -> Self {
        let title = t!("dialogs.open.title").into_owned();
        let picker = Picker::folder(ctx, title, None);
        Self { picker, path: String::new(), fresh: true, picked: false, asked: None, fault: None }
    }

    /// Whether a path was typed.
    pub(super) fn is_changed(&self) -> bool {
        // What could not be opened is no loss.
        let failed = self.fault.as_ref().is_some_and(|(path, _)| *path == self.path);
        !self.path.trim().is_empty() && !failed
    }

    /// Shows it; `false` when it is done with.
    pub(super) fn ui(
        &mut self,
        session: &Session,
        palette: &Palette,
        ctx: &Context,
        out: &mut Vec<Message>,
    ) -> bool {
        let mut chosen: Option<PathBuf> = match self.picker.answer() {
            Some(PickedPaths::Paths(_)) if self.picked => None,
            Some(PickedPaths::Paths(paths)) => {
                self.picked = true;
                paths.first().cloned()
            }
            Some(PickedPaths::Nothing) => return false,
            Some(PickedPaths::Unavailable) | None => None,
        };
        let end = session.opened();
        if self.asked.is_some_and(|before| end.count > before) {
            self.asked = None;
            match &end.fault {
                // The field has the focus again, and typing replaces what is wrong.
                Some(fault) => {
                    self.fault = Some((self.path.clone(), fault.clone()));
                    self.fresh = true;
                }
                None => return false,
            }
        }
        let title = t!("dialogs.open.title");
        let answer = form::card(
            ctx,
            palette,
            &title,
            theme::DIALOG,
            |ui| {
                self.path_ui(palette, ui);
                if let Some(recent) = recent_ui(session, palette, ui) {
                    chosen = Some(recent);
                }
                typed_path(&self.path).is_some() && self.asked.is_none()
            },
            |ui, enabled| Buttons::new(t!("dialogs.open.confirm"), enabled).ui(ui, palette),
        );
        if answer == Some(FormAnswer::Confirm) {
            chosen = typed_path(&self.path);
        }
        if let Some(path) = chosen {
            self.path = path.to_string_lossy().into_owned();
            (self.asked, self.fault) = (Some(end.count), None);
            out.push(Message::Do(Command::Open(vec![path])));
            return true;
        }
        answer == Some(FormAnswer::None)
    }

    fn path_ui(&mut self, palette: &Palette, ui: &mut Ui) {
        let note = match self.picker.answer() {
            Some(PickedPaths::Unavailable) => t!("dialogs.open.unavailable"),
            _ => t!("dialogs.open.waiting"),
        };
        form::hint(ui, palette, &note);
        let name = t!("dialogs.open.path");
        let hint = t!("dialogs.open.path_hint");
        let response = form::field(ui, palette, &mut self.path, &hint, &name, 0.0);
        // What is typed anew is not wrong yet.
        if let Some((_, fault)) = self.fault.as_ref().filter(|(path, _)| *path == self.path) {
            form::fault(ui, palette, fault);
        } else if self.asked.is_some() {
            form::hint(ui, palette, &t!("dialogs.open.opening"));
        }
        form::focus_first(ui, &mut self.fresh, &response, &self.path);
    }
}

fn recent_ui(session: &Session, palette: &Palette, ui: &mut Ui) -> Option<PathBuf> {
    let recent = &session.settings().recent;
    if recent.is_empty() {
        return None;
    }
    ui.add_space(theme::grid(2.0));
    form::hint(ui, palette, &t!("welcome.recent"));
    ui.spacing_mut().item_spacing.y = 0.0;
    let mut chosen = None;
    for path in recent.iter().take(RECENT_SHOWN) {
        if form::path_row(ui, palette, path, true).clicked() {
            chosen = Some(path.clone());
        }
    }
    chosen
}
