//! A chart on the screen: a scene painted in the page's colours, with what its marks lead to.
//!
//! Every link of the scene is a button of its own: pointed at it shows its name, Tab goes to it, a
//! click or Enter asks for it.

use eframe::egui::{
    Align2, Color32, CornerRadius, Id, Painter, Pos2, Rect, Response, Role, Sense, Shape, Stroke,
    Ui, WidgetInfo, pos2, vec2,
};

use super::{focus_ring, paint_truncated};
use crate::{
    chart::{ChartAnchor, ChartColour, ChartMark, ChartPoint, ChartRect, ChartScene, ChartShape},
    ui::theme::{self, Palette},
};

/// Shows a chart; which of its links was asked for.
pub(in crate::ui) fn show<T>(
    ui: &mut Ui,
    palette: &Palette,
    id: Id,
    scene: &ChartScene<T>,
) -> Option<usize> {
    let (place, chart) = ui.allocate_exact_size(vec2(scene.width, scene.height), Sense::hover());
    chart.widget_info(|| WidgetInfo::labeled(Role::Figure, true, &scene.name));
    let links: Vec<Response> = scene
        .links
        .iter()
        .enumerate()
        .map(|(number, link)| {
            let area = placed_rect(place, link.area);
            let response = ui.interact(area, id.with(number), Sense::click());
            response
                .widget_info(|| WidgetInfo::selected(Role::Button, true, link.chosen, &link.name));
            response
        })
        .collect();
    for mark in &scene.marks {
        let link = mark.link.and_then(|link| links.get(link));
        let pointed = link.is_some_and(Response::hovered);
        let colour = mark.pointed.filter(|_| pointed).unwrap_or(mark.colour);
        paint(ui, place, mark, shade(palette, colour));
    }
    let mut clicked = None;
    for (number, (link, response)) in scene.links.iter().zip(links).enumerate() {
        focus_ring(ui, palette, response.rect, &response);
        if response.on_hover_text(&link.name).clicked() {
            clicked = Some(number);
        }
    }
    clicked
}

/// The shade of a colour on the page as it is.
fn shade(palette: &Palette, colour: ChartColour) -> Color32 {
    match colour {
        ChartColour::Ink => palette.ink,
        ChartColour::Second => palette.second,
        ChartColour::Faint => palette.faint,
        ChartColour::Hairline => palette.hairline,
        ChartColour::Accent => palette.accent,
        ChartColour::Tint(strength) => palette.page.lerp_to_gamma(palette.accent, strength),
        ChartColour::Theme(colour) => palette.theme(colour),
        ChartColour::Wash(colour, strength) => {
            palette.page.lerp_to_gamma(palette.theme(colour), strength)
        }
    }
}

fn placed(place: Rect, point: ChartPoint) -> Pos2 {
    place.min + vec2(point.x, point.y)
}

fn placed_rect(place: Rect, rect: ChartRect) -> Rect {
    Rect::from_min_max(placed(place, rect.min), placed(place, rect.max))
}

fn paint(ui: &Ui, place: Rect, mark: &ChartMark, colour: Color32) {
    let painter: &Painter = ui.painter();
    match &mark.shape {
        ChartShape::Rect { rect, radius } => {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a radius of a few points"
            )]
            let round = radius.clamp(0.0, 32.0) as u8;
            let top = CornerRadius { nw: round, ne: round, sw: 0, se: 0 };
            painter.rect_filled(placed_rect(place, *rect), top, colour);
        }
        ChartShape::Line { from, to, width } => {
            let ends = [placed(place, *from), placed(place, *to)];
            painter.line_segment(ends, Stroke::new(*width, colour));
        }
        ChartShape::Path { points, width } => {
            let points: Vec<Pos2> = points.iter().map(|&point| placed(place, point)).collect();
            match width {
                Some(width) => painter.line(points, Stroke::new(*width, colour)),
                None => painter.add(Shape::convex_polygon(points, colour, Stroke::NONE)),
            };
        }
        ChartShape::Text { at, anchor, text, size, room } => {
            let at = placed(place, *at);
            let (align, left) = match anchor {
                ChartAnchor::Start => (Align2::LEFT_TOP, at.x),
                ChartAnchor::Middle => (Align2::CENTER_TOP, at.x - room / 2.0),
                ChartAnchor::End => (Align2::RIGHT_TOP, at.x - room),
            };
            let rect = Rect::from_min_size(pos2(left, at.y), vec2(*room, size * 1.5));
            let font = eframe::egui::FontId { size: *size, ..theme::small() };
            paint_truncated(ui, rect, align, text, font, colour);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{annotation::Colour, exchange::svg::light_colour, session::PageTheme};

    #[test]
    fn a_saved_picture_has_the_colours_of_the_light_window() {
        let palette = Palette::of(PageTheme::Light);
        for colour in [
            ChartColour::Ink,
            ChartColour::Second,
            ChartColour::Faint,
            ChartColour::Hairline,
            ChartColour::Accent,
            ChartColour::Tint(0.0),
            ChartColour::Tint(1.0),
            ChartColour::Theme(Colour::Palette(0)),
        ] {
            let [_, red, green, blue] = light_colour(colour).to_be_bytes();
            assert_eq!(shade(&palette, colour), Color32::from_rgb(red, green, blue), "{colour:?}");
        }
    }
}
