//! Keys that belong to an input method.
//!
//! Whoever writes Chinese presses Escape and Enter for the input method many times a minute. Most
//! systems keep these keys to themselves; where one comes through while something is composed, or
//! together with the end of it, it is taken out before egui or any view of ours sees it: it must
//! neither leave a field nor close a dialog.

use eframe::egui::{Context, Event, Id, ImeEvent, Key, Memory, Plugin, RawInput};

/// Follows the input method from frame to frame.
#[derive(Debug, Default)]
pub(super) struct Composition {
    composing: bool,
    /// Whether a composition was given up in the frame before.
    given_up: bool,
    focus: Option<Id>,
}

impl Composition {
    /// Takes out the keys of the input method among the events of one frame.
    fn filter(&mut self, events: &mut Vec<Event>) {
        let given_up_before = std::mem::take(&mut self.given_up);
        let mut ended = false;
        events.retain(|event| match event {
            Event::Ime(ImeEvent::Preedit { text, .. }) => {
                if self.composing && text.is_empty() {
                    (self.given_up, ended) = (true, true);
                }
                self.composing = !text.is_empty();
                true
            }
            Event::Ime(ImeEvent::Commit(_)) => {
                ended |= self.composing;
                (self.composing, self.given_up) = (false, false);
                true
            }
            // These end a composition without a word from some systems.
            Event::PointerButton { pressed: true, .. } | Event::WindowFocused(false) => {
                self.composing = false;
                true
            }
            Event::Key { key: Key::Escape, pressed: true, .. } => {
                !(self.composing || ended || given_up_before)
            }
            Event::Key { key, pressed: true, .. } if is_for_candidates(*key) => {
                !(self.composing || ended)
            }
            _ => true,
        });
    }
}

/// Whether an input method chooses among its candidates with it.
fn is_for_candidates(key: Key) -> bool {
    matches!(
        key,
        Key::Enter
            | Key::Tab
            | Key::ArrowUp
            | Key::ArrowDown
            | Key::ArrowLeft
            | Key::ArrowRight
            | Key::PageUp
            | Key::PageDown
    )
}

impl Plugin for Composition {
    fn debug_name(&self) -> &'static str {
        "composition"
    }

    fn input_hook(&mut self, ctx: &Context, input: &mut RawInput) {
        let focus = ctx.memory(Memory::focused);
        if self.focus != focus {
            (self.focus, self.composing) = (focus, false);
        }
        self.filter(&mut input.events);
    }
}

#[cfg(test)]
mod tests {
    use eframe::egui::Modifiers;

    use super::*;

    fn preedit(text: &str) -> Event {
        Event::Ime(ImeEvent::Preedit { text: text.to_owned(), active_range_chars: None })
    }

    fn key(key: Key) -> Event {
        let modifiers = Modifiers::NONE;
        Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers }
    }

    /// How many of `events` are left, frame by frame.
    fn left(frames: Vec<Vec<Event>>) -> Vec<usize> {
        let mut composition = Composition::default();
        let count = |mut events: Vec<Event>| {
            composition.filter(&mut events);
            events.len()
        };
        frames.into_iter().map(count).collect()
    }

    #[test]
    fn escape_for_the_input_method_reaches_nobody() {
        let escape = || key(Key::Escape);
        assert_eq!(left(vec![vec![preedit("yi")], vec![escape()]]), [1, 0]);
        assert_eq!(left(vec![vec![preedit("yi")], vec![preedit(""), escape()]]), [1, 1]);
        assert_eq!(left(vec![vec![preedit("yi")], vec![escape(), preedit("")]]), [1, 1]);
        let frames = vec![vec![preedit("yi")], vec![preedit("")], vec![escape()], vec![escape()]];
        assert_eq!(left(frames), [1, 1, 0, 1], "the next one is the user's own");
    }

    #[test]
    fn enter_that_takes_a_candidate_confirms_nothing_else() {
        let commit = || Event::Ime(ImeEvent::Commit("议事".to_owned()));
        let frames =
            vec![vec![preedit("yi")], vec![commit(), key(Key::Enter)], vec![key(Key::Enter)]];
        assert_eq!(left(frames), [1, 1, 1]);
        assert_eq!(left(vec![vec![commit(), key(Key::Enter)]]), [2], "nothing was composed");
        let plain = vec![key(Key::Escape), key(Key::Enter), key(Key::ArrowDown)];
        assert_eq!(left(vec![plain]), [3]);
    }
}
