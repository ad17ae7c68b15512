//! The bundled fonts as measures and outlines, for what is drawn without a window.
//!
//! They have no layout tables (`fonts/README.md`): one glyph a character, and a line is as wide as
//! the sum of its advances. So nothing here shapes text. The window's own drawing goes through
//! egui, from the same bytes.

use std::sync::OnceLock;

use font_reader::{
    FontRef, GlyphId, MetadataProvider as _, OutlineGlyphCollection,
    charmap::Charmap,
    instance::{LocationRef, Size},
    metrics::GlyphMetrics,
    outline::{DrawSettings, OutlinePen},
};

/// One of the bundled fonts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Typeface {
    /// Articles are set in it.
    Serif,
    /// Titles and headings.
    SerifBold,
    /// Charts, notes, what says less.
    Sans,
}

/// What stands for a character that no bundled font has, as in Chinese print: 〓.
pub const GETA: char = '〓';

/// A step of an outline, in units of the size that was asked for; down is positive.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum OutlineStep {
    /// A contour begins.
    Move(f32, f32),
    /// A straight line.
    Line(f32, f32),
    /// A curve with one control point.
    Quad(f32, f32, f32, f32),
    /// A curve with two control points.
    Cubic(f32, f32, f32, f32, f32, f32),
    /// The contour ends where it began.
    Close,
}

/// Whether a character only chooses a form of the one before it, or glues two: it is drawn as nothing.
#[must_use]
pub fn is_silent(c: char) -> bool {
    matches!(c,
        '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0020}'..='\u{e007f}' | '\u{e0100}'..='\u{e01ef}')
}

// Statics: what is written into a function stands in the program once for each place it is inlined at.
#[expect(clippy::large_include_file, reason = "the program brings its fonts along")]
static SERIF: &[u8] = include_bytes!("../../fonts/NotoSerifSC-Regular.ttf");
#[expect(clippy::large_include_file, reason = "the program brings its fonts along")]
static SERIF_BOLD: &[u8] = include_bytes!("../../fonts/NotoSerifSC-SemiBold.ttf");
#[expect(clippy::large_include_file, reason = "the program brings its fonts along")]
static SANS: &[u8] = include_bytes!("../../fonts/NotoSansSC-Regular.ttf");

/// A font that was read once.
struct ReadTypeface {
    letters: Charmap<'static>,
    metrics: GlyphMetrics<'static>,
    outlines: OutlineGlyphCollection<'static>,
    units: f32,
}

impl Typeface {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Serif, Self::SerifBold, Self::Sans];

    /// The file.
    #[must_use]
    pub const fn bytes(self) -> &'static [u8] {
        match self {
            Self::Serif => SERIF,
            Self::SerifBold => SERIF_BOLD,
            Self::Sans => SANS,
        }
    }

    fn read(self) -> Option<&'static ReadTypeface> {
        static READ: [OnceLock<Option<ReadTypeface>>; 3] =
            [OnceLock::new(), OnceLock::new(), OnceLock::new()];
        let read = || {
            let font = FontRef::new(self.bytes()).ok()?;
            let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
            let units = font.metrics(Size::unscaled(), LocationRef::default()).units_per_em;
            Some(ReadTypeface {
                letters: font.charmap(),
                metrics,
                outlines: font.outline_glyphs(),
                units: f32::from(units),
            })
        };
        READ[self as usize].get_or_init(read).as_ref()
    }

    /// The number of a character's glyph; `None` if the font has none, or it is nothing by itself.
    #[must_use]
    pub fn glyph(self, c: char) -> Option<u32> {
        if is_silent(c) {
            return None;
        }
        self.read()?.letters.map(c).map(GlyphId::to_u32).filter(|&glyph| glyph > 0)
    }

    /// How far a character takes a line on, as a part of the size. A character that the font lacks
    /// takes the room of [`GETA`].
    #[must_use]
    pub fn advance(self, c: char) -> f32 {
        if is_silent(c) {
            return 0.0;
        }
        let Some(read) = self.read() else { return 1.0 };
        let glyph = self.glyph(c).or_else(|| self.glyph(GETA));
        let units = glyph.and_then(|glyph| read.metrics.advance_width(GlyphId::new(glyph)));
        units.map_or(1.0, |units| units / read.units)
    }

    /// How wide a text is on one line, in units of `size`.
    #[must_use]
    pub fn width(self, text: &str, size: f32) -> f32 {
        text.chars().map(|c| self.advance(c)).sum::<f32>() * size
    }

    /// The outline of a glyph whose origin is at 0, 0.
    #[must_use]
    pub fn outline(self, glyph: u32, size: f32) -> Vec<OutlineStep> {
        let mut pen = Steps(Vec::new());
        if let Some(read) = self.read()
            && let Some(outline) = read.outlines.get(GlyphId::new(glyph))
        {
            let settings = DrawSettings::unhinted(Size::new(size), LocationRef::default());
            if outline.draw(settings, &mut pen).is_err() {
                pen.0.clear();
            }
        }
        pen.0
    }
}

/// Collects an outline, which a font has upside down.
struct Steps(Vec<OutlineStep>);

impl OutlinePen for Steps {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.push(OutlineStep::Move(x, -y));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.push(OutlineStep::Line(x, -y));
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.0.push(OutlineStep::Quad(cx, -cy, x, -y));
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.0.push(OutlineStep::Cubic(ax, -ay, bx, -by, x, -y));
    }

    fn close(&mut self) {
        self.0.push(OutlineStep::Close);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn han_and_full_width_marks_are_as_wide_as_they_are_high() {
        for face in Typeface::ALL {
            for c in "党、。“”—…〓".chars() {
                assert!((face.advance(c) - 1.0).abs() < 1e-6, "{face:?} {c}");
            }
            let latin = face.width("km", 10.0);
            assert!(latin > 5.0 && latin < 20.0, "{face:?}: {latin}");
            assert_eq!(face.glyph('\u{1F600}'), None);
            assert_eq!(face.glyph(GETA).map(|_| ()), Some(()));
        }
    }

    #[test]
    fn an_outline_stands_on_its_line() {
        for face in Typeface::ALL {
            let glyph = face.glyph('田').expect("a common character");
            let steps = face.outline(glyph, 100.0);
            let ys = steps.iter().filter_map(|step| match *step {
                OutlineStep::Move(_, y) | OutlineStep::Line(_, y) => Some(y),
                _ => None,
            });
            let (top, bottom) = ys.fold((f32::MAX, f32::MIN), |(t, b), y| (t.min(y), b.max(y)));
            assert!((-95.0..-60.0).contains(&top), "{face:?}: {top}");
            assert!((-5.0..15.0).contains(&bottom), "{face:?}: {bottom}");
        }
        assert!(Typeface::Sans.outline(u32::MAX, 10.0).is_empty());
    }
}
