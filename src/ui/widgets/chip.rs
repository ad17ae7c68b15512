//! Chips: small round buttons that are on or off, or open a menu of choices.

use eframe::egui::{
    Align2, Color32, CornerRadius, Popup, PopupCloseBehavior, Rect, Response, Role, ScrollArea,
    Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::{focus_ring, icon::Icon, paint_truncated, table::paint_check};
use crate::ui::theme::{self, Palette};

/// Height of a chip.
pub(crate) const CHIP: f32 = 26.0;
/// Width of a chip's menu.
const MENU: f32 = 232.0;

/// A chip that is on or off.
pub(crate) fn toggle(ui: &mut Ui, palette: &Palette, label: &str, on: bool) -> Response {
    let response = paint(ui, palette, label, on, None, false);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, on, label));
    response
}

/// A chip that opens a menu, which stays open while its entries are chosen; `dot` stands before the
/// label.
pub(crate) fn menu(
    ui: &mut Ui,
    palette: &Palette,
    label: &str,
    on: bool,
    dot: Option<Color32>,
    content: impl FnOnce(&mut Ui),
) -> Response {
    let response = paint(ui, palette, label, on, dot, true);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, label));
    Popup::menu(&response).close_behavior(PopupCloseBehavior::CloseOnClickOutside).show(|ui| {
        ui.set_width(MENU);
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical().max_height(theme::COMBO_HEIGHT).show(ui, content);
    });
    response
}

/// How wide a chip with that label is.
pub(crate) fn width(ui: &Ui, label: &str) -> f32 {
    let galley =
        ui.painter().layout_no_wrap(label.to_owned(), theme::small(), Color32::PLACEHOLDER);
    (galley.size().x + theme::grid(6.0)).min(260.0)
}

fn paint(
    ui: &mut Ui,
    palette: &Palette,
    label: &str,
    on: bool,
    dot: Option<Color32>,
    opens: bool,
) -> Response {
    let colour = if on { palette.accent_ink } else { palette.second };
    let galley = ui.painter().layout_no_wrap(label.to_owned(), theme::small(), colour);
    let lead = if dot.is_some() { theme::grid(3.5) } else { 0.0 };
    let arrow = if opens { theme::ICON } else { 0.0 };
    let width = (lead + galley.size().x + theme::grid(6.0) + arrow).min(260.0);
    let (rect, response) = ui.allocate_exact_size(vec2(width, CHIP), Sense::click());
    let fill = if response.hovered() { palette.hover } else { palette.raised };
    let edge = if on { palette.accent } else { palette.hairline };
    let radius = CornerRadius::same(theme::CHIP_RADIUS);
    ui.painter().rect(rect, radius, fill, Stroke::new(1.0, edge), StrokeKind::Inside);
    if response.has_focus() {
        ui.painter().rect_stroke(rect, radius, theme::focus_line(palette), StrokeKind::Inside);
    }
    let left = rect.left() + theme::grid(3.0);
    if let Some(dot) = dot {
        ui.painter().circle_filled(pos2(left + 4.5, rect.center().y), 4.5, dot);
    }
    let text = Rect::from_min_max(
        pos2(left + lead, rect.top()),
        pos2(rect.right() - theme::grid(3.0) - arrow + 1.0, rect.bottom()),
    );
    paint_truncated(ui, text, Align2::LEFT_CENTER, label, theme::small(), colour);
    if opens {
        let place = rect.with_min_x(rect.right() - theme::ICON - theme::grid(2.5));
        let place = place.with_max_x(place.left() + theme::ICON);
        Icon::Down.paint(ui.painter(), place.scale_from_center(0.8), colour);
    }
    response
}

/// An entry of a chip's menu; `aside` stands at its right end.
pub(crate) fn option(
    ui: &mut Ui,
    palette: &Palette,
    label: &str,
    chosen: bool,
    dot: Option<Color32>,
    aside: &str,
) -> Response {
    let size = vec2(ui.available_width(), theme::CONTROL);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, label));
    if response.hovered() {
        ui.painter().rect_filled(rect, CornerRadius::same(theme::RADIUS), palette.hover);
    }
    let mut left = rect.left() + theme::grid(2.0);
    let mark = Rect::from_min_size(pos2(left, rect.center().y - 8.0), vec2(16.0, 16.0));
    if chosen {
        Icon::Check.paint(ui.painter(), mark, palette.accent);
    }
    left += theme::grid(5.0);
    if let Some(dot) = dot {
        ui.painter().circle_filled(pos2(left + 4.5, rect.center().y), 4.5, dot);
        left += theme::grid(4.0);
    }
    let mut text = rect.with_min_x(left).with_max_x(rect.right() - theme::grid(2.0));
    if !aside.is_empty() {
        let painted = ui.painter().text(
            text.right_center(),
            Align2::RIGHT_CENTER,
            aside,
            theme::small(),
            palette.second,
        );
        text.set_right(painted.left() - theme::grid(2.0));
    }
    paint_truncated(ui, text, Align2::LEFT_CENTER, label, theme::body(), palette.ink);
    focus_ring(ui, palette, rect, &response);
    response
}

/// An entry with a box to check; returns whether it was clicked.
#[expect(clippy::cast_precision_loss, reason = "a depth of a few levels")]
pub(crate) fn check_option(
    ui: &mut Ui,
    palette: &Palette,
    label: &str,
    chosen: bool,
    dot: Option<Color32>,
    depth: usize,
) -> bool {
    let size = vec2(ui.available_width(), 30.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, chosen, label));
    if response.hovered() {
        let radius = CornerRadius::same(theme::RADIUS);
        ui.painter().rect_filled(rect, radius, palette.hover);
    }
    let mut left = rect.left() + theme::grid(2.0);
    let place = Rect::from_center_size(
        pos2(left + theme::ICON / 2.0, rect.center().y),
        vec2(theme::ICON, theme::ICON),
    );
    paint_check(ui, palette, place, Some(chosen));
    left = place.right() + theme::grid(2.5) + depth as f32 * theme::grid(4.0);
    if let Some(colour) = dot {
        ui.painter().circle_filled(pos2(left + 4.5, rect.center().y), 4.5, colour);
        left += theme::grid(4.0);
    }
    let text = rect.with_min_x(left).with_max_x(rect.right() - theme::grid(1.0));
    let align = Align2::LEFT_CENTER;
    paint_truncated(ui, text, align, label, theme::body(), palette.ink);
    focus_ring(ui, palette, rect, &response);
    response.clicked()
}

/// The cross at a chip's right end.
pub(crate) fn small_cross(ui: &Ui, chip: Rect, colour: Color32) {
    let middle = pos2(chip.right() - theme::grid(3.0), chip.center().y);
    let stroke = Stroke::new(theme::ICON_LINE, colour);
    for (x, y) in [(3.5, 3.5), (3.5, -3.5)] {
        ui.painter().line_segment([middle - vec2(x, y), middle + vec2(x, y)], stroke);
    }
}
