//! The rows of the summary grid as the table draws them.

use eframe::egui::{
    Align2, Color32, CornerRadius, FontId, Rect, Stroke, StrokeKind, Ui, pos2,
    text::{LayoutJob, TextFormat, TextWrapping},
    vec2,
};

use super::PAD;
use crate::{
    analysis::SummaryGrid,
    annotation::Coder,
    session::{Session, SummaryTexts},
    t,
    ui::{
        theme::{self, Palette},
        widgets::{
            markdown,
            table::{TableCell, TableRows},
        },
    },
};

/// So many lines of a cell are shown.
const LINES: usize = 4;
/// How far each level of the themes is set in.
const INDENT: f32 = 14.0;

/// What the table shows.
pub(super) struct GridRows<'a> {
    pub(super) session: &'a Session,
    pub(super) palette: &'a Palette,
    pub(super) grid: &'a SummaryGrid,
    pub(super) texts: &'a SummaryTexts,
    /// The current coder.
    pub(super) own: &'a Coder,
    /// Whether the articles are the rows.
    pub(super) turned: bool,
    /// A cell was clicked.
    pub(super) clicked: bool,
}

impl GridRows<'_> {
    /// The theme and the article of a cell; `None` in the column of names.
    fn place(&self, row: usize, column: &str) -> Option<(usize, usize)> {
        let column = column.parse::<usize>().ok()?.checked_sub(1)?;
        Some(if self.turned { (column, row) } else { (row, column) })
    }

    /// What everyone says there, the current coder first, each other with their name.
    fn said(&self, (theme, article): (usize, usize)) -> Vec<(Option<&str>, String)> {
        let Some(theme) = self.grid.themes.get(theme).and_then(|item| item.theme) else {
            return Vec::new();
        };
        let Some(article) = self.grid.articles.get(article) else { return Vec::new() };
        let mut said: Vec<(Option<&str>, String)> = self
            .texts
            .said(theme, article)
            .iter()
            .map(|(coder, text)| {
                let name = (coder != self.own).then_some(coder.as_str());
                (name, markdown::plain(text))
            })
            .collect();
        said.sort_by_key(|(name, _)| name.is_some());
        said
    }

    fn name_of(&self, row: usize) -> String {
        if self.turned {
            let article = self.grid.articles.get(row);
            return article.map(|article| self.session.title_read(article)).unwrap_or_default();
        }
        self.grid.themes.get(row).map(|theme| theme.key.clone()).unwrap_or_default()
    }

    fn name_ui(&self, ui: &Ui, cell: &TableCell<'_>) {
        let mut place = cell.inner(PAD);
        let mut text = self.name_of(cell.row);
        if let Some(item) = self.grid.themes.get(cell.row).filter(|_| !self.turned) {
            #[expect(clippy::cast_precision_loss, reason = "the levels of a codebook")]
            let indent = (item.depth as f32 * INDENT).min(cell.rect.width() / 2.0);
            place.min.x += indent;
            if let Some(theme) = item.theme.and_then(|id| self.session.codebook().get(id)) {
                let dot = pos2(place.left() + 4.5, place.top() + 19.0);
                ui.painter().circle_filled(dot, 4.5, self.palette.theme(theme.colour));
                place.min.x += theme::grid(4.0);
                text.clone_from(&theme.name);
            }
        }
        let top = pos2(place.left(), place.top() + theme::grid(2.5));
        let font = theme::body();
        let galley = set(&[(text, self.palette.ink)], &font, (place.width(), 3), ui);
        ui.painter().galley(top, galley, self.palette.ink);
    }

    /// What is said, else what the first passages say, and the number of all.
    fn content_ui(&self, ui: &Ui, cell: &TableCell<'_>, at: (usize, usize)) {
        let palette = self.palette;
        let passages = self.grid.passages(at.0, at.1);
        let mut place = cell.inner(PAD);
        place.min.y += theme::grid(2.5);
        if !passages.is_empty() {
            let count = t!("summary.count", count = theme::grouped(passages.len()));
            let corner = pos2(place.right(), cell.rect.bottom() - theme::grid(1.5));
            let (font, ink) = (theme::small_content(), palette.second);
            ui.painter().text(corner, Align2::RIGHT_BOTTOM, count, font, ink);
        }
        let said = self.said(at);
        let mut parts: Vec<(String, Color32)> = Vec::new();
        for (name, text) in &said {
            let gap = if parts.is_empty() { "" } else { "\n" };
            match name {
                None => parts.push((format!("{gap}{text}"), palette.ink)),
                Some(name) => parts.push((format!("{gap}{name}：{text}"), palette.second)),
            }
        }
        let (font, lines) = if parts.is_empty() {
            let quotes = passages.iter().take(LINES).filter_map(|id| {
                let (path, _, passage) = self.session.annotations().find(*id)?;
                Some(self.session.quoted(path, passage))
            });
            let quotes: Vec<String> = quotes.collect();
            parts.push((quotes.join("\n"), palette.second));
            (theme::small_content(), LINES - 1)
        } else {
            (theme::content(), LINES - 1)
        };
        let galley = set(&parts, &font, (place.width(), lines), ui);
        ui.painter().galley(place.min, galley, palette.ink);
    }
}

