//! The rows: each hit in the middle, what stands left and right of it beside it.
//!
//! Only the rows in view are drawn, and only their contexts are made. The table has the keyboard as a
//! whole: arrows move the row, Enter goes to its place, Space takes it or leaves it.

use eframe::egui::{
    Align2, Color32, CornerRadius, EventFilter, FontId, Id, Key, Modifiers, Rect, Response,
    RichText, Role, ScrollArea, Sense, Stroke, StrokeKind, TextFormat, Ui, WidgetInfo, pos2,
    scroll_area,
    text::{LayoutJob, TextWrapping},
    vec2,
};
use rust_i18n::t;

use super::{
    SearchPage,
    rows::{Row, Rows},
};
use crate::{
    search,
    session::{HitOrder, Session, describe},
    text::ByteSpan,
    ui::{
        message::Message,
        theme::{self, Palette},
        widgets::{self, icon::Icon},
    },
};

/// Height of a row.
pub(super) const ROW: f32 = 34.0;
/// Height of the header.
const HEAD: f32 = 32.0;
const PAD: f32 = 10.0;
const CHECK: f32 = 38.0;
/// Characters of context that are looked at, more than there is room for.
const CONTEXT: usize = 64;
/// Dots of themes in a row.
const DOTS: usize = 3;

/// What the table remembers between frames.
#[derive(Default)]
pub(super) struct Table {
    /// The row that the keys act on.
    pub(super) cursor: usize,
    reveal: bool,
    scroll: Option<Id>,
    /// Whether the keyboard is to go to the table.
    pub(super) take_focus: bool,
}

impl Table {
    /// Back to the first row.
    pub(super) fn go_to_top(&mut self) {
        self.cursor = 0;
        self.reveal = true;
    }

    /// Brings the row that the keys act on into view.
    pub(super) fn reveal(&mut self) {
        self.reveal = true;
    }
}

/// Left and right edge of each column, and where the hits start.
#[derive(Clone, Copy, Debug)]
struct Columns {
    check: (f32, f32),
    title: (f32, f32),
    left: (f32, f32),
    middle: f32,
    right: f32,
    year: (f32, f32),
}

impl Columns {
    fn new(place: Rect, checks: bool) -> Self {
        let width = place.width();
        let check = (place.left(), place.left() + if checks { CHECK } else { 0.0 });
        let title = (check.1, check.1 + (width * 0.17).clamp(92.0, 200.0));
        let year = (place.right() - 104.0, place.right());
        let middle = title.1 + (year.0 - title.1) * 0.44;
        Self { check, title, left: (title.1, middle), middle, right: year.0, year }
    }
}

/// The table's identity, which has the keyboard for all rows.
fn id() -> Id {
    Id::unique("search-rows")
}

/// The table, as large as there is room.
pub(super) fn ui(
    session: &Session,
    page: &mut SearchPage,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    let frame = ui.available_rect_before_wrap();
    let radius = CornerRadius::same(theme::CARD_RADIUS);
    ui.painter().rect_filled(frame, radius, palette.raised);
    let columns = Columns::new(frame, page.coding.is_some());
    let head = frame.with_max_y(frame.top() + HEAD);
    head_ui(page, palette, &columns, head, ui);
    let body =
        Rect::from_min_max(pos2(frame.left(), head.bottom()), frame.max).shrink2(vec2(1.0, 1.0));
    ui.advance_cursor_after_rect(frame);
    let rows = Rows::of(page, session);
    if rows.len() == 0 {
        nothing_ui(session, page, palette, body, ui);
    } else {
        let table = ui.interact(body, id(), Sense::focusable_noninteractive());
        table.widget_info(|| {
            let count = theme::grouped(rows.len());
            WidgetInfo::labeled(Role::Table, true, t!("search.table", count = count).as_ref())
        });
        if std::mem::take(&mut page.table.take_focus) {
            table.request_focus();
        }
        keyboard(session, page, (&rows, &table), body.height(), ui, out);
        rows_ui(session, page, palette, &columns, (&rows, body, &table), ui, out);
    }
    let line = Stroke::new(1.0, palette.hairline);
    ui.painter().rect_stroke(frame, radius, line, StrokeKind::Inside);
}

