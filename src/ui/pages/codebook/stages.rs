//! The tree as the three stages of coding: open, axial, selective; a row for each open code, and
//! what stands above several of them as one tall cell beside them.

use std::{collections::BTreeMap, ops::Range};

use eframe::egui::{
    Align2, CornerRadius, CursorIcon, Id, Label, Rect, Response, RichText, Sense, StrokeKind, Ui,
    UiBuilder, pos2, vec2,
};

use super::{
    CodebookPage, Row, edge,
    moves::{self, Drop},
    tree::{self, Dragged},
};
use crate::{
    annotation::{Theme, ThemeId},
    session::Session,
    t,
    ui::{
        message::Message,
        shared::Shared,
        theme::{self, Palette},
        widgets::{
            self, menu,
            table::{DataTable, TableCell, TableColumn, TableLook, TableMemory, TableRows},
        },
    },
};

/// Height of a row and of the header.
const ROW: f32 = 58.0;
const HEAD: f32 = 34.0;
/// Height of the line that says how stages are assigned.
const HOW: f32 = 52.0;
/// From a cell's edge to what is in it.
const PAD: f32 = 12.0;
/// The columns of the higher stages as parts of the width.
const PART: f32 = 0.25;
/// So many characters of a quotation can be seen at most.
const QUOTED: usize = 80;

/// A stage of coding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Open,
    Axial,
    Selective,
}

impl Stage {
    /// In the order of their columns.
    const ALL: [Self; 3] = [Self::Open, Self::Axial, Self::Selective];

    /// The name of its column.
    fn column(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Axial => "axial",
            Self::Selective => "selective",
        }
    }

    fn of(column: &str) -> Self {
        Self::ALL.into_iter().find(|stage| stage.column() == column).unwrap_or(Self::Open)
    }
}

/// An open code with what stands above it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct StageLine {
    open: ThemeId,
    /// The nearest first.
    axial: Vec<ThemeId>,
    selective: Option<ThemeId>,
}

/// The rows of the table, in the order of the tree.
fn lines(rows: &[Row]) -> Vec<StageLine> {
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
        lines.push(StageLine {
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
        if let Some(example) = session.seen_examples(theme).next() {
            quotes.insert(theme.id, short(&session.read_loose(&[&example.quote]).concat()));
        }
    }
    for (.., passage) in session.annotations().passages() {
        for theme in &passage.themes {
            if !quotes.contains_key(theme) {
                quotes.insert(*theme, short(&session.quoted_alone(passage)));
            }
        }
    }
    quotes
}

/// The table.
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
    ui.advance_cursor_after_rect(frame);
    let mut memory = std::mem::take(&mut state.stage_table);
    follow(&lines, state.chosen, &mut memory);
    if std::mem::take(&mut state.focus) {
        memory.take_focus();
    }
    if std::mem::take(&mut state.reveal) {
        memory.reveal();
    }
    let higher = |stage: Stage| {
        TableColumn::<()>::new(stage.column(), (frame.width() * PART).floor())
            .head(stage_name(stage), None)
    };
    let open =
        TableColumn::filling(Stage::Open.column(), 160.0).head(stage_name(Stage::Open), None);
    let table = DataTable {
        id: Id::unique("codebook stages"),
        name: t!("codebook.stages.name", count = lines.len()),
        look: TableLook {
            head: HEAD,
            row: ROW,
            pad: PAD,
            by_cell: true,
            drags: true,
            finds: false,
            ..TableLook::default()
        },
        columns: &[open, higher(Stage::Axial), higher(Stage::Selective)],
        memory: &mut memory,
        order: None,
        checks: None,
    };
    let mut rows = StageRows {
        session,
        palette,
        state: &mut *state,
        spans: spans(&lines),
        lines: &lines,
        out: &mut *out,
    };
    let mut child = ui.new_child(UiBuilder::new().max_rect(frame));
    let events = table.show(palette, &mut child, &mut rows);
    if events.moved.is_some()
        && let Some(stage) = Stage::ALL.get(memory.column())
        && let Some(theme) = lines.get(memory.row()).and_then(|line| cell_of(line, *stage))
    {
        state.choose(session, theme);
    }
    state.stage_table = memory;
    if events.opened.is_some() {
        super::edit_chosen(state, drafts);
    }
    if let Some(rest) = events.rest {
        drop_on_ground(session, palette, rest, ui, out);
    }
    let foot = Rect::from_min_max(
        pos2(room.left() + theme::GRID, frame.bottom() + theme::grid(1.5)),
        room.max,
    );
    let mut foot = ui.new_child(UiBuilder::new().max_rect(foot));
    let how = RichText::new(t!("codebook.stages.how")).font(theme::small());
    foot.add(Label::new(how.color(palette.second)).wrap());
}

