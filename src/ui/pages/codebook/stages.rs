//! The tree as the three stages of coding: open, axial, selective; a row for each open code, and
//! what stands above several of them as one tall cell beside them.

use std::collections::BTreeMap;

use eframe::egui::{
    Align2, CornerRadius, CursorIcon, EventFilter, Id, Key, Label, Modifiers, Popup, Rect,
    Response, RichText, Role, ScrollArea, Sense, StrokeKind, Ui, UiBuilder, WidgetInfo, pos2,
    scroll_area, vec2,
};
use rust_i18n::t;

use super::{
    CodebookPage, Row, edge,
    moves::{self, Drop},
    tree::{self, Dragged},
};
use crate::{
    annotation::{Theme, ThemeId},
    session::Session,
    ui::{
        drafts::Drafts,
        message::Message,
        shared::Shared,
        theme::{self, Palette},
        widgets,
    },
};

/// Height of a row and of the header.
const ROW: f32 = 58.0;
const HEAD: f32 = 34.0;
/// Height of the line that says how stages are assigned.
const HOW: f32 = 52.0;
/// From a cell's edge to what is in it.
const PAD: f32 = 12.0;
/// The columns as parts of the width.
const PARTS: [f32; 3] = [0.5, 0.25, 0.25];
/// So many characters of a quotation can be seen at most.
const QUOTED: usize = 80;

/// A stage of coding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Open,
    Axial,
    Selective,
}

/// An open code with what stands above it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    open: ThemeId,
    /// The nearest first.
    axial: Vec<ThemeId>,
    selective: Option<ThemeId>,
}

/// The rows of the table, in the order of the tree.
fn lines(rows: &[Row]) -> Vec<Line> {
    let mut lines = Vec::new();
    // The themes above the one it is at, the top first.
    let mut above: Vec<Row> = Vec::new();
    for row in rows {
        above.truncate(row.depth);
        if row.has_children {
            above.push(*row);
            continue;
        }
        let top = above.first().filter(|top| is_selective(rows, top.id));
        let axial = above.iter().rev().filter(|row| top.is_none_or(|top| top.id != row.id));
        lines.push(Line {
            open: row.id,
            axial: axial.map(|row| row.id).collect(),
            selective: top.map(|top| top.id),
        });
    }
    lines
}

/// Whether two levels or more hang below a theme at the top.
fn is_selective(rows: &[Row], top: ThemeId) -> bool {
    let below = rows.iter().skip_while(|row| row.id != top).skip(1);
    below.take_while(|row| row.depth > 0).any(|row| row.depth >= 2)
}

/// A few words of each theme: its first example, else its first passage.
pub(super) fn quotes(session: &Session) -> BTreeMap<ThemeId, String> {
    // On one line: breaks and blanks of the page's layout are no part of it.
    let short = |text: &str| {
        let words: Vec<&str> = text.split_whitespace().collect();
        words.join(" ").chars().take(QUOTED).collect::<String>()
    };
    let mut quotes = BTreeMap::new();
    for theme in session.codebook().themes() {
        if let Some(example) = theme.examples.first() {
            quotes.insert(theme.id, short(&example.quote));
        }
    }
    for (.., passage) in session.annotations().passages() {
        for theme in &passage.themes {
            if !quotes.contains_key(theme) {
                quotes.insert(*theme, short(&passage.quotes.join(" … ")));
            }
        }
    }
    quotes
}

fn id() -> Id {
    Id::unique("codebook stages")
}

