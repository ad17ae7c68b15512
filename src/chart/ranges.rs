//! Values with the ranges in which they lie, on one scale from 0 to 1, a row each.

use super::{
    ChartAnchor, ChartColour, ChartLink, ChartMark, ChartPoint, ChartRect, ChartScene, ChartShape,
    at,
};

/// A value and where it lies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RangeValue {
    /// From 0 to 1; below 0 it stands at the left edge.
    pub value: f64,
    /// From where to where it lies, if that is known.
    pub range: Option<(f64, f64)>,
}

/// A row.
#[derive(Clone, Debug, PartialEq)]
pub struct RangeRow<T> {
    /// Its name.
    pub name: String,
    /// In which colour.
    pub colour: ChartColour,
    /// A value of each series, in their order; none where it is not defined.
    pub values: Vec<Option<RangeValue>>,
    /// What its values are, in words.
    pub said: String,
    /// What a click asks for.
    pub to: Option<T>,
}

/// Rows below each other on one scale.
#[derive(Clone, Debug, PartialEq)]
pub struct RangePicture<T> {
    /// What they show.
    pub name: String,
    /// What each series is called: the first has full points, the second hollow ones.
    pub series: Vec<String>,
    /// Places of the scale with a name.
    pub rules: Vec<(f64, String)>,
    /// Whether ranges are only an indication, and so drawn dashed.
    pub dashed: bool,
    /// From top to bottom.
    pub rows: Vec<RangeRow<T>>,
}

const ROW: f32 = 30.0;
const HEAD: f32 = 44.0;
const SIZE: f32 = 13.0;
const SMALL: f32 = 12.0;
const NAMES: f32 = 180.0;
const RIGHT: f32 = 24.0;
/// Half of a point's width.
const POINT: f32 = 4.0;
/// From the middle of a row to each of two series.
const APART: f32 = 5.0;
const DASH: (f32, f32) = (5.0, 4.0);

struct Drawing {
    marks: Vec<ChartMark>,
}

impl Drawing {
    fn line(
        &mut self,
        ends: (ChartPoint, ChartPoint),
        width: f32,
        colour: ChartColour,
        link: Option<usize>,
    ) {
        let shape = ChartShape::Line { from: ends.0, to: ends.1, width };
        self.marks.push(ChartMark { shape, colour, pointed: None, link });
    }

    fn dashed(&mut self, ends: (ChartPoint, ChartPoint), colour: ChartColour, link: Option<usize>) {
        let (from, to) = ends;
        let length = (to.x - from.x).max(to.y - from.y);
        let upright = to.y > from.y;
        let mut done = 0.0;
        while done < length {
            let end = (done + DASH.0).min(length);
            let place =
                |by: f32| if upright { at(from.x, from.y + by) } else { at(from.x + by, from.y) };
            self.line((place(done), place(end)), 1.0, colour, link);
            done += DASH.0 + DASH.1;
        }
    }

    fn text(
        &mut self,
        (place, anchor): (ChartPoint, ChartAnchor),
        text: String,
        (room, size): (f32, f32),
        colour: ChartColour,
        link: Option<usize>,
    ) {
        let shape = ChartShape::Text { at: place, anchor, text, size, room };
        self.marks.push(ChartMark { shape, colour, pointed: None, link });
    }

    /// A full point, or a hollow one: a ring of lines.
    fn point(&mut self, middle: ChartPoint, full: bool, colour: ChartColour, link: Option<usize>) {
        let corner = |step: u8| {
            let angle = f32::from(step) * std::f32::consts::TAU / 16.0;
            at(middle.x + POINT * angle.cos(), middle.y + POINT * angle.sin())
        };
        let points: Vec<ChartPoint> = (0..=16).map(corner).collect();
        let width = (!full).then_some(1.5);
        let shape = ChartShape::Path { points, width };
        self.marks.push(ChartMark { shape, colour, pointed: Some(ChartColour::Accent), link });
    }
}

