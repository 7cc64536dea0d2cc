//! The city's plane: metres on a transverse Mercator projection of the WGS84 ellipsoid, centred on the city, scale 1
//! on its central meridian.
//!
//! Method: Krüger's series in the third flattening n to order n⁶ (L. Krüger, Konforme Abbildung des Erdellipsoids in
//! der Ebene, 1912; coefficients as in C. F. F. Karney, Transverse Mercator with an accuracy of a few nanometers,
//! J. Geodesy 85, 2011, eqs. 35 and 36). What is left out is below 10 nm within 60 degrees of the centre. Sines come
//! from `libm`, so that a position has the same metres in the browser and on the command line.
//!
//! Wrong when: far from the central meridian lengths are stretched by 1 + x²/2R²: 3·10⁻⁶ at 15 km, 2.8·10⁻⁴ at
//! 150 km ([`Plane::scale_at`]); there [`Plane::distance_m`] tells what they are on the ground. Beyond 80 degrees of longitude from the centre positions are held at 80 degrees;
//! [`Plane::over`] refuses a city that would need them.

mod nearby;

use super::error::SpatialError;
use crate::units::{LngLat, LngLatBox, TRUE_WITHIN_M, TURNS, Xy};
use nearby::Nearby;

/// Semi-major axis of WGS84, metres.
const A: f64 = 6_378_137.0;
/// Flattening of WGS84.
const F: f64 = 1.0 / 298.257_223_563;
/// Third flattening.
const N: f64 = F / (2.0 - F);
/// First eccentricity squared.
const E2: f64 = F * (2.0 - F);
/// Radius of the rectifying sphere, metres.
const RECTIFYING_M: f64 = A / (1.0 + N) * (1.0 + N * N / 4.0 + N * N * N * N / 64.0 + N * N * N * N * N * N / 256.0);
/// The mean radius with which bounds are estimated, metres.
const MEAN_M: f64 = 6_371_000.0;
/// Degrees of longitude from the centre beyond which positions are held.
const MAX_FROM_CENTRE: f64 = 80.0;

/// Geographic to plane, by harmonic.
const ALPHA: [f64; 6] = [
    series(1, [1.0 / 2.0, -2.0 / 3.0, 5.0 / 16.0, 41.0 / 180.0, -127.0 / 288.0, 7891.0 / 37_800.0]),
    series(2, [13.0 / 48.0, -3.0 / 5.0, 557.0 / 1440.0, 281.0 / 630.0, -1_983_433.0 / 1_935_360.0, 0.0]),
    series(3, [61.0 / 240.0, -103.0 / 140.0, 15_061.0 / 26_880.0, 167_603.0 / 181_440.0, 0.0, 0.0]),
    series(4, [49_561.0 / 161_280.0, -179.0 / 168.0, 6_601_661.0 / 7_257_600.0, 0.0, 0.0, 0.0]),
    series(5, [34_729.0 / 80_640.0, -3_418_889.0 / 1_995_840.0, 0.0, 0.0, 0.0, 0.0]),
    series(6, [212_378_941.0 / 319_334_400.0, 0.0, 0.0, 0.0, 0.0, 0.0]),
];

/// Plane to geographic, by harmonic.
const BETA: [f64; 6] = [
    series(1, [1.0 / 2.0, -2.0 / 3.0, 37.0 / 96.0, -1.0 / 360.0, -81.0 / 512.0, 96_199.0 / 604_800.0]),
    series(2, [1.0 / 48.0, 1.0 / 15.0, -437.0 / 1440.0, 46.0 / 105.0, -1_118_711.0 / 3_870_720.0, 0.0]),
    series(3, [17.0 / 480.0, -37.0 / 840.0, -209.0 / 4480.0, 5569.0 / 90_720.0, 0.0, 0.0]),
    series(4, [4397.0 / 161_280.0, -11.0 / 504.0, -830_251.0 / 7_257_600.0, 0.0, 0.0, 0.0]),
    series(5, [4583.0 / 161_280.0, -108_847.0 / 3_991_680.0, 0.0, 0.0, 0.0, 0.0]),
    series(6, [20_648_693.0 / 638_668_800.0, 0.0, 0.0, 0.0, 0.0, 0.0]),
];

