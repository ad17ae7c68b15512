use proptest::prelude::*;

use super::*;
use crate::{
    annotation::Colour,
    chart::{Bar, BarLook, ChartAnchor, ChartColour, ChartMark, ChartShape, at, bar_chart},
    exchange::svg::{PAGE, light_colour},
};

/// A chart of some years with a title and a source.
fn scene(bars: usize) -> ChartScene<usize> {
    let bar = |to: usize| Bar {
        to,
        count: to * 7 % 13 + 1,
        label: format!("{}·{to}", 2000 + to),
        name: format!("<{to}>"),
        chosen: to == 1,
    };
    bar_chart("检索“小区”按年".to_owned(), (0..bars).map(bar).collect(), &BarLook::picture())
        .with_title("检索“小区”按年".to_owned())
        .with_caption(["合计 4 处 & 更多".to_owned(), "圈点 2026-01-02".to_owned()])
}

#[test]
fn the_same_scene_gives_the_same_bytes_in_every_kind() {
    for kind in PictureKind::ALL {
        let once = write_picture(&scene(7), kind).expect("a picture");
        let twice = write_picture(&scene(7), kind).expect("a picture");
        assert!(once == twice, "{kind}");
        assert!(once != write_picture(&scene(6), kind).expect("a picture"), "{kind}");
    }
}

#[test]
fn a_png_says_how_large_it_is_on_paper() {
    for density in PictureDensity::ALL {
        let bytes = write_picture(&scene(3), PictureKind::Png(density)).expect("a picture");
        let mut reader = png::Decoder::new(io::Cursor::new(bytes)).read_info().expect("a PNG");
        let info = reader.info();
        let inches = (scene(3).width + 2.0 * MARGIN) / POINTS;
        let columns = inches * f32::from(density.dots());
        #[expect(clippy::cast_precision_loss, reason = "a few thousand")]
        let found = info.width as f32;
        assert!((found - columns).abs() <= 1.0, "{found} {columns}");
        let dims = info.pixel_dims.expect("a size");
        let dots = f64::from(dims.xppu) * 0.0254;
        assert!((dots - f64::from(density.dots())).abs() < 0.1, "{dots}");
        let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
        reader.next_frame(&mut pixels).expect("pixels");
        let [_, red, green, blue] = PAGE.to_be_bytes();
        assert_eq!(pixels[..3], [red, green, blue], "the corner is the page");
        let [_, red, green, blue] = light_colour(ChartColour::Tint(0.8)).to_be_bytes();
        let chosen = pixels.chunks(3).filter(|pixel| *pixel == [red, green, blue]).count();
        assert!(chosen > 100, "the chosen bar is seen: {chosen}");
        let dark = pixels.chunks(3).filter(|pixel| pixel.iter().all(|&part| part < 0x40)).count();
        assert!(dark > 100, "the title is seen: {dark}");
    }
}

#[test]
fn a_pdf_holds_its_fonts_and_is_one_page() {
    let bytes = write_picture(&scene(3), PictureKind::Pdf).expect("a picture");
    assert!(bytes.starts_with(b"%PDF-1."));
    let has = |part: &str| memchr::memmem::find(&bytes, part.as_bytes()).is_some();
    assert!(has("/FontFile2") && has("NotoSansSC"), "the font is embedded");
    assert!(has("/ToUnicode"), "the text can be selected");
    assert!(bytes.len() < 60_000, "only what is used of it: {}", bytes.len());
}

#[test]
fn what_is_too_large_is_refused_and_nothing_breaks() {
    let huge = ChartScene::<()>::new(String::new(), 1e6, 10.0);
    let odd = ChartScene::<()>::new(String::new(), f32::NAN, 10.0);
    for scene in [&huge, &odd] {
        for kind in [PictureKind::Png(PictureDensity::Single), PictureKind::Pdf] {
            assert!(write_picture(scene, kind).is_err());
        }
    }
}

#[test]
fn a_file_is_what_its_name_says() {
    let kind = |name: &str| PictureKind::of_path(Path::new(name));
    assert_eq!(kind("a/图.SVG"), Some(PictureKind::Svg));
    assert_eq!(kind("图.png"), Some(PictureKind::Png(PictureDensity::Double)));
    assert_eq!(kind("图.pdf"), Some(PictureKind::Pdf));
    assert_eq!(kind("图.jpg"), None);
    assert_eq!(kind("png"), None);
}

#[test]
fn a_text_is_cut_where_it_would_run_into_the_next() {
    assert_eq!(fitting("无年份·12", 12.0, 72.0), "无年份·12");
    assert_eq!(fitting("一二三四五六七八", 12.0, 48.0), "一二三…");
    assert_eq!(fitting("", 12.0, 0.0), "");
}

/// How light a colour is in print without colours, from 0 to 1 (WCAG 2, relative luminance).
fn lightness(colour: u32) -> f32 {
    let part = |byte: u8| {
        let part = f32::from(byte) / 255.0;
        if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    let [_, red, green, blue] = colour.to_be_bytes();
    0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue)
}

#[test]
fn texts_can_be_read_in_grey_print() {
    let contrast = |colour| (lightness(PAGE) + 0.05) / (lightness(light_colour(colour)) + 0.05);
    for colour in [ChartColour::Ink, ChartColour::Second, ChartColour::Accent] {
        assert!(contrast(colour) >= 4.5, "{colour:?}: {}", contrast(colour));
    }
    // Bars by their strength are told apart without their hue.
    let bars = [0.25, 0.55, 0.8].map(|strength| contrast(ChartColour::Tint(strength)));
    assert!(bars.windows(2).all(|pair| pair[1] / pair[0] > 1.3), "{bars:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn every_text_can_be_written(
        texts in prop::collection::vec(("\\PC{0,12}|[\u{0}-\u{20}x\u{202e}\u{1F600}]{0,4}", 0.0..900.0_f32, 1.0..40.0_f32), 0..6),
    ) {
        let mut scene = ChartScene::<()>::new("图".to_owned(), 300.0, 100.0);
        for (text, x, size) in texts {
            let shape = ChartShape::Text {
                at: at(x, x / 9.0),
                anchor: ChartAnchor::Middle,
                text,
                size,
                room: 120.0,
            };
            let colour = ChartColour::Theme(Colour::Palette(3));
            scene.marks.push(ChartMark { shape, colour, pointed: None, link: None });
        }
        for kind in PictureKind::ALL {
            prop_assert!(write_picture(&scene, kind).is_ok());
        }
        let svg = write_picture(&scene, PictureKind::Svg).expect("text");
        prop_assert!(roxmltree::Document::parse(std::str::from_utf8(&svg).expect("text")).is_ok());
    }
}
