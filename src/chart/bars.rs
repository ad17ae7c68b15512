//! Bars beside each other on one scale, each with its name and number below.

use super::{
    ChartAnchor, ChartColour, ChartLink, ChartMark, ChartPoint, ChartRect, ChartScene, ChartShape,
    at,
};

/// One bar.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar<T> {
    /// What a click asks for.
    pub to: T,
    /// How high it is.
    pub count: usize,
    /// Written below it, where there is room.
    pub label: String,
    /// Said by the tooltip and by screen readers.
    pub name: String,
    /// Whether it is the one that is shown now; the others are paler then.
    pub chosen: bool,
}

/// Sizes of a chart of bars, in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BarLook {
    /// The bars share it.
    pub width: f32,
    /// Of the highest bar.
    pub bar: f32,
    /// Of the bars with what is written below them.
    pub height: f32,
    /// A bar with the space beside it is no wider.
    pub widest: f32,
    /// The space between two bars.
    pub gap: f32,
}

impl BarLook {
    /// Above the page of searching.
    #[must_use]
    pub const fn strip(width: f32) -> Self {
        Self { width, bar: 42.0, height: 66.0, widest: 64.0, gap: 6.0 }
    }

    /// On a page of its own.
    #[must_use]
    pub const fn picture() -> Self {
        Self { width: 720.0, bar: 200.0, height: 226.0, widest: 72.0, gap: 8.0 }
    }
}

/// A bar with the space beside it is no narrower.
const NARROWEST: f32 = 6.0;
/// Below this width there is no room for what is written below a bar.
const LABELLED: f32 = 52.0;
const SIZE: f32 = 12.0;

/// The bars in the order given; empty where all are.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "counts to heights")]
pub fn bar_chart<T>(name: String, bars: Vec<Bar<T>>, look: &BarLook) -> ChartScene<T> {
    let mut scene = ChartScene::new(name, look.width, look.height);
    let Some(most) = bars.iter().map(|bar| bar.count).max().filter(|&most| most > 0) else {
        return scene;
    };
    let step = (look.width / bars.len() as f32).clamp(NARROWEST, look.widest);
    let any_chosen = bars.iter().any(|bar| bar.chosen);
    let base = look.bar + 2.0;
    for (number, bar) in bars.into_iter().enumerate() {
        let left = number as f32 * step;
        let right = left + (step - look.gap).max(1.0);
        let height = (bar.count as f32 / most as f32 * look.bar).max(2.0);
        let strength = match (any_chosen, bar.chosen) {
            (true, false) => 0.25,
            (_, true) => 0.8,
            (false, false) => 0.55,
        };
        let link = Some(number);
        scene.marks.push(ChartMark {
            shape: ChartShape::Rect {
                rect: ChartRect { min: at(left, base - height), max: at(right, base) },
                radius: (right - left).min(6.0) / 2.0,
            },
            colour: ChartColour::Tint(strength),
            pointed: Some(ChartColour::Tint(0.8)).filter(|_| !any_chosen),
            link,
        });
        if step >= LABELLED {
            let at = ChartPoint { x: f32::midpoint(left, right), y: base + 3.0 };
            let (anchor, room) = (ChartAnchor::Middle, step);
            scene.marks.push(ChartMark {
                shape: ChartShape::Text { at, anchor, text: bar.label, size: SIZE, room },
                colour: if bar.chosen { ChartColour::Accent } else { ChartColour::Second },
                pointed: None,
                link,
            });
        }
        let area = ChartRect { min: at(left, 0.0), max: at(right, look.height) };
        let Bar { to, name, chosen, .. } = bar;
        scene.links.push(ChartLink { to, name, area, chosen });
    }
    scene
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bars(counts: &[usize]) -> Vec<Bar<usize>> {
        let bar = |(to, &count): (usize, &usize)| Bar {
            to,
            count,
            label: format!("{to}·{count}"),
            name: format!("bar {to}"),
            chosen: false,
        };
        counts.iter().enumerate().map(bar).collect()
    }

    fn heights(scene: &ChartScene<usize>) -> Vec<f32> {
        let height = |mark: &ChartMark| match mark.shape {
            ChartShape::Rect { rect, .. } => Some(rect.height()),
            _ => None,
        };
        scene.marks.iter().filter_map(height).collect()
    }

    #[test]
    fn bars_stand_on_one_scale_and_the_smallest_is_still_seen() {
        let scene = bar_chart(String::new(), bars(&[100, 50, 1]), &BarLook::strip(600.0));
        assert_eq!(heights(&scene), [42.0, 21.0, 2.0]);
        let none = bar_chart(String::new(), bars(&[0, 0]), &BarLook::strip(600.0));
        assert!(none.marks.is_empty() && none.links.is_empty());
    }

    #[test]
    fn a_bar_leads_where_it_is_pointed_at_also_above_it() {
        let scene = bar_chart(String::new(), bars(&[100, 1]), &BarLook::strip(600.0));
        let to = |x, y| scene.link_at(at(x, y)).map(|link| scene.links[link].to);
        assert_eq!(to(10.0, 40.0), Some(0));
        assert_eq!(to(70.0, 1.0), Some(1), "a short bar is as easy to hit");
        assert_eq!(to(500.0, 20.0), None);
    }

    #[test]
    fn many_bars_leave_their_labels_out() {
        let texts = |count: usize| {
            let scene = bar_chart(String::new(), bars(&vec![1; count]), &BarLook::strip(600.0));
            let text = |mark: &&ChartMark| matches!(mark.shape, ChartShape::Text { .. });
            scene.marks.iter().filter(text).count()
        };
        assert_eq!((texts(5), texts(60)), (5, 0));
    }
}
