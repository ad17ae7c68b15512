//! Rows of circles over years: the area of each is a count, a line joins the first to the last.

use std::collections::BTreeMap;

use super::{
    ChartAnchor, ChartColour, ChartLink, ChartMark, ChartPoint, ChartRect, ChartScene, ChartShape,
    at,
};

/// A circle.
#[derive(Clone, Debug, PartialEq)]
pub struct BubbleYear<T> {
    /// Its year.
    pub year: i16,
    /// Its area.
    pub count: usize,
    /// Said by the tooltip and by screen readers.
    pub name: String,
    /// What a click asks for.
    pub to: T,
}

/// A row.
#[derive(Clone, Debug, PartialEq)]
pub struct BubbleRow<T> {
    /// What it is called.
    pub name: String,
    /// Whether it is the one that stands out.
    pub chosen: bool,
    /// Its circles by year.
    pub years: Vec<BubbleYear<T>>,
}

const NAME: f32 = 120.0;
const TOTAL: f32 = 34.0;
const HEAD: f32 = 22.0;
const ROW: f32 = 38.0;
const LARGEST: f32 = 14.0;
const SMALLEST: f32 = 3.5;
const SIZE: f32 = 12.0;
/// A circle is drawn as so many straight lines.
const CORNERS: u16 = 24;

/// The rows over all `years`; the rule with `turn` stands before the year from which the last row counts
/// more than all others together.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "counts and numbers of rows to places")]
pub fn bubble_chart<T>(
    name: String,
    years: &[i16],
    rows: Vec<BubbleRow<T>>,
    turn: impl FnOnce(i16, usize, usize) -> String,
    width: f32,
) -> ChartScene<T> {
    let foot = if rows.last().is_some_and(|row| row.chosen) { HEAD } else { 0.0 };
    let bottom = HEAD + ROW * rows.len() as f32;
    let mut scene = ChartScene::new(name, width, bottom + foot);
    let step = (width - NAME - TOTAL - 2.0 * LARGEST) / years.len().saturating_sub(1).max(1) as f32;
    let x = |year: i16| {
        let number = years.iter().position(|&other| other == year).unwrap_or(0);
        NAME + LARGEST + step * number as f32
    };
    let text = |at: ChartPoint, anchor, text: String, room| ChartShape::Text {
        at,
        anchor,
        text,
        size: SIZE,
        room,
    };
    for &year in years {
        let label = text(at(x(year), 0.0), ChartAnchor::Middle, year.to_string(), step.max(34.0));
        scene.marks.push(mark(label, ChartColour::Second, None));
    }
    if let Some((year, new, old)) = turning(years, &rows) {
        let place = x(year) - step / 2.0;
        let mut y = HEAD;
        while y < bottom {
            let line = ChartShape::Line { from: at(place, y), to: at(place, y + 3.0), width: 1.0 };
            scene.marks.push(mark(line, ChartColour::Accent, None));
            y += 6.0;
        }
        let said = turn(year, new, old);
        let room = width;
        let anchor = if place > width / 2.0 { ChartAnchor::End } else { ChartAnchor::Start };
        scene.marks.push(mark(
            text(at(place, bottom + 3.0), anchor, said, room),
            ChartColour::Accent,
            None,
        ));
    }
    let most =
        rows.iter().flat_map(|row| row.years.iter().map(|year| year.count)).max().unwrap_or(1);
    for (number, row) in rows.into_iter().enumerate() {
        let y = HEAD + ROW * (number as f32 + 0.5);
        let colour = match (row.chosen, number) {
            (true, _) => ChartColour::Accent,
            (false, 0) => ChartColour::Ink,
            (false, _) => ChartColour::Second,
        };
        let label = text(at(0.0, y - 8.0), ChartAnchor::Start, row.name, NAME - 8.0);
        scene.marks.push(mark(label, colour, None));
        let total: usize = row.years.iter().map(|year| year.count).sum();
        let label = text(at(width, y - 8.0), ChartAnchor::End, total.to_string(), TOTAL);
        scene.marks.push(mark(label, ChartColour::Ink, None));
        if let (Some(first), Some(last)) = (row.years.first(), row.years.last()) {
            let line = ChartShape::Line {
                from: at(x(first.year), y),
                to: at(x(last.year), y),
                width: 1.0,
            };
            scene.marks.push(mark(line, ChartColour::Hairline, None));
        }
        for year in row.years {
            let radius = (LARGEST * (year.count as f32 / most as f32).sqrt()).max(SMALLEST);
            let middle = at(x(year.year), y);
            let corner = |corner: u16| {
                let angle = f32::from(corner) / f32::from(CORNERS) * std::f32::consts::TAU;
                at(middle.x + radius * angle.cos(), middle.y + radius * angle.sin())
            };
            let reach = radius.max(9.0);
            let area = ChartRect {
                min: at(middle.x - reach, middle.y - reach),
                max: at(middle.x + reach, middle.y + reach),
            };
            scene.links.push(ChartLink { to: year.to, name: year.name, area, chosen: false });
            let link = Some(scene.links.len() - 1);
            let shape =
                ChartShape::Path { points: (0..CORNERS).map(corner).collect(), width: None };
            scene.marks.push(mark(shape, colour, link));
            let place = at(middle.x + radius + 3.0, middle.y - 8.0);
            let label = text(place, ChartAnchor::Start, year.count.to_string(), 30.0);
            scene.marks.push(mark(label, ChartColour::Second, link));
        }
    }
    scene
}

