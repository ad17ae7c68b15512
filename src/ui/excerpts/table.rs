//! The table: rows of one height, of which only those in view are drawn.
//!
//! It has the keyboard as a whole: arrows move the row, Enter goes to it, Space checks it.

use std::{collections::BTreeMap, rc::Rc};

use eframe::egui::{
    Align2, Color32, CornerRadius, EventFilter, Id, Key, Modifiers, Rect, Response, RichText, Role,
    ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, scroll_area, vec2,
};
use rust_i18n::t;

use super::{
    Paragraphs,
    conditions::paint_check_box,
    query::{Column, Filter, Row, title_and_year},
};
use crate::{
    annotation::{AnchorStatus, PassageId},
    session::Session,
    ui::{
        reader::{Quote, QuoteStyle},
        theme::{self, Palette},
        themes,
        view::{Message, ViewState},
        widgets::{self, icon::Icon},
    },
};

/// Height of a row: two lines of quotation, the source, and space around them.
pub(super) const ROW: f32 = 76.0;
/// Height of the header.
const HEAD: f32 = 34.0;
/// From a column's edge to what is in it.
const PAD: f32 = 10.0;
const CHECK: f32 = 42.0;
/// Lines of a quotation that are shown.
const LINES: usize = 2;
/// So many quotations are kept set.
const KEPT: usize = 300;

/// What the table remembers between frames.
#[derive(Default)]
pub(super) struct Table {
    /// The row that the keys act on.
    cursor: usize,
    /// Brings that row into view at the next frame.
    reveal: bool,
    scroll: Option<Id>,
    paragraphs: Paragraphs,
    quotes: BTreeMap<PassageId, Rc<Quote>>,
    /// What the quotations were set for.
    quotes_for: Option<(u64, u64, QuoteStyle)>,
}

impl Table {
    fn quote(&mut self, session: &Session, row: &Row, style: &QuoteStyle, ui: &Ui) -> Rc<Quote> {
        let wanted = (session.set_revision(), session.annotations().revision(), style.clone());
        if self.quotes_for.as_ref() != Some(&wanted) || self.quotes.len() >= KEPT {
            self.quotes.clear();
            self.quotes_for = Some(wanted);
        }
        if let Some(quote) = self.quotes.get(&row.id) {
            return Rc::clone(quote);
        }
        let quotes = row.passage(session).map(|passage| passage.quotes.join(" … "));
        let text = quotes.unwrap_or_default();
        let quote = Rc::new(ui.fonts_mut(|fonts| Quote::set(&text, style, fonts)));
        self.quotes.insert(row.id, Rc::clone(&quote));
        quote
    }
}

/// Left and right edge of each column; a column without room is empty.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Columns {
    check: (f32, f32),
    theme: (f32, f32),
    text: (f32, f32),
    memo: (f32, f32),
    year: (f32, f32),
    coder: (f32, f32),
}

impl Columns {
    fn new(left: f32, width: f32) -> Self {
        let narrow = width < theme::NARROW_PAGE;
        let coder = if narrow { 80.0 } else { 92.0 };
        let year = 64.0;
        let memo = (width * 0.2).clamp(96.0, 240.0);
        let theme = (width * 0.16).clamp(104.0, 176.0);
        let right = left + width;
        let coder = (right - coder, right);
        let year = (coder.0 - year, coder.0);
        let memo = (year.0 - memo, year.0);
        let check = (left, left + CHECK);
        let theme = (check.1, check.1 + theme);
        Self { check, theme, text: (theme.1, memo.0.max(theme.1)), memo, year, coder }
    }
}

fn cell((left, right): (f32, f32), row: Rect) -> Rect {
    Rect::from_min_max(
        pos2(left + PAD, row.top()),
        pos2((right - PAD).max(left + PAD), row.bottom()),
    )
}

/// The table's identity, which has the keyboard for all rows.
fn id() -> Id {
    Id::unique("excerpts")
}

/// The table, as large as there is room.
pub(super) fn ui(
    session: &Session,
    view: &mut ViewState,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    let frame = ui.available_rect_before_wrap();
    let radius = CornerRadius::same(theme::CARD_RADIUS);
    ui.painter().rect_filled(frame, radius, palette.raised);
    let columns = Columns::new(frame.left(), frame.width());
    let head = frame.with_max_y(frame.top() + HEAD);
    head_ui(view, palette, &columns, head, ui);
    let body =
        Rect::from_min_max(pos2(frame.left(), head.bottom()), frame.max).shrink2(vec2(1.0, 0.0));
    ui.advance_cursor_after_rect(frame);
    if view.excerpts.rows().is_empty() {
        no_match_ui(view, palette, body, ui);
    } else {
        let table = ui.interact(body, id(), Sense::focusable_noninteractive());
        table.widget_info(|| {
            let rows = view.excerpts.rows().len();
            WidgetInfo::labeled(Role::Table, true, t!("excerpts.table", count = rows).as_ref())
        });
        keyboard(view, &table, body.height(), ui, out);
        rows_ui(session, view, palette, &columns, (body, &table), ui, out);
    }
    let line = Stroke::new(1.0, palette.hairline);
    ui.painter().rect_stroke(frame, radius, line, StrokeKind::Inside);
}

