//! The field below the summary grid: what the current coder says of the chosen cell, and beside it how
//! that reads, and what others say.

use eframe::egui::{
    Align, Frame, Label, Layout, Margin, RichText, ScrollArea, Stroke, TextEdit, Ui, vec2,
};

use super::SummaryView;
use crate::{
    t,
    ui::{
        drafts::{self, WrittenOn},
        pages::compare::desk::Desk,
        theme,
        widgets::markdown,
    },
};

impl SummaryView {
    /// The field; whether it was left by a key, so that the table has the keyboard again.
    pub(super) fn editor_ui(&self, desk: &mut Desk<'_>, ui: &mut Ui) -> bool {
        let palette = desk.palette;
        let line = ui.cursor().top();
        ui.painter().hline(ui.max_rect().x_range(), line, Stroke::new(1.0, palette.hairline));
        ui.add_space(theme::grid(2.5));
        let Some((theme, article)) = self.place() else {
            let hint = if self.chosen.is_some() { t!("summary.gone") } else { t!("summary.none") };
            ui.add(Label::new(RichText::new(hint).color(palette.second)).wrap());
            return false;
        };
        if desk.session.codebook().get(theme).is_none() {
            let gone = RichText::new(t!("summary.gone")).color(palette.second);
            ui.add(Label::new(gone).wrap());
            return false;
        }
        let title = self.title(desk.session);
        ui.horizontal(|ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let keys = RichText::new(t!("summary.keys")).font(theme::small());
                let keys_width = ui.available_width() * 0.5;
                if keys_width > 260.0 {
                    ui.label(keys.color(palette.second));
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    ui.add(Label::new(RichText::new(&title).color(palette.ink)).truncate());
                });
            });
        });
        ui.add_space(theme::grid(1.5));
        let own = desk.session.coder();
        let on = WrittenOn::Summary(theme, article.clone());
        let others = self.texts.said(theme, &article).iter().filter(|(coder, _)| *coder != own);
        let room = ui.available_size();
        let mut left = false;
        ui.horizontal_top(|ui| {
            let gap = theme::grid(4.0);
            let half = ((room.x - gap) / 2.0).floor();
            let session = desk.session;
            let drafts = &mut *desk.drafts;
            ui.allocate_ui_with_layout(vec2(half, room.y), Layout::top_down(Align::Min), |ui| {
                ScrollArea::vertical().id_salt("summary field").show(ui, |ui| {
                    let mut had_focus = false;
                    let response = drafts.ui(session, &on, ui, |ui, text, id, is_focused| {
                        had_focus = is_focused;
                        let hint = RichText::new(t!("summary.hint")).color(palette.second);
                        let edge = if is_focused { palette.accent } else { palette.hairline };
                        let frame = Frame::new()
                            .fill(palette.raised)
                            .stroke(Stroke::new(1.0, edge))
                            .corner_radius(theme::RADIUS)
                            .inner_margin(Margin::symmetric(10, 8));
                        let edit = TextEdit::multiline(text)
                            .frame(frame)
                            .id(id)
                            .font(theme::memo())
                            .text_color(palette.ink)
                            .hint_text(eframe::egui::WidgetText::from(hint))
                            .desired_width(f32::INFINITY)
                            .desired_rows(4)
                            .event_filter(drafts::field_keys());
                        ui.add(edit).accessible_name(t!("summary.field"))
                    });
                    // By a key, not by a click elsewhere.
                    left = had_focus
                        && !response.has_focus()
                        && !ui.input(|input| input.pointer.any_pressed());
                });
            });
            ui.add_space(gap - ui.spacing().item_spacing.x);
            ui.allocate_ui_with_layout(vec2(half, room.y), Layout::top_down(Align::Min), |ui| {
                ScrollArea::vertical().id_salt("summaries read").show(ui, |ui| {
                    ui.set_min_width(half - theme::grid(2.0));
                    let written = drafts.text(session, &on);
                    if !written.trim().is_empty() {
                        markdown::ui(&written, palette, ui);
                    }
                    for (coder, text) in others {
                        ui.add_space(theme::grid(1.5));
                        let name = RichText::new(coder.as_str()).font(theme::small());
                        ui.label(name.color(palette.second));
                        markdown::ui(text, palette, ui);
                    }
                });
            });
        });
        left
    }
}
