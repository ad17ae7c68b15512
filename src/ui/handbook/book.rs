//! The handbook as it was read last: anew when the language changes, or a key.

use std::sync::Arc;

use eframe::egui::Context;

use crate::{
    handbook::Handbook,
    ui::action::{Keymap, command_table},
};

/// The handbook, and what it was read for.
#[derive(Default)]
pub(super) struct ReadBook(Option<(String, Arc<Keymap>, Arc<Handbook>)>);

impl ReadBook {
    /// The handbook in the language of the window, with the keys that hold now.
    pub(super) fn read(&mut self, ctx: &Context) -> Arc<Handbook> {
        let (language, keymap) = (rust_i18n::locale().to_string(), Keymap::of(ctx));
        if let Some((known, keys, book)) = &self.0
            && (known, Arc::as_ptr(keys)) == (&language, Arc::as_ptr(&keymap))
        {
            return Arc::clone(book);
        }
        let book = Arc::new(Handbook::read(&language, &command_table(&keymap)));
        self.0 = Some((language, keymap, Arc::clone(&book)));
        book
    }
}
