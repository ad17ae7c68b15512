//! Where a picture, the handbook or a coder's work is saved.

use std::{
    borrow::Cow,
    path::{Path, PathBuf},
    sync::Arc,
};

use eframe::egui::Context;
use rust_i18n::t;

use super::{
    form::{self, ButtonLook, Buttons, FormAnswer},
    system::{PickedPaths, Picker, typed_path},
};
use crate::{
    annotation::Coder,
    session::{Command, MadeFile, describe},
    ui::{
        message::Message,
        theme::{self, Palette},
    },
};

/// The open dialog.
#[derive(Clone, Debug)]
pub(in crate::ui) struct SaveFile {
    kind: Made,
    text: Arc<str>,
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
    Handbook,
    Work,
}

impl Made {
    fn extension(self) -> &'static str {
        match self {
            Self::Image => "svg",
            Self::Handbook => "html",
            Self::Work => "work.ron",
        }
    }

    fn title(self) -> Cow<'static, str> {
        match self {
            Self::Image => t!("dialogs.image.title"),
            Self::Handbook => t!("handbook.save.title"),
            Self::Work => t!("colleague.give_title"),
        }
    }

    fn about(self) -> Cow<'static, str> {
        match self {
            Self::Image => t!("dialogs.image.about"),
            Self::Handbook => t!("handbook.save.about"),
            Self::Work => t!("colleague.give_about"),
        }
    }

    /// A file of that name where such files are looked for, or at home where there is no such
    /// folder.
    fn default_path(self, name: &str) -> PathBuf {
        let user = directories::UserDirs::new();
        let own = user.as_ref().and_then(|user| match self {
            Self::Image => user.picture_dir(),
            Self::Handbook | Self::Work => user.document_dir(),
        });
        let folder = own.or_else(|| user.as_ref().map(directories::UserDirs::home_dir));
        // What a name of a file cannot hold on some system.
        let plain: String =
            name.chars().filter(|c| !r#"/\:*?"<>|"#.contains(*c)).take(60).collect();
        let name = format!("{}.{}", plain.trim(), self.extension());
        folder.unwrap_or(Path::new("")).join(name)
    }
}

impl SaveFile {
    /// A picture, as SVG, offered under that name.
    pub(super) fn image(name: &str, svg: String) -> Self {
        Self::new(Made::Image, name, svg)
    }

    /// The handbook, as a web page.
    pub(super) fn handbook(page: String) -> Self {
        Self::new(Made::Handbook, &t!("handbook.page_title"), page)
    }

    /// What a coder has marked.
    pub(super) fn work(coder: &Coder, text: String) -> Self {
        let date = describe::today();
        Self::new(Made::Work, &t!("colleague.give_name", coder = coder, date = date), text)
    }

    fn new(kind: Made, name: &str, text: String) -> Self {
        let path = kind.default_path(name).to_string_lossy().into_owned();
        Self { kind, text: text.into(), opened: path.clone(), path, picker: None, fresh: true }
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
        let target = typed_path(&self.path);
        let (title, about) = (self.kind.title(), self.kind.about());
        let answer = form::card(
            ctx,
            palette,
            &title,
            theme::DIALOG_WIDE,
            |ui| {
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
            },
            |ui, ()| Buttons::new(t!("dialogs.image.confirm"), target.is_some()).ui(ui, palette),
        );
        if answer == Some(FormAnswer::Confirm)
            && let Some(path) = typed_path(&self.path)
        {
            let path = if path.extension().is_some() {
                path
            } else {
                path.with_extension(self.kind.extension())
            };
            let file = MadeFile { text: Arc::clone(&self.text), path };
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
            let path = Made::Image.default_path(name);
            path.file_name().expect("a name").to_string_lossy().into_owned()
        };
        assert_eq!(name("检索“党建 近/5 引领”按年"), "检索“党建 近5 引领”按年.svg");
        assert_eq!(name("年:2015..2021 \"引领\""), "年2015..2021 引领.svg");
    }
}
