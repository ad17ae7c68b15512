//! The small palette beside the end of a selection: the themes that have keys, more, a new word.

use eframe::egui::{
    Area, Color32, CornerRadius, Id, Margin, Order, Pos2, Rect, Response, Role, Sense, TextFormat,
    Ui, Vec2, WidgetInfo, pos2, text, vec2,
};
use rust_i18n::t;

use super::reader::ReaderState;
use crate::{
    annotation::ThemeId,
    session::Session,
    ui::{
        action::Action,
        message::Message,
        theme::{self, Palette},
        widgets,
    },
};

/// A selection up to so many bytes may be a word for the dictionary.
const LONGEST_WORD: u32 = 12 * 3;

/// The small palette beside the end of a selection: the likely themes and those that have keys, more,
/// a memo.
pub(super) fn ui(
    session: &Session,
    (state, likely): (&ReaderState, &dyn Fn() -> Vec<ThemeId>),
    palette: &Palette,
    ui: &Ui,
    out: &mut Vec<Message>,
) {
    let wanted = !state.selection.is_empty() && !state.palette_dismissed && !state.selecting;
    let (true, Some(end)) = (wanted, state.selection_rect) else { return };
    let page = ui.max_rect();
    if !page.intersects(end) {
        return;
    }
    let id = Id::unique("selection palette");
    let size =
        ui.ctx().memory(|memory| memory.area_rect(id)).map_or(vec2(420.0, 44.0), |r| r.size());
    let place = beside(end, size, page, state.selection.span().end() == state.selection.head());
    Area::new(id).order(Order::Foreground).fixed_pos(place).constrain_to(page).show(
        ui.ctx(),
        |ui| {
            widgets::floating(palette, Margin::symmetric(8, 4)).show(ui, |ui| {
                ui.horizontal(|ui| {
                    ui.spacing_mut().item_spacing.x = 2.0;
                    let likely = likely();
                    let codebook = session.codebook();
                    let first = likely.iter().filter_map(|&id| codebook.get(id));
                    let keyed = codebook.themes().iter().filter(|theme| theme.key.is_some());
                    let keyed = keyed.filter(|theme| !likely.contains(&theme.id));
                    for theme in first.chain(keyed).take(5) {
                        let key = theme.key.map(|key| key.to_string()).unwrap_or_default();
                        let colour = palette.theme(theme.colour);
                        if chip(ui, palette, Some(colour), &theme.name, &key).clicked() {
                            out.push(Message::TagWith(theme.id));
                        }
                    }
                    let keys = Action::TagPalette.keys_text(ui.ctx()).unwrap_or_default();
                    if chip(ui, palette, None, &t!("palette.more"), &keys).clicked() {
                        out.push(Message::Act(Action::TagPalette));
                    }
                    if state.selection.span().len() <= LONGEST_WORD {
                        let keys = Action::AddWord.keys_text(ui.ctx()).unwrap_or_default();
                        if chip(ui, palette, None, &Action::AddWord.label(), &keys).clicked() {
                            out.push(Message::Act(Action::AddWord));
                        }
                    }
                });
            });
        },
    );
}

/// Where the small palette goes: below the selection's last line, or above its first.
fn beside(end: Rect, size: Vec2, page: Rect, forward: bool) -> Pos2 {
    let below = end.bottom() + 12.0;
    let above = end.top() - size.y - 12.0;
    let fits_below = below + size.y < page.bottom();
    let y = if (forward && fits_below) || above < page.top() { below } else { above };
    let x = (end.center().x - size.x / 2.0)
        .clamp(page.left() + 8.0, (page.right() - size.x - 8.0).max(page.left() + 8.0));
    pos2(x, y)
}

fn chip(
    ui: &mut Ui,
    palette: &Palette,
    colour: Option<Color32>,
    name: &str,
    key: &str,
) -> Response {
    let mut text = text::LayoutJob::default();
    let format = |font, colour| TextFormat { font_id: font, color: colour, ..Default::default() };
    text.append(name, 0.0, format(theme::body(), palette.ink));
    text.append(key, 6.0, format(theme::small(), palette.second));
    text.wrap = text::TextWrapping::truncate_at_width(160.0);
    let galley = ui.painter().layout_job(text);
    let lead = if colour.is_some() { 16.0 } else { 0.0 };
    let size = vec2(galley.size().x + lead + 16.0, theme::CONTROL);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    if response.hovered() {
        ui.painter().rect_filled(rect, CornerRadius::same(theme::RADIUS), palette.hover);
    }
    widgets::focus_ring(ui, palette, rect, &response);
    if let Some(colour) = colour {
        ui.painter().circle_filled(pos2(rect.left() + 13.0, rect.center().y), 4.5, colour);
    }
    let at = pos2(rect.left() + 8.0 + lead, rect.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, palette.ink);
    response
}
