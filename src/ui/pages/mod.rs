//! The pages of the window, one folder each: what the window asks of a page, and the table of them.
//!
//! A page owns its state; nobody else names it. Pages know of each other only what is in
//! [`Shared`], and ask for the rest by [`Message`]. To add one: its folder with an `impl Page`, its
//! line in [`make`] and in [`PageId`], its name in both languages.

mod codebook;
mod compare;
mod excerpts;
mod memos;
mod reading;
mod search;

use std::sync::Arc;

use eframe::egui::{Context, Ui};

use super::{
    action::{Action, Realm},
    export_offers::ExportOffers,
    message::Message,
    page_id::PageId,
    shared::{Shared, TextTarget, Trail},
    sides::PanelSide,
    theme::{self, Palette},
    widgets::panel_edge::PanelEdge,
};
use crate::{
    annotation::{PassageId, ThemeId},
    corpus::Article,
    session::{BesidePlace, Command, ReadingPlace, Session, Settings},
};

/// A page, as it is when nothing was done on it yet.
fn make(id: PageId) -> Box<dyn Page> {
    match id {
        PageId::Reading => Box::new(reading::ReadingPage::default()),
        PageId::Excerpts => Box::new(excerpts::ExcerptsPage::default()),
        PageId::Search => Box::new(search::SearchPage::default()),
        PageId::Codebook => Box::new(codebook::CodebookPage::default()),
        PageId::Memos => Box::new(memos::MemosPage::default()),
        PageId::Compare => Box::new(compare::ComparePage::default()),
    }
}

