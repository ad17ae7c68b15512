//! Importing: which files, what would come of them and where it goes, and the yes to it.
//!
//! The first press of the button looks at the files, the second carries it out: nobody imports what
//! was not shown.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use eframe::egui::{self, Align, Align2, Context, CornerRadius, Id, Layout, Rect, Ui, vec2};
use rust_i18n::t;

use super::{
    form::{self, ButtonLook, Buttons, FormAnswer},
    system::{PickedPaths, Picker, typed_path},
};
use crate::{
    exchange::{
        IMPORT_FORMATS,
        arrival::{ArticlePlace, OnConflict, PassageFate},
        incoming::ImportFormat,
    },
    search::on_one_line,
    session::{Command, Import, ImportPreview, Inquiry, Session, describe},
    ui::{
        message::Message,
        theme::{self, Palette},
        widgets::{
            self,
            table::{
                DataTable, TableCell, TableColumn, TableGround, TableLook, TableMemory, TableRows,
            },
        },
    },
};

/// Height of a row of the list.
const ROW: f32 = 26.0;
/// Rows of the list that are shown at once.
const ROWS: f32 = 8.0;

/// The form.
#[derive(Clone, Debug)]
pub(in crate::ui) struct ImportForm {
    /// Paths, with `;` between them.
    files: String,
    /// Those that it was opened with.
    opened: String,
    format: Option<ImportFormat>,
    on_conflict: OnConflict,
    picker: Option<Picker>,
    /// What is being looked at, or was last.
    asked: Option<Import>,
    fresh: bool,
    /// The list of what would come.
    list: TableMemory,
}

impl ImportForm {
    pub(super) fn new(files: &[PathBuf]) -> Self {
        Self {
            files: joined(files),
            opened: joined(files),
            format: None,
            on_conflict: OnConflict::default(),
            picker: None,
            asked: None,
            fresh: true,
            list: TableMemory::default(),
        }
    }

    /// Whether files were chosen of which something could come.
    pub(super) fn is_changed(&self, session: &Session) -> bool {
        let request = self.request();
        let chosen = self.files != self.opened
            || self.format.is_some()
            || self.on_conflict != OnConflict::default();
        let preview = session.import_preview().filter(|preview| preview.request == request);
        let brings_nothing = preview.is_some_and(|preview| !preview.arrival.changes_something());
        chosen && !request.files.is_empty() && !brings_nothing
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
        // Files that were dropped or picked are looked at without being asked for.
        let mut look = self.fresh && !self.files.is_empty();
        if let Some(picked) = self.picker.as_ref().and_then(Picker::paths).map(joined) {
            self.files = picked;
            self.picker = None;
            look = true;
        }
        let preview = session
            .import_preview()
            .filter(|preview| self.asked.as_ref().is_some_and(|asked| *asked == preview.request));
        let answer = form::card(
            ctx,
            palette,
            &t!("import.dialog.title"),
            theme::DIALOG_REVIEW,
            |ui| {
                let before = (self.format, self.on_conflict);
                self.files_ui(palette, ui);
                self.format_ui(palette, ui);
                self.conflict_ui(preview, palette, ui);
                look |= self.asked.is_some() && before != (self.format, self.on_conflict);
                self.preview_ui(session, preview, palette, ui);
                // What stands in the form now, and whether that is what was looked at.
                let request = self.request();
                (!request.files.is_empty(), self.asked.as_ref() == Some(&request))
            },
            |ui, (has_files, is_asked)| {
                let ready = preview.filter(|_| is_asked);
                let enabled = match ready {
                    Some(preview) => preview.arrival.changes_something(),
                    None => has_files && !is_asked,
                };
                let confirm = match ready {
                    Some(_) => t!("import.dialog.confirm"),
                    None => t!("import.dialog.look"),
                };
                Buttons::new(confirm, enabled).ui(ui, palette)
            },
        );
        let is_shown = preview.is_some() && self.asked.as_ref() == Some(&self.request());
        match answer {
            Some(FormAnswer::Confirm) if is_shown => {
                out.push(Message::Do(Command::Import));
                return false;
            }
            Some(FormAnswer::Confirm) => look = true,
            Some(FormAnswer::None | FormAnswer::Aside) => {}
            Some(FormAnswer::Cancel) | None => {
                // Nothing is looked at any more.
                out.push(Message::Do(Command::ask(Import::default())));
                return false;
            }
        }
        if look {
            let request = self.request();
            self.asked = Some(request.clone());
            out.push(Message::Do(Command::ask(request)));
        }
        true
    }

