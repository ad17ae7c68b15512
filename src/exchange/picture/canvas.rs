//! What a scene is drawn on, and the drawing: shapes as outlines, texts as runs on a line.

use super::{BASELINE, FACE, MARGIN, fitting};
use crate::{
    chart::{ChartAnchor, ChartPoint, ChartScene, ChartShape, at},
    exchange::svg::light_colour,
    text::OutlineStep,
};

/// A file of pixels or of shapes. Places are points of the picture, margin and all.
pub(super) trait PictureCanvas {
    /// Fills an outline with a colour, `0x00RRGGBB`.
    fn fill(&mut self, outline: &[OutlineStep], colour: u32);

    /// Draws a line of that width over points.
    fn stroke(&mut self, points: &[ChartPoint], width: f32, colour: u32);

    /// Writes a text whose line begins at `start`.
    fn text(&mut self, start: ChartPoint, text: &str, size: f32, colour: u32);
}

/// Draws all marks of a scene, within the margin.
pub(super) fn draw<T>(scene: &ChartScene<T>, canvas: &mut impl PictureCanvas) {
    for mark in &scene.marks {
        let colour = light_colour(mark.colour);
        match &mark.shape {
            ChartShape::Rect { rect, radius } => {
                let (min, max) = (within(rect.min), within(rect.max));
                let r = radius.min(rect.height()).max(0.0);
                let outline = [
                    OutlineStep::Move(min.x, max.y),
                    OutlineStep::Line(min.x, min.y + r),
                    OutlineStep::Quad(min.x, min.y, min.x + r, min.y),
                    OutlineStep::Line(max.x - r, min.y),
                    OutlineStep::Quad(max.x, min.y, max.x, min.y + r),
                    OutlineStep::Line(max.x, max.y),
                    OutlineStep::Close,
                ];
                canvas.fill(&outline, colour);
            }
            ChartShape::Line { from, to, width } => {
                canvas.stroke(&[within(*from), within(*to)], *width, colour);
            }
            ChartShape::Path { points, width } => {
                let points: Vec<_> = points.iter().copied().map(within).collect();
                if let Some(width) = width {
                    canvas.stroke(&points, *width, colour);
                } else if let Some((first, rest)) = points.split_first() {
                    let mut outline = vec![OutlineStep::Move(first.x, first.y)];
                    outline.extend(rest.iter().map(|to| OutlineStep::Line(to.x, to.y)));
                    outline.push(OutlineStep::Close);
                    canvas.fill(&outline, colour);
                }
            }
            ChartShape::Text { at: place, anchor, text, size, room } => {
                let text = fitting(text, *size, *room);
                let width = FACE.width(&text, *size);
                let place = within(*place);
                let left = match anchor {
                    ChartAnchor::Start => place.x,
                    ChartAnchor::Middle => place.x - width / 2.0,
                    ChartAnchor::End => place.x - width,
                };
                if !text.is_empty() {
                    canvas.text(at(left, place.y + size * BASELINE), &text, *size, colour);
                }
            }
        }
    }
}

fn within(point: ChartPoint) -> ChartPoint {
    at(point.x + MARGIN, point.y + MARGIN)
}
