//! Where a picture is saved.

use std::{
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
    session::{Command, ImageExport},
    ui::{
        message::Message,
        theme::{self, Palette},
    },
};

/// The open dialog.
#[derive(Clone, Debug)]
pub(in crate::ui) struct SaveImage {
    svg: Arc<str>,
    path: String,
    /// The path that was offered.
    opened: String,
    picker: Option<Picker>,
    fresh: bool,
}

impl SaveImage {
    pub(super) fn new(name: &str, svg: String) -> Self {
        let path = default_path(name).to_string_lossy().into_owned();
        Self { svg: svg.into(), opened: path.clone(), path, picker: None, fresh: true }
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
        let (title, width) = (t!("dialogs.image.title"), theme::DIALOG_WIDE);
        let answer = form::card(
            ctx,
            palette,
            &title,
            width,
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
                    form::hint(ui, palette, &t!("dialogs.image.about"));
                });
            },
            |ui, ()| Buttons::new(t!("dialogs.image.confirm"), target.is_some()).ui(ui, palette),
        );
        if answer == Some(FormAnswer::Confirm)
            && let Some(path) = typed_path(&self.path)
        {
            let path = if path.extension().is_some() { path } else { path.with_extension("svg") };
            let image = ImageExport { svg: Arc::clone(&self.svg), path };
            out.push(Message::Do(Command::SaveImage(image)));
            return false;
        }
        matches!(answer, Some(FormAnswer::None | FormAnswer::Confirm))
    }
}

/// A file of that name in the user's pictures folder, or at home where there is none.
fn default_path(name: &str) -> PathBuf {
    let user = directories::UserDirs::new();
    let folder = user.as_ref().map(|user| user.picture_dir().unwrap_or(user.home_dir()));
    // What a name of a file cannot hold on some system.
    let plain: String = name.chars().filter(|c| !r#"/\:*?"<>|"#.contains(*c)).take(60).collect();
    folder.unwrap_or(Path::new("")).join(format!("{}.svg", plain.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_gives_a_file_a_name_that_every_system_takes() {
        let name = |name: &str| {
            let path = default_path(name);
            path.file_name().expect("a name").to_string_lossy().into_owned()
        };
        assert_eq!(name("检索“党建 近/5 引领”按年"), "检索“党建 近5 引领”按年.svg");
        assert_eq!(name("年:2015..2021 \"引领\""), "年2015..2021 引领.svg");
    }
}
