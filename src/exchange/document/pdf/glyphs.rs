//! The glyphs of a page: what each means and where it stands.

use std::time::Instant;

use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, RenderContent, SoftMask, TransformExt,
    font::{Glyph as Shape, GlyphRun},
    hayro_cmap::{BfString, WritingMode},
    hayro_syntax::{object::Dict, page::Page, xref::XRef},
    interpret_page,
    kurbo::{Affine, BezPath, Point, Rect, Size, Vec2},
};

use super::{
    check_time,
    direction::PdfDirection,
    form, stacked,
    twice::{DrawnBefore, Stroke},
};
use crate::text::word_of_radical;

/// A page of more glyphs is no page of text; what is beyond is not read.
const MOST_GLYPHS: usize = 300_000;
/// What runs askew and is larger, in points, is a watermark.
const WATERMARK: f64 = 20.0;
/// How far the origin of a glyph is below the top of its square, in its size.
pub(super) const ASCENT: f64 = 0.88;

/// A glyph as it stands on the page as it is shown, in points from its left and its top.
#[derive(Clone, Debug)]
pub(super) struct Drawn {
    pub(super) text: String,
    /// Where its line stands, at its left.
    pub(super) at: Point,
    pub(super) direction: PdfDirection,
    /// Whether it stands below the one before it, upright.
    pub(super) is_column: bool,
    /// How far its line goes on behind it.
    pub(super) advance: f64,
    pub(super) size: f64,
    /// Whether the file says that it is no part of the text: the head and foot of a page.
    pub(super) is_artifact: bool,
    /// Whether it was written into a field of a form.
    pub(super) is_answer: bool,
}

/// A glyph, in points from the left and from the top of the page once it is turned so that its line
/// runs from left to right.
#[derive(Clone, Debug)]
pub(super) struct Glyph {
    pub(super) text: String,
    pub(super) left: f64,
    pub(super) right: f64,
    /// The line it stands on.
    pub(super) base: f64,
    pub(super) size: f64,
    /// Whether the file says that it is no part of the text.
    pub(super) is_artifact: bool,
    /// Whether it was written into a field of a form.
    pub(super) is_answer: bool,
}

/// What is on a page.
#[derive(Debug, Default)]
pub(super) struct PdfGlyphs {
    /// In the order in which they are drawn.
    pub(super) drawn: Vec<Drawn>,
    /// How many glyphs mean nothing that is known.
    pub(super) unknown: usize,
    pub(super) pictures: usize,
    /// Comments on the page.
    pub(super) comments: usize,
    /// How many stretches of text stand outside of the page.
    pub(super) outside: usize,
    /// How many stretches of text are watermarks, and what the first of them says.
    pub(super) askew: usize,
    pub(super) first_askew: String,
    pub(super) page: Size,
}

impl PdfGlyphs {
    /// The glyphs of the lines that run in `direction`, with the page turned.
    pub(super) fn turned(&self, direction: PdfDirection) -> Vec<Glyph> {
        let own = self.drawn.iter().filter(|glyph| glyph.direction == direction);
        own.map(|glyph| {
            let (mut left, base) = direction.turned(glyph.at, self.page);
            if glyph.is_column {
                left -= ASCENT * glyph.size;
            }
            Glyph {
                text: glyph.text.clone(),
                left,
                right: left + glyph.advance,
                base,
                size: glyph.size,
                is_artifact: glyph.is_artifact,
                is_answer: glyph.is_answer,
            }
        })
        .collect()
    }
}

/// The glyphs of one page and of the forms on it.
///
/// # Panics
/// With [`super::TimeIsOver`] beyond `deadline`; the library may panic on broken pages.
pub(super) fn of_page<'a>(
    page: &Page<'a>,
    cache: &InterpreterCache<'a>,
    xref: &'a XRef,
    deadline: Instant,
) -> PdfGlyphs {
    let (width, height) = page.render_dimensions();
    let size = Size::new(f64::from(width), f64::from(height));
    let transform = page.initial_transform(true).to_kurbo();
    let mut collector = Collector {
        found: PdfGlyphs { page: size, ..PdfGlyphs::default() },
        before: DrawnBefore::default(),
        marks: Vec::new(),
        deadline,
    };
    let interpret = |render_content, collector: &mut Collector| {
        let settings = InterpreterSettings { render_content, ..InterpreterSettings::default() };
        let area = Rect::from_origin_size(Point::ZERO, size);
        let mut context = Context::new(transform, area, cache, xref, settings);
        interpret_page(page, &mut context, collector);
        collector.marks.clear();
    };
    interpret(RenderContent::PAGE, &mut collector);
    let of_text = collector.found.drawn.len();
    let pictures = collector.found.pictures;
    interpret(RenderContent::ANNOTATIONS, &mut collector);
    // The signs of comments are no pictures.
    let mut found = PdfGlyphs { pictures, ..collector.found };
    form::complete(&mut found, of_text, page, transform, deadline);
    // Programs that make forms call their labels artifacts, and others the whole page.
    let artifacts = found.drawn.iter().filter(|glyph| glyph.is_artifact).count();
    if found.drawn.iter().any(|glyph| glyph.is_answer) || artifacts * 2 > found.drawn.len() {
        found.drawn.iter_mut().for_each(|glyph| glyph.is_artifact = false);
    }
    stacked::turn(&mut found.drawn);
    found
}

/// A stretch of the page that says something of itself.
#[derive(Debug, Default)]
struct Mark {
    /// Not part of the text: the head and foot of the page.
    is_artifact: bool,
    /// What its glyphs mean together, until the first of them has it.
    actual: Option<String>,
    /// Whether it says what its glyphs mean.
    says: bool,
}

