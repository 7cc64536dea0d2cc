//! The open city: its layers, each with an index on the plane and its tiles.

mod hits;
mod info;

pub use hits::{anchor, kind_counts};

use super::protocol::{EngineError, FeatureRef};
use crate::dataset::{Report, check};
use crate::domain::{City, Layer, LayerName};
use crate::spatial::tile::{ALWAYS_NAMED, TileSource, place_named_from};
use crate::spatial::{Index, Plane, Probe, SpatialError, usual_degrees};
use crate::units::{LngLatBox, TRUE_WITHIN_M, Xy};
use std::collections::BTreeMap;

/// A city with everything that answers questions about it.
pub struct Open {
    city: City,
    plane: Plane,
    placed: BTreeMap<LayerName, Placed>,
    report: Report,
    generation: u32,
    /// From which zoom each district's name is said by a place in it.
    districts_named_until: Vec<u8>,
    /// Why nothing can be asked by place: the positions do not fit on one plane.
    refused: Option<SpatialError>,
}

/// A layer that has places.
pub struct Placed {
    /// Its R-tree.
    pub index: Index,
    /// Its vector tiles.
    pub tiles: TileSource,
}

/// A layer with its index: what nearly every answer needs.
#[derive(Clone, Copy)]
pub struct Ready<'a> {
    /// The rows.
    pub layer: &'a Layer,
    /// Their R-tree and tiles.
    pub placed: &'a Placed,
}

impl Open {
    /// An empty city around where most of a layer lies: a stray position must not move the plane of all others. None for
    /// a layer without a place.
    pub fn around(layer: &Layer, generation: u32) -> Option<Self> {
        usual_degrees(layer.shapes().coords()).map(|bounds| Self::over(&bounds, generation))
    }

    /// An empty city around a box, on whose middle the plane is centred. A box that spans more than half the globe has no
    /// plane: its rows can be read, and every question by place is refused.
    pub fn over(bounds: &LngLatBox, generation: u32) -> Self {
        let (plane, refused) = match Plane::over(bounds) {
            Ok(plane) => (plane, None),
            Err(error) => (Plane::centred_on(bounds.centre()), Some(error)),
        };
        Self {
            city: City::default(),
            plane,
            placed: BTreeMap::new(),
            report: Report::default(),
            generation,
            districts_named_until: Vec::new(),
            refused,
        }
    }

    /// Exchanges the rows with those of another city, so that a reader can add to them in place.
    pub fn swap_city(&mut self, city: &mut City) {
        std::mem::swap(&mut self.city, city);
        // Both sides need the manifest: the reader for the files to come, the page for the city's name.
        city.manifest.clone_from(&self.city.manifest);
    }

    /// Indexes a layer and makes its tiles.
    pub fn place(&mut self, name: LayerName) {
        if let Some(layer) = self.city.layer(name).filter(|_| name.is_spatial() && self.refused.is_none()) {
            let index = Index::build(layer.shapes(), &self.plane);
            let tiles = TileSource::build(layer);
            self.placed.insert(name, Placed { index, tiles });
        }
        if matches!(name, LayerName::Districts | LayerName::Places) {
            self.districts_named_until = self.named_by_places();
        }
    }

    /// From which zoom each district's name is said by a place in it: both would stand there.
    fn named_by_places(&self) -> Vec<u8> {
        let (Some(districts), Some(places)) = (self.get(LayerName::Districts), self.get(LayerName::Places)) else {
            return Vec::new();
        };
        let mut until = vec![ALWAYS_NAMED; districts.layer.len()];
        let mut by_name: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for row in 0..places.layer.len() {
            if let Some(name) = places.layer.text(row, "name").or_else(|| places.layer.text(row, "name_en")) {
                by_name.entry(name).or_default().push(row);
            }
        }
        for (row, until) in until.iter_mut().enumerate() {
            let name = districts.layer.text(row, "name").or_else(|| districts.layer.text(row, "name_en"));
            let Some(same) = name.and_then(|name| by_name.get(name)) else { continue };
            let probe = Probe::of(districts.layer.shapes(), row as u32, &self.plane);
            let inside = same
                .iter()
                .filter(|place| anchor(places.layer, **place).is_some_and(|at| probe.contains(self.plane.xy(at))));
            let zooms = inside.map(|place| place_named_from(places.layer.text(*place, "kind").unwrap_or_default()));
            *until = zooms.min().unwrap_or(ALWAYS_NAMED);
        }
        until
    }