    fn request(&self) -> Import {
        let files = self.files.split([';', '；', '\n']).filter_map(typed_path).collect();
        Import { files, format: self.format, on_conflict: self.on_conflict }
    }

    fn files_ui(&mut self, palette: &Palette, ui: &mut Ui) {
        let name = t!("import.dialog.files");
        form::row(ui, palette, &name, |ui| {
            ui.horizontal(|ui| {
                let browse = t!("import.dialog.browse");
                let width = form::button_width(ui, &browse) + ui.spacing().item_spacing.x;
                let hint = t!("import.dialog.files_hint");
                let response = form::field(ui, palette, &mut self.files, &hint, &name, width);
                form::focus_first(ui, &mut self.fresh, &response, &self.files);
                let waiting = self.picker.as_ref().is_some_and(|p| p.answer().is_none());
                if form::button(ui, palette, &browse, ButtonLook::Plain, !waiting).clicked() {
                    let title = t!("import.dialog.title").into_owned();
                    self.picker = Some(Picker::files(ui.ctx(), title));
                }
            });
            let answer = self.picker.as_ref().and_then(Picker::answer);
            if answer == Some(&PickedPaths::Unavailable) {
                form::hint(ui, palette, &t!("import.dialog.unavailable"));
            }
        });
    }

    fn format_ui(&mut self, palette: &Palette, ui: &mut Ui) {
        let name = t!("import.dialog.format");
        form::row(ui, palette, &name, |ui| {
            let named = |format: Option<ImportFormat>| match format {
                Some(format) => t!(format!("import.format.{}", format.name())),
                None => t!("import.format.auto"),
            };
            let response = egui::ComboBox::from_id_salt("import-format")
                .selected_text(named(self.format))
                .width(ui.available_width())
                .height(theme::COMBO_HEIGHT)
                .show_ui(ui, |ui| {
                    for format in std::iter::once(None).chain(IMPORT_FORMATS.map(Some)) {
                        ui.selectable_value(&mut self.format, format, named(format));
                    }
                })
                .response;
            widgets::focus_ring(ui, palette, response.rect, &response);
            response.accessible_name(name.as_ref());
        });
    }

    /// Only where themes arrive there is something to choose.
    fn conflict_ui(
        &mut self,
        preview: Option<&Arc<ImportPreview>>,
        palette: &Palette,
        ui: &mut Ui,
    ) {
        if preview.is_none_or(|preview| preview.arrival.themes.is_empty()) {
            return;
        }
        let name = t!("import.dialog.conflict");
        form::row(ui, palette, &name, |ui| {
            let options = [
                (OnConflict::Keep, t!("import.dialog.keep")),
                (OnConflict::Replace, t!("import.dialog.replace")),
                (OnConflict::Add, t!("import.dialog.add")),
            ];
            form::choice(ui, palette, &name, &mut self.on_conflict, &options);
            form::hint(ui, palette, &t!("import.dialog.conflict_hint"));
        });
    }

    fn preview_ui(
        &mut self,
        session: &Session,
        preview: Option<&Arc<ImportPreview>>,
        palette: &Palette,
        ui: &mut Ui,
    ) {
        ui.add_space(theme::grid(1.0));
        match preview {
            None if self.asked.is_none() => {
                form::hint(ui, palette, &t!("import.dialog.nothing"));
            }
            None => {
                let progress = session.inquiry::<Import>().and_then(Inquiry::progress);
                let far = progress.map(|progress| (progress.done(), progress.total()));
                let text = match far.filter(|&(_, total)| total > 1) {
                    Some((done, total)) => t!("import.dialog.far", done = done, total = total),
                    None => t!("import.dialog.reading"),
                };
                form::hint(ui, palette, &text);
                ui.ctx().request_repaint_after(std::time::Duration::from_millis(100));
            }
            Some(preview) => {
                // Above the list: what does not come must not have to be scrolled to.
                for text in describe::import_report(&preview.incoming, &preview.arrival) {
                    form::fault(ui, palette, &text);
                }
                if preview.incoming.is_empty() {
                    form::hint(ui, palette, &t!("import.dialog.empty"));
                } else {
                    list_ui(preview, &mut self.list, palette, ui);
                    let hint = if preview.arrival.changes_something() {
                        t!("import.dialog.undo_hint")
                    } else {
                        t!("import.dialog.unchanged")
                    };
                    form::hint(ui, palette, &hint);
                }
            }
        }
    }
}

