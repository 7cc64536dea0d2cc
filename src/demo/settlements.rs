//! Who lives where: the city's quarters, the county towns, townships and villages, and how built-up a place is.

use super::geom::{distance, km};
use super::rng::{Noise, Rng};
use super::terrain::Terrain;
use crate::units::Xy;

/// What a settlement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rank {
    /// A quarter of the city proper.
    Quarter,
    /// The seat of a county.
    CountyTown,
    /// A township.
    Township,
    /// A village.
    Village,
}

/// How the ground is used, which decides streets, buildings and who is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    /// Small irregular blocks.
    OldTown,
    /// The city as it grew until about 2010.
    City,
    /// The new suburb.
    NewTown,
    /// Works and warehouses.
    Industry,
    /// County towns and townships.
    Town,
    /// Villages.
    Village,
}

/// A place where people live.
#[derive(Clone, Debug)]
pub struct Settlement {
    /// Chinese and English name.
    pub name: (String, String),
    /// What it is.
    pub rank: Rank,
    /// Its use.
    pub zone: Zone,
    /// Its middle.
    pub at: Xy,
    /// How far it reaches, metres.
    pub radius: f64,
    /// Which way it stretches (a unit vector), and how much longer than wide it is.
    pub stretch: (Xy, f64),
}

impl Settlement {
    /// Metres from its middle, counted less along the way it stretches.
    pub fn off(&self, p: Xy) -> f64 {
        let (axis, by) = self.stretch;
        let v = super::geom::to(self.at, p);
        let (u, w) = (super::geom::dot(v, axis) / by, super::geom::cross(axis, v) * by.sqrt());
        (u * u + w * w).sqrt()
    }
}

/// Every settlement.
pub struct Settlements {
    /// The list, quarters first.
    pub all: Vec<Settlement>,
    noise: Noise,
}

const QUARTERS: &[(&str, &str, f64, f64, f64, Zone)] = &[
    ("老城", "Laocheng", -0.3, 0.9, 1750.0, Zone::OldTown),
    ("城北", "Chengbei", 0.4, 3.2, 2750.0, Zone::City),
    ("城西", "Chengxi", -3.2, 1.5, 2500.0, Zone::City),
    ("月湖", "Yuehu", -6.0, 3.1, 2300.0, Zone::City),
    ("沙湾", "Shawan", 5.0, 1.7, 2600.0, Zone::City),
    ("河东", "Hedong", 8.0, 1.2, 1700.0, Zone::Industry),
    ("港口", "Port", 10.8, -0.7, 2100.0, Zone::Industry),
    ("江南", "Jiangnan", 0.5, -3.8, 2300.0, Zone::City),
    ("南湖新城", "Nanhu Xincheng", 3.7, -5.5, 2100.0, Zone::NewTown),
    ("西渡", "Xidu", -3.5, -3.1, 1750.0, Zone::City),
    ("东门", "Dongmen", 2.3, 0.3, 1500.0, Zone::City),
    ("滨江", "Binjiang", 0.8, -0.9, 1350.0, Zone::City),
];

const COUNTY_TOWNS: &[(&str, &str, f64, f64)] = &[
    ("青岩", "Qingyan", 6.1, 14.6),
    ("望山", "Wangshan", -21.2, 9.6),
    ("柳林", "Liulin", -18.6, -10.6),
    ("临江", "Linjiang", 21.8, -12.6),
    ("云台", "Yuntai", 20.2, 8.8),
];

