//! The rows of the table: each a passage, with as much of the text around it as is wanted.

use std::collections::BTreeSet;

use eframe::egui::{Align2, Color32, Rect, Ui, pos2, vec2};
use rust_i18n::t;

use super::{
    around::Around,
    group,
    query::{ExcerptRow, Head},
    quotes::ExcerptQuotes,
};
use crate::{
    annotation::{AnchorStatus, Passage, PassageId},
    session::Session,
    ui::{
        message::Message,
        passage_menu,
        quote::{Inks, QuoteStyle, SetQuote},
        theme::{self, Palette},
        widgets::{
            self,
            icon::Icon,
            markdown,
            table::{TableCell, TableRow, TableRows},
            theme_names,
        },
    },
};

/// From a column's edge to what is in it.
pub(super) const PAD: f32 = 10.0;

/// The rows as the table draws them.
pub(super) struct ExcerptRows<'a> {
    pub(super) session: &'a Session,
    pub(super) palette: &'a Palette,
    pub(super) rows: &'a [ExcerptRow],
    pub(super) groups: &'a [Head],
    pub(super) checked: &'a BTreeSet<PassageId>,
    /// The passage that is selected everywhere.
    pub(super) passage: Option<PassageId>,
    pub(super) around: Around,
    pub(super) quotes: &'a mut ExcerptQuotes,
    pub(super) out: &'a mut Vec<Message>,
}

impl TableRows for ExcerptRows<'_> {
    fn count(&self) -> usize {
        self.rows.len()
    }

    fn name(&self, row: usize) -> String {
        let Some((row, passage)) = self.get(row) else { return String::new() };
        let text = self.session.quoted(&row.article, passage);
        let themes = self.theme_names(row, passage);
        t!("excerpts.row", text = text, themes = themes, title = self.title(row)).into_owned()
    }

    fn text(&self, row: usize, column: &str) -> String {
        let Some((row, passage)) = self.get(row) else { return String::new() };
        match column {
            "theme" => self.theme_names(row, passage),
            "text" => self.session.quoted(&row.article, passage),
            "memo" => passage.memo.clone(),
            "year" => row.year.map(|year| year.to_string()).unwrap_or_default(),
            _ => row.coder.as_str().to_owned(),
        }
    }

    fn copied(&self, row: usize, columns: &[&str]) -> Vec<String> {
        let mut cells: Vec<String> = columns.iter().map(|name| self.text(row, name)).collect();
        let text = columns.iter().position(|&name| name == "text").unwrap_or(0);
        let title = self.get(row).map(|(row, _)| self.title(row)).unwrap_or_default();
        cells.insert(text + 1, title);
        cells
    }

    fn find_text(&self, row: usize) -> String {
        // Every row is asked for it, and how it begins is enough: not worth reading the article.
        let found = self.get(row);
        found.map(|(_, passage)| self.session.quoted_alone(passage)).unwrap_or_default()
    }

    fn checked(&self, row: usize) -> Option<bool> {
        self.rows.get(row).map(|row| self.checked.contains(&row.id))
    }

    fn check_name(&self, row: usize) -> String {
        t!("excerpts.check", text = self.text(row, "text")).into_owned()
    }

    fn groups(&self) -> usize {
        self.groups.len()
    }

    fn group_first(&self, group: usize) -> usize {
        self.groups.get(group).map_or(0, |head| head.first)
    }

    fn group_name(&self, group: usize) -> String {
        let head = self.groups.get(group);
        head.map(|head| group::name(self.session, head)).unwrap_or_default()
    }

    fn group_ui(&mut self, ui: &mut Ui, group: usize, rect: Rect) {
        if let Some(head) = self.groups.get(group) {
            group::ui(self.session, head, self.palette, rect, ui);
        }
    }

    fn row_ui(&mut self, ui: &mut Ui, row: &TableRow<'_>) {
        let Some(id) = self.rows.get(row.row).map(|row| row.id) else { return };
        if !row.selected && (self.checked.contains(&id) || self.passage == Some(id)) {
            let strength = if self.checked.contains(&id) { 1.0 } else { 0.6 };
            let shade = self.palette.hover.gamma_multiply(strength);
            ui.painter().rect_filled(row.rect.with_max_y(row.rect.bottom() - 1.0), 0, shade);
        }
        row.context_menu(theme::MENU_WIDE, |ui| {
            passage_menu::ui(self.session, self.palette, id, false, ui, self.out);
        });
    }

    fn cell_ui(&mut self, ui: &mut Ui, cell: &TableCell<'_>) {
        let (palette, place) = (self.palette, cell.inner(PAD));
        let Some((row, passage)) = self.get(cell.row) else { return };
        let plain = |text: &str| {
            let (align, font) = (Align2::LEFT_CENTER, theme::body());
            widgets::paint_truncated(ui, place, align, text, font, palette.ink);
        };
        match cell.column {
            "theme" => self.paint_themes(ui, row, passage, place),
            "text" => self.paint_text(row, place, ui),
            "memo" if !passage.memo.is_empty() => self.paint_memo(ui, &passage.memo, place),
            "year" => plain(&row.year.map(|year| year.to_string()).unwrap_or_default()),
            "coder" => plain(row.coder.as_str()),
            _ => {}
        }
    }
}

