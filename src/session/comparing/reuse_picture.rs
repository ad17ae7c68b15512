//! Two articles as bars with bands between what is the same in them, as a picture.

use rust_i18n::t;

use crate::{
    analysis::{Reuse, ReuseMember},
    chart::{ChartAnchor, ChartColour, ChartMark, ChartRect, ChartScene, ChartShape, at},
    corpus::{ArticlePath, Corpus},
};

const WIDTH: f32 = 720.0;
const LINE: f32 = 22.0;
const BAR: f32 = 12.0;
const BANDS: f32 = 90.0;
const SIZE: f32 = 13.0;

/// The stretches that two articles share, each bar as long as its article; the group that is chosen
/// stands out. `None` if one of them cannot be read.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "places in a text as places in a picture")]
pub fn reuse_picture(
    corpus: &Corpus,
    reuse: &Reuse,
    (left, right): (&ReuseMember, &ReuseMember),
    chosen: usize,
) -> Option<ChartScene<()>> {
    let length = |path: &ArticlePath| Some(corpus.article(path)?.text.char_len().get().max(1));
    let lengths = [length(&left.article)?, length(&right.article)?];
    let longest = lengths.into_iter().max().unwrap_or(1) as f32;
    let name = t!("reuse.page.map").into_owned();
    let mut scene = ChartScene::new(name, WIDTH, 2.0 * (LINE + BAR) + BANDS);
    let x = |at: u32| WIDTH * at as f32 / longest;
    let tops = [LINE, LINE + BAR + BANDS];
    let mark = |shape, colour| ChartMark { shape, colour, pointed: None, link: None };
    let bar = |from: f32, to: f32, top: f32| ChartShape::Rect {
        rect: ChartRect { min: at(from, top), max: at(to, top + BAR) },
        radius: 0.0,
    };
    for ((member, length), (top, title)) in
        [left, right].into_iter().zip(lengths).zip([(tops[0], 0.0), (tops[1], tops[1] + BAR + 4.0)])
    {
        scene.marks.push(mark(bar(0.0, x(length), top), ChartColour::Hairline));
        let article = corpus.article(&member.article)?;
        let header = corpus.header(article);
        let text = ChartShape::Text {
            at: at(0.0, title),
            anchor: ChartAnchor::Start,
            text: format!("{} {}", super::printed_shown(member), header.title),
            size: SIZE,
            room: WIDTH,
        };
        scene.marks.push(mark(text, ChartColour::Ink));
    }
    for one in reuse.in_article(&left.article) {
        let others = reuse.in_article(&right.article).iter();
        for other in others.filter(|other| other.group == one.group && other.member != one.member) {
            let ends = |span: crate::text::CharSpan| (x(span.start().get()), x(span.end().get()));
            let (above, below) = (ends(one.span), ends(other.span));
            let accent = one.group == chosen;
            let (ground, ink) = if accent {
                (ChartColour::Tint(0.45), ChartColour::Accent)
            } else {
                (ChartColour::Hairline, ChartColour::Second)
            };
            let corners = vec![
                at(above.0, LINE + BAR),
                at(above.1, LINE + BAR),
                at(below.1, tops[1]),
                at(below.0, tops[1]),
            ];
            let band = ChartShape::Path { points: corners, width: None };
            // The one that stands out lies on top.
            let place = if accent { scene.marks.len() } else { 0 };
            scene.marks.insert(place, mark(band, ground));
            scene.marks.push(mark(bar(above.0, above.1.max(above.0 + 1.0), tops[0]), ink));
            scene.marks.push(mark(bar(below.0, below.1.max(below.0 + 1.0), tops[1]), ink));
        }
    }
    Some(scene)
}
