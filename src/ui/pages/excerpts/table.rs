//! The table: rows of one height, of which only those in view are drawn.
//!
//! It has the keyboard as a whole: arrows move the row, Enter goes to it, Space checks it.

use std::{collections::BTreeMap, rc::Rc};

use eframe::egui::{
    Align2, CornerRadius, EventFilter, Id, Key, Modifiers, Rect, Response, RichText, Role,
    ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, scroll_area, vec2,
};
use rust_i18n::t;

use super::{
    ExcerptsPage,
    query::{ExcerptColumn, Head, HeadOf, Row, title_and_year},
    row::{Around, Shown},
};
use crate::{
    annotation::PassageId,
    session::Session,
    ui::{
        message::Message,
        paragraphs::Paragraphs,
        quote::{Inks, QuoteStyle, SetQuote},
        theme::{self, Palette},
        widgets::{self, chip, icon::Icon},
    },
};

/// The table is no lower than this.
pub(super) const LEAST: f32 = 160.0;
/// Height of the header.
const HEAD: f32 = 34.0;
/// Height of the head of a group.
const GROUP: f32 = 36.0;
/// From a column's edge to what is in it.
const PAD: f32 = 10.0;
const CHECK: f32 = 42.0;
/// So many quotations are kept set.
const KEPT: usize = 300;

/// What the table remembers between frames.
#[derive(Default)]
pub(super) struct Table {
    /// The row that the keys act on.
    pub(super) cursor: usize,
    /// Brings that row into view at the next frame.
    reveal: bool,
    scroll: Option<Id>,
    paragraphs: Paragraphs,
    quotes: BTreeMap<PassageId, Rc<SetQuote>>,
    /// What the quotations were set for.
    quotes_for: Option<(u64, u64, QuoteStyle, Inks, Around)>,
}

impl Table {
    /// Which paragraph of its article a passage starts in.
    pub(super) fn paragraph(&mut self, session: &Session, row: &Row) -> Option<usize> {
        let passage = row.passage(session)?;
        self.paragraphs.number(session, &row.article, passage)
    }

    /// The quotation of a row, set once.
    pub(super) fn quote(
        &mut self,
        session: &Session,
        row: &Row,
        (style, inks, around): (&QuoteStyle, Inks, Around),
        ui: &Ui,
    ) -> Rc<SetQuote> {
        let revisions = (session.set_revision(), session.annotations().revision());
        let wanted = (revisions.0, revisions.1, style.clone(), inks, around);
        if self.quotes_for.as_ref() != Some(&wanted) || self.quotes.len() >= KEPT {
            self.quotes.clear();
            self.quotes_for = Some(wanted);
        }
        if let Some(quote) = self.quotes.get(&row.id) {
            return Rc::clone(quote);
        }
        let passage = row.passage(session);
        let text = passage.map(|passage| passage.quotes.join(" … ")).unwrap_or_default();
        let (before, after) = passage
            .and_then(|passage| around.text(session, &row.article, passage))
            .unwrap_or_default();
        let text = (before.as_str(), text.as_str(), after.as_str());
        let quote = ui.fonts_mut(|fonts| SetQuote::set_within(text, style, inks, fonts));
        let quote = Rc::new(quote);
        self.quotes.insert(row.id, Rc::clone(&quote));
        quote
    }
}

/// Where rows and heads stand, from the top of the table.
#[derive(Clone, Debug)]
struct Places {
    row: f64,
    rows: usize,
    /// The first row under each head.
    heads: Vec<usize>,
}

#[expect(clippy::cast_precision_loss, reason = "far fewer than 2^52 rows")]
impl Places {
    fn new(rows: usize, heads: &[Head], around: Around) -> Self {
        let row = f64::from(around.height());
        Self { row, rows, heads: heads.iter().map(|head| head.first).collect() }
    }

    fn height(&self) -> f64 {
        self.rows as f64 * self.row + self.heads.len() as f64 * f64::from(GROUP)
    }

    fn top(&self, row: usize) -> f64 {
        let above = self.heads.partition_point(|&first| first <= row);
        row as f64 * self.row + above as f64 * f64::from(GROUP)
    }

    fn head_top(&self, head: usize) -> f64 {
        let first = self.heads.get(head).copied().unwrap_or(0);
        first as f64 * self.row + head as f64 * f64::from(GROUP)
    }

    /// The first row that ends below `y`.
    fn row_at(&self, y: f64) -> usize {
        let (mut low, mut high) = (0, self.rows);
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.top(middle) + self.row > y { high = middle } else { low = middle + 1 }
        }
        low
    }
}

/// Left and right edge of each column; a column without room is empty.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Columns {
    pub(super) check: (f32, f32),
    pub(super) theme: (f32, f32),
    pub(super) text: (f32, f32),
    pub(super) memo: (f32, f32),
    pub(super) year: (f32, f32),
    pub(super) coder: (f32, f32),
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

pub(super) fn cell((left, right): (f32, f32), row: Rect) -> Rect {
    Rect::from_min_max(
        pos2(left + PAD, row.top()),
        pos2((right - PAD).max(left + PAD), row.bottom()),
    )
}

