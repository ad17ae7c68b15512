//! What the keys do to a table that has the keyboard.
//!
//! The keys of an input method never arrive here: see [`crate::ui::composition`].

use eframe::egui::{Context, Event, EventFilter, Id, Key, Memory, Modifiers, Response, Ui};

use super::{TableColumn, TableEvents, TableLook, TableMemory, TableRows, seek};

/// What a key means.
#[derive(Clone, Debug, PartialEq)]
enum TableKey {
    /// So many rows further, or back; with Shift they are selected.
    Rows(isize, bool),
    /// As many rows as are in view.
    Pages(isize, bool),
    /// To the first row or to the last.
    First(bool),
    Last(bool),
    Left,
    Right,
    Check,
    Open,
    OpenBeside,
    SelectAll,
    Copy,
    Type(String),
}

impl TableKey {
    /// What an event means to a table that has the keyboard, or only overhears it.
    fn of(event: &Event, look: &TableLook, has_focus: bool) -> Option<Self> {
        let (key, held) = match event {
            Event::Copy => return Some(Self::Copy),
            Event::Text(text) if look.finds && has_focus => {
                return Some(Self::Type(text.clone()));
            }
            &Event::Key { key, pressed: true, modifiers, .. } => (key, modifiers),
            _ => return None,
        };
        let plain = Modifiers { shift: false, ..held } == Modifiers::NONE;
        let sideways = (look.tree || look.by_cell) && !held.shift;
        Some(match key {
            Key::A if held.command && !held.alt && !held.shift => Self::SelectAll,
            Key::Enter if look.opens_beside && held.command && !held.alt && !held.shift => {
                Self::OpenBeside
            }
            _ if !plain => return None,
            Key::ArrowDown => Self::Rows(1, held.shift),
            Key::ArrowUp => Self::Rows(-1, held.shift),
            Key::PageDown => Self::Pages(1, held.shift),
            Key::PageUp => Self::Pages(-1, held.shift),
            Key::Home => Self::First(held.shift),
            Key::End => Self::Last(held.shift),
            Key::ArrowLeft if sideways => Self::Left,
            Key::ArrowRight if sideways => Self::Right,
            // Overheard, they are for the dialog: Enter confirms it.
            Key::Space if !held.shift && has_focus => Self::Check,
            Key::Enter if !held.shift && has_focus => Self::Open,
            _ => return None,
        })
    }
}

/// Which table has the keyboard, and whether typing finds a row of it.
#[derive(Clone, Copy, Debug)]
struct TableKeyboard {
    id: Id,
    finds: bool,
}

/// Where the table with the keyboard is kept for [`has_keys`].
fn keyboard_id() -> Id {
    Id::unique("table keyboard")
}

/// Whether a table has the keyboard, and copying is its own, and typing too if it `types`: then no
/// named command of the window hears those keys.
pub(in crate::ui) fn has_keys(ctx: &Context, types: bool) -> bool {
    let focus = ctx.memory(Memory::focused);
    let table = ctx.data(|data| data.get_temp::<TableKeyboard>(keyboard_id()));
    table.is_some_and(|table| Some(table.id) == focus && (!types || table.finds))
}

/// Takes the table's keys and does what they mean.
pub(super) fn hear<K>(
    ui: &Ui,
    rows: &impl TableRows,
    look: &TableLook,
    columns: &[TableColumn<K>],
    table: &Response,
    memory: &mut TableMemory,
    events: &mut TableEvents,
) {
    let has_focus = table.has_focus();
    if has_focus {
        let horizontal_arrows = look.tree || look.by_cell;
        let filter =
            EventFilter { vertical_arrows: true, horizontal_arrows, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(table.id, filter));
        let keyboard = TableKeyboard { id: table.id, finds: look.finds };
        ui.data_mut(|data| data.insert_temp(keyboard_id(), keyboard));
    } else if !(look.hears_always && ui.memory(|memory| memory.focused().is_none())) {
        return;
    }
    if rows.count() == 0 {
        return;
    }
    let (keys, now) = ui.input_mut(|input| {
        let mut keys = Vec::new();
        input.events.retain(|event| {
            let key = TableKey::of(event, look, has_focus);
            keys.extend(key.clone());
            key.is_none()
        });
        (keys, input.time)
    });
    #[expect(clippy::cast_possible_truncation, reason = "rows in view")]
    let page = ((table.rect.height() / look.row) as isize).max(1);
    let mut hand = TableHand { rows, look, columns: columns.len(), memory, events };
    for key in keys {
        match key {
            TableKey::Rows(by, select) => hand.step(by, select),
            TableKey::Pages(by, select) => {
                hand.go(hand.row().saturating_add_signed(by * page), select);
            }
            TableKey::First(select) => hand.go(0, select),
            TableKey::Last(select) => hand.go(usize::MAX, select),
            TableKey::Left => hand.left(),
            TableKey::Right => hand.right(),
            TableKey::Check => hand.check(),
            TableKey::OpenBeside => hand.events.opened_beside = Some(hand.row()),
            TableKey::Open => hand.events.opened = Some(hand.row()),
            TableKey::SelectAll => hand.memory.selection.all(rows.count()),
            TableKey::Copy => ui.ctx().copy_text(copied(rows, columns, hand.memory)),
            TableKey::Type(text) => seek::begin(hand.memory, &text, now),
        }
    }
}

