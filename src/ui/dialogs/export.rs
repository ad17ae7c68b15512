//! Exporting excerpts: which, in what format, to which file.

use std::{
    borrow::Cow,
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use eframe::egui::{Context, Ui};
use rust_i18n::t;

use super::{
    form::{self, Answer, Buttons, Look},
    system::{Picked, Picker, typed_path},
};
use crate::{
    annotation::PassageId,
    corpus::Corpus,
    exchange::csv::Formulas,
    session::{self, Command, ExportFormat, GroupBy, Session},
    ui::{
        theme::{self, Palette},
        view::{Message, Page, ViewState},
    },
};

/// The kinds of file, without what each can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Csv,
    Markdown,
}

impl Kind {
    fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Markdown => "md",
        }
    }
}

/// The open dialog.
#[derive(Clone, Debug)]
pub(in crate::ui) struct Export {
    kind: Kind,
    /// What the excerpts page has checked, or shows.
    shown: Option<BTreeSet<PassageId>>,
    all: bool,
    group_by: GroupBy,
    defused: bool,
    /// The file; a sensible one is put in at the first frame.
    path: String,
    picker: Option<Picker>,
    fresh: bool,
}

impl Export {
    pub(super) fn new(session: &Session, view: &ViewState) -> Self {
        let chosen = || view.excerpts.chosen(session).into_iter().collect();
        let shown = (view.page == Page::Excerpts).then(chosen);
        Self {
            kind: Kind::Csv,
            all: shown.is_none(),
            shown,
            group_by: GroupBy::default(),
            defused: true,
            path: String::new(),
            picker: None,
            fresh: true,
        }
    }

    /// Shows it; `false` when it is done with.
    pub(super) fn ui(
        &mut self,
        session: &Session,
        palette: &Palette,
        ctx: &Context,
        out: &mut Vec<Message>,
    ) -> bool {
        let Some(corpus) = session.corpus() else { return false };
        if self.fresh {
            self.path = default_path(&corpus.name(), self.kind).to_string_lossy().into_owned();
        }
        if let Some(Picked::Path(path)) = self.picker.as_ref().and_then(Picker::answer) {
            self.path = path.to_string_lossy().into_owned();
            self.picker = None;
        }
        let total = session.annotations().count();
        let count = match &self.shown {
            Some(shown) if !self.all => shown.len(),
            _ => total,
        };
        let target = typed_path(&self.path);
        let answer = form::card(
            ctx,
            palette,
            &t!("dialogs.export.title"),
            theme::DIALOG_WIDE,
            |ui| {
                self.kind_ui(palette, ui);
                self.what_ui(total, palette, ui);
                self.options_ui(palette, ui);
                self.path_ui(corpus, target.as_deref(), palette, ui);
            },
            |ui, ()| {
                let confirm = t!("dialogs.export.confirm", count = theme::grouped(count));
                Buttons::new(confirm, count > 0 && target.is_some()).ui(ui, palette)
            },
        );
        match (answer, typed_path(&self.path)) {
            (Some(Answer::Confirm), Some(path)) => {
                let path = self.with_extension(path);
                let passages = self.shown.take().filter(|_| !self.all);
                let export = session::Export { format: self.format(), passages, path };
                out.push(Message::Do(Command::Export(export)));
                false
            }
            (Some(Answer::None | Answer::Confirm), _) => true,
            _ => false,
        }
    }

    fn format(&self) -> ExportFormat {
        match self.kind {
            Kind::Csv if self.defused => ExportFormat::Csv(Formulas::Defused),
            Kind::Csv => ExportFormat::Csv(Formulas::Raw),
            Kind::Markdown => ExportFormat::Markdown(self.group_by),
        }
    }

    /// A name without any extension gets the format's.
    fn with_extension(&self, path: PathBuf) -> PathBuf {
        if path.extension().is_some() { path } else { path.with_extension(self.kind.extension()) }
    }

