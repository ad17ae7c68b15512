//! Printing: what is on the pages, on which paper, and the file. Pages are written as PDF, which the
//! system's own reader prints: there is no other way to a printer's dialog on all systems.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::Arc,
};

use eframe::egui::Context;

use super::{
    export::paper_ui,
    form::{self, ButtonLook, Buttons, FormAnswer},
    system::{PickedPaths, Picker, typed_path},
};
use crate::{
    annotation::PassageId,
    corpus::Article,
    exchange::{ExportFormat, ExportOptions, FORMATS, GroupBy, PaperContent, PaperOptions},
    session::{Command, Export, Session},
    t,
    ui::{
        export_offers::ExportOffers,
        message::Message,
        theme::{self, Palette},
    },
};

/// What is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PrintScope {
    /// The open article, as it is marked.
    Article,
    /// The excerpts that their page shows.
    Shown,
    /// Those that are checked there.
    Checked,
    /// All excerpts of the set.
    All,
}

/// The open dialog.
#[derive(Clone, Debug)]
pub(in crate::ui) struct PrintForm {
    article: Option<Arc<Article>>,
    shown: BTreeSet<PassageId>,
    checked: BTreeSet<PassageId>,
    scope: PrintScope,
    paper: PaperOptions,
    opens: bool,
    path: String,
    /// The path that was offered; another scope offers another.
    opened: String,
    picker: Option<Picker>,
    fresh: bool,
}

impl PrintForm {
    pub(super) fn new(article: Option<Arc<Article>>, offers: ExportOffers) -> Self {
        let ExportOffers { article: _, shown, checked, on_excerpts } = offers;
        // On the page of excerpts, what is checked is meant, else what is shown.
        let scope = match (&article, on_excerpts) {
            (_, true) if !checked.is_empty() => PrintScope::Checked,
            (_, true) if !shown.is_empty() => PrintScope::Shown,
            (Some(_), false) => PrintScope::Article,
            _ => PrintScope::All,
        };
        Self {
            article,
            shown: shown.into_iter().collect(),
            checked: checked.into_iter().collect(),
            scope,
            paper: PaperOptions::default(),
            opens: true,
            path: String::new(),
            opened: String::new(),
            picker: None,
            fresh: true,
        }
    }

    /// Whether another path was written.
    pub(super) fn is_changed(&self) -> bool {
        self.path != self.opened
    }

    /// Shows it; `false` when it is done with.
    pub(super) fn ui(
        &mut self,
        session: &Session,
        palette: &Palette,
        ctx: &Context,
        out: &mut Vec<Message>,
    ) -> bool {
        if session.corpus().is_none() {
            return false;
        }
        if self.fresh {
            self.offer_path(session);
        }
        if let Some(path) = self.picker.as_ref().and_then(Picker::path) {
            self.path = path.to_string_lossy().into_owned();
            self.picker = None;
        }
        let target = typed_path(&self.path);
        let any = self.scope == PrintScope::Article || self.count(session) > 0;
        let title = t!("paper.print.title");
        let answer = form::card(
            ctx,
            palette,
            &title,
            theme::DIALOG_WIDE,
            |ui| {
                let before = self.scope;
                let name = t!("paper.content");
                let scopes = self.scopes(session);
                form::row(ui, palette, &name, |ui| {
                    form::choice(ui, palette, &name, &mut self.scope, &scopes);
                    form::hint(ui, palette, &t!("paper.print.about"));
                });
                if self.scope != before && !self.is_changed() {
                    self.offer_path(session);
                }
                paper_ui(&mut self.paper, palette, ui);
                let name = t!("dialogs.export.file");
                form::row(ui, palette, &name, |ui| {
                    ui.horizontal(|ui| {
                        let browse = t!("dialogs.export.browse");
                        let width = form::button_width(ui, &browse) + ui.spacing().item_spacing.x;
                        let field = form::field(ui, palette, &mut self.path, "", &name, width);
                        form::focus_first(ui, &mut self.fresh, &field, &self.path);
                        let waiting = self.picker.as_ref().is_some_and(|p| p.answer().is_none());
                        if form::button(ui, palette, &browse, ButtonLook::Plain, !waiting).clicked()
                        {
                            let path = target.clone().unwrap_or_default();
                            self.picker = Some(Picker::save(ui.ctx(), title.to_string(), &path));
                        }
                    });
                    let answer = self.picker.as_ref().and_then(Picker::answer);
                    if answer == Some(&PickedPaths::Unavailable) {
                        form::hint(ui, palette, &t!("dialogs.export.unavailable"));
                    }
                });
                form::row(ui, palette, &t!("paper.print.after"), |ui| {
                    form::switch(ui, palette, &t!("paper.print.open"), &mut self.opens);
                });
            },
            |ui, ()| {
                Buttons::new(t!("paper.print.confirm"), any && target.is_some()).ui(ui, palette)
            },
        );
        if answer == Some(FormAnswer::Confirm)
            && let Some(path) = typed_path(&self.path)
            && let Some(format) = pdf()
        {
            let path = if path.extension().is_some() { path } else { path.with_extension("pdf") };
            out.push(Message::Do(Command::Export(self.export(format, path))));
            return false;
        }
        matches!(answer, Some(FormAnswer::None | FormAnswer::Confirm))
    }

