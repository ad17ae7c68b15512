//! The groups of articles: named conditions, made, changed and deleted one at a time.

use eframe::egui::{Align, Context, Label, Layout, RichText, Ui};

use super::form::{self, ButtonLook, Buttons, FormAnswer};
use crate::{
    annotation::{ArticleGroup, catalogue_name},
    session::{CatalogueCommand, Command, Session, describe},
    t,
    ui::{
        message::Message,
        theme::{self, Palette},
        widgets,
    },
};

/// The open dialog.
#[derive(Clone, Debug)]
pub(in crate::ui) struct GroupsForm {
    /// The group that is written in, as it was; a new one without a name.
    group: ArticleGroup,
    is_new: bool,
    name: String,
    condition: String,
    fresh: bool,
}

impl GroupsForm {
    pub(super) fn new() -> Self {
        Self::on(ArticleGroup::new(String::new(), String::new()), true)
    }

    fn on(group: ArticleGroup, is_new: bool) -> Self {
        let (name, condition) = (group.name.clone(), group.condition.clone());
        Self { group, is_new, name, condition, fresh: true }
    }

    /// Whether something was written that is not saved.
    pub(super) fn is_changed(&self) -> bool {
        self.name.trim() != self.group.name || self.condition.trim() != self.group.condition
    }

    /// What saving does now; none where there is no name or the condition is none.
    pub(super) fn command(&self, session: &Session) -> Option<Command> {
        let condition = self.condition.trim().to_owned();
        let holds = !condition.is_empty() && session.article_selector(&condition).is_ok();
        let name = catalogue_name(&self.name).filter(|_| holds && !self.is_taken(session))?;
        let group = ArticleGroup { name, condition, ..self.group.clone() };
        Some(CatalogueCommand::SaveGroup(group).into())
    }

    /// Whether another group has that name.
    fn is_taken(&self, session: &Session) -> bool {
        let other = session.catalogue().group(self.name.trim());
        other.is_some_and(|other| other.id != self.group.id)
    }

    /// Shows it; `false` when it is done with.
    pub(super) fn ui(
        &mut self,
        session: &Session,
        palette: &Palette,
        ctx: &Context,
        out: &mut Vec<Message>,
    ) -> bool {
        let enabled = self.is_changed() && self.command(session).is_some();
        let (title, width) = (t!("groups.title"), theme::DIALOG_WIDE);
        let answer = form::card(
            ctx,
            palette,
            &title,
            width,
            |ui| {
                self.list_ui(session, palette, ui, out);
                self.form_ui(session, palette, ui);
            },
            |ui, ()| {
                let cancel = Some(t!("groups.close"));
                Buttons { cancel, ..Buttons::new(t!("groups.save"), enabled) }.ui(ui, palette)
            },
        );
        if answer == Some(FormAnswer::Confirm) && enabled {
            out.extend(self.command(session).map(Message::Do));
            // Open for the next one.
            *self = Self::new();
            return true;
        }
        matches!(answer, Some(FormAnswer::None | FormAnswer::Confirm))
    }

    /// Those that there are, with how many articles each means.
    fn list_ui(
        &mut self,
        session: &Session,
        palette: &Palette,
        ui: &mut Ui,
        out: &mut Vec<Message>,
    ) {
        let groups = session.catalogue().groups();
        if groups.is_empty() {
            form::hint(ui, palette, &t!("groups.none"));
        }
        let is_changed = self.is_changed();
        let mut chosen = None;
        for group in groups.iter() {
            ui.horizontal(|ui| {
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let delete = t!("groups.delete", name = describe::shown(&group.name));
                    let response = form::button(ui, palette, &delete, ButtonLook::Plain, true);
                    if response.clicked() {
                        out.push(Message::Do(CatalogueCommand::DeleteGroup(group.id).into()));
                        if group.id == self.group.id {
                            chosen = Some(Self::new());
                        }
                    }
                    let change = t!("groups.change", name = describe::shown(&group.name));
                    // What is written is saved or taken back first.
                    let free = !is_changed && group.id != self.group.id;
                    if form::button(ui, palette, &change, ButtonLook::Plain, free).clicked() {
                        chosen = Some(Self::on(group.clone(), false));
                    }
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                        let count = articles_of(session, &group.condition);
                        let text = match count {
                            Ok(count) => t!(
                                "groups.line",
                                name = describe::shown(&group.name),
                                condition = describe::shown(&group.condition),
                                count = theme::grouped(count)
                            ),
                            Err(reason) => t!(
                                "groups.broken",
                                name = describe::shown(&group.name),
                                reason = reason
                            ),
                        };
                        let text = RichText::new(text).color(palette.ink);
                        ui.add(Label::new(text).truncate());
                    });
                });
            });
        }
        if let Some(chosen) = chosen {
            *self = chosen;
        }
        ui.add_space(theme::grid(2.0));
    }

    /// The one that is made or changed.
    fn form_ui(&mut self, session: &Session, palette: &Palette, ui: &mut Ui) {
        let head = if self.is_new {
            t!("groups.new")
        } else {
            t!("groups.changing", name = describe::shown(&self.group.name))
        };
        ui.label(RichText::new(head).font(theme::small()).color(palette.second));
        form::row(ui, palette, &t!("groups.name"), |ui| {
            let (name, hint) = (t!("groups.name"), t!("groups.name_hint"));
            let response = form::field(ui, palette, &mut self.name, &hint, &name, 0.0);
            form::focus_first(ui, &mut self.fresh, &response, &self.name);
            if self.is_taken(session) {
                form::fault(
                    ui,
                    palette,
                    &t!("catalogue.error.name_taken", name = self.name.trim()),
                );
            }
        });
        form::row(ui, palette, &t!("groups.condition"), |ui| {
            let (name, hint) = (t!("groups.condition"), t!("groups.condition_hint"));
            form::field(ui, palette, &mut self.condition, &hint, &name, 0.0);
            let condition = self.condition.trim();
            if condition.is_empty() {
                return;
            }
            match articles_of(session, condition) {
                Ok(count) => {
                    form::hint(ui, palette, &t!("groups.count", count = theme::grouped(count)));
                }
                Err(reason) => form::fault(ui, palette, &reason),
            }
        });
        if !self.is_new || self.is_changed() {
            let back = t!("groups.back");
            if widgets::text_button(ui, palette, &back, palette.accent_ink).clicked() {
                *self = Self::new();
            }
        }
    }
}

/// How many articles a condition means, or why it means none.
fn articles_of(session: &Session, condition: &str) -> Result<usize, String> {
    let Some(scene) = session.scene() else { return Ok(0) };
    match session.article_selector(condition) {
        Ok(selector) => Ok(selector.found(scene).len()),
        Err(fault) => Err(fault.reason),
    }
}
