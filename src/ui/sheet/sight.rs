//! What a sheet's map has to show, and the round scale at which a frame shows it.

use super::paper::{PX_PER_MM, rounded, scale};
use crate::units::{LngLat, LngLatBox};

/// What a map has to show.
#[derive(Clone, Debug, PartialEq)]
pub struct Sight {
    /// All of this.
    pub bounds: LngLatBox,
    /// This too, one after the other, each as far as the scale stays at a denominator or nearer.
    pub wishes: Vec<(LngLatBox, f64)>,
    /// The largest scale, by its denominator: nearer nothing more is to be seen.
    pub nearest: f64,
    /// What stays free at the left and right, and above and below, px: names that stand beside their symbols are not cut.
    pub margin: (f64, f64),
}

/// A frame of a map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// Its width and height, px.
    pub size: (f64, f64),
    /// How much of its left a legend covers, px.
    pub covered: f64,
}

/// Steps of scales that people know by heart.
const KNOWN: [f64; 9] = [1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 7.5];
/// Metres of a degree of the meridian on MapLibre's ball.
const DEGREE_M: f64 = 111_319.49;
/// What is fitted into a frame keeps this far from its edge at each side, px.
const MARGIN_PX: f64 = 18.0;

impl Sight {
    /// All of a box, however small or large.
    pub fn of(bounds: LngLatBox) -> Self {
        Self { bounds, wishes: Vec::new(), nearest: 0.0, margin: (MARGIN_PX, MARGIN_PX) }
    }

    /// The same, no nearer than at a scale.
    pub fn no_nearer(self, nearest: f64) -> Self {
        Self { nearest, ..self }
    }

    /// Where the middle of a frame looks, and how many metres its pixel is wide: on paper at a round scale, else as near as
    /// it fits. None where the frame has no room.
    pub fn fit(&self, frame: Frame, bearing: f64, round: bool) -> Option<(LngLat, f64)> {
        let Frame { size, covered } = frame;
        let frame = size;
        let mut bounds = self.bounds;
        let mut metres_per_px = self.fits(bounds, frame, bearing, round)?;
        for (wish, farthest) in &self.wishes {
            let both = bounds.union(*wish);
            let Some(wider) = self.fits(both, frame, bearing, round) else { continue };
            if scale(wider).is_some_and(|n| n <= farthest * (1.0 + 1e-9)) {
                (bounds, metres_per_px) = (both, wider);
            }
        }
        // As far as there is room beside it, what is shown moves away from what covers the left of the frame.
        let across = turned(size_m(bounds), bearing).0 / metres_per_px;
        let aside = ((frame.0 - across) / 2.0 - self.margin.0).clamp(0.0, covered / 2.0) * metres_per_px;
        let (sin, cos) = bearing.to_radians().sin_cos();
        let middle = bounds.centre();
        let lng = middle.lng - aside * cos / (DEGREE_M * middle.lat.to_radians().cos().max(1e-6));
        Some((LngLat::new(lng, middle.lat + aside * sin / DEGREE_M), metres_per_px))
    }

    fn fits(&self, bounds: LngLatBox, frame: (f64, f64), bearing: f64, round: bool) -> Option<f64> {
        let room = (frame.0 - 2.0 * self.margin.0, frame.1 - 2.0 * self.margin.1);
        if !(room.0 >= 1.0 && room.1 >= 1.0) {
            return None;
        }
        let (across, down) = turned(size_m(bounds), bearing);
        let n = scale((across / room.0).max(down / room.1)).unwrap_or(1.0).max(self.nearest);
        // A whole city is not made smaller than it must be.
        let n = match (round, self.nearest > 0.0) {
            (false, _) => n,
            (true, false) => rounded(n),
            (true, true) => known(n),
        };
        Some(n / (1000.0 * PX_PER_MM))
    }
}

/// How wide and high a box is, metres.
fn size_m(of: LngLatBox) -> (f64, f64) {
    let across = (of.east - of.west) * of.centre().lat.to_radians().cos() * DEGREE_M;
    (across, (of.north - of.south) * DEGREE_M)
}

/// How wide and high a box is that stands around one turned by so many degrees.
fn turned((across, down): (f64, f64), bearing: f64) -> (f64, f64) {
    let (sin, cos) = bearing.to_radians().sin_cos();
    let (sin, cos) = (sin.abs(), cos.abs());
    (across * cos + down * sin, across * sin + down * cos)
}

