//! A sheet on the screen: heads, rows and totals as a table whose every cell leads to what it counts.

use std::{cmp::Ordering, collections::BTreeSet, sync::LazyLock};

use eframe::egui::{
    Align, Align2, Color32, Context, CornerRadius, Id, Key, Modifiers, Rect, Stroke, StrokeKind,
    Ui, pos2, vec2,
};

use crate::{
    analysis::{Sheet, SheetCell, SheetRow, SheetValue},
    search::{SortBy, SortOrder},
    ui::{
        theme::{self, Palette},
        widgets::{
            self,
            table::{DataTable, TableCell, TableColumn, TableLook, TableMemory, TableRows},
        },
    },
};

/// Height of a row, and of the heads.
const ROW: f32 = 27.0;
const HEAD: f32 = 34.0;
/// Least width of the rows' names.
const NAME: f32 = 150.0;
/// Width of a column of numbers, and room beside the name of a longer one.
const NUMBER: f32 = 62.0;
const WIDEST: f32 = 132.0;
/// Width of the widest column of numbers that are shown as they are written.
const WRITTEN: f32 = 112.0;
/// From a cell's edge to what is in it.
const PAD: f32 = 8.0;
/// How far each level of a tree is set in.
const INDENT: f32 = 16.0;
/// The strongest ground of a cell: so much of its colour.
const HEAT: f32 = 0.41;
/// So many columns have a place; what has more is not a table to be read.
const COLUMNS: usize = 2_000;

/// Names of columns by their numbers.
pub(super) static COLUMN_IDS: LazyLock<Vec<String>> =
    LazyLock::new(|| (0..COLUMNS).map(|number| number.to_string()).collect());

/// By which scale the ground of cells is darker.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum HeatScale {
    /// No ground.
    None,
    /// One scale for all cells of a group of columns.
    #[default]
    Whole,
    /// One for each row.
    Rows,
    /// One for each column.
    Columns,
}

/// How a sheet looks beyond its words.
pub(super) struct SheetLook<'a> {
    /// What tells the table from others.
    pub(super) id: &'static str,
    /// By which scale cells have a ground.
    pub(super) heat: HeatScale,
    /// What a row is called here, where it stands below others, by its number in the sheet.
    pub(super) name: &'a dyn Fn(usize) -> Option<String>,
    /// The colour of a row, by its number in the sheet.
    pub(super) colour: &'a dyn Fn(usize) -> Option<Color32>,
}

/// What a sheet on the screen remembers between frames.
#[derive(Default)]
pub(super) struct SheetTable {
    table: TableMemory,
    /// By which column it is sorted; none for the order of the sheet.
    order: Option<SortBy<usize>>,
    /// The rows that are folded, by their names.
    folded: BTreeSet<String>,
}

/// What was done to a sheet.
#[derive(Debug, Default, PartialEq)]
pub(super) struct SheetEvents {
    /// The cell that the keys act on is another now: its row in the sheet (`Err` in the totals) and
    /// its column.
    pub(super) moved: Option<(Result<usize, usize>, usize)>,
    /// It is to be opened.
    pub(super) opened: bool,
}

impl SheetTable {
    /// Gives the table the keyboard.
    pub(super) fn take_focus(&mut self) {
        self.table.take_focus();
    }

    /// Takes the keys that mean something in a sheet, before the named commands hear them: `S` sorts by
    /// the column that the keys act on, left and right on a name fold and unfold what is below it.
    pub(super) fn hear(&mut self, id: &'static str, sheet: &Sheet, ctx: &Context) {
        if !ctx.memory(|memory| memory.has_focus(Id::unique(id))) {
            return;
        }
        let pressed = |key| ctx.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let column = self.table.column();
        if column > 0 && pressed(Key::S) {
            self.sort(Some(SortBy { key: column, descending: false }));
            return;
        }
        let line = self.lines(sheet).get(self.table.row()).copied();
        let Some(SheetLine::Row(row)) = line.filter(|_| column == 0) else { return };
        let depth = |at: usize| sheet.rows.get(at).map(|row| row.depth);
        if depth(row + 1) <= depth(row) {
            return;
        }
        let name = name_of(sheet, row);
        if self.folded.contains(&name) {
            if pressed(Key::ArrowRight) {
                self.folded.remove(&name);
            }
        } else if pressed(Key::ArrowLeft) {
            self.folded.insert(name);
        }
    }

