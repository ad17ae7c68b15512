//! The reading page: one article, its themes and passages.
//!
//! The text itself is [`reader`]; what stands around it, in the other folders. What the named
//! commands do here stands in [`tagging`], [`selecting`], [`stepping`] and [`adjusting`].

mod adjusting;
mod beside;
mod find;
mod outline;
mod reader;
mod reviewing;
mod round;
mod selecting;
mod selection_palette;
mod stepping;
mod suggestions;
mod tagging;
mod themes;
mod trail;
mod two_texts;

use std::sync::Arc;

use eframe::egui::Ui;

use super::{Page, Room};
use crate::{
    annotation::{Bookmark, ThemeId},
    corpus::{Article, ArticlePath, DictionaryEntry, Problem},
    session::{BesidePlace, Command, Notice, ReadingPlace, Session, WordList},
    t,
    text::{self, CharOffset},
    ui::{
        action::{Action, Realm},
        caret::Direction,
        dialogs::Dialog,
        message::Message,
        page_id::PageId,
        sides::PanelSide,
        theme::Palette,
        welcome,
        widgets::panel_edge::PanelEdge,
    },
};
use reader::ReaderState;

/// What the page remembers between frames.
#[derive(Default)]
pub(super) struct ReadingPage {
    reader: ReaderState,
    /// The text beside it.
    texts: beside::TwoTexts,
    themes: themes::ThemesPanel,
    find: find::FindBar,
    outline: outline::Outline,
    /// The round through what a search or a lexicon coded.
    round: Option<round::Round>,
    suggestions: suggestions::SuggestionQueue,
}

/// What a path stands for.
enum Shown<'a> {
    Article(&'a Arc<Article>),
    Problem(&'a ArticlePath, &'a Problem),
    Nothing,
}

impl<'a> Shown<'a> {
    fn of(session: &'a Session, path: Option<&ArticlePath>) -> Self {
        let entry = session.corpus().and_then(|corpus| {
            let at = corpus.position(path?)?;
            corpus.entries().get(at)
        });
        match entry.map(|entry| (&entry.path, &entry.article)) {
            Some((_, Ok(article))) => Self::Article(article),
            Some((path, Err(problem))) => Self::Problem(path, problem),
            None => Self::Nothing,
        }
    }

    /// The article; if there is none, says why.
    fn or_ui(
        self,
        palette: &Palette,
        ui: &mut Ui,
        out: &mut Vec<Message>,
    ) -> Option<&'a Arc<Article>> {
        match self {
            Self::Article(article) => return Some(article),
            Self::Problem(path, problem) => welcome::problem_ui(path, problem, palette, ui, out),
            Self::Nothing => welcome::no_article_ui(palette, ui),
        }
        None
    }
}

impl Page for ReadingPage {
    fn ui(&mut self, room: &mut Room<'_>, ui: &mut Ui) {
        self.follow_keyboard(room.shared, room.ctx);
        self.prepare_suggestions(room);
        let session = room.session;
        let path = room.shared.article.clone();
        if let Shown::Article(article) = Shown::of(session, path.as_ref()) {
            if let Some(target) = room.shared.target.take() {
                self.reader.go_to(target);
            }
            self.bars_ui(article, room, ui);
        }
        let pointed = self.texts_ui(room, ui);
        let suggested = self.reader.take_pointed_suggestion();
        self.follow_click(suggested.as_ref(), ui);
        self.suggestions.card_ui(suggested, room, ui);
        // The cards were drawn before the text was scrolled.
        if session.settings().themes_open && self.themes.is_behind(self.reader.first_seen()) {
            ui.ctx().request_repaint();
        }
        room.shared.hovered = self.themes.take_hovered().or(pointed);
    }

    fn forget_set(&mut self) {
        *self = Self { find: std::mem::take(&mut self.find).kept(), ..Self::default() };
    }

    fn above_list_ui(&mut self, room: &mut Room<'_>, ui: &mut Ui) {
        let Some(article) = room.article() else { return };
        if outline::ui(room.session, &article, self, room.palette, ui, room.out) {
            room.shared.sides.close(Some(PanelSide::Left));
        }
    }

