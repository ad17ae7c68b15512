//! The field for the memo of a passage, in its card.

use eframe::egui::{Color32, Frame, Margin, RichText, Stroke, TextEdit, Ui, WidgetText};
use rust_i18n::t;

use crate::{
    annotation::Passage,
    session::Session,
    ui::{
        drafts::{self, Drafts, WrittenOn},
        theme::{self, Palette},
    },
};

/// The field for the memo of `passage`.
pub(super) fn ui(
    session: &Session,
    drafts: &mut Drafts,
    passage: &Passage,
    palette: &Palette,
    ui: &mut Ui,
) {
    let on = WrittenOn::Passage(passage.id);
    drafts.ui(session, &on, ui, |ui, text, id, is_focused| {
        let hint = RichText::new(t!("themes.memo.hint")).font(theme::memo()).color(palette.second);
        // A shade rather than a box: it stands in a card already.
        let edge = if is_focused { palette.accent } else { Color32::TRANSPARENT };
        let frame = Frame::new()
            .fill(palette.panel)
            .stroke(Stroke::new(1.0, edge))
            .corner_radius(theme::RADIUS)
            .inner_margin(Margin::symmetric(8, 5));
        let edit = TextEdit::multiline(text)
            .frame(frame)
            .id(id)
            .font(theme::memo())
            .text_color(palette.ink)
            .hint_text(WidgetText::from(hint))
            .desired_width(f32::INFINITY)
            .desired_rows(2)
            .event_filter(drafts::field_keys());
        ui.add(edit).on_hover_text(t!("themes.memo.keys")).accessible_name(t!("themes.memo.name"))
    });
}