    /// From which zoom each district's name is said by a place in it.
    pub fn districts_named_until(&self) -> &[u8] {
        &self.districts_named_until
    }

    /// Looks again at a city that was changed: it is another one for whoever has seen the one before.
    pub(super) fn look_again(&mut self, generation: u32) {
        check::again(&self.city, &mut self.report);
        self.generation = generation;
    }

    /// The city and its report, to be put right together.
    pub(super) fn city_and_report(&mut self) -> (&mut City, &mut Report) {
        (&mut self.city, &mut self.report)
    }

    /// A city of tables has no place until a layer has one: the first of some that does.
    pub(super) fn centre_if_nowhere<'a>(&mut self, mut layers: impl Iterator<Item = &'a Layer>) {
        let first = |generation| layers.find_map(|layer| Self::around(layer, generation));
        if let Some(fresh) = self.placed.is_empty().then_some(self.generation).and_then(first) {
            (self.plane, self.refused) = (fresh.plane, fresh.refused);
        }
    }

    /// Centres the plane anew where the layer that was first there lies far from most of the city: of a few rows nobody
    /// can tell which one strays. Each layer counts alike; of fewer than five the largest decides.
    pub fn centre_on_most(&mut self) {
        let layers = LayerName::ALL.iter().filter(|name| name.is_spatial()).filter_map(|name| self.city.layer(*name));
        let layers: Vec<&Layer> = layers.filter(|layer| !layer.shapes().coords().is_empty()).collect();
        let usual = |layer: &&Layer| usual_degrees(layer.shapes().coords());
        let most = if layers.len() < 5 {
            layers.iter().max_by_key(|layer| layer.len()).and_then(usual)
        } else {
            usual_degrees(&layers.iter().filter_map(usual).map(|b| b.centre()).collect::<Vec<_>>())
        };
        let Some(most) = most else { return };
        let off_m = self.plane.xy(most.centre()).distance_m(Xy::new(0.0, 0.0));
        if off_m > TRUE_WITHIN_M || self.refused.is_some() {
            let fresh = Self::over(&most, self.generation);
            (self.plane, self.refused) = (fresh.plane, fresh.refused);
            self.place_all();
        }
    }

    /// Indexes every layer.
    pub fn place_all(&mut self) {
        for name in LayerName::ALL {
            self.place(*name);
        }
    }

    /// What was read, merged, skipped, rejected and noticed.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// Sets what was read, merged, skipped, rejected and noticed.
    pub fn set_report(&mut self, report: Report) {
        self.report = report;
    }

    /// The city's rows.
    pub fn city(&self) -> &City {
        &self.city
    }

    /// Which of the cities that were opened it is.
    pub fn generation(&self) -> u32 {
        self.generation
    }

    /// The city's plane.
    pub fn plane(&self) -> &Plane {
        &self.plane
    }

    /// A layer with its index, if the city has it.
    pub fn get(&self, name: LayerName) -> Option<Ready<'_>> {
        Some(Ready { layer: self.city.layer(name)?, placed: self.placed.get(&name)? })
    }

    /// A layer with its index, or the error that says it is missing.
    pub fn need(&self, name: LayerName) -> Result<Ready<'_>, EngineError> {
        match self.refused {
            Some(error) => Err(error.into()),
            None => self.get(name).ok_or(EngineError::NoLayer(name)),
        }
    }

    /// A feature's layer, if there is such a row.
    pub fn feature(&self, of: FeatureRef) -> Result<Ready<'_>, EngineError> {
        let ready = self.need(of.layer)?;
        if (of.row as usize) < ready.layer.len() {
            Ok(ready)
        } else {
            Err(EngineError::NotThere(format!("row {} in {}", of.row, of.layer)))
        }
    }

    /// The feature of an id.
    pub fn lookup(&self, layer: LayerName, id: &str) -> Option<FeatureRef> {
        let row = self.city.layer(layer)?.row_of(id)?;
        Some(FeatureRef { layer, row: row as u32 })
    }

    /// A feature's shape on the plane.
    pub fn probe(&self, of: FeatureRef) -> Result<Probe, EngineError> {
        let ready = self.feature(of)?;
        Ok(Probe::of(ready.layer.shapes(), of.row, &self.plane))
    }
}
