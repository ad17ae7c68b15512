//! Suggestions in the text: a dotted line below them and a dotted bracket beside them, in the colour of
//! their theme. Only the one that is answered next has a ground, and that hardly any: a ground is a tag.

use eframe::egui::{
    Align2, Color32, CursorIcon, Painter, Rect, Role, Sense, Shape, Ui, WidgetInfo, pos2, vec2,
};

use super::{
    ReaderState,
    lane::{BRACKET_WIDTH, Lane},
    paint::{Canvas, InView, Rule},
};
use crate::{
    t,
    text::{self, ByteOffset, ByteSpan},
    ui::{
        message::{Message, SuggestionKey, SuggestionVerdict},
        theme,
    },
};

/// From dot to dot, and half of one.
const DOTS: f32 = 4.0;
const DOT: f32 = 1.0;
/// So many characters are said to tell one from others.
const SPOKEN: usize = 16;

/// A suggestion as the text shows it.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::ui) struct TextSuggestion {
    /// Which one.
    pub(in crate::ui) key: SuggestionKey,
    /// What would be tagged.
    pub(in crate::ui) span: ByteSpan,
    /// The theme's name and colour.
    pub(in crate::ui) name: String,
    pub(in crate::ui) colour: Color32,
    /// How likely it is, from 0 to 1.
    pub(in crate::ui) score: f64,
    /// Whether it is the one that is answered next.
    pub(in crate::ui) chosen: bool,
}

/// The suggestion that the pointer is at.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::ui) struct PointedSuggestion {
    /// Which one.
    pub(in crate::ui) key: SuggestionKey,
    /// The sentence, which a card must not cover.
    pub(in crate::ui) clear_of: Rect,
}

impl ReaderState {
    /// The suggestion that the pointer is at, if there is time to tell of it.
    pub(in crate::ui) fn take_pointed_suggestion(&mut self) -> Option<PointedSuggestion> {
        self.suggestion.take()
    }
}

impl Canvas<'_> {
    /// The ground of the one that is answered next; painted before the text.
    pub(super) fn suggestion_ground(&self, views: &[InView], all: &[TextSuggestion]) {
        for one in all.iter().filter(|one| one.chosen) {
            let fill = self.palette.suggested_ground(one.colour);
            for (view, line) in lines(views) {
                if let Some(piece) = self.piece(view, line, one.span) {
                    self.painter.rect_filled(piece, 0, fill);
                }
            }
        }
    }

    /// The dotted lines, below those of what is tagged.
    pub(super) fn suggestion_lines(&self, views: &[InView], all: &[TextSuggestion]) {
        for (view, line) in lines(views) {
            let here = view.laid.span(&line.chars);
            if !all.iter().any(|one| one.span.overlaps(here)) {
                continue;
            }
            let rule = Rule::of(view.laid.size, view.laid.line_height);
            let middle = view.top + line.top + view.laid.line_height / 2.0;
            for one in all.iter().filter(|one| one.span.overlaps(here)) {
                let Some((from, to)) = view.laid.extent(line, one.span) else { continue };
                let tagged = self.marks.stretches(one.span);
                let used = tagged
                    .filter(|(span, _)| span.overlaps(here))
                    .filter_map(|(_, stretch)| stretch.lines.iter().rposition(Option::is_some))
                    .map(|last| last + 1)
                    .max();
                let lane = used.unwrap_or_default().min(rule.lanes - 1);
                let y = middle + rule.top(lane) + DOT;
                let ends = [pos2(self.left + from + DOT, y), pos2(self.left + to - DOT, y)];
                self.painter.extend(Shape::dotted_line(&ends, one.colour, DOTS, DOT));
            }
        }
    }

    /// The one whose words stand at `place`, and where they are in view.
    pub(super) fn suggestion_at<'a>(
        &self,
        views: &[InView],
        all: &'a [TextSuggestion],
        place: ByteOffset,
    ) -> Option<(&'a TextSuggestion, Rect)> {
        let one = all.iter().find(|one| one.span.contains(place))?;
        Some((one, self.suggestion_rect(views, one)?))
    }

    /// Where a suggestion stands on the screen, as far as it is in view.
    pub(super) fn suggestion_rect(&self, views: &[InView], one: &TextSuggestion) -> Option<Rect> {
        let pieces = lines(views).filter_map(|(view, line)| self.piece(view, line, one.span));
        let seen = pieces.filter(|piece| self.painter.clip_rect().intersects(*piece));
        seen.reduce(Rect::union)
    }
}

