//! What guards the user's work: what could not be saved, saving elsewhere, snapshots.

use eframe::egui;
use rust_i18n::t;

use super::App;
use crate::{
    session::{Command, CommandError, Notice, describe},
    ui::dialogs::Dialog,
};

impl App {
    /// Offers back, once, what could not be saved on another day.
    pub(super) fn offer_unsaved(&mut self) {
        let busy = self.window.dialogs.open.is_some() || self.session.jobs().next().is_some();
        if !self.offered && !busy {
            self.offered = true;
            self.window.dialogs.open = Dialog::recover(&self.session);
        }
    }

    /// Offers it again, or says that there is nothing.
    pub(super) fn show_unsaved(&mut self) {
        match Dialog::recover(&self.session) {
            Some(dialog) => self.window.dialogs.open = Some(dialog),
            None => self.tell(Notice::note(t!("safety.recover.nothing"))),
        }
    }

    pub(super) fn show_snapshots(&mut self) {
        if self.has_set() {
            self.window.dialogs.open = Some(Dialog::snapshots());
        }
    }

    pub(super) fn ask_for_work(&mut self) {
        if self.has_set() {
            self.window.dialogs.open = Some(Dialog::bring_in());
        }
    }

    pub(super) fn show_coders(&mut self) {
        if self.has_set() {
            self.window.dialogs.open = Some(Dialog::coders());
        }
    }

    /// Begins to code blind at once, and asks before the others' marks are seen again.
    pub(super) fn code_blind(&mut self) {
        if !self.has_set() {
            return;
        }
        if self.session.is_blind() {
            self.window.dialogs.open = Some(Dialog::EndBlind);
        } else {
            self.apply(Command::CodeBlind(true));
            if self.session.is_blind() {
                let coder = self.session.coder();
                self.tell(Notice::note(t!("blind.begun", coder = coder)));
            }
        }
    }

    pub(super) fn give_work(&mut self) {
        if self.has_set() {
            let coder = self.session.coder();
            match self.session.work_of(&coder) {
                Some(text) => self.window.dialogs.open = Some(Dialog::save_work(&coder, text)),
                None => self.tell(Notice::note(t!("colleague.none", coder = coder))),
            }
        }
    }

    pub(super) fn ask_where_to_save(&mut self, ctx: &egui::Context) {
        if self.has_set() {
            self.window.dialogs.open = Some(Dialog::save_elsewhere(ctx));
        }
    }

    /// Whether a set is open; says so where it is needed and is not there.
    fn has_set(&mut self) -> bool {
        let open = self.session.corpus().is_some();
        if !open {
            self.tell(Notice::note(describe::command_error(&CommandError::NoSet)));
        }
        open
    }
}
