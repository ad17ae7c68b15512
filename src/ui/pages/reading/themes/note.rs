//! The quiet note at the foot of the text that some themes or coders are not seen there.

use eframe::egui::{
    CornerRadius, CursorIcon, Frame, Id, Panel, Rect, Role, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo, pos2, vec2,
};

use crate::{
    session::Session,
    t,
    ui::{
        action::Action,
        message::Message,
        shared::Shared,
        theme::{self, Palette},
    },
};

/// Says how many themes and coders are hidden or dimmed; a click shows them all.
pub(in crate::ui) fn hidden_note_ui(
    session: &Session,
    shared: &Shared,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    let themes = session.codebook().themes().iter().map(|theme| theme.id);
    let (dimmed, hidden) = shared.showing.counts(themes);
    let mut told = Vec::new();
    if hidden > 0 {
        told.push(t!("tags.hidden", count = hidden));
    }
    if dimmed > 0 {
        told.push(t!("tags.dimmed", count = dimmed));
    }
    let (dimmed, hidden) = shared.showing.coder_counts();
    if hidden > 0 {
        told.push(t!("tags.coders_hidden", count = hidden));
    }
    if dimmed > 0 {
        told.push(t!("tags.coders_dimmed", count = dimmed));
    }
    if told.is_empty() {
        return;
    }
    let text = format!("{} · {}", told.join(&t!("tags.joint")), t!("tags.show_all"));
    // A line of its own, so that it covers nothing of the text.
    let frame = Frame::new().fill(palette.page);
    Panel::bottom("hidden themes")
        .frame(frame)
        .exact_size(theme::STATUS_BAR + theme::grid(1.0))
        .resizable(false)
        .show_separator_line(false)
        .show(ui, |ui| note(&text, palette, ui, out));
}

fn note(text: &str, palette: &Palette, ui: &Ui, out: &mut Vec<Message>) {
    let galley = ui.painter().layout_no_wrap(text.to_owned(), theme::small(), palette.second);
    let size = vec2(galley.size().x + theme::grid(6.0), theme::grid(6.0));
    let line = ui.max_rect();
    let middle = pos2(line.right() - theme::grid(4.0) - size.x / 2.0, line.center().y);
    let rect = Rect::from_center_size(middle, size);
    let response = ui.interact(rect, Id::unique("show hidden themes"), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, text));
    let fill = if response.hovered() { palette.hover } else { palette.panel };
    let edge = if response.has_focus() {
        theme::focus_line(palette)
    } else {
        Stroke::new(1.0, palette.hairline)
    };
    let radius = CornerRadius::same(theme::CHIP_RADIUS);
    ui.painter().rect(rect, radius, fill, edge, StrokeKind::Inside);
    ui.painter().galley(rect.center() - galley.size() / 2.0, galley, palette.second);
    let response = response.on_hover_cursor(CursorIcon::PointingHand);
    if response.on_hover_text(Action::ShowAllThemes.tooltip(ui.ctx())).clicked() {
        out.push(Message::Act(Action::ShowAllThemes));
    }
}
