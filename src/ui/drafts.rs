//! What is being written: the texts of memos, themes and the journal that are not in the session
//! yet. One mechanism for all of them, so that none of them can lose what was typed.
//!
//! A text becomes a draft with the first key and is shown from there. It is handed over as one
//! command, which is one step of the history, when its field is left: by Escape, Ctrl+Enter, Tab
//! or a click, or because the field is not shown any more (another passage, page or article). Only
//! the entry of the journal stays open until it is saved. Where the session refuses a text (its
//! passage is gone, its file is broken), the text goes to the journal's draft.

use eframe::egui::{
    Align, EventFilter, Id, Key, Modifiers, Response, TextEdit, Ui,
    text::{CCursor, CCursorRange},
};

use crate::{
    annotation::{JournalEntry, PassageId, RecordId, ThemeId, now},
    corpus::ArticlePath,
    session::{ArticleValue, CatalogueCommand, Command, Session, ThemeField},
};

/// What a text is written on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum WrittenOn {
    /// A passage: its memo.
    Passage(PassageId),
    /// A theme: one of its texts.
    Theme(ThemeId, ThemeField),
    /// An article: the current coder's memo.
    Article(ArticlePath),
    /// An article: what the current coder says of it on a theme.
    Summary(ThemeId, ArticlePath),
    /// An article: its value of an attribute.
    Attribute(ArticlePath, String),
    /// The set: an entry of the current coder's journal; `None` for a new one.
    Journal(Option<RecordId>),
}

impl WrittenOn {
    fn is_journal(&self) -> bool {
        matches!(self, Self::Journal(_))
    }

    /// The identity of the field.
    fn field(&self) -> Id {
        match self {
            // A new entry keeps its field when another begins.
            Self::Journal(_) => Id::unique("journal"),
            other => Id::unique(("written", other)),
        }
    }

    /// What the session has there; empty if that is nothing.
    fn saved(&self, session: &Session) -> String {
        let text = match self {
            Self::Passage(id) => {
                session.annotations().find(*id).map(|(.., passage)| passage.memo.clone())
            }
            Self::Theme(id, field) => session.codebook().get(*id).map(|theme| field.of(theme)),
            Self::Article(path) => Some(session.article_memo(path).to_owned()),
            Self::Summary(theme, article) => {
                Some(session.catalogue().summary(&session.coder(), *theme, article))
            }
            Self::Attribute(article, name) => {
                session.catalogue().attributes().value(article, name).map(str::to_owned)
            }
            Self::Journal(id) => id.and_then(|id| own_entry(session, id)).map(|entry| entry.text),
        };
        text.unwrap_or_default()
    }

    /// The command that writes `text` there; none if it says so already.
    fn command(&self, session: &Session, text: &str) -> Option<Command> {
        let (text, saved) = (text.trim_end(), self.saved(session));
        let (is_empty, is_same) = (text.trim().is_empty(), text.trim() == saved.trim());
        let keeps_space = !matches!(self, Self::Theme(..));
        if is_same && !(keeps_space && text != saved.trim_end()) {
            return None;
        }
        let text = text.to_owned();
        Some(match self {
            // A theme without a name and an entry without a text are none.
            Self::Theme(_, ThemeField::Name) | Self::Journal(_) if is_empty => return None,
            &Self::Passage(passage) => Command::SetMemo { passage, memo: text },
            &Self::Theme(theme, field) => Command::WriteTheme { theme, field, text },
            Self::Article(article) => {
                Command::SetArticleMemo { article: article.clone(), memo: text }
            }
            Self::Summary(theme, article) => {
                let (theme, article) = (*theme, article.clone());
                CatalogueCommand::SetSummary { article, theme, text }.into()
            }
            Self::Attribute(article, name) => {
                let (article, name) = (article.clone(), name.clone());
                let value = ArticleValue { article, name, value: text };
                CatalogueCommand::SetValues(vec![value]).into()
            }
            Self::Journal(id) => {
                let known = id.and_then(|id| own_entry(session, id));
                Command::WriteJournal(match known {
                    Some(entry) => entry.with_text(text),
                    None => JournalEntry::new(text, now()),
                })
            }
        })
    }
}

