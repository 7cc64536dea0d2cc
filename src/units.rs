//! Quantities whose mix-up would be dangerous: positions in degrees and positions in metres are different types,
//! and lengths say that they are metres.
//!
//! Everything inside the program is metres on the city's own plane ([`Xy`]); degrees ([`LngLat`], WGS84) exist at the
//! edges: files, the page, and questions that are asked in degrees.

use serde::{Deserialize, Serialize};

/// A position in degrees, WGS84. Longitude first, as in GeoJSON.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LngLat {
    /// Degrees east, −180…180.
    pub lng: f64,
    /// Degrees north, −90…90.
    pub lat: f64,
}

impl LngLat {
    /// A position from longitude and latitude in degrees; nothing is checked.
    pub const fn new(lng: f64, lat: f64) -> Self {
        Self { lng, lat }
    }

    /// Finite and within −180…180, −90…90. Files are judged by this once; everything behind may rely on it.
    pub fn is_valid(self) -> bool {
        self.lng.abs() <= 180.0 && self.lat.abs() <= 90.0
    }
}

/// A position on the city's plane in metres: x east, y north of the city's centre. See [`crate::spatial::Plane`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Xy {
    /// Metres east.
    pub x: f64,
    /// Metres north.
    pub y: f64,
}

impl Xy {
    /// A position from metres east and north.
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    /// Metres between two positions on the plane.
    pub fn distance_m(self, other: Self) -> f64 {
        (self.x - other.x).hypot(self.y - other.y)
    }
}

/// A rectangle in degrees, borders inclusive. `west > east` (across the antimeridian) is refused where boxes are read.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LngLatBox {
    /// Western edge, degrees.
    pub west: f64,
    /// Southern edge, degrees.
    pub south: f64,
    /// Eastern edge, degrees.
    pub east: f64,
    /// Northern edge, degrees.
    pub north: f64,
}

impl LngLatBox {
    /// Whether the position lies inside or on the border.
    pub fn contains(&self, p: LngLat) -> bool {
        self.west <= p.lng && p.lng <= self.east && self.south <= p.lat && p.lat <= self.north
    }

    /// The smallest box around some positions; `None` for none.
    pub fn around(points: impl IntoIterator<Item = LngLat>) -> Option<Self> {
        let mut points = points.into_iter();
        let first = points.next()?;
        let start = Self { west: first.lng, south: first.lat, east: first.lng, north: first.lat };
        Some(points.fold(start, |b, p| Self {
            west: lesser(b.west, p.lng),
            south: lesser(b.south, p.lat),
            east: greater(b.east, p.lng),
            north: greater(b.north, p.lat),
        }))
    }

    /// The smallest box around two boxes.
    pub fn union(self, other: Self) -> Self {
        Self {
            west: self.west.min(other.west),
            south: self.south.min(other.south),
            east: self.east.max(other.east),
            north: self.north.max(other.north),
        }
    }

    /// What both have; none where they are apart.
    pub fn intersection(self, other: Self) -> Option<Self> {
        let both = Self {
            west: greater(self.west, other.west),
            south: greater(self.south, other.south),
            east: lesser(self.east, other.east),
            north: lesser(self.north, other.north),
        };
        (both.west <= both.east && both.south <= both.north).then_some(both)
    }

    /// The box grown by some metres on every side, on a sphere of the mean radius (6,371,008.8 m, IUGG): for what is
    /// looked at, not for what is measured.
    pub fn grown(self, by_m: f64) -> Self {
        let north = by_m / (6_371_008.8 * std::f64::consts::PI / 180.0);
        let east = north / libm::cos(self.centre().lat.to_radians()).max(0.01);
        Self { west: self.west - east, south: self.south - north, east: self.east + east, north: self.north + north }
    }

    /// The middle of the box.
    pub fn centre(&self) -> LngLat {
        LngLat::new((self.west + self.east) / 2.0, (self.south + self.north) / 2.0)
    }
}

/// Up to so many metres from its central meridian lengths on the city's plane are those on the ground to 3·10⁻⁴.
pub const TRUE_WITHIN_M: f64 = 150_000.0;

/// A rectangle on the plane in metres, borders inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct XyBox {
    /// The south-west corner.
    pub min: Xy,
    /// The north-east corner.
    pub max: Xy,
}

impl XyBox {
    /// The smallest box around some positions; `None` for none.
    pub fn around(points: impl IntoIterator<Item = Xy>) -> Option<Self> {
        let mut points = points.into_iter();
        let first = points.next()?;
        Some(points.fold(Self { min: first, max: first }, |b, p| Self {
            min: Xy::new(lesser(b.min.x, p.x), lesser(b.min.y, p.y)),
            max: Xy::new(greater(b.max.x, p.x), greater(b.max.y, p.y)),
        }))
    }

    /// The box around a segment.
    #[inline]
    pub fn around_two(a: Xy, b: Xy) -> Self {
        Self { min: Xy::new(lesser(a.x, b.x), lesser(a.y, b.y)), max: Xy::new(greater(a.x, b.x), greater(a.y, b.y)) }
    }

    /// The box grown by `by_m` metres on every side.
    pub fn grown(self, by_m: f64) -> Self {
        Self { min: Xy::new(self.min.x - by_m, self.min.y - by_m), max: Xy::new(self.max.x + by_m, self.max.y + by_m) }
    }

    /// The smallest box around both.
    pub fn union(&self, other: &Self) -> Self {
        Self {
            min: Xy::new(lesser(self.min.x, other.min.x), lesser(self.min.y, other.min.y)),
            max: Xy::new(greater(self.max.x, other.max.x), greater(self.max.y, other.max.y)),
        }
    }

    /// Whether two boxes share a point.
    pub fn intersects(&self, other: &Self) -> bool {
        self.min.x <= other.max.x && other.min.x <= self.max.x && self.min.y <= other.max.y && other.min.y <= self.max.y
    }

    /// Whether the position lies inside or on the border.
    pub fn contains(&self, p: Xy) -> bool {
        self.min.x <= p.x && p.x <= self.max.x && self.min.y <= p.y && p.y <= self.max.y
    }
}

/// The smaller of two numbers, none of them NaN. `f64::min` asks for NaN, which in WASM is a call of its own.
#[inline]
pub fn lesser(a: f64, b: f64) -> f64 {
    if b < a { b } else { a }
}

/// The larger of two numbers, none of them NaN. `f64::max` asks for NaN, which in WASM is a call of its own.
#[inline]
pub fn greater(a: f64, b: f64) -> f64 {
    if b > a { b } else { a }
}

/// A browser changes a function's first, slow machine code for its fast code only between calls, never in the middle of
/// a loop. A loop over every row of a city, which runs once, is cut into calls of so many turns.
pub const TURNS: usize = 4096;

/// How far a long computation is after one slice of its work (20–50 ms), in units of work of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// There is more to do.
    More {
        /// Done so far.
        done: u64,
        /// Out of.
        total: u64,
    },
    /// Nothing is left to do.
    Done,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_share_what_both_have() {
        let of = |west, south, east, north| LngLatBox { west, south, east, north };
        assert_eq!(of(0.0, 0.0, 2.0, 2.0).intersection(of(1.0, -1.0, 3.0, 1.0)), Some(of(1.0, 0.0, 2.0, 1.0)));
        assert_eq!(of(0.0, 0.0, 2.0, 2.0).intersection(of(2.0, 2.0, 3.0, 3.0)), Some(of(2.0, 2.0, 2.0, 2.0)));
        assert_eq!(of(0.0, 0.0, 1.0, 1.0).intersection(of(2.0, 0.0, 3.0, 1.0)), None);
    }
}
