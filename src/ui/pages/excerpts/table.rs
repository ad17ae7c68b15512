//! The table of passages: its columns, and what is done to its rows.

use eframe::egui::{Align, Color32, Id, Rect, RichText, Ui, UiBuilder};
use rust_i18n::t;

use super::{
    ExcerptsPage, current,
    query::ExcerptColumn,
    row::{ExcerptRows, PAD},
};
use crate::{
    annotation::PassageId,
    session::Session,
    ui::{
        message::Message,
        theme::{self, Palette},
        widgets::{
            self,
            table::{DataTable, TableChecks, TableColumn, TableLook},
        },
    },
};

/// The table is no lower than this.
pub(super) const LEAST: f32 = 160.0;
/// Height of the header.
const HEAD: f32 = 34.0;
/// Height of the head of a group.
const GROUP: f32 = 36.0;
const CHECK: f32 = 42.0;

/// The columns in a table of `width`.
fn columns(ui: &Ui, width: f32) -> Vec<TableColumn<ExcerptColumn>> {
    let coder = if width < theme::NARROW_PAGE { 80.0 } else { 92.0 };
    // One column shows the quotation and where it stands; each has a head of its own.
    let text = t!("excerpts.column.text");
    let galley =
        ui.painter().layout_no_wrap(text.to_string(), theme::small(), Color32::PLACEHOLDER);
    let cut = galley.size().x + theme::grid(9.0);
    vec![
        TableColumn::checks(CHECK),
        TableColumn::new("theme", (width * 0.16).clamp(104.0, 176.0))
            .head(t!("excerpts.column.theme"), Some(ExcerptColumn::Theme)),
        TableColumn::filling("text", 160.0).head(text, Some(ExcerptColumn::Text)).head_at(
            t!("excerpts.column.place"),
            Some(ExcerptColumn::Place),
            Align::Min,
            cut,
        ),
        TableColumn::new("memo", (width * 0.2).clamp(96.0, 240.0))
            .head(t!("excerpts.column.memo"), Some(ExcerptColumn::Memo)),
        TableColumn::new("year", 64.0).head(t!("excerpts.column.year"), Some(ExcerptColumn::Year)),
        TableColumn::new("coder", coder)
            .head(t!("excerpts.column.coder"), Some(ExcerptColumn::Coder)),
    ]
}

/// The table, as large as there is room.
pub(super) fn ui(
    session: &Session,
    state: &mut ExcerptsPage,
    selected: Option<PassageId>,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    let frame = ui.available_rect_before_wrap();
    let columns = columns(ui, frame.width());
    let passages = state.passages();
    let checks = TableChecks { checked: state.checked_shown, of: passages };
    let answer = state.answer.clone();
    let rows = answer.as_ref().map_or(&[][..], |answer| &answer.rows);
    let empty = answer.is_some() && rows.is_empty();
    state.table.of(rows.as_ptr() as usize as u64);
    // The passage that was chosen elsewhere comes into view, as soon as it is among the rows.
    if let Some(wanted) = state.wanted_row {
        let row = rows.iter().position(|row| row.id == wanted);
        if let Some(row) = row {
            state.table.set_cursor(row);
            state.table.reveal_row(row);
        }
        // It may be among those that are on their way.
        if row.is_some() || current(session, &state.wanted()).is_some() {
            state.wanted_row = None;
        }
    }
    let mut rows = ExcerptRows {
        session,
        palette,
        rows,
        groups: answer.as_ref().map_or(&[][..], |answer| &answer.heads),
        checked: &state.checked,
        passage: selected,
        around: state.around,
        quotes: &mut state.quotes,
        out: &mut *out,
    };
    let look = TableLook {
        head: HEAD,
        row: state.around.height(),
        group: GROUP,
        pad: PAD,
        click_opens: true,
        opens_beside: true,
        ..TableLook::default()
    };
    let table = DataTable {
        id: Id::unique("excerpts"),
        name: t!("excerpts.table", count = passages),
        look,
        columns: &columns,
        memory: &mut state.table,
        order: Some(&mut state.order),
        checks: Some((checks, t!("excerpts.check_all"))),
    };
    let events = table.show(palette, ui, &mut rows);
    if let Some((rows, on)) = events.check {
        state.check(&rows, on);
    }
    if events.check_all {
        state.toggle_all();
    }
    if empty {
        no_match_ui(state, palette, frame.with_min_y(frame.top() + HEAD), ui);
    } else if let Some(row) = events.opened.and_then(|row| state.rows().get(row)) {
        out.push(Message::GoTo(row.id));
    } else if let Some(row) = events.opened_beside.and_then(|row| state.rows().get(row)) {
        out.push(Message::Beside(Box::new(Message::GoTo(row.id))));
    }
}

/// Nothing fits the conditions: say so, and offer to drop them.
fn no_match_ui(state: &mut ExcerptsPage, palette: &Palette, body: Rect, ui: &mut Ui) {
    let mut child = ui.new_child(UiBuilder::new().max_rect(body));
    child.vertical_centered(|ui| {
        ui.add_space((body.height() * 0.3).max(theme::grid(4.0)));
        ui.label(RichText::new(t!("excerpts.no_match")).color(palette.second));
        ui.add_space(theme::grid(2.0));
        let label = t!("excerpts.filter.clear");
        if widgets::text_button(ui, palette, &label, palette.accent_ink).clicked() {
            state.ask(String::new(), None);
        }
    });
}
