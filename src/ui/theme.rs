//! Every colour, size and distance of the window.
//!
//! A view asks [`Palette::of`] for the colours of the page's theme and takes sizes from the
//! constants here; no other file names a colour or a font size.

use std::sync::Arc;

use eframe::egui::{
    self, Color32, CornerRadius, FontFamily, FontId, Margin, Shadow, Stroke, TextStyle, Vec2, vec2,
};

use super::fonts;
use crate::{annotation::Colour, session::PageTheme};

/// Height of the bar on top.
pub(super) const TOP_BAR: f32 = 44.0;
/// Height of the bar in which something is looked for.
pub(super) const FIND_BAR: f32 = 42.0;
/// Width of the buttons in the corner of the text alone.
pub(super) const FOCUS_CORNER: f32 = 168.0;
/// Height of the status line.
pub(super) const STATUS_BAR: f32 = 28.0;
/// Width of the list of articles.
pub(super) const LIBRARY_WIDTH: f32 = 264.0;
/// Width of themes and passages.
pub(super) const THEMES_WIDTH: f32 = 320.0;
/// Below this width of the window the right panel folds.
pub(super) const NARROW: f32 = 1100.0;
/// Below this width a page has no room to spare.
pub(super) const NARROW_PAGE: f32 = 860.0;
/// Height of a button or a field.
pub(super) const CONTROL: f32 = 30.0;
/// Side of an icon.
pub(super) const ICON: f32 = 16.0;
/// Radius of controls.
pub(super) const RADIUS: u8 = 6;
/// Radius of cards and tables.
pub(super) const CARD_RADIUS: u8 = 8;
/// Radius of chips.
pub(super) const CHIP_RADIUS: u8 = 13;
/// The grid on which distances stand.
pub(super) const GRID: f32 = 4.0;
/// Thickness of a line of a line icon.
pub(super) const ICON_LINE: f32 = 1.5;
/// Thickness of an underline of a tagged passage.
pub(super) const UNDERLINE: f32 = 2.0;
/// How many underlines are stacked before a count stands for the rest.
pub(super) const UNDERLINES: usize = 4;
/// Size of that count.
pub(super) const UNDERLINE_COUNT: f32 = 9.5;
/// The outline at the foot of the list: at most so high at first, its heading and its rows.
pub(super) const OUTLINE: f32 = 300.0;
pub(super) const OUTLINE_HEAD: f32 = 34.0;
pub(super) const OUTLINE_ROW: f32 = 28.0;
/// Height of the line below a second printing that leads to the first, and size of its letters.
pub(super) const TWIN_LABEL: f32 = 20.0;
pub(super) const TWIN_TEXT: f32 = 12.0;
/// From the text column to the lane: room for hanging marks and the count of underlines.
pub(super) const LANE_GAP: f32 = 30.0;
/// The lane's width beside a narrow page.
pub(super) const LANE_NARROW: f32 = 92.0;
/// Distance of two brackets in the lane.
pub(super) const BRACKET: f32 = 6.0;
/// Height of a name in the lane.
pub(super) const LANE_NAME: f32 = 18.0;
/// Width of the card that tells about what is pointed at.
pub(super) const HOVER_CARD: f32 = 224.0;
/// How long the pointer rests before that card shows.
pub(super) const HOVER_DELAY: f64 = 0.06;

/// Height of an article's row in the list.
pub(super) const ARTICLE_ROW: f32 = 68.0;
/// Height of a row of the list for a file that cannot be read.
pub(super) const PROBLEM_ROW: f32 = 52.0;
/// Height of a group's name in the list.
pub(super) const GROUP_ROW: f32 = 36.0;
/// Least width of a menu.
pub(super) const MENU_WIDTH: f32 = 168.0;
/// Greatest width of a tooltip of several lines.
pub(super) const TOOLTIP_WIDTH: f32 = 360.0;
/// Width of a dialog.
pub(super) const DIALOG: f32 = 440.0;
/// Height of the settings' preview.
pub(super) const PREVIEW: f32 = 116.0;
/// Width of a dialog's names of fields.
pub(super) const DIALOG_LABEL: f32 = 104.0;
/// Width of a dialog whose fields need more room.
pub(super) const DIALOG_WIDE: f32 = 560.0;
/// Width of the dialog of what needs review, which shows passages in their surroundings.
pub(super) const DIALOG_REVIEW: f32 = 760.0;
/// Height of a row with a path that can be chosen.
pub(super) const PATH_ROW: f32 = 32.0;
/// Width of a closed list in a dialog.
pub(super) const DIALOG_COMBO: f32 = 200.0;
/// Greatest height of a list that opens from a field: all encodings fit in.
pub(super) const COMBO_HEIGHT: f32 = 280.0;
/// Size of the program's name on the first page.
pub(super) const WELCOME_NAME: f32 = 40.0;
/// Distance from a dialog's edge to what is in it.
pub(super) const DIALOG_MARGIN: i8 = 24;