/// The sums of each kind, then all that arrives, a row each.
fn list_ui(preview: &ImportPreview, memory: &mut TableMemory, palette: &Palette, ui: &mut Ui) {
    let sections = Section::all(preview);
    for section in &sections {
        form::row(ui, palette, &section.name, |ui| form::value(ui, palette, &section.sums));
    }
    let lines: usize = sections.iter().map(|section| section.rows + 1).sum();
    #[expect(clippy::cast_precision_loss, reason = "as many rows as are shown")]
    let size = vec2(ui.available_width(), ROWS.min(lines as f32) * ROW);
    let look = TableLook {
        head: 0.0,
        row: ROW,
        group: ROW,
        ground: TableGround::Round,
        framed: false,
        ..TableLook::default()
    };
    let table = DataTable {
        id: Id::unique("arrival"),
        name: t!("import.dialog.list"),
        look,
        // What a thing is called takes the room that what becomes of it leaves.
        columns: &[TableColumn::<()>::filling("what", 160.0)],
        memory,
        order: None,
        checks: None,
    };
    let mut rows = ArrivalRows { preview, sections: &sections, palette };
    let layout = Layout::top_down(Align::Min);
    ui.allocate_ui_with_layout(size, layout, |ui| table.show(palette, ui, &mut rows));
    ui.add_space(theme::grid(2.0));
}

/// The rows as the table draws them.
struct ArrivalRows<'a> {
    preview: &'a ImportPreview,
    sections: &'a [Section],
    palette: &'a Palette,
}

impl ArrivalRows<'_> {
    fn get(&self, row: usize) -> Option<(&Section, Row)> {
        let mut left = row;
        for section in self.sections {
            if left < section.rows {
                return Some((section, section.kind.row(self.preview, left)));
            }
            left -= section.rows;
        }
        None
    }
}

impl TableRows for ArrivalRows<'_> {
    fn count(&self) -> usize {
        self.sections.iter().map(|section| section.rows).sum()
    }

    fn name(&self, row: usize) -> String {
        self.get(row).map(|(_, row)| format!("{}　{}", row.name, row.fate)).unwrap_or_default()
    }

    fn text(&self, row: usize, _: &str) -> String {
        self.name(row)
    }

    fn copied(&self, row: usize, _: &[&str]) -> Vec<String> {
        let row = self.get(row);
        row.map(|(section, row)| vec![section.name.clone(), row.name, row.fate]).unwrap_or_default()
    }

    fn groups(&self) -> usize {
        self.sections.len()
    }

    fn group_first(&self, group: usize) -> usize {
        self.sections.iter().take(group).map(|section| section.rows).sum()
    }

    fn group_name(&self, group: usize) -> String {
        self.sections.get(group).map(|section| section.name.clone()).unwrap_or_default()
    }

    fn group_ui(&mut self, ui: &mut Ui, group: usize, rect: Rect) {
        let (name, palette) = (self.group_name(group), self.palette);
        ui.painter().rect_filled(rect, CornerRadius::same(theme::RADIUS), palette.well());
        let inner = rect.shrink2(vec2(theme::grid(2.0), 0.0));
        let (align, font) = (Align2::LEFT_CENTER, theme::small());
        widgets::paint_truncated(ui, inner, align, &name, font, palette.second);
    }

    fn cell_ui(&mut self, ui: &mut Ui, cell: &TableCell<'_>) {
        let Some((_, row)) = self.get(cell.row) else { return };
        let (inner, palette) = (cell.inner(theme::grid(2.0)), self.palette);
        // What becomes of it has up to half of the row; the name what is left.
        let right = inner.with_min_x(inner.center().x);
        let (align, font) = (Align2::RIGHT_CENTER, theme::small());
        let used = widgets::paint_truncated(ui, right, align, &row.fate, font, palette.second);
        let left = inner.with_max_x(used.left() - theme::grid(3.0));
        let ink = if row.comes { palette.ink } else { palette.second };
        let (align, font) = (Align2::LEFT_CENTER, theme::body());
        widgets::paint_truncated(ui, left, align, &row.name, font, ink);
    }
}

