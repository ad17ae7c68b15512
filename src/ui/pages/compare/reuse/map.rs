//! The two articles as bars, with bands between the stretches that are the same.

use eframe::egui::{
    Color32, CornerRadius, Pos2, Rect, Role, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2,
};

use super::{super::desk::Desk, members};
use crate::{
    analysis::{Reuse, ReuseMember},
    corpus::ArticlePath,
    t,
    text::CharSpan,
    ui::theme,
};

/// Height of all, and of a bar.
const HEIGHT: f32 = 56.0;
const BAR: f32 = 10.0;

/// The map; the places that were clicked.
pub(super) fn ui(
    desk: &Desk<'_>,
    reuse: &Reuse,
    chosen: (usize, usize, usize),
    ui: &mut Ui,
) -> Option<(usize, usize, usize)> {
    let (left, right) = members(reuse, chosen)?;
    let length = |path: &ArticlePath| {
        let article = desk.session.corpus()?.article(path)?;
        Some(article.text.char_len().get().max(1))
    };
    let lengths = [length(&left.article)?, length(&right.article)?];
    let longest = lengths.into_iter().max().unwrap_or(1);
    let size = vec2(ui.available_width(), HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, t!("reuse.page.map")));
    let palette = desk.palette;
    #[expect(clippy::cast_precision_loss, reason = "a place on the screen")]
    let x = |at: u32| rect.left() + rect.width() * at as f32 / longest as f32;
    let tops = [rect.top(), rect.bottom() - BAR];
    for (length, top) in lengths.into_iter().zip(tops) {
        let bar = Rect::from_min_max(pos2(rect.left(), top), pos2(x(length), top + BAR));
        ui.painter().rect_filled(bar, CornerRadius::same(2), palette.hairline);
    }
    let at = response.interact_pointer_pos().filter(|_| response.clicked());
    let mut wanted = None;
    for (group, a, b) in bands(reuse, (left, right)) {
        let is_chosen = (group, a, b) == chosen;
        let Some((one, other)) = members(reuse, (group, a, b)) else { continue };
        let ends = |span: CharSpan| [x(span.start().get()), x(span.end().get())];
        let (above, below) = (ends(one.span), ends(other.span));
        let corners = vec![
            pos2(above[0], tops[0] + BAR),
            pos2(above[1], tops[0] + BAR),
            pos2(below[1], tops[1]),
            pos2(below[0], tops[1]),
        ];
        if at.is_some_and(|at| is_on(at, &corners)) {
            wanted = Some((group, a, b));
        }
        let ink = if is_chosen { palette.accent } else { palette.second };
        let ground: Color32 = ink.gamma_multiply(if is_chosen { 0.45 } else { 0.22 });
        ui.painter().add(Shape::convex_polygon(corners, ground, Stroke::NONE));
        for (ends, top) in [(above, tops[0]), (below, tops[1])] {
            let place =
                Rect::from_min_max(pos2(ends[0], top), pos2(ends[1].max(ends[0] + 1.0), top + BAR));
            ui.painter().rect_filled(place, CornerRadius::ZERO, ink.gamma_multiply(0.7));
        }
    }
    ui.add_space(theme::GRID);
    wanted
}

/// The groups that both articles have a place of.
fn bands(reuse: &Reuse, (left, right): (&ReuseMember, &ReuseMember)) -> Vec<(usize, usize, usize)> {
    let mut bands = Vec::new();
    for one in reuse.in_article(&left.article) {
        for other in reuse.in_article(&right.article).iter().filter(|o| o.group == one.group) {
            if one.member != other.member {
                bands.push((one.group, one.member, other.member));
            }
        }
    }
    bands
}

/// Whether a point lies on a band.
fn is_on(at: Pos2, corners: &[Pos2]) -> bool {
    let [a, b, c, d] = corners else { return false };
    let down = ((at.y - a.y) / (d.y - a.y)).clamp(0.0, 1.0);
    let (left, right) = (a.x + (d.x - a.x) * down, b.x + (c.x - b.x) * down);
    (left - 2.0..=right + 2.0).contains(&at.x)
}
