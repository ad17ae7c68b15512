//! The page that searches the set: one field, the hits in their contexts, and coding what was found.
//!
//! What is looked for is the session's; here is what is typed, how the hits are filtered, and which
//! row the keys act on. Going to a hit leads to the reader and back again.

mod bar;
mod chart;
mod coding;
mod foot;
mod histogram;
mod rows;
mod saved;
mod table;

use std::sync::Arc;

use eframe::egui::{Align, Frame, Label, Layout, Margin, RichText, Ui, vec2};
use rust_i18n::t;

use super::{Page, Room};
use crate::ui::{
    action::Action,
    message::Message,
    page_id::PageId,
    shared::{Shared, Trail},
    theme::{self, Palette},
    widgets::{self, table::TableMemory},
};
use crate::{
    annotation::{QueryKind, ThemeId},
    corpus::ArticlePath,
    search::{Mode, SortOrder},
    session::{
        Autocode, CodeSource, CodeUnit, Command, HitOrder, HitRow, Lines, Marked, Scope, Search,
        Session, SetHits, SetSearch,
    },
};
use coding::Coding;

/// So many queries are remembered.
const HISTORY: usize = 50;
/// Width of the examples of what can be asked, and of what is asked in them.
const EXAMPLES: f32 = 620.0;
const EXAMPLE: f32 = 200.0;

/// Articles of one year, or those without one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct OfYear(Option<i16>);

/// Of the hits, those that are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Narrow {
    year: Option<OfYear>,
    /// Of this article.
    article: Option<ArticlePath>,
}

/// What is shown of what was found, worked out once.
struct Shown {
    hits: Arc<SetHits>,
    narrow: Narrow,
    rows: Arc<Vec<HitRow>>,
    years: Vec<(Option<i16>, usize)>,
}

/// What the page remembers between frames.
#[derive(Default)]
pub(super) struct SearchPage {
    query: String,
    mode: Mode,
    marked: Marked,
    lines: Lines,
    /// How wide the chips beside the field were.
    chips: f32,
    /// Only in these articles; in all where there are none.
    within: Vec<ArticlePath>,
    order: SortOrder<HitOrder>,
    /// What was asked of the session last.
    asked: Option<(Search, SortOrder<HitOrder>)>,
    /// When the query was last typed at, while it has not been asked.
    typed: Option<f64>,
    /// Since when the session has been searching.
    running: Option<f64>,
    /// Whether an input method is composing in the field.
    composing: bool,
    /// Whether the field is to have the focus.
    focus: bool,
    narrow: Narrow,
    shown: Option<Shown>,
    table: TableMemory,
    /// Earlier queries, the latest last.
    history: Vec<String>,
    recalled: Option<usize>,
    coding: Option<Coding>,
    /// The article that a row led to, as long as it is the one that is read.
    away: Option<ArticlePath>,
}

impl SearchPage {
    /// Opens the page with the field ready.
    fn open(&mut self) {
        self.focus = true;
        self.away = None;
    }

    /// Back from a place in a text, with the keyboard on the rows.
    fn come_back(&mut self) {
        self.away = None;
        self.table.take_focus();
        self.table.reveal();
    }

    /// Looks for `query` at once.
    fn look_for(&mut self, query: String) {
        (self.query, self.mode) = (query, Mode::default());
        self.typed = Some(f64::NEG_INFINITY);
        self.coding = None;
        self.narrow = Narrow::default();
    }

    /// Changes how the query is meant.
    fn switch(&mut self, change: impl FnOnce(&mut Mode)) {
        change(&mut self.mode);
        self.typed = Some(f64::NEG_INFINITY);
    }

    /// Goes over to coding by the lexicon of `theme`.
    fn code_by_lexicon(&mut self, theme: ThemeId) -> Command {
        self.begin_coding(theme, CodeSource::Lexicon)
    }

    /// Goes over to taking suggestions of `theme` at once.
    fn code_by_suggestions(&mut self, theme: ThemeId) -> Command {
        self.begin_coding(theme, CodeSource::Suggestions(histogram::LEAST))
    }

    fn begin_coding(&mut self, theme: ThemeId, source: CodeSource) -> Command {
        let unit = self.coding.as_ref().map_or(CodeUnit::default(), |coding| coding.request.unit);
        let request = Autocode { theme, source, unit };
        self.coding = Some(Coding::new(request.clone()));
        self.table.go_to_top();
        Command::ask(request)
    }

    /// Whether the article that is read was reached from a row, and Escape leads back.
    fn is_away_in(&self, article: Option<&ArticlePath>) -> bool {
        self.away.is_some() && self.away.as_ref() == article
    }

