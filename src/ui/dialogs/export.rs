//! Exporting excerpts: which, in what format, to which file, and what that file will be.

mod format_choice;
mod preview;

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use eframe::egui::{Context, Ui};

use super::{
    form::{self, ButtonLook, Buttons, FormAnswer},
    system::{PickedPaths, Picker, typed_path},
};
use crate::{
    annotation::PassageId,
    corpus::{Corpus, is_article_name},
    exchange::{
        ExportFormat, ExportOption, ExportOptions, FORMATS, Formulas, GroupBy, PaperContent,
        PaperFace, PaperOptions, PaperSize, PaperText, ThemeNames, TokenUnit,
    },
    session::{self, Command, ExportPlan, ExportPreview, Session, describe},
    t,
    ui::{
        export_offers::ExportOffers,
        message::Message,
        theme::{self, Palette},
    },
};

/// Which passages are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ExportScope {
    /// All of the set.
    All,
    /// Those of the open article.
    Article,
    /// Those that the page of excerpts shows.
    Shown,
    /// Those that are checked there.
    Checked,
}

/// The open dialog.
#[derive(Clone, Debug)]
pub(in crate::ui) struct ExportForm {
    format: ExportFormat,
    /// What there is to choose from besides all.
    offers: Vec<(ExportScope, BTreeSet<PassageId>)>,
    scope: ExportScope,
    options: ExportOptions,
    /// The file; a sensible one is put in at the first frame.
    path: String,
    picker: Option<Picker>,
    fresh: bool,
    /// What was chosen to begin with.
    opened: Option<(ExportFormat, ExportOptions, ExportScope, String)>,
    /// What the preview was asked for last.
    asked: Option<Asked>,
    /// How high it was so far: another format must not move its buttons from under the pointer.
    tallest: f32,
}

/// What a preview depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Asked {
    format: ExportFormat,
    options: ExportOptions,
    scope: ExportScope,
    /// Which state of the annotations.
    revision: u64,
}

impl ExportForm {
    pub(super) fn new(offers: ExportOffers) -> Self {
        let ExportOffers { article, shown, checked, on_excerpts } = offers;
        let offers = [
            (ExportScope::Article, article),
            (ExportScope::Shown, shown),
            (ExportScope::Checked, checked),
        ];
        let offers: Vec<(ExportScope, BTreeSet<PassageId>)> = offers
            .into_iter()
            .filter(|(_, passages)| !passages.is_empty())
            .map(|(scope, passages)| (scope, passages.into_iter().collect()))
            .collect();
        // On the page of excerpts, what is checked is meant, else what is shown.
        let last = offers.last().map(|(scope, _)| *scope);
        let scope = last.filter(|scope| on_excerpts && *scope != ExportScope::Article);
        Self {
            format: FORMATS[0],
            offers,
            scope: scope.unwrap_or(ExportScope::All),
            options: ExportOptions::default(),
            path: String::new(),
            picker: None,
            fresh: true,
            opened: None,
            asked: None,
            tallest: 0.0,
        }
    }

    /// Of the passages of one article.
    pub(super) fn of_article(article: Vec<PassageId>) -> Self {
        let offers = ExportOffers { article, ..ExportOffers::default() };
        Self { scope: ExportScope::Article, ..Self::new(offers) }
    }