    fn kind_ui(&mut self, palette: &Palette, ui: &mut Ui) {
        let name = t!("dialogs.export.format");
        form::row(ui, palette, &name, |ui| {
            let before = self.kind;
            let options = [
                (Kind::Csv, t!("dialogs.export.csv")),
                (Kind::Markdown, Cow::Borrowed("Markdown")),
            ];
            if form::choice(ui, palette, &name, &mut self.kind, &options) {
                // The file's name follows, unless the user gave it another kind of name.
                let old = format!(".{}", before.extension());
                if let Some(stem) = self.path.trim().strip_suffix(&old) {
                    self.path = format!("{stem}.{}", self.kind.extension());
                }
            }
        });
    }

    fn what_ui(&mut self, total: usize, palette: &Palette, ui: &mut Ui) {
        let name = t!("dialogs.export.what");
        let everything = t!("dialogs.export.all", count = theme::grouped(total));
        form::row(ui, palette, &name, |ui| {
            if let Some(shown) = &self.shown {
                let shown = t!("dialogs.export.shown", count = theme::grouped(shown.len()));
                let options = [(false, shown), (true, everything)];
                form::choice(ui, palette, &name, &mut self.all, &options);
            } else {
                form::value(ui, palette, &everything);
            }
            if total == 0 {
                form::hint(ui, palette, &t!("dialogs.export.nothing"));
            }
        });
    }

    fn options_ui(&mut self, palette: &Palette, ui: &mut Ui) {
        match self.kind {
            Kind::Csv => form::row(ui, palette, &t!("dialogs.export.safety"), |ui| {
                form::switch(ui, palette, &t!("dialogs.export.defuse"), &mut self.defused);
                form::hint(ui, palette, &t!("dialogs.export.defuse_hint"));
            }),
            Kind::Markdown => {
                let name = t!("dialogs.export.group");
                form::row(ui, palette, &name, |ui| {
                    let options = [
                        (GroupBy::Theme, t!("dialogs.export.by_theme")),
                        (GroupBy::Article, t!("dialogs.export.by_article")),
                    ];
                    form::choice(ui, palette, &name, &mut self.group_by, &options);
                    form::hint(ui, palette, &t!("dialogs.export.group_hint"));
                });
            }
        }
    }

    fn path_ui(&mut self, corpus: &Corpus, target: Option<&Path>, palette: &Palette, ui: &mut Ui) {
        let name = t!("dialogs.export.file");
        form::row(ui, palette, &name, |ui| {
            ui.horizontal(|ui| {
                let browse = t!("dialogs.export.browse");
                let width = form::button_width(ui, &browse) + ui.spacing().item_spacing.x;
                let response = form::field(ui, palette, &mut self.path, "", &name, width);
                form::focus_first(ui, &mut self.fresh, &response, &self.path);
                let waiting = self.picker.as_ref().is_some_and(|p| p.answer().is_none());
                if form::button(ui, palette, &browse, Look::Plain, !waiting).clicked() {
                    let title = t!("dialogs.export.title").into_owned();
                    let path = target.map_or_else(PathBuf::new, Path::to_path_buf);
                    self.picker = Some(Picker::save(ui.ctx(), title, &path));
                }
            });
            let answer = self.picker.as_ref().and_then(Picker::answer);
            if answer == Some(&Picked::Unavailable) {
                form::hint(ui, palette, &t!("dialogs.export.unavailable"));
            }
            let becomes_article = target.is_some_and(|path| {
                let extension = path.extension().and_then(|extension| extension.to_str());
                path.starts_with(corpus.root()) && matches!(extension, Some("md" | "txt"))
            });
            if becomes_article {
                form::fault(ui, palette, &t!("dialogs.export.becomes_article"));
            }
        });
    }
}

/// `文献集-摘录.csv` in the user's documents folder, or at home where there is none.
fn default_path(set: &str, kind: Kind) -> PathBuf {
    let user = directories::UserDirs::new();
    let folder = user.as_ref().map(|user| user.document_dir().unwrap_or(user.home_dir()));
    let name = t!("dialogs.export.file_name", set = set);
    folder.unwrap_or(Path::new("")).join(format!("{name}.{}", kind.extension()))
}
