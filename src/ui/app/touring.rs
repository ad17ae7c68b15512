//! When the first tour begins, and what it sees.

use eframe::egui;

use super::App;
use crate::{
    session::Command,
    ui::{
        page_id::PageId,
        tour::{Seen, tags},
    },
};

impl App {
    /// Begins the tour, on the sample; leaves it, if it is on.
    pub(super) fn toggle_tour(&mut self) {
        if self.window.tour.is_on() {
            return self.window.tour.leave();
        }
        self.window.tour.want();
        if !self.session.is_sample_open() {
            self.apply(Command::OpenSample);
        }
    }

    /// Begins the tour where it was asked for, or comes the first time the sample is open.
    pub(super) fn begin_tour(&mut self, ctx: &egui::Context) {
        if self.window.tour.is_on()
            || self.window.shared.article.is_none()
            || !self.session.is_sample_open()
        {
            return;
        }
        let first = !self.session.settings().tour_seen;
        if !(self.window.tour.take_wanted() || first) {
            return;
        }
        if first {
            self.configure(|settings| settings.tour_seen = true);
        }
        if self.window.shared.page != PageId::Reading {
            self.turn_to(ctx, PageId::Reading);
        }
        let seen = self.seen_by_tour();
        self.window.tour.begin(seen);
    }

    /// Lets the tour see what was done.
    pub(super) fn follow_tour(&mut self) {
        if self.window.tour.is_on() {
            let seen = self.seen_by_tour();
            self.window.tour.follow(seen);
        }
    }

    fn seen_by_tour(&self) -> Seen {
        Seen {
            selected: self.selected_text(),
            tags: tags(&self.session),
            page: self.window.shared.page,
        }
    }
}
