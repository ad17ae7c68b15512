//! The measure: how wide the text's column is, and where it stands beside the lane and the minimap.
//!
//! The column is a whole number of characters wide, so that a line of nothing but Han characters is
//! full without a gap between them.

use eframe::egui::{FontId, Rect, Ui, pos2, vec2};

use super::ArticleText;
use crate::{
    session::Settings,
    ui::{fonts, theme},
};

/// So many characters a line has at least, as long as a panel beside the text can fold.
const LEAST_CHARS: u16 = 22;
/// And so many where another text stands beside it; with fewer, that one stands below.
const LEAST_CHARS_OF_TWO: u16 = 16;
/// And so many whatever there is beside it.
const FEWEST_CHARS: f32 = 8.0;
/// The lane's part of the page.
const LANE_PART: f32 = 0.17;
/// The same where another text stands beside it.
const LANE_PART_OF_TWO: f32 = 0.13;
/// Left and right of the column, beside what the lane takes.
const MARGINS: f32 = theme::grid(6.0);

/// Where everything stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct TextPlaces {
    pub(super) page: Rect,
    pub(super) column: Rect,
    pub(super) lane: Rect,
    /// The minimap's.
    pub(super) strip: Rect,
}

/// How wide the page must be for a line of [`LEAST_CHARS`], or of as many as the user wants.
pub(in super::super) fn least_width(settings: &Settings) -> f32 {
    width_for(settings, LEAST_CHARS, false)
}

/// How wide a text must be at least for another to stand beside it.
pub(in super::super) fn least_width_of_two(settings: &Settings) -> f32 {
    width_for(settings, LEAST_CHARS_OF_TWO, true)
}

/// How wide a text, alone or one of two, must be for a line of `chars`, or of as many as the user
/// wants.
fn width_for(settings: &Settings, chars: u16, of_two: bool) -> f32 {
    let em = theme::TEXT.size * f32::from(settings.text_percent) / 100.0;
    // An own font may be a little wider than its size says.
    let column = f32::from(settings.measure.min(chars)) * em + 2.0;
    let beside = column + theme::LANE_GAP + MARGINS;
    let (part, least) = lane_part(of_two);
    let lane = (beside * part / (1.0 - part)).clamp(least, theme::LANE);
    beside + lane + theme::MINIMAP
}

/// How wide the lane is beside a page of that width; of two texts, each has less for it.
fn lane_width(page: f32, of_two: bool) -> f32 {
    let (part, least) = lane_part(of_two);
    (page * part).clamp(least, theme::LANE)
}

/// The lane's part of the page, and how narrow it may be.
fn lane_part(of_two: bool) -> (f32, f32) {
    if of_two { (LANE_PART_OF_TWO, theme::LANE_OF_TWO) } else { (LANE_PART, theme::LANE_NARROW) }
}

impl ArticleText<'_> {
    /// Where everything stands in what `ui` has left.
    pub(super) fn places(&self, ui: &Ui) -> TextPlaces {
        let rect = ui.available_rect_before_wrap();
        let settings = self.session.settings();
        let scale = f32::from(settings.text_percent) / 100.0;
        let font = FontId::new(theme::TEXT.size * scale, fonts::text(settings.text_font));
        let em = ui.fonts_mut(|fonts| fonts.glyph_width(&font, '国')).max(1.0);
        let strip = if self.alone { 0.0 } else { theme::MINIMAP };
        let strip = Rect::from_min_max(pos2(rect.right() - strip, rect.top()), rect.max);
        let page = Rect::from_min_max(rect.min, pos2(strip.left(), rect.bottom()));
        let lane = if self.alone { 0.0 } else { lane_width(page.width(), self.beside) };
        let column = self.column(page, lane, em);
        let left = column.right() + theme::LANE_GAP;
        let right = (left + lane).min(page.right() - 4.0).max(left);
        let lane = Rect::from_min_max(pos2(left, page.top()), pos2(right, page.bottom()));
        TextPlaces { page, column, lane, strip }
    }

    /// The text column: as many characters wide as the measure, or as there is room for beside the
    /// lane.
    fn column(&self, page: Rect, lane: f32, em: f32) -> Rect {
        let beside = lane + theme::LANE_GAP;
        let room = page.width() - beside - MARGINS;
        let wish = f32::from(self.session.settings().measure);
        let width = (room / em + 0.001).floor().min(wish).max(FEWEST_CHARS) * em;
        let spare = (page.width() - width - if self.alone { 0.0 } else { beside }).max(0.0);
        let most = if self.alone { f32::INFINITY } else { 72.0 };
        let left = (page.left() + (spare * 0.5).max(theme::grid(5.0)).min(most)).round();
        Rect::from_min_size(pos2(left, page.top()), vec2(width, page.height()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_page_has_room_for_the_least_line() {
        for text_percent in [60, 80, 100, 130, 180, 250] {
            for measure in [16, 22, 30, 60] {
                let settings = Settings { text_percent, measure, ..Settings::default() };
                let page = least_width(&settings) - theme::MINIMAP;
                let column = page - lane_width(page, false) - theme::LANE_GAP - MARGINS;
                let ems = column / (theme::TEXT.size * f32::from(text_percent) / 100.0);
                let least = f32::from(measure.min(LEAST_CHARS));
                assert!(ems >= least && ems < least + 0.5, "{text_percent} %, {measure}: {ems}");
                let page = least_width_of_two(&settings) - theme::MINIMAP;
                let column = page - lane_width(page, true) - theme::LANE_GAP - MARGINS;
                assert!(column / (theme::TEXT.size * f32::from(text_percent) / 100.0) >= 16.0);
            }
        }
    }
}