fn lines(views: &[InView]) -> impl Iterator<Item = (&InView, &super::block_layout::LaidLine)> {
    views.iter().flat_map(|view| view.laid.lines.iter().map(move |line| (view, line)))
}

impl Lane<'_> {
    /// Draws the dotted brackets, and the names for which what is tagged has left room; a click
    /// chooses. Returns the one that the pointer is at.
    pub(super) fn suggestions_ui<'a>(
        &self,
        ui: &Ui,
        all: &'a [TextSuggestion],
        mut taken: Vec<Rect>,
        out: &mut Vec<Message>,
    ) -> Option<&'a TextSuggestion> {
        let painter = ui.painter_at(self.rect.expand2(vec2(4.0, 0.0)));
        let mut pointed = None;
        for one in all {
            let Some((top, bottom)) = self.extent(one.span) else { continue };
            let left = self.free_column();
            let rect = Rect::from_min_max(pos2(left, top), pos2(left + BRACKET_WIDTH, bottom));
            bracket(&painter, rect, one.colour);
            let seen = rect.intersect(self.rect);
            let y = seen.center().y - theme::LANE_NAME / 2.0;
            let label = format!("{} {:.2}", one.name, one.score);
            let at = pos2(rect.right() + 6.0, y);
            let ink = self.palette.lettering(one.colour);
            let room = (self.rect.right() - at.x).max(12.0);
            let mut job = eframe::egui::text::LayoutJob::simple_singleline(
                label.clone(),
                theme::small(),
                ink,
            );
            job.wrap = eframe::egui::text::TextWrapping::truncate_at_width(room);
            let galley = painter.layout_job(job);
            let place = Rect::from_min_size(at, vec2(galley.size().x, theme::LANE_NAME));
            let is_free = !taken.iter().any(|other| other.intersects(place));
            let clicked = if is_free {
                let text = Align2::LEFT_CENTER.align_size_within_rect(galley.size(), place);
                painter.galley(text.min, galley, ink);
                taken.push(place);
                seen.union(place)
            } else {
                seen.expand2(vec2(2.0, 0.0))
            };
            let id = self.id.with(("suggestion", &one.key));
            let response = ui.interact(clicked, id, Sense::click());
            response.widget_info(|| {
                WidgetInfo::labeled(Role::Button, true, self.spoken_suggestion(one))
            });
            let response = response.on_hover_cursor(CursorIcon::PointingHand);
            if response.hovered() {
                pointed = Some(one);
            }
            if response.clicked() {
                out.push(Message::Suggest(SuggestionVerdict::Choose(one.key.clone())));
            }
        }
        pointed
    }

    fn spoken_suggestion(&self, one: &TextSuggestion) -> String {
        let article = self.session.corpus().and_then(|corpus| corpus.article(&one.key.article));
        let words = article.and_then(|article| article.text.slice(one.span)).unwrap_or_default();
        let words = text::first_characters(words, SPOKEN);
        let score = format!("{:.2}", one.score);
        t!("suggest.in_lane", theme = one.name, score = score, words = words).into_owned()
    }
}

fn bracket(painter: &Painter, rect: Rect, colour: Color32) {
    let Rect { min, max } = rect;
    let points = [min, pos2(max.x, min.y), max, pos2(min.x, max.y)];
    painter.extend(Shape::dotted_line(&points, colour, DOTS - 1.0, DOT));
}