impl Settlements {
    /// The settlements of a seed. Townships and villages keep clear of water, ridges and one another.
    pub fn new(seed: u64, terrain: &Terrain, districts: &super::districts::Districts) -> Self {
        let mut rng = Rng::new(seed, "settlements");
        let noise = Noise::new(seed, "settlements");
        let mut all: Vec<Settlement> = QUARTERS
            .iter()
            .map(|&(zh, en, x, y, radius, zone)| Settlement {
                name: (zh.to_owned(), en.to_owned()),
                rank: Rank::Quarter,
                zone,
                at: km(x, y),
                radius,
                stretch: (Xy::new(1.0, 0.0), 1.0),
            })
            .collect();
        for &(zh, en, x, y) in COUNTY_TOWNS {
            let at = dry_near(terrain, km(x, y), 1100.0);
            let name = (zh.to_owned(), en.to_owned());
            let radius = rng.range(1150.0, 1450.0);
            let stretch = (rng.heading(), rng.range(1.05, 1.3));
            all.push(Settlement { name, rank: Rank::CountyTown, zone: Zone::Town, at, radius, stretch });
        }
        let mut names = super::names::villages(seed).into_iter();
        for (rank, wanted, apart, tries) in [(Rank::Township, 26, 5200.0f64, 4000), (Rank::Village, 190, 1900.0, 9000)]
        {
            let mut left = wanted;
            for _ in 0..tries {
                if left == 0 {
                    break;
                }
                let at = km(rng.range(-30.0, 30.0), rng.range(-25.0, 25.0));
                let town = rank == Rank::Township;
                let radius = if town { rng.range(420.0, 620.0) } else { rng.range(170.0, 290.0) };
                let clear = all.iter().all(|s| distance(at, s.at) > apart.max(s.radius * 1.25 + 900.0));
                let dry = terrain.shore_distance(at) > radius + 120.0;
                let inside = [(0.0, 0.0), (900.0, 0.0), (-900.0, 0.0), (0.0, 900.0), (0.0, -900.0)]
                    .iter()
                    .all(|d| districts.contains(Xy::new(at.x + d.0, at.y + d.1)));
                let flat = terrain.height(at) < if town { 0.3 } else { 0.42 };
                if !(clear && dry && flat && inside) {
                    continue;
                }
                let Some((zh, en)) = names.next() else { break };
                let zone = if town { Zone::Town } else { Zone::Village };
                let suffix = if town { ("镇", " Town") } else { ("", "") };
                let name = (zh + suffix.0, en + suffix.1);
                let stretch = (rng.heading(), rng.range(1.15, 1.9));
                all.push(Settlement { name, rank, zone, at, radius, stretch });
                left -= 1;
            }
        }
        Self { all, noise }
    }

    /// How built-up a place is: positive inside a settlement, up to 1 in its middle; with the settlement.
    pub fn built(&self, p: Xy) -> (f64, usize) {
        let mut best = (-1.0, 0);
        let mut waver = None;
        for (i, s) in self.all.iter().enumerate() {
            if distance(p, s.at) > s.radius * 2.6 {
                continue;
            }
            let off = s.off(p);
            let waver = *waver.get_or_insert_with(|| self.waver(p));
            let u = 1.0 + waver - off / s.radius;
            if u > best.0 {
                best = (u, i);
            }
        }
        best
    }

    /// How far the edge of settlements wavers at a place, as a part of their radius.
    pub fn waver(&self, p: Xy) -> f64 {
        0.42 * self.noise.fractal(p.x, p.y, 1900.0, 2) + 0.16 * self.noise.fractal(p.x, p.y, 420.0, 2)
    }

    /// The use of a place, if it is built-up.
    pub fn zone(&self, p: Xy) -> Option<Zone> {
        let (u, i) = self.built(p);
        (u > 0.0).then(|| self.all[i].zone)
    }

    /// Settlements of a rank.
    pub fn ranked(&self, rank: Rank) -> impl Iterator<Item = &Settlement> {
        self.all.iter().filter(move |s| s.rank == rank)
    }
}

/// The dry place nearest to a wish, so that a town's middle does not fall into the river when the seed moves it.
fn dry_near(terrain: &Terrain, wish: Xy, clear: f64) -> Xy {
    for ring in 0..30 {
        for turn in 0..12 {
            let angle = std::f64::consts::TAU * f64::from(turn) / 12.0;
            let p = super::geom::along(wish, super::geom::heading(angle), f64::from(ring) * 150.0);
            if terrain.shore_distance(p) > clear {
                return p;
            }
        }
    }
    wish
}