fn head_ui(state: &mut SearchPage, palette: &Palette, columns: &Columns, head: Rect, ui: &Ui) {
    let top = CornerRadius { nw: theme::CARD_RADIUS, ne: theme::CARD_RADIUS, sw: 0, se: 0 };
    ui.painter().rect_filled(head, top, palette.panel);
    let line = Stroke::new(1.0, palette.hairline);
    ui.painter().hline(head.x_range(), head.bottom() - 0.5, line);
    if let Some(coding) = &mut state.coding {
        let place = Rect::from_x_y_ranges(columns.check.0..=columns.check.1, head.y_range());
        let all = coding.total() > 0 && coding.count() == coding.total();
        let response = ui.interact(place, id().with("all"), Sense::click());
        let name = t!("search.coding.all");
        response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, all, name.as_ref()));
        paint_check(ui, palette, place, all);
        widgets::focus_ring(ui, palette, place.shrink(5.0), &response);
        if response.clicked() {
            coding.toggle_all();
        }
    }
    let sortable = state.coding.is_none();
    let cell = |from: f32, to: f32| Rect::from_x_y_ranges(from + PAD..=to - PAD, head.y_range());
    let title = cell(columns.title.0, columns.title.1);
    let left = cell(columns.left.0, columns.left.1 + PAD * 0.4);
    let hit = cell(columns.middle - PAD, columns.middle + 54.0);
    let right = cell(columns.middle + 54.0, columns.right);
    let year = cell(columns.year.0, columns.year.1);
    for (place, align, label, order) in [
        (title, Align2::LEFT_CENTER, t!("search.column.article"), Some(HitOrder::Place)),
        (left, Align2::RIGHT_CENTER, t!("search.column.left"), Some(HitOrder::Left)),
        (hit, Align2::LEFT_CENTER, t!("search.column.hit"), None),
        (right, Align2::LEFT_CENTER, t!("search.column.right"), Some(HitOrder::Right)),
        (year, Align2::LEFT_CENTER, t!("search.column.year"), Some(HitOrder::Year)),
    ] {
        let order = order.filter(|_| sortable);
        header(ui, palette, state, (place, align), &label, order);
    }
}

/// The name of a column; a click sorts by it.
fn header(
    ui: &Ui,
    palette: &Palette,
    state: &mut SearchPage,
    (place, align): (Rect, Align2),
    label: &str,
    order: Option<HitOrder>,
) {
    let Some(order) = order else {
        widgets::paint_truncated(ui, place, align, label, theme::small(), palette.second);
        return;
    };
    let sorted = state.order == order;
    let width = ui.painter().layout_no_wrap(label.to_owned(), theme::small(), palette.ink).size().x;
    let size = vec2((width + theme::ICON + 4.0).min(place.width() + 8.0), place.height());
    let hot = align.align_size_within_rect(size, place);
    let response = ui.interact(hot, id().with(("head", label)), Sense::click());
    response.widget_info(|| {
        let name = if sorted { t!("search.sorted", column = label) } else { label.into() };
        WidgetInfo::selected(Role::ColumnHeader, true, sorted, name.as_ref())
    });
    let colour = if sorted || response.hovered() { palette.ink } else { palette.second };
    let text = if align == Align2::RIGHT_CENTER && sorted {
        place.with_max_x(place.right() - theme::ICON)
    } else {
        place
    };
    let painted = widgets::paint_truncated(ui, text, align, label, theme::small(), colour);
    if sorted {
        let at = pos2(painted.right() + theme::ICON / 2.0, place.center().y);
        let at = Rect::from_center_size(at, vec2(theme::ICON, theme::ICON));
        Icon::Down.paint(ui.painter(), at.scale_from_center(0.8), palette.ink);
    }
    widgets::focus_ring(ui, palette, hot, &response);
    if response.on_hover_text(t!("search.sort_hint", column = label)).clicked() {
        state.order = order;
        state.table.go_to_top();
    }
}

