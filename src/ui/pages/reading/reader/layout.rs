//! Where everything of an article stands: blocks laid out only when they come into view.
//!
//! An article is a list of [`TextBlock`]s (its lines, very long ones cut). A block's lines are set by
//! [`super::typeset`], and shaped by epaint once; the layout keeps those near the view. How tall an
//! article is would need all of it: the scroll bar goes by an estimate made once, which therefore
//! never jumps, and the view itself hangs on one block and a distance in it.

use std::{collections::BTreeMap, rc::Rc, sync::Arc};

use eframe::egui::{
    FontFamily, FontId,
    epaint::text::{FontsView, LayoutJob},
};

use super::{
    block_layout::{BlockLayout, LaidJoint, LaidLine, WordSource, WordsOfBlock},
    blocks::{BlockPiece, Blocks, Structure, TextBlock},
};
use crate::{
    corpus::Article,
    session::TextFont,
    text::{self, ByteOffset, ByteSpan, LineKind},
    ui::{
        fonts,
        glyphs::GlyphWidths,
        line_job::{edges, job},
        theme::{self, TextSize},
        typeset::{self, Measure},
    },
};

/// So many laid-out blocks are kept.
const KEPT: usize = 160;

/// What the layout depends on besides the text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Setting {
    /// Width of a line of body text in points.
    pub(super) width: f32,
    /// Size of the text, 1.0 for 100 %.
    pub(super) scale: f32,
    /// What running text is set in.
    pub(super) font: TextFont,
    /// Which fonts are there.
    pub(super) fonts: u64,
    /// Distance of the lines, 1.0 for the usual one.
    pub(super) line: f32,
    /// Space below a paragraph, in distances of lines.
    pub(super) paragraph: f32,
    /// Whether full lines reach both edges.
    pub(super) justify: bool,
    /// Pixels per point: galleys depend on it.
    pub(super) pixels_per_point: f32,
    /// Whether half-width marks in Chinese are shown full-width.
    pub(super) full_width: bool,
    /// Whose words are set apart, if they are: the segmenter's number.
    pub(super) spaced: Option<u64>,
}

/// How a kind of line is set.
struct Manner {
    font: FontId,
    text: TextSize,
    /// Space above and below, in points at 100 %.
    above: f32,
    below: f32,
    indent: f32,
    centred: bool,
    justify: bool,
}

fn manner(kind: LineKind, setting: &Setting) -> Manner {
    let Setting { scale, line, .. } = *setting;
    let set = |family: FontFamily, text: TextSize| Manner {
        font: FontId::new(text.size * scale, family),
        text: TextSize { line: text.line * line, ..text },
        above: 0.0,
        below: 0.0,
        indent: 0.0,
        centred: false,
        justify: false,
    };
    let side = set(fonts::sans(), theme::SIDE);
    let running = |text: TextSize| {
        let manner = set(fonts::text(setting.font), text);
        let below = manner.text.line * setting.paragraph;
        Manner { below, justify: setting.justify, ..manner }
    };
    match kind {
        LineKind::Title => {
            Manner { above: 8.0, below: 6.0, ..set(fonts::serif_bold(), theme::TITLE) }
        }
        LineKind::Heading => {
            Manner { above: 18.0, below: 2.0, ..set(fonts::serif_bold(), theme::HEADING) }
        }
        LineKind::Kicker => Manner { above: 4.0, ..side },
        LineKind::Byline => Manner { above: 2.0, below: 8.0, ..side },
        LineKind::Caption => Manner { above: 4.0, below: 8.0, centred: true, ..side },
        LineKind::Echo => Manner { above: 2.0, below: 4.0, indent: 2.0, ..side },
        // Who speaks stands at the edge; what goes on below is indented as paragraphs are.
        LineKind::Turn => Manner { above: 8.0, ..running(theme::TEXT) },
        LineKind::Item => Manner { above: 4.0, ..running(theme::TEXT) },
        LineKind::Body => Manner { indent: 2.0, ..running(theme::TEXT) },
    }
}

/// The layout of one article.
pub(super) struct TextLayout {
    pub(super) article: Arc<Article>,
    blocks: Blocks,
    setting: Setting,
    /// Estimated distance of each block's top from the article's, and the article's height.
    tops: Vec<f32>,
    laid: BTreeMap<usize, Rc<BlockLayout>>,
    glyphs: GlyphWidths,
    /// Where the words come from that are set apart.
    words: Option<WordSource>,
}

