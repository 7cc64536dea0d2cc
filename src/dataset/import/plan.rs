//! The import plan: one TOML text that says how a heap of raw files becomes a dataset.
//!
//! Nothing in it is guessed or passed over: a key that is not known, a field that the layer does not have, a unit that
//! cannot become the field's unit is an error that names the key and the line.

use super::rule::{Rule, Unit};
use crate::domain::{Campaign, Conventions, FieldType, LayerName, Source as Attribution, Words, schema};
use crate::units::LngLatBox;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use std::collections::BTreeMap;
use std::fmt;
use toml::Spanned;

/// A plan that cannot be carried out, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .words.en)]
pub struct PlanError {
    /// The sentence for people; the line is in it.
    pub words: Words,
}

/// A plan.
#[derive(Debug)]
pub struct Plan {
    /// The city that comes of it.
    pub city: CityPlan,
    /// The sources, in the plan's order.
    pub sources: Vec<Source>,
}

/// What the plan says of the city.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CityPlan {
    /// Its name.
    pub name: Words,
    /// The day of the data, YYYY-MM-DD.
    pub as_of: String,
    /// IANA name.
    pub timezone: Option<String>,
    /// Where the data came from: attribution and licence.
    #[serde(default)]
    pub sources: Vec<Attribution>,
    /// Campaigns of the ledger.
    #[serde(default)]
    pub campaigns: Vec<Campaign>,
    /// Local conventions.
    #[serde(default)]
    pub conventions: Conventions,
    /// Overrides of method constants.
    #[serde(default)]
    pub parameters: BTreeMap<String, f64>,
    /// Rule packs, relative to the plan.
    #[serde(default)]
    pub rule_packs: Vec<String>,
    /// The file of corrections made by hand, relative to the plan; one called `patches.json` beside the plan is taken unasked.
    pub patches: Option<String>,
}

/// A file to read.
#[derive(Debug)]
pub struct Source {
    /// The file, relative to the plan.
    pub file: String,
    /// Said where the ending does not tell: csv, geojson, xlsx, osm, pbf, gpkg.
    pub format: Option<String>,
    /// What becomes of it.
    pub what: What,
    /// The text encoding, where it is not to be found out.
    pub encoding: Option<String>,
    /// The coordinate system's code.
    pub crs: Option<String>,
    /// Lines (CSV) or sheet rows before the header.
    pub skip_rows: u32,
    /// The sheet of a workbook or the table of a GeoPackage; the first where missing.
    pub sheet: Option<String>,
    /// What lies outside is rejected.
    pub bounds: Option<LngLatBox>,
}

/// What becomes of a source.
#[derive(Debug)]
pub enum What {
    /// OSM tags become layers.
    Osm,
    /// Rows become features of one layer.
    Layer(LayerPlan),
}

/// How a source's rows become features.
#[derive(Debug)]
pub struct LayerPlan {
    /// The layer.
    pub layer: LayerName,
    /// Where a row is.
    pub place: Place,
    /// The fields and what each is made from, in the plan's order; empty: columns keep their names.
    pub fields: Vec<(String, Rule)>,
    /// Columns that nothing is made from are kept under their own names.
    pub keeps_rest: bool,
    /// One row of several is wanted.
    pub unique: Option<Unique>,
}

impl LayerPlan {
    /// Every column that it names.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        let place: Vec<&str> = match &self.place {
            Place::Own => Vec::new(),
            Place::Columns { x, y } => vec![x, y],
            Place::Pair(column) | Place::Wkt(column) => vec![column],
        };
        let fields = self.fields.iter().flat_map(|(_, rule)| rule.columns());
        let by = self.unique.iter().flat_map(|u| &u.by);
        place.into_iter().chain(fields.chain(by).map(String::as_str))
    }
}

/// Where a row's place stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Place {
    /// In the source's own geometry, or nowhere.
    Own,
    /// In two columns.
    Columns {
        /// Easting or longitude.
        x: String,
        /// Northing or latitude.
        y: String,
    },
    /// In one column: easting or longitude, then northing or latitude.
    Pair(String),
    /// As well-known text in a column.
    Wkt(String),
}

/// Rows that are one thing.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unique {
    /// The columns in which they agree.
    pub by: Vec<String>,
    /// How the others speak for the one that is kept, by field.
    #[serde(default)]
    pub keep: BTreeMap<String, Keep>,
}

