//! Pages drawn as PDF: grounds and lines below the text first, then the text in reading order, then
//! what stands around it, so that what is copied reads as it was written.

use std::{io, ops::Range};

use krilla::{
    destination::XyzDestination,
    geom::Point,
    outline::{Outline, OutlineNode},
};

use super::{
    PaperDocument,
    article::DEEPEST,
    lines::PaperLine,
    pages::{NAME, PaperPage},
    paragraph::{PaperParagraph, SECOND, shown, tint},
    sheet::PaperGeometry,
};
use crate::{
    exchange::pdf::{self, PdfFonts, PdfSurface, PdfText},
    text::{OutlineStep, Typeface},
};

/// Sizes of what stands around the text.
const HEAD_SIZE: f32 = 8.0;
const NAME_SIZE: f32 = 7.5;
/// From the sheet's upper edge to its head, from its lower edge to its number.
const HEAD: f32 = 44.0;
const FOOT: f32 = 38.0;
/// Of a theme's colour in the ground of what is marked.
const GROUND: f32 = 0.17;
/// Thickness of the line below it, and from one such line to the next.
const UNDERLINE: f32 = 1.1;
const NEXT_UNDERLINE: f32 = 1.9;
/// Side of the chip before a name.
const CHIP: f32 = 5.0;

/// The file, and how many characters no font of ours has.
pub(super) fn pdf(
    document: &PaperDocument,
    lines: &[PaperLine],
    pages: &[PaperPage<'_>],
    language: &str,
) -> io::Result<(Vec<u8>, usize)> {
    let PaperDocument { title, paragraphs, geometry } = document;
    let fonts = PdfFonts::new()?;
    let mut file = pdf::document(title, language);
    let mut missing = 0;
    for (number, page) in (1..).zip(pages) {
        let mut sheet = pdf::page(&mut file, geometry.width, geometry.height)?;
        let mut surface = sheet.surface();
        let mut drawn = PdfSurface::new(&mut surface, &fonts);
        marks(&mut drawn, page, paragraphs, lines, geometry);
        texts(&mut drawn, page, paragraphs, lines, geometry);
        names(&mut drawn, page, geometry);
        around(&mut drawn, page, geometry, (number, pages.len()));
        missing += drawn.missing;
        surface.finish();
        sheet.finish();
    }
    file.set_outline(outline(paragraphs, lines, pages, geometry));
    Ok((pdf::finished(file)?, missing))
}

/// A line of a page, with its paragraph and the height that it stands on.
fn lines_of<'a>(
    page: &'a PaperPage<'_>,
    paragraphs: &'a [PaperParagraph],
    lines: &'a [PaperLine],
) -> impl Iterator<Item = (&'a PaperLine, &'a PaperParagraph, f32)> {
    page.lines.iter().filter_map(move |&(number, y)| {
        let line = lines.get(number)?;
        Some((line, paragraphs.get(line.paragraph)?, y))
    })
}

fn marks(
    drawn: &mut PdfSurface<'_, '_>,
    page: &PaperPage<'_>,
    paragraphs: &[PaperParagraph],
    lines: &[PaperLine],
    geometry: &PaperGeometry,
) {
    for (line, paragraph, y) in lines_of(page, paragraphs, lines) {
        let size = paragraph.style.size;
        // Of several grounds the one on top is that of the uppermost line below the text.
        for depth in (0..DEEPEST).rev() {
            for mark in paragraph.marks.iter().filter(|mark| mark.depth == depth) {
                let Some((from, to)) = line.extent(&mark.chars) else { continue };
                let (from, to) = (geometry.left + from, geometry.left + to);
                let ground = rectangle(from, y - 0.92 * size, to, y + 0.17 * size);
                drawn.fill(&ground, tint(mark.colour, GROUND));
            }
        }
        for mark in &paragraph.marks {
            let Some((from, to)) = line.extent(&mark.chars) else { continue };
            #[expect(clippy::cast_precision_loss, reason = "at most four")]
            let below = y + 0.17 * size + UNDERLINE / 2.0 + mark.depth as f32 * NEXT_UNDERLINE;
            let ends = [(geometry.left + from, below), (geometry.left + to, below)];
            drawn.stroke(ends, UNDERLINE, mark.colour);
        }
    }
}

fn texts(
    drawn: &mut PdfSurface<'_, '_>,
    page: &PaperPage<'_>,
    paragraphs: &[PaperParagraph],
    lines: &[PaperLine],
    geometry: &PaperGeometry,
) {
    for (line, paragraph, y) in lines_of(page, paragraphs, lines) {
        let style = &paragraph.style;
        for (run, is_faint) in runs(line, paragraph) {
            let text: String =
                paragraph.chars.get(run.clone()).unwrap_or_default().iter().collect();
            let from = run.start - line.chars.start;
            let Some(places) = line.places.get(from..=from + run.len()) else { continue };
            let Some(&x) = places.first() else { continue };
            let colour = if is_faint { SECOND } else { style.colour };
            let text = PdfText { text: &text, face: style.face, size: style.size, colour };
            drawn.text(geometry.left + x, y, &text, Some(places));
        }
    }
}