/// The first year from which the row that stands out counts more than the others do, with both counts
/// of that year.
fn turning<T>(years: &[i16], rows: &[BubbleRow<T>]) -> Option<(i16, usize, usize)> {
    let (last, others) = rows.split_last().filter(|(last, _)| last.chosen)?;
    let mut counts: BTreeMap<i16, (usize, usize)> = BTreeMap::new();
    for year in &last.years {
        counts.entry(year.year).or_default().0 += year.count;
    }
    for year in others.iter().flat_map(|row| &row.years) {
        counts.entry(year.year).or_default().1 += year.count;
    }
    let count = |year: &i16| counts.get(year).copied().unwrap_or_default();
    let is_over = |year: &&i16| {
        let rest = years.iter().filter(|other| other >= year).map(count);
        rest.filter(|&(new, old)| new + old > 0).all(|(new, old)| new > old)
    };
    let year = *years.iter().filter(|year| count(year).0 > 0).find(is_over)?;
    let (new, old) = count(&year);
    Some((year, new, old))
}

fn mark(shape: ChartShape, colour: ChartColour, link: Option<usize>) -> ChartMark {
    ChartMark { shape, colour, pointed: None, link }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(chosen: bool, counts: &[(i16, usize)]) -> BubbleRow<i16> {
        let year = |&(year, count): &(i16, usize)| BubbleYear {
            year,
            count,
            name: String::new(),
            to: year,
        };
        BubbleRow { name: String::new(), chosen, years: counts.iter().map(year).collect() }
    }

    #[test]
    fn the_new_form_takes_over_in_the_year_from_which_it_is_more_to_the_end() {
        let years = [2015, 2016, 2017, 2018];
        let old = row(false, &[(2015, 3), (2016, 1), (2017, 4), (2018, 1)]);
        let new = row(true, &[(2016, 2), (2017, 1), (2018, 9)]);
        assert_eq!(turning(&years, &[old.clone(), new.clone()]), Some((2018, 9, 1)));
        assert_eq!(turning(&years, &[new, old.clone()]), None);
        let said = |year: i16, _: usize, _: usize| year.to_string();
        let scene = bubble_chart(String::new(), &years, vec![old], said, 480.0);
        let to: Vec<i16> = scene.links.iter().map(|link| link.to).collect();
        assert_eq!(to, years);
    }
}