    fn has_side(&self) -> bool {
        true
    }

    fn side_ui(&mut self, room: &mut Room<'_>, ui: &mut Ui) {
        if self.suggestions.is_open() {
            return self.suggestions_ui(room, ui);
        }
        let Room { session, palette, .. } = *room;
        suggestions::switch_ui(&self.suggestions, session, palette, ui, room.out);
        let nothing_selected = self.reader.selection.is_empty();
        let panel = (&mut self.themes, nothing_selected, self.reader.first_seen());
        themes::ui(session, panel, room.shared, palette, ui, room.out);
    }

    fn side_edge(&self, room: &Room<'_>) -> PanelEdge {
        themes::edge(room.session, room.shared, room.palette)
    }

    fn least_width(&self, session: &Session) -> f32 {
        let one = reader::least_width(session.settings());
        two_texts::least_width(one, self.texts.are_open())
    }

    fn status(&self, session: &Session, article: &Article) -> Option<Vec<String>> {
        let mut texts = Vec::new();
        if let Some(paragraph) = self.reader.paragraph() {
            let head = self.reader.selection.head();
            let at = article.text.char_of(head).map_or(0, CharOffset::get);
            let total = article.text.char_len().get();
            let place = t!("status.place", paragraph = paragraph, at = at, total = total);
            texts.push(place.into_owned());
        }
        let fragments = self.reader.selected(article);
        let chars: u32 = fragments.iter().map(|span| span.len()).sum();
        if fragments.len() > 1 {
            let count = fragments.len();
            texts.push(t!("status.fragments", chars = chars, count = count).into_owned());
        } else if chars > 0 {
            texts.push(t!("status.selected", chars = chars).into_owned());
        }
        // What the pointer is at, by the string: a segmentation may have it within another word.
        if let Some(found) = self.reader.pointed_word().and_then(|word| session.occurrences(word)) {
            let (here, all) = (found.count_in(article), found.total);
            texts.push(t!("words.status.counts", word = found.word, here = here, all = all).into());
        }
        Some(texts)
    }

    fn realm(&self) -> Realm {
        if self.suggestions.is_open() {
            Realm::Suggestions
        } else if self.reader.has_turns() {
            Realm::Transcript
        } else {
            Realm::Common
        }
    }

    fn keys(&mut self, room: &mut Room<'_>) {
        self.round_keys(room);
        self.suggestion_keys(room);
    }

    fn likely_themes(&self, session: &Session, article: &Article) -> Vec<ThemeId> {
        self.likeliest_themes(session, article)
    }

    fn takes_escape(&self) -> bool {
        self.find.is_open()
    }

    fn leave(&self, room: &mut Room<'_>) {
        room.shared.carried = room.article().and_then(|article| self.selected_word(&article));
    }