/// Has the keys act on a cell of the chosen theme, which may have been chosen elsewhere.
fn follow(lines: &[StageLine], chosen: Option<ThemeId>, memory: &mut TableMemory) {
    let shows = |line: &StageLine, stage: Stage| chosen.is_some() && cell_of(line, stage) == chosen;
    let line = lines.get(memory.row());
    let stage = Stage::ALL.get(memory.column());
    if line.zip(stage).is_some_and(|(line, &stage)| shows(line, stage)) {
        return;
    }
    let cell = lines.iter().enumerate().find_map(|(row, line)| {
        let at = Stage::ALL.into_iter().position(|stage| shows(line, stage));
        // What stands between two stages is named in the axial one.
        let between = || chosen.is_some_and(|id| line.axial.contains(&id)).then_some(1);
        Some((row, at.or_else(between)?))
    });
    if let Some((row, column)) = cell {
        memory.set_cell(row, column);
    }
}

/// For each row, over which rows each of its cells reaches.
fn spans(lines: &[StageLine]) -> Vec<[Range<usize>; 3]> {
    let mut spans: Vec<[Range<usize>; 3]> =
        (0..lines.len()).map(|row| [row..row + 1, row..row + 1, row..row + 1]).collect();
    for stage in [Stage::Axial, Stage::Selective] {
        let of = |row: usize| lines.get(row).and_then(|line| cell_of(line, stage));
        let mut start = 0;
        while start < lines.len() {
            let same = |&row: &usize| of(row).is_some() && of(row) == of(start);
            let end = start + 1 + (start + 1..lines.len()).take_while(same).count();
            for row in spans.get_mut(start..end).into_iter().flatten() {
                row[stage as usize] = start..end;
            }
            start = end;
        }
    }
    spans
}

/// What stands in a column of a row.
fn cell_of(line: &StageLine, column: Stage) -> Option<ThemeId> {
    match column {
        Stage::Open => Some(line.open),
        Stage::Axial => line.axial.first().copied(),
        Stage::Selective => line.selective,
    }
}

fn stage_name(stage: Stage) -> std::borrow::Cow<'static, str> {
    match stage {
        Stage::Open => t!("codebook.stages.open"),
        Stage::Axial => t!("codebook.stages.axial"),
        Stage::Selective => t!("codebook.stages.selective"),
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
    let ground = ui.interact(rest, Id::unique("codebook stages rest"), Sense::hover());
    let Some(dragged) = ground.dnd_hover_payload::<Dragged>() else { return };
    if moves::allowed(session.codebook(), dragged.0, (None, None)).is_none() {
        return;
    }
    ui.painter().hline(rest.x_range(), rest.top(), theme::focus_line(palette));
    if ground.dnd_release_payload::<Dragged>().is_some() {
        out.push(tree::placed(dragged.0, (None, None)));
    }
}

/// The rows as the table draws them.
struct StageRows<'a> {
    session: &'a Session,
    palette: &'a Palette,
    state: &'a mut CodebookPage,
    lines: &'a [StageLine],
    spans: Vec<[Range<usize>; 3]>,
    out: &'a mut Vec<Message>,
}

