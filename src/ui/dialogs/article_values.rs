//! One attribute's value for several articles: what it is called and what they get.

use std::collections::BTreeSet;

use eframe::egui::{Context, Ui};

use super::form::{self, Buttons, FormAnswer};
use crate::{
    annotation::AttributeKind,
    corpus::ArticlePath,
    session::{ArticleValue, CatalogueCommand, Command, Session},
    t,
    ui::{
        message::Message,
        theme::{self, Palette},
        widgets::chip,
    },
};

/// More values than this are not offered.
const OFFERED: usize = 12;

/// The open dialog.
#[derive(Clone, Debug)]
pub(in crate::ui) struct ArticleValues {
    articles: Vec<ArticlePath>,
    name: String,
    value: String,
    fresh: bool,
}

impl ArticleValues {
    pub(super) fn new(articles: Vec<ArticlePath>) -> Self {
        Self { articles, name: String::new(), value: String::new(), fresh: true }
    }

    /// Whether something was written.
    pub(super) fn is_changed(&self) -> bool {
        !self.name.trim().is_empty() || !self.value.trim().is_empty()
    }

    /// What confirming does now; none without a name.
    pub(super) fn command(&self) -> Option<Command> {
        let name = self.name.trim().to_owned();
        if name.is_empty() {
            return None;
        }
        let value = |article: &ArticlePath| ArticleValue {
            article: article.clone(),
            name: name.clone(),
            value: self.value.clone(),
        };
        let values = self.articles.iter().map(value).collect();
        Some(CatalogueCommand::SetValues(values).into())
    }

    /// Shows it; `false` when it is done with.
    pub(super) fn ui(
        &mut self,
        session: &Session,
        palette: &Palette,
        ctx: &Context,
        out: &mut Vec<Message>,
    ) -> bool {
        let title = t!("library.values_title", count = theme::grouped(self.articles.len()));
        let enabled = self.command().is_some();
        let answer = form::card(
            ctx,
            palette,
            &title,
            theme::DIALOG_WIDE,
            |ui| self.body_ui(session, palette, ui),
            |ui, ()| Buttons::new(t!("library.values_confirm"), enabled).ui(ui, palette),
        );
        if answer == Some(FormAnswer::Confirm) && enabled {
            out.extend(self.command().map(Message::Do));
            return false;
        }
        answer == Some(FormAnswer::None)
    }

    fn body_ui(&mut self, session: &Session, palette: &Palette, ui: &mut Ui) {
        let attributes = session.catalogue().attributes();
        form::row(ui, palette, &t!("library.attribute"), |ui| {
            let name = t!("library.attribute");
            let hint = t!("library.attribute_hint");
            let response = form::field(ui, palette, &mut self.name, &hint, &name, 0.0);
            form::focus_first(ui, &mut self.fresh, &response, &self.name);
            let known = attributes.definitions().iter().take(OFFERED);
            let names: Vec<&str> = known.map(|known| known.name.as_str()).collect();
            offers_ui(ui, palette, &names, &mut self.name);
        });
        let known = attributes.named(self.name.trim()).cloned();
        form::row(ui, palette, &t!("library.value"), |ui| {
            let (name, hint) = (t!("library.value"), t!("library.value_hint"));
            form::field(ui, palette, &mut self.value, &hint, &name, 0.0);
            let Some(known) = &known else { return };
            let borne: BTreeSet<&str> = match &known.kind {
                AttributeKind::Choice(values) => values.iter().map(String::as_str).collect(),
                _ => attributes
                    .articles()
                    .filter_map(|(_, values)| values.get(&known.name).map(String::as_str))
                    .collect(),
            };
            let borne: Vec<&str> = borne.into_iter().take(OFFERED).collect();
            offers_ui(ui, palette, &borne, &mut self.value);
        });
        if let Some(known) = known {
            let has = |path: &&ArticlePath| attributes.value(path, &known.name).is_some();
            let count = self.articles.iter().filter(has).count();
            if count > 0 {
                let count = theme::grouped(count);
                form::hint(ui, palette, &t!("library.values_replaced", count = count));
            }
        }
    }
}

/// What is there already, to be taken with a click.
fn offers_ui(ui: &mut Ui, palette: &Palette, offers: &[&str], field: &mut String) {
    if offers.is_empty() {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = eframe::egui::vec2(theme::GRID, theme::GRID);
        for &offer in offers {
            if chip::toggle(ui, palette, offer, offer == field.trim()).clicked() {
                offer.clone_into(field);
            }
        }
    });
}
