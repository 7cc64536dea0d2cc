//! What the spatial part refuses.

use crate::units::LngLatBox;
use thiserror::Error;

/// Why a city, a box or a tile cannot be answered.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
pub enum SpatialError {
    /// The positions span more than half the globe: they lie on both sides of the antimeridian, or one is astray.
    #[error(
        "the positions span {span:.1} degrees of longitude, from {west:.4} to {east:.4}; a city that lies across the \
         antimeridian (or has a position astray) cannot be put on one plane",
        span = east - west
    )]
    AcrossAntimeridian {
        /// The westernmost longitude.
        west: f64,
        /// The easternmost longitude.
        east: f64,
    },
    /// A box whose west is east of its east: it would cross the antimeridian.
    #[error("the box runs from west {west} to east {east}; boxes across the antimeridian are not answered")]
    BoxTurned {
        /// The western edge as given.
        west: f64,
        /// The eastern edge as given.
        east: f64,
    },
    /// A box whose south is north of its north.
    #[error("the box runs from south {south} to north {north}; south must not lie north of north")]
    BoxUpsideDown {
        /// The southern edge as given.
        south: f64,
        /// The northern edge as given.
        north: f64,
    },
    /// A number that is no longitude or latitude.
    #[error("{value} is no {what} in degrees")]
    NoDegrees {
        /// "longitude" or "latitude".
        what: &'static str,
        /// The number as given.
        value: f64,
    },
    /// A tile that does not exist at its zoom.
    #[error("there is no tile {z}/{x}/{y}: zooms are 0 to {max_z}, x and y below 2^zoom", max_z = Self::MAX_TILE_ZOOM)]
    NoSuchTile {
        /// The zoom as given.
        z: u8,
        /// The column as given.
        x: u32,
        /// The row as given.
        y: u32,
    },
}

impl SpatialError {
    /// The deepest zoom of which tiles are cut.
    pub const MAX_TILE_ZOOM: u8 = 20;
}

impl LngLatBox {
    /// A box from its edges in degrees. Refuses what is not a number, out of range, upside down, or across the
    /// antimeridian.
    pub fn checked(west: f64, south: f64, east: f64, north: f64) -> Result<Self, SpatialError> {
        for (what, value, limit) in [
            ("longitude", west, 180.0),
            ("latitude", south, 90.0),
            ("longitude", east, 180.0),
            ("latitude", north, 90.0),
        ] {
            if value.is_nan() || value.abs() > limit {
                return Err(SpatialError::NoDegrees { what, value });
            }
        }
        if west > east {
            return Err(SpatialError::BoxTurned { west, east });
        }
        if south > north {
            return Err(SpatialError::BoxUpsideDown { south, north });
        }
        Ok(Self { west, south, east, north })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_are_judged() {
        assert!(LngLatBox::checked(-180.0, -90.0, 180.0, 90.0).is_ok());
        assert!(LngLatBox::checked(3.0, 4.0, 3.0, 4.0).is_ok(), "a box may be a point");
        assert_eq!(
            LngLatBox::checked(179.0, 0.0, -179.0, 1.0),
            Err(SpatialError::BoxTurned { west: 179.0, east: -179.0 })
        );
        assert_eq!(LngLatBox::checked(0.0, 2.0, 1.0, 1.0), Err(SpatialError::BoxUpsideDown { south: 2.0, north: 1.0 }));
        assert_eq!(
            LngLatBox::checked(0.0, 91.0, 1.0, 92.0),
            Err(SpatialError::NoDegrees { what: "latitude", value: 91.0 })
        );
        assert!(matches!(
            LngLatBox::checked(f64::NAN, 0.0, 1.0, 1.0),
            Err(SpatialError::NoDegrees { what: "longitude", .. })
        ));
        assert!(LngLatBox::checked(0.0, 0.0, f64::INFINITY, 1.0).is_err());
    }
}
