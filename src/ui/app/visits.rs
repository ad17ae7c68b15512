//! Where one was before: back and forward after every jump, and where everything was left when the
//! program is started again.
//!
//! ```text
//! a frame ─► where one is now ─► page or article another, or sent far away in it ─► what was before
//!                             └► remembered for the next start                      goes on the way back
//! ```

use std::path::Path;

use eframe::egui;

use super::App;
use crate::{
    annotation::PassageId,
    corpus::ArticlePath,
    session::{REMEMBERED_AFTER, ReadingPlace, SetPlace},
    ui::{
        action::Action,
        caret::Direction,
        page_id::PageId,
        shared::{Shared, TextTarget},
    },
};

/// One can go back so far.
const MOST: usize = 200;

/// Where one is, or was.
#[derive(Clone, Debug, PartialEq)]
struct Visit {
    page: PageId,
    article: Option<ArticlePath>,
    /// In the article, if it was ever drawn.
    place: Option<ReadingPlace>,
    passage: Option<PassageId>,
}

/// The way here, and the way that was gone back.
#[derive(Debug, Default)]
pub(super) struct Visits {
    now: Option<Visit>,
    back: Vec<Visit>,
    forward: Vec<Visit>,
}

impl Visits {
    /// One is at `visit` now; `jumped` if one was sent to another place of the same article.
    fn follow(&mut self, visit: Visit, jumped: bool) {
        if let Some(before) = self.now.take() {
            let elsewhere = (before.page, &before.article) != (visit.page, &visit.article);
            let moved = jumped && before.place.map(|at| at.top) != visit.place.map(|at| at.top);
            let was_drawn = before.page != PageId::Reading || before.place.is_some();
            if (elsewhere || moved) && was_drawn {
                self.forward.clear();
                self.back.push(before);
                if self.back.len() > MOST {
                    self.back.remove(0);
                }
            }
        }
        self.now = Some(visit);
    }

    /// The last place on the way, of those that are there still.
    fn step(&mut self, direction: Direction, is_there: impl Fn(&Visit) -> bool) -> Option<Visit> {
        let (from, to) = match direction {
            Direction::Back => (&mut self.back, &mut self.forward),
            Direction::Forward => (&mut self.forward, &mut self.back),
        };
        while let Some(visit) = from.pop() {
            if is_there(&visit) {
                to.extend(self.now.replace(visit.clone()));
                return Some(visit);
            }
        }
        None
    }
}

impl App {
    /// Follows where one is, at the end of a frame.
    pub(super) fn follow_visit(&mut self, ctx: &egui::Context) {
        let Some(corpus) = self.session.corpus() else { return };
        let root = corpus.root().to_path_buf();
        let shared = &self.window.shared;
        let Shared { page, passage, .. } = *shared;
        let article = shared.article.clone();
        // What is about to go elsewhere is not there yet.
        let is_drawn = page == PageId::Reading && shared.target.is_none();
        let before = self.window.way().now.as_ref();
        let before = before.filter(|now| (now.page, &now.article) == (page, &article));
        let place = before.and_then(|now| now.place);
        let mut visit = Visit { page, article, place, passage };
        let mut jumped = false;
        let mut remembers = false;
        if let Some(article) = self.article().filter(|_| is_drawn) {
            let seen =
                self.window.pages.with(page, |page| (page.place(&article), page.take_jump()));
            let (place, was_sent) = seen.unwrap_or_default();
            jumped = was_sent;
            if let Some(place) = place.filter(|&place| visit.place != Some(place)) {
                visit.place = Some(place);
                self.session.leave_article(article.text.as_str(), place);
                remembers = true;
            }
        }
        let session = &self.session;
        let beside = self.window.pages.of(PageId::Reading, |page| page.beside(session)).flatten();
        let (page, article) = (page_name(page).to_owned(), visit.article.clone());
        let left = Some(SetPlace { page, article, beside });
        if self.window.left != left {
            self.leave_beside(left.as_ref());
            self.window.left.clone_from(&left);
            if let Some(left) = left {
                self.session.leave_set(&root, left);
            }
            remembers = true;
        }
        if remembers {
            // It is written soon, also if nothing else happens.
            ctx.request_repaint_after(REMEMBERED_AFTER);
        }
        self.window.way().follow(visit, jumped);
    }

