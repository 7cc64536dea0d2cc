//! What the columns of a table are: coordinates, the id, fields of the schema, or something else. The same for CSV and
//! for every other kind of table.

use super::builder::{LayerBuilder, RawGeometry, RawValue, Slot};
use super::format::FileError;
use super::report::WarningKind;
use super::wkt;
use crate::domain::{Words, schema};

/// Usual names of the column of longitudes (or eastings), the surest first.
const X_NAMES: &[&str] = &["lon", "lng", "longitude", "long", "经度", "經度", "x", "easting"];
/// Usual names of the column of latitudes (or northings), the surest first.
const Y_NAMES: &[&str] = &["lat", "latitude", "纬度", "緯度", "y", "northing"];
/// Usual names of a column of well-known text.
const WKT_NAMES: &[&str] = &["geometry", "wkt", "geom", "the_geom", "wkt_geom"];

/// Whether a table's column of this name would be taken for a geometry.
pub(super) fn is_geometry_name(name: &str) -> bool {
    WKT_NAMES.iter().any(|n| n.eq_ignore_ascii_case(name))
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Role {
    X,
    Y,
    Wkt,
    Value(Slot),
}

/// The columns of one table.
#[derive(Debug)]
pub struct Columns {
    roles: Vec<Role>,
    has_place: bool,
    /// What the file calls the columns of longitudes and latitudes.
    xy_names: [String; 2],
    /// Kept between rows to save an allocation a row; empty then.
    values: Vec<(Slot, RawValue<'static>)>,
}

impl Columns {
    /// Finds out what each column is. Fails where the table lacks what no row can do without.
    pub fn from_header(header: &[&str], rows: &mut LayerBuilder) -> Result<Self, FileError> {
        let layer = rows.layer();
        let named = |names: &[&str]| {
            let at = |name: &&str| header.iter().position(|h| h.trim().to_lowercase() == **name);
            layer.is_spatial().then(|| names.iter().find_map(at)).flatten()
        };
        let wkt = named(WKT_NAMES);
        let place = if wkt.is_some() { None } else { named(X_NAMES).zip(named(Y_NAMES)) };
        let mut roles = Vec::with_capacity(header.len());
        let mut twice = Vec::new();
        for (i, name) in header.iter().enumerate() {
            let role = match place {
                _ if wkt == Some(i) => Role::Wkt,
                Some((x, _)) if x == i => Role::X,
                Some((_, y)) if y == i => Role::Y,
                _ if name.trim().is_empty() => Role::Value(rows.slot(&format!("column_{}", i + 1))),
                _ => Role::Value(rows.slot(name)),
            };
            if role != Role::Value(Slot::None) && roles.contains(&role) {
                twice.push(*name);
            }
            roles.push(role);
        }
        for name in twice {
            let text =
                Words::new("同名列出现两次；取第一个有值的", "a column that is there twice; the first value counts");
            rows.warn(WarningKind::Column, None, name, "", text);
        }
        let has_place = wkt.is_some() || place.is_some();
        let name = |at: usize| header[at].trim();
        let xy_names = place.map_or_else(Default::default, |(x, y)| [name(x), name(y)].map(str::to_owned));
        match (wkt, place) {
            (Some(at), _) => rows.name_place(&[name(at)]),
            (None, Some((x, y))) => rows.name_place(&[name(x), name(y)]),
            (None, None) => {}
        }
        let seen = || super::report::shortened(&header.join(", "));
        if layer.geometry().required() && !has_place {
            return Err(FileError::new(
                format!("缺少坐标列（lon 与 lat，或 geometry）；表头为：{}", seen()),
                format!("no columns with coordinates (lon and lat, or geometry); the header is: {}", seen()),
            ));
        }
        for field in schema::fields(layer).iter().filter(|f| f.required) {
            let slot = rows.slot(field.name);
            if !roles.contains(&Role::Value(slot)) {
                let name = field.name;
                return Err(FileError::new(
                    format!("缺少必需的列 {name:?}；表头为：{}", seen()),
                    format!("the column {name:?} is missing and no row can do without it; the header is: {}", seen()),
                ));
            }
        }
        Ok(Self { roles, has_place, xy_names, values: Vec::new() })
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.roles.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.roles.is_empty()
    }

    /// Pushes a row. `row` counts from 1; missing cells at the end are missing values; a row without any value is
    /// skipped; a row with more values than columns is rejected, because its values then stand in the wrong columns.
    pub fn push<'a>(&mut self, rows: &mut LayerBuilder, row: u32, cells: impl Iterator<Item = RawValue<'a>>) {
        let mut values = recycled(std::mem::take(&mut self.values));
        self.push_by(rows, row, cells, &mut values);
        self.values = recycled(values);
    }

    /// The same with a list for the values, whatever is in it, that whoever pushes many rows keeps.
    pub(super) fn push_by<'a>(
        &self,
        rows: &mut LayerBuilder,
        row: u32,
        cells: impl Iterator<Item = RawValue<'a>>,
        values: &mut Vec<(Slot, RawValue<'a>)>,
    ) {
        values.clear();
        let (mut x, mut y, mut text, mut surplus) = (RawValue::Missing, RawValue::Missing, "", None);
        let mut n = 0;
        for (i, cell) in cells.enumerate() {
            if is_blank(&cell) {
                continue;
            }
            n += 1;
            match (self.roles.get(i), cell) {
                (Some(Role::X), cell) => x = cell,
                (Some(Role::Y), cell) => y = cell,
                (Some(Role::Wkt), RawValue::Text(t)) => text = t,
                (Some(Role::Wkt), _) => text = "?",
                (Some(Role::Value(slot)), cell) => values.push((*slot, cell)),
                (None, cell) => surplus = Some(cell),
            }
        }
        if n == 0 {
            rows.skip(1);
        } else if let Some(found) = surplus {
            let columns = self.roles.len();
            rows.reject(row, "", &found.shown(), &format!("至多 {columns} 列"), &format!("at most {columns} columns"));
        } else if !text.is_empty() {
            rows.push(row, wkt::parse(text).raw(), values);
        } else {
            let place = match (number(&x), number(&y)) {
                (Some(x), Some(y)) if self.has_place => Ok(RawGeometry::Point([x, y])),
                (Some(_), Some(_)) => Ok(RawGeometry::Missing),
                _ if is_blank(&x) && is_blank(&y) => Ok(RawGeometry::Missing),
                (None, _) => Err((&self.xy_names[0], x)),
                (_, None) => Err((&self.xy_names[1], y)),
            };
            match place {
                Ok(place) => drop(rows.push(row, place, values)),
                // A coordinate that is no number, or is missing while the other is there.
                Err((column, found)) => rows.reject(row, column, &found.shown(), "数字坐标", "a number"),
            }
        }
    }
}

/// The same allocation for values of another row.
fn recycled<'b>(mut values: Vec<(Slot, RawValue<'_>)>) -> Vec<(Slot, RawValue<'b>)> {
    values.clear();
    values.into_iter().map(|(slot, _)| (slot, RawValue::Missing)).collect()
}

fn is_blank(cell: &RawValue<'_>) -> bool {
    match cell {
        RawValue::Missing => true,
        RawValue::Text(t) => t.bytes().all(|b| b.is_ascii_whitespace()),
        _ => false,
    }
}

fn number(cell: &RawValue<'_>) -> Option<f64> {
    match cell {
        RawValue::Number(n) => Some(*n),
        RawValue::Text(t) => t.trim().parse().ok(),
        _ => None,
    }
}
