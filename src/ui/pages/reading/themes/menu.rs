//! What can be done with a theme: the menu of its row.

use eframe::egui::{
    Align2, Button, Color32, CornerRadius, RichText, Role, Sense, Ui, WidgetInfo, pos2, vec2,
};
use rust_i18n::t;

use super::order;
use crate::{
    annotation::Theme,
    session::{Command, Session},
    ui::{
        dialogs::Dialog,
        message::Message,
        showing::Shade,
        theme::{self, Palette},
        widgets::{self, icon::Icon},
    },
};

/// Width of the menu.
const WIDTH: f32 = 208.0;

/// The entries of the menu of `theme`.
pub(super) fn ui(
    session: &Session,
    (theme, shade): (&Theme, Shade),
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    prepare(ui);
    let codebook = session.codebook();
    for other in Shade::ALL {
        let label = match other {
            Shade::Shown => t!("tags.shade.shown"),
            Shade::Dimmed => t!("tags.shade.dimmed"),
            Shade::Hidden => t!("tags.shade.hidden"),
        };
        if choice(ui, palette, &label, None, shade == other) {
            out.push(Message::Shade(theme.id, other));
        }
    }
    if item(ui, &t!("tags.only"), true) {
        out.push(Message::OnlyTheme(theme.id));
    }
    ui.separator();
    if item(ui, &t!("codebook.open"), true) {
        out.push(Message::ShowTheme(theme.id));
    }
    if item(ui, &t!("themes.menu.edit"), true) {
        out.push(Message::Open(Dialog::edit_theme(theme)));
    }
    if item(ui, &t!("action.code_by_lexicon"), !theme.lexicon.is_empty()) {
        out.push(Message::CodeByLexicon(theme.id));
    }
    for (by, label) in [(-1, t!("themes.menu.up")), (1, t!("themes.menu.down"))] {
        let to = order::step(codebook, theme, by);
        if item(ui, &label, to.is_some())
            && let Some(to) = to
        {
            out.push(Message::Do(Command::MoveTheme { theme: theme.id, to }));
        }
    }
    ui.menu_button(t!("themes.menu.parent"), |ui| {
        prepare(ui);
        if choice(ui, palette, &t!("themes.menu.no_parent"), None, theme.parent.is_none()) {
            let changed = Theme { parent: None, ..theme.clone() };
            out.push(Message::Do(Command::ChangeTheme(changed)));
        }
        for (depth, other) in codebook.tree() {
            if codebook.would_cycle(theme.id, other.id) {
                continue;
            }
            let dot = Some((palette.theme(other.colour), depth));
            if choice(ui, palette, &other.name, dot, theme.parent == Some(other.id)) {
                let changed = Theme { parent: Some(other.id), ..theme.clone() };
                out.push(Message::Do(Command::ChangeTheme(changed)));
            }
        }
    });
    ui.menu_button(t!("themes.menu.key"), |ui| {
        prepare(ui);
        for key in 1..=9 {
            let owner = codebook.by_key(key).filter(|owner| owner.id != theme.id);
            let label = owner.map_or_else(
                || key.to_string(),
                |owner| t!("themes.menu.key_of", key = key, theme = owner.name).into_owned(),
            );
            if choice(ui, palette, &label, None, theme.key == Some(key)) {
                let changed = Theme { key: Some(key), ..theme.clone() };
                out.push(Message::Do(Command::ChangeTheme(changed)));
            }
        }
        if choice(ui, palette, &t!("themes.menu.no_key"), None, theme.key.is_none()) {
            let changed = Theme { key: None, ..theme.clone() };
            out.push(Message::Do(Command::ChangeTheme(changed)));
        }
    });
    ui.separator();
    ui.menu_button(t!("safety.merge"), |ui| {
        prepare(ui);
        for (depth, other) in codebook.tree() {
            if other.id == theme.id {
                continue;
            }
            let dot = Some((palette.theme(other.colour), depth));
            if choice(ui, palette, &other.name, dot, false) {
                let command = Command::MergeThemes { from: theme.id, into: other.id };
                out.push(Message::Do(command));
            }
        }
    });
    let label = RichText::new(t!("themes.menu.delete")).color(palette.accent_ink);
    if ui.add(entry(label)).clicked() {
        out.push(Message::Open(Dialog::delete_theme(theme.id)));
        ui.close();
    }
}

/// Entries of one width, with the same room around their text as a sub-menu's.
pub(super) fn prepare(ui: &mut Ui) {
    ui.set_width(WIDTH);
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.spacing_mut().button_padding = vec2(theme::grid(2.0), 0.0);
}

fn entry(label: impl Into<RichText>) -> Button<'static> {
    Button::new(label.into()).min_size(vec2(WIDTH, theme::grid(7.0)))
}

/// An entry; closes the menu when chosen.
fn item(ui: &mut Ui, label: &str, enabled: bool) -> bool {
    let chosen = ui.add_enabled(enabled, entry(label)).clicked();
    if chosen {
        ui.close();
    }
    chosen
}

/// An entry that is the present choice or not, with the colour of what it stands for.
pub(super) fn choice(
    ui: &mut Ui,
    palette: &Palette,
    label: &str,
    dot: Option<(Color32, usize)>,
    chosen: bool,
) -> bool {
    let (rect, response) = ui.allocate_exact_size(vec2(WIDTH, theme::grid(7.0)), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::MenuItemRadio, true, chosen, label));
    if response.hovered() {
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
    if chosen {
        let place = rect.with_min_x(right - theme::ICON).with_max_x(right);
        Icon::Check.paint(ui.painter(), place, palette.accent);
        right = place.left() - theme::GRID;
    }
    let text = rect.with_min_x(left).with_max_x(right);
    widgets::paint_truncated(ui, text, Align2::LEFT_CENTER, label, theme::body(), palette.ink);
    widgets::focus_ring(ui, palette, rect, &response);
    if response.clicked() {
        ui.close();
    }
    response.clicked() && !chosen
}
