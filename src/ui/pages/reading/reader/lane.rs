//! The lane beside the text (编码带): a bracket for every passage in view, and its themes' names.
//!
//! Brackets stand in columns that [`super::marks`] gave them once, so that they keep their place
//! while the page scrolls. Names are arranged anew at every frame: each beside its bracket while
//! there is room, alike ones gathered where there is not, and what is left over counted in a last
//! row, so that nothing runs into the text, into another name or over the edge.

mod rows;

use eframe::egui::{
    Align2, Color32, CornerRadius, CursorIcon, Id, Painter, Rect, Role, Sense, Stroke, StrokeKind,
    Ui, WidgetInfo, pos2, text::LayoutJob, text::TextWrapping, vec2,
};

use rows::{LaneRow, clusters, stack};

use super::{
    marks::{COLUMNS, MarkedPassage, Marks},
    paint::InView,
};
use crate::{
    annotation::PassageId,
    session::Session,
    t,
    text::{self, ByteSpan},
    ui::{
        message::Message,
        theme::{self, Palette},
        widgets::icon::Icon,
    },
};

/// Space between what ends and what begins in the same column.
const BETWEEN: f32 = 2.0;
/// A bracket ends so far inside the first and the last line that it stands beside.
const INSET: f32 = 6.0;
/// Width of a bracket: half a column, so that those beginning on one line do not join into a grid.
pub(super) const BRACKET_WIDTH: f32 = 3.0;
/// Of a crowd, no more passages than this are kept for a click to step through.
const CROWD_KEPT: usize = 64;

/// So many characters of a passage are said to tell it from others.
const SPOKEN: usize = 16;

/// A bracket in view.
#[derive(Clone, Debug)]
struct Bracket {
    passage: PassageId,
    rect: Rect,
    colour: Color32,
    name: String,
    memo: bool,
    /// It is selected or pointed at.
    strong: bool,
}

/// What the pointer is at in the lane.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PointedBracket {
    /// The passages there, what a click selects first.
    pub(super) passages: Vec<PassageId>,
    /// How many more there are.
    pub(super) more: usize,
    pub(super) rect: Rect,
}

/// Everything that drawing the lane needs.
pub(super) struct Lane<'a> {
    /// The identity of the text.
    pub(super) id: Id,
    pub(super) session: &'a Session,
    pub(super) palette: &'a Palette,
    pub(super) marks: &'a Marks,
    pub(super) views: &'a [InView],
    pub(super) rect: Rect,
    /// What of the article is in view.
    pub(super) span: ByteSpan,
    pub(super) selected: Option<PassageId>,
    pub(super) hovered: Option<PassageId>,
}

