//! Below the rows: what can be made of them.

use eframe::egui::{Align, Button, Layout, RichText, Stroke, Ui, vec2};
use rust_i18n::t;

use super::SearchPage;

use crate::{
    session::{CatalogueCommand, CodeSource, CodeUnit, Command, Session},
    ui::{
        action::Action,
        message::Message,
        theme::{self, Palette},
        widgets::{self, chip},
    },
};

/// Its height with the space around it.
pub(super) const HEIGHT: f32 = 60.0;

/// The foot.
pub(super) fn ui(
    session: &Session,
    page: &mut SearchPage,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    let size = vec2(ui.available_width(), HEIGHT);
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        if page.coding.is_some() {
            coding_ui(session, page, palette, ui, out);
        } else {
            hits_ui(session, page, palette, ui, out);
        }
    });
}

fn hits_ui(
    session: &Session,
    page: &mut SearchPage,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    let state = page;
    let (shown, all) = state.shown.as_ref().map_or((0, 0), |s| (s.rows.len(), s.hits.rows.len()));
    if shown < all {
        let text = t!("search.narrowed", shown = theme::grouped(shown));
        ui.label(RichText::new(text).color(palette.second));
        if widgets::text_button(ui, palette, &t!("search.show_all"), palette.accent_ink).clicked() {
            state.narrow = super::Narrow::default();
        }
    } else if ui.available_width() > 560.0 {
        ui.label(RichText::new(t!("search.keys")).font(theme::small()).color(palette.second));
    }
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        let search = state.asked.as_ref().map(|(search, _)| search.clone());
        let theme = session.codebook().themes().first().map(|theme| theme.id);
        let ready = search.zip(theme).filter(|_| all > 0);
        let code = widgets::primary_button(ui, palette, &t!("search.code"), ready.is_some());
        if code.on_hover_text(t!("search.code_hint")).clicked()
            && let Some((search, theme)) = ready
        {
            out.push(Message::Do(state.begin_coding(theme, CodeSource::Search(search))));
        }
        if plain_button(ui, palette, &Action::ReviewFound.label(), true) {
            out.push(Message::Act(Action::ReviewFound));
        }
    });
}

fn coding_ui(
    session: &Session,
    page: &mut SearchPage,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    let state = page;
    let Some(coding) = &mut state.coding else { return };
    let (count, total) = (coding.count(), coding.total());
    ui.spacing_mut().item_spacing.x = theme::grid(1.5);
    let text =
        t!("search.coding.taken", count = theme::grouped(count), total = theme::grouped(total));
    ui.label(RichText::new(text).color(palette.second));
    let mut request = coding.request.clone();
    let unit = |unit| match unit {
        CodeUnit::Hit => t!("search.unit.hit"),
        CodeUnit::Clause => t!("search.unit.clause"),
        CodeUnit::Sentence => t!("search.unit.sentence"),
        CodeUnit::Paragraph => t!("search.unit.paragraph"),
    };
    let label = t!("search.unit.label", unit = unit(request.unit));
    chip::menu(ui, palette, &label, false, None, |ui| {
        let suggested = coding.is_suggested();
        let fits = |unit| !suggested || matches!(unit, CodeUnit::Clause | CodeUnit::Sentence);
        for each in CodeUnit::ALL.into_iter().filter(|unit| fits(*unit)) {
            let chosen = each == request.unit;
            if chip::option(ui, palette, &unit(each), chosen, None, "").clicked() {
                request.unit = each;
                ui.close();
            }
        }
    });
    let theme = session.codebook().get(request.theme);
    let name = theme.map_or("", |theme| theme.name.as_str()).to_owned();
    let dot = theme.map(|theme| palette.theme(theme.colour));
    chip::menu(ui, palette, &name, false, dot, |ui| {
        for (_, theme) in session.codebook().tree() {
            let chosen = theme.id == request.theme;
            let dot = Some(palette.theme(theme.colour));
            if chip::option(ui, palette, &theme.name, chosen, dot, "").clicked() {
                request.theme = theme.id;
                ui.close();
            }
        }
    });
    if request != coding.request {
        coding.request = request.clone();
        out.push(Message::Do(Command::ask(request)));
    }
    let mut done = false;
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        let label = t!("search.coding.tag", count = theme::grouped(count));
        if widgets::primary_button(ui, palette, &label, count > 0).clicked() {
            let found = coding.chosen();
            let theme = coding.request.theme;
            out.push(Message::Do(Command::TagFound { theme, found }));
            done = true;
        }
        if coding.is_suggested() {
            let label = t!("suggest.bulk.forget", count = theme::grouped(count));
            if plain_button(ui, palette, &label, count > 0) {
                let refuse = CatalogueCommand::Refuse(coding.refused());
                out.push(Message::Do(refuse.into()));
                done = true;
            }
        }
        done |= plain_button(ui, palette, &t!("search.coding.cancel"), true);
    });
    if done {
        state.coding = None;
        state.table.go_to_top();
    }
}

fn plain_button(ui: &mut Ui, palette: &Palette, label: &str, enabled: bool) -> bool {
    let ink = if enabled { palette.ink } else { palette.second };
    let button = Button::new(RichText::new(label).color(ink))
        .fill(palette.raised)
        .stroke(Stroke::new(1.0, palette.hairline))
        .min_size(vec2(0.0, theme::CONTROL));
    ui.add_enabled(enabled, button).clicked()
}
