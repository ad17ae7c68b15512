//! A paragraph that is printed: its characters, how they are set, and what marks them.

use std::ops::Range;

use super::sheet::PaperOptions;
use crate::text::{self, LineKind, MARKER, Typeface, typeset};

/// Colours of print: black, what says less, what stands around.
pub(super) const INK: u32 = 0x14_14_14;
pub(super) const SECOND: u32 = 0x5A_5A_5A;
/// A theme that is not in the codebook, and passages without one.
pub(super) const NO_THEME: u32 = 0x80_80_80;
/// What is drawn for a character that cannot be seen.
const BOX: char = '□';
/// A paragraph of more characters is set in pieces: places in a longer one would lose their
/// precision.
const LONGEST: usize = 2400;

/// How a paragraph stands in its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PaperAlign {
    /// Flush on both sides.
    Justified,
    /// Lines of much the same length: a title.
    Balanced,
    /// In the middle.
    Centred,
    /// At the right edge.
    Right,
    /// At the left edge.
    Left,
}

/// How a paragraph is set. Lengths in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct PaperStyle {
    pub(super) face: Typeface,
    pub(super) size: f32,
    /// From one line to the next.
    pub(super) leading: f32,
    pub(super) above: f32,
    pub(super) below: f32,
    /// Of the first line, in characters.
    pub(super) indent: f32,
    /// From the column's left edge.
    pub(super) inset: f32,
    pub(super) align: PaperAlign,
    /// It stands on the page of what follows.
    pub(super) keep: bool,
    pub(super) colour: u32,
}

impl PaperStyle {
    /// Whether it only says something about the text.
    pub(super) fn is_side(&self) -> bool {
        self.colour == SECOND
    }
}

/// The ways in which paragraphs are set.
pub(super) struct PaperStyles {
    em: f32,
    face: Typeface,
}

impl PaperStyles {
    pub(super) fn new(options: PaperOptions) -> Self {
        Self { em: options.text.points(), face: options.face.typeface() }
    }

    fn plain(&self, face: Typeface, size: f32, leading: f32) -> PaperStyle {
        PaperStyle {
            face,
            size: size * self.em,
            leading: leading * self.em,
            above: 0.0,
            below: 0.0,
            indent: 0.0,
            inset: 0.0,
            align: PaperAlign::Left,
            keep: false,
            colour: INK,
        }
    }

    /// The name of an article or of the whole.
    pub(super) fn title(&self) -> PaperStyle {
        let (below, align) = (0.6 * self.em, PaperAlign::Balanced);
        PaperStyle { below, align, keep: true, ..self.plain(Typeface::SerifBold, 1.6, 2.2) }
    }

    pub(super) fn heading(&self) -> PaperStyle {
        let (above, below) = (0.9 * self.em, 0.2 * self.em);
        let align = PaperAlign::Balanced;
        PaperStyle { above, below, align, keep: true, ..self.plain(Typeface::SerifBold, 1.08, 1.8) }
    }

    /// Running text.
    pub(super) fn body(&self, indent: f32) -> PaperStyle {
        let (below, align) = (0.3 * self.em, PaperAlign::Justified);
        PaperStyle { below, indent, align, ..self.plain(self.face, 1.0, 1.75) }
    }

    /// What is said about the text, small.
    pub(super) fn side(&self) -> PaperStyle {
        let below = 0.3 * self.em;
        PaperStyle { below, colour: SECOND, ..self.plain(Typeface::Sans, 0.78, 1.3) }
    }

    /// What an excerpt says.
    pub(super) fn quote(&self) -> PaperStyle {
        PaperStyle { above: 0.7 * self.em, ..self.body(0.0) }
    }

    /// A memo.
    pub(super) fn memo(&self) -> PaperStyle {
        let align = PaperAlign::Justified;
        let (below, inset) = (0.25 * self.em, 2.0 * self.em);
        PaperStyle { below, inset, align, ..self.plain(self.face, 0.88, 1.5) }
    }

    /// A line of an article of that kind.
    pub(super) fn of_kind(&self, kind: LineKind) -> PaperStyle {
        match kind {
            LineKind::Title => self.title(),
            LineKind::Heading => self.heading(),
            LineKind::Kicker => PaperStyle { keep: true, ..self.side() },
            LineKind::Byline => self.side(),
            LineKind::Caption => PaperStyle { align: PaperAlign::Centred, ..self.side() },
            LineKind::Echo => PaperStyle { indent: 2.0, ..self.side() },
            LineKind::Turn | LineKind::Item => self.body(0.0),
            LineKind::Body => self.body(2.0),
        }
    }
}

/// A stretch that is marked with a theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PaperMark {
    pub(super) chars: Range<usize>,
    pub(super) colour: u32,
    /// Which of the lines below the text is its own, from 0.
    pub(super) depth: usize,
}

/// What stands in the margin beside the line that holds a character.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PaperName {
    pub(super) at: usize,
    pub(super) text: String,
    pub(super) colour: u32,
}

