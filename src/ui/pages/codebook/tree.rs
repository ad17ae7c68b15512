//! The tree of themes with their counts.
//!
//! Arrows walk and fold, Enter writes the chosen theme's page; the named commands of the codebook do
//! the rest.

use eframe::egui::{
    Align, Align2, CornerRadius, CursorIcon, Id, Pos2, Rect, Role, Sense, Stroke, StrokeKind, Ui,
    UiBuilder, WidgetInfo, pos2, vec2,
};

use super::{
    CodebookPage, Row, edge,
    moves::{self, Drop, TreePlace},
};
use crate::{
    annotation::{Count, Theme, ThemeId},
    session::{Command, Session},
    t,
    ui::{
        action::Action,
        message::Message,
        shared::Shared,
        theme::{self, Palette},
        widgets::{
            self,
            icon::Icon,
            menu,
            table::{
                DataTable, TableCell, TableColumn, TableGround, TableLook, TableRow, TableRows,
            },
        },
    },
};

/// Height of a row and of the header.
const ROW: f32 = 36.0;
const HEAD: f32 = 32.0;
/// How much further right a sub-theme's row begins.
const INDENT: f32 = 20.0;
/// Width of the column of keys, and of one of counts.
const KEY: f32 = 56.0;
const COUNT: f32 = 76.0;
/// From a column's edge to what is in it.
const PAD: f32 = 12.0;
/// Below this width there is no room for the characters' column.
const NARROW: f32 = 560.0;

/// A theme while it is being dragged.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dragged(pub(super) ThemeId);

/// The columns in a table of `width`; what has no room is left out.
fn columns(width: f32) -> Vec<TableColumn<()>> {
    let theme = TableColumn::filling("theme", 120.0);
    let theme = theme.head_at(t!("codebook.tree.theme"), None, Align::Min, INDENT);
    let key = TableColumn::new("key", KEY).fixed();
    let key = key.head_at(t!("codebook.tree.key"), None, Align::Center, 0.0);
    let count = |id, label, width| {
        TableColumn::new(id, width).fixed().head_at(label, None, Align::Max, 0.0)
    };
    // Beside the first number is a bar.
    let mut columns = vec![
        theme,
        key,
        count("passages", t!("codebook.tree.passages"), COUNT + theme::grid(4.0)),
        count("articles", t!("codebook.tree.articles"), COUNT),
    ];
    if width >= NARROW {
        columns.push(count("characters", t!("codebook.tree.chars"), COUNT + theme::grid(3.0)));
    }
    columns
}

/// A row of the tree: a theme, or the place for the name of one that is to be.
#[derive(Clone, Copy)]
enum TreeLine {
    Theme(Row),
    New(usize),
}

fn lines(state: &CodebookPage) -> Vec<TreeLine> {
    let visible = state.visible();
    let mut lines: Vec<TreeLine> = visible.iter().copied().map(TreeLine::Theme).collect();
    if let Some(naming) = state.naming.as_ref().filter(|naming| naming.is_new()) {
        // Behind the last of its siblings and all that is below that one.
        let at = naming.parent().and_then(|parent| visible.iter().position(|row| row.id == parent));
        let (depth, from) =
            at.map_or((0, 0), |at| (visible.get(at).map_or(0, |r| r.depth + 1), at + 1));
        let end = visible.iter().skip(from).position(|row| row.depth < depth);
        lines.insert(end.map_or(visible.len(), |end| from + end), TreeLine::New(depth));
    }
    lines
}