/// A power series in n that begins at `n^first`.
const fn series(first: usize, c: [f64; 6]) -> f64 {
    let mut sum = 0.0;
    let mut i = 6;
    while i > 0 {
        i -= 1;
        sum = sum * N + c[i];
    }
    let mut power = 0;
    while power < first {
        sum *= N;
        power += 1;
    }
    sum
}

/// The city's plane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plane {
    centre: LngLat,
    /// Metres from the equator to the centre along the central meridian.
    centre_northing_m: f64,
    nearby: Nearby,
}

impl Plane {
    /// The plane whose origin is a position.
    pub fn centred_on(centre: LngLat) -> Self {
        Self { centre, centre_northing_m: forward(centre.lat, 0.0).y, nearby: Nearby::at(centre.lat) }
    }

    /// The plane of a city that fills a box; refused when it spans more than half the globe.
    pub fn over(city: &LngLatBox) -> Result<Self, SpatialError> {
        if city.east - city.west > 180.0 {
            return Err(SpatialError::AcrossAntimeridian { west: city.west, east: city.east });
        }
        Ok(Self::centred_on(city.centre()))
    }

    /// The position whose plane coordinates are 0, 0.
    pub fn centre(&self) -> LngLat {
        self.centre
    }

    /// Metres on the plane of a valid position. Always finite.
    pub fn xy(&self, at: LngLat) -> Xy {
        let mut from_centre = at.lng - self.centre.lng;
        if let Some(xy) = self.nearby.xy((at.lat - self.centre.lat).to_radians(), from_centre.to_radians()) {
            return xy;
        }
        if from_centre > 180.0 {
            from_centre -= 360.0;
        } else if from_centre < -180.0 {
            from_centre += 360.0;
        }
        self.far(at.lat, from_centre.clamp(-MAX_FROM_CENTRE, MAX_FROM_CENTRE))
    }

    /// By Krüger's series, wherever it is.
    fn far(&self, lat: f64, from_centre: f64) -> Xy {
        let on_grid = forward(lat, from_centre);
        Xy::new(on_grid.x, on_grid.y - self.centre_northing_m)
    }

    /// Metres on the plane of many positions.
    pub fn xys(&self, positions: &[LngLat]) -> Vec<Xy> {
        let mut out = Vec::with_capacity(positions.len());
        for positions in positions.chunks(TURNS) {
            self.add_xys(positions, &mut out);
        }
        out
    }

    #[inline(never)] // see TURNS
    fn add_xys(&self, positions: &[LngLat], out: &mut Vec<Xy>) {
        out.extend(positions.iter().map(|p| self.xy(*p)));
    }

    /// The position in degrees of metres on the plane.
    pub fn lnglat(&self, at: Xy) -> LngLat {
        let (lat, from_centre) = inverse(at.x, at.y + self.centre_northing_m);
        let mut lng = self.centre.lng + from_centre;
        if lng > 180.0 {
            lng -= 360.0;
        } else if lng < -180.0 {
            lng += 360.0;
        }
        LngLat::new(lng, lat)
    }

    /// How much longer a length is on the plane than on the ground, here, in every direction: a short piece of the meridian
    /// on the plane, over its length on the ellipsoid.
    pub fn scale_at(&self, at: Xy) -> f64 {
        const HALF: f64 = 1e-3; // degrees
        let (lat, from_centre) = inverse(at.x, at.y + self.centre_northing_m);
        let lat = lat.clamp(-89.9, 89.9);
        let on_plane_m = forward(lat + HALF, from_centre).distance_m(forward(lat - HALF, from_centre));
        // The meridian's radius of curvature, ρ = a (1 − e²) / (1 − e² sin² φ)^(3/2).
        let sin = libm::sin(lat.to_radians());
        let w2 = 1.0 - E2 * sin * sin;
        on_plane_m / ((2.0 * HALF).to_radians() * A * (1.0 - E2) / (w2 * w2.sqrt()))
    }

    /// The scale where lengths are measured on the ground, 1 where they are told as they are on the plane.
    pub fn stretch_at(&self, at: Xy) -> f64 {
        if at.x.abs() > TRUE_WITHIN_M { self.scale_at(at) } else { 1.0 }
    }

