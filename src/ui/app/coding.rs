//! What the named commands do to themes: on their page, and from the text.

use rust_i18n::t;

use super::App;
use crate::{
    session::{Applied, Command, CommandError, Notice, describe, in_vivo_name},
    ui::{
        codebook::{self, Step},
        dialogs::Dialog,
        view::Page,
    },
};

/// What is done on the page of the codebook.
#[derive(Clone, Copy, Debug)]
pub(super) enum OnCodebook {
    New,
    Stages,
    /// To the theme that is chosen there.
    Theme(OnTheme),
}

/// What is done to the theme that is chosen on the page of the codebook.
#[derive(Clone, Copy, Debug)]
pub(super) enum OnTheme {
    NewBelow,
    Rename,
    Step(Step),
    Split,
    Replace,
    Merge,
    Delete,
}

impl App {
    /// Shows the codebook, at the theme of the selected passage.
    pub(super) fn show_codebook(&mut self) {
        let passage = self.view.passage.and_then(|id| self.session.annotations().find(id));
        let theme = passage.and_then(|(.., passage)| passage.themes.first().copied());
        if self.view.page != Page::Codebook
            && let Some(theme) = theme.filter(|&theme| self.session.codebook().get(theme).is_some())
        {
            self.view.codebook.choose(&self.session, theme);
        }
        self.view.focus = None;
        self.view.page = Page::Codebook;
        self.view.codebook.enter();
    }

    /// Carries out a command of the codebook, on its page.
    pub(super) fn act_on_page(&mut self, action: OnCodebook) {
        if self.session.corpus().is_none() {
            return self.tell(Notice::note(describe::command_error(&CommandError::NoSet)));
        }
        if self.view.page != Page::Codebook {
            self.show_codebook();
        }
        let action = match action {
            OnCodebook::New => return self.view.codebook.name_new(&self.session, false),
            OnCodebook::Stages => return self.view.codebook.toggle_stages(),
            OnCodebook::Theme(action) => action,
        };
        let Some(theme) = self.view.codebook.chosen(&self.session) else {
            return self.tell(Notice::note(t!("codebook.note.choose_theme")));
        };
        let (id, name) = (theme.id, theme.name.clone());
        let unused = self.session.annotations().count_of(id) == 0;
        let alone = self.session.codebook().themes().len() < 2;
        match action {
            OnTheme::NewBelow => self.view.codebook.name_new(&self.session, true),
            OnTheme::Rename => self.view.codebook.rename(&self.session),
            OnTheme::Step(step) => self.step_theme(step),
            OnTheme::Split | OnTheme::Replace if unused => {
                self.tell(Notice::note(t!("codebook.note.no_passages", theme = name)));
            }
            OnTheme::Merge | OnTheme::Replace if alone => {
                self.tell(Notice::note(t!("codebook.note.one_theme")));
            }
            OnTheme::Split => {
                self.view.dialog = Some(Dialog::split_theme(&self.session, id));
            }
            OnTheme::Merge => self.view.dialog = Some(Dialog::merge_theme(id)),
            OnTheme::Replace => {
                self.view.dialog = Some(Dialog::replace_theme(&self.session, &self.view, id));
            }
            OnTheme::Delete => self.view.dialog = Some(Dialog::delete_theme(id)),
        }
    }

    fn step_theme(&mut self, step: Step) {
        let Some(theme) = self.view.codebook.chosen(&self.session).map(|theme| theme.id) else {
            return;
        };
        match codebook::step(self.session.codebook(), theme, step) {
            Some((parent, before)) => {
                self.apply(Command::PlaceTheme { theme, parent, before });
                self.view.codebook.choose(&self.session, theme);
            }
            None => self.tell(Notice::note(t!("codebook.note.no_place"))),
        }
    }

    /// Makes a theme of the words that are selected and tags them with it.
    pub(super) fn tag_in_vivo(&mut self) {
        let name = in_vivo_name(&self.selected_text());
        if name.is_empty() {
            return self.tell(Notice::note(t!("codebook.note.select_words")));
        }
        self.tag_with_new(name);
    }

    /// Tags what is selected with a theme of that name, which is made if there is none.
    pub(super) fn tag_with_new(&mut self, name: String) {
        let existing = self.session.codebook().themes().iter().find(|theme| theme.name == name);
        if let Some(theme) = existing.map(|theme| theme.id) {
            return self.tag_with(&[theme]);
        }
        let passage = self.view.passage.filter(|_| self.view.reader.selection.is_empty());
        if passage.is_some() {
            // A selected passage gets it beside those it has.
            return match self.session.apply(Command::AddTheme { name }) {
                Ok(Applied::Theme(theme)) => self.tag_with(&[theme]),
                Ok(_) => {}
                Err(error) => self.tell(Notice::error(describe::command_error(&error))),
            };
        }
        let Some(article) = self.article() else { return };
        self.hand_over_texts();
        let fragments = self.fragments_to_tag(&article);
        self.leave_behind(&article, &fragments);
        let article = article.path.clone();
        self.tag_by(Command::TagNew { article, fragments, name });
    }

    /// Makes the selected passage an example of its theme, or takes it from the examples.
    pub(super) fn toggle_example(&mut self) {
        let passage = self.view.passage.or_else(|| self.passage_at_caret());
        let found = passage.and_then(|id| self.session.annotations().find(id));
        let Some((.., passage)) = found else {
            return self.tell(Notice::note(t!("codebook.note.example_needs_passage")));
        };
        let codebook = self.session.codebook();
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
            self.apply(Command::ToggleExample { theme, passage: id });
        }
    }
}
