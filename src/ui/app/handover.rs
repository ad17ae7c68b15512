//! Handing over what was written: when its field was left, before a command that may touch what it
//! is written on, and all of it before the window closes or another set comes.

use eframe::egui::{Context, ViewportCommand};
use rust_i18n::t;

use super::{App, window::Window};
use crate::{
    session::{Command, CommandKind, Notice, SaveState, Session, describe},
    ui::{
        dialogs::{self, Dialog, Unfinished},
        page_id::PageId,
    },
};

impl App {
    /// Hands over the texts whose fields were left in this frame.
    pub(super) fn hand_over_left(&mut self) {
        let mut commands = self.window.shared.drafts.take_left(&self.session);
        let shown = self.window.shared.page;
        for (_, page) in self.window.pages.each().filter(|(id, _)| *id != shown) {
            commands.extend(page.hand_over(&self.session));
        }
        write(&mut self.window, &mut self.session, commands);
    }

    /// Hands over the texts; their fields go on being written in.
    pub(super) fn hand_over_texts(&mut self) {
        let commands = self.window.shared.drafts.texts(&self.session);
        write(&mut self.window, &mut self.session, commands);
    }

    /// Hands over the texts before `command`: whatever it does to what they are written on, they
    /// stand in the history first.
    pub(super) fn hand_over_before(&mut self, command: &Command) {
        match (command.kind(), command) {
            // The journal and the memos on articles are the coder's.
            (_, Command::Configure(settings)) if settings.coder() != self.session.coder() => {
                let (window, session) = (&mut self.window, &mut self.session);
                let mut commands = window.shared.drafts.texts(session);
                commands.extend(window.shared.drafts.take_journal(session));
                write(window, session, commands);
            }
            // A panel's width is not worth a step of the history.
            (_, Command::Configure(_)) | (CommandKind::Ask | CommandKind::Text, _) => {}
            (CommandKind::Edit | CommandKind::Files, _) => self.hand_over_texts(),
        }
    }

    /// Hands over everything that was written, the open dialog's as well; where something cannot
    /// be, shows it and returns `false`.
    pub(super) fn hand_over_everything(&mut self, ctx: &Context) -> bool {
        let done = everything(&mut self.window, &mut self.session);
        if !done {
            dialogs::ask_to_leave(ctx);
            if self.window.dialogs.open.is_none() {
                self.window.shared.page = PageId::Memos;
            }
        }
        done
    }

    /// Lets the window close only when everything is on the disk, or the user knows it is not.
    pub(super) fn guard_exit(&mut self, ctx: &Context) {
        if !ctx.input(|input| input.viewport().close_requested()) {
            return;
        }
        if !self.hand_over_everything(ctx) {
            return ctx.send_viewport_cmd(ViewportCommand::CancelClose);
        }
        self.session.finish_saving();
        let knows = matches!(self.window.dialogs.open, Some(Dialog::QuitUnsaved { leave: true }));
        if matches!(self.session.save_state(), SaveState::Failed(_)) && !knows {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.window.dialogs.open = Some(Dialog::QuitUnsaved { leave: false });
        }
    }
}

/// Hands over everything that was written; whether nothing is left.
pub(super) fn everything(window: &mut Window, session: &mut Session) -> bool {
    let mut commands: Vec<Command> =
        window.pages.each().filter_map(|(_, page)| page.hand_over(session)).collect();
    commands.extend(window.shared.drafts.texts(session));
    write(window, session, commands);
    let finished = match window
        .dialogs
        .open
        .as_ref()
        .map(|form| form.unfinished(session, &window.shared.drafts))
    {
        None | Some(Unfinished::Nothing) => true,
        Some(Unfinished::Faulty) => false,
        Some(Unfinished::Written(command)) => {
            let done = write(window, session, vec![*command]);
            if done {
                window.dialogs.open = None;
            }
            done
        }
    };
    // Last, because it takes in what found no place.
    let entry = window.shared.drafts.take_journal(session).into_iter().collect();
    write(window, session, entry) && finished
}

/// Carries out commands that hand something over. A text that the session refuses is kept in the
/// journal's draft, and that is told; whether there was none.
fn write(window: &mut Window, session: &mut Session, commands: Vec<Command>) -> bool {
    let mut all = true;
    for command in commands {
        let text = command.text().map(str::to_owned);
        let Err(error) = session.apply(command) else { continue };
        all = false;
        window.shared.tell(Notice::refused(&error, describe::command_error(&error)));
        if let Some(text) = text {
            window.shared.drafts.rescue(&text);
            window.shared.tell(Notice::note(t!("memos.rescued")));
        }
    }
    all
}
