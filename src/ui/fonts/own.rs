//! A font file of the user's own: read on a thread, looked at, put before the bundled fonts.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
    thread,
};

use eframe::egui::{Context, FontData};
use rust_i18n::t;
use skrifa::{FontRef, MetadataProvider as _, raw::FileRef, string::StringId};

use crate::storage::Storage;

/// A collection of all Chinese, Japanese and Korean fonts is not longer than this.
const LIMIT_MB: u64 = 192;

/// Why a font file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Fault {
    /// The disk would not give it.
    Unreadable(String),
    TooLarge,
    /// It is no font, or one without characters.
    Broken,
}

impl Fault {
    fn text(&self) -> String {
        match self {
            Self::Unreadable(reason) => t!("typography.own_unreadable", reason = reason),
            Self::TooLarge => t!("typography.own_too_large", limit = LIMIT_MB),
            Self::Broken => t!("typography.own_broken"),
        }
        .into_owned()
    }
}

/// A font that was read.
#[derive(Clone)]
struct Read {
    data: FontData,
    /// Its family's name.
    name: String,
}

/// How far it is with the font of the user's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::ui) enum OwnFontState {
    /// None was chosen.
    None,
    /// It is being read.
    Reading,
    /// It is in use, under this name.
    Ready(String),
    /// It cannot be used, for this reason.
    Failed(String),
}

/// The font of the user's own.
#[derive(Default)]
pub(in crate::ui) struct OwnFont {
    path: Option<PathBuf>,
    /// Counts the files that were chosen.
    number: u64,
    answer: Arc<OnceLock<Result<Read, Fault>>>,
    /// Whether what came of it was taken in.
    done: bool,
    /// Whether the fonts in use have Latin marks for the interface.
    latin_marks: bool,
}

impl OwnFont {
    /// Begins to read `path` if it is another than before; returns what is new: the fonts to use
    /// from now on, or what is wrong.
    pub(in crate::ui) fn follow(
        &mut self,
        path: Option<&Path>,
        storage: &Arc<dyn Storage>,
        ctx: &Context,
    ) -> Option<Result<Option<(u64, FontData)>, String>> {
        // The interface speaks another language: the same fonts, with other marks.
        let latin_marks = super::has_latin_marks();
        if self.latin_marks != latin_marks {
            self.latin_marks = latin_marks;
            let read = self.answer.get().and_then(|answer| answer.as_ref().ok());
            let read = read.filter(|_| self.done && self.path.as_deref() == path);
            return Some(Ok(read.map(|read| (self.number, read.data.clone()))));
        }
        if self.path.as_deref() != path {
            let had_one = self.path.is_some();
            self.path = path.map(Path::to_path_buf);
            self.number += 1;
            self.answer = Arc::default();
            self.done = path.is_none();
            let Some(path) = path else { return had_one.then_some(Ok(None)) };
            self.read(path.to_path_buf(), Arc::clone(storage), ctx.clone());
        }
        if self.done {
            return None;
        }
        let answer = self.answer.get()?;
        self.done = true;
        Some(match answer {
            Ok(read) => Ok(Some((self.number, read.data.clone()))),
            Err(fault) => {
                let path = self.path.as_ref().map(|path| path.display().to_string());
                let path = path.unwrap_or_default();
                Err(t!("typography.own_in_use", fault = fault.text(), path = path).into_owned())
            }
        })
    }

    fn read(&self, path: PathBuf, storage: Arc<dyn Storage>, ctx: Context) {
        let answer = Arc::clone(&self.answer);
        let thread = thread::Builder::new().name("font".to_owned()).spawn(move || {
            // Nothing else writes it.
            let _ = answer.set(read(&path, &*storage));
            ctx.request_repaint();
        });
        if let Err(error) = thread {
            let _ = self.answer.set(Err(Fault::Unreadable(error.to_string())));
        }
    }

    /// How far it is, for the settings.
    pub(in crate::ui) fn state(&self) -> OwnFontState {
        match (self.path.as_ref(), self.answer.get()) {
            (None, _) => OwnFontState::None,
            (Some(_), None) => OwnFontState::Reading,
            (Some(_), Some(Ok(read))) => OwnFontState::Ready(read.name.clone()),
            (Some(_), Some(Err(fault))) => OwnFontState::Failed(fault.text()),
        }
    }
}

fn read(path: &Path, storage: &dyn Storage) -> Result<Read, Fault> {
    let bytes = storage.read(path, LIMIT_MB << 20).map_err(|error| {
        if error.source.kind() == std::io::ErrorKind::FileTooLarge {
            Fault::TooLarge
        } else {
            Fault::Unreadable(error.source.to_string())
        }
    })?;
    let (index, name) = best_face(&bytes).ok_or(Fault::Broken)?;
    let data = FontData { index, ..FontData::from_owned(bytes) };
    Ok(Read { data, name })
}

/// The face of a file to use: in a collection the Simplified Chinese one, else the first that has
/// characters.
fn best_face(bytes: &[u8]) -> Option<(u32, String)> {
    let faces = FileRef::new(bytes).ok()?.fonts();
    let usable = |(index, face): (usize, Result<FontRef<'_>, _>)| {
        let face = face.ok()?;
        let glyph = face.charmap().mappings().next()?.1;
        face.outline_glyphs().get(glyph)?;
        let names = || face.localized_strings(StringId::FAMILY_NAME);
        let name = names().english_or_first()?.to_string();
        let is_simplified = names().any(|name| {
            let name = name.to_string();
            name.split(' ').any(|word| matches!(word, "SC" | "CN" | "GB" | "Hans"))
        });
        Some((u32::try_from(index).ok()?, name, is_simplified))
    };
    let mut faces: Vec<_> = faces.enumerate().filter_map(usable).collect();
    faces.sort_by_key(|&(index, _, is_simplified)| (!is_simplified, index));
    faces.into_iter().next().map(|(index, name, _)| (index, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_font_is_told_from_what_is_none() {
        let font = include_bytes!("../../../fonts/NotoSerifSC-Regular.ttf");
        assert_eq!(best_face(font).map(|(index, _)| index), Some(0));
        for cut in [0, 4, 12, 60, 200] {
            assert_eq!(best_face(&font[..cut]), None, "{cut}");
        }
        assert_eq!(best_face("街道把闲置的粮站".repeat(40).as_bytes()), None);
    }

    #[test]
    fn a_font_cut_short_can_be_laid_out_without_harm_if_it_is_taken_at_all() {
        let font = include_bytes!("../../../fonts/NotoSerifSC-Regular.ttf");
        for cut in [2_000, 60_000, 900_000] {
            let Some((index, _)) = best_face(&font[..cut]) else { continue };
            let data = FontData { index, ..FontData::from_owned(font[..cut].to_vec()) };
            let ctx = Context::default();
            ctx.set_fonts(super::super::definitions(Some((1, data))));
            let mut output = ctx.run_ui(eframe::egui::RawInput::default(), |ui| {
                let font = eframe::egui::FontId::new(19.0, super::super::own_family());
                ui.label(eframe::egui::RichText::new("街道abc，。").font(font));
            });
            output.textures_delta.clear();
        }
    }
}
