//! 时间: themes, and queries of the user's own, over the years.

use std::sync::Arc;

use eframe::egui::{Align, Key, Layout, Ui, vec2};

use super::{
    desk::{AnalysisView, Desk, empty_ui, fault_ui},
    figure::{Figure, Shown},
    sheet_table::HeatScale,
};
use crate::{
    analysis::{Sheet, Timeline, TimelineTerms},
    chart::{ChartScene, line_charts},
    session::{self, Session},
    t,
    ui::{
        dialogs::form,
        theme,
        widgets::{self, chip},
    },
};

/// At most so many queries are lines.
const QUERIES: usize = 12;
/// Width of the field for another query.
const FIELD: f32 = 180.0;

/// What the view remembers between frames.
pub(super) struct TimelineView {
    themes: bool,
    queries: Vec<String>,
    typed: String,
    rates: bool,
    shown: Shown,
    figure: Figure,
    answer: Option<Arc<Timeline>>,
}

impl Default for TimelineView {
    fn default() -> Self {
        Self {
            themes: true,
            queries: Vec::new(),
            typed: String::new(),
            rates: true,
            shown: Shown::default(),
            figure: Figure::default(),
            answer: None,
        }
    }
}

impl TimelineView {
    fn prepare(&mut self, width: f32, desk: &mut Desk<'_>) {
        let terms = TimelineTerms {
            themes: self.themes,
            queries: self.queries.clone(),
            filter: desk.asked.clone(),
            counting: desk.counting,
        };
        desk.ask(&terms);
        let Some(found) = desk.session.answer::<TimelineTerms>().cloned() else { return };
        let key = format!("{:p} {} {}", Arc::as_ptr(&found), self.rates, (width / 60.0).floor());
        let codebook = desk.session.codebook();
        self.figure.keep(desk, &key, || {
            let picture = session::timeline_picture(&found, self.rates, codebook);
            let chart = line_charts(picture, width);
            (session::timeline_sheet(&found, self.rates), vec![chart])
        });
        self.answer = Some(found);
    }

    /// The queries as chips that go with a click, and the field for another.
    fn queries_ui(&mut self, desk: &Desk<'_>, ui: &mut Ui) {
        let palette = desk.palette;
        let mut gone = None;
        for (at, query) in self.queries.iter().enumerate() {
            let label = format!("{query} ×");
            let hint = t!("compare_page.time.drop", query = query);
            if chip::toggle(ui, palette, &label, true).on_hover_text(hint).clicked() {
                gone = Some(at);
            }
        }
        if let Some(at) = gone {
            self.queries.remove(at);
        }
        if self.queries.len() >= QUERIES {
            return;
        }
        let (hint, name) = (t!("compare_page.time.add"), t!("compare_page.time.add_name"));
        let field = widgets::field(ui, palette, &mut self.typed, &hint, &name, FIELD);
        if field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
            let query = self.typed.trim().to_owned();
            if !query.is_empty() && !self.queries.contains(&query) {
                self.queries.push(query);
            }
            self.typed.clear();
            field.request_focus();
        }
    }
}

impl AnalysisView for TimelineView {
    fn add_line(&mut self, query: &str) {
        if self.queries.len() < QUERIES && !self.queries.iter().any(|known| known == query) {
            self.queries.push(query.to_owned());
        }
    }

    fn choices_ui(&mut self, desk: &mut Desk<'_>, ui: &mut Ui) {
        let palette = desk.palette;
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(theme::grid(2.0), theme::grid(2.0));
            let shown = [
                (Shown::Chart, t!("compare_page.chart")),
                (Shown::Table, t!("compare_page.table")),
            ];
            let size = vec2(form::choice_width(ui, &shown), theme::CONTROL + 2.0);
            ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
                form::choice(ui, palette, &t!("compare_page.view"), &mut self.shown, &shown);
            });
            let rates =
                [(true, t!("compare.unit.per_10k")), (false, t!("compare_page.time.counts"))];
            let size = vec2(form::choice_width(ui, &rates), theme::CONTROL + 2.0);
            ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
                form::choice(ui, palette, &t!("compare_page.unit"), &mut self.rates, &rates);
            });
            if chip::toggle(ui, palette, &t!("compare_page.time.themes"), self.themes).clicked() {
                self.themes = !self.themes;
            }
            self.queries_ui(desk, ui);
        });
    }

    fn ui(&mut self, desk: &mut Desk<'_>, ui: &mut Ui) {
        self.prepare(ui.available_width(), desk);
        fault_ui::<TimelineTerms>(desk, session::timeline_error, ui);
        let Some(found) = &self.answer else { return };
        if found.lines.is_empty() {
            return empty_ui(desk, &t!("compare_page.empty.no_lines"), ui);
        }
        if found.years.len() < 2 {
            empty_ui(desk, &t!("compare_page.empty.one_year"), ui);
        }
        match self.shown {
            Shown::Chart => self.figure.chart_ui(0, "time chart", desk, ui),
            Shown::Table => {
                let lines = Arc::clone(found);
                let (session, palette) = (desk.session, desk.palette);
                let theme = |row: usize| {
                    let theme = lines.lines.get(row)?.theme.as_ref()?.theme?;
                    session.codebook().get(theme)
                };
                let colour = |row| Some(palette.theme(theme(row)?.colour));
                let name = |row| Some(theme(row)?.name.clone());
                let place = ("time table", HeatScale::Rows);
                self.figure.table_ui(place, &colour, &name, desk, ui);
            }
        }
    }

    fn sheet(&self) -> Option<&Sheet> {
        self.figure.sheet()
    }

    fn has_picture(&self) -> bool {
        self.figure.has_picture(0)
    }

    fn picture(&self, _session: &Session) -> Option<ChartScene<()>> {
        self.figure.picture(0)
    }

    fn take_focus(&mut self) {
        self.figure.take_focus();
    }
}
