//! The strip above a text that was reached from a hit: which one it is, the next, and the way back.

use eframe::egui::{Align, Frame, Label, Layout, Margin, Panel, RichText, Stroke, Ui};
use rust_i18n::t;

use super::rows::Rows;
use crate::{
    session::Session,
    ui::{
        action::Action,
        theme::{self, Palette},
        view::{Message, ViewState},
        widgets::{self, icon::Icon},
    },
};

/// The strip, while the article that is read was reached from a row.
pub(in crate::ui) fn ui(
    session: &Session,
    view: &mut ViewState,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    if !view.search.is_away_in(view.article.as_ref()) {
        return;
    }
    let rows = Rows::of(&view.search, session);
    let (at, count) = (view.search.table.cursor, rows.len());
    let frame = Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(14, 0));
    Panel::top("search-strip").frame(frame).exact_size(theme::FIND_BAR).resizable(false).show(
        ui,
        |ui| {
            let bar = ui.max_rect();
            let line = Stroke::new(1.0, palette.hairline);
            ui.painter().hline(bar.x_range().expand(14.0), bar.bottom() - 0.5, line);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = theme::grid(1.0);
                let back = t!("search.back");
                if widgets::text_button(ui, palette, &back, palette.accent)
                    .on_hover_text(t!("search.back_hint"))
                    .clicked()
                {
                    out.push(Message::Act(Action::SearchPage));
                }
                let mut to = None;
                for (icon, name, next, enabled) in [
                    (Icon::Up, t!("search.previous"), at.wrapping_sub(1), at > 0),
                    (Icon::Down, t!("search.next"), at + 1, at + 1 < count),
                ] {
                    if widgets::icon_button(ui, palette, icon, &name, enabled).clicked() {
                        to = Some(next);
                    }
                }
                let query = view.search.query.trim().to_owned();
                let (at, count) = (theme::grouped(at + 1), theme::grouped(count));
                let text = t!("search.strip", query = query, at = at, count = count);
                ui.add(Label::new(RichText::new(text).color(palette.second)).truncate());
                if let Some(to) = to {
                    view.search.table.reveal();
                    view.search.go_to(session, to, out);
                }
            });
        },
    );
}
