//! One feature: its geometry and its properties, nested ones flattened to dotted names.

use super::super::builder::{LayerBuilder, Position, RawValue as Raw, Slot};
use super::super::wkt::OwnedGeometry;
use crate::domain::FieldType;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

/// A feature, its parts not parsed yet.
#[derive(Debug, Default, serde::Deserialize)]
pub(super) struct Feature<'a> {
    #[serde(borrow)]
    geometry: Option<&'a RawValue>,
    #[serde(borrow)]
    properties: Option<&'a RawValue>,
    #[serde(borrow)]
    id: Option<&'a RawValue>,
}

#[derive(serde::Deserialize)]
struct Geometry<'a> {
    #[serde(borrow, rename = "type")]
    kind: Cow<'a, str>,
    #[serde(borrow)]
    coordinates: Option<&'a RawValue>,
    #[serde(borrow, default)]
    geometries: Vec<&'a RawValue>,
}

/// The first two numbers of a position; height and measure are left out.
struct Xy(Position);

impl<'de> Deserialize<'de> for Xy {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct First2;
        impl<'de> Visitor<'de> for First2 {
            type Value = Xy;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a position of at least two numbers")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Xy, A::Error> {
                let short = |n| serde::de::Error::invalid_length(n, &"at least two numbers");
                let x = seq.next_element()?.ok_or_else(|| short(0))?;
                let y = seq.next_element()?.ok_or_else(|| short(1))?;
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Xy([x, y]))
            }
        }
        deserializer.deserialize_seq(First2)
    }
}

/// Reads a geometry. What is none is [`OwnedGeometry::Unreadable`], with the reason.
pub(in crate::dataset) fn geometry(raw: &RawValue) -> OwnedGeometry {
    geometry_at(raw, 0)
}

fn geometry_at(raw: &RawValue, depth: usize) -> OwnedGeometry {
    if raw.get() == "null" {
        return OwnedGeometry::Missing;
    }
    let unreadable = |e: serde_json::Error| OwnedGeometry::Unreadable(e.to_string());
    let g: Geometry<'_> = match serde_json::from_str(raw.get()) {
        Ok(g) => g,
        Err(e) => return unreadable(e),
    };
    if g.kind == "GeometryCollection" {
        return match g.geometries.as_slice() {
            [] => OwnedGeometry::Missing,
            [one] if depth < 4 => geometry_at(one, depth + 1),
            many => OwnedGeometry::Unreadable(format!("GeometryCollection of {}", many.len())),
        };
    }
    let text = g.coordinates.map_or("null", RawValue::get);
    let read = match &*g.kind {
        // An empty list of coordinates is GeoJSON's way to say "no place".
        _ if text == "null" || text == "[]" => Ok(OwnedGeometry::Missing),
        "Point" => serde_json::from_str(text).map(|Xy(p)| OwnedGeometry::Point(p)),
        "MultiPoint" => positions(text).map(|points| OwnedGeometry::of_points(&points)),
        "LineString" => positions(text).map(|line| OwnedGeometry::Lines(vec![line])),
        "MultiLineString" => serde_json::from_str(text).map(|l| OwnedGeometry::Lines(bare2(l))),
        "Polygon" => serde_json::from_str(text).map(|l| OwnedGeometry::Polygons(vec![bare2(l)])),
        "MultiPolygon" => serde_json::from_str(text)
            .map(|l: Vec<Vec<Vec<Xy>>>| OwnedGeometry::Polygons(l.into_iter().map(bare2).collect())),
        other => Ok(OwnedGeometry::Unreadable(other.to_owned())),
    };
    read.unwrap_or_else(unreadable)
}

fn positions(text: &str) -> Result<Vec<Position>, serde_json::Error> {
    serde_json::from_str(text).map(bare)
}

fn bare(list: Vec<Xy>) -> Vec<Position> {
    list.into_iter().map(|Xy(p)| p).collect()
}

