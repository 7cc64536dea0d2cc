//! A lone table of the reader's own: its columns matched to fields by name, its coordinate system guessed and asked, and
//! read by the very plan that `riskmap import` takes.
//!
//! Everything is a function of the file's bytes and of the reader's choice; nothing is remembered between questions but
//! the file itself.

mod header;
mod judge;
mod matching;
mod plan;
mod sheet;
mod sniff;
mod synonyms;
mod systems;
mod values;
mod words;

use crate::dataset::format::{FileError, Formats};
use crate::dataset::own::{ColumnUse, Labels, OwnChoice, OwnGuess, OwnPlace, OwnTable, Sure};
use crate::domain::{FieldType, Geometry, LayerName, Words, schema};
use sheet::Sheet;

/// A file that is being looked at.
pub struct Own {
    name: String,
    bytes: Vec<u8>,
    sheet: Sheet,
    formats: Formats,
    labels: Labels,
}

impl Own {
    /// Looks at a file. Fails with a sentence where it is no table, or one without rows.
    pub fn new(name: &str, bytes: Vec<u8>, labels: Labels) -> Result<Self, FileError> {
        let name = super::short_name(name).to_owned();
        let formats = Formats::all();
        let sheet = Sheet::read(&name, &bytes, &formats)?;
        Ok(Self { name, bytes, sheet, formats, labels })
    }

    /// What it holds.
    pub fn table(&self) -> &OwnTable {
        &self.sheet.table
    }

    /// How it is best read: as a layer, or as whichever it seems to be.
    pub fn guess(&self, layer: Option<LayerName>, into: &OwnPlace) -> OwnGuess {
        let (layers, layer_sure) = self.layers();
        let chosen = layer.or_else(|| layers.first().copied()).unwrap_or(LayerName::Facilities);
        let matches = matching::columns(&self.sheet, chosen, &self.labels);
        let columns: Vec<ColumnUse> = matches.iter().map(|m| m.used_as.clone()).collect();
        let found = systems::find(&self.sheet, &columns, into.near);
        let mut notes = Vec::new();
        if self.sheet.table.above > 0 {
            let n = self.sheet.table.above;
            notes.push(Words::new(
                format!("表头在第 {} 行，以上 {n} 行不读", n + 1),
                format!("the header is in row {}; what stands above it is not read", n + 1),
            ));
        }
        if self.sheet.table.columns.len() == sheet::MOST_COLUMNS {
            let n = sheet::MOST_COLUMNS;
            notes.push(Words::new(
                format!("列很多：只对应前 {n} 列，其余原样保留"),
                format!("many columns: the first {n} are matched, the others are kept as they are"),
            ));
        }
        if matches.iter().any(|m| m.swapped) {
            notes.push(Words::new(
                "两列坐标的数值只有对调后才说得通，已对调：请核对",
                "the two columns of coordinates make sense only exchanged, and were: please check",
            ));
        }
        for (at, used_as) in columns.iter().enumerate() {
            let ColumnUse::Field(name) = used_as else { continue };
            let field = schema::all(chosen).find(|f| f.name == name);
            let field = field.filter(|f| matches!(f.kind, FieldType::Code(_) | FieldType::Kind(_)));
            notes.extend(field.and_then(|f| values::told(&self.sheet, at, chosen, f, &self.labels)));
        }
        notes.extend(found.note);
        let system = (found.sure > Sure::Asked).then(|| found.systems.first().map(|s| s.code.clone())).flatten();
        let fixed = matching::lacking(chosen, &columns)
            .into_iter()
            .filter_map(|field| Some((field.to_owned(), self.by_file_name(chosen, field)?.to_owned())))
            .collect();
        OwnGuess {
            layers,
            layer_sure,
            choice: OwnChoice { layer: chosen, columns, fixed, system, replaces: false },
            sure: matches.iter().map(|m| m.sure).collect(),
            systems: found.systems,
            system_sure: found.sure,
            notes,
        }
    }

    /// The layers that the table's shapes allow, the likeliest first.
    fn layers(&self) -> (Vec<LayerName>, Sure) {
        let told = synonyms::layer_of_file(&self.name);
        let of_facilities = matching::columns(&self.sheet, LayerName::Facilities, &self.labels);
        let wkt = of_facilities.iter().any(|m| m.used_as == ColumnUse::Wkt);
        let points = of_facilities.iter().any(|m| m.used_as.is_place());
        let mut scored: Vec<(LayerName, u32)> = LayerName::ALL
            .iter()
            .filter(|layer| self.admits(**layer, points, wkt))
            .map(|layer| {
                let matches = matching::columns(&self.sheet, *layer, &self.labels);
                let weight = matching::weight(&matches, *layer, &self.sheet, &self.labels);
                (*layer, weight + if told == Some(*layer) { 150 } else { 0 })
            })
            .collect();
        // Stable: of equals the one that lists show first.
        scored.sort_by_key(|scored| std::cmp::Reverse(scored.1));
        let (first, second) = (scored.first().map_or(0, |s| s.1), scored.get(1).map_or(0, |s| s.1));
        let sure = match first {
            0 => Sure::Asked,
            n if n >= second + 150 || n >= second * 2 => Sure::Sure,
            n if n > second => Sure::Likely,
            _ => Sure::Asked,
        };
        (scored.into_iter().map(|(layer, _)| layer).collect(), sure)
    }

    /// Whether a layer takes what the table has for shapes: its features', or those of its columns.
    fn admits(&self, layer: LayerName, points: bool, wkt: bool) -> bool {
        let s = self.sheet.shapes;
        if !self.sheet.table.shapes {
            // A table gives points, or lines and polygons as words; a layer of areas takes no lone points.
            return match layer.geometry() {
                Geometry::None => !points,
                Geometry::PointOrNone => true,
                Geometry::Point | Geometry::PointOrPolygon => points,
                Geometry::Line | Geometry::Polygon | Geometry::LineOrPolygon => wkt,
            };
        }
        let all = s.points + s.lines + s.polygons;
        let fits = match layer.geometry() {
            Geometry::Point | Geometry::PointOrNone => s.points,
            Geometry::Line => s.lines,
            Geometry::Polygon => s.polygons,
            Geometry::PointOrPolygon => s.points + s.polygons,
            Geometry::LineOrPolygon => s.lines + s.polygons,
            Geometry::None => 0,
        };
        fits * 2 > all
    }

    /// What the file's name says that every row is: 加油站名单 holds filling stations.
    fn by_file_name(&self, layer: LayerName, field: &str) -> Option<&'static str> {
        let def = schema::fields(layer).iter().find(|f| f.name == field)?;
        let stem = self.name.split('.').next().unwrap_or(&self.name);
        (field == "kind").then(|| words::code_of(layer, def, stem, &self.labels)).flatten()
    }

    /// The plan of a choice, as `riskmap import` takes it.
    pub fn plan(&self, choice: &OwnChoice, into: &OwnPlace) -> String {
        plan::text(&self.sheet, choice, into, &self.labels)
    }
}
