//! The tree of themes with their counts: rows of one height, of which only those in view are drawn.
//!
//! It has the keyboard as a whole: arrows walk and fold, Enter writes the chosen theme's page; the
//! named commands of the codebook do the rest.

use eframe::egui::{
    Align2, CornerRadius, CursorIcon, EventFilter, Id, Key, Modifiers, Popup, Rect, Response, Role,
    ScrollArea, Sense, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo, pos2, scroll_area, vec2,
};
use rust_i18n::t;

use super::{
    CodebookPage, Row, edge,
    moves::{self, Drop, TreePlace},
};
use crate::{
    annotation::{Count, Theme, ThemeId},
    session::{Command, Session},
    ui::{
        action::Action,
        drafts::Drafts,
        message::Message,
        shared::Shared,
        theme::{self, Palette},
        widgets::{self, icon::Icon},
    },
};

/// Height of a row and of the header.
const ROW: f32 = 36.0;
const HEAD: f32 = 32.0;
/// How much further right a sub-theme's row begins.
const INDENT: f32 = 20.0;
/// Width of the column of keys, and of one of counts.
const KEY: f32 = 44.0;
const COUNT: f32 = 76.0;
/// From a column's edge to what is in it.
const PAD: f32 = 12.0;
/// Below this width there is no room for the characters' column.
const NARROW: f32 = 560.0;

/// A theme while it is being dragged.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dragged(pub(super) ThemeId);

/// Right edges of the columns, from the right; what has no room is left out.
#[derive(Clone, Copy, Debug)]
struct Columns {
    key: f32,
    passages: f32,
    articles: f32,
    characters: Option<f32>,
}

impl Columns {
    fn new(rect: Rect) -> Self {
        let right = rect.right() - PAD;
        let characters = (rect.width() >= NARROW).then_some(right);
        let articles = characters.map_or(right, |right| right - COUNT);
        let passages = articles - COUNT;
        Self { key: passages - COUNT - theme::grid(4.0), passages, articles, characters }
    }
}

/// The tree's identity, which has the keyboard for all rows.
fn id() -> Id {
    Id::unique("codebook tree")
}

/// A row of the tree: a theme, or the place for the name of one that is to be.
#[derive(Clone, Copy)]
enum Line {
    Theme(Row),
    New(usize),
}

fn lines(state: &CodebookPage) -> Vec<Line> {
    let visible = state.visible();
    let mut lines: Vec<Line> = visible.iter().copied().map(Line::Theme).collect();
    if let Some(naming) = state.naming.as_ref().filter(|naming| naming.is_new()) {
        // Behind the last of its siblings and all that is below that one.
        let at = naming.parent().and_then(|parent| visible.iter().position(|row| row.id == parent));
        let (depth, from) =
            at.map_or((0, 0), |at| (visible.get(at).map_or(0, |r| r.depth + 1), at + 1));
        let end = visible.iter().skip(from).position(|row| row.depth < depth);
        lines.insert(end.map_or(visible.len(), |end| from + end), Line::New(depth));
    }
    lines
}

