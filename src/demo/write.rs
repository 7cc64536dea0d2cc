//! Rows out to files: GeoJSON and CSV, gzipped, in degrees with seven decimals, the same bytes for the same rows.

use super::geom::{Line, ring_area};
use crate::units::{LngLat, Xy};
use flate2::{Compression, GzBuilder, write::GzEncoder};
use std::io::{self, BufWriter, Write};

/// The middle of the plane: where x and y are 0.
pub const CENTRE: LngLat = LngLat::new(112.3, 30.9);

const UNITS_PER_DEGREE: f64 = 1e7;

/// A position in whole units of 1e-7 degree, longitude and latitude.
pub fn degrees(p: Xy) -> (i64, i64) {
    const A_M: f64 = 6_378_137.0;
    const E2: f64 = 0.006_694_379_990_141_3;
    // Metres a degree at the centre's latitude; constants, so that nothing depends on a machine's sine.
    let sin = libm::sin(CENTRE.lat.to_radians());
    let w2 = 1.0 - E2 * sin * sin;
    let east_m = A_M / w2.sqrt() * libm::cos(CENTRE.lat.to_radians());
    let north_m = A_M * (1.0 - E2) / (w2 * w2.sqrt());
    let unit = |v: f64, m: f64, centre: f64| ((centre + (v / m).to_degrees()) * UNITS_PER_DEGREE).round() as i64;
    (unit(p.x, east_m, CENTRE.lng), unit(p.y, north_m, CENTRE.lat))
}

fn decimal(units: i64) -> String {
    let sign = if units < 0 { "-" } else { "" };
    let digits = format!("{}.{:07}", units.unsigned_abs() / 10_000_000, units.unsigned_abs() % 10_000_000);
    format!("{sign}{}", digits.trim_end_matches('0').trim_end_matches('.'))
}

/// Where files go: a folder, or memory.
pub trait Output {
    /// Writes one file; `fill` writes its bytes.
    fn file(&mut self, name: &str, fill: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>) -> io::Result<()>;
}

/// Files in memory, in the order in which they were made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Memory(pub Vec<(String, Vec<u8>)>);

impl Output for Memory {
    fn file(&mut self, name: &str, fill: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        let mut bytes = Vec::new();
        fill(&mut bytes)?;
        self.0.push((name.to_owned(), bytes));
        Ok(())
    }
}

/// A value of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A number, written as short as it can be read back.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// A nested value, written as it is.
    Json(serde_json::Value),
}

/// One row: its id and its known values. What is not known is not there.
#[derive(Clone, Debug, Default)]
pub struct Row {
    id: String,
    cells: Vec<(&'static str, Cell)>,
}

impl Row {
    /// A row without values.
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), cells: Vec::new() }
    }

    /// Adds words.
    pub fn text(mut self, field: &'static str, value: impl Into<String>) -> Self {
        self.cells.push((field, Cell::Text(value.into())));
        self
    }

    /// Adds a name in Chinese and English.
    pub fn name(self, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.text("name", zh).text("name_en", en)
    }

    /// Adds a number.
    pub fn number(mut self, field: &'static str, value: f64) -> Self {
        self.cells.push((field, Cell::Number(value)));
        self
    }

    /// Adds yes or no.
    pub fn flag(mut self, field: &'static str, value: bool) -> Self {
        self.cells.push((field, Cell::Flag(value)));
        self
    }

    /// Adds a nested value; only GeoJSON layers carry one.
    pub fn json(mut self, field: &'static str, value: serde_json::Value) -> Self {
        self.cells.push((field, Cell::Json(value)));
        self
    }

    /// Applies a change only when a condition holds: how gaps come about.
    pub fn when(self, known: bool, change: impl FnOnce(Self) -> Self) -> Self {
        if known { change(self) } else { self }
    }
}