    fn act(&mut self, action: Action, room: &mut Room<'_>) {
        use Direction::{Back, Forward};
        match action {
            Action::ReviewFound => self.review_found(room),
            Action::Suggestions => self.switch_suggestions(room),
            Action::SuggestionQueue => self.go_through_suggestions(room),
            Action::AcceptSuggestion | Action::RefuseSuggestion | Action::LaterSuggestion => {
                self.act_on_suggestion(room, action);
            }
            Action::Beside if self.texts.are_open() => {
                self.close_text(self.texts.side.opposite(), room.shared, room.ctx);
            }
            Action::Beside => self.read_beside(room.shared, room.session, room.ctx),
            Action::CloseText if self.texts.are_open() => {
                self.close_text(self.texts.side, room.shared, room.ctx);
            }
            Action::SwapTexts if self.texts.are_open() => self.swap_texts(room.ctx),
            Action::LinkTexts if self.texts.are_open() => self.texts.linked = !self.texts.linked,
            Action::ReadOther if self.texts.are_open() => {
                self.read_other(room.shared, room.ctx);
            }
            Action::CloseText | Action::SwapTexts | Action::LinkTexts | Action::ReadOther => {
                room.shared.tell(Notice::note(t!("beside.only_one")));
            }
            Action::TagKey(key) => self.tag_by_key(room, key),
            Action::Memo => self.edit_memo(room),
            Action::Bookmark => self.bookmark(room),
            Action::InVivo => self.tag_in_vivo(room),
            Action::Example => self.toggle_example(room),
            Action::SelectSentence => self.select_sentence(room, None),
            Action::NextSentence => self.select_sentence(room, Some(Forward)),
            Action::PreviousSentence => self.select_sentence(room, Some(Back)),
            Action::NextClause => self.select_clause(room, Forward),
            Action::PreviousClause => self.select_clause(room, Back),
            Action::NextUntagged => self.step_untagged(room, Forward),
            Action::PreviousUntagged => self.step_untagged(room, Back),
            Action::NextTurn => self.step_turn(room, Forward),
            Action::PreviousTurn => self.step_turn(room, Back),
            Action::NextHeading => self.step_heading(room, Forward),
            Action::PreviousHeading => self.step_heading(room, Back),
            Action::NextPassage => self.step_passage(room, Forward),
            Action::PreviousPassage => self.step_passage(room, Back),
            Action::GrowSelection => self.grow(room),
            Action::ShrinkSelection => self.shrink(room),
            Action::SelectAll => self.select_all(room),
            Action::Outline if room.shared.sides.is_away(PanelSide::Left) => {
                room.show_side(PanelSide::Left);
                self.outline.open();
            }
            Action::Outline => self.outline.toggle(),
            Action::Find => {
                if let Some(article) = room.article() {
                    room.shared.page = PageId::Reading;
                    // The bar lies below what is open over the text.
                    room.shared.sides.close(None);
                    self.open_find(&article);
                }
            }
            Action::NextHit => self.step_hit(room, Forward),
            Action::PreviousHit => self.step_hit(room, Back),
            Action::FindExact => self.switch_find(|mode| mode.exact = !mode.exact),
            Action::FindRegex => self.switch_find(|mode| mode.regex = !mode.regex),
            Action::AddWord => self.add_word(room),
            Action::ListWord => self.list_word(room),
            other => {
                if let Some((edge, unit, direction)) = other.edge_move() {
                    if !self.adjust_suggestion(room, (edge, unit, direction)) {
                        self.adjust(room, edge, unit, direction);
                    }
                } else if let Some(to) = other.caret_move() {
                    self.reader.move_caret(to, false);
                }
            }
        }
    }

    fn hear(&mut self, message: &Message, room: &mut Room<'_>) {
        match message {
            Message::MoveCaret(to, extend) => {
                let steps = !*extend && self.step_suggestion(room, *to);
                if !steps {
                    self.reader.move_caret(*to, *extend);
                }
            }
            Message::Suggest(verdict) => self.judge_suggestion(room, verdict),
            Message::TagWith(theme) => self.tag_with(room, &[*theme]),
            Message::TagWithNew(name) => self.tag_with_new(room, name.clone()),
            Message::Judge(verdict) => self.judge(room, *verdict),
            Message::GoOnInRound => self.show_in_round(room),
            Message::Beside(_) => self.read_beside(room.shared, room.session, room.ctx),
            Message::Show(path) | Message::GoToText(path, _) => {
                self.read_where_shown(path, room.shared, room.ctx);
            }
            Message::GoTo(passage) => {
                let found = room.session.annotations().find(*passage);
                if let Some((path, ..)) = found {
                    self.read_where_shown(path, room.shared, room.ctx);
                }
            }
            _ => {}
        }
    }

    fn place(&self, article: &Article) -> Option<ReadingPlace> {
        self.reader.place(article)
    }

    fn beside(&self, session: &Session) -> Option<BesidePlace> {
        self.left_beside(session)
    }

    fn open_beside(&mut self, left: &BesidePlace) {
        self.open_left_beside(left);
    }

    fn take_jump(&mut self) -> bool {
        self.reader.take_jump()
    }

    fn selected_text(&self, article: &Article) -> String {
        let fragments = self.reader.fragments().into_iter();
        let texts: Vec<&str> = fragments.filter_map(|span| article.text.slice(span)).collect();
        texts.join("\n")
    }