/// How the merged rows' values become the kept row's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Keep {
    /// Of a closed list the first, of numbers the largest.
    Worst,
    /// How many rows there were.
    Count,
    /// Their sum.
    Sum,
    /// The first row's.
    First,
    /// The largest.
    Max,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPlan {
    city: CityPlan,
    #[serde(default)]
    source: Vec<Spanned<RawSource>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSource {
    file: String,
    format: Option<String>,
    profile: Option<Spanned<String>>,
    layer: Option<Spanned<String>>,
    encoding: Option<Spanned<String>>,
    crs: Option<String>,
    #[serde(default)]
    skip_rows: u32,
    sheet: Option<String>,
    bounds: Option<Spanned<[f64; 4]>>,
    #[serde(default)]
    rest: Rest,
    fields: Option<RawFields>,
    unique: Option<Spanned<Unique>>,
}

/// What becomes of columns that no field is made from.
#[derive(Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Rest {
    /// They are left out.
    #[default]
    Drop,
    /// They keep their names and their words.
    Keep,
}

/// `[source.fields]` with the place of every key, in the plan's order.
struct RawFields(Vec<(Spanned<String>, Spanned<Rule>)>);

impl<'de> Deserialize<'de> for RawFields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs;
        impl<'de> Visitor<'de> for Pairs {
            type Value = RawFields;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a table of fields")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawFields, A::Error> {
                let mut out = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    out.push(pair);
                }
                Ok(RawFields(out))
            }
        }
        deserializer.deserialize_map(Pairs)
    }
}

impl Plan {
    /// Reads a plan.
    pub fn parse(text: &str) -> Result<Self, PlanError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let raw: RawPlan = toml::from_str(text).map_err(|e| {
            let at = e.span().map_or(String::new(), |s| format!("第 {} 行：", line_of(text, s.start)));
            // The parser's own words name the line, show it and point at the key.
            PlanError {
                words: Words::new(format!("导入方案有误。{at}{}", e.message()), format!("the plan: {e}"))
            }
        })?;
        let at = Lines(text);
        if crate::dataset::dates::parse_date(&raw.city.as_of).is_none() {
            let found = &raw.city.as_of;
            return Err(at.error(
                text.find("as_of").unwrap_or(0),
                format!("as_of {found:?} 不是 年-月-日"),
                format!("as_of {found:?} is no day as YYYY-MM-DD"),
            ));
        }
        if raw.source.is_empty() {
            return Err(at.error(text.len(), "没有 [[source]]".into(), "there is no [[source]]".into()));
        }
        let sources = raw.source.into_iter().map(|s| at.source(s)).collect::<Result<_, _>>()?;
        Ok(Self { city: raw.city, sources })
    }
}

fn line_of(text: &str, at: usize) -> usize {
    text.as_bytes()[..at.min(text.len())].iter().filter(|b| **b == b'\n').count() + 1
}

/// The plan's text, for naming lines.
struct Lines<'a>(&'a str);

