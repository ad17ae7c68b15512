//! Drawing what the reader lays out: text, marks, selection, caret.

use std::rc::Rc;

use eframe::egui::{
    Align2, Color32, CornerRadius, FontFamily, FontId, Id, Painter, Rect, Stroke, StrokeKind, pos2,
    vec2,
};

use super::{
    block_layout::{BlockLayout, LaidLine, WordSource},
    layout::TextLayout,
    marks::{MarkedPassage, Marks, Stretch},
};
use crate::{
    annotation::PassageId,
    search::Hits,
    session::WordMarks,
    text::{ByteOffset, ByteSpan, LineKind},
    ui::theme::{self, Palette},
};

/// Half the height of a passage's ground, in sizes of the text.
const GROUND: f32 = 0.6;
/// Half the height of a character's square, in sizes of the text.
const BODY: f32 = 0.5;

/// A block in view.
#[derive(Clone)]
pub(super) struct InView {
    /// Which block.
    pub(super) at: usize,
    /// Its top on the screen.
    pub(super) top: f32,
    pub(super) laid: Rc<BlockLayout>,
}

/// What all painting of a frame needs.
pub(super) struct Canvas<'a> {
    /// The identity of the text.
    pub(super) id: Id,
    pub(super) painter: &'a Painter,
    pub(super) palette: &'a Palette,
    pub(super) layout: &'a TextLayout,
    pub(super) marks: &'a Marks,
    /// What a search found.
    pub(super) hits: Option<&'a Hits>,
    /// Left edge of the text column.
    pub(super) left: f32,
    /// The passages that stand out.
    pub(super) selected: Option<PassageId>,
    pub(super) hovered: Option<PassageId>,
}

