//! The one table: rows of which only those in view are drawn, under a head that stays.
//!
//! A page says which [columns](TableColumn) there are, and implements [`TableRows`]: how many rows,
//! what a cell says, how it is drawn. [`DataTable::show`] does the rest and returns what was done as
//! [`TableEvents`]: the keyboard (the table has it as a whole: arrows, Page Up and Down, Home and
//! End, Space checks, Enter opens, typing finds), sorting by the heads, selecting and copying rows,
//! the heads of groups, checks, widths drawn at the heads' borders, and names for screen readers.
//!
//! Rows stand on `egui_table`. It has no cells over several rows, no heads between rows and no
//! cursor: those are made of its lines here. Its own way of drawing widths is not used: there a
//! click beside a border, anywhere in the rows, takes hold of the border instead of the row.

mod body;
mod columns;
mod head;
mod keys;
mod lines;
mod memory;
mod seek;
mod selection;

use std::{borrow::Cow, ops::Range};

use eframe::egui::{
    CornerRadius, Id, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::menu;
use crate::{
    search::SortOrder,
    ui::theme::{self, Palette},
};
use body::TableBody;
pub(in crate::ui) use columns::{TableColumn, TableHead};
pub(in crate::ui) use head::paint_check;
pub(in crate::ui) use keys::has_keys;
use lines::TableLines;
pub(in crate::ui) use memory::TableMemory;

/// What a table shows. Rows and groups are numbered from the top, as they are shown.
pub(in crate::ui) trait TableRows {
    /// How many rows there are.
    fn count(&self) -> usize;

    /// What stands for the row while the table is drawn anew: its number, or what stays the same when it
    /// moves.
    fn key(&self, row: usize) -> u64 {
        row as u64
    }

    /// What a screen reader says of the row as a whole.
    fn name(&self, row: usize) -> String;

    /// What a cell says, by the name of its column: read out, and copied.
    fn text(&self, row: usize, column: &str) -> String;

    /// What is copied of a row, a text for each cell.
    fn copied(&self, row: usize, columns: &[&str]) -> Vec<String> {
        columns.iter().map(|column| self.text(row, column)).collect()
    }

    /// What typing finds a row by.
    fn find_text(&self, row: usize) -> String {
        self.name(row)
    }

    /// Draws a cell.
    fn cell_ui(&mut self, ui: &mut Ui, cell: &TableCell<'_>);

    /// Draws what belongs to the row as a whole, beneath its cells; adds its menu, lets it be dragged.
    fn row_ui(&mut self, _ui: &mut Ui, _row: &TableRow<'_>) {}

    /// Whether the row is checked; `None` where there is nothing to check.
    fn checked(&self, _row: usize) -> Option<bool> {
        None
    }

    /// What a screen reader says of the row's box.
    fn check_name(&self, row: usize) -> String {
        self.name(row)
    }

    /// How many groups there are.
    fn groups(&self) -> usize {
        0
    }

    /// The first row of a group.
    fn group_first(&self, _group: usize) -> usize {
        0
    }

    /// What a screen reader says of a group's head.
    fn group_name(&self, _group: usize) -> String {
        String::new()
    }

    /// Draws the head of a group.
    fn group_ui(&mut self, _ui: &mut Ui, _group: usize, _rect: Rect) {}

    /// Whether what is below the row is folded; `None` where nothing is below it.
    fn folded(&self, _row: usize) -> Option<bool> {
        None
    }

    /// The row that this one is below.
    fn parent(&self, _row: usize) -> Option<usize> {
        None
    }

    /// Whether there is nothing in a cell that the keys could act on.
    fn is_empty(&self, _row: usize, _column: usize) -> bool {
        false
    }

    /// The rows over which a cell reaches, by the number of its column.
    fn span(&self, row: usize, _column: usize) -> Range<usize> {
        row..row + 1
    }
}

/// A row that is being drawn.
pub(in crate::ui) struct TableRow<'a> {
    pub(in crate::ui) row: usize,
    pub(in crate::ui) rect: Rect,
    /// Whether it is among those that are selected.
    pub(in crate::ui) selected: bool,
    /// Of the row as a whole.
    pub(in crate::ui) response: &'a Response,
    /// Whether the keyboard asks for its menu.
    menu: bool,
}

impl TableRow<'_> {
    /// The menu of a right click, or of its key while the keys act on this row.
    pub(in crate::ui) fn context_menu(&self, width: f32, content: impl FnOnce(&mut Ui)) {
        menu::context_at(self.response, self.menu.then_some(self.rect), width, content);
    }
}

/// A cell that is being drawn.
pub(in crate::ui) struct TableCell<'a> {
    /// The first of its rows.
    pub(in crate::ui) row: usize,
    /// The name of its column.
    pub(in crate::ui) column: &'static str,
    pub(in crate::ui) rect: Rect,
    /// What is in view of the rows.
    pub(in crate::ui) view: Rect,
    /// Whether the keys act on it.
    pub(in crate::ui) here: bool,
    /// Of the cell, where the keys act on cells.
    pub(in crate::ui) response: Option<&'a Response>,
    /// What has the keyboard for all cells.
    pub(in crate::ui) table: &'a Response,
}