    fn wanted(&self) -> Search {
        Search {
            query: self.query.trim().to_owned(),
            mode: self.mode,
            scope: Scope {
                articles: self.within.clone(),
                years: None,
                marked: self.marked.clone(),
                lines: self.lines,
            },
        }
    }

    /// Asks for what the page says, once nobody has typed for a moment.
    fn ask(&mut self, ui: &Ui, out: &mut Vec<Message>) {
        /// Seconds without a key.
        const PAUSE: f64 = 0.12;
        let wanted = (self.wanted(), self.order.clone());
        if self.asked.as_ref() == Some(&wanted) || self.composing {
            self.typed = None;
            return;
        }
        let now = ui.input(|input| input.time);
        let since = *self.typed.get_or_insert(now);
        let same = self.asked.as_ref().is_some_and(|asked| asked.0.query == wanted.0.query);
        if now - since < PAUSE && !same {
            let left = std::time::Duration::from_secs_f64(PAUSE - (now - since));
            ui.ctx().request_repaint_after(left);
            return;
        }
        self.typed = None;
        if !same {
            self.narrow = Narrow::default();
            self.table.go_to_top();
        }
        self.asked = Some(wanted.clone());
        let (search, order) = wanted;
        out.push(Message::Do(Command::ask(SetSearch { search, order })));
    }

    /// Keeps the query for the arrows of the field and the list of earlier ones.
    fn remember(&mut self) {
        let query = self.query.trim();
        if !query.is_empty() && self.history.last().is_none_or(|last| last != query) {
            self.history.retain(|earlier| earlier != query);
            self.history.push(query.to_owned());
            let excess = self.history.len().saturating_sub(HISTORY);
            self.history.drain(..excess);
        }
        self.recalled = None;
    }

    /// Works out the rows that are shown, if they are not known.
    fn prepare(&mut self, session: &Session) {
        let Some(hits) = session.set_hits() else {
            self.shown = None;
            return;
        };
        let holds = |shown: &Shown| Arc::ptr_eq(&shown.hits, hits) && shown.narrow == self.narrow;
        if self.shown.as_ref().is_some_and(holds) {
            return;
        }
        let narrow = self.narrow.clone();
        let rows = if narrow == Narrow::default() {
            Arc::clone(&hits.rows)
        } else {
            let wanted: Vec<bool> = hits
                .articles
                .iter()
                .map(|found| {
                    narrow.year.is_none_or(|OfYear(year)| year == found.year)
                        && narrow.article.as_ref().is_none_or(|path| *path == found.article.path)
                })
                .collect();
            let rows = hits.rows.iter().copied();
            let taken = |row: &HitRow| wanted.get(row.article as usize).copied().unwrap_or(false);
            Arc::new(rows.filter(taken).collect())
        };
        let years = hits.by_year();
        self.shown = Some(Shown { hits: Arc::clone(hits), narrow, rows, years });
    }

    /// Goes to the place of row `at`, in the text that is read or beside it.
    fn go_to(&mut self, session: &Session, (at, beside): (usize, bool), out: &mut Vec<Message>) {
        let rows = rows::ShownHits::of(self, session);
        let Some(row) = rows.get(at) else { return };
        let (path, span) = (row.found.article.path.clone(), row.goal());
        self.table.set_cursor(at);
        self.remember();
        self.away = Some(path.clone());
        let leads = Message::GoToText(path, span);
        out.push(if beside { Message::Beside(Box::new(leads)) } else { leads });
    }
}

impl Page for SearchPage {
    fn ui(&mut self, room: &mut Room<'_>, ui: &mut Ui) {
        let Room { session, palette, .. } = *room;
        page_ui(session, self, room.shared, palette, ui, room.out);
    }

    fn forget_set(&mut self) {
        *self = Self::default();
    }

    /// From a place that a row led to, back to that row; else with the field ready, and what was
    /// selected in the text in it.
    fn enter(&mut self, room: &mut Room<'_>) {
        if self.is_away_in(room.shared.article.as_ref()) {
            return self.come_back();
        }
        if let Some(words) = room.shared.carried.take() {
            self.look_for(words);
        }
        self.open();
    }

    fn act(&mut self, action: Action, _room: &mut Room<'_>) {
        match action {
            Action::FindExact => self.switch(|mode| mode.exact = !mode.exact),
            Action::FindRegex => self.switch(|mode| mode.regex = !mode.regex),
            _ => {}
        }
    }