/// What becomes of a glyph.
enum Fate {
    /// It is among those found, or was before, or is none.
    Taken,
    /// It is not seen.
    Outside,
    /// It says that, over the page.
    Watermark(String),
}

struct Collector {
    found: PdfGlyphs,
    before: DrawnBefore,
    marks: Vec<Mark>,
    deadline: Instant,
}

impl Collector {
    fn glyph(
        &mut self,
        transform: Affine,
        shape: &Shape<'_>,
        is_column: bool,
        is_artifact: bool,
    ) -> Fate {
        if self.found.drawn.len() >= MOST_GLYPHS {
            return Fate::Taken;
        }
        let text = self.meaning(shape);
        let width = match shape {
            Shape::Outline(outline) => outline.advance_width(),
            Shape::Type3(type3) => type3.advance_width(),
        };
        let at = transform * Point::ZERO;
        let aside = |x: f64, y: f64| transform * Point::new(x, y) - at;
        let size = aside(0.0, 1000.0).hypot();
        let (ahead, advance) = if is_column {
            (aside(0.0, -1000.0), size)
        } else {
            (aside(1000.0, 0.0), aside(f64::from(width.unwrap_or(500.0)), 0.0).hypot())
        };
        let is_sane = [at.x, at.y, size, ahead.x, ahead.y, advance].iter().all(|v| v.is_finite());
        if !is_sane || size < 0.5 || text.is_empty() {
            return Fate::Taken;
        }
        let length = ahead.hypot();
        let along = if length > 0.0 { ahead / length } else { Vec2::new(1.0, 0.0) };
        let page = Rect::from_origin_size(Point::ZERO, self.found.page);
        let is_blank = text.trim().is_empty();
        if !page.inflate(0.5 * size, 0.5 * size).contains(at + along * (advance / 2.0)) {
            return if is_blank { Fate::Taken } else { Fate::Outside };
        }
        let direction = PdfDirection::of(ahead);
        if direction.is_askew() && size > WATERMARK {
            return Fate::Watermark(text);
        }
        let stroke = Stroke { at, along, advance, size };
        if is_blank || !self.before.has(&text, stroke) {
            let is_answer = false;
            let glyph =
                Drawn { text, at, direction, is_column, advance, size, is_artifact, is_answer };
            self.found.drawn.push(glyph);
        }
        Fate::Taken
    }

    /// What a glyph means.
    fn meaning(&mut self, shape: &Shape<'_>) -> String {
        if let Some(mark) = self.marks.iter_mut().rev().find(|mark| mark.says) {
            return mark.actual.take().unwrap_or_default();
        }
        match shape.as_unicode() {
            Some(BfString::Char(c)) => plain(&c.to_string()),
            Some(BfString::String(text)) => plain(&text),
            None => {
                self.found.unknown += 1;
                String::from('\u{fffd}')
            }
        }
    }
}

impl Device<'_> for Collector {
    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'_>, _: &DrawMode) {
        check_time(self.deadline);
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, '_>, props: DrawProps<'_>, _: &DrawMode) {
        check_time(self.deadline);
        let is_artifact = self.marks.iter().any(|mark| mark.is_artifact);
        let is_column = run.writing_mode() == WritingMode::Vertical;
        let (mut watermark, mut is_outside) = (String::new(), false);
        for glyph in run.glyphs() {
            let transform = props.transform * glyph.transform();
            match self.glyph(transform, glyph, is_column, is_artifact) {
                Fate::Taken => {}
                Fate::Outside => is_outside = true,
                Fate::Watermark(text) => watermark.push_str(&text),
            }
        }
        self.found.outside += usize::from(is_outside);
        if !watermark.trim().is_empty() {
            if self.found.askew == 0 {
                self.found.first_askew = watermark;
            }
            self.found.askew += 1;
        }
    }

    fn draw_image(&mut self, _: Image<'_, '_>, _: ImageDrawProps<'_>) {
        check_time(self.deadline);
        self.found.pictures += 1;
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}

    fn begin_marked_content(&mut self, tag: &[u8], properties: Option<&Dict<'_>>) {
        let actual = properties
            .and_then(|dict| {
                dict.get::<hayro_interpret::hayro_syntax::object::String<'_>>(&b"ActualText"[..])
            })
            .map(|text| string(text.as_bytes()));
        self.marks.push(Mark { is_artifact: tag == b"Artifact", says: actual.is_some(), actual });
    }

    fn end_marked_content(&mut self) {
        self.marks.pop();
    }
}

/// A string of a PDF's own: UTF-16 or UTF-8 with a BOM, or else Latin.
pub(super) fn string(bytes: &[u8]) -> String {
    match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding.decode(bytes).0.into_owned(),
        None => encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned(),
    }
}

/// The everyday form of what a font says its glyph means.
///
/// A font that draws a radical and the character that looks like it with one glyph often names the
/// radical; Latin ligatures are two letters.
pub(super) fn plain(text: &str) -> String {
    let mut all = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{2e80}'..='\u{2fd5}' => all.push(word_of_radical(c).unwrap_or(c)),
            '\u{fb00}' => all.push_str("ff"),
            '\u{fb01}' => all.push_str("fi"),
            '\u{fb02}' => all.push_str("fl"),
            '\u{fb03}' => all.push_str("ffi"),
            '\u{fb04}' => all.push_str("ffl"),
            '\0' => {}
            c => all.push(c),
        }
    }
    all
}
