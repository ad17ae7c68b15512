//! The edge to which a panel beside the page is folded: a narrow strip with the panel's name set
//! upright, which opens it with one click.

use eframe::egui::{
    Align2, Color32, FontId, Galley, Rect, Response, Role, Sense, Stroke, Ui, WidgetInfo,
    epaint::TextShape, pos2, vec2,
};

use super::{focus_ring, icon::Icon};
use crate::{
    t,
    text::first_characters,
    ui::{
        sides::PanelSide,
        theme::{self, Palette},
        typeset::is_cjk,
    },
};

/// What an edge shows.
#[derive(Clone, Debug, Default)]
pub(in crate::ui) struct PanelEdge {
    /// What is chosen in the panel, or what it holds.
    pub(in crate::ui) name: String,
    /// Digit keys that do something of the panel's although it is folded, with their colours.
    pub(in crate::ui) keys: Vec<(u8, Color32)>,
}

/// How an edge stands.
#[derive(Clone, Copy, Debug)]
pub(in crate::ui) struct EdgePlace<'a> {
    pub(in crate::ui) side: PanelSide,
    /// What the panel is called.
    pub(in crate::ui) panel: &'a str,
    /// The keys that open and close it.
    pub(in crate::ui) tooltip: &'a str,
    /// Whether the panel is open over the page.
    pub(in crate::ui) open: bool,
}

impl PanelEdge {
    /// Draws the edge as high as there is room; a click is to open the panel, or close it.
    pub(in crate::ui) fn ui(
        &self,
        place: EdgePlace<'_>,
        palette: &Palette,
        ui: &mut Ui,
    ) -> Response {
        let EdgePlace { side, panel, tooltip, open } = place;
        let (rect, response) = ui.allocate_exact_size(ui.available_size(), Sense::click());
        let name =
            if open { t!("sides.fold", name = panel) } else { t!("sides.unfold", name = panel) };
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, open, name.as_ref()));
        if response.hovered() {
            ui.painter().rect_filled(rect, 0, palette.hover);
        }
        let ink = if response.hovered() || open { palette.ink } else { palette.second };
        let top = Rect::from_min_size(rect.min, vec2(rect.width(), theme::TOP_BAR));
        let points_left = (side == PanelSide::Right) != open;
        let icon = if points_left { Icon::Left } else { Icon::Right };
        icon.paint(ui.painter(), top, ink);
        let mut y = self.paint_keys(ui, palette, top);
        y += theme::grid(2.0);
        let room = Rect::from_min_max(pos2(rect.left(), y), rect.max - vec2(0.0, theme::grid(3.0)));
        paint_upright(ui, room, &self.name, ink);
        focus_ring(ui, palette, rect.shrink(2.0), &response);
        response.on_hover_text(tooltip)
    }

    /// The keys with their colours below each other, as many as leave half of the edge to the name;
    /// returns where they end.
    fn paint_keys(&self, ui: &Ui, palette: &Palette, above: Rect) -> f32 {
        let row = theme::grid(6.0);
        let x = above.center().x;
        let most = ui.max_rect().center().y;
        let mut y = above.bottom();
        for (key, colour) in &self.keys {
            if y + row > most {
                break;
            }
            let middle = y + row / 2.0;
            ui.painter().circle_filled(pos2(x - theme::grid(2.0), middle), 4.5, *colour);
            let at = pos2(x + theme::grid(2.0), middle);
            ui.painter().text(at, Align2::CENTER_CENTER, key, theme::small(), palette.second);
            y += row;
        }
        y
    }
}

/// Chinese stands upright, character below character; other scripts are turned.
fn paint_upright(ui: &Ui, room: Rect, text: &str, ink: Color32) {
    let font = theme::content();
    if text.chars().any(is_cjk) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "the characters of an edge"
        )]
        let most = (room.height() / theme::UPRIGHT).max(0.0) as usize;
        let whole = first_characters(text, most).len() == text.len();
        let shown = if whole { most } else { most.saturating_sub(1) };
        let mut y = room.top() + theme::UPRIGHT / 2.0;
        let more = (!whole && most > 0).then_some('⋮');
        for c in first_characters(text, shown).chars().chain(more) {
            let at = pos2(room.center().x, y);
            ui.painter().text(at, Align2::CENTER_CENTER, c, font.clone(), ink);
            y += theme::UPRIGHT;
        }
        return;
    }
    let galley = turned(ui, room.height(), text, font, ink);
    // Turned clockwise around its upper left corner, which becomes the right one.
    let at = pos2(room.center().x + galley.size().y / 2.0, room.top());
    let shape = TextShape::new(at, galley, ink).with_angle(std::f32::consts::FRAC_PI_2);
    ui.painter().add(shape);
}

fn turned(ui: &Ui, most: f32, text: &str, font: FontId, ink: Color32) -> std::sync::Arc<Galley> {
    let mut job = eframe::egui::text::LayoutJob::simple_singleline(text.to_owned(), font, ink);
    job.wrap = eframe::egui::text::TextWrapping::truncate_at_width(most.max(1.0));
    ui.painter().layout_job(job)
}

/// A hairline at the side of an edge or a panel that faces the page.
pub(in crate::ui) fn page_line(ui: &Ui, palette: &Palette, side: PanelSide, rect: Rect) {
    let x = match side {
        PanelSide::Left => rect.right() - 0.5,
        PanelSide::Right => rect.left() + 0.5,
    };
    ui.painter().vline(x, rect.y_range(), Stroke::new(1.0, palette.hairline));
}
