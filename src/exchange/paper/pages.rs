//! Lines on pages: no heading at a page's foot, no line of a paragraph alone, the names of themes
//! beside the lines that they belong to.

use super::{
    lines::PaperLine,
    paragraph::{PaperName, PaperParagraph},
    sheet::PaperGeometry,
};

/// A name in the margin, on its line's height or as near as there is room.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct LaneName<'a> {
    pub(super) name: &'a PaperName,
    /// The line that it stands on, from the sheet's upper edge.
    pub(super) y: f32,
}

/// A page.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct PaperPage<'a> {
    /// Which lines, each with the line that it stands on, from the sheet's upper edge.
    pub(super) lines: Vec<(usize, f32)>,
    pub(super) names: Vec<LaneName<'a>>,
    /// Names for which the margin has no room.
    pub(super) more: usize,
    /// What stands at its head.
    pub(super) running: Option<&'a str>,
    /// Whether it is the first page under that head: then the title below says it.
    pub(super) begins: bool,
}

/// Of the distance of lines, what lies above the line that the text stands on.
const ABOVE_BASE: f32 = 0.68;
/// Height of a name in the margin.
pub(super) const NAME: f32 = 10.0;

/// The pages that the lines fill; at least one.
pub(super) fn filled<'a>(
    paragraphs: &'a [PaperParagraph],
    lines: &[PaperLine],
    geometry: &PaperGeometry,
) -> Vec<PaperPage<'a>> {
    let mut pages = Vec::new();
    let mut running = None;
    let mut start = 0;
    while start < lines.len() || pages.is_empty() {
        let end = page_end(paragraphs, lines, start, geometry);
        let mut page = PaperPage::default();
        let mut y = geometry.top;
        for (number, line) in lines.iter().enumerate().take(end).skip(start) {
            let Some(paragraph) = paragraphs.get(line.paragraph) else { continue };
            let style = &paragraph.style;
            if line.first {
                page.begins |= paragraph.running.is_some();
                running = paragraph.running.as_deref().or(running);
                // Nothing stands above the first line of a page but its margin.
                y += if number == start { 0.0 } else { style.above };
            }
            page.lines.push((number, y + style.leading * ABOVE_BASE));
            y += style.leading + if line.last { style.below } else { 0.0 };
        }
        page.running = running;
        place_names(&mut page, paragraphs, lines, geometry);
        pages.push(page);
        start = end.max(start + 1);
    }
    pages
}

/// Which line begins the page behind the one that `start` begins.
fn page_end(
    paragraphs: &[PaperParagraph],
    lines: &[PaperLine],
    start: usize,
    geometry: &PaperGeometry,
) -> usize {
    let mut y = geometry.top;
    let mut full = lines.len();
    for (number, line) in lines.iter().enumerate().skip(start) {
        let Some(paragraph) = paragraphs.get(line.paragraph) else { continue };
        let style = &paragraph.style;
        let begins = line.first && paragraph.running.is_some();
        if number > start {
            if begins {
                return number;
            }
            y += if line.first { style.above } else { 0.0 };
            if y + style.leading > geometry.bottom {
                full = number;
                break;
            }
        }
        y += style.leading + if line.last { style.below } else { 0.0 };
    }
    if full == lines.len() {
        return full;
    }
    // What must not be parted goes to the next page together, unless that is the whole page.
    let mut end = full;
    while end > start + 1 && is_kept(paragraphs, lines, end - 1) {
        end -= 1;
    }
    if end > start + 1 || !is_kept(paragraphs, lines, start) { end } else { full }
}

/// Whether a line stands on the page of the next one.
fn is_kept(paragraphs: &[PaperParagraph], lines: &[PaperLine], number: usize) -> bool {
    let (Some(line), Some(next)) = (lines.get(number), lines.get(number + 1)) else { return false };
    let Some(paragraph) = paragraphs.get(line.paragraph) else { return false };
    let same = line.paragraph == next.paragraph;
    // Neither the first nor the last line of a paragraph stands alone; a heading never stands below.
    let ends = line.last && paragraph.keeps_end;
    paragraph.style.keep || ends || same && (line.first || next.last) && !paragraph.goes_on
}

/// Puts the names beside their lines, one below the other, all above the foot of the page.
fn place_names<'a>(
    page: &mut PaperPage<'a>,
    paragraphs: &'a [PaperParagraph],
    lines: &[PaperLine],
    geometry: &PaperGeometry,
) {
    let mut wanted: Vec<LaneName<'a>> = Vec::new();
    for &(number, y) in &page.lines {
        let Some(line) = lines.get(number) else { continue };
        let Some(paragraph) = paragraphs.get(line.paragraph) else { continue };
        let here = |name: &&PaperName| {
            line.chars.contains(&name.at) || line.last && name.at >= line.chars.end
        };
        wanted.extend(paragraph.names.iter().filter(here).map(|name| LaneName { name, y }));
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "names on a page: fewer than a hundred"
    )]
    let room = ((geometry.bottom - geometry.top) / NAME).max(1.0) as usize;
    if wanted.len() > room {
        // The last line says how many there are besides.
        page.more = wanted.len() - (room - 1);
        wanted.truncate(room - 1);
    }
    let mut free = f32::MIN;
    for name in &mut wanted {
        name.y = name.y.max(free);
        free = name.y + NAME;
    }
    let mut foot = geometry.bottom - if page.more > 0 { NAME } else { 0.0 };
    for name in wanted.iter_mut().rev() {
        name.y = name.y.min(foot);
        foot = name.y - NAME;
    }
    page.names = wanted;
}
