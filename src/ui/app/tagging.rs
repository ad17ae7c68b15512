//! What the named commands do to the text that is shown: tagging it, stepping through it.

use eframe::egui;
use rust_i18n::t;

use super::App;
use crate::{
    annotation::{PassageId, ThemeId},
    corpus::Article,
    session::{Applied, Command, Notice, describe},
    text::{self, CharSpan},
    ui::{
        drafts::WrittenOn,
        find,
        reader::{self, Direction},
        view::Page,
    },
};

impl App {
    pub(super) fn tag_by_key(&mut self, key: u8) {
        match self.session.codebook().by_key(key).map(|theme| theme.id) {
            Some(theme) => self.tag_with(&[theme]),
            None => self.tell(Notice::note(t!("note.no_theme_for_key", key = key))),
        }
    }

    /// What a tag would mark now: the selection, else the sentence at the caret.
    pub(super) fn fragments_to_tag(&self, article: &Article) -> Vec<CharSpan> {
        let selected = self.view.reader.selected(article);
        if !selected.is_empty() {
            return selected;
        }
        let (text, head) = (article.text.as_str(), self.view.reader.selection.head());
        // On a blank line, the sentence above it.
        let sentence =
            text::sentence_at(text, head).or_else(|| text::previous_sentence(text, head));
        let Some(sentence) = sentence else { return Vec::new() };
        let shown = self.view.reader.sentence_at(text, sentence.start());
        shown.into_iter().filter_map(|span| article.text.char_span(span)).collect()
    }

    pub(super) fn tag_with(&mut self, themes: &[ThemeId]) {
        self.view.showing.unhide(themes);
        if let (Some(passage), &[theme], true) =
            (self.view.passage, themes, self.view.reader.selection.is_empty())
        {
            return self.apply(Command::ToggleTheme { passage, theme });
        }
        let Some(article) = self.article() else { return };
        let fragments = self.fragments_to_tag(&article);
        self.leave_behind(&article, &fragments);
        let command = Command::Tag {
            article: article.path.clone(),
            fragments,
            themes: themes.to_vec(),
            memo: String::new(),
        };
        self.tag_by(command);
    }

    /// Puts the caret behind what is being tagged, so that reading goes on from there.
    pub(super) fn leave_behind(&mut self, article: &Article, fragments: &[CharSpan]) {
        if let (Some(first), Some(last)) = (fragments.first(), fragments.last())
            && let Some(span) = article.text.byte_span(CharSpan::between(first.start(), last.end()))
        {
            self.view.reader.selection.set_head(span.end(), false);
        }
    }

    /// Carries out a command that makes a passage, and selects it.
    pub(super) fn tag_by(&mut self, command: Command) {
        match self.session.apply(command) {
            // Selected, so that the next digit gives the same passage another theme, and M a memo.
            Ok(Applied::Passage(id)) => {
                self.view.passage = Some(id);
                self.view.themes.show_card(Some(id));
            }
            Ok(_) => {}
            Err(error) => self.tell(Notice::error(describe::command_error(&error))),
        }
    }

    pub(super) fn edit_memo(&mut self) {
        let passage = self.view.passage.or_else(|| self.passage_at_caret());
        match passage {
            Some(passage) => {
                self.view.passage = Some(passage);
                // The memo is written in the passage's card.
                self.view.focus = None;
                self.view.themes.show_card(Some(passage));
                self.view.drafts.focus(WrittenOn::Passage(passage));
                if !self.session.settings().themes_open {
                    self.configure(|settings| settings.themes_open = true);
                }
            }
            None => self.tell(Notice::note(t!("note.memo_needs_passage"))),
        }
    }

    /// The youngest passage that holds the character before or after the caret.
    pub(super) fn passage_at_caret(&self) -> Option<PassageId> {
        let article = self.article()?;
        let head = article.text.char_of(self.view.reader.selection.head())?;
        let passages = self.session.annotations().passages_in(&article.path);
        let touches = |span: &CharSpan| span.start() <= head && head <= span.end();
        let here = passages.iter().filter(|(_, passage)| passage.fragments.iter().any(touches));
        here.max_by_key(|(_, passage)| passage.created).map(|(_, passage)| passage.id)
    }

    pub(super) fn select_sentence(&mut self, direction: Option<Direction>) {
        let Some(article) = self.article() else { return };
        let text = article.text.as_str();
        let selection = &self.view.reader.selection;
        let (head, span) = (selection.head(), selection.span());
        let from = self.view.reader.fragments().first().map_or(head, |span| span.start());
        let sentence = match direction {
            None => text::sentence_at(text, span.start()),
            // Nothing is selected yet: the sentence at the caret comes first.
            Some(Direction::Forward) if span.is_empty() => text::sentence_at(text, head)
                .filter(|sentence| sentence.end() > head)
                .or_else(|| text::next_sentence(text, head)),
            Some(Direction::Back) if span.is_empty() => text::sentence_at(text, head)
                .filter(|sentence| sentence.start() < head)
                .or_else(|| text::previous_sentence(text, head)),
            Some(Direction::Forward) => {
                self.view.reader.next_sentence(text, from, Direction::Forward)
            }
            Some(Direction::Back) => self.view.reader.next_sentence(text, from, Direction::Back),
        };
        if let Some(sentence) = sentence {
            self.view.passage = None;
            self.view.reader.select_sentence(text, reader::shown_part(text, sentence));
        }
    }

    pub(super) fn select_all(&mut self) {
        if let Some(article) = self.article() {
            let all = text::ByteSpan::between(text::ByteOffset::ZERO, article.text.byte_len());
            self.view.reader.selection.select(all);
        }
    }

    pub(super) fn grow(&mut self) {
        let Some(article) = self.article() else { return };
        let segmenter = self.session.segmenter().map(|segmenter| &**segmenter);
        if self.view.reader.grow(article.text.as_str(), segmenter) {
            self.view.passage = None;
        }
    }

    pub(super) fn shrink(&mut self) {
        let Some(article) = self.article() else { return };
        let segmenter = self.session.segmenter().map(|segmenter| &**segmenter);
        if self.view.reader.shrink(article.text.as_str(), segmenter) {
            self.view.passage = None;
        }
    }

    pub(super) fn find(&mut self) {
        if let Some(article) = self.article() {
            self.view.page = Page::Reading;
            find::open(&mut self.view, &article);
        }
    }

    pub(super) fn step_hit(&mut self, direction: Direction) {
        if self.article().is_some() {
            self.view.page = Page::Reading;
            find::step(&mut self.view, direction);
        }
    }

    pub(super) fn copy(&self, ctx: &egui::Context) {
        let text = self.selected_text();
        if !text.is_empty() {
            ctx.copy_text(text);
        }
    }
}