fn paint_check(ui: &Ui, palette: &Palette, rect: Rect, on: bool) {
    let place = Rect::from_center_size(rect.center(), vec2(15.0, 15.0));
    let radius = CornerRadius::same(4);
    if on {
        ui.painter().rect_filled(place, radius, palette.accent);
        Icon::Check.paint(ui.painter(), place, palette.on_accent);
    } else {
        let stroke = Stroke::new(1.2, palette.faint);
        ui.painter().rect(place, radius, palette.raised, stroke, StrokeKind::Inside);
    }
}

fn keyboard(
    session: &Session,
    state: &mut SearchPage,
    (rows, table): (&Rows, &Response),
    height: f32,
    ui: &Ui,
    out: &mut Vec<Message>,
) {
    let last = rows.len().saturating_sub(1);
    state.table.cursor = state.table.cursor.min(last);
    if !table.has_focus() {
        return;
    }
    let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(table.id, filter));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "rows in view")]
    let page = ((height / ROW) as usize).max(1);
    let before = state.table.cursor;
    let count = |key| ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key));
    let mut cursor = before + count(Key::ArrowDown) + page * count(Key::PageDown);
    cursor = cursor.saturating_sub(count(Key::ArrowUp) + page * count(Key::PageUp));
    if count(Key::Home) > 0 {
        cursor = 0;
    }
    if count(Key::End) > 0 {
        cursor = last;
    }
    state.table.cursor = cursor.min(last);
    if state.table.cursor != before || table.gained_focus() {
        state.table.reveal = true;
    }
    if let Some(coding) = &mut state.coding
        && count(Key::Space) > 0
    {
        coding.toggle(state.table.cursor);
    }
    if count(Key::Enter) > 0 {
        state.go_to(session, state.table.cursor, out);
    }
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "rows to points and back; what f32 loses of a million rows is below a row"
)]
fn rows_ui(
    session: &Session,
    page: &mut SearchPage,
    palette: &Palette,
    columns: &Columns,
    (rows, body, table): (&Rows, Rect, &Response),
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    let total = rows.len();
    let mut child = ui.new_child(eframe::egui::UiBuilder::new().max_rect(body));
    let mut area = ScrollArea::vertical().id_salt("search-rows").auto_shrink(false);
    if std::mem::take(&mut page.table.reveal) {
        let memory = page.table.scroll;
        let state = memory.and_then(|id| scroll_area::State::load(ui.ctx(), id));
        let offset = state.map_or(0.0, |state| state.clamped_offset().y);
        let top = page.table.cursor as f32 * ROW;
        area = area.vertical_scroll_offset(offset.min(top).max(top + ROW - body.height()));
    }
    let output = area.show_viewport(&mut child, |ui, viewport| {
        ui.set_height(total as f32 * ROW);
        let first = (viewport.top().max(0.0) / ROW) as usize;
        // From the view's edge, not the content's: far down, single precision would blur it.
        let mut top = body.top() - (viewport.top() - first as f32 * ROW);
        for at in first..total {
            let Some(row) = rows.get(at).filter(|_| top <= body.bottom()) else { break };
            let rect = Rect::from_min_size(pos2(body.left(), top), vec2(body.width(), ROW));
            let shown = Shown { session, palette, columns, row: &row, at, rect };
            if shown.ui(page, table, ui) {
                page.go_to(session, at, out);
            }
            top += ROW;
        }
    });
    page.table.scroll = Some(output.id);
}

/// One row in its place.
struct Shown<'a> {
    session: &'a Session,
    palette: &'a Palette,
    columns: &'a Columns,
    row: &'a Row<'a>,
    at: usize,
    rect: Rect,
}

