//! Searches that were saved with the set, and those of this run.

use eframe::egui::{RichText, Ui};
use rust_i18n::t;

use super::SearchPage;
use crate::{
    annotation::{QueryKind, SavedQuery},
    search::Mode,
    session::{Command, Session},
    ui::{
        message::Message,
        theme::{self, Palette},
        widgets::{self, chip, icon::Icon},
    },
};

/// How a mode is named among a saved query's options.
const OPTIONS: [&str; 2] = ["exact", "regex"];

fn mode_of(saved: &SavedQuery) -> Mode {
    let has = |option: &str| saved.options.iter().any(|known| known == option);
    let [exact, regex] = OPTIONS.map(has);
    Mode { exact, regex }
}

impl SearchPage {
    /// Looks for what a saved search looks for.
    pub(super) fn take_saved(&mut self, saved: &SavedQuery) {
        self.look_for(saved.query.clone());
        self.mode = mode_of(saved);
    }

    /// The query as it is typed, to be saved.
    fn to_save(&self) -> SavedQuery {
        let query = self.query.trim().to_owned();
        let mut saved = SavedQuery::new(query.clone(), QueryKind::Search, query);
        let on = [self.mode.exact, self.mode.regex];
        let options = OPTIONS.iter().zip(on).filter(|(_, on)| *on);
        saved.options = options.map(|(option, _)| (*option).to_owned()).collect();
        saved
    }
}

/// The chip with the saved searches; with a query in the field, it can be saved.
pub(super) fn menu_ui(
    session: &Session,
    state: &mut SearchPage,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    let saved: Vec<&SavedQuery> = session.queries(QueryKind::Search).collect();
    let query = state.query.trim().to_owned();
    if saved.is_empty() && query.is_empty() {
        return;
    }
    chip::menu(ui, palette, &t!("search.saved.menu"), false, None, |ui| {
        let known = saved.iter().any(|one| one.query == query && mode_of(one) == state.mode);
        if !query.is_empty() && !known {
            let label = t!("search.saved.save", query = query);
            if chip::option(ui, palette, &label, false, None, "").clicked() {
                out.push(Message::Do(Command::SaveQuery(state.to_save())));
                ui.close();
            }
        }
        for one in &saved {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 0.0;
                let width = ui.available_width() - theme::CONTROL;
                ui.scope(|ui| {
                    ui.set_max_width(width);
                    let chosen = one.query == query && mode_of(one) == state.mode;
                    if chip::option(ui, palette, &one.name, chosen, None, "").clicked() {
                        state.take_saved(one);
                        ui.close();
                    }
                });
                let name = t!("search.saved.delete", name = one.name);
                if widgets::icon_button(ui, palette, Icon::Close, &name, true).clicked() {
                    out.push(Message::Do(Command::DeleteQuery(one.id)));
                }
            });
        }
    });
}

/// Saved and earlier searches on the empty page.
pub(super) fn list_ui(
    session: &Session,
    state: &mut SearchPage,
    palette: &Palette,
    ui: &mut Ui,
    _out: &mut Vec<Message>,
) {
    let saved: Vec<SavedQuery> = session.queries(QueryKind::Search).cloned().collect();
    if !saved.is_empty() {
        ui.label(RichText::new(t!("search.saved.menu")).font(theme::small()).color(palette.second));
        for one in saved.iter().take(8) {
            if widgets::text_button(ui, palette, &one.name, palette.ink).clicked() {
                state.take_saved(one);
            }
        }
        ui.add_space(theme::grid(3.0));
    }
    let earlier: Vec<String> = state.history.iter().rev().take(8).cloned().collect();
    if !earlier.is_empty() {
        ui.label(
            RichText::new(t!("search.saved.earlier")).font(theme::small()).color(palette.second),
        );
        for query in earlier {
            if widgets::text_button(ui, palette, &query, palette.ink).clicked() {
                state.look_for(query);
            }
        }
    }
}
