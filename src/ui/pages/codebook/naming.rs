//! A theme's name written in its row of the tree: a new theme, or another name for one.
//!
//! Leaving the field hands the name over. Escape does so, too, where a theme gets another name; it
//! makes no new theme, but what was written stands there again when the next one is named.

use eframe::egui::{EventFilter, Id, Key, Modifiers, Rect, TextEdit, Ui};
use rust_i18n::t;

use crate::{
    annotation::{Theme, ThemeId},
    session::{Command, Session, ThemeField},
    ui::{
        message::Message,
        theme::{self, Palette},
        widgets,
    },
};

/// The name that is being written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Naming {
    /// The theme that gets the name; none yet for a new one.
    theme: Option<ThemeId>,
    /// What a new one is a sub-theme of.
    parent: Option<ThemeId>,
    text: String,
    fresh: bool,
}

/// What became of the field in a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It is being written in.
    Open,
    /// It was left, and what it changes was asked for.
    Done,
    /// It was left by Escape before there was a theme of that name.
    GivenUp,
}

impl Naming {
    /// Of a theme that is to be, with `text` to begin with.
    pub(super) fn new(parent: Option<ThemeId>, text: String) -> Self {
        Self { theme: None, parent, text, fresh: true }
    }

    /// Of a theme that is there.
    pub(super) fn of(theme: &Theme) -> Self {
        Self { theme: Some(theme.id), parent: theme.parent, text: theme.name.clone(), fresh: true }
    }

    /// Gives it the keyboard's focus.
    pub(super) fn focus(&mut self) {
        self.fresh = true;
    }

    /// What was written.
    pub(super) fn into_text(self) -> String {
        self.text
    }

    /// Whether it stands in the row of that theme.
    pub(super) fn is_of(&self, theme: ThemeId) -> bool {
        self.theme == Some(theme)
    }

    /// Whether it makes a theme.
    pub(super) fn is_new(&self) -> bool {
        self.theme.is_none()
    }

    /// The theme below which it stands.
    pub(super) fn parent(&self) -> Option<ThemeId> {
        self.parent
    }

    /// The field in `rect`.
    pub(super) fn ui(
        &mut self,
        session: &Session,
        palette: &Palette,
        rect: Rect,
        ui: &mut Ui,
        out: &mut Vec<Message>,
    ) -> Outcome {
        let id = Id::unique("codebook naming");
        let escaped = ui.memory(|memory| memory.has_focus(id))
            && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
        // It has to be heard before egui takes the focus away.
        let filter =
            EventFilter { horizontal_arrows: true, escape: true, ..EventFilter::default() };
        let hint = t!("codebook.tree.new_hint");
        let edit = TextEdit::singleline(&mut self.text)
            .id(id)
            .event_filter(filter)
            .font(theme::body())
            .hint_text(eframe::egui::RichText::new(hint).color(palette.second))
            .margin(eframe::egui::Margin::symmetric(6, 3));
        let response = ui.put(rect, edit);
        let name = match self.theme {
            None => t!("codebook.tree.name_new"),
            Some(_) => t!("codebook.detail.name"),
        };
        let response = response.accessible_name(name.as_ref());
        widgets::focus_ring(ui, palette, response.rect, &response);
        if std::mem::take(&mut self.fresh) {
            response.request_focus();
            widgets::select_all(ui, id, &self.text);
            return Outcome::Open;
        }
        if escaped {
            response.surrender_focus();
            if self.is_new() {
                return Outcome::GivenUp;
            }
        } else if !response.lost_focus() {
            return Outcome::Open;
        }
        out.extend(self.command(session).map(Message::Do));
        Outcome::Done
    }

    /// What gives the theme that name; none where there is no name.
    pub(super) fn command(&self, session: &Session) -> Option<Command> {
        let name = self.text.trim();
        if name.is_empty() {
            return None;
        }
        match self.theme {
            None => {
                let theme = session.codebook().new_theme(name);
                Some(Command::InsertTheme(Theme { parent: self.parent, ..theme }))
            }
            Some(theme) => {
                let (field, text) = (ThemeField::Name, name.to_owned());
                Some(Command::WriteTheme { theme, field, text })
            }
        }
    }
}
