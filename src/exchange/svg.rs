//! A chart as SVG, for documents and the printer: always on the light page, whatever the window is.
//!
//! Plain SVG 1.1: shapes, texts with the fonts named (not outlined, so that they can be edited), and
//! a title where something was pointed at on the screen.

use std::fmt::Write as _;

use super::{
    picture::{BASELINE, MARGIN, fitting},
    xml_text::writable,
};
use crate::{
    annotation::Colour,
    chart::{ChartAnchor, ChartColour, ChartMark, ChartPoint, ChartScene, ChartShape},
};

/// The page and its colours, as they are in the light window.
pub(super) const PAGE: u32 = 0xFB_F9_F4;
const INK: u32 = 0x1F_1D_1A;
const SECOND: u32 = 0x6B_65_5B;
const FAINT: u32 = 0xA3_9C_8E;
const HAIRLINE: u32 = 0xE3_DD_D0;
const ACCENT: u32 = 0xB5_33_2A;
/// The first that is there.
const FONTS: &str = "'Noto Sans SC', 'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif";

/// The colour on the light page, `0x00RRGGBB`.
#[must_use]
pub fn light_colour(colour: ChartColour) -> u32 {
    match colour {
        ChartColour::Ink => INK,
        ChartColour::Second => SECOND,
        ChartColour::Faint => FAINT,
        ChartColour::Hairline => HAIRLINE,
        ChartColour::Accent => ACCENT,
        ChartColour::Tint(strength) => mixed(PAGE, ACCENT, strength),
        ChartColour::Theme(colour) => of_theme(colour),
        ChartColour::Wash(colour, strength) => mixed(PAGE, of_theme(colour), strength),
    }
}

fn of_theme(colour: Colour) -> u32 {
    let (red, green, blue) = colour.rgb();
    u32::from_be_bytes([0, red, green, blue])
}

/// `part` of `other` in `one`.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a byte of a colour")]
fn mixed(one: u32, other: u32, part: f32) -> u32 {
    let part = part.clamp(0.0, 1.0);
    let mut bytes = one.to_be_bytes();
    for (byte, other) in bytes.iter_mut().zip(other.to_be_bytes()) {
        let (from, to) = (f32::from(*byte), f32::from(other));
        *byte = (from + (to - from) * part).round() as u8;
    }
    u32::from_be_bytes(bytes)
}

/// The chart as an SVG document.
#[must_use]
pub fn svg<T>(scene: &ChartScene<T>) -> String {
    let (width, height) = (scene.width + 2.0 * MARGIN, scene.height + 2.0 * MARGIN);
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\" role=\"img\" \
         width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"{FONTS}\">"
    );
    let _ = writeln!(out, "<title>{}</title>", escaped(&scene.name));
    let page = hex(PAGE);
    let _ = writeln!(out, "<rect width=\"{width}\" height=\"{height}\" fill=\"{page}\"/>");
    let _ = writeln!(out, "<g transform=\"translate({MARGIN} {MARGIN})\">");
    let mut open = None;
    for mark in &scene.marks {
        if mark.link != open {
            if open.is_some() {
                out.push_str("</g>\n");
            }
            open = mark.link;
            if let Some(link) = open.and_then(|link| scene.links.get(link)) {
                let _ = writeln!(out, "<g><title>{}</title>", escaped(&link.name));
            } else if open.is_some() {
                out.push_str("<g>\n");
            }
        }
        write_mark(&mut out, mark);
    }
    if open.is_some() {
        out.push_str("</g>\n");
    }
    out.push_str("</g>\n</svg>\n");
    out
}

fn write_mark(out: &mut String, mark: &ChartMark) {
    let colour = hex(light_colour(mark.colour));
    // Writing to a string cannot fail.
    let _ = match &mark.shape {
        ChartShape::Rect { rect, radius } => {
            let (left, top, right, bottom) = (rect.min.x, rect.min.y, rect.max.x, rect.max.y);
            let r = radius.min(rect.height()).max(0.0);
            writeln!(
                out,
                "<path fill=\"{colour}\" d=\"M{left} {bottom}V{}Q{left} {top} {} {top}H{}\
                 Q{right} {top} {right} {}V{bottom}Z\"/>",
                top + r,
                left + r,
                right - r,
                top + r
            )
        }
        ChartShape::Line { from, to, width } => writeln!(
            out,
            "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" stroke=\"{colour}\" \
             stroke-width=\"{width}\"/>",
            from.x, from.y, to.x, to.y
        ),
        ChartShape::Path { points, width } => {
            let points = joined(points);
            match width {
                Some(width) => writeln!(
                    out,
                    "<polyline points=\"{points}\" fill=\"none\" stroke=\"{colour}\" \
                     stroke-width=\"{width}\" stroke-linejoin=\"round\"/>"
                ),
                None => writeln!(out, "<polygon points=\"{points}\" fill=\"{colour}\"/>"),
            }
        }
        ChartShape::Text { at, anchor, text, size, room } => {
            let anchor = match anchor {
                ChartAnchor::Start => "start",
                ChartAnchor::Middle => "middle",
                ChartAnchor::End => "end",
            };
            let text = escaped(&fitting(text, *size, *room)).into_owned();
            let y = at.y + size * BASELINE;
            writeln!(
                out,
                "<text x=\"{}\" y=\"{y}\" font-size=\"{size}\" text-anchor=\"{anchor}\" \
                 fill=\"{colour}\">{text}</text>",
                at.x
            )
        }
    };
}