impl TableCell<'_> {
    /// The cell without the space at its edges.
    pub(in crate::ui) fn inner(&self, pad: f32) -> Rect {
        let Rect { min, max } = self.rect;
        Rect::from_min_max(pos2(min.x + pad, min.y), pos2((max.x - pad).max(min.x + pad), max.y))
    }
}

/// How the ground of the rows looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::ui) enum TableGround {
    /// A hairline below each row, a bar at the left of the one the keys act on.
    #[default]
    Lined,
    /// No lines; round ground behind the row the keys act on.
    Round,
}

/// Sizes and habits of a table.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "habits that a table has or has not")]
pub(in crate::ui) struct TableLook {
    /// Height of the head; 0 for none.
    pub(in crate::ui) head: f32,
    pub(in crate::ui) row: f32,
    /// Height of the head of a group.
    pub(in crate::ui) group: f32,
    /// From a column's edge to what is in it.
    pub(in crate::ui) pad: f32,
    pub(in crate::ui) ground: TableGround,
    /// On a ground of its own, with a line around it.
    pub(in crate::ui) framed: bool,
    /// Whether a click opens a row; else only Enter and a double click do.
    pub(in crate::ui) click_opens: bool,
    /// Whether the keys act on a cell rather than on a row; the cells draw their ground themselves.
    pub(in crate::ui) by_cell: bool,
    /// So many columns at the left stay in sight; only where the keys act on cells.
    pub(in crate::ui) sticky: usize,
    /// Whether rows are below each other: a tree.
    pub(in crate::ui) tree: bool,
    /// Whether rows can be dragged.
    pub(in crate::ui) drags: bool,
    /// Whether single letters find a row; not where they are commands.
    pub(in crate::ui) finds: bool,
    /// Whether Ctrl+Enter opens a row beside what is read.
    pub(in crate::ui) opens_beside: bool,
    /// Whether it hears the keys whatever has the focus: the only list of a dialog.
    pub(in crate::ui) hears_always: bool,
}

impl Default for TableLook {
    fn default() -> Self {
        Self {
            head: 34.0,
            row: 34.0,
            group: 36.0,
            pad: 10.0,
            ground: TableGround::Lined,
            framed: true,
            click_opens: false,
            by_cell: false,
            sticky: 0,
            tree: false,
            drags: false,
            finds: true,
            opens_beside: false,
            hears_always: false,
        }
    }
}

/// How many rows are checked, for the box in the head.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::ui) struct TableChecks {
    pub(in crate::ui) checked: usize,
    pub(in crate::ui) of: usize,
}

