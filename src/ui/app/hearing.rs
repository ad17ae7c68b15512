//! When the keys of the named commands are heard.

use eframe::egui::{self, Key, Memory, Modifiers};

use super::App;
use crate::ui::{
    action::Realm,
    reader,
    view::{Message, Page},
};

impl App {
    /// The named commands whose keys were pressed.
    pub(super) fn shortcuts(&mut self, ctx: &egui::Context, out: &mut Vec<Message>) {
        let covered = self.view.dialog.is_some() || self.view.palette.is_some();
        let focus = ctx.memory(Memory::focused);
        let elsewhere = focus.is_some_and(|focus| focus != reader::id());
        let typing = elsewhere && ctx.text_edit_focused();
        // Nothing is tagged or deleted that the user does not see.
        let text_in_view = self.view.page == Page::Reading;
        let realm = match self.view.page {
            Page::Codebook => Realm::Codebook,
            Page::Reading if self.view.reader.has_turns() => Realm::Transcript,
            _ => Realm::Common,
        };
        let presses = self.listener.hear(ctx, realm, |action, keys| {
            let for_field = typing && action.gives_way_to_typing(keys);
            // The arrows walk through a list that has the focus.
            let for_widget = elsewhere && action.caret_move().is_some();
            let unseen = action.needs_text() && !text_in_view;
            !(covered || for_field || for_widget || unseen)
        });
        for press in presses {
            match press.action.caret_move() {
                // At once, unless something else comes first.
                Some(to) if out.is_empty() => self.view.reader.move_caret(to, press.extend),
                Some(to) if press.extend => out.push(Message::Extend(to)),
                _ => out.push(Message::Act(press.action)),
            }
        }
        // An open menu takes it for itself, and it closes the search before anything else.
        let finding = self.view.find.is_open() && text_in_view;
        let taken = covered || typing || finding || self.listener.is_composing();
        if !(taken || egui::Popup::is_any_open(ctx))
            && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape))
        {
            out.push(self.escape());
        }
    }
}
