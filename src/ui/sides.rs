//! The panels beside a page: which of them have room there, and which are folded to an edge that
//! opens over the page.
//!
//! Whether a panel is shown at all is the user's choice and stands in the settings; nothing here
//! changes it. In a window in which the page would become too narrow the right panel folds first,
//! then the left one. A folded panel that the user has hidden has no edge; its key opens it over the
//! page all the same.

use std::ops::RangeInclusive;

use super::{page_id::PageId, theme};

/// One of the two panels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum PanelSide {
    /// The articles and the outline.
    Left,
    /// The themes and the passages.
    Right,
}

impl PanelSide {
    /// How wide it is at first, in a window of width `room`.
    fn usual(self, room: f32) -> f32 {
        match self {
            Self::Left if room < theme::NARROW => theme::LIBRARY_NARROW,
            Self::Left => theme::LIBRARY_WIDTH,
            Self::Right => theme::THEMES_WIDTH,
        }
    }

    /// How narrow and how wide the user may draw it.
    const fn range(self) -> (f32, f32) {
        match self {
            Self::Left => (180.0, 460.0),
            Self::Right => (200.0, 520.0),
        }
    }
}

/// What a page asks of the room between the bars.
#[derive(Clone, Copy, Debug)]
pub(super) struct PanelWishes {
    /// Width of the page with its panels.
    pub(super) room: f32,
    /// The page is to be no narrower than this while a panel can fold.
    pub(super) least: f32,
    /// Whether each panel is to be shown; `None` where the page has no such panel.
    pub(super) left: Option<bool>,
    pub(super) right: Option<bool>,
}

/// How the panels stand.
#[derive(Clone, Debug, Default)]
pub(super) struct SidePanels {
    left: OnePanel,
    right: OnePanel,
    /// Width of the page with its panels.
    room: f32,
    /// The folded panel that is open over the page, and over which one.
    over: Option<(PanelSide, PageId)>,
}

#[derive(Clone, Copy, Debug, Default)]
struct OnePanel {
    /// How wide the user left it; nothing if it was never beside a page.
    width: Option<f32>,
    /// Whether there is no room for it beside the page, be it shown or not.
    folds: bool,
    /// How wide it may be drawn now.
    most: f32,
}

impl SidePanels {
    fn of(&self, side: PanelSide) -> &OnePanel {
        match side {
            PanelSide::Left => &self.left,
            PanelSide::Right => &self.right,
        }
    }

    fn of_mut(&mut self, side: PanelSide) -> &mut OnePanel {
        match side {
            PanelSide::Left => &mut self.left,
            PanelSide::Right => &mut self.right,
        }
    }

    /// Finds out which panels have room beside `page`, and closes what is open over it but cannot
    /// be any more.
    pub(super) fn fit(&mut self, page: PageId, wishes: &PanelWishes) {
        let PanelWishes { room, least, left, right } = *wishes;
        self.room = room;
        // One that was drawn wide gives that up before it folds.
        let wish = |side: PanelSide| self.width(side).min(side.usual(room));
        let (left_wish, right_wish) = (wish(PanelSide::Left), wish(PanelSide::Right));
        let shown = |panel: Option<bool>, width: f32| if panel == Some(true) { width } else { 0.0 };
        let beside_left = room - shown(left, left_wish);
        let right_folds = right.is_some() && beside_left - right_wish < least;
        let edge = shown(right, theme::EDGE);
        let left_folds = left.is_some() && room - left_wish - edge < least;
        // What one of them takes the other cannot have.
        let right_now = shown(right, if right_folds { theme::EDGE } else { right_wish });
        let left_now =
            shown(left, if left_folds { theme::EDGE } else { self.width(PanelSide::Left) });
        self.left.folds = left_folds;
        self.right.folds = right_folds;
        self.left.most = room - least - right_now;
        self.right.most = room - least - left_now.min(self.left.most);
        let stays = |(side, over): &(PanelSide, PageId)| *over == page && self.folds(*side);
        self.over = self.over.filter(stays);
    }

    /// Whether there is no room for a panel beside the page.
    pub(super) fn folds(&self, side: PanelSide) -> bool {
        self.of(side).folds
    }

    /// The folded panel that is open over the page.
    pub(super) fn over(&self) -> Option<PanelSide> {
        self.over.map(|(side, _)| side)
    }

    /// Whether a panel is folded and not open over the page.
    pub(super) fn is_away(&self, side: PanelSide) -> bool {
        self.folds(side) && self.over() != Some(side)
    }

