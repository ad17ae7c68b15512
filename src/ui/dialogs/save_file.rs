//! Where a picture, a table, the handbook or a coder's work is saved.

use std::{
    borrow::Cow,
    path::{Path, PathBuf},
    sync::Arc,
};

use eframe::egui::{Context, Ui};
use rust_i18n::t;

use super::{
    form::{self, ButtonLook, Buttons, FormAnswer},
    system::{PickedPaths, Picker, typed_path},
};
use crate::{
    analysis::Sheet,
    annotation::Coder,
    chart::ChartScene,
    exchange::{PictureDensity, PictureKind, SheetKind, SummaryDocument, SummaryKind},
    session::{Command, MadeContent, MadeFile, describe},
    ui::{
        message::Message,
        theme::{self, Palette},
    },
};

/// The open dialog.
#[derive(Clone, Debug)]
pub(in crate::ui) struct SaveFile {
    kind: Made,
    content: MadeContent,
    path: String,
    /// The path that was offered.
    opened: String,
    picker: Option<Picker>,
    fresh: bool,
}

/// What is saved.
#[derive(Clone, Copy, Debug)]
enum Made {
    Image,
    Table,
    Handbook,
    Work,
}

impl Made {
    fn title(self) -> Cow<'static, str> {
        match self {
            Self::Image => t!("dialogs.image.title"),
            Self::Table => t!("dialogs.sheet.title"),
            Self::Handbook => t!("handbook.save.title"),
            Self::Work => t!("colleague.give_title"),
        }
    }

    fn about(self, content: &MadeContent) -> Cow<'static, str> {
        match (self, content) {
            (_, MadeContent::Picture(_, PictureKind::Svg)) => t!("paper.picture.about_svg"),
            (_, MadeContent::Picture(_, PictureKind::Png(density))) => {
                t!("paper.picture.about_png", dots = density.dots())
            }
            (_, MadeContent::Picture(_, PictureKind::Pdf)) => t!("paper.picture.about_pdf"),
            (_, MadeContent::Sheet(..)) => t!("dialogs.sheet.about"),
            (_, MadeContent::Summaries(_, kind)) => match kind {
                SummaryKind::Docx => t!("summary.about.docx"),
                SummaryKind::Xlsx => t!("summary.about.xlsx"),
                SummaryKind::Csv => t!("summary.about.csv"),
            },
            (Self::Work, MadeContent::Text(_)) => t!("colleague.give_about"),
            (_, MadeContent::Text(_)) => t!("handbook.save.about"),
        }
    }

    /// The ending of a file with that content.
    fn extension(self, content: &MadeContent) -> &'static str {
        match (self, content) {
            (_, MadeContent::Picture(_, kind)) => kind.extension(),
            (_, MadeContent::Sheet(_, kind)) => kind.extension(),
            (_, MadeContent::Summaries(_, kind)) => kind.extension(),
            (Self::Work, MadeContent::Text(_)) => "work.ron",
            (_, MadeContent::Text(_)) => "html",
        }
    }

    /// A file of that name where such files are looked for, or at home where there is no such
    /// folder.
    fn default_path(self, name: &str, extension: &str) -> PathBuf {
        let user = directories::UserDirs::new();
        let own = user.as_ref().and_then(|user| match self {
            Self::Image => user.picture_dir(),
            Self::Table | Self::Handbook | Self::Work => user.document_dir(),
        });
        let folder = own.or_else(|| user.as_ref().map(directories::UserDirs::home_dir));
        // What a name of a file cannot hold on some system.
        let plain: String =
            name.chars().filter(|c| !r#"/\:*?"<>|"#.contains(*c)).take(60).collect();
        folder.unwrap_or(Path::new("")).join(format!("{}.{extension}", plain.trim()))
    }
}

/// What a kind of picture is called where it is chosen.
fn picture_name(kind: PictureKind) -> Cow<'static, str> {
    match kind {
        PictureKind::Svg => t!("paper.picture.svg"),
        PictureKind::Pdf => t!("paper.picture.pdf"),
        PictureKind::Png(PictureDensity::Single) => t!("paper.picture.png_single"),
        PictureKind::Png(PictureDensity::Double) => t!("paper.picture.png_double"),
        PictureKind::Png(PictureDensity::Print) => t!("paper.picture.png_print"),
    }
}

impl SaveFile {
    /// A picture, offered under that name.
    pub(super) fn image(name: &str, scene: ChartScene<()>) -> Self {
        Self::new(Made::Image, name, MadeContent::Picture(Arc::new(scene), PictureKind::Svg))
    }

    /// The numbers of an analysis, offered under that name.
    pub(super) fn sheet(name: &str, sheet: Sheet) -> Self {
        let content = MadeContent::Sheet(Arc::new(sheet), SheetKind::default());
        Self::new(Made::Table, name, content)
    }

