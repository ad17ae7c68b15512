//! Menus: how their entries look, and how a context menu opens, by the pointer and by the keyboard.

use eframe::egui::{
    Align2, Button, Color32, Context, CornerRadius, Id, Key, Memory, Modifiers, Popup, Rect,
    Response, RichText, Role, ScrollArea, Sense, Ui, WidgetInfo, containers::menu::SubMenuButton,
    pos2, vec2,
};

use super::{focus_ring, icon::Icon, paint_truncated};
use crate::{
    annotation::Theme,
    ui::{
        action::Action,
        message::Message,
        theme::{self, Palette},
    },
};

/// Height of an entry.
const ENTRY: f32 = 28.0;

/// A menu that the keyboard opened: where it hangs, and what had the keyboard.
#[derive(Clone, Copy, Debug)]
struct ByKey {
    anchor: Rect,
    focus: Option<Id>,
}

/// The menu of a right click on `response`, or of Shift+F10 and the menu key while it has the focus.
pub(in crate::ui) fn context(response: &Response, width: f32, content: impl FnOnce(&mut Ui)) {
    let asked = response.has_focus() && key_pressed(&response.ctx);
    context_at(response, asked.then_some(response.rect), width, content);
}

/// The same, for what has not the focus itself: with a place in `anchor`, the keyboard asked for the
/// menu in this frame, and it hangs there.
pub(in crate::ui) fn context_at(
    response: &Response,
    anchor: Option<Rect>,
    width: f32,
    content: impl FnOnce(&mut Ui),
) {
    let ctx = &response.ctx;
    let id = Popup::default_response_id(response);
    if let Some(anchor) = anchor {
        open(ctx, id, anchor);
    } else if response.secondary_clicked() {
        ctx.data_mut(|data| data.remove::<ByKey>(id));
    }
    let mut popup = Popup::context_menu(response);
    if let Some(opened) = ctx.data(|data| data.get_temp::<ByKey>(id)) {
        popup = popup.anchor(opened.anchor).open_memory(None);
    }
    popup.show(|ui| {
        prepare(ui, width);
        // A menu that is taller than the window can still be read to its end.
        let most = ctx.content_rect().height() - theme::grid(8.0);
        ScrollArea::vertical().max_height(most).show(ui, content);
    });
    tend(ctx, id);
}

/// Opens the menu `id`, which hangs on `anchor`, for the keyboard.
pub(in crate::ui) fn open(ctx: &Context, id: Id, anchor: Rect) {
    // Without the focus elsewhere, the arrows are the menu's.
    let focus = ctx.memory(Memory::focused);
    if let Some(focus) = focus {
        ctx.memory_mut(|memory| memory.surrender_focus(focus));
    }
    ctx.data_mut(|data| data.insert_temp(id, ByKey { anchor, focus }));
    Popup::open_id(ctx, id);
}

/// Gives the keyboard back to what had it, once a menu is closed that the keyboard opened.
pub(in crate::ui) fn tend(ctx: &Context, id: Id) {
    let Some(opened) = ctx.data(|data| data.get_temp::<ByKey>(id)) else { return };
    if Popup::is_id_open(ctx, id) {
        return;
    }
    ctx.data_mut(|data| data.remove::<ByKey>(id));
    if let Some(focus) = opened.focus
        && !ctx.text_edit_focused()
    {
        ctx.memory_mut(|memory| memory.request_focus(focus));
    }
}

/// Takes the key that opens the menu of what has the focus.
pub(in crate::ui) fn key_pressed(ctx: &Context) -> bool {
    // What is behind a dialog hears nothing.
    let covered = ctx.memory(|memory| memory.top_modal_layer().is_some());
    !covered
        && !Popup::is_any_open(ctx)
        && ctx.input_mut(|input| {
            input.consume_key(Modifiers::SHIFT, Key::F10)
                || input.consume_key(Modifiers::NONE, Key::Menu)
        })
}

/// Entries of one width, without gaps between them.
pub(in crate::ui) fn prepare(ui: &mut Ui, width: f32) {
    ui.set_width(width);
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.spacing_mut().button_padding = vec2(theme::grid(2.0), 0.0);
}