/// The table's identity, which has the keyboard for all rows.
pub(super) fn id() -> Id {
    Id::unique("excerpts")
}

/// The table, as large as there is room.
pub(super) fn ui(
    session: &Session,
    page: &mut ExcerptsPage,
    selected: Option<PassageId>,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    let frame = ui.available_rect_before_wrap();
    let radius = CornerRadius::same(theme::CARD_RADIUS);
    ui.painter().rect_filled(frame, radius, palette.raised);
    let columns = Columns::new(frame.left(), frame.width());
    let head = frame.with_max_y(frame.top() + HEAD);
    head_ui(page, palette, &columns, head, ui);
    let body =
        Rect::from_min_max(pos2(frame.left(), head.bottom()), frame.max).shrink2(vec2(1.0, 0.0));
    ui.advance_cursor_after_rect(frame);
    if page.rows().is_empty() {
        no_match_ui(page, palette, body, ui);
    } else {
        let table = ui.interact(body, id(), Sense::focusable_noninteractive());
        table.widget_info(|| {
            let rows = page.passages();
            WidgetInfo::labeled(Role::Table, true, t!("excerpts.table", count = rows).as_ref())
        });
        keyboard(page, &table, body.height(), ui, out);
        rows_ui(session, (page, selected), palette, &columns, (body, &table), ui, out);
    }
    let line = Stroke::new(1.0, palette.hairline);
    ui.painter().rect_stroke(frame, radius, line, StrokeKind::Inside);
}

fn head_ui(page: &mut ExcerptsPage, palette: &Palette, columns: &Columns, head: Rect, ui: &mut Ui) {
    let top = CornerRadius { nw: theme::CARD_RADIUS, ne: theme::CARD_RADIUS, sw: 0, se: 0 };
    ui.painter().rect_filled(head, top, palette.panel);
    let line = Stroke::new(1.0, palette.hairline);
    ui.painter().hline(head.x_range(), head.bottom() - 0.5, line);
    let state = page;
    let all = state.checked_shown > 0 && state.checked_shown == state.passages();
    let place =
        Rect::from_min_max(pos2(columns.check.0, head.top()), pos2(columns.check.1, head.bottom()));
    if check_ui(ui, palette, place, id().with("all"), all, &t!("excerpts.check_all")).clicked() {
        state.toggle_all();
    }
    for (column, edges, label) in [
        (ExcerptColumn::Theme, columns.theme, t!("excerpts.column.theme")),
        (ExcerptColumn::Memo, columns.memo, t!("excerpts.column.memo")),
        (ExcerptColumn::Year, columns.year, t!("excerpts.column.year")),
        (ExcerptColumn::Coder, columns.coder, t!("excerpts.column.coder")),
    ] {
        let cell = Rect::from_x_y_ranges(edges.0..=edges.1, head.y_range());
        header(ui, palette, state, column, cell, &label);
    }
    // One column shows both; each has a header of its own to sort by.
    let text = t!("excerpts.column.text");
    let width = ui.painter().layout_no_wrap(text.to_string(), theme::small(), palette.ink).size().x;
    let cut = (columns.text.0 + width + theme::grid(9.0)).min(columns.text.1);
    let left = Rect::from_x_y_ranges(columns.text.0..=cut, head.y_range());
    header(ui, palette, state, ExcerptColumn::Text, left, &text);
    let right = Rect::from_x_y_ranges(cut..=columns.text.1, head.y_range());
    header(ui, palette, state, ExcerptColumn::Place, right, &t!("excerpts.column.place"));
}

/// The name of a column; a click sorts by it.
fn header(
    ui: &Ui,
    palette: &Palette,
    state: &mut super::ExcerptsPage,
    column: ExcerptColumn,
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
    chip::paint_check_box(ui, palette, place, on);
    if response.has_focus() {
        let ring = Rect::from_center_size(place.center(), vec2(22.0, 22.0));
        widgets::focus_ring(ui, palette, ring, &response);
    }
    response
}

/// Arrows, Page Up and Down, Home and End move the row; Enter goes to it; Space checks it.
fn keyboard(
    page: &mut ExcerptsPage,
    table: &Response,
    height: f32,
    ui: &Ui,
    out: &mut Vec<Message>,
) {
    let state = page;
    let last = state.rows().len().saturating_sub(1);
    state.table.cursor = state.table.cursor.min(last);
    if !table.has_focus() {
        return;
    }
    let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(table.id, filter));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "rows in view")]
    let page = ((height / state.around.height()) as usize).max(1);
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

