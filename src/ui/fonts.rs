//! The fonts: the bundled Simplified Chinese ones first, the system's only for what they lack.
//!
//! They come first in every family because a system's choice of Han forms follows its language,
//! and because a Latin font in front would make `“ ” ·` narrow. A font of the user's own stands
//! before them in a family of its own, once it was read and found to be one.

mod own;

use std::{collections::BTreeMap, sync::Arc};

use eframe::egui::{Context, FontData, FontDefinitions, FontFamily};

use crate::session::TextFont;
pub(super) use own::{OwnFont, OwnFontState};

const SANS: &str = "Noto Sans SC";
const SERIF: &str = "Noto Serif SC";
const SERIF_BOLD: &str = "Noto Serif SC SemiBold";
const OWN: &str = "own ";

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

/// The user's own font; the serif as long as there is none.
fn own_family() -> FontFamily {
    FontFamily::Name("own".into())
}

/// What running text is set in.
pub(super) fn text(font: TextFont) -> FontFamily {
    match font {
        TextFont::Serif => serif(),
        TextFont::Sans => sans(),
        TextFont::Own => own_family(),
    }
}

/// The bundled fonts in their families, and `own` with a number that tells it from others. The
/// system's fonts are added behind them by eframe.
#[expect(clippy::large_include_file, reason = "the program brings its fonts along")]
pub(super) fn definitions(own: Option<(u64, FontData)>) -> FontDefinitions {
    let font = |bytes: &'static [u8]| Arc::new(FontData::from_static(bytes));
    let mut font_data = BTreeMap::from([
        (SANS.to_owned(), font(include_bytes!("../../fonts/NotoSansSC-Regular.ttf"))),
        (SERIF.to_owned(), font(include_bytes!("../../fonts/NotoSerifSC-Regular.ttf"))),
        (SERIF_BOLD.to_owned(), font(include_bytes!("../../fonts/NotoSerifSC-SemiBold.ttf"))),
    ]);
    let family = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
    let mut own_fonts = family(&[SERIF, SANS]);
    if let Some((number, data)) = own {
        let name = format!("{OWN}{number}");
        own_fonts.insert(0, name.clone());
        font_data.insert(name, Arc::new(data));
    }
    let families = BTreeMap::from([
        (sans(), family(&[SANS, SERIF])),
        (FontFamily::Monospace, family(&[SANS, SERIF])),
        (serif(), family(&[SERIF, SANS])),
        (serif_bold(), family(&[SERIF_BOLD, SERIF, SANS])),
        (own_family(), own_fonts),
    ]);
    FontDefinitions { font_data, families }
}

/// Which fonts are there: another number whenever what was laid out must be laid out again.
pub(super) fn generation(ctx: &Context) -> u64 {
    ctx.fonts(|fonts| {
        let own = fonts.definitions().families.get(&own_family()).and_then(|names| names.first());
        own.and_then(|name| name.strip_prefix(OWN)?.parse().ok()).unwrap_or(0)
    })
}