impl Lane<'_> {
    /// Draws brackets and names, and says what the pointer is at, and where names stand; a click
    /// selects.
    pub(super) fn ui(
        &self,
        ui: &mut Ui,
        out: &mut Vec<Message>,
    ) -> (Option<PointedBracket>, Vec<Rect>) {
        if self.rect.width() < 4.0 * theme::BRACKET {
            return (None, Vec::new());
        }
        let painter = ui.painter_at(self.rect.expand2(vec2(4.0, 0.0)));
        let brackets = self.brackets();
        for bracket in &brackets {
            bracket.paint(&painter);
        }
        let mut pointed = self.brackets_ui(ui, &brackets, out);
        let mut taken = Vec::new();
        for (row, y) in self.rows(&brackets) {
            let place = self.paint_row(&painter, &brackets, &row, y);
            taken.push(place);
            if let Some(there) = self.row_ui(ui, &brackets, &row, place, out) {
                pointed = Some(there);
            }
        }
        (pointed, taken)
    }

    /// Where the first column begins that no bracket stands in.
    pub(super) fn free_column(&self) -> f32 {
        #[expect(clippy::cast_precision_loss, reason = "a few columns")]
        let columns = (self.columns_shown() + 1) as f32;
        self.rect.left() + columns * columns_in(self.rect.width()).1
    }

    /// The brackets in view, from the top.
    fn brackets(&self) -> Vec<Bracket> {
        let most = self.columns_shown();
        let mut brackets: Vec<Bracket> = Vec::new();
        for (column, passage) in self.marks.bracketed(self.span) {
            if column < most || self.is_strong(passage.id) {
                brackets.extend(self.bracket(passage, column.min(most)));
            }
        }
        // What is pointed at has a bracket even where there are too many.
        for id in [self.selected, self.hovered].into_iter().flatten() {
            if let Some(passage) = self.marks.passage(id)
                && !passage.has_bracket()
                && !brackets.iter().any(|bracket| bracket.passage == id)
            {
                brackets.extend(self.bracket(passage, most));
            }
        }
        brackets.sort_by(|a, b| {
            let key = |bracket: &Bracket| (bracket.rect.top(), bracket.rect.left());
            key(a).partial_cmp(&key(b)).unwrap_or(std::cmp::Ordering::Equal)
        });
        brackets
    }

    /// How many columns are shown: as many as the lane has room for.
    fn columns_shown(&self) -> usize {
        columns_in(self.rect.width()).0.min(self.marks.columns())
    }

    fn is_strong(&self, passage: PassageId) -> bool {
        self.selected == Some(passage) || self.hovered == Some(passage)
    }

    fn bracket(&self, passage: &MarkedPassage, column: usize) -> Option<Bracket> {
        let (top, bottom) = self.extent(passage.span)?;
        #[expect(clippy::cast_precision_loss, reason = "a few columns")]
        let left = self.rect.left() + column as f32 * columns_in(self.rect.width()).1;
        Some(Bracket {
            passage: passage.id,
            rect: Rect::from_min_max(pos2(left, top), pos2(left + BRACKET_WIDTH, bottom)),
            colour: self.marks.colour(passage),
            name: self.marks.names(passage),
            memo: passage.memo,
            strong: self.is_strong(passage.id),
        })
    }

    /// From where to where on the screen a span reaches, as far as it is in view.
    pub(super) fn extent(&self, span: ByteSpan) -> Option<(f32, f32)> {
        let mut extent: Option<(f32, f32)> = None;
        for view in self.views {
            for line in &view.laid.lines {
                if view.laid.extent(line, span).is_some() {
                    let top = view.top + line.top;
                    let bottom = top + view.laid.line_height - INSET;
                    let (first, last) = extent.unwrap_or((top + INSET, bottom));
                    extent = Some((first.min(top + INSET), last.max(bottom)));
                }
            }
        }
        extent.filter(|(top, bottom)| *bottom > self.rect.top() && *top < self.rect.bottom())
    }

    /// The rows of names, each with its top edge.
    fn rows(&self, brackets: &[Bracket]) -> Vec<(LaneRow, f32)> {
        let visible = |bracket: &Bracket| {
            let rect = bracket.rect.intersect(self.rect);
            (rect.top(), rect.bottom())
        };
        let extents: Vec<(f32, f32)> = brackets.iter().map(visible).collect();
        let clusters = clusters(&extents);
        let mut rows: Vec<(LaneRow, f32)> = Vec::new();
        if clusters.is_empty() {
            // The brackets of whoever came first are out of view, those without one are not.
            let crowd = self.crowd((self.rect.top(), self.rect.bottom()), self.rect.top() + 60.0);
            rows.extend((crowd.crowd > 0).then(|| (crowd, self.rect.top() + 60.0)));
        }
        for (at, cluster) in clusters.iter().enumerate() {
            let next = clusters.get(at + 1).and_then(|next| extents.get(next.start));
            let used = rows.last().map_or(self.rect.top(), |(_, y)| y + theme::LANE_NAME);
            let (Some(&(top, _)), Some(bottom)) = (
                extents.get(cluster.start),
                extents.get(cluster.clone()).map(|all| all.iter().map(|e| e.1).fold(0.0, f32::max)),
            ) else {
                continue;
            };
            // A name may stand a little beside its bracket, never beside the next one's.
            let room = (
                (top - INSET).max(used),
                next.map_or(self.rect.bottom() - theme::GRID, |next| next.0 - INSET)
                    .min(bottom + 3.0 * theme::LANE_NAME),
            );
            // What has no bracket is told of with the brackets above it.
            let from = if at == 0 { self.rect.top() } else { top };
            let until = next.map_or(self.rect.bottom(), |next| next.0);
            let crowd = self.crowd((from, until), bottom);
            let wanted = Self::cluster_rows(brackets, cluster.clone(), &extents, &crowd);
            let strong = |row: &LaneRow| {
                row.brackets.iter().any(|&at| brackets.get(at).is_some_and(|b| b.strong))
            };
            rows.extend(stack(wanted, room, strong));
        }
        rows
    }

    /// The rows that a cluster of brackets would like to have.
    fn cluster_rows(
        brackets: &[Bracket],
        cluster: std::ops::Range<usize>,
        extents: &[(f32, f32)],
        crowd: &LaneRow,
    ) -> Vec<Vec<LaneRow>> {
        let wish = |at: usize| extents.get(at).map_or(0.0, |(top, bottom)| (top + bottom) / 2.0);
        let each: Vec<LaneRow> = cluster.clone().map(|at| LaneRow::of(wish(at), at)).collect();
        let mut alike: Vec<LaneRow> = Vec::new();
        let name = |at: usize| brackets.get(at).map(|bracket| &bracket.name);
        let strong = |at: usize| brackets.get(at).is_some_and(|bracket| bracket.strong);
        for at in cluster {
            let same = alike.iter_mut().find(|row| {
                row.brackets
                    .first()
                    .is_some_and(|&first| name(first) == name(at) && !strong(first) && !strong(at))
            });
            match same {
                Some(row) => row.brackets.push(at),
                None => alike.push(LaneRow::of(wish(at), at)),
            }
        }
        if crowd.crowd == 0 {
            return vec![each, alike];
        }
        [each, alike]
            .into_iter()
            .map(|mut rows| {
                rows.push(crowd.clone());
                rows
            })
            .collect()
    }

    /// The row that tells of the passages without a bracket between two heights.
    fn crowd(&self, (top, bottom): (f32, f32), wish: f32) -> LaneRow {
        let span = self.span_between(top, bottom);
        let beyond = span.map_or(0, |span| {
            let narrow = self.marks.bracketed(span).filter(|(column, passage)| {
                *column >= self.columns_shown() && !self.is_strong(passage.id)
            });
            narrow.count() + self.marks.crowd_count(span)
        });
        let strong = [self.selected, self.hovered];
        let shown = strong.into_iter().flatten().filter(|&id| {
            self.marks.passage(id).is_some_and(|passage| {
                !passage.has_bracket() && span.is_some_and(|span| passage.span.overlaps(span))
            })
        });
        let twice = usize::from(self.selected.is_some() && self.selected == self.hovered);
        let shown = shown.count().saturating_sub(twice);
        let crowd = beyond.saturating_sub(shown);
        LaneRow { wish, brackets: Vec::new(), crowd, span }
    }

    /// What of the article stands between two heights of the screen.
    fn span_between(&self, top: f32, bottom: f32) -> Option<ByteSpan> {
        let lines = self.views.iter().flat_map(|view| {
            let lines = view.laid.lines.iter();
            lines.map(move |line| (view, line, view.top + line.top))
        });
        let here = lines.filter(|(view, _, y)| *y < bottom && y + view.laid.line_height > top);
        here.map(|(view, line, _)| view.laid.span(&line.chars)).reduce(ByteSpan::cover)
    }

    /// Draws a row at height `y`; returns where it is.
    fn paint_row(&self, painter: &Painter, brackets: &[Bracket], row: &LaneRow, y: f32) -> Rect {
        let passing = brackets.iter().filter(|bracket| {
            bracket.rect.top() < y + theme::LANE_NAME && bracket.rect.bottom() > y
        });
        let left = passing.map(|bracket| bracket.rect.right()).fold(self.rect.left(), f32::max);
        let left = left + 7.0;
        let first = row.brackets.first().and_then(|&at| brackets.get(at));
        let rest = row.crowd > 0 || first.is_none();
        let strong = first.is_some_and(|bracket| bracket.strong) && !rest;
        let memo = first.is_some_and(|bracket| bracket.memo && row.count() == 1);
        let (text, colour) = Self::name(brackets, row)
            .unwrap_or_else(|| (format!("+{}", theme::grouped(row.count())), self.palette.second));
        let icon = if memo { 16.0 } else { 0.0 };
        let ink = if strong { self.palette.ink } else { self.palette.lettering(colour) };
        let mut job = LayoutJob::simple_singleline(text, theme::small(), ink);
        job.wrap = TextWrapping::truncate_at_width((self.rect.right() - left - icon).max(12.0));
        let galley = painter.layout_job(job);
        let size = vec2(galley.size().x + icon, theme::LANE_NAME);
        let place = Rect::from_min_size(pos2(left, y), size);
        if strong {
            let ground = place.expand2(vec2(4.0, 0.0));
            let line = Stroke::new(1.0, colour);
            painter.rect(
                ground,
                CornerRadius::same(4),
                self.palette.raised,
                line,
                StrokeKind::Inside,
            );
        }
        let text = Align2::LEFT_CENTER.align_size_within_rect(galley.size(), place);
        if memo {
            let icon = Rect::from_min_max(pos2(text.right() + 1.0, place.top()), place.max);
            Icon::Memo.paint(painter, icon, colour);
        }
        painter.galley(text.min, galley, ink);
        place
    }

    /// What a row is called and its colour; `None` where it counts what is not alike.
    fn name(brackets: &[Bracket], row: &LaneRow) -> Option<(String, Color32)> {
        let mut all = row.brackets.iter().filter_map(|&at| brackets.get(at));
        let first = all.next().filter(|_| row.crowd == 0)?;
        let name = match row.count() {
            1 => first.name.clone(),
            count => format!("{} ×{count}", first.name),
        };
        all.all(|other| other.name == first.name).then_some((name, first.colour))
    }

    /// The pointer on the brackets themselves, which are too thin and too many to be widgets.
    fn brackets_ui(
        &self,
        ui: &Ui,
        brackets: &[Bracket],
        out: &mut Vec<Message>,
    ) -> Option<PointedBracket> {
        #[expect(clippy::cast_precision_loss, reason = "a few columns")]
        let width = (self.columns_shown() + 1) as f32 * columns_in(self.rect.width()).1;
        let place = self.rect.with_max_x(self.rect.left() + width);
        let response = ui.interact(place, self.id.with("brackets"), Sense::CLICK);
        let pos = response.hover_pos()?;
        let near = |bracket: &&Bracket| {
            bracket.rect.expand2(vec2(BETWEEN / 2.0, INSET / 2.0)).contains(pos)
        };
        // What lies on top was drawn last.
        let bracket = brackets.iter().filter(near).max_by_key(|bracket| bracket.strong)?;
        ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
        if response.clicked() {
            out.push(Message::SelectPassage(Some(bracket.passage)));
        }
        let rect = bracket.rect.intersect(self.rect);
        Some(PointedBracket { passages: vec![bracket.passage], more: 0, rect })
    }

    fn row_ui(
        &self,
        ui: &Ui,
        brackets: &[Bracket],
        row: &LaneRow,
        place: Rect,
        out: &mut Vec<Message>,
    ) -> Option<PointedBracket> {
        let first = row.brackets.first().and_then(|&at| brackets.get(at));
        let key = (first.map(|bracket| bracket.passage), row.crowd > 0, place.top().to_bits());
        let widget = match first {
            Some(bracket) if row.crowd == 0 => self.id.with(("lane", bracket.passage)),
            _ => self.id.with(("lane", key)),
        };
        let response = ui.interact(place.expand2(vec2(3.0, 0.0)), widget, Sense::click());
        let of_row = row.brackets.iter().filter_map(|&at| brackets.get(at));
        let mut passages: Vec<PassageId> = of_row.map(|bracket| bracket.passage).collect();
        response.widget_info(|| {
            let label = match Self::name(brackets, row) {
                Some((name, _)) => self.spoken(&name, first).into(),
                None => t!("tags.rest", count = row.count()),
            };
            WidgetInfo::labeled(Role::Button, true, label.as_ref())
        });
        if !response.hovered() && !response.clicked() && !response.has_focus() {
            return None;
        }
        passages.extend(row.span.into_iter().flat_map(|span| self.crowd_passages(span)));
        if response.clicked() {
            // Repeated clicks step through the passages that share the row.
            let at = passages.iter().position(|&id| self.selected == Some(id));
            let next = at.map_or(0, |at| (at + 1) % passages.len());
            out.extend(passages.get(next).map(|&id| Message::SelectPassage(Some(id))));
        }
        let response = response.on_hover_cursor(CursorIcon::PointingHand);
        let more = row.count().saturating_sub(passages.len());
        (response.hovered() && !passages.is_empty()).then_some(PointedBracket {
            passages,
            more,
            rect: place,
        })
    }

    /// What a screen reader says of a passage: its themes, how it begins, and where.
    fn spoken(&self, themes: &str, bracket: Option<&Bracket>) -> String {
        let found = bracket.and_then(|bracket| self.session.annotations().find(bracket.passage));
        let Some((path, _, passage)) = found else {
            return t!("reader.lane", themes = themes).into_owned();
        };
        let words = self.session.quoted(path, passage);
        let head = text::first_characters(&words, SPOKEN);
        let cut = if head.len() < words.len() { "…" } else { "" };
        let start = self.session.placed(passage).and_then(|spans| spans.first().copied());
        let at = start.map_or(0, |span| span.start().get());
        let words = format!("{head}{cut}");
        t!("reader.lane_at", themes = themes, words = words, at = theme::grouped(at as usize))
            .into_owned()
    }

    /// The first passages without a bracket in `span`.
    fn crowd_passages(&self, span: ByteSpan) -> Vec<PassageId> {
        let most = self.columns_shown();
        let narrow = self.marks.bracketed(span).filter(|(column, _)| *column >= most);
        let narrow = narrow.map(|(_, passage)| passage);
        let all = narrow.chain(self.marks.crowd(span)).map(|passage| passage.id);
        all.take(CROWD_KEPT).collect()
    }
}

