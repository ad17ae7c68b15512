//! The sheet of shortcuts: every command with its keys, to be looked through and changed.
//!
//! The keys themselves are heard in [`super::record_keys`].

use std::borrow::Cow;

use eframe::egui::{
    Align, Align2, Color32, Context, CornerRadius, Key, Layout, Modifiers, Rect, Response,
    RichText, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};
use rust_i18n::t;

use super::{
    form::{self, Buttons, FormAnswer},
    record_keys::RecordKeys,
};
use crate::{
    session::{Command, Session},
    ui::{
        action::{self, Action, ActionGroup, Keymap, Keys},
        message::Message,
        theme::{self, Palette},
        widgets,
    },
};

/// Width of the sheet.
const WIDTH: f32 = 1024.0;
/// Narrower than this there are two columns.
const THREE_COLUMNS: f32 = 820.0;
/// Distance between two columns.
const GAP: f32 = 28.0;
/// Height of a row.
const ROW: f32 = 26.0;

/// The open sheet.
#[derive(Clone, Debug, Default)]
pub(in crate::ui) struct Shortcuts {
    /// What is looked for.
    query: String,
    /// Whether the field was given the focus.
    focused: bool,
    /// The command whose keys are being changed.
    recording: Option<RecordKeys>,
    /// Whether all keys were to be reset, which is asked twice.
    resetting: bool,
}

/// One line: what is done, and by which keys (any of them).
struct Line {
    /// The command, where its keys can be changed.
    action: Option<Action>,
    label: Cow<'static, str>,
    keys: Vec<String>,
    /// Whether the keys are not the ones it came with.
    changed: bool,
}

/// A heading with its lines.
struct Section {
    title: Cow<'static, str>,
    lines: Vec<Line>,
}

impl Shortcuts {
    /// Whether keys were pressed for a command and are not assigned.
    pub(super) fn is_changed(&self) -> bool {
        self.recording.as_ref().is_some_and(RecordKeys::is_changed)
    }

    /// Shows it; `false` when it is done with.
    pub(super) fn ui(
        &mut self,
        session: &Session,
        palette: &Palette,
        ctx: &Context,
        out: &mut Vec<Message>,
    ) -> bool {
        if let Some(recording) = &mut self.recording {
            if !recording.ui(session, palette, ctx, out) {
                self.recording = None;
                self.focused = false;
            }
            return true;
        }
        let chosen = &session.settings().shortcuts;
        let any_changed = Action::ALL.iter().any(|action| chosen.contains_key(action.id()));
        let aside = if self.resetting { t!("keys.reset_all_sure") } else { t!("keys.reset_all") };
        let mut wanted = None;
        let answer = form::card(
            ctx,
            palette,
            &t!("action.shortcuts"),
            WIDTH,
            |ui| wanted = self.body_ui(palette, ui),
            |ui, ()| {
                let close = Buttons {
                    confirm: t!("dialogs.close"),
                    enabled: true,
                    cancel: None,
                    aside: any_changed.then_some(aside),
                };
                close.ui(ui, palette)
            },
        );
        if let Some(action) = wanted {
            (self.recording, self.resetting) = (Some(RecordKeys::new(action)), false);
            return true;
        }
        match answer {
            Some(FormAnswer::None) => true,
            Some(FormAnswer::Aside) if self.resetting => {
                self.resetting = false;
                let mut settings = session.settings().clone();
                action::reset_all(&mut settings.shortcuts);
                out.push(Message::Do(Command::Configure(settings)));
                true
            }
            Some(FormAnswer::Aside) => {
                self.resetting = true;
                true
            }
            _ => false,
        }
    }

    /// The field and what fits it; the command that was chosen.
    fn body_ui(&mut self, palette: &Palette, ui: &mut Ui) -> Option<Action> {
        let hint = t!("keys.search");
        let field = form::field(ui, palette, &mut self.query, &hint, &hint, 0.0);
        if !std::mem::replace(&mut self.focused, true) {
            field.request_focus();
            widgets::select_all(ui, field.id, &self.query);
        }
        let keymap = Keymap::of(ui.ctx());
        let mut columns = vec![
            vec![
                section(&keymap, ActionGroup::Set),
                section(&keymap, ActionGroup::Tagging),
                section(&keymap, ActionGroup::View),
            ],
            vec![section(&keymap, ActionGroup::Selecting), section(&keymap, ActionGroup::Moving)],
            vec![
                section(&keymap, ActionGroup::Codebook),
                section(&keymap, ActionGroup::Compare),
                section(&keymap, ActionGroup::Caret),
                mouse(),
            ],
        ];
        let query = self.query.trim().to_lowercase();
        for section in columns.iter_mut().flatten() {
            section.lines.retain(|line| line.fits(&query));
        }
        for column in &mut columns {
            column.retain(|section| !section.lines.is_empty());
        }
        columns.retain(|column| !column.is_empty());
        if field.lost_focus() && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter)) {
            // What was looked for is found.
            let mut lines = columns.iter().flatten().flat_map(|section| &section.lines);
            return (!query.is_empty()).then(|| lines.find_map(|line| line.action)).flatten();
        }
        form::hint(ui, palette, &t!("keys.click_to_change"));
        if columns.is_empty() {
            ui.label(RichText::new(t!("palette.nothing")).color(palette.second));
        }
        columns_ui(columns, palette, ui)
    }
}