    /// Whether something was chosen or typed.
    pub(super) fn is_changed(&self) -> bool {
        let now = || (self.format, self.options, self.scope, self.path.clone());
        self.opened.as_ref().is_some_and(|opened| *opened != now())
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
            self.path = default_path(&corpus.name(), self.format).to_string_lossy().into_owned();
            self.opened = Some((self.format, self.options, self.scope, self.path.clone()));
        }
        if let Some(path) = self.picker.as_ref().and_then(Picker::path) {
            self.path = path.to_string_lossy().into_owned();
            self.picker = None;
        }
        self.ask_preview(session, out);
        let preview = session.export_preview().filter(|preview| preview.format == self.format);
        let total = session.annotations().count();
        let count = self.passages().map_or(total, BTreeSet::len);
        let target = typed_path(&self.path);
        let answer = form::card(
            ctx,
            palette,
            &t!("dialogs.export.title"),
            theme::DIALOG_EXPORT,
            |ui| {
                let top = ui.cursor().top();
                self.format_ui(palette, ui);
                self.what_ui(total, palette, ui);
                self.options_ui(palette, ui);
                self.path_ui(corpus, target.as_deref(), palette, ui);
                preview::ui(preview, palette, ui);
                losses_ui(preview, palette, ui);
                // While another preview is on its way, the last height stays too.
                let height = ui.cursor().top() - top;
                ui.add_space((self.tallest - height).max(0.0));
                self.tallest = self.tallest.max(height);
                self.format.needs_excerpts()
            },
            |ui, needs_excerpts| {
                let any = count > 0 || !needs_excerpts;
                let confirm = if needs_excerpts {
                    t!("dialogs.export.confirm", count = theme::grouped(count))
                } else {
                    t!("dialogs.export.confirm_codebook")
                };
                Buttons::new(confirm, any && target.is_some()).ui(ui, palette)
            },
        );
        match (answer, typed_path(&self.path)) {
            (Some(FormAnswer::Confirm), Some(path)) => {
                let path = self.with_extension(path);
                let passages = self.passages().cloned();
                let Self { format, options, .. } = *self;
                let export = session::Export {
                    format,
                    options,
                    passages,
                    articles: Vec::new(),
                    opens: false,
                    path,
                };
                out.push(Message::Do(Command::Export(export)));
                false
            }
            (Some(FormAnswer::None | FormAnswer::Confirm), _) => true,
            _ => false,
        }
    }

    /// Asks for another preview when something else would be written.
    fn ask_preview(&mut self, session: &Session, out: &mut Vec<Message>) {
        let Self { format, options, scope, .. } = *self;
        let revision = session.annotations().revision();
        let wanted = Asked { format, options, scope, revision };
        if self.asked != Some(wanted) {
            self.asked = Some(wanted);
            let passages = self.passages().cloned();
            let plan = ExportPlan { format, options, passages };
            out.push(Message::Do(Command::ask(plan)));
        }
    }

    /// The passages that are written; `None` for all of the set.
    fn passages(&self) -> Option<&BTreeSet<PassageId>> {
        let offer = self.offers.iter().find(|(scope, _)| *scope == self.scope);
        offer.map(|(_, passages)| passages)
    }

    /// A name without any extension gets the format's.
    fn with_extension(&self, path: PathBuf) -> PathBuf {
        let has_one = path.extension().is_some() || self.format.is_folder();
        if has_one { path } else { path.with_extension(self.format.extension()) }
    }

    fn format_ui(&mut self, palette: &Palette, ui: &mut Ui) {
        let name = t!("dialogs.export.format");
        let before = self.format;
        form::row(ui, palette, &name, |ui| {
            format_choice::ui(ui, palette, &name, &mut self.format);
            form::hint(ui, palette, &t!(format!("export.format.{}.about", self.format.name())));
        });
        if before != self.format {
            // The file's name follows, unless the user gave it another kind of name.
            let stem = match before.extension() {
                "" => Some(self.path.trim()),
                old => self.path.trim().strip_suffix(&format!(".{old}")),
            };
            if let Some(stem) = stem {
                self.path = with_ending(stem, self.format);
            }
        }
    }

    fn what_ui(&mut self, total: usize, palette: &Palette, ui: &mut Ui) {
        let name = t!("dialogs.export.what");
        let everything = t!("dialogs.export.all", count = theme::grouped(total));
        form::row(ui, palette, &name, |ui| {
            if self.offers.is_empty() {
                form::value(ui, palette, &everything);
            } else {
                let offer = |(scope, passages): &(ExportScope, BTreeSet<PassageId>)| {
                    let count = theme::grouped(passages.len());
                    let text = match scope {
                        ExportScope::All => t!("dialogs.export.all", count = count),
                        ExportScope::Article => t!("dialogs.export.article", count = count),
                        ExportScope::Shown => t!("dialogs.export.shown", count = count),
                        ExportScope::Checked => t!("dialogs.export.checked", count = count),
                    };
                    (*scope, text)
                };
                let mut options = vec![(ExportScope::All, everything)];
                options.extend(self.offers.iter().map(offer));
                form::choice(ui, palette, &name, &mut self.scope, &options);
            }
            if total == 0 {
                form::hint(ui, palette, &t!("dialogs.export.nothing"));
            }
        });
    }

    fn options_ui(&mut self, palette: &Palette, ui: &mut Ui) {
        for option in self.format.heeds() {
            option_ui(*option, &mut self.options, palette, ui);
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
                if form::button(ui, palette, &browse, ButtonLook::Plain, !waiting).clicked() {
                    let title = t!("dialogs.export.title").into_owned();
                    let path = target.map_or_else(PathBuf::new, Path::to_path_buf);
                    self.picker = Some(Picker::save(ui.ctx(), title, &path));
                }
            });
            let answer = self.picker.as_ref().and_then(Picker::answer);
            if answer == Some(&PickedPaths::Unavailable) {
                form::hint(ui, palette, &t!("dialogs.export.unavailable"));
            }
            let becomes_article = target.is_some_and(|path| {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                path.starts_with(corpus.root()) && is_article_name(&name)
            });
            if becomes_article {
                form::fault(ui, palette, &t!("dialogs.export.becomes_article"));
            }
        });
    }
}

