//! What can be done with a theme: the menu of its row.

use std::borrow::Cow;

use eframe::egui::{RichText, Ui};
use rust_i18n::t;

use super::{listing::TreeFold, order};
use crate::{
    annotation::{Theme, ThemeId},
    session::{Command, Session},
    ui::{dialogs::Dialog, message::Message, showing::Shade, theme::Palette, widgets::menu},
};

/// Width of the menu.
pub(super) const WIDTH: f32 = 208.0;

/// The entries of the menu of `theme`.
pub(super) fn ui(
    session: &Session,
    (theme, shade): (&Theme, Shade),
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    menu::prepare(ui, WIDTH);
    let codebook = session.codebook();
    for other in Shade::ALL {
        if menu::choice(ui, palette, &shade_name(other), None, shade == other) {
            out.push(Message::Shade(theme.id, other));
        }
    }
    if menu::entry(ui, t!("tags.only").as_ref(), true) {
        out.push(Message::OnlyTheme(theme.id));
    }
    ui.separator();
    if menu::entry(ui, t!("codebook.open").as_ref(), true) {
        out.push(Message::ShowTheme(theme.id));
    }
    if menu::entry(ui, t!("themes.menu.edit").as_ref(), true) {
        out.push(Message::Open(Dialog::edit_theme(theme)));
    }
    if menu::entry(ui, t!("action.code_by_lexicon").as_ref(), !theme.lexicon.is_empty()) {
        out.push(Message::CodeByLexicon(theme.id));
    }
    for (by, label) in [(-1, t!("themes.menu.up")), (1, t!("themes.menu.down"))] {
        let to = order::step(codebook, theme, by);
        if menu::entry(ui, label.as_ref(), to.is_some())
            && let Some(to) = to
        {
            out.push(Message::Do(Command::MoveTheme { theme: theme.id, to }));
        }
    }
    menu::sub(ui, &t!("themes.menu.parent"), WIDTH, |ui| {
        if menu::choice(ui, palette, &t!("themes.menu.no_parent"), None, theme.parent.is_none()) {
            let changed = Theme { parent: None, ..theme.clone() };
            out.push(Message::Do(Command::ChangeTheme(changed)));
        }
        for (depth, other) in codebook.tree() {
            if codebook.would_cycle(theme.id, other.id) {
                continue;
            }
            let dot = Some((palette.theme(other.colour), depth));
            if menu::choice(ui, palette, &other.name, dot, theme.parent == Some(other.id)) {
                let changed = Theme { parent: Some(other.id), ..theme.clone() };
                out.push(Message::Do(Command::ChangeTheme(changed)));
            }
        }
    });
    menu::sub(ui, &t!("themes.menu.key"), WIDTH, |ui| {
        for key in 1..=9 {
            let owner = codebook.by_key(key).filter(|owner| owner.id != theme.id);
            let label = owner.map_or_else(
                || key.to_string(),
                |owner| t!("themes.menu.key_of", key = key, theme = owner.name).into_owned(),
            );
            if menu::choice(ui, palette, &label, None, theme.key == Some(key)) {
                let changed = Theme { key: Some(key), ..theme.clone() };
                out.push(Message::Do(Command::ChangeTheme(changed)));
            }
        }
        if menu::choice(ui, palette, &t!("themes.menu.no_key"), None, theme.key.is_none()) {
            let changed = Theme { key: None, ..theme.clone() };
            out.push(Message::Do(Command::ChangeTheme(changed)));
        }
    });
    ui.separator();
    menu::sub(ui, &t!("safety.merge"), WIDTH, |ui| {
        for (depth, other) in codebook.tree() {
            if other.id == theme.id {
                continue;
            }
            let dot = Some((palette.theme(other.colour), depth));
            if menu::choice(ui, palette, &other.name, dot, false) {
                let command = Command::MergeThemes { from: theme.id, into: other.id };
                out.push(Message::Do(command));
            }
        }
    });
    let label = RichText::new(t!("themes.menu.delete")).color(palette.accent_ink);
    if menu::entry(ui, label, true) {
        out.push(Message::Open(Dialog::delete_theme(theme.id)));
    }
}

/// The entries that fold the tree, where a theme has sub-themes; what was chosen.
pub(super) fn folding_ui(ui: &mut Ui, theme: ThemeId, folded: Option<bool>) -> Option<TreeFold> {
    let folded = folded?;
    ui.separator();
    let turn = if folded { t!("themes.menu.unfold") } else { t!("themes.menu.fold") };
    let entries = [
        (turn, TreeFold::Turn(theme)),
        (t!("themes.menu.fold_all"), TreeFold::FoldAll),
        (t!("themes.menu.unfold_all"), TreeFold::UnfoldAll),
    ];
    let chosen = entries.into_iter().filter(|(label, _)| menu::entry(ui, label.as_ref(), true));
    chosen.map(|(_, folding)| folding).last()
}

/// What a shade is called.
pub(super) fn shade_name(shade: Shade) -> Cow<'static, str> {
    match shade {
        Shade::Shown => t!("tags.shade.shown"),
        Shade::Dimmed => t!("tags.shade.dimmed"),
        Shade::Hidden => t!("tags.shade.hidden"),
    }
}