/// A menu that opens beside its entry.
pub(in crate::ui) fn sub(ui: &mut Ui, label: &str, width: f32, content: impl FnOnce(&mut Ui)) {
    let button = Button::new(label).min_size(vec2(ui.available_width(), ENTRY));
    let button = button.right_text(SubMenuButton::arrow_atom(None));
    SubMenuButton::from_button(button).ui(ui, |ui| {
        prepare(ui, width);
        content(ui);
    });
}

/// An entry; closes the menu when chosen.
pub(in crate::ui) fn entry(ui: &mut Ui, label: impl Into<RichText>, enabled: bool) -> bool {
    let button = Button::new(label.into()).min_size(vec2(ui.available_width(), ENTRY));
    let chosen = ui.add_enabled(enabled, button).clicked();
    if chosen {
        ui.close();
    }
    chosen
}

/// The entry of a named command, with its keys.
pub(in crate::ui) fn action(
    ui: &mut Ui,
    palette: &Palette,
    action: Action,
    enabled: bool,
    out: &mut Vec<Message>,
) {
    if action_named(ui, palette, action, &action.label(), enabled) {
        out.push(Message::Act(action));
    }
}

/// The same under a name that says more.
pub(in crate::ui) fn action_named(
    ui: &mut Ui,
    palette: &Palette,
    action: Action,
    label: &str,
    enabled: bool,
) -> bool {
    let keys = action.keys_text(ui.ctx()).unwrap_or_default();
    let button = Button::new(label)
        .shortcut_text(RichText::new(keys).color(palette.second))
        .min_size(vec2(ui.available_width(), ENTRY))
        .truncate();
    let chosen = ui.add_enabled(enabled, button).clicked();
    if chosen {
        ui.close();
    }
    chosen
}

/// An entry that is the present choice or not, with the colour of what it stands for; `true` when
/// another than the present one is chosen.
pub(in crate::ui) fn choice(
    ui: &mut Ui,
    palette: &Palette,
    label: &str,
    dot: Option<(Color32, usize)>,
    chosen: bool,
) -> bool {
    let response = choice_ui(ui, palette, (label, ""), dot, chosen);
    if response.clicked() {
        ui.close();
    }
    response.clicked() && !chosen
}

/// The entry of a theme, with its digit, checked where it is borne already; `true` when clicked.
pub(in crate::ui) fn theme_entry(
    ui: &mut Ui,
    palette: &Palette,
    (depth, theme): (usize, &Theme),
    borne: bool,
) -> bool {
    let key = theme.key.map(|key| key.to_string()).unwrap_or_default();
    let dot = Some((palette.theme(theme.colour), depth));
    let response = choice_ui(ui, palette, (&theme.name, &key), dot, borne);
    if response.clicked() {
        ui.close();
    }
    response.clicked()
}

fn choice_ui(
    ui: &mut Ui,
    palette: &Palette,
    (label, aside): (&str, &str),
    dot: Option<(Color32, usize)>,
    chosen: bool,
) -> Response {
    let size = vec2(ui.available_width(), ENTRY);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::MenuItemRadio, true, chosen, label));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, CornerRadius::same(theme::RADIUS), palette.hover);
    }
    let mut left = rect.left() + theme::grid(2.0);
    if let Some((colour, depth)) = dot {
        #[expect(clippy::cast_precision_loss, reason = "a depth of a few levels")]
        let indent = depth as f32 * theme::grid(3.0);
        left += indent;
        ui.painter().circle_filled(pos2(left + 4.5, rect.center().y), 4.5, colour);
        left += theme::grid(4.0);
    }
    let mut right = rect.right() - theme::grid(2.0);
    if !aside.is_empty() {
        let (place, ink) = (pos2(right, rect.center().y), palette.second);
        let font = theme::body();
        let painted = ui.painter().text(place, Align2::RIGHT_CENTER, aside, font, ink);
        right = painted.left() - theme::grid(2.0);
    }
    if chosen {
        let place = rect.with_min_x(right - theme::ICON).with_max_x(right);
        Icon::Check.paint(ui.painter(), place, palette.accent);
        right = place.left() - theme::GRID;
    }
    let text = rect.with_min_x(left).with_max_x(right);
    paint_truncated(ui, text, Align2::LEFT_CENTER, label, theme::body(), palette.ink);
    focus_ring(ui, palette, rect, &response);
    response
}
