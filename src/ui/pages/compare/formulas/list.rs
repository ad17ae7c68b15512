//! The list: each formula with its first use, bars by year on one scale, and its counts.

use eframe::egui::{Align, Align2, Color32, Id, Rect, Ui, pos2, vec2};

use super::{super::desk::Desk, DrawnFormulas, FormulasView};
use crate::{
    analysis::Formula,
    annotation::formula_key,
    t,
    ui::{
        theme::{self, Palette},
        widgets::{
            self,
            icon::Icon,
            table::{DataTable, TableCell, TableColumn, TableGround, TableLook, TableRows},
        },
    },
};

/// Height of a row, and of the head.
const ROW: f32 = 31.0;
const HEAD: f32 = 30.0;
const PAD: f32 = 8.0;
/// Width of the bars.
const BARS: f32 = 120.0;

impl FormulasView {
    /// The list; the row that the keys act on is the one that is looked at.
    pub(super) fn list_ui(&mut self, desk: &Desk<'_>, ui: &mut Ui) {
        let Some(drawn) = &self.drawn else { return };
        let narrow = ui.available_width() < 400.0;
        let right = |id, width, label| {
            TableColumn::<()>::new(id, width).fixed().head_at(label, None, Align::Max, 0.0)
        };
        let mut columns =
            vec![TableColumn::filling("formula", 110.0).head(t!("formula.column.formula"), None)];
        if !narrow {
            columns.push(right("first", 72.0, t!("formula.column.first")));
            let years = drawn.years.first().zip(drawn.years.last());
            let years = years.map_or(String::new(), |(first, last)| format!("{first}–{last}"));
            columns.push(TableColumn::new("years", BARS).fixed().head(years.into(), None));
        }
        columns.push(right("count", 50.0, t!("formula.column.count")));
        columns.push(right("articles", 44.0, t!("formula.column.articles")));
        // What is looked at is where the keys are, however the list was made anew.
        let text = |row: usize| {
            let formula = drawn.found.formulas.get(*drawn.rows.get(row)?)?;
            Some(formula.text.as_str())
        };
        if text(self.table.row()) != Some(self.chosen.as_str())
            && let Some(row) = (0..drawn.rows.len()).find(|&row| text(row) == Some(&self.chosen))
        {
            self.table.set_cursor(row);
            self.table.reveal();
        }
        let mut memory = std::mem::take(&mut self.table);
        let table = DataTable {
            id: Id::unique("formulas"),
            name: t!("formula.page.list", count = drawn.rows.len()),
            look: TableLook {
                head: HEAD,
                row: ROW,
                pad: PAD,
                ground: TableGround::Round,
                framed: false,
                finds: false,
                ..TableLook::default()
            },
            columns: &columns,
            memory: &mut memory,
            order: None,
            checks: None,
        };
        let mut rows = FormulaRows { drawn, palette: desk.palette };
        let events = table.show(desk.palette, ui, &mut rows);
        self.table = memory;
        let moved = events.moved.and_then(|row| rows.formula(row)).map(|one| one.text.clone());
        if let Some(text) = moved {
            self.choose(&text);
        }
    }
}

/// The rows as the table draws them.
struct FormulaRows<'a> {
    drawn: &'a DrawnFormulas,
    palette: &'a Palette,
}

