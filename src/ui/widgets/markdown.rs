//! Markdown as it is meant: headings, paragraphs, lists, quotations, code, tables, emphasis, links.
//!
//! Read by [`crate::text::markdown`], set by egui. HTML is shown as it is typed, and so are pictures
//! but for those that the handbook brings along: a memo loads nothing. A link to the web opens only when it is clicked; one to anywhere else is told
//! to who shows the handbook, and is no link in a memo.
//!
//! Not `egui_commonmark` 0.26, which slants emphasised Han, makes a space of a line break, follows
//! links of any scheme, loads pictures from where they say, and takes no font for what is bold.

mod cells;
mod picture;
mod piece;

use eframe::egui::{Rect, Sense, Stroke, Ui, pos2, vec2};

pub(in crate::ui) use crate::text::plain_markdown as plain;
use crate::{
    text::{MarkdownBlock, MarkdownDialect, MarkdownKind, markdown},
    ui::theme::{self, Palette},
};
use piece::TextPiece;

/// How blocks are set.
#[derive(Clone, Copy)]
pub(in crate::ui) struct MarkdownLook<'a> {
    pub(in crate::ui) palette: &'a Palette,
    pub(in crate::ui) dialect: MarkdownDialect,
}

/// A block that was set.
#[derive(Clone, Debug)]
pub(in crate::ui) struct ShownBlock {
    pub(in crate::ui) rect: Rect,
    /// The link that was followed in it and does not lead to the web.
    pub(in crate::ui) followed: Option<String>,
}

/// Shows `text`, a memo, as wide as there is room.
pub(in crate::ui) fn ui(text: &str, palette: &Palette, ui: &mut Ui) {
    ui.spacing_mut().item_spacing.y = theme::GRID;
    let look = MarkdownLook { palette, dialect: MarkdownDialect::Memo };
    for block in markdown(text, MarkdownDialect::Memo) {
        block_ui(&block, look, ui);
    }
}

/// Shows one block.
#[expect(clippy::cast_precision_loss, reason = "a depth of a few levels")]
pub(in crate::ui) fn block_ui(
    block: &MarkdownBlock,
    look: MarkdownLook<'_>,
    ui: &mut Ui,
) -> ShownBlock {
    let palette = look.palette;
    let is_item = matches!(block.kind, MarkdownKind::Item(_));
    let indent = block.quoted as f32 * theme::grid(3.5)
        + block.depth.saturating_sub(usize::from(is_item)) as f32 * theme::grid(5.0);
    match &block.kind {
        MarkdownKind::Rule => {
            let size = vec2(ui.available_width(), 9.0);
            let (rect, _) = ui.allocate_exact_size(size, Sense::empty());
            let line = Stroke::new(1.0, palette.hairline);
            ui.painter().hline(rect.x_range(), rect.center().y, line);
            return ShownBlock { rect, followed: None };
        }
        MarkdownKind::Picture(path) => return picture::ui(path, &block.text(), look, ui),
        MarkdownKind::Table(rows) => return cells::table_ui(rows, look, ui),
        MarkdownKind::Heading { level, .. } => ui.add_space(theme::markdown_above(*level)),
        _ => {}
    }
    let mark = if let MarkdownKind::Item(mark) = &block.kind { mark.as_str() } else { "" };
    let lead = if mark.is_empty() { 0.0 } else { theme::grid(5.0) };
    let pad = if block.kind == MarkdownKind::Code { theme::grid(2.0) } else { 0.0 };
    let width = (ui.available_width() - indent - lead - pad * 2.0).max(60.0);
    let text = TextPiece::of_block(block, look).set(width, ui);
    let size = vec2(indent + lead + pad + text.size().x, text.size().y);
    let (whole, response) = ui.allocate_exact_size(size, Sense::hover());
    let at = whole.min + vec2(indent + lead + pad, 0.0);
    text.name(&response);
    let followed = text.paint(at, palette, ui);
    if !mark.is_empty() {
        let mark = ui.painter().layout_no_wrap(mark.to_owned(), theme::body(), palette.second);
        let middle = text.first_line() / 2.0 - mark.size().y / 2.0;
        let at = pos2(at.x - lead + theme::GRID, at.y + middle);
        ui.painter().galley(at, mark, palette.second);
    }
    for level in 0..block.quoted {
        let x = whole.left() + theme::GRID + level as f32 * theme::grid(3.5);
        let bar = Rect::from_x_y_ranges(x..=x + 2.0, whole.y_range());
        ui.painter().rect_filled(bar, 1, palette.hairline);
    }
    ShownBlock { rect: whole, followed }
}