    /// A summary grid, offered under that name.
    pub(super) fn summaries(name: &str, document: SummaryDocument) -> Self {
        let content = MadeContent::Summaries(Arc::new(document), SummaryKind::default());
        Self::new(Made::Table, name, content)
    }

    /// The handbook, as a web page.
    pub(super) fn handbook(page: String) -> Self {
        let content = MadeContent::Text(page.into());
        Self::new(Made::Handbook, &t!("handbook.page_title"), content)
    }

    /// What a coder has marked.
    pub(super) fn work(coder: &Coder, text: String) -> Self {
        let date = describe::today();
        let name = t!("colleague.give_name", coder = coder, date = date);
        Self::new(Made::Work, &name, MadeContent::Text(text.into()))
    }

    fn new(kind: Made, name: &str, content: MadeContent) -> Self {
        let path = kind.default_path(name, kind.extension(&content));
        let path = path.to_string_lossy().into_owned();
        Self { kind, content, opened: path.clone(), path, picker: None, fresh: true }
    }

    /// What kind of file it is to be, where there is a choice; the path follows.
    fn kinds_ui(&mut self, palette: &Palette, ui: &mut Ui) {
        let before = self.kind.extension(&self.content);
        let chosen = match &mut self.content {
            MadeContent::Text(_) => return,
            MadeContent::Picture(_, kind) => {
                let name = t!("paper.picture.kind");
                let options = PictureKind::ALL.map(|kind| (kind, picture_name(kind)));
                form::row(ui, palette, &name, |ui| {
                    form::choice(ui, palette, &name, kind, &options)
                });
                kind.extension()
            }
            MadeContent::Sheet(_, kind) => {
                let name = t!("dialogs.export.format");
                let options =
                    SheetKind::ALL.map(|kind| (kind, Cow::Owned(kind.extension().to_uppercase())));
                form::row(ui, palette, &name, |ui| {
                    form::choice(ui, palette, &name, kind, &options)
                });
                kind.extension()
            }
            MadeContent::Summaries(_, kind) => {
                let name = t!("dialogs.export.format");
                let options = SummaryKind::ALL
                    .map(|kind| (kind, Cow::Owned(kind.extension().to_uppercase())));
                form::row(ui, palette, &name, |ui| {
                    form::choice(ui, palette, &name, kind, &options)
                });
                kind.extension()
            }
        };
        for path in [&mut self.path, &mut self.opened] {
            if let Some(stem) = path.trim().strip_suffix(&format!(".{before}")) {
                *path = format!("{stem}.{chosen}");
            }
        }
    }

    /// Whether another path was written.
    pub(super) fn is_changed(&self) -> bool {
        self.path != self.opened
    }

    /// Shows it; `false` when it is done with.
    pub(super) fn ui(&mut self, palette: &Palette, ctx: &Context, out: &mut Vec<Message>) -> bool {
        if let Some(path) = self.picker.as_ref().and_then(Picker::path) {
            self.path = path.to_string_lossy().into_owned();
            self.picker = None;
        }
        let title = self.kind.title();
        let answer = form::card(
            ctx,
            palette,
            &title,
            theme::DIALOG_WIDE,
            |ui| {
                self.kinds_ui(palette, ui);
                let about = self.kind.about(&self.content);
                let target = typed_path(&self.path);
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
                    form::hint(ui, palette, &about);
                });
                typed_path(&self.path).is_some()
            },
            |ui, is_path| Buttons::new(t!("dialogs.image.confirm"), is_path).ui(ui, palette),
        );
        if answer == Some(FormAnswer::Confirm)
            && let Some(path) = typed_path(&self.path)
        {
            let path = if path.extension().is_some() {
                path
            } else {
                path.with_extension(self.kind.extension(&self.content))
            };
            let mut content = self.content.clone();
            // A picture is what its name says, though another kind was chosen.
            if let MadeContent::Picture(_, kind) = &mut content
                && let Some(named) = PictureKind::of_path(&path)
                && named.extension() != kind.extension()
            {
                *kind = named;
            }
            let file = MadeFile { content, path };
            out.push(Message::Do(Command::SaveFile(file)));
            return false;
        }
        matches!(answer, Some(FormAnswer::None | FormAnswer::Confirm))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_gives_a_file_a_name_that_every_system_takes() {
        let name = |name: &str| {
            let path = Made::Image.default_path(name, "svg");
            path.file_name().expect("a name").to_string_lossy().into_owned()
        };
        assert_eq!(name("检索“党建 近/5 引领”按年"), "检索“党建 近5 引领”按年.svg");
        assert_eq!(name("年:2015..2021 \"引领\""), "年2015..2021 引领.svg");
    }
}
