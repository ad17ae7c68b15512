//! The list of groups: those that repeat most first.

use eframe::egui::{
    Align2, CornerRadius, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2,
};

use super::super::desk::Desk;
use crate::{
    analysis::{Reuse, ReuseGroup},
    session::printed_shown,
    t,
    text::{CharOffset, CharSpan},
    ui::{
        theme,
        widgets::{focus_ring, paint_truncated},
    },
};

/// Height of a group in the list.
const ROW: f32 = 50.0;
/// So much of the text is shown.
const SHOWN: u32 = 60;

/// The list; the group that was clicked.
pub(super) fn ui(
    desk: &Desk<'_>,
    (reuse, order): (&Reuse, &[usize]),
    chosen: usize,
    ui: &mut Ui,
) -> Option<usize> {
    let mut wanted = None;
    let area = ScrollArea::vertical().id_salt("reuse groups").auto_shrink(false);
    area.show_rows(ui, ROW, order.len(), |ui, shown| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for &number in order.get(shown).unwrap_or_default() {
            let Some(group) = reuse.groups.get(number) else { continue };
            if row_ui(desk, group, number == chosen, ui) {
                wanted = Some(number);
            }
        }
    });
    wanted
}

/// A group; whether it was asked for.
fn row_ui(desk: &Desk<'_>, group: &ReuseGroup, chosen: bool, ui: &mut Ui) -> bool {
    let palette = desk.palette;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let Some(first) = group.members.first() else { return false };
    let end = first.span.end().min(CharOffset::new(first.span.start().get() + SHOWN));
    let shown = CharSpan::between(first.span.start(), end);
    let article = desk.session.corpus().and_then(|corpus| corpus.article(&first.article));
    let text = article.and_then(|article| article.text.slice_chars(shown)).unwrap_or_default();
    let text = text.replace('\n', "");
    let last = group.members.last().unwrap_or(first);
    let facts = t!(
        "reuse.page.group",
        places = group.members.len(),
        letters = theme::grouped(first.letters as usize),
        first = printed_shown(first),
        last = printed_shown(last)
    );
    let name = format!("{text} {facts}");
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, chosen, &name));
    let radius = CornerRadius::same(theme::RADIUS);
    if chosen {
        ui.painter().rect_filled(rect, radius, palette.raised);
        let bar = Rect::from_min_size(rect.left_top(), vec2(3.0, rect.height()));
        ui.painter().rect_filled(bar, CornerRadius::same(1), palette.accent);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, radius, palette.hover);
    }
    focus_ring(ui, palette, rect, &response);
    let inner = rect.shrink2(vec2(theme::grid(3.0), 5.0));
    let middle = inner.center().y;
    let above = Rect::from_min_max(inner.min, pos2(inner.right(), middle));
    let below = Rect::from_min_max(pos2(inner.left(), middle), inner.max);
    paint_truncated(ui, above, Align2::LEFT_CENTER, &text, theme::content(), palette.ink);
    let font = theme::small_content();
    paint_truncated(ui, below, Align2::LEFT_CENTER, &facts, font, palette.second);
    response.clicked()
}
