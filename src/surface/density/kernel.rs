//! The kernels on the plane, and the plain sum that everything else is measured against.

use crate::units::Xy;
use serde::{Deserialize, Serialize};
use std::f64::consts::PI;

/// Square metres in a square kilometre: densities are per km².
pub const M2_PER_KM2: f64 = 1e6;

/// The density at one place, with what made it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PointDensity {
    /// Weight per km².
    pub per_km2: f64,
    /// Points within the bandwidth.
    pub points: u32,
    /// The sum of their weights, unscaled by distance.
    pub weight: f64,
}

/// How a point's weight is spread around it. Both integrate to 1 over the plane and are 0 from the bandwidth `h` on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kernel {
    /// `3/(πh²) · (1 − (d/h)²)²`: smooth at its rim; what every surface here is made with unless said otherwise.
    #[default]
    Quartic,
    /// `2/(πh²) · (1 − (d/h)²)`: has a crease at its rim, so it is only ever summed exactly; for comparison with tools
    /// that know no other.
    Epanechnikov,
}

impl Kernel {
    /// Its height over its own place for a weight of 1, per m².
    pub fn peak_per_m2(self, bandwidth_m: f64) -> f64 {
        let area = PI * bandwidth_m * bandwidth_m;
        match self {
            Self::Quartic => 3.0 / area,
            Self::Epanechnikov => 2.0 / area,
        }
    }

    /// Its height as a share of its peak where `1 − (d/h)²` is `rest` > 0.
    #[inline]
    pub(super) fn share(self, rest: f64) -> f64 {
        match self {
            Self::Quartic => rest * rest,
            Self::Epanechnikov => rest,
        }
    }
}

/// The quartic's height over its own place for a weight of 1: 3 / (π h²), per m².
pub fn peak_per_m2(bandwidth_m: f64) -> f64 {
    Kernel::Quartic.peak_per_m2(bandwidth_m)
}

/// The kernel `K(d) = 3/(πh²) · (1 − (d/h)²)²` for `d < h`, 0 beyond; per m². It integrates to 1 over the plane.
pub fn quartic_per_m2(distance_m: f64, bandwidth_m: f64) -> f64 {
    let u = distance_m / bandwidth_m;
    let rest = 1.0 - u * u;
    if rest > 0.0 { peak_per_m2(bandwidth_m) * rest * rest } else { 0.0 }
}

/// The density at one place: the plain sum of `w · K(d)` over the points within the bandwidth.
///
/// `points` gives position and weight; it may hold any points as long as it holds those within `bandwidth_m` of `at`
/// (an index's answer, or all). Summed in the order given, in f64. A point whose weight is not a finite number is left
/// out. Nothing but zeros when there is no point, or the bandwidth is not a positive number.
pub fn exact_at(points: impl IntoIterator<Item = (Xy, f64)>, at: Xy, bandwidth_m: f64) -> PointDensity {
    exact_at_with(Kernel::Quartic, points, at, bandwidth_m)
}

/// [`exact_at`] with a chosen kernel.
pub fn exact_at_with(
    kernel: Kernel,
    points: impl IntoIterator<Item = (Xy, f64)>,
    at: Xy,
    bandwidth_m: f64,
) -> PointDensity {
    let mut sum = PointDensity::default();
    if !(bandwidth_m.is_finite() && bandwidth_m > 0.0) {
        return sum;
    }
    let (mut scaled, h2) = (0.0, bandwidth_m * bandwidth_m);
    for (p, weight) in points {
        let (dx, dy) = (p.x - at.x, p.y - at.y);
        let rest = 1.0 - (dx * dx + dy * dy) / h2;
        if rest > 0.0 && weight.is_finite() {
            scaled += weight * kernel.share(rest);
            sum.points += 1;
            sum.weight += weight;
        }
    }
    sum.per_km2 = scaled * kernel.peak_per_m2(bandwidth_m) * M2_PER_KM2;
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_values_at_500_m() {
        assert!((quartic_per_m2(0.0, 500.0) - 3.81972e-6).abs() < 5e-12);
        assert!((quartic_per_m2(250.0, 500.0) - 2.14859e-6).abs() < 5e-12);
        assert_eq!(quartic_per_m2(500.0, 500.0), 0.0);
        let events = [(Xy::new(0.0, 0.0), 1.0), (Xy::new(300.0, 0.0), 1.0), (Xy::new(0.0, 400.0), 3.0)];
        let d = exact_at(events, Xy::default(), 500.0);
        assert!((d.per_km2 - 6.86938).abs() < 5e-6, "{d:?}");
        assert_eq!((d.points, d.weight), (3, 5.0));
    }

    #[test]
    fn the_kernel_integrates_to_one() {
        let h = 300.0;
        let rings = 100_000;
        let step = h / f64::from(rings);
        let mass: f64 =
            (0..rings).map(|i| (f64::from(i) + 0.5) * step).map(|r| 2.0 * PI * r * step * quartic_per_m2(r, h)).sum();
        assert!((mass - 1.0).abs() < 1e-9, "{mass}");
    }

    #[test]
    fn what_does_not_count() {
        let at = Xy::default();
        assert_eq!(exact_at([], at, 500.0), PointDensity::default());
        assert_eq!(exact_at([(at, 1.0)], at, 0.0), PointDensity::default());
        assert_eq!(exact_at([(at, 1.0)], at, f64::NAN), PointDensity::default());
        let d = exact_at([(at, f64::NAN), (Xy::new(500.0, 0.0), 1.0), (at, 2.0)], at, 500.0);
        assert_eq!((d.points, d.weight), (1, 2.0));
    }
}
