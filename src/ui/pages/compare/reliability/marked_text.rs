//! The text with the marks of two coders in two lanes.
//!
//! Pale ground where both are alike, a solid outline where only the first set it, a dashed one where
//! only the second did, the accent for what is being settled: it can be read without colours.

use std::sync::Arc;

use eframe::egui::{
    Align, Align2, Color32, CornerRadius, Galley, Id, Rect, Role, ScrollArea, Sense, Shape, Stroke,
    StrokeKind, TextFormat, Ui, Vec2, WidgetInfo, epaint::text::CharIndex, pos2, text::LayoutJob,
    vec2,
};

use super::settling_case::{MarkedBy, SettlingCase, ShownMark};
use crate::{
    annotation::Codebook,
    session::{OwnMark, Session},
    t,
    text::CharSpan,
    ui::{
        theme::{self, Palette},
        widgets,
    },
};

/// Width of a lane where there is room, and where there is not.
const LANE: f32 = 112.0;
const NARROW_LANE: f32 = 72.0;
/// From a line of names to the next.
const NAME_LINE: f32 = 17.0;
/// Between paragraphs.
const GAP: f32 = 10.0;

/// What is needed to draw it.
pub(super) struct MarkedText<'a> {
    pub(super) session: &'a Session,
    pub(super) palette: &'a Palette,
    pub(super) case: &'a SettlingCase,
    /// What the first and the second are called.
    pub(super) names: (&'a str, &'a str),
    /// What is set in the place of what either set, as far as it is.
    pub(super) own: Option<&'a OwnMark>,
    /// Whether the case is to be brought into view.
    pub(super) scroll: bool,
}

/// The rectangles of the characters of `span` in a galley, a row each.
fn rects(galley: &Galley, (from, to): (usize, usize)) -> Vec<Rect> {
    let mut found = Vec::new();
    let mut at = 0;
    for row in &galley.rows {
        let count = row.char_count_excluding_newline().0;
        let (start, end) = (from.max(at), to.min(at + count));
        if start < end {
            let x = |column: usize| row.pos.x + row.x_offset(CharIndex(column - at));
            let rect = row.rect();
            found.push(Rect::from_min_max(pos2(x(start), rect.top()), pos2(x(end), rect.bottom())));
        }
        at += row.char_count_including_newline().0;
    }
    found
}

/// Where fragments stand in a paragraph whose galley is at `origin`.
fn places<'b>(
    galley: &Galley,
    fragments: impl Iterator<Item = &'b CharSpan>,
    paragraph: CharSpan,
    origin: eframe::egui::Pos2,
) -> Vec<Rect> {
    let within = fragments.filter_map(|span| span.intersection(paragraph));
    let base = paragraph.start().to_usize();
    within
        .flat_map(|span| {
            let at = |offset: usize| offset.saturating_sub(base);
            rects(galley, (at(span.start().to_usize()), at(span.end().to_usize())))
        })
        .map(|rect| rect.translate(origin.to_vec2()))
        .collect()
}

