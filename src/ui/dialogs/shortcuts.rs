//! The sheet of shortcuts, made from the list of actions and the keys of the caret.

use std::borrow::Cow;

use eframe::egui::{Align, Context, Key, Layout, Modifiers, RichText, Ui, vec2};
use rust_i18n::t;

use super::form::{self, Answer, Buttons};
use crate::ui::{
    action::{Action, Group},
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
        vec![section(Group::Set), section(Group::View)],
        vec![section(Group::Tagging), caret()],
        vec![section(Group::Moving), mouse()],
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

fn section(group: Group) -> Section {
    let mut lines = Vec::new();
    for action in Action::ALL.into_iter().chain([Action::Shortcuts]) {
        match action {
            // Nine lines that differ in a digit say less than one.
            Action::TagKey(1) => {
                let label = t!("dialogs.shortcuts.tag_keys");
                lines.push(Line { label, keys: vec!["1 – 9".to_owned()] });
            }
            Action::TagKey(_) => {}
            action if action.group() == group && !action.shortcuts().is_empty() => {
                let keys =
                    action.shortcuts().iter().copied().map(crate::ui::action::keys_text).collect();
                lines.push(Line { label: action.label(), keys });
            }
            _ => {}
        }
    }
    if group != Group::Tagging {
        lines.retain(|line| line.keys != ["1 – 9"]);
    }
    Section { title: group.label(), lines }
}

/// The keys of the caret; they stand in `reader::keyboard`.
fn caret() -> Section {
    let line = |label, keys: &[&str]| Line {
        label,
        keys: keys.iter().map(|&key| key.to_owned()).collect(),
    };
    let lines = vec![
        line(t!("dialogs.shortcuts.char"), &["←", "→"]),
        line(t!("dialogs.shortcuts.word"), &["Ctrl+←", "Ctrl+→"]),
        line(t!("dialogs.shortcuts.sentence"), &["Alt+←", "Alt+→"]),
        line(t!("dialogs.shortcuts.line"), &["↑", "↓"]),
        line(t!("dialogs.shortcuts.paragraph"), &["Ctrl+↑", "Ctrl+↓"]),
        line(t!("dialogs.shortcuts.line_edge"), &["Home", "End"]),
        line(t!("dialogs.shortcuts.page"), &["PageUp", "PageDown"]),
        line(t!("dialogs.shortcuts.text_edge"), &["Ctrl+Home", "Ctrl+End"]),
        line(t!("dialogs.shortcuts.extend"), &["Shift"]),
    ];
    Section { title: t!("dialogs.shortcuts.caret"), lines }
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
