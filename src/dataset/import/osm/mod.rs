//! The built-in reading of OSM tags into layers, a file a layer.
//!
//! What a tag does not say stays unknown. One object is one feature a layer: where tags give two kinds, the one higher
//! in the kinds' list wins and the rest goes to `also`. The same place as an area and as a point inside it, of the same
//! kind and name, is merged into the area.

mod base;
mod districts;
mod facilities;
mod fire;
mod kinds;
mod pipelines;
mod roads;
mod values;
mod venues;

use super::plan::Source;
use super::{Heard, Import};
use crate::dataset::builder::{LayerBuilder, Position, RawValue, Slot};
use crate::dataset::foreign::osm::{Item, ObjectKind, Osm, area};
use crate::dataset::format::FileError;
use crate::dataset::report::{Warning, WarningKind};
use crate::dataset::wkt::OwnedGeometry;
use crate::domain::{LayerName, Words};
use crate::units::LngLat;
use std::borrow::Cow;

/// Reads an extract into every layer that it has something for.
pub(super) fn import(
    source: &Source,
    bytes: &[u8],
    import: &mut Import<'_>,
    heard: &mut Heard<'_>,
) -> Result<(), FileError> {
    if source.crs.is_some() {
        return Err(FileError::new("OSM 数据总是 WGS84，不能指定 crs", "OSM data is always WGS84 and takes no crs"));
    }
    let osm =
        Osm::read(bytes, &mut |done, total| heard(None, done, total)).map_err(|e| FileError::new(e.0.zh, e.0.en))?;
    if let Some(Words { zh, en }) = &osm.damage {
        let text = Words::new(format!("OSM 文件有损坏：{zh}"), format!("the OSM file is damaged: {en}"));
        let file = super::short_name(&source.file);
        import.warnings.push(Warning::of_layer(WarningKind::Truncated, "", file, text));
    }
    type Fill = fn(&mut Sink<'_, '_>);
    let run: [(LayerName, Fill); 13] = [
        (LayerName::Districts, districts::import),
        (LayerName::Facilities, facilities::import),
        (LayerName::Pipelines, pipelines::import),
        (LayerName::Venues, venues::import),
        (LayerName::Roads, roads::import),
        (LayerName::FireStations, fire::stations),
        (LayerName::Hydrants, fire::hydrants),
        (LayerName::Water, base::water),
        (LayerName::Green, base::green),
        (LayerName::Built, base::built),
        (LayerName::Buildings, base::buildings),
        (LayerName::Railways, base::railways),
        (LayerName::Places, base::places),
    ];
    for (name, layer) in run {
        layer(&mut Sink { osm: &osm, source, import });
        let kept = import.layers.get(&name).map_or(0, |rows| rows.counts().kept);
        heard(Some(name), kept, kept);
    }
    Ok(())
}

/// Where the layers' readers put features.
struct Sink<'a, 'b> {
    osm: &'a Osm,
    source: &'a Source,
    import: &'a mut Import<'b>,
}

/// A feature's values by field.
type Values<'a> = Vec<(&'static str, Cow<'a, str>)>;

impl<'a> Sink<'a, '_> {
    fn builder(&mut self, layer: LayerName) -> &mut LayerBuilder {
        let builder = self.import.builder(layer, self.source);
        builder.set_crs(None);
        builder.set_bounds(self.source.bounds);
        builder
    }
}