/// What a key acts on.
struct TableHand<'a, R> {
    rows: &'a R,
    look: &'a TableLook,
    columns: usize,
    memory: &'a mut TableMemory,
    events: &'a mut TableEvents,
}

impl<R: TableRows> TableHand<'_, R> {
    fn row(&self) -> usize {
        self.memory.row()
    }

    fn go(&mut self, to: usize, select: bool) {
        let (from, to) = (self.row(), to.min(self.rows.count() - 1));
        if select {
            self.memory.selection.extend(from, to);
        } else {
            self.memory.selection.clear();
        }
        self.memory.set_cursor(to);
    }

    /// Steps to the next row on which there is something, past all over which the cell reaches.
    fn step(&mut self, by: isize, select: bool) {
        let column = self.memory.cursor().1;
        for _ in 0..by.unsigned_abs() {
            let mut to = self.row();
            let found = loop {
                let span = self.rows.span(to, column);
                let next = if by > 0 { Some(span.end) } else { span.start.checked_sub(1) };
                match next.filter(|&next| next < self.rows.count()) {
                    None => break None,
                    Some(next) if !self.rows.is_empty(next, column) => break Some(next),
                    Some(next) => to = next,
                }
            };
            // At either end, Shift still begins to select.
            self.go(found.unwrap_or(self.row()), select);
        }
    }

    fn left(&mut self) {
        let (row, column) = self.memory.cursor();
        if self.look.by_cell {
            let first = self.rows.span(row, column).start;
            if let Some(to) = (0..column).rev().find(|&at| !self.rows.is_empty(first, at)) {
                self.memory.set_cell(first, to);
            }
        } else if self.rows.folded(row) == Some(false) {
            self.events.fold = Some((row, true));
        } else if let Some(parent) = self.rows.parent(row) {
            self.go(parent, false);
        }
    }

    fn right(&mut self) {
        let (row, column) = self.memory.cursor();
        if self.look.by_cell {
            let to = (column + 1..self.columns).find(|&at| !self.rows.is_empty(row, at));
            if let Some(to) = to {
                self.memory.set_cell(row, to);
            }
            return;
        }
        match self.rows.folded(row) {
            Some(true) => self.events.fold = Some((row, false)),
            Some(false) => self.go(row + 1, false),
            None => {}
        }
    }

    /// Checks the selected rows, or the one the keys act on: all alike.
    fn check(&mut self) {
        let row = self.row();
        let Some(checked) = self.rows.checked(row) else { return };
        let selected = self.memory.selection.rows();
        let rows = if selected.is_empty() { vec![row] } else { selected };
        self.events.check = Some((rows, !checked));
    }
}

/// The selected rows as lines, their cells with tabs between them; else the row the keys act on.
fn copied<K>(rows: &impl TableRows, columns: &[TableColumn<K>], memory: &TableMemory) -> String {
    let selected = memory.selection.rows();
    let selected = if selected.is_empty() { vec![memory.row()] } else { selected };
    let worded = columns.iter().filter(|column| !column.checks);
    let worded: Vec<&str> = worded.map(|column| column.id).collect();
    let line = |row: usize| {
        let cells = rows.copied(row, &worded);
        // What separates cells and rows cannot stand in one.
        let cells = cells.iter().map(|cell| cell.replace(['\t', '\n', '\r'], " "));
        cells.collect::<Vec<_>>().join("\t")
    };
    selected.into_iter().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(key: Key, modifiers: Modifiers) -> Event {
        Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers }
    }

    #[test]
    fn keys_of_others_are_left_to_them() {
        let look = TableLook::default();
        let plain = |code| TableKey::of(&key(code, Modifiers::NONE), &look, true);
        assert_eq!(plain(Key::PageUp), Some(TableKey::Pages(-1, false)));
        assert_eq!(plain(Key::ArrowLeft), None, "there is nothing beside a row");
        assert_eq!(plain(Key::Escape), None);
        assert_eq!(TableKey::of(&key(Key::ArrowDown, Modifiers::ALT), &look, true), None);
        assert_eq!(TableKey::of(&key(Key::End, Modifiers::COMMAND), &look, true), None);
        let selecting = TableKey::of(&key(Key::End, Modifiers::SHIFT), &look, true);
        assert_eq!(selecting, Some(TableKey::Last(true)));
        let tree = TableLook { tree: true, finds: false, ..look };
        let left = TableKey::of(&key(Key::ArrowLeft, Modifiers::NONE), &tree, true);
        assert_eq!(left, Some(TableKey::Left));
        let letter = Event::Text("n".to_owned());
        assert_eq!(TableKey::of(&letter, &tree, true), None, "letters are commands there");
        assert_eq!(TableKey::of(&letter, &look, true), Some(TableKey::Type("n".to_owned())));
        let aside = key(Key::Enter, Modifiers::COMMAND);
        assert_eq!(TableKey::of(&aside, &look, true), None, "there is nothing beside it");
        let beside = TableLook { opens_beside: true, ..look };
        assert_eq!(TableKey::of(&aside, &beside, true), Some(TableKey::OpenBeside));
        let enter = key(Key::Enter, Modifiers::NONE);
        assert_eq!(TableKey::of(&enter, &look, false), None, "it confirms the dialog");
    }
}
