//! Paper and scale: how large a sheet is, and how much of the ground a map shows on it.

use crate::text::Lang;
use crate::ui::terms::count;
use crate::ui::words::Word;

/// CSS pixels in a millimetre of paper.
pub const PX_PER_MM: f64 = 96.0 / 25.4;

/// Pixels of the printed picture to a CSS pixel: 240 dpi. Of A3 that is 3,740 px, below the 4,096 that any graphics card
/// draws at once.
pub const PRINT_RATIO: f64 = 2.5;

/// Pixels of the slide's picture to a CSS pixel.
pub const SLIDE_RATIO: f64 = 2.0;

/// A paper size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paper {
    /// 210 × 297 mm.
    #[default]
    A4,
    /// 297 × 420 mm.
    A3,
}

/// How the paper lies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Turn {
    /// Upright: the map above, the text under it.
    #[default]
    Portrait,
    /// On its long side: the map has the first page.
    Landscape,
}

/// A sheet of paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Its size.
    pub paper: Paper,
    /// How it lies.
    pub turn: Turn,
}

impl Sheet {
    /// Its classes in the style sheet, which holds the sizes.
    pub const fn class(self) -> &'static str {
        match (self.paper, self.turn) {
            (Paper::A4, Turn::Portrait) => "a4 portrait",
            (Paper::A4, Turn::Landscape) => "a4 landscape",
            (Paper::A3, Turn::Portrait) => "a3 portrait",
            (Paper::A3, Turn::Landscape) => "a3 landscape",
        }
    }

    /// Its width, CSS px.
    pub fn width_px(self) -> f64 {
        let mm = match (self.paper, self.turn) {
            (Paper::A4, Turn::Portrait) => 210.0,
            (Paper::A4, Turn::Landscape) | (Paper::A3, Turn::Portrait) => 297.0,
            (Paper::A3, Turn::Landscape) => 420.0,
        };
        mm * PX_PER_MM
    }

    /// What the paper is called.
    pub const fn says(self) -> Word {
        match self.paper {
            Paper::A4 => Word::PaperA4,
            Paper::A3 => Word::PaperA3,
        }
    }
}

/// The scale's denominator on paper, of a map whose CSS pixel is so many metres wide; none where it is no length.
pub fn scale(metres_per_px: f64) -> Option<f64> {
    let n = metres_per_px * 1000.0 * PX_PER_MM;
    (n.is_finite() && n > 0.0).then_some(n)
}

/// Steps of scales that a ruler can be laid to; no more than an eighth of the frame is lost by one.
const STEPS: [f64; 18] = [1.0, 1.1, 1.25, 1.4, 1.5, 1.75, 2.0, 2.25, 2.5, 2.75, 3.0, 3.5, 4.0, 4.5, 5.0, 6.0, 7.0, 8.0];

/// The next smaller scale with a round denominator.
pub fn rounded(n: f64) -> f64 {
    let power = 10f64.powf(n.log10().floor());
    // What is round already stays, whatever the last bit says.
    let fits = |step: &&f64| **step * power >= n * (1.0 - 1e-9);
    STEPS.iter().find(fits).map_or(10.0 * power, |step| step * power)
}

/// How the camera's zoom changes so that all that the screen shows is in a frame, on paper at a round scale; `screen` and
/// `frame` are width and height in CSS px. None where the map has no size.
pub fn zoom_by(metres_per_px: f64, screen: (f64, f64), frame: (f64, f64), round: bool) -> Option<f64> {
    let sides = [screen.0, screen.1, frame.0, frame.1];
    if sides.iter().any(|side| !side.is_finite() || *side < 1.0) {
        return None;
    }
    let fits = metres_per_px * (screen.0 / frame.0).max(screen.1 / frame.1);
    let n = scale(fits)?;
    let wanted = if round { rounded(n) } else { n } / (1000.0 * PX_PER_MM);
    Some((metres_per_px / wanted).log2())
}

/// How much longer the parallel of a latitude is than another one.
pub fn parallel(of: f64, than: f64) -> f64 {
    of.to_radians().cos() / than.to_radians().cos().max(1e-6)
}

/// MapLibre's zoom of a map whose CSS pixel is so many metres wide at a latitude.
pub fn zoom(metres_per_px: f64, lat: f64) -> f64 {
    (40_075_016.686 * lat.to_radians().cos() / (512.0 * metres_per_px)).log2()
}

/// A scale on a paper, as it stands on the sheet: three digits of it are true.
pub fn scale_said(metres_per_px: f64, sheet: Sheet, lang: Lang) -> Option<String> {
    let n = scale(metres_per_px)?;
    let unit = 10f64.powf((n.log10().floor() - 2.0).max(0.0));
    let n = (n / unit).round() * unit;
    Some(Word::SheetScale.fill(lang, &[&format!("1:{}", count(n as u64)), sheet.says().said(lang)]))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// At 96 px to the inch a pixel that is 10 m wide is 0.2646 mm of paper.
    #[test]
    fn a_scale_is_metres_on_the_ground_to_metres_on_paper() {
        let n = scale(10.0).unwrap();
        assert!((n - 10.0 / (0.0254 / 96.0)).abs() < 1e-6, "{n}");
        for none in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(scale(none), None);
        }
    }

    #[test]
    fn round_scales_show_no_less_than_was_asked() {
        let cases = [(9_871.0, 10_000.0), (10_000.0, 10_000.0), (10_001.0, 11_000.0), (83_000.0, 100_000.0)];
        for (n, round) in cases {
            assert_eq!(rounded(n), round);
        }
    }

    #[test]
    fn the_frame_holds_the_screen_at_a_round_scale() {
        let (metres_per_px, screen, frame) = (12.0, (736.0, 852.0), (700.0, 450.0));
        let by = zoom_by(metres_per_px, screen, frame, true).unwrap();
        let printed = metres_per_px / 2f64.powf(by);
        assert!(printed * frame.0 >= metres_per_px * screen.0 && printed * frame.1 >= metres_per_px * screen.1);
        let n = scale(printed).unwrap();
        assert!((n - rounded(n)).abs() < 1e-3, "{n}");
        let exact = metres_per_px / 2f64.powf(zoom_by(metres_per_px, screen, frame, false).unwrap());
        assert!((exact * frame.1 - metres_per_px * screen.1).abs() < 1e-9, "the higher side fits to the hair");
        assert_eq!(zoom_by(12.0, (0.0, 852.0), frame, true), None);
    }

    #[test]
    fn a_zoom_has_its_metres() {
        assert!((parallel(60.0, 0.0) - 0.5).abs() < 1e-9);
        assert!((zoom(40_075_016.686 / 512.0, 0.0)).abs() < 1e-9);
        assert!((zoom(10.0, 31.0) - zoom(20.0, 31.0) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_scale_is_said_with_its_paper() {
        let metres_per_px = 25_000.0 / (1000.0 * PX_PER_MM);
        let sheet = Sheet { paper: Paper::A3, turn: Turn::Landscape };
        assert_eq!(scale_said(metres_per_px, sheet, Lang::Zh).unwrap(), "1:25,000（A3）");
        assert_eq!(scale_said(metres_per_px * 1.00789, sheet, Lang::En).unwrap(), "1:25,200 (A3)");
    }
}
