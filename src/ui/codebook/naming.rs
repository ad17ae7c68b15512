//! A theme's name written in its row of the tree: a new theme, or another name for one.

use eframe::egui::{EventFilter, Id, Key, Modifiers, Rect, TextEdit, Ui};
use rust_i18n::t;

use crate::{
    annotation::{Theme, ThemeId},
    session::{Command, Session, ThemeField},
    ui::{
        theme::{self, Palette},
        view::Message,
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

impl Naming {
    /// Of a theme that is to be.
    pub(super) fn new(parent: Option<ThemeId>) -> Self {
        Self { theme: None, parent, text: String::new(), fresh: true }
    }

    /// Of a theme that is there.
    pub(super) fn of(theme: &Theme) -> Self {
        Self { theme: Some(theme.id), parent: theme.parent, text: theme.name.clone(), fresh: true }
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

    /// The field in `rect`; `false` when it is done with.
    pub(super) fn ui(
        &mut self,
        session: &Session,
        palette: &Palette,
        rect: Rect,
        ui: &mut Ui,
        out: &mut Vec<Message>,
    ) -> bool {
        let id = Id::unique("codebook naming");
        let cancelled = ui.memory(|memory| memory.has_focus(id))
            && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
        // It gives the name up; egui must not take the focus away before.
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
            return true;
        }
        if cancelled {
            response.surrender_focus();
            return false;
        }
        if !response.lost_focus() {
            return true;
        }
        out.extend(self.command(session).map(Message::Do));
        false
    }

    fn command(&self, session: &Session) -> Option<Command> {
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
