//! When the keys of the named commands are heard.

use eframe::egui::{self, Key, Memory, Modifiers, PointerButton};

use super::App;
use crate::ui::{
    action::Action, caret, library, message::Message, page_id::PageId, widgets::table,
};

impl App {
    /// The keys that mean something of its own on the page that is shown, before any others.
    pub(super) fn page_keys(&mut self, ctx: &egui::Context) {
        let heard =
            !self.window.is_covered() && !ctx.text_edit_focused() && !self.listener.is_composing();
        if heard {
            let page = self.window.shared.page;
            self.with_page(ctx, page, |page, room| page.keys(room));
        }
    }

    /// The named commands whose keys were pressed.
    pub(super) fn shortcuts(&mut self, ctx: &egui::Context, out: &mut Vec<Message>) {
        let covered = self.window.is_covered();
        let focus = ctx.memory(Memory::focused);
        let elsewhere = focus.is_some_and(|focus| !caret::is_text(focus));
        let typing = elsewhere && ctx.text_edit_focused();
        // Nothing is tagged or deleted that the user does not see.
        let shown = self.window.shared.page;
        let text_in_view = shown == PageId::Reading;
        let realm = self.window.pages.of(shown, |page| page.realm()).unwrap_or_default();
        // A table copies its own rows, and letters find one.
        let (copies, finds) = (table::has_keys(ctx, false), table::has_keys(ctx, true));
        let chooses = library::has_keys(ctx, false);
        let presses = self.listener.hear(ctx, realm, |action, keys| {
            let for_field = typing && action.gives_way_to_typing(keys);
            // The arrows walk through a list that has the focus.
            let for_widget = elsewhere && action.caret_move().is_some();
            let for_table =
                copies && action == Action::Copy || finds && keys.may_be_typing() && !keys.alt();
            let for_list = chooses && action == Action::SelectAll;
            let unseen = action.needs_text() && !text_in_view;
            !(covered || for_field || for_widget || for_table || for_list || unseen)
        });
        for press in presses {
            match press.action.caret_move() {
                // At once, unless something else comes first.
                Some(to) if out.is_empty() => {
                    let message = Message::MoveCaret(to, press.extend);
                    self.with_page(ctx, shown, |page, room| page.hear(&message, room));
                }
                Some(to) if press.extend => out.push(Message::MoveCaret(to, true)),
                _ => out.push(Message::Act(press.action)),
            }
        }
        if !covered {
            let side = |button| ctx.input(|input| input.pointer.button_pressed(button));
            for (button, action) in
                [(PointerButton::Extra1, Action::Back), (PointerButton::Extra2, Action::Forward)]
            {
                if side(button) {
                    out.push(Message::Act(action));
                }
            }
        }
        // An open menu takes it for itself, and what is open on the page is closed first.
        let open = self.window.pages.of(shown, |page| page.takes_escape()).unwrap_or_default();
        let open = open || self.window.handbook.takes_escape() || library::has_keys(ctx, true);
        let taken = covered || typing || open || self.listener.is_composing();
        if !(taken || egui::Popup::is_any_open(ctx))
            && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape))
        {
            out.push(self.escape());
        }
    }
}
