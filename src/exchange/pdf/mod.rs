//! Pages of a PDF: outlines, lines and texts at their places, with the bundled fonts embedded.
//!
//! What pages hold and where is for others to say ([`super::picture`]). Only the glyphs that are
//! used are embedded; every glyph knows its characters, so that text can be selected and searched.
//! Same pages, same bytes: the file bears no date.

use std::{collections::BTreeMap, io, ops::Range};

use krilla::{
    Document, SerializeSettings,
    color::rgb,
    geom::{PathBuilder, Point},
    metadata::Metadata,
    page::{Page, PageSettings},
    paint::{Fill, FillRule, LineJoin, Stroke},
    surface::Surface,
    text::{Font, GlyphId, KrillaGlyph},
};

use crate::text::{GETA, OutlineStep, Typeface, is_silent};

/// The fonts, as the library wants them.
pub(super) struct PdfFonts(BTreeMap<Typeface, Font>);

impl PdfFonts {
    /// Read from the bundled files.
    pub(super) fn new() -> io::Result<Self> {
        let read = |face: Typeface| {
            let font = Font::new(face.bytes().into(), 0);
            font.map(|font| (face, font)).ok_or_else(|| io::Error::other("a bundled font"))
        };
        Typeface::ALL.into_iter().map(read).collect::<io::Result<_>>().map(Self)
    }
}

/// A document of that title, in that language, without pages yet.
pub(super) fn document(title: &str, language: &str) -> Document {
    let settings = SerializeSettings { enable_tagging: false, ..SerializeSettings::default() };
    let mut document = Document::new_with(settings);
    let metadata = Metadata::new().title(title.to_owned()).language(language.to_owned());
    document.set_metadata(metadata.creator(PROGRAM.to_owned()));
    document
}

/// What made the file.
const PROGRAM: &str = "Quandian";

/// Begins a page, whose size is in points of a 72nd of an inch.
pub(super) fn page(document: &mut Document, width: f32, height: f32) -> io::Result<Page<'_>> {
    let settings = PageSettings::from_wh(width, height);
    let settings = settings.ok_or_else(|| io::Error::other(format!("{width} × {height}")))?;
    Ok(document.start_page_with(settings))
}

/// The finished file.
pub(super) fn finished(document: Document) -> io::Result<Vec<u8>> {
    document.finish().map_err(|error| io::Error::other(format!("{error:?}")))
}

/// A text on one line, each character at its place.
pub(super) struct PdfText<'a> {
    /// What is set, in reading order.
    pub(super) text: &'a str,
    /// Which glyphs.
    pub(super) face: Typeface,
    /// Of the letters.
    pub(super) size: f32,
    /// `0x00RRGGBB`.
    pub(super) colour: u32,
}

/// What is drawn on a page. Places are points from the top left.
pub(super) struct PdfSurface<'a, 'b> {
    surface: &'a mut Surface<'b>,
    fonts: &'a PdfFonts,
    /// Characters that no bundled font has, which are drawn as [`GETA`].
    pub(super) missing: usize,
}

impl<'a, 'b> PdfSurface<'a, 'b> {
    /// On a page's own surface.
    pub(super) fn new(surface: &'a mut Surface<'b>, fonts: &'a PdfFonts) -> Self {
        Self { surface, fonts, missing: 0 }
    }

    /// Fills an outline.
    pub(super) fn fill(&mut self, outline: &[OutlineStep], colour: u32) {
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
        let Some(path) = builder.finish() else { return };
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(filled(colour)));
        self.surface.draw_path(&path);
    }

    /// Draws a line over points.
    pub(super) fn stroke(
        &mut self,
        points: impl IntoIterator<Item = (f32, f32)>,
        width: f32,
        colour: u32,
    ) {
        let mut builder = PathBuilder::new();
        for (number, (x, y)) in points.into_iter().enumerate() {
            match number {
                0 => builder.move_to(x, y),
                _ => builder.line_to(x, y),
            }
        }
        let Some(path) = builder.finish() else { return };
        self.surface.set_fill(None);
        let stroke = Stroke {
            paint: rgb_of(colour).into(),
            width,
            line_join: LineJoin::Round,
            ..Stroke::default()
        };
        self.surface.set_stroke(Some(stroke));
        self.surface.draw_path(&path);
    }

    /// Writes a text whose line begins at `x`, `y`. `steps` are the places of its characters, from
    /// the first one's; none for the font's own advances.
    pub(super) fn text(&mut self, x: f32, y: f32, text: &PdfText<'_>, steps: Option<&[f32]>) {
        let Some(font) = self.fonts.0.get(&text.face) else { return };
        let mut glyphs: Vec<KrillaGlyph> = Vec::with_capacity(text.text.len() / 2);
        for (number, (at, c)) in text.text.char_indices().enumerate() {
            if is_silent(c) {
                // It goes along with what it belongs to.
                if let Some(before) = glyphs.last_mut() {
                    before.text_range.end = at + c.len_utf8();
                }
                continue;
            }
            let own = text.face.glyph(c);
            self.missing += usize::from(own.is_none());
            let glyph = own.or_else(|| text.face.glyph(GETA)).unwrap_or_default();
            let advance = text.face.advance(c);
            let next = steps.and_then(|steps| {
                let (here, next) = (steps.get(number)?, steps.get(number + 1)?);
                Some((next - here) / text.size)
            });
            glyphs.push(pdf_glyph(glyph, at..at + c.len_utf8(), next.unwrap_or(advance)));
        }
        if glyphs.is_empty() {
            return;
        }
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(filled(text.colour)));
        let start = Point::from_xy(x, y);
        self.surface.draw_glyphs(start, &glyphs, font.clone(), text.text, text.size, false);
    }
}

fn pdf_glyph(glyph: u32, text_range: Range<usize>, x_advance: f32) -> KrillaGlyph {
    let glyph_id = GlyphId::new(glyph);
    let (x_offset, y_offset, y_advance) = (0.0, 0.0, 0.0);
    KrillaGlyph { glyph_id, text_range, x_advance, x_offset, y_offset, y_advance, location: None }
}

fn filled(colour: u32) -> Fill {
    Fill { paint: rgb_of(colour).into(), rule: FillRule::NonZero, ..Fill::default() }
}

fn rgb_of(colour: u32) -> rgb::Color {
    let [_, red, green, blue] = colour.to_be_bytes();
    rgb::Color::new(red, green, blue)
}
