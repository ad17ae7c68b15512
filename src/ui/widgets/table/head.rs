//! The head of a table: the names of the columns, by which rows are sorted; the box for all of
//! them; and the borders at which columns are drawn wider.

use std::borrow::Cow;

use eframe::egui::{
    Align, Align2, CornerRadius, CursorIcon, Id, Rect, Role, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo, pos2, vec2,
};
use rust_i18n::t;

use super::{TableChecks, TableEvents, TableHead, TableLook, TableMemory};
use crate::{
    search::SortOrder,
    ui::{
        theme::{self, Palette},
        widgets::{self, icon::Icon},
    },
};

/// From a border to where it can still be taken hold of.
pub(super) const GRAB: f32 = 5.0;

/// What the head stands on.
pub(super) fn ground(ui: &Ui, palette: &Palette, head: Rect) {
    let top = CornerRadius { nw: theme::CARD_RADIUS, ne: theme::CARD_RADIUS, sw: 0, se: 0 };
    ui.painter().rect_filled(head, top, palette.panel);
    let line = Stroke::new(1.0, palette.hairline);
    ui.painter().hline(head.x_range(), head.bottom() - 0.5, line);
}

/// A name in the head, in its column's part of the head; a click sorts by it.
pub(super) fn name_ui<K: Copy + Eq>(
    ui: &Ui,
    palette: &Palette,
    (id, look): (Id, &TableLook),
    (head, place): (&TableHead<K>, Rect),
    order: Option<&mut SortOrder<K>>,
    memory: &mut TableMemory,
) {
    let inner = place.shrink2(vec2(look.pad, 0.0));
    let align = match head.align {
        Align::Min => Align2::LEFT_CENTER,
        Align::Center => Align2::CENTER_CENTER,
        Align::Max => Align2::RIGHT_CENTER,
    };
    let label = head.label.as_ref();
    let Some((key, order)) = head.key.zip(order) else {
        widgets::paint_truncated(ui, inner, align, label, theme::small(), palette.second);
        return;
    };
    let sorted = order.place(key);
    let width = ui.painter().layout_no_wrap(label.to_owned(), theme::small(), palette.ink).size().x;
    let room = place.shrink2(vec2(GRAB, 0.0));
    let size = vec2((width + look.pad + theme::grid(6.0)).min(room.width()), place.height());
    let hot = align.align_size_within_rect(size, room);
    let response = ui.interact(hot, id.with(("head", label)), Sense::click());
    response.widget_info(|| {
        let name = match sorted {
            None => label.into(),
            Some((_, false)) => t!("table.ascending", column = label),
            Some((_, true)) => t!("table.descending", column = label),
        };
        WidgetInfo::labeled(Role::ColumnHeader, true, name.as_ref())
    });
    let colour = if sorted.is_some() || response.hovered() { palette.ink } else { palette.second };
    // The arrow stands behind the name, which makes room for it at a right edge.
    let text = match (sorted, head.align) {
        (Some(_), Align::Max) => inner.with_max_x(inner.right() - theme::ICON),
        _ => inner,
    };
    let painted = widgets::paint_truncated(ui, text, align, label, theme::small(), colour);
    if let Some((weight, descending)) = sorted {
        let icon = if descending { Icon::Up } else { Icon::Down };
        let at = pos2(painted.right() + theme::ICON / 2.0 + 1.0, place.center().y);
        let at = Rect::from_center_size(at, vec2(theme::ICON, theme::ICON));
        icon.paint(ui.painter(), at.scale_from_center(0.8), palette.ink);
        if order.keys().len() > 1 {
            let at = pos2(at.right() - 1.0, place.center().y);
            let weight = (weight + 1).to_string();
            ui.painter().text(at, Align2::LEFT_CENTER, weight, theme::small(), palette.second);
        }
    }
    widgets::focus_ring(ui, palette, hot, &response);
    if response.on_hover_text(t!("table.sort_hint", column = label)).clicked() {
        if ui.input(|input| input.modifiers.shift) {
            order.add(key);
        } else {
            order.choose(key);
        }
        memory.go_to_top();
        memory.selection.clear();
    }
}

/// The box that checks all rows, or none if all were.
pub(super) fn check_all_ui(
    ui: &Ui,
    palette: &Palette,
    (id, place): (Id, Rect),
    (checks, name): &(TableChecks, Cow<'_, str>),
    events: &mut TableEvents,
) {
    let state = match checks.checked {
        0 => Some(false),
        some if some < checks.of => None,
        _ => Some(true),
    };
    let response = ui.interact(place, id.with("all"), Sense::click());
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::CheckBox, true, name.as_ref());
        info.selected = state;
        info
    });
    paint_check(ui, palette, place, state);
    let ring = Rect::from_center_size(place.center(), vec2(22.0, 22.0));
    widgets::focus_ring(ui, palette, ring, &response);
    events.check_all |= response.clicked();
}

/// A border between two columns: how far it is drawn, and whether it goes back to where it was at first.
pub(super) fn border_ui(ui: &Ui, palette: &Palette, id: Id, (head, x): (Rect, f32)) -> (f32, bool) {
    let place = Rect::from_x_y_ranges(x - GRAB..=x + GRAB, head.y_range());
    let response = ui.interact(place, id, Sense::CLICK | Sense::DRAG);
    if response.hovered() || response.dragged() {
        ui.ctx().set_cursor_icon(CursorIcon::ResizeColumn);
        let colour = if response.dragged() { palette.accent } else { palette.faint };
        let line = Stroke::new(1.0, colour);
        ui.painter().vline(x, head.shrink2(vec2(0.0, theme::grid(1.5))).y_range(), line);
    }
    let pointer = response.interact_pointer_pos().filter(|_| response.dragged());
    (pointer.map_or(0.0, |pointer| (pointer.x - x).round()), response.double_clicked())
}

/// A box in the middle of `rect`: checked, not, or for some of what it stands for.
pub(in crate::ui) fn paint_check(ui: &Ui, palette: &Palette, rect: Rect, on: Option<bool>) {
    let place = Rect::from_center_size(rect.center(), vec2(15.0, 15.0));
    let radius = CornerRadius::same(4);
    if on == Some(false) {
        let stroke = Stroke::new(1.2, palette.faint);
        ui.painter().rect(place, radius, palette.raised, stroke, StrokeKind::Inside);
        return;
    }
    ui.painter().rect_filled(place, radius, palette.accent);
    let at = |x: f32, y: f32| place.min + vec2(x, y);
    let stroke = Stroke::new(1.8, palette.on_accent);
    let line = match on {
        Some(_) => vec![at(3.8, 7.8), at(6.5, 10.5), at(11.4, 4.8)],
        None => vec![at(4.0, 7.5), at(11.0, 7.5)],
    };
    ui.painter().line(line, stroke);
}
