//! The numbers of an analysis as a table and as a chart, made once for each answer.

use eframe::egui::{Color32, Id, ScrollArea, Ui};

use super::{
    desk::Desk,
    sheet_table::{HeatScale, SheetLook, SheetTable},
};
use crate::{
    analysis::{Sheet, SheetLink},
    chart::ChartScene,
    ui::widgets::chart,
};

/// How an analysis is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Shown {
    /// As a chart.
    #[default]
    Chart,
    /// As a table.
    Table,
}

/// A table and charts of the same numbers.
#[derive(Default)]
pub(super) struct Figure {
    made_for: String,
    sheet: Option<Sheet>,
    charts: Vec<ChartScene<SheetLink>>,
    table: SheetTable,
    /// The row and column that are chosen in the table.
    chosen: Option<(Result<usize, usize>, usize)>,
}

impl Figure {
    /// Makes table and charts anew, if they are not of `key` yet; whether they were made.
    pub(super) fn keep(
        &mut self,
        desk: &Desk<'_>,
        key: &str,
        make: impl FnOnce() -> (Sheet, Vec<ChartScene<SheetLink>>),
    ) -> bool {
        // Names and colours of themes are in them, and words of the language.
        let marks = desk.session.annotations().revision();
        let key = format!("{key} {marks} {}", &*rust_i18n::locale());
        if self.made_for == key {
            return false;
        }
        self.made_for = key;
        let (sheet, charts) = make();
        (self.sheet, self.charts) = (Some(sheet), charts);
        true
    }

    /// Its numbers.
    pub(super) fn sheet(&self) -> Option<&Sheet> {
        self.sheet.as_ref()
    }

    /// Whether it has that chart.
    pub(super) fn has_picture(&self, number: usize) -> bool {
        self.charts.len() > number
    }

    /// One of its charts as a picture, with what has to be known of it below.
    pub(super) fn picture(&self, number: usize) -> Option<ChartScene<()>> {
        let scene = self.charts.get(number)?.clone();
        let notes = self.sheet.iter().flat_map(|sheet| &sheet.notes).cloned();
        let (title, made) = (scene.name.clone(), crate::session::describe::today());
        Some(scene.with_title(title).with_caption(notes.chain([made])).drawn())
    }

    /// Gives the table the keyboard.
    pub(super) fn take_focus(&mut self) {
        self.table.take_focus();
    }

    /// One of the charts, scrolled where there is no room; a click lists what it leads to.
    pub(super) fn chart_ui(
        &self,
        number: usize,
        id: &'static str,
        desk: &mut Desk<'_>,
        ui: &mut Ui,
    ) {
        let Some(scene) = self.charts.get(number) else { return };
        let shown = ScrollArea::both()
            .id_salt(id)
            .auto_shrink([false, false])
            .show(ui, |ui| chart::show(ui, desk.palette, Id::unique(id), scene));
        if let Some(link) = shown.inner.and_then(|link| scene.links.get(link)) {
            desk.follow(&link.to, link.name.clone(), None);
        }
    }

    /// The table; the cell on which the keys act lists what it leads to.
    pub(super) fn table_ui(
        &mut self,
        (id, heat): (&'static str, HeatScale),
        colour: &dyn Fn(usize) -> Option<Color32>,
        name: &dyn Fn(usize) -> Option<String>,
        desk: &mut Desk<'_>,
        ui: &mut Ui,
    ) -> Option<(Result<usize, usize>, usize)> {
        let sheet = self.sheet.as_ref()?;
        let look = SheetLook { id, heat, name, colour };
        let events = self.table.ui(sheet, &look, desk.palette, ui);
        if let Some((row, column)) = events.moved {
            self.chosen = Some((row, column));
            if let Some((link, title)) = sheet.link(row, column) {
                desk.follow(&link.clone(), title, row.ok().and_then(colour));
            }
        }
        if events.opened {
            desk.behind.take_focus();
        }
        events.moved
    }
}

impl Sheet {
    /// What a cell leads to, and what it is of; `Err` numbers a row of the totals.
    fn link(&self, row: Result<usize, usize>, column: usize) -> Option<(&SheetLink, String)> {
        let cells = match row {
            Ok(row) => self.rows.get(row)?,
            Err(row) => self.totals.get(row)?,
        };
        let head = self.heads.get(column)?;
        let name = cells.cells.first().map(|cell| cell.value.shown()).unwrap_or_default();
        let link = cells.cells.get(column)?.to.as_ref()?;
        let title = if column == 0 { name } else { format!("{name} × {}", head.text) };
        Some((link, title))
    }
}
