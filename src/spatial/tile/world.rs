//! The tiles' world: Web Mercator as 2³² units either way, x east, y south, so that every tile border and every tile
//! unit down to zoom 20 is a shift of whole numbers.

use crate::spatial::error::SpatialError;
use crate::units::{LngLat, LngLatBox};
use std::f64::consts::PI;

/// Tile units across a tile.
pub(super) const EXTENT: i64 = 4096;
/// Bits of a tile unit: zoom 20 has units of one.
const UNIT_BITS: u8 = 12;
/// Units of the world as a power of two.
const WORLD_BITS: u8 = 32;

/// A position in the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct World {
    /// Units east of the antimeridian.
    pub x: u32,
    /// Units south of the world's northern edge, 85.05 degrees north.
    pub y: u32,
}

impl World {
    /// Where a position lies; beyond the world's edges it is held there.
    pub(super) fn of(at: LngLat) -> Self {
        let (x, y) = fraction(at);
        Self { x: hold(x), y: hold(y) }
    }

    /// Where a position lies; `None` when no tile shows it, nearer than 5 degrees to a pole.
    pub(super) fn shown(at: LngLat) -> Option<Self> {
        let (x, y) = fraction(at);
        (0.0..1.0).contains(&y).then(|| Self { x: hold(x), y: hold(y) })
    }

    /// The place along the Morton curve: the bits of y and x in turn, so that a tile of any zoom is a prefix.
    pub(super) fn morton(self) -> u64 {
        spread(self.x) | spread(self.y) << 1
    }

    /// The position of a place along the Morton curve.
    pub(super) fn of_morton(place: u64) -> Self {
        Self { x: gather(place), y: gather(place >> 1) }
    }
}

fn fraction(at: LngLat) -> (f64, f64) {
    ((at.lng + 180.0) / 360.0, (1.0 - libm::atanh(libm::sin(at.lat.to_radians())) / PI) / 2.0)
}

/// Whole units, rounded down; the cast holds at both ends.
fn hold(fraction: f64) -> u32 {
    (fraction * 4_294_967_296.0) as u32
}

fn spread(v: u32) -> u64 {
    let mut v = u64::from(v);
    v = (v | v << 16) & 0x0000_ffff_0000_ffff;
    v = (v | v << 8) & 0x00ff_00ff_00ff_00ff;
    v = (v | v << 4) & 0x0f0f_0f0f_0f0f_0f0f;
    v = (v | v << 2) & 0x3333_3333_3333_3333;
    (v | v << 1) & 0x5555_5555_5555_5555
}

fn gather(v: u64) -> u32 {
    let mut v = v & 0x5555_5555_5555_5555;
    v = (v | v >> 1) & 0x3333_3333_3333_3333;
    v = (v | v >> 2) & 0x0f0f_0f0f_0f0f_0f0f;
    v = (v | v >> 4) & 0x00ff_00ff_00ff_00ff;
    v = (v | v >> 8) & 0x0000_ffff_0000_ffff;
    (v | v >> 16) as u32
}

/// A tile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tile {
    pub z: u8,
    pub x: u32,
    pub y: u32,
}

/// A box in world units, both corners included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WorldBox {
    pub min: World,
    pub max: World,
}

impl WorldBox {
    /// The smallest box around some positions.
    pub(super) fn around(positions: impl IntoIterator<Item = World>) -> Option<Self> {
        let mut positions = positions.into_iter();
        let first = positions.next()?;
        Some(positions.fold(Self { min: first, max: first }, |b, p| Self {
            min: World { x: b.min.x.min(p.x), y: b.min.y.min(p.y) },
            max: World { x: b.max.x.max(p.x), y: b.max.y.max(p.y) },
        }))
    }

    pub(super) fn meets(&self, other: &Self) -> bool {
        self.min.x <= other.max.x && other.min.x <= self.max.x && self.min.y <= other.max.y && other.min.y <= self.max.y
    }

    /// The longer side.
    pub(super) fn size(&self) -> u32 {
        (self.max.x - self.min.x).max(self.max.y - self.min.y)
    }
}

impl Tile {
    /// A tile that exists, or why it does not.
    pub(super) fn checked(z: u8, x: u32, y: u32) -> Result<Self, SpatialError> {
        let across = 1u64 << z.min(63);
        if z > SpatialError::MAX_TILE_ZOOM || u64::from(x) >= across || u64::from(y) >= across {
            return Err(SpatialError::NoSuchTile { z, x, y });
        }
        Ok(Self { z, x, y })
    }

