//! 数字: what is counted over the years, a row each, and beside it the row as a line with the sentence of
//! every year.

mod detail;
mod draft;

use std::sync::Arc;

use eframe::egui::{Ui, vec2};

use super::{
    desk::{AnalysisView, AskedArticles, Desk, choice_menu, empty_ui, segments_ui},
    sheet_table::{HeatScale, SheetLook, SheetTable},
};
use crate::{
    analysis::{QuantityFlag, QuantityRow, Sheet},
    annotation::{QuantityCorrection, QuantityRowName, QuantitySubject, QuantityVerdict, RecordId},
    chart::{ChartScene, value_chart},
    exchange::sheet_text,
    session::{
        self, CatalogueCommand, Command, FindQuantities, Session, SetQuantities, describe,
        quantity_row_shown, quantity_sheet, quantity_source_sheet, row_scale,
    },
    t,
    ui::{action::Action, message::Message, theme, widgets::chip},
};
use draft::QuantityDraft;

/// Which rows are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum RowsShown {
    /// What can be compared: counted in two articles or more, or odd.
    #[default]
    Compared,
    /// What is odd.
    Odd,
    /// What some year between others does not mention.
    Gaps,
    /// What one article alone counts, too.
    All,
}

/// In which order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum RowOrder {
    /// What most years count first.
    #[default]
    Years,
    /// What has grown most first.
    Growth,
    /// What has shrunk most first.
    Loss,
    /// By name.
    Name,
}

/// What the view remembers between frames.
#[derive(Default)]
pub(super) struct QuantitiesView {
    shown: RowsShown,
    order: RowOrder,
    table: SheetTable,
    drawn: Option<DrawnQuantities>,
    /// The row that is looked at.
    chosen: Option<QuantityRowName>,
    /// The year that is looked at in it.
    year: Option<i16>,
    /// What is being written.
    draft: Option<QuantityDraft>,
    articles: AskedArticles,
}

/// What was found, as it is on the screen.
struct DrawnQuantities {
    key: String,
    found: Arc<SetQuantities>,
    /// The numbers of the rows that are shown, in their order.
    rows: Vec<usize>,
    years: Vec<i16>,
    sheet: Sheet,
    sources: Sheet,
}

impl DrawnQuantities {
    fn row(&self, name: &QuantityRowName) -> Option<&QuantityRow> {
        self.found.rows.iter().find(|row| row.name() == *name)
    }
}

impl QuantitiesView {
    /// Asks, and takes in what was answered.
    fn prepare(&mut self, desk: &mut Desk<'_>) {
        let articles = desk.articles(&mut self.articles);
        desk.ask(&FindQuantities { articles });
        let Some(found) = desk.session.answer::<FindQuantities>() else { return };
        let key = format!(
            "{:p} {:?} {:?} {}",
            Arc::as_ptr(found),
            self.shown,
            self.order,
            &*rust_i18n::locale()
        );
        if self.drawn.as_ref().is_some_and(|drawn| drawn.key == key) {
            return;
        }
        let found = Arc::clone(found);
        let mut rows: Vec<usize> = (0..found.rows.len()).collect();
        rows.retain(|&at| found.rows.get(at).is_some_and(|row| self.shows(row)));
        let change = |at: &usize| found.rows.get(*at).and_then(|row| found.change_of(row));
        match self.order {
            RowOrder::Years => {}
            RowOrder::Growth => rows.sort_by(|a, b| {
                change(b).partial_cmp(&change(a)).unwrap_or(std::cmp::Ordering::Equal)
            }),
            RowOrder::Loss => {
                let key = |at: &usize| change(at).unwrap_or(f64::INFINITY);
                rows.sort_by(|a, b| key(a).total_cmp(&key(b)));
            }
            RowOrder::Name => {
                rows.sort_by_cached_key(|&at| found.rows.get(at).map(QuantityRow::name));
            }
        }
        let (sheet, sources) =
            (quantity_sheet(&found, &rows), quantity_source_sheet(&found, &rows));
        let years = found.years_of(&rows);
        let drawn = DrawnQuantities { key, found, rows, years, sheet, sources };
        let is_there = |name: &QuantityRowName| drawn.row(name).is_some();
        if !self.chosen.as_ref().is_some_and(is_there) {
            let first = drawn.rows.first().and_then(|&at| drawn.found.rows.get(at));
            self.chosen = first.map(QuantityRow::name);
            (self.year, self.draft) = (None, None);
        }
        let is_chosen = |at: &usize| {
            drawn.found.rows.get(*at).map(QuantityRow::name).as_ref() == self.chosen.as_ref()
        };
        if let Some(row) = drawn.rows.iter().position(is_chosen) {
            self.table.go_to_row(&drawn.sheet, row);
        }
        self.drawn = Some(drawn);
    }

