//! The glyphs of a page: what each means and where it stands.

use std::collections::HashSet;
use std::panic::resume_unwind;
use std::time::Instant;

use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, RenderContent, SoftMask, TransformExt,
    font::{Glyph as Shape, GlyphRun},
    hayro_cmap::{BfString, WritingMode},
    hayro_syntax::{object::Dict, page::Page, xref::XRef},
    interpret_page,
    kurbo::{Affine, BezPath, Point, Rect},
};

use super::TimeIsOver;

/// A page of more glyphs is no page of text; what is beyond is not read.
const MOST_GLYPHS: usize = 300_000;
/// A character that may stand for more than it is: a radical that means the whole word.
const RADICALS: &str = include_str!("radicals.txt");

/// A glyph, in points from the left and from the top of the page as it is read.
#[derive(Clone, Debug)]
pub(super) struct Glyph {
    pub(super) text: String,
    pub(super) left: f64,
    pub(super) right: f64,
    /// The line it stands on.
    pub(super) base: f64,
    pub(super) size: f64,
}

/// What is on a page.
#[derive(Debug, Default)]
pub(super) struct Glyphs {
    /// Those of lines that run from left to right, in the order in which they are drawn.
    pub(super) level: Vec<Glyph>,
    /// Those of lines that run from top to bottom, turned so that they run from left to right.
    pub(super) vertical: Vec<Glyph>,
    /// How many glyphs mean nothing that is known.
    pub(super) unknown: usize,
    pub(super) pictures: usize,
    pub(super) height: f64,
}

/// The glyphs of one page.
///
/// # Panics
/// With [`TimeIsOver`] beyond `deadline`; the library may panic on broken pages.
pub(super) fn of_page<'a>(
    page: &Page<'a>,
    cache: &InterpreterCache<'a>,
    xref: &'a XRef,
    deadline: Instant,
) -> Glyphs {
    let (width, height) = page.render_dimensions();
    let (width, height) = (f64::from(width), f64::from(height));
    let settings = InterpreterSettings {
        // Comments and forms stand on the page, not in its text.
        render_content: RenderContent::PAGE,
        ..InterpreterSettings::default()
    };
    let transform = page.initial_transform(true).to_kurbo();
    let area = Rect::new(0.0, 0.0, width, height);
    let mut context = Context::new(transform, area, cache, xref, settings);
    let mut collector = Collector {
        found: Glyphs { height, ..Glyphs::default() },
        width,
        seen: HashSet::new(),
        marks: Vec::new(),
        deadline,
    };
    interpret_page(page, &mut context, &mut collector);
    collector.found
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

struct Collector {
    found: Glyphs,
    width: f64,
    /// Where each character was drawn: some are drawn twice, to look bold.
    seen: HashSet<(String, i64, i64)>,
    marks: Vec<Mark>,
    deadline: Instant,
}

impl Collector {
    fn check_time(&self) {
        if Instant::now() > self.deadline {
            // There is no other way out of the interpreter; it is caught where the file is read.
            resume_unwind(Box::new(TimeIsOver));
        }
    }

    fn glyph(&mut self, transform: Affine, shape: &Shape<'_>, is_vertical: bool) {
        if self.found.level.len() + self.found.vertical.len() >= MOST_GLYPHS {
            return;
        }
        let text = self.meaning(shape);
        let advance = match shape {
            Shape::Outline(outline) => outline.advance_width(),
            Shape::Type3(type3) => type3.advance_width(),
        };
        let origin = transform * Point::ZERO;
        let size = (transform * Point::new(0.0, 1000.0) - origin).hypot();
        let ahead = transform * Point::new(f64::from(advance.unwrap_or(500.0)), 0.0) - origin;
        let is_sane = [origin.x, origin.y, size, ahead.x, ahead.y].iter().all(|v| v.is_finite());
        if !is_sane || size < 0.5 || text.is_empty() {
            return;
        }
        // What runs askew is a watermark or stands in a figure.
        if ahead.y.abs() > ahead.x.abs() * 0.3 + 0.1 || ahead.x < -0.1 {
            return;
        }
        let (left, base, length) = if is_vertical {
            // The first column is at the right.
            (origin.y, self.width - origin.x, size)
        } else {
            (origin.x, origin.y, ahead.x)
        };
        if !text.trim().is_empty() && self.was_drawn(&text, left, base, size) {
            return;
        }
        let glyph = Glyph { text, left, right: left + length, base, size };
        if is_vertical {
            self.found.vertical.push(glyph);
        } else {
            self.found.level.push(glyph);
        }
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

    /// Whether the same character was drawn at the same place before.
    #[expect(clippy::cast_possible_truncation, reason = "places on a page are small; it saturates")]
    fn was_drawn(&mut self, text: &str, left: f64, base: f64, size: f64) -> bool {
        let step = (size * 0.3).max(0.2);
        let (x, y) = ((left / step).round() as i64, (base / step).round() as i64);
        let near = |dx: i64, dy: i64| (text.to_owned(), x.saturating_add(dx), y.saturating_add(dy));
        let is_seen = [(0, 0), (-1, 0), (1, 0), (0, -1), (0, 1)]
            .iter()
            .any(|&(dx, dy)| self.seen.contains(&near(dx, dy)));
        if !is_seen {
            self.seen.insert(near(0, 0));
        }
        is_seen
    }
}

impl Device<'_> for Collector {
    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'_>, _: &DrawMode) {
        self.check_time();
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, '_>, props: DrawProps<'_>, _: &DrawMode) {
        self.check_time();
        if self.marks.iter().any(|mark| mark.is_artifact) {
            return;
        }
        let is_vertical = run.writing_mode() == WritingMode::Vertical;
        for glyph in run.glyphs() {
            self.glyph(props.transform * glyph.transform(), glyph, is_vertical);
        }
    }

    fn draw_image(&mut self, _: Image<'_, '_>, _: ImageDrawProps<'_>) {
        self.check_time();
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
            '\u{2e80}'..='\u{2fd5}' => {
                let line = RADICALS.lines().find_map(|line| line.strip_prefix(c));
                match line {
                    Some(line) => all.push_str(line),
                    None => all.push(c),
                }
            }
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
