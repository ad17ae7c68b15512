use std::sync::Arc;

use eframe::egui::{Context, RawInput, epaint::text::FontsView};

use super::{
    super::{
        blocks::Structure,
        layout::{Setting, TextLayout},
    },
    *,
};
use crate::{
    corpus::{Article, ArticlePath, Encoding},
    session::{PageTheme, TextFont},
    text::Text,
    ui::fonts,
};

/// Lines begin and end in marks of every kind, some squeezed and some beyond the edge.
const MARKED: &str = "年初以来，临河区把区域化党建作为城市治理的牵引。在区、街道、社区三级搭起议事\
    平台；驻区单位按“三张清单”认领事项：谁来办？怎么办？居民说：“以前开会没地方坐！”《纪要》写明\
    （全文见附件），议事平台（区、街道、社区），一月一会。";

/// Every line of [`MARKED`] in a column of `ems` characters, with what is painted of it.
fn each_line(ems: u8, mut see: impl FnMut(&Canvas<'_>, &InView, &LaidLine, Rect)) {
    let ctx = Context::default();
    ctx.set_fonts(fonts::definitions(None));
    let path = ArticlePath::new("a.txt").expect("a name");
    let text = Text::new(MARKED.to_owned()).expect("short");
    let article = Arc::new(Article::new(path, text, Encoding::Utf8));
    let setting = Setting {
        width: f32::from(ems) * theme::TEXT.size,
        scale: 1.0,
        font: TextFont::Serif,
        fonts: 0,
        line: 1.0,
        paragraph: 0.0,
        justify: true,
        pixels_per_point: 1.0,
        full_width: true,
        spaced: None,
    };
    let mut output = ctx.run_ui(RawInput::default(), |ui| {
        let mut layout = TextLayout::new(Arc::clone(&article), setting, Structure::default());
        let laid = ui.fonts_mut(|fonts| layout.laid(0, fonts)).expect("a block");
        let block = InView { at: 0, top: 0.0, laid };
        let (palette, marks) = (Palette::of(PageTheme::Light), Marks::default());
        let canvas = Canvas {
            id: eframe::egui::Id::unique("text"),
            painter: ui.painter(),
            palette: &palette,
            layout: &layout,
            marks: &marks,
            hits: None,
            left: 100.0,
            selected: None,
            hovered: None,
        };
        for line in &block.laid.lines {
            let ink = ui.fonts_mut(|fonts: &mut FontsView<'_>| {
                let galley = fonts.layout_job(line.job.clone());
                let rows = galley.rows.iter().map(|row| row.visuals.mesh_bounds);
                rows.reduce(Rect::union).expect("something is painted")
            });
            see(&canvas, &block, line, ink.translate(vec2(100.0 + line.left, 0.0)));
        }
    });
    // Nobody draws it.
    output.textures_delta.clear();
}

#[test]
fn what_lies_under_a_mark_at_a_lines_edge_ends_with_its_ink() {
    let (mut squeezed, mut hung, mut opening) = (0, 0, 0);
    for ems in 16..40_u8 {
        each_line(ems, |canvas, block, line, ink| {
            let at = |at: usize| MARKED.chars().nth(at).expect("a character");
            let (first, last) = (at(line.chars.start), at(line.chars.end - 1));
            let piece = canvas.piece(block, line, block.laid.span(&line.chars)).expect("there");
            if "“《（".contains(first) {
                opening += 1;
                let (under, ink) = (piece.left(), ink.left());
                assert!((under - ink).abs() <= 1.0, "{ems}, {first}: {under}, {ink}");
            }
            if "，。、；：！？”》）".contains(last) {
                let (under, ink) = (piece.right(), ink.right());
                assert!((under - ink).abs() <= 1.0, "{ems}, {last}: {under}, {ink}");
                let edge = 100.0 + f32::from(ems) * theme::TEXT.size;
                let start = line.edges[line.chars.len() - 1] + 100.0;
                squeezed += usize::from(start < edge - 1.0);
                hung += usize::from(start >= edge - 1.0);
                // The caret behind it stands there, too.
                assert_eq!(line.edges.last().map(|x| x + 100.0), Some(under));
            }
        });
    }
    assert!(opening > 5, "{opening}");
    assert!(squeezed > 10 && hung > 0, "{squeezed} squeezed, {hung} beyond the edge");
}

#[test]
fn underlines_stay_between_the_letters_of_two_lines() {
    for size in [12.0, 19.0, 26.0, 40.0_f32] {
        for spacing in [1.3, 1.5, 1.8, 2.2, 3.0_f32] {
            let rule = Rule::of(size, size * spacing);
            let bottom = rule.top(rule.lanes - 1) + rule.thickness;
            assert!(rule.first > size * BODY, "they run below the letters");
            assert!(
                bottom <= size * spacing - size * BODY || rule.lanes == 1,
                "{size} {spacing} {rule:?}"
            );
            if spacing >= 1.75 && size >= 19.0 {
                assert_eq!(rule.lanes, theme::UNDERLINES);
            }
        }
    }
}
