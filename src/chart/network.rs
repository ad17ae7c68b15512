//! Nodes and the ties between them: which themes stand together.

use super::{
    ChartAnchor, ChartColour, ChartLink, ChartMark, ChartRect, ChartScene, ChartShape, at,
};
use crate::annotation::Colour;

/// A node.
#[derive(Clone, Debug, PartialEq)]
pub struct NetworkDot<T> {
    /// Written beside it.
    pub label: String,
    /// From left to right, and from top to bottom, 0 to 1.
    pub place: (f32, f32),
    /// From 0 to 1 for the largest.
    pub weight: f32,
    /// Its colour.
    pub colour: Option<Colour>,
    /// What a click asks for.
    pub to: Option<T>,
}

/// A tie.
#[derive(Clone, Debug, PartialEq)]
pub struct NetworkLine<T> {
    /// The nodes that it ties.
    pub ends: (usize, usize),
    /// From 0 to 1 for the strongest.
    pub weight: f32,
    /// Written on it where it is thick.
    pub label: String,
    /// Said by the tooltip and by screen readers.
    pub name: String,
    /// What a click asks for.
    pub to: Option<T>,
}

/// Nodes and ties.
#[derive(Clone, Debug, PartialEq)]
pub struct NetworkPicture<T> {
    /// What they show.
    pub name: String,
    /// The nodes.
    pub dots: Vec<NetworkDot<T>>,
    /// The ties, the strongest first.
    pub lines: Vec<NetworkLine<T>>,
}

const WIDTH: f32 = 720.0;
const HEIGHT: f32 = 520.0;
/// For the names beside the outermost nodes.
const SIDE: f32 = 84.0;
const TOP: f32 = 28.0;
const SIZE: f32 = 13.0;
/// A circle is drawn as so many straight lines.
const CORNERS: u16 = 24;

/// The network, each tie and node a link.
#[must_use]
pub fn network_chart<T>(picture: NetworkPicture<T>) -> ChartScene<T> {
    let NetworkPicture { name, dots, lines } = picture;
    let mut scene = ChartScene::new(name, WIDTH, HEIGHT);
    let place = |(x, y): (f32, f32)| {
        at(SIDE + x * (WIDTH - 2.0 * SIDE), TOP + y * (HEIGHT - 2.0 * TOP - SIZE))
    };
    // The strongest last, on top of the others.
    for line in lines.into_iter().rev() {
        let (Some(from), Some(to)) = (dots.get(line.ends.0), dots.get(line.ends.1)) else {
            continue;
        };
        let (from, to) = (place(from.place), place(to.place));
        let middle = at(f32::midpoint(from.x, to.x), f32::midpoint(from.y, to.y));
        let area = ChartRect {
            min: at(middle.x - 10.0, middle.y - 10.0),
            max: at(middle.x + 10.0, middle.y + 10.0),
        };
        let link = line.to.map(|to| {
            scene.links.push(ChartLink { to, name: line.name, area, chosen: false });
            scene.links.len() - 1
        });
        let width = 1.0 + 5.0 * line.weight.clamp(0.0, 1.0);
        let shape = ChartShape::Line { from, to, width };
        let pointed = Some(ChartColour::Accent);
        scene.marks.push(ChartMark { shape, colour: ChartColour::Hairline, pointed, link });
        if line.weight >= 0.35 {
            let at = at(middle.x, middle.y - SIZE * 0.6);
            let anchor = ChartAnchor::Middle;
            let shape = ChartShape::Text { at, anchor, text: line.label, size: 11.0, room: 60.0 };
            scene.marks.push(ChartMark { shape, colour: ChartColour::Second, pointed, link });
        }
    }
    for dot in dots {
        let middle = place(dot.place);
        let radius = 5.0 + 11.0 * dot.weight.clamp(0.0, 1.0).sqrt();
        let area = ChartRect {
            min: at(middle.x - radius, middle.y - radius),
            max: at(middle.x + radius, middle.y + radius),
        };
        let link = dot.to.map(|to| {
            scene.links.push(ChartLink { to, name: dot.label.clone(), area, chosen: false });
            scene.links.len() - 1
        });
        let colour = dot.colour.map_or(ChartColour::Second, ChartColour::Theme);
        let corner = |corner: u16| {
            let angle = f32::from(corner) / f32::from(CORNERS) * std::f32::consts::TAU;
            at(middle.x + radius * angle.cos(), middle.y + radius * angle.sin())
        };
        let points = (0..CORNERS).map(corner).collect();
        let shape = ChartShape::Path { points, width: None };
        scene.marks.push(ChartMark { shape, colour, pointed: None, link });
        let shape = ChartShape::Text {
            at: at(middle.x, middle.y + radius + 2.0),
            anchor: ChartAnchor::Middle,
            text: dot.label,
            size: SIZE,
            room: 2.0 * SIDE,
        };
        scene.marks.push(ChartMark { shape, colour: ChartColour::Ink, pointed: None, link });
    }
    scene
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_lie_on_their_ties_and_both_are_links() {
        let dot = |label: &str, place, to| NetworkDot {
            label: label.to_owned(),
            place,
            weight: 1.0,
            colour: None,
            to: Some(to),
        };
        let scene = network_chart(NetworkPicture {
            name: String::new(),
            dots: vec![dot("甲", (0.0, 0.5), 1), dot("乙", (1.0, 0.5), 2)],
            lines: vec![NetworkLine {
                ends: (0, 1),
                weight: 1.0,
                label: "7".to_owned(),
                name: String::new(),
                to: Some(3),
            }],
        });
        let to = |x, y| scene.link_at(at(x, y)).map(|link| scene.links[link].to);
        let height = TOP + 0.5 * (HEIGHT - 2.0 * TOP - SIZE);
        assert_eq!(to(SIDE, height), Some(1));
        assert_eq!(to(WIDTH - SIDE, height), Some(2));
        assert_eq!(to(WIDTH / 2.0, height), Some(3));
        // A tie of a node that is not there is none.
        let line = NetworkLine {
            ends: (0, 9),
            weight: 1.0,
            label: String::new(),
            name: String::new(),
            to: Some(3),
        };
        let none = NetworkPicture { name: String::new(), dots: Vec::new(), lines: vec![line] };
        assert!(network_chart(none).marks.is_empty());
    }
}