/// Interface text.
pub(super) const BODY: f32 = 14.0;
/// Small interface text: counts, hints, bylines of cards.
pub(super) const SMALL: f32 = 12.0;

/// How a kind of line of an article is set, at 100 %.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct TextSize {
    /// Size of the letters in points.
    pub(super) size: f32,
    /// Distance from line to line in points.
    pub(super) line: f32,
}

/// Body text of an article.
pub(super) const TEXT: TextSize = TextSize { size: 19.0, line: 34.0 };
/// An article's title.
pub(super) const TITLE: TextSize = TextSize { size: 26.0, line: 38.0 };
/// A heading within an article.
pub(super) const HEADING: TextSize = TextSize { size: 19.0, line: 34.0 };
/// Bylines, captions, the line above a title.
pub(super) const SIDE: TextSize = TextSize { size: 13.0, line: 24.0 };
/// The distance of lines, in percent of the letters' size, that the sizes above are made for.
pub(super) const LINE_PERCENT: f32 = 180.0;
/// Width of the lane beside the text in which passages have their brackets.
pub(super) const LANE: f32 = 148.0;
/// Width of the article's portrait at the far right.
pub(super) const PORTRAIT: f32 = 20.0;

/// The colours of one page theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Palette {
    pub(super) dark: bool,
    /// Behind the article.
    pub(super) page: Color32,
    /// Behind lists and bars.
    pub(super) panel: Color32,
    /// Inputs, cards, the selected row.
    pub(super) raised: Color32,
    pub(super) hairline: Color32,
    pub(super) hover: Color32,
    /// Text.
    pub(super) ink: Color32,
    /// Text that says less.
    pub(super) second: Color32,
    /// Hints; never the only carrier of a meaning.
    pub(super) faint: Color32,
    /// 朱红, the one accent.
    pub(super) accent: Color32,
    /// On the accent.
    pub(super) on_accent: Color32,
    /// Behind selected text.
    pub(super) selection: Color32,
    /// Behind what a search found, and behind the hit one is at.
    pub(super) hit: Color32,
    pub(super) hit_here: Color32,
    /// A hit in the portrait.
    pub(super) hit_tick: Color32,
    /// The colour that says "saved".
    pub(super) good: Color32,
    themes: [Color32; 10],
}

const fn rgb(hex: u32) -> Color32 {
    let [_, red, green, blue] = hex.to_be_bytes();
    Color32::from_rgb(red, green, blue)
}

const LIGHT_THEMES: [Color32; 10] = [
    rgb(0x2E_6A_A8),
    rgb(0xB9_7F_00),
    rgb(0x2F_8F_6B),
    rgb(0xB2_3A_5C),
    rgb(0x8F_55_30),
    rgb(0x6E_4A_8E),
    rgb(0x1F_5E_7A),
    rgb(0x6B_7F_1E),
    rgb(0x56_60_6B),
    rgb(0xB8_5C_93),
];

