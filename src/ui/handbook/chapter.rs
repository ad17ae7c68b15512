//! A chapter as it is read: its headings to jump to, then its text.

use crate::{
    handbook::{Handbook, HandbookChapter},
    text::{MarkdownBlock, MarkdownDialect, MarkdownKind, MarkdownSpan},
    ui::{
        theme::{self, Palette},
        widgets::{
            self,
            markdown::{self, MarkdownLook},
        },
    },
};
use eframe::egui::{
    Align, CornerRadius, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2,
};

/// Height of a chapter's name above the text.
const TAB: f32 = 26.0;

/// The name of a chapter, which shows it.
pub(super) fn tab_ui(ui: &mut Ui, palette: &Palette, title: &str, chosen: bool) -> Response {
    let ink = if chosen { palette.accent_ink } else { palette.second };
    let galley = ui.painter().layout_no_wrap(title.to_owned(), theme::body(), ink);
    let size = vec2(galley.size().x + theme::grid(3.5), TAB);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, chosen, title));
    let radius = CornerRadius::same(theme::RADIUS);
    if chosen {
        let edge = Stroke::new(1.0, palette.hairline);
        ui.painter().rect(rect, radius, palette.raised, edge, StrokeKind::Inside);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, radius, palette.hover);
    }
    ui.painter().galley(rect.center() - galley.size() / 2.0, galley, ink);
    widgets::focus_ring(ui, palette, rect, &response);
    response
}

/// The text, with a block that is to come into view; the link that was followed.
pub(super) fn ui(
    (chapter, book): (&HandbookChapter, &Handbook),
    target: Option<usize>,
    palette: &Palette,
    ui: &mut Ui,
) -> Option<String> {
    ui.spacing_mut().item_spacing.y = theme::grid(1.5);
    let look = MarkdownLook { palette, dialect: MarkdownDialect::Handbook };
    let mut followed = None;
    for (number, block) in chapter.blocks.iter().enumerate() {
        let shown = ui.push_id(number, |ui| markdown::block_ui(block, look, ui)).inner;
        if target == Some(number) {
            let above = vec2(0.0, theme::grid(3.0));
            ui.scroll_to_rect(shown.rect.translate(-above), Some(Align::TOP));
        }
        followed = shown.followed.or(followed);
        if number == 0 {
            let contents = contents(chapter, book);
            let shown = ui.push_id("contents", |ui| markdown::block_ui(&contents, look, ui)).inner;
            followed = shown.followed.or(followed);
        }
    }
    followed
}

/// The headings of a chapter as links in a line.
fn contents(chapter: &HandbookChapter, book: &Handbook) -> MarkdownBlock {
    let mut spans = Vec::new();
    let text = |text: &str| MarkdownSpan { text: text.to_owned(), ..MarkdownSpan::default() };
    let own = book.headings().filter(|heading| {
        let chapter_of = book.chapters().get(heading.place.chapter);
        heading.level == 2 && chapter_of.is_some_and(|of| of.id == chapter.id)
    });
    for heading in own {
        if !spans.is_empty() {
            spans.push(text(" · "));
        }
        let link = Some(format!("#{}", heading.id));
        spans.push(MarkdownSpan { link, ..text(&heading.title) });
    }
    MarkdownBlock { kind: MarkdownKind::Paragraph, depth: 0, quoted: 0, spans }
}