    /// The keys act on that row of the sheet, wherever it stands.
    pub(super) fn go_to_row(&mut self, sheet: &Sheet, row: usize) {
        if let Some(line) = self.lines(sheet).iter().position(|line| *line == SheetLine::Row(row)) {
            self.table.set_cursor(line);
            self.table.reveal();
        }
    }

    /// The sheet as large as there is room.
    pub(super) fn ui(
        &mut self,
        sheet: &Sheet,
        look: &SheetLook<'_>,
        palette: &Palette,
        ui: &mut Ui,
    ) -> SheetEvents {
        let lines = self.lines(sheet);
        let columns = columns(sheet, ui);
        let scales = Scales::of(sheet, look.heat);
        let mut memory = std::mem::take(&mut self.table);
        let mut order = SortOrder::from(usize::MAX);
        if let Some(by) = self.order {
            order = SortOrder::from(by.key);
            if by.descending {
                order.choose(by.key);
            }
        }
        let before = order.clone();
        let sticky = usize::from(!sheet.heads.is_empty());
        let table = DataTable {
            id: Id::unique(look.id),
            name: sheet.name.as_str().into(),
            look: TableLook {
                head: HEAD,
                row: ROW,
                pad: PAD,
                by_cell: true,
                sticky,
                framed: false,
                finds: false,
                ..TableLook::default()
            },
            columns: &columns,
            memory: &mut memory,
            order: Some(&mut order),
            checks: None,
        };
        let mut rows =
            SheetRows { sheet, lines: &lines, look, palette, scales, folds: None, clicked: false };
        let events = table.show(palette, ui, &mut rows);
        let (folds, clicked) = (rows.folds, rows.clicked);
        self.table = memory;
        if order != before {
            self.sort(order.first());
        }
        if let Some(name) = folds
            && !self.folded.remove(&name)
        {
            self.folded.insert(name);
        }
        let at = lines.get(self.table.row()).copied();
        let is_new = events.moved.is_some() || events.double_clicked.is_some() || clicked;
        let moved = at.filter(|_| is_new).map(|line| {
            let row = match line {
                SheetLine::Row(row) => Ok(row),
                SheetLine::Total(row) => Err(row),
            };
            (row, self.table.column())
        });
        SheetEvents { moved, opened: events.opened.is_some() || events.double_clicked.is_some() }
    }

    /// The largest first, then the smallest, then the order of the sheet again.
    fn sort(&mut self, by: Option<SortBy<usize>>) {
        let Some(by) = by else { return };
        self.order = match self.order {
            Some(old) if old.key == by.key && !old.descending => None,
            Some(old) if old.key == by.key => Some(SortBy { descending: false, ..by }),
            _ => Some(SortBy { descending: true, ..by }),
        };
    }

    /// The rows that are seen, in their order, and the totals.
    fn lines(&self, sheet: &Sheet) -> Vec<SheetLine> {
        let mut lines = Vec::with_capacity(sheet.rows.len() + sheet.totals.len());
        self.push_below(sheet, 0, 0..sheet.rows.len(), &mut lines);
        lines.extend((0..sheet.totals.len()).map(SheetLine::Total));
        lines
    }

    /// Pushes the rows of `range` that stand at `depth`, each with those below it.
    fn push_below(
        &self,
        sheet: &Sheet,
        depth: usize,
        range: std::ops::Range<usize>,
        lines: &mut Vec<SheetLine>,
    ) {
        let mut starts: Vec<usize> = Vec::new();
        for at in range.clone() {
            let row_depth = sheet.rows.get(at).map_or(0, |row| row.depth);
            if row_depth <= depth || starts.is_empty() {
                starts.push(at);
            }
        }
        let mut parts: Vec<std::ops::Range<usize>> = Vec::with_capacity(starts.len());
        for (number, &start) in starts.iter().enumerate() {
            parts.push(start..starts.get(number + 1).copied().unwrap_or(range.end));
        }
        if let Some(by) = self.order {
            parts.sort_by(|a, b| {
                let value = |range: &std::ops::Range<usize>| value_of(sheet, range.start, by.key);
                compare(&value(a), &value(b), by.descending)
            });
        }
        for part in parts {
            lines.push(SheetLine::Row(part.start));
            let is_folded = self.folded.contains(&name_of(sheet, part.start));
            if part.len() > 1 && !is_folded {
                self.push_below(sheet, depth + 1, part.start + 1..part.end, lines);
            }
        }
    }
}

