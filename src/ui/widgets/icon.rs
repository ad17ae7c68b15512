//! The icons: one family of line icons on a 16-point square, drawn rather than loaded.

use std::f32::consts::TAU;

use eframe::egui::{Color32, Painter, Pos2, Rect, Stroke, pos2, vec2};

use crate::ui::theme;

/// A line icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Icon {
    Undo,
    Redo,
    Search,
    Folder,
    Export,
    /// An arrow into a tray.
    Import,
    Memo,
    Delete,
    Plus,
    Words,
    Text,
    Close,
    Menu,
    Down,
    Up,
    Right,
    Left,
    Warning,
    /// Two sheets, one behind the other.
    Copy,
    /// Lines from long to short.
    Order,
    Minus,
    Check,
    More,
    GoTo,
    /// An open eye: it is seen.
    Eye,
    /// An eye half closed: it is dimmed.
    EyeHalf,
    /// An eye struck through: it is hidden.
    EyeOff,
    /// Four corners: the text alone.
    Focus,
    /// A table with cells.
    Matrix,
    /// Two circles over each other.
    Overlap,
    /// A line that rises.
    Trend,
    /// Bars to both sides of a line.
    Balance,
    /// A page in two: texts beside each other.
    Beside,
    /// A ribbon.
    Bookmark,
    /// Marks of quotation around a line.
    Quotes,
    /// A one and a two.
    Figures,
    /// Two arrows past each other.
    Swap,
    /// Two arrows down, with a bar between them: what scrolls together.
    Link,
}