/// What was done to a table in a frame. Rows are as they were shown.
#[derive(Debug, Default)]
pub(in crate::ui) struct TableEvents {
    /// The row the keys act on is another now.
    pub(in crate::ui) moved: Option<usize>,
    /// A row is to be opened.
    pub(in crate::ui) opened: Option<usize>,
    /// A row is to be opened beside what is read.
    pub(in crate::ui) opened_beside: Option<usize>,
    pub(in crate::ui) double_clicked: Option<usize>,
    /// Rows are to be checked, or no longer.
    pub(in crate::ui) check: Option<(Vec<usize>, bool)>,
    /// The box in the head was clicked.
    pub(in crate::ui) check_all: bool,
    /// What is below a row is to be folded, or unfolded.
    pub(in crate::ui) fold: Option<(usize, bool)>,
    /// The ground below the last row.
    pub(in crate::ui) rest: Option<Rect>,
}

/// A table as it is described for a frame.
pub(in crate::ui) struct DataTable<'a, K> {
    /// Its identity, which has the keyboard for all rows.
    pub(in crate::ui) id: Id,
    /// What a screen reader says of it.
    pub(in crate::ui) name: Cow<'a, str>,
    pub(in crate::ui) look: TableLook,
    pub(in crate::ui) columns: &'a [TableColumn<K>],
    pub(in crate::ui) memory: &'a mut TableMemory,
    /// By what the rows are sorted; a click on a head changes it. None where that is fixed.
    pub(in crate::ui) order: Option<&'a mut SortOrder<K>>,
    /// Where rows can be checked: how many are, and the name of the box for all.
    pub(in crate::ui) checks: Option<(TableChecks, Cow<'a, str>)>,
}

impl<K: Copy + Eq> DataTable<'_, K> {
    /// Draws the table as large as there is room, and lets it be used.
    pub(in crate::ui) fn show(
        self,
        palette: &Palette,
        ui: &mut Ui,
        rows: &mut impl TableRows,
    ) -> TableEvents {
        let Self { id, name, look, columns, memory, order, checks } = self;
        let mut events = TableEvents::default();
        let frame = ui.available_rect_before_wrap();
        let radius = CornerRadius::same(theme::CARD_RADIUS);
        if look.framed {
            ui.painter().rect_filled(frame, radius, palette.raised);
        }
        let inset = if look.framed { 1.0 } else { 0.0 };
        let body = frame.with_min_y(frame.top() + look.head).shrink2(vec2(inset, 0.0));
        let body = body.with_max_y(body.bottom() - inset);
        ui.advance_cursor_after_rect(frame);
        memory.prepare(rows.count());

        let role = if look.tree { Role::Tree } else { Role::Table };
        let table = ui.interact(body, id, Sense::focusable_noninteractive());
        table.widget_info(|| WidgetInfo::labeled(role, true, name.as_ref()));
        if memory.takes_focus() {
            table.request_focus();
        }
        let before = memory.cursor();
        keys::hear(ui, rows, &look, columns, &table, memory, &mut events);
        seek::proceed(ui, rows, memory);
        if before != memory.cursor() || table.gained_focus() {
            memory.reveal();
        }
        if look.head > 0.0 {
            head::ground(ui, palette, frame.with_max_y(frame.top() + look.head));
        }
        let widths = columns::widths(columns, memory, body.width());
        let body_of_rows = TableBody {
            id,
            look,
            palette,
            columns,
            widths: &widths,
            table: &table,
            view: body,
            first: 0,
            memory: &mut *memory,
            order,
            checks,
            events: &mut events,
            rows,
        };
        body_of_rows.ui(ui, frame.shrink2(vec2(inset, 0.0)));
        seek::ui(ui, palette, body, memory);
        if look.framed {
            let line = Stroke::new(1.0, palette.hairline);
            ui.painter().rect_stroke(frame, radius, line, StrokeKind::Inside);
        }
        if before != memory.cursor() {
            events.moved = Some(memory.cursor().0);
        }
        events
    }
}
