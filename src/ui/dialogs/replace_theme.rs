//! Which passages of a theme get another one in its place.

use std::collections::BTreeSet;

use eframe::egui::{
    Button, Context, Popup, PopupCloseBehavior, RichText, ScrollArea, Stroke, Ui, vec2,
};
use rust_i18n::t;

use super::{
    form::{self, Buttons, FormAnswer},
    pick_theme::PickTheme,
};
use crate::{
    annotation::{Coder, PassageId, ThemeId},
    corpus::ArticlePath,
    session::{Command, Session},
    ui::{
        message::Message,
        theme::{self, Palette},
    },
};

/// Which passages; what is left empty restricts nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Scope {
    years: BTreeSet<Option<i16>>,
    articles: BTreeSet<ArticlePath>,
    coders: BTreeSet<Coder>,
    /// Only those that were chosen on the excerpts page.
    excerpts: bool,
}

/// A passage that bears the theme, with what it can be restricted by.
#[derive(Clone, Debug)]
struct Bearer {
    id: PassageId,
    article: ArticlePath,
    year: Option<i16>,
    coder: Coder,
}

/// The form.
#[derive(Clone, Debug)]
pub(in crate::ui) struct ReplaceTheme {
    from: ThemeId,
    into: PickTheme,
    scope: Scope,
    /// Chosen on the excerpts page; empty if nothing in particular is.
    excerpts: BTreeSet<PassageId>,
    bearers: Vec<Bearer>,
    /// What `scope` takes of them, and for which scope that was found.
    taken: (Option<Scope>, BTreeSet<PassageId>),
}

impl ReplaceTheme {
    pub(super) fn new(session: &Session, listed: Vec<PassageId>, from: ThemeId) -> Self {
        let corpus = session.corpus();
        let mut bearers = Vec::new();
        for (article, coder, passage) in session.annotations().passages() {
            if passage.themes.contains(&from) {
                let found = corpus.and_then(|c| c.article(article).map(|a| c.header(a)));
                let year = found.and_then(|header| header.year);
                let (article, coder) = (article.clone(), coder.clone());
                bearers.push(Bearer { id: passage.id, article, year, coder });
            }
        }
        let all = session.annotations().count();
        let shown: BTreeSet<PassageId> = listed.into_iter().collect();
        let borne = |id: &PassageId| bearers.iter().any(|bearer| bearer.id == *id);
        // All rows of a page without conditions are no choice.
        let excerpts = if shown.len() < all {
            shown.into_iter().filter(borne).collect()
        } else {
            BTreeSet::new()
        };
        let taken = (None, BTreeSet::new());
        let (into, scope) = (PickTheme::default(), Scope::default());
        Self { from, into, scope, excerpts, bearers, taken }
    }

    fn take(&mut self) {
        if self.taken.0.as_ref() == Some(&self.scope) {
            return;
        }
        let Scope { years, articles, coders, excerpts } = &self.scope;
        let taken = self.bearers.iter().filter(|bearer| {
            (years.is_empty() || years.contains(&bearer.year))
                && (articles.is_empty() || articles.contains(&bearer.article))
                && (coders.is_empty() || coders.contains(&bearer.coder))
                && (!excerpts || self.excerpts.contains(&bearer.id))
        });
        let taken = taken.map(|bearer| bearer.id).collect();
        self.taken = (Some(self.scope.clone()), taken);
    }

    /// Whether something was chosen.
    pub(super) fn is_changed(&self) -> bool {
        self.into.is_changed() || self.scope != Scope::default()
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
        self.take();
        let (from, count) = (self.from, self.taken.1.len());
        let answer = form::card(
            ctx,
            palette,
            &t!("codebook.replace.title", theme = theme.name),
            theme::DIALOG_WIDE,
            |ui| {
                form::row(ui, palette, &t!("codebook.replace.into"), |ui| {
                    self.into.ui(session, from, palette, ui);
                });
                form::row(ui, palette, &t!("codebook.replace.scope"), |ui| {
                    self.scope_ui(session, palette, ui);
                });
                form::hint(ui, palette, &t!("codebook.replace.undo", theme = theme.name));
                self.into.chosen(session).map(|theme| theme.id)
            },
            |ui, into| {
                let confirm = t!("codebook.replace.confirm", count = count);
                let ready = into.is_some() && count > 0;
                (Buttons::new(confirm, ready).ui(ui, palette), into)
            },
        );
        match answer {
            Some((FormAnswer::None, _)) => true,
            Some((FormAnswer::Confirm, Some(into))) => {
                let passages = self.taken.1.clone();
                out.push(Message::Do(Command::ReplaceTheme { from, into, passages }));
                false
            }
            _ => false,
        }
    }

    fn scope_ui(&mut self, session: &Session, palette: &Palette, ui: &mut Ui) {
        if !self.excerpts.is_empty() {
            let text = t!("codebook.replace.excerpts", count = self.excerpts.len());
            form::switch(ui, palette, &text, &mut self.scope.excerpts);
        }
        let year = |year: &Option<i16>| {
            year.map_or_else(|| t!("excerpts.no_year").into_owned(), |year| year.to_string())
        };
        let title = |path: &ArticlePath| session.title_read(path);
        let bearers = &self.bearers;
        let scope = &mut self.scope;
        ui.horizontal_wrapped(|ui| {
            let years = bearers.iter().map(|bearer| bearer.year).collect();
            menu(ui, palette, &t!("codebook.replace.years"), &years, &mut scope.years, year);
            let articles = bearers.iter().map(|bearer| bearer.article.clone()).collect();
            menu(
                ui,
                palette,
                &t!("codebook.replace.articles"),
                &articles,
                &mut scope.articles,
                title,
            );
            let coders: BTreeSet<Coder> =
                bearers.iter().map(|bearer| bearer.coder.clone()).collect();
            if coders.len() > 1 {
                let name = t!("codebook.replace.coders");
                menu(ui, palette, &name, &coders, &mut scope.coders, Coder::to_string);
            }
        });
    }
}

/// A button that opens a list to check some of `options` in.
fn menu<T: Ord + Clone>(
    ui: &mut Ui,
    palette: &Palette,
    name: &str,
    options: &BTreeSet<T>,
    chosen: &mut BTreeSet<T>,
    text: impl Fn(&T) -> String,
) {
    let state = match chosen.len() {
        0 => t!("codebook.replace.any"),
        count => t!("codebook.replace.chosen", count = count),
    };
    let label = RichText::new(format!("{name}：{state}")).color(palette.ink);
    let button = Button::new(label)
        .fill(palette.raised)
        .stroke(Stroke::new(1.0, palette.hairline))
        .min_size(vec2(0.0, theme::CONTROL));
    let response = ui.add(button);
    Popup::menu(&response).close_behavior(PopupCloseBehavior::CloseOnClickOutside).show(|ui| {
        ui.set_width(280.0);
        ScrollArea::vertical().max_height(280.0).show(ui, |ui| {
            for option in options {
                let mut on = chosen.contains(option);
                if form::switch(ui, palette, &text(option), &mut on) {
                    if on {
                        chosen.insert(option.clone());
                    } else {
                        chosen.remove(option);
                    }
                }
            }
        });
    });
}