impl Shown<'_> {
    /// Draws it; whether it was clicked to go there.
    fn ui(&self, state: &mut SearchPage, table: &Response, ui: &Ui) -> bool {
        let Self { palette, columns, row, rect, at, .. } = *self;
        let text = row.found.article.text.as_str();
        // Not a stop of the Tab key: the table is, and has the arrows for its rows.
        let response = ui.interact(rect, id().with(at), Sense::CLICK);
        let before = search::left_context(text, row.hit, CONTEXT);
        let hit = search::on_one_line(text.get(row.hit.range()).unwrap_or_default());
        let after = search::right_context(text, row.hit, CONTEXT);
        let here = state.table.cursor == at;
        response.widget_info(|| {
            let short = |text: &str| search::on_one_line(text);
            let line = format!("{}{hit}{}", short(before), short(after));
            let label = t!("search.row", text = line, title = row.found.title);
            WidgetInfo::selected(Role::Row, true, here, label.as_ref())
        });
        let shade = match (here, response.contains_pointer()) {
            (true, _) => Some(palette.hover),
            (false, true) => Some(palette.raised.lerp_to_gamma(palette.hover, 0.5)),
            (false, false) => None,
        };
        if let Some(shade) = shade {
            ui.painter().rect_filled(rect, 0, shade);
        }
        let line = Stroke::new(1.0, palette.hairline);
        ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, line);
        if here && table.has_focus() {
            let bar = rect.with_max_x(rect.left() + 3.0);
            ui.painter().rect_filled(bar, 0, palette.accent);
        }
        let title = self.cell(columns.title.0, columns.title.1);
        let name = describe::shown(&row.found.title);
        let (left, small) = (Align2::LEFT_CENTER, theme::small());
        widgets::paint_truncated(ui, title, left, &name, small, palette.second);
        self.paint_line(ui, text, &hit, (before, after));
        self.paint_year(ui);
        if self.check_ui(state, ui) {
            return false;
        }
        response.clicked()
    }

    fn cell(&self, from: f32, to: f32) -> Rect {
        Rect::from_x_y_ranges(from + PAD..=(to - PAD).max(from + PAD), self.rect.y_range())
    }

    /// The box, while it is chosen what is to be coded; whether it was clicked.
    fn check_ui(&self, state: &mut SearchPage, ui: &Ui) -> bool {
        let Some(coding) = &mut state.coding else { return false };
        let columns = self.columns;
        let place = Rect::from_x_y_ranges(columns.check.0..=columns.check.1, self.rect.y_range());
        let on = coding.is_taken(self.at);
        let response = ui.interact(place, id().with((self.at, "check")), Sense::CLICK);
        response.widget_info(|| {
            let name = t!("search.coding.take", number = self.at + 1);
            WidgetInfo::selected(Role::CheckBox, true, on, name.as_ref())
        });
        paint_check(ui, self.palette, place, on);
        if response.clicked() {
            coding.toggle(self.at);
            state.table.cursor = self.at;
        }
        response.clicked()
    }

    /// The hit with its context; what would not be coded is paler.
    fn paint_line(&self, ui: &Ui, text: &str, hit: &str, (before, after): (&str, &str)) {
        let (palette, columns, row) = (self.palette, self.columns, self.row);
        let ink = if row.already { palette.second } else { palette.ink };
        let unit = row.unit.unwrap_or(ByteSpan::between(
            crate::text::ByteOffset::default(),
            row.found.article.text.byte_len(),
        ));
        let font = theme::excerpt();
        // Left: what is cut off is what is farthest from the hit.
        let start = row.hit.start().to_usize();
        let split = unit.start().to_usize().clamp(start - before.len(), start);
        let outside = text.get(start - before.len()..split).unwrap_or_default();
        let inside = text.get(split..start).unwrap_or_default();
        let (outside, inside) = (search::on_one_line(outside), search::on_one_line(inside));
        let place = self.cell(columns.left.0, columns.left.1 + PAD - 3.0);
        let mut room = place.width();
        let inside = fitting_end(ui, &font, &inside, &mut room);
        let outside = fitting_end(ui, &font, &outside, &mut room);
        let parts = [(outside, palette.faint), (inside, ink)];
        paint_parts(ui, place, Align2::RIGHT_CENTER, &font, &parts);
        // The hit, which may be long.
        let middle = Rect::from_x_y_ranges(
            columns.middle..=columns.middle + (columns.right - columns.middle) * 0.72,
            self.rect.y_range(),
        );
        let colour = palette.accent;
        let hit =
            widgets::paint_truncated(ui, middle, Align2::LEFT_CENTER, hit, font.clone(), colour);
        // Right.
        let end = row.hit.end().to_usize();
        let split = unit.end().to_usize().clamp(end, end + after.len());
        let inside = search::on_one_line(text.get(end..split).unwrap_or_default());
        let outside = search::on_one_line(text.get(split..end + after.len()).unwrap_or_default());
        let place =
            Rect::from_x_y_ranges(hit.right() + 3.0..=columns.right - PAD, self.rect.y_range());
        let parts = [(inside.as_str(), ink), (outside.as_str(), palette.faint)];
        paint_parts(ui, place, Align2::LEFT_CENTER, &font, &parts);
    }

    /// The year, and a dot for each theme that the hit bears.
    fn paint_year(&self, ui: &Ui) {
        let (palette, row) = (self.palette, self.row);
        let place = self.cell(self.columns.year.0, self.columns.year.1);
        let year = row.found.year.map_or_else(|| "—".to_owned(), |year| year.to_string());
        let left = Align2::LEFT_CENTER;
        let painted =
            widgets::paint_truncated(ui, place, left, &year, theme::small(), palette.second);
        let Some(chars) = row.found.article.text.char_span(row.hit) else { return };
        let mut dots: Vec<Color32> = Vec::new();
        for (_, layer) in self.session.annotations().layers(&row.found.article.path) {
            let passages = layer.passages.iter();
            for passage in passages.filter(|p| p.fragments.iter().any(|f| f.overlaps(chars))) {
                for &theme in &passage.themes {
                    let theme = self.session.codebook().get(theme);
                    let colour = theme.map_or(palette.faint, |theme| palette.theme(theme.colour));
                    if !dots.contains(&colour) {
                        dots.push(colour);
                    }
                }
            }
        }
        let mut x = painted.right() + theme::grid(2.0);
        for dot in dots.into_iter().take(DOTS) {
            ui.painter().circle_filled(pos2(x + 3.5, self.rect.center().y), 3.5, dot);
            x += 9.0;
        }
    }
}