    /// Metres between two places: on the plane within [`TRUE_WITHIN_M`] of its central meridian; beyond, the length on the
    /// plane over its mean scale along the way, by Simpson's rule, to 1 in 10⁵ for ways of up to 100 km.
    pub fn distance_m(&self, a: Xy, b: Xy) -> f64 {
        if a.x.abs() <= TRUE_WITHIN_M && b.x.abs() <= TRUE_WITHIN_M {
            return a.distance_m(b);
        }
        let middle = Xy::new((a.x + b.x) / 2.0, (a.y + b.y) / 2.0);
        let [a_scale, scale, b_scale] = [a, middle, b].map(|at| self.scale_at(at));
        a.distance_m(b) * (1.0 / a_scale + 4.0 / scale + 1.0 / b_scale) / 6.0
    }

    /// A bound on how far a line that is straight in degrees leaves the straight line between its ends on the plane,
    /// in metres. Twice what a parallel's curvature (tan φ / R) gives, plus the share of the distance from the central
    /// meridian.
    pub(super) fn bow_m(&self, a: LngLat, b: LngLat, length_m: f64, farthest_x_m: f64) -> f64 {
        let steepest = a.lat.abs().max(b.lat.abs()).min(89.99).to_radians();
        let bend = libm::tan(steepest) + 2.0 * farthest_x_m.abs() / MEAN_M + 0.01;
        0.3 * bend * length_m * length_m / MEAN_M
    }
}

/// Metres from the equator and the central meridian.
fn forward(lat: f64, from_centre: f64) -> Xy {
    let (sin_lat, cos_lat) = libm::sincos(lat.to_radians());
    let (sin_lng, cos_lng) = libm::sincos(from_centre.to_radians());
    // tan of the conformal latitude. e·atanh(e·sin φ) is below 0.007: its series and that of its sinh are exact here.
    let es = E2 * sin_lat * sin_lat;
    let gudermann = E2
        * sin_lat
        * (1.0 + es * (1.0 / 3.0 + es * (1.0 / 5.0 + es * (1.0 / 7.0 + es * (1.0 / 9.0 + es * (1.0 / 11.0))))));
    let g2 = gudermann * gudermann;
    let sinh_g = gudermann * (1.0 + g2 * (1.0 / 6.0 + g2 / 120.0));
    let tan_lat = sin_lat / cos_lat;
    let conformal = tan_lat * (1.0 + sinh_g * sinh_g).sqrt() - sinh_g * (1.0 + tan_lat * tan_lat).sqrt();

    let h = (conformal * conformal + cos_lng * cos_lng).sqrt();
    let xi = libm::atan2(conformal, cos_lng);
    let sinh_eta = sin_lng / h;
    let eta = libm::asinh(sinh_eta);
    let (sin_xi, cos_xi, cosh_eta) = (conformal / h, cos_lng / h, (1.0 + sinh_eta * sinh_eta).sqrt());
    let (dxi, deta) = harmonics(&ALPHA, sin_xi, cos_xi, sinh_eta, cosh_eta);
    Xy::new(RECTIFYING_M * (eta + deta), RECTIFYING_M * (xi + dxi))
}

/// Latitude and longitude from the central meridian, degrees.
fn inverse(easting_m: f64, northing_m: f64) -> (f64, f64) {
    let (xi, eta) = (northing_m / RECTIFYING_M, easting_m / RECTIFYING_M);
    let (sin_xi, cos_xi) = libm::sincos(xi);
    let (dxi, deta) = harmonics(&BETA, sin_xi, cos_xi, libm::sinh(eta), libm::cosh(eta));
    let (sin_xi, cos_xi) = libm::sincos(xi - dxi);
    let sinh_eta = libm::sinh(eta - deta);
    let conformal = sin_xi / (sinh_eta * sinh_eta + cos_xi * cos_xi).sqrt();
    let lng = libm::atan2(sinh_eta, cos_xi);

    // Newton's method for the geographic latitude (Karney 2011, eqs. 19 to 21); two steps give all digits.
    let e = E2.sqrt();
    let mut tan_lat = conformal / (1.0 - E2);
    for _ in 0..3 {
        let sec = (1.0 + tan_lat * tan_lat).sqrt();
        let s = libm::sinh(e * libm::atanh(e * tan_lat / sec));
        let reached = tan_lat * (1.0 + s * s).sqrt() - s * sec;
        let step = (conformal - reached) / (1.0 + reached * reached).sqrt() * (1.0 + (1.0 - E2) * tan_lat * tan_lat)
            / ((1.0 - E2) * sec);
        if !step.is_finite() {
            break;
        }
        tan_lat += step;
    }
    (libm::atan(tan_lat).to_degrees(), lng.to_degrees())
}

