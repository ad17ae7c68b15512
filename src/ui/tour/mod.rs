//! The first tour: select a sentence, tag it, see it among the excerpts.
//!
//! The user's own keys do it, in whatever way they know; the tour only sees what came of them. It is
//! taken on the sample, so nothing of the user's own is marked, and comes once unasked.

mod card;

use super::page_id::PageId;
use crate::session::Session;
pub(super) use card::ui;

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum TourStep {
    /// Select a sentence, or some words.
    Select,
    /// Tag it.
    Tag,
    /// See it among the excerpts.
    Find,
    /// Nothing: it was all done.
    Done,
}

impl TourStep {
    /// Those that something is done in.
    pub(super) const ALL: [Self; 3] = [Self::Select, Self::Tag, Self::Find];

    /// The one before, if there is one to go back to.
    fn before(self) -> Option<Self> {
        match self {
            Self::Select => None,
            Self::Tag => Some(Self::Select),
            Self::Find => Some(Self::Tag),
            Self::Done => Some(Self::Find),
        }
    }
}

/// What the tour sees of the window.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Seen {
    /// The words that are selected in the text.
    pub(super) selected: String,
    /// How many themes all passages bear together.
    pub(super) tags: usize,
    /// The page that is shown.
    pub(super) page: PageId,
}

/// The tour, on or not.
#[derive(Default)]
pub(super) struct Tour {
    at: Option<TourStep>,
    /// What was seen in the frame before; a step is done when that changes.
    seen: Seen,
    /// How many tags there were before the step in which one is given.
    before: usize,
    /// Whether it begins as soon as the sample is open.
    wanted: bool,
}

impl Tour {
    pub(super) fn is_on(&self) -> bool {
        self.at.is_some()
    }

    /// Begins as soon as the sample is open.
    pub(super) fn want(&mut self) {
        self.wanted = true;
    }

    /// Whether it was asked for, which is forgotten.
    pub(super) fn take_wanted(&mut self) -> bool {
        std::mem::take(&mut self.wanted)
    }

    /// Begins, the window being as it is.
    pub(super) fn begin(&mut self, seen: Seen) {
        self.at = Some(TourStep::Select);
        self.before = seen.tags;
        self.seen = seen;
    }

    pub(super) fn leave(&mut self) {
        self.at = None;
    }

    fn go_back(&mut self) {
        self.at = self.at.and_then(TourStep::before);
        self.before = self.seen.tags;
    }

    /// Goes on where the user did what the step asks for, or what a later one does.
    pub(super) fn follow(&mut self, seen: Seen) {
        let Some(at) = self.at else { return };
        let selected = !seen.selected.is_empty() && seen.selected != self.seen.selected;
        let tagged = seen.tags > self.seen.tags;
        let turned = seen.page == PageId::Excerpts && self.seen.page != PageId::Excerpts;
        let taken_back = seen.tags < self.seen.tags && seen.tags <= self.before;
        self.at = Some(match at {
            TourStep::Select | TourStep::Tag if tagged => TourStep::Find,
            TourStep::Select if selected => TourStep::Tag,
            TourStep::Find if turned => TourStep::Done,
            TourStep::Find | TourStep::Done if taken_back => TourStep::Tag,
            at => at,
        });
        self.seen = seen;
    }
}

/// How many themes all passages of the open set bear together.
pub(super) fn tags(session: &Session) -> usize {
    session.annotations().passages().map(|(_, _, passage)| passage.themes.len()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(selected: &str, tags: usize, page: PageId) -> Seen {
        Seen { selected: selected.to_owned(), tags, page }
    }

    fn tour() -> Tour {
        let mut tour = Tour::default();
        tour.begin(seen("早先选中的", 4, PageId::Reading));
        tour
    }

    #[test]
    fn each_step_is_done_by_what_comes_of_it() {
        let mut tour = tour();
        tour.follow(seen("早先选中的", 4, PageId::Reading));
        assert_eq!(tour.at, Some(TourStep::Select), "it was selected before");
        tour.follow(seen("一句话。", 4, PageId::Reading));
        assert_eq!(tour.at, Some(TourStep::Tag));
        tour.follow(seen("", 5, PageId::Reading));
        assert_eq!(tour.at, Some(TourStep::Find));
        tour.follow(seen("", 5, PageId::Memos));
        tour.follow(seen("", 5, PageId::Excerpts));
        assert_eq!(tour.at, Some(TourStep::Done));
    }

    #[test]
    fn a_sentence_that_is_tagged_at_the_caret_was_as_good_as_selected() {
        let mut tour = tour();
        tour.follow(seen("早先选中的", 5, PageId::Reading));
        assert_eq!(tour.at, Some(TourStep::Find));
    }

    #[test]
    fn what_is_taken_back_is_to_be_done_again() {
        let mut tour = tour();
        tour.follow(seen("一句话。", 4, PageId::Reading));
        tour.follow(seen("", 5, PageId::Reading));
        tour.follow(seen("", 4, PageId::Reading));
        assert_eq!(tour.at, Some(TourStep::Tag));
        tour.follow(seen("", 5, PageId::Reading));
        assert_eq!(tour.at, Some(TourStep::Find));
    }

    #[test]
    fn one_can_go_back_and_is_not_sent_on_at_once() {
        let mut tour = tour();
        tour.follow(seen("一句话。", 4, PageId::Reading));
        tour.follow(seen("", 5, PageId::Reading));
        tour.go_back();
        tour.follow(seen("", 5, PageId::Reading));
        assert_eq!(tour.at, Some(TourStep::Tag));
        tour.go_back();
        tour.follow(seen("", 5, PageId::Reading));
        assert_eq!(tour.at, Some(TourStep::Select));
        tour.go_back();
        assert!(!tour.is_on());
    }
}
