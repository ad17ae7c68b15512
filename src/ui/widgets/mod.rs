//! Small pieces that several views share. Each draws itself and returns egui's `Response`.

pub(super) mod chart;
pub(crate) mod chip;
pub(crate) mod icon;
pub(super) mod markdown;
pub(super) mod menu;
pub(in crate::ui) mod panel_edge;
pub(super) mod swatch;
pub(super) mod table;
pub(super) mod theme_names;

use eframe::egui::{
    self, Align2, Color32, CornerRadius, Frame, Margin, Rect, Response, Role, Sense, Stroke,
    StrokeKind, TextEdit, Ui, WidgetInfo, pos2,
    text::{CCursor, CCursorRange},
    vec2,
};
use icon::Icon;

use super::{
    action::Action,
    theme::{self, Palette},
};

/// The ground of what floats over the page.
pub(super) fn floating(palette: &Palette, margin: Margin) -> Frame {
    Frame::new()
        .fill(palette.raised)
        .stroke(Stroke::new(1.0, palette.hairline))
        .corner_radius(theme::CARD_RADIUS)
        .shadow(palette.shadow())
        .inner_margin(margin)
}

/// A square button with an icon, named `name` for tooltip and screen readers.
pub(super) fn icon_button(
    ui: &mut Ui,
    palette: &Palette,
    icon: Icon,
    name: &str,
    enabled: bool,
) -> Response {
    let size = vec2(theme::CONTROL, theme::CONTROL);
    let sense = if enabled { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(size, sense);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, name));
    let colour = if enabled { palette.second } else { palette.hairline };
    button_ground(ui, palette, rect, &response, enabled);
    icon.paint(
        ui.painter(),
        rect,
        if response.hovered() && enabled { palette.ink } else { colour },
    );
    response.on_hover_text(name)
}

/// The icon button of a named command; asks for it when clicked.
pub(super) fn action_button(
    ui: &mut Ui,
    palette: &Palette,
    action: Action,
    enabled: bool,
) -> Response {
    let icon = action.icon().unwrap_or(Icon::Menu);
    icon_button(ui, palette, icon, &action.tooltip(ui.ctx()), enabled)
}

/// A button without a frame, as wide as its text.
pub(super) fn text_button(ui: &mut Ui, palette: &Palette, text: &str, colour: Color32) -> Response {
    let galley = ui.painter().layout_no_wrap(text.to_owned(), theme::body(), colour);
    let size = vec2(galley.size().x + theme::grid(4.0), theme::CONTROL);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, text));
    button_ground(ui, palette, rect, &response, true);
    ui.painter().galley(rect.center() - galley.size() / 2.0, galley, colour);
    response
}

/// How wide that button is.
pub(super) fn text_button_width(ui: &Ui, text: &str) -> f32 {
    let colour = Color32::PLACEHOLDER;
    let galley = ui.painter().layout_no_wrap(text.to_owned(), theme::body(), colour);
    galley.size().x + theme::grid(4.0)
}

/// The one button of a page or dialog that goes on.
pub(super) fn primary_button(
    ui: &mut Ui,
    palette: &Palette,
    text: &str,
    enabled: bool,
) -> Response {
    let fill = if enabled { palette.accent } else { palette.hairline };
    let ink = if enabled { palette.on_accent } else { palette.second };
    let button = egui::Button::new(egui::RichText::new(text).color(ink))
        .fill(fill)
        .stroke(Stroke::NONE)
        .min_size(vec2(0.0, theme::CONTROL));
    ui.add_enabled(enabled, button)
}

fn button_ground(ui: &Ui, palette: &Palette, rect: Rect, response: &Response, enabled: bool) {
    let radius = CornerRadius::same(theme::RADIUS);
    if enabled && response.hovered() {
        ui.painter().rect_filled(rect, radius, palette.hover);
    }
    focus_ring(ui, palette, rect, response);
}

/// The accent's outline around what has the keyboard's focus.
pub(super) fn focus_ring(ui: &Ui, palette: &Palette, rect: Rect, response: &Response) {
    if response.has_focus() {
        let radius = CornerRadius::same(theme::RADIUS);
        ui.painter().rect_stroke(rect, radius, theme::focus_line(palette), StrokeKind::Inside);
    }
}

/// A field of one line with a hint; `name` is for screen readers.
pub(super) fn field(
    ui: &mut Ui,
    palette: &Palette,
    text: &mut String,
    hint: &str,
    name: &str,
    width: f32,
) -> Response {
    let edit = TextEdit::singleline(text)
        .hint_text(egui::RichText::new(hint).color(palette.second))
        .desired_width(width)
        .margin(egui::Margin::symmetric(10, 6))
        .min_size(vec2(0.0, theme::CONTROL));
    let response = ui.add(edit);
    focus_ring(ui, palette, response.rect, &response);
    response.accessible_name(name)
}

/// Selects what stands in the field `id`, so that typing replaces it.
pub(super) fn select_all(ui: &Ui, id: egui::Id, text: &str) {
    let mut state = TextEdit::load_state(ui.ctx(), id).unwrap_or_default();
    let (start, end) = (CCursor::new(0), CCursor::new(text.chars().count()));
    state.cursor.set_char_range(Some(CCursorRange::two(start, end)));
    state.store(ui.ctx(), id);
}

/// A key as it is shown beside a command.
pub(super) fn key_cap(ui: &mut Ui, palette: &Palette, key: &str) -> Response {
    let galley = ui.painter().layout_no_wrap(key.to_owned(), theme::small(), palette.second);
    let size = vec2((galley.size().x + 10.0).max(20.0), 20.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let stroke = Stroke::new(1.0, palette.hairline);
    ui.painter().rect(rect, CornerRadius::same(4), palette.raised, stroke, StrokeKind::Inside);
    ui.painter().galley(rect.center() - galley.size() / 2.0, galley, palette.second);
    response
}

/// Where an article's tags are, in `rect`: `places` from 0 to 1 with their colours.
pub(super) fn paint_tag_strip(
    ui: &Ui,
    palette: &Palette,
    rect: Rect,
    places: &[(f32, f32, Color32)],
) {
    ui.painter().rect_filled(rect, 2, palette.hairline.gamma_multiply(0.75));
    for &(from, to, colour) in places {
        let left = rect.left() + from * rect.width();
        let right = (rect.left() + to * rect.width()).max(left + 2.0).min(rect.right());
        let piece = Rect::from_min_max(pos2(left, rect.top()), pos2(right, rect.bottom()));
        ui.painter().rect_filled(piece, 1, colour);
    }
}

/// Text cut with `…` where it does not fit, painted at a place.
pub(super) fn paint_truncated(
    ui: &Ui,
    rect: Rect,
    align: Align2,
    text: &str,
    font: egui::FontId,
    colour: Color32,
) -> Rect {
    let mut job = egui::text::LayoutJob::simple_singleline(text.to_owned(), font, colour);
    job.wrap = egui::text::TextWrapping::truncate_at_width(rect.width());
    let galley = ui.painter().layout_job(job);
    let place = align.align_size_within_rect(galley.size(), rect);
    ui.painter().galley(place.min, galley, colour);
    place
}
