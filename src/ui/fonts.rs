//! The fonts: the bundled Simplified Chinese ones first, the system's only for what they lack.
//!
//! They come first in every family because a system's choice of Han forms follows its language,
//! and because a Latin font in front would make `“ ” ·` narrow.

use std::{collections::BTreeMap, sync::Arc};

use eframe::egui::{FontData, FontDefinitions, FontFamily};

const SANS: &str = "Noto Sans SC";
const SERIF: &str = "Noto Serif SC";
const SERIF_BOLD: &str = "Noto Serif SC SemiBold";

/// The article's text.
pub(super) fn serif() -> FontFamily {
    FontFamily::Name("serif".into())
}

/// Titles and headings.
pub(super) fn serif_bold() -> FontFamily {
    FontFamily::Name("serif-bold".into())
}

/// The interface's own text.
pub(super) fn sans() -> FontFamily {
    FontFamily::Proportional
}

/// The bundled fonts in their families. The system's fonts are added behind them by eframe.
#[expect(clippy::large_include_file, reason = "the program brings its fonts along")]
pub(super) fn definitions() -> FontDefinitions {
    let font = |bytes: &'static [u8]| Arc::new(FontData::from_static(bytes));
    let font_data = BTreeMap::from([
        (SANS.to_owned(), font(include_bytes!("../../fonts/NotoSansSC-Regular.ttf"))),
        (SERIF.to_owned(), font(include_bytes!("../../fonts/NotoSerifSC-Regular.ttf"))),
        (SERIF_BOLD.to_owned(), font(include_bytes!("../../fonts/NotoSerifSC-SemiBold.ttf"))),
    ]);
    let family = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
    let families = BTreeMap::from([
        (sans(), family(&[SANS, SERIF])),
        (FontFamily::Monospace, family(&[SANS, SERIF])),
        (serif(), family(&[SERIF, SANS])),
        (serif_bold(), family(&[SERIF_BOLD, SERIF, SANS])),
    ]);
    FontDefinitions { font_data, families }
}
