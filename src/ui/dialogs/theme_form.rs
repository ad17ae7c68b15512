//! Making and changing a theme: name, colour, key, description.

use std::borrow::Cow;

use eframe::egui::{self, Context, TextEdit, Ui};
use rust_i18n::t;

use super::form::{self, Buttons, FormAnswer};
use crate::{
    annotation::{Codebook, Colour, Theme},
    session::{Command, Session},
    ui::{
        message::Message,
        theme::{self, Palette},
        widgets::{self, swatch, swatch::PickedColour},
    },
};

/// The form of a theme that is new, or of one that is there.
#[derive(Clone, Debug)]
pub(in crate::ui) struct ThemeForm {
    /// The theme as it was; none for a new one.
    before: Option<Theme>,
    /// The theme as it is to be; made at the first frame for a new one.
    now: Option<Theme>,
    /// What it was to begin with.
    opened: Option<Theme>,
    /// A colour of the user's own, kept while one of the palette is looked at.
    own: [u8; 3],
    /// Whether it was tried to confirm: an empty name is no fault before.
    tried: bool,
    fresh: bool,
}

impl Default for ThemeForm {
    fn default() -> Self {
        let (before, now, opened) = (None, None, None);
        Self { before, now, opened, own: [0x7A, 0x5C, 0x3E], tried: false, fresh: true }
    }
}

impl ThemeForm {
    pub(super) fn of(theme: &Theme) -> Self {
        let whole = || Some(theme.clone());
        let form = Self { before: whole(), now: whole(), opened: whole(), ..Self::default() };
        match theme.colour {
            Colour::Rgb(red, green, blue) => Self { own: [red, green, blue], ..form },
            Colour::Palette(_) => form,
        }
    }

    /// Whether something was entered that is not confirmed.
    pub(super) fn is_changed(&self) -> bool {
        self.now != self.opened
    }

    /// What confirming does now; none where the name is missing or taken.
    pub(super) fn command(&self, session: &Session) -> Option<Command> {
        let theme = tidied(self.now.as_ref()?);
        let fits = name_fault(&theme, session.codebook()).is_none();
        let command =
            if self.before.is_none() { Command::InsertTheme } else { Command::ChangeTheme };
        fits.then(|| command(theme))
    }

    /// Shows it; `false` when it is done with.
    pub(super) fn ui(
        &mut self,
        session: &Session,
        palette: &Palette,
        ctx: &Context,
        out: &mut Vec<Message>,
    ) -> bool {
        let codebook = session.codebook();
        if self.now.is_none() {
            self.now = Some(codebook.new_theme(""));
            self.opened.clone_from(&self.now);
        }
        let Some(theme) = &mut self.now else { return false };
        let (title, confirm) = match self.before {
            None => (t!("dialogs.theme.new"), t!("dialogs.theme.create")),
            Some(_) => (t!("dialogs.theme.edit"), t!("dialogs.theme.save")),
        };
        let (own, fresh, tried) = (&mut self.own, &mut self.fresh, self.tried);
        let answer = form::card(
            ctx,
            palette,
            &title,
            theme::DIALOG,
            |ui| {
                name_ui(theme, codebook, palette, ui, fresh, tried);
                colour_ui(theme, own, palette, ui);
                key_ui(theme, codebook, palette, ui);
                description_ui(theme, palette, ui);
            },
            |ui, ()| Buttons::new(confirm, true).ui(ui, palette),
        );
        match answer {
            Some(FormAnswer::None) => true,
            Some(FormAnswer::Confirm) => {
                let Some(command) = self.command(session) else {
                    // The field with the fault is where to go on.
                    (self.tried, self.fresh) = (true, true);
                    return true;
                };
                out.push(Message::Do(command));
                false
            }
            _ => false,
        }
    }
}

fn tidied(theme: &Theme) -> Theme {
    let description = theme.description.trim().to_owned();
    Theme { name: theme.name.trim().to_owned(), description, ..theme.clone() }
}

/// What is wrong with the theme's name.
fn name_fault(theme: &Theme, codebook: &Codebook) -> Option<Cow<'static, str>> {
    let name = theme.name.trim();
    let sibling = |other: &&Theme| other.id != theme.id && other.name == name;
    if name.is_empty() {
        Some(t!("error.theme_name_empty"))
    } else if codebook.children(theme.parent).any(|other| sibling(&other)) {
        Some(t!("error.theme_name_taken", name = name))
    } else {
        None
    }
}

fn name_ui(
    theme: &mut Theme,
    codebook: &Codebook,
    palette: &Palette,
    ui: &mut Ui,
    fresh: &mut bool,
    tried: bool,
) {
    let name = t!("dialogs.theme.name");
    form::row(ui, palette, &name, |ui| {
        let hint = t!("dialogs.theme.name_hint");
        let response = form::field(ui, palette, &mut theme.name, &hint, &name, 0.0);
        form::focus_first(ui, fresh, &response, &theme.name);
        if let Some(fault) = name_fault(theme, codebook)
            && (tried || !theme.name.trim().is_empty())
        {
            form::fault(ui, palette, &fault);
        }
    });
}

fn colour_ui(theme: &mut Theme, own: &mut [u8; 3], palette: &Palette, ui: &mut Ui) {
    form::row(ui, palette, &t!("dialogs.theme.colour"), |ui| {
        ui.add_space(theme::GRID);
        if swatch::swatches(ui, palette, &mut theme.colour, own) == PickedColour::Mixing {
            let [red, green, blue] = *own;
            theme.colour = Colour::Rgb(red, green, blue);
        }
    });
}

fn key_ui(theme: &mut Theme, codebook: &Codebook, palette: &Palette, ui: &mut Ui) {
    let name = t!("dialogs.theme.key");
    form::row(ui, palette, &name, |ui| {
        let mut options = vec![(None, t!("dialogs.theme.no_key"))];
        options.extend((1..=9).map(|key: u8| (Some(key), Cow::Owned(key.to_string()))));
        form::choice(ui, palette, &name, &mut theme.key, &options);
        let other = theme.key.and_then(|key| codebook.by_key(key));
        if let Some(other) = other.filter(|other| other.id != theme.id) {
            form::hint(ui, palette, &t!("dialogs.theme.key_taken", name = other.name));
        }
    });
}

fn description_ui(theme: &mut Theme, palette: &Palette, ui: &mut Ui) {
    let name = t!("dialogs.theme.description");
    form::row(ui, palette, &name, |ui| {
        let hint = t!("dialogs.theme.description_hint");
        let edit = TextEdit::multiline(&mut theme.description)
            .hint_text(egui::RichText::new(hint).color(palette.second))
            .desired_width(ui.available_width())
            .desired_rows(3)
            .margin(egui::Margin::symmetric(10, 6));
        let response = ui.add(edit);
        widgets::focus_ring(ui, palette, response.rect, &response);
        response.accessible_name(name.as_ref());
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_must_be_there_and_be_the_only_one_of_its_kind() {
        let codebook = Codebook::starting();
        let fault = |name: &str| name_fault(&codebook.new_theme(name), &codebook).is_some();
        assert!(fault("  "));
        assert!(fault("人才"));
        assert!(fault(" 人才 "));
        assert!(!fault("人才引进"));
        let itself = codebook.themes().first().unwrap();
        assert!(name_fault(itself, &codebook).is_none());
    }
}
