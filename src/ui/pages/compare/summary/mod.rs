//! 摘要表: themes by articles, each cell with its passages and what the researcher says of them.
//!
//! What is written in the field below the table is a draft of [`crate::ui::drafts`] like every memo: it is
//! handed over as one step when the field is left, for another cell, analysis or page too.

mod editor;
mod rows;

use std::sync::Arc;

use eframe::egui::{Context, Id, Key, Modifiers, Ui, vec2};

use super::{
    behind::{Counted, Evidence},
    desk::{AnalysisView, Desk, choice_menu, empty_ui, fault_ui},
    sheet_table::COLUMN_IDS,
};
use crate::{
    analysis::{SummaryGrid, SummaryTerms},
    annotation::ThemeId,
    corpus::ArticlePath,
    session::{self, Session, SummaryTexts, describe},
    t,
    ui::{
        dialogs::Dialog,
        drafts::WrittenOn,
        theme,
        widgets::table::{self, DataTable, TableColumn, TableLook, TableMemory},
    },
};
use rows::GridRows;

/// Height of a row: four lines of what is said and space around them.
const ROW: f32 = 96.0;
const HEAD: f32 = 34.0;
/// Width of the column of names, and of the others.
const NAME: f32 = 170.0;
const CELL: f32 = 236.0;
/// From a cell's edge to what is in it.
const PAD: f32 = 10.0;
/// Height of the field below the table; in a low window it is less.
const FIELD: f32 = 190.0;
const FIELD_LEAST: f32 = 132.0;

/// What the view remembers between frames.
#[derive(Default)]
pub(super) struct SummaryView {
    /// Whether the articles are the rows.
    turned: bool,
    table: TableMemory,
    grid: Option<Arc<SummaryGrid>>,
    texts: SummaryTexts,
    /// Of the catalogue, for the texts.
    revision: Option<u64>,
    /// The cell that is shown below: theme and article.
    chosen: Option<(usize, usize)>,
}

impl SummaryView {
    /// Asks, and takes in what was answered.
    fn prepare(&mut self, desk: &mut Desk<'_>) {
        let terms = SummaryTerms { filter: desk.asked.clone(), counting: desk.counting };
        desk.ask(&terms);
        let revision = desk.session.catalogue().revision();
        if self.revision != Some(revision) {
            self.texts = SummaryTexts::of(desk.session.catalogue());
            self.revision = Some(revision);
        }
        let Some(grid) = desk.session.answer::<SummaryTerms>() else { return };
        if self.grid.as_ref().is_some_and(|known| Arc::ptr_eq(known, grid)) {
            // Another analysis was looked at meanwhile.
            if desk.behind.title().is_empty() {
                self.list(desk);
            }
            return;
        }
        // The cell that is written in stays the same, wherever it stands now.
        let kept = self.place();
        self.grid = Some(Arc::clone(grid));
        self.chosen = kept.and_then(|(theme, article)| {
            let at = |item: &crate::analysis::AxisItem| item.theme == Some(theme);
            let theme = grid.themes.iter().position(at)?;
            Some((theme, grid.articles.iter().position(|known| *known == article)?))
        });
        let first = || grid.marked().next().map_or((0, 0), |(place, _)| place);
        self.chosen = self.chosen.or_else(|| Some(first()));
        if let Some((theme, article)) = self.chosen {
            let (row, column) = if self.turned { (article, theme) } else { (theme, article) };
            self.table.set_cell(row, column + 1);
            self.list(desk);
        }
    }

    /// The theme and the article of the cell that is chosen.
    fn place(&self) -> Option<(ThemeId, ArticlePath)> {
        let (theme, article) = self.chosen?;
        let grid = self.grid.as_ref()?;
        Some((grid.themes.get(theme)?.theme?, grid.articles.get(article)?.clone()))
    }

    /// Lists the passages of the cell that is chosen.
    fn list(&self, desk: &mut Desk<'_>) {
        let (Some((theme, article)), Some(grid)) = (self.chosen, &self.grid) else { return };
        let passages = grid.passages(theme, article);
        let evidence = Evidence {
            title: self.title(desk.session),
            colour: grid.themes.get(theme).and_then(|item| {
                let colour = desk.session.codebook().get(item.theme?)?.colour;
                Some(desk.palette.theme(colour))
            }),
            facts: t!("summary.count", count = theme::grouped(passages.len())).into_owned(),
            counted: passages.iter().map(|id| Counted::Passage(*id)).collect(),
            condition: Some(grid.condition(theme, article).text(describe::tongue())),
            query: None,
        };
        desk.behind.show(desk.session, evidence);
    }

    /// What the chosen cell is of.
    fn title(&self, session: &Session) -> String {
        let (Some((theme, article)), Some(grid)) = (self.chosen, &self.grid) else {
            return String::new();
        };
        let theme = grid.themes.get(theme).map(|theme| theme.key.clone()).unwrap_or_default();
        let article = grid.articles.get(article).map(|article| session.title_read(article));
        t!("summary.cell", theme = theme, article = article.unwrap_or_default()).into_owned()
    }

