//! A stretch of text with looks, keys and links in it: set in lines, painted, and clicked.

use std::{ops::Range, sync::Arc};

use eframe::egui::{
    Align, Color32, CornerRadius, CursorIcon, FontId, Galley, OpenUrl, Pos2, Rect, Response, Role,
    Sense, Stroke, StrokeKind, TextFormat, Ui, Vec2, WidgetInfo,
    text::{CCursor, LayoutJob, TextWrapping},
    vec2,
};

use super::MarkdownLook;
use crate::{
    text::{MarkdownBlock, MarkdownDialect, MarkdownKind, MarkdownSpan},
    ui::{
        fonts,
        theme::{self, Palette},
        widgets,
    },
};

/// Room beside a key's letters within its cap, and beside the cap.
const CAP_INSIDE: f32 = 4.0;
const CAP_OUTSIDE: f32 = 3.0;
/// Height of a cap.
const CAP: f32 = 19.0;

/// Text that is to be set in lines.
pub(super) struct TextPiece {
    job: LayoutJob,
    links: Vec<(Range<usize>, String)>,
    keys: Vec<Range<usize>>,
}

/// Text in its lines.
pub(super) struct SetText {
    galley: Arc<Galley>,
    links: Vec<(Range<usize>, String)>,
    keys: Vec<Range<usize>>,
}

/// How a stretch of text looks before its spans say more.
#[derive(Clone, Copy)]
pub(super) struct TextInk {
    pub(super) size: f32,
    pub(super) line: f32,
    pub(super) colour: Color32,
    pub(super) bold: bool,
    pub(super) code: bool,
}

impl TextPiece {
    /// The text of a block.
    pub(super) fn of_block(block: &MarkdownBlock, look: MarkdownLook<'_>) -> Self {
        let level = match block.kind {
            MarkdownKind::Heading { level, .. } => Some(level),
            _ => None,
        };
        let (size, line) = theme::markdown_text(level, look.dialect == MarkdownDialect::Handbook);
        let palette = look.palette;
        let ink = TextInk {
            size,
            line,
            colour: if block.quoted > 0 { palette.second } else { palette.ink },
            bold: level.is_some(),
            code: block.kind == MarkdownKind::Code,
        };
        Self::new(&block.spans, ink, look)
    }

    /// Some spans.
    pub(super) fn new(spans: &[MarkdownSpan], base: TextInk, look: MarkdownLook<'_>) -> Self {
        let palette = look.palette;
        let mut piece = Self { job: LayoutJob::default(), links: Vec::new(), keys: Vec::new() };
        let mut chars = 0;
        let mut after_key = false;
        for span in spans {
            let family = match (base.bold || span.strong, look.dialect) {
                (false, _) => fonts::interface(),
                (true, MarkdownDialect::Memo) => fonts::serif_bold(),
                (true, MarkdownDialect::Handbook) => fonts::interface_title(),
            };
            let link = span
                .link
                .as_ref()
                .filter(|link| look.dialect == MarkdownDialect::Handbook || is_of_web(link));
            let colour = if link.is_some() { palette.accent_ink } else { base.colour };
            let rule = Stroke::new(1.0, colour);
            let is_code = (span.code || base.code) && !span.key;
            let of_web = link.is_some_and(|link| is_of_web(link));
            let format = TextFormat {
                font_id: FontId::new(if span.key { theme::SMALL } else { base.size }, family),
                line_height: Some(base.line),
                color: colour,
                background: if is_code { palette.hover } else { Color32::TRANSPARENT },
                // Slanted Han looks broken: emphasis is a line below, as by hand.
                underline: if span.emphasis || of_web { rule } else { Stroke::NONE },
                strikethrough: if span.struck { rule } else { Stroke::NONE },
                valign: Align::Center,
                ..TextFormat::default()
            };
            let beside = CAP_INSIDE + CAP_OUTSIDE;
            let before = f32::from(u8::from(after_key)) + f32::from(u8::from(span.key));
            // What is pressed together stays together.
            let text = if span.key { unbroken(&span.text) } else { span.text.clone() };
            piece.job.append(&text, before * beside, format);
            let range = chars..chars + text.chars().count();
            chars = range.end;
            if let Some(link) = link {
                piece.links.push((range.clone(), link.clone()));
            }
            if span.key {
                piece.keys.push(range);
            }
            after_key = span.key;
        }
        piece
    }

    /// How wide it is in one line.
    pub(super) fn natural_width(&self, ui: &Ui) -> f32 {
        ui.painter().layout_job(self.job.clone()).size().x + self.overhang()
    }

    /// The cap of a key at the end stands out beyond its letters.
    fn overhang(&self) -> f32 {
        if self.keys.is_empty() { 0.0 } else { CAP_INSIDE + 1.0 }
    }

