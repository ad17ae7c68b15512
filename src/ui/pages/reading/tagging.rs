//! What the named commands do to passages: tagging what is selected, memos, examples.

use rust_i18n::t;

use super::ReadingPage;
use crate::{
    annotation::{PassageId, ThemeId},
    corpus::Article,
    session::{Command, Notice, in_vivo_name},
    text::{self, CharSpan},
    ui::{
        drafts::WrittenOn,
        message::Message,
        pages::{Page as _, Room},
        sides::PanelSide,
    },
};

impl ReadingPage {
    pub(super) fn tag_by_key(&mut self, room: &mut Room<'_>, key: u8) {
        match room.session.codebook().by_key(key).map(|theme| theme.id) {
            Some(theme) => self.tag_with(room, &[theme]),
            None => room.shared.tell(Notice::note(t!("note.no_theme_for_key", key = key))),
        }
    }

    /// What a tag would mark now: the selection, else the sentence at the caret.
    pub(super) fn fragments_to_tag(&self, article: &Article) -> Vec<CharSpan> {
        let selected = self.reader.selected(article);
        if !selected.is_empty() {
            return selected;
        }
        let (text, head) = (article.text.as_str(), self.reader.selection.head());
        // On a blank line, the sentence above it.
        let sentence =
            text::sentence_at(text, head).or_else(|| text::previous_sentence(text, head));
        let Some(sentence) = sentence else { return Vec::new() };
        let shown = self.reader.sentence_at(text, sentence.start());
        shown.into_iter().filter_map(|span| article.text.char_span(span)).collect()
    }

    pub(super) fn tag_with(&mut self, room: &mut Room<'_>, themes: &[ThemeId]) {
        if let &[theme] = themes
            && self.tag_suggestion(room, theme)
        {
            return;
        }
        room.shared.showing.unhide(room.session.coder(), themes);
        if let (Some(passage), &[theme], true) =
            (room.shared.passage, themes, self.reader.selection.is_empty())
        {
            return room.apply(Command::ToggleTheme { passage, theme });
        }
        let Some(article) = room.article() else { return };
        let fragments = self.fragments_to_tag(&article);
        self.leave_behind(&article, &fragments);
        let command = Command::Tag {
            article: article.path.clone(),
            fragments,
            themes: themes.to_vec(),
            memo: String::new(),
        };
        room.apply(command);
    }

    /// Puts the caret behind what is being tagged, so that reading goes on from there.
    pub(super) fn leave_behind(&mut self, article: &Article, fragments: &[CharSpan]) {
        if let (Some(first), Some(last)) = (fragments.first(), fragments.last())
            && let Some(span) = article.text.byte_span(CharSpan::between(first.start(), last.end()))
        {
            self.reader.selection.set_head(span.end(), false);
        }
    }

    pub(super) fn edit_memo(&mut self, room: &mut Room<'_>) {
        let passage = room.shared.passage.or_else(|| self.passage_at_caret(room));
        match passage {
            Some(passage) => {
                room.shared.passage = Some(passage);
                // The memo is written in the passage's card.
                room.shared.focus = None;
                room.shared.reveal = true;
                room.shared.drafts.focus(WrittenOn::Passage(passage));
                room.show_side(PanelSide::Right);
            }
            None => room.shared.tell(Notice::note(t!("note.memo_needs_passage"))),
        }
    }

    /// The youngest passage that holds the character before or after the caret.
    pub(super) fn passage_at_caret(&self, room: &Room<'_>) -> Option<PassageId> {
        let article = room.article()?;
        let head = article.text.char_of(self.reader.selection.head())?;
        let passages = room.session.annotations().passages_in(&article.path);
        let touches = |span: &CharSpan| span.start() <= head && head <= span.end();
        let here = passages.iter().filter(|(_, passage)| passage.fragments.iter().any(touches));
        here.max_by_key(|(_, passage)| passage.created).map(|(_, passage)| passage.id)
    }

    /// Makes a theme of the words that are selected and tags them with it.
    pub(super) fn tag_in_vivo(&mut self, room: &mut Room<'_>) {
        let name =
            in_vivo_name(&room.article().map_or_else(String::new, |a| self.selected_text(&a)));
        if name.is_empty() {
            return room.shared.tell(Notice::note(t!("codebook.note.select_words")));
        }
        self.tag_with_new(room, name);
    }

    /// Tags what is selected with a theme of that name, which is made if there is none.
    pub(super) fn tag_with_new(&mut self, room: &mut Room<'_>, name: String) {
        let existing = room.session.codebook().themes().iter().find(|theme| theme.name == name);
        if let Some(theme) = existing.map(|theme| theme.id) {
            return self.tag_with(room, &[theme]);
        }
        let passage = room.shared.passage.filter(|_| self.reader.selection.is_empty());
        if passage.is_some() {
            // A selected passage gets it beside those it has.
            return room.out.push(Message::GiveNewTheme(name));
        }
        let Some(article) = room.article() else { return };
        let fragments = self.fragments_to_tag(&article);
        self.leave_behind(&article, &fragments);
        let article = article.path.clone();
        room.apply(Command::TagNew { article, fragments, name });
    }

    /// Makes the selected passage an example of its theme, or takes it from the examples.
    pub(super) fn toggle_example(&mut self, room: &mut Room<'_>) {
        let passage = room.shared.passage.or_else(|| self.passage_at_caret(room));
        let found = passage.and_then(|id| room.session.annotations().find(id));
        let Some((.., passage)) = found else {
            return room.shared.tell(Notice::note(t!("codebook.note.example_needs_passage")));
        };
        let codebook = room.session.codebook();
        let id = passage.id;
        let is_example = |theme: &&crate::annotation::ThemeId| {
            let theme = codebook.get(**theme);
            theme.is_some_and(|theme| theme.examples.iter().any(|example| example.passage == id))
        };
        // Of several themes the first of which it is none yet; of all already, none any more.
        let themes: Vec<_> = passage.themes.clone();
        let new = themes.iter().find(|theme| codebook.get(**theme).is_some() && !is_example(theme));
        let chosen = match new {
            Some(&theme) => vec![theme],
            None => themes.iter().filter(is_example).copied().collect(),
        };
        for theme in chosen {
            room.apply(Command::ToggleExample { theme, passage: id });
        }
    }
}