fn head_ui(view: &mut ViewState, palette: &Palette, columns: &Columns, head: Rect, ui: &mut Ui) {
    let top = CornerRadius { nw: theme::CARD_RADIUS, ne: theme::CARD_RADIUS, sw: 0, se: 0 };
    ui.painter().rect_filled(head, top, palette.panel);
    let line = Stroke::new(1.0, palette.hairline);
    ui.painter().hline(head.x_range(), head.bottom() - 0.5, line);
    let state = &mut view.excerpts;
    let all = state.checked_shown > 0 && state.checked_shown == state.rows().len();
    let place =
        Rect::from_min_max(pos2(columns.check.0, head.top()), pos2(columns.check.1, head.bottom()));
    if check_ui(ui, palette, place, id().with("all"), all, &t!("excerpts.check_all")).clicked() {
        state.toggle_all();
    }
    for (column, edges, label) in [
        (Column::Theme, columns.theme, t!("excerpts.column.theme")),
        (Column::Memo, columns.memo, t!("excerpts.column.memo")),
        (Column::Year, columns.year, t!("excerpts.column.year")),
        (Column::Coder, columns.coder, t!("excerpts.column.coder")),
    ] {
        let cell = Rect::from_x_y_ranges(edges.0..=edges.1, head.y_range());
        header(ui, palette, state, column, cell, &label);
    }
    // One column shows both; each has a header of its own to sort by.
    let text = t!("excerpts.column.text");
    let width = ui.painter().layout_no_wrap(text.to_string(), theme::small(), palette.ink).size().x;
    let cut = (columns.text.0 + width + theme::grid(9.0)).min(columns.text.1);
    let left = Rect::from_x_y_ranges(columns.text.0..=cut, head.y_range());
    header(ui, palette, state, Column::Text, left, &text);
    let right = Rect::from_x_y_ranges(cut..=columns.text.1, head.y_range());
    header(ui, palette, state, Column::Place, right, &t!("excerpts.column.place"));
}

/// The name of a column; a click sorts by it.
fn header(
    ui: &Ui,
    palette: &Palette,
    state: &mut super::State,
    column: Column,
    place: Rect,
    label: &str,
) {
    let inner = cell((place.left(), place.right()), place);
    let galley = ui.painter().layout_no_wrap(label.to_owned(), theme::small(), palette.second);
    let hot =
        place.with_max_x((inner.left() + galley.size().x + theme::grid(7.0)).min(place.right()));
    let response = ui.interact(hot, id().with(("head", label)), Sense::click());
    let sorted = state.sort.column == column;
    response.widget_info(|| {
        let name = match (sorted, state.sort.descending) {
            (false, _) => label.into(),
            (true, false) => t!("excerpts.ascending", column = label),
            (true, true) => t!("excerpts.descending", column = label),
        };
        WidgetInfo::labeled(Role::ColumnHeader, true, name.as_ref())
    });
    let colour = if sorted || response.hovered() { palette.ink } else { palette.second };
    let text =
        widgets::paint_truncated(ui, inner, Align2::LEFT_CENTER, label, theme::small(), colour);
    if sorted {
        let icon = if state.sort.descending { Icon::Up } else { Icon::Down };
        let at = Rect::from_center_size(
            pos2(text.right() + theme::grid(3.0), place.center().y),
            vec2(theme::ICON, theme::ICON),
        );
        icon.paint(ui.painter(), at, palette.ink);
    }
    widgets::focus_ring(ui, palette, hot, &response);
    if response.on_hover_text(t!("excerpts.sort_hint", column = label)).clicked() {
        state.sort = state.sort.clicked(column);
    }
}

fn check_ui(ui: &Ui, palette: &Palette, place: Rect, id: Id, on: bool, name: &str) -> Response {
    let response = ui.interact(place, id, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, on, name));
    paint_check_box(ui, palette, place, on);
    if response.has_focus() {
        let ring = Rect::from_center_size(place.center(), vec2(22.0, 22.0));
        widgets::focus_ring(ui, palette, ring, &response);
    }
    response
}