/// The table.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "rows to points and back; a codebook has at most 10,000 themes"
)]
pub(super) fn ui(
    session: &Session,
    page: &mut CodebookPage,
    shared: &mut Shared,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    let (state, drafts) = (page, &mut shared.drafts);
    let lines = lines(state.rows());
    let room = ui.available_rect_before_wrap();
    let frame = room.with_max_y(room.bottom() - HOW);
    let radius = CornerRadius::same(theme::CARD_RADIUS);
    ui.painter().rect_filled(frame, radius, palette.raised);
    let columns = columns(frame);
    head(palette, &columns, frame.with_max_y(frame.top() + HEAD), ui);
    let body = Rect::from_min_max(pos2(frame.left(), frame.top() + HEAD), frame.max);
    let body = body.shrink2(vec2(1.0, 1.0));
    ui.advance_cursor_after_rect(frame);
    let table = ui.interact(body, id(), Sense::focusable_noninteractive());
    table.widget_info(|| {
        let name = t!("codebook.stages.name", count = lines.len());
        WidgetInfo::labeled(Role::Table, true, name.as_ref())
    });
    if std::mem::take(&mut state.focus) {
        table.request_focus();
    }
    keyboard(session, (state, drafts), &lines, &table, ui);
    let mut child = ui.new_child(UiBuilder::new().max_rect(body));
    let mut area = ScrollArea::vertical().id_salt("stages").auto_shrink(false);
    if std::mem::take(&mut state.reveal) {
        let chosen = state.chosen;
        let holds = |line: &Line| {
            let mut all = line.axial.iter().chain(&line.selective).chain([&line.open]);
            all.any(|theme| Some(*theme) == chosen)
        };
        let memory = state.scroll.and_then(|id| scroll_area::State::load(ui.ctx(), id));
        let offset = memory.map_or(0.0, |state| state.clamped_offset().y);
        if let Some(top) = lines.iter().position(holds).map(|at| at as f32 * ROW) {
            area = area.vertical_scroll_offset(offset.min(top).max(top + ROW - body.height()));
        }
    }
    let output = area.show_viewport(&mut child, |ui, viewport| {
        ui.set_height(lines.len() as f32 * ROW);
        let first = (viewport.top().max(0.0) / ROW) as usize;
        let last = (first + (body.height() / ROW) as usize + 2).min(lines.len());
        let top_of = |at: usize| body.top() + at as f32 * ROW - viewport.top();
        let below = Rect::from_min_max(
            pos2(body.left(), top_of(lines.len()).clamp(body.top(), body.bottom())),
            body.max,
        );
        drop_on_ground(session, palette, below, ui, out);
        let table = Table { session, palette, body, keyboard: &table };
        for column in [Stage::Open, Stage::Axial, Stage::Selective] {
            let x = columns[column as usize];
            let of = |at: usize| lines.get(at).map(|line| cell_of(line, column));
            let mut at = first;
            // A tall cell may begin above the first row in view.
            while at > 0
                && column != Stage::Open
                && of(at).flatten().is_some()
                && of(at) == of(at - 1)
            {
                at -= 1;
            }
            while at < last {
                let theme = of(at).flatten();
                let mut end = at + 1;
                while column != Stage::Open
                    && theme.is_some()
                    && end < lines.len()
                    && of(end) == of(at)
                {
                    end += 1;
                }
                let rect = Rect::from_x_y_ranges(x.0..=x.1, top_of(at)..=top_of(end));
                let above = lines.get(at).filter(|_| column == Stage::Axial);
                let above = above.map_or(&[][..], |line| line.axial.get(1..).unwrap_or_default());
                table.cell(state, (column, at), theme, (rect, above), ui, out);
                at = end;
            }
        }
    });
    state.scroll = Some(output.id);
    ui.painter().rect_stroke(frame, radius, edge(palette), StrokeKind::Inside);
    let foot = Rect::from_min_max(
        pos2(room.left() + theme::GRID, frame.bottom() + theme::grid(1.5)),
        room.max,
    );
    let mut foot = ui.new_child(UiBuilder::new().max_rect(foot));
    let how = RichText::new(t!("codebook.stages.how")).font(theme::small());
    foot.add(Label::new(how.color(palette.second)).wrap());
}

/// What stands in a column of a row.
fn cell_of(line: &Line, column: Stage) -> Option<ThemeId> {
    match column {
        Stage::Open => Some(line.open),
        Stage::Axial => line.axial.first().copied(),
        Stage::Selective => line.selective,
    }
}

/// Left and right edge of each column.
fn columns(frame: Rect) -> [(f32, f32); 3] {
    let mut left = frame.left();
    PARTS.map(|part| {
        let right = left + frame.width() * part;
        (std::mem::replace(&mut left, right), right)
    })
}

fn stage_name(stage: Stage) -> std::borrow::Cow<'static, str> {
    match stage {
        Stage::Open => t!("codebook.stages.open"),
        Stage::Axial => t!("codebook.stages.axial"),
        Stage::Selective => t!("codebook.stages.selective"),
    }
}

fn head(palette: &Palette, columns: &[(f32, f32); 3], rect: Rect, ui: &Ui) {
    let top = CornerRadius { nw: theme::CARD_RADIUS, ne: theme::CARD_RADIUS, sw: 0, se: 0 };
    ui.painter().rect_filled(rect, top, palette.panel);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, edge(palette));
    for (stage, column) in [Stage::Open, Stage::Axial, Stage::Selective].into_iter().zip(columns) {
        let at = pos2(column.0 + PAD, rect.center().y);
        let name = stage_name(stage);
        ui.painter().text(at, Align2::LEFT_CENTER, name, theme::small(), palette.second);
    }
}