    /// Remembers where one is in the text that is not read. Of two places of one article, the one
    /// that is read is where it was left.
    fn leave_beside(&mut self, left: Option<&SetPlace>) {
        let Some(SetPlace { article, beside: Some(beside), .. }) = left else { return };
        if article.as_ref() == Some(&beside.article) {
            return;
        }
        let text = self.session.corpus().and_then(|corpus| corpus.article(&beside.article));
        if let Some(text) = text.cloned() {
            self.session.leave_article(text.text.as_str(), beside.place);
        }
    }

    /// Goes back to where one was before the last jump, or forward again.
    pub(super) fn go(&mut self, direction: Direction) {
        let Self { session, window, .. } = self;
        let corpus = session.corpus();
        let is_there = |visit: &Visit| {
            let article = visit.article.as_ref();
            article.is_none_or(|path| corpus.is_some_and(|corpus| corpus.position(path).is_some()))
        };
        let Some(visit) = window.way().step(direction, is_there) else { return };
        let passage = visit.passage.filter(|&id| self.session.annotations().find(id).is_some());
        let shared = &mut self.window.shared;
        shared.page = visit.page;
        shared.article = visit.article;
        shared.choose(passage);
        shared.target = visit.place.map(TextTarget::Stand);
    }

    /// Shows what was shown when the set at `root` was left; whether that is known.
    pub(super) fn return_to(&mut self, root: &Path) -> bool {
        let Some(left) = self.session.reading_places().of_set(root).cloned() else { return false };
        let corpus = self.session.corpus();
        let has = |path: &ArticlePath| corpus.is_some_and(|corpus| corpus.article(path).is_some());
        let Some(article) = left.article.filter(has) else { return false };
        let shared = &mut self.window.shared;
        shared.show(article);
        let page = PageId::ALL.iter().find(|&&page| page_name(page) == left.page);
        shared.page = page.copied().unwrap_or_default();
        if let Some(beside) = left.beside.filter(|beside| has(&beside.article)) {
            self.window.pages.with(PageId::Reading, |page| page.open_beside(&beside));
        }
        true
    }
}

/// The name of a page in a file, the same in every language.
fn page_name(page: PageId) -> &'static str {
    Action::Page(page).id()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::CharOffset;

    fn at(article: &str, top: Option<u32>) -> Visit {
        let place = |top| {
            let top = CharOffset::new(top);
            ReadingPlace { top, past: 0, caret: top }
        };
        let article = ArticlePath::new(article);
        Visit { page: PageId::Reading, article, place: top.map(place), passage: None }
    }

    #[test]
    fn back_goes_to_where_one_was_at_the_last_moment_and_forward_there_again() {
        let mut visits = Visits::default();
        visits.follow(at("a", None), false);
        visits.follow(at("a", Some(0)), false);
        visits.follow(at("a", Some(90)), false);
        visits.follow(at("b", None), false);
        visits.follow(at("b", Some(5)), true);
        let back = visits.step(Direction::Back, |_| true);
        assert_eq!(back, Some(at("a", Some(90))), "scrolling is no jump, and is not lost");
        assert_eq!(visits.step(Direction::Back, |_| true), None);
        visits.follow(at("a", Some(90)), false);
        assert_eq!(visits.step(Direction::Forward, |_| true), Some(at("b", Some(5))));
    }

    #[test]
    fn a_jump_within_an_article_counts_where_it_moved_the_view() {
        let mut visits = Visits::default();
        visits.follow(at("a", Some(3)), false);
        visits.follow(at("a", Some(3)), true);
        assert!(visits.back.is_empty(), "it was in view");
        visits.follow(at("a", Some(400)), true);
        assert_eq!(visits.step(Direction::Back, |_| true), Some(at("a", Some(3))));
    }

    #[test]
    fn what_is_gone_is_passed_over_and_a_new_way_forgets_the_old_one() {
        let mut visits = Visits::default();
        for name in ["a", "b", "c"] {
            visits.follow(at(name, Some(1)), false);
        }
        let not_b = |visit: &Visit| visit.article != ArticlePath::new("b");
        assert_eq!(visits.step(Direction::Back, not_b), Some(at("a", Some(1))));
        visits.follow(at("d", Some(1)), false);
        assert_eq!(visits.step(Direction::Forward, |_| true), None);
    }
}