/// Arrows, Page Up and Down, Home and End move the row; Enter goes to it; Space checks it.
fn keyboard(view: &mut ViewState, table: &Response, height: f32, ui: &Ui, out: &mut Vec<Message>) {
    let state = &mut view.excerpts;
    let last = state.rows().len().saturating_sub(1);
    state.table.cursor = state.table.cursor.min(last);
    if !table.has_focus() {
        return;
    }
    let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(table.id, filter));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "rows in view")]
    let page = ((height / ROW) as usize).max(1);
    let before = state.table.cursor;
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let mut cursor = before;
    if pressed(Key::ArrowDown) {
        cursor += 1;
    }
    if pressed(Key::ArrowUp) {
        cursor = cursor.saturating_sub(1);
    }
    if pressed(Key::PageDown) {
        cursor += page;
    }
    if pressed(Key::PageUp) {
        cursor = cursor.saturating_sub(page);
    }
    if pressed(Key::Home) {
        cursor = 0;
    }
    if pressed(Key::End) {
        cursor = last;
    }
    state.table.cursor = cursor.min(last);
    if state.table.cursor != before || table.gained_focus() {
        state.table.reveal = true;
    }
    let Some(current) = state.rows().get(state.table.cursor).map(|row| row.id) else { return };
    if pressed(Key::Space) {
        state.toggle(current);
    }
    if pressed(Key::Enter) {
        out.push(Message::GoTo(current));
    }
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "rows to points and back; a set has far fewer than 2^23 passages"
)]
fn rows_ui(
    session: &Session,
    view: &mut ViewState,
    palette: &Palette,
    columns: &Columns,
    (body, table): (Rect, &Response),
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    let total = view.excerpts.rows().len();
    let mut child = ui.new_child(eframe::egui::UiBuilder::new().max_rect(body));
    let mut area = ScrollArea::vertical().id_salt("excerpts").auto_shrink(false);
    if std::mem::take(&mut view.excerpts.table.reveal) {
        let memory = view.excerpts.table.scroll;
        let state = memory.and_then(|id| scroll_area::State::load(ui.ctx(), id));
        let offset = state.map_or(0.0, |state| state.clamped_offset().y);
        let top = view.excerpts.table.cursor as f32 * ROW;
        let wanted = offset.min(top).max(top + ROW - body.height());
        area = area.vertical_scroll_offset(wanted);
    }
    let output = area.show_viewport(&mut child, |ui, viewport| {
        ui.set_height(total as f32 * ROW);
        let first = (viewport.top().max(0.0) / ROW) as usize;
        // From the view's edge, not the content's: far down, single precision would blur it.
        let mut top = body.top() - (viewport.top() - first as f32 * ROW);
        for at in first..total {
            if top > body.bottom() {
                break;
            }
            let Some(row) = view.excerpts.rows().get(at).cloned() else { break };
            let rect = Rect::from_min_size(pos2(body.left(), top), vec2(body.width(), ROW));
            let shown = Shown { session, palette, columns, row: &row, at, rect };
            shown.ui(view, table, ui, out);
            top += ROW;
        }
    });
    view.excerpts.table.scroll = Some(output.id);
}

/// One row in its place.
struct Shown<'a> {
    session: &'a Session,
    palette: &'a Palette,
    columns: &'a Columns,
    row: &'a Row,
    at: usize,
    rect: Rect,
}

