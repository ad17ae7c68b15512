//! The heads of groups of rows.

use eframe::egui::{Align2, Rect, Stroke, Ui, pos2, vec2};
use rust_i18n::t;

use super::query::{Head, HeadOf, title_and_year};
use crate::{
    session::Session,
    ui::{
        theme::{self, Palette},
        widgets,
    },
};

/// What the rows of a group have in common.
pub(super) fn name(session: &Session, head: &Head) -> String {
    let name = match &head.of {
        HeadOf::Theme(theme) => {
            let theme = theme.and_then(|id| session.codebook().get(id));
            let name = theme.map(|theme| session.codebook().path_name(theme.id));
            name.unwrap_or_else(|| t!("retrieve.group.no_theme").into_owned())
        }
        HeadOf::Article(path) => {
            let title = session.corpus().map(|corpus| title_and_year(corpus, path).0);
            title.unwrap_or_default()
        }
        HeadOf::Year(year) => {
            let none = || t!("excerpts.no_year").into_owned();
            year.map_or_else(none, |year| year.to_string())
        }
    };
    t!("retrieve.group.head", name = name, count = head.count).into_owned()
}

/// What the rows below have in common, and how many they are.
pub(super) fn ui(session: &Session, head: &Head, palette: &Palette, rect: Rect, ui: &Ui) {
    ui.painter().rect_filled(rect, 0, palette.panel);
    let line = Stroke::new(1.0, palette.hairline);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, line);
    let mut place = rect.shrink2(vec2(theme::grid(3.5), 0.0));
    let theme = match head.of {
        HeadOf::Theme(theme) => theme.and_then(|id| session.codebook().get(id)),
        HeadOf::Article(_) | HeadOf::Year(_) => None,
    };
    if let Some(theme) = theme {
        let colour = palette.theme(theme.colour);
        ui.painter().circle_filled(pos2(place.left() + 4.5, place.center().y), 4.5, colour);
        place.min.x += theme::grid(4.0);
    }
    let (text, font) = (name(session, head), theme::body());
    widgets::paint_truncated(ui, place, Align2::LEFT_CENTER, &text, font, palette.ink);
}
