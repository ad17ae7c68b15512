//! Suggestions on the page for reading: the queue of them, which one it is at, and what is shown of
//! them in the text.
//!
//! What is suggested is the session's; here is in which order the user goes through it, what was put
//! off, and where the ends of the present one were moved to. Nothing is tagged here without a yes.

mod answering;
mod card;
mod panel;
mod reasons;
mod strip;
mod switch;

use std::{collections::VecDeque, sync::Arc};

pub(super) use reasons::{NearestLook, nearest_ui, reasons_ui};
pub(super) use switch::switch_ui;

use super::{ReadingPage, reader::TextSuggestion};
use crate::{
    analysis::suggest::{SetSuggestions, ThemeSuggestion},
    annotation::ThemeId,
    corpus::{Article, ArticlePath},
    session::{Command, Inquiry, Notice, Session, SuggestInSet},
    t,
    text::{self, ByteSpan},
    ui::{
        action::Action,
        message::{Message, SuggestionKey},
        pages::Room,
        shared::{Shared, TextTarget},
        theme::Palette,
    },
};

/// In which order suggestions are gone through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum QueueOrder {
    /// Those of the open article as they stand there.
    #[default]
    Text,
    Sure,
    Uncertain,
}

impl QueueOrder {
    const ALL: [Self; 3] = [Self::Text, Self::Sure, Self::Uncertain];
}

/// So many answers say how the suggestions do.
const LATEST: usize = 20;

/// What the page remembers of them.
#[derive(Default)]
pub(super) struct SuggestionQueue {
    /// Whether they are being gone through.
    open: bool,
    order: QueueOrder,
    /// The one that is answered next, and at which place of the list it was.
    current: Option<SuggestionKey>,
    at: usize,
    /// Where its ends were moved to.
    adjusted: Option<ByteSpan>,
    /// What was answered since they were worked out.
    settled: Vec<SuggestionKey>,
    /// What was put off: it comes behind all others.
    later: Vec<SuggestionKey>,
    /// What the two above are about.
    of: Option<Arc<SetSuggestions>>,
    /// Whether each of the last answers was a yes.
    answers: VecDeque<bool>,
    /// Whether the text is to go to the present one.
    jump: bool,
    tags: switch::OwnTags,
    /// The card of the one that the pointer is at.
    card: Option<card::SuggestionCard>,
}

/// Whether suggestions are on in the open set.
pub(super) fn are_on(session: &Session) -> bool {
    session.corpus().is_some_and(|corpus| session.settings().suggests_in(corpus.root()))
}

/// What is suggested, if that is on.
pub(super) fn suggested(session: &Session) -> Option<&Arc<SetSuggestions>> {
    let last = session.inquiry::<SuggestInSet>().and_then(Inquiry::last)?;
    let own = last.question.coder.as_ref() == Some(&session.coder());
    (own && are_on(session)).then_some(&last.answer)
}

fn key_of(one: &ThemeSuggestion) -> SuggestionKey {
    let suggestion = &one.suggestion;
    SuggestionKey { article: suggestion.article.clone(), span: suggestion.span, theme: one.theme }
}

impl SuggestionQueue {
    /// Whether they are being gone through.
    pub(super) fn is_open(&self) -> bool {
        self.open
    }

    /// Whether a suggestion still stands as it was made: neither answered nor changed.
    fn stands(&self, session: &Session, one: &ThemeSuggestion) -> bool {
        let suggestion = &one.suggestion;
        let article = session.corpus().and_then(|corpus| corpus.article(&suggestion.article));
        let text = article.and_then(|article| article.text.slice(suggestion.span));
        text == Some(suggestion.text.as_str())
            && session.codebook().get(one.theme).is_some()
            && !self.settled.contains(&key_of(one))
    }

    /// The suggestions in the present order, those that were put off last.
    fn list<'a>(
        &self,
        session: &Session,
        suggested: &'a SetSuggestions,
        open: Option<&ArticlePath>,
    ) -> Vec<&'a ThemeSuggestion> {
        let all = match self.order {
            QueueOrder::Text => &suggested.here,
            QueueOrder::Sure => &*suggested.sure,
            QueueOrder::Uncertain => &*suggested.uncertain,
        };
        let is_here = |one: &&ThemeSuggestion| {
            self.order != QueueOrder::Text || Some(&one.suggestion.article) == open
        };
        let standing = all.iter().filter(is_here).filter(|one| self.stands(session, one));
        let (later, first): (Vec<_>, Vec<_>) =
            standing.partition(|one| self.later.contains(&key_of(one)));
        first.into_iter().chain(later).collect()
    }

    /// The one that is answered next.
    fn current<'a>(&self, suggested: &'a SetSuggestions) -> Option<&'a ThemeSuggestion> {
        let key = self.current.as_ref()?;
        let all = [&suggested.here, &*suggested.sure, &*suggested.uncertain];
        all.into_iter().flatten().find(|one| key_of(one) == *key)
    }

    /// What of the article would be tagged if it were taken.
    fn wanted(&self, one: &ThemeSuggestion) -> ByteSpan {
        self.adjusted.unwrap_or(one.suggestion.span)
    }

    fn choose(&mut self, key: Option<SuggestionKey>) {
        if self.current != key {
            (self.current, self.adjusted) = (key, None);
        }
        self.jump = true;
    }

    /// Takes in what was worked out anew, and sees that the present one is there.
    fn prepare(&mut self, session: &Session, open: Option<&ArticlePath>) {
        let Some(suggested) = suggested(session).cloned() else {
            *self = Self { tags: std::mem::take(&mut self.tags), ..Self::default() };
            return;
        };
        if self.of.as_ref().is_none_or(|of| !Arc::ptr_eq(of, &suggested)) {
            self.settled.clear();
            self.of = Some(Arc::clone(&suggested));
        }
        if !self.open {
            return;
        }
        let list = self.list(session, &suggested, open);
        let place = list.iter().position(|one| self.current.as_ref() == Some(&key_of(one)));
        match place {
            Some(place) => self.at = place,
            None => {
                let next = list.get(self.at).or(list.last());
                let next = next.map(|one| key_of(one));
                self.at = self.at.min(list.len().saturating_sub(1));
                if next.is_some() || self.current.is_some() {
                    self.choose(next);
                }
            }
        }
    }

    /// The suggestions in an article as its text shows them.
    fn in_text(
        &self,
        session: &Session,
        path: &ArticlePath,
        palette: &Palette,
    ) -> Vec<TextSuggestion> {
        let Some(suggested) = suggested(session) else { return Vec::new() };
        let present = self.current(suggested).filter(|_| self.open);
        let present = present.filter(|one| !suggested.here.contains(one));
        let all = suggested.here.iter().chain(present);
        let here = all
            .filter(|one| one.suggestion.article == *path && self.stands(session, one))
            .filter_map(|one| {
                let theme = session.codebook().get(one.theme)?;
                let key = key_of(one);
                let chosen = self.open && self.current.as_ref() == Some(&key);
                Some(TextSuggestion {
                    span: if chosen { self.wanted(one) } else { one.suggestion.span },
                    name: theme.name.clone(),
                    colour: palette.theme(theme.colour),
                    score: one.suggestion.score,
                    chosen,
                    key,
                })
            });
        here.collect()
    }
}

