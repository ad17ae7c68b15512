//! Small multiples: one small chart for each line, all over the same years.

use super::{
    ChartAnchor, ChartColour, ChartLink, ChartMark, ChartPoint, ChartRect, ChartScene, ChartShape,
    at,
};
use crate::annotation::Colour;

/// A point of a line.
#[derive(Clone, Debug, PartialEq)]
pub struct LinePoint<T> {
    /// How high it stands.
    pub value: f32,
    /// Its value, written beside the last one.
    pub label: String,
    /// Said by the tooltip and by screen readers.
    pub name: String,
    /// What a click asks for.
    pub to: Option<T>,
}

/// One small chart.
#[derive(Clone, Debug, PartialEq)]
pub struct LinePanel<T> {
    /// Its name.
    pub name: String,
    /// Its colour; ink where there is none.
    pub colour: Option<Colour>,
    /// One for each year; a gap where there is none.
    pub points: Vec<Option<LinePoint<T>>>,
}

/// Small charts over the same years.
#[derive(Clone, Debug, PartialEq)]
pub struct LinePanels<T> {
    /// What they show.
    pub name: String,
    /// The years, with the number of articles of each below it.
    pub years: Vec<(String, String)>,
    /// In the order in which they stand.
    pub panels: Vec<LinePanel<T>>,
}

/// So many charts stand beside each other at most.
const COLUMNS: usize = 4;
/// From the left edge to the first year, whose name reaches to both sides.
const LEFT: f32 = 18.0;
const PANEL: f32 = 300.0;
const GAP: f32 = 24.0;
/// Of the name, of the lines, and of the years below.
const HEAD: f32 = 24.0;
const BODY: f32 = 84.0;
const FOOT: f32 = 38.0;
const LAST: f32 = 44.0;
const SIZE: f32 = 12.0;
const DOT: f32 = 2.5;
/// A year's name is so wide.
const YEAR: f32 = 34.0;

/// The charts, all on one scale, each of their points a link; as many beside each other as `width` holds.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "numbers of charts and years as places")]
pub fn line_charts<T>(picture: LinePanels<T>, width: f32) -> ChartScene<T> {
    let LinePanels { name, years, panels } = picture;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few charts")]
    let fitting = ((width + GAP) / (PANEL + GAP)).clamp(1.0, COLUMNS as f32) as usize;
    let columns = panels.len().clamp(1, fitting);
    let lines = panels.len().div_ceil(columns).max(1);
    let (width, height) = (PANEL + GAP, HEAD + BODY + FOOT + GAP);
    let mut scene =
        ChartScene::new(name, width * columns as f32 - GAP, height * lines as f32 - GAP);
    let values = panels.iter().flat_map(|panel| panel.points.iter().flatten());
    let most = values.map(|point| point.value).fold(0.0, f32::max).max(f32::MIN_POSITIVE);
    let step = (PANEL - LAST - LEFT) / (years.len().saturating_sub(1)).max(1) as f32;
    for (number, panel) in panels.into_iter().enumerate() {
        let (column, line) = ((number % columns) as f32, (number / columns) as f32);
        let corner = at(column * width, line * height);
        frame(&mut scene, corner, &panel.name, &years, step);
        let colour = panel.colour.map_or(ChartColour::Ink, ChartColour::Theme);
        let place = |at_year: usize, value: f32| {
            let x = corner.x + LEFT + step * at_year as f32;
            at(x, corner.y + HEAD + BODY * (1.0 - value / most))
        };
        // A line is drawn from point to point as long as no year is without one.
        for run in panel
            .points
            .iter()
            .enumerate()
            .collect::<Vec<_>>()
            .chunk_by(|a, b| a.1.is_some() && b.1.is_some())
        {
            let points: Vec<ChartPoint> = run
                .iter()
                .filter_map(|(year, point)| Some(place(*year, point.as_ref()?.value)))
                .collect();
            if points.len() > 1 {
                let shape = ChartShape::Path { points, width: Some(1.75) };
                scene.marks.push(ChartMark { shape, colour, pointed: None, link: None });
            }
        }
        let last = panel.points.iter().rposition(Option::is_some);
        for (year, point) in panel.points.into_iter().enumerate() {
            let Some(point) = point else { continue };
            let middle = place(year, point.value);
            let half = step / 2.0;
            let area = ChartRect {
                min: at(middle.x - half, corner.y + HEAD - 4.0),
                max: at(middle.x + half, corner.y + HEAD + BODY + 6.0),
            };
            let link = point.to.map(|to| {
                scene.links.push(ChartLink { to, name: point.name, area, chosen: false });
                scene.links.len() - 1
            });
            let rect = ChartRect {
                min: at(middle.x - DOT, middle.y - DOT),
                max: at(middle.x + DOT, middle.y + DOT),
            };
            let shape = ChartShape::Rect { rect, radius: DOT };
            let pointed = Some(ChartColour::Accent);
            scene.marks.push(ChartMark { shape, colour, pointed, link });
            if last == Some(year) {
                let at = at(middle.x + 6.0, middle.y - SIZE * 0.6);
                let (anchor, room) = (ChartAnchor::Start, LAST);
                let shape = ChartShape::Text { at, anchor, text: point.label, size: SIZE, room };
                scene.marks.push(ChartMark { shape, colour, pointed: None, link });
            }
        }
    }
    scene
}

