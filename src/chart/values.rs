//! The values of one thing over the years: a line with every value written at its point.
//!
//! Broken where a year has none; what is planned or of half a year is hollow and not joined; several of
//! one year that differ are hollow, one above the other.

use super::{
    ChartAnchor, ChartColour, ChartLink, ChartMark, ChartPoint, ChartRect, ChartScene, ChartShape,
    at,
};

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub struct ValuePoint<T> {
    /// How high it stands.
    pub value: f64,
    /// Said by the tooltip and by screen readers.
    pub name: String,
    /// What a click asks for.
    pub to: T,
}

/// The values of a year.
#[derive(Clone, Debug, PartialEq)]
pub struct ValueYear<T> {
    /// Its name.
    pub year: String,
    /// What is written at its points.
    pub label: String,
    /// Whether it is joined to the years beside it.
    pub joined: bool,
    /// Whether its values disagree.
    pub disputed: bool,
    /// None where nothing is said.
    pub points: Vec<ValuePoint<T>>,
}

const HEIGHT: f32 = 178.0;
const TOP: f32 = 34.0;
const FOOT: f32 = 26.0;
const SIDE: f32 = 22.0;
const SIZE: f32 = 12.0;
const DOT: f32 = 3.5;
/// A dot is drawn as so many straight lines.
const CORNERS: u16 = 16;

/// The line, from 0 to its own greatest value.
#[must_use]
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::cast_possible_truncation,
    reason = "values to places"
)]
pub fn value_chart<T>(name: String, years: Vec<ValueYear<T>>, width: f32) -> ChartScene<T> {
    let mut scene = ChartScene::new(name, width, HEIGHT);
    let all = || years.iter().flat_map(|year| year.points.iter().map(|point| point.value));
    let most = all().fold(0.0, f64::max);
    let least = all().fold(0.0, f64::min);
    let span = if most > least { most - least } else { 1.0 };
    let step = (width - 2.0 * SIDE) / years.len().saturating_sub(1).max(1) as f32;
    let ground = HEIGHT - FOOT;
    let place = |number: usize, value: f64| {
        let part = ((value - least) / span) as f32;
        at(SIDE + step * number as f32, ground - part * (ground - TOP))
    };
    let line = ChartShape::Line { from: at(0.0, ground), to: at(width, ground), width: 1.0 };
    scene.marks.push(mark(line, ChartColour::Hairline, None));
    let runs: Vec<(usize, &ValueYear<T>)> = years.iter().enumerate().collect();
    let is_joined = |year: &ValueYear<T>| year.joined && !year.points.is_empty();
    for run in runs.chunk_by(|a, b| is_joined(a.1) && is_joined(b.1)) {
        // Where two disagree the line goes between them.
        let middle = |year: &ValueYear<T>| {
            year.points.iter().map(|point| point.value).sum::<f64>() / year.points.len() as f64
        };
        let joined = run.iter().filter(|(_, year)| is_joined(year));
        let points: Vec<ChartPoint> =
            joined.map(|(number, year)| place(*number, middle(year))).collect();
        if points.len() > 1 {
            let shape = ChartShape::Path { points, width: Some(1.75) };
            scene.marks.push(mark(shape, ChartColour::Ink, None));
        }
    }
    // A year is named where the one before leaves it room.
    let named = ((44.0 / step.max(0.1)).ceil() as usize).max(1);
    let count = years.len();
    for (number, year) in years.into_iter().enumerate() {
        let x = SIDE + step * number as f32;
        if (count - 1 - number).is_multiple_of(named) {
            let text = label(at(x, ground + 6.0), year.year, 44.0);
            scene.marks.push(mark(text, ChartColour::Second, None));
        }
        let colour = if year.disputed { ChartColour::Accent } else { ChartColour::Ink };
        let top = year.points.iter().map(|point| place(number, point.value).y);
        let top = top.fold(ground, f32::min);
        let any = !year.points.is_empty();
        let hollow = year.disputed || !year.joined;
        for point in year.points {
            let middle = place(number, point.value);
            let area = ChartRect {
                min: at(middle.x - 9.0, middle.y - 9.0),
                max: at(middle.x + 9.0, middle.y + 9.0),
            };
            scene.links.push(ChartLink { to: point.to, name: point.name, area, chosen: false });
            let link = Some(scene.links.len() - 1);
            let mut points: Vec<ChartPoint> = (0..=CORNERS)
                .map(|turn| {
                    let angle = f32::from(turn) / f32::from(CORNERS) * std::f32::consts::TAU;
                    at(middle.x + DOT * angle.cos(), middle.y + DOT * angle.sin())
                })
                .collect();
            if !hollow {
                points.pop();
            }
            let shape = ChartShape::Path { points, width: hollow.then_some(1.5) };
            scene.marks.push(ChartMark {
                pointed: Some(ChartColour::Accent),
                ..mark(shape, colour, link)
            });
        }
        if any {
            let text = label(at(x, top - SIZE - 10.0), year.label, step.max(40.0));
            scene.marks.push(mark(text, colour, None));
        }
    }
    scene
}

fn mark(shape: ChartShape, colour: ChartColour, link: Option<usize>) -> ChartMark {
    ChartMark { shape, colour, pointed: None, link }
}

fn label(at: ChartPoint, text: String, room: f32) -> ChartShape {
    ChartShape::Text { at, anchor: ChartAnchor::Middle, text, size: SIZE, room }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_years_side_by_side_are_joined_and_every_value_is_a_link() {
        let year = |joined: bool, values: &[f64]| ValueYear {
            year: "2019".to_owned(),
            label: String::new(),
            joined,
            disputed: values.len() > 1,
            points: values
                .iter()
                .map(|&value| ValuePoint { value, name: String::new(), to: value })
                .collect(),
        };
        let years = vec![
            year(true, &[78.0]),
            year(true, &[79.0, 81.0]),
            year(false, &[40.0]),
            year(true, &[86.0]),
            year(true, &[]),
            year(true, &[90.0]),
        ];
        let scene = value_chart("社区".to_owned(), years, 320.0);
        let to: Vec<f64> = scene.links.iter().map(|link| link.to).collect();
        assert_eq!(to, [78.0, 79.0, 81.0, 40.0, 86.0, 90.0]);
        let lines = scene.marks.iter().filter_map(|mark| match &mark.shape {
            ChartShape::Path { points, width: Some(width) } if *width > 1.6 => Some(points.len()),
            _ => None,
        });
        assert_eq!(lines.collect::<Vec<_>>(), [2]);
        assert!(scene.links.iter().all(|link| link.area.min.y >= 0.0));
    }
}