    fn has_selection(&self) -> bool {
        !self.reader.selection.is_empty()
    }

    fn deselect(&mut self) {
        self.reader.selection.collapse();
    }
}

impl ReadingPage {
    /// What stands above the texts, about the one that is read.
    fn bars_ui(&mut self, article: &Arc<Article>, room: &mut Room<'_>, ui: &mut Ui) {
        let Room { session, palette, .. } = *room;
        themes::stale_banner_ui(session, article, palette, ui, room.out);
        if let Some(round) = &self.round {
            round.ui(session, palette, ui, room.out);
        }
        if self.suggestions.is_open() && !Self::sees_side(room) {
            self.suggestion_strip_ui(room, ui);
        }
        if let (Some(trail), None) = (&room.shared.trail, &self.round) {
            trail::ui(trail, palette, ui, room.out);
        }
        find::ui(session, self, room.shared, article, palette, ui, room.out);
        if room.shared.focus.is_none() {
            themes::hidden_note_ui(session, room.shared, palette, ui, room.out);
        }
    }

    /// Whether the panel at the right is in sight.
    fn sees_side(room: &Room<'_>) -> bool {
        let (sides, side) = (&room.shared.sides, PanelSide::Right);
        let shown = room.session.settings().themes_open && !sides.folds(side);
        room.shared.focus.is_none() && (shown || sides.over() == Some(side))
    }

    /// Writes on the bookmark in the sentence at the caret; sets one at the caret, if there is none.
    fn bookmark(&self, room: &mut Room<'_>) {
        let Some(article) = room.article() else { return };
        let head = self.reader.selection.span().start();
        let sentence = text::sentence_at(article.text.as_str(), head);
        let is_here =
            |place| place == head || sentence.is_some_and(|sentence| sentence.contains(place));
        let marks = reader::bookmarks_in(room.session, &article);
        let dialog = match marks.into_iter().find(|(place, _)| is_here(*place)) {
            Some((_, mark)) => Dialog::bookmark(mark.clone(), false),
            None => {
                let at = article.text.char_of(head).unwrap_or_default();
                let (path, note) = (article.path.clone(), String::new());
                Dialog::bookmark(Bookmark::new(path, &article.text, at, note), true)
            }
        };
        room.out.push(Message::Open(dialog));
    }

    fn step_hit(&mut self, room: &mut Room<'_>, direction: Direction) {
        if room.article().is_some() {
            room.shared.page = PageId::Reading;
            self.step_find(direction);
        }
    }

    /// Puts what is selected into the dictionary.
    fn add_word(&mut self, room: &mut Room<'_>) {
        let word = room.article().and_then(|article| self.selected_word(&article));
        let Some(word) = word else {
            return room.shared.tell(Notice::note(t!("words.select_first")));
        };
        let entry = DictionaryEntry { word, weight: None, tag: None };
        let list = WordList::Dictionary;
        room.apply(Command::ChangeWords { list, add: vec![entry], remove: Vec::new() });
        self.reader.palette_dismissed = true;
    }

    /// Lists all places of what is selected, or of the word at the caret.
    fn list_word(&mut self, room: &mut Room<'_>) {
        let article = room.article();
        let word = article.and_then(|article| {
            self.selected_word(&article).or_else(|| self.word_at_caret(room.session, &article))
        });
        match word {
            Some(word) => room.out.push(Message::ListWord(word)),
            None => room.shared.tell(Notice::note(t!("words.select_first"))),
        }
    }

    /// The selected text, without the line breaks and blanks that the layout of a page put in it.
    fn selected_word(&self, article: &Article) -> Option<String> {
        let text = article.text.slice(self.reader.selection.span())?;
        let word: String = text.split_whitespace().collect();
        (!word.is_empty()).then_some(word)
    }

    fn word_at_caret(&self, session: &Session, article: &Article) -> Option<String> {
        let (text, head) = (article.text.as_str(), self.reader.selection.head());
        let span = session.segmenter()?.word_at(text, head)?;
        text.get(span.range()).filter(|word| text::is_word(word)).map(str::to_owned)
    }
}
