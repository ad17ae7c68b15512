//! Drawing what the reader lays out: text, marks, selection, caret, brackets, the portrait.

use std::rc::Rc;

use eframe::egui::{
    self, Align2, Color32, CornerRadius, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, pos2, vec2,
};

use super::{
    layout::{Laid, Layout, Line},
    marks::{Label, Mark, Marks},
};
use crate::{
    annotation::PassageId,
    session::WordMarks,
    text::{ByteOffset, ByteSpan, LineKind, Segmenter},
    ui::theme::{self, Palette},
};

/// Height of a name in the lane.
const LANE_NAME: f32 = 18.0;

/// A block in view.
#[derive(Clone)]
pub(super) struct InView {
    /// Which block.
    pub(super) at: usize,
    /// Its top on the screen.
    pub(super) top: f32,
    pub(super) laid: Rc<Laid>,
}

/// What all painting of a frame needs.
pub(super) struct Canvas<'a> {
    pub(super) painter: &'a Painter,
    pub(super) palette: &'a Palette,
    pub(super) layout: &'a Layout,
    pub(super) marks: &'a Marks,
    /// Left edge of the text column.
    pub(super) left: f32,
    /// The passages that stand out.
    pub(super) selected: Option<PassageId>,
    pub(super) hovered: Option<PassageId>,
}

