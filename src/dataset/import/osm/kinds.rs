//! Objects that can be of several kinds, as points and as areas: which kind wins, and which point is in which area.

use super::{Shape, Sink, Values, point_or_area, push_shape};
use crate::dataset::foreign::osm::{Item, Tags};
use crate::dataset::wkt::OwnedGeometry;
use crate::domain::LayerName;
use crate::domain::kinds::Kind;
use std::borrow::Cow;
use std::collections::HashMap;

/// Gives every kind that tags say, in any order, and the words where the kind is `other`.
pub(super) type KindsOf = fn(Tags<'_>) -> Vec<&'static str>;

/// Reads a layer of kinds: facilities or venues.
pub(super) fn import(
    sink: &mut Sink<'_, '_>,
    layer: LayerName,
    list: &'static [Kind],
    kinds_of: KindsOf,
    values_of: fn(Tags<'_>) -> Values<'_>,
) {
    let osm = sink.osm;
    let rows = sink.builder(layer);
    let mut found: Vec<(Item<'_>, Vec<&'static str>, Shape)> = Vec::new();
    for item in super::items(osm) {
        let mut kinds = kinds_of(item.tags());
        kinds.sort_by_key(|code| list.iter().position(|k| k.code == *code));
        kinds.dedup();
        if !kinds.is_empty() {
            found.push((item, kinds, point_or_area(osm, item)));
        }
    }
    let areas = Areas::of(&found);
    for (item, kinds, shape) in &found {
        if let Shape::At(OwnedGeometry::Point(p)) = shape
            && areas.has_twin(*item, kinds[0], *p)
        {
            rows.merge(1);
            continue;
        }
        let mut values = values_of(item.tags());
        values.push(("kind", Cow::Borrowed(kinds[0])));
        if kinds.len() > 1 {
            values.push(("also", Cow::Owned(kinds[1..].join(" "))));
        }
        push_shape(rows, *item, shape, &values);
    }
}

/// The areas by kind and name.
struct Areas<'a> {
    by_kind_and_name: HashMap<(&'static str, Option<&'a str>), Vec<&'a OwnedGeometry>>,
}

impl<'a> Areas<'a> {
    fn of(found: &'a [(Item<'a>, Vec<&'static str>, Shape)]) -> Self {
        let mut by_kind_and_name: HashMap<_, Vec<_>> = HashMap::new();
        for (item, kinds, shape) in found {
            if let Shape::At(area @ OwnedGeometry::Polygons(_)) | Shape::Part(area) = shape {
                by_kind_and_name.entry((kinds[0], item.tags().get("name"))).or_default().push(area);
            }
        }
        Self { by_kind_and_name }
    }

    /// Whether an area of the same kind and name has the point inside.
    fn has_twin(&self, item: Item<'_>, kind: &'static str, p: [f64; 2]) -> bool {
        let areas = self.by_kind_and_name.get(&(kind, item.tags().get("name")));
        areas.is_some_and(|areas| areas.iter().any(|area| contains(area, p)))
    }
}

fn contains(area: &OwnedGeometry, [x, y]: [f64; 2]) -> bool {
    let OwnedGeometry::Polygons(members) = area else { return false };
    members.iter().any(|rings| {
        rings.iter().fold(false, |inside, ring| {
            ring.windows(2).fold(inside, |inside, w| {
                let crosses = (w[0][1] > y) != (w[1][1] > y)
                    && x < (w[1][0] - w[0][0]) * (y - w[0][1]) / (w[1][1] - w[0][1]) + w[0][0];
                inside != crosses
            })
        })
    })
}