/// The stretches of a line that are of one colour, and whether it is the pale one.
fn runs(line: &PaperLine, paragraph: &PaperParagraph) -> Vec<(Range<usize>, bool)> {
    let mut cuts = vec![line.chars.start, line.chars.end];
    for faint in &paragraph.faint {
        cuts.extend([faint.start, faint.end].into_iter().filter(|at| line.chars.contains(at)));
    }
    cuts.sort_unstable();
    cuts.dedup();
    let is_faint = |at: usize| paragraph.faint.iter().any(|faint| faint.contains(&at));
    cuts.windows(2).map(|pair| (pair[0]..pair[1], is_faint(pair[0]))).collect()
}

fn names(drawn: &mut PdfSurface<'_, '_>, page: &PaperPage<'_>, geometry: &PaperGeometry) {
    let left = geometry.lane + CHIP + 4.0;
    let room = geometry.lane_width - CHIP - 4.0;
    let write = |drawn: &mut PdfSurface<'_, '_>, y: f32, text: &str| {
        let text = fitting(text, room);
        let text = PdfText { text: &text, face: Typeface::Sans, size: NAME_SIZE, colour: SECOND };
        drawn.text(left, y, &text, None);
    };
    for name in &page.names {
        let chip = rectangle(geometry.lane, name.y - CHIP, geometry.lane + CHIP, name.y);
        drawn.fill(&chip, name.name.colour);
        write(drawn, name.y, &name.name.text);
    }
    if page.more > 0 {
        let y = page.names.last().map_or(geometry.top, |name| name.y) + NAME;
        write(drawn, y.min(geometry.bottom), &format!("+{}", page.more));
    }
}

/// As much of a name as fits, with the number of its memo, which stands at its end.
fn fitting(text: &str, room: f32) -> String {
    let chars = shown(text);
    let width =
        |chars: &[char]| chars.iter().map(|&c| Typeface::Sans.advance(c)).sum::<f32>() * NAME_SIZE;
    if width(&chars) <= room {
        return chars.into_iter().collect();
    }
    let number = chars.iter().rposition(|&c| c == '[').filter(|_| text.ends_with(']'));
    let (name, end) = chars.split_at(number.unwrap_or(chars.len()));
    let mut kept = name.len();
    let left = room - width(end) - width(&['…']);
    while kept > 0 && width(&name[..kept]) > left {
        kept -= 1;
    }
    name.iter().take(kept).chain(&['…']).chain(end).collect()
}

/// The head of a page and its number.
fn around(
    drawn: &mut PdfSurface<'_, '_>,
    page: &PaperPage<'_>,
    geometry: &PaperGeometry,
    (number, count): (usize, usize),
) {
    let (face, colour) = (Typeface::Sans, SECOND);
    let centred = |drawn: &mut PdfSurface<'_, '_>, y: f32, text: &str| {
        let x = geometry.left + (geometry.column - face.width(text, HEAD_SIZE)) / 2.0;
        drawn.text(x, y, &PdfText { text, face, size: HEAD_SIZE, colour }, None);
    };
    if let Some(running) = page.running {
        let text: String = shown(running).into_iter().collect();
        let text = if face.width(&text, HEAD_SIZE) > geometry.column {
            let mut left = geometry.column - HEAD_SIZE;
            let fits = |c: &char| {
                left -= face.advance(*c) * HEAD_SIZE;
                left >= 0.0
            };
            text.chars().take_while(fits).chain(['…']).collect()
        } else {
            text
        };
        if !page.begins {
            centred(drawn, HEAD, &text);
        }
    }
    centred(drawn, geometry.height - FOOT, &format!("{number} / {count}"));
}

/// Bookmarks: titles, and headings below them.
fn outline(
    paragraphs: &[PaperParagraph],
    lines: &[PaperLine],
    pages: &[PaperPage<'_>],
    geometry: &PaperGeometry,
) -> Outline {
    let mut outline = Outline::new();
    let mut title: Option<OutlineNode> = None;
    for (at, page) in pages.iter().enumerate() {
        for (line, paragraph, y) in lines_of(page, paragraphs, lines) {
            let Some(depth) = paragraph.outline.filter(|_| line.first) else { continue };
            let place = Point::from_xy(geometry.left, (y - 1.5 * paragraph.style.size).max(0.0));
            let node = OutlineNode::new(paragraph.text(), XyzDestination::new(at, place));
            match &mut title {
                Some(title) if depth > 0 => title.push_child(node),
                _ => {
                    if let Some(before) = title.replace(node) {
                        outline.push_child(before);
                    }
                }
            }
        }
    }
    if let Some(last) = title {
        outline.push_child(last);
    }
    outline
}

fn rectangle(left: f32, top: f32, right: f32, bottom: f32) -> [OutlineStep; 5] {
    [
        OutlineStep::Move(left, top),
        OutlineStep::Line(right, top),
        OutlineStep::Line(right, bottom),
        OutlineStep::Line(left, bottom),
        OutlineStep::Close,
    ]
}