/// A shape of a GeoJSON row.
#[derive(Clone, Copy, Debug)]
pub enum Shape<'a> {
    /// A point.
    Point(Xy),
    /// A line.
    Line(&'a [Xy]),
    /// One or more polygons, each an outer ring and holes; rings closed or not.
    Polygons(&'a [Vec<Line>]),
    /// One polygon without holes.
    Ring(&'a [Xy]),
}

/// Every write to the encoder costs, however short it is.
type Gz<'a> = BufWriter<GzEncoder<&'a mut dyn Write>>;

/// Gzip without a time or a system's name, so that equal rows make equal bytes.
pub fn gzip(out: &mut dyn Write) -> Gz<'_> {
    BufWriter::with_capacity(1 << 16, GzBuilder::new().mtime(0).operating_system(255).write(out, Compression::new(7)))
}

fn finish(out: Gz<'_>) -> io::Result<()> {
    out.into_inner().map_err(io::IntoInnerError::into_error)?.finish().map(|_| ())
}

/// Takes one feature.
pub type AddFeature<'a> = &'a mut dyn FnMut(Row, Shape<'_>) -> io::Result<()>;
/// Takes one row of a table, with its place where it has one.
pub type AddRow<'a> = &'a mut dyn FnMut(Row, Option<Xy>) -> io::Result<()>;

/// Writes a layer of GeoJSON features, one a line.
pub fn features(out: &mut dyn Write, fill: &mut dyn FnMut(AddFeature<'_>) -> io::Result<()>) -> io::Result<()> {
    let mut out = gzip(out);
    let mut first = true;
    out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[")?;
    fill(&mut |row, shape| {
        out.write_all(if std::mem::take(&mut first) { b"\n" } else { b",\n" })?;
        feature(&mut out, &row, shape)
    })?;
    out.write_all(b"\n]}\n")?;
    finish(out)
}

fn feature(out: &mut Gz<'_>, row: &Row, shape: Shape<'_>) -> io::Result<()> {
    out.write_all(b"{\"type\":\"Feature\",\"id\":")?;
    serde_json::to_writer(&mut *out, &row.id)?;
    out.write_all(b",\"properties\":{")?;
    for (i, (field, cell)) in row.cells.iter().enumerate() {
        if i > 0 {
            out.write_all(b",")?;
        }
        serde_json::to_writer(&mut *out, field)?;
        out.write_all(b":")?;
        match cell {
            Cell::Text(t) => serde_json::to_writer(&mut *out, t)?,
            Cell::Number(n) => write!(out, "{n}")?,
            Cell::Flag(f) => write!(out, "{f}")?,
            Cell::Json(v) => serde_json::to_writer(&mut *out, v)?,
        }
    }
    out.write_all(b"},\"geometry\":")?;
    geometry(out, shape)?;
    out.write_all(b"}")
}

fn geometry(out: &mut Gz<'_>, shape: Shape<'_>) -> io::Result<()> {
    match shape {
        Shape::Point(p) => {
            write!(out, "{{\"type\":\"Point\",\"coordinates\":{}}}", position(p))
        }
        Shape::Line(line) => {
            write!(out, "{{\"type\":\"LineString\",\"coordinates\":{}}}", positions(line))
        }
        Shape::Ring(ring) => {
            write!(out, "{{\"type\":\"Polygon\",\"coordinates\":[{}]}}", closed(ring, true))
        }
        Shape::Polygons(members) => {
            let rings = |rings: &Vec<Line>| {
                let all: Vec<String> = rings.iter().enumerate().map(|(i, r)| closed(r, i == 0)).collect();
                format!("[{}]", all.join(","))
            };
            match members {
                [one] => write!(out, "{{\"type\":\"Polygon\",\"coordinates\":{}}}", rings(one)),
                many => {
                    let all: Vec<String> = many.iter().map(rings).collect();
                    write!(out, "{{\"type\":\"MultiPolygon\",\"coordinates\":[{}]}}", all.join(","))
                }
            }
        }
    }
}

fn position(p: Xy) -> String {
    let (x, y) = degrees(p);
    format!("[{},{}]", decimal(x), decimal(y))
}

fn positions(line: &[Xy]) -> String {
    let mut all: Vec<String> = line.iter().map(|p| position(*p)).collect();
    all.dedup();
    if let [one] = all.as_slice() {
        all.push(one.clone());
    }
    format!("[{}]", all.join(","))
}

/// A ring, closed, the outer one counter-clockwise and holes clockwise (RFC 7946 §3.1.6).
fn closed(ring: &[Xy], outer: bool) -> String {
    let mut ring = ring.to_vec();
    if ring.first() == ring.last() {
        ring.pop();
    }
    if (ring_area(&ring) > 0.0) != outer {
        ring.reverse();
    }
    ring.extend(ring.first().copied());
    positions(&ring)
}

/// Writes a layer of CSV rows: `id`, the columns, and `lon`, `lat` where rows have places.
pub fn table(
    out: &mut dyn Write,
    columns: &[&'static str],
    places: bool,
    fill: &mut dyn FnMut(AddRow<'_>) -> io::Result<()>,
) -> io::Result<()> {
    let mut out = csv::Writer::from_writer(gzip(out));
    let mut header = vec!["id"];
    header.extend(columns);
    if places {
        header.extend(["lon", "lat"]);
    }
    out.write_record(&header)?;
    let mut record = csv::StringRecord::new();
    fill(&mut |row, place| {
        record.clear();
        record.push_field(&row.id);
        debug_assert!(row.cells.iter().all(|(f, _)| columns.contains(f)), "{row:?} has a column of its own");
        for column in columns {
            match row.cells.iter().find(|(f, _)| f == column).map(|(_, cell)| cell) {
                None => record.push_field(""),
                Some(Cell::Text(t)) => record.push_field(t),
                Some(Cell::Number(n)) => record.push_field(&n.to_string()),
                Some(Cell::Flag(f)) => record.push_field(if *f { "true" } else { "false" }),
                Some(Cell::Json(v)) => record.push_field(&v.to_string()),
            }
        }
        if places {
            let (x, y) = place.map(degrees).map_or((String::new(), String::new()), |(x, y)| (decimal(x), decimal(y)));
            record.push_field(&x);
            record.push_field(&y);
        }
        Ok(out.write_record(&record)?)
    })?;
    let gz = out.into_inner().map_err(|e| e.into_error())?;
    finish(gz)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    fn text(bytes: &[u8]) -> String {
        let mut text = String::new();
        flate2::read::GzDecoder::new(bytes).read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn decimals_are_exact() {
        assert_eq!(decimal(1_123_000_000), "112.3");
        assert_eq!(decimal(-5), "-0.0000005");
        assert_eq!(degrees(Xy::new(0.0, 0.0)), (1_123_000_000, 309_000_000));
        // The series for a degree of latitude, 111132.954 − 559.822 cos 2φ + 1.175 cos 4φ, gives 110 867.76 m here.
        assert!((degrees(Xy::new(0.0, 110_867.76)).1 - 319_000_000).abs() < 10);
    }

    #[test]
    fn gaps_are_empty_fields_and_absent_properties() {
        let row = |id: &str, known| Row::new(id).text("name", "a,\"b\"").when(known, |r| r.number("n", 2.5));
        let mut bytes = Vec::new();
        let rows = [(row("x", true), None), (row("y", false), Some(Xy::default()))];
        table(&mut bytes, &["name", "n"], true, &mut |add| {
            rows.clone().into_iter().try_for_each(|(row, place)| add(row, place))
        })
        .unwrap();
        assert_eq!(text(&bytes), "id,name,n,lon,lat\nx,\"a,\"\"b\"\"\",2.5,,\ny,\"a,\"\"b\"\"\",,112.3,30.9\n");
        let mut bytes = Vec::new();
        let ring = [Xy::new(0.0, 0.0), Xy::new(0.0, 9.0), Xy::new(9.0, 0.0)];
        features(&mut bytes, &mut |add| add(row("y", false), Shape::Ring(&ring))).unwrap();
        let json: serde_json::Value = serde_json::from_str(&text(&bytes)).unwrap();
        let feature = &json["features"][0];
        assert_eq!(feature["properties"], serde_json::json!({"name": "a,\"b\""}));
        let ring = feature["geometry"]["coordinates"][0].as_array().unwrap();
        assert_eq!((ring.len(), &ring[0]), (4, &ring[3]));
    }
}
