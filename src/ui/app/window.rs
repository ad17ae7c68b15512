//! What the window remembers between frames that is not the session's: its pages, what they share,
//! and what lies beside and over them.

use std::collections::BTreeMap;

use super::visits::Visits;
use crate::{
    session::{Session, SetPlace},
    ui::{
        dialogs::Dialogs, fonts::OwnFont, handbook::HandbookPanel, library::Library,
        page_id::PageId, pages::Pages, palette::Palettes, shared::Shared, tour::Tour,
    },
};

/// Everything the window remembers.
#[derive(Default)]
pub(super) struct Window {
    pub(super) pages: Pages,
    pub(super) shared: Shared,
    pub(super) library: Library,
    pub(super) palettes: Palettes,
    pub(super) dialogs: Dialogs,
    pub(super) handbook: HandbookPanel,
    pub(super) tour: Tour,
    /// Where one was before, in each text by its number.
    pub(super) visits: BTreeMap<u32, Visits>,
    /// Where one is in the set, as the session was told last.
    pub(super) left: Option<SetPlace>,
    /// The font of the user's own.
    pub(super) own_font: OwnFont,
}

impl Window {
    /// Forgets what belonged to the set that was open.
    pub(super) fn forget_set(&mut self) {
        for (_, page) in self.pages.each() {
            page.forget_set();
        }
        self.shared.forget_set();
        self.visits.clear();
        self.left = None;
        self.tour.leave();
        self.library = Library::default();
        self.palettes = Palettes::default();
        self.dialogs = Dialogs::default();
    }

    /// The way through the text that is read.
    pub(super) fn way(&mut self) -> &mut Visits {
        self.visits.entry(self.shared.text).or_default()
    }

    /// Whether a dialog or the palette lies over the page.
    pub(super) fn is_covered(&self) -> bool {
        self.dialogs.open.is_some() || self.palettes.is_open()
    }

    /// What the page that is shown tells before anything is drawn.
    pub(super) fn prepare(&mut self, session: &Session) {
        self.shared.covered = self.is_covered() || self.handbook.is_over();
        self.shared.trail = self.pages.trail(session, &self.shared);
    }

    /// Whether `page` is shown.
    pub(super) fn shows(&self, page: PageId) -> bool {
        self.shared.page == page
    }
}
