//! The fonts: the bundled Simplified Chinese ones first, the system's only for what they lack.
//!
//! They come first in every family because a system's choice of Han forms follows its language,
//! and because a Latin font in front would make `“ ” ·` narrow. A font of the user's own stands
//! before them in a family of its own, once it was read and found to be one.
//!
//! English texts want those marks narrow and `…` on the line. While the interface speaks English,
//! two small fonts with these marks alone stand before what its texts are set in; articles, their
//! titles and excerpts are set in families of their own and keep the Chinese marks.

mod own;

use std::{collections::BTreeMap, sync::Arc};

use eframe::egui::{Context, FontData, FontDefinitions, FontFamily};

use crate::{
    search::condition::Tongue,
    session::{TextFont, describe},
    text::Typeface,
};
pub(super) use own::{OwnFont, OwnFontState};

const SANS: &str = "Noto Sans SC";
const SERIF: &str = "Noto Serif SC";
const SERIF_BOLD: &str = "Noto Serif SC SemiBold";
const SANS_MARKS: &str = "Noto Sans SC marks";
const SERIF_BOLD_MARKS: &str = "Noto Serif SC SemiBold marks";
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
pub(super) fn interface() -> FontFamily {
    FontFamily::Proportional
}

/// Titles of the interface itself.
pub(super) fn interface_title() -> FontFamily {
    FontFamily::Name("interface-title".into())
}

/// What stands in the articles, and their names, in the sans.
pub(super) fn sans() -> FontFamily {
    FontFamily::Name("sans".into())
}

/// Whether the interface's texts are written with Latin marks.
pub(super) fn has_latin_marks() -> bool {
    describe::tongue() == Tongue::English
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
pub(super) fn definitions(own: Option<(u64, FontData)>) -> FontDefinitions {
    with_marks(own, has_latin_marks())
}

fn with_marks(own: Option<(u64, FontData)>, latin: bool) -> FontDefinitions {
    let font = |bytes: &'static [u8]| Arc::new(FontData::from_static(bytes));
    let mut font_data = BTreeMap::from([
        (SANS.to_owned(), font(Typeface::Sans.bytes())),
        (SERIF.to_owned(), font(Typeface::Serif.bytes())),
        (SERIF_BOLD.to_owned(), font(Typeface::SerifBold.bytes())),
        (SANS_MARKS.to_owned(), font(include_bytes!("../../fonts/NotoSansSC-Marks.ttf"))),
        (
            SERIF_BOLD_MARKS.to_owned(),
            font(include_bytes!("../../fonts/NotoSerifSC-SemiBold-Marks.ttf")),
        ),
    ]);
    let family = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
    let mut own_fonts = family(&[SERIF, SANS]);
    if let Some((number, data)) = own {
        let name = format!("{OWN}{number}");
        own_fonts.insert(0, name.clone());
        font_data.insert(name, Arc::new(data));
    }
    let mut interface_fonts = family(&[SANS, SERIF]);
    let mut title_fonts = family(&[SERIF_BOLD, SERIF, SANS]);
    if latin {
        interface_fonts.insert(0, SANS_MARKS.to_owned());
        title_fonts.insert(0, SERIF_BOLD_MARKS.to_owned());
    }
    let families = BTreeMap::from([
        (interface(), interface_fonts),
        (interface_title(), title_fonts),
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

#[cfg(test)]
mod tests {
    use eframe::egui::FontId;

    use super::*;

    /// The marks that both languages have, and how wide they are in the two families.
    fn widths(latin: bool) -> Vec<(char, f32, f32)> {
        let ctx = Context::default();
        ctx.set_fonts(with_marks(None, latin));
        let mut widths = Vec::new();
        let mut output = ctx.run_ui(eframe::egui::RawInput::default(), |ui| {
            let wide = |family: FontFamily, c: char| {
                ui.ctx().fonts_mut(|fonts| fonts.glyph_width(&FontId::new(100.0, family), c))
            };
            widths = "…“”‘’·".chars().map(|c| (c, wide(interface(), c), wide(sans(), c))).collect();
        });
        output.textures_delta.clear();
        widths
    }

    #[test]
    fn english_texts_have_latin_marks_and_articles_keep_theirs() {
        for (mark, interface, article) in widths(true) {
            assert!(interface < 90.0, "{mark} is {interface} wide in an English text");
            assert!(article > 99.0, "{mark} is {article} wide in an article");
        }
        for (mark, interface, article) in widths(false) {
            assert!(interface > 99.0 && article > 99.0, "{mark}: {interface}, {article}");
        }
    }
}
