//! How far apart the map's colours are for people who see some of them alike: a test of the palette, and no part of the page.
//!
//! Colour blindness is simulated by the matrices of Machado, Oliveira & Fernandes, "A Physiologically-based Model for
//! Simulation of Color Vision Deficiency" (IEEE TVCG 15, 2009), severity 1.0, on linear RGB; differences are CIEDE2000
//! (Sharma, Wu & Dalal, "The CIEDE2000 Color-Difference Formula", 2005), whose published pairs prove the formula below.

use super::palette::Palette;
use crate::domain::Level;
use crate::view::Theme;

/// Neighbouring classes of an amount differ by this at least; about 1 is just noticed side by side.
const CLASSES_APART: f64 = 6.5;
/// Neighbouring levels differ by this at least; each has a shape and a letter besides.
const LEVELS_APART: f64 = 9.5;

type Rgb = [f64; 3];

const SIGHTS: [(&str, [[f64; 3]; 3]); 4] = [
    ("full", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
    (
        "protanopia",
        [[0.152_286, 1.052_583, -0.204_868], [0.114_503, 0.786_281, 0.099_216], [-0.003_882, -0.048_116, 1.051_998]],
    ),
    (
        "deuteranopia",
        [[0.367_322, 0.860_646, -0.227_968], [0.280_085, 0.672_501, 0.047_413], [-0.011_820, 0.042_940, 0.968_881]],
    ),
    (
        "tritanopia",
        [[1.255_528, -0.076_749, -0.178_779], [-0.078_411, 0.930_809, 0.147_602], [0.004_733, 0.691_367, 0.303_900]],
    ),
];

fn times(matrix: &[[f64; 3]; 3], of: Rgb) -> Rgb {
    matrix.map(|row| row.iter().zip(of).map(|(a, b)| a * b).sum())
}

fn linear(hex: &str) -> Rgb {
    [1, 3, 5].map(|i| {
        let v = f64::from(u8::from_str_radix(&hex[i..i + 2], 16).expect("a colour")) / 255.0;
        if v <= 0.040_45 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
    })
}

/// CIE L*a*b* under D65.
fn lab(linear: Rgb) -> [f64; 3] {
    let xyz = times(
        &[
            [0.412_456_4, 0.357_576_1, 0.180_437_5],
            [0.212_672_9, 0.715_152_2, 0.072_175_0],
            [0.019_333_9, 0.119_192_0, 0.950_304_1],
        ],
        linear,
    );
    let f = |t: f64| if t > 0.008_856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 };
    let (x, y, z) = (f(xyz[0] / 0.950_47), f(xyz[1]), f(xyz[2] / 1.088_83));
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// CIEDE2000.
fn difference([l1, a1, b1]: [f64; 3], [l2, a2, b2]: [f64; 3]) -> f64 {
    let seventh = |c: f64| (c.powi(7) / (c.powi(7) + 25f64.powi(7))).sqrt();
    let g = 0.5 * (1.0 - seventh((a1.hypot(b1) + a2.hypot(b2)) / 2.0));
    let (a1, a2) = (a1 * (1.0 + g), a2 * (1.0 + g));
    let (c1, c2) = (a1.hypot(b1), a2.hypot(b2));
    let hue = |a: f64, b: f64| if a == 0.0 && b == 0.0 { 0.0 } else { b.atan2(a).to_degrees().rem_euclid(360.0) };
    let (h1, h2) = (hue(a1, b1), hue(a2, b2));
    let grey = c1 * c2 == 0.0;
    let turn = match h2 - h1 {
        _ if grey => 0.0,
        turn if turn > 180.0 => turn - 360.0,
        turn if turn < -180.0 => turn + 360.0,
        turn => turn,
    };
    let middle = match (h1 - h2).abs() {
        _ if grey => h1 + h2,
        apart if apart <= 180.0 => (h1 + h2) / 2.0,
        _ if h1 + h2 < 360.0 => (h1 + h2 + 360.0) / 2.0,
        _ => (h1 + h2 - 360.0) / 2.0,
    };
    let (l, c) = ((l1 + l2) / 2.0, (c1 + c2) / 2.0);
    let cos = |times: f64, plus: f64| (times * middle + plus).to_radians().cos();
    let t = 1.0 - 0.17 * cos(1.0, -30.0) + 0.24 * cos(2.0, 0.0) + 0.32 * cos(3.0, 6.0) - 0.20 * cos(4.0, -63.0);
    let light = 1.0 + 0.015 * (l - 50.0).powi(2) / (20.0 + (l - 50.0).powi(2)).sqrt();
    let (chroma, hued) = (1.0 + 0.045 * c, 1.0 + 0.015 * c * t);
    let bend = -2.0 * seventh(c) * (60.0 * (-((middle - 275.0) / 25.0).powi(2)).exp()).to_radians().sin();
    let dh = 2.0 * (c1 * c2).sqrt() * (turn / 2.0).to_radians().sin();
    let (dl, dc, dh) = ((l2 - l1) / light, (c2 - c1) / chroma, dh / hued);
    (dl * dl + dc * dc + dh * dh + bend * dc * dh).sqrt()
}

fn seen(hex: &str, sight: &[[f64; 3]; 3]) -> [f64; 3] {
    lab(times(sight, linear(hex)).map(|v| v.clamp(0.0, 1.0)))
}

#[test]
fn the_difference_is_that_of_the_published_pairs() {
    for (one, other, published) in [
        ([50.0, 2.6772, -79.7751], [50.0, 0.0, -82.7485], 2.0425),
        ([50.0, 0.0, 0.0], [50.0, -1.0, 2.0], 2.3669),
        ([50.0, 2.49, -0.001], [50.0, -2.49, 0.0011], 7.2195),
        ([50.0, 2.5, 0.0], [73.0, 25.0, -18.0], 27.1492),
        ([60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644),
        ([2.0776, 0.0795, -1.1350], [0.9033, -0.0636, -0.5514], 0.9082),
    ] {
        let found = difference(one, other);
        assert!((found - published).abs() < 5e-5, "{one:?} {other:?}: {found}, published {published}");
    }
}

#[test]
fn neighbouring_classes_are_told_apart_whatever_colours_somebody_sees() {
    for theme in [Theme::Light, Theme::Dark] {
        for (name, sight) in &SIGHTS {
            for classes in 2..=super::icons::MAX_CLASSES {
                let ramp = Palette::of(theme).amount(classes);
                for pair in ramp.windows(2) {
                    let apart = difference(seen(&pair[0], sight), seen(&pair[1], sight));
                    assert!(apart >= CLASSES_APART, "{theme:?}, {name}, {classes} classes: {pair:?} {apart:.1}");
                }
            }
        }
    }
}

#[test]
fn neighbouring_levels_are_told_apart_whatever_colours_somebody_sees() {
    for theme in [Theme::Light, Theme::Dark] {
        for (name, sight) in &SIGHTS {
            let fills = Level::ALL.map(|level| Palette::of(theme).level(level)[0]);
            for pair in fills[..4].windows(2) {
                let apart = difference(seen(pair[0], sight), seen(pair[1], sight));
                assert!(apart >= LEVELS_APART, "{theme:?}, {name}: {pair:?} {apart:.1}");
            }
        }
    }
}