/// Up and down walk through the open codes, right goes to what stands above, left back.
fn keyboard(
    session: &Session,
    (state, drafts): (&mut CodebookPage, &mut Drafts),
    lines: &[Line],
    table: &Response,
    ui: &Ui,
) {
    if !table.has_focus() {
        return;
    }
    let filter =
        EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(table.id, filter));
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let Some(chosen) = state.chosen(session).cloned() else { return };
    let at = lines.iter().position(|line| line.open == chosen.id);
    let holds = |line: &&Line| line.axial.contains(&chosen.id) || line.selective == Some(chosen.id);
    let mut to = None;
    if pressed(Key::ArrowDown) {
        to = match at {
            Some(at) => lines.get(at + 1),
            None => lines.iter().rfind(holds),
        };
    }
    if pressed(Key::ArrowUp) {
        to = match at {
            Some(at) => at.checked_sub(1).and_then(|at| lines.get(at)),
            None => lines.iter().find(holds),
        };
    }
    let mut to = to.map(|line| line.open);
    if pressed(Key::ArrowRight) {
        to = chosen.parent;
    }
    if pressed(Key::ArrowLeft) {
        to = session.codebook().children(Some(chosen.id)).next().map(|child| child.id);
    }
    if pressed(Key::Enter) {
        super::edit_chosen(state, drafts);
    }
    if let Some(theme) = to {
        state.choose(session, theme);
    }
}

/// What is dropped below the rows goes to the top.
fn drop_on_ground(
    session: &Session,
    palette: &Palette,
    rest: Rect,
    ui: &Ui,
    out: &mut Vec<Message>,
) {
    if rest.height() < 1.0 {
        return;
    }
    let ground = ui.interact(rest, id().with("rest"), Sense::hover());
    let Some(dragged) = ground.dnd_hover_payload::<Dragged>() else { return };
    if moves::allowed(session.codebook(), dragged.0, (None, None)).is_none() {
        return;
    }
    ui.painter().hline(rest.x_range(), rest.top(), theme::focus_line(palette));
    if ground.dnd_release_payload::<Dragged>().is_some() {
        out.push(tree::placed(dragged.0, (None, None)));
    }
}

/// What every cell needs.
struct Table<'a> {
    session: &'a Session,
    palette: &'a Palette,
    body: Rect,
    /// What has the keyboard for all cells.
    keyboard: &'a Response,
}

