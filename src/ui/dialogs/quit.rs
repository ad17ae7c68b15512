//! What could not be saved when the window is to be closed.

use eframe::egui::{Context, RichText, Ui, ViewportCommand};
use rust_i18n::t;

use super::form::{self, ButtonLook, Buttons, FormAnswer};
use crate::{
    session::{Command, SaveFailure, SaveState, Session, Target, describe},
    ui::{
        action::Action,
        message::Message,
        theme::{self, Palette},
    },
};

/// Shows what is not on the disk; `false` when it is done with.
///
/// `leave` is there if the window was to be closed, and says whether the user wants to all the same.
pub(super) fn ui(
    leave: Option<&mut bool>,
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
            if leave.is_some() {
                ctx.send_viewport_cmd(ViewportCommand::Close);
            }
            return false;
        }
    };
    let answer = form::card(
        ctx,
        palette,
        &t!("safety.failed.title"),
        theme::DIALOG_WIDE,
        |ui| {
            if saving {
                form::hint(ui, palette, &t!("status.saving"));
            } else {
                failures_ui(&failures, palette, ui, out);
            }
        },
        |ui, ()| {
            let buttons = Buttons {
                confirm: t!("dialogs.quit.retry"),
                enabled: !saving,
                cancel: Some(t!("dialogs.quit.stay")),
                aside: leave.is_some().then(|| t!("dialogs.quit.leave")),
            };
            buttons.ui(ui, palette)
        },
    );
    match (answer, leave) {
        (Some(FormAnswer::Confirm), _) => out.push(Message::Do(Command::RetrySaving)),
        (Some(FormAnswer::Aside), Some(leave)) => {
            *leave = true;
            ctx.send_viewport_cmd(ViewportCommand::Close);
        }
        (Some(FormAnswer::None), _) => {}
        (Some(FormAnswer::Cancel | FormAnswer::Aside) | None, _) => return false,
    }
    true
}

fn failures_ui(failures: &[SaveFailure], palette: &Palette, ui: &mut Ui, out: &mut Vec<Message>) {
    for failure in failures {
        failure_ui(failure, palette, ui, out);
    }
    let text = if failures.iter().all(|failure| failure.kept.is_some()) {
        t!("safety.failed.kept")
    } else {
        t!("safety.failed.not_kept")
    };
    form::hint(ui, palette, &text);
    let elsewhere = t!("safety.failed.elsewhere");
    if form::button(ui, palette, &elsewhere, ButtonLook::Plain, true).clicked() {
        out.push(Message::Act(Action::SaveElsewhere));
    }
}

fn failure_ui(failure: &SaveFailure, palette: &Palette, ui: &mut Ui, out: &mut Vec<Message>) {
    let what = match &failure.target {
        Target::Codebook => t!("dialogs.quit.codebook"),
        Target::Words(_) => t!("dialogs.quit.words"),
        Target::Corrections => t!("dialogs.quit.corrections"),
        Target::Queries => t!("retrieve.quit.queries"),
        Target::Journal(_) => t!("retrieve.quit.journal"),
        Target::Attributes => t!("catalogue.file.attributes"),
        Target::Groups => t!("catalogue.file.groups"),
        Target::Formulas => t!("formula.file"),
        Target::Quantities => t!("quantity.file"),
        Target::Progress(coder) => t!("catalogue.file.progress", coder = coder.as_str()),
        Target::Bookmarks(coder) => t!("catalogue.file.bookmarks", coder = coder.as_str()),
        Target::Decisions(coder) => t!("settling.file", coder = coder.as_str()),
        Target::Refusals(coder) => t!("suggest.file", coder = coder.as_str()),
        Target::Summaries(coder) => t!("summary.file", coder = coder.as_str()),
        Target::Sidecar(article, coder) => {
            let article = describe::shown(article.file_name());
            t!("dialogs.quit.sidecar", article = article, coder = coder.as_str())
        }
    };
    ui.label(RichText::new(what).color(palette.ink));
    form::fault(ui, palette, &failure.reason);
    if let Some(target) = &failure.outside {
        let text = t!("safety.failed.allow", target = describe::path(target));
        if form::button(ui, palette, &text, ButtonLook::Plain, true).clicked() {
            out.push(Message::Do(Command::AllowLink(target.clone())));
        }
    }
    ui.add_space(theme::GRID);
}
