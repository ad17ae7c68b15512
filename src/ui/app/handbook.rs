//! Opening the handbook where it fits, and closing it.

use eframe::egui;

use super::App;
use crate::{handbook::HandbookTopic, ui::handbook::topic_of};

impl App {
    /// Opens the handbook at the heading that fits the page; closes it, if it is open.
    pub(super) fn toggle_handbook(&mut self, ctx: &egui::Context) {
        if self.window.handbook.is_open() {
            return self.window.handbook.close(ctx);
        }
        let topic = if self.session.corpus().is_some() {
            topic_of(self.window.shared.page)
        } else {
            HandbookTopic::Start
        };
        self.window.handbook.open(ctx, topic);
    }

    /// Opens the handbook at a heading.
    pub(super) fn explain(&mut self, ctx: &egui::Context, topic: HandbookTopic) {
        self.window.shared.focus = None;
        self.window.handbook.open(ctx, topic);
    }
}