impl Canvas<'_> {
    /// Where a line of a block stands on the screen.
    fn line_rect(&self, block: &InView, line: &LaidLine) -> Rect {
        let top = block.top + line.top;
        let right = line.edges.last().copied().unwrap_or_default();
        Rect::from_min_max(
            pos2(self.left, top),
            pos2(self.left + right, top + block.laid.line_height),
        )
    }

    /// The part of a line that `span` covers, as tall as its letters.
    pub(super) fn piece(&self, block: &InView, line: &LaidLine, span: ByteSpan) -> Option<Rect> {
        let (from, to) = block.laid.extent(line, span)?;
        let middle = block.top + line.top + block.laid.line_height / 2.0;
        let half = block.laid.size * GROUND;
        Some(Rect::from_min_max(
            pos2(self.left + from, middle - half),
            pos2(self.left + to, middle + half),
        ))
    }

    /// The ends of a line of a block, as a span of the article.
    fn line_span(block: &InView, line: &LaidLine) -> ByteSpan {
        block.laid.span(&line.chars)
    }

    /// What of the article is in view.
    pub(super) fn span_in_view(layout: &TextLayout, views: &[InView]) -> ByteSpan {
        let blocks = views.iter().filter_map(|view| layout.blocks().get(view.at));
        blocks.map(|block| block.span).reduce(ByteSpan::cover).unwrap_or_default()
    }

    /// Where a passage stands on the screen, as far as it is in view.
    pub(super) fn place_of(&self, views: &[InView], passage: PassageId) -> Option<Rect> {
        let passage = self.marks.passage(passage)?;
        let spans: Vec<ByteSpan> = self.marks.marks_of(passage).map(|mark| mark.span).collect();
        let lines = views.iter().flat_map(|view| view.laid.lines.iter().map(move |l| (view, l)));
        let pieces = lines.flat_map(|(view, line)| {
            spans.iter().filter_map(move |&span| self.piece(view, line, span))
        });
        let seen = pieces.filter(|piece| self.painter.clip_rect().intersects(*piece));
        seen.reduce(Rect::union)
    }

    /// The passages that stand out, the pointed-at one on top.
    fn strong(&self) -> impl Iterator<Item = &MarkedPassage> {
        let hovered = self.hovered.filter(|_| self.hovered != self.selected);
        [self.selected, hovered].into_iter().flatten().filter_map(|id| self.marks.passage(id))
    }

    /// Marks, words, selection and text of one block.
    pub(super) fn block(
        &self,
        block: &InView,
        selection: &[ByteSpan],
        words: (WordMarks, Option<&WordSource>),
    ) {
        let Some(place) = self.layout.blocks().get(block.at) else { return };
        let strong: Vec<(&MarkedPassage, ByteSpan)> = self
            .strong()
            .flat_map(|passage| self.marks.marks_of(passage).map(move |mark| (passage, mark.span)))
            .filter(|(_, span)| span.overlaps(place.span))
            .collect();
        for line in &block.laid.lines {
            if !self.line_rect(block, line).intersects(self.painter.clip_rect().expand(40.0)) {
                continue;
            }
            let span = Self::line_span(block, line);
            let stretches: Vec<_> = self.marks.stretches(span).collect();
            self.grounds(block, line, &stretches);
            for &(passage, span) in &strong {
                let fill = self.palette.strong_ground(self.marks.colour(passage));
                if let Some(piece) = self.piece(block, line, span) {
                    self.painter.rect_filled(piece, 0, fill);
                }
            }
            self.words(block, line, words);
            for &span in selection {
                if let Some(piece) = self.piece(block, line, span) {
                    let piece = piece.expand2(vec2(0.0, 2.0));
                    self.painter.rect_filled(piece, 0, self.palette.selection);
                }
            }
            self.hits(block, line, span, selection);
            self.underlines(block, line, &stretches, &strong);
            let ink = match place.kind {
                _ if place.twin.is_some() => self.palette.second,
                LineKind::Byline | LineKind::Caption | LineKind::Echo | LineKind::Kicker => {
                    self.palette.second
                }
                _ => self.palette.ink,
            };
            let mut job = line.job.clone();
            for section in job.sections.iter_mut().take(line.named) {
                section.format.color = self.palette.second;
            }
            let galley = self.painter.layout_job(job);
            self.painter.galley(pos2(self.left + line.left, block.top + line.top), galley, ink);
            self.markers(block, line);
        }
    }

    /// The hits of a search in one line; the one that is selected is where the reader is.
    fn hits(&self, block: &InView, line: &LaidLine, span: ByteSpan, selection: &[ByteSpan]) {
        let Some(hits) = self.hits else { return };
        let text = self.layout.article.text.as_str();
        for hit in hits.over(text, span).filter_map(|at| hits.span(text, at)) {
            let Some(piece) = self.piece(block, line, hit) else { continue };
            let piece = piece.expand2(vec2(0.0, 1.0));
            if selection == [hit] {
                let edge = Stroke::new(1.5, self.palette.accent);
                let fill = self.palette.hit_here;
                self.painter.rect(piece.expand(1.0), 3, fill, edge, StrokeKind::Inside);
            } else {
                self.painter.rect_filled(piece, 2, self.palette.hit);
            }
        }
    }

    /// The pale ground of the passage on top of each stretch: grounds never mix.
    fn grounds(&self, block: &InView, line: &LaidLine, stretches: &[(ByteSpan, &Stretch)]) {
        let mut runs: Vec<(Color32, Rect)> = Vec::new();
        for &(span, stretch) in stretches {
            let Some(top) = self.marks.top(stretch) else { continue };
            if self.marks.is_dimmed(top) {
                continue;
            }
            let Some(piece) = self.piece(block, line, span) else { continue };
            extend_run(&mut runs, self.palette.ground(self.marks.colour(top)), piece);
        }
        for (fill, piece) in runs {
            self.painter.rect_filled(piece, 0, fill);
        }
    }

    /// Up to four underlines below each other, and beside the line how many found no room.
    fn underlines(
        &self,
        block: &InView,
        line: &LaidLine,
        stretches: &[(ByteSpan, &Stretch)],
        strong: &[(&MarkedPassage, ByteSpan)],
    ) {
        let rule = Rule::of(block.laid.size, block.laid.line_height);
        let middle = block.top + line.top + block.laid.line_height / 2.0;
        let at = |lane: usize, (from, to): (f32, f32)| {
            let top = middle + rule.top(lane);
            Rect::from_min_max(
                pos2(self.left + from, top),
                pos2(self.left + to, top + rule.thickness),
            )
        };
        for lane in 0..rule.lanes {
            let mut runs: Vec<((u32, Color32), Rect)> = Vec::new();
            for &(span, stretch) in stretches {
                let underline = stretch.lines.get(lane).copied().flatten();
                let look = underline.and_then(|line| Some((line.mark, self.marks.look_of(line)?)));
                let (Some((mark, look)), Some(extent)) = (look, block.laid.extent(line, span))
                else {
                    continue;
                };
                extend_run(&mut runs, (mark, look.colour), at(lane, extent));
            }
            for ((_, colour), stroke) in runs {
                self.painter.rect_filled(stroke, 0, colour);
            }
        }
        // What stands out has its line even where four others were first.
        for &(passage, span) in strong {
            if let Some(extent) = block.laid.extent(line, span)
                && !stretches.iter().any(|(_, stretch)| self.marks.shows_line(stretch, passage))
            {
                self.painter.rect_filled(at(0, extent), 0, self.marks.colour(passage));
            }
        }
        let beyond = stretches.iter().map(|(_, stretch)| {
            let without_room = stretch.lines.iter().skip(rule.lanes).flatten().count();
            stretch.beyond as usize + without_room
        });
        if let Some(count) = beyond.max().filter(|&count| count > 0) {
            self.line_count(line, middle + rule.top(0), count);
        }
    }

    /// The number of underlines that found no room, in the gap beside the line.
    fn line_count(&self, line: &LaidLine, y: f32, count: usize) {
        let text = if count > 99 { "99+".to_owned() } else { format!("+{count}") };
        let font = FontId::new(theme::UNDERLINE_COUNT, FontFamily::Proportional);
        let x = self.left + line.edges.last().copied().unwrap_or_default() + theme::GRID;
        self.painter.text(pos2(x, y), Align2::LEFT_CENTER, text, font, self.palette.second);
    }

    fn words(
        &self,
        block: &InView,
        line: &LaidLine,
        (way, source): (WordMarks, Option<&WordSource>),
    ) {
        // Gaps are the layout's own.
        let drawn = matches!(way, WordMarks::Hairline | WordMarks::Tint);
        let (true, Some(source)) = (drawn, source) else { return };
        let text = self.layout.article.text.as_str();
        let words = block.laid.words(text, source);
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
    // At a line's start there is room: a small letter begins so close to the edge that the caret
    // would lie on it.
    let x = if at == line.chars.start { x - 2.0 } else { x };
    Some(Rect::from_min_max(pos2(x - 1.0, middle - half), pos2(x + 1.0, middle + half)))
}

