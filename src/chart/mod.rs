//! A chart as a scene: rectangles, lines, paths and texts, and what they lead to.
//!
//! A scene knows no window and no file: the window paints it and asks it what is under the pointer,
//! [`crate::exchange::write_picture`] writes it. So a picture that is saved is what was on the screen. Places
//! are points from the top left; colours are named by their part, not by their shade.
//!
//! ```text
//! numbers ─► a builder (bar_chart …) ─► ChartScene<T> ─► painted: hover, click, keys ─► T
//!                                                     └► SVG, PNG, PDF
//! ```

mod bars;
mod bubbles;
mod heat;
mod lines;
mod network;
mod ranges;
mod side_bars;
mod strip;
mod values;

pub use bars::{Bar, BarLook, bar_chart};
pub use bubbles::{BubbleRow, BubbleYear, bubble_chart};
pub use heat::{HeatCell, HeatRow, HeatTable, heat_chart};
pub use lines::{LinePanel, LinePanels, LinePoint, line_charts};
pub use network::{NetworkDot, NetworkLine, NetworkPicture, network_chart};
pub use ranges::{RangePicture, RangeRow, RangeValue, range_chart};
pub use side_bars::{SideBar, SideBars, side_bars};
pub use strip::{StripRow, Strips, strip_chart};
pub use values::{ValuePoint, ValueYear, value_chart};

use crate::annotation::Colour;

/// A place in a chart, from its top left.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ChartPoint {
    /// To the right.
    pub x: f32,
    /// Down.
    pub y: f32,
}

/// A point at `x`, `y`.
#[must_use]
pub const fn at(x: f32, y: f32) -> ChartPoint {
    ChartPoint { x, y }
}

/// A rectangle in a chart.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ChartRect {
    /// Top left.
    pub min: ChartPoint,
    /// Bottom right.
    pub max: ChartPoint,
}

impl ChartRect {
    /// Whether `point` lies in it.
    #[must_use]
    pub fn contains(&self, point: ChartPoint) -> bool {
        (self.min.x..=self.max.x).contains(&point.x) && (self.min.y..=self.max.y).contains(&point.y)
    }

    /// From its left edge to its right.
    #[must_use]
    pub fn width(&self) -> f32 {
        self.max.x - self.min.x
    }

    /// From its upper edge to its lower.
    #[must_use]
    pub fn height(&self) -> f32 {
        self.max.y - self.min.y
    }
}

/// What a colour is for; the shade is the page's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ChartColour {
    /// Text.
    Ink,
    /// Text that says less.
    Second,
    /// Marks that say little.
    Faint,
    /// Axes and rules.
    Hairline,
    /// What is chosen.
    Accent,
    /// The accent on the page, from 0 for the page to 1 for the accent.
    Tint(f32),
    /// A theme's.
    Theme(Colour),
    /// A theme's on the page, from 0 for the page to 1 for the theme's colour.
    Wash(Colour, f32),
}

/// Where in its place a text stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ChartAnchor {
    /// It begins there.
    #[default]
    Start,
    /// Its middle is there.
    Middle,
    /// It ends there.
    End,
}

/// What is drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum ChartShape {
    /// A filled rectangle whose upper corners may be round.
    Rect {
        /// Where.
        rect: ChartRect,
        /// Of the upper corners.
        radius: f32,
    },
    /// A straight line.
    Line {
        /// From here.
        from: ChartPoint,
        /// To here.
        to: ChartPoint,
        /// Its thickness.
        width: f32,
    },
    /// A line over several points.
    Path {
        /// In their order.
        points: Vec<ChartPoint>,
        /// Its thickness; the area is filled instead where there is none.
        width: Option<f32>,
    },
    /// A text on one line.
    Text {
        /// On its upper edge.
        at: ChartPoint,
        /// Which part of it is there.
        anchor: ChartAnchor,
        /// What it says.
        text: String,
        /// Of its letters.
        size: f32,
        /// It is cut where it is longer.
        room: f32,
    },
}