impl TableRows for StageRows<'_> {
    fn count(&self) -> usize {
        self.lines.len()
    }

    fn key(&self, row: usize) -> u64 {
        self.lines.get(row).map_or(0, |line| Id::unique(line.open).value())
    }

    fn name(&self, row: usize) -> String {
        self.text(row, Stage::Open.column())
    }

    fn text(&self, row: usize, column: &str) -> String {
        let stage = Stage::of(column);
        let Some(theme) = self.get(row, stage) else { return String::new() };
        let (name, passages) = (stage_name(stage), self.passages(theme));
        t!("codebook.stages.cell", stage = name, theme = theme.name, passages = passages)
            .into_owned()
    }

    fn copied(&self, row: usize, _: &[&str]) -> Vec<String> {
        let name = |stage| self.get(row, stage).map(|theme| theme.name.clone()).unwrap_or_default();
        Stage::ALL.map(name).into()
    }

    fn is_empty(&self, row: usize, column: usize) -> bool {
        Stage::ALL.get(column).is_none_or(|&stage| self.get(row, stage).is_none())
    }

    fn span(&self, row: usize, column: usize) -> Range<usize> {
        let spans = self.spans.get(row).and_then(|spans| spans.get(column));
        spans.cloned().unwrap_or(row..row + 1)
    }

    fn cell_ui(&mut self, ui: &mut Ui, cell: &TableCell<'_>) {
        let (palette, rect, view) = (self.palette, cell.rect, cell.view);
        let (stage, painter) = (Stage::of(cell.column), ui.painter());
        painter.hline(rect.x_range(), rect.bottom() - 0.5, edge(palette));
        if stage != Stage::Open {
            painter.vline(rect.left(), rect.y_range(), edge(palette));
        }
        let Some((theme, response)) = self.get(cell.row, stage).zip(cell.response) else {
            let at = pos2(rect.left() + PAD, rect.top() + ROW / 2.0);
            let none = t!("codebook.stages.none");
            painter.text(at, Align2::LEFT_CENTER, none, theme::body(), palette.faint);
            return;
        };
        let chosen = self.state.chosen == Some(theme.id);
        let ground = rect.shrink(1.0);
        if chosen {
            painter.rect_filled(ground, 0, palette.strong_row());
        } else if response.contains_pointer() {
            painter.rect_filled(ground, 0, palette.row_hover());
        }
        // In a tall cell the name stays in view.
        let top = rect.top().max(view.top()).min(rect.bottom() - ROW);
        let line =
            Rect::from_min_size(pos2(rect.left() + PAD, top), vec2(rect.width() - 2.0 * PAD, ROW));
        self.paint(cell.row, stage, theme, line, ui);
        if chosen && cell.here {
            widgets::focus_ring(ui, palette, ground.intersect(view), cell.table);
        }
        if rect.height() > ROW + 1.0 {
            let bar = Rect::from_min_max(
                rect.left_top() + vec2(1.0, 4.0),
                pos2(rect.left() + 4.0, rect.bottom() - 5.0),
            );
            painter.rect_filled(bar, 1, palette.theme(theme.colour).gamma_multiply(0.6));
        }
        self.drag(theme, ground, response, ui);
        let asked = cell.here && cell.table.has_focus() && menu::key_pressed(ui.ctx());
        menu::context_at(response, asked.then_some(rect), theme::MENU_WIDE, |ui| {
            tree::menu_ui(palette, ui, self.out);
        });
    }
}

impl<'a> StageRows<'a> {
    fn get(&self, row: usize, stage: Stage) -> Option<&'a Theme> {
        self.session.codebook().get(cell_of(self.lines.get(row)?, stage)?)
    }

    fn passages(&self, theme: &Theme) -> usize {
        let (own, all) = self.state.counts(theme.id);
        self.state.counted.of(own, all).passages
    }

    /// Dot, name and count, and below them some words: of the open code's text, or what else is
    /// above an axial one.
    fn paint(&self, row: usize, stage: Stage, theme: &Theme, line: Rect, ui: &Ui) {
        let palette = self.palette;
        let painter = ui.painter();
        let first = line.with_max_y(line.top() + ROW * 0.58).with_min_y(line.top() + 4.0);
        let dot = pos2(line.left() + 5.0, first.center().y);
        painter.circle_filled(dot, 5.0, palette.theme(theme.colour));
        let count = t!("codebook.stages.count", count = self.passages(theme));
        let at = pos2(line.right(), first.center().y);
        let count = painter.text(at, Align2::RIGHT_CENTER, count, theme::small(), palette.second);
        let name =
            first.with_min_x(dot.x + theme::grid(3.0)).with_max_x(count.left() - theme::grid(2.0));
        let align = Align2::LEFT_CENTER;
        widgets::paint_truncated(ui, name, align, &theme.name, theme::body(), palette.ink);
        let second = line.with_min_y(first.bottom() - 2.0).with_max_y(line.bottom() - 6.0);
        let second = second.with_min_x(name.left());
        let words = match stage {
            Stage::Open => {
                let quotes = self.state.kept.as_ref().and_then(|kept| kept.quotes.as_ref());
                let quote = quotes.and_then(|quotes| quotes.get(&theme.id)).cloned();
                quote.unwrap_or_else(|| t!("codebook.stages.quote_none").into_owned())
            }
            _ => {
                let codebook = self.session.codebook();
                let line = self.lines.get(row).filter(|_| stage == Stage::Axial);
                let above = line.and_then(|line| line.axial.get(1..)).unwrap_or_default();
                let names = above.iter().rev().filter_map(|&id| codebook.get(id));
                names.map(|theme| theme.name.as_str()).collect::<Vec<_>>().join(" › ")
            }
        };
        let font = if stage == Stage::Open { theme::quote_line() } else { theme::small() };
        widgets::paint_truncated(ui, second, align, &words, font, palette.second);
    }

    /// What is dropped on a cell becomes a sub-theme of it.
    fn drag(&mut self, theme: &Theme, ground: Rect, response: &Response, ui: &Ui) {
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
            self.out.push(tree::placed(dragged.0, place));
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
        let line = |line: &StageLine| {
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