impl FormulaRows<'_> {
    fn formula(&self, row: usize) -> Option<&Formula> {
        self.drawn.found.formulas.get(*self.drawn.rows.get(row)?)
    }

    /// The month of the first use, or its year.
    fn first(&self, formula: &Formula) -> String {
        let first = formula.first.and_then(|place| self.drawn.found.published.get(place.article));
        match first {
            Some((_, Some(day))) => format!("{}.{:02}", day.year(), day.month()),
            Some((Some(year), None)) => year.to_string(),
            _ => "—".to_owned(),
        }
    }

    fn bars_ui(&self, ui: &Ui, place: Rect, formula: &Formula) {
        let years = &self.drawn.years;
        #[expect(clippy::cast_precision_loss, reason = "numbers of years and counts as places")]
        let (step, most) =
            (place.width() / years.len().max(1) as f32, self.drawn.most.max(1) as f32);
        let highest = formula.years.values().map(|year| year.count).max().unwrap_or(0);
        let (top, bottom) = (place.top() + 13.0, place.bottom() - 5.0);
        let mut is_labelled = false;
        for (number, year) in years.iter().enumerate() {
            let count = formula.years.get(year).map_or(0, |year| year.count);
            #[expect(clippy::cast_precision_loss, reason = "numbers of years and counts as places")]
            let (left, part) = (place.left() + step * number as f32, count as f32 / most);
            let height = if count == 0 { 1.0 } else { (part * (bottom - top)).max(2.0) };
            let bar = Rect::from_min_max(
                pos2(left + step * 0.12, bottom - height),
                pos2(left + step * 0.88, bottom),
            );
            let ink = if count == 0 { self.palette.hairline } else { self.palette.faint };
            ui.painter().rect_filled(bar, 0, ink);
            // The peak says its number, once.
            if count == highest && count > 0 && !is_labelled {
                is_labelled = true;
                let font = eframe::egui::FontId { size: 10.0, ..theme::small() };
                let at = pos2(bar.center().x, bar.top() - 1.0);
                let ink: Color32 = self.palette.second;
                ui.painter().text(at, Align2::CENTER_BOTTOM, count, font, ink);
            }
        }
    }
}

impl TableRows for FormulaRows<'_> {
    fn count(&self) -> usize {
        self.drawn.rows.len()
    }

    fn name(&self, row: usize) -> String {
        let Some(formula) = self.formula(row) else { return String::new() };
        let facts = (formula.places.len(), formula.articles);
        t!(
            "formula.page.said",
            formula = formula.text,
            count = facts.0,
            articles = facts.1,
            first = self.first(formula)
        )
        .into_owned()
    }

    fn text(&self, row: usize, column: &str) -> String {
        let Some(formula) = self.formula(row) else { return String::new() };
        match column {
            "formula" => formula.text.clone(),
            "first" => self.first(formula),
            "count" => formula.places.len().to_string(),
            "articles" => formula.articles.to_string(),
            _ => {
                let years = formula.years.iter().filter(|(_, year)| year.count > 0);
                let years: Vec<String> =
                    years.map(|(year, of)| format!("{year} {}", of.count)).collect();
                years.join(" · ")
            }
        }
    }

    fn cell_ui(&mut self, ui: &mut Ui, cell: &TableCell<'_>) {
        let Some(formula) = self.formula(cell.row) else { return };
        let palette = self.palette;
        let mut place = cell.inner(PAD);
        let text = |text: &str, align, place, font, ink| {
            widgets::paint_truncated(ui, place, align, text, font, ink)
        };
        match cell.column {
            "formula" => {
                if self.drawn.accepted.contains(&formula_key(&formula.text)) {
                    let mark = Rect::from_center_size(
                        pos2(place.left() + 7.0, place.center().y),
                        vec2(theme::ICON, theme::ICON),
                    );
                    Icon::Check.paint(ui.painter(), mark.scale_from_center(0.8), palette.faint);
                    place.min.x += theme::grid(4.5);
                }
                let drawn =
                    text(&formula.text, Align2::LEFT_CENTER, place, theme::body(), palette.ink);
                if let Some(next) = formula.replaced_by.first() {
                    let rest = place.with_min_x(drawn.right() + theme::GRID);
                    let next = format!("→ {}", next.formula);
                    let font = theme::small_content();
                    text(&next, Align2::LEFT_CENTER, rest, font, palette.accent_ink);
                }
            }
            "first" => {
                let first = self.first(formula);
                text(&first, Align2::RIGHT_CENTER, place, theme::small_content(), palette.second);
            }
            "years" => self.bars_ui(ui, cell.inner(PAD), formula),
            "count" => {
                let count = theme::grouped(formula.places.len());
                text(&count, Align2::RIGHT_CENTER, place, theme::body(), palette.ink);
            }
            _ => {
                let count = theme::grouped(formula.articles);
                text(&count, Align2::RIGHT_CENTER, place, theme::body(), palette.second);
            }
        }
    }
}
