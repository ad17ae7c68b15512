//! A picture as pixels, and these as PNG.

use std::io;

use tiny_skia::{
    FillRule, LineJoin, Paint, Path, PathBuilder, Pixmap, PremultipliedColorU8, Stroke, Transform,
};

use super::{
    FACE, MARGIN, PictureDensity,
    canvas::{PictureCanvas, draw},
    glyph,
};
use crate::{
    chart::{ChartPoint, ChartScene},
    exchange::svg::PAGE,
    text::OutlineStep,
};

/// No picture has more pixels on a side: a scene that asks for more is a mistake.
const LARGEST: f32 = 20_000.0;
/// An inch in metres.
const INCH: f64 = 0.0254;

/// A picture as rows of pixels from the top, three bytes each: red, green, blue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PicturePixels {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// All of them.
    pub rgb: Vec<u8>,
}

/// The scene as pixels.
///
/// # Errors
/// If it is too large to be drawn.
pub fn picture_pixels<T>(
    scene: &ChartScene<T>,
    density: PictureDensity,
) -> io::Result<PicturePixels> {
    let scale = density.scale();
    let [width, height] = [scene.width, scene.height].map(|side| (side + 2.0 * MARGIN) * scale);
    let fits = |side: f32| (1.0..=LARGEST).contains(&side);
    if !fits(width) || !fits(height) {
        return Err(io::Error::other(format!("{width} × {height}")));
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "was found to be between 1 and the largest"
    )]
    let [columns, rows] = [width, height].map(|side| side.ceil() as u32);
    let too_large = || io::Error::other(format!("{columns} × {rows}"));
    let mut canvas = Pixels { map: Pixmap::new(columns, rows).ok_or_else(too_large)?, scale };
    let [_, red, green, blue] = PAGE.to_be_bytes();
    canvas.map.fill(tiny_skia::Color::from_rgba8(red, green, blue, u8::MAX));
    draw(scene, &mut canvas);
    // The page is opaque, so are all pixels.
    let rgb = |pixel: &PremultipliedColorU8| [pixel.red(), pixel.green(), pixel.blue()];
    let rgb = canvas.map.pixels().iter().flat_map(rgb).collect();
    Ok(PicturePixels { width: columns, height: rows, rgb })
}

/// The scene as PNG that says how large it is on paper.
pub(super) fn png<T>(scene: &ChartScene<T>, density: PictureDensity) -> io::Result<Vec<u8>> {
    let pixels = picture_pixels(scene, density)?;
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, pixels.width, pixels.height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few thousand")]
    let per_metre = (f64::from(density.dots()) / INCH).round() as u32;
    encoder.set_pixel_dims(Some(png::PixelDimensions {
        xppu: per_metre,
        yppu: per_metre,
        unit: png::Unit::Meter,
    }));
    let mut writer = encoder.write_header().map_err(io::Error::other)?;
    writer.write_image_data(&pixels.rgb).map_err(io::Error::other)?;
    writer.finish().map_err(io::Error::other)?;
    Ok(bytes)
}

struct Pixels {
    map: Pixmap,
    scale: f32,
}

impl Pixels {
    fn fill_path(&mut self, path: &Path, colour: u32, transform: Transform) {
        let paint = paint(colour);
        self.map.fill_path(path, &paint, FillRule::Winding, transform, None);
    }
}

impl PictureCanvas for Pixels {
    fn fill(&mut self, outline: &[OutlineStep], colour: u32) {
        if let Some(path) = path(outline) {
            self.fill_path(&path, colour, Transform::from_scale(self.scale, self.scale));
        }
    }

    fn stroke(&mut self, points: &[ChartPoint], width: f32, colour: u32) {
        let mut builder = PathBuilder::new();
        for (number, point) in points.iter().enumerate() {
            match number {
                0 => builder.move_to(point.x, point.y),
                _ => builder.line_to(point.x, point.y),
            }
        }
        let Some(path) = builder.finish() else { return };
        let stroke = Stroke { width, line_join: LineJoin::Round, ..Stroke::default() };
        let transform = Transform::from_scale(self.scale, self.scale);
        self.map.stroke_path(&path, &paint(colour), &stroke, transform, None);
    }

    fn text(&mut self, start: ChartPoint, text: &str, size: f32, colour: u32) {
        let mut x = start.x * self.scale;
        let (y, size) = (start.y * self.scale, size * self.scale);
        for c in text.chars() {
            if let Some(path) = path(&FACE.outline(glyph(c), size)) {
                self.fill_path(&path, colour, Transform::from_translate(x, y));
            }
            x += FACE.advance(c) * size;
        }
    }
}

fn paint(colour: u32) -> Paint<'static> {
    let [_, red, green, blue] = colour.to_be_bytes();
    let mut paint = Paint::default();
    paint.set_color_rgba8(red, green, blue, u8::MAX);
    paint
}

fn path(outline: &[OutlineStep]) -> Option<Path> {
    let mut builder = PathBuilder::new();
    for step in outline {
        match *step {
            OutlineStep::Move(x, y) => builder.move_to(x, y),
            OutlineStep::Line(x, y) => builder.line_to(x, y),
            OutlineStep::Quad(cx, cy, x, y) => builder.quad_to(cx, cy, x, y),
            OutlineStep::Cubic(ax, ay, bx, by, x, y) => builder.cubic_to(ax, ay, bx, by, x, y),
            OutlineStep::Close => builder.close(),
        }
    }
    builder.finish()
}