/// The rows, each of them a link, as wide as there is room.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "numbers of rows as places")]
pub fn range_chart<T>(picture: RangePicture<T>, width: f32) -> ChartScene<T> {
    let RangePicture { name, series, rules, dashed, rows } = picture;
    let width = width.max(NAMES + RIGHT + 240.0);
    let height = HEAD + ROW * rows.len() as f32 + 8.0;
    let mut scene = ChartScene::new(name, width, height);
    let mut drawing = Drawing { marks: Vec::new() };
    #[expect(clippy::cast_possible_truncation, reason = "between 0 and 1")]
    let x = |value: f64| NAMES + (value.clamp(0.0, 1.0) as f32) * (width - NAMES - RIGHT);
    let second = ChartColour::Second;
    for tenth in [0.0, 0.2, 0.4, 0.6, 0.8, 1.0] {
        let line = (at(x(tenth), HEAD - 4.0), at(x(tenth), height));
        drawing.line(line, 1.0, ChartColour::Hairline, None);
        let place = at(x(tenth), HEAD - 22.0);
        drawing.text((place, ChartAnchor::Middle), format!("{tenth}"), (60.0, SMALL), second, None);
    }
    for (value, name) in rules {
        let line = (at(x(value), HEAD - 4.0), at(x(value), height));
        drawing.dashed(line, ChartColour::Second, None);
        let place = at(x(value), 2.0);
        drawing.text((place, ChartAnchor::Middle), name, (130.0, SMALL), second, None);
    }
    // What full and hollow points are.
    for (number, name) in series.into_iter().enumerate() {
        let left = 6.0 + 80.0 * number as f32;
        drawing.point(at(left, HEAD - 14.0), number == 0, ChartColour::Ink, None);
        let place = at(left + 10.0, HEAD - 22.0);
        drawing.text((place, ChartAnchor::Start), name, (66.0, SMALL), second, None);
    }
    for (number, row) in rows.into_iter().enumerate() {
        let RangeRow { name, colour, values, said, to } = row;
        let top = HEAD + ROW * number as f32;
        let middle = top + ROW / 2.0;
        let area = ChartRect { min: at(0.0, top), max: at(width, top + ROW) };
        let link = to.map(|to| {
            let name = format!("{name} {said}");
            scene.links.push(ChartLink { to, name, area, chosen: false });
            scene.links.len() - 1
        });
        let place = at(0.0, middle - SIZE * 0.75);
        let (room, ink) = ((NAMES - 12.0, SIZE), ChartColour::Ink);
        drawing.text((place, ChartAnchor::Start), name, room, ink, link);
        let spread = if values.len() > 1 { APART } else { 0.0 };
        for (series, value) in values.into_iter().enumerate() {
            let Some(RangeValue { value, range }) = value else { continue };
            let y = middle + if series == 0 { -spread } else { spread };
            if let Some((low, high)) = range {
                let ends = (at(x(low), y), at(x(high), y));
                if dashed {
                    drawing.dashed(ends, colour, link);
                } else {
                    drawing.line(ends, 1.5, colour, link);
                }
            }
            drawing.point(at(x(value), y), series == 0, colour, link);
        }
    }
    scene.marks = drawing.marks;
    scene
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(value: f64, range: Option<(f64, f64)>, dashed: bool) -> ChartScene<u8> {
        let row = RangeRow {
            name: "甲".to_owned(),
            colour: ChartColour::Ink,
            values: vec![Some(RangeValue { value, range }), None],
            said: String::new(),
            to: Some(7),
        };
        let (name, series, rules) = (String::new(), Vec::new(), Vec::new());
        range_chart(RangePicture { name, series, rules, dashed, rows: vec![row] }, 604.0)
    }

    fn lines(scene: &ChartScene<u8>) -> Vec<(f32, f32)> {
        let linked = scene.marks.iter().filter(|mark| mark.link == Some(0));
        let line = |mark: &ChartMark| match &mark.shape {
            ChartShape::Line { from, to, .. } => Some((from.x, to.x)),
            _ => None,
        };
        linked.filter_map(line).collect()
    }

    #[test]
    fn a_range_lies_on_the_scale_and_what_is_only_an_indication_is_dashed() {
        let scene = picture(0.5, Some((0.25, 0.75)), false);
        assert_eq!(lines(&scene), [(NAMES + 100.0, NAMES + 300.0)]);
        let dashed = lines(&picture(0.5, Some((0.25, 0.75)), true));
        assert!(dashed.len() > 10 && dashed.iter().all(|(from, to)| to - from <= DASH.0 + 0.01));
        // Less than nothing stands at the left edge, and without a range there is only the point.
        assert_eq!(lines(&picture(-0.4, Some((-0.9, 0.5)), false)), [(NAMES, NAMES + 200.0)]);
        assert_eq!(lines(&picture(0.9, None, false)), []);
        assert_eq!(scene.links.len(), 1);
    }
}