/// The current coder's journal entry of that identity.
pub(super) fn own_entry(session: &Session, id: RecordId) -> Option<JournalEntry> {
    let coder = session.coder();
    let mut all = session.journal();
    all.find(|(of, entry)| **of == coder && entry.id == id).map(|(_, entry)| entry.clone())
}

/// What stands in a field and is not, or not so, in the session.
#[derive(Debug)]
struct Draft {
    on: WrittenOn,
    /// What the session had there when it was last looked at.
    saved: String,
    text: String,
    /// Whether its field was drawn since [`Drafts::take_left`] was last called, and whether it was
    /// left.
    shown: bool,
    left: bool,
}

/// All drafts.
#[derive(Debug, Default)]
pub(super) struct Drafts {
    all: Vec<Draft>,
    /// The field that gets the focus as soon as it is shown.
    focus: Option<WrittenOn>,
}

/// The keys that a field of a draft takes for itself: Escape leaves it, which it has to hear
/// before egui takes the focus away.
pub(super) fn field_keys() -> EventFilter {
    let (horizontal_arrows, vertical_arrows, escape) = (true, true, true);
    EventFilter { horizontal_arrows, vertical_arrows, escape, ..EventFilter::default() }
}

impl Drafts {
    /// Gives the field the focus as soon as it is shown.
    pub(super) fn focus(&mut self, on: WrittenOn) {
        self.focus = Some(on);
    }

    /// What stands in the field now, as written so far.
    pub(super) fn text(&self, session: &Session, on: &WrittenOn) -> String {
        self.get(on).map_or_else(|| on.saved(session), |draft| draft.text.clone())
    }

    /// Whether something was written there that the session does not have.
    pub(super) fn is_written(&self, session: &Session, on: &WrittenOn) -> bool {
        self.get(on).is_some_and(|draft| on.command(session, &draft.text).is_some())
    }

    /// The open entry of the journal.
    pub(super) fn journal(&self) -> Option<&WrittenOn> {
        self.all.iter().map(|draft| &draft.on).find(|on| on.is_journal())
    }

    /// Opens a new entry of the journal; one that is open gets the focus.
    pub(super) fn write_journal(&mut self) {
        let on = self.journal().cloned().unwrap_or(WrittenOn::Journal(None));
        if self.get(&on).is_none() {
            self.begin(on.clone(), String::new(), String::new());
        }
        self.focus = Some(on);
    }

    /// Opens an entry of the journal to be changed; returns what hands over the one before.
    pub(super) fn change_journal(&mut self, session: &Session, id: RecordId) -> Option<Command> {
        let on = WrittenOn::Journal(Some(id));
        let mut before = None;
        if self.get(&on).is_none() {
            before = self.take_journal(session);
            let saved = on.saved(session);
            self.begin(on.clone(), saved.clone(), saved);
        }
        self.focus = Some(on);
        before
    }

    /// Closes the entry of the journal and returns what hands it over.
    pub(super) fn take_journal(&mut self, session: &Session) -> Option<Command> {
        let at = self.all.iter().position(|draft| draft.on.is_journal())?;
        let draft = self.all.remove(at);
        draft.on.command(session, &draft.text)
    }

    /// Gives up the entry of the journal that is open.
    pub(super) fn discard_journal(&mut self) {
        self.all.retain(|draft| !draft.on.is_journal());
    }

    /// Keeps a text that could not be written where it belongs: in the journal's draft.
    pub(super) fn rescue(&mut self, text: &str) {
        match self.all.iter_mut().find(|draft| draft.on.is_journal()) {
            Some(draft) if draft.text.trim().is_empty() => text.clone_into(&mut draft.text),
            Some(draft) => {
                let before = draft.text.trim_end();
                draft.text = format!("{before}\n\n{text}");
            }
            None => self.begin(WrittenOn::Journal(None), String::new(), text.to_owned()),
        }
    }