impl ChartShape {
    /// Moves it down.
    fn lower(&mut self, by: f32) {
        match self {
            Self::Rect { rect, radius: _ } => {
                rect.min.y += by;
                rect.max.y += by;
            }
            Self::Line { from, to, width: _ } => {
                from.y += by;
                to.y += by;
            }
            Self::Path { points, width: _ } => points.iter_mut().for_each(|point| point.y += by),
            Self::Text { at, .. } => at.y += by,
        }
    }
}

/// A mark of a chart.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartMark {
    /// What is drawn.
    pub shape: ChartShape,
    /// In which colour.
    pub colour: ChartColour,
    /// In which colour while what it leads to is pointed at; none for the same.
    pub pointed: Option<ChartColour>,
    /// Which of the scene's links it belongs to.
    pub link: Option<usize>,
}

/// What marks lead to: the place that is pointed at and clicked, and its name.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartLink<T> {
    /// What a click asks for.
    pub to: T,
    /// Said by the tooltip and by screen readers.
    pub name: String,
    /// Where it is pointed at.
    pub area: ChartRect,
    /// Whether it is what is shown now.
    pub chosen: bool,
}

/// A chart.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartScene<T> {
    /// What it shows, said by screen readers.
    pub name: String,
    /// From its left edge to its right.
    pub width: f32,
    /// From its upper edge to its lower.
    pub height: f32,
    /// In the order in which they are drawn.
    pub marks: Vec<ChartMark>,
    /// In the order in which the keyboard goes through them.
    pub links: Vec<ChartLink<T>>,
}

impl<T> ChartScene<T> {
    /// Nothing yet, of that size.
    #[must_use]
    pub fn new(name: String, width: f32, height: f32) -> Self {
        Self { name, width, height, marks: Vec::new(), links: Vec::new() }
    }

    /// Which link is under `point`: the one drawn last.
    #[must_use]
    pub fn link_at(&self, point: ChartPoint) -> Option<usize> {
        self.links.iter().rposition(|link| link.area.contains(point))
    }

    /// What is drawn, without what its marks lead to.
    #[must_use]
    pub fn drawn(self) -> ChartScene<()> {
        let Self { name, width, height, marks, links } = self;
        let untied = |link: ChartLink<T>| {
            let ChartLink { to: _, name, area, chosen } = link;
            ChartLink { to: (), name, area, chosen }
        };
        let links = links.into_iter().map(untied).collect();
        ChartScene { name, width, height, marks, links }
    }

    /// With a title above it.
    #[must_use]
    pub fn with_title(mut self, text: String) -> Self {
        const SIZE: f32 = 16.0;
        const LINE: f32 = 32.0;
        self.height += LINE;
        for mark in &mut self.marks {
            mark.shape.lower(LINE);
        }
        for link in &mut self.links {
            link.area.min.y += LINE;
            link.area.max.y += LINE;
        }
        let (at, anchor) = (at(0.0, 0.0), ChartAnchor::Start);
        let shape = ChartShape::Text { at, anchor, text, size: SIZE, room: self.width };
        let colour = ChartColour::Ink;
        self.marks.insert(0, ChartMark { shape, colour, pointed: None, link: None });
        self
    }

    /// With lines of text below it: what the picture shows, for who sees it elsewhere.
    #[must_use]
    pub fn with_caption(mut self, lines: impl IntoIterator<Item = String>) -> Self {
        const SIZE: f32 = 12.0;
        const LINE: f32 = 18.0;
        self.height += LINE * 0.5;
        for text in lines {
            let shape = ChartShape::Text {
                at: at(0.0, self.height),
                anchor: ChartAnchor::Start,
                text,
                size: SIZE,
                room: self.width,
            };
            let colour = ChartColour::Second;
            self.marks.push(ChartMark { shape, colour, pointed: None, link: None });
            self.height += LINE;
        }
        self
    }
}
