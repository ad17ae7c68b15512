//! Whether a theme is really to go, and what goes with it.

use eframe::egui::{Context, RichText, Ui};

use super::form::{self, Buttons, FormAnswer};
use crate::{
    annotation::{self, ThemeId, Touched},
    session::{Command, Session},
    t,
    ui::{
        message::Message,
        theme::{self, Palette},
    },
};

/// Shows it; `false` when it is done with.
pub(super) fn ui(
    id: ThemeId,
    session: &Session,
    palette: &Palette,
    ctx: &Context,
    out: &mut Vec<Message>,
) -> bool {
    // Deleted elsewhere meanwhile.
    let Some(theme) = session.codebook().get(id) else { return false };
    let (_, touched) = annotation::delete_theme(session.annotations(), id);
    let title = t!("dialogs.delete_theme.title", name = theme.name);
    let answer = form::card(
        ctx,
        palette,
        &title,
        theme::DIALOG,
        |ui| body_ui(touched, session.codebook().children(Some(id)).count(), palette, ui),
        |ui, ()| Buttons::new(t!("dialogs.delete_theme.confirm"), true).ui(ui, palette),
    );
    if answer == Some(FormAnswer::Confirm) {
        out.push(Message::Do(Command::DeleteTheme(id)));
        return false;
    }
    answer == Some(FormAnswer::None)
}

fn body_ui(touched: Touched, children: usize, palette: &Palette, ui: &mut Ui) {
    let Touched { passages, removed, articles, locked } = touched;
    let count = if passages == 0 {
        t!("dialogs.delete_theme.unused")
    } else {
        t!("dialogs.delete_theme.used", passages = passages, articles = articles)
    };
    let line = |ui: &mut Ui, text: &str| {
        ui.label(RichText::new(text).color(palette.ink));
    };
    line(ui, &count);
    if removed > 0 {
        line(ui, &t!("dialogs.delete_theme.removed", count = removed));
    }
    if removed < passages {
        line(ui, &t!("dialogs.delete_theme.kept", count = passages - removed));
    }
    if children > 0 {
        line(ui, &t!("dialogs.delete_theme.children", count = children));
    }
    if locked > 0 {
        form::fault(ui, palette, &t!("dialogs.delete_theme.locked", count = locked));
    }
    form::hint(ui, palette, &t!("dialogs.delete_theme.undo"));
}
