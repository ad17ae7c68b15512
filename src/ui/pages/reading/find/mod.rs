//! Finding in the shown article (Ctrl+F): what is typed, its hits, going from one to the next.
//!
//! The search runs on a thread of its own ([`Finder`]); the hits of the last answer stay marked
//! until the next one is there. The hit one is at is what is selected in the text, so that after
//! closing a digit tags it. The bar itself is in [`bar`].

mod bar;

use std::sync::Arc;

use super::{ReadingPage, reader};
use crate::ui::caret::Direction;
use crate::{
    corpus::Article,
    search::{self, Hits, Mode},
    session::{FindAnswer, FindQuestion, Finder, Session},
    text::{ByteOffset, ByteSpan},
};

pub(super) use bar::ui;

/// So many queries are remembered.
const REMEMBERED: usize = 30;
/// A selection longer than this (in bytes) is not meant to be looked for.
const LONGEST_SELECTION: usize = 300;

/// Where a query leads once its hits are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Aim {
    /// To the first hit from where the reader was.
    Nearest,
    /// From hit to hit.
    Step(Direction),
}

/// What is to become of the field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Field {
    #[default]
    AsItIs,
    /// It gets the keyboard.
    Focused,
    /// It gets the keyboard, and all in it is selected, so that typing replaces it.
    Selected,
}

/// Whether a step went round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wrapped {
    ToStart,
    ToEnd,
}

/// What is being looked for.
#[derive(Debug, Default)]
pub(in crate::ui) struct FindBar {
    open: bool,
    query: String,
    mode: Mode,
    /// There while the bar is open, and with it the folded article.
    finder: Option<Finder>,
    answer: Option<FindAnswer>,
    /// From where typing looks for the nearest hit.
    origin: ByteOffset,
    /// The hit that was selected last.
    chosen: Option<ByteSpan>,
    /// To be done as soon as the hits of the query are there.
    aims: Vec<Aim>,
    wrapped: Option<Wrapped>,
    /// What is to become of the field in this frame.
    field: Field,
    /// Another field had the keyboard in the last frame: Escape is for that one.
    elsewhere: bool,
    /// An input method is composing in the field: what stands there is not yet what is meant.
    composing: bool,
    /// The last queries, the youngest last, and which of them stands in the field.
    history: Vec<String>,
    recalled: Option<usize>,
}

impl FindBar {
    /// Whether the bar is open.
    pub(in crate::ui) fn is_open(&self) -> bool {
        self.open
    }

    /// What outlives a set: how one searches, and what was looked for.
    pub(in crate::ui) fn kept(self) -> Self {
        let Self { query, mode, history, .. } = self;
        Self { query, mode, history, ..Self::default() }
    }

    /// The hits in `article`, as far as they are known.
    pub(in crate::ui) fn hits(&self, article: &Arc<Article>) -> Option<&Arc<Hits>> {
        let answer = self.answer.as_ref().filter(|_| self.open && !self.query.is_empty())?;
        let same = Arc::ptr_eq(&answer.question.article, article);
        answer.hits.as_ref().ok().filter(|_| same)
    }

    /// Opens the bar, with what is selected as the query, or the last one.
    fn open(&mut self, selected: Option<&str>, origin: ByteOffset) {
        if let Some(selected) = selected {
            self.query = asked_for(selected, self.mode);
            self.recalled = None;
        }
        self.open = true;
        self.field = Field::Selected;
        self.origin = origin;
        self.wrapped = None;
        if selected.is_some() {
            self.aims.push(Aim::Nearest);
        }
    }

    /// Closes the bar; what was selected stays selected.
    fn close(&mut self) {
        self.remember();
        self.open = false;
        self.composing = false;
        self.finder = None;
        self.answer = None;
        self.aims.clear();
        self.wrapped = None;
    }

    /// The query is another now.
    fn changed(&mut self) {
        self.aims = vec![Aim::Nearest];
        self.wrapped = None;
    }

    fn remember(&mut self) {
        if !self.query.is_empty() {
            self.history.retain(|old| *old != self.query);
            self.history.push(self.query.clone());
            let surplus = self.history.len().saturating_sub(REMEMBERED);
            self.history.drain(..surplus);
        }
        self.recalled = None;
    }

    /// Puts an older or a younger query of the history into the field.
    fn recall(&mut self, direction: Direction) {
        let place = match (self.recalled, direction) {
            (None, Direction::Back) => {
                // The newest one may be what stands there already.
                let same = self.history.last() == Some(&self.query);
                self.history.len().checked_sub(1 + usize::from(same))
            }
            (Some(place), Direction::Back) => Some(place.saturating_sub(1)),
            (Some(place), Direction::Forward) if place + 1 < self.history.len() => Some(place + 1),
            (_, Direction::Forward) => None,
        };
        let Some(query) = place.and_then(|place| self.history.get(place)) else { return };
        self.query.clone_from(query);
        self.recalled = place;
        self.changed();
    }

    /// Asks for the hits of what stands in the field and takes in what is known.
    fn ask(&mut self, session: &Session, article: &Arc<Article>) {
        if self.finder.is_none() {
            self.finder = session.finder();
            if let Some(finder) = &self.finder
                && self.mode == Mode::default()
            {
                finder.prepare(article);
            }
        }
        if self.query.is_empty() {
            self.answer = None;
            self.aims.clear();
        } else if !self.composing {
            let question = self.question(article);
            if let Some(finder) = &mut self.finder {
                finder.ask(question);
            }
        }
        if let Some(answer) = self.finder.as_mut().and_then(Finder::answer) {
            self.answer = Some(answer);
        }
    }