    fn hear(&mut self, message: &Message, room: &mut Room<'_>) {
        match message {
            Message::CodeByLexicon(theme) => {
                let command = self.code_by_lexicon(*theme);
                room.shared.page = PageId::Search;
                room.apply(command);
            }
            Message::CodeBySuggestions(theme) => {
                let command = self.code_by_suggestions(*theme);
                room.shared.page = PageId::Search;
                room.apply(command);
            }
            Message::SearchIn(articles) => {
                self.within.clone_from(articles);
                self.coding = None;
                self.open();
                room.shared.page = PageId::Search;
            }
            Message::AskQuery(id) => {
                let query = room.session.query(*id).filter(|query| query.kind == QueryKind::Search);
                if let Some(query) = query {
                    self.take_saved(query);
                    self.open();
                    room.shared.page = PageId::Search;
                }
            }
            Message::AskSearch(query) => {
                self.look_for(query.clone());
                self.open();
                room.shared.page = PageId::Search;
            }
            Message::GoAlong(at) => {
                self.table.reveal();
                self.go_to(room.session, (*at, false), room.out);
            }
            Message::LeaveTrail => self.open(),
            _ => {}
        }
    }

    fn trail(&self, session: &Session, shared: &Shared) -> Option<Trail> {
        if !self.is_away_in(shared.article.as_ref()) {
            return None;
        }
        Some(Trail {
            page: PageId::Search,
            query: self.query.trim().to_owned(),
            at: self.table.row(),
            count: rows::ShownHits::of(self, session).len(),
        })
    }
}

/// The page.
fn page_ui(
    session: &Session,
    page: &mut SearchPage,
    shared: &Shared,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    page.prepare(session);
    let side = if ui.available_width() < theme::NARROW_PAGE { 12 } else { 22 };
    let margin = Margin { left: side, right: side, top: 18, bottom: 0 };
    Frame::new().inner_margin(margin).show(ui, |ui| {
        ui.spacing_mut().item_spacing = vec2(theme::grid(2.0), 0.0);
        bar::ui(session, page, shared, palette, ui, out);
        page.ask(ui, out);
        ui.add_space(theme::grid(2.0));
        let empty = page.coding.is_none() && page.query.trim().is_empty();
        if empty {
            empty_ui(session, page, palette, ui, out);
            return;
        }
        chart::ui(session, page, palette, ui, out);
        page.prepare(session);
        if let Some(coding) = &mut page.coding {
            coding.prepare(session);
        }
        ui.add_space(theme::grid(2.0));
        let height = (ui.available_height() - foot::HEIGHT).max(table::ROW * 3.0);
        let width = ui.available_width();
        ui.allocate_ui_with_layout(vec2(width, height), Layout::top_down(Align::Min), |ui| {
            table::ui(session, page, palette, ui, out);
        });
        foot::ui(session, page, palette, ui, out);
    });
}

/// What the page is for and how a query is written, while there is none.
fn empty_ui(
    session: &Session,
    page: &mut SearchPage,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    ui.vertical_centered(|ui| {
        ui.add_space((ui.available_height() * 0.12).max(theme::grid(6.0)));
        ui.label(RichText::new(t!("search.empty.title")).heading().color(palette.ink));
        ui.add_space(theme::grid(2.0));
        ui.label(RichText::new(t!("search.empty.what")).color(palette.second));
        ui.add_space(theme::grid(6.0));
        let examples = [
            (t!("search.empty.and"), t!("search.empty.and_what")),
            (t!("search.empty.or"), t!("search.empty.or_what")),
            (t!("search.empty.not"), t!("search.empty.not_what")),
            (t!("search.empty.near"), t!("search.empty.near_what")),
            (t!("search.empty.phrase"), t!("search.empty.phrase_what")),
            (t!("search.empty.years"), t!("search.empty.years_what")),
        ];
        // One block, so that its columns stand below each other; a long meaning takes a second line.
        let width = ui.available_width().min(EXAMPLES);
        ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
            for (example, meaning) in examples {
                ui.horizontal_top(|ui| {
                    let cell = vec2(EXAMPLE, theme::CONTROL);
                    ui.allocate_ui_with_layout(cell, Layout::left_to_right(Align::Center), |ui| {
                        ui.set_min_width(EXAMPLE);
                        let ink = palette.accent_ink;
                        if widgets::text_button(ui, palette, &example, ink).clicked() {
                            page.look_for(example.into_owned());
                            page.focus = true;
                        }
                    });
                    ui.vertical(|ui| {
                        // On the line of the button's letters.
                        ui.add_space(theme::grid(1.5));
                        ui.add(Label::new(RichText::new(meaning).color(palette.second)).wrap());
                    });
                });
            }
        });
        ui.add_space(theme::grid(6.0));
        saved::list_ui(session, page, palette, ui, out);
    });
}