impl Line {
    fn fits(&self, query: &str) -> bool {
        let mut texts = self.keys.iter().map(|keys| keys.to_lowercase());
        query.is_empty()
            || self.label.to_lowercase().contains(query)
            || texts.any(|keys| keys == query || (query.len() > 1 && keys.contains(query)))
    }

    /// Name and keys, for a reader of the screen.
    fn name(&self) -> String {
        let none = t!("keys.none");
        let keys = if self.keys.is_empty() { none.into_owned() } else { self.keys.join(" / ") };
        t!("keys.row", action = self.label, keys = keys).into_owned()
    }
}

fn section(keymap: &Keymap, group: ActionGroup) -> Section {
    let actions = Action::ALL.iter().filter(|action| action.group() == group);
    let mut lines: Vec<Line> = actions
        .map(|&action| {
            let keys = keymap.keys(action);
            Line {
                action: Some(action),
                label: action.label(),
                keys: keys.iter().map(Keys::to_string).collect(),
                changed: keys != action.default_keys(),
            }
        })
        .collect();
    match group {
        ActionGroup::Tagging => lines.push(fixed(t!("keys.digits"), "1 – 9".into())),
        ActionGroup::Caret => lines.push(fixed(t!("keys.extend"), "Shift".into())),
        _ => {}
    }
    Section { title: group.label(), lines }
}

/// A line whose keys are always the same.
fn fixed(label: Cow<'static, str>, keys: Cow<'static, str>) -> Line {
    Line { action: None, label, keys: vec![keys.into_owned()], changed: false }
}

fn mouse() -> Section {
    let lines = vec![
        fixed(t!("keys.select_word"), t!("keys.double_click")),
        fixed(t!("keys.select_sentence"), t!("keys.triple_click")),
        fixed(t!("keys.select_paragraph"), t!("keys.fourth_click")),
        fixed(t!("keys.add_fragment"), t!("keys.ctrl_drag")),
    ];
    Section { title: t!("keys.mouse"), lines }
}

/// The field has no use for these, so they scroll.
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

fn columns_ui(columns: Vec<Vec<Section>>, palette: &Palette, ui: &mut Ui) -> Option<Action> {
    scroll_by_key(ui);
    let places = if ui.available_width() < THREE_COLUMNS { 2 } else { 3 };
    // What does not fit beside each other goes below each other.
    let mut stacks: Vec<Vec<Section>> = Vec::new();
    for (place, column) in columns.into_iter().enumerate() {
        match stacks.get_mut(place % places) {
            Some(stack) => stack.extend(column),
            None => stacks.push(column),
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "two or three columns")]
    let count = places as f32;
    let width = ((ui.available_width() - GAP * (count - 1.0)) / count).floor();
    let mut chosen = None;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        for stack in &stacks {
            ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
                ui.set_width(width);
                ui.spacing_mut().item_spacing = vec2(theme::GRID, 0.0);
                for (place, section) in stack.iter().enumerate() {
                    if place > 0 {
                        ui.add_space(theme::grid(4.0));
                    }
                    let title = RichText::new(section.title.as_ref());
                    ui.label(title.font(theme::small()).color(palette.accent_ink));
                    ui.add_space(theme::GRID);
                    for line in &section.lines {
                        if line_ui(line, palette, ui).clicked() {
                            chosen = line.action;
                        }
                    }
                }
            });
        }
    });
    chosen
}

fn line_ui(line: &Line, palette: &Palette, ui: &mut Ui) -> Response {
    let sense = if line.action.is_some() { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), sense);
    let role = if line.action.is_some() { Role::Button } else { Role::Label };
    response.widget_info(|| WidgetInfo::labeled(role, true, line.name()));
    let ground = rect.expand2(vec2(theme::grid(1.5), 0.0));
    if line.action.is_some() && response.hovered() {
        ui.painter().rect_filled(ground, CornerRadius::same(theme::RADIUS), palette.hover);
    }
    widgets::focus_ring(ui, palette, ground, &response);
    let ink = if line.changed { palette.accent_ink } else { palette.second };
    let mut right = rect.right();
    for keys in line.keys.iter().rev() {
        right = cap(ui, palette, pos2(right, rect.center().y), keys, ink).left() - theme::GRID;
    }
    if line.changed && line.keys.is_empty() {
        let (place, align) = (pos2(right, rect.center().y), Align2::RIGHT_CENTER);
        let none = ui.painter().text(place, align, t!("keys.none"), theme::small(), ink);
        right = none.left();
    }
    let room = rect.with_max_x(right - theme::GRID);
    let (align, font) = (Align2::LEFT_CENTER, theme::body());
    widgets::paint_truncated(ui, room, align, &line.label, font, palette.ink);
    response
}

/// A key that ends at `right`; where it was painted.
fn cap(ui: &Ui, palette: &Palette, right: eframe::egui::Pos2, keys: &str, ink: Color32) -> Rect {
    let galley = ui.painter().layout_no_wrap(keys.to_owned(), theme::small(), ink);
    let size = vec2((galley.size().x + 10.0).max(20.0), 20.0);
    let rect = Rect::from_min_size(pos2(right.x - size.x, right.y - size.y / 2.0), size);
    let stroke = Stroke::new(1.0, palette.hairline);
    ui.painter().rect(rect, CornerRadius::same(4), palette.raised, stroke, StrokeKind::Inside);
    ui.painter().galley(rect.center() - galley.size() / 2.0, galley, ink);
    rect
}