/// The tree, as large as there is room.
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
    let room = ui.available_rect_before_wrap();
    let frame = room.with_max_y(room.bottom() - hint);
    ui.advance_cursor_after_rect(frame);
    let lines = lines(state);
    let mut memory = std::mem::take(&mut state.tree);
    let at = |wanted: ThemeId| {
        lines.iter().position(|line| matches!(line, TreeLine::Theme(row) if row.id == wanted))
    };
    if let Some(row) = state.chosen.and_then(at) {
        memory.set_cursor(row);
    }
    if std::mem::take(&mut state.focus) {
        memory.take_focus();
    }
    if std::mem::take(&mut state.reveal) {
        memory.reveal();
    }
    if let Some(row) = lines.iter().position(|line| matches!(line, TreeLine::New(_))) {
        memory.reveal_row(row);
    }
    let most = state.rows().iter().map(|row| shown(state, row.id).passages).max().unwrap_or(0);
    let table = DataTable {
        id: Id::unique("codebook tree"),
        name: t!("codebook.tree.name", count = session.codebook().themes().len()),
        look: TableLook {
            head: HEAD,
            row: ROW,
            pad: PAD,
            ground: TableGround::Round,
            tree: true,
            drags: true,
            finds: false,
            ..TableLook::default()
        },
        columns: &columns(frame.width()),
        memory: &mut memory,
        order: None,
        checks: None,
    };
    let mut rows =
        ThemeRows { session, palette, state: &mut *state, lines: &lines, most, out: &mut *out };
    let mut child = ui.new_child(UiBuilder::new().max_rect(frame));
    let events = table.show(palette, &mut child, &mut rows);
    state.tree = memory;
    let theme = |row: usize| match lines.get(row) {
        Some(TreeLine::Theme(row)) => Some(row.id),
        Some(TreeLine::New(_)) | None => None,
    };
    if let Some(id) = events.moved.and_then(theme) {
        state.choose(session, id);
    }
    if let Some((id, fold)) = events.fold.and_then(|(row, fold)| Some((theme(row)?, fold))) {
        if fold {
            state.folded.insert(id);
        } else {
            state.folded.remove(&id);
        }
    }
    if events.opened.is_some() {
        super::edit_chosen(state, drafts);
    }
    if events.double_clicked.is_some() {
        out.push(Message::Act(Action::ThemeRename));
    }
    if let Some(rest) = events.rest {
        drop_at_end(session, palette, rest, ui, out);
    }
    let foot = Rect::from_min_max(frame.left_bottom(), pos2(frame.right(), room.bottom()));
    let foot = foot.shrink2(vec2(theme::grid(1.0), 0.0));
    let text = t!("codebook.tree.hint");
    widgets::paint_truncated(ui, foot, Align2::LEFT_CENTER, &text, theme::small(), palette.second);
}

/// What is counted of a theme now.
fn shown(state: &CodebookPage, theme: ThemeId) -> Count {
    let (own, all) = state.counts(theme);
    state.counted.of(own, all)
}

/// The empty ground below the rows: what is dropped there goes to the end, at the top.
fn drop_at_end(session: &Session, palette: &Palette, rest: Rect, ui: &Ui, out: &mut Vec<Message>) {
    if rest.height() < 1.0 {
        return;
    }
    let ground = ui.interact(rest, Id::unique("codebook tree rest"), Sense::hover());
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
pub(super) fn menu_ui(palette: &Palette, ui: &mut Ui, out: &mut Vec<Message>) {
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
            menu::action(ui, palette, action, true, out);
        }
    }
}

/// The rows as the table draws them.
struct ThemeRows<'a> {
    session: &'a Session,
    palette: &'a Palette,
    state: &'a mut CodebookPage,
    lines: &'a [TreeLine],
    /// The largest count of passages, for the bars.
    most: usize,
    out: &'a mut Vec<Message>,
}