fn option_ui(option: ExportOption, options: &mut ExportOptions, palette: &Palette, ui: &mut Ui) {
    match option {
        ExportOption::Formulas => form::row(ui, palette, &t!("dialogs.export.safety"), |ui| {
            let mut defused = options.formulas == Formulas::Defused;
            if form::switch(ui, palette, &t!("dialogs.export.defuse"), &mut defused) {
                options.formulas = if defused { Formulas::Defused } else { Formulas::Raw };
            }
            form::hint(ui, palette, &t!("dialogs.export.defuse_hint"));
        }),
        ExportOption::GroupBy => {
            let name = t!("dialogs.export.group");
            form::row(ui, palette, &name, |ui| {
                let choices = [
                    (GroupBy::Theme, t!("dialogs.export.by_theme")),
                    (GroupBy::Article, t!("dialogs.export.by_article")),
                ];
                form::choice(ui, palette, &name, &mut options.group_by, &choices);
                form::hint(ui, palette, &t!("dialogs.export.group_hint"));
            });
        }
        ExportOption::Names => form::row(ui, palette, &t!("dialogs.export.names"), |ui| {
            let mut paths = options.names == ThemeNames::Paths;
            if form::switch(ui, palette, &t!("dialogs.export.path_names"), &mut paths) {
                options.names = if paths { ThemeNames::Paths } else { ThemeNames::Plain };
            }
            form::hint(ui, palette, &t!("dialogs.export.path_names_hint"));
        }),
        ExportOption::Unit => {
            let name = t!("dialogs.export.unit");
            form::row(ui, palette, &name, |ui| {
                let choices = [
                    (TokenUnit::Word, t!("dialogs.export.by_word")),
                    (TokenUnit::Character, t!("dialogs.export.by_character")),
                ];
                form::choice(ui, palette, &name, &mut options.unit, &choices);
            });
        }
        ExportOption::PaperContent => {
            let name = t!("paper.content");
            form::row(ui, palette, &name, |ui| {
                let choices = [
                    (PaperContent::Excerpts, t!("paper.excerpts")),
                    (PaperContent::Articles, t!("paper.articles")),
                ];
                form::choice(ui, palette, &name, &mut options.paper.content, &choices);
            });
        }
        ExportOption::Paper => paper_ui(&mut options.paper, palette, ui),
    }
}

/// The sheet and its text.
pub(super) fn paper_ui(paper: &mut PaperOptions, palette: &Palette, ui: &mut Ui) {
    let name = t!("paper.sheet");
    form::row(ui, palette, &name, |ui| {
        let sizes = [(PaperSize::A4, "A4".into()), (PaperSize::Letter, t!("paper.letter"))];
        form::choice(ui, palette, &name, &mut paper.size, &sizes);
    });
    let name = t!("paper.text_size");
    form::row(ui, palette, &name, |ui| {
        let sizes = PaperText::ALL.map(|size| {
            let name = match size {
                PaperText::Nine => t!("paper.nine"),
                PaperText::TenAndHalf => t!("paper.ten_and_half"),
                PaperText::Twelve => t!("paper.twelve"),
                PaperText::Fourteen => t!("paper.fourteen"),
            };
            (size, name)
        });
        form::choice(ui, palette, &name, &mut paper.text, &sizes);
    });
    let name = t!("paper.face");
    form::row(ui, palette, &name, |ui| {
        let faces = [(PaperFace::Serif, t!("paper.serif")), (PaperFace::Sans, t!("paper.sans"))];
        form::choice(ui, palette, &name, &mut paper.face, &faces);
    });
}

/// What will not be in the file, before it is written.
fn losses_ui(preview: Option<&ExportPreview>, palette: &Palette, ui: &mut Ui) {
    let Some(preview) = preview else { return };
    if let Some(losses) = describe::losses_ahead(&preview.losses) {
        form::fault(ui, palette, &losses);
    }
    if preview.widens {
        form::hint(ui, palette, &t!("dialogs.export.widens"));
    }
}

/// `文献集-摘录.csv` in the user's documents folder, or at home where there is none.
fn default_path(set: &str, format: ExportFormat) -> PathBuf {
    let user = directories::UserDirs::new();
    let folder = user.as_ref().map(|user| user.document_dir().unwrap_or(user.home_dir()));
    let name = t!("dialogs.export.file_name", set = set);
    folder.unwrap_or(Path::new("")).join(with_ending(&name, format))
}

fn with_ending(stem: &str, format: ExportFormat) -> String {
    if format.is_folder() { stem.to_owned() } else { format!("{stem}.{}", format.extension()) }
}