    fn export(&self, format: ExportFormat, path: PathBuf) -> Export {
        let content = match self.scope {
            PrintScope::Article => PaperContent::Articles,
            _ => PaperContent::Excerpts,
        };
        let paper = PaperOptions { content, ..self.paper };
        let options = ExportOptions { paper, group_by: GroupBy::Theme, ..ExportOptions::default() };
        let passages = match self.scope {
            PrintScope::Article | PrintScope::All => None,
            PrintScope::Shown => Some(self.shown.clone()),
            PrintScope::Checked => Some(self.checked.clone()),
        };
        let article = self.article.as_ref().filter(|_| self.scope == PrintScope::Article);
        let articles = article.map(|article| article.path.clone()).into_iter().collect();
        Export { format, options, passages, articles, opens: self.opens, path }
    }

    fn count(&self, session: &Session) -> usize {
        match self.scope {
            PrintScope::Article | PrintScope::All => session.annotations().count(),
            PrintScope::Shown => self.shown.len(),
            PrintScope::Checked => self.checked.len(),
        }
    }

    fn scopes(&self, session: &Session) -> Vec<(PrintScope, std::borrow::Cow<'static, str>)> {
        let mut scopes = Vec::new();
        if self.article.is_some() {
            scopes.push((PrintScope::Article, t!("paper.print.this_article")));
        }
        if !self.shown.is_empty() {
            let count = theme::grouped(self.shown.len());
            scopes.push((PrintScope::Shown, t!("paper.print.shown", count = count)));
        }
        if !self.checked.is_empty() {
            let count = theme::grouped(self.checked.len());
            scopes.push((PrintScope::Checked, t!("paper.print.checked", count = count)));
        }
        let count = theme::grouped(session.annotations().count());
        scopes.push((PrintScope::All, t!("paper.print.all", count = count)));
        scopes
    }

    /// Puts in a name that says what is printed, in the user's documents folder.
    fn offer_path(&mut self, session: &Session) {
        let Some(corpus) = session.corpus() else { return };
        let article = self.article.as_ref().filter(|_| self.scope == PrintScope::Article);
        let name = match article {
            Some(article) => {
                let title = session.name_read(&corpus.header(article).title);
                t!("paper.print.file_name", name = title)
            }
            None => t!("paper.print.excerpts_name", set = corpus.name()),
        };
        let user = directories::UserDirs::new();
        let folder = user.as_ref().map(|user| user.document_dir().unwrap_or(user.home_dir()));
        let plain: String =
            name.chars().filter(|c| !r#"/\:*?"<>|"#.contains(*c) && !c.is_control()).collect();
        let plain: String = plain.trim().chars().take(60).collect();
        let path = folder.unwrap_or(Path::new("")).join(format!("{plain}.pdf"));
        self.path = path.to_string_lossy().into_owned();
        self.opened.clone_from(&self.path);
    }
}

/// The format of pages.
fn pdf() -> Option<ExportFormat> {
    FORMATS.into_iter().find(|format| format.name() == "pdf")
}
