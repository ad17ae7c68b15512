//! The text alone (专注): what little stands beside it, to see the marks and to find the way back.

use eframe::egui::{Align2, Area, Context, Id, Order, vec2};
use rust_i18n::t;

use super::{
    action::Action,
    message::Message,
    shared::Focus,
    theme::{self, Palette},
    widgets::{self, icon::Icon},
};

/// Two small buttons in the corner, faint until they are pointed at.
pub(super) fn ui(
    focus: &mut Option<Focus>,
    palette: &Palette,
    ctx: &Context,
    out: &mut Vec<Message>,
) {
    let Some(focus) = focus else { return };
    let offset = vec2(-theme::grid(3.0), theme::grid(2.0));
    Area::new(Id::unique("focus")).order(Order::Middle).anchor(Align2::RIGHT_TOP, offset).show(
        ctx,
        |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = theme::GRID;
                let (icon, name) = if focus.marks {
                    (Icon::Eye, t!("tags.focus.hide_marks"))
                } else {
                    (Icon::EyeOff, t!("tags.focus.show_marks"))
                };
                if widgets::icon_button(ui, palette, icon, &name, true).clicked() {
                    focus.marks = !focus.marks;
                }
                let text = format!("{}  Esc", t!("tags.focus.leave"));
                let back = widgets::text_button(ui, palette, &text, palette.second);
                if back.on_hover_text(Action::Focus.tooltip(ui.ctx())).clicked() {
                    out.push(Message::Act(Action::Focus));
                }
            });
        },
    );
}
