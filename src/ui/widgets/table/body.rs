//! The lines in view: rows with their cells, and the heads of groups.

use std::borrow::Cow;

use eframe::egui::{
    self, CornerRadius, Id, Rect, Response, Role, Sense, Stroke, Ui, UiBuilder, WidgetInfo,
    style::ScrollAnimation, vec2,
};
use egui_table::{CellInfo, HeaderCellInfo, HeaderRow, PrefetchInfo, TableDelegate};

use super::{
    TableCell, TableChecks, TableColumn, TableEvents, TableGround, TableLines, TableLook,
    TableMemory, TableRow, TableRows, columns, head, lines::TableLine, paint_check,
};
use crate::{
    search::SortOrder,
    ui::{
        theme::{self, Palette},
        widgets::{self, menu},
    },
};

/// What is drawn in a frame, and what for.
pub(super) struct TableBody<'a, K, R> {
    pub(super) id: Id,
    pub(super) look: TableLook,
    pub(super) palette: &'a Palette,
    pub(super) columns: &'a [TableColumn<K>],
    pub(super) widths: &'a [f32],
    /// What has the keyboard for all rows.
    pub(super) table: &'a Response,
    /// Where rows are seen.
    pub(super) view: Rect,
    /// The first row in view.
    pub(super) first: usize,
    pub(super) memory: &'a mut TableMemory,
    pub(super) order: Option<&'a mut SortOrder<K>>,
    pub(super) checks: Option<(TableChecks, Cow<'a, str>)>,
    pub(super) events: &'a mut TableEvents,
    pub(super) rows: &'a mut R,
}