impl Lines<'_> {
    fn error(&self, at: usize, zh: String, en: String) -> PlanError {
        let line = line_of(self.0, at);
        PlanError {
            words: Words::new(format!("导入方案第 {line} 行：{zh}"), format!("the plan, line {line}: {en}"))
        }
    }

    fn source(&self, raw: Spanned<RawSource>) -> Result<Source, PlanError> {
        let start = raw.span().start;
        let raw = raw.into_inner();
        if let Some(encoding) = &raw.encoding
            && encoding_rs::Encoding::for_label(encoding.get_ref().as_bytes()).is_none()
        {
            let name = encoding.get_ref();
            return Err(self.error(
                encoding.span().start,
                format!("没有名为 {name:?} 的编码"),
                format!("there is no encoding {name:?}"),
            ));
        }
        let bounds = match &raw.bounds {
            None => None,
            Some(b) => {
                let [west, south, east, north] = *b.get_ref();
                let fits = west <= east && south <= north && [west, south, east, north].iter().all(|v| v.is_finite());
                if !fits {
                    return Err(self.error(
                        b.span().start,
                        "bounds 应为 [西, 南, 东, 北]，西不大于东，南不大于北".into(),
                        "bounds must be [west, south, east, north] with west ≤ east and south ≤ north".into(),
                    ));
                }
                Some(LngLatBox { west, south, east, north })
            }
        };
        let what = match (&raw.profile, &raw.layer) {
            (Some(profile), None) if profile.get_ref() == "osm" && raw.fields.is_none() && raw.unique.is_none() => {
                What::Osm
            }
            (Some(profile), None) if profile.get_ref() == "osm" => {
                return Err(self.error(
                    profile.span().start,
                    "profile = \"osm\" 不能与 fields 或 unique 同用".into(),
                    "profile = \"osm\" takes neither fields nor unique".into(),
                ));
            }
            (Some(profile), None) => {
                let name = profile.get_ref();
                return Err(self.error(
                    profile.span().start,
                    format!("没有名为 {name:?} 的 profile；有 \"osm\""),
                    format!("there is no profile {name:?}; there is \"osm\""),
                ));
            }
            (None, Some(layer)) => {
                let place = layer.span().start;
                let name = LayerName::from_code(layer.get_ref()).ok_or_else(|| {
                    let (found, codes) = (layer.get_ref(), codes());
                    self.error(
                        place,
                        format!("没有名为 {found:?} 的图层；有 {codes}"),
                        format!("there is no layer {found:?}; there are {codes}"),
                    )
                })?;
                What::Layer(self.layer(place, name, raw.fields, raw.rest == Rest::Keep, raw.unique)?)
            }
            _ => {
                return Err(self.error(
                    start,
                    "每个 [[source]] 要有 profile 或 layer 之一".into(),
                    "a [[source]] needs a profile or a layer, and not both".into(),
                ));
            }
        };
        Ok(Source {
            file: raw.file,
            format: raw.format,
            what,
            encoding: raw.encoding.map(Spanned::into_inner),
            crs: raw.crs,
            skip_rows: raw.skip_rows,
            sheet: raw.sheet,
            bounds,
        })
    }

    fn layer(
        &self,
        start: usize,
        layer: LayerName,
        raw: Option<RawFields>,
        keeps_rest: bool,
        unique: Option<Spanned<Unique>>,
    ) -> Result<LayerPlan, PlanError> {
        let (mut x, mut y, mut wkt, mut pair) = (None, None, None, None);
        let mut fields = Vec::new();
        for (key, rule) in raw.map_or(Vec::new(), |f| f.0) {
            let (at, name) = (key.span().start, key.into_inner());
            let rule = rule.into_inner();
            match name.as_str() {
                "x" | "y" | "xy" | "geometry" => {
                    let Some(column) = rule.plain_column() else {
                        return Err(self.error(
                            at,
                            format!("{name} 应为列名"),
                            format!("{name} must be the name of a column"),
                        ));
                    };
                    match name.as_str() {
                        "x" => x = Some(column.to_owned()),
                        "y" => y = Some(column.to_owned()),
                        "xy" => pair = Some(column.to_owned()),
                        _ => wkt = Some(column.to_owned()),
                    }
                }
                "id" => fields.push((name, rule)),
                _ => {
                    self.check_field(at, layer, &name, &rule)?;
                    fields.push((name, rule));
                }
            }
        }
        let place = match (x, y, pair, wkt) {
            (Some(x), Some(y), None, None) => Place::Columns { x, y },
            (None, None, Some(column), None) => Place::Pair(column),
            (None, None, None, Some(column)) => Place::Wkt(column),
            (None, None, None, None) => Place::Own,
            _ => {
                return Err(self.error(
                    start,
                    "坐标要么是 x 与 y 两列，要么是 xy 一列，要么是 geometry 一列".into(),
                    "a place is either x and y together, or xy, or geometry".into(),
                ));
            }
        };
        if let Some(unique) = &unique {
            let at = unique.span().start;
            for field in unique.get_ref().keep.keys() {
                let known = schema::all(layer).any(|f| f.name == field);
                if !known {
                    return Err(self.unknown_field(at, layer, field));
                }
            }
            if unique.get_ref().by.is_empty() {
                return Err(self.error(at, "unique.by 是空的".into(), "unique.by is empty".into()));
            }
        }
        Ok(LayerPlan { layer, place, fields, keeps_rest, unique: unique.map(Spanned::into_inner) })
    }

    fn check_field(&self, at: usize, layer: LayerName, name: &str, rule: &Rule) -> Result<(), PlanError> {
        let Some(field) = schema::all(layer).find(|f| f.name == name && !f.name.starts_with('_')) else {
            return Err(self.unknown_field(at, layer, name));
        };
        if let Some(unit) = rule.unit() {
            let target = match field.kind {
                FieldType::Number { unit, .. } => unit,
                _ => "",
            };
            if Unit::between(unit, target).is_none() {
                return Err(self.error(
                    at,
                    format!("{name} 的单位 {unit:?} 不能换算为 {target:?}"),
                    format!("{name}: the unit {unit:?} cannot become {target:?}"),
                ));
            }
        }
        if let Err(why) = rule.check() {
            return Err(self.error(at, format!("{name}：{why}"), format!("{name}: {why}")));
        }
        Ok(())
    }

    fn unknown_field(&self, at: usize, layer: LayerName, name: &str) -> PlanError {
        let names: Vec<&str> = schema::all(layer).map(|f| f.name).filter(|n| !n.starts_with('_')).collect();
        let (layer, names) = (layer.code(), names.join(", "));
        self.error(
            at,
            format!("{layer} 图层没有字段 {name:?}；有 id, {names}"),
            format!("the layer {layer} has no field {name:?}; it has id, {names}"),
        )
    }
}

fn codes() -> String {
    let codes: Vec<&str> = LayerName::ALL.iter().map(|l| l.code()).collect();
    codes.join(", ")
}
