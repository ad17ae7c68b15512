//! The sheet of shortcuts, made from the list of actions and the keys of the caret.

use std::borrow::Cow;

use eframe::egui::{Align, Context, Key, Layout, Modifiers, RichText, Ui, vec2};
use rust_i18n::t;

use super::form::{self, Answer, Buttons};
use crate::ui::{
    action::{Action, Group, Keymap, Keys},
    theme::{self, Palette},
    widgets,
};

/// Width of the sheet.
const WIDTH: f32 = 968.0;
/// Distance between two columns.
const GAP: f32 = 32.0;

/// One line: what is done, and by which keys (any of them).
struct Line {
    label: Cow<'static, str>,
    keys: Vec<String>,
}

/// A heading with its lines.
struct Section {
    title: Cow<'static, str>,
    lines: Vec<Line>,
}

/// Shows it; `false` when it is done with.
pub(super) fn ui(palette: &Palette, ctx: &Context) -> bool {
    let columns = [
        vec![section(ctx, Group::Set), section(ctx, Group::View)],
        vec![section(ctx, Group::Tagging), section(ctx, Group::Selecting), mouse()],
        vec![section(ctx, Group::Moving), section(ctx, Group::Caret)],
    ];
    let answer = form::card(
        ctx,
        palette,
        &t!("action.shortcuts"),
        WIDTH,
        |ui| columns_ui(&columns, palette, ui),
        |ui, ()| {
            let close =
                Buttons { confirm: t!("dialogs.close"), enabled: true, cancel: None, aside: None };
            close.ui(ui, palette)
        },
    );
    answer == Some(Answer::None)
}

fn section(ctx: &Context, group: Group) -> Section {
    let keymap = Keymap::of(ctx);
    let actions = Action::ALL.iter().filter(|action| action.group() == group);
    let mut lines: Vec<Line> = actions
        .map(|&action| Line {
            label: action.label(),
            keys: keymap.keys(action).iter().map(Keys::to_string).collect(),
        })
        .filter(|line| !line.keys.is_empty())
        .collect();
    let more = match group {
        Group::Tagging => Some((t!("dialogs.shortcuts.tag_keys"), "1 – 9")),
        Group::Caret => Some((t!("dialogs.shortcuts.extend"), "Shift")),
        _ => None,
    };
    lines.extend(more.map(|(label, keys)| Line { label, keys: vec![keys.to_owned()] }));
    Section { title: group.label(), lines }
}

fn mouse() -> Section {
    let line = |label, key: Cow<'static, str>| Line { label, keys: vec![key.into_owned()] };
    let lines = vec![
        line(t!("dialogs.shortcuts.select_word"), t!("dialogs.shortcuts.double_click")),
        line(t!("dialogs.shortcuts.select_sentence"), t!("dialogs.shortcuts.triple_click")),
        line(t!("dialogs.shortcuts.select_paragraph"), t!("dialogs.shortcuts.fourth_click")),
        line(t!("dialogs.shortcuts.add_fragment"), t!("dialogs.shortcuts.ctrl_drag")),
    ];
    Section { title: t!("dialogs.shortcuts.mouse"), lines }
}

/// Nothing here can have the focus, so the arrows are free to scroll.
fn scroll_by_key(ui: &Ui) {
    let keys = [
        (Key::ArrowDown, -40.0),
        (Key::ArrowUp, 40.0),
        (Key::PageDown, -240.0),
        (Key::PageUp, 240.0),
    ];
    for (key, delta) in keys {
        if ui.input_mut(|input| input.consume_key(Modifiers::NONE, key)) {
            ui.scroll_with_delta(vec2(0.0, delta));
        }
    }
}

fn columns_ui(columns: &[Vec<Section>], palette: &Palette, ui: &mut Ui) {
    scroll_by_key(ui);
    #[expect(clippy::cast_precision_loss, reason = "three columns")]
    let count = columns.len() as f32;
    let width = ((ui.available_width() - GAP * (count - 1.0)) / count).floor();
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        for column in columns {
            let layout = Layout::top_down(Align::Min);
            ui.allocate_ui_with_layout(vec2(width, 0.0), layout, |ui| {
                ui.set_width(width);
                ui.spacing_mut().item_spacing = vec2(theme::GRID, 0.0);
                for (place, section) in column.iter().enumerate() {
                    if place > 0 {
                        ui.add_space(theme::grid(4.0));
                    }
                    section_ui(section, palette, ui);
                }
            });
        }
    });
}

fn section_ui(section: &Section, palette: &Palette, ui: &mut Ui) {
    let title = RichText::new(section.title.as_ref()).font(theme::small()).color(palette.accent);
    ui.label(title);
    ui.add_space(theme::GRID);
    for line in &section.lines {
        ui.allocate_ui_with_layout(
            vec2(ui.available_width(), 26.0),
            Layout::left_to_right(Align::Center),
            |ui| {
                ui.label(RichText::new(line.label.as_ref()).color(palette.ink));
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    for key in line.keys.iter().rev() {
                        widgets::key_cap(ui, palette, key);
                    }
                });
            },
        );
    }
}
