//! 矩阵: themes (or coders, articles) by years (or coders, articles), in the unit that is chosen.

use std::sync::Arc;

use eframe::egui::{Align, Color32, Context, Layout, Ui, vec2};

use super::{
    behind::{Counted, Evidence},
    desk::{AnalysisView, Desk, choice_menu},
    sheet_table::{HeatScale, SheetLook, SheetTable},
};
use crate::{
    analysis::{
        Axis, Matrix, MatrixPlace, MatrixTerms, MatrixUnit, Sheet, SheetValue, matrix_passages,
    },
    annotation::ThemeId,
    chart::{ChartScene, heat_chart},
    session::{self, Session, describe},
    t,
    ui::{
        dialogs::{Dialog, form},
        message::Message,
        theme,
    },
};

/// What tells its table from others.
const TABLE: &str = "compare matrix";
/// A matrix of more cells is no picture that could be read.
const PICTURED: usize = 20_000;
/// The units that are offered, in their order.
const UNITS: [MatrixUnit; 7] = [
    MatrixUnit::Passages,
    MatrixUnit::Articles,
    MatrixUnit::Characters,
    MatrixUnit::Per10k,
    MatrixUnit::RowShare,
    MatrixUnit::ColumnShare,
    MatrixUnit::Share,
];

/// What the view remembers between frames.
pub(super) struct MatrixView {
    rows: Axis,
    columns: Vec<Axis>,
    unit: MatrixUnit,
    heat: HeatScale,
    table: SheetTable,
    drawn: Option<DrawnMatrix>,
    /// The cell whose passages are listed: row and column of the sheet, `Err` for a total.
    chosen: Option<(Result<usize, usize>, usize)>,
}

/// A matrix as it is on the screen.
struct DrawnMatrix {
    matrix: Arc<Matrix>,
    unit: MatrixUnit,
    /// Of the themes' colours and of the language.
    revision: (u64, String),
    sheet: Sheet,
}

impl Default for MatrixView {
    fn default() -> Self {
        Self {
            rows: Axis::Themes,
            columns: vec![Axis::Years],
            unit: MatrixUnit::default(),
            heat: HeatScale::default(),
            table: SheetTable::default(),
            drawn: None,
            chosen: None,
        }
    }
}

impl MatrixView {
    fn terms(&self, desk: &Desk<'_>) -> MatrixTerms {
        MatrixTerms {
            rows: self.rows.clone(),
            columns: self.columns.clone(),
            filter: desk.asked.clone(),
            counting: desk.counting,
        }
    }

    /// Takes away what the set has no more: an attribute or the groups; groups are as they are now.
    fn follow_axes(&mut self, session: &Session) {
        let offered = session::offered_axes(session.catalogue());
        let groups = offered.iter().find(|axis| matches!(axis, Axis::Conditions(_)));
        let now = |axis: &Axis| match axis {
            Axis::Conditions(_) => groups.cloned(),
            axis => offered.contains(axis).then(|| axis.clone()),
        };
        self.columns = self.columns.iter().filter_map(now).collect();
        self.rows = now(&self.rows).unwrap_or(Axis::Themes);
        self.columns.retain(|column| *column != self.rows);
        if self.columns.is_empty() {
            let other = [Axis::Years, Axis::Themes].into_iter().find(|axis| *axis != self.rows);
            self.columns.extend(other);
        }
    }

    /// Asks, and takes in what was answered.
    fn prepare(&mut self, desk: &mut Desk<'_>) {
        self.follow_axes(desk.session);
        let terms = self.terms(desk);
        desk.ask(&terms);
        let Some(matrix) = desk.session.answer::<MatrixTerms>().cloned() else { return };
        let annotations = desk.session.annotations();
        let revision = (annotations.revision(), rust_i18n::locale().to_string());
        let holds = |drawn: &DrawnMatrix| {
            Arc::ptr_eq(&drawn.matrix, &matrix)
                && drawn.unit == self.unit
                && drawn.revision == revision
        };
        if self.drawn.as_ref().is_some_and(holds) {
            return;
        }
        let sheet = session::matrix_sheet(&matrix, self.unit);
        self.drawn = Some(DrawnMatrix { matrix, unit: self.unit, revision, sheet });
        // What is listed beside follows the numbers.
        if let Some(chosen) = self.chosen {
            self.show(desk, chosen);
        }
    }