impl Table<'_> {
    fn cell(
        &self,
        state: &mut CodebookPage,
        (column, row): (Stage, usize),
        theme: Option<ThemeId>,
        (rect, above): (Rect, &[ThemeId]),
        ui: &Ui,
        out: &mut Vec<Message>,
    ) {
        let Self { session, palette, body, .. } = *self;
        let painter = ui.painter();
        painter.hline(rect.x_range(), rect.bottom() - 0.5, edge(palette));
        if column != Stage::Open {
            painter.vline(rect.left(), rect.y_range(), edge(palette));
        }
        let Some(theme) = theme.and_then(|id| session.codebook().get(id)) else {
            let at = pos2(rect.left() + PAD, rect.top() + ROW / 2.0);
            let none = t!("codebook.stages.none");
            painter.text(at, Align2::LEFT_CENTER, none, theme::body(), palette.faint);
            return;
        };
        let seen = rect.intersect(body);
        let place = id().with((theme.id, column as usize, row));
        let response = ui.interact(seen, place, Sense::CLICK | Sense::DRAG);
        let chosen = state.chosen == Some(theme.id);
        let (own, all) = state.counts(theme.id);
        let count = state.counted.of(own, all);
        response.widget_info(|| {
            let (name, passages) = (stage_name(column), count.passages);
            let label =
                t!("codebook.stages.cell", stage = name, theme = theme.name, passages = passages);
            WidgetInfo::selected(Role::Cell, true, chosen, label.as_ref())
        });
        let ground = rect.shrink(1.0);
        if chosen {
            painter.rect_filled(ground, 0, palette.strong_row());
        } else if response.contains_pointer() {
            painter.rect_filled(ground, 0, palette.row_hover());
        }
        // In a tall cell the name stays in view.
        let top = rect.top().max(body.top()).min(rect.bottom() - ROW);
        let line =
            Rect::from_min_size(pos2(rect.left() + PAD, top), vec2(rect.width() - 2.0 * PAD, ROW));
        self.paint(state, column, theme, (line, above), count.passages, ui);
        if chosen && self.keyboard.has_focus() {
            widgets::focus_ring(ui, palette, ground.intersect(body), self.keyboard);
        }
        let tall = rect.height() > ROW + 1.0;
        if tall {
            let bar = Rect::from_min_max(
                rect.left_top() + vec2(1.0, 4.0),
                pos2(rect.left() + 4.0, rect.bottom() - 5.0),
            );
            painter.rect_filled(bar, 1, palette.theme(theme.colour).gamma_multiply(0.6));
        }
        self.drag(theme, ground, &response, ui, out);
        if response.clicked() || response.secondary_clicked() {
            state.chosen = Some(theme.id);
            self.keyboard.request_focus();
        }
        Popup::context_menu(&response).show(|ui| tree::menu(palette, ui, out));
    }

    /// Dot, name and count, and below them some words: of the open code's text, or what else is
    /// above an axial one.
    fn paint(
        &self,
        state: &CodebookPage,
        column: Stage,
        theme: &Theme,
        (line, above): (Rect, &[ThemeId]),
        passages: usize,
        ui: &Ui,
    ) {
        let palette = self.palette;
        let painter = ui.painter();
        let first = line.with_max_y(line.top() + ROW * 0.58).with_min_y(line.top() + 4.0);
        let dot = pos2(line.left() + 5.0, first.center().y);
        painter.circle_filled(dot, 5.0, palette.theme(theme.colour));
        let count = t!("codebook.stages.count", count = passages);
        let at = pos2(line.right(), first.center().y);
        let count = painter.text(at, Align2::RIGHT_CENTER, count, theme::small(), palette.second);
        let name =
            first.with_min_x(dot.x + theme::grid(3.0)).with_max_x(count.left() - theme::grid(2.0));
        let align = Align2::LEFT_CENTER;
        widgets::paint_truncated(ui, name, align, &theme.name, theme::body(), palette.ink);
        let second = line.with_min_y(first.bottom() - 2.0).with_max_y(line.bottom() - 6.0);
        let second = second.with_min_x(name.left());
        let words = match column {
            Stage::Open => {
                let quotes = state.kept.as_ref().and_then(|kept| kept.quotes.as_ref());
                let quote = quotes.and_then(|quotes| quotes.get(&theme.id)).cloned();
                quote.unwrap_or_else(|| t!("codebook.stages.quote_none").into_owned())
            }
            _ => {
                let codebook = self.session.codebook();
                let names = above.iter().rev().filter_map(|&id| codebook.get(id));
                names.map(|theme| theme.name.as_str()).collect::<Vec<_>>().join(" › ")
            }
        };
        let font = if column == Stage::Open { theme::quote_line() } else { theme::small() };
        widgets::paint_truncated(ui, second, align, &words, font, palette.second);
    }

    /// What is dropped on a cell becomes a sub-theme of it.
    fn drag(
        &self,
        theme: &Theme,
        ground: Rect,
        response: &Response,
        ui: &Ui,
        out: &mut Vec<Message>,
    ) {
        response.dnd_set_drag_payload(Dragged(theme.id));
        if response.dragged() {
            ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
            tree::paint_dragged(self.palette, theme, ui);
        }
        let Some(dragged) = response.dnd_hover_payload::<Dragged>() else { return };
        let codebook = self.session.codebook();
        let Some(place) = moves::drop(codebook, dragged.0, theme.id, Drop::Into) else { return };
        let line = theme::focus_line(self.palette);
        ui.painter().rect_stroke(ground, CornerRadius::ZERO, line, StrokeKind::Inside);
        if response.dnd_release_payload::<Dragged>().is_some() {
            out.push(tree::placed(dragged.0, place));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(depths: &[usize]) -> Vec<Row> {
        let row = |(at, &depth): (usize, &usize)| Row {
            id: ThemeId::fresh(),
            depth,
            parent: None,
            has_children: depths.get(at + 1).is_some_and(|&next| next > depth),
        };
        depths.iter().enumerate().map(row).collect()
    }

    /// For each line the places of its themes among the rows.
    fn shape(depths: &[usize]) -> Vec<(usize, Vec<usize>, Option<usize>)> {
        let rows = rows(depths);
        let at = |id: &ThemeId| rows.iter().position(|row| row.id == *id).expect("a row");
        let lines = lines(&rows);
        let line = |line: &Line| {
            (at(&line.open), line.axial.iter().map(at).collect(), line.selective.as_ref().map(at))
        };
        lines.iter().map(line).collect()
    }

    #[test]
    fn three_levels_are_the_three_stages() {
        assert_eq!(shape(&[0, 1, 2, 2]), [(2, vec![1], Some(0)), (3, vec![1], Some(0))]);
    }

    #[test]
    fn shallow_trees_leave_the_higher_stages_empty_and_deep_ones_fill_the_middle() {
        assert_eq!(shape(&[0, 0]), [(0, vec![], None), (1, vec![], None)]);
        assert_eq!(shape(&[0, 1, 0]), [(1, vec![0], None), (2, vec![], None)]);
        assert_eq!(shape(&[0, 1, 1, 2]), [(1, vec![], Some(0)), (3, vec![2], Some(0))]);
        assert_eq!(shape(&[0, 1, 2, 3, 2]), [(3, vec![2, 1], Some(0)), (4, vec![1], Some(0))]);
    }
}