    /// Begins to write in the chosen cell.
    fn write(&self, desk: &mut Desk<'_>) {
        if let Some((theme, article)) = self.place()
            && desk.session.codebook().get(theme).is_some()
        {
            desk.drafts.focus(WrittenOn::Summary(theme, article));
        }
    }

    fn table_ui(&mut self, grid: &SummaryGrid, desk: &mut Desk<'_>, ui: &mut Ui) {
        let columns = self.columns(grid, desk.session);
        let mut memory = std::mem::take(&mut self.table);
        let before = (memory.row(), memory.column());
        let table = DataTable {
            id: Self::table_id(),
            name: t!("summary.name"),
            look: TableLook {
                head: HEAD,
                row: ROW,
                pad: PAD,
                by_cell: true,
                sticky: 1,
                framed: false,
                finds: false,
                ..TableLook::default()
            },
            columns: &columns,
            memory: &mut memory,
            order: None,
            checks: None,
        };
        let own = desk.session.coder();
        let mut rows = GridRows {
            session: desk.session,
            palette: desk.palette,
            grid,
            texts: &self.texts,
            own: &own,
            turned: self.turned,
            clicked: false,
        };
        let events = table.show(desk.palette, ui, &mut rows);
        let clicked = rows.clicked;
        self.table = memory;
        let at = (self.table.row(), self.table.column());
        let moved = at != before || clicked || events.double_clicked.is_some();
        if let (Some(column), true) = (at.1.checked_sub(1), moved) {
            self.chosen = Some(if self.turned { (column, at.0) } else { (at.0, column) });
            self.list(desk);
        }
        if events.opened.is_some() || events.double_clicked.is_some() {
            self.write(desk);
        }
    }

    fn table_id() -> Id {
        Id::unique("summary grid")
    }

    fn columns(&self, grid: &SummaryGrid, session: &Session) -> Vec<TableColumn<()>> {
        let first = if self.turned { t!("summary.head.article") } else { t!("summary.head.theme") };
        let names: Vec<String> = if self.turned {
            grid.themes.iter().map(|theme| theme.key.clone()).collect()
        } else {
            grid.articles.iter().map(|article| session.title_read(article)).collect()
        };
        let names = std::iter::once(first.into_owned()).chain(names);
        let column = |(at, (id, name)): (usize, (&'static String, String))| {
            let width = if at == 0 { NAME } else { CELL };
            TableColumn::new(id.as_str(), width).head(name.into(), None)
        };
        COLUMN_IDS.iter().zip(names).enumerate().map(column).collect()
    }
}

impl AnalysisView for SummaryView {
    fn choices_ui(&mut self, desk: &mut Desk<'_>, ui: &mut Ui) {
        let palette = desk.palette;
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(theme::grid(2.0), theme::grid(2.0));
            let name =
                |turned| if turned { t!("summary.by_article") } else { t!("summary.by_theme") };
            choice_menu(ui, palette, &name(self.turned), |ui, option| {
                for turned in [false, true] {
                    if option(ui, &name(turned), self.turned == turned) && self.turned != turned {
                        self.turned = turned;
                        let (theme, article) = self.chosen.unwrap_or_default();
                        let (row, column) =
                            if turned { (article, theme) } else { (theme, article) };
                        self.table.set_cell(row, column + 1);
                        self.table.reveal();
                    }
                }
            });
        });
    }

    fn ui(&mut self, desk: &mut Desk<'_>, ui: &mut Ui) {
        self.prepare(desk);
        fault_ui::<SummaryTerms>(desk, session::unknown_theme, ui);
        let Some(grid) = self.grid.clone() else { return };
        if grid.themes.is_empty() || grid.articles.is_empty() {
            return empty_ui(desk, &t!("summary.empty"), ui);
        }
        let room = ui.available_height();
        let field = if room < 3.0 * FIELD { FIELD_LEAST } else { FIELD };
        let size = vec2(ui.available_width(), (room - field).max(HEAD + ROW));
        ui.allocate_ui(size, |ui| self.table_ui(&grid, desk, ui));
        if self.editor_ui(desk, ui) {
            self.table.take_focus();
        }
    }

    fn state(&self, session: &Session) -> Option<String> {
        let count = session.catalogue().summaries().count();
        (count > 0).then(|| theme::grouped(count))
    }

    fn has_table(&self) -> bool {
        self.grid.is_some()
    }

    fn table_dialog(&self, session: &Session, name: &str) -> Option<Dialog> {
        let grid = self.grid.as_ref()?;
        Some(Dialog::save_summaries(name, session::summary_document(session, grid)))
    }

    fn keys(&mut self, desk: &mut Desk<'_>, ctx: &Context) {
        let has_keys = ctx.memory(|memory| memory.has_focus(Self::table_id()));
        if has_keys
            && table::has_keys(ctx, false)
            && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::F2))
        {
            self.write(desk);
        }
    }

    fn take_focus(&mut self) {
        self.table.take_focus();
    }
}