impl Bracket {
    fn paint(&self, painter: &Painter) {
        let Rect { min, max } = self.rect;
        let stroke = Stroke::new(if self.strong { 3.0 } else { 2.0 }, self.colour);
        let points = vec![min, pos2(max.x, min.y), max, pos2(min.x, max.y)];
        painter.line(points, stroke);
    }
}

/// How many columns a lane of that width has room for, and how far apart they stand: more than half
/// of it is left to the names. In a narrow one they stand closer, before passages lose their
/// brackets: sentences that follow each other in a line, each with four, need all columns.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "a few columns"
)]
fn columns_in(width: f32) -> (usize, f32) {
    let room = width * 0.42;
    let columns = ((room / theme::BRACKET_CLOSE) as usize).clamp(2, COLUMNS);
    let apart = (room / columns as f32).clamp(theme::BRACKET_CLOSE, theme::BRACKET);
    (columns, apart)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_narrowest_lane_beside_a_page_has_every_column() {
        for width in (92..=148_u16).map(f32::from) {
            let (columns, apart) = columns_in(width);
            assert_eq!(columns, COLUMNS, "{width}");
            assert!((BRACKET_WIDTH + 1.0..=theme::BRACKET).contains(&apart), "{width}: {apart}");
            assert!(f32::from(8_u8) * apart <= width / 2.0, "{width}: {apart}");
        }
        assert_eq!(columns_in(24.0).0, 2);
    }
}
