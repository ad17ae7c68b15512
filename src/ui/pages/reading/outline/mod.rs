//! The outline of the shown article: its titles and headings, below the list of articles.
//!
//! What they are is decided in `text`; this only lists them and leads there.

use eframe::egui::{
    self, Align2, CursorIcon, Frame, Margin, Panel, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo,
    pos2, vec2,
};

use super::{ReadingPage, reader::OutlineEntry};
use crate::ui::{
    action::Action,
    message::Message,
    shared::TextTarget,
    theme::{self, Palette},
    widgets::{self, icon::Icon},
};
use crate::{corpus::Article, text::LineKind};

/// What the outline remembers between frames.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::ui) struct Outline {
    folded: bool,
    wants_focus: bool,
    /// The part that was last brought into view.
    revealed: Option<usize>,
}

impl Outline {
    /// Folds it, or opens it with the keyboard on the part that is read.
    pub(in crate::ui) fn toggle(&mut self) {
        if self.folded {
            self.open();
        } else {
            *self = Self { folded: true, ..Self::default() };
        }
    }

    /// Opens it with the keyboard on the part that is read.
    pub(in crate::ui) fn open(&mut self) {
        *self = Self { folded: false, wants_focus: true, revealed: None };
    }
}

/// Shows the outline at the foot of the panel, if an article is shown that has one; whether it led
/// somewhere.
pub(super) fn ui(
    article: &Article,
    page: &mut ReadingPage,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) -> bool {
    if page.reader.outline().is_empty() {
        return false;
    }
    let frame = Frame::new().fill(palette.panel).inner_margin(Margin::ZERO);
    if page.outline.folded {
        Panel::bottom("outline_folded")
            .frame(frame)
            .exact_size(theme::OUTLINE_HEAD)
            .resizable(false)
            .show(ui, |ui| heading_ui(page, palette, ui, out));
        return false;
    }
    let most = (ui.available_height() * 0.6).max(theme::OUTLINE_HEAD * 2.0);
    Panel::bottom("outline")
        .frame(frame)
        .resizable(true)
        .default_size((ui.available_height() * 0.36).min(theme::OUTLINE))
        .size_range(theme::OUTLINE_HEAD * 2.0..=most)
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
            heading_ui(page, palette, ui, out);
            entries_ui(article, page, palette, ui)
        })
        .inner
}

fn heading_ui(page: &ReadingPage, palette: &Palette, ui: &mut Ui, out: &mut Vec<Message>) {
    let size = vec2(ui.available_width(), theme::OUTLINE_HEAD);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let name = Action::Outline.label();
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name.as_ref()));
    let colour = if response.hovered() { palette.ink } else { palette.second };
    let inner = rect.shrink2(vec2(theme::grid(4.0), 0.0));
    ui.painter().text(inner.left_center(), Align2::LEFT_CENTER, &name, theme::small(), colour);
    let icon = if page.outline.folded { Icon::Up } else { Icon::Down };
    let chevron = Rect::from_center_size(
        pos2(inner.right() - theme::ICON / 2.0, rect.center().y),
        vec2(theme::ICON, theme::ICON),
    );
    icon.paint(ui.painter(), chevron, colour);
    widgets::focus_ring(ui, palette, rect.shrink(2.0), &response);
    let response = response
        .on_hover_cursor(CursorIcon::PointingHand)
        .on_hover_text(Action::Outline.tooltip(ui.ctx()));
    if response.clicked() {
        out.push(Message::Act(Action::Outline));
    }
}

/// The rows; whether one was chosen.
fn entries_ui(article: &Article, page: &mut ReadingPage, palette: &Palette, ui: &mut Ui) -> bool {
    let entries = page.reader.outline().to_vec();
    let top = page.reader.first_seen();
    let name = |entry: &OutlineEntry| {
        page.reader.shown_name(article.text.slice(entry.span).unwrap_or_default())
    };
    let names: Vec<String> = entries.iter().map(name).collect();
    let current = entries.partition_point(|entry| entry.span.start() <= top).saturating_sub(1);
    let row = theme::OUTLINE_ROW;
    let mut chosen = false;
    ScrollArea::vertical().id_salt("outline").auto_shrink(false).show_rows(
        ui,
        row,
        entries.len(),
        |ui, range| {
            for (at, entry) in entries.iter().enumerate().take(range.end).skip(range.start) {
                let before = at.checked_sub(1).and_then(|before| entries.get(before));
                let starts_story = before.is_some_and(|before| before.story != entry.story);
                let name = names.get(at).map(String::as_str).unwrap_or_default();
                let response = entry_ui(name, entry, (at == current, starts_story), palette, ui);
                if at == current && page.outline.wants_focus {
                    page.outline.wants_focus = false;
                    response.request_focus();
                }
                if response.clicked() {
                    page.reader.go_to(TextTarget::Place(entry.span));
                    chosen = true;
                    page.outline.revealed = Some(at);
                }
            }
            // The part that is read comes into view when it changes.
            if page.outline.revealed != Some(current) && !range.contains(&current) {
                #[expect(clippy::cast_precision_loss, reason = "rows of a list")]
                let from = (current as f32 - range.start as f32) * row;
                let top = ui.min_rect().top() + from;
                let place = Rect::from_min_size(pos2(ui.min_rect().left(), top), vec2(1.0, row));
                ui.scroll_to_rect(place, Some(egui::Align::Center));
            }
            page.outline.revealed = Some(current);
        },
    );
    chosen
}

/// One row: titles of stories at the left, headings below them indented.
fn entry_ui(
    text: &str,
    entry: &OutlineEntry,
    (is_current, starts_story): (bool, bool),
    palette: &Palette,
    ui: &mut Ui,
) -> egui::Response {
    let size = vec2(ui.available_width(), theme::OUTLINE_ROW);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_current, text));
    if is_current || response.hovered() {
        let fill = if is_current { palette.raised } else { palette.hover };
        ui.painter().rect_filled(rect.shrink2(vec2(theme::grid(2.0), 1.0)), 6, fill);
    }
    let is_title = entry.kind == LineKind::Title || starts_story;
    let indent = if is_title { theme::grid(4.0) } else { theme::grid(7.0) };
    let mut inner = rect;
    inner.set_left(rect.left() + indent);
    inner.set_right(rect.right() - theme::grid(4.0));
    if starts_story {
        let y = rect.top() + 0.5;
        let stroke = egui::Stroke::new(1.0, palette.hairline);
        ui.painter().hline(rect.x_range().shrink(theme::grid(4.0)), y, stroke);
    }
    let colour = if is_title || is_current { palette.ink } else { palette.second };
    let shown = widgets::paint_truncated(
        ui,
        inner,
        Align2::LEFT_CENTER,
        text,
        if is_title { theme::content() } else { theme::small_content() },
        colour,
    );
    if is_current {
        let bar = Rect::from_min_size(
            pos2(rect.left() + theme::grid(2.0), rect.center().y - 7.0),
            vec2(3.0, 14.0),
        );
        ui.painter().rect_filled(bar, 1, palette.accent);
    }
    widgets::focus_ring(ui, palette, rect.shrink2(vec2(theme::grid(2.0), 1.0)), &response);
    let response = response.on_hover_cursor(CursorIcon::PointingHand);
    // Only what is cut off needs to be told.
    if shown.width() >= inner.width() - 12.0 { response.on_hover_text(text) } else { response }
}