impl Canvas<'_> {
    /// Where a line of a block stands on the screen.
    fn line_rect(&self, block: &InView, line: &Line) -> Rect {
        let top = block.top + line.top;
        let right = line.edges.last().copied().unwrap_or_default();
        Rect::from_min_max(
            pos2(self.left, top),
            pos2(self.left + right, top + block.laid.line_height),
        )
    }

    /// The part of a line that `span` covers, as tall as its letters.
    fn piece(&self, block: &InView, line: &Line, span: ByteSpan) -> Option<Rect> {
        let (from, to) = block.laid.extent(line, span)?;
        let middle = block.top + line.top + block.laid.line_height / 2.0;
        let half = block.laid.size * 0.66;
        Some(Rect::from_min_max(
            pos2(self.left + from, middle - half),
            pos2(self.left + to, middle + half),
        ))
    }

    fn strength(&self, passage: PassageId) -> u8 {
        u8::from(self.hovered == Some(passage)) + 2 * u8::from(self.selected == Some(passage))
    }

    /// Marks, words, selection and text of one block.
    pub(super) fn block(
        &self,
        block: &InView,
        selection: &[ByteSpan],
        words: (WordMarks, Option<&Segmenter>),
    ) {
        let Some(place) = self.layout.blocks().get(block.at) else { return };
        let mut marks: Vec<&Mark> = self.marks.over(place.span).collect();
        // The youngest on top, what is pointed at above all.
        marks.sort_by_key(|mark| (self.strength(mark.passage), mark.age));
        for line in &block.laid.lines {
            if !self.line_rect(block, line).intersects(self.painter.clip_rect().expand(40.0)) {
                continue;
            }
            for mark in &marks {
                self.ground(block, line, mark);
            }
            self.words(block, line, words);
            for &span in selection {
                if let Some(piece) = self.piece(block, line, span) {
                    let piece = piece.expand2(vec2(0.0, 2.0));
                    self.painter.rect_filled(piece, 0, self.palette.selection);
                }
            }
            self.underlines(block, line, &marks);
            let ink = match place.kind {
                LineKind::Byline | LineKind::Caption | LineKind::Kicker => self.palette.second,
                _ => self.palette.ink,
            };
            let shift = line.edges.first().copied().unwrap_or_default();
            let galley = self.painter.layout_job(line.job.clone());
            self.painter.galley(pos2(self.left + shift, block.top + line.top), galley, ink);
        }
    }

    fn ground(&self, block: &InView, line: &Line, mark: &Mark) {
        let Some(piece) = self.piece(block, line, mark.span) else { return };
        let Some(&(colour, _)) = mark.lines.first() else { return };
        let fill = if self.strength(mark.passage) > 0 {
            self.palette.strong_ground(colour)
        } else {
            self.palette.ground(colour)
        };
        self.painter.rect_filled(piece, 0, fill);
    }

    fn underlines(&self, block: &InView, line: &Line, marks: &[&Mark]) {
        let base = block.top + line.top + block.laid.line_height / 2.0 + block.laid.size * 0.66;
        for mark in marks {
            let Some((from, to)) = block.laid.extent(line, mark.span) else { continue };
            for &(colour, lane) in &mark.lines {
                if lane >= theme::UNDERLINES {
                    continue;
                }
                #[expect(clippy::cast_precision_loss, reason = "at most four lanes")]
                let y = base + lane as f32 * 2.0 * theme::UNDERLINE;
                let stroke = Rect::from_min_size(
                    pos2(self.left + from, y),
                    vec2(to - from, theme::UNDERLINE),
                );
                self.painter.rect_filled(stroke, 0, colour);
            }
        }
        self.overflow(block, line, marks, base);
    }

    /// The number of underlines that found no room, at the place where the first of them starts.
    fn overflow(&self, block: &InView, line: &Line, marks: &[&Mark], base: f32) {
        let hidden = marks.iter().flat_map(|mark| {
            let beyond = mark.lines.iter().filter(|(_, lane)| *lane >= theme::UNDERLINES).count();
            std::iter::repeat_n(mark, beyond)
        });
        let places: Vec<f32> = hidden
            .filter_map(|mark| block.laid.extent(line, mark.span).map(|(from, _)| from))
            .collect();
        let Some(x) = places.iter().copied().reduce(f32::min) else { return };
        self.painter.text(
            pos2(self.left + x, base + 6.0),
            Align2::LEFT_CENTER,
            format!("+{}", places.len()),
            egui::FontId::new(9.0, egui::FontFamily::Proportional),
            self.palette.second,
        );
    }

    fn words(
        &self,
        block: &InView,
        line: &Line,
        (way, segmenter): (WordMarks, Option<&Segmenter>),
    ) {
        let (true, Some(segmenter)) = (way != WordMarks::Off, segmenter) else { return };
        let text = self.layout.article.text.as_str();
        let words = block.laid.words(text, segmenter);
        let first = words.partition_point(|word| word.end <= line.chars.start);
        let edge = |at: usize| line.edges.get(at - line.chars.start).map(|x| self.left + x);
        let middle = self.line_rect(block, line).center().y;
        let (top, bottom) = (middle - block.laid.size * 0.6, middle + block.laid.size * 0.6);
        let here = words.iter().enumerate().skip(first);
        for (place, word) in here.take_while(|(_, word)| word.start < line.chars.end) {
            let from = edge(word.start.max(line.chars.start));
            let to = edge(word.end.min(line.chars.end));
            let (Some(from), Some(to)) = (from, to) else { continue };
            // A mark between two words divides them well enough.
            let follows =
                place > first && words.get(place - 1).is_some_and(|w| w.end == word.start);
            if way == WordMarks::Tint && place % 2 == 0 {
                let word = Rect::from_min_max(pos2(from, top), pos2(to, bottom));
                self.painter.rect_filled(word, 2, self.palette.word_tint());
            } else if way == WordMarks::Hairline && follows && word.start > line.chars.start {
                let stroke = Stroke::new(1.0, self.palette.word_line());
                self.painter.vline(from, top..=bottom, stroke);
            }
        }
    }

    /// The caret before `byte`, if it is in this block. Returns where.
    pub(super) fn caret(&self, block: &InView, byte: ByteOffset, shown: bool) -> Option<Rect> {
        let rect = caret_rect(block, byte, self.left)?;
        if shown {
            let stroke = Stroke::new(2.0, self.palette.accent);
            self.painter.vline(rect.center().x, rect.y_range(), stroke);
        }
        Some(rect)
    }

    /// A bracket and a name beside every passage in view; the rects are for the pointer.
    pub(super) fn lane(&self, views: &[InView], lane: Rect) -> Vec<(PassageId, Rect)> {
        let brackets = self.brackets(views, lane);
        let mut free_y = f32::NEG_INFINITY;
        let mut places = Vec::new();
        for &(label, rect) in &brackets {
            let strong = self.strength(label.passage) > 0;
            let stroke = Stroke::new(if strong { 3.0 } else { 2.0 }, label.colour);
            let (left, right) = (rect.left(), rect.right());
            self.painter.line(
                vec![
                    rect.left_top(),
                    rect.right_top(),
                    rect.right_bottom(),
                    pos2(left, rect.bottom()),
                ],
                stroke,
            );
            places.push((label.passage, rect.expand2(vec2(2.0, 0.0))));
            let y = (rect.center().y - LANE_NAME / 2.0).max(free_y);
            // A name that would stand far from its bracket says nothing.
            if y > rect.bottom() + 60.0 {
                continue;
            }
            // It stands right of every bracket that passes it.
            let passing = brackets
                .iter()
                .filter(|(_, other)| other.top() < y + LANE_NAME && other.bottom() > y);
            let x = passing.map(|(_, other)| other.right()).fold(right, f32::max) + 7.0;
            if let Some(rect) = self.lane_name(label, pos2(x, y), lane.right(), strong) {
                free_y = rect.bottom();
                places.push((label.passage, rect));
            }
        }
        places
    }

    /// Where the brackets of the passages in view stand: beside each other where they overlap.
    fn brackets(&self, views: &[InView], lane: Rect) -> Vec<(&Label, Rect)> {
        let mut columns: Vec<f32> = Vec::new();
        let mut brackets = Vec::new();
        for label in &self.marks.labels {
            let Some((top, bottom)) = self.extent_in_view(views, label.span, lane) else {
                continue;
            };
            // The first column whose last bracket ended above this one.
            let free = columns.iter().position(|&end| end + 2.0 <= top);
            let column = free.unwrap_or_else(|| {
                columns.push(f32::NEG_INFINITY);
                columns.len() - 1
            });
            if let Some(end) = columns.get_mut(column) {
                *end = bottom;
            }
            #[expect(clippy::cast_precision_loss, reason = "at most ten columns")]
            let x = lane.left() + column.min(9) as f32 * 6.0;
            brackets.push((label, Rect::from_min_max(pos2(x, top), pos2(x + 5.0, bottom))));
        }
        brackets
    }

    fn lane_name(&self, label: &Label, at: Pos2, right: f32, strong: bool) -> Option<Rect> {
        let width = right - at.x;
        if width < 24.0 {
            return None;
        }
        let mut job = egui::text::LayoutJob::simple_singleline(
            label.text.clone(),
            theme::small(),
            if strong { self.palette.ink } else { label.colour },
        );
        job.wrap = egui::text::TextWrapping::truncate_at_width(
            width - if label.memo { 16.0 } else { 0.0 },
        );
        let galley = self.painter.layout_job(job);
        let mut rect = Rect::from_min_size(at, galley.size());
        self.painter.galley(at, galley, label.colour);
        if label.memo {
            let icon =
                Rect::from_min_size(pos2(rect.right() + 1.0, rect.top() + 1.0), vec2(14.0, 14.0));
            crate::ui::widgets::icon::Icon::Memo.paint(self.painter, icon, label.colour);
            rect.max.x = icon.right();
        }
        Some(rect)
    }

    /// From where to where on the screen a span reaches, as far as it is in view.
    fn extent_in_view(&self, views: &[InView], span: ByteSpan, lane: Rect) -> Option<(f32, f32)> {
        let blocks = self.layout.blocks();
        let mut extent: Option<(f32, f32)> = None;
        for view in views {
            let block = blocks.get(view.at)?;
            if !block.span.overlaps(span) {
                continue;
            }
            for line in &view.laid.lines {
                if view.laid.extent(line, span).is_some() {
                    let rect = self.line_rect(view, line);
                    let (top, bottom) = extent.unwrap_or((rect.top() + 6.0, rect.top()));
                    extent = Some((top, bottom.max(rect.bottom() - 6.0)));
                }
            }
        }
        extent.filter(|(top, bottom)| *bottom > lane.top() && *top < lane.bottom())
    }

    /// The article in small along the right edge: where its tags are and what is in view.
    pub(super) fn portrait(&self, strip: Rect, view: (f32, f32)) {
        let height = self.layout.height().max(1.0);
        let y = |estimate: f32| strip.top() + estimate / height * strip.height();
        self.painter.rect_filled(strip, 0, self.palette.panel);
        let window = Rect::from_min_max(
            pos2(strip.left(), y(view.0)),
            pos2(strip.right(), y(view.1).max(y(view.0) + 12.0)),
        );
        self.painter.rect_filled(window, 3, self.palette.hairline);
        // Thousands of marks on some hundred pixels: each pixel is drawn once.
        let mut drawn = f32::NEG_INFINITY;
        let mut shapes = Vec::new();
        for mark in self.marks.all() {
            let top = y(self.layout.estimated_y_of(mark.span.start()));
            let bottom = y(self.layout.estimated_y_of(mark.span.end())).max(top + 3.0);
            if bottom <= drawn + 0.5 {
                continue;
            }
            let rect = Rect::from_min_max(
                pos2(strip.left() + 3.0, top.max(drawn)),
                pos2(strip.right() - 3.0, bottom),
            );
            drawn = bottom;
            let colour = mark.lines.first().map_or(self.palette.second, |(colour, _)| *colour);
            shapes.push(Shape::rect_filled(rect, 1, colour));
        }
        self.painter.extend(shapes);
    }

    /// The handles by which the ends of a passage's fragments are dragged.
    pub(super) fn handle(&self, rect: Rect, colour: Color32) {
        self.painter.rect(
            rect.shrink(1.0),
            CornerRadius::same(3),
            self.palette.page,
            Stroke::new(2.0, colour),
            StrokeKind::Inside,
        );
    }
}

/// Where the caret before `byte` stands, if that is in this block.
pub(super) fn caret_rect(block: &InView, byte: ByteOffset, left: f32) -> Option<Rect> {
    let at = block.laid.char_at(byte);
    let line = block.laid.lines.get(block.laid.line_of(at))?;
    let x = left + line.edges.get(at - line.chars.start).or(line.edges.last())?;
    let middle = block.top + line.top + block.laid.line_height / 2.0;
    let half = block.laid.size * 0.66;
    Some(Rect::from_min_max(pos2(x - 1.0, middle - half), pos2(x + 1.0, middle + half)))
}