    fn shows(&self, row: &QuantityRow) -> bool {
        let years = row.years();
        match self.shown {
            RowsShown::Compared => row.articles() >= 2 || !row.flags.is_empty(),
            RowsShown::Odd => !row.flags.is_empty(),
            RowsShown::Gaps => {
                let (first, last) = (years.first(), years.last());
                let span = first.zip(last).map_or(0, |(first, last)| last - first + 1);
                usize::try_from(span).unwrap_or(0) > years.len() && years.len() > 1
            }
            RowsShown::All => true,
        }
    }

    fn chosen_row(&self) -> Option<&QuantityRow> {
        self.drawn.as_ref()?.row(self.chosen.as_ref()?)
    }

    fn choose(&mut self, name: QuantityRowName, year: Option<i16>) {
        if self.chosen.as_ref() != Some(&name) {
            self.draft = None;
        }
        (self.chosen, self.year) = (Some(name), year);
    }

    /// The corrections that are kept, each to be taken back.
    fn corrections_ui(desk: &mut Desk<'_>, ui: &mut Ui) {
        let kept: Vec<&QuantityCorrection> = desk.session.catalogue().quantities().iter().collect();
        if kept.is_empty() {
            return;
        }
        let label = t!("quantity.page.corrected", count = kept.len());
        let mut gone: Option<RecordId> = None;
        choice_menu(ui, desk.palette, &label, |ui, option| {
            for made in kept.iter().rev() {
                if option(ui, &described(made), false) {
                    gone = Some(made.id);
                }
            }
        });
        if let Some(id) = gone {
            let command = CatalogueCommand::CorrectQuantities { put: Vec::new(), gone: vec![id] };
            desk.out.push(Message::Do(command.into()));
        }
    }
}

/// A correction in a line; a click takes it back.
fn described(made: &QuantityCorrection) -> String {
    let name = describe::shown(made.name());
    let what = match &made.verdict {
        QuantityVerdict::Dropped => t!("quantity.page.said_dropped", name = name),
        QuantityVerdict::Chosen => t!("quantity.page.said_chosen", name = name),
        QuantityVerdict::Into(row) => {
            t!("quantity.page.said_into", name = name, row = describe::shown(&row.object))
        }
        QuantityVerdict::Says { value, unit, object, .. } => {
            let says = describe::shown(&format!("{object} {value}{unit}"));
            t!("quantity.page.said_says", name = name, says = says)
        }
    };
    what.into_owned()
}

/// Corrects something, in one step.
fn correct(of: QuantitySubject, verdict: QuantityVerdict) -> Message {
    let put = vec![QuantityCorrection::new(of, verdict)];
    Message::Do(Command::Catalogue(CatalogueCommand::CorrectQuantities { put, gone: Vec::new() }))
}