/// A line of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SheetLine {
    Row(usize),
    Total(usize),
}

impl SheetLine {
    fn of(self, sheet: &Sheet) -> Option<&SheetRow> {
        match self {
            Self::Row(row) => sheet.rows.get(row),
            Self::Total(row) => sheet.totals.get(row),
        }
    }
}

fn name_of(sheet: &Sheet, row: usize) -> String {
    let cell = sheet.rows.get(row).and_then(|row| row.cells.first());
    cell.map(|cell| cell.value.plain()).unwrap_or_default()
}

fn value_of(sheet: &Sheet, row: usize, column: usize) -> SheetValue {
    let cell = sheet.rows.get(row).and_then(|row| row.cells.get(column));
    cell.map(|cell| cell.value.clone()).unwrap_or_default()
}

/// What has no value comes last, both ways round.
fn compare(a: &SheetValue, b: &SheetValue, descending: bool) -> Ordering {
    let turned = |ordering: Ordering| if descending { ordering.reverse() } else { ordering };
    match (a.as_number(), b.as_number()) {
        (Some(a), Some(b)) => turned(a.total_cmp(&b)),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => match (a, b) {
            (SheetValue::Text(a), SheetValue::Text(b)) => turned(a.cmp(b)),
            _ => Ordering::Equal,
        },
    }
}

/// The columns, as wide as what stands in them.
fn columns(sheet: &Sheet, ui: &Ui) -> Vec<TableColumn<usize>> {
    let ids = COLUMN_IDS.iter().map(String::as_str);
    let painter = ui.painter();
    let wide = |text: &str| {
        let text = text.chars().take(40).collect();
        painter.layout_no_wrap(text, theme::small(), Color32::PLACEHOLDER).size().x
    };
    // What is shown as it is written is as wide as it is written.
    let is_written = |cell: &SheetCell| matches!(cell.value, SheetValue::Written { .. });
    let fits = sheet.rows.first().is_some_and(|row| row.cells.iter().any(is_written));
    let content = |at: usize| {
        let cells = sheet.rows.iter().filter_map(|row| row.cells.get(at));
        let texts = cells.map(|cell| wide(&cell.value.shown()) * theme::BODY / theme::SMALL);
        texts.fold(0.0, f32::max) + 2.0 * PAD + 2.0
    };
    sheet
        .heads
        .iter()
        .zip(ids)
        .enumerate()
        .map(|(at, (head, id))| {
            let label = head.text.clone().into();
            if at == 0 {
                let names = sheet.rows.iter().map(|row| {
                    #[expect(clippy::cast_precision_loss, reason = "the levels of a codebook")]
                    let indent = row.depth as f32 * INDENT + theme::grid(8.0);
                    let name = row.cells.first().map(|cell| cell.value.shown());
                    #[expect(clippy::cast_precision_loss, reason = "the characters of a name")]
                    let chars = name.map_or(0, |name| name.chars().count()) as f32;
                    indent + chars * theme::BODY
                });
                let width = names.fold(NAME, f32::max).min(280.0);
                return TableColumn::new(id, width).head(label, None);
            }
            let (least, align) =
                if head.is_number { (NUMBER, Align::Max) } else { (WIDEST, Align::Min) };
            let width = (wide(&head.text) + theme::grid(8.0)).clamp(least, WIDEST);
            let width = if fits { content(at).clamp(52.0, WRITTEN) } else { width };
            TableColumn::new(id, width).head_at(label, Some(at), align, 0.0)
        })
        .collect()
}

/// The greatest number of each scale.
struct Scales {
    heat: HeatScale,
    greatest: Vec<f64>,
}

impl Scales {
    fn of(sheet: &Sheet, heat: HeatScale) -> Self {
        let size = match heat {
            HeatScale::None => 0,
            HeatScale::Whole => sheet.heads.iter().map(|head| head.group + 1).max().unwrap_or(0),
            HeatScale::Rows => sheet.rows.len(),
            HeatScale::Columns => sheet.heads.len(),
        };
        let mut scales = Self { heat, greatest: vec![0.0; size] };
        for (row, cells) in sheet.rows.iter().enumerate() {
            for (column, cell) in cells.cells.iter().enumerate() {
                if let (Some(place), Some(value)) =
                    (scales.place(sheet, row, column), cell.value.as_number())
                    && let Some(greatest) = scales.greatest.get_mut(place)
                {
                    *greatest = greatest.max(value);
                }
            }
        }
        scales
    }