fn bare2(list: Vec<Vec<Xy>>) -> Vec<Vec<Position>> {
    list.into_iter().map(bare).collect()
}

/// A property's value, owned where JSON escapes demand it.
pub(super) enum Property<'a> {
    Text(Cow<'a, str>),
    Number(f64),
    Bool(bool),
    Json(&'a str),
}

impl Property<'_> {
    pub(super) fn raw(&self) -> Raw<'_> {
        match self {
            Self::Text(t) => Raw::Text(t),
            Self::Number(n) => Raw::Number(*n),
            Self::Bool(b) => Raw::Bool(*b),
            Self::Json(t) => Raw::Json(t),
        }
    }
}

/// The members of an object in their order.
struct Members<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(serde::Deserialize)]
        struct Key<'a>(#[serde(borrow)] Cow<'a, str>);
        struct All;
        impl<'de> Visitor<'de> for All {
            type Value = Members<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
                let mut out = Vec::new();
                while let Some(Key(key)) = map.next_key()? {
                    out.push((key, map.next_value()?));
                }
                Ok(Members(out))
            }
        }
        deserializer.deserialize_map(All)
    }
}

impl<'a> Feature<'a> {
    /// A feature of the members of a top object.
    pub(super) fn of(
        geometry: Option<&'a RawValue>,
        properties: Option<&'a RawValue>,
        id: Option<&'a RawValue>,
    ) -> Self {
        Self { geometry, properties, id }
    }

    pub(super) fn geometry(&self) -> OwnedGeometry {
        self.geometry.map_or(OwnedGeometry::Missing, geometry)
    }

    /// The values, by slot. Fails where the properties are no JSON object.
    pub(super) fn values(&self, rows: &mut LayerBuilder) -> Result<Vec<(Slot, Property<'a>)>, serde_json::Error> {
        let mut out = Vec::new();
        if let Some(raw) = self.properties.filter(|raw| raw.get() != "null") {
            flatten(raw, &mut String::new(), 0, rows, &mut out)?;
        }
        if let Some(id) = self.id {
            add(Slot::Id, id, &mut out)?;
        }
        Ok(out)
    }
}

/// Objects inside objects deeper than this are kept as JSON text.
const MAX_DOTS: usize = 8;

fn flatten<'a>(
    object: &'a RawValue,
    prefix: &mut String,
    depth: usize,
    rows: &mut LayerBuilder,
    out: &mut Vec<(Slot, Property<'a>)>,
) -> Result<(), serde_json::Error> {
    let Members(members) = serde_json::from_str(object.get())?;
    let stem = prefix.len();
    for (name, value) in members {
        prefix.push_str(&name);
        let slot = rows.slot_of_known(prefix);
        let kept_whole = slot.and_then(|slot| rows.field(slot)).is_some_and(|f| f.kind == FieldType::List);
        if value.get().starts_with('{') && !kept_whole && depth < MAX_DOTS {
            prefix.push('.');
            flatten(value, prefix, depth + 1, rows, out)?;
        } else {
            let slot = slot.unwrap_or_else(|| rows.slot(prefix));
            add(slot, value, out)?;
        }
        prefix.truncate(stem);
    }
    Ok(())
}

fn add<'a>(slot: Slot, value: &'a RawValue, out: &mut Vec<(Slot, Property<'a>)>) -> Result<(), serde_json::Error> {
    let text = value.get();
    let property = match text.as_bytes().first() {
        Some(b'"') => {
            #[derive(serde::Deserialize)]
            struct Text<'a>(#[serde(borrow)] Cow<'a, str>);
            let Text(text) = serde_json::from_str(text)?;
            Property::Text(text)
        }
        Some(b'{' | b'[') => Property::Json(text),
        Some(b't') => Property::Bool(true),
        Some(b'f') => Property::Bool(false),
        Some(b'n') | None => return Ok(()),
        Some(_) => Property::Number(serde_json::from_str(text)?),
    };
    out.push((slot, property));
    Ok(())
}
