//! Tile addresses and their answers.
//!
//! `riskmap://LAYER[+LAYER…]/Z/X/Y?v=…[&paint=…]`: a vector tile with one layer (or two, with outlines) for each name.
//! `v` and `paint` only tell new tiles from old ones in the map's cache; with `paint` the features carry the class that
//! the newest ranking of their layer gave them. `density` is the newest density surface.

use super::Engine;
use super::protocol::EngineError;
use crate::domain::LayerName;

/// A parsed tile address.
#[derive(Debug, PartialEq, Eq)]
pub struct TileAddress<'a> {
    /// The names before the first slash.
    pub layers: Vec<&'a str>,
    /// Zoom.
    pub z: u8,
    /// Column.
    pub x: u32,
    /// Row, from the north.
    pub y: u32,
    /// Whether features carry their class.
    pub painted: bool,
}

impl<'a> TileAddress<'a> {
    /// The parts of an address; `None` when it is none.
    pub fn parse(address: &'a str) -> Option<Self> {
        let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let mut parts = path.split('/');
        let layers: Vec<&str> = parts.next()?.split('+').filter(|n| !n.is_empty()).collect();
        let z = parts.next()?.parse().ok()?;
        let x = parts.next()?.parse().ok()?;
        let y = parts.next()?.parse().ok()?;
        let painted = query.split('&').any(|p| p.starts_with("paint="));
        (parts.next().is_none() && !layers.is_empty()).then_some(Self { layers, z, x, y, painted })
    }
}

/// The virtual layer of the newest density surface.
pub const DENSITY: &str = "density";

impl Engine {
    /// The bytes of a tile; empty where nothing is.
    pub fn tile(&self, address: &str) -> Result<Vec<u8>, EngineError> {
        let bad = || EngineError::NotThere(format!("tile {address:?}"));
        let at = TileAddress::parse(address).ok_or_else(bad)?;
        let mut bytes = Vec::new();
        for name in &at.layers {
            if *name == DENSITY {
                if let Some(density) = &self.density {
                    bytes.extend(density.tile(at.z, at.x, at.y)?);
                }
                continue;
            }
            let layer = LayerName::from_code(name).ok_or_else(bad)?;
            let Some(ready) = self.open.as_ref().and_then(|open| open.get(layer)) else { continue };
            let paint = self.paints.get(&layer).filter(|_| at.painted).map(|p| p.classes.as_slice());
            let tile = ready.placed.tiles.cut(ready.layer, &ready.placed.index, at.z, at.x, at.y, paint);
            bytes.extend(tile?);
        }
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_comes_apart() {
        let at = TileAddress::parse("riskmap://roads+water/12/3/4?v=2&paint=7").unwrap();
        assert_eq!(at, TileAddress { layers: vec!["roads", "water"], z: 12, x: 3, y: 4, painted: true });
        assert!(!TileAddress::parse("roads/12/3/4").unwrap().painted);
        for bad in ["", "roads", "roads/1/2", "roads/1/2/3/4", "/1/2/3", "roads/-1/0/0", "roads/300/0/0", "roads/1/x/0"]
        {
            assert_eq!(TileAddress::parse(bad), None, "{bad}");
        }
    }
}