    /// Where a position lies in the tile, in tile units, rounded down; outside 0…4095 it lies outside the tile.
    pub(super) fn local(self, at: World) -> (i64, i64) {
        let shift = WORLD_BITS - UNIT_BITS - self.z;
        (
            (i64::from(at.x) >> shift) - i64::from(self.x) * EXTENT,
            (i64::from(at.y) >> shift) - i64::from(self.y) * EXTENT,
        )
    }

    /// The Morton places of the tile: from the first to before the second.
    pub(super) fn morton_range(self) -> (u64, Option<u64>) {
        let shift = 2 * u32::from(WORLD_BITS - self.z);
        let prefix = spread(self.x) | spread(self.y) << 1;
        if self.z == 0 {
            return (0, None);
        }
        (prefix << shift, (prefix + 1).checked_mul(1 << shift))
    }

    /// The tile's box, so many tile units larger on every side.
    pub(super) fn world_box(self, buffer: i64) -> WorldBox {
        let shift = WORLD_BITS - UNIT_BITS - self.z;
        let from = |v: u32| ((i64::from(v) * EXTENT - buffer) << shift).max(0) as u32;
        let to = |v: u32| ((((i64::from(v) + 1) * EXTENT + buffer) << shift) - 1).min(i64::from(u32::MAX)) as u32;
        WorldBox { min: World { x: from(self.x), y: from(self.y) }, max: World { x: to(self.x), y: to(self.y) } }
    }

    /// The box in degrees, so many tile units larger on every side.
    pub(super) fn lnglat_box(self, buffer: i64) -> LngLatBox {
        let across = (f64::from(self.z)).exp2() * EXTENT as f64;
        let x = |units: i64| (units as f64 / across * 360.0 - 180.0).clamp(-180.0, 180.0);
        let y = |units: i64| {
            let turned = PI * (1.0 - 2.0 * units as f64 / across);
            libm::atan(libm::sinh(turned)).to_degrees()
        };
        let (left, top) = (i64::from(self.x) * EXTENT, i64::from(self.y) * EXTENT);
        LngLatBox {
            west: x(left - buffer),
            south: y(top + EXTENT + buffer),
            east: x(left + EXTENT + buffer),
            north: y(top - buffer),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiles_are_those_of_the_slippy_map() {
        // Tiananmen lies in 12/3372/1552: (116.391389 + 180) / 360 · 4096 and the Mercator formula.
        let at = World::of(LngLat::new(116.391389, 39.905556));
        assert_eq!((at.x >> 20, at.y >> 20), (3372, 1552));
        let tile = Tile { z: 12, x: 3372, y: 1552 };
        let (from, to) = tile.morton_range();
        assert!((from..to.unwrap()).contains(&at.morton()));
        assert_eq!(World::of_morton(at.morton()), at);
        let b = tile.lnglat_box(0);
        assert!(b.contains(LngLat::new(116.391389, 39.905556)));
        assert!((b.east - b.west - 360.0 / 4096.0).abs() < 1e-12);
        let (x, y) = tile.local(at);
        assert!((0..EXTENT).contains(&x) && (0..EXTENT).contains(&y));
    }

    #[test]
    fn the_edges_of_the_world() {
        assert_eq!(World::of(LngLat::new(-180.0, 89.0)), World { x: 0, y: 0 });
        assert_eq!(World::of(LngLat::new(180.0, -90.0)), World { x: u32::MAX, y: u32::MAX });
        assert_eq!(World::shown(LngLat::new(0.0, 85.06)), None);
        assert_eq!(World::shown(LngLat::new(0.0, 0.0)), Some(World { x: 1 << 31, y: 1 << 31 }));
        assert_eq!(Tile { z: 0, x: 0, y: 0 }.morton_range(), (0, None));
        let last = Tile { z: 20, x: (1 << 20) - 1, y: (1 << 20) - 1 };
        assert_eq!(last.morton_range().1, None, "the last tile ends where the world ends");
        assert_eq!(last.world_box(64).max, World { x: u32::MAX, y: u32::MAX });
        assert_eq!(Tile { z: 0, x: 0, y: 0 }.world_box(64).min, World { x: 0, y: 0 });
    }
}
