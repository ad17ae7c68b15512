//! 文章属性: articles by attributes, to be seen and edited as a table.
//!
//! A value that is typed is a draft of [`crate::ui::drafts`], handed over when its cell is left. What is
//! pasted, filled down or taken away is one command, which is one step of the history.

mod paste;
mod rows;

use eframe::egui::{Context, Event, Id, Key, Label, Modifiers, RichText, Ui, vec2};

use super::{
    desk::{AnalysisView, Desk, empty_ui},
    sheet_table::COLUMN_IDS,
};
use crate::{
    analysis::{Sheet, SheetHead, SheetRow, SheetValue},
    annotation::Attributes,
    corpus::ArticlePath,
    scene::Stamp,
    search::condition::{Parsed, Selector},
    session::{ArticleValue, CatalogueCommand, Session, describe},
    t,
    ui::{
        dialogs::Dialog,
        drafts::WrittenOn,
        message::Message,
        theme,
        widgets::{
            self,
            table::{DataTable, TableColumn, TableLook, TableMemory},
        },
    },
};
use rows::{AttributeRows, CellLeft};

const ROW: f32 = 30.0;
const HEAD: f32 = 34.0;
/// Width of the column of titles, and of an attribute's.
const NAME: f32 = 250.0;
const VALUE: f32 = 130.0;
/// From a cell's edge to what is in it.
const PAD: f32 = 8.0;

/// What the view remembers between frames.
#[derive(Default)]
pub(super) struct AttributesView {
    table: TableMemory,
    /// The rows, and of what moment and condition they are.
    articles: Vec<ArticlePath>,
    made_for: Option<(Stamp, Parsed)>,
    /// The value that is written: of which article and attribute.
    editing: Option<(ArticlePath, String)>,
    /// How many attributes there were.
    columns: Option<usize>,
    /// What has to be said of what was done last.
    told: Option<String>,
}

impl AttributesView {
    /// The articles of which the page's condition can hold, in the order of the set.
    fn prepare(&mut self, desk: &Desk<'_>) {
        let Some(scene) = desk.session.scene() else { return };
        let columns = scene.catalogue.attributes().definitions().len();
        if self.columns.replace(columns).is_some_and(|before| before < columns) {
            // One that was made is where the keys act next.
            self.table.set_cell(self.table.row(), columns);
            self.table.reveal();
            self.table.take_focus();
        }
        let key = (scene.stamp(), desk.asked.clone());
        if self.made_for.as_ref() == Some(&key) {
            return;
        }
        // A condition that names nothing that is there was told above.
        let selector = Selector::new(desk.asked, scene).ok();
        let all = scene.corpus.entries().iter().map(|entry| entry.path.clone());
        let holds = |path: &ArticlePath| {
            selector.as_ref().is_none_or(|selector| selector.may_hold_in(scene, path))
        };
        self.articles = all.filter(holds).collect();
        self.made_for = Some(key);
    }

    fn table_id() -> Id {
        Id::unique("attribute table")
    }

