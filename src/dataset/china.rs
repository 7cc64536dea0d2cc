//! GCJ-02 and BD-09, the shifted systems of Chinese web maps, back to WGS84.
//!
//! The formulas are the community's (reverse-engineered, unofficial; a = 6 378 245 m, e² = 0.006 693 421 622 965 943 23).
//! Inverses are fixed-point iterations to under a micrometre; the closed forms that are often used err up to 2 m.
//! Outside the box 72.004–137.8347° E, 0.8293–55.8271° N GCJ-02 is WGS84; inside it neighbouring countries are shifted too.

use crate::units::LngLat;
use libm::{atan2, cos, fabs, hypot, sin, sqrt};
use std::f64::consts::PI;

const A: f64 = 6_378_245.0;
const E2: f64 = 0.006_693_421_622_965_943;
const BD_K: f64 = PI * 3000.0 / 180.0;

/// Whether GCJ-02 shifts a position: it lies in the box above.
pub fn is_shifted(p: LngLat) -> bool {
    (72.004..=137.8347).contains(&p.lng) && (0.8293..=55.8271).contains(&p.lat)
}

/// WGS84 to GCJ-02.
pub fn gcj02_of_wgs84(p: LngLat) -> LngLat {
    if is_shifted(p) { shifted(p) } else { p }
}

/// GCJ-02 to WGS84.
pub fn wgs84_of_gcj02(p: LngLat) -> LngLat {
    if is_shifted(p) { inverse(p, shifted) } else { p }
}

/// GCJ-02 to BD-09.
pub fn bd09_of_gcj02(p: LngLat) -> LngLat {
    let z = hypot(p.lng, p.lat) + 2e-5 * sin(p.lat * BD_K);
    let theta = atan2(p.lat, p.lng) + 3e-6 * cos(p.lng * BD_K);
    LngLat::new(z * cos(theta) + 0.0065, z * sin(theta) + 0.006)
}

/// BD-09 to GCJ-02.
pub fn gcj02_of_bd09(p: LngLat) -> LngLat {
    inverse(p, bd09_of_gcj02)
}

/// BD-09 to WGS84.
pub fn wgs84_of_bd09(p: LngLat) -> LngLat {
    wgs84_of_gcj02(gcj02_of_bd09(p))
}

/// The position that `forward` takes to `target`. Each step shrinks the error by 50 or more, so 12 steps end every case.
fn inverse(target: LngLat, forward: fn(LngLat) -> LngLat) -> LngLat {
    let mut at = target;
    for _ in 0..12 {
        let there = forward(at);
        let (dx, dy) = (there.lng - target.lng, there.lat - target.lat);
        at = LngLat::new(at.lng - dx, at.lat - dy);
        if fabs(dx) < 1e-13 && fabs(dy) < 1e-13 {
            break;
        }
    }
    at
}

fn shifted(p: LngLat) -> LngLat {
    let (x, y) = (p.lng - 105.0, p.lat - 35.0);
    let root = sqrt(fabs(x));
    let waves = 20.0 * sin(6.0 * PI * x) + 20.0 * sin(2.0 * PI * x);
    let north = -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * root
        + (waves
            + 20.0 * sin(PI * y)
            + 40.0 * sin(PI * y / 3.0)
            + 160.0 * sin(PI * y / 12.0)
            + 320.0 * sin(PI * y / 30.0))
            * 2.0
            / 3.0;
    let east = 300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * root
        + (waves
            + 20.0 * sin(PI * x)
            + 40.0 * sin(PI * x / 3.0)
            + 150.0 * sin(PI * x / 12.0)
            + 300.0 * sin(PI * x / 30.0))
            * 2.0
            / 3.0;
    let phi = p.lat.to_radians();
    let m = 1.0 - E2 * sin(phi) * sin(phi);
    let dlat = north * 180.0 / (A * (1.0 - E2) / (m * sqrt(m)) * PI);
    let dlng = east * 180.0 / (A / sqrt(m) * cos(phi) * PI);
    LngLat::new(p.lng + dlng, p.lat + dlat)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(got: LngLat, want: (f64, f64), degrees: f64) {
        assert!(fabs(got.lng - want.0) < degrees && fabs(got.lat - want.1) < degrees, "{got:?} instead of {want:?}");
    }

    #[test]
    fn published_vectors_hold() {
        for (w, g) in [
            ((121.5272106, 31.1774276), (121.531541859215, 31.17530398364597)),
            ((113.912316, 22.543847), (113.9171764808363, 22.540796131694766)),
            ((116.377817, 39.911954), (116.38404722455657, 39.91334545536069)),
            ((116.404, 39.915), (116.41024449916938, 39.91640428150164)),
        ] {
            near(gcj02_of_wgs84(LngLat::new(w.0, w.1)), g, 1e-12);
            near(wgs84_of_gcj02(LngLat::new(g.0, g.1)), w, 1e-11);
        }
        near(bd09_of_gcj02(LngLat::new(116.404, 39.915)), (116.41036949371029, 39.92133699351021), 1e-12);
        // The closed form gives 116.39762729119315, 39.90865673957631: not the inverse of its forward twin, 0.1 m off.
        near(gcj02_of_bd09(LngLat::new(116.404, 39.915)), (116.39762729119315, 39.90865673957631), 2e-6);
        near(gcj02_of_wgs84(LngLat::new(114.0164322, 33.0133556)), (114.022306, 33.0115324), 1e-5);
        near(wgs84_of_bd09(LngLat::new(114.0287781, 33.0176697)), (114.0164322, 33.0133556), 1e-5);
    }

    #[test]
    fn there_and_back_is_under_a_micrometre() {
        let micrometre = 1e-6 / 111_320.0;
        for i in 0..40 {
            for j in 0..30 {
                let p = LngLat::new(73.0 + f64::from(i) * 1.61, 1.5 + f64::from(j) * 1.81);
                near(wgs84_of_gcj02(gcj02_of_wgs84(p)), (p.lng, p.lat), micrometre);
                near(gcj02_of_bd09(bd09_of_gcj02(p)), (p.lng, p.lat), micrometre);
            }
        }
    }

    #[test]
    fn outside_the_box_nothing_is_shifted() {
        let tokyo = LngLat::new(139.767125, 35.681236);
        assert_eq!(gcj02_of_wgs84(tokyo), tokyo);
        assert_eq!(wgs84_of_gcj02(tokyo), tokyo);
        near(bd09_of_gcj02(tokyo), (139.773657173, 35.687177234), 1e-8);
    }
}
