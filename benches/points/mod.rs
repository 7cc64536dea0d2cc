//! Invented points that lie like a city's, as tests/bench/points.mjs makes them: crowded at centres, strung along roads, some
//! anywhere. The same seed gives the same points.

use riskmap::domain::Shapes;
use riskmap::units::LngLat;

/// Around which the points lie.
pub const CENTRE: LngLat = LngLat::new(104.7, 31.5);

const SIDE_M: f64 = 40_000.0;
const M_PER_DEGREE: f64 = 111_320.0;

/// A small generator of numbers in [0, 1).
pub struct Random(u32);

impl Random {
    /// Seeded.
    pub fn new(seed: u32) -> Self {
        Self(seed)
    }

    /// The next number in [0, 1).
    pub fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x6d2b_79f5);
        let mut t = (self.0 ^ (self.0 >> 15)).wrapping_mul(1 | self.0);
        t = t.wrapping_add((t ^ (t >> 7)).wrapping_mul(61 | t)) ^ t;
        f64::from(t ^ (t >> 14)) / 2f64.powi(32)
    }

    /// A place in a list of this length.
    pub fn below(&mut self, n: usize) -> usize {
        (self.next() * n as f64) as usize
    }

    fn normal(&mut self) -> f64 {
        (-2.0 * (1.0 - self.next()).ln()).sqrt() * (std::f64::consts::TAU * self.next()).cos()
    }

    fn anywhere(&mut self) -> f64 {
        (self.next() - 0.5) * SIDE_M
    }
}

/// `n` points of a city.
pub fn city(n: usize) -> Shapes {
    let mut next = Random::new(1);
    let centres: Vec<(f64, f64, f64)> =
        (0..60).map(|_| (next.anywhere() * 0.8, next.anywhere() * 0.8, 250.0 + 1750.0 * next.next().powi(2))).collect();
    let roads: Vec<_> = (0..200)
        .map(|_| {
            let from = next.below(centres.len());
            let on = 1 + next.below(centres.len() - 1);
            (centres[from], centres[(from + on) % centres.len()])
        })
        .collect();
    let mut points = Shapes::new();
    for _ in 0..n {
        let kind = next.next();
        let (x, y) = if kind < 0.45 {
            let (x, y, spread) = centres[(next.next().powi(2) * centres.len() as f64) as usize];
            (x + next.normal() * spread, y + next.normal() * spread)
        } else if kind < 0.85 {
            let (a, b) = roads[next.below(roads.len())];
            let along = next.next();
            (a.0 + (b.0 - a.0) * along + next.normal() * 8.0, a.1 + (b.1 - a.1) * along + next.normal() * 8.0)
        } else {
            (next.anywhere(), next.anywhere())
        };
        let eastward = M_PER_DEGREE * CENTRE.lat.to_radians().cos();
        points.push_point(LngLat::new(CENTRE.lng + x / eastward, CENTRE.lat + y / M_PER_DEGREE));
    }
    points
}
