//! What the named commands do with words: into the dictionary, and to all places of one.

use rust_i18n::t;

use super::App;
use crate::{
    annotation::ThemeId,
    corpus::{ArticlePath, DictionaryEntry},
    session::{Command, FindWord, Notice, WordList},
    text::{self, ByteSpan},
    ui::{
        dialogs::Dialog,
        view::{Page, Target},
    },
};

impl App {
    /// Puts what is selected into the dictionary.
    pub(super) fn add_word(&mut self) {
        let Some(word) = self.selected_word() else {
            return self.tell(Notice::note(t!("words.select_first")));
        };
        let entry = DictionaryEntry { word, weight: None, tag: None };
        let list = WordList::Dictionary;
        self.apply(Command::ChangeWords { list, add: vec![entry], remove: Vec::new() });
        self.view.reader.palette_dismissed = true;
    }

    /// Lists all places of what is selected, or of the word at the caret.
    pub(super) fn list_word_here(&mut self) {
        match self.selected_word().or_else(|| self.word_at_caret()) {
            Some(word) => self.list_word(word),
            None => self.tell(Notice::note(t!("words.select_first"))),
        }
    }

    /// Opens the page of searching; with text selected, that is looked for.
    pub(super) fn open_search(&mut self) {
        let reading = self.view.page == Page::Reading;
        let back = self.view.search.is_away_in(self.view.article.as_ref());
        if reading
            && !back
            && let Some(word) = self.selected_word()
        {
            self.view.search.look_for(word);
        }
        if back {
            self.view.search.come_back();
        } else {
            self.view.search.open();
        }
        self.view.page = Page::Search;
    }

    /// Shows what the lexicon of a theme would code.
    pub(super) fn code_by_lexicon(&mut self, theme: ThemeId) {
        let command = self.view.search.code_by_lexicon(theme);
        self.view.page = Page::Search;
        self.apply(command);
    }

    /// The same for the first theme that has a lexicon; another can be chosen there.
    pub(super) fn code_by_some_lexicon(&mut self) {
        let themes = self.session.codebook().themes().iter();
        match themes.into_iter().find(|theme| !theme.lexicon.is_empty()).map(|theme| theme.id) {
            Some(theme) => self.code_by_lexicon(theme),
            None => self.tell(Notice::note(t!("search.no_lexicons"))),
        }
    }

    pub(super) fn list_word(&mut self, word: String) {
        self.apply(Command::ask(FindWord { word: word.clone() }));
        self.view.dialog = Some(Dialog::occurrences(word));
    }

    pub(super) fn go_to_text(&mut self, path: ArticlePath, span: ByteSpan) {
        self.show(path);
        self.view.passage = None;
        self.view.reader.go_to(Target::Span(span));
    }

    /// The selected text, without the line breaks and blanks that the layout of a page put in it.
    fn selected_word(&self) -> Option<String> {
        let article = self.article()?;
        let span = self.view.reader.selection.span();
        let text = article.text.slice(span)?;
        let word: String = text.split_whitespace().collect();
        (!word.is_empty()).then_some(word)
    }

    fn word_at_caret(&self) -> Option<String> {
        let article = self.article()?;
        let (text, head) = (article.text.as_str(), self.view.reader.selection.head());
        let span = self.session.segmenter()?.word_at(text, head)?;
        text.get(span.range()).filter(|word| text::is_word(word)).map(str::to_owned)
    }
}
