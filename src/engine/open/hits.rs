//! A feature as lists show it: what it is called, where it lies, in which district, whose row it is.

use super::super::protocol::{EngineError, FeatureRef, Hit, KindCount};
use super::Open;
use crate::domain::{Column, FieldType, Layer, LayerName, OwnData, ShapeKind, Words, schema};
use crate::risk::districts;
use crate::risk::venues::people;
use crate::units::{LngLat, LngLatBox};
use std::collections::BTreeMap;

impl Open {
    /// A feature as lists show it.
    pub fn hit(&self, of: FeatureRef, distance_m: Option<f64>) -> Result<Hit, EngineError> {
        let layer = self.feature(of)?.layer;
        let row = of.row as usize;
        let shape = layer.shapes().get(row);
        let at = anchor(layer, row)
            .ok_or_else(|| EngineError::NotThere(format!("place of {}:{}", of.layer, layer.id(row))))?;
        let bounds = LngLatBox::around(shape.coords().iter().copied()).unwrap_or(LngLatBox {
            west: at.lng,
            south: at.lat,
            east: at.lng,
            north: at.lat,
        });
        Ok(Hit {
            feature: of,
            id: layer.id(row).to_owned(),
            name: layer.title(row),
            kind: layer.text(row, "kind").or_else(|| layer.text(row, "class")).unwrap_or_default().to_owned(),
            at,
            bounds,
            apart: Words::default(),
            sections: Vec::new(),
            distance_m,
            working: (of.layer == LayerName::Hydrants).then(|| layer.flag(row, "working")).flatten(),
            level: None,
            people: (of.layer == LayerName::Venues).then(|| people(layer, of.row)).flatten(),
            own: self.is_own(layer, row),
        })
    }

    /// Whether a row comes from a table of the reader's own: from its file, or from anywhere in a layer that it replaced.
    pub fn is_own(&self, layer: &Layer, row: usize) -> bool {
        // A row of the city's says nothing of where it stood: its file may be called as the reader's.
        let is_of = |own: &OwnData| own.replaces || layer.text(row, "_src").is_some_and(|source| is_from(own, source));
        self.own_tables(layer.name()).any(is_of)
    }

    fn own_tables(&self, name: LayerName) -> impl Iterator<Item = &OwnData> {
        self.city.manifest.own_data.iter().filter(move |own| own.layer == name.code())
    }

    /// The rows of a layer that come from tables of the reader's own; none where no row does.
    pub fn own_rows(&self, name: LayerName) -> Option<Vec<bool>> {
        let layer = self.city.layer(name).filter(|_| self.own_tables(name).next().is_some())?;
        if self.own_tables(name).any(|own| own.replaces) {
            return Some(vec![true; layer.len()]);
        }
        let Some(Column::Text(sources)) = layer.column("_src") else { return None };
        let is_own = |source: &str| self.own_tables(name).any(|own| is_from(own, source));
        Some((0..layer.len()).map(|row| sources.get(row).is_some_and(is_own)).collect())
    }

    /// A danger as lists show it: called by what it is, at its own place or else at its target's, which it names.
    pub fn danger_hit(&self, row: u32, target: Option<FeatureRef>, distance_m: Option<f64>) -> Option<Hit> {
        let own = FeatureRef { layer: LayerName::Dangers, row };
        let layer = self.city.layer(LayerName::Dangers)?;
        let target = target.and_then(|target| self.hit(target, distance_m).ok());
        let hit = self.hit(own, distance_m).ok().or_else(|| target.clone())?;
        let id = layer.id(row as usize).to_owned();
        Some(Hit {
            feature: own,
            name: layer.text(row as usize, "what").map_or_else(|| Words::same(id.clone()), Words::same),
            id,
            kind: String::new(),
            apart: target.map(|target| target.name).unwrap_or_default(),
            level: None,
            people: None,
            ..hit
        })
    }

    /// The district of a feature: the one that its field names, otherwise the smallest below the city that it lies in.
    pub fn district_of(&self, of: FeatureRef, at: LngLat) -> Option<u32> {
        let districts = self.get(LayerName::Districts)?;
        if let Some(named) = districts::named(districts.layer, self.city.layer(of.layer)?, of.row) {
            return Some(named);
        }
        let spot = LngLatBox { west: at.lng, south: at.lat, east: at.lng, north: at.lat };
        let rows = districts.placed.index.in_box(districts.layer.shapes(), &spot);
        let extent = |row: u32| {
            LngLatBox::around(districts.layer.shapes().get(row as usize).coords().iter().copied())
                .map_or(f64::INFINITY, |b| (b.east - b.west) * (b.north - b.south))
        };
        rows.into_iter()
            .filter(|row| districts.layer.text(*row as usize, "level") != Some("city"))
            .min_by(|a, b| extent(*a).total_cmp(&extent(*b)))
    }
}

/// Whether where a row stood, "file#row", is in a reader's table.
fn is_from(own: &OwnData, source: &str) -> bool {
    source.strip_prefix(own.file.as_str()).is_some_and(|rest| rest.starts_with('#'))
}

/// A position on a feature: a point itself, the middle position of a line, a place inside a polygon.
pub fn anchor(layer: &Layer, row: usize) -> Option<LngLat> {
    let shape = layer.shapes().get(row);
    match shape.kind() {
        ShapeKind::None => None,
        ShapeKind::Point => shape.coords().first().copied(),
        ShapeKind::Line => {
            let longest = shape.parts().map(|(part, _)| part).max_by_key(|part| part.len())?;
            longest.get(longest.len() / 2).copied()
        }
        ShapeKind::Polygon => crate::spatial::inner_point(shape),
    }
}

/// How many of some rows are of each kind, most first.
pub fn kind_counts(layer: &Layer, rows: impl Iterator<Item = usize>) -> Vec<KindCount> {
    let Some(field) = schema::fields(layer.name()).iter().find(|f| matches!(f.kind, FieldType::Kind(_))) else {
        return Vec::new();
    };
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for row in rows {
        if let Some(kind) = layer.text(row, field.name) {
            *counts.entry(kind).or_default() += 1;
        }
    }
    let mut counts: Vec<KindCount> =
        counts.into_iter().map(|(kind, count)| KindCount { kind: kind.to_owned(), count }).collect();
    counts.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.kind.cmp(&b.kind)));
    counts
}