impl MarkedText<'_> {
    /// Draws it, as high as there is room.
    pub(super) fn ui(&self, id: Id, ui: &mut Ui) {
        ScrollArea::vertical().id_salt(id).auto_shrink([false, false]).show(ui, |ui| {
            let lane = if ui.available_width() < 560.0 { NARROW_LANE } else { LANE };
            for &(_, span) in &self.case.paragraphs {
                self.paragraph_ui(span, lane, ui);
                ui.add_space(GAP);
            }
        });
    }

    fn paragraph_ui(&self, span: CharSpan, lane: f32, ui: &mut Ui) {
        let article = self.session.corpus().and_then(|c| c.article(&self.case.difference.article));
        let Some(text) = article.and_then(|article| article.text.slice_chars(span)) else { return };
        let text = &self.session.text_read(text);
        let width = (ui.available_width() - 2.0 * lane).max(120.0);
        let galley = self.galley(text, width, ui);
        let names = |by: MarkedBy| self.in_paragraph(span).filter(move |m| m.by != by).count();
        let (left, right) = (names(MarkedBy::Second), names(MarkedBy::First));
        let names = NAME_LINE * f32::from(u16::try_from(left.max(right)).unwrap_or(u16::MAX));
        let size = vec2(ui.available_width(), galley.size().y.max(names));
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
        let origin = rect.left_top() + vec2(lane, 0.0);
        let mut bottoms = (rect.top(), rect.top());
        for mark in self.in_paragraph(span) {
            let places: Vec<Rect> = places(&galley, mark.fragments.iter(), span, origin);
            let Some(cover) = places.iter().copied().reduce(Rect::union) else { continue };
            let colour = self.colour(mark);
            for place in &places {
                self.ground(mark, *place, colour, ui);
            }
            if mark.by != MarkedBy::Second {
                let lane = Rect::from_x_y_ranges(rect.left()..=origin.x, cover.y_range());
                self.bracket(mark, lane, true, &mut bottoms.0, colour, ui);
            }
            if mark.by != MarkedBy::First {
                let lane = Rect::from_x_y_ranges(origin.x + width..=rect.right(), cover.y_range());
                self.bracket(mark, lane, false, &mut bottoms.1, colour, ui);
            }
            if mark.is_case && self.scroll {
                ui.scroll_to_rect(cover, Some(Align::Center));
            }
        }
        if let Some(own) = self.own {
            for place in places(&galley, own.fragments.iter(), span, origin) {
                let wash = self.palette.accent.gamma_multiply(0.22);
                ui.painter().rect_filled(place, CornerRadius::same(2), wash);
            }
        }
        ui.painter().galley(origin, galley, self.palette.ink);
    }

    fn galley(&self, text: &str, width: f32, ui: &Ui) -> Arc<Galley> {
        let mut job = LayoutJob::default();
        job.wrap.max_width = width;
        let format = TextFormat {
            font_id: theme::split_text(),
            color: self.palette.ink,
            line_height: Some(theme::SPLIT_LINE),
            ..TextFormat::default()
        };
        job.append(text, 0.0, format);
        ui.fonts_mut(|fonts| fonts.layout_job(job))
    }

    fn in_paragraph(&self, span: CharSpan) -> impl Iterator<Item = &ShownMark> {
        let inside = move |mark: &&ShownMark| mark.fragments.iter().any(|one| one.overlaps(span));
        self.case.marks.iter().filter(inside)
    }

    fn colour(&self, mark: &ShownMark) -> Color32 {
        if mark.is_case {
            return self.palette.accent;
        }
        let theme = self.codebook().get(mark.theme);
        theme.map_or(self.palette.second, |theme| self.palette.theme(theme.colour))
    }

    fn codebook(&self) -> &Codebook {
        self.session.codebook()
    }

    fn ground(&self, mark: &ShownMark, place: Rect, colour: Color32, ui: &Ui) {
        let painter = ui.painter();
        let inner = place.shrink2(Vec2::new(0.5, 2.5));
        if mark.is_case {
            painter.rect_filled(inner, CornerRadius::same(2), colour.gamma_multiply(0.10));
        }
        let stroke = Stroke::new(if mark.is_case { 1.75 } else { 1.25 }, colour);
        match mark.by {
            MarkedBy::Both => {
                painter.rect_filled(inner, CornerRadius::same(2), self.palette.ground(colour));
            }
            MarkedBy::First => {
                painter.rect_stroke(inner, CornerRadius::same(2), stroke, StrokeKind::Inside);
            }
            MarkedBy::Second => {
                // A little larger, so that two outlines of the same words are two.
                let outer = inner.expand2(vec2(0.0, 1.5));
                let corners = [
                    outer.left_top(),
                    outer.right_top(),
                    outer.right_bottom(),
                    outer.left_bottom(),
                    outer.left_top(),
                ];
                painter.extend(Shape::dashed_line(&corners, stroke, 4.0, 3.0));
            }
        }
    }

    /// A bracket in a lane beside the lines of a mark, with the theme's name.
    fn bracket(
        &self,
        mark: &ShownMark,
        lane: Rect,
        is_left: bool,
        bottom: &mut f32,
        colour: Color32,
        ui: &Ui,
    ) {
        const ARM: f32 = 5.0;
        let painter = ui.painter();
        let x = if is_left { lane.right() - 10.0 } else { lane.left() + 10.0 };
        let arm = if is_left { x + ARM } else { x - ARM };
        let (top, low) = (lane.top() + 4.0, lane.bottom() - 4.0);
        let stroke = Stroke::new(1.5, colour);
        let points = [pos2(arm, top), pos2(x, top), pos2(x, low), pos2(arm, low)];
        if !is_left && mark.by == MarkedBy::Second {
            painter.extend(Shape::dashed_line(&points, stroke, 4.0, 3.0));
        } else {
            painter.line(points.to_vec(), stroke);
        }
        let name = self.codebook().get(mark.theme).map_or_else(
            || t!("reliability.unknown_theme").into_owned(),
            |theme| theme.name.clone(),
        );
        // Names of marks that begin in the same line stand below each other.
        let at = lane.top().max(*bottom);
        *bottom = at + NAME_LINE;
        let (room, align) = if is_left {
            (lane.with_max_x(x - 6.0), Align2::RIGHT_CENTER)
        } else {
            (lane.with_min_x(x + 6.0), Align2::LEFT_CENTER)
        };
        let room = Rect::from_x_y_ranges(room.x_range(), at..=at + NAME_LINE);
        let ink =
            if mark.is_case { self.palette.accent_ink } else { self.palette.lettering(colour) };
        widgets::paint_truncated(ui, room, align, &name, theme::small(), ink);
        let coder = if is_left { self.names.0 } else { self.names.1 };
        let said = match mark.by {
            MarkedBy::Both => t!("reliability.mark.both", theme = name, coder = coder),
            _ if mark.is_case => t!("reliability.mark.case", theme = name, coder = coder),
            _ => t!("reliability.mark.only", theme = name, coder = coder),
        };
        let id = ui.scope_id().with(("mark", is_left, mark.theme, mark.fragments.first()));
        let response = ui.interact(room, id, Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, said.as_ref()));
        response.on_hover_text(said.as_ref());
    }
}
