//! GeoPackage: a table of features out of a SQLite file, read from memory and never written.

use super::record::{Columns, Found, Record, Sink};
use super::wkb;
use crate::dataset::format::FileError;
use crate::dataset::limits::Limits;
use crate::dataset::wkt::OwnedGeometry;
use rusqlite::Connection;
use rusqlite::types::ValueRef;

/// Reads the rows of a table (the first one with geometry where no name is given).
pub fn read(bytes: &[u8], table: Option<&str>, limits: Limits, sink: &mut Sink<'_>) -> Result<(), FileError> {
    if !bytes.starts_with(b"SQLite format 3\0") {
        return Err(FileError::new("不是 GeoPackage 文件", "this is not a GeoPackage file"));
    }
    let db = open(bytes).map_err(|e| broken(&e))?;
    let (name, column, srs) = feature_table(&db, table)?;
    sink(Found::Crs(system(&db, srs)?))?;
    read_rows(&db, &name, &column, limits, sink)
}

fn broken(e: &rusqlite::Error) -> FileError {
    FileError::new(format!("无法读取 GeoPackage：{e}"), format!("the GeoPackage cannot be read: {e}"))
}

fn open(bytes: &[u8]) -> rusqlite::Result<Connection> {
    let mut copy = bytes.to_vec();
    // A file in write-ahead mode cannot be opened from memory; its content is the same without.
    if let Some(versions) = copy.get_mut(18..20) {
        versions.fill(1);
    }
    let mut db = Connection::open_in_memory()?;
    db.deserialize_read_exact(c"main", copy.as_slice(), copy.len(), true)?;
    // A hostile schema must not run anything while it is being read.
    db.execute_batch("PRAGMA trusted_schema = OFF; PRAGMA query_only = ON;")?;
    Ok(db)
}

/// Name, geometry column and reference system of the table.
fn feature_table(db: &Connection, wanted: Option<&str>) -> Result<(String, String, i64), FileError> {
    let mut query = db
        .prepare("SELECT table_name, column_name, srs_id FROM gpkg_geometry_columns ORDER BY rowid")
        .map_err(|e| broken(&e))?;
    let tables = query
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .and_then(Iterator::collect::<rusqlite::Result<Vec<(String, String, i64)>>>)
        .map_err(|e| broken(&e))?;
    let names: Vec<String> = tables.iter().map(|(n, _, _)| n.clone()).collect();
    let found = match wanted {
        Some(wanted) => tables.into_iter().find(|(n, _, _)| n == wanted),
        None => tables.into_iter().next(),
    };
    found.ok_or_else(|| {
        let (wanted, names) = (wanted.unwrap_or(""), names.join(", "));
        FileError::new(
            format!("GeoPackage 中没有图层 {wanted:?}；现有：{names}"),
            format!("the GeoPackage has no layer {wanted:?}; it has: {names}"),
        )
    })
}

/// The code of a reference system, where it has one of EPSG's.
fn system(db: &Connection, srs: i64) -> Result<Result<String, FileError>, FileError> {
    let found = db.query_row(
        "SELECT organization, organization_coordsys_id, srs_name FROM gpkg_spatial_ref_sys WHERE srs_id = ?1",
        [srs],
        |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?, row.get::<_, String>(2)?)),
    );
    Ok(match found {
        Ok((organization, code, _)) if organization.eq_ignore_ascii_case("EPSG") => Ok(format!("EPSG:{code}")),
        Ok((_, _, name)) => Err(no_code(&name)),
        Err(rusqlite::Error::QueryReturnedNoRows) => Err(no_code(&format!("srs_id {srs}"))),
        Err(e) => return Err(broken(&e)),
    })
}

fn no_code(name: &str) -> FileError {
    FileError::new(
        format!("该 GeoPackage 的坐标系 {name:?} 没有 EPSG 编号；请在导入方案中用 crs 指明"),
        format!("the GeoPackage's coordinate system {name:?} has no EPSG code; say which it is by crs in the plan"),
    )
}

fn read_rows(
    db: &Connection,
    table: &str,
    geometry: &str,
    limits: Limits,
    sink: &mut Sink<'_>,
) -> Result<(), FileError> {
    let quoted = format!("\"{}\"", table.replace('"', "\"\""));
    let mut query = db.prepare(&format!("SELECT * FROM {quoted}")).map_err(|e| broken(&e))?;
    let names: Vec<String> = query.column_names().map(str::to_owned).collect();
    let columns = Columns::of_header(&names);
    sink(Found::Header(&columns))?;
    let place = names.iter().position(|n| n == geometry);
    let mut rows = query.query([]).map_err(|e| broken(&e))?;
    let mut values = vec![String::new(); names.len()];
    let mut number = 0;
    while let Some(row) = rows.next().map_err(|e| broken(&e))? {
        number += 1;
        let mut shape = OwnedGeometry::Missing;
        for (i, value) in values.iter_mut().enumerate() {
            value.clear();
            match row.get_ref(i).map_err(|e| broken(&e))? {
                ValueRef::Blob(blob) if Some(i) == place => shape = of_blob(blob),
                ValueRef::Integer(n) => *value = n.to_string(),
                ValueRef::Real(n) => *value = n.to_string(),
                ValueRef::Text(t) if t.len() <= limits.row_bytes => value.push_str(&String::from_utf8_lossy(t)),
                _ => {}
            }
        }
        sink(Found::Row(Record { row: number, geometry: &shape, columns: &columns, values: &values }))?;
    }
    Ok(())
}

/// A GeoPackage's geometry: a header of its own, then well-known binary.
fn of_blob(blob: &[u8]) -> OwnedGeometry {
    let unreadable = || OwnedGeometry::Unreadable("not a GeoPackage geometry".to_owned());
    let Some([b'G', b'P', _, flags, ..]) = blob.get(..8) else { return unreadable() };
    if flags & 0x10 != 0 {
        return OwnedGeometry::Missing;
    }
    let envelope = match flags >> 1 & 7 {
        0 => 0,
        1 => 32,
        2 | 3 => 48,
        4 => 64,
        _ => return unreadable(),
    };
    blob.get(8 + envelope..).map_or_else(unreadable, wkb::parse)
}