impl Shown<'_> {
    fn ui(&self, view: &mut ViewState, table: &Response, ui: &Ui, out: &mut Vec<Message>) {
        let Self { session, palette, columns, row, rect, .. } = *self;
        let Some(passage) = row.passage(session) else { return };
        let title = session.corpus().map(|corpus| title_and_year(corpus, &row.article).0);
        let title = title.unwrap_or_default();
        // In the user's order of themes, by which the column is sorted too.
        let mut ids = passage.themes.clone();
        ids.sort_by_key(|&id| session.codebook().position(id).unwrap_or(usize::MAX));
        let shown = |id| themes::theme_shown(session, palette, &row.article, &row.coder, id);
        let themes: Vec<(String, Color32)> = ids.into_iter().map(shown).collect();
        // Not a stop of the Tab key: the table is, and has the arrows for its rows.
        let response = ui.interact(rect, id().with(row.id), Sense::CLICK);
        let checked = view.excerpts.checked.contains(&row.id);
        response.widget_info(|| {
            let names: Vec<&str> = themes.iter().map(|(name, _)| name.as_str()).collect();
            let text = passage.quotes.join(" … ");
            let label = t!("excerpts.row", text = text, themes = names.join("、"), title = title);
            WidgetInfo::selected(Role::Row, true, checked, label.as_ref())
        });
        let painter = ui.painter();
        if response.contains_pointer() || view.passage == Some(row.id) || checked {
            let shade =
                palette.raised.lerp_to_gamma(palette.hover, if checked { 1.0 } else { 0.6 });
            painter.rect_filled(rect, 0, shade);
        }
        let line = Stroke::new(1.0, palette.hairline);
        painter.hline(rect.x_range(), rect.bottom() - 0.5, line);
        let check = Rect::from_x_y_ranges(columns.check.0..=columns.check.1, rect.y_range());
        let check_id = id().with((row.id, "check"));
        let check_response = ui.interact(check, check_id, Sense::CLICK);
        check_response.widget_info(|| {
            let label = t!("excerpts.check", text = passage.quotes.join(" … "));
            WidgetInfo::selected(Role::CheckBox, true, checked, label.as_ref())
        });
        paint_check_box(ui, palette, check, checked);
        self.paint_themes(ui, &themes);
        self.paint_text(view, &title, ui);
        if !passage.memo.is_empty() {
            self.paint_memo(ui, &passage.memo);
        }
        let small = |edges, text: &str| {
            let place = cell(edges, rect);
            widgets::paint_truncated(
                ui,
                place,
                Align2::LEFT_CENTER,
                text,
                theme::body(),
                palette.ink,
            );
        };
        if let Some(year) = row.year {
            small(columns.year, &year.to_string());
        }
        small(columns.coder, row.coder.as_str());
        if table.has_focus() && view.excerpts.table.cursor == self.at {
            painter.rect_stroke(rect, 2, theme::focus_line(palette), StrokeKind::Inside);
        }
        if check_response.clicked() {
            view.excerpts.toggle(row.id);
            view.excerpts.table.cursor = self.at;
            table.request_focus();
        } else if response.clicked() {
            view.excerpts.table.cursor = self.at;
            out.push(Message::GoTo(row.id));
        }
    }

    /// As many lines of names as there is room for; the last counts what is left.
    #[expect(clippy::cast_precision_loss, reason = "three lines")]
    fn paint_themes(&self, ui: &Ui, themes: &[(String, Color32)]) {
        const LINE: f32 = 20.0;
        let place = cell(self.columns.theme, self.rect);
        let lines = themes.len().min(3);
        let mut top = place.center().y - lines as f32 * LINE / 2.0;
        for line in 0..lines {
            let rest = if line + 1 == lines { themes.get(line..) } else { themes.get(line..=line) };
            let room = Rect::from_min_size(pos2(place.left(), top), vec2(place.width(), LINE));
            themes::paint_theme_names(ui, self.palette, room, rest.unwrap_or_default());
            top += LINE;
        }
    }

    /// The quotation, and below it where it comes from.
    fn paint_text(&self, view: &mut ViewState, title: &str, ui: &Ui) {
        const SOURCE: f32 = 18.0;
        let Self { session, palette, row, .. } = *self;
        let place = cell(self.columns.text, self.rect);
        let style = QuoteStyle {
            font: theme::excerpt(),
            line_height: theme::EXCERPT_LINE,
            width: place.width().floor(),
            justify: true,
            rows: LINES,
            full_width: session.settings().full_width_punctuation,
        };
        let table = &mut view.excerpts.table;
        let quote = table.quote(session, row, &style, ui);
        let passage = row.passage(session);
        let paragraph =
            passage.and_then(|passage| table.paragraphs.number(session, &row.article, passage));
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
        let font = theme::small();
        widgets::paint_truncated(ui, line, Align2::LEFT_CENTER, &source, font, palette.second);
    }

    fn paint_memo(&self, ui: &Ui, memo: &str) {
        let place = cell(self.columns.memo, self.rect);
        let style = QuoteStyle {
            font: theme::memo(),
            line_height: theme::grid(5.0),
            width: place.width().floor(),
            justify: false,
            rows: 3,
            full_width: false,
        };
        let quote = ui.fonts_mut(|fonts| Quote::set(memo, &style, fonts));
        let top = place.center().y - quote.height() / 2.0;
        quote.paint(ui.painter(), pos2(place.left(), top), self.palette.second);
    }
}

/// Nothing fits the conditions: say so, and offer to drop them.
fn no_match_ui(view: &mut ViewState, palette: &Palette, body: Rect, ui: &mut Ui) {
    let mut child = ui.new_child(eframe::egui::UiBuilder::new().max_rect(body));
    child.vertical_centered(|ui| {
        ui.add_space((body.height() * 0.3).max(theme::grid(4.0)));
        ui.label(RichText::new(t!("excerpts.no_match")).color(palette.second));
        ui.add_space(theme::grid(2.0));
        let label = t!("excerpts.filter.clear");
        if widgets::text_button(ui, palette, &label, palette.accent).clicked() {
            view.excerpts.filter = Filter::default();
        }
    });
}