/// The next smaller scale that people know by heart.
fn known(n: f64) -> f64 {
    let power = 10f64.powf(n.log10().floor());
    let fits = |step: &&f64| **step * power >= n * (1.0 - 1e-9);
    KNOWN.iter().find(fits).map_or(10.0 * power, |step| step * power)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around(at: LngLat, half_m: f64) -> LngLatBox {
        let (dx, dy) = (half_m / DEGREE_M / at.lat.to_radians().cos(), half_m / DEGREE_M);
        LngLatBox { west: at.lng - dx, south: at.lat - dy, east: at.lng + dx, north: at.lat + dy }
    }

    const AT: LngLat = LngLat::new(112.0, 31.0);
    /// 186 mm × 128 mm of paper.
    const FRAME: Frame = Frame { size: (703.0, 483.8), covered: 0.0 };

    #[test]
    fn a_venue_is_shown_at_a_known_scale_with_what_fits_beside_it() {
        let of = |far_m: f64| {
            let far = LngLat::new(AT.lng, AT.lat + far_m / DEGREE_M);
            let sight =
                Sight { wishes: vec![(around(far, 0.0), 10_000.0)], ..Sight::of(around(AT, 125.0)).no_nearer(2_500.0) };
            let (middle, metres_per_px) = sight.fit(FRAME, 0.0, true).unwrap();
            ((middle.lat - AT.lat) * DEGREE_M, scale(metres_per_px).unwrap().round())
        };
        // 250 m on 118.4 mm are 1:2,111.
        assert_eq!(of(100.0).1, 2_500.0);
        // 125 m below, 800 m above: 925 m on 118.4 mm are 1:7,811.
        let (middle, n) = of(800.0);
        assert!((middle - 337.5).abs() < 0.5 && n == 10_000.0, "{middle} {n}");
        // A station 5 km away would need 1:43,000: it stays out, and the venue in the middle.
        assert!(matches!(of(5_000.0), (middle, 2_500.0) if middle.abs() < 0.5));
    }

    #[test]
    fn a_turned_map_holds_the_box_too() {
        let sight = Sight::of(around(AT, 1_000.0));
        let exact = |bearing| sight.fit(FRAME, bearing, false).unwrap().1;
        let room = FRAME.size.1 - 2.0 * MARGIN_PX;
        assert!((exact(0.0) - 2_000.0 / room).abs() < 1e-6);
        assert!((exact(45.0) - 2_000.0 * 2f64.sqrt() / room).abs() < 1e-6);
        assert!(sight.fit(Frame { size: (30.0, 400.0), ..FRAME }, 0.0, true).is_none(), "the margins take it all");
    }

    #[test]
    fn what_is_shown_moves_out_from_under_the_legend_where_there_is_room() {
        // 1 km at 1 m a pixel and more: of 1,240 px across 240 are free beside the margins.
        let sight = Sight::of(around(AT, 500.0));
        let frame = |wide: f64| Frame { size: (wide, 1_000.0 + 2.0 * MARGIN_PX), covered: 200.0 };
        let (middle, metres_per_px) = sight.fit(frame(1_240.0), 0.0, false).unwrap();
        assert!((metres_per_px - 1.0).abs() < 1e-9);
        let west = (AT.lng - middle.lng) * DEGREE_M * AT.lat.to_radians().cos();
        assert!((west - 100.0).abs() < 1e-3 && (middle.lat - AT.lat).abs() < 1e-12, "{west}");
        // Half of what is free is all that it can move.
        let (middle, _) = sight.fit(frame(1_096.0), 0.0, false).unwrap();
        let west = (AT.lng - middle.lng) * DEGREE_M * AT.lat.to_radians().cos();
        assert!((west - 30.0).abs() < 1e-3, "{west}");
        // Turned by a quarter, what is left on paper lies north.
        let (middle, _) = sight.fit(frame(1_240.0), 90.0, false).unwrap();
        assert!(((middle.lat - AT.lat) * DEGREE_M - 100.0).abs() < 1e-3, "{middle:?}");
    }

    #[test]
    fn a_place_without_extent_has_the_largest_scale() {
        let (_, metres_per_px) = Sight::of(around(AT, 0.0)).no_nearer(2_500.0).fit(FRAME, 0.0, true).unwrap();
        assert!((scale(metres_per_px).unwrap() - 2_500.0).abs() < 1e-6);
        assert_eq!([6_100.0, 8_000.0, 2_500.0].map(known), [7_500.0, 10_000.0, 2_500.0]);
    }
}