/// What the window asks of a page.
pub(super) trait Page {
    /// Draws it.
    fn ui(&mut self, room: &mut Room<'_>, ui: &mut Ui);

    /// Forgets what belonged to the set that was open.
    fn forget_set(&mut self);

    /// Whether the list of articles stands beside it.
    fn has_list(&self) -> bool {
        true
    }

    /// What stands above that list.
    fn above_list_ui(&mut self, _room: &mut Room<'_>, _ui: &mut Ui) {}

    /// Whether it has a panel at its right.
    fn has_side(&self) -> bool {
        false
    }

    /// What stands in the panel at its right.
    fn side_ui(&mut self, _room: &mut Room<'_>, _ui: &mut Ui) {}

    /// What the edge to which that panel is folded says.
    fn side_edge(&self, _room: &Room<'_>) -> PanelEdge {
        PanelEdge::default()
    }

    /// How wide it is to be at least, as long as a panel beside it can fold.
    fn least_width(&self, _session: &Session) -> f32 {
        theme::PAGE_LEAST
    }

    /// Where one is on it, for the status line.
    fn status(&self, _session: &Session, _article: &Article) -> Option<Vec<String>> {
        None
    }

    /// Where keys are heard while it is shown.
    fn realm(&self) -> Realm {
        Realm::Common
    }

    /// Takes keys that mean something of its own now, before the named commands hear them.
    fn keys(&mut self, _room: &mut Room<'_>) {}

    /// Whether Escape is for something that is open on it.
    fn takes_escape(&self) -> bool {
        false
    }

    /// It is left for another page; [`Shared::page`] is still its own.
    fn leave(&self, _room: &mut Room<'_>) {}

    /// It is asked for by its tab or key; [`Shared::page`] is still the one that is left.
    fn enter(&mut self, _room: &mut Room<'_>) {}

    /// Does a named command that is its own.
    fn act(&mut self, _action: Action, _room: &mut Room<'_>) {}

    /// A theme was made.
    fn made_theme(&mut self, _session: &Session, _theme: ThemeId) {}

    /// Does what a message asks for, if that is its own.
    fn hear(&mut self, _message: &Message, _room: &mut Room<'_>) {}

    /// The list whose place the open article shows, if that is on this page.
    fn trail(&self, _session: &Session, _shared: &Shared) -> Option<Trail> {
        None
    }

    /// Where one is in the open article, if it shows that.
    fn place(&self, _article: &Article) -> Option<ReadingPlace> {
        None
    }

    /// The text beside the one that is read, if it shows two.
    fn beside(&self, _session: &Session) -> Option<BesidePlace> {
        None
    }

    /// Opens a text beside the one that is read.
    fn open_beside(&mut self, _left: &BesidePlace) {}

    /// Whether it was sent to another place of the open article since this was asked last.
    fn take_jump(&mut self) -> bool {
        false
    }

    /// The words that are selected on it.
    fn selected_text(&self, _article: &Article) -> String {
        String::new()
    }

    /// Whether something besides a passage is selected on it.
    fn has_selection(&self) -> bool {
        false
    }

    /// The themes that what would be tagged now is likeliest of, if anything is known of that.
    fn likely_themes(&self, _session: &Session, _article: &Article) -> Vec<ThemeId> {
        Vec::new()
    }

    /// Selects nothing.
    fn deselect(&mut self) {}

    /// The passages that it lists and that one may mean by "these".
    fn listed(&self, _session: &Session) -> Option<Vec<PassageId>> {
        None
    }

    /// The passages that are checked on it, and shown.
    fn checked(&self, _session: &Session) -> Vec<PassageId> {
        Vec::new()
    }

    /// The passages that are shown on it; `None` where it lists none.
    fn shown(&self, _session: &Session) -> Option<Vec<PassageId>> {
        None
    }

    /// Hands over what is being written in a field of its own, and closes that.
    fn hand_over(&mut self, _session: &Session) -> Option<Command> {
        None
    }
}

/// What a page has around it.
pub(super) struct Room<'a> {
    /// What is open; read only.
    pub(super) session: &'a Session,
    /// What it shares with the other pages.
    pub(super) shared: &'a mut Shared,
    pub(super) palette: &'a Palette,
    pub(super) ctx: &'a Context,
    /// What it asks for.
    pub(super) out: &'a mut Vec<Message>,
}

impl Room<'_> {
    /// Asks for a change in the session.
    fn apply(&mut self, command: Command) {
        self.out.push(Message::Do(command));
    }

    /// Asks for a change of the settings.
    fn configure(&mut self, change: impl FnOnce(&mut Settings)) {
        let mut settings = self.session.settings().clone();
        change(&mut settings);
        self.apply(Command::Configure(settings));
    }

    /// The article that is open, if it can be read.
    pub(super) fn article(&self) -> Option<Arc<Article>> {
        self.session.corpus()?.article(self.shared.article.as_ref()?).cloned()
    }

    /// Has a panel in sight: beside the page, or over it where there is no room.
    fn show_side(&mut self, side: PanelSide) {
        let settings = self.session.settings();
        if self.shared.sides.folds(side) {
            self.shared.sides.open_over(side, self.shared.page);
        } else if side == PanelSide::Left && !settings.library_open {
            self.configure(|settings| settings.library_open = true);
        } else if side == PanelSide::Right && !settings.themes_open {
            self.configure(|settings| settings.themes_open = true);
        }
    }

    /// Shows a passage in its article and selects it.
    pub(super) fn go_to(&mut self, id: PassageId) {
        let Some((path, _, passage)) = self.session.annotations().find(id) else { return };
        self.shared.show(path.clone());
        self.shared.choose(Some(id));
        let span = self.session.placed(passage).and_then(|spans| spans.first().copied());
        if let (Some(span), Some(article)) = (span, self.article())
            && let Some(span) = article.text.byte_span(span)
        {
            self.shared.target = Some(TextTarget::Place(span));
        }
    }
}

/// All pages.
pub(super) struct Pages(Vec<(PageId, Box<dyn Page>)>);

impl Default for Pages {
    fn default() -> Self {
        Self(PageId::ALL.iter().map(|&id| (id, make(id))).collect())
    }
}

impl Pages {
    /// One of them, to be asked or told something.
    pub(super) fn with<T>(
        &mut self,
        id: PageId,
        tell: impl FnOnce(&mut dyn Page) -> T,
    ) -> Option<T> {
        let (_, page) = self.0.iter_mut().find(|(known, _)| *known == id)?;
        Some(tell(page.as_mut()))
    }

    /// One of them, to be looked at.
    pub(super) fn of<T>(&self, id: PageId, look: impl FnOnce(&dyn Page) -> T) -> Option<T> {
        let (_, page) = self.0.iter().find(|(known, _)| *known == id)?;
        Some(look(page.as_ref()))
    }

    /// Each of them with its name, in the order of the tabs.
    pub(super) fn each(&mut self) -> impl Iterator<Item = (PageId, &mut dyn Page)> {
        self.0.iter_mut().map(|(id, page)| (*id, page.as_mut() as &mut dyn Page))
    }

    /// The passages that some page lists.
    pub(super) fn listed(&self, session: &Session) -> Option<Vec<PassageId>> {
        self.0.iter().find_map(|(_, page)| page.listed(session))
    }

    /// Which passages an export may be of, besides all of the set.
    pub(super) fn export_offers(&self, session: &Session, shared: &Shared) -> ExportOffers {
        let annotations = session.annotations();
        let all = annotations.count();
        let of_article = shared.article.iter().flat_map(|path| annotations.passages_in(path));
        let article: Vec<PassageId> = of_article.map(|(_, passage)| passage.id).collect();
        let shown = self.0.iter().find_map(|(_, page)| page.shown(session)).unwrap_or_default();
        let mut checked = self.0.iter().map(|(_, page)| page.checked(session));
        let checked = checked.find(|checked| !checked.is_empty());
        ExportOffers {
            // What is all of the set need not be offered twice.
            article: if article.len() < all { article } else { Vec::new() },
            shown: if shown.len() < all { shown } else { Vec::new() },
            checked: checked.unwrap_or_default(),
            on_excerpts: shared.page == PageId::Excerpts,
        }
    }

    /// The list that the open article shows a place of.
    pub(super) fn trail(&self, session: &Session, shared: &Shared) -> Option<Trail> {
        self.0.iter().find_map(|(_, page)| page.trail(session, shared))
    }

    /// Whether something is selected on some page.
    pub(super) fn have_selection(&self) -> bool {
        self.0.iter().any(|(_, page)| page.has_selection())
    }
}
