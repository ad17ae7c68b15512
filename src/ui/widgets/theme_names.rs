//! The names and colours of the themes that a passage bears.

use eframe::egui::{Align2, Color32, Rect, Ui, pos2};
use rust_i18n::t;

use super::paint_truncated;
use crate::{
    annotation::{Coder, ThemeId},
    corpus::ArticlePath,
    session::Session,
    ui::theme::{self, Palette},
};

/// A theme's name and colour; the sidecar's own name serves where the codebook lacks it.
pub(in crate::ui) fn theme_shown(
    session: &Session,
    palette: &Palette,
    article: &ArticlePath,
    coder: &Coder,
    id: ThemeId,
) -> (String, Color32) {
    if let Some(theme) = session.codebook().get(id) {
        return (theme.name.clone(), palette.theme(theme.colour));
    }
    let layer = session.annotations().layer(article, coder);
    let name = layer.and_then(|layer| layer.legend.get(&id)).cloned();
    (name.unwrap_or_else(|| t!("themes.unknown").into_owned()), palette.second)
}

/// Dots and names in small letters; what has no room is counted.
pub(in crate::ui) fn paint_theme_names(
    ui: &Ui,
    palette: &Palette,
    room: Rect,
    themes: &[(String, Color32)],
) {
    let painter = ui.painter();
    let mut left = room.left();
    for (place, (name, colour)) in themes.iter().enumerate() {
        let rest = themes.len() - place;
        let galley = painter.layout_no_wrap(name.clone(), theme::small(), palette.second);
        let width = theme::grid(4.0) + galley.size().x;
        // Room has to be left for the count of those that follow.
        let reserve = if rest > 1 { theme::grid(6.0) } else { 0.0 };
        let fits = left + width + reserve <= room.right();
        if !fits && place > 0 {
            let at = pos2(left, room.center().y);
            let count = format!("+{rest}");
            painter.text(at, Align2::LEFT_CENTER, count, theme::small(), palette.second);
            return;
        }
        painter.circle_filled(pos2(left + 4.5, room.center().y), 4.5, *colour);
        let text = room.with_min_x(left + theme::grid(4.0)).with_max_x(room.right() - reserve);
        let drawn =
            paint_truncated(ui, text, Align2::LEFT_CENTER, name, theme::small(), palette.second);
        left = drawn.right() + theme::grid(3.0);
    }
}