/// The name, the ground line and the years of one small chart.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "numbers of years as places"
)]
fn frame<T>(
    scene: &mut ChartScene<T>,
    corner: ChartPoint,
    name: &str,
    years: &[(String, String)],
    step: f32,
) {
    let mut text = |place: ChartPoint, anchor, text: &str, room, colour| {
        let text = text.to_owned();
        let shape = ChartShape::Text { at: place, anchor, text, size: SIZE, room };
        scene.marks.push(ChartMark { shape, colour, pointed: None, link: None });
    };
    text(corner, ChartAnchor::Start, name, PANEL, ChartColour::Ink);
    let each = ((YEAR / step.max(0.1)).ceil() as usize).max(1);
    for (at_year, (year, articles)) in years.iter().enumerate() {
        // The last one is always named.
        let from_last = years.len() - 1 - at_year;
        if !from_last.is_multiple_of(each) {
            continue;
        }
        let x = corner.x + LEFT + step * at_year as f32;
        let y = corner.y + HEAD + BODY + 6.0;
        text(at(x, y), ChartAnchor::Middle, year, YEAR, ChartColour::Second);
        text(at(x, y + 15.0), ChartAnchor::Middle, articles, YEAR, ChartColour::Faint);
    }
    let ground = corner.y + HEAD + BODY + 2.0;
    let shape = ChartShape::Line {
        from: at(corner.x, ground),
        to: at(corner.x + PANEL - LAST + 12.0, ground),
        width: 1.0,
    };
    let colour = ChartColour::Hairline;
    scene.marks.push(ChartMark { shape, colour, pointed: None, link: None });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_is_not_drawn_over_and_every_point_is_a_link() {
        let point = |value: f32, to: usize| {
            Some(LinePoint { value, label: String::new(), name: String::new(), to: Some(to) })
        };
        let year = |year: u16| (year.to_string(), "1".to_owned());
        let panel = |points| LinePanel { name: "甲".to_owned(), colour: None, points };
        let panels = LinePanels {
            name: String::new(),
            years: (2015..2021).map(year).collect(),
            panels: vec![
                panel(vec![point(1.0, 1), point(4.0, 2), None, point(2.0, 3), None, point(0.0, 4)]),
                panel(vec![None; 6]),
            ],
        };
        let narrow = line_charts(panels.clone(), 100.0);
        assert!((narrow.width - PANEL).abs() < 0.1, "below each other where there is no room");
        let scene = line_charts(panels, 1_000.0);
        let lines: Vec<usize> = scene
            .marks
            .iter()
            .filter_map(|mark| match &mark.shape {
                ChartShape::Path { points, .. } => Some(points.len()),
                _ => None,
            })
            .collect();
        assert_eq!(lines, [2]);
        assert_eq!(scene.links.iter().map(|link| link.to).collect::<Vec<_>>(), [1, 2, 3, 4]);
        assert!((scene.width - 2.0 * PANEL - GAP).abs() < 0.1);
    }
}