impl<'a> ExcerptRows<'a> {
    fn get(&self, row: usize) -> Option<(&'a ExcerptRow, &'a Passage)> {
        let row = self.rows.get(row)?;
        Some((row, row.passage(self.session)?))
    }

    fn title(&self, row: &ExcerptRow) -> String {
        self.session.title_read(&row.article)
    }

    /// The names of a passage's themes with their colours, in the user's order of themes, by which the
    /// column is sorted too.
    fn themes(&self, row: &ExcerptRow, passage: &Passage) -> Vec<(String, Color32)> {
        let mut ids = passage.themes.clone();
        ids.sort_by_key(|&id| self.session.codebook().position(id).unwrap_or(usize::MAX));
        let (session, palette) = (self.session, self.palette);
        let shown = |id| theme_names::theme_shown(session, palette, &row.article, &row.coder, id);
        ids.into_iter().map(shown).collect()
    }

    fn theme_names(&self, row: &ExcerptRow, passage: &Passage) -> String {
        let themes = self.themes(row, passage);
        let names: Vec<&str> = themes.iter().map(|(name, _)| name.as_str()).collect();
        names.join(&t!("retrieve.list_joint"))
    }

    /// As many lines of names as there is room for; the last counts what is left.
    #[expect(clippy::cast_precision_loss, reason = "three lines")]
    fn paint_themes(&self, ui: &Ui, row: &ExcerptRow, passage: &Passage, place: Rect) {
        const LINE: f32 = 20.0;
        let themes = self.themes(row, passage);
        let lines = themes.len().min(3);
        let mut top = place.center().y - lines as f32 * LINE / 2.0;
        for line in 0..lines {
            let rest = if line + 1 == lines { themes.get(line..) } else { themes.get(line..=line) };
            let room = Rect::from_min_size(pos2(place.left(), top), vec2(place.width(), LINE));
            theme_names::paint_theme_names(ui, self.palette, room, rest.unwrap_or_default());
            top += LINE;
        }
    }

    /// The quotation, and below it where it comes from.
    fn paint_text(&mut self, row: &ExcerptRow, place: Rect, ui: &Ui) {
        const SOURCE: f32 = 18.0;
        let (session, palette, title) = (self.session, self.palette, self.title(row));
        let style = QuoteStyle {
            font: theme::excerpt(),
            line_height: theme::EXCERPT_LINE,
            width: place.width().floor(),
            justify: true,
            rows: self.around.lines(),
            full_width: false,
        };
        let inks = Inks { quote: palette.ink, around: palette.second };
        let quote = self.quotes.quote(session, row, (&style, inks, self.around), ui);
        let paragraph = self.quotes.paragraph(session, row);
        let top = place.center().y - (quote.height() + SOURCE) * 0.5;
        quote.paint(ui.painter(), pos2(place.left(), top), palette.ink);
        let source = match paragraph {
            Some(number) => t!("excerpts.source", title = title, paragraph = number),
            None => title.into(),
        };
        let mut line = Rect::from_min_size(
            pos2(place.left(), top + quote.height()),
            vec2(place.width(), SOURCE),
        );
        if *session.status(row.id) != AnchorStatus::Ok {
            let icon = line.with_max_x(line.left() + theme::ICON);
            Icon::Warning.paint(ui.painter(), icon, palette.accent);
            line = line.with_min_x(icon.right() + theme::GRID);
        }
        let font = theme::small_content();
        widgets::paint_truncated(ui, line, Align2::LEFT_CENTER, &source, font, palette.second);
    }

    fn paint_memo(&self, ui: &Ui, memo: &str, place: Rect) {
        let style = QuoteStyle {
            font: theme::memo(),
            line_height: theme::grid(5.0),
            width: place.width().floor(),
            justify: false,
            rows: 3,
            full_width: false,
        };
        let quote = ui.fonts_mut(|fonts| SetQuote::set(&markdown::plain(memo), &style, fonts));
        let top = place.center().y - quote.height() / 2.0;
        quote.paint(ui.painter(), pos2(place.left(), top), self.palette.second);
    }
}