impl TableRows for ThemeRows<'_> {
    fn count(&self) -> usize {
        self.lines.len()
    }

    fn key(&self, row: usize) -> u64 {
        self.get(row).map_or(0, |(row, _)| Id::unique(row.id).value())
    }

    fn name(&self, row: usize) -> String {
        let Some((row, theme)) = self.get(row) else { return String::new() };
        let (own, all) = self.state.counts(row.id);
        let name = t!(
            "codebook.tree.row",
            theme = theme.name,
            level = row.depth + 1,
            passages = own.passages,
            articles = own.articles,
            chars = own.characters
        );
        if row.has_children {
            return t!("codebook.tree.row_all", row = name, passages = all.passages).into_owned();
        }
        name.into_owned()
    }

    fn text(&self, row: usize, column: &str) -> String {
        let Some((row, theme)) = self.get(row) else { return String::new() };
        let count = shown(self.state, row.id);
        match column {
            "theme" => self.session.codebook().path_name(row.id),
            "key" => theme.key.map(|key| key.to_string()).unwrap_or_default(),
            "passages" => count.passages.to_string(),
            "articles" => count.articles.to_string(),
            _ => count.characters.to_string(),
        }
    }

    fn folded(&self, row: usize) -> Option<bool> {
        let (row, _) = self.get(row)?;
        row.has_children.then(|| self.state.folded.contains(&row.id))
    }

    fn parent(&self, row: usize) -> Option<usize> {
        let parent = self.get(row)?.0.parent?;
        self.lines.iter().position(|line| matches!(line, TreeLine::Theme(row) if row.id == parent))
    }

    fn row_ui(&mut self, ui: &mut Ui, row: &TableRow<'_>) {
        let Some((place, theme)) = self.get(row.row) else { return };
        self.drag(place, theme, row, ui);
        row.context_menu(theme::MENU_WIDE, |ui| menu_ui(self.palette, ui, self.out));
    }

    fn cell_ui(&mut self, ui: &mut Ui, cell: &TableCell<'_>) {
        match self.lines.get(cell.row) {
            Some(&TreeLine::New(depth)) if cell.column == "theme" => {
                self.naming_ui(left(depth, cell.rect), cell.rect, ui);
            }
            Some(&TreeLine::Theme(row)) => {
                let Some(theme) = self.session.codebook().get(row.id) else { return };
                if cell.column == "theme" {
                    self.theme_ui(row, theme, cell.rect, ui);
                } else {
                    self.paint_count(theme, cell, ui);
                }
            }
            Some(TreeLine::New(_)) | None => {}
        }
    }
}

/// Where the row of a theme begins.
#[expect(clippy::cast_precision_loss, reason = "a depth of a few levels")]
fn left(depth: usize, rect: Rect) -> f32 {
    rect.left() + PAD + INDENT * (1.0 + depth as f32)
}

impl<'a> ThemeRows<'a> {
    fn get(&self, row: usize) -> Option<(Row, &'a Theme)> {
        match self.lines.get(row)? {
            TreeLine::Theme(row) => Some((*row, self.session.codebook().get(row.id)?)),
            TreeLine::New(_) => None,
        }
    }

    /// The field of the name that is being written.
    fn naming_ui(&mut self, left: f32, rect: Rect, ui: &mut Ui) {
        let right = (left + 320.0).min(rect.right() - PAD);
        let place = Rect::from_x_y_ranges(left..=right, rect.y_range()).shrink2(vec2(0.0, 3.0));
        if let Some(mut naming) = self.state.naming.take() {
            let outcome = naming.ui(self.session, self.palette, place, ui, self.out);
            self.state.settle(naming, outcome);
        }
    }

    /// What folds it, its dot and its name.
    fn theme_ui(&mut self, row: Row, theme: &Theme, rect: Rect, ui: &mut Ui) {
        let left = left(row.depth, rect);
        if row.has_children {
            self.chevron(theme, pos2(left - theme::grid(2.5), rect.center().y), ui);
        }
        let dot = pos2(left + theme::grid(1.5), rect.center().y);
        ui.painter().circle_filled(dot, 5.0, self.palette.theme(theme.colour));
        let name = rect.with_min_x(dot.x + theme::grid(3.5));
        if self.state.naming.as_ref().is_some_and(|naming| naming.is_of(theme.id)) {
            self.naming_ui(name.left() - 6.0, rect, ui);
        } else {
            self.paint_name(theme, name, ui);
        }
    }