/// The table, as large as there is room.
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
    let hint = theme::grid(7.0);
    let frame = ui.available_rect_before_wrap();
    let frame = frame.with_max_y(frame.bottom() - hint);
    let radius = CornerRadius::same(theme::CARD_RADIUS);
    ui.painter().rect_filled(frame, radius, palette.raised);
    let columns = Columns::new(frame);
    head(palette, &columns, frame.with_max_y(frame.top() + HEAD), ui);
    let body = Rect::from_min_max(pos2(frame.left(), frame.top() + HEAD), frame.max);
    let body = body.shrink2(vec2(1.0, 1.0));
    ui.advance_cursor_after_rect(frame);
    let tree = ui.interact(body, id(), Sense::focusable_noninteractive());
    tree.widget_info(|| {
        let count = session.codebook().themes().len();
        WidgetInfo::labeled(Role::Tree, true, t!("codebook.tree.name", count = count).as_ref())
    });
    if std::mem::take(&mut state.focus) {
        tree.request_focus();
    }
    keyboard(session, (state, drafts), &tree, ui);
    let lines = lines(state);
    let mut child = ui.new_child(UiBuilder::new().max_rect(body));
    let mut area = ScrollArea::vertical().id_salt("codebook").auto_shrink(false);
    let named = state.naming.is_some();
    if std::mem::take(&mut state.reveal) || named {
        let at = lines.iter().position(|line| match line {
            Line::New(_) => true,
            Line::Theme(row) => !named && Some(row.id) == state.chosen,
        });
        let memory = state.scroll.and_then(|id| scroll_area::State::load(ui.ctx(), id));
        let offset = memory.map_or(0.0, |state| state.clamped_offset().y);
        if let Some(top) = at.map(|at| at as f32 * ROW) {
            area = area.vertical_scroll_offset(offset.min(top).max(top + ROW - body.height()));
        }
    }
    let most = state.rows().iter().map(|row| shown(state, row.id).passages).max().unwrap_or(0);
    let output = area.show_viewport(&mut child, |ui, viewport| {
        ui.set_height(lines.len() as f32 * ROW);
        let first = (viewport.top().max(0.0) / ROW) as usize;
        let mut top = body.top() - (viewport.top() - first as f32 * ROW);
        for line in lines.iter().skip(first) {
            if top > body.bottom() {
                break;
            }
            let rect = Rect::from_min_size(pos2(body.left(), top), vec2(body.width(), ROW));
            top += ROW;
            match *line {
                Line::New(depth) => naming_ui(session, state, palette, rect, depth, ui, out),
                Line::Theme(row) => {
                    let Some(theme) = session.codebook().get(row.id) else { continue };
                    let shown =
                        Shown { session, palette, columns: &columns, theme, row, rect, most };
                    shown.ui(state, &tree, ui, out);
                }
            }
        }
        let rest = Rect::from_min_max(pos2(body.left(), top.min(body.bottom())), body.max);
        drop_at_end(session, palette, rest, ui, out);
    });
    state.scroll = Some(output.id);
    ui.painter().rect_stroke(frame, radius, edge(palette), StrokeKind::Inside);
    let foot = Rect::from_min_max(
        pos2(frame.left(), frame.bottom()),
        pos2(frame.right(), frame.bottom() + hint),
    );
    let foot = foot.shrink2(vec2(theme::grid(1.0), 0.0));
    let text = t!("codebook.tree.hint");
    widgets::paint_truncated(ui, foot, Align2::LEFT_CENTER, &text, theme::small(), palette.second);
}

/// What is counted of a theme now.
fn shown(state: &CodebookPage, theme: ThemeId) -> Count {
    let (own, all) = state.counts(theme);
    state.counted.of(own, all)
}

fn head(palette: &Palette, columns: &Columns, rect: Rect, ui: &Ui) {
    let top = CornerRadius { nw: theme::CARD_RADIUS, ne: theme::CARD_RADIUS, sw: 0, se: 0 };
    ui.painter().rect_filled(rect, top, palette.panel);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, edge(palette));
    let name = |right: f32, align: Align2, text: &str| {
        let at = pos2(right, rect.center().y);
        ui.painter().text(at, align, text, theme::small(), palette.second);
    };
    name(rect.left() + PAD + INDENT, Align2::LEFT_CENTER, &t!("codebook.tree.theme"));
    name(columns.key - KEY / 2.0, Align2::CENTER_CENTER, &t!("codebook.tree.key"));
    name(columns.passages, Align2::RIGHT_CENTER, &t!("codebook.tree.passages"));
    name(columns.articles, Align2::RIGHT_CENTER, &t!("codebook.tree.articles"));
    if let Some(right) = columns.characters {
        name(right, Align2::RIGHT_CENTER, &t!("codebook.tree.chars"));
    }
}