/// What a row of the list is about.
#[derive(Clone, Copy)]
enum Kind {
    Article,
    Theme,
    Passage,
}

/// The rows of one kind.
struct Section {
    kind: Kind,
    rows: usize,
    name: String,
    sums: String,
}

/// What stands in a row, and whether it comes into the set.
struct Row {
    name: String,
    fate: String,
    comes: bool,
}

impl Section {
    fn all(preview: &ImportPreview) -> Vec<Self> {
        let arrival = &preview.arrival;
        let counts = describe::ImportCounts::of(arrival);
        let articles = t!(
            "import.dialog.count_articles",
            new = counts.new_articles,
            known = counts.known_articles,
            missing = counts.missing_articles
        );
        let themes = t!(
            "import.dialog.count_themes",
            new = counts.new_themes,
            known = counts.known_themes,
            changed = counts.changed_themes,
            kept = counts.kept_themes
        );
        let lost = arrival.passages.len() - counts.coming() - counts.known_passages;
        let passages = t!(
            "import.dialog.count_passages",
            new = counts.coming(),
            known = counts.known_passages,
            lost = lost
        );
        let all = [
            (Kind::Article, arrival.articles.len(), t!("import.dialog.articles"), articles),
            (Kind::Theme, arrival.themes.len(), t!("import.dialog.themes"), themes),
            (Kind::Passage, arrival.passages.len(), t!("import.dialog.passages"), passages),
        ];
        let filled = all.into_iter().filter(|&(_, rows, ..)| rows > 0);
        let section = |(kind, rows, name, sums): (_, _, std::borrow::Cow<'_, str>, _)| {
            let sums: std::borrow::Cow<'_, str> = sums;
            Self { kind, rows, name: name.into_owned(), sums: sums.into_owned() }
        };
        filled.map(section).collect()
    }
}

impl Kind {
    fn row(self, preview: &ImportPreview, at: usize) -> Row {
        let arrival = &preview.arrival;
        let row = match self {
            Self::Article => arrival.articles.get(at).map(|article| {
                let (fate, comes) = match &article.place {
                    ArticlePlace::New(new) => {
                        let path = describe::shown(new.path.as_str());
                        (t!("import.dialog.article.new", path = path), true)
                    }
                    ArticlePlace::Known(path) => {
                        let path = describe::shown(path.as_str());
                        (t!("import.dialog.article.known", path = path), false)
                    }
                    ArticlePlace::Missing => (t!("import.dialog.article.missing"), false),
                    ArticlePlace::NoText => (t!("import.dialog.article.no_text"), false),
                };
                (article.name.as_str(), fate, comes)
            }),
            Self::Theme => arrival.themes.get(at).map(|theme| {
                let fate = t!(format!("import.dialog.theme.{}", theme.fate.as_str()));
                (theme.name.as_str(), fate, theme.fate.comes())
            }),
            Self::Passage => arrival.passages.get(at).map(|passage| {
                let fate = t!(format!("import.dialog.passage.{}", passage.fate.as_str()));
                let comes = matches!(passage.fate, PassageFate::New { .. });
                (passage.quote.as_str(), fate, comes)
            }),
        };
        let (name, fate, comes) = row.unwrap_or_default();
        let name = describe::shown(&on_one_line(name));
        Row { name, fate: fate.into_owned(), comes }
    }
}

fn joined(files: &[PathBuf]) -> String {
    let all: Vec<_> = files.iter().map(|file| file.to_string_lossy()).collect();
    all.join("; ")
}

/// Whether a file is none that can be opened, but one that can be imported.
pub(super) fn is_foreign(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    let opens = ["", "txt", "md"].contains(&&*extension);
    !opens && IMPORT_FORMATS.iter().any(|format| format.extensions().contains(&&*extension))
}
