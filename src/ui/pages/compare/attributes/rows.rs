//! The rows of the table of attributes as they are drawn.

use eframe::egui::{Align2, CornerRadius, Key, Margin, Stroke, StrokeKind, TextEdit, Ui};

use super::PAD;
use crate::{
    annotation::Attributes,
    corpus::ArticlePath,
    session::{Session, describe},
    t,
    ui::{
        drafts::{self, Drafts, WrittenOn},
        theme::{self, Palette},
        widgets::{
            self,
            table::{TableCell, TableRows},
        },
    },
};

/// How a cell that was written in was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CellLeft {
    ByKey(Key),
    ByClick,
}

/// What the table shows.
pub(super) struct AttributeRows<'a> {
    pub(super) session: &'a Session,
    pub(super) palette: &'a Palette,
    pub(super) attributes: &'a Attributes,
    pub(super) articles: &'a [ArticlePath],
    pub(super) drafts: &'a mut Drafts,
    /// The value that is written.
    pub(super) editing: Option<&'a (ArticlePath, String)>,
    /// How it was left, if it was.
    pub(super) left: Option<CellLeft>,
    /// Why what is written is no value of its attribute.
    pub(super) fault: Option<String>,
}

impl AttributeRows<'_> {
    fn name_of(&self, column: &str) -> Option<&str> {
        let at = column.parse::<usize>().ok()?.checked_sub(1)?;
        self.attributes.definitions().get(at).map(|known| known.name.as_str())
    }

    fn value(&self, row: usize, column: &str) -> &str {
        let value = self.articles.get(row).zip(self.name_of(column));
        value.and_then(|(article, name)| self.attributes.value(article, name)).unwrap_or_default()
    }

    fn field_ui(
        &mut self,
        ui: &mut Ui,
        cell: &TableCell<'_>,
        (article, name): (ArticlePath, String),
    ) {
        let on = WrittenOn::Attribute(article.clone(), name.clone());
        let (palette, rect) = (self.palette, cell.rect.shrink(1.0));
        let mut had_focus = false;
        let title = self.session.title_read(&article);
        let label = t!("attributes.cell", name = name, article = title).into_owned();
        let response = self.drafts.ui(self.session, &on, ui, |ui, text, id, is_focused| {
            had_focus = is_focused;
            let edit = TextEdit::singleline(text)
                .id(id)
                .font(theme::body())
                .text_color(palette.ink)
                .margin(Margin::symmetric(7, 4))
                .desired_width(rect.width())
                .event_filter(drafts::field_keys());
            ui.put(rect, edit).accessible_name(label)
        });
        let radius = CornerRadius::same(3);
        let stroke = Stroke::new(2.0, palette.accent);
        ui.painter().rect_stroke(rect, radius, stroke, StrokeKind::Inside);
        let text = self.drafts.text(self.session, &on);
        if let Some(known) = self.attributes.definition(&name)
            && let Err(fault) = known.kind.read(&text)
        {
            self.fault = Some(describe::value_fault(&name, &known.kind, &text, fault));
        }
        if had_focus && !response.has_focus() {
            let keys = [Key::Enter, Key::Tab, Key::Escape];
            let key = ui.input(|input| keys.into_iter().find(|key| input.key_pressed(*key)));
            let clicked = ui.input(|input| input.pointer.any_pressed());
            // A key that the field took for itself is gone by now: it was Escape.
            self.left = Some(match key {
                Some(key) => CellLeft::ByKey(key),
                None if clicked => CellLeft::ByClick,
                None => CellLeft::ByKey(Key::Escape),
            });
        }
    }
}

impl TableRows for AttributeRows<'_> {
    fn count(&self) -> usize {
        self.articles.len()
    }

    fn name(&self, row: usize) -> String {
        self.articles.get(row).map(|path| self.session.title_read(path)).unwrap_or_default()
    }

    fn text(&self, row: usize, column: &str) -> String {
        let Some(name) = self.name_of(column) else { return self.name(row) };
        let cell = t!("attributes.cell", name = name, article = self.name(row));
        match self.value(row, column) {
            "" => cell.into_owned(),
            value => format!("{cell}: {value}"),
        }
    }

    fn copied(&self, row: usize, columns: &[&str]) -> Vec<String> {
        let cell = |column: &&str| match self.name_of(column) {
            Some(_) => self.value(row, column).to_owned(),
            None => self.name(row),
        };
        columns.iter().map(cell).collect()
    }

    fn cell_ui(&mut self, ui: &mut Ui, cell: &TableCell<'_>) {
        let palette = self.palette;
        let hairline = Stroke::new(1.0, palette.hairline);
        ui.painter().vline(cell.rect.right() - 0.5, cell.rect.y_range(), hairline);
        ui.painter().hline(cell.rect.x_range(), cell.rect.bottom() - 0.5, hairline);
        let place = cell.inner(PAD);
        let name = self.name_of(cell.column).map(str::to_owned);
        let Some(name) = name else {
            let title = self.name(cell.row);
            let (align, font) = (Align2::LEFT_CENTER, theme::body());
            widgets::paint_truncated(ui, place, align, &title, font, palette.ink);
            return self.here_ui(ui, cell);
        };
        let article = self.articles.get(cell.row).cloned();
        if let (Some(editing), Some(article)) = (self.editing, article)
            && *editing == (article.clone(), name.clone())
        {
            return self.field_ui(ui, cell, (article, name));
        }
        let value = self.value(cell.row, cell.column).to_owned();
        let is_number = self
            .attributes
            .definition(&name)
            .is_some_and(|known| known.kind == crate::annotation::AttributeKind::Number);
        let align = if is_number { Align2::RIGHT_CENTER } else { Align2::LEFT_CENTER };
        widgets::paint_truncated(ui, place, align, &value, theme::body(), palette.ink);
        self.here_ui(ui, cell);
    }
}

impl AttributeRows<'_> {
    fn here_ui(&self, ui: &Ui, cell: &TableCell<'_>) {
        if cell.here {
            let stroke = Stroke::new(2.0, self.palette.accent);
            let (rect, radius) = (cell.rect.shrink(1.0), CornerRadius::same(3));
            ui.painter().rect_stroke(rect, radius, stroke, StrokeKind::Inside);
        }
    }
}