    fn question(&self, article: &Arc<Article>) -> FindQuestion {
        FindQuestion { article: Arc::clone(article), query: self.query.clone(), mode: self.mode }
    }

    /// The answer to what stands in the field now, if it is there.
    fn settled(&self, article: &Arc<Article>) -> Option<&FindAnswer> {
        let answer = self.answer.as_ref()?;
        let FindQuestion { article: of, query, mode } = &answer.question;
        let same = Arc::ptr_eq(of, article) && *query == self.query && *mode == self.mode;
        same.then_some(answer)
    }

    /// Goes where the user wanted to go, as soon as that is known.
    fn go(&mut self, article: &Arc<Article>, reader: &mut reader::ReaderState) -> bool {
        let selected = reader.selection.span();
        if self.chosen != Some(selected) {
            // The reader went elsewhere meanwhile: from there on.
            self.chosen = None;
            if self.aims.first() != Some(&Aim::Nearest) {
                self.origin = selected.start();
            }
        }
        if self.aims.is_empty() {
            return false;
        }
        let Some(FindAnswer { hits, .. }) = self.settled(article) else { return false };
        let hits = hits.as_ref().ok().map(Arc::clone);
        let aims = std::mem::take(&mut self.aims);
        let Some(hits) = hits.filter(|hits| !hits.is_empty()) else { return false };
        let text = article.text.as_str();
        for aim in aims {
            self.wrapped = None;
            let last = hits.len() - 1;
            let span = reader.selection.span();
            let at = match aim {
                Aim::Nearest => hits.first_from(text, self.origin),
                // From a caret the hit right there counts, from a selection the one behind.
                Aim::Step(Direction::Forward) if span.is_empty() => {
                    hits.first_from(text, span.start())
                }
                Aim::Step(Direction::Forward) => {
                    hits.first_from(text, ByteOffset::new(span.start().get() + 1))
                }
                Aim::Step(Direction::Back) => {
                    let before = hits.first_from(text, span.start()).checked_sub(1);
                    if before.is_none() {
                        self.wrapped = Some(Wrapped::ToEnd);
                    }
                    before.unwrap_or(last)
                }
            };
            let at = if at > last {
                self.wrapped = Some(Wrapped::ToStart);
                0
            } else {
                at
            };
            if let Some(hit) = hits.span(text, at) {
                reader.select(hit);
                self.chosen = Some(hit);
                if aim != Aim::Nearest {
                    self.origin = hit.start();
                }
            }
        }
        true
    }
}

impl ReadingPage {
    /// Opens the bar on the shown article, with what is selected in it.
    pub(super) fn open_find(&mut self, article: &Article) {
        let selection = &self.reader.selection;
        let span = selection.span();
        let selected = article.text.slice(span).filter(|text| {
            !text.trim().is_empty()
                && text.len() <= LONGEST_SELECTION
                && self.find.chosen != Some(span)
        });
        // What was found and is still selected is the query already, folded or not.
        self.find.open(selected, span.start());
    }

    /// Goes to the next or the previous hit; opens the bar if nothing was looked for yet.
    pub(super) fn step_find(&mut self, direction: Direction) {
        let find = &mut self.find;
        if find.query.is_empty() {
            find.open(None, self.reader.selection.span().start());
            return;
        }
        find.open = true;
        find.aims.push(Aim::Step(direction));
    }

    /// Takes the query exactly, or not; as a regular expression, or not.
    pub(super) fn switch_find(&mut self, change: impl FnOnce(&mut Mode)) {
        let find = &mut self.find;
        if !find.open {
            find.open(None, self.reader.selection.span().start());
        }
        change(&mut find.mode);
        find.field = find.field.max(Field::Focused);
        find.changed();
    }
}

/// A selected text as a query that finds it.
fn asked_for(selected: &str, mode: Mode) -> String {
    let line = selected.trim().lines().next().unwrap_or_default();
    match mode {
        Mode { regex: true, .. } => search::escaped(line),
        Mode { exact: true, .. } => line.to_owned(),
        // Line breaks make no difference there, and do not fit into a field.
        Mode { .. } => selected.split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_selected_becomes_a_query_that_finds_it() {
        let selected = "党建\n引领(一)";
        let asked = |exact, regex| asked_for(selected, Mode { exact, regex });
        assert_eq!(asked(false, false), "党建 引领(一)");
        assert_eq!(asked(true, false), "党建");
        assert_eq!(asked_for("引领(一)", Mode { exact: false, regex: true }), r"引领\(一\)");
    }

    #[test]
    fn the_history_goes_back_and_forth_and_keeps_each_query_once() {
        let mut state = FindBar::default();
        for query in ["党建", "人才", "党建", "阵地"] {
            state.query = query.to_owned();
            state.remember();
        }
        assert_eq!(state.history, ["人才", "党建", "阵地"]);
        let mut seen = Vec::new();
        for direction in [Direction::Back, Direction::Back, Direction::Back, Direction::Forward] {
            state.recall(direction);
            seen.push(state.query.clone());
        }
        assert_eq!(seen, ["党建", "人才", "人才", "党建"]);
    }
}
