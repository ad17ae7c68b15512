//! What was pressed in a frame: the events of the keyboard in their order, as actions.
//!
//! While an input method composes, no key is a command; and a key of which only the character
//! arrives, full-width perhaps, is the command all the same. The reader never asks egui for an
//! input method, so with one switched on its keys arrive plain as a rule; this is for the systems
//! where they do not.

use eframe::egui::{Context, Event, Id, ImeEvent, Key, Memory, Modifiers};

use super::{Action, Keymap, Keys, Realm};

/// An action whose keys were pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ui) struct Press {
    pub(in crate::ui) action: Action,
    /// Whether Shift was held beside the keys of the caret, to select.
    pub(in crate::ui) extend: bool,
}

/// Follows input methods from frame to frame.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::ui) struct Listener {
    composing: bool,
    /// Whether a composition went without its text so far, which may still follow.
    ended: bool,
    focus: Option<Id>,
}

impl Listener {
    /// The actions whose keys were pressed in `realm` and that are `allowed`, in order; their events are
    /// taken from egui.
    pub(in crate::ui) fn hear(
        &mut self,
        ctx: &Context,
        realm: Realm,
        allowed: impl Fn(Action, Keys) -> bool,
    ) -> Vec<Press> {
        let keymap = Keymap::of(ctx);
        // A click elsewhere may end a composition without a word from the system.
        let focus = ctx.memory(Memory::focused);
        if self.focus != focus {
            self.focus = focus;
            (self.composing, self.ended) = (false, false);
        }
        ctx.input_mut(|input| {
            let held = input.modifiers;
            let mut presses = Vec::new();
            // Whether anything was composed since the frame began: what follows belongs to it.
            let mut composed = self.composing;
            // What became of the key before, whose character comes right behind it.
            let mut before: Option<bool> = None;
            input.events.retain(|event| {
                let behind_key = before.take();
                let keys = match event {
                    Event::Ime(ImeEvent::Preedit { text, .. }) => {
                        self.ended |= self.composing && text.is_empty();
                        self.composing = !text.is_empty();
                        composed |= self.composing;
                        return true;
                    }
                    Event::Ime(ImeEvent::Commit(text)) => {
                        let of_composition = composed || self.ended;
                        (self.composing, self.ended) = (false, false);
                        if of_composition { None } else { Keys::typed(text, held) }
                    }
                    Event::Text(text) => match behind_key {
                        Some(taken) => return !taken,
                        None => Keys::typed(text, held),
                    },
                    &Event::Key { key, pressed: true, modifiers, .. } => {
                        before = Some(false);
                        self.ended = false;
                        Keys::pressed(modifiers, key)
                    }
                    // The system's own keys for copying arrive as this.
                    Event::Copy => Keys::pressed(Modifiers::COMMAND, Key::C),
                    _ => return true,
                };
                let press = keys.filter(|_| !composed).and_then(|keys| {
                    let press = meant(&keymap, realm, keys)?;
                    allowed(press.action, keys).then_some(press)
                });
                presses.extend(press);
                if before.is_some() {
                    before = Some(press.is_some());
                }
                press.is_none()
            });
            presses
        })
    }

    /// Whether an input method is composing.
    pub(in crate::ui) fn is_composing(&self) -> bool {
        self.composing
    }
}

/// What `keys` mean; with Shift, those of the caret select.
fn meant(keymap: &Keymap, realm: Realm, keys: Keys) -> Option<Press> {
    if let Some(action) = keymap.action(realm, keys) {
        return Some(Press { action, extend: false });
    }
    let action =
        keymap.action(realm, keys.without_shift()).filter(|action| action.caret_move().is_some());
    action.filter(|_| keys.shift()).map(|action| Press { action, extend: true })
}
