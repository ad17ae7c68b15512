//! What the page says of its own making: where it joined lines, which block is printed twice, and
//! which line repeats another.
//!
//! Display only; what is joined is decided in `text`, and put right from the menu of a line.

use eframe::egui::{
    Align2, CursorIcon, FontFamily, FontId, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2,
};
use rust_i18n::t;

use super::paint::{Canvas, InView};
use crate::{text::ByteSpan, ui::theme};

/// Draws the joints and the labels of second printings and echoes in view; returns what was asked
/// for.
pub(super) fn ui(
    ui: &mut Ui,
    canvas: &Canvas<'_>,
    views: &[InView],
    column: Rect,
    page: Rect,
) -> Option<ByteSpan> {
    let mut asked = None;
    for view in views {
        joints_ui(ui, canvas, view, column, page);
        let Some(block) = canvas.layout.blocks().get(view.at).filter(|block| block.tells_other())
        else {
            continue;
        };
        let Some(twin) = block.other() else { continue };
        let number = canvas.layout.page().row_at(twin.start()).map_or(0, |row| row.number);
        let up = if twin.start() < block.span.start() { "↑" } else { "↓" };
        let (label, hint) = if block.twin.is_some() {
            (t!("structure.twin", number = number), t!("structure.twin_hint"))
        } else {
            (t!("structure.echo", number = number), t!("structure.echo_hint"))
        };
        let label = format!("{up} {label}");
        let font = FontId::new(theme::TWIN_TEXT, FontFamily::Proportional);
        let galley =
            canvas.painter.layout_no_wrap(label.clone(), font.clone(), canvas.palette.second);
        let bottom = view.top + view.laid.height - 2.0;
        let rect = Rect::from_min_max(
            pos2(column.right() - galley.size().x, bottom - theme::TWIN_LABEL + 2.0),
            pos2(column.right(), bottom),
        );
        if !rect.intersects(page) {
            continue;
        }
        let response =
            ui.interact(rect.intersect(page), canvas.id.with(("twin", view.at)), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Link, true, label.as_str()));
        let colour =
            if response.hovered() { canvas.palette.accent_ink } else { canvas.palette.second };
        canvas.painter.text(rect.right_center(), Align2::RIGHT_CENTER, &label, font, colour);
        let response = response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(hint);
        if response.clicked() {
            asked = Some(twin);
        }
    }
    asked
}

/// A hairline tick where lines were joined; it says which.
fn joints_ui(ui: &mut Ui, canvas: &Canvas<'_>, view: &InView, column: Rect, page: Rect) {
    for (ordinal, joint) in view.laid.joints.iter().enumerate() {
        let Some(line) = view.laid.lines.get(view.laid.line_of(joint.at)) else { continue };
        let Some(edge) = line.edges.get(joint.at.saturating_sub(line.chars.start)) else {
            continue;
        };
        let x = column.left() + edge;
        let middle = view.top + line.top + view.laid.line_height / 2.0;
        let half = view.laid.size * 0.62;
        // Above the letters, like a proof-reader's hook: nothing stands between them.
        let stroke = Stroke::new(1.0, canvas.palette.second);
        let (top, arm) = (middle - half - 1.0, 5.0);
        canvas.painter.vline(x, top..=top + half * 0.45, stroke);
        canvas.painter.hline(x - arm..=x, top, stroke);
        let rect = Rect::from_center_size(pos2(x, middle), vec2(8.0, 2.0 * half + 6.0));
        if !rect.intersects(page) {
            continue;
        }
        let tip = t!("structure.joint", number = joint.number);
        let response = ui.interact(
            rect.intersect(page),
            canvas.id.with(("joint", view.at, ordinal)),
            Sense::hover(),
        );
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, tip.as_ref()));
        response.on_hover_text(tip.as_ref());
    }
}
