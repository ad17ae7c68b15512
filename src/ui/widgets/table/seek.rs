//! Typing finds a row: what is typed while a table has the keyboard, Chinese by sound as well.
//!
//! A large table is looked through over several frames.

use eframe::egui::{Align2, Rect, Ui, vec2};
use rust_i18n::t;

use super::{TableMemory, TableRows, memory::TableSeek};
use crate::ui::{
    palette::Matcher,
    theme::{self, Palette},
};

/// Seconds after which typing begins anew.
const PAUSE: f64 = 1.5;
/// Rows that are looked at in a frame.
const ROWS: usize = 4000;

/// Looks for what was typed before with `text` behind it.
pub(super) fn begin(memory: &mut TableMemory, text: &str, now: f64) {
    let (row, rows) = (memory.row(), memory.row_count());
    let seek = &mut memory.seek;
    if now - seek.at > PAUSE {
        seek.typed.clear();
    }
    if seek.typed.is_empty() && text.trim().is_empty() {
        return;
    }
    // A first letter looks on from the next row, further ones at the same row again.
    let from = if seek.typed.is_empty() { row + 1 } else { row };
    seek.typed.push_str(text);
    seek.at = now;
    seek.run = (rows > 0).then(|| (from % rows.max(1), rows));
}

/// Looks at the next rows, if any are to be looked at.
pub(super) fn proceed(ui: &Ui, rows: &impl TableRows, memory: &mut TableMemory) {
    let Some((from, left)) = memory.seek.run.take() else { return };
    let matcher = Matcher::new(&memory.seek.typed);
    let count = rows.count();
    let look = left.min(ROWS);
    let found = (0..look)
        .map(|at| (from + at) % count.max(1))
        .find(|&row| row < count && matcher.matches(&rows.find_text(row)));
    if let Some(row) = found {
        memory.selection.clear();
        memory.set_cursor(row);
    } else if left > look {
        memory.seek.run = Some(((from + look) % count.max(1), left - look));
        ui.ctx().request_repaint();
    }
}

/// Says what is looked for, as long as typing goes on with it.
pub(super) fn ui(ui: &Ui, palette: &Palette, view: Rect, memory: &mut TableMemory) {
    if memory.seek.typed.is_empty() {
        return;
    }
    let left = PAUSE - (ui.input(|input| input.time) - memory.seek.at);
    if left <= 0.0 {
        memory.seek = TableSeek::default();
        return;
    }
    ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(left));
    let text = t!("table.finding", typed = memory.seek.typed);
    let galley = ui.painter().layout_no_wrap(text.into_owned(), theme::small(), palette.second);
    let size = galley.size() + vec2(theme::grid(4.0), theme::grid(2.0));
    let place = Align2::RIGHT_BOTTOM.align_size_within_rect(size, view.shrink(theme::grid(3.0)));
    ui.painter().rect_filled(place, theme::RADIUS, palette.hover);
    ui.painter().galley(place.center() - galley.size() / 2.0, galley, palette.second);
}
