//! Districts from administrative boundaries, each with the smallest one around it as its parent.
//!
//! `admin_level` to level: 3, 4, 5 city (a region, a municipality under a state, a prefecture), 6 and 7 county, 8 town,
//! 9, 10 and 11 grid. 2 is a state and left out.

use super::{Shape, Sink, Values, items, point_or_area, push, reject_shape};
use crate::dataset::foreign::osm::{Item, ObjectKind};
use crate::dataset::wkt::OwnedGeometry;
use crate::domain::LayerName;
use crate::units::LngLat;
use crate::units::LngLatBox;
use std::borrow::Cow;
use std::collections::BTreeSet;

type Ring = Vec<[f64; 2]>;

struct District<'a> {
    item: Item<'a>,
    admin_level: u8,
    shape: OwnedGeometry,
    bounds: LngLatBox,
    area: f64,
}

pub(super) fn import(sink: &mut Sink<'_, '_>) {
    let osm = sink.osm;
    let rows = sink.builder(LayerName::Districts);
    let mut districts: Vec<District<'_>> = Vec::new();
    let is_boundary = |item: &Item<'_>| item.tags().is("boundary", "administrative");
    let members = osm.relations().filter(is_boundary).flat_map(|r| r.members());
    let sides: BTreeSet<i64> = members.filter(|m| m.kind == ObjectKind::Way).map(|m| m.id).collect();
    for item in items(osm).filter(is_boundary) {
        let tags = item.tags();
        // Ways of a boundary often repeat the relation's tags; they are its sides, not districts.
        let is_ring = || item.refs().first() == item.refs().last() && !sides.contains(&item.id());
        if item.kind == ObjectKind::Node || item.kind == ObjectKind::Way && !is_ring() {
            continue;
        }
        let admin_level = tags.get("admin_level").and_then(|l| l.parse::<u8>().ok()).unwrap_or(0);
        if level(admin_level).is_none() {
            rows.skip(1);
            continue;
        }
        match point_or_area(osm, item) {
            Shape::At(shape) => {
                let Some(bounds) = bounds(&shape) else { continue };
                let area = area(&shape);
                districts.push(District { item, admin_level, shape, bounds, area });
            }
            // A part of a district is another district than the one whose name it has.
            Shape::Cut | Shape::Part(_) | Shape::Group => rows.skip(1),
            Shape::None => reject_shape(rows, item),
        }
    }
    for district in &districts {
        let tags = district.item.tags();
        let mut values = Values::new();
        values.extend(level(district.admin_level).map(|l| ("level", Cow::Borrowed(l))));
        let code = tags.get("ref").or_else(|| tags.get("ISO3166-2"));
        values.extend(code.map(|c| ("code", Cow::Borrowed(c))));
        let population = tags.get("population").filter(|p| super::values::number(p).is_some());
        values.extend(population.map(|p| ("population", Cow::Borrowed(p))));
        values.extend(parent(district, &districts).map(|p| ("parent", Cow::Owned(p))));
        push(rows, district.item, &district.item.code(), &district.shape, &values);
    }
}

fn level(admin_level: u8) -> Option<&'static str> {
    match admin_level {
        3..=5 => Some("city"),
        6 | 7 => Some("county"),
        8 => Some("town"),
        9..=11 => Some("grid"),
        _ => None,
    }
}

/// The smallest district of a higher rank that has a place of this one inside.
fn parent(district: &District<'_>, all: &[District<'_>]) -> Option<String> {
    let place = inside(&district.shape)?;
    let around = all.iter().filter(|other| {
        other.admin_level < district.admin_level
            && other.bounds.contains(LngLat::new(place[0], place[1]))
            && rings(&other.shape).fold(false, |inside, ring| inside != crossings(ring, place))
    });
    around.min_by(|a, b| a.area.total_cmp(&b.area)).map(|d| d.item.code())
}

fn rings(shape: &OwnedGeometry) -> impl Iterator<Item = &Ring> {
    let members: &[Vec<Ring>] = if let OwnedGeometry::Polygons(members) = shape { members } else { &[] };
    members.iter().flatten()
}

fn bounds(shape: &OwnedGeometry) -> Option<LngLatBox> {
    LngLatBox::around(rings(shape).flatten().map(|p| LngLat::new(p[0], p[1])))
}

/// Square degrees: districts of one place are compared, no more.
fn area(shape: &OwnedGeometry) -> f64 {
    let ring = |ring: &Ring| ring.windows(2).map(|w| w[0][0] * w[1][1] - w[1][0] * w[0][1]).sum::<f64>().abs() / 2.0;
    let members: &[Vec<Ring>] = if let OwnedGeometry::Polygons(members) = shape { members } else { &[] };
    members.iter().map(|rings| rings.first().map_or(0.0, ring) - rings.iter().skip(1).map(ring).sum::<f64>()).sum()
}

fn crossings(ring: &Ring, [x, y]: [f64; 2]) -> bool {
    ring.windows(2).fold(false, |inside, w| {
        let crosses =
            (w[0][1] > y) != (w[1][1] > y) && x < (w[1][0] - w[0][0]) * (y - w[0][1]) / (w[1][1] - w[0][1]) + w[0][0];
        inside != crosses
    })
}

/// A position surely inside: the middle of the widest stretch of a line through the middle of the box.
fn inside(shape: &OwnedGeometry) -> Option<[f64; 2]> {
    let b = bounds(shape)?;
    // Not quite the middle, so that it passes between positions that were drawn on round numbers.
    let y = b.south + (b.north - b.south) * 0.501_37;
    let mut xs: Vec<f64> = rings(shape)
        .flat_map(|ring| ring.windows(2))
        .filter(|w| (w[0][1] > y) != (w[1][1] > y))
        .map(|w| (w[1][0] - w[0][0]) * (y - w[0][1]) / (w[1][1] - w[0][1]) + w[0][0])
        .collect();
    xs.sort_by(f64::total_cmp);
    let widest = xs.chunks_exact(2).max_by(|a, b| (a[1] - a[0]).total_cmp(&(b[1] - b[0])))?;
    Some([(widest[0] + widest[1]) / 2.0, y])
}
