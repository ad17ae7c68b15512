//! The minimap, the article in small along the right edge: where its tags and headings are, and what is in view.
//!
//! What it shows is worked out once for a height of the strip, one row a point: which bytes a row
//! stands for, and the colour of each of its lanes. A theme keeps to one lane, so that overlapping
//! themes are seen side by side. However many passages there are, a frame draws one mesh.

use std::sync::Arc;

use eframe::egui::{
    self, Color32, CornerRadius, Id, Mesh, Painter, Rect, Role, Sense, Shape, Stroke, StrokeKind,
    Ui, WidgetInfo, pos2, vec2,
};
use rust_i18n::t;

use super::{Anchor, ReaderState, layout::TextLayout, marks::Marks};
use crate::{
    corpus::Article,
    search::Hits,
    text::{ByteOffset, ByteSpan, LineKind},
    ui::theme::Palette,
};

/// So many themes have a lane of their own; more of them share.
const LANES: usize = 4;
/// Between the strip's edge and its lanes.
const MARGIN: f32 = 4.0;
/// A mark is at least this tall.
const LEAST: usize = 2;
/// The rectangle of what is in view is at least this tall.
const LEAST_VIEW: f32 = 14.0;

/// What the picture was made for.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Key {
    article: *const Article,
    marks: u64,
    strip: Rect,
    height: f32,
    palette: Palette,
}

/// The picture, and where it stands.
#[derive(Debug)]
pub(super) struct Minimap {
    key: Key,
    /// Where the part of the article starts that each row stands for; one more for the end.
    rows: Vec<u32>,
    tags: Arc<Mesh>,
    /// The hits of a search that were shown last, and their ticks.
    ticks: Option<(Arc<Hits>, Arc<Mesh>)>,
}

impl Minimap {
    /// The minimap of what `layout` sets with these marks; the last one if it still holds.
    pub(super) fn fit(
        known: Option<Self>,
        layout: &TextLayout,
        (generation, marks): (u64, &Marks),
        strip: Rect,
        palette: &Palette,
    ) -> Self {
        let key = Key {
            article: Arc::as_ptr(&layout.article),
            marks: generation,
            strip,
            height: layout.height(),
            palette: *palette,
        };
        match known {
            Some(known) if known.key == key => known,
            _ => Self::new(key, layout, marks),
        }
    }

    fn new(key: Key, layout: &TextLayout, marks: &Marks) -> Self {
        let Key { strip, palette, .. } = key;
        let rows = rows(layout, strip.height());
        let mut mesh = Mesh::default();
        for (y, kind) in headings(layout, strip) {
            let length = if kind == LineKind::Title { 1.0 } else { 0.55 };
            let left = strip.right() - strip.width() * length;
            let tick = Rect::from_min_max(pos2(left, y), pos2(strip.right(), y + 1.0));
            mesh.add_colored_rect(tick, palette.faint.gamma_multiply(0.7));
        }
        let lanes = marks.looks().len().clamp(1, LANES);
        let mut drawn = vec![Filling::new(rows.len().saturating_sub(1)); lanes];
        for (span, looks) in marks.all() {
            let from = row_of(&rows, span.start());
            let last = row_of(&rows, ByteOffset::new(span.end().get().saturating_sub(1)));
            let until = (last + 1).max(from + LEAST);
            for &look in looks {
                if let Some(lane) = drawn.get_mut(usize::from(look) % lanes) {
                    lane.fill(from, until, look);
                }
            }
        }
        let inner = strip.shrink2(vec2(MARGIN, 0.0));
        #[expect(clippy::cast_precision_loss, reason = "up to four lanes")]
        let width = (inner.width() + 1.0) / lanes as f32 - 1.0;
        for (place, lane) in drawn.iter().enumerate() {
            #[expect(clippy::cast_precision_loss, reason = "up to four lanes")]
            let left = inner.left() + place as f32 * (width + 1.0);
            for (range, look) in lane.runs() {
                let Some(look) = marks.looks().get(usize::from(look)) else { continue };
                #[expect(clippy::cast_precision_loss, reason = "rows of a strip")]
                let (top, bottom) =
                    (strip.top() + range.start as f32, strip.top() + range.end as f32);
                let run = Rect::from_min_max(pos2(left, top), pos2(left + width, bottom));
                mesh.add_colored_rect(run.intersect(strip), look.colour);
            }
        }
        Self { key, rows, tags: Arc::new(mesh), ticks: None }
    }

    /// Draws it, with `view` (from where to where, in estimated points) as what is in view.
    pub(super) fn paint(&self, painter: &Painter, view: (f32, f32), lively: bool) {
        let Key { strip, palette, .. } = self.key;
        painter.rect_filled(strip, 0, palette.panel);
        painter.vline(strip.left(), strip.y_range(), Stroke::new(1.0, palette.hairline));
        let window = self.window(view);
        painter.rect_filled(window, 3, palette.hairline);
        painter.add(Shape::mesh(Arc::clone(&self.tags)));
        let edge = if lively { palette.second } else { palette.faint };
        let line = Stroke::new(1.0, edge);
        painter.rect_stroke(window, CornerRadius::same(3), line, StrokeKind::Inside);
    }

