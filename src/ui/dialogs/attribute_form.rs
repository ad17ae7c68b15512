//! An attribute of the articles: its name and what kind of values it takes.

use eframe::egui::{Context, TextEdit, Ui};

use super::form::{self, Buttons, FormAnswer};
use crate::{
    annotation::{AttributeDefinition, AttributeKind, catalogue_name},
    session::{CatalogueCommand, Command, Session},
    t,
    ui::{
        message::Message,
        theme::{self, Palette},
        widgets,
    },
};

/// A kind of values as it is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Number,
    Date,
    Choice,
}

/// The open dialog.
#[derive(Clone, Debug)]
pub(in crate::ui) struct AttributeForm {
    /// The attribute as it was; none for a new one.
    known: Option<AttributeDefinition>,
    name: String,
    kind: Kind,
    /// The values of a list, a line each.
    values: String,
    fresh: bool,
}

impl AttributeForm {
    pub(super) fn new(known: Option<&AttributeDefinition>) -> Self {
        let kind = known.map(|known| &known.kind);
        let values = match kind {
            Some(AttributeKind::Choice(values)) => values.join("\n"),
            _ => String::new(),
        };
        let kind = match kind {
            None | Some(AttributeKind::Text) => Kind::Text,
            Some(AttributeKind::Number) => Kind::Number,
            Some(AttributeKind::Date) => Kind::Date,
            Some(AttributeKind::Choice(_)) => Kind::Choice,
        };
        let name = known.map(|known| known.name.clone()).unwrap_or_default();
        Self { known: known.cloned(), name, kind, values, fresh: true }
    }

    fn chosen_kind(&self) -> AttributeKind {
        match self.kind {
            Kind::Text => AttributeKind::Text,
            Kind::Number => AttributeKind::Number,
            Kind::Date => AttributeKind::Date,
            Kind::Choice => {
                let lines = self.values.lines().map(str::trim).filter(|line| !line.is_empty());
                AttributeKind::Choice(lines.map(str::to_owned).collect())
            }
        }
    }

    /// Whether something is other than it was.
    pub(super) fn is_changed(&self) -> bool {
        match &self.known {
            Some(known) => self.name.trim() != known.name || self.chosen_kind() != known.kind,
            None => !self.name.trim().is_empty() || !self.values.trim().is_empty(),
        }
    }

    /// What confirming does: another name first, then another kind.
    fn commands(&self) -> Vec<Command> {
        let Some(name) = catalogue_name(&self.name) else { return Vec::new() };
        let kind = self.chosen_kind();
        if kind == AttributeKind::Choice(Vec::new()) {
            return Vec::new();
        }
        let mut commands: Vec<Command> = Vec::new();
        if let Some(known) = self.known.as_ref().filter(|known| known.name != name) {
            let (from, to) = (known.name.clone(), name.clone());
            commands.push(CatalogueCommand::Rename { from, to }.into());
        }
        if self.known.as_ref().is_none_or(|known| known.kind != kind) {
            commands.push(CatalogueCommand::Define { name, kind }.into());
        }
        commands
    }

    /// What hands over what was entered, where that is one command.
    pub(super) fn command(&self) -> Option<Command> {
        let mut commands = self.commands();
        let only = commands.pop();
        only.filter(|_| commands.is_empty())
    }

    /// Whether another attribute has that name.
    fn is_taken(&self, session: &Session) -> bool {
        let other = session.catalogue().attributes().named(self.name.trim());
        other.is_some_and(|other| self.known.as_ref().is_none_or(|own| own.name != other.name))
    }

    /// Shows it; `false` when it is done with.
    pub(super) fn ui(
        &mut self,
        session: &Session,
        palette: &Palette,
        ctx: &Context,
        out: &mut Vec<Message>,
    ) -> bool {
        let enabled = !self.commands().is_empty() && !self.is_taken(session);
        let title =
            if self.known.is_some() { t!("attributes.edit") } else { t!("attributes.make") };
        let is_known = self.known.is_some();
        let answer = form::card(
            ctx,
            palette,
            &title,
            theme::DIALOG,
            |ui| self.body_ui(session, palette, ui),
            |ui, ()| {
                let aside = is_known.then(|| t!("attributes.delete"));
                Buttons { aside, ..Buttons::new(t!("attributes.confirm"), enabled) }.ui(ui, palette)
            },
        );
        match answer {
            Some(FormAnswer::Confirm) if enabled => {
                out.extend(self.commands().into_iter().map(Message::Do));
            }
            Some(FormAnswer::Aside) => {
                if let Some(known) = &self.known {
                    let name = known.name.clone();
                    out.push(Message::Do(CatalogueCommand::Remove(name).into()));
                }
            }
            Some(FormAnswer::None | FormAnswer::Confirm) => return true,
            Some(FormAnswer::Cancel) | None => {}
        }
        false
    }

    fn body_ui(&mut self, session: &Session, palette: &Palette, ui: &mut Ui) {
        form::row(ui, palette, &t!("library.attribute"), |ui| {
            let (name, hint) = (t!("library.attribute"), t!("library.attribute_hint"));
            let response = form::field(ui, palette, &mut self.name, &hint, &name, 0.0);
            form::focus_first(ui, &mut self.fresh, &response, &self.name);
            if self.is_taken(session) {
                let name = self.name.trim();
                form::fault(ui, palette, &t!("catalogue.error.name_taken", name = name));
            }
        });
        let name = t!("attributes.kind");
        form::row(ui, palette, &name, |ui| {
            let options = [
                (Kind::Text, t!("catalogue.kind.text")),
                (Kind::Number, t!("catalogue.kind.number")),
                (Kind::Date, t!("catalogue.kind.date")),
                (Kind::Choice, t!("catalogue.kind.choice")),
            ];
            form::choice(ui, palette, &name, &mut self.kind, &options);
        });
        if self.kind == Kind::Choice {
            form::row(ui, palette, &t!("attributes.choices"), |ui| {
                let edit = TextEdit::multiline(&mut self.values)
                    .desired_rows(4)
                    .desired_width(ui.available_width());
                let response = ui.add(edit).accessible_name(t!("attributes.choices"));
                widgets::focus_ring(ui, palette, response.rect, &response);
                form::hint(ui, palette, &t!("attributes.choices_hint"));
            });
        }
        if let Some(known) = &self.known {
            let count = session.catalogue().attributes().count(&known.name);
            form::hint(ui, palette, &t!("attributes.borne", count = theme::grouped(count)));
        }
    }
}
