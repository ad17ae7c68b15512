//! A picture as PDF: one page as large as the picture is on the screen.

use std::io;

use krilla::geom::Transform;

use super::{
    FACE, MARGIN, POINTS,
    canvas::{PictureCanvas, draw},
};
use crate::{
    chart::{ChartPoint, ChartScene},
    exchange::{
        pdf::{self, PdfFonts, PdfSurface, PdfText},
        svg::PAGE,
    },
    text::OutlineStep,
};

/// Points of a PDF in an inch.
const PDF_POINTS: f32 = 72.0;
/// No page is longer on a side: readers refuse it.
const LARGEST: f32 = 14_400.0;

/// The scene as a PDF.
pub(super) fn pdf<T>(scene: &ChartScene<T>) -> io::Result<Vec<u8>> {
    let scale = PDF_POINTS / POINTS;
    let [width, height] = [scene.width, scene.height].map(|side| side + 2.0 * MARGIN);
    let fits = |side: f32| (1.0..=LARGEST).contains(&(side * scale));
    if !fits(width) || !fits(height) {
        return Err(io::Error::other(format!("{width} × {height}")));
    }
    let fonts = PdfFonts::new()?;
    let mut document = pdf::document(&scene.name, "zh");
    let mut page = pdf::page(&mut document, width * scale, height * scale)?;
    let mut surface = page.surface();
    surface.push_transform(&Transform::from_scale(scale, scale));
    let mut canvas = PdfSurface::new(&mut surface, &fonts);
    let ground = [
        OutlineStep::Move(0.0, 0.0),
        OutlineStep::Line(width, 0.0),
        OutlineStep::Line(width, height),
        OutlineStep::Line(0.0, height),
        OutlineStep::Close,
    ];
    canvas.fill(&ground, PAGE);
    draw(scene, &mut canvas);
    surface.pop();
    surface.finish();
    page.finish();
    pdf::finished(document)
}

impl PictureCanvas for PdfSurface<'_, '_> {
    fn fill(&mut self, outline: &[OutlineStep], colour: u32) {
        PdfSurface::fill(self, outline, colour);
    }

    fn stroke(&mut self, points: &[ChartPoint], width: f32, colour: u32) {
        let points = points.iter().map(|point| (point.x, point.y));
        PdfSurface::stroke(self, points, width, colour);
    }

    fn text(&mut self, start: ChartPoint, text: &str, size: f32, colour: u32) {
        let text = PdfText { text, face: FACE, size, colour };
        PdfSurface::text(self, start.x, start.y, &text, None);
    }
}
