//! In which direction a line runs, and where its glyphs stand once the page is turned so that it
//! runs from left to right.

use hayro_interpret::kurbo::{Point, Size, Vec2};

/// The direction in which a line runs over the page as it is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum PdfDirection {
    /// As Latin and modern Chinese text.
    #[default]
    Right,
    /// As Chinese text in columns, of which the first is at the right, and as tables that were
    /// turned clockwise.
    Down,
    /// As tables that were turned against the clock.
    Up,
    /// Upside down.
    Left,
    /// So many degrees clockwise from [`Self::Right`]: labels of a figure, watermarks.
    Askew(i16),
}

impl PdfDirection {
    /// The direction that `ahead` points to, downwards being positive.
    pub(super) fn of(ahead: Vec2) -> Self {
        let (x, y) = (ahead.x, ahead.y);
        let is_level = y.abs() <= x.abs() * 0.3 + 0.1;
        let is_upright = x.abs() <= y.abs() * 0.3 + 0.1;
        match (is_level, is_upright) {
            (true, _) if x < -0.1 => Self::Left,
            (true, _) => Self::Right,
            (false, true) if y < 0.0 => Self::Up,
            (false, true) => Self::Down,
            #[expect(clippy::cast_possible_truncation, reason = "at most half a turn")]
            (false, false) => Self::Askew(ahead.atan2().to_degrees().round() as i16),
        }
    }

    /// Whether it runs along no edge of the page.
    pub(super) fn is_askew(self) -> bool {
        matches!(self, Self::Askew(_))
    }

    /// How far `point` of a page of that size is from the left and from the top of the turned page.
    pub(super) fn turned(self, point: Point, page: Size) -> (f64, f64) {
        match self {
            Self::Right => (point.x, point.y),
            Self::Down => (point.y, page.width - point.x),
            Self::Up => (page.height - point.y, point.x),
            Self::Left => (page.width - point.x, page.height - point.y),
            Self::Askew(degrees) => {
                let (sin, cos) = f64::from(degrees).to_radians().sin_cos();
                (point.x * cos + point.y * sin, point.y * cos - point.x * sin)
            }
        }
    }

    /// How high the turned page is.
    pub(super) fn height(self, page: Size) -> f64 {
        match self {
            Self::Right | Self::Left | Self::Askew(_) => page.height,
            Self::Down | Self::Up => page.width,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turned_page_has_its_first_line_at_the_top() {
        let page = Size::new(600.0, 800.0);
        let first = |x: f64, y: f64| PdfDirection::of(Vec2::new(x, y));
        assert_eq!(first(0.0, -5.0).turned(Point::new(50.0, 700.0), page), (100.0, 50.0));
        assert_eq!(first(0.5, 5.0).turned(Point::new(550.0, 100.0), page), (100.0, 50.0));
        assert_eq!(first(-5.0, 0.0).turned(Point::new(500.0, 750.0), page), (100.0, 50.0));
        assert_eq!(PdfDirection::of(Vec2::new(5.0, 5.0)), PdfDirection::Askew(45));
        let slanting = PdfDirection::Askew(45);
        let (from, to) = (
            slanting.turned(Point::new(10.0, 10.0), page),
            slanting.turned(Point::new(20.0, 20.0), page),
        );
        assert!((from.1 - to.1).abs() < 1e-9 && to.0 > from.0);
        assert_eq!(PdfDirection::of(Vec2::ZERO), PdfDirection::Right);
    }
}