impl<K: Copy + Eq, R: TableRows> TableBody<'_, K, R> {
    pub(super) fn ui(mut self, ui: &mut Ui, place: Rect) {
        // Of its own identity: where the rows are scrolled to must not hang on what stands above them.
        let builder = UiBuilder::new().scope_id(self.id.with("rows")).max_rect(place);
        let mut ui = ui.new_child(builder);
        ui.spacing_mut().item_spacing = egui::Vec2::ZERO;
        // A key that is held must not have the rows run after it.
        ui.style_mut().scroll_animation = ScrollAnimation::none();
        let revealed = self.memory.reveals();
        let lines = self.lines();
        let columns: Vec<_> = self
            .widths
            .iter()
            .map(|width| egui_table::Column::new(*width).range(*width..=*width).resizable(false))
            .collect();
        let heads =
            if self.look.head > 0.0 { vec![HeaderRow::new(self.look.head)] } else { Vec::new() };
        let mut table = egui_table::Table::new()
            .id_salt("rows")
            .num_rows(lines.count() as u64)
            .columns(columns)
            .headers(heads)
            .num_sticky_cols(self.look.sticky);
        let bottom = lines.top(lines.count());
        if let Some(row) = revealed {
            let line = lines.line_of(row);
            let last = line as u64;
            // The head of its group comes along.
            let headed = line > 0 && matches!(lines.line(line - 1), TableLine::Group(_));
            let first = if headed { last - 1 } else { last };
            table = table.scroll_to_rows(first..=last, None);
            let column = self.memory.column();
            if self.look.by_cell && column >= self.look.sticky && column < self.columns.len() {
                table = table.scroll_to_columns(column..=column, None);
            }
        }
        // It measures all columns at its first sight of them; the widths are known here.
        let state = table.get_id(&ui);
        if egui_table::TableState::load(&ui, state).is_none() {
            egui_table::TableState::default().store(&ui, state);
        }
        table.show(&mut ui, &mut self);
        let rest = self.view.with_min_y(self.view.top() + bottom);
        self.events.rest = Some(rest).filter(|rest| rest.height() >= 1.0);
    }

    fn lines(&self) -> TableLines<impl Fn(usize) -> usize + Copy + '_> {
        TableLines {
            rows: self.rows.count(),
            groups: self.rows.groups(),
            first: move |group| self.rows.group_first(group),
            row_height: self.look.row,
            group_height: self.look.group,
        }
    }

    /// A cell on which the keys act by itself, and which may reach over several rows: it is drawn
    /// once, with the first of them that is in view.
    #[expect(clippy::cast_precision_loss, reason = "rows in view, and some above and below")]
    fn reaching_cell_ui(
        &mut self,
        ui: &mut Ui,
        row: usize,
        (at, column): (usize, &'static str),
        rect: Rect,
    ) {
        let span = self.rows.span(row, at);
        if row != span.start.max(self.first) {
            return;
        }
        let height = self.look.row;
        let top = rect.top() - (row - span.start) as f32 * height;
        let bottom = top + span.len() as f32 * height;
        let rect = Rect::from_x_y_ranges(rect.x_range(), top..=bottom);
        // Beside the columns that stay it goes under them.
        let seen = rect.intersect(self.view.with_max_x(ui.clip_rect().right()));
        let seen = seen.with_min_x(seen.left().max(ui.clip_rect().left()));
        ui.set_clip_rect(seen);
        let (view, table, start) = (self.view, self.table, span.start);
        if self.rows.is_empty(start, at) {
            let (here, response) = (false, None);
            let cell = TableCell { row: start, column, rect, view, here, response, table };
            return self.rows.cell_ui(ui, &cell);
        }
        let sense = if self.look.drags { Sense::CLICK | Sense::DRAG } else { Sense::CLICK };
        let id = self.id.with((self.rows.key(start), column));
        let response = ui.interact(seen, id, sense);
        let cursor = self.memory.cursor();
        let here = cursor.1 == at && span.contains(&cursor.0);
        response.widget_info(|| {
            WidgetInfo::selected(Role::Cell, true, here, self.rows.text(start, column))
        });
        if response.clicked() || response.secondary_clicked() {
            self.memory.set_cell(start, at);
            self.table.request_focus();
        }
        if response.double_clicked() {
            self.events.double_clicked = Some(start);
        }
        let response = Some(&response);
        let cell = TableCell { row: start, column, rect, view, here, response, table };
        self.rows.cell_ui(ui, &cell);
    }

    fn group_ui(&mut self, ui: &mut Ui, group: usize, rect: Rect) {
        let response = ui.interact(rect, self.id.with(("group", group)), Sense::hover());
        response.widget_info(|| {
            WidgetInfo::labeled(Role::RowHeader, true, self.rows.group_name(group))
        });
        self.rows.group_ui(ui, group, rect);
    }

    fn row_ui(&mut self, ui: &mut Ui, row: usize, rect: Rect) {
        if self.look.by_cell {
            return;
        }
        // Not a stop of the Tab key: the table is, and has the arrows for its rows.
        let sense = if self.look.drags { Sense::CLICK | Sense::DRAG } else { Sense::CLICK };
        let response = ui.interact(rect, self.id.with(self.rows.key(row)), sense);
        let here = self.memory.row() == row;
        let selected = self.memory.selection.contains(row);
        response.widget_info(|| {
            let role = if self.look.tree { Role::TreeItem } else { Role::Row };
            let chosen = match self.rows.checked(row) {
                Some(checked) => checked,
                None if self.memory.selection.is_empty() => here,
                None => selected,
            };
            WidgetInfo::selected(role, true, chosen, self.rows.name(row))
        });
        self.paint_ground(ui, rect, &response, (here, selected));
        self.click(ui, row, &response);
        let menu = here && self.table.has_focus() && menu::key_pressed(ui.ctx());
        self.rows.row_ui(ui, &TableRow { row, rect, selected, response: &response, menu });
    }

    fn paint_ground(&self, ui: &Ui, rect: Rect, row: &Response, (here, selected): (bool, bool)) {
        let (palette, painter) = (self.palette, ui.painter());
        let pointed = row.contains_pointer();
        match self.look.ground {
            TableGround::Round => {
                let ground = rect.shrink2(vec2(4.0, 1.0));
                let radius = CornerRadius::same(theme::RADIUS);
                // Where it is, is of no use where nobody can go anywhere from there.
                let here =
                    here && (self.look.tree || self.look.click_opens || self.table.has_focus());
                if here || selected {
                    painter.rect_filled(ground, radius, palette.strong_row());
                } else if pointed {
                    painter.rect_filled(ground, radius, palette.row_hover());
                }
                if here {
                    widgets::focus_ring(ui, palette, ground, self.table);
                }
            }
            TableGround::Lined => {
                // Where it is, is of use only to who has the keyboard there.
                let here = here && self.table.has_focus();
                let shade = if selected {
                    Some(palette.strong_row())
                } else if here {
                    Some(palette.hover)
                } else {
                    pointed.then(|| palette.raised.lerp_to_gamma(palette.hover, 0.5))
                };
                if let Some(shade) = shade {
                    painter.rect_filled(rect, 0, shade);
                }
                let line = Stroke::new(1.0, palette.hairline);
                painter.hline(rect.x_range(), rect.bottom() - 0.5, line);
                if here {
                    let bar = rect.with_max_x(rect.left() + 3.0);
                    painter.rect_filled(bar, 0, palette.accent);
                }
            }
        }
    }

    /// With Shift a click selects up to the row, with Ctrl the row beside others.
    fn click(&mut self, ui: &Ui, row: usize, response: &Response) {
        let held = ui.input(|input| input.modifiers);
        if response.clicked() {
            let from = self.memory.row();
            self.memory.set_cursor(row);
            if held.shift {
                self.memory.selection.extend(from, row);
            } else if held.command {
                if self.memory.selection.is_empty() && from != row {
                    self.memory.selection.toggle(from);
                }
                self.memory.selection.toggle(row);
            } else {
                self.memory.selection.clear();
                if self.look.click_opens {
                    self.events.opened = Some(row);
                    return;
                }
            }
            // Who overhears the keyboard leaves it to the dialog.
            if !self.look.hears_always {
                self.table.request_focus();
            }
        }
        if response.secondary_clicked() {
            self.memory.set_cursor(row);
            self.table.request_focus();
        }
        if response.double_clicked() {
            self.events.double_clicked = Some(row);
        }
    }

    /// The box of a row; with several rows selected, it stands for all of them.
    fn check_ui(&mut self, ui: &Ui, row: usize, rect: Rect) {
        let Some(on) = self.rows.checked(row) else { return };
        let id = self.id.with((self.rows.key(row), "check"));
        let response = ui.interact(rect, id, Sense::CLICK);
        response.widget_info(|| {
            WidgetInfo::selected(Role::CheckBox, true, on, self.rows.check_name(row))
        });
        paint_check(ui, self.palette, rect, Some(on));
        if response.clicked() {
            let selected = self.memory.selection.contains(row);
            let rows = if selected { self.memory.selection.rows() } else { vec![row] };
            self.events.check = Some((rows, !on));
            self.memory.set_cursor(row);
            self.table.request_focus();
        }
    }
}

