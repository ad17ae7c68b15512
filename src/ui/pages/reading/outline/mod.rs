//! The outline of the shown article: its titles, headings and bookmarks, below the list of articles.
//!
//! What they are is decided in `text`; this only lists them and leads there.

use eframe::egui::{
    self, Align2, CursorIcon, Frame, Margin, Panel, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo,
    pos2, vec2,
};

use super::{
    ReadingPage,
    reader::{OutlineEntry, bookmark_menu_ui, bookmark_name, bookmarks_in},
};
use crate::ui::{
    action::Action,
    message::Message,
    shared::TextTarget,
    theme::{self, Palette},
    widgets::{self, icon::Icon, menu},
};
use crate::{
    annotation::Bookmark,
    corpus::Article,
    session::Session,
    t,
    text::{ByteOffset, ByteSpan, LineKind},
};

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
    session: &Session,
    article: &Article,
    page: &mut ReadingPage,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) -> bool {
    let marks = bookmarks_in(session, article);
    if page.reader.outline().is_empty() && marks.is_empty() {
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
            rows_ui(session, (article, &marks), page, palette, ui, out)
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

/// A line of the outline.
enum OutlineRow<'a> {
    Part(&'a OutlineEntry),
    Mark(ByteOffset, &'a Bookmark),
}

impl OutlineRow<'_> {
    fn start(&self) -> ByteOffset {
        match self {
            Self::Part(entry) => entry.span.start(),
            Self::Mark(place, _) => *place,
        }
    }
}

/// The rows, bookmarks among the parts that they stand in; whether one was chosen.
fn rows_ui(
    session: &Session,
    (article, marks): (&Article, &[(ByteOffset, &Bookmark)]),
    page: &mut ReadingPage,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) -> bool {
    let entries = page.reader.outline().to_vec();
    let mut rows: Vec<OutlineRow<'_>> = entries.iter().map(OutlineRow::Part).collect();
    rows.extend(marks.iter().map(|&(place, mark)| OutlineRow::Mark(place, mark)));
    // A bookmark on a heading stands below it.
    rows.sort_by_key(|row| (row.start(), matches!(row, OutlineRow::Mark(..))));
    let top = page.reader.first_seen();
    let names: Vec<String> = rows
        .iter()
        .map(|row| match row {
            OutlineRow::Part(entry) => {
                page.reader.shown_name(article.text.slice(entry.span).unwrap_or_default())
            }
            OutlineRow::Mark(_, mark) => bookmark_name(session, mark),
        })
        .collect();
    let is_read = |row: &&OutlineRow<'_>| matches!(row, OutlineRow::Part(_)) && row.start() <= top;
    let current = rows.iter().rposition(|row| is_read(&row)).unwrap_or(0);
    let row_height = theme::OUTLINE_ROW;
    let mut chosen = false;
    ScrollArea::vertical().id_salt("outline").auto_shrink(false).show_rows(
        ui,
        row_height,
        rows.len(),
        |ui, range| {
            let mut story = None;
            for (at, row) in rows.iter().enumerate().take(range.end) {
                let before = story;
                if let OutlineRow::Part(entry) = row {
                    story = Some(entry.story);
                }
                if at < range.start {
                    continue;
                }
                let name = names.get(at).map(String::as_str).unwrap_or_default();
                let is_current = at == current;
                let response = match row {
                    OutlineRow::Part(entry) => {
                        let starts_story = before.is_some_and(|before| before != entry.story);
                        entry_ui(name, entry, (is_current, starts_story), palette, ui)
                    }
                    OutlineRow::Mark(_, mark) => {
                        let response = mark_ui(name, palette, ui);
                        menu::context(&response, theme::MENU_WIDTH, |ui| {
                            bookmark_menu_ui(mark, ui, out);
                        });
                        response
                    }
                };
                if is_current && page.outline.wants_focus {
                    page.outline.wants_focus = false;
                    response.request_focus();
                }
                if response.clicked() {
                    let span = match row {
                        OutlineRow::Part(entry) => entry.span,
                        OutlineRow::Mark(place, _) => ByteSpan::between(*place, *place),
                    };
                    page.reader.go_to(TextTarget::Place(span));
                    chosen = true;
                    page.outline.revealed = Some(at);
                }
            }
            // The part that is read comes into view when it changes.
            if page.outline.revealed != Some(current) && !range.contains(&current) {
                #[expect(clippy::cast_precision_loss, reason = "rows of a list")]
                let from = (current as f32 - range.start as f32) * row_height;
                let top = ui.min_rect().top() + from;
                let size = vec2(1.0, row_height);
                let place = Rect::from_min_size(pos2(ui.min_rect().left(), top), size);
                ui.scroll_to_rect(place, Some(egui::Align::Center));
            }
            page.outline.revealed = Some(current);
        },
    );
    chosen
}

/// The row of a bookmark: a ribbon, and its note or the words it stands at.
fn mark_ui(name: &str, palette: &Palette, ui: &mut Ui) -> egui::Response {
    let size = vec2(ui.available_width(), theme::OUTLINE_ROW);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let spoken = t!("bookmark.spoken", name = name);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, spoken.as_ref()));
    let ground = rect.shrink2(vec2(theme::grid(2.0), 1.0));
    if response.hovered() || response.context_menu_opened() {
        ui.painter().rect_filled(ground, 6, palette.hover);
    }
    let left = rect.left() + theme::grid(7.0);
    let icon = Rect::from_x_y_ranges(left..=left + theme::ICON, rect.y_range());
    Icon::Bookmark.paint(ui.painter(), icon, palette.second);
    let text = Rect::from_x_y_ranges(
        icon.right() + theme::GRID..=rect.right() - theme::grid(4.0),
        rect.y_range(),
    );
    let (align, font) = (Align2::LEFT_CENTER, theme::small_content());
    let shown = widgets::paint_truncated(ui, text, align, name, font, palette.second);
    widgets::focus_ring(ui, palette, ground, &response);
    let response = response.on_hover_cursor(CursorIcon::PointingHand);
    // Only what is cut off needs to be told.
    if shown.width() >= text.width() - 12.0 && !response.context_menu_opened() {
        response.on_hover_text(name)
    } else {
        response
    }
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
