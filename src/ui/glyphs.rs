//! What the fonts say of characters: how wide each is, and whether any of them has it.
//!
//! Asked once per character and font, because asking takes longer than breaking lines.

use eframe::egui::{FontId, epaint::text::FontsView};

use crate::text::{MARKER, is_silent};

/// What is laid out, unseen, where a marker is drawn: a letter that every font has.
pub(super) const STAND_IN: char = 'n';
/// What a table holds for a character that was not asked about yet.
const UNKNOWN: f32 = -1.0;
/// What it holds for one that no font has.
const MISSING: f32 = -2.0;
/// Characters beyond these are rare, and asked about each time.
const TABLE: usize = 0x1_0000;

/// The widths of characters in the fonts that an article is set in.
#[derive(Debug, Default)]
pub(super) struct GlyphWidths {
    fonts: Vec<(FontId, Box<[f32]>)>,
}

impl GlyphWidths {
    /// The width of each of `chars` in points; those that no font has become [`MARKER`].
    pub(super) fn measure(
        &mut self,
        chars: &mut [char],
        font: &FontId,
        fonts: &mut FontsView<'_>,
    ) -> Vec<f32> {
        let place = self.fonts.iter().position(|(known, _)| known == font);
        let place = place.unwrap_or_else(|| {
            self.fonts.push((font.clone(), vec![UNKNOWN; TABLE].into_boxed_slice()));
            self.fonts.len() - 1
        });
        let table = &mut self.fonts[place].1;
        let mut width = |c: &mut char| {
            let Some(known) = table.get_mut(*c as usize) else {
                return width_or_marker(c, font, fonts);
            };
            if *known == UNKNOWN {
                let asked = *c;
                let width = width_or_marker(c, font, fonts);
                *known = if *c == asked { width } else { MISSING };
                width
            } else if *known == MISSING {
                width_or_marker(c, font, fonts)
            } else {
                *known
            }
        };
        chars.iter_mut().map(&mut width).collect()
    }
}

/// The same for a few characters, without a table.
pub(super) fn measure(chars: &mut [char], font: &FontId, fonts: &mut FontsView<'_>) -> Vec<f32> {
    chars.iter_mut().map(|c| width_or_marker(c, font, fonts)).collect()
}

fn width_or_marker(c: &mut char, font: &FontId, fonts: &mut FontsView<'_>) -> f32 {
    if *c != MARKER && (is_silent(*c) || fonts.has_glyph(font, *c)) {
        return fonts.glyph_width(font, *c);
    }
    *c = MARKER;
    fonts.glyph_width(font, STAND_IN)
}

/// Written from right to left. The reader shows every text in the order in which it is stored, so
/// each such letter is laid out by itself.
pub(super) fn is_right_to_left(c: char) -> bool {
    matches!(c,
        '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}
