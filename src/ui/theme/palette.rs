//! The colours of the three page themes, and those that themes of the codebook have on them.

use eframe::egui::{Color32, Shadow};

use crate::{
    annotation::{Colour, PALETTE, PALETTE_LEN},
    session::PageTheme,
};

/// The contrast to the page that a colour needs to be seen as one.
const SEEN: f64 = 3.0;

/// The colours of one page theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ui) struct Palette {
    pub(in crate::ui) dark: bool,
    /// Behind the article.
    pub(in crate::ui) page: Color32,
    /// Behind lists and bars.
    pub(in crate::ui) panel: Color32,
    /// Inputs, cards, the selected row.
    pub(in crate::ui) raised: Color32,
    pub(in crate::ui) hairline: Color32,
    pub(in crate::ui) hover: Color32,
    /// Text.
    pub(in crate::ui) ink: Color32,
    /// Text that says less.
    pub(in crate::ui) second: Color32,
    /// Hints; never the only carrier of a meaning.
    pub(in crate::ui) faint: Color32,
    /// 朱红, the one accent: lines, grounds, icons.
    pub(in crate::ui) accent: Color32,
    /// The accent as text, in a shade that can be read on every ground.
    pub(in crate::ui) accent_ink: Color32,
    /// On the accent.
    pub(in crate::ui) on_accent: Color32,
    /// Behind selected text.
    pub(in crate::ui) selection: Color32,
    /// Behind what a search found, and behind the hit one is at.
    pub(in crate::ui) hit: Color32,
    pub(in crate::ui) hit_here: Color32,
    /// A hit in the minimap.
    pub(in crate::ui) hit_tick: Color32,
    /// The colour that says "saved".
    pub(in crate::ui) good: Color32,
    pub(super) themes: [Color32; PALETTE_LEN as usize],
}

const fn rgb(hex: u32) -> Color32 {
    let [_, red, green, blue] = hex.to_be_bytes();
    Color32::from_rgb(red, green, blue)
}

// The first six stay distinct for colour-blind readers too, on every page, and all can be seen on
// it: `vision` holds them to that.

const LIGHT_THEMES: [Color32; PALETTE_LEN as usize] = {
    let mut shades = [Color32::BLACK; PALETTE_LEN as usize];
    let mut place = 0;
    while place < shades.len() {
        shades[place] = rgb(PALETTE[place]);
        place += 1;
    }
    shades
};

const DARK_THEMES: [Color32; PALETTE_LEN as usize] = [
    rgb(0x54_91_D1),
    rgb(0xEB_B5_45),
    rgb(0x68_C9_A0),
    rgb(0xE3_6E_99),
    rgb(0xBC_83_59),
    rgb(0xBD_9E_E1),
    rgb(0x6F_C3_CF),
    rgb(0xA9_BE_5A),
    rgb(0x9B_A7_B3),
    rgb(0xDE_93_BE),
];

const LIGHT: Palette = Palette {
    dark: false,
    page: rgb(0xFB_F9_F4),
    panel: rgb(0xF4_F1_E9),
    raised: rgb(0xFF_FF_FF),
    hairline: rgb(0xE3_DD_D0),
    hover: rgb(0xEC_E7_DB),
    ink: rgb(0x1F_1D_1A),
    second: rgb(0x6B_65_5B),
    faint: rgb(0xA3_9C_8E),
    accent: rgb(0xB5_33_2A),
    accent_ink: rgb(0xB5_33_2A),
    on_accent: rgb(0xFF_FF_FF),
    selection: rgb(0xD5_E0_EE),
    hit: rgb(0xFF_E6_8A),
    hit_here: rgb(0xFF_BE_6B),
    hit_tick: rgb(0xD9_9A_00),
    good: rgb(0x22_73_4F),
    themes: LIGHT_THEMES,
};

const SEPIA: Palette = Palette {
    dark: false,
    page: rgb(0xF3_E9_D2),
    panel: rgb(0xEA_DF_C4),
    raised: rgb(0xFA_F3_E2),
    hairline: rgb(0xD8_CA_A8),
    hover: rgb(0xE2_D5_B6),
    ink: rgb(0x3B_30_24),
    second: rgb(0x66_58_3F),
    faint: rgb(0xA8_98_7A),
    accent: rgb(0xA5_39_2C),
    accent_ink: rgb(0xA0_37_2A),
    on_accent: rgb(0xFF_FF_FF),
    selection: rgb(0xCB_D6_DC),
    hit: rgb(0xFA_DB_7A),
    hit_here: rgb(0xF4_B0_5E),
    hit_tick: rgb(0xC4_86_00),
    good: rgb(0x22_68_4A),
    themes: LIGHT_THEMES,
};