    /// Sets it in lines.
    pub(super) fn set(mut self, width: f32, ui: &Ui) -> SetText {
        let max_width = width - self.overhang();
        self.job.wrap = TextWrapping { max_width, ..TextWrapping::default() };
        let galley = ui.painter().layout_job(self.job);
        SetText { galley, links: self.links, keys: self.keys }
    }
}

impl SetText {
    pub(super) fn size(&self) -> Vec2 {
        self.galley.size()
    }

    /// Height of its first line.
    pub(super) fn first_line(&self) -> f32 {
        self.galley.rows.first().map_or(0.0, |row| row.rect().height())
    }

    /// Says what it says to a reader of the screen.
    pub(super) fn name(&self, response: &Response) {
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, self.galley.text()));
    }

    /// Draws it at `at`. A link to the web that is clicked is opened; any other is returned.
    pub(super) fn paint(&self, at: Pos2, palette: &Palette, ui: &Ui) -> Option<String> {
        for key in &self.keys {
            // What stands behind it begins with room for its cap: its width is its letters'.
            let name: String = self.galley.text().chars().skip(key.start).take(key.len()).collect();
            let letters = ui.painter().layout_no_wrap(name, theme::small(), palette.ink);
            for rect in self.rects(key).into_iter().take(1) {
                let rect =
                    rect.translate(at.to_vec2()).with_max_x(at.x + rect.left() + letters.size().x);
                let size = vec2(rect.width() + 2.0 * CAP_INSIDE, CAP);
                let cap = Rect::from_center_size(rect.center(), size);
                let edge = Stroke::new(1.0, palette.hairline);
                let radius = CornerRadius::same(4);
                ui.painter().rect(cap, radius, palette.raised, edge, StrokeKind::Inside);
            }
        }
        ui.painter().galley(at, Arc::clone(&self.galley), palette.ink);
        let mut followed = None;
        for (place, (range, link)) in self.links.iter().enumerate() {
            if self.link_ui(at, (place, range), palette, ui) {
                if is_of_web(link) {
                    ui.ctx().open_url(OpenUrl::new_tab(link));
                } else {
                    followed = Some(link.clone());
                }
            }
        }
        followed
    }

    /// Whether the link was clicked.
    fn link_ui(
        &self,
        at: Pos2,
        (place, range): (usize, &Range<usize>),
        palette: &Palette,
        ui: &Ui,
    ) -> bool {
        let text = self.galley.text().chars();
        let name: String = text.skip(range.start).take(range.len()).collect();
        let id = ui.scope_id().with(("link", ui.next_auto_id(), place));
        let mut clicked = false;
        for (line, rect) in self.rects(range).into_iter().enumerate() {
            let rect = rect.translate(at.to_vec2());
            // A link that goes on in the next line is one link to the keyboard.
            let sense = if line == 0 { Sense::click() } else { Sense::CLICK };
            let response = ui.interact(rect, id.with(line), sense);
            if line == 0 {
                response.widget_info(|| WidgetInfo::labeled(Role::Link, true, &name));
                widgets::focus_ring(ui, palette, rect.expand(2.0), &response);
            }
            if response.hovered() {
                ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
                let line = Stroke::new(1.0, palette.accent_ink);
                ui.painter().hline(rect.x_range(), rect.bottom() - 3.0, line);
            }
            clicked |= response.clicked();
        }
        clicked
    }

    /// Where these characters stand, line by line.
    fn rects(&self, range: &Range<usize>) -> Vec<Rect> {
        let galley = &self.galley;
        let cursor =
            |index: usize, prefer_next_row| CCursor { prefer_next_row, ..CCursor::new(index) };
        let start = galley.pos_from_cursor(cursor(range.start, true));
        let end = galley.pos_from_cursor(cursor(range.end, false));
        let mut rects = Vec::new();
        for row in &galley.rows {
            let row = row.rect();
            let (first, last) =
                (row.y_range().contains(start.center().y), row.y_range().contains(end.center().y));
            let between = row.top() > start.center().y && row.bottom() < end.center().y;
            if first || last || between {
                let left = if first { start.left() } else { row.left() };
                let right = if last { end.left() } else { row.right() };
                if right > left {
                    rects.push(Rect::from_x_y_ranges(left..=right, row.y_range()));
                }
            }
        }
        rects
    }
}

/// Whether a link leads to the web.
fn is_of_web(link: &str) -> bool {
    link.starts_with("https://") || link.starts_with("http://")
}

/// Text that is not broken at its spaces and joints.
fn unbroken(text: &str) -> String {
    text.replace(' ', "\u{a0}").replace('+', "\u{2060}+\u{2060}")
}
