//! The formats to choose from, all in sight: a group of radio buttons that flows over the lines it
//! needs. One stop of the Tab key; the arrows go from one to the next.

use eframe::egui::{
    Align2, CornerRadius, EventFilter, Id, Key, Modifiers, Role, Sense, Stroke, StrokeKind, Ui,
    UiBuilder, WidgetInfo, accesskit, vec2,
};

use crate::{
    exchange::{ExportFormat, FORMATS},
    t,
    ui::{
        theme::{self, Palette},
        widgets,
    },
};

/// Height of a button.
const BUTTON: f32 = 26.0;

/// The group, called `name`.
pub(super) fn ui(ui: &mut Ui, palette: &Palette, name: &str, chosen: &mut ExportFormat) {
    let group = UiBuilder::new()
        .id_salt("formats")
        .accessibility_role(accesskit::Role::RadioGroup)
        .accessibility_label(name);
    ui.scope_builder(group, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(theme::grid(1.5), theme::grid(1.5));
            for (at, format) in FORMATS.into_iter().enumerate() {
                button_ui(ui, palette, (at, format), chosen);
            }
        });
    });
}

fn id(at: usize) -> Id {
    Id::unique(("export format", at))
}

fn button_ui(
    ui: &mut Ui,
    palette: &Palette,
    (at, format): (usize, ExportFormat),
    chosen: &mut ExportFormat,
) {
    let text = t!(format!("export.format.{}.title", format.name()));
    let is_chosen = *chosen == format;
    let ink = if is_chosen { palette.accent_ink } else { palette.ink };
    let galley = ui.painter().layout_no_wrap(text.to_string(), theme::small(), ink);
    let (_, rect) = ui.allocate_space(vec2(galley.size().x + theme::grid(5.0), BUTTON));
    let sense = if is_chosen { Sense::click() } else { Sense::CLICK };
    let response = ui.interact(rect, id(at), sense);
    response
        .widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_chosen, text.as_ref()));
    let fill = if response.hovered() { palette.hover } else { palette.raised };
    let edge = if is_chosen { palette.accent } else { palette.hairline };
    let radius = CornerRadius::same(theme::CHIP_RADIUS);
    ui.painter().rect(rect, radius, fill, Stroke::new(1.0, edge), StrokeKind::Inside);
    if response.has_focus() {
        ui.painter().rect_stroke(rect, radius, theme::focus_line(palette), StrokeKind::Inside);
        keys(ui, at, chosen);
    }
    let place = rect.shrink2(vec2(theme::grid(2.0), 0.0));
    widgets::paint_truncated(ui, place, Align2::CENTER_CENTER, &text, theme::small(), ink);
    if response.clicked() {
        *chosen = format;
        response.request_focus();
    }
}

/// The arrows choose the next or the one before.
fn keys(ui: &Ui, at: usize, chosen: &mut ExportFormat) {
    let arrows =
        EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id(at), arrows));
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let next = if pressed(Key::ArrowRight) || pressed(Key::ArrowDown) {
        (at + 1) % FORMATS.len()
    } else if pressed(Key::ArrowLeft) || pressed(Key::ArrowUp) {
        (at + FORMATS.len() - 1) % FORMATS.len()
    } else {
        return;
    };
    if let Some(&format) = FORMATS.get(next) {
        *chosen = format;
        ui.memory_mut(|memory| memory.request_focus(id(next)));
    }
}