/// Where underlines run below a line's middle, so that they touch neither its letters nor the next
/// line's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rule {
    /// From the middle of the line to the top of the first underline.
    first: f32,
    thickness: f32,
    pitch: f32,
    /// How many there is room for.
    pub(super) lanes: usize,
}

impl Rule {
    /// For letters of `size` in lines that are `line_height` apart.
    pub(super) fn of(size: f32, line_height: f32) -> Self {
        let first = size * GROUND;
        let room = line_height - size * BODY - first - 1.0;
        #[expect(clippy::cast_precision_loss, reason = "at most four")]
        let fits = |lanes: usize| {
            let gaps = lanes.saturating_sub(1) as f32;
            let scale = (room / (theme::UNDERLINE * (lanes as f32 + gaps))).min(1.0);
            // A line thinner than a point and a half is not seen as a line any more.
            (theme::UNDERLINE * scale >= 1.5 || lanes == 1).then_some(scale.max(0.4))
        };
        let lanes = (1..=theme::UNDERLINES).rev().find(|&lanes| fits(lanes).is_some()).unwrap_or(1);
        let thickness = theme::UNDERLINE * fits(lanes).unwrap_or(1.0);
        Self { first, thickness, pitch: 2.0 * thickness, lanes }
    }

    #[expect(clippy::cast_precision_loss, reason = "at most four lanes")]
    pub(super) fn top(self, lane: usize) -> f32 {
        self.first + lane as f32 * self.pitch
    }
}

/// Adds a piece to the last run if it is of the same kind and touches it.
fn extend_run<K: PartialEq>(runs: &mut Vec<(K, Rect)>, kind: K, piece: Rect) {
    match runs.last_mut() {
        Some((last, run)) if *last == kind && (piece.left() - run.right()).abs() < 0.5 => {
            run.max.x = piece.right();
        }
        _ => runs.push((kind, piece)),
    }
}

#[cfg(test)]
mod tests;
