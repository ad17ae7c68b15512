//! The colours a theme can have: those of the palette, and one of the user's own.

use eframe::egui::{self, Color32, Rect, Response, Role, Sense, Stroke, Ui, WidgetInfo, vec2};
use rust_i18n::t;

use crate::{
    annotation::{Colour, PALETTE_LEN},
    session::describe::colour_name,
    ui::{
        theme::{self, Palette},
        widgets,
    },
};

/// Side of a colour's field.
const SWATCH: f32 = 24.0;

/// What became of the colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ui) enum PickedColour {
    /// It is as it was.
    No,
    /// A colour of the user's own is being mixed.
    Mixing,
    /// Another was chosen.
    Yes,
}

/// A colour of the user's own to begin with.
pub(in crate::ui) fn own_of(colour: Colour) -> [u8; 3] {
    match colour {
        Colour::Rgb(red, green, blue) => [red, green, blue],
        Colour::Palette(_) => [0x7A, 0x5C, 0x3E],
    }
}

/// The row of colours, and the picker where one of the user's own is chosen.
pub(in crate::ui) fn swatches(
    ui: &mut Ui,
    palette: &Palette,
    colour: &mut Colour,
    own: &mut [u8; 3],
) -> PickedColour {
    let mut picked = PickedColour::No;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(0.0, theme::GRID);
        for place in 0..PALETTE_LEN {
            let other = Colour::Palette(place);
            let chosen = *colour == other;
            let response = swatch(ui, palette, palette.theme(other), &colour_name(place), chosen);
            if response.clicked() && !chosen {
                (*colour, picked) = (other, PickedColour::Yes);
            }
        }
        let [red, green, blue] = *own;
        let shown = palette.theme(Colour::Rgb(red, green, blue));
        let name = t!("dialogs.theme.own_colour");
        let chosen = matches!(colour, Colour::Rgb(..));
        ui.add_space(theme::grid(3.0));
        if swatch(ui, palette, shown, &name, chosen).clicked() && !chosen {
            (*colour, picked) = (Colour::Rgb(red, green, blue), PickedColour::Yes);
        }
    });
    if matches!(colour, Colour::Rgb(..)) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = theme::grid(2.0);
            let response = egui::color_picker::color_edit_button_srgb(ui, own);
            if response.changed() {
                picked = PickedColour::Mixing;
            }
            response.accessible_name(t!("dialogs.theme.own_colour").as_ref());
            let hint = egui::RichText::new(t!("dialogs.theme.own_colour_hint"));
            ui.label(hint.font(theme::small()).color(palette.second));
        });
    }
    picked
}

fn swatch(ui: &mut Ui, palette: &Palette, colour: Color32, name: &str, chosen: bool) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(SWATCH, SWATCH), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, chosen, name));
    let painter = ui.painter();
    painter.circle_filled(rect.center(), 8.0, colour);
    if chosen {
        painter.circle_stroke(rect.center(), 10.5, Stroke::new(1.5, palette.ink));
    } else if response.hovered() {
        painter.circle_stroke(rect.center(), 10.5, Stroke::new(1.0, palette.second));
    }
    let ring = Rect::from_center_size(rect.center(), vec2(SWATCH, SWATCH));
    widgets::focus_ring(ui, palette, ring, &response);
    response.on_hover_text(name)
}
