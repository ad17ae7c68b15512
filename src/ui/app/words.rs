//! What the named commands do with words: into the dictionary, and to all places of one.

use rust_i18n::t;

use super::App;
use crate::{
    corpus::{ArticlePath, DictionaryEntry},
    session::{Command, Notice, WordList},
    text::{self, ByteSpan},
    ui::{dialogs::Dialog, view::Target},
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

    pub(super) fn list_word(&mut self, word: String) {
        self.apply(Command::FindWord(word.clone()));
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
