//! Tile addresses and their answers.
//!
//! `riskmap://LAYER[+LAYER…]/Z/X/Y?v=…[&paint=…][&symbols=…][&unchecked=…][&kinds=…][&district=…][&lacking=…][&levels=…][&num=…][&FILTER]`: a vector tile with one layer (or two, with
//! outlines) for each name. `v` only tells new tiles from old ones in the map's cache. With `paint` the features carry the
//! class that a ranking of their layer gave them: the state that is compared with, where that bears the number, else the
//! newest; with `symbols` points go out so few that there is room for a symbol each. `kinds`, `district`, `lacking`, `levels` (of
//! the paint) and `num` narrow the tile of one layer to
//! the rows of a [`RowFilter`], and FILTER those of the crashes, written as in a link; with `unchecked` there are only facilities and venues that nobody has inspected, as the
//! newest answer told them. `density` is a density surface, chosen in the same way.

use super::protocol::EngineError;
use super::{Engine, Narrowed, RowFilter};
use crate::domain::LayerName;
use crate::spatial::tile::RowLooks;

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
    /// The number of the paint by which features carry their class, if they do.
    pub paint: Option<u32>,
    /// Whether points are drawn as symbols.
    pub symbols: bool,
    /// Whether only what nobody has inspected is shown.
    pub unchecked: bool,
    /// Which rows are shown.
    pub filter: RowFilter,
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
        let says = |name: &str| query.split('&').any(|p| p.split_once('=').is_some_and(|(n, _)| n == name));
        let value = |name: &str| query.split('&').find_map(|p| p.split_once('=').filter(|(n, _)| *n == name));
        let paint = value("paint").map(|(_, number)| number.parse().ok());
        // A paint without a number is none.
        let paint = match paint {
            Some(None) => return None,
            paint => paint.flatten(),
        };
        let (symbols, unchecked) = (says("symbols"), says("unchecked"));
        let filter = match layers[..] {
            [layer] if layer != DENSITY => RowFilter::from_query(LayerName::from_code(layer)?, query)?,
            _ => RowFilter::default(),
        };
        let is_whole = parts.next().is_none() && !layers.is_empty();
        is_whole.then_some(Self { layers, z, x, y, paint, symbols, unchecked, filter })
    }
}

/// Maps that ask for tiles at the same time: two where states are compared, each with a filter for venues and one for crashes.
const MAPS: usize = 4;

/// The virtual layer of the newest density surface.
pub const DENSITY: &str = "density";

impl Engine {
    /// The bytes of a tile; empty where nothing is.
    pub fn tile(&mut self, address: &str) -> Result<Vec<u8>, EngineError> {
        let bad = || EngineError::NotThere(format!("tile {address:?}"));
        let at = TileAddress::parse(address).ok_or_else(bad)?;
        let mut bytes = Vec::new();
        for name in &at.layers {
            if *name == DENSITY {
                if let Some(density) = self.compared.density(at.paint).or(self.density.as_ref()) {
                    bytes.extend(density.tile(at.z, at.x, at.y)?);
                }
                continue;
            }
            let layer = LayerName::from_code(name).ok_or_else(bad)?;
            self.narrow(layer, &at.filter, at.paint);
            let Some((open, ready)) = self.open.as_ref().and_then(|open| Some((open, open.get(layer)?))) else {
                continue;
            };
            self.own.entry(layer).or_insert_with(|| open.own_rows(layer));
            let paint = self.classes(layer, at.paint);
            let narrowed =
                self.narrowed.iter().find(|n| n.is_of(layer, &at.filter, at.paint)).map(|n| n.rows.as_slice());
            // Before anybody has asked there is nothing to show.
            let marks = at.unchecked.then(|| self.unchecked.get(&layer).map_or(&[][..], Vec::as_slice));
            let shown = marks.or(narrowed);
            let until = (layer == LayerName::Districts).then(|| open.districts_named_until());
            let own = self.own.get(&layer).and_then(Option::as_deref);
            let looks = RowLooks { paint, shown, symbols: at.symbols, named_until: until, own };
            bytes.extend(ready.placed.tiles.cut(ready.layer, &ready.placed.index, (at.z, at.x, at.y), looks)?);
        }
        Ok(bytes)
    }

    /// The classes of a layer by the number of a paint; without one there are none.
    fn classes(&self, layer: LayerName, paint: Option<u32>) -> Option<&[u8]> {
        self.compared.classes(layer, paint?).or_else(|| self.newest_classes(layer))
    }

    /// Makes sure that a filter's rows are among those kept: all tiles of a map ask for the same, and two maps at once for two.
    fn narrow(&mut self, layer: LayerName, filter: &RowFilter, paint: Option<u32>) {
        if filter.shows_all() || self.narrowed.iter().any(|n| n.is_of(layer, filter, paint)) {
            return;
        }
        // A filter of a layer that the city lacks lets nothing through, and there is nothing.
        let rows = self.mask(layer, filter, |engine| engine.classes(layer, paint)).unwrap_or_default();
        self.narrowed.truncate(MAPS - 1);
        self.narrowed.insert(0, Narrowed { layer, filter: filter.clone(), paint, rows });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_comes_apart() {
        let at = TileAddress::parse("riskmap://roads+water/12/3/4?v=2&paint=7").unwrap();
        let filter = RowFilter::default();
        assert_eq!(
            at,
            TileAddress {
                layers: vec!["roads", "water"],
                z: 12,
                x: 3,
                y: 4,
                paint: Some(7),
                symbols: false,
                unchecked: false,
                filter
            }
        );
        assert!(TileAddress::parse("venues/12/3/4?v=2&paint=7&symbols=yes").unwrap().symbols);
        let at = TileAddress::parse("riskmap://venues/12/3/4?v=2&kinds=hotel.mall&district=7").unwrap();
        let kinds = ["mall", "hotel"].map(str::to_owned);
        assert_eq!((at.paint, at.filter), (None, RowFilter::new(LayerName::Venues, &kinds, Some(7))));
        assert_eq!(TileAddress::parse("roads/12/3/4").unwrap().paint, None);
        let mut crashes = crate::domain::CrashFilter::over(Some(19_723), None);
        crashes.add_hours(22, 4);
        crashes.toggle_word(crate::domain::CrashPart::Weather, "大雨 & 雾=?");
        let wanted = RowFilter::of_crashes(crashes);
        let address = format!("riskmap://crashes/12/3/4?v=2{}", wanted.to_query());
        assert!(address.contains("&from=2024-01-01&hours=22-5&weather=%"), "{address}");
        assert_eq!(TileAddress::parse(&address).unwrap().filter, wanted);
        let both = TileAddress::parse("riskmap://facilities+venues/12/3/4?v=2&unchecked=9").unwrap();
        assert!(both.unchecked && both.paint.is_none() && both.layers == ["facilities", "venues"]);
        for bad in ["", "roads", "roads/1/2", "roads/1/2/3/4", "/1/2/3", "roads/-1/0/0", "roads/300/0/0", "roads/1/x/0"]
            .into_iter()
            .chain(["venues/1/0/0?kinds=spaceport", "roads/1/0/0?kinds=hotel", "venues/1/0/0?district=x"])
            .chain(["crashes/1/0/0?hours=x", "crashes/1/0/0?moon=full", "roads/1/0/0?paint=red"])
        {
            assert_eq!(TileAddress::parse(bad), None, "{bad}");
        }
    }
}