fn keyboard(
    session: &Session,
    (state, drafts): (&mut CodebookPage, &mut Drafts),
    tree: &Response,
    ui: &Ui,
) {
    if !tree.has_focus() {
        return;
    }
    let filter =
        EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(tree.id, filter));
    let visible = state.visible();
    let Some(at) = visible.iter().position(|row| Some(row.id) == state.chosen) else { return };
    let Some(row) = visible.get(at).copied() else { return };
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let last = visible.len().saturating_sub(1);
    let mut to = at;
    if pressed(Key::ArrowDown) {
        to = (at + 1).min(last);
    }
    if pressed(Key::ArrowUp) {
        to = at.saturating_sub(1);
    }
    if pressed(Key::Home) {
        to = 0;
    }
    if pressed(Key::End) {
        to = last;
    }
    if pressed(Key::ArrowLeft) {
        if row.has_children && !state.folded.contains(&row.id) {
            state.folded.insert(row.id);
        } else if let Some(parent) = row.parent {
            to = visible.iter().position(|row| row.id == parent).unwrap_or(at);
        }
    }
    if pressed(Key::ArrowRight) && row.has_children && !state.folded.remove(&row.id) {
        to = (at + 1).min(last);
    }
    if pressed(Key::Enter) {
        super::edit_chosen(state, drafts);
    }
    if to != at
        && let Some(row) = visible.get(to)
    {
        state.choose(session, row.id);
    }
}

#[expect(clippy::cast_precision_loss, reason = "a depth of a few levels")]
fn naming_ui(
    session: &Session,
    state: &mut CodebookPage,
    palette: &Palette,
    rect: Rect,
    depth: usize,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    let left = rect.left() + PAD + INDENT * (1.0 + depth as f32);
    let right = (left + 320.0).min(rect.right() - PAD);
    let place = Rect::from_x_y_ranges(left..=right, rect.y_range()).shrink2(vec2(0.0, 3.0));
    if let Some(mut naming) = state.naming.take() {
        let outcome = naming.ui(session, palette, place, ui, out);
        state.settle(naming, outcome);
    }
}

/// The empty ground below the rows: what is dropped there goes to the end, at the top.
fn drop_at_end(session: &Session, palette: &Palette, rest: Rect, ui: &Ui, out: &mut Vec<Message>) {
    if rest.height() < 1.0 {
        return;
    }
    let ground = ui.interact(rest, id().with("rest"), Sense::hover());
    let Some(dragged) = ground.dnd_hover_payload::<Dragged>() else { return };
    let place = (None, None);
    if moves::allowed(session.codebook(), dragged.0, place).is_none() {
        return;
    }
    ui.painter().hline(rest.x_range(), rest.top(), theme::focus_line(palette));
    if ground.dnd_release_payload::<Dragged>().is_some() {
        out.push(placed(dragged.0, place));
    }
}

/// What moves a theme to a place.
pub(super) fn placed(theme: ThemeId, (parent, before): TreePlace) -> Message {
    Message::Do(Command::PlaceTheme { theme, parent, before })
}

/// The commands of a theme, for the menu of a right click.
pub(super) fn menu(palette: &Palette, ui: &mut Ui, out: &mut Vec<Message>) {
    ui.set_min_width(220.0);
    let groups: [&[Action]; 4] = [
        &[Action::ThemeNewBelow, Action::ThemeNew, Action::ThemeRename],
        &[Action::ThemeUp, Action::ThemeDown, Action::ThemeNest, Action::ThemeUnnest],
        &[Action::ThemeSplit, Action::ThemeMerge, Action::ThemeReplace],
        &[Action::ThemeDelete],
    ];
    for (place, group) in groups.into_iter().enumerate() {
        if place > 0 {
            ui.separator();
        }
        for &action in group {
            let keys = action.keys_text(ui.ctx()).unwrap_or_default();
            let keys = eframe::egui::RichText::new(keys).color(palette.second);
            let button = eframe::egui::Button::new(action.label().into_owned())
                .frame(false)
                .shortcut_text(keys)
                .min_size(vec2(ui.available_width(), 28.0));
            if ui.add(button).clicked() {
                out.push(Message::Act(action));
                ui.close();
            }
        }
    }
}

/// One theme in its row.
struct Shown<'a> {
    session: &'a Session,
    palette: &'a Palette,
    columns: &'a Columns,
    theme: &'a Theme,
    row: Row,
    rect: Rect,
    /// The largest count of passages, for the bars.
    most: usize,
}

