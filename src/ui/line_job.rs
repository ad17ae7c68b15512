//! A line as it was set, handed to epaint: which sections it is drawn in, and where its characters
//! then are.

use eframe::egui::{
    Color32, FontId, TextFormat,
    epaint::text::{FontsView, LayoutJob, TextWrapping},
};

use super::{
    glyphs,
    typeset::{self, MARKER, SetLine},
};

/// From where a line begins or ends to the ink of a mark that stands there.
const BESIDE_INK: f32 = 0.5;

/// A line as epaint sets it: sections of equal gaps, no breaking of its own.
pub(super) fn job(chars: &[char], line: &SetLine, font: &FontId, line_height: f32) -> LayoutJob {
    let mut job = LayoutJob {
        wrap: TextWrapping { max_width: f32::INFINITY, ..TextWrapping::default() },
        break_on_newline: false,
        keep_trailing_whitespace: true,
        round_output_to_gui: false,
        ..LayoutJob::default()
    };
    for (place, gap) in line.gaps.iter().enumerate() {
        let end = line.gaps.get(place + 1).map_or(line.chars.end, |next| next.from);
        let run = chars.get(gap.from..end).unwrap_or_default();
        let apart = |c: char| c == MARKER || glyphs::is_right_to_left(c);
        for part in run.chunk_by(|&before, &after| !apart(before) && !apart(after)) {
            let is_marker = part == [MARKER];
            let shown = |&c: &char| if is_marker { glyphs::STAND_IN } else { c };
            let text: String = part.iter().map(shown).collect();
            let format = TextFormat {
                font_id: font.clone(),
                extra_letter_spacing: gap.extra,
                line_height: Some(line_height),
                color: if is_marker { Color32::TRANSPARENT } else { Color32::PLACEHOLDER },
                ..TextFormat::default()
            };
            job.append(&text, 0.0, format);
        }
    }
    job
}

/// Where epaint puts the characters: the truth that selection and marks go by.
///
/// The line begins and ends with what is seen of it. A mark there has given up its blank half, or
/// hangs beyond the edge with it, and spaces stand outside: what is drawn under the text must not.
pub(super) fn edges(job: &LayoutJob, line: &SetLine, fonts: &mut FontsView<'_>) -> Vec<f32> {
    let galley = fonts.layout_job(job.clone());
    let glyphs = galley.rows.iter().flat_map(|row| row.row.glyphs.iter().map(|g| (row.pos.x, g)));
    let mut edges: Vec<f32> =
        glyphs.clone().map(|(x, glyph)| line.left + x + glyph.pos.x).collect();
    if let (Some((x, glyph)), Some(start)) = (glyphs.clone().next(), edges.first_mut())
        && typeset::is_blank_before(glyph.chr)
        && !glyph.uv_rect.is_nothing()
    {
        let ink = line.left + x + glyph.pos.x + glyph.uv_rect.offset.x;
        *start = start.max(ink - BESIDE_INK);
    }
    let mut end = line.left;
    for (x, glyph) in glyphs.filter(|(_, glyph)| !glyph.chr.is_whitespace()) {
        let whole = glyph.max_x();
        let ink = glyph.pos.x + glyph.uv_rect.offset.x + glyph.uv_rect.size.x;
        let gives_up = typeset::is_blank_behind(glyph.chr) && !glyph.uv_rect.is_nothing();
        end = line.left + x + if gives_up { whole.min(ink + BESIDE_INK) } else { whole };
    }
    // One edge a character and one at the end, whatever the shaper made of odd clusters.
    edges.resize(line.chars.len(), end);
    for edge in &mut edges {
        *edge = edge.min(end);
    }
    edges.push(end);
    edges
}
