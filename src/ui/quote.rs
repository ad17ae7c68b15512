//! A short text set like the article's own: for cards and tables, at most so many lines.
//!
//! Made once and kept by the list that shows it: it holds jobs, not galleys, so it outlives a
//! change of fonts or scale.

use eframe::egui::{
    Color32, FontId, Painter, Pos2,
    epaint::text::{ByteIndex, FontsView, LayoutJob},
    vec2,
};

use super::{
    glyphs, line_job,
    typeset::{self, Measure},
};
use crate::text;

/// A quotation set in lines.
#[derive(Clone, Debug)]
pub(super) struct SetQuote {
    /// Left edge and line.
    lines: Vec<(f32, LayoutJob)>,
    /// Which character of the text each line starts with.
    starts: Vec<usize>,
    line_height: f32,
}

/// The colours of a quotation that is shown with the text around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Inks {
    pub(super) quote: Color32,
    pub(super) around: Color32,
}

/// How a quotation is set.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct QuoteStyle {
    pub(super) font: FontId,
    /// Distance from line to line in points.
    pub(super) line_height: f32,
    /// Width of a full line in points.
    pub(super) width: f32,
    /// Whether full lines reach both edges.
    pub(super) justify: bool,
    /// What does not fit in so many lines is cut with `…`.
    pub(super) rows: usize,
    /// Whether half-width marks in Chinese are shown full-width.
    pub(super) full_width: bool,
}

impl SetQuote {
    /// Sets `text`; line breaks in it become spaces.
    pub(super) fn set(text: &str, style: &QuoteStyle, fonts: &mut FontsView<'_>) -> Self {
        let em = fonts.glyph_width(&style.font, '国').max(1.0);
        let measure = Measure {
            width: style.width,
            em,
            indent: 0.0,
            justify: style.justify,
            goes_on: false,
            spaced: &[],
        };
        // Even of the narrowest letters no more than this can be seen.
        let most = visible_chars(style, em);
        let head: String =
            text.chars().take(most).map(|c| if c == '\n' { ' ' } else { c }).collect();
        let mut chars = typeset::shown(&head, style.full_width);
        let inside = text::inside_characters(&head);
        let mut cut = text.chars().nth(most).is_some();
        let lines = loop {
            let widths = glyphs::measure(&mut chars, &style.font, fonts);
            let whole = inside.partition_point(|&at| at < chars.len());
            let whole = inside.get(..whole).unwrap_or_default();
            let lines = typeset::set_whole(&chars, &widths, whole, &measure);
            if lines.len() <= style.rows && !cut {
                break lines;
            }
            // Cut behind the last line that fits, and a little more to make room for the mark.
            let end = lines.get(style.rows.saturating_sub(1)).map_or(chars.len(), |l| l.chars.end);
            let marked = chars.last() == Some(&'…');
            chars.truncate(end.min(chars.len()) - usize::from(marked && end >= chars.len()));
            chars.pop();
            // Not through what a reader sees as one character.
            while inside.binary_search(&chars.len()).is_ok() {
                chars.pop();
            }
            while chars.last().is_some_and(|&c| c.is_whitespace() || "，。、；：,…".contains(c))
            {
                chars.pop();
            }
            if chars.is_empty() {
                break Vec::new();
            }
            chars.push('…');
            cut = false;
        };
        let starts = lines.iter().map(|line| line.chars.start).collect();
        let lines = lines
            .iter()
            .map(|line| (line.left, line_job::job(&chars, line, &style.font, style.line_height)))
            .collect();
        Self { lines, starts, line_height: style.line_height }
    }

    /// Sets `text` with what stands `before` and `after` it, in two inks.
    pub(super) fn set_within(
        (before, text, after): (&str, &str, &str),
        style: &QuoteStyle,
        inks: Inks,
        fonts: &mut FontsView<'_>,
    ) -> Self {
        let mut quote = Self::set(&format!("{before}{text}{after}"), style, fonts);
        let start = before.chars().count();
        let end = start + text.chars().count();
        for ((_, job), &first) in quote.lines.iter_mut().zip(&quote.starts) {
            let mut at = first;
            let mut sections = Vec::with_capacity(job.sections.len() + 2);
            for section in std::mem::take(&mut job.sections) {
                let range = section.byte_range.start.0..section.byte_range.end.0;
                let piece = job.text.get(range.clone()).unwrap_or_default();
                // Where the ink changes within the section, it is cut.
                let (mut from, mut ink) = (range.start, None);
                let mut push = |from: usize, to: usize, ink: Option<Color32>| {
                    if let Some(colour) = ink.filter(|_| from < to) {
                        let mut part = section.clone();
                        // Space before a section belongs to its first part.
                        part.leading_space =
                            if from == range.start { part.leading_space } else { 0.0 };
                        part.byte_range = ByteIndex(from)..ByteIndex(to);
                        part.format.color = colour;
                        sections.push(part);
                    }
                };
                for (byte, _) in piece.char_indices() {
                    let wanted = if (start..end).contains(&at) { inks.quote } else { inks.around };
                    if ink.is_some_and(|ink| ink != wanted) {
                        push(from, range.start + byte, ink);
                        from = range.start + byte;
                    }
                    ink = Some(wanted);
                    at += 1;
                }
                push(from, range.end, ink);
            }
            job.sections = sections;
        }
        quote
    }