    /// Opens a folded panel over `page`.
    pub(super) fn open_over(&mut self, side: PanelSide, page: PageId) {
        self.over = Some((side, page));
    }

    /// Closes what is open over the page, or if `side` is given, that one only; whether it was open.
    pub(super) fn close(&mut self, side: Option<PanelSide>) -> bool {
        let is_open = self.over.is_some_and(|(open, _)| side.is_none_or(|side| side == open));
        if is_open {
            self.over = None;
        }
        is_open
    }

    /// Opens a folded panel over `page`, or closes it.
    pub(super) fn toggle_over(&mut self, side: PanelSide, page: PageId) {
        if !self.close(Some(side)) {
            self.open_over(side, page);
        }
    }

    /// How wide a panel is, as the user left it.
    pub(super) fn width(&self, side: PanelSide) -> f32 {
        self.of(side).width.unwrap_or(side.usual(self.room))
    }

    /// How narrow and how wide a panel may be beside the page now.
    pub(super) fn range(&self, side: PanelSide) -> RangeInclusive<f32> {
        let (least, most) = side.range();
        least..=self.of(side).most.clamp(least, most)
    }

    /// A panel was drawn `width` wide beside the page.
    pub(super) fn drawn(&mut self, side: PanelSide, width: f32) {
        self.of_mut(side).width = Some(width);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: PageId = PageId::Reading;

    fn fitted(room: f32, left: Option<bool>, right: Option<bool>) -> SidePanels {
        let mut panels = SidePanels::default();
        panels.fit(PAGE, &PanelWishes { room, least: 590.0, left, right });
        panels
    }

    #[test]
    fn the_right_panel_folds_first_and_then_the_left_one() {
        let (mut right_at, mut left_at) = (0.0, 0.0);
        for room in (500..1500_u16).map(f32::from) {
            let panels = fitted(room, Some(true), Some(true));
            let (left, right) = (panels.folds(PanelSide::Left), panels.folds(PanelSide::Right));
            assert!(right || !left, "{room}");
            right_at = if right { room } else { right_at };
            left_at = if left { room } else { left_at };
            let taken = |side, folds| if folds { theme::EDGE } else { panels.width(side) };
            let page = room - taken(PanelSide::Left, left) - taken(PanelSide::Right, right);
            assert!(page >= 590.0 || left, "{room}: the page has {page}");
        }
        assert!(left_at < 1024.0 && right_at > 1024.0, "{left_at} {right_at}");
    }

    #[test]
    fn a_panel_that_is_hidden_takes_no_room_and_one_the_page_lacks_never_folds() {
        assert!(fitted(1000.0, Some(true), Some(true)).folds(PanelSide::Right));
        assert!(!fitted(1000.0, Some(false), Some(true)).folds(PanelSide::Right));
        // Were it shown, there would be room.
        assert!(!fitted(1000.0, Some(false), Some(false)).folds(PanelSide::Right));
        let without = fitted(400.0, None, None);
        assert!(!without.folds(PanelSide::Left) && !without.folds(PanelSide::Right));
    }

    #[test]
    fn what_is_drawn_wide_gives_way_before_anything_folds() {
        let mut panels = SidePanels::default();
        panels.drawn(PanelSide::Left, 460.0);
        panels.drawn(PanelSide::Right, 520.0);
        let wishes =
            PanelWishes { room: 1300.0, least: 590.0, left: Some(true), right: Some(true) };
        panels.fit(PAGE, &wishes);
        assert!(!panels.folds(PanelSide::Left) && !panels.folds(PanelSide::Right));
        let most = |side| *panels.range(side).end();
        assert!(most(PanelSide::Left) + most(PanelSide::Right) <= 1300.0 - 590.0 + 0.01);
    }

    #[test]
    fn what_is_open_over_a_page_closes_with_it_or_when_there_is_room() {
        let narrow = PanelWishes { room: 900.0, least: 590.0, left: Some(true), right: Some(true) };
        let open = || {
            let mut panels = SidePanels::default();
            panels.fit(PAGE, &narrow);
            panels.toggle_over(PanelSide::Right, PAGE);
            panels.fit(PAGE, &narrow);
            assert_eq!(panels.over(), Some(PanelSide::Right));
            panels
        };
        let mut panels = open();
        panels.fit(PageId::Memos, &narrow);
        assert_eq!(panels.over(), None);
        let mut panels = open();
        panels.fit(PAGE, &PanelWishes { room: 1500.0, ..narrow });
        assert_eq!(panels.over(), None);
        let mut panels = open();
        assert!(!panels.close(Some(PanelSide::Left)) && panels.close(None));
    }
}