    /// Lists what a cell counts.
    fn show(&mut self, desk: &mut Desk<'_>, (row, column): (Result<usize, usize>, usize)) {
        let Some(drawn) = &self.drawn else { return };
        let Some(scene) = desk.session.scene() else { return };
        let DrawnMatrix { matrix, sheet, .. } = drawn;
        let wanted = column.checked_sub(1).filter(|&at| at < matrix.columns.len());
        let place = MatrixPlace { row: row.ok(), column: wanted };
        let Ok(found) = matrix_passages(scene, &matrix.terms, place) else { return };
        let count = matrix.count(place);
        let title = title_of(sheet, row, column);
        let percent = |unit| SheetValue::share(matrix.value(place, unit)).shown();
        let rate = SheetValue::number(matrix.value(place, MatrixUnit::Per10k), 1).shown();
        let facts = t!(
            "compare_page.matrix.facts",
            passages = theme::grouped(count.passages as usize),
            articles = theme::grouped(count.articles as usize),
            row = percent(MatrixUnit::RowShare),
            column = percent(MatrixUnit::ColumnShare),
            rate = rate
        );
        let evidence = Evidence {
            title,
            colour: row.ok().and_then(|row| colour_of(desk, matrix, row)),
            facts: facts.into_owned(),
            counted: found.iter().map(|found| Counted::Passage(found.passage.id)).collect(),
            condition: Some(matrix.condition(place).text(describe::tongue())),
            query: None,
        };
        self.chosen = Some((row, column));
        desk.behind.show(desk.session, evidence);
    }
}

/// What a cell is of, in words.
fn title_of(sheet: &Sheet, row: Result<usize, usize>, column: usize) -> String {
    let cells = match row {
        Ok(row) => sheet.rows.get(row),
        Err(_) => None,
    };
    let name = cells.and_then(|row| row.cells.first()).map(|cell| cell.value.shown());
    let head = sheet.heads.get(column).map(|head| head.text.clone()).unwrap_or_default();
    match (name, column) {
        (Some(name), 0) => name,
        (Some(name), _) => format!("{name} × {head}"),
        (None, 0) => t!("compare.total").into_owned(),
        (None, _) => head,
    }
}

fn colour_of(desk: &Desk<'_>, matrix: &Matrix, row: usize) -> Option<Color32> {
    let theme = matrix.rows.get(row)?.theme?;
    theme_colour(desk.session, desk.palette, theme)
}

fn theme_colour(session: &Session, palette: &theme::Palette, theme: ThemeId) -> Option<Color32> {
    Some(palette.theme(session.codebook().get(theme)?.colour))
}

/// The last entry of the menus of rows and columns: where groups are made; whether it was asked for.
fn groups_option(ui: &mut Ui, option: &mut dyn FnMut(&mut Ui, &str, bool) -> bool) -> bool {
    ui.separator();
    let asked = option(ui, &t!("action.groups"), false);
    if asked {
        ui.close();
    }
    asked
}