    /// The attribute of the column that the keys act on.
    fn attribute<'a>(&self, attributes: &'a Attributes) -> Option<&'a str> {
        let at = self.table.column().checked_sub(1)?;
        attributes.definitions().get(at).map(|known| known.name.as_str())
    }

    /// The rows that are selected, else the one that the keys act on.
    fn rows(&self) -> Vec<usize> {
        let selected = self.table.selected_rows();
        if selected.is_empty() { vec![self.table.row()] } else { selected }
    }

    fn chosen(&self) -> Vec<ArticlePath> {
        self.rows().into_iter().filter_map(|row| self.articles.get(row).cloned()).collect()
    }

    /// Begins to write in the cell that the keys act on.
    fn write(&mut self, desk: &mut Desk<'_>) {
        let name = self.attribute(desk.session.catalogue().attributes()).map(str::to_owned);
        if let (Some(name), Some(article)) = (name, self.articles.get(self.table.row()).cloned()) {
            self.told = None;
            desk.drafts.focus(WrittenOn::Attribute(article.clone(), name.clone()));
            self.editing = Some((article, name));
        }
    }

    /// Gives articles values in one step.
    fn set(&mut self, values: Vec<ArticleValue>, desk: &mut Desk<'_>) {
        self.told = None;
        if !values.is_empty() {
            desk.out.push(Message::Do(CatalogueCommand::SetValues(values).into()));
        }
    }

    /// What stands in the first of the selected rows, or in the row above, in all of them.
    fn fill_down(&mut self, desk: &mut Desk<'_>) {
        let attributes = desk.session.catalogue().attributes();
        let Some(name) = self.attribute(attributes) else { return };
        let mut rows = self.rows();
        if rows.len() < 2 {
            let row = self.table.row();
            let Some(above) = row.checked_sub(1) else { return };
            rows = vec![above, row];
        }
        let mut articles = rows.into_iter().filter_map(|row| self.articles.get(row));
        let Some(first) = articles.next() else { return };
        let value = attributes.value(first, name).unwrap_or_default();
        let values = articles.map(|article| ArticleValue {
            article: article.clone(),
            name: name.to_owned(),
            value: value.to_owned(),
        });
        self.set(values.collect(), desk);
    }

    fn clear(&mut self, desk: &mut Desk<'_>) {
        let Some(name) = self.attribute(desk.session.catalogue().attributes()) else { return };
        let values = self.chosen().into_iter().map(|article| ArticleValue {
            article,
            name: name.to_owned(),
            value: String::new(),
        });
        self.set(values.collect(), desk);
    }

    /// Puts cells of a spreadsheet in, from the cell that the keys act on.
    fn paste(&mut self, text: &str, desk: &mut Desk<'_>) {
        let names = desk.session.catalogue().attributes().definitions();
        let names: Vec<&str> = names.iter().map(|known| known.name.as_str()).collect();
        let Some(column) = self.table.column().checked_sub(1) else {
            self.told = Some(t!("attributes.paste_where").into_owned());
            return;
        };
        let articles = self.articles.get(self.table.row()..).unwrap_or_default();
        let names = names.get(column..).unwrap_or_default();
        let (values, outside) = paste::values(text, articles, names);
        self.set(values, desk);
        if outside > 0 {
            self.told = Some(t!("attributes.outside", count = outside).into_owned());
        }
    }

    fn table_ui(&mut self, desk: &mut Desk<'_>, ui: &mut Ui) {
        let attributes = desk.session.catalogue().attributes();
        let heads = std::iter::once(t!("attributes.article").into_owned())
            .chain(attributes.definitions().iter().map(|known| known.name.clone()));
        let columns: Vec<TableColumn<()>> = COLUMN_IDS
            .iter()
            .zip(heads)
            .enumerate()
            .map(|(at, (id, head))| {
                let width = if at == 0 { NAME } else { VALUE };
                TableColumn::new(id.as_str(), width).head(head.into(), None)
            })
            .collect();
        let mut memory = std::mem::take(&mut self.table);
        let at = (memory.row(), memory.column());
        let table = DataTable {
            id: Self::table_id(),
            name: t!("attributes.name"),
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
        let mut rows = AttributeRows {
            session: desk.session,
            palette: desk.palette,
            attributes,
            articles: &self.articles,
            drafts: &mut *desk.drafts,
            editing: self.editing.as_ref(),
            left: None,
            fault: None,
        };
        let events = table.show(desk.palette, ui, &mut rows);
        let (left, fault) = (rows.left, rows.fault);
        self.table = memory;
        if self.editing.is_some() {
            self.told = fault;
        }
        if let Some(left) = left {
            self.editing = None;
            let (row, column) = (self.table.row(), self.table.column());
            match left {
                CellLeft::ByKey(Key::Enter) => {
                    let last = self.articles.len().saturating_sub(1);
                    self.table.set_cell((row + 1).min(last), column);
                }
                CellLeft::ByKey(Key::Tab) => {
                    self.table.set_cell(row, (column + 1).min(columns.len().saturating_sub(1)));
                }
                _ => {}
            }
            self.table.reveal();
            if left != CellLeft::ByClick {
                self.table.take_focus();
            }
        } else if events.opened.is_some() || events.double_clicked.is_some() {
            self.write(desk);
        } else if (self.table.row(), self.table.column()) != at {
            self.editing = None;
        }
    }
}

