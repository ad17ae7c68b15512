//! What the program is: its version, licences, where it keeps what is the user's, and what a report of
//! a fault needs.

use eframe::egui::{Context, RichText, Ui};
use rust_i18n::t;

use super::form::{self, Buttons, FormAnswer};
use crate::{
    session::{SaveState, Session},
    ui::{
        message::Message,
        theme::{self, Palette},
    },
};

/// Shows it; `false` when it is done with.
pub(super) fn ui(
    session: &Session,
    palette: &Palette,
    ctx: &Context,
    out: &mut Vec<Message>,
) -> bool {
    let title = t!("about.title", version = env!("CARGO_PKG_VERSION"));
    let answer = form::card(
        ctx,
        palette,
        &title,
        theme::DIALOG_WIDE,
        |ui| body_ui(session, palette, ui, out),
        |ui, ()| {
            let buttons = Buttons {
                confirm: t!("dialogs.close"),
                enabled: true,
                cancel: None,
                aside: Some(t!("about.copy")),
            };
            buttons.ui(ui, palette)
        },
    );
    if answer == Some(FormAnswer::Aside) {
        out.push(Message::CopyText(report(session, ctx)));
        return true;
    }
    answer == Some(FormAnswer::None)
}

fn body_ui(session: &Session, palette: &Palette, ui: &mut Ui, out: &mut Vec<Message>) {
    let line = |ui: &mut Ui, text: &str| {
        ui.label(RichText::new(text).color(palette.ink));
    };
    line(ui, &t!("about.what"));
    line(ui, &t!("about.offline"));
    ui.add_space(theme::grid(2.0));
    form::row(ui, palette, &t!("about.licence"), |ui| {
        form::value(ui, palette, "MIT OR Apache-2.0");
    });
    form::row(ui, palette, &t!("about.fonts"), |ui| {
        form::value(ui, palette, "Noto Serif SC, Noto Sans SC (SIL OFL 1.1)");
    });
    form::row(ui, palette, &t!("about.words"), |ui| {
        form::value(ui, palette, "jieba (MIT)");
    });
    if let Some(folders) = session.folders() {
        for (name, path) in
            [(t!("about.settings"), &folders.config), (t!("about.data"), &folders.data)]
        {
            form::row(ui, palette, &name, |ui| {
                if form::path_row(ui, palette, path, true).clicked() {
                    out.push(Message::ShowFolder(path.clone()));
                }
            });
        }
    }
    form::hint(ui, palette, &t!("about.copy_hint"));
}

/// What a report needs, without a word of what the articles say or are called.
fn report(session: &Session, ctx: &Context) -> String {
    let settings = session.settings();
    let size = ctx.content_rect().size();
    let set = session.corpus().map_or_else(
        || "no set".to_owned(),
        |corpus| {
            let passages = session.annotations().passages().count();
            let themes = session.codebook().themes().len();
            let articles = corpus.articles().count();
            format!("{articles} articles, {passages} passages, {themes} themes")
        },
    );
    let saving = match session.save_state() {
        SaveState::Saved => "all saved".to_owned(),
        SaveState::Saving => "saving".to_owned(),
        SaveState::Failed(failures) => format!("{} files not saved", failures.len()),
    };
    let lines = [
        format!("Quandian {}", env!("CARGO_PKG_VERSION")),
        format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
        format!("language {}, interface {} %", &*rust_i18n::locale(), settings.window_percent),
        format!("window {:.0} x {:.0} at {}", size.x, size.y, ctx.pixels_per_point()),
        format!("page {:?}, text {} %", settings.page_theme, settings.text_percent),
        set,
        saving,
    ];
    lines.join("\n")
}
