//! The pictures of the handbook: taken of the real window on the sample, compared with those that
//! are kept, so that none grows old.
//!
//! Ignored by default, as all pictures are. To take them anew after a wanted change:
//!
//! ```text
//! UPDATE_SNAPSHOTS=true cargo test --test gui handbook_pictures -- --ignored
//! ```

use std::{collections::BTreeMap, fs, io::Cursor, path::Path};

use eframe::egui::{Key, Modifiers, Vec2, vec2};

use super::desk::Desk;

/// Small enough to be read in the handbook's panel.
const WINDOW: Vec2 = vec2(1000.0, 640.0);
/// Colours of a picture: more are not told apart, and take room.
const COLOURS: usize = 96;
/// Of a thousand pixels so many may differ, by more than a shade: what hovers and fades is not held still.
const DIFFERENT: usize = 30;
const SHADE: u8 = 32;

/// A picture in few colours.
struct Taken {
    width: u32,
    height: u32,
    palette: Vec<[u8; 3]>,
    /// Which colour each pixel has.
    pixels: Vec<u8>,
}

/// The window as it is now, in its most frequent colours.
fn taken(desk: &mut Desk) -> Taken {
    let image = desk.harness.render().expect("a picture");
    let (width, height) = (image.width(), image.height());
    let rgb: Vec<[u8; 3]> =
        image.as_raw().chunks(4).map(|rgba| [rgba[0], rgba[1], rgba[2]]).collect();
    let mut counts: BTreeMap<[u8; 3], usize> = BTreeMap::new();
    for &colour in &rgb {
        *counts.entry(colour).or_default() += 1;
    }
    let mut palette: Vec<([u8; 3], usize)> = counts.into_iter().collect();
    palette.sort_by_key(|&(colour, count)| (std::cmp::Reverse(count), colour));
    // A colour is taken if none that is taken is like it.
    let mut kept: Vec<[u8; 3]> = Vec::new();
    for (colour, _) in palette {
        let is_new = kept.iter().all(|&other| distance(colour, other) > 300);
        if kept.len() < COLOURS && is_new {
            kept.push(colour);
        }
    }
    let mut known: BTreeMap<[u8; 3], u8> = BTreeMap::new();
    let pixels = rgb.iter().map(|&colour| {
        *known.entry(colour).or_insert_with(|| {
            let nearest = (0..kept.len()).min_by_key(|&at| distance(colour, kept[at]));
            u8::try_from(nearest.expect("a colour")).expect("few")
        })
    });
    let pixels = pixels.collect();
    Taken { width, height, palette: kept, pixels }
}

fn distance(one: [u8; 3], other: [u8; 3]) -> u32 {
    one.iter().zip(other).map(|(&a, b)| u32::from(a.abs_diff(b)).pow(2)).sum()
}

fn written(picture: &Taken) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, picture.width, picture.height);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::High);
    encoder.set_filter(png::Filter::NoFilter);
    encoder.set_palette(picture.palette.concat());
    let mut writer = encoder.write_header().expect("memory");
    writer.write_image_data(&picture.pixels).expect("memory");
    writer.finish().expect("memory");
    bytes
}

/// The colours of a picture's pixels.
fn colours(bytes: &[u8]) -> ((u32, u32), Vec<u8>) {
    let mut decoder = png::Decoder::new(Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().expect("a PNG");
    let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
    let frame = reader.next_frame(&mut pixels).expect("pixels");
    ((frame.width, frame.height), pixels)
}

/// Compares the window with the picture of that name, or keeps it.
fn picture(mut desk: Desk, name: &str) {
    desk.wait_until(|app| app.session().segmenter().is_some());
    desk.wait_until(|app| app.session().jobs().next().is_none());
    desk.harness.run_steps(8);
    // The message that a passage has two versions goes by the clock.
    for _ in 0..400 {
        if !desk.sees("有两个版本") {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
        desk.harness.run_steps(2);
    }
    let bytes = written(&taken(&mut desk));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/handbook/pictures");
    let path = folder.join(format!("{name}.png"));
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        fs::write(path, bytes).expect("room");
        return;
    }
    let (size, now) = colours(&bytes);
    let (kept_size, kept) = colours(&fs::read(&path).expect("the picture is kept"));
    assert_eq!(size, kept_size, "{name}");
    let differs =
        |(one, other): (&[u8], &[u8])| one.iter().zip(other).any(|(a, b)| a.abs_diff(*b) > SHADE);
    let different = now.chunks(3).zip(kept.chunks(3)).filter(|&pair| differs(pair)).count();
    let most = now.len() / 3 * DIFFERENT / 1000;
    let advice = "look at the window, then take it anew with UPDATE_SNAPSHOTS=true";
    assert!(different <= most, "{name}: {different} pixels differ, of {most} that may; {advice}");
}

fn sample() -> Desk {
    let mut desk = Desk::on_sample_in(WINDOW);
    // The tour has its own picture of things; nothing may lie over the page.
    desk.harness.run_steps(4);
    desk.key(Key::Escape);
    desk.harness.run_steps(4);
    desk
}

#[test]
#[ignore = "needs a software Vulkan driver"]
fn the_page_for_reading() {
    let mut desk = sample();
    desk.keys(Modifiers::COMMAND, Key::Num1);
    picture(desk, "reading");
}

#[test]
#[ignore = "needs a software Vulkan driver"]
fn the_page_of_excerpts() {
    let mut desk = sample();
    desk.keys(Modifiers::COMMAND, Key::Num2);
    picture(desk, "excerpts");
}

#[test]
#[ignore = "needs a software Vulkan driver"]
fn the_page_that_searches() {
    let mut desk = sample();
    desk.keys(Modifiers::COMMAND, Key::Num3);
    desk.text("党建");
    desk.key(Key::Enter);
    desk.wait_until(|app| app.session().jobs().next().is_none());
    picture(desk, "search");
}

#[test]
#[ignore = "needs a software Vulkan driver"]
fn the_page_of_the_codebook() {
    let mut desk = sample();
    desk.keys(Modifiers::COMMAND, Key::Num4);
    picture(desk, "codebook");
}