const DARK_THEMES: [Color32; 10] = [
    rgb(0x6F_A8_E0),
    rgb(0xE0_B0_44),
    rgb(0x5C_C3_9B),
    rgb(0xE0_7A_97),
    rgb(0xCC_91_66),
    rgb(0xAC_8B_D0),
    rgb(0x5F_A9_C6),
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
    on_accent: rgb(0xFF_FF_FF),
    selection: rgb(0xD5_E0_EE),
    hit: rgb(0xFF_E6_8A),
    hit_here: rgb(0xFF_BE_6B),
    hit_tick: rgb(0xD9_9A_00),
    good: rgb(0x2F_8F_6B),
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
    on_accent: rgb(0xFF_FF_FF),
    selection: rgb(0xCB_D6_DC),
    hit: rgb(0xFA_DB_7A),
    hit_here: rgb(0xF4_B0_5E),
    hit_tick: rgb(0xC4_86_00),
    good: rgb(0x2F_7F_5F),
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
    second: rgb(0x9C_97_8E),
    faint: rgb(0x67_63_5C),
    accent: rgb(0xE0_66_5B),
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
    pub(super) const fn of(theme: PageTheme) -> Self {
        match theme {
            PageTheme::Light => LIGHT,
            PageTheme::Sepia => SEPIA,
            PageTheme::Dark => DARK,
        }
    }

    /// The colour of a theme of the codebook on this page.
    pub(super) fn theme(&self, colour: Colour) -> Color32 {
        match colour {
            Colour::Palette(place) => self.themes[usize::from(place) % self.themes.len()],
            Colour::Rgb(red, green, blue) => {
                legible(Color32::from_rgb(red, green, blue), self.dark)
            }
        }
    }

    /// The pale ground of a passage in `colour`.
    pub(super) fn ground(&self, colour: Color32) -> Color32 {
        self.page.lerp_to_gamma(colour, if self.dark { 0.2 } else { 0.14 })
    }

    /// The ground of the passage that is selected or pointed at.
    pub(super) fn strong_ground(&self, colour: Color32) -> Color32 {
        self.page.lerp_to_gamma(colour, if self.dark { 0.34 } else { 0.26 })
    }

    /// A theme's colour where the theme is dimmed.
    pub(super) fn dimmed(&self, colour: Color32) -> Color32 {
        self.page.lerp_to_gamma(colour, 0.4)
    }

    /// A theme's colour for small letters on the page: moved towards the ink until it can be read.
    pub(super) fn lettering(&self, colour: Color32) -> Color32 {
        let shades = (0..=6_u8).map(|step| colour.lerp_to_gamma(self.ink, f32::from(step) * 0.12));
        let legible = |shade: &Color32| contrast(*shade, self.page) >= 4.5;
        shades.into_iter().find(legible).unwrap_or(self.ink)
    }

    /// The ground of a dialog: on it, fields stand out as they do elsewhere.
    pub(super) fn dialog(&self) -> Color32 {
        if self.dark { self.panel } else { self.page }
    }

    /// The ground of a row of choices, out of which the chosen one is raised.
    pub(super) fn well(&self) -> Color32 {
        if self.dark { self.page } else { self.hover }
    }

    /// What lies over the window while a dialog is open.
    pub(super) fn backdrop(&self) -> Color32 {
        Color32::from_black_alpha(if self.dark { 130 } else { 70 })
    }

    /// The ground of every other word, when words are shown by tint.
    pub(super) fn word_tint(&self) -> Color32 {
        self.second.gamma_multiply(0.12)
    }

    /// The hairline between words.
    pub(super) fn word_line(&self) -> Color32 {
        self.second.gamma_multiply(0.35)
    }

    /// The border of what floats, and the shadow under it.
    pub(super) fn shadow(&self) -> Shadow {
        let alpha = if self.dark { 110 } else { 36 };
        Shadow { offset: [0, 4], blur: 18, spread: 0, color: Color32::from_black_alpha(alpha) }
    }
}

/// A colour of the user's own, moved towards black or white until it can be seen on the page.
fn legible(colour: Color32, dark: bool) -> Color32 {
    let light = |c: Color32| {
        (0.299 * f32::from(c.r()) + 0.587 * f32::from(c.g()) + 0.114 * f32::from(c.b())) / 255.0
    };
    let towards = if dark { Color32::WHITE } else { Color32::BLACK };
    let mut shade = colour;
    for _ in 0..8 {
        let brightness = light(shade);
        if (dark && brightness >= 0.5) || (!dark && brightness <= 0.55) {
            break;
        }
        shade = shade.lerp_to_gamma(towards, 0.15);
    }
    shade
}

/// Interface text.
pub(super) fn body() -> FontId {
    FontId::new(BODY, FontFamily::Proportional)
}

/// Small interface text.
pub(super) fn small() -> FontId {
    FontId::new(SMALL, FontFamily::Proportional)
}

/// A dialog's title.
pub(super) fn dialog_title() -> FontId {
    FontId::new(18.0, fonts::serif_bold())
}

/// An excerpt's text in lists.
pub(super) fn excerpt() -> FontId {
    FontId::new(14.5, fonts::serif())
}

/// Distance of an excerpt's lines in lists.
pub(super) const EXCERPT_LINE: f32 = 22.0;

/// A memo's text.
pub(super) fn memo() -> FontId {
    FontId::new(13.0, FontFamily::Proportional)
}

/// The accent's outline around what has the focus.
pub(super) fn focus_line(palette: &Palette) -> Stroke {
    Stroke::new(2.0, palette.accent)
}