const DARK: Palette = Palette {
    dark: true,
    page: rgb(0x1C_1C_1E),
    panel: rgb(0x24_24_27),
    raised: rgb(0x2C_2C_30),
    hairline: rgb(0x38_38_3D),
    hover: rgb(0x2F_2F_33),
    ink: rgb(0xD8_D4_CB),
    second: rgb(0xA8_A3_9A),
    faint: rgb(0x67_63_5C),
    accent: rgb(0xE0_66_5B),
    accent_ink: rgb(0xEC_8A_7D),
    on_accent: rgb(0x1C_1C_1E),
    selection: rgb(0x33_47_5E),
    hit: rgb(0x5E_4C_12),
    hit_here: rgb(0x80_45_1C),
    hit_tick: rgb(0xE8_B9_3E),
    good: rgb(0x5C_C3_9B),
    themes: DARK_THEMES,
};

impl Palette {
    /// The colours of `theme`.
    pub(in crate::ui) const fn of(theme: PageTheme) -> Self {
        match theme {
            PageTheme::Light => LIGHT,
            PageTheme::Sepia => SEPIA,
            PageTheme::Dark => DARK,
        }
    }

    /// The colour of a theme of the codebook on this page.
    pub(in crate::ui) fn theme(&self, colour: Colour) -> Color32 {
        match colour {
            Colour::Palette(place) => self.themes[usize::from(place) % self.themes.len()],
            Colour::Rgb(red, green, blue) => self.legible(Color32::from_rgb(red, green, blue)),
        }
    }

    /// The pale ground of a passage in `colour`.
    pub(in crate::ui) fn ground(&self, colour: Color32) -> Color32 {
        self.page.lerp_to_gamma(colour, if self.dark { 0.2 } else { 0.14 })
    }

    /// The ground of the suggestion that is answered next.
    pub(in crate::ui) fn suggested_ground(&self, colour: Color32) -> Color32 {
        self.page.lerp_to_gamma(colour, if self.dark { 0.1 } else { 0.07 })
    }

    /// The ground of the passage that is selected or pointed at.
    pub(in crate::ui) fn strong_ground(&self, colour: Color32) -> Color32 {
        self.page.lerp_to_gamma(colour, if self.dark { 0.34 } else { 0.26 })
    }

    /// A theme's colour where the theme is dimmed.
    pub(in crate::ui) fn dimmed(&self, colour: Color32) -> Color32 {
        self.page.lerp_to_gamma(colour, 0.4)
    }

    /// A theme's colour for small letters on the page: moved towards the ink until it can be read.
    pub(in crate::ui) fn lettering(&self, colour: Color32) -> Color32 {
        let shades = (0..=6_u8).map(|step| colour.lerp_to_gamma(self.ink, f32::from(step) * 0.12));
        let legible = |shade: &Color32| contrast(*shade, self.page) >= 4.5;
        shades.into_iter().find(legible).unwrap_or(self.ink)
    }

    /// The ground of the chosen row of a list on a raised ground.
    pub(in crate::ui) fn strong_row(&self) -> Color32 {
        self.raised.lerp_to_gamma(self.selection, if self.dark { 0.5 } else { 0.75 })
    }

    /// The ground of a row of such a list while it is pointed at.
    pub(in crate::ui) fn row_hover(&self) -> Color32 {
        self.raised.lerp_to_gamma(self.hover, if self.dark { 1.0 } else { 0.6 })
    }

    /// The ground of a dialog: on it, fields stand out as they do elsewhere.
    pub(in crate::ui) fn dialog(&self) -> Color32 {
        if self.dark { self.panel } else { self.page }
    }

    /// The ground of a row of choices, out of which the chosen one is raised.
    pub(in crate::ui) fn well(&self) -> Color32 {
        if self.dark { self.page } else { self.hover }
    }