/// Pushes one feature; names in both languages come with it. Says whether it was kept.
fn push(rows: &mut LayerBuilder, item: Item<'_>, id: &str, shape: &OwnedGeometry, values: &Values<'_>) -> bool {
    let tags = item.tags();
    let mut all: Vec<(Slot, RawValue<'_>)> = Vec::with_capacity(values.len() + 3);
    all.push((Slot::Id, RawValue::Text(id)));
    for (field, key) in [("name", "name"), ("name_en", "name:en")] {
        if let Some(name) = tags.get(key) {
            all.push((rows.slot(field), RawValue::Text(name)));
        }
    }
    for (field, value) in values {
        all.push((rows.slot(field), RawValue::Text(value)));
    }
    rows.push(item.ordinal(), shape.raw(), &all)
}

/// Where an object is: a node's point, the area of a closed way or of a relation.
enum Shape {
    /// It is here.
    At(OwnedGeometry),
    /// It is here, and goes on beyond the extract's border.
    Part(OwnedGeometry),
    /// It goes on beyond the extract's border.
    Cut,
    /// It has no shape of its own: a relation that says what belongs together.
    Group,
    /// It is neither point nor area.
    None,
}

fn position(p: LngLat) -> Position {
    [p.lng, p.lat]
}

fn positions(line: &[LngLat]) -> Vec<Position> {
    line.iter().copied().map(position).collect()
}

fn polygons(area: area::Polygons) -> OwnedGeometry {
    OwnedGeometry::Polygons(area.into_iter().map(|rings| rings.iter().map(|r| positions(r)).collect()).collect())
}

fn point_or_area(osm: &Osm, item: Item<'_>) -> Shape {
    let area = match item.kind {
        ObjectKind::Node => {
            let at = osm.position(item.id());
            return at.map_or(Shape::Cut, |p| Shape::At(OwnedGeometry::Point(position(p))));
        }
        ObjectKind::Way => area::of_way(osm, item).map(polygons).map(Shape::At),
        ObjectKind::Relation if item.tags().is_one_of("type", &["multipolygon", "boundary", "site"]) => {
            let area = area::of_relation(osm, item);
            area.map(|a| if a.is_part { Shape::Part(polygons(a.polygons)) } else { Shape::At(polygons(a.polygons)) })
        }
        ObjectKind::Relation => return Shape::Group,
    };
    match area {
        Some(shape) => shape,
        None if is_cut(osm, item) => Shape::Cut,
        None if item.tags().is("type", "site") => Shape::Group,
        None => Shape::None,
    }
}

/// Whether the extract lacks nodes or ways of an object.
fn is_cut(osm: &Osm, item: Item<'_>) -> bool {
    match item.kind {
        ObjectKind::Node => osm.node_place(item.id()).is_none(),
        ObjectKind::Way => item.refs().iter().any(|n| osm.node_place(*n).is_none()),
        ObjectKind::Relation => item.members().iter().any(|m| {
            m.kind == ObjectKind::Way
                && osm.way(m.id).is_none_or(|w| w.refs().iter().any(|n| osm.node_place(*n).is_none()))
        }),
    }
}

/// Pushes a way as a line; one of which the extract has less than two nodes in a row is skipped.
fn push_line(rows: &mut LayerBuilder, osm: &Osm, way: Item<'_>, values: &Values<'_>) {
    let lines = osm.lines(way);
    if lines.is_empty() && is_cut(osm, way) {
        return rows.skip(1);
    }
    let shape = OwnedGeometry::Lines(lines.iter().map(|line| positions(line)).collect());
    push(rows, way, &way.code(), &shape, values);
}

/// Pushes the object as a point or an area.
fn push_place(rows: &mut LayerBuilder, osm: &Osm, item: Item<'_>, values: &Values<'_>) {
    push_shape(rows, item, &point_or_area(osm, item), values);
}

/// Pushes the object where it has a shape. Groups and what the extract's border cuts are skipped, what should have a
/// shape and has none is rejected.
fn push_shape(rows: &mut LayerBuilder, item: Item<'_>, shape: &Shape, values: &Values<'_>) {
    match shape {
        Shape::At(shape) => drop(push(rows, item, &item.code(), shape, values)),
        Shape::Part(shape) => {
            if push(rows, item, &item.code(), shape, values) {
                let text = Words::new(
                    "区域的一部分没有闭合或超出提取范围；只保留了闭合的部分",
                    "a part of the area does not close or lies beyond the extract's border; kept without it",
                );
                rows.warn(WarningKind::PartDropped, Some(item.ordinal()), "geometry", &item.code(), text);
            }
        }
        Shape::Cut | Shape::Group => rows.skip(1),
        Shape::None => reject_shape(rows, item),
    }
}

fn reject_shape(rows: &mut LayerBuilder, item: Item<'_>) {
    let found = format!("{} ({} nodes or members)", item.code(), item.refs_or_members());
    rows.reject(
        item.ordinal(),
        "geometry",
        &found,
        "点、闭合的线或闭合的关系",
        "a node, a closed way or a relation that closes",
    );
}

/// Every tagged object: nodes, ways, relations, each by id.
fn items(osm: &Osm) -> impl Iterator<Item = Item<'_>> {
    osm.nodes().chain(osm.ways()).chain(osm.relations()).filter(|i| !i.tags().is_empty())
}
