//! What the named commands do to themes on their page.

use rust_i18n::t;

use super::{CodebookPage, TreeStep, step};
use crate::{
    annotation::ThemeId,
    session::{Command, CommandError, Notice, describe},
    ui::{
        action::Action,
        dialogs::Dialog,
        message::Message,
        page_id::PageId,
        pages::{Page as _, Room},
    },
};

impl CodebookPage {
    /// Carries out a command of the codebook, here.
    pub(super) fn act_on_themes(&mut self, action: Action, room: &mut Room<'_>) {
        let session = room.session;
        if session.corpus().is_none() {
            let note = describe::command_error(&CommandError::NoSet);
            return room.shared.tell(Notice::note(note));
        }
        if room.shared.page != PageId::Codebook {
            self.enter(room);
            room.shared.page = PageId::Codebook;
        }
        match action {
            Action::ThemeNew => return self.name_new(session, false),
            Action::Stages => return self.toggle_stages(),
            _ => {}
        }
        let Some(theme) = self.chosen(session) else {
            return room.shared.tell(Notice::note(t!("codebook.note.choose_theme")));
        };
        let (id, name) = (theme.id, theme.name.clone());
        let unused = session.annotations().count_of(id) == 0;
        let alone = session.codebook().themes().len() < 2;
        let dialog = match action {
            Action::ThemeNewBelow => return self.name_new(session, true),
            Action::ThemeRename => return self.rename(session),
            Action::ThemeUp => return Self::step_theme(room, id, TreeStep::Up),
            Action::ThemeDown => return Self::step_theme(room, id, TreeStep::Down),
            Action::ThemeNest => return Self::step_theme(room, id, TreeStep::Nest),
            Action::ThemeUnnest => return Self::step_theme(room, id, TreeStep::Unnest),
            Action::ThemeSplit | Action::ThemeReplace if unused => {
                let note = t!("codebook.note.no_passages", theme = name);
                return room.shared.tell(Notice::note(note));
            }
            Action::ThemeMerge | Action::ThemeReplace if alone => {
                return room.shared.tell(Notice::note(t!("codebook.note.one_theme")));
            }
            Action::ThemeSplit => Dialog::split_theme(session, id),
            Action::ThemeMerge => Dialog::merge_theme(id),
            Action::ThemeReplace => return room.out.push(Message::ReplaceTheme(id)),
            Action::ThemeDelete => Dialog::delete_theme(id),
            _ => return,
        };
        room.out.push(Message::Open(dialog));
    }

    fn step_theme(room: &mut Room<'_>, theme: ThemeId, by: TreeStep) {
        match step(room.session.codebook(), theme, by) {
            Some((parent, before)) => {
                room.apply(Command::PlaceTheme { theme, parent, before });
                // Where it stands then.
                room.out.push(Message::ChooseTheme(theme));
            }
            None => room.shared.tell(Notice::note(t!("codebook.note.no_place"))),
        }
    }
}
