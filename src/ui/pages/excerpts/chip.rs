//! Chips: what is chosen, what opens a menu, and the entries of the menus.

use eframe::egui::{
    Align2, Color32, CornerRadius, CursorIcon, Id, Popup, PopupCloseBehavior, Rect, Response, Role,
    ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};
use rust_i18n::t;

use crate::ui::{
    theme::{self, Palette},
    widgets::{self, chip, icon::Icon},
};

/// Height of a chip.
const CHIP: f32 = 26.0;
/// Width of the menus.
const MENU: f32 = 208.0;

/// A chip that opens a menu, which stays open while its entries are checked.
pub(super) fn menu(ui: &mut Ui, palette: &Palette, label: &str, content: impl FnOnce(&mut Ui)) {
    let response = plain_chip(ui, palette, label, true);
    Popup::menu(&response).close_behavior(PopupCloseBehavior::CloseOnClickOutside).show(|ui| {
        ui.set_width(MENU);
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical().max_height(360.0).show(ui, content);
    });
}

/// A chip without a choice in it yet.
pub(super) fn plain_chip(ui: &mut Ui, palette: &Palette, label: &str, opens: bool) -> Response {
    let galley = ui.painter().layout_no_wrap(label.to_owned(), theme::small(), palette.ink);
    let arrow = if opens { theme::ICON } else { 0.0 };
    let size = vec2(galley.size().x + theme::grid(6.0) + arrow, CHIP);
    let (_, rect) = ui.allocate_space(size);
    let response = ui.interact(rect, Id::unique(("condition", label)), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, label));
    ground(ui, palette, rect, &response, palette.hairline);
    let at = pos2(rect.left() + theme::grid(3.0), rect.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, palette.ink);
    if opens {
        let place = rect.with_min_x(rect.right() - theme::ICON - theme::grid(2.5));
        let place = place.with_max_x(place.left() + theme::ICON);
        Icon::Down.paint(ui.painter(), place.scale_from_center(0.8), palette.second);
    }
    response.on_hover_cursor(CursorIcon::PointingHand)
}

/// A condition that holds; a click takes it away.
pub(super) fn chip(ui: &mut Ui, palette: &Palette, label: &str, dot: Option<Color32>) -> Response {
    let galley = ui.painter().layout_no_wrap(label.to_owned(), theme::small(), palette.accent_ink);
    let lead = if dot.is_some() { theme::grid(3.5) } else { 0.0 };
    let width = lead + galley.size().x + theme::grid(9.0);
    let width = width.min(ui.max_rect().width()).min(320.0);
    let (rect, response) = ui.allocate_exact_size(vec2(width, CHIP), Sense::click());
    let name = t!("retrieve.chip.remove", condition = label);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name.as_ref()));
    ground(ui, palette, rect, &response, palette.accent);
    let left = rect.left() + theme::grid(3.0);
    if let Some(colour) = dot {
        ui.painter().circle_filled(pos2(left + 4.5, rect.center().y), 4.5, colour);
    }
    let text = Rect::from_min_max(
        pos2(left + lead, rect.top()),
        pos2(rect.right() - theme::grid(5.5), rect.bottom()),
    );
    let align = Align2::LEFT_CENTER;
    widgets::paint_truncated(ui, text, align, label, theme::small(), palette.accent_ink);
    chip::small_cross(ui, rect, palette.accent);
    response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(name)
}

fn ground(ui: &Ui, palette: &Palette, rect: Rect, response: &Response, edge: Color32) {
    let radius = CornerRadius::same(theme::CHIP_RADIUS);
    let fill = if response.hovered() { palette.hover } else { palette.raised };
    ui.painter().rect(rect, radius, fill, Stroke::new(1.0, edge), StrokeKind::Inside);
    if response.has_focus() {
        ui.painter().rect_stroke(rect, radius, theme::focus_line(palette), StrokeKind::Inside);
    }
}

pub(super) fn clear_button(ui: &mut Ui, palette: &Palette) -> Response {
    let label = t!("excerpts.filter.clear");
    let galley = ui.painter().layout_no_wrap(label.to_string(), theme::small(), palette.second);
    let size = vec2(galley.size().x + theme::grid(4.0), CHIP);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, label.as_ref()));
    let colour = if response.hovered() { palette.ink } else { palette.second };
    ui.painter().galley(rect.center() - galley.size() / 2.0, galley, colour);
    widgets::focus_ring(ui, palette, rect, &response);
    response
}
