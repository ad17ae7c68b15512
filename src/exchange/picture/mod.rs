//! Charts as pictures in files: one scene, three kinds, the same marks and the same words in each.
//!
//! Always on the light page, whatever the window is. SVG names its fonts (see [`super::svg`]); PNG
//! and PDF are drawn with the bundled ones, so that they look the same on every machine. Same
//! scene, same bytes: no date and no path goes into them.

mod canvas;
mod page;
mod pixels;

use std::{fmt, io, path::Path};

use super::svg;
use crate::{
    chart::ChartScene,
    text::{GETA, Typeface, is_silent},
};

pub use pixels::{PicturePixels, picture_pixels};

/// How many pixels a PNG has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PictureDensity {
    /// One for each point of the scene: 96 an inch.
    Single,
    /// Two: for screens, and for most manuscripts.
    #[default]
    Double,
    /// 300 an inch, which printers of journals ask for.
    Print,
}

impl PictureDensity {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Single, Self::Double, Self::Print];

    /// Pixels an inch.
    #[must_use]
    pub const fn dots(self) -> u16 {
        match self {
            Self::Single => 96,
            Self::Double => 192,
            Self::Print => 300,
        }
    }

    /// Pixels for each point of the scene.
    #[must_use]
    pub fn scale(self) -> f32 {
        f32::from(self.dots()) / POINTS
    }
}

/// A kind of file that a picture can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureKind {
    /// Shapes, and texts that can be edited.
    Svg,
    /// Pixels.
    Png(PictureDensity),
    /// One page as large as the picture, its fonts embedded, its text selectable.
    Pdf,
}

impl PictureKind {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 5] = [
        Self::Svg,
        Self::Png(PictureDensity::Single),
        Self::Png(PictureDensity::Double),
        Self::Png(PictureDensity::Print),
        Self::Pdf,
    ];

    /// The ending of its file, without the dot.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::Png(_) => "png",
            Self::Pdf => "pdf",
        }
    }

    /// What a file of that name would be, by its ending; a PNG has two pixels for each point.
    #[must_use]
    pub fn of_path(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        let kinds = [Self::Svg, Self::Png(PictureDensity::Double), Self::Pdf];
        kinds.into_iter().find(|kind| kind.extension() == ending)
    }
}

impl fmt::Display for PictureKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.extension())
    }
}

/// Points of a scene in an inch, as in SVG and on the web.
const POINTS: f32 = 96.0;
/// Free space around the chart.
pub(super) const MARGIN: f32 = 16.0;
/// From a text's upper edge to the line it stands on, as a part of its size.
pub(super) const BASELINE: f32 = 0.88;
/// What texts of charts are set in.
const FACE: Typeface = Typeface::Sans;

/// A picture of a scene as a file of that kind. What a title and a source say is part of the scene
/// ([`ChartScene::with_title`], [`ChartScene::with_caption`]).
///
/// # Errors
/// If the picture is too large to be drawn: more than 20,000 pixels on a side.
pub fn write_picture<T>(scene: &ChartScene<T>, kind: PictureKind) -> io::Result<Vec<u8>> {
    match kind {
        PictureKind::Svg => Ok(svg::svg(scene).into_bytes()),
        PictureKind::Png(density) => pixels::png(scene, density),
        PictureKind::Pdf => page::pdf(scene),
    }
}

/// As much of a text as fits, measured in the bundled font: all kinds cut it at the same place.
/// Half a character more is let stand.
pub(super) fn fitting(text: &str, size: f32, room: f32) -> String {
    let width = FACE.width(text, size);
    if width <= room + size * 0.5 {
        return text.to_owned();
    }
    let mut left = room - FACE.advance('…') * size;
    let kept = text.chars().take_while(|&c| {
        left -= FACE.advance(c) * size;
        left >= -size * 0.5
    });
    kept.chain(['…']).collect()
}

/// What of a text the fonts have no glyph for is drawn as [`GETA`].
fn glyph(c: char) -> u32 {
    // The glyph of what is drawn as nothing: a space's.
    let c = if is_silent(c) { ' ' } else { c };
    FACE.glyph(c).or_else(|| FACE.glyph(GETA)).unwrap_or_default()
}

#[cfg(test)]
mod tests;