/// A paragraph, or a piece of a long one.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PaperParagraph {
    /// As they are shown.
    pub(super) chars: Vec<char>,
    /// Those that go on with what a reader sees as one.
    pub(super) inside: Vec<usize>,
    pub(super) style: PaperStyle,
    /// In their order, none deeper than there are lines for.
    pub(super) marks: Vec<PaperMark>,
    /// What only stands around, in grey.
    pub(super) faint: Vec<Range<usize>>,
    pub(super) names: Vec<PaperName>,
    /// As a bookmark: how deep, from 0.
    pub(super) outline: Option<usize>,
    /// It begins a page, on which and on those behind it this stands at the head.
    pub(super) running: Option<String>,
    /// Its last line is full like the others, for the text goes on in the next one.
    pub(super) goes_on: bool,
    /// Whether it is a part of an article's own text.
    pub(super) is_own: bool,
    /// Its last line stands on the page of what follows.
    pub(super) keeps_end: bool,
}

impl PaperParagraph {
    /// A text that is not an article's, as it is shown.
    pub(super) fn new(text: &str, style: PaperStyle) -> Self {
        let one_line = text.replace('\n', " ");
        Self::of_chars(shown(&one_line), text::inside_characters(&one_line), style)
    }

    /// Characters that are shown as they are.
    pub(super) fn of_chars(chars: Vec<char>, inside: Vec<usize>, style: PaperStyle) -> Self {
        Self {
            chars,
            inside,
            style,
            marks: Vec::new(),
            faint: Vec::new(),
            names: Vec::new(),
            outline: None,
            running: None,
            goes_on: false,
            is_own: false,
            keeps_end: false,
        }
    }

    /// Its text.
    pub(super) fn text(&self) -> String {
        self.chars.iter().collect()
    }

    /// In pieces that are not too long.
    pub(super) fn pieces(mut self) -> Vec<Self> {
        let mut pieces = Vec::new();
        while self.chars.len() > LONGEST {
            let at = self.cut();
            let rest = self.split_off(at);
            pieces.push(std::mem::replace(&mut self, rest));
        }
        pieces.push(self);
        pieces
    }

    /// Where to cut it: behind a sentence where there is one, where a line may start, or anywhere.
    fn cut(&self) -> usize {
        let candidates = LONGEST / 2..LONGEST;
        let may = |&at: &usize| {
            let inside = self.inside.binary_search(&at).is_ok();
            !inside && typeset::may_break(self.chars[at - 1], self.chars[at])
        };
        let ends = |&at: &usize| matches!(self.chars[at - 1], '。' | '！' | '？' | '”');
        let behind = candidates.clone().rev().filter(ends).find(may);
        behind.or_else(|| candidates.rev().find(may)).unwrap_or(LONGEST)
    }

    fn split_off(&mut self, at: usize) -> Self {
        let chars = self.chars.split_off(at);
        let rest = |range: &Range<usize>| range.start.max(at) - at..range.end.max(at) - at;
        let mut next =
            Self::of_chars(chars, Vec::new(), PaperStyle { indent: 0.0, above: 0.0, ..self.style });
        next.inside = self.inside.iter().filter_map(|inside| inside.checked_sub(at)).collect();
        next.marks = self
            .marks
            .iter()
            .map(|mark| PaperMark { chars: rest(&mark.chars), ..*mark })
            .filter(|mark| !mark.chars.is_empty())
            .collect();
        next.faint = self.faint.iter().map(rest).filter(|faint| !faint.is_empty()).collect();
        let (here, there) = std::mem::take(&mut self.names).into_iter().partition(|n| n.at < at);
        self.names = here;
        next.names = there;
        for name in &mut next.names {
            name.at -= at;
        }
        next.goes_on = self.goes_on;
        next.is_own = self.is_own;
        next.keeps_end = self.keeps_end;
        self.inside.retain(|&inside| inside < at);
        self.marks.retain_mut(|mark| {
            mark.chars.end = mark.chars.end.min(at);
            !mark.chars.is_empty()
        });
        self.faint.retain_mut(|faint| {
            faint.end = faint.end.min(at);
            faint.start < faint.end
        });
        self.goes_on = true;
        self.style.below = 0.0;
        next
    }
}

/// The characters of a text as they are printed, one for one.
pub(super) fn shown(text: &str) -> Vec<char> {
    let mut chars = text::shown_chars(text, true);
    for c in &mut chars {
        if *c == MARKER {
            *c = BOX;
        }
    }
    chars
}

/// Mixes a colour into the white of the paper: `part` 0 gives white.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a byte of a colour")]
pub(super) fn tint(colour: u32, part: f32) -> u32 {
    let mut bytes = colour.to_be_bytes();
    for byte in bytes.iter_mut().skip(1) {
        *byte = (255.0 + (f32::from(*byte) - 255.0) * part).round() as u8;
    }
    u32::from_be_bytes(bytes)
}

/// A theme's colour as it is printed: one that would hardly be seen on white is darkened.
pub(super) fn printed_colour((red, green, blue): (u8, u8, u8)) -> u32 {
    /// As light as a colour of the palette may be, of 255.
    const LIGHTEST: f32 = 165.0;
    let light = 0.299 * f32::from(red) + 0.587 * f32::from(green) + 0.114 * f32::from(blue);
    let part = (LIGHTEST / light.max(1.0)).min(1.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a byte")]
    let [red, green, blue] = [red, green, blue].map(|byte| (f32::from(byte) * part).round() as u8);
    u32::from_be_bytes([0, red, green, blue])
}