impl AnalysisView for MatrixView {
    fn choices_ui(&mut self, desk: &mut Desk<'_>, ui: &mut Ui) {
        let palette = desk.palette;
        let name = |axis: &Axis| session::axis_name(axis);
        let axes = session::offered_axes(desk.session.catalogue());
        let mut groups = false;
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(theme::grid(2.0), theme::grid(2.0));
            let rows = t!("compare_page.matrix.rows", axis = name(&self.rows));
            choice_menu(ui, palette, &rows, |ui, option| {
                for axis in &axes {
                    if option(ui, &name(axis), self.rows == *axis) {
                        self.columns.retain(|column| column != axis);
                        if self.columns.is_empty() {
                            let other = axes.iter().find(|other| *other != axis);
                            self.columns.extend(other.cloned());
                        }
                        self.rows = axis.clone();
                        self.chosen = None;
                    }
                }
                groups |= groups_option(ui, option);
            });
            let joint = t!("compare_page.matrix.and");
            let names: Vec<String> = self.columns.iter().map(name).collect();
            let columns = t!("compare_page.matrix.columns", axes = names.join(&joint));
            choice_menu(ui, palette, &columns, |ui, option| {
                for axis in axes.iter().filter(|axis| **axis != self.rows) {
                    let chosen = self.columns.iter().position(|column| column == axis);
                    if option(ui, &name(axis), chosen.is_some()) {
                        match chosen {
                            Some(at) if self.columns.len() > 1 => drop(self.columns.remove(at)),
                            Some(_) => {}
                            None => self.columns.push(axis.clone()),
                        }
                        self.chosen = None;
                    }
                }
                groups |= groups_option(ui, option);
            });
            let units = UNITS.map(|unit| (unit, session::matrix_unit_name(unit).into()));
            let size = vec2(form::choice_width(ui, &units), theme::CONTROL + 2.0);
            ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
                form::choice(ui, palette, &t!("compare_page.unit"), &mut self.unit, &units);
            });
            let scale = |heat| match heat {
                HeatScale::None => t!("compare_page.heat.none"),
                HeatScale::Whole => t!("compare_page.heat.whole"),
                HeatScale::Rows => t!("compare_page.heat.rows"),
                HeatScale::Columns => t!("compare_page.heat.columns"),
            };
            let label = t!("compare_page.heat.label", scale = scale(self.heat));
            choice_menu(ui, palette, &label, |ui, option| {
                for heat in [HeatScale::Whole, HeatScale::Rows, HeatScale::Columns, HeatScale::None]
                {
                    if option(ui, &scale(heat), self.heat == heat) {
                        self.heat = heat;
                    }
                }
            });
        });
        if groups {
            desk.out.push(Message::Open(Dialog::groups()));
        }
    }

    fn ui(&mut self, desk: &mut Desk<'_>, ui: &mut Ui) {
        self.prepare(desk);
        if desk.session.annotations().count() == 0 {
            return super::desk::empty_ui(desk, &t!("compare_page.empty.no_marks"), ui);
        }
        let Some(drawn) = &self.drawn else { return };
        let colour = |row| colour_of(desk, &drawn.matrix, row);
        let name = |row: usize| {
            let theme = drawn.matrix.rows.get(row)?.theme?;
            Some(desk.session.codebook().get(theme)?.name.clone())
        };
        let look = SheetLook { id: TABLE, heat: self.heat, name: &name, colour: &colour };
        let events = self.table.ui(&drawn.sheet, &look, desk.palette, ui);
        if let Some(cell) = events.moved {
            self.show(desk, cell);
        }
        if events.opened {
            desk.behind.take_focus();
        }
    }

    fn sheet(&self) -> Option<&Sheet> {
        Some(&self.drawn.as_ref()?.sheet)
    }

    fn has_picture(&self) -> bool {
        self.drawn.as_ref().is_some_and(|drawn| {
            let (rows, columns) = (drawn.sheet.rows.len(), drawn.sheet.heads.len());
            rows > 0 && rows * columns <= PICTURED
        })
    }

    fn picture(&self, session: &Session) -> Option<ChartScene<()>> {
        let DrawnMatrix { matrix, unit, sheet, .. } = self.drawn.as_ref()?;
        let heat = session::matrix_picture(sheet, matrix, *unit, session.codebook());
        let scene = heat_chart(heat);
        let title = scene.name.clone();
        let notes = session::matrix_notes(matrix).into_iter().chain([describe::today()]);
        Some(scene.with_title(title).with_caption(notes).drawn())
    }

    fn keys(&mut self, _desk: &mut Desk<'_>, ctx: &Context) {
        if let Some(drawn) = &self.drawn {
            self.table.hear(TABLE, &drawn.sheet, ctx);
        }
    }

    fn take_focus(&mut self) {
        self.table.take_focus();
    }
}