    /// How many lines it has.
    pub(super) fn rows(&self) -> usize {
        self.lines.len()
    }

    /// Its height in points.
    #[expect(clippy::cast_precision_loss, reason = "a few lines")]
    pub(super) fn height(&self) -> f32 {
        self.lines.len() as f32 * self.line_height
    }

    /// Draws it with its top left corner at `at`.
    pub(super) fn paint(&self, painter: &Painter, at: Pos2, colour: Color32) {
        let mut top = 0.0;
        for (left, job) in &self.lines {
            let galley = painter.layout_job(job.clone());
            painter.galley(at + vec2(*left, top), galley, colour);
            top += self.line_height;
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a small positive count"
)]
fn visible_chars(style: &QuoteStyle, em: f32) -> usize {
    (style.width / em * 4.0 * style.rows as f32) as usize + 8
}

/// About how many lines `text` takes, without fonts: for lists that lay out only what is in view.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a small positive count"
)]
pub(super) fn estimated_rows(text: &str, style: &QuoteStyle) -> usize {
    let per_line = (style.width / style.font.size).max(1.0);
    #[expect(clippy::cast_precision_loss, reason = "a few rows")]
    let most = per_line * style.rows as f32;
    let mut ems = 0.0;
    for c in text.chars() {
        ems += if c.is_ascii() { 0.55 } else { 1.0 };
        // More lines than are shown need not be counted.
        if ems > most {
            break;
        }
    }
    ((ems / per_line).ceil() as usize).clamp(1, style.rows)
}

#[cfg(test)]
mod tests {
    use eframe::egui::{Context, RawInput};

    use super::*;
    use crate::ui::{fonts, theme};

    fn style(width: f32, rows: usize) -> QuoteStyle {
        let font = theme::excerpt();
        QuoteStyle { font, line_height: 22.0, width, justify: true, rows, full_width: true }
    }

    /// The lines of `text`, as they are shown.
    fn lines(text: &str, style: &QuoteStyle) -> Vec<String> {
        let ctx = Context::default();
        ctx.set_fonts(fonts::definitions(None));
        let mut lines = Vec::new();
        let mut output = ctx.run_ui(RawInput::default(), |ui| {
            let quote = ui.fonts_mut(|fonts| SetQuote::set(text, style, fonts));
            lines = quote.lines.iter().map(|(_, job)| job.text.clone()).collect();
        });
        // Nobody draws it.
        output.textures_delta.clear();
        lines
    }

    #[test]
    fn what_does_not_fit_is_cut_with_a_mark_and_what_fits_is_whole() {
        let text = "街道把闲置的粮站改成了党群服务中心";
        assert_eq!(lines(text, &style(160.0, 2)).concat(), text);
        let cut = lines(text, &style(90.0, 2));
        assert_eq!(cut.len(), 2);
        let shown = cut.concat();
        let head = shown.strip_suffix('…').expect("a mark at the end");
        assert!(text.starts_with(head) && head.chars().count() >= 8, "{shown}");
    }

    #[test]
    fn a_cut_right_behind_a_stop_or_a_joint_shows_one_mark_only() {
        for text in ["粮站改成中心，面积扩大了许多倍", "粮站改成中心 … 面积扩大了许多倍"]
        {
            let shown = lines(text, &style(108.0, 1)).concat();
            assert_eq!(shown.matches('…').count(), 1, "{shown}");
            assert!(!shown.contains("，…"), "{shown}");
        }
    }

    #[test]
    fn the_longest_text_takes_no_more_lines_than_allowed() {
        let text = "党建引领基层治理。".repeat(10_000);
        assert_eq!(lines(&text, &style(200.0, 4)).len(), 4);
        assert_eq!(lines("word ".repeat(400).as_str(), &style(60.0, 3)).len(), 3);
        assert!(lines("", &style(60.0, 3)).concat().is_empty());
    }
}