impl Icon {
    /// Draws it in the middle of `rect`.
    #[expect(clippy::too_many_lines, reason = "one drawing an arm")]
    pub(crate) fn paint(self, painter: &Painter, rect: Rect, colour: Color32) {
        let side = theme::ICON;
        let origin = rect.center() - vec2(side, side) / 2.0;
        let at = |x: f32, y: f32| origin + vec2(x, y);
        let stroke = Stroke::new(theme::ICON_LINE, colour);
        let line = |points: &[(f32, f32)]| {
            let points: Vec<Pos2> = points.iter().map(|&(x, y)| at(x, y)).collect();
            painter.line(points, stroke);
        };
        match self {
            Self::Undo => {
                line(&arc(9.0, 9.5, 4.0, -0.25, 0.30));
                line(&[(9.0, 5.5), (3.0, 5.5)]);
                line(&[(6.0, 2.5), (3.0, 5.5), (6.0, 8.5)]);
            }
            Self::Redo => {
                line(&arc(7.0, 9.5, 4.0, -0.25, -0.80));
                line(&[(7.0, 5.5), (13.0, 5.5)]);
                line(&[(10.0, 2.5), (13.0, 5.5), (10.0, 8.5)]);
            }
            Self::Search => {
                painter.circle_stroke(at(7.0, 7.0), 4.5, stroke);
                line(&[(10.4, 10.4), (14.0, 14.0)]);
            }
            Self::Folder => {
                line(&[
                    (1.5, 4.0),
                    (6.0, 4.0),
                    (7.5, 5.5),
                    (14.5, 5.5),
                    (14.5, 13.0),
                    (1.5, 13.0),
                    (1.5, 4.0),
                ]);
            }
            Self::Export => {
                line(&[(8.0, 10.0), (8.0, 2.0)]);
                line(&[(5.0, 5.0), (8.0, 2.0), (11.0, 5.0)]);
                line(&[(2.5, 9.0), (2.5, 13.5), (13.5, 13.5), (13.5, 9.0)]);
            }
            Self::Import => {
                line(&[(8.0, 2.0), (8.0, 10.0)]);
                line(&[(5.0, 7.0), (8.0, 10.0), (11.0, 7.0)]);
                line(&[(2.5, 9.0), (2.5, 13.5), (13.5, 13.5), (13.5, 9.0)]);
            }
            Self::Memo => {
                line(&[
                    (3.0, 2.5),
                    (13.0, 2.5),
                    (13.0, 10.0),
                    (9.5, 13.5),
                    (3.0, 13.5),
                    (3.0, 2.5),
                ]);
                line(&[(5.5, 6.0), (10.5, 6.0)]);
                line(&[(5.5, 9.0), (8.5, 9.0)]);
            }
            Self::Delete => {
                line(&[(2.5, 4.5), (13.5, 4.5)]);
                line(&[(6.0, 4.0), (6.0, 2.2), (10.0, 2.2), (10.0, 4.0)]);
                line(&[(4.0, 4.5), (4.7, 13.8), (11.3, 13.8), (12.0, 4.5)]);
            }
            Self::Plus => {
                line(&[(8.0, 3.0), (8.0, 13.0)]);
                line(&[(3.0, 8.0), (13.0, 8.0)]);
            }
            Self::Words => {
                line(&[(2.0, 6.0), (2.0, 12.0), (6.0, 12.0), (6.0, 6.0), (2.0, 6.0)]);
                line(&[(10.0, 6.0), (10.0, 12.0), (14.0, 12.0), (14.0, 6.0), (10.0, 6.0)]);
                line(&[(8.0, 2.5), (8.0, 14.5)]);
            }
            Self::Text => {
                line(&[(1.5, 13.0), (5.5, 3.0), (9.5, 13.0)]);
                line(&[(3.0, 9.5), (8.0, 9.5)]);
                painter.circle_stroke(at(12.0, 10.8), 2.2, stroke);
                line(&[(14.2, 8.3), (14.2, 13.0)]);
            }
            Self::Close => {
                line(&[(4.0, 4.0), (12.0, 12.0)]);
                line(&[(12.0, 4.0), (4.0, 12.0)]);
            }
            Self::Beside => {
                line(&[(2.0, 3.0), (14.0, 3.0), (14.0, 13.0), (2.0, 13.0), (2.0, 3.0)]);
                line(&[(8.0, 3.0), (8.0, 13.0)]);
            }
            Self::Bookmark => {
                line(&[
                    (4.5, 2.5),
                    (11.5, 2.5),
                    (11.5, 13.5),
                    (8.0, 10.5),
                    (4.5, 13.5),
                    (4.5, 2.5),
                ]);
            }
            Self::Quotes => {
                line(&[(2.5, 3.0), (2.5, 6.0), (5.0, 6.0), (5.0, 3.0)]);
                line(&[(11.0, 10.0), (11.0, 13.0), (13.5, 13.0), (13.5, 10.0)]);
                line(&[(3.0, 9.5), (8.5, 9.5)]);
                line(&[(7.5, 6.0), (13.0, 6.0)]);
            }
            Self::Figures => {
                line(&[(3.0, 5.0), (5.0, 3.0), (5.0, 13.0)]);
                line(&[
                    (8.5, 5.0),
                    (10.0, 3.0),
                    (12.5, 3.0),
                    (13.5, 5.5),
                    (8.5, 13.0),
                    (13.5, 13.0),
                ]);
            }
            Self::Swap => {
                line(&[(2.5, 5.5), (13.0, 5.5)]);
                line(&[(10.5, 3.0), (13.0, 5.5), (10.5, 8.0)]);
                line(&[(13.5, 11.0), (3.0, 11.0)]);
                line(&[(5.5, 8.5), (3.0, 11.0), (5.5, 13.5)]);
            }
            Self::Link => {
                line(&[(4.0, 3.0), (4.0, 13.0)]);
                line(&[(2.0, 11.0), (4.0, 13.0), (6.0, 11.0)]);
                line(&[(12.0, 3.0), (12.0, 13.0)]);
                line(&[(10.0, 11.0), (12.0, 13.0), (14.0, 11.0)]);
                line(&[(6.5, 6.5), (9.5, 6.5)]);
            }
            Self::Menu => {
                for y in [4.0, 8.0, 12.0] {
                    line(&[(2.5, y), (13.5, y)]);
                }
            }
            Self::Down => line(&[(4.0, 6.0), (8.0, 10.0), (12.0, 6.0)]),
            Self::Right => line(&[(6.0, 4.0), (10.0, 8.0), (6.0, 12.0)]),
            Self::Left => line(&[(10.0, 4.0), (6.0, 8.0), (10.0, 12.0)]),
            Self::Up => line(&[(4.0, 10.0), (8.0, 6.0), (12.0, 10.0)]),
            Self::Warning => {
                line(&[(8.0, 2.0), (14.5, 13.5), (1.5, 13.5), (8.0, 2.0)]);
                line(&[(8.0, 6.5), (8.0, 9.8)]);
                painter.circle_filled(at(8.0, 11.7), 0.9, colour);
            }
            Self::Copy => {
                line(&[(5.5, 5.5), (13.5, 5.5), (13.5, 13.5), (5.5, 13.5), (5.5, 5.5)]);
                line(&[(5.5, 10.5), (2.5, 10.5), (2.5, 2.5), (10.5, 2.5), (10.5, 5.5)]);
            }
            Self::Order => {
                line(&[(2.5, 4.0), (13.5, 4.0)]);
                line(&[(2.5, 8.0), (10.5, 8.0)]);
                line(&[(2.5, 12.0), (7.5, 12.0)]);
            }
            Self::Minus => line(&[(3.0, 8.0), (13.0, 8.0)]),
            Self::Check => line(&[(3.0, 8.5), (6.5, 12.0), (13.0, 4.5)]),
            Self::More => {
                for x in [3.5, 8.0, 12.5] {
                    painter.circle_filled(at(x, 8.0), 1.2, colour);
                }
            }
            Self::GoTo => {
                line(&[(2.5, 8.0), (13.0, 8.0)]);
                line(&[(9.0, 4.0), (13.0, 8.0), (9.0, 12.0)]);
            }
            Self::Eye | Self::EyeOff => {
                line(&lid(-1.0));
                line(&lid(1.0));
                painter.circle_stroke(at(8.0, 8.0), 2.0, stroke);
                if self == Self::EyeOff {
                    line(&[(3.0, 13.0), (13.0, 3.0)]);
                }
            }
            Self::EyeHalf => {
                line(&lid(1.0));
                for (x, y) in [(3.6, 12.2), (8.0, 14.0), (12.4, 12.2)] {
                    line(&[(8.0 + (x - 8.0) * 0.75, y - 2.0), (x, y)]);
                }
            }
            Self::Overlap => {
                painter.circle_stroke(at(6.0, 8.0), 4.2, stroke);
                painter.circle_stroke(at(10.0, 8.0), 4.2, stroke);
            }
            Self::Trend => {
                line(&[(1.5, 11.5), (5.5, 8.0), (8.5, 9.5), (14.5, 3.5)]);
                line(&[(1.5, 14.0), (14.5, 14.0)]);
            }
            Self::Balance => {
                line(&[(8.0, 1.5), (8.0, 14.5)]);
                line(&[(3.0, 5.0), (8.0, 5.0)]);
                line(&[(8.0, 8.0), (13.5, 8.0)]);
                line(&[(5.0, 11.0), (8.0, 11.0)]);
            }
            Self::Matrix => {
                line(&[(2.0, 2.5), (14.0, 2.5), (14.0, 13.5), (2.0, 13.5), (2.0, 2.5)]);
                for at in [6.2, 9.8] {
                    line(&[(2.0, at), (14.0, at)]);
                }
                for at in [6.0, 10.0] {
                    line(&[(at, 2.5), (at, 13.5)]);
                }
            }
            Self::Focus => {
                for (x, y) in [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)] {
                    let corner = |dx: f32, dy: f32| (8.0 + x * dx, 8.0 + y * dy);
                    line(&[corner(2.5, 5.5), corner(5.5, 5.5), corner(5.5, 2.5)]);
                }
                painter.circle_filled(at(8.0, 8.0), 1.2, colour);
            }
        }
    }
}

/// A lid of an eye from corner to corner, the upper one with -1.0, the lower one with 1.0.
fn lid(side: f32) -> Vec<(f32, f32)> {
    const STEPS: u8 = 12;
    (0..=STEPS)
        .map(|step| {
            let part = f32::from(step) / f32::from(STEPS);
            (1.5 + 13.0 * part, 8.0 + side * 4.2 * (part * TAU / 2.0).sin())
        })
        .collect()
}

/// Points of an arc around a centre, from one turn to another (1.0 is a full turn, 0 to the right).
fn arc(x: f32, y: f32, radius: f32, from: f32, to: f32) -> Vec<(f32, f32)> {
    const STEPS: u8 = 16;
    (0..=STEPS)
        .map(|step| {
            let turn = (from + (to - from) * f32::from(step) / f32::from(STEPS)) * TAU;
            let point = pos2(x, y) + radius * vec2(turn.cos(), turn.sin());
            (point.x, point.y)
        })
        .collect()
}