impl AnalysisView for AttributesView {
    fn choices_ui(&mut self, desk: &mut Desk<'_>, ui: &mut Ui) {
        let palette = desk.palette;
        let attributes = desk.session.catalogue().attributes();
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(theme::grid(2.0), theme::grid(2.0));
            let mut button =
                |label: &str| widgets::text_button(ui, palette, label, palette.ink).clicked();
            if button(&t!("attributes.new")) {
                desk.out.push(Message::Open(Dialog::new_attribute()));
            }
            if let Some(name) = self.attribute(attributes)
                && button(&t!("attributes.change", name = name))
                && let Some(known) = attributes.definition(name)
            {
                desk.out.push(Message::Open(Dialog::edit_attribute(known)));
            }
            let chosen = self.chosen();
            if !chosen.is_empty()
                && button(&t!("attributes.values", count = theme::grouped(chosen.len())))
            {
                desk.out.push(Message::Open(Dialog::article_values(chosen)));
            }
            if button(&t!("attributes.import")) {
                desk.out.push(Message::Open(Dialog::import_attributes()));
            }
        });
    }

    fn ui(&mut self, desk: &mut Desk<'_>, ui: &mut Ui) {
        self.prepare(desk);
        if self.articles.is_empty() {
            return empty_ui(desk, &t!("attributes.no_articles"), ui);
        }
        let foot = theme::CONTROL;
        let size = vec2(ui.available_width(), (ui.available_height() - foot).max(HEAD + ROW));
        ui.allocate_ui(size, |ui| self.table_ui(desk, ui));
        let (text, ink) = match &self.told {
            Some(told) => (told.clone(), desk.palette.accent_ink),
            None => (t!("attributes.keys").into_owned(), desk.palette.second),
        };
        ui.add_space(theme::GRID);
        ui.add(Label::new(RichText::new(text).font(theme::small()).color(ink)).truncate());
    }

    fn has_table(&self) -> bool {
        !self.articles.is_empty()
    }

    fn table_dialog(&self, session: &Session, name: &str) -> Option<Dialog> {
        let attributes = session.catalogue().attributes();
        let head = |text: String| SheetHead { text, ..SheetHead::default() };
        let names = attributes.definitions().iter().map(|known| known.name.clone());
        let row = |path: &ArticlePath| {
            let value = |name: &str| {
                let value = attributes.value(path, name);
                value.map_or(SheetValue::Missing, |value| SheetValue::Text(value.to_owned()))
            };
            let article = SheetValue::Text(path.as_str().to_owned());
            let values = attributes.definitions().iter().map(|known| value(&known.name));
            let cells = std::iter::once(article).chain(values);
            SheetRow { depth: 0, cells: cells.map(Into::into).collect() }
        };
        let sheet = Sheet {
            name: t!("attributes.name").into_owned(),
            heads: std::iter::once(t!("attributes.article").into_owned())
                .chain(names)
                .map(head)
                .collect(),
            rows: self.articles.iter().map(row).collect(),
            totals: Vec::new(),
            notes: vec![describe::today()],
        };
        Some(Dialog::save_sheet(name, sheet))
    }

    fn keys(&mut self, desk: &mut Desk<'_>, ctx: &Context) {
        let has_keys = ctx.memory(|memory| memory.has_focus(Self::table_id()));
        if !has_keys || self.editing.is_some() {
            return;
        }
        let pressed = |held, key| ctx.input_mut(|input| input.consume_key(held, key));
        if pressed(Modifiers::NONE, Key::F2) {
            self.write(desk);
        }
        if pressed(Modifiers::COMMAND, Key::D) {
            self.fill_down(desk);
        }
        if pressed(Modifiers::NONE, Key::Delete) || pressed(Modifiers::NONE, Key::Backspace) {
            self.clear(desk);
        }
        let pasted = ctx.input_mut(|input| {
            let mut pasted = None;
            input.events.retain(|event| match event {
                Event::Paste(text) => {
                    pasted = Some(text.clone());
                    false
                }
                _ => true,
            });
            pasted
        });
        if let Some(text) = pasted {
            self.paste(&text, desk);
        }
    }

    fn take_focus(&mut self) {
        self.table.take_focus();
    }
}
