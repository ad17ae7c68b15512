//! Saved queries: the buttons beside the line that save one and ask one again.

use eframe::egui::{Popup, RichText, Ui, vec2};
use rust_i18n::t;

use super::{ExcerptsPage, around::Around, query::ExcerptGrouping};
use crate::{
    annotation::{QueryKind, SavedQuery},
    session::{Command, Session},
    ui::{
        dialogs::Dialog,
        message::Message,
        theme::{self, Palette},
        widgets,
    },
};

/// Width of the buttons beside the line, with the gaps around them.
pub(super) fn width(ui: &Ui) -> f32 {
    let texts = [t!("retrieve.line.save"), t!("retrieve.line.saved")];
    let gap = ui.spacing().item_spacing.x;
    texts.iter().map(|text| widgets::text_button_width(ui, text) + gap).sum()
}

/// The buttons, from the right.
pub(super) fn ui(
    session: &Session,
    state: &mut ExcerptsPage,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    let some = !state.asked.is_empty() && state.asked.fault().is_none();
    let colour = if some { palette.ink } else { palette.faint };
    let save = widgets::text_button(ui, palette, &t!("retrieve.line.save"), colour);
    if save.clicked() && some {
        out.push(Message::Open(Dialog::save_query(state.as_query(String::new()))));
    }
    let response = widgets::text_button(ui, palette, &t!("retrieve.line.saved"), palette.ink);
    Popup::menu(&response).show(|ui| {
        ui.set_width(260.0);
        let queries: Vec<&SavedQuery> = session.queries(QueryKind::Excerpts).collect();
        if queries.is_empty() {
            ui.label(RichText::new(t!("retrieve.query.none")).color(palette.second));
        }
        for query in queries {
            ui.horizontal(|ui| query_ui(query, state, palette, ui, out));
        }
    });
}

fn query_ui(
    query: &SavedQuery,
    state: &mut ExcerptsPage,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    let current = state.query == Some(query.id);
    let colour = if current { palette.accent_ink } else { palette.ink };
    let name = eframe::egui::Button::new(RichText::new(&query.name).color(colour))
        .frame(false)
        .truncate()
        .min_size(vec2(210.0, theme::CONTROL));
    if ui.add_sized(vec2(210.0, theme::CONTROL), name).on_hover_text(&query.query).clicked() {
        state.open(query);
        ui.close();
    }
    let more = t!("retrieve.query.menu", name = query.name);
    let button = ui.menu_button("⋯", |ui| {
        ui.set_width(160.0);
        if ui.button(t!("retrieve.query.rename_item")).clicked() {
            out.push(Message::Open(Dialog::rename_query(query.clone())));
            ui.close();
        }
        if ui.button(t!("retrieve.query.update")).clicked() {
            let now = state.as_query(query.name.clone());
            let changed = SavedQuery { query: now.query, options: now.options, ..query.clone() };
            out.push(Message::Do(Command::SaveQuery(changed)));
            ui.close();
        }
        if ui.button(t!("retrieve.query.delete")).clicked() {
            out.push(Message::Do(Command::DeleteQuery(query.id)));
            ui.close();
        }
    });
    button.response.on_hover_text(more);
}

impl ExcerptsPage {
    /// What is asked now, to be saved.
    fn as_query(&self, name: String) -> SavedQuery {
        let query = self.asked.line.trim().to_owned();
        let options = vec![self.grouping.option().to_owned(), self.around.option().to_owned()];
        SavedQuery { options, ..SavedQuery::new(name, QueryKind::Excerpts, query) }
    }

    /// Asks a saved query, shown as it was when it was saved.
    pub(super) fn open(&mut self, query: &SavedQuery) {
        let has = |option: &str| query.options.iter().any(|other| other == option);
        self.ask(query.query.clone(), Some(query.id));
        if let Some(grouping) = ExcerptGrouping::ALL.into_iter().find(|g| has(g.option())) {
            self.grouping = grouping;
        }
        if let Some(around) = Around::ALL.into_iter().find(|around| has(around.option())) {
            self.around = around;
        }
    }
}