    /// What hands over all but the journal. The fields go on being written in.
    pub(super) fn texts(&self, session: &Session) -> Vec<Command> {
        let texts = self.all.iter().filter(|draft| !draft.on.is_journal());
        texts.filter_map(|draft| draft.on.command(session, &draft.text)).collect()
    }

    /// What hands over the texts whose fields were left since the last call, or are not shown any
    /// more.
    pub(super) fn take_left(&mut self, session: &Session) -> Vec<Command> {
        let mut commands = Vec::new();
        self.all.retain_mut(|draft| {
            let stays = draft.on.is_journal() || (draft.shown && !draft.left);
            if !stays {
                commands.extend(draft.on.command(session, &draft.text));
            }
            draft.shown = false;
            stays
        });
        commands
    }

    /// Draws the field of a text; `field` makes it of the text, with the identity it is given, and
    /// is told whether it has the focus.
    pub(super) fn ui(
        &mut self,
        session: &Session,
        on: &WrittenOn,
        ui: &mut Ui,
        field: impl FnOnce(&mut Ui, &mut String, Id, bool) -> Response,
    ) -> Response {
        let saved = on.saved(session);
        self.follow(on, &saved);
        let id = on.field();
        let is_focused = ui.memory(|memory| memory.has_focus(id));
        // Before the field takes the keys as its own.
        let leaves = is_focused && self.hears_leave(on, ui);
        let mut text = self.get(on).map_or_else(|| saved.clone(), |draft| draft.text.clone());
        let response = field(ui, &mut text, id, is_focused);
        if self.focus.take_if(|wanted| wanted == on).is_some() {
            response.request_focus();
            response.scroll_to_me(Some(Align::Center));
            put_caret_at_end(ui, id, &text);
        }
        if leaves {
            response.surrender_focus();
        }
        let left = leaves || response.lost_focus();
        if response.changed() && self.get(on).is_none() {
            self.begin(on.clone(), saved, text.clone());
        }
        if let Some(draft) = self.all.iter_mut().find(|draft| draft.on == *on) {
            if response.changed() {
                draft.text = text;
            }
            (draft.shown, draft.left) = (true, left);
        }
        response
    }

    /// Whether a key was pressed that leaves the field.
    fn hears_leave(&self, on: &WrittenOn, ui: &Ui) -> bool {
        let in_dialog = ui.memory(|memory| memory.top_modal_layer().is_some());
        // With nothing written the dialog is left at once; Ctrl+Enter confirms it.
        let escape = !in_dialog || self.get(on).is_some();
        ui.input_mut(|input| {
            (!in_dialog && input.consume_key(Modifiers::COMMAND, Key::Enter))
                || (escape && input.consume_key(Modifiers::NONE, Key::Escape))
        })
    }

    fn get(&self, on: &WrittenOn) -> Option<&Draft> {
        self.all.iter().find(|draft| draft.on == *on)
    }

    fn begin(&mut self, on: WrittenOn, saved: String, text: String) {
        self.all.push(Draft { on, saved, text, shown: true, left: false });
    }

    /// Follows a text that was changed elsewhere (undone, merged), unless it was written in.
    fn follow(&mut self, on: &WrittenOn, saved: &str) {
        let draft = self.all.iter_mut().find(|draft| draft.on == *on);
        if let Some(draft) = draft.filter(|draft| draft.saved != saved) {
            if draft.text == draft.saved {
                saved.clone_into(&mut draft.text);
            }
            saved.clone_into(&mut draft.saved);
        }
    }
}

fn put_caret_at_end(ui: &Ui, id: Id, text: &str) {
    let mut state = TextEdit::load_state(ui.ctx(), id).unwrap_or_default();
    let end = CCursor::new(text.chars().count());
    state.cursor.set_char_range(Some(CCursorRange::one(end)));
    TextEdit::store_state(ui.ctx(), id, state);
}