/// Σ cⱼ sin(2j(ξ + iη)) as its real and imaginary parts, by Clenshaw's recurrence in complex numbers.
fn harmonics(c: &[f64; 6], sin_xi: f64, cos_xi: f64, sinh_eta: f64, cosh_eta: f64) -> (f64, f64) {
    let (sin2, cos2) = (2.0 * sin_xi * cos_xi, 1.0 - 2.0 * sin_xi * sin_xi);
    let (sinh2, cosh2) = (2.0 * sinh_eta * cosh_eta, 1.0 + 2.0 * sinh_eta * sinh_eta);
    // 2·cos(2ξ + 2iη)
    let (re, im) = (2.0 * cos2 * cosh2, -2.0 * sin2 * sinh2);
    let (mut next, mut after) = ((c[5], 0.0), (0.0, 0.0));
    for j in (0..5).rev() {
        let this = (re * next.0 - im * next.1 - after.0 + c[j], re * next.1 + im * next.0 - after.1);
        after = next;
        next = this;
    }
    // times sin(2ξ + 2iη)
    let (s_re, s_im) = (sin2 * cosh2, cos2 * sinh2);
    (s_re * next.0 - s_im * next.1, s_re * next.1 + s_im * next.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// EPSG code, central meridian, longitude, latitude, easting less 500 km, northing; PROJ 9.5.1 (pyproj), CGCS2000,
    /// whose ellipsoid differs from WGS84's by 0.1 mm at the pole.
    const GAUSS_KRUGER: [(u32, f64, f64, f64, f64, f64); 5] = [
        (4547, 114.0, 113.9, 22.6, -10282.2168, 2500244.5362),
        (4547, 114.0, 114.305393, 30.593099, 29289.5082, 3385902.5737),
        (4549, 120.0, 120.15507, 30.274085, 14920.8500, 3350507.2031),
        (4549, 120.0, 119.3, 26.08, -70035.9407, 2885885.7501),
        (4509, 117.0, 116.397389, 39.908722, -51527.9004, 4419567.9421),
    ];

    #[test]
    fn proj_agrees_to_a_millimetre() {
        for (epsg, meridian, lng, lat, x, y) in GAUSS_KRUGER {
            let got = Plane::centred_on(LngLat::new(meridian, 0.0)).xy(LngLat::new(lng, lat));
            assert!((got.x - x).abs() < 1e-3 && (got.y - y).abs() < 1e-3, "EPSG:{epsg}: {got:?} for {x}, {y}");
        }
    }

    #[test]
    fn utm_of_proj_agrees_to_a_millimetre() {
        // EPSG:32651 of 121.473701, 31.230416 by PROJ 9.5.1: scale 0.9996 about 123 degrees east.
        let got = Plane::centred_on(LngLat::new(123.0, 0.0)).xy(LngLat::new(121.473701, 31.230416));
        assert!((got.x * 0.9996 + 500000.0 - 354633.7687).abs() < 1e-3, "{got:?}");
        assert!((got.y * 0.9996 - 3456142.3019).abs() < 1e-3, "{got:?}");
    }

    #[test]
    fn near_the_centre_both_ways_agree_to_a_micrometre() {
        for lat in [0.0, 1.0, -33.9, 39.9, 53.5, 69.6, -78.0, 89.0] {
            let plane = Plane::centred_on(LngLat::new(116.4, lat));
            let mut nearby = 0;
            for i in -20..=20 {
                for j in -20..=20 {
                    let (east, north) = (f64::from(i) * 0.09, f64::from(j) * 0.09);
                    let quick = plane.nearby.xy((north).to_radians(), (east).to_radians());
                    let Some(quick) = quick else { continue };
                    nearby += 1;
                    let apart_m = quick.distance_m(plane.far(lat + north, east));
                    assert!(apart_m < 1e-6, "{lat} {north} {east}: {apart_m} m apart");
                }
            }
            assert!(nearby > 800 || lat.abs() > 75.0, "{lat}: {nearby}");
        }
    }

    #[test]
    fn there_and_back_is_the_same_place() {
        for centre in
            [LngLat::new(116.4, 39.9), LngLat::new(-179.9, -16.5), LngLat::new(0.0, 0.0), LngLat::new(25.0, 78.0)]
        {
            let plane = Plane::centred_on(centre);
            assert_eq!(plane.xy(centre), Xy::new(0.0, 0.0));
            for (east, north) in [(0.0, 0.0), (0.01, 0.02), (-1.5, 1.0), (5.0, -4.0), (-30.0, 10.0), (50.0, -5.0)] {
                let mut at = LngLat::new(centre.lng + east, centre.lat + north);
                if at.lng < -180.0 {
                    at.lng += 360.0;
                }
                let back = plane.lnglat(plane.xy(at));
                assert!(
                    (back.lng - at.lng).abs() < 1e-9 && (back.lat - at.lat).abs() < 1e-9,
                    "{at:?} came back {back:?}"
                );
            }
        }
    }

    #[test]
    fn the_scale_is_what_lengths_show() {
        let plane = Plane::centred_on(LngLat::new(10.0, 50.0));
        for east in [0.0, 0.2, 1.0, 2.0, 4.0] {
            let (a, b) = (LngLat::new(10.0 + east, 50.0), LngLat::new(10.0 + east, 50.001));
            let on_plane = plane.xy(a).distance_m(plane.xy(b));
            // On the central meridian the plane is true.
            let true_m = plane.xy(LngLat::new(10.0, 50.0)).distance_m(plane.xy(LngLat::new(10.0, 50.001)));
            assert!((on_plane / true_m - plane.scale_at(plane.xy(a))).abs() < 1e-5, "{east}");
        }
    }

    #[test]
    fn everything_stays_finite() {
        let plane = Plane::centred_on(LngLat::new(100.0, 0.0));
        for lng in [-180.0, -80.0, 10.0, 100.0, 190.0 - 360.0, 180.0] {
            for lat in [-90.0, -89.999, 0.0, 60.0, 90.0] {
                let xy = plane.xy(LngLat::new(lng, lat));
                assert!(xy.x.is_finite() && xy.y.is_finite(), "{lng} {lat}: {xy:?}");
                let back = plane.lnglat(xy);
                assert!(back.is_valid(), "{lng} {lat}: {back:?}");
            }
        }
    }

    #[test]
    fn a_city_on_both_sides_of_the_antimeridian_is_refused() {
        let fiji = LngLatBox { west: -179.9, south: -17.0, east: 179.9, north: -16.0 };
        let refused = Plane::over(&fiji).unwrap_err();
        assert_eq!(refused, SpatialError::AcrossAntimeridian { west: -179.9, east: 179.9 });
        assert!(refused.to_string().contains("359.8 degrees"), "{refused}");
        let taveuni = LngLatBox { west: 179.8, south: -17.0, east: 180.0, north: -16.5 };
        assert_eq!(Plane::over(&taveuni).unwrap().centre(), LngLat::new(179.9, -16.75));
    }

    #[test]
    fn lines_straight_in_degrees_stay_within_their_bow() {
        for centre in [LngLat::new(8.0, 0.5), LngLat::new(8.0, 47.0), LngLat::new(20.0, -70.0)] {
            let plane = Plane::centred_on(centre);
            for (dx, dy) in [(0.5, 0.0), (0.0, 0.5), (0.7, 0.7), (-2.0, 0.3), (0.001, 0.001), (-3.0, -2.0)] {
                for off in [0.0, 1.5, -1.5] {
                    let a = LngLat::new(centre.lng + off, centre.lat);
                    let b = LngLat::new(a.lng + dx, a.lat + dy);
                    let (pa, pb) = (plane.xy(a), plane.xy(b));
                    let bow = plane.bow_m(a, b, pa.distance_m(pb), pa.x.abs().max(pb.x.abs()));
                    for i in 1..20 {
                        let t = f64::from(i) / 20.0;
                        let p = plane.xy(LngLat::new(a.lng + dx * t, a.lat + dy * t));
                        let chord = Xy::new(pa.x + (pb.x - pa.x) * t, pa.y + (pb.y - pa.y) * t);
                        assert!(
                            p.distance_m(chord) <= bow + 1e-6,
                            "{centre:?} {dx} {dy}: {} of {bow}",
                            p.distance_m(chord)
                        );
                    }
                }
            }
        }
    }
}