/// Texts one after the other, cut after so many lines.
fn set(
    parts: &[(String, Color32)],
    font: &FontId,
    (width, lines): (f32, usize),
    ui: &Ui,
) -> std::sync::Arc<eframe::egui::Galley> {
    let mut job = LayoutJob {
        wrap: TextWrapping {
            max_width: width.max(1.0),
            max_rows: lines,
            break_anywhere: false,
            overflow_character: Some('…'),
        },
        ..LayoutJob::default()
    };
    for (text, colour) in parts {
        job.append(text, 0.0, TextFormat::simple(font.clone(), *colour));
    }
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

impl TableRows for GridRows<'_> {
    fn count(&self) -> usize {
        if self.turned { self.grid.articles.len() } else { self.grid.themes.len() }
    }

    fn name(&self, row: usize) -> String {
        self.name_of(row)
    }

    fn text(&self, row: usize, column: &str) -> String {
        let Some(place) = self.place(row, column) else { return self.name_of(row) };
        let theme = self.grid.themes.get(place.0).map(|theme| theme.key.clone());
        let article = self.grid.articles.get(place.1).map(|path| self.session.title_read(path));
        let (theme, article) = (theme.unwrap_or_default(), article.unwrap_or_default());
        let cell = t!("summary.cell", theme = theme, article = article);
        let count = self.grid.passages(place.0, place.1).len();
        let count = t!("summary.count", count = theme::grouped(count));
        let said = self.copied(row, &[column]).concat();
        if said.is_empty() {
            format!("{cell}: {count}")
        } else {
            format!("{cell}: {count}, {said}")
        }
    }

    fn copied(&self, row: usize, columns: &[&str]) -> Vec<String> {
        let said = |column: &&str| {
            let Some(place) = self.place(row, column) else { return self.name_of(row) };
            let said = self.said(place).into_iter().map(|(name, text)| match name {
                None => text,
                Some(name) => format!("{name}：{text}"),
            });
            said.collect::<Vec<_>>().join(" ")
        };
        columns.iter().map(said).collect()
    }

    fn cell_ui(&mut self, ui: &mut Ui, cell: &TableCell<'_>) {
        self.clicked |= cell.response.is_some_and(eframe::egui::Response::clicked);
        let edge = cell.rect;
        let hairline = Stroke::new(1.0, self.palette.hairline);
        ui.painter().vline(edge.right() - 0.5, edge.y_range(), hairline);
        ui.painter().hline(edge.x_range(), edge.bottom() - 0.5, hairline);
        match self.place(cell.row, cell.column) {
            None => self.name_ui(ui, cell),
            Some(place) => self.content_ui(ui, cell, place),
        }
        if cell.here {
            let stroke = Stroke::new(2.0, self.palette.accent);
            let rect = Rect::from_min_max(edge.min, edge.max - vec2(1.0, 1.0)).shrink(1.0);
            ui.painter().rect_stroke(rect, CornerRadius::same(3), stroke, StrokeKind::Inside);
        }
    }
}
