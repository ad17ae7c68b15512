//! The keys of one command are changed: pressed, looked at, confirmed.

use eframe::egui::{
    Align2, Context, CornerRadius, Event, Key, Modifiers, Role, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo, vec2,
};
use rust_i18n::t;

use super::form::{self, ButtonLook, Buttons, FormAnswer};
use crate::{
    session::{Command, Session},
    ui::{
        action::{self, Action, Chosen, Keymap, Keys},
        message::Message,
        theme::{self, Palette},
        widgets,
    },
};

/// The keys that are being chosen.
#[derive(Clone, Debug)]
pub(super) struct RecordKeys {
    action: Action,
    /// What was pressed last.
    heard: Option<Keys>,
    /// Whether the keys that the command has stay.
    beside: bool,
}

impl RecordKeys {
    pub(super) fn new(action: Action) -> Self {
        Self { action, heard: None, beside: false }
    }

    /// Whether keys were pressed that can be assigned and are not.
    pub(super) fn is_changed(&self) -> bool {
        self.heard.is_some_and(|keys| keys.why_not().is_none())
    }

    /// Shows it; `false` when it is done with.
    pub(super) fn ui(
        &mut self,
        session: &Session,
        palette: &Palette,
        ctx: &Context,
        out: &mut Vec<Message>,
    ) -> bool {
        self.hear(ctx);
        let keymap = Keymap::of(ctx);
        let action = self.action;
        let fits = self.is_changed();
        let title = t!("keys.change", action = action.label());
        let mut change: Option<fn(&mut Chosen, Action)> = None;
        let answer = form::card(
            ctx,
            palette,
            &title,
            theme::DIALOG,
            |ui| change = self.body_ui(&keymap, palette, ui),
            |ui, ()| Buttons::new(t!("keys.assign"), fits).ui(ui, palette),
        );
        let mut settings = session.settings().clone();
        match (change, answer, self.heard) {
            (Some(change), _, _) => change(&mut settings.shortcuts, action),
            (None, Some(FormAnswer::None), _) => return true,
            (None, Some(FormAnswer::Confirm), Some(keys)) => {
                action::assign(&mut settings.shortcuts, action, keys, self.beside);
            }
            _ => return false,
        }
        out.push(Message::Do(Command::Configure(settings)));
        false
    }

    /// Takes every key that is pressed, but for those that work the dialog.
    fn hear(&mut self, ctx: &Context) {
        ctx.input_mut(|input| {
            input.events.retain(|event| {
                let keys = match event {
                    &Event::Key { key, pressed: true, modifiers, .. } => {
                        let plain = modifiers.is_none() || modifiers == Modifiers::SHIFT;
                        if plain && matches!(key, Key::Escape | Key::Enter | Key::Tab) {
                            return true;
                        }
                        Keys::pressed(modifiers, key)
                    }
                    // The system's keys for the clipboard arrive as these.
                    Event::Copy => Keys::pressed(Modifiers::COMMAND, Key::C),
                    Event::Cut => Keys::pressed(Modifiers::COMMAND, Key::X),
                    Event::Paste(_) => Keys::pressed(Modifiers::COMMAND, Key::V),
                    Event::Text(_) => return false,
                    _ => return true,
                };
                self.heard = keys.or(self.heard);
                false
            });
        });
    }

    /// What the command has, what was pressed; the change that a button asked for.
    fn body_ui(
        &mut self,
        keymap: &Keymap,
        palette: &Palette,
        ui: &mut Ui,
    ) -> Option<fn(&mut Chosen, Action)> {
        let now = keymap.keys(self.action);
        form::row(ui, palette, &t!("keys.now"), |ui| {
            ui.add_space(theme::grid(1.5));
            ui.horizontal(|ui| {
                for keys in now {
                    widgets::key_cap(ui, palette, &keys.to_string());
                }
                if now.is_empty() {
                    form::hint(ui, palette, &t!("keys.none"));
                }
            });
        });
        form::row(ui, palette, &t!("keys.new"), |ui| {
            self.well_ui(palette, ui);
            let taken = self.heard.and_then(|keys| keymap.action(self.action.realm(), keys));
            if let Some(why_not) = self.heard.and_then(Keys::why_not) {
                form::fault(ui, palette, &why_not.text());
            } else if let Some(other) = taken.filter(|&other| other != self.action) {
                form::hint(ui, palette, &t!("keys.taken", action = other.label()));
            }
        });
        let mut change: Option<fn(&mut Chosen, Action)> = None;
        form::row(ui, palette, "", |ui| {
            if !now.is_empty() {
                form::switch(ui, palette, &t!("keys.beside"), &mut self.beside);
            }
            ui.horizontal(|ui| {
                let is_default = now == self.action.default_keys();
                let reset = t!("keys.reset");
                if form::button(ui, palette, &reset, ButtonLook::Plain, !is_default).clicked() {
                    change = Some(action::reset);
                }
                let clear = t!("keys.clear");
                if form::button(ui, palette, &clear, ButtonLook::Plain, !now.is_empty()).clicked() {
                    change = Some(action::clear);
                }
            });
        });
        change
    }

    /// Where what is pressed is shown.
    fn well_ui(&self, palette: &Palette, ui: &mut Ui) {
        let size = vec2(ui.available_width(), theme::CONTROL + 12.0);
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        let (text, font, ink) = match self.heard {
            Some(keys) => (keys.to_string(), theme::dialog_title(), palette.ink),
            None => (t!("keys.press").into_owned(), theme::body(), palette.second),
        };
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &text));
        let radius = CornerRadius::same(theme::RADIUS);
        let line: Stroke = theme::focus_line(palette);
        ui.painter().rect(rect, radius, palette.raised, line, StrokeKind::Inside);
        widgets::paint_truncated(ui, rect, Align2::CENTER_CENTER, &text, font, ink);
    }
}
