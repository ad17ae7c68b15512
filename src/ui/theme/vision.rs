//! How the palette looks to colour-blind readers: simulated after Machado, Oliveira and Fernandes
//! (2009) at full severity, on linear RGB, and told apart by distance in `OKLab` (Ottosson 2020).

use eframe::egui::Color32;

use super::palette::{Palette, contrast};
use crate::session::PageTheme;

type Matrix = [[f64; 3]; 3];

const VISIONS: [(&str, Matrix); 4] = [
    ("normal", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
    (
        "protanopia",
        [
            [0.152_286, 1.052_583, -0.204_868],
            [0.114_503, 0.786_281, 0.099_216],
            [-0.003_882, -0.048_116, 1.051_998],
        ],
    ),
    (
        "deuteranopia",
        [
            [0.367_322, 0.860_646, -0.227_968],
            [0.280_085, 0.672_501, 0.047_413],
            [-0.011_820, 0.042_940, 0.968_881],
        ],
    ),
    (
        "tritanopia",
        [
            [1.255_528, -0.076_749, -0.178_779],
            [-0.078_411, 0.930_809, 0.147_602],
            [0.004_733, 0.691_367, 0.303_900],
        ],
    ),
];

/// Three times what is just seen as a difference (about 0.02).
const DISTINCT: f64 = 0.065;

fn times(matrix: &Matrix, by: [f64; 3]) -> [f64; 3] {
    matrix.map(|row| row.iter().zip(by).map(|(a, b)| a * b).sum())
}

fn linear(colour: Color32) -> [f64; 3] {
    [colour.r(), colour.g(), colour.b()].map(|channel| {
        let value = f64::from(channel) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    })
}

fn oklab(linear: [f64; 3]) -> [f64; 3] {
    let cones = times(
        &[
            [0.412_221_470_8, 0.536_332_536_3, 0.051_445_992_9],
            [0.211_903_498_2, 0.680_699_545_1, 0.107_396_956_6],
            [0.088_302_461_9, 0.281_718_837_6, 0.629_978_700_5],
        ],
        linear,
    );
    times(
        &[
            [0.210_454_255_3, 0.793_617_785_0, -0.004_072_046_8],
            [1.977_998_495_1, -2.428_592_205_0, 0.450_593_709_9],
            [0.025_904_037_1, 0.782_771_766_2, -0.808_675_766_0],
        ],
        cones.map(f64::cbrt),
    )
}

fn distance(a: Color32, b: Color32, vision: &Matrix) -> f64 {
    let seen = |colour| oklab(times(vision, linear(colour)).map(|value| value.clamp(0.0, 1.0)));
    let squares = seen(a).into_iter().zip(seen(b)).map(|(a, b)| (a - b).powi(2));
    squares.sum::<f64>().sqrt()
}

#[test]
fn the_first_six_colours_are_told_apart_by_every_reader_on_every_page() {
    for theme in PageTheme::ALL {
        let palette = Palette::of(theme);
        let six = palette.themes.get(..6).expect("ten colours");
        for (name, vision) in &VISIONS {
            for (place, a) in six.iter().enumerate() {
                for b in six.iter().take(place) {
                    let distance = distance(*a, *b, vision);
                    assert!(distance >= DISTINCT, "{theme:?} {name}: {a:?} {b:?} {distance:.3}");
                }
            }
        }
    }
}

#[test]
fn every_colour_is_seen_on_its_page() {
    for theme in PageTheme::ALL {
        let palette = Palette::of(theme);
        for colour in palette.themes {
            let contrast = contrast(colour, palette.page);
            assert!(contrast >= 3.0, "{theme:?}: {colour:?} {contrast:.2}");
        }
    }
}