    /// Marks the rows in which hits of a search start, and the one the reader is at.
    ///
    /// However many hits there are, there are no more ticks than rows.
    pub(super) fn hits(&mut self, painter: &Painter, text: &str, hits: &Arc<Hits>, here: ByteSpan) {
        let known = self.ticks.take().filter(|(of, _)| Arc::ptr_eq(of, hits));
        let (_, mesh) = self.ticks.insert(
            known.unwrap_or_else(|| (Arc::clone(hits), Arc::new(self.tick_mesh(text, hits)))),
        );
        painter.add(Shape::mesh(Arc::clone(mesh)));
        if hits.at(text, here).is_some() {
            let tick = self.tick(row_of(&self.rows, here.start())).expand2(vec2(0.0, 1.0));
            painter.rect_filled(tick, 1, self.key.palette.accent);
        }
    }

    fn tick_mesh(&self, text: &str, hits: &Hits) -> Mesh {
        let mut mesh = Mesh::default();
        let mut before = 0;
        for (row, &end) in self.rows.iter().skip(1).enumerate() {
            let until = hits.first_from(text, ByteOffset::new(end));
            if until > before {
                mesh.add_colored_rect(self.tick(row), self.key.palette.hit_tick);
            }
            before = until;
        }
        mesh
    }

    /// The right half of a row: the left one shows the tags that are there.
    fn tick(&self, row: usize) -> Rect {
        let strip = self.key.strip;
        #[expect(clippy::cast_precision_loss, reason = "rows of a strip")]
        let y = strip.top() + row as f32;
        let tick = Rect::from_min_max(pos2(strip.center().x, y), pos2(strip.right(), y + 2.0));
        tick.intersect(strip)
    }

    /// Outlines one passage, which is pointed at.
    pub(super) fn outline(&self, painter: &Painter, span: ByteSpan, colour: Color32) {
        let strip = self.key.strip;
        #[expect(clippy::cast_precision_loss, reason = "rows of a strip")]
        let y = |byte: ByteOffset| strip.top() + row_of(&self.rows, byte) as f32;
        let (top, bottom) = (y(span.start()), y(span.end()) + 2.0);
        let rect = Rect::from_min_max(pos2(strip.left(), top - 1.0), pos2(strip.right(), bottom));
        let line = Stroke::new(1.5, colour);
        painter.rect_stroke(rect, CornerRadius::same(2), line, StrokeKind::Inside);
    }

    /// Marks the rows in which bookmarks stand, at the left edge.
    pub(super) fn bookmarks(
        &self,
        ui: &Ui,
        places: impl Iterator<Item = ByteOffset>,
        colour: Color32,
    ) {
        let strip = self.key.strip;
        let painter = ui.painter_at(strip);
        for place in places {
            #[expect(clippy::cast_precision_loss, reason = "rows of a strip")]
            let y = strip.top() + row_of(&self.rows, place) as f32 + 1.0;
            let corners = vec![
                pos2(strip.left() + 1.0, y - 3.5),
                pos2(strip.left() + 6.5, y),
                pos2(strip.left() + 1.0, y + 3.5),
            ];
            painter.add(Shape::convex_polygon(corners, colour, Stroke::NONE));
        }
    }

    /// What of the article stands about `y`.
    pub(super) fn span_at(&self, y: f32) -> ByteSpan {
        let row = y - self.key.strip.top();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a row")]
        let at = |row: f32| row.max(0.0) as usize;
        let last = self.rows.last().copied().unwrap_or_default();
        let byte = |row| ByteOffset::new(self.rows.get(row).copied().unwrap_or(last));
        ByteSpan::between(byte(at(row - 2.0)), byte(at(row + 3.0)))
    }

    /// The rectangle that stands for what is in view.
    fn window(&self, (top, bottom): (f32, f32)) -> Rect {
        let Key { strip, height, .. } = self.key;
        let y = |estimate: f32| strip.top() + estimate / height.max(1.0) * strip.height();
        let tall = (y(bottom) - y(top)).max(LEAST_VIEW).min(strip.height());
        let top = y(top).min(strip.bottom() - tall).max(strip.top());
        Rect::from_min_size(pos2(strip.left() + 1.0, top), vec2(strip.width() - 1.0, tall))
    }
}