    /// What lies over the window while a dialog is open.
    pub(in crate::ui) fn backdrop(&self) -> Color32 {
        Color32::from_black_alpha(if self.dark { 130 } else { 70 })
    }

    /// The ground of every other word, when words are shown by tint.
    pub(in crate::ui) fn word_tint(&self) -> Color32 {
        self.second.gamma_multiply(0.12)
    }

    /// The hairline between words.
    pub(in crate::ui) fn word_line(&self) -> Color32 {
        self.second.gamma_multiply(0.35)
    }

    /// The border of what floats, and the shadow under it.
    pub(in crate::ui) fn shadow(&self) -> Shadow {
        let alpha = if self.dark { 110 } else { 36 };
        Shadow { offset: [0, 4], blur: 18, spread: 0, color: Color32::from_black_alpha(alpha) }
    }

    /// A colour of the user's own, moved towards black or white until it is seen on the page.
    fn legible(&self, colour: Color32) -> Color32 {
        let towards = if self.dark { Color32::WHITE } else { Color32::BLACK };
        let shades = (0..=20_u8).map(|step| colour.lerp_to_gamma(towards, f32::from(step) * 0.05));
        let seen = |shade: &Color32| contrast(*shade, self.page) >= SEEN;
        shades.into_iter().find(seen).unwrap_or(towards)
    }
}

/// Relative luminance as WCAG 2.2 defines it.
fn luminance(colour: Color32) -> f64 {
    let linear = |channel: u8| {
        let value = f64::from(channel) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(colour.r()) + 0.7152 * linear(colour.g()) + 0.0722 * linear(colour.b())
}

/// The contrast of two colours, from 1 to 21.
pub(super) fn contrast(a: Color32, b: Color32) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every ground that text stands on.
    fn grounds(palette: &Palette) -> Vec<(&'static str, Color32)> {
        vec![
            ("page", palette.page),
            ("panel", palette.panel),
            ("raised", palette.raised),
            ("hover", palette.hover),
            ("dialog", palette.dialog()),
            ("well", palette.well()),
            ("hovered row", palette.row_hover()),
            ("selected row", palette.strong_row()),
        ]
    }

    #[test]
    fn text_can_be_read_on_every_ground() {
        for theme in PageTheme::ALL {
            let palette = Palette::of(theme);
            let readable = |what: &str, ink: Color32, on: &str, ground: Color32| {
                let contrast = contrast(ink, ground);
                assert!(contrast >= 4.5, "{theme:?}: {what} on {on} is {contrast:.2}");
            };
            for (on, ground) in grounds(&palette) {
                readable("ink", palette.ink, on, ground);
                readable("second", palette.second, on, ground);
                readable("accent", palette.accent_ink, on, ground);
                readable("saved", palette.good, on, ground);
            }
            for (on, ground) in [
                ("selection", palette.selection),
                ("hit", palette.hit),
                ("hit here", palette.hit_here),
            ] {
                readable("ink", palette.ink, on, ground);
            }
            readable("on accent", palette.on_accent, "accent", palette.accent);
            let pointed = palette.accent.lerp_to_gamma(palette.ink, 0.15);
            readable("on accent", palette.on_accent, "pointed accent", pointed);
            for colour in palette.themes {
                readable("ink", palette.ink, "a passage", palette.ground(colour));
                readable("ink", palette.ink, "the passage", palette.strong_ground(colour));
                readable("name", palette.lettering(colour), "page", palette.page);
                let dimmed = palette.dimmed(colour);
                readable("dimmed name", palette.lettering(dimmed), "page", palette.page);
            }
            for (on, ground) in [("page", palette.page), ("raised", palette.raised)] {
                assert!(contrast(palette.ink, ground) >= 7.0, "{theme:?}: ink on {on}");
            }
        }
    }

    #[test]
    fn a_colour_of_the_users_own_is_seen_on_every_page() {
        for theme in PageTheme::ALL {
            let palette = Palette::of(theme);
            for colour in
                [Colour::Rgb(255, 255, 255), Colour::Rgb(0, 0, 0), Colour::Rgb(255, 230, 0)]
            {
                assert!(
                    contrast(palette.theme(colour), palette.page) >= SEEN,
                    "{theme:?} {colour:?}"
                );
            }
        }
    }
}
