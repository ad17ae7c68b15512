//! The sheet: its size, its margins, the column of text and the lane of names beside it.
//!
//! Lengths in points of a 72nd of an inch. The column is a whole number of characters wide, so that
//! a line of nothing but Han characters is full without a gap between them.

use crate::text::Typeface;

/// What a sheet measures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PaperSize {
    /// 210 × 297 mm.
    #[default]
    A4,
    /// 8.5 × 11 inches.
    Letter,
}

impl PaperSize {
    /// Width and height.
    #[must_use]
    pub const fn points(self) -> (f32, f32) {
        match self {
            Self::A4 => (595.276, 841.89),
            Self::Letter => (612.0, 792.0),
        }
    }
}

/// How large running text is printed: the sizes of Chinese print.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PaperText {
    /// 小五.
    Nine,
    /// 五号.
    #[default]
    TenAndHalf,
    /// 小四.
    Twelve,
    /// 四号.
    Fourteen,
}

impl PaperText {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Nine, Self::TenAndHalf, Self::Twelve, Self::Fourteen];

    /// The size in points.
    #[must_use]
    pub const fn points(self) -> f32 {
        match self {
            Self::Nine => 9.0,
            Self::TenAndHalf => 10.5,
            Self::Twelve => 12.0,
            Self::Fourteen => 14.0,
        }
    }
}

/// What running text is printed in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PaperFace {
    /// As articles are read at first.
    #[default]
    Serif,
    /// Without serifs.
    Sans,
}

impl PaperFace {
    pub(super) const fn typeface(self) -> Typeface {
        match self {
            Self::Serif => Typeface::Serif,
            Self::Sans => Typeface::Sans,
        }
    }
}

/// What is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PaperContent {
    /// The excerpts under their headings.
    #[default]
    Excerpts,
    /// The articles from beginning to end, as they are marked.
    Articles,
}

/// How pages are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PaperOptions {
    /// What is on them.
    pub content: PaperContent,
    /// How large they are.
    pub size: PaperSize,
    /// How large their text is.
    pub text: PaperText,
    /// What it is set in.
    pub face: PaperFace,
}

/// Where on a sheet everything stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct PaperGeometry {
    pub(super) width: f32,
    pub(super) height: f32,
    /// The column's left edge and its width.
    pub(super) left: f32,
    pub(super) column: f32,
    /// The first line's upper edge, and what no line goes below.
    pub(super) top: f32,
    pub(super) bottom: f32,
    /// The lane's left edge and its width.
    pub(super) lane: f32,
    pub(super) lane_width: f32,
}

/// From the sheet's upper and lower edge to the text.
const TOP: f32 = 68.0;
const BOTTOM: f32 = 66.0;
/// From its left edge to the text, where names stand at the right.
const LEFT: f32 = 60.0;
/// Between the text and the names.
const GAP: f32 = 14.0;
const LANE: f32 = 106.0;
/// From the names to the sheet's right edge.
const RIGHT: f32 = 30.0;

impl PaperGeometry {
    /// With room for names at the side or, where there are none, with the column in the middle.
    pub(super) fn new(options: PaperOptions, has_names: bool) -> Self {
        let (width, height) = options.size.points();
        let em = options.text.points();
        let column = ((width - LEFT - GAP - LANE - RIGHT) / em).floor() * em;
        let left = if has_names { LEFT } else { (width - column) / 2.0 };
        let (top, bottom) = (TOP, height - BOTTOM);
        let lane = left + column + GAP;
        Self { width, height, left, column, top, bottom, lane, lane_width: LANE }
    }
}
