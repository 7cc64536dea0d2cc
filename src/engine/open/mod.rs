//! The open city: its layers, each with an index on the plane and its tiles.

use super::protocol::{CityInfo, DistrictInfo, EngineError, FeatureRef, Hit, KindCount, LayerInfo};
use crate::dataset::{Report, check, patches};
use crate::domain::{City, Column, FieldType, Layer, LayerName, OwnData, ShapeKind, Words, schema};
use crate::risk::assess::RATED;
use crate::risk::districts;
use crate::risk::venues::people;
use crate::spatial::tile::{ALWAYS_NAMED, TileSource, place_named_from};
use crate::spatial::{Index, Plane, Probe, SpatialError, usual_degrees};
use crate::units::{LngLat, LngLatBox, TRUE_WITHIN_M, Xy};
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

    /// The box of the districts; without them, of all that has a place.
    pub fn bounds(&self) -> Option<LngLatBox> {
        let bounds_of = |layer: &Layer| match self.placed.get(&layer.name()) {
            Some(placed) => placed.index.lnglat_bounds(),
            None => LngLatBox::around(layer.shapes().coords().iter().copied()),
        };
        self.city.layer(LayerName::Districts).and_then(bounds_of).or_else(|| {
            self.city.layers().filter(|l| l.name().is_spatial()).filter_map(bounds_of).reduce(LngLatBox::union)
        })
    }

    /// What the page needs to know of the city.
    pub fn info(&self) -> CityInfo {
        let manifest = &self.city.manifest;
        let file = |layer: LayerName| manifest.layers.get(layer.code());
        let restricted = |layer| file(layer).and_then(|f| f.visibility.as_deref()) == Some("restricted");
        let layers = LayerName::ALL
            .iter()
            .filter_map(|name| self.city.layer(*name))
            .map(|layer| LayerInfo {
                layer: layer.name(),
                count: layer.len() as u32,
                kinds: kind_counts(layer, 0..layer.len()),
                numbers: numbers(layer),
                restricted: restricted(layer.name()),
            })
            .collect();
        CityInfo {
            generation: self.generation,
            name: manifest.name.clone(),
            fictional: manifest.fictional,
            as_of: manifest.as_of.clone(),
            bounds: self.bounds(),
            layers,
            dry_hydrants: self.dry_hydrants(),
            districts: self.districts(),
            sources: manifest.sources.clone(),
            own: manifest.own_data.clone(),
            corrections: patches::counts(&self.city),
            rejected: self.report.layers.values().map(|r| r.rejected_count).sum(),
            warnings: (self.report.warnings.len() as u64
                + self.report.layers.values().flat_map(|r| r.warning_counts.values()).sum::<u64>())
                as u32,
            completeness: self.completeness(),
            rated: self.is_rated(),
        }
    }

    fn dry_hydrants(&self) -> u32 {
        let layer = self.city.layer(LayerName::Hydrants);
        layer.map_or(0, |l| (0..l.len()).filter(|row| l.flag(*row, "working") == Some(false)).count() as u32)
    }

    fn districts(&self) -> Vec<DistrictInfo> {
        let Some(layer) = self.city.layer(LayerName::Districts) else { return Vec::new() };
        let mut all: Vec<DistrictInfo> = (0..layer.len())
            .map(|row| DistrictInfo {
                row: row as u32,
                id: layer.id(row).to_owned(),
                name: layer.title(row),
                level: layer.text(row, "level").unwrap_or_default().to_owned(),
                bounds: LngLatBox::around(layer.shapes().get(row).coords().iter().copied()),
            })
            .filter(|d| d.level != "city")
            .collect();
        all.sort_by(|a, b| a.id.cmp(&b.id));
        all
    }

    /// Whether something is known by which a method rates: what is stored and in which quantity, a pipeline's product,
    /// people in a venue. A city of names and places alone has no levels.
    fn is_rated(&self) -> bool {
        const FIELDS: [&str; 11] = [
            "substances",
            "units",
            "vessels",
            "net_explosive_kg",
            "licensed_distances",
            "grading",
            "product",
            "pressure_mpa",
            "diameter_mm",
            "people_day",
            "people_night",
        ];
        const RECORDS: [&str; 4] = ["mine.", "tailings.", "score.", "lec."];
        let rates = |field: &str| FIELDS.contains(&field) || RECORDS.iter().any(|record| field.starts_with(record));
        RATED.into_iter().filter_map(|name| self.city.layer(name)).any(|layer| {
            schema::fields(layer.name()).iter().any(|field| rates(field.name) && layer.column(field.name).is_some())
        })
    }

    /// Share of the values that today's methods ask for which are known: headcounts and floors of venues, whether
    /// hydrants work, substances of facilities.
    fn completeness(&self) -> Option<f64> {
        const ASKED: &[(LayerName, &[&str])] = &[
            (LayerName::Venues, &["people_day", "people_night", "floors"]),
            (LayerName::Hydrants, &["working"]),
            (LayerName::Facilities, &["status", "workers_day"]),
        ];
        let (mut known, mut asked) = (0_usize, 0_usize);
        for (name, fields) in ASKED {
            let Some(layer) = self.city.layer(*name) else { continue };
            for field in *fields {
                asked += layer.len();
                known += (0..layer.len()).filter(|row| layer.value(*row, field).is_some()).count();
            }
        }
        (asked > 0).then(|| known as f64 / asked as f64)
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

/// The number fields that at least one row fills.
fn numbers(layer: &Layer) -> Vec<String> {
    schema::all(layer.name())
        .filter(|f| matches!(f.kind, FieldType::Number { .. }))
        .filter(|f| matches!(layer.column(f.name), Some(Column::Number(c)) if c.iter().any(|v| !v.is_nan())))
        .map(|f| f.name.to_owned())
        .collect()
}
