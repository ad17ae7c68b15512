//! Which passages have a card: those of coders that are seen, and of one theme if that is wanted.

use std::collections::BTreeMap;

use eframe::egui::{RichText, Ui};
use rust_i18n::t;

use crate::{
    annotation::{Coder, Passage, ThemeId},
    session::Session,
    ui::{
        action::Action,
        showing::Showing,
        theme::{self, Palette},
        widgets::chip,
    },
};

/// Whether a passage has a card: its coder is not hidden, and it bears the theme that is wanted or
/// one below it.
pub(super) fn is_listed(
    session: &Session,
    showing: &Showing,
    theme: Option<ThemeId>,
    coder: &Coder,
    passage: &Passage,
) -> bool {
    let codebook = session.codebook();
    let bears = |wanted| passage.themes.iter().any(|&own| codebook.would_cycle(wanted, own));
    showing.sees(coder) && theme.is_none_or(bears)
}

/// Which theme's cards are listed: a choice among those of the article, if it has several.
pub(super) fn ui(
    session: &Session,
    (wanted, themes): (&mut Option<ThemeId>, &BTreeMap<ThemeId, usize>),
    palette: &Palette,
    ui: &mut Ui,
) {
    if themes.len() < 2 && wanted.is_none() {
        return;
    }
    let codebook = session.codebook();
    let chosen = wanted.and_then(|theme| codebook.get(theme));
    let label = chosen.map_or_else(|| t!("themes.every"), |theme| theme.name.as_str().into());
    let dot = chosen.map(|theme| palette.theme(theme.colour));
    let menu = chip::menu(ui, palette, &label, chosen.is_some(), dot, |ui| {
        let every = t!("themes.every");
        if chip::option(ui, palette, &every, wanted.is_none(), None, "").clicked() {
            *wanted = None;
        }
        for (_, theme) in codebook.tree() {
            let Some(count) = themes.get(&theme.id) else { continue };
            let (dot, count) = (Some(palette.theme(theme.colour)), count.to_string());
            let is_on = *wanted == Some(theme.id);
            if chip::option(ui, palette, &theme.name, is_on, dot, &count).clicked() {
                *wanted = if is_on { None } else { Some(theme.id) };
            }
        }
    });
    menu.on_hover_text(t!("themes.filter_hint"));
}

/// Why there is no card although something is marked.
pub(super) fn nothing_listed_ui(palette: &Palette, ui: &mut Ui) {
    let keys = Action::ShowAllThemes.keys_text(ui.ctx()).unwrap_or_default();
    let text = RichText::new(t!("themes.nothing_listed", keys = keys)).font(theme::small());
    ui.label(text.color(palette.second));
}

/// How to begin, where nothing is marked yet.
pub(super) fn nothing_ui(palette: &Palette, ui: &mut Ui) {
    ui.add_space(theme::grid(2.0));
    for text in [t!("themes.nothing"), t!("themes.nothing_how")] {
        ui.label(RichText::new(text).font(theme::small()).color(palette.second));
        ui.add_space(theme::grid(1.0));
    }
}