impl<K: Copy + Eq, R: TableRows> TableDelegate for TableBody<'_, K, R> {
    fn prepare(&mut self, info: &PrefetchInfo) {
        let first = usize::try_from(info.visible_rows.start).unwrap_or(0);
        let line = self.lines().line(first);
        self.first = match line {
            TableLine::Row(row) => row,
            TableLine::Group(group) => self.rows.group_first(group),
        };
    }

    fn header_cell_ui(&mut self, ui: &mut Ui, cell: &HeaderCellInfo) {
        let at = cell.col_range.start;
        let Some(column) = self.columns.get(at) else { return };
        let place = ui.max_rect();
        // A border belongs to the columns on both sides.
        ui.set_clip_rect(ui.clip_rect().expand2(vec2(head::GRAB, 0.0)));
        if column.checks
            && let Some(checks) = &self.checks
        {
            head::check_all_ui(ui, self.palette, (self.id, place), checks, self.events);
        }
        for (number, name) in column.heads.iter().enumerate() {
            let left = place.left() + name.from;
            let right = column.heads.get(number + 1).map(|next| place.left() + next.from);
            let right = right.unwrap_or(place.right()).min(place.right()).max(left);
            let part = Rect::from_x_y_ranges(left..=right, place.y_range());
            let order = self.order.as_deref_mut();
            let look = (self.id, &self.look);
            head::name_ui(ui, self.palette, look, (name, part), order, self.memory);
        }
        if columns::has_border(self.columns, at) {
            let id = self.id.with(("border", column.id));
            let (by, back) = head::border_ui(ui, self.palette, id, (place, place.right()));
            if by != 0.0 {
                columns::draw_border(self.columns, self.widths, self.memory, (at, by));
            }
            if back {
                self.memory.forget_widths();
            }
        }
    }

    fn row_ui(&mut self, ui: &mut Ui, line: u64) {
        // The part of the columns that never scroll; where the keys act on rows there are none.
        if !ui.clip_rect().is_positive() {
            return;
        }
        let rect = ui.max_rect();
        let line = self.lines().line(usize::try_from(line).unwrap_or(usize::MAX));
        match line {
            TableLine::Group(group) => self.group_ui(ui, group, rect),
            TableLine::Row(row) => self.row_ui(ui, row, rect),
        }
    }

    fn cell_ui(&mut self, ui: &mut Ui, cell: &CellInfo) {
        let line = usize::try_from(cell.row_nr).unwrap_or(usize::MAX);
        let TableLine::Row(row) = self.lines().line(line) else { return };
        let (at, rect) = (cell.col_nr, ui.max_rect());
        let Some(column) = self.columns.get(at) else { return };
        if column.checks {
            self.check_ui(ui, row, rect);
        } else if self.look.by_cell {
            self.reaching_cell_ui(ui, row, (at, column.id), rect);
        } else {
            ui.ctx().accesskit_node_builder(ui.unique_id(), |node| {
                let text = self.rows.text(row, column.id);
                if !text.is_empty() {
                    node.set_role(Role::Cell);
                    node.set_label(text);
                }
            });
            let here = self.memory.row() == row;
            let (column, view, table) = (column.id, self.view, self.table);
            let cell = TableCell { row, column, rect, view, here, response: None, table };
            self.rows.cell_ui(ui, &cell);
        }
    }

    fn row_top_offset(&self, _: &egui::Context, _: Id, line: u64) -> f32 {
        self.lines().top(usize::try_from(line).unwrap_or(usize::MAX))
    }
}
