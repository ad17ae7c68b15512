//! What the named commands do to the way the text is looked at: alone, or with what is beside it.

use super::App;
use crate::ui::{
    action::Action,
    view::{Focus, Message, Page},
};

impl App {
    /// Shows the text alone, or everything as it was before.
    pub(super) fn toggle_focus(&mut self) {
        self.view.focus = match self.view.focus {
            None if self.article().is_some() => {
                self.view.page = Page::Reading;
                Some(Focus::default())
            }
            _ => None,
        };
    }

    /// Leaves the text alone for an action about what is not shown beside it.
    pub(super) fn leave_focus_for(&mut self, action: Action) {
        if matches!(
            action,
            Action::ExcerptsPage
                | Action::MemosPage
                | Action::WriteJournal
                | Action::SearchPage
                | Action::CodeByLexicon
                | Action::CodebookPage
                | Action::ToggleLibrary
                | Action::ToggleThemes
                | Action::FilterArticles
                | Action::ShowAllThemes
        ) {
            self.view.focus = None;
        }
    }

    /// What Escape means: deselect, and with nothing selected, back from the text alone.
    pub(super) fn escape(&self) -> Message {
        let reading = self.view.page == Page::Reading;
        if reading && self.view.search.is_away_in(self.view.article.as_ref()) {
            return Message::Act(Action::SearchPage);
        }
        let nothing = self.view.passage.is_none() && self.view.reader.selection.is_empty();
        if nothing && self.view.focus.is_some() {
            Message::Act(Action::Focus)
        } else {
            Message::SelectPassage(None)
        }
    }

    /// Opens the memo on the article that is shown.
    pub(super) fn edit_article_memo(&mut self) {
        if let Some(path) = self.article().map(|article| article.path.clone()) {
            let dialog = crate::ui::dialogs::Dialog::article_memo(path);
            self.view.dialog = Some(dialog);
        }
    }

    /// Goes to the journal and begins an entry; to the one that is open.
    pub(super) fn write_journal(&mut self) {
        self.view.page = Page::Memos;
        self.view.drafts.write_journal();
    }
}