impl TextLayout {
    /// The blocks of `article`; nothing is laid out yet.
    pub(super) fn new(article: Arc<Article>, setting: Setting, structure: Structure) -> Self {
        let blocks = Blocks::of(article.text.as_str(), structure);
        let mut layout = Self {
            article,
            blocks,
            setting,
            tops: Vec::new(),
            laid: BTreeMap::new(),
            glyphs: GlyphWidths::default(),
            words: None,
        };
        layout.estimate();
        layout
    }

    /// Whether half-width marks in Chinese are shown full-width.
    pub(super) fn is_full_width(&self) -> bool {
        self.setting.full_width
    }

    /// The blocks with their pieces: how the page hangs together.
    pub(super) fn page(&self) -> &Blocks {
        &self.blocks
    }

    /// The text of a block as it is shown.
    pub(super) fn text_of(&self, block: &TextBlock) -> String {
        self.blocks.text_of(self.article.text.as_str(), block)
    }

    /// The block that holds `byte`, or the next one after a blank line.
    pub(super) fn block_of(&self, byte: ByteOffset) -> usize {
        self.blocks.block_of(byte)
    }

    pub(super) fn blocks(&self) -> &[TextBlock] {
        self.blocks.all()
    }

    pub(super) fn setting(&self) -> Setting {
        self.setting
    }

    /// Says where words come from; [`Setting::spaced`] says whether the layout depends on them.
    pub(super) fn use_words(&mut self, words: Option<WordSource>) {
        self.words = words;
    }

    /// Forgets what was laid out if it was for another setting.
    pub(super) fn fit(&mut self, setting: Setting) {
        if self.setting != setting {
            self.setting = setting;
            self.laid.clear();
            self.glyphs = GlyphWidths::default();
            self.estimate();
        }
    }

    /// Estimated height of the whole article.
    pub(super) fn height(&self) -> f32 {
        self.tops.last().copied().unwrap_or_default()
    }

    /// Estimated distance from the article's top of a place `part` (0 to 1) down block `at`.
    pub(super) fn estimated_y(&self, at: usize, part: f32) -> f32 {
        let top = self.tops.get(at).copied().unwrap_or_default();
        let next = self.tops.get(at + 1).copied().unwrap_or(top);
        top + (next - top) * part.clamp(0.0, 1.0)
    }

    /// The block at an estimated distance from the top, and how far down it (0 to 1).
    pub(super) fn at_estimated_y(&self, y: f32) -> (usize, f32) {
        let last = self.blocks.all().len().saturating_sub(1);
        let at = self.tops.partition_point(|&top| top <= y).saturating_sub(1).min(last);
        let top = self.tops.get(at).copied().unwrap_or_default();
        let next = self.tops.get(at + 1).copied().unwrap_or(top);
        let part = if next > top { (y - top) / (next - top) } else { 0.0 };
        (at, part.clamp(0.0, 1.0))
    }

    #[expect(clippy::cast_precision_loss, reason = "an estimate of heights")]
    fn estimate(&mut self) {
        let setting = self.setting;
        let Setting { width, scale, .. } = setting;
        let mut y = 0.0;
        self.tops.clear();
        self.tops.reserve(self.blocks.all().len() + 1);
        for block in self.blocks.all() {
            self.tops.push(y);
            let manner = manner(block.kind, &setting);
            // Nearly all text is Han: three bytes and one em a character.
            let bytes: u32 = self.blocks.pieces_of(block).map(|piece| piece.span.len()).sum();
            let ems = bytes as f32 / 3.0 + manner.indent;
            let per_line = (width / (manner.text.size * scale)).max(1.0);
            let lines = (ems / per_line).ceil().max(1.0);
            y += (lines * manner.text.line + manner.above + manner.below) * scale;
            y += if block.tells_other() { theme::TWIN_LABEL } else { 0.0 };
        }
        self.tops.push(y);
    }

    /// Block `at`, laid out now if it is not yet.
    pub(super) fn laid(&mut self, at: usize, fonts: &mut FontsView<'_>) -> Option<Rc<BlockLayout>> {
        if let Some(laid) = self.laid.get(&at) {
            return Some(Rc::clone(laid));
        }
        let block = self.blocks.all().get(at)?;
        let pieces = self.blocks.pieces_of(block).as_slice();
        let words = self.words.as_ref().filter(|_| self.setting.spaced.is_some());
        let text = self.article.text.as_str();
        let spaced = words.map(|words| word_starts(text, pieces, words)).unwrap_or_default();
        let place = (block, pieces, spaced.as_slice());
        let laid = lay_out(text, place, self.setting, &mut self.glyphs, fonts);
        let laid = Rc::new(laid);
        self.laid.insert(at, Rc::clone(&laid));
        if self.laid.len() > KEPT {
            // What is far from here will not be needed soon.
            self.laid.retain(|&other, _| other.abs_diff(at) < KEPT / 2);
        }
        Some(laid)
    }
}

