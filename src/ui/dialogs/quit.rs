//! What could not be saved when the window is to be closed.

use eframe::egui::{Context, RichText, Ui, ViewportCommand};
use rust_i18n::t;

use super::form::{self, Answer, Buttons};
use crate::{
    session::{Command, SaveFailure, SaveState, Session, Target, describe},
    ui::{
        theme::{self, Palette},
        view::Message,
    },
};

/// Shows what is not on the disk; `false` when it is done with.
pub(super) fn ui(
    leave: &mut bool,
    session: &Session,
    palette: &Palette,
    ctx: &Context,
    out: &mut Vec<Message>,
) -> bool {
    let (failures, saving) = match session.save_state() {
        SaveState::Failed(failures) => (failures, false),
        SaveState::Saving => (Vec::new(), true),
        // A retry helped: what the user wanted in the first place was to leave.
        SaveState::Saved => {
            ctx.send_viewport_cmd(ViewportCommand::Close);
            return false;
        }
    };
    let answer = form::card(
        ctx,
        palette,
        &t!("dialogs.quit.title"),
        theme::DIALOG_WIDE,
        |ui| {
            if saving {
                form::hint(ui, palette, &t!("status.saving"));
            }
            for failure in &failures {
                failure_ui(failure, palette, ui);
            }
        },
        |ui, ()| {
            let buttons = Buttons {
                confirm: t!("dialogs.quit.retry"),
                enabled: !saving,
                cancel: Some(t!("dialogs.quit.stay")),
                aside: Some(t!("dialogs.quit.leave")),
            };
            buttons.ui(ui, palette)
        },
    );
    match answer {
        Some(Answer::Confirm) => out.push(Message::Do(Command::RetrySaving)),
        Some(Answer::Aside) => {
            *leave = true;
            ctx.send_viewport_cmd(ViewportCommand::Close);
        }
        Some(Answer::None) => {}
        Some(Answer::Cancel) | None => return false,
    }
    true
}

fn failure_ui(failure: &SaveFailure, palette: &Palette, ui: &mut Ui) {
    let what = match &failure.target {
        Target::Codebook => t!("dialogs.quit.codebook"),
        Target::Words(_) => t!("dialogs.quit.words"),
        Target::Corrections => t!("dialogs.quit.corrections"),
        Target::Sidecar(article, coder) => {
            let article = describe::shown(article.file_name());
            t!("dialogs.quit.sidecar", article = article, coder = coder.as_str())
        }
    };
    ui.label(RichText::new(what).color(palette.ink));
    form::fault(ui, palette, &failure.reason);
    ui.add_space(theme::GRID);
}
