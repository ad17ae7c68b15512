//! Into which theme another is merged.

use eframe::egui::{Context, RichText};
use rust_i18n::t;

use super::{
    form::{self, Buttons, FormAnswer},
    pick_theme::PickTheme,
};
use crate::{
    annotation::ThemeId,
    session::{Command, Session},
    ui::{
        message::Message,
        theme::{self, Palette},
    },
};

/// The form.
#[derive(Clone, Debug)]
pub(in crate::ui) struct MergeTheme {
    from: ThemeId,
    into: PickTheme,
}

impl MergeTheme {
    pub(super) fn new(from: ThemeId) -> Self {
        Self { from, into: PickTheme::default() }
    }

    /// Whether something was chosen.
    pub(super) fn is_changed(&self) -> bool {
        self.into.is_changed()
    }

    /// Shows it; `false` when it is done with.
    pub(super) fn ui(
        &mut self,
        session: &Session,
        palette: &Palette,
        ctx: &Context,
        out: &mut Vec<Message>,
    ) -> bool {
        // Deleted elsewhere meanwhile.
        let Some(theme) = session.codebook().get(self.from) else { return false };
        let (from, into) = (self.from, &mut self.into);
        let count = session.annotations().count_of(from);
        let answer = form::card(
            ctx,
            palette,
            &t!("codebook.merge.title", theme = theme.name),
            theme::DIALOG,
            |ui| {
                let what = t!("codebook.merge.what", theme = theme.name);
                ui.label(RichText::new(what).color(palette.second));
                ui.add_space(theme::grid(1.0));
                into.ui(session, from, palette, ui);
                into.chosen(session).map(|theme| theme.id)
            },
            |ui, into| {
                let confirm = t!("codebook.merge.confirm", count = count);
                (Buttons::new(confirm, into.is_some()).ui(ui, palette), into)
            },
        );
        match answer {
            Some((FormAnswer::None, _)) => true,
            Some((FormAnswer::Confirm, Some(into))) => {
                out.push(Message::Do(Command::MergeThemes { from, into }));
                false
            }
            _ => false,
        }
    }
}