impl Shown<'_> {
    fn ui(&self, state: &mut CodebookPage, tree: &Response, ui: &mut Ui, out: &mut Vec<Message>) {
        let Self { session, palette, theme, rect, .. } = *self;
        // Not a stop of the Tab key: the tree is, and has the arrows for its rows.
        let response = ui.interact(rect, id().with(theme.id), Sense::CLICK | Sense::DRAG);
        let chosen = state.chosen == Some(theme.id);
        response
            .widget_info(|| WidgetInfo::selected(Role::TreeItem, true, chosen, self.name(state)));
        let radius = CornerRadius::same(theme::RADIUS);
        let ground = rect.shrink2(vec2(4.0, 1.0));
        if chosen {
            ui.painter().rect_filled(ground, radius, palette.strong_row());
            // The tree has the keyboard for its rows: this is where it is.
            widgets::focus_ring(ui, palette, ground, tree);
        } else if response.contains_pointer() {
            ui.painter().rect_filled(ground, radius, palette.row_hover());
        }
        let left = self.left();
        self.chevron(state, left, ui);
        let dot = pos2(left + theme::grid(1.5), rect.center().y);
        ui.painter().circle_filled(dot, 5.0, palette.theme(theme.colour));
        let name = Rect::from_min_max(
            pos2(dot.x + theme::grid(3.5), rect.top()),
            pos2(self.columns.key - KEY, rect.bottom()),
        );
        let naming = state.naming.take_if(|naming| naming.is_of(theme.id));
        if let Some(mut naming) = naming {
            let place =
                name.with_max_x((name.left() + 320.0).min(name.right())).shrink2(vec2(0.0, 3.0));
            let place = place.translate(vec2(-6.0, 0.0));
            let outcome = naming.ui(session, palette, place, ui, out);
            state.settle(naming, outcome);
        } else {
            self.paint_name(name, ui);
        }
        self.paint_counts(state, ui);
        self.drag(&response, ui, out);
        if response.clicked() || response.secondary_clicked() {
            state.chosen = Some(theme.id);
            tree.request_focus();
        }
        if response.double_clicked() {
            out.push(Message::Act(Action::ThemeRename));
        }
        Popup::context_menu(&response).show(|ui| menu(palette, ui, out));
    }

    #[expect(clippy::cast_precision_loss, reason = "a depth of a few levels")]
    fn left(&self) -> f32 {
        self.rect.left() + PAD + INDENT * (1.0 + self.row.depth as f32)
    }

    fn name(&self, state: &CodebookPage) -> String {
        let (own, all) = state.counts(self.theme.id);
        let row = t!(
            "codebook.tree.row",
            theme = self.theme.name,
            level = self.row.depth + 1,
            passages = own.passages,
            articles = own.articles,
            chars = own.characters
        );
        if self.row.has_children {
            return t!("codebook.tree.row_all", row = row, passages = all.passages).into_owned();
        }
        row.into_owned()
    }

    /// Folds and unfolds what is below.
    fn chevron(&self, state: &mut CodebookPage, left: f32, ui: &Ui) {
        if !self.row.has_children {
            return;
        }
        let middle = pos2(left - theme::grid(2.5), self.rect.center().y);
        let rect = Rect::from_center_size(middle, vec2(theme::grid(5.0), theme::grid(6.0)));
        let response = ui.interact(rect, id().with((self.theme.id, "fold")), Sense::CLICK);
        let folded = state.folded.contains(&self.theme.id);
        let label = if folded {
            t!("codebook.tree.unfold", theme = self.theme.name)
        } else {
            t!("codebook.tree.fold", theme = self.theme.name)
        };
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, label.as_ref()));
        let colour = if response.hovered() { self.palette.ink } else { self.palette.second };
        let icon = if folded { Icon::Right } else { Icon::Down };
        icon.paint(ui.painter(), rect, colour);
        if response.on_hover_text(label).clicked() && !state.folded.remove(&self.theme.id) {
            state.folded.insert(self.theme.id);
        }
    }

    /// The name, and in small letters what it is about, as far as there is room.
    fn paint_name(&self, place: Rect, ui: &Ui) {
        let (palette, theme) = (self.palette, self.theme);
        let (align, ink) = (Align2::LEFT_CENTER, palette.ink);
        let used = widgets::paint_truncated(ui, place, align, &theme.name, theme::body(), ink);
        let rest = place.with_min_x(used.right() + theme::grid(3.0));
        let about = theme.description.lines().next().unwrap_or_default();
        if rest.width() > 60.0 && !about.is_empty() {
            widgets::paint_truncated(ui, rest, align, about, theme::small(), palette.second);
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "a part of a bar")]
    fn paint_counts(&self, state: &CodebookPage, ui: &Ui) {
        let Self { palette, columns, theme, rect, .. } = *self;
        if let Some(key) = theme.key {
            let middle = pos2(columns.key - KEY / 2.0, rect.center().y);
            let cap = Rect::from_center_size(middle, vec2(20.0, 20.0));
            ui.painter().rect(
                cap,
                CornerRadius::same(4),
                palette.raised,
                edge(palette),
                StrokeKind::Inside,
            );
            ui.painter().text(middle, Align2::CENTER_CENTER, key, theme::small(), palette.second);
        }
        let count = shown(state, theme.id);
        let number = |right: f32, number: usize| {
            let colour = if number == 0 { palette.second } else { palette.ink };
            let at = pos2(right, rect.center().y);
            let number = theme::grouped(number);
            ui.painter().text(at, Align2::RIGHT_CENTER, number, theme::small(), colour);
        };
        number(columns.passages, count.passages);
        number(columns.articles, count.articles);
        if let Some(right) = columns.characters {
            number(right, count.characters);
        }
        // How much of the most there is, at a glance.
        let room = COUNT - theme::grid(8.0);
        let part = count.passages as f32 / self.most.max(1) as f32;
        if count.passages > 0 {
            let right = columns.passages - theme::grid(9.0);
            let width = (room * part).max(3.0);
            let bar = Rect::from_min_max(
                pos2(right - width, rect.center().y - 2.0),
                pos2(right, rect.center().y + 2.0),
            );
            ui.painter().rect_filled(bar, 2, palette.theme(theme.colour).gamma_multiply(0.75));
        }
    }

    /// Drag and drop: a line shows between which rows it would land, a frame below which theme.
    fn drag(&self, response: &Response, ui: &Ui, out: &mut Vec<Message>) {
        response.dnd_set_drag_payload(Dragged(self.theme.id));
        if response.dragged() {
            ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
            paint_dragged(self.palette, self.theme, ui);
        }
        let Some(dragged) = response.dnd_hover_payload::<Dragged>() else { return };
        let Some(pointer) = ui.ctx().pointer_interact_pos() else { return };
        let rect = self.rect;
        let part = (pointer.y - rect.top()) / rect.height();
        let drop = match part {
            part if part < 0.28 => Drop::Before,
            part if part > 0.72 => Drop::Behind,
            _ => Drop::Into,
        };
        let codebook = self.session.codebook();
        let Some(place) = moves::drop(codebook, dragged.0, self.theme.id, drop) else { return };
        let line = theme::focus_line(self.palette);
        let across = self.left()..=rect.right() - PAD;
        match drop {
            Drop::Before => ui.painter().hline(across, rect.top(), line),
            Drop::Behind => ui.painter().hline(across, rect.bottom(), line),
            Drop::Into => {
                let ground = rect.shrink2(vec2(4.0, 1.0));
                let radius = CornerRadius::same(theme::RADIUS);
                ui.painter().rect_stroke(ground, radius, line, StrokeKind::Inside)
            }
        };
        if response.dnd_release_payload::<Dragged>().is_some() {
            out.push(placed(dragged.0, place));
        }
    }
}

/// The name of what is dragged, beside the pointer.
pub(super) fn paint_dragged(palette: &Palette, theme: &Theme, ui: &Ui) {
    let Some(pointer) = ui.ctx().pointer_interact_pos() else { return };
    let layer = ui.ctx().debug_painter();
    let galley = layer.layout_no_wrap(theme.name.clone(), theme::body(), palette.ink);
    let size = galley.size() + vec2(theme::grid(9.0), theme::grid(2.0));
    let rect = Rect::from_min_size(pointer + vec2(14.0, 10.0), size);
    let radius = CornerRadius::same(theme::CHIP_RADIUS);
    let line = Stroke::new(1.0, palette.hairline);
    layer.rect(rect, radius, palette.raised, line, StrokeKind::Inside);
    let dot = pos2(rect.left() + theme::grid(3.0), rect.center().y);
    layer.circle_filled(dot, 4.5, palette.theme(theme.colour));
    let at = pos2(dot.x + theme::grid(2.5), rect.center().y - galley.size().y / 2.0);
    layer.galley(at, galley, palette.ink);
}
