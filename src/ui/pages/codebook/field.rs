//! The field for one of a theme's texts, edited in place.

use eframe::egui::{FontId, Frame, Margin, Response, RichText, Stroke, TextEdit, Ui, WidgetText};
use rust_i18n::t;

use crate::{
    annotation::Theme,
    session::{Session, ThemeField},
    ui::{
        drafts::{self, Drafts, WrittenOn},
        theme::{self, Palette},
    },
};

/// How a field looks.
#[derive(Clone, Debug)]
pub(super) struct FieldLook {
    pub(super) font: FontId,
    /// Lines it has at least; one that is a line can have no more.
    pub(super) rows: usize,
    pub(super) hint: String,
    pub(super) name: String,
    /// Whether its ground shows before it has the focus.
    pub(super) ground: bool,
}

/// The field.
pub(super) fn ui(
    session: &Session,
    drafts: &mut Drafts,
    (theme, field): (&Theme, ThemeField),
    look: &FieldLook,
    palette: &Palette,
    ui: &mut Ui,
) -> Response {
    let on = WrittenOn::Theme(theme.id, field);
    drafts.ui(session, &on, ui, |ui, text, id, is_focused| {
        let hint = RichText::new(&look.hint).font(look.font.clone()).color(palette.second);
        let edge = if is_focused {
            theme::focus_line(palette)
        } else {
            Stroke::new(1.0, palette.hairline)
        };
        let shown = look.ground || is_focused;
        let frame = Frame::new()
            .fill(if shown { palette.raised } else { palette.panel })
            .stroke(if shown { edge } else { Stroke::NONE })
            .corner_radius(theme::RADIUS)
            .inner_margin(Margin::symmetric(if look.ground { 10 } else { 4 }, 6));
        let edit =
            if look.rows > 1 { TextEdit::multiline(text) } else { TextEdit::singleline(text) };
        let edit = edit
            .frame(frame)
            .id(id)
            .font(look.font.clone())
            .text_color(palette.ink)
            .hint_text(WidgetText::from(hint))
            .desired_width(f32::INFINITY)
            .desired_rows(look.rows)
            .event_filter(drafts::field_keys());
        let response = ui.add(edit).on_hover_text(t!("codebook.detail.field_keys"));
        response.accessible_name(&look.name)
    })
}