    /// On which scale a cell is; the totals, which are the last group, are on none.
    fn place(&self, sheet: &Sheet, row: usize, column: usize) -> Option<usize> {
        let last = sheet.heads.last()?.group;
        let head = sheet.heads.get(column).filter(|head| head.is_number && head.group != last)?;
        match self.heat {
            HeatScale::None => None,
            HeatScale::Whole => Some(head.group),
            HeatScale::Rows => Some(row),
            HeatScale::Columns => Some(column),
        }
    }

    /// How strong the ground of a cell is, from 0 to 1.
    fn strength(&self, sheet: &Sheet, row: usize, column: usize) -> f32 {
        let cell = sheet.rows.get(row).and_then(|row| row.cells.get(column));
        let value = cell.and_then(|cell| cell.value.as_number()).unwrap_or(0.0);
        let place = self.place(sheet, row, column);
        let greatest = place.and_then(|place| self.greatest.get(place)).copied().unwrap_or(0.0);
        #[expect(clippy::cast_possible_truncation, reason = "a part of 1")]
        let part = if greatest > 0.0 { (value / greatest).clamp(0.0, 1.0) as f32 } else { 0.0 };
        part
    }
}

/// The rows as the table draws them.
struct SheetRows<'a> {
    sheet: &'a Sheet,
    lines: &'a [SheetLine],
    look: &'a SheetLook<'a>,
    palette: &'a Palette,
    scales: Scales,
    /// The row whose fold was clicked.
    folds: Option<String>,
    /// Whether a cell was clicked, perhaps the one on which the keys act already.
    clicked: bool,
}

impl SheetRows<'_> {
    fn cell(&self, line: usize, column: usize) -> Option<&SheetCell> {
        self.lines.get(line)?.of(self.sheet)?.cells.get(column)
    }

    /// Whether rows stand below it, folded or not.
    fn has_below(&self, row: usize) -> bool {
        let depth = |row: usize| self.sheet.rows.get(row).map(|row| row.depth);
        depth(row + 1).zip(depth(row)).is_some_and(|(next, this)| next > this)
    }

    /// Whether they are folded away.
    fn is_folded(&self, line: usize, row: usize) -> bool {
        self.has_below(row)
            && self.lines.get(line + 1) != Some(&SheetLine::Row(row + 1))
            && !self.lines.iter().any(|line| *line == SheetLine::Row(row + 1))
    }

    fn name_ui(&mut self, ui: &mut Ui, cell: &TableCell<'_>, line: SheetLine) {
        let Some(row) = line.of(self.sheet) else { return };
        let palette = self.palette;
        #[expect(clippy::cast_precision_loss, reason = "the levels of a codebook")]
        let indent = row.depth as f32 * INDENT;
        let mut place = cell.inner(PAD);
        place.min.x += indent;
        if let SheetLine::Row(number) = line {
            if let Some(colour) = (self.look.colour)(number) {
                let middle = pos2(place.left() + 4.5, place.center().y);
                if row.depth == 0 {
                    ui.painter().circle_filled(middle, 4.5, colour);
                } else {
                    let dash = Rect::from_center_size(middle, vec2(7.0, 2.0));
                    ui.painter().rect_filled(dash, 0, colour);
                }
                place.min.x += theme::grid(4.0);
            }
            if self.has_below(number) {
                let mark = Rect::from_min_size(
                    pos2(place.right() - theme::ICON, place.center().y - theme::ICON / 2.0),
                    vec2(theme::ICON, theme::ICON),
                );
                let folded = self.is_folded(cell.row, number);
                let icon =
                    if folded { widgets::icon::Icon::Right } else { widgets::icon::Icon::Down };
                icon.paint(ui.painter(), mark.scale_from_center(0.8), palette.faint);
                let at = ui.input(|input| input.pointer.interact_pos());
                let clicked = cell.response.is_some_and(eframe::egui::Response::clicked);
                if clicked && at.is_some_and(|at| mark.expand(4.0).contains(at)) {
                    self.folds = Some(name_of(self.sheet, number));
                }
                place.max.x = mark.left();
            }
        }
        let is_total = matches!(line, SheetLine::Total(0));
        let ink = if is_total || matches!(line, SheetLine::Row(_)) {
            palette.ink
        } else {
            palette.second
        };
        let short = if let SheetLine::Row(number) = line { (self.look.name)(number) } else { None };
        let whole = row.cells.first().map(|cell| cell.value.shown());
        let text = short.or(whole).unwrap_or_default();
        let font = if row.depth == 0 { theme::body() } else { theme::content() };
        widgets::paint_truncated(ui, place, Align2::LEFT_CENTER, &text, font, ink);
    }

    fn value_ui(&mut self, ui: &mut Ui, cell: &TableCell<'_>, line: SheetLine, column: usize) {
        let palette = self.palette;
        let Some(value) = self.cell(cell.row, column) else { return };
        let ground = cell.rect.shrink(1.0);
        let radius = CornerRadius::same(3);
        if let SheetLine::Row(row) = line {
            let strength = self.scales.strength(self.sheet, row, column);
            let colour = (self.look.colour)(row).unwrap_or(palette.accent);
            if strength > 0.0 {
                let fill = palette.page.lerp_to_gamma(colour, 0.05 + strength * (HEAT - 0.05));
                ui.painter().rect_filled(ground, radius, fill);
            }
        }
        let place = cell.inner(PAD);
        let is_number = value.value.as_number().is_some();
        let is_written = matches!(value.value, SheetValue::Written { .. });
        let is_zero = value.value.as_number() == Some(0.0);
        let text = if is_zero { "·".to_owned() } else { value.value.shown() };
        // Two that disagree are the one thing on the page that is red.
        let differ = is_written && text.contains('≠');
        if differ {
            ui.painter().rect_filled(ground, radius, palette.accent.gamma_multiply(0.12));
        }
        let ink = match (line, is_zero || text == "·") {
            _ if differ => palette.accent_ink,
            (_, true) => palette.faint,
            (SheetLine::Row(_) | SheetLine::Total(0), _) => palette.ink,
            (SheetLine::Total(_), _) => palette.second,
        };
        let align = if is_number || is_written || value.value == SheetValue::Missing {
            Align2::RIGHT_CENTER
        } else {
            Align2::LEFT_CENTER
        };
        widgets::paint_truncated(ui, place, align, &text, theme::body(), ink);
        if cell.response.is_some_and(eframe::egui::Response::hovered) && value.to.is_some() {
            let stroke = Stroke::new(1.0, palette.faint);
            ui.painter().rect_stroke(ground, radius, stroke, StrokeKind::Inside);
        }
    }
}

