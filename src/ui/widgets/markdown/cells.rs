//! Tables of Markdown: as wide as their cells want, and no wider than there is room.

use eframe::egui::{Sense, Stroke, Ui, vec2};

use super::{
    MarkdownLook, ShownBlock,
    piece::{TextInk, TextPiece},
};
use crate::{text::MarkdownCell, ui::theme};

/// A column keeps as much, if it needs it.
const LEAST: f32 = 56.0;

/// Shows a table.
pub(super) fn table_ui(
    rows: &[Vec<MarkdownCell>],
    look: MarkdownLook<'_>,
    ui: &mut Ui,
) -> ShownBlock {
    let palette = look.palette;
    let gap = theme::grid(4.0);
    let (size, line) = theme::markdown_cell();
    let piece = |cell: &MarkdownCell, head: bool| {
        let colour = if head { palette.second } else { palette.ink };
        let size = if head { theme::SMALL } else { size };
        let ink = TextInk { size, line, colour, bold: false, code: false };
        TextPiece::new(cell, ink, look)
    };
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut widths = vec![0.0_f32; columns];
    for (place, row) in rows.iter().enumerate() {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = width.max(piece(cell, place == 0).natural_width(ui).ceil() + 1.0);
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "a few columns")]
    let room = ui.available_width() - gap * columns.saturating_sub(1) as f32;
    fit(&mut widths, room);
    let mut whole = ui.max_rect().with_max_y(ui.cursor().top()).with_min_y(ui.cursor().top());
    let mut followed = None;
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for (place, row) in rows.iter().enumerate() {
            let texts: Vec<_> = row
                .iter()
                .zip(&widths)
                .map(|(cell, &width)| piece(cell, place == 0).set(width, ui))
                .collect();
            let height = texts.iter().map(|text| text.size().y).fold(line, f32::max);
            let pad = theme::grid(1.0);
            let size = vec2(ui.available_width(), height + 2.0 * pad);
            let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
            whole = whole.union(rect);
            let mut at = rect.min + vec2(0.0, pad);
            for (column, (text, width)) in texts.iter().zip(&widths).enumerate() {
                let cell = eframe::egui::Rect::from_min_size(at, vec2(*width, height));
                let id = ui.scope_id().with(("cell", place, column, ui.next_auto_id()));
                text.name(&ui.interact(cell, id, Sense::hover()));
                followed = text.paint(at, palette, ui).or(followed.take());
                at.x += width + gap;
            }
            let edge = Stroke::new(1.0, palette.hairline);
            ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, edge);
        }
    });
    ShownBlock { rect: whole, followed }
}

/// Takes from the widest columns until all have room together.
fn fit(widths: &mut [f32], room: f32) {
    let mut order: Vec<usize> = (0..widths.len()).collect();
    order.sort_by(|&a, &b| {
        widths.get(a).copied().unwrap_or(0.0).total_cmp(&widths.get(b).copied().unwrap_or(0.0))
    });
    let mut left = room;
    let count = order.len();
    for (done, place) in order.into_iter().enumerate() {
        #[expect(clippy::cast_precision_loss, reason = "a few columns")]
        let share = left / (count - done) as f32;
        if let Some(width) = widths.get_mut(place) {
            *width = width.min(share.max(LEAST));
            left -= *width;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn narrow_columns_keep_their_width_and_wide_ones_share_the_rest() {
        let fitted = |mut widths: Vec<f32>| {
            fit(&mut widths, 440.0);
            widths.into_iter().map(|width| width.round().to_string()).collect::<Vec<_>>()
        };
        assert_eq!(fitted(vec![40.0, 600.0, 300.0]), ["40", "200", "200"]);
        assert_eq!(fitted(vec![40.0, 100.0]), ["40", "100"]);
    }
}
