//! A table whose cells are the darker the more they hold: the matrix on paper.

use super::{
    ChartAnchor, ChartColour, ChartLink, ChartMark, ChartPoint, ChartRect, ChartScene, ChartShape,
    at,
};
use crate::annotation::Colour;

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub struct HeatCell<T> {
    /// What stands in it.
    pub text: String,
    /// From 0 for the page to 1 for the darkest.
    pub strength: f32,
    /// Said by the tooltip and by screen readers.
    pub name: String,
    /// What a click asks for.
    pub to: Option<T>,
}

/// A row.
#[derive(Clone, Debug, PartialEq)]
pub struct HeatRow<T> {
    /// Its name.
    pub name: String,
    /// How deep it stands in a tree.
    pub depth: usize,
    /// Of what its cells are darker; the accent where there is none.
    pub colour: Option<Colour>,
    /// From left to right.
    pub cells: Vec<HeatCell<T>>,
}

/// A table.
#[derive(Clone, Debug, PartialEq)]
pub struct HeatTable<T> {
    /// What it shows.
    pub name: String,
    /// The names of its columns.
    pub heads: Vec<String>,
    /// From top to bottom.
    pub rows: Vec<HeatRow<T>>,
    /// Below a rule.
    pub totals: Vec<HeatRow<T>>,
}

const SIZE: f32 = 13.0;
const ROW: f32 = 26.0;
const NAMES: f32 = 168.0;
const INDENT: f32 = 14.0;
const WIDEST: f32 = 68.0;
const NARROWEST: f32 = 36.0;
/// So wide a table wants to be.
const WIDTH: f32 = 960.0;
/// The ground stays light enough for the number on it.
const DARKEST: f32 = 0.41;

/// The table, each of its cells a link.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "numbers of rows and columns as places")]
pub fn heat_chart<T>(table: HeatTable<T>) -> ChartScene<T> {
    let HeatTable { name, heads, rows, totals } = table;
    let columns = heads.len().max(1) as f32;
    let column = ((WIDTH - NAMES) / columns).clamp(NARROWEST, WIDEST);
    let lines = 1.0 + rows.len() as f32 + totals.len() as f32;
    let mut scene = ChartScene::new(name, NAMES + column * columns, ROW * lines + 8.0);
    for (number, head) in heads.into_iter().enumerate() {
        let right = NAMES + column * (number as f32 + 1.0) - 6.0;
        text(
            &mut scene,
            (at(right, 6.0), ChartAnchor::End),
            head,
            column - 8.0,
            ChartColour::Second,
        );
    }
    rule(&mut scene, ROW);
    let mut top = ROW;
    let count = rows.len();
    for (number, row) in rows.into_iter().chain(totals).enumerate() {
        if number == count {
            rule(&mut scene, top + 3.0);
            top += 6.0;
        }
        let is_total = number >= count;
        let indent = INDENT * row.depth.min(6) as f32;
        let ink = if is_total { ChartColour::Second } else { ChartColour::Ink };
        let place = (at(indent, top + 6.0), ChartAnchor::Start);
        text(&mut scene, place, row.name, NAMES - indent - 8.0, ink);
        for (number, cell) in row.cells.into_iter().enumerate() {
            let left = NAMES + column * number as f32;
            let area = ChartRect { min: at(left, top), max: at(left + column, top + ROW) };
            let link = cell.to.map(|to| {
                let (name, chosen) = (cell.name, false);
                scene.links.push(ChartLink { to, name, area, chosen });
                scene.links.len() - 1
            });
            let strength = cell.strength.clamp(0.0, 1.0) * DARKEST;
            if strength > 0.0 {
                let rect = ChartRect {
                    min: at(left + 1.0, top + 1.0),
                    max: at(left + column - 1.0, top + ROW - 1.0),
                };
                let colour = row
                    .colour
                    .map_or(ChartColour::Tint(strength), |own| ChartColour::Wash(own, strength));
                let shape = ChartShape::Rect { rect, radius: 0.0 };
                scene.marks.push(ChartMark { shape, colour, pointed: None, link });
            }
            let shape = ChartShape::Text {
                at: at(left + column - 6.0, top + 6.0),
                anchor: ChartAnchor::End,
                text: cell.text,
                size: SIZE,
                room: column - 6.0,
            };
            scene.marks.push(ChartMark { shape, colour: ink, pointed: None, link });
        }
        top += ROW;
    }
    scene
}

fn text<T>(
    scene: &mut ChartScene<T>,
    (at, anchor): (ChartPoint, ChartAnchor),
    text: String,
    room: f32,
    colour: ChartColour,
) {
    let shape = ChartShape::Text { at, anchor, text, size: SIZE, room };
    scene.marks.push(ChartMark { shape, colour, pointed: None, link: None });
}

fn rule<T>(scene: &mut ChartScene<T>, height: f32) {
    let (from, to) = (at(0.0, height - 1.0), at(scene.width, height - 1.0));
    let shape = ChartShape::Line { from, to, width: 1.0 };
    let colour = ChartColour::Hairline;
    scene.marks.push(ChartMark { shape, colour, pointed: None, link: None });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_cell_is_a_link_and_the_most_is_the_darkest() {
        let cell = |to: usize, strength| HeatCell {
            text: to.to_string(),
            strength,
            name: String::new(),
            to: Some(to),
        };
        let row = |name: &str, cells| HeatRow {
            name: name.to_owned(),
            depth: 0,
            colour: Some(Colour::Palette(2)),
            cells,
        };
        let scene = heat_chart(HeatTable {
            name: "表".to_owned(),
            heads: vec!["2017".to_owned(), "2019".to_owned()],
            rows: vec![row("甲", vec![cell(1, 0.0), cell(2, 1.0)])],
            totals: vec![row("合计", vec![cell(3, 0.0), cell(4, 0.0)])],
        });
        assert_eq!(scene.links.iter().map(|link| link.to).collect::<Vec<_>>(), [1, 2, 3, 4]);
        let second = scene.links[1].area;
        let middle = at(second.min.x + 5.0, second.min.y + 5.0);
        assert_eq!(scene.link_at(middle), Some(1));
        let grounds: Vec<_> = scene
            .marks
            .iter()
            .filter(|mark| matches!(mark.shape, ChartShape::Rect { .. }))
            .map(|mark| mark.colour)
            .collect();
        assert_eq!(grounds, [ChartColour::Wash(Colour::Palette(2), DARKEST)]);
    }
}