impl TableRows for SheetRows<'_> {
    fn count(&self) -> usize {
        self.lines.len()
    }

    fn name(&self, row: usize) -> String {
        self.cell(row, 0).map(|cell| cell.value.shown()).unwrap_or_default()
    }

    fn text(&self, row: usize, column: &str) -> String {
        let Ok(column) = column.parse::<usize>() else { return String::new() };
        let value = self.cell(row, column).map(|cell| cell.value.shown()).unwrap_or_default();
        let head = self.sheet.heads.get(column).map_or("", |head| head.text.as_str());
        match column {
            0 => value,
            _ => format!("{} × {head}: {value}", self.name(row)),
        }
    }

    fn copied(&self, row: usize, _: &[&str]) -> Vec<String> {
        let cells = self.lines.get(row).and_then(|line| line.of(self.sheet)).map(|row| &row.cells);
        cells.into_iter().flatten().map(|cell| cell.value.plain()).collect()
    }

    fn cell_ui(&mut self, ui: &mut Ui, cell: &TableCell<'_>) {
        let Ok(column) = cell.column.parse::<usize>() else { return };
        let Some(&line) = self.lines.get(cell.row) else { return };
        self.clicked |= cell.response.is_some_and(eframe::egui::Response::clicked);
        if matches!(line, SheetLine::Total(0)) {
            let line = Stroke::new(1.0, self.palette.hairline);
            ui.painter().hline(cell.rect.x_range(), cell.rect.top() + 0.5, line);
        }
        if column == 0 {
            self.name_ui(ui, cell, line);
        } else {
            self.value_ui(ui, cell, line, column);
        }
        if cell.here {
            let stroke = Stroke::new(2.0, self.palette.accent);
            let radius = CornerRadius::same(3);
            ui.painter().rect_stroke(cell.rect.shrink(1.0), radius, stroke, StrokeKind::Inside);
        }
    }
}