#[expect(clippy::cast_possible_truncation, reason = "points within the window, or nearly so")]
fn rows_ui(
    session: &Session,
    (page, selected): (&mut ExcerptsPage, Option<PassageId>),
    palette: &Palette,
    columns: &Columns,
    (body, table): (Rect, &Response),
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    let heads = page.answer.as_ref().map_or(&[][..], |(_, answer)| &answer.heads);
    let places = Places::new(page.rows().len(), heads, page.around);
    let heads = heads.to_vec();
    let mut child = ui.new_child(eframe::egui::UiBuilder::new().max_rect(body));
    let mut area = ScrollArea::vertical().id_salt("excerpts").auto_shrink(false);
    if std::mem::take(&mut page.table.reveal) {
        let memory = page.table.scroll;
        let state = memory.and_then(|id| scroll_area::State::load(ui.ctx(), id));
        let offset = state.map_or(0.0, |state| state.clamped_offset().y);
        let (top, row) = (places.top(page.table.cursor) as f32, places.row as f32);
        // The head of its group comes along.
        let wanted = offset.min((top - GROUP).max(0.0)).max(top + row - body.height());
        area = area.vertical_scroll_offset(wanted);
    }
    let output = area.show_viewport(&mut child, |ui, viewport| {
        ui.set_height(places.height() as f32);
        // From the view's edge, not the content's: far down, single precision would blur it.
        let edge = f64::from(viewport.top());
        let at = |y: f64| body.top() + (y - edge) as f32;
        let first = places.row_at(edge);
        let group = places.heads.partition_point(|&start| start < first);
        for (number, head) in heads.iter().enumerate().skip(group.saturating_sub(1)) {
            let top = at(places.head_top(number));
            if top > body.bottom() {
                break;
            }
            let rect = Rect::from_min_size(pos2(body.left(), top), vec2(body.width(), GROUP));
            head_of_group_ui(session, head, palette, rect, ui);
        }
        for number in first..places.rows {
            let top = at(places.top(number));
            if top > body.bottom() {
                break;
            }
            let Some(row) = page.rows().get(number).cloned() else { break };
            let size = vec2(body.width(), places.row as f32);
            let rect = Rect::from_min_size(pos2(body.left(), top), size);
            let shown = Shown { session, palette, columns, row: &row, selected, at: number, rect };
            shown.ui(page, table, ui, out);
        }
    });
    page.table.scroll = Some(output.id);
}

/// What the rows below have in common, and how many they are.
fn head_of_group_ui(session: &Session, head: &Head, palette: &Palette, rect: Rect, ui: &Ui) {
    let (name, dot) = match &head.of {
        HeadOf::Theme(theme) => {
            let theme = theme.and_then(|id| session.codebook().get(id));
            let name = theme.map(|theme| session.codebook().path_name(theme.id));
            let name = name.unwrap_or_else(|| t!("retrieve.group.no_theme").into_owned());
            (name, theme.map(|theme| palette.theme(theme.colour)))
        }
        HeadOf::Article(path) => {
            let title = session.corpus().map(|corpus| title_and_year(corpus, path).0);
            (title.unwrap_or_default(), None)
        }
        HeadOf::Year(year) => {
            let none = || t!("excerpts.no_year").into_owned();
            (year.map_or_else(none, |year| year.to_string()), None)
        }
    };
    ui.painter().rect_filled(rect, 0, palette.panel);
    let line = Stroke::new(1.0, palette.hairline);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, line);
    let mut place = rect.shrink2(vec2(PAD + theme::grid(1.0), 0.0));
    if let Some(colour) = dot {
        ui.painter().circle_filled(pos2(place.left() + 4.5, place.center().y), 4.5, colour);
        place.min.x += theme::grid(4.0);
    }
    let text = t!("retrieve.group.head", name = name, count = head.count);
    let response = ui.interact(rect, id().with(("group", head.first)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::RowHeader, true, text.as_ref()));
    let font = theme::body();
    widgets::paint_truncated(ui, place, Align2::LEFT_CENTER, &text, font, palette.ink);
}

/// Nothing fits the conditions: say so, and offer to drop them.
fn no_match_ui(page: &mut ExcerptsPage, palette: &Palette, body: Rect, ui: &mut Ui) {
    let mut child = ui.new_child(eframe::egui::UiBuilder::new().max_rect(body));
    child.vertical_centered(|ui| {
        ui.add_space((body.height() * 0.3).max(theme::grid(4.0)));
        ui.label(RichText::new(t!("excerpts.no_match")).color(palette.second));
        ui.add_space(theme::grid(2.0));
        let label = t!("excerpts.filter.clear");
        if widgets::text_button(ui, palette, &label, palette.accent).clicked() {
            page.ask(String::new(), None);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_found_where_it_stands_with_heads_between() {
        let heads: Vec<Head> = [(0, 2), (2, 1), (3, 4)]
            .map(|(first, count)| Head { of: HeadOf::Year(None), first, count })
            .into();
        for (heads, count) in [(&heads[..], 7), (&[], 5), (&[], 0)] {
            let places = Places::new(count, heads, Around::None);
            for row in 0..count {
                let top = places.top(row);
                assert_eq!(places.row_at(top), row);
                assert_eq!(places.row_at(top + places.row - 0.5), row);
                assert!(top + places.row <= places.height());
            }
            assert_eq!(places.row_at(places.height()), count);
            for (number, head) in heads.iter().enumerate() {
                assert!(
                    (places.head_top(number) + f64::from(GROUP) - places.top(head.first)).abs()
                        < 0.01
                );
            }
        }
    }
}
