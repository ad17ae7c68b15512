//! Two printings side by side: what is the same in plain ink, what changed on a pale ground.

use eframe::egui::{
    Align, Label, Layout, Rect, Stroke, TextFormat, Ui, UiBuilder, pos2, text::LayoutJob, vec2,
};

use super::changed_ground;
use crate::{
    analysis::{ChangeOp, ChangedWords, ReuseChange, ReuseComparison},
    corpus::ArticlePath,
    session::Session,
    text::CharSpan,
    ui::theme::{self, Palette},
};

/// Between the two columns.
const GAP: f32 = 28.0;
/// From line to line.
const LINE: f32 = 27.0;

/// What is needed to draw both.
pub(super) struct SideTexts<'a> {
    pub(super) session: &'a Session,
    pub(super) palette: &'a Palette,
    pub(super) comparison: &'a ReuseComparison,
    /// The change one is at.
    pub(super) here: Option<usize>,
    /// Whether it is to be brought into view.
    pub(super) scroll: bool,
}

impl SideTexts<'_> {
    /// Both columns, in rows that begin alike.
    pub(super) fn ui(&self, (left, right): (&ArticlePath, &ArticlePath), ui: &mut Ui) {
        let width = (ui.available_width() - GAP) / 2.0;
        for row in self.rows() {
            let jobs = [self.job(&row, left, true, width), self.job(&row, right, false, width)];
            let top = ui.cursor().top();
            let start = ui.cursor().left();
            let mut bottom = top;
            for (at, job) in [0.0, width + GAP].into_iter().zip(jobs) {
                let place = Rect::from_min_size(pos2(start + at, top), vec2(width, f32::INFINITY));
                let builder = UiBuilder::new().max_rect(place).layout(Layout::top_down(Align::Min));
                let inner = ui.scope_builder(builder, |ui| ui.add(Label::new(job).wrap()));
                bottom = bottom.max(inner.response.rect.bottom());
                let is_here =
                    row.iter().any(|(_, number)| number.is_some() && *number == self.here);
                if self.scroll && is_here {
                    inner.response.scroll_to_me(Some(Align::Center));
                }
            }
            let rest = bottom - ui.cursor().top();
            ui.add_space(rest.max(0.0) + theme::GRID);
        }
    }

    /// The pieces in rows, each change with its number; a row ends with a piece that is the same.
    fn rows(&self) -> Vec<Vec<(&ReuseChange, Option<usize>)>> {
        /// A row has so many letters at least.
        const LEAST: usize = 70;
        let mut rows = vec![Vec::new()];
        let (mut letters, mut number) = (0, 0);
        for piece in &self.comparison.pieces {
            let change = (piece.op != ChangeOp::Equal).then(|| {
                number += 1;
                number - 1
            });
            if let Some(row) = rows.last_mut() {
                row.push((piece, change));
            }
            letters += piece.a_letters.chars().count();
            if piece.op == ChangeOp::Equal && letters >= LEAST {
                rows.push(Vec::new());
                letters = 0;
            }
        }
        rows.retain(|row| !row.is_empty());
        rows
    }

    /// One side of a row.
    fn job(
        &self,
        row: &[(&ReuseChange, Option<usize>)],
        article: &ArticlePath,
        is_left: bool,
        width: f32,
    ) -> LayoutJob {
        let palette = self.palette;
        let mut job = LayoutJob::default();
        job.wrap.max_width = width;
        let text = |span: CharSpan| {
            let article = self.session.corpus()?.article(article)?;
            Some(article.text.slice_chars(span)?.replace('\n', ""))
        };
        for (piece, number) in row {
            let span = if is_left { piece.a } else { piece.b };
            let words = text(span).unwrap_or_default();
            let mut format = TextFormat {
                font_id: theme::split_text(),
                color: palette.ink,
                line_height: Some(LINE),
                ..TextFormat::default()
            };
            if number.is_some() {
                format.background = changed_ground(palette, *number == self.here);
                if piece.words == ChangedWords::Figure {
                    format.color = palette.accent_ink;
                }
                match piece.op {
                    ChangeOp::Replace => format.underline = Stroke::new(1.0, palette.accent),
                    ChangeOp::Delete => format.strikethrough = Stroke::new(1.0, palette.accent),
                    ChangeOp::Insert | ChangeOp::Equal => {}
                }
            }
            job.append(&words, 0.0, format);
        }
        job
    }
}