fn joined(points: &[ChartPoint]) -> String {
    let points: Vec<String> =
        points.iter().map(|point| format!("{},{}", point.x, point.y)).collect();
    points.join(" ")
}

fn hex(colour: u32) -> String {
    format!("#{colour:06X}")
}

fn escaped(text: &str) -> std::borrow::Cow<'_, str> {
    let text = match writable(text) {
        std::borrow::Cow::Borrowed(text) => text,
        std::borrow::Cow::Owned(text) => {
            return quick_xml::escape::escape(text).into_owned().into();
        }
    };
    quick_xml::escape::escape(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        annotation::Colour,
        chart::{Bar, BarLook, ChartRect, at, bar_chart},
    };

    fn scene() -> ChartScene<u8> {
        let bar = |(to, count, label): (u8, usize, &str)| Bar {
            to,
            count,
            label: label.to_owned(),
            name: format!("<{label}> & \"{count}\""),
            chosen: false,
        };
        let bars = [(0, 3, "2019·3"), (1, 1, "a<b & \u{1}")].map(bar).into();
        bar_chart("检索 <党建>".to_owned(), bars, &BarLook::picture())
            .with_caption(["合计 4 处 & 更多".to_owned()])
    }

    #[test]
    fn what_is_written_is_well_formed_and_says_what_was_drawn() {
        let text = svg(&scene());
        let document = roxmltree::Document::parse(&text).expect("well-formed");
        let root = document.root_element();
        assert!(root.has_tag_name(("http://www.w3.org/2000/svg", "svg")));
        assert!(root.attribute("font-family").is_some_and(|fonts| fonts.contains("Noto Sans SC")));
        let all = |tag: &'static str| {
            let nodes = document
                .descendants()
                .filter(move |node| node.has_tag_name(("http://www.w3.org/2000/svg", tag)));
            nodes.filter_map(|node| node.text().map(str::to_owned)).collect::<Vec<_>>()
        };
        assert_eq!(all("text"), ["2019·3", "a<b & \u{fffd}", "合计 4 处 & 更多"]);
        assert_eq!(all("title")[0], "检索 <党建>");
        assert_eq!(all("title")[1], "<2019·3> & \"3\"");
        let bars = document.descendants().filter(|node| node.tag_name().name() == "path").count();
        assert_eq!(bars, 2);
    }

    #[test]
    fn every_shape_is_written_in_its_colour() {
        let mut scene = ChartScene::<()>::new(String::new(), 10.0, 10.0);
        let points = vec![at(0.0, 0.0), at(5.5, 2.0)];
        for (shape, colour) in [
            (
                ChartShape::Line { from: at(0.0, 1.0), to: at(9.0, 1.0), width: 1.0 },
                ChartColour::Hairline,
            ),
            (
                ChartShape::Path { points: points.clone(), width: Some(2.0) },
                ChartColour::Theme(Colour::Rgb(1, 2, 255)),
            ),
            (ChartShape::Path { points, width: None }, ChartColour::Tint(1.0)),
            (
                ChartShape::Rect {
                    rect: ChartRect { min: at(0.0, 0.0), max: at(4.0, 2.0) },
                    radius: 3.0,
                },
                ChartColour::Ink,
            ),
        ] {
            scene.marks.push(ChartMark { shape, colour, pointed: None, link: None });
        }
        let text = svg(&scene);
        roxmltree::Document::parse(&text).expect("well-formed");
        assert!(text.contains("<line x1=\"0\" y1=\"1\" x2=\"9\" y2=\"1\" stroke=\"#E3DDD0\""));
        assert!(text.contains("<polyline points=\"0,0 5.5,2\" fill=\"none\" stroke=\"#0102FF\""));
        assert!(text.contains("<polygon points=\"0,0 5.5,2\" fill=\"#B5332A\""));
        assert!(text.contains("fill=\"#1F1D1A\" d=\"M0 2V2Q0 0 2 0H2Q4 0 4 2V2Z\""), "{text}");
    }
}
