//! Looking for words in the handbook: the field, and what was found.

use std::sync::Arc;

use eframe::egui::{
    Align2, CornerRadius, Margin, Response, RichText, Role, ScrollArea, Sense, Ui, WidgetInfo,
    pos2, vec2,
};
use rust_i18n::t;

use crate::{
    handbook::{Handbook, HandbookHit, HandbookPlace},
    ui::{
        palette::Matcher,
        theme::{self, Palette},
        widgets,
    },
};

/// Height of a row.
const ROW: f32 = 52.0;

/// What is looked for and what was found.
#[derive(Default)]
pub(super) struct Found {
    query: String,
    /// Whether the hits are shown, in place of a chapter.
    is_shown: bool,
    /// What the hits are of.
    asked: Option<(String, Arc<Handbook>)>,
    hits: Vec<HandbookHit>,
    chosen: usize,
    /// Whether another one was chosen by a key.
    reveal: bool,
}

impl Found {
    pub(super) fn is_shown(&self) -> bool {
        self.is_shown
    }

    /// Shows no hits for now; the words stay in the field.
    pub(super) fn fold(&mut self) {
        self.is_shown = false;
    }

    /// Takes back what is looked for; whether anything was.
    pub(super) fn leave(&mut self) -> bool {
        self.is_shown = false;
        !std::mem::take(&mut self.query).is_empty()
    }

    /// The place of the hit that is chosen.
    pub(super) fn chosen(&self) -> Option<HandbookPlace> {
        self.hits.get(self.chosen).filter(|_| self.is_shown).map(|hit| hit.place)
    }

    /// Chooses the hit below or above.
    pub(super) fn step(&mut self, down: bool) {
        let count = self.hits.len().max(1);
        let by = if down { 1 } else { count - 1 };
        self.chosen = (self.chosen + by) % count;
        self.reveal = true;
    }

    /// The field; what is typed shows the hits, and so does a click.
    pub(super) fn field_ui(&mut self, palette: &Palette, ui: &mut Ui, width: f32) -> Response {
        let hint = t!("handbook.search");
        let field = widgets::field(ui, palette, &mut self.query, &hint, &hint, width);
        if field.changed() || field.clicked() {
            self.is_shown = !self.query.trim().is_empty();
        }
        field
    }

    /// Looks for what stands in the field, if that has not been done.
    pub(super) fn follow(&mut self, book: &Arc<Handbook>) {
        let query = self.query.trim();
        let known =
            self.asked.as_ref().is_some_and(|(known, of)| known == query && Arc::ptr_eq(of, book));
        if known {
            return;
        }
        let words: Vec<_> = query
            .split_whitespace()
            .map(|word| (word.to_lowercase(), Matcher::new(word)))
            .collect();
        self.hits = book.search(query, |word, text| {
            let matcher = words.iter().find(|(known, _)| known == word);
            matcher.is_some_and(|(_, matcher)| matcher.matches(text))
        });
        self.chosen = 0;
        self.asked = Some((query.to_owned(), Arc::clone(book)));
    }

    /// The hits; where the one that was clicked is.
    pub(super) fn ui(&mut self, palette: &Palette, ui: &mut Ui) -> Option<HandbookPlace> {
        let mut clicked = None;
        ScrollArea::vertical()
            .id_salt("handbook hits")
            .auto_shrink([false, false])
            .content_margin(Margin { left: 8, right: 8, top: 6, bottom: 24 })
            .show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                if self.hits.is_empty() {
                    ui.add_space(theme::grid(3.0));
                    ui.horizontal(|ui| {
                        ui.add_space(theme::grid(2.5));
                        ui.label(RichText::new(t!("handbook.nothing")).color(palette.second));
                    });
                }
                for (place, hit) in self.hits.iter().enumerate() {
                    let chosen = place == self.chosen;
                    let row = row_ui(hit, chosen, palette, ui);
                    if chosen && self.reveal {
                        row.scroll_to_me(None);
                    }
                    if row.clicked() {
                        clicked = Some(hit.place);
                    }
                }
            });
        self.reveal = false;
        clicked
    }
}

fn row_ui(hit: &HandbookHit, chosen: bool, palette: &Palette, ui: &mut Ui) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let name = t!("handbook.hit", title = hit.title, chapter = hit.chapter, text = hit.excerpt);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, name.as_ref()));
    if chosen || response.hovered() {
        ui.painter().rect_filled(rect, CornerRadius::same(theme::RADIUS), palette.hover);
    }
    let inner = rect.shrink2(vec2(10.0, 6.0));
    let side = ui.painter().text(
        inner.right_top() + vec2(0.0, 3.0),
        Align2::RIGHT_TOP,
        &hit.chapter,
        theme::small(),
        palette.second,
    );
    let middle = inner.center().y;
    let title = inner.with_max_y(middle).with_max_x(side.left() - 10.0);
    let (align, font) = (Align2::LEFT_CENTER, theme::body());
    widgets::paint_truncated(ui, title, align, &hit.title, font, palette.ink);
    let below = inner.with_min_y(pos2(0.0, middle).y);
    widgets::paint_truncated(ui, below, align, &hit.excerpt, theme::small(), palette.second);
    widgets::focus_ring(ui, palette, rect, &response);
    response
}