impl AnalysisView for QuantitiesView {
    fn choices_ui(&mut self, desk: &mut Desk<'_>, ui: &mut Ui) {
        let palette = desk.palette;
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(theme::grid(2.0), theme::grid(2.0));
            let name = |order| match order {
                RowOrder::Years => t!("quantity.page.by_years"),
                RowOrder::Growth => t!("quantity.page.by_growth"),
                RowOrder::Loss => t!("quantity.page.by_loss"),
                RowOrder::Name => t!("quantity.page.by_name"),
            };
            choice_menu(ui, palette, &name(self.order), |ui, option| {
                for order in [RowOrder::Years, RowOrder::Growth, RowOrder::Loss, RowOrder::Name] {
                    if option(ui, &name(order), self.order == order) {
                        self.order = order;
                    }
                }
            });
            let odd = desk
                .session
                .answer::<FindQuantities>()
                .map_or(0, |found| found.rows.iter().filter(|row| !row.flags.is_empty()).count());
            let options = [
                (RowsShown::Compared, t!("quantity.page.compared")),
                (RowsShown::Odd, t!("quantity.page.odd", count = odd)),
                (RowsShown::Gaps, t!("quantity.page.gaps")),
                (RowsShown::All, t!("quantity.page.all")),
            ];
            segments_ui(ui, palette, &t!("quantity.page.shown"), &mut self.shown, &options);
            Self::corrections_ui(desk, ui);
            if let Some(drawn) = &self.drawn
                && !drawn.rows.is_empty()
            {
                let copy = t!("quantity.page.copy");
                let hint = t!("quantity.page.copy_hint");
                if chip::toggle(ui, palette, &copy, false).on_hover_text(hint).clicked() {
                    desk.out.push(Message::CopyText(sheet_text(&drawn.sources)));
                }
            }
        });
    }

    fn ui(&mut self, desk: &mut Desk<'_>, ui: &mut Ui) {
        self.prepare(desk);
        let Some(drawn) = &self.drawn else {
            return empty_ui(desk, &t!("quantity.page.working"), ui);
        };
        if drawn.rows.is_empty() {
            let none = match self.shown {
                RowsShown::Odd => t!("quantity.page.none_odd"),
                RowsShown::All => t!("quantity.none"),
                RowsShown::Compared | RowsShown::Gaps => t!("quantity.page.none_compared"),
            };
            return empty_ui(desk, &none, ui);
        }
        let legend = theme::CONTROL;
        let room = vec2(ui.available_width(), (ui.available_height() - legend).max(80.0));
        let nothing = |_: usize| None;
        let no_name = |_: usize| None;
        let look =
            SheetLook { id: "quantities", heat: HeatScale::None, name: &no_name, colour: &nothing };
        let layout = eframe::egui::Layout::top_down(eframe::egui::Align::Min);
        let events = ui
            .allocate_ui_with_layout(room, layout, |ui| {
                ui.set_min_size(room);
                self.table.ui(&drawn.sheet, &look, desk.palette, ui)
            })
            .inner;
        let text = eframe::egui::RichText::new(t!("quantity.legend")).font(theme::small_content());
        ui.label(text.color(desk.palette.second));
        let mut wanted = None;
        if let Some((Ok(at), column)) = events.moved
            && let Some(row) = drawn.rows.get(at).and_then(|&at| drawn.found.rows.get(at))
        {
            let year = column.checked_sub(2).and_then(|at| drawn.years.get(at)).copied();
            wanted = Some((row.name(), year));
        }
        if let Some((name, year)) = wanted {
            self.choose(name, year);
        }
        if events.opened
            && let (Some(drawn), Some(row)) = (&self.drawn, self.chosen_row())
        {
            let of_year = |value: &&crate::analysis::QuantityValue| value.year == self.year;
            let value = row.values.iter().find(of_year).or(row.values.last());
            desk.out.extend(value.and_then(|value| detail::go_to(&drawn.found, value)));
        }
    }

    fn side_ui(&mut self, desk: &mut Desk<'_>, ui: &mut Ui) -> bool {
        self.detail_ui(desk, ui);
        true
    }

    fn side_title(&self) -> Option<(String, usize)> {
        let row = self.chosen_row()?;
        Some((quantity_row_shown(row), row.values.len()))
    }

    fn hears(&self) -> bool {
        true
    }

    fn act(&mut self, action: Action, desk: &mut Desk<'_>) -> bool {
        let Some(row) = self.chosen_row() else { return false };
        let name = row.name();
        match action {
            Action::RowMerge => self.draft = Some(QuantityDraft::join()),
            Action::RowRename => self.draft = Some(QuantityDraft::rename(&name)),
            Action::RowDrop => {
                desk.out.push(correct(QuantitySubject::Row(name), QuantityVerdict::Dropped));
            }
            _ => return false,
        }
        true
    }

    fn takes_escape(&self) -> bool {
        self.draft.is_some()
    }

    fn state(&self, session: &Session) -> Option<String> {
        let found = session.answer::<FindQuantities>()?;
        let compared = found.rows.iter().filter(|row| row.articles() >= 2).count();
        Some(t!("quantity.page.rows", count = compared).into_owned())
    }

    fn sheet(&self) -> Option<&Sheet> {
        Some(&self.drawn.as_ref()?.sources)
    }

    fn picture(&self, _session: &Session) -> Option<ChartScene<()>> {
        let drawn = self.drawn.as_ref()?;
        let row = self.chosen_row()?;
        let name = quantity_row_shown(row);
        let title = t!("quantity.page.chart", name = name, unit = row_scale(&drawn.found, row).1)
            .into_owned();
        let years = drawn.found.chart_years(row, &drawn.years);
        let scene = value_chart(title.clone(), years, 640.0);
        let flags = row.flags.iter();
        let flags =
            flags.map(|flag: &QuantityFlag| session::quantity_flag_shown(&drawn.found, row, flag));
        let notes = flags.chain([t!("quantity.legend").into_owned(), describe::today()]);
        Some(scene.with_title(title).with_caption(notes).drawn())
    }

    fn take_focus(&mut self) {
        self.table.take_focus();
    }
}