fn lay_out(
    text: &str,
    (block, pieces, spaced): (&TextBlock, &[BlockPiece], &[usize]),
    setting: Setting,
    glyphs: &mut GlyphWidths,
    fonts: &mut FontsView<'_>,
) -> BlockLayout {
    let Setting { width, scale, full_width, .. } = setting;
    let manner = manner(block.kind, &setting);
    let mut slice = String::new();
    let (mut bytes, mut runs, mut joints) = (Vec::new(), Vec::new(), Vec::new());
    let mut inside = Vec::new();
    for piece in pieces {
        let part = text.get(piece.span.range()).unwrap_or_default();
        let (from, start) = (bytes.len(), piece.span.start().get());
        bytes.extend(part.char_indices().map(|(at, _)| start + u32::try_from(at).unwrap_or(0)));
        if piece.is_joined {
            joints.push(LaidJoint { at: from, number: piece.number });
        }
        inside.extend(text::inside_characters(part).into_iter().map(|at| from + at));
        runs.push((from..bytes.len(), piece.span));
        slice.push_str(part);
    }
    bytes.push(pieces.last().map_or(0, |piece| piece.span.end().get()));
    let mut chars = typeset::shown(&slice, full_width);
    let widths = glyphs.measure(&mut chars, &manner.font, fonts);
    let em = fonts.glyph_width(&manner.font, '国');
    let indent = if block.continues { 0.0 } else { manner.indent * em };
    let measure =
        Measure { width, em, indent, justify: manner.justify, goes_on: block.goes_on, spaced };
    let line_height = manner.text.line * scale;
    let name = block.lead.and_then(|lead| text.get(lead.range()));
    let name = name.map_or(0, |name| name.trim_end().chars().count());
    let above = if block.continues { 0.0 } else { manner.above * scale };
    let mut top = above;
    let mut lines = Vec::new();
    let is_name = matches!(block.kind, LineKind::Title | LineKind::Heading);
    let whole = is_name && !block.continues && !block.goes_on;
    let set = if whole { typeset::set_balanced } else { typeset::set_whole };
    for set in set(&chars, &widths, &inside, &measure) {
        let mut job = job(&chars, &set, &manner.font, line_height);
        let named = name_sections(&mut job, name.saturating_sub(set.chars.start));
        let mut edges = edges(&job, &set, fonts);
        let mut left = set.left;
        if manner.centred
            && let Some(&right) = edges.last()
        {
            let shift = ((width - right) / 2.0).max(0.0);
            left += shift;
            for edge in &mut edges {
                *edge += shift;
            }
        }
        lines.push(LaidLine { chars: set.chars, top, left, edges, job, named });
        top += line_height;
    }
    let below = if block.goes_on { 0.0 } else { manner.below * scale };
    let label = if block.tells_other() { theme::TWIN_LABEL } else { 0.0 };
    BlockLayout {
        height: top + below + label,
        line_height,
        size: manner.text.size * scale,
        lines,
        bytes,
        runs,
        joints,
        inside,
        words: WordsOfBlock::default(),
    }
}

/// The characters of a block that start a word behind another, which a gap is to set apart.
fn word_starts(text: &str, pieces: &[BlockPiece], words: &WordSource) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut chars = 0;
    for piece in pieces {
        let words = words.within(text, piece.span);
        let mut from = piece.span.start();
        let mut count = |to: ByteOffset| {
            let between = ByteSpan::between(from, to);
            chars += text.get(between.range()).map_or(0, |text| text.chars().count());
            from = to;
            chars
        };
        for pair in words.windows(2).filter(|pair| pair[0].end() == pair[1].start()) {
            starts.push(count(pair[1].start()));
        }
        count(piece.span.end());
    }
    starts
}

/// Makes sections of their own of the first `chars` characters, which say who speaks; how many.
fn name_sections(job: &mut LayoutJob, chars: usize) -> usize {
    if chars == 0 {
        return 0;
    }
    let end = job.text.char_indices().nth(chars).map_or(job.text.len(), |(at, _)| at);
    let Some(at) = job.sections.iter().position(|section| section.byte_range.end.0 >= end) else {
        return job.sections.len();
    };
    if let Some(section) = job.sections.get_mut(at)
        && section.byte_range.end.0 > end
    {
        let mut rest = section.clone();
        rest.byte_range.start = end.into();
        rest.leading_space = 0.0;
        section.byte_range.end = end.into();
        job.sections.insert(at + 1, rest);
    }
    at + 1
}