    /// Folds and unfolds what is below.
    fn chevron(&mut self, theme: &Theme, middle: Pos2, ui: &Ui) {
        let rect = Rect::from_center_size(middle, vec2(theme::grid(5.0), theme::grid(6.0)));
        let id = Id::unique(("codebook fold", theme.id));
        let response = ui.interact(rect, id, Sense::CLICK);
        let folded = self.state.folded.contains(&theme.id);
        let label = if folded {
            t!("codebook.tree.unfold", theme = theme.name)
        } else {
            t!("codebook.tree.fold", theme = theme.name)
        };
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, label.as_ref()));
        let colour = if response.hovered() { self.palette.ink } else { self.palette.second };
        let icon = if folded { Icon::Right } else { Icon::Down };
        icon.paint(ui.painter(), rect, colour);
        if response.on_hover_text(label).clicked() && !self.state.folded.remove(&theme.id) {
            self.state.folded.insert(theme.id);
        }
    }

    /// The name, and in small letters what it is about, as far as there is room.
    fn paint_name(&self, theme: &Theme, place: Rect, ui: &Ui) {
        let palette = self.palette;
        let (align, ink) = (Align2::LEFT_CENTER, palette.ink);
        let used = widgets::paint_truncated(ui, place, align, &theme.name, theme::body(), ink);
        let rest = place.with_min_x(used.right() + theme::grid(3.0));
        let about = theme.description.lines().next().unwrap_or_default();
        if rest.width() > 60.0 && !about.is_empty() {
            widgets::paint_truncated(ui, rest, align, about, theme::small(), palette.second);
        }
    }

    fn paint_count(&self, theme: &Theme, cell: &TableCell<'_>, ui: &Ui) {
        let (palette, rect) = (self.palette, cell.rect);
        let count = shown(self.state, theme.id);
        let number = match cell.column {
            "key" => return self.paint_key(theme, rect.center(), ui),
            "passages" => count.passages,
            "articles" => count.articles,
            _ => count.characters,
        };
        let colour = if number == 0 { palette.second } else { palette.ink };
        let at = pos2(rect.right() - PAD, rect.center().y);
        ui.painter().text(at, Align2::RIGHT_CENTER, theme::grouped(number), theme::small(), colour);
        if cell.column == "passages" && count.passages > 0 {
            self.paint_bar(theme, count.passages, at, ui);
        }
    }

    fn paint_key(&self, theme: &Theme, middle: Pos2, ui: &Ui) {
        let (Some(key), palette) = (theme.key, self.palette) else { return };
        let cap = Rect::from_center_size(middle, vec2(20.0, 20.0));
        let radius = CornerRadius::same(4);
        ui.painter().rect(cap, radius, palette.raised, edge(palette), StrokeKind::Inside);
        ui.painter().text(middle, Align2::CENTER_CENTER, key, theme::small(), palette.second);
    }

    /// How much of the most there is, at a glance.
    #[expect(clippy::cast_precision_loss, reason = "a part of a bar")]
    fn paint_bar(&self, theme: &Theme, passages: usize, number: Pos2, ui: &Ui) {
        let room = COUNT - theme::grid(8.0);
        let part = passages as f32 / self.most.max(1) as f32;
        let right = number.x - theme::grid(9.0);
        let bar = Rect::from_min_max(
            pos2(right - (room * part).max(3.0), number.y - 2.0),
            pos2(right, number.y + 2.0),
        );
        let colour = self.palette.theme(theme.colour).gamma_multiply(0.75);
        ui.painter().rect_filled(bar, 2, colour);
    }

    /// Drag and drop: a line shows between which rows it would land, a frame below which theme.
    fn drag(&mut self, place: Row, theme: &Theme, row: &TableRow<'_>, ui: &Ui) {
        let (response, rect) = (row.response, row.rect);
        response.dnd_set_drag_payload(Dragged(theme.id));
        if response.dragged() {
            ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
            paint_dragged(self.palette, theme, ui);
        }
        let Some(dragged) = response.dnd_hover_payload::<Dragged>() else { return };
        let Some(pointer) = ui.ctx().pointer_interact_pos() else { return };
        let part = (pointer.y - rect.top()) / rect.height();
        let drop = match part {
            part if part < 0.28 => Drop::Before,
            part if part > 0.72 => Drop::Behind,
            _ => Drop::Into,
        };
        let codebook = self.session.codebook();
        let Some(target) = moves::drop(codebook, dragged.0, theme.id, drop) else { return };
        let line = theme::focus_line(self.palette);
        let across = left(place.depth, rect)..=rect.right() - PAD;
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
            self.out.push(placed(dragged.0, target));
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