#[cfg(test)]
mod tests {
    use std::{path::Path, sync::Arc};

    use super::*;
    use crate::{annotation::Theme, session::Environment, storage::Memory};

    fn session() -> Session {
        let storage = Memory::with_files([("/set/甲.txt", "街道把粮站改成活动室。")]);
        let environment =
            Environment { storage: Arc::new(storage), folders: None, wake: Arc::new(|| {}) };
        let mut session = Session::new(environment);
        session.open_now(Path::new("/set")).expect("a set");
        session
    }

    fn theme(session: &Session, place: usize) -> Theme {
        session.codebook().themes()[place].clone()
    }

    fn drafts(on: WrittenOn, saved: &str, text: &str) -> Drafts {
        let mut drafts = Drafts::default();
        drafts.begin(on, saved.to_owned(), text.to_owned());
        drafts
    }

    #[test]
    fn a_text_is_handed_over_once_when_its_field_is_left_or_not_shown_any_more() {
        let session = session();
        let theme = theme(&session, 0).id;
        let (field, text) = (ThemeField::Include, "街道建的".to_owned());
        let mut drafts = drafts(WrittenOn::Theme(theme, field), "", "街道建的\n");
        assert_eq!(drafts.take_left(&session), [], "it was just shown");
        let command = Command::WriteTheme { theme, field, text };
        assert_eq!(drafts.take_left(&session), [command]);
        assert_eq!(drafts.take_left(&session), [], "once only");
    }

    #[test]
    fn an_empty_name_and_what_was_not_changed_change_nothing() {
        let session = session();
        let theme = theme(&session, 0);
        let name = |text: &str| {
            let on = WrittenOn::Theme(theme.id, ThemeField::Name);
            drafts(on, &theme.name, text).texts(&session)
        };
        assert_eq!(name("  "), []);
        assert_eq!(name("阵地建设 "), []);
        assert_eq!(name("阵地").len(), 1);
        let empty = drafts(WrittenOn::Journal(None), "", " \n").take_journal(&session);
        assert_eq!(empty, None);
    }

    #[test]
    fn a_draft_follows_what_others_write_unless_somebody_wrote_in_it() {
        let session = session();
        let on = WrittenOn::Theme(theme(&session, 0).id, ThemeField::Memo);
        let mut drafts = drafts(on.clone(), "旧", "旧");
        drafts.follow(&on, "同事的");
        assert_eq!(drafts.text(&session, &on), "同事的");
        drafts.all[0].text.push_str("，还有");
        drafts.follow(&on, "");
        assert_eq!(drafts.text(&session, &on), "同事的，还有");
    }

    #[test]
    fn what_was_handed_over_while_it_is_written_in_keeps_its_last_blank() {
        let session = session();
        let on = WrittenOn::Theme(theme(&session, 0).id, ThemeField::Memo);
        let mut drafts = drafts(on.clone(), "", "想法 ");
        assert_eq!(drafts.texts(&session).len(), 1);
        drafts.follow(&on, "想法");
        assert_eq!(drafts.text(&session, &on), "想法 ");
    }

    #[test]
    fn an_entry_of_the_journal_stays_open_and_takes_in_what_found_no_place() {
        let session = session();
        let mut drafts = Drafts::default();
        drafts.write_journal();
        let on = drafts.journal().cloned().expect("it is open");
        drafts.all[0].text.push('甲');
        drafts.write_journal();
        assert_eq!(drafts.text(&session, &on), "甲", "no other is begun");
        assert_eq!((drafts.take_left(&session), drafts.take_left(&session)), (vec![], vec![]));
        drafts.rescue("乙");
        let command = drafts.take_journal(&session).expect("something is written");
        assert_eq!(command.text(), Some("甲\n\n乙"));
    }
}
