//! Bars that lie, one below the other, to one side or to both of a middle line.

use super::{
    ChartAnchor, ChartColour, ChartLink, ChartMark, ChartPoint, ChartRect, ChartScene, ChartShape,
    at,
};

/// A row.
#[derive(Clone, Debug, PartialEq)]
pub struct SideBar<T> {
    /// Its name.
    pub name: String,
    /// How long it is; below 0 it lies left of the middle line.
    pub value: f32,
    /// Its value, written at its end.
    pub label: String,
    /// What a click asks for.
    pub to: Option<T>,
}

/// Rows below each other.
#[derive(Clone, Debug, PartialEq)]
pub struct SideBars<T> {
    /// What they show.
    pub name: String,
    /// What lies left and what lies right of the middle line; none where all lie right.
    pub sides: Option<(String, String)>,
    /// From top to bottom.
    pub rows: Vec<SideBar<T>>,
}

const ROW: f32 = 22.0;
const SIZE: f32 = 13.0;
const NAMES: f32 = 132.0;
const BAR: f32 = 260.0;
const LABEL: f32 = 72.0;

/// The rows, each of them a link.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "numbers of rows as places")]
pub fn side_bars<T>(picture: SideBars<T>) -> ChartScene<T> {
    let SideBars { name, sides, rows } = picture;
    let both = sides.is_some();
    // The names stand in the middle of two sides, and left of one.
    let left = if both { LABEL + BAR } else { 0.0 };
    let middle = left + NAMES;
    let head = if both { ROW } else { 0.0 };
    let width = middle + BAR + LABEL;
    let mut scene = ChartScene::new(name, width, head + ROW * rows.len() as f32);
    let mut marks = Vec::new();
    let mut text = |place: ChartPoint, anchor, text: String, room, colour, link| {
        let shape = ChartShape::Text { at: place, anchor, text, size: SIZE, room };
        marks.push(ChartMark { shape, colour, pointed: None, link });
    };
    if let Some((one, other)) = sides {
        let second = ChartColour::Second;
        text(at(left, 2.0), ChartAnchor::End, one, BAR, second, None);
        text(at(middle, 2.0), ChartAnchor::Start, other, BAR, second, None);
    }
    let most = rows.iter().map(|row| row.value.abs()).fold(0.0, f32::max).max(f32::MIN_POSITIVE);
    let mut bars = Vec::new();
    for (number, row) in rows.into_iter().enumerate() {
        let top = head + ROW * number as f32;
        let area = ChartRect { min: at(0.0, top), max: at(width, top + ROW) };
        let link = row.to.map(|to| {
            let name = format!("{} {}", row.name, row.label);
            scene.links.push(ChartLink { to, name, area, chosen: false });
            scene.links.len() - 1
        });
        let length = (row.value.abs() / most * BAR).max(1.0);
        let is_left = both && row.value < 0.0;
        let (from, to) = if is_left { (left - length, left) } else { (middle, middle + length) };
        let rect = ChartRect { min: at(from, top + 4.0), max: at(to, top + ROW - 4.0) };
        let colour = if is_left { ChartColour::Faint } else { ChartColour::Tint(0.55) };
        let shape = ChartShape::Rect { rect, radius: 0.0 };
        bars.push(ChartMark { shape, colour, pointed: Some(ChartColour::Accent), link });
        let second = ChartColour::Second;
        if is_left {
            text(at(from - 6.0, top + 4.0), ChartAnchor::End, row.label, LABEL, second, link);
        } else {
            text(at(to + 6.0, top + 4.0), ChartAnchor::Start, row.label, LABEL, second, link);
        }
        let (place, anchor) = if both {
            (at(left + NAMES / 2.0, top + 4.0), ChartAnchor::Middle)
        } else {
            (at(middle - 8.0, top + 4.0), ChartAnchor::End)
        };
        text(place, anchor, row.name, NAMES - 12.0, ChartColour::Ink, link);
    }
    scene.marks.extend(bars);
    scene.marks.extend(marks);
    scene
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_lie_on_both_sides_of_the_names_on_one_scale() {
        let bar = |to: usize, value| SideBar {
            name: to.to_string(),
            value,
            label: String::new(),
            to: Some(to),
        };
        let rects = |sides| {
            let scene = side_bars(SideBars {
                name: String::new(),
                sides,
                rows: vec![bar(0, 2.0), bar(1, -1.0)],
            });
            assert_eq!(scene.links.len(), 2);
            let rect = |mark: &ChartMark| match mark.shape {
                ChartShape::Rect { rect, .. } => Some((rect.min.x, rect.max.x)),
                _ => None,
            };
            scene.marks.iter().filter_map(rect).collect::<Vec<_>>()
        };
        let (left, middle) = (LABEL + BAR, LABEL + BAR + NAMES);
        let sides = Some(("甲".to_owned(), "乙".to_owned()));
        assert_eq!(rects(sides), [(middle, middle + BAR), (left - BAR / 2.0, left)]);
        assert_eq!(rects(None), [(NAMES, NAMES + BAR), (NAMES, NAMES + BAR / 2.0)]);
    }
}
