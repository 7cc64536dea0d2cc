//! Which rows of a layer belong to a district.
//!
//! **Question.** Which venues, facilities or hydrants are a district's?
//!
//! **Rule.** A row belongs to the district that its `district` field names by id, division code or name, and to every
//! district above that one (`parent`). A row whose field is empty, or names none of the layer's districts, or a name
//! that several of them have, belongs where it lies: a point by its position (borders included, edges straight in
//! degrees), an area by its centroid, so that an area on a border belongs to one side only; a line belongs to every
//! district it touches.
//!
//! **Why the field first.** Whose a place is, is a matter of administration: an exclave or an office's own register is
//! right where a simplified border is not.
//!
//! **Degenerate input.** A district without a shape has only the rows that name it. A parent chain that runs in a circle
//! ends where it began.

use super::venues::Indexed;
use crate::domain::{Layer, ShapeKind};
use crate::spatial::Probe;
use crate::surface::one_place_each;
use crate::units::LngLat;
use std::collections::BTreeMap;

/// The rows of a layer that belong to a district, ascending. `district` is a row of `districts`.
pub fn rows_in(districts: &Layer, district: u32, of: Indexed<'_>) -> Vec<u32> {
    if district as usize >= districts.len() {
        return Vec::new();
    }
    let names = Names::of(districts);
    let below = names.at_or_below(districts, district);
    let mut rows = inside(districts, district, of);
    // By position only where the field does not decide.
    rows.retain(|row| names.of_row(of.layer, *row as usize).is_none());
    let named = (0..of.layer.len())
        .filter(|row| names.of_row(of.layer, *row).is_some_and(|d| below[d as usize]))
        .map(|row| row as u32);
    rows.extend(named);
    rows.sort_unstable();
    rows
}

/// The district that a row's `district` field names; `None` where the field does not decide.
pub fn named(districts: &Layer, of: &Layer, row: u32) -> Option<u32> {
    Names::of(districts).of_row(of, row as usize)
}

/// The rows that lie in a district's shape.
fn inside(districts: &Layer, district: u32, of: Indexed<'_>) -> Vec<u32> {
    let shape = districts.shapes().get(district as usize);
    if shape.kind() != ShapeKind::Polygon {
        return Vec::new();
    }
    let mut members: Vec<Vec<Vec<LngLat>>> = Vec::new();
    for (ring, hole) in shape.parts() {
        match members.last_mut() {
            Some(member) if hole => member.push(ring.to_vec()),
            _ => members.push(vec![ring.to_vec()]),
        }
    }
    let shapes = of.layer.shapes();
    let mut rows = of.index.in_polygon(shapes, &members);
    if !shapes.all_points() {
        let places = one_place_each(shapes, of.index.xy());
        let area = Probe::of(districts.shapes(), district, of.index.plane());
        rows.retain(|row| {
            shapes.get(*row as usize).kind() != ShapeKind::Polygon || area.contains(places[*row as usize])
        });
    }
    rows
}

/// What districts are called: the row of each id, code and unambiguous name.
struct Names<'a> {
    rows: BTreeMap<&'a str, u32>,
}

impl<'a> Names<'a> {
    fn of(districts: &'a Layer) -> Self {
        let mut rows = BTreeMap::new();
        // Ids are unique; a code or name gives way to them, and to nothing else when two districts have it.
        for field in ["name_en", "name", "code"] {
            let mut seen: BTreeMap<&str, Option<u32>> = BTreeMap::new();
            for row in 0..districts.len() {
                if let Some(text) = districts.text(row, field) {
                    seen.entry(text).and_modify(|r| *r = None).or_insert(Some(row as u32));
                }
            }
            for (text, row) in seen {
                match row {
                    Some(row) => rows.insert(text, row),
                    None => rows.remove(text),
                };
            }
        }
        rows.extend((0..districts.len()).map(|row| (districts.id(row), row as u32)));
        Self { rows }
    }

    /// The district that a row's field names.
    fn of_row(&self, layer: &Layer, row: usize) -> Option<u32> {
        self.rows.get(layer.text(row, "district")?.trim()).copied()
    }

