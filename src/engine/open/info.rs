//! What the page needs to know of an open city.

use super::super::protocol::{CityInfo, DistrictInfo, LayerInfo};
use super::{Open, kind_counts};
use crate::dataset::patches;
use crate::domain::{Column, FieldType, Layer, LayerName, schema};
use crate::risk::assess::RATED;
use crate::units::LngLatBox;

impl Open {
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

/// The number fields that at least one row fills.
fn numbers(layer: &Layer) -> Vec<String> {
    schema::all(layer.name())
        .filter(|f| matches!(f.kind, FieldType::Number { .. }))
        .filter(|f| matches!(layer.column(f.name), Some(Column::Number(c)) if c.iter().any(|v| !v.is_nan())))
        .map(|f| f.name.to_owned())
        .collect()
}