/// A press or a drag on the strip: grabs what is in view, or brings the place there.
///
/// Returns the response, so that what is there can be told.
pub(super) fn scroll(
    state: &mut ReaderState,
    ui: &Ui,
    (id, strip): (Id, Rect),
    view: (f32, f32),
) -> egui::Response {
    let response = ui.interact(strip, id.with("minimap"), Sense::click_and_drag());
    response.widget_info(|| WidgetInfo::labeled(Role::Slider, true, t!("reader.minimap")));
    let window = state.minimap.as_ref().map(|minimap| minimap.window(view));
    let ReaderState { layout: Some(layout), .. } = state else { return response };
    let Some(pointer) = response.interact_pointer_pos() else {
        state.grabbed = None;
        return response;
    };
    if !response.is_pointer_button_down_on() && !response.clicked() {
        return response;
    }
    // What is grabbed moves with the pointer; elsewhere the view's middle comes to it.
    let middle = window.map_or(0.0, |window| window.height() / 2.0);
    let grabbed = *state.grabbed.get_or_insert_with(|| match window {
        Some(window) if window.contains(pointer) => pointer.y - window.top(),
        _ => middle,
    });
    let part = (pointer.y - grabbed - strip.top()) / strip.height();
    let y = (part * layout.height()).clamp(0.0, layout.height());
    let (block, part) = layout.at_estimated_y(y);
    let height = ui.fonts_mut(|fonts| layout.laid(block, fonts)).map_or(0.0, |laid| laid.height);
    state.anchor = Anchor { block, past: part * height };
    ui.ctx().request_repaint();
    response
}

/// Where the part of the article starts that each row of a strip stands for, and where it ends.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "rows of a strip, and a part of a block"
)]
fn rows(layout: &TextLayout, tall: f32) -> Vec<u32> {
    let count = tall.max(1.0) as usize;
    let mut rows: Vec<u32> = Vec::with_capacity(count + 1);
    for row in 0..count {
        let (at, part) = layout.at_estimated_y(row as f32 / tall * layout.height());
        let span = layout.blocks().get(at).map(|block| block.span).unwrap_or_default();
        let byte = span.start().get() + (part * span.len() as f32) as u32;
        // What was joined from elsewhere stands in an earlier row, but never out of order here.
        rows.push(byte.max(rows.last().copied().unwrap_or_default()));
    }
    rows.push(layout.article.text.byte_len().get());
    rows
}

/// The row that stands for a place.
fn row_of(rows: &[u32], byte: ByteOffset) -> usize {
    let last = rows.len().saturating_sub(2);
    rows.partition_point(|&start| start <= byte.get()).saturating_sub(1).min(last)
}

/// Where headings are, at most one a row.
fn headings(layout: &TextLayout, strip: Rect) -> Vec<(f32, LineKind)> {
    let mut ticks: Vec<(f32, LineKind)> = Vec::new();
    for (at, block) in layout.blocks().iter().enumerate() {
        if matches!(block.kind, LineKind::Title | LineKind::Heading) {
            let part = layout.estimated_y(at, 0.0) / layout.height().max(1.0);
            let y = (strip.top() + part * strip.height()).floor();
            if ticks.last().is_none_or(|(last, _)| *last < y) {
                ticks.push((y, block.kind));
            }
        }
    }
    ticks
}

/// The rows of one lane, each filled once: the first that comes stays.
#[derive(Clone, Debug)]
struct Filling {
    looks: Vec<Option<u16>>,
    /// For each row the next free one at or after it, as far as that is known.
    free: Vec<usize>,
}

impl Filling {
    fn new(rows: usize) -> Self {
        Self { looks: vec![None; rows], free: (0..=rows).collect() }
    }

    fn fill(&mut self, from: usize, until: usize, look: u16) {
        let mut row = self.next_free(from);
        while row < until.min(self.looks.len()) {
            if let Some(place) = self.looks.get_mut(row) {
                *place = Some(look);
            }
            if let Some(next) = self.free.get_mut(row) {
                *next = row + 1;
            }
            row = self.next_free(row + 1);
        }
    }

    fn next_free(&mut self, row: usize) -> usize {
        let mut at = row;
        while let Some(&next) = self.free.get(at)
            && next != at
        {
            at = next;
        }
        // The way is short from now on.
        let mut step = row;
        while let Some(next) = self.free.get_mut(step)
            && *next != at
            && step != at
        {
            step = std::mem::replace(next, at);
        }
        at
    }

    /// Rows of the same look, one behind the other.
    fn runs(&self) -> Vec<(std::ops::Range<usize>, u16)> {
        let mut runs: Vec<(std::ops::Range<usize>, u16)> = Vec::new();
        for (row, look) in self.looks.iter().enumerate() {
            let Some(look) = *look else { continue };
            match runs.last_mut() {
                Some((range, last)) if *last == look && range.end == row => range.end = row + 1,
                _ => runs.push((row..row + 1, look)),
            }
        }
        runs
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_row_keeps_the_first_that_came(
            marks in prop::collection::vec((0_usize..50, 1_usize..30, 0_u16..3), 0..60),
        ) {
            let mut filling = Filling::new(50);
            let mut expected = vec![None; 50];
            for &(from, len, look) in &marks {
                filling.fill(from, from + len, look);
                for row in expected.iter_mut().skip(from).take(len) {
                    row.get_or_insert(look);
                }
            }
            prop_assert_eq!(&filling.looks, &expected);
            let told: usize = filling.runs().iter().map(|(rows, _)| rows.len()).sum();
            prop_assert_eq!(told, expected.iter().flatten().count());
        }
    }
}
