//! A line as it was set, handed to epaint: which sections it is drawn in, and where its characters
//! then are.

use eframe::egui::{
    Color32, FontId, TextFormat,
    epaint::text::{FontsView, LayoutJob, TextWrapping},
};

use super::{
    glyphs,
    typeset::{MARKER, SetLine},
};

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
pub(super) fn edges(job: &LayoutJob, line: &SetLine, fonts: &mut FontsView<'_>) -> Vec<f32> {
    let galley = fonts.layout_job(job.clone());
    let glyphs = galley.rows.iter().flat_map(|row| row.row.glyphs.iter().map(|g| (row.pos.x, g)));
    let mut edges: Vec<f32> =
        glyphs.clone().map(|(x, glyph)| line.left + x + glyph.pos.x).collect();
    let end = glyphs.last().map_or(line.left, |(x, glyph)| line.left + x + glyph.max_x());
    // One edge a character and one at the end, whatever the shaper made of odd clusters.
    edges.resize(line.chars.len(), end);
    edges.push(end);
    edges
}
