//! The strip above a text that was reached from a list: which place of it this is, the next, and the
//! way back.

use eframe::egui::{Align, Frame, Label, Layout, Margin, Panel, RichText, Stroke, Ui};
use rust_i18n::t;

use crate::ui::{
    action::Action,
    message::Message,
    shared::Trail,
    theme::{self, Palette},
    widgets::{self, icon::Icon},
};

/// The strip.
pub(super) fn ui(trail: &Trail, palette: &Palette, ui: &mut Ui, out: &mut Vec<Message>) {
    let (at, count) = (trail.at, trail.count);
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
                if widgets::text_button(ui, palette, &back, palette.accent_ink)
                    .on_hover_text(t!("search.back_hint"))
                    .clicked()
                {
                    out.push(Message::Act(Action::Page(trail.page)));
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

                let (at, count) = (theme::grouped(at + 1), theme::grouped(count));
                let text = t!("search.strip", query = trail.query, at = at, count = count);
                ui.add(Label::new(RichText::new(text).color(palette.second)).truncate());
                out.extend(to.map(Message::GoAlong));
            });
        },
    );
}