impl ReadingPage {
    /// Asks for suggestions where they are on, and goes to the one that is answered next.
    pub(super) fn prepare_suggestions(&mut self, room: &mut Room<'_>) {
        let session = room.session;
        let coder = are_on(session).then(|| session.coder());
        let article = room.shared.article.clone().filter(|_| coder.is_some());
        let question = SuggestInSet { coder, article };
        let asked = session.inquiry::<SuggestInSet>().and_then(Inquiry::asked);
        if asked.map_or(question.coder.is_some(), |asked| *asked != question) {
            room.apply(Command::ask(question));
        }
        self.suggestions.prepare(session, room.shared.article.as_ref());
        self.suggestions.tags.prepare(session);
        if std::mem::take(&mut self.suggestions.jump) {
            self.go_to_suggestion(room.shared);
        }
    }

    fn go_to_suggestion(&mut self, shared: &mut Shared) {
        let Some(key) = &self.suggestions.current else { return };
        let span = self.suggestions.adjusted.unwrap_or(key.span);
        shared.show(key.article.clone());
        shared.passage = None;
        shared.target = Some(TextTarget::Place(span));
    }

    /// The suggestions as the text at `path` shows them.
    pub(super) fn suggestions_in_text(
        &self,
        session: &Session,
        path: &ArticlePath,
        palette: &Palette,
    ) -> Vec<TextSuggestion> {
        self.suggestions.in_text(session, path, palette)
    }

    /// Switches suggestions on or off in this set, for this coder.
    pub(super) fn switch_suggestions(&mut self, room: &mut Room<'_>) {
        let Some(root) = room.session.corpus().map(|corpus| corpus.root().to_path_buf()) else {
            return;
        };
        let on = !are_on(room.session);
        room.configure(|settings| settings.suggest_in(&root, on));
        self.suggestions.tags.prepare(room.session);
        let note = match self.suggestions.tags.missing() {
            _ if !on => t!("suggest.note.off"),
            0 => t!("suggest.note.on"),
            more => t!("suggest.note.on_few", more = more),
        };
        room.shared.tell(Notice::note(note));
    }

    /// Goes through the suggestions, or stops that.
    pub(super) fn go_through_suggestions(&mut self, room: &mut Room<'_>) {
        if self.suggestions.open {
            self.close_suggestions();
            return;
        }
        if !are_on(room.session) {
            self.switch_suggestions(room);
        }
        self.suggestions.open = true;
        self.round = None;
        // A queue is not a place of the list one came from.
        room.out.push(Message::LeaveTrail);
        self.suggestions.jump = true;
    }

    fn close_suggestions(&mut self) {
        let queue = &mut self.suggestions;
        (queue.open, queue.current, queue.adjusted) = (false, None, None);
        queue.later.clear();
    }

    /// The themes that what would be tagged now is likeliest of.
    pub(super) fn likeliest_themes(&self, session: &Session, article: &Article) -> Vec<ThemeId> {
        /// So many themes, by so many characters.
        const MOST: usize = 3;
        const CHARACTERS: usize = 300;
        let Some(all) = suggested(session) else { return Vec::new() };
        let fragments = self.fragments_to_tag(article).into_iter();
        let fragments = fragments.filter_map(|span| article.text.byte_span(span));
        let text: String = fragments.filter_map(|span| article.text.slice(span)).collect();
        let text = text::first_characters(text.trim(), CHARACTERS);
        if text.is_empty() { Vec::new() } else { all.likeliest(text, MOST) }
    }

    /// What stands in the panel at the right while suggestions are gone through.
    pub(super) fn suggestions_ui(&mut self, room: &mut Room<'_>, ui: &mut eframe::egui::Ui) {
        panel::ui(&mut self.suggestions, room, ui);
    }

    /// The strip above the text, where the panel is not in sight.
    pub(super) fn suggestion_strip_ui(&self, room: &mut Room<'_>, ui: &mut eframe::egui::Ui) {
        strip::ui(&self.suggestions, room, ui);
    }
}

/// The name of a command with a key that nobody can change behind it.
fn with_key(action: Action, key: &str) -> String {
    format!("{}  {key}", action.label())
}
