//! A strip for each article, as long as the article, with a line for each place of something in it.

use super::{
    ChartAnchor, ChartColour, ChartLink, ChartMark, ChartPoint, ChartRect, ChartScene, ChartShape,
    at,
};

/// A strip.
#[derive(Clone, Debug, PartialEq)]
pub struct StripRow<T> {
    /// Its name.
    pub name: String,
    /// Written at its end.
    pub label: String,
    /// How long it is.
    pub length: f32,
    /// Where on it something stands, from 0 to `length`.
    pub places: Vec<f32>,
    /// What a click asks for.
    pub to: Option<T>,
}

/// Strips below each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Strips<T> {
    /// What they show.
    pub name: String,
    /// From top to bottom.
    pub rows: Vec<StripRow<T>>,
}

const ROW: f32 = 22.0;
const SIZE: f32 = 12.0;
const NAMES: f32 = 168.0;
const STRIP: f32 = 520.0;
const LABEL: f32 = 72.0;

/// The strips, each of them a link.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "numbers of rows as places")]
pub fn strip_chart<T>(picture: Strips<T>) -> ChartScene<T> {
    let Strips { name, rows } = picture;
    let width = NAMES + STRIP + LABEL;
    let mut scene = ChartScene::new(name, width, ROW * rows.len() as f32);
    let longest = rows.iter().map(|row| row.length).fold(0.0, f32::max).max(f32::MIN_POSITIVE);
    for (number, row) in rows.into_iter().enumerate() {
        let top = ROW * number as f32;
        let area = ChartRect { min: at(0.0, top), max: at(width, top + ROW) };
        let text = |place: ChartPoint, anchor, text: String, room| ChartShape::Text {
            at: place,
            anchor,
            text,
            size: SIZE,
            room,
        };
        let link_name = format!("{} {}", row.name, row.label);
        let link = row.to.map(|to| {
            scene.links.push(ChartLink { to, name: link_name, area, chosen: false });
            scene.links.len() - 1
        });
        let mut mark = |shape, colour| {
            scene.marks.push(ChartMark { shape, colour, pointed: None, link });
        };
        let place = at(NAMES - 8.0, top + 4.0);
        mark(text(place, ChartAnchor::End, row.name, NAMES - 8.0), ChartColour::Ink);
        let end = NAMES + row.length / longest * STRIP;
        let rect = ChartRect { min: at(NAMES, top + 5.0), max: at(end, top + ROW - 5.0) };
        mark(ChartShape::Rect { rect, radius: 0.0 }, ChartColour::Hairline);
        for place in row.places {
            let x = NAMES + place / longest * STRIP;
            let (from, to) = (at(x, top + 3.0), at(x, top + ROW - 3.0));
            mark(ChartShape::Line { from, to, width: 1.0 }, ChartColour::Accent);
        }
        let place = at(end + 6.0, top + 4.0);
        mark(text(place, ChartAnchor::Start, row.label, LABEL), ChartColour::Second);
    }
    scene
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_stands_where_it_is_in_its_article() {
        let row = |length, places: &[f32]| StripRow {
            name: String::new(),
            label: String::new(),
            length,
            places: places.to_vec(),
            to: Some(()),
        };
        let rows = vec![row(100.0, &[50.0]), row(50.0, &[0.0, 50.0])];
        let scene = strip_chart(Strips { name: String::new(), rows });
        let lines: Vec<f32> = scene
            .marks
            .iter()
            .filter_map(|mark| match mark.shape {
                ChartShape::Line { from, .. } => Some(from.x),
                _ => None,
            })
            .collect();
        assert_eq!(lines, [NAMES + STRIP / 2.0, NAMES, NAMES + STRIP / 2.0]);
        assert_eq!(scene.links.len(), 2);
    }
}
