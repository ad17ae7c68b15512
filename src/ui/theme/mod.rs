//! Every size and distance of the window; its colours stand in [`palette`].
//!
//! A view asks [`Palette::of`] for the colours of the page's theme and takes sizes from the
//! constants here; no other file names a colour or a font size.

use std::sync::Arc;

use eframe::egui::{self, CornerRadius, FontFamily, FontId, Margin, Stroke, TextStyle, Vec2, vec2};

mod palette;
#[cfg(test)]
mod vision;

pub(super) use palette::Palette;

use super::fonts;

/// Height of the bar on top.
pub(super) const TOP_BAR: f32 = 44.0;
/// Height of the bar in which something is looked for.
pub(super) const FIND_BAR: f32 = 42.0;
/// Width of the buttons in the corner of the text alone.
pub(super) const FOCUS_CORNER: f32 = 168.0;
/// Height of the status line.
pub(super) const STATUS_BAR: f32 = 28.0;
/// The bar beside a job of which nobody knows how far it is.
pub(super) const JOB_BAR: Vec2 = vec2(64.0, 4.0);
/// Width of the list of articles.
pub(super) const LIBRARY_WIDTH: f32 = 264.0;
/// The same in a narrow window.
pub(super) const LIBRARY_NARROW: f32 = 220.0;
/// Width of themes and passages.
pub(super) const THEMES_WIDTH: f32 = 320.0;
/// Height of the strip with the card of the tour, and greatest width of the card.
pub(super) const TOUR: f32 = 196.0;
pub(super) const TOUR_WIDTH: f32 = 620.0;
/// Width of the handbook beside a page.
pub(super) const HANDBOOK: f32 = 460.0;
/// Below this width of the window what stands beside a page is narrower.
pub(super) const NARROW: f32 = 1100.0;
/// Below this width a page has no room to spare.
pub(super) const NARROW_PAGE: f32 = 860.0;
/// No page that is not read is narrower while a panel beside it can fold.
pub(super) const PAGE_LEAST: f32 = 560.0;
/// Width of the edge to which a panel is folded, and from character to character of its upright
/// name.
pub(super) const EDGE: f32 = 56.0;
pub(super) const UPRIGHT: f32 = 20.0;
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
/// The same where another text stands beside it.
pub(super) const LANE_OF_TWO: f32 = 64.0;
/// Of two texts: height of the strip with a text's title, least height of a text above the other,
/// and thickness of the border between them.
pub(super) const TEXT_HEAD: f32 = 32.0;
pub(super) const TEXT_LEAST: f32 = 220.0;
pub(super) const TEXT_BORDER: f32 = 9.0;
/// Distance of two brackets in the lane.
pub(super) const BRACKET: f32 = 6.0;
/// The same in a narrow lane.
pub(super) const BRACKET_CLOSE: f32 = 4.5;
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
/// Width of a menu whose entries show their keys.
pub(super) const MENU_WIDE: f32 = 300.0;
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
/// Width of the dialog of an export, which shows what the file will be, and height of that.
pub(super) const DIALOG_EXPORT: f32 = 720.0;
pub(super) const EXPORT_PREVIEW: f32 = 188.0;
/// Width of the dialog of what needs review, which shows passages in their surroundings.
pub(super) const DIALOG_REVIEW: f32 = 760.0;
/// Width of a theme's page beside the tree of themes.
pub(super) const CODEBOOK_DETAIL: f32 = 460.0;
/// Height of a row with a path that can be chosen.
pub(super) const PATH_ROW: f32 = 32.0;
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
/// Width of the article's minimap at the far right.
pub(super) const MINIMAP: f32 = 20.0;

/// Interface text.
pub(super) fn body() -> FontId {
    FontId::new(BODY, fonts::interface())
}

/// Small interface text.
pub(super) fn small() -> FontId {
    FontId::new(SMALL, fonts::interface())
}

/// The name of an article, a source: what the articles say, among the interface's texts.
pub(super) fn content() -> FontId {
    FontId::new(BODY, fonts::sans())
}

/// The same, small.
pub(super) fn small_content() -> FontId {
    FontId::new(SMALL, fonts::sans())
}

/// A dialog's title.
pub(super) fn dialog_title() -> FontId {
    FontId::new(18.0, fonts::interface_title())
}

/// The name of what a page is about.
pub(super) fn page_title() -> FontId {
    FontId::new(22.0, fonts::serif_bold())
}

/// An excerpt's text in lists.
pub(super) fn excerpt() -> FontId {
    FontId::new(14.5, fonts::serif())
}

/// A passage that is being looked at on its own, and the distance of its lines.
pub(super) fn split_text() -> FontId {
    FontId::new(16.0, fonts::serif())
}
pub(super) const SPLIT_LINE: f32 = 27.0;

/// A line of an article's words below a name.
pub(super) fn quote_line() -> FontId {
    FontId::new(13.0, fonts::serif())
}

/// Distance of an excerpt's lines in lists.
pub(super) const EXCERPT_LINE: f32 = 22.0;

/// A memo's text.
pub(super) fn memo() -> FontId {
    FontId::new(13.0, fonts::interface())
}

/// Size of Markdown's letters and distance of its lines: of a heading of that level, or of text; in
/// the handbook, which is read at length, or in a memo.
pub(super) fn markdown_text(level: Option<u8>, handbook: bool) -> (f32, f32) {
    let size = match (level, handbook) {
        (Some(1), true) => 22.0,
        (Some(1), false) => 18.0,
        (Some(2), true) => 17.0,
        (Some(2), false) => 16.0,
        (Some(_), _) => 15.0,
        (None, true) => 14.5,
        (None, false) => BODY,
    };
    let line = if handbook && level.is_none() { 25.0 } else { size * 1.55 };
    (size, line)
}

/// The same of the cells of its tables.
pub(super) fn markdown_cell() -> (f32, f32) {
    (13.5, 22.0)
}

/// The space above a heading of Markdown.
pub(super) fn markdown_above(level: u8) -> f32 {
    if level == 2 { grid(2.0) } else { GRID }
}

/// The accent's outline around what has the focus.
pub(super) fn focus_line(palette: &Palette) -> Stroke {
    Stroke::new(2.0, palette.accent)
}

/// Makes egui's own widgets look like the rest of the window.
pub(super) fn apply(ctx: &egui::Context, palette: &Palette) {
    let mut style = egui::Style { visuals: visuals(palette), ..egui::Style::default() };
    let family = fonts::interface();
    style.text_styles = [
        (TextStyle::Body, FontId::new(BODY, family.clone())),
        (TextStyle::Button, FontId::new(BODY, family.clone())),
        (TextStyle::Small, FontId::new(SMALL, family.clone())),
        (TextStyle::Heading, FontId::new(20.0, fonts::interface_title())),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_grouped_by_thousands() {
        for (count, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(count), text);
        }
    }
}