/// Makes egui's own widgets look like the rest of the window.
pub(super) fn apply(ctx: &egui::Context, palette: &Palette) {
    let mut style = egui::Style { visuals: visuals(palette), ..egui::Style::default() };
    let family = FontFamily::Proportional;
    style.text_styles = [
        (TextStyle::Body, FontId::new(BODY, family.clone())),
        (TextStyle::Button, FontId::new(BODY, family.clone())),
        (TextStyle::Small, FontId::new(SMALL, family.clone())),
        (TextStyle::Heading, FontId::new(20.0, fonts::serif_bold())),
        (TextStyle::Monospace, FontId::new(13.0, FontFamily::Monospace)),
    ]
    .into();
    style.spacing.item_spacing = vec2(8.0, 6.0);
    style.spacing.button_padding = vec2(10.0, 5.0);
    style.spacing.interact_size = vec2(28.0, 28.0);
    style.spacing.menu_margin = Margin::same(6);
    style.spacing.window_margin = Margin::same(20);
    style.spacing.icon_width = 16.0;
    style.spacing.scroll.bar_width = 8.0;
    style.spacing.scroll.floating = true;
    // A hint of where one is, not a line beside the text.
    style.spacing.scroll.dormant_handle_opacity = 0.22;
    style.spacing.scroll.active_handle_opacity = 0.35;
    style.spacing.scroll.interact_handle_opacity = 0.6;
    style.interaction.selectable_labels = false;
    style.interaction.tooltip_delay = 0.4;
    style.animation_time = 0.1;
    let style = Arc::new(style);
    ctx.set_style_of(egui::Theme::Light, Arc::clone(&style));
    ctx.set_style_of(egui::Theme::Dark, style);
}

fn visuals(palette: &Palette) -> egui::Visuals {
    let mut visuals = if palette.dark { egui::Visuals::dark() } else { egui::Visuals::light() };
    let radius = CornerRadius::same(RADIUS);
    let line = Stroke::new(1.0, palette.hairline);
    let widgets = &mut visuals.widgets;
    for (widget, fill, edge, ink) in [
        (&mut widgets.noninteractive, palette.panel, line, palette.ink),
        (&mut widgets.inactive, palette.raised, line, palette.ink),
        (&mut widgets.hovered, palette.hover, line, palette.ink),
        (&mut widgets.active, palette.hover, Stroke::new(1.0, palette.accent), palette.ink),
        (&mut widgets.open, palette.hover, line, palette.ink),
    ] {
        widget.bg_fill = fill;
        widget.weak_bg_fill = fill;
        widget.bg_stroke = edge;
        widget.fg_stroke = Stroke::new(1.0, ink);
        widget.corner_radius = radius;
        widget.expansion = 0.0;
    }
    visuals.selection.bg_fill = palette.selection;
    visuals.selection.stroke = Stroke::new(1.0, palette.ink);
    visuals.hyperlink_color = palette.accent;
    visuals.faint_bg_color = palette.panel;
    visuals.extreme_bg_color = palette.raised;
    visuals.text_edit_bg_color = Some(palette.raised);
    visuals.code_bg_color = palette.hover;
    visuals.warn_fg_color = palette.accent;
    visuals.error_fg_color = palette.accent;
    visuals.weak_text_color = Some(palette.second);
    visuals.window_corner_radius = CornerRadius::same(CARD_RADIUS + 2);
    visuals.menu_corner_radius = CornerRadius::same(CARD_RADIUS);
    visuals.window_fill = palette.raised;
    visuals.window_stroke = line;
    visuals.window_shadow = palette.shadow();
    visuals.popup_shadow = palette.shadow();
    visuals.panel_fill = palette.panel;
    visuals.text_cursor.stroke = Stroke::new(2.0, palette.accent);
    visuals
}

/// A count as it is shown: `12,345`.
pub(super) fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A distance of `steps` on the grid.
pub(super) const fn grid(steps: f32) -> f32 {
    GRID * steps
}

/// The smallest size of the window.
pub(super) const MIN_WINDOW: Vec2 = vec2(720.0, 480.0);

/// Relative luminance as WCAG 2.2 defines it.
fn luminance(colour: Color32) -> f64 {
    let linear = |channel: u8| {
        let value = f64::from(channel) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(colour.r()) + 0.7152 * linear(colour.g()) + 0.0722 * linear(colour.b())
}

/// The contrast of two colours, from 1 to 21.
fn contrast(a: Color32, b: Color32) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_can_be_read_on_every_ground() {
        for theme in PageTheme::ALL {
            let palette = Palette::of(theme);
            for ground in [palette.page, palette.panel, palette.raised, palette.hover] {
                assert!(contrast(palette.ink, ground) >= 7.0, "{theme:?}");
                assert!(
                    contrast(palette.second, ground) >= 4.5,
                    "{theme:?} {ground:?} {}",
                    contrast(palette.second, ground)
                );
            }
            for ground in [palette.selection, palette.hit, palette.hit_here] {
                assert!(contrast(palette.ink, ground) >= 4.5, "{theme:?} {ground:?}");
            }
            for colour in palette.themes {
                assert!(contrast(palette.ink, palette.strong_ground(colour)) >= 4.5, "{theme:?}");
                assert!(contrast(palette.lettering(colour), palette.page) >= 4.5, "{theme:?}");
            }
        }
    }

    #[test]
    fn counts_are_grouped_by_thousands() {
        for (count, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(count), text);
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
                    contrast(palette.theme(colour), palette.page) >= 2.0,
                    "{theme:?} {colour:?}"
                );
            }
        }
    }
}