    /// By district: whether it is this one or lies below it.
    fn at_or_below(&self, districts: &Layer, district: u32) -> Vec<bool> {
        let parent = |row: u32| {
            let parent = districts.text(row as usize, "parent")?;
            self.rows.get(parent.trim()).copied()
        };
        (0..districts.len() as u32)
            .map(|row| {
                let mut at = Some(row);
                // No chain is longer than there are districts.
                for _ in 0..districts.len() {
                    match at {
                        Some(d) if d == district => return true,
                        Some(d) => at = parent(d),
                        None => return false,
                    }
                }
                false
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{LayerName, Value, schema};
    use crate::spatial::{Index, Plane};

    fn square(west: f64, size: f64) -> Vec<LngLat> {
        [(0.0, 0.0), (size, 0.0), (size, size), (0.0, size), (0.0, 0.0)]
            .iter()
            .map(|(x, y)| LngLat::new(104.0 + west + x, 30.0 + y))
            .collect()
    }

    /// A city of two counties side by side, the eastern one with a town; and a third of the same name as the western.
    fn districts() -> Layer {
        let mut layer = Layer::new(LayerName::Districts, "districts.geojson");
        type Row = (&'static str, &'static str, &'static str, &'static str, Option<Vec<LngLat>>);
        let rows: [Row; 5] = [
            ("city", "岚川市", "990100", "", Some(square(0.0, 0.2))),
            ("west", "新城区", "990101", "city", Some(square(0.0, 0.1))),
            ("east", "东河区", "990102", "岚川市", Some(square(0.1, 0.1))),
            ("town", "石桥镇", "990102101", "990102", None),
            ("other", "新城区", "", "other", None),
        ];
        for (i, (id, name, code, parent, ring)) in rows.into_iter().enumerate() {
            match ring {
                Some(ring) => layer.shapes_mut().push_polygon(&[vec![ring]]),
                None => layer.shapes_mut().push_none(),
            }
            for (field, text) in [("name", name), ("code", code), ("parent", parent)] {
                if !text.is_empty() {
                    layer.set(schema::position(LayerName::Districts, field).unwrap(), Value::Text(text));
                }
            }
            layer.finish_row(id, i as u32 + 1);
        }
        layer.finish();
        layer
    }

    fn venues() -> Layer {
        let mut layer = Layer::new(LayerName::Venues, "venues.geojson");
        let field = schema::position(LayerName::Venues, "district").unwrap();
        let rows: [(f64, Option<&str>); 7] = [
            (0.05, None),              // 0: lies in the west
            (0.15, Some("west")),      // 1: lies in the east, belongs to the west
            (0.05, Some("石桥镇")),    // 2: lies in the west, belongs to the town in the east
            (0.15, Some("990102")),    // 3: the east by its code
            (0.15, Some("新城区")),    // 4: a name of two: lies in the east
            (0.15, Some("elsewhere")), // 5: a name of none: lies in the east
            (0.9, Some("岚川市")),     // 6: lies outside, belongs to the city itself
        ];
        for (i, (x, district)) in rows.into_iter().enumerate() {
            layer.shapes_mut().push_point(LngLat::new(104.0 + x, 30.05));
            if let Some(text) = district {
                layer.set(field, Value::Text(text));
            }
            layer.finish_row(&format!("v{i}"), i as u32 + 1);
        }
        // 7: an area over the border, its middle in the east.
        layer.shapes_mut().push_polygon(&[vec![square(0.095, 0.02)]]);
        layer.finish_row("v7", 8);
        layer.finish();
        layer
    }

    #[test]
    fn by_field_then_by_place() {
        let (districts, venues) = (districts(), venues());
        let index = Index::build(venues.shapes(), &Plane::centred_on(LngLat::new(104.1, 30.05)));
        let of = Indexed { layer: &venues, index: &index };
        assert_eq!(rows_in(&districts, 1, of), [0, 1]);
        assert_eq!(rows_in(&districts, 2, of), [2, 3, 4, 5, 7]);
        assert_eq!(rows_in(&districts, 3, of), [2], "a town without a shape has who names it");
        assert_eq!(rows_in(&districts, 4, of), [0u32; 0], "its own parent");
        assert_eq!(rows_in(&districts, 0, of), [0, 1, 2, 3, 4, 5, 6, 7]);
        assert_eq!(rows_in(&districts, 9, of), [0u32; 0]);
        let named: Vec<Option<u32>> = (0..8).map(|row| named(&districts, &venues, row)).collect();
        assert_eq!(named, [None, Some(1), Some(3), Some(2), None, None, Some(0), None]);
    }
}