/// As much of the end of `text` as fits into `room`, which it takes.
fn fitting_end<'a>(ui: &Ui, font: &FontId, text: &'a str, room: &mut f32) -> &'a str {
    let start = ui.fonts_mut(|fonts| {
        let fitting = text.char_indices().rev().take_while(|&(_, c)| {
            *room -= fonts.glyph_width(font, c);
            *room >= 0.0
        });
        fitting.last().map_or(text.len(), |(at, _)| at)
    });
    text.get(crate::text::ceil_character(text, start)..).unwrap_or_default()
}

/// Parts of one line in their colours, cut with `…` where they do not fit.
fn paint_parts(ui: &Ui, place: Rect, align: Align2, font: &FontId, parts: &[(&str, Color32)]) {
    let mut job =
        LayoutJob { wrap: TextWrapping::truncate_at_width(place.width()), ..LayoutJob::default() };
    for &(text, colour) in parts {
        job.append(text, 0.0, TextFormat::simple(font.clone(), colour));
    }
    let galley = ui.painter().layout_job(job);
    let at = align.align_size_within_rect(galley.size(), place);
    ui.painter().galley(at.min, galley, parts.first().map_or(Color32::PLACEHOLDER, |p| p.1));
}

/// Nothing to show: why.
fn nothing_ui(session: &Session, state: &SearchPage, palette: &Palette, body: Rect, ui: &mut Ui) {
    let proposed = state.coding.is_none() || session.proposals().is_some();
    if session.is_searching() || !proposed || state.typed.is_some() {
        return;
    }
    let failed = session.search_error().is_some() && state.coding.is_none();
    let mut child = ui.new_child(eframe::egui::UiBuilder::new().max_rect(body));
    child.vertical_centered(|ui| {
        ui.add_space((body.height() * 0.3).max(theme::grid(4.0)));
        let text = match (failed, session.search_stopped()) {
            (true, _) => t!("search.wrong"),
            (false, true) => t!("search.stopped"),
            (false, false) => t!("search.nothing"),
        };
        ui.label(RichText::new(text).color(palette.second));
    });
}
