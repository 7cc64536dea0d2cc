//! A table held for matching: its columns, its first rows, the different values of each column.

use super::super::plan::{LayerPlan, Place, Source, What};
use super::super::sources::{self, SourceFormat};
use super::sniff;
use crate::dataset::foreign::record::Found;
use crate::dataset::foreign::text;
use crate::dataset::format::{FileError, Formats};
use crate::dataset::own::{OwnColumn, OwnTable};
use crate::dataset::wkt::OwnedGeometry;
use crate::domain::LayerName;
use std::collections::HashMap;

/// Rows that are looked at for what their values are.
const LOOKED_AT: usize = 1_000;
/// A column with more different values is no closed list.
const MOST_WORDS: usize = 64;
/// Columns that are matched; further ones keep their words.
pub(super) const MOST_COLUMNS: usize = 200;
/// Lines above a header are looked for down to here.
const MOST_ABOVE: u32 = 6;

/// A table.
pub struct Sheet {
    /// What the page is told.
    pub table: OwnTable,
    /// The plan's word for its format.
    pub format: &'static str,
    /// The first rows' values by column; empty is none.
    pub rows: Vec<Vec<String>>,
    /// The different values of each column with how often they stand there; none where there are too many.
    pub words: Vec<Option<Vec<(String, u64)>>>,
    /// The coordinate system that the file names.
    pub crs: Option<String>,
    /// Which geometries rows have: points, lines, polygons.
    pub shapes: Shapes,
    /// First positions of the first rows' geometries.
    pub places: Vec<[f64; 2]>,
}

/// How many rows have which geometry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shapes {
    /// Points.
    pub points: u64,
    /// Lines and multilines.
    pub lines: u64,
    /// Polygons and multipolygons.
    pub polygons: u64,
}

impl Sheet {
    /// Reads a file. Fails with a sentence where it is no table, or one without rows.
    pub fn read(file: &str, bytes: &[u8], formats: &Formats) -> Result<Self, FileError> {
        let format = sniff::format(file, bytes)?;
        let mut sheet = Self::read_below(file, format, bytes, 0, formats)?;
        // A title above the header fills one cell where the rows below fill several.
        let mut above = 0;
        while sheet.is_titled() && above < MOST_ABOVE {
            above += 1;
            match Self::read_below(file, format, bytes, above, formats) {
                Ok(below) => sheet = below,
                Err(_) => break,
            }
        }
        if sheet.table.rows == 0 {
            return Err(match format {
                "geojson" => FileError::new(format!("{file} 里没有要素"), format!("{file} has no features")),
                _ => FileError::new(
                    format!("{file} 只有表头，没有一行数据"),
                    format!("{file} has a header and not one row"),
                ),
            });
        }
        Ok(sheet)
    }

    fn is_titled(&self) -> bool {
        let named = self.table.columns.iter().filter(|c| !c.name.is_empty()).count();
        let filled = |row: &Vec<String>| row.iter().filter(|v| !v.is_empty()).count();
        self.format != "geojson" && named < 2 && self.rows.iter().take(8).any(|row| filled(row) > named)
    }

    fn read_below(
        file: &str,
        format: &'static str,
        bytes: &[u8],
        above: u32,
        formats: &Formats,
    ) -> Result<Self, FileError> {
        let source = source(file, format, above);
        let mut sheet = Self {
            table: OwnTable { file: file.to_owned(), above, ..OwnTable::default() },
            format,
            rows: Vec::new(),
            words: Vec::new(),
            crs: None,
            shapes: Shapes::default(),
            places: Vec::new(),
        };
        let mut counts: Vec<HashMap<String, u64>> = Vec::new();
        sources::read(&source, SourceFormat::of(&source)?, bytes, formats.limits, &mut |found| {
            match found {
                Found::Header(columns) => sheet.name(columns.names()),
                Found::Row(record) => {
                    sheet.name(record.columns.names());
                    sheet.shape(record.geometry);
                    sheet.take(record.values, &mut counts);
                }
                // More values than the header has columns: below a title that is what every row looks like.
                Found::Bad(..) => {
                    sheet.table.rows += 1;
                    if sheet.rows.len() < LOOKED_AT {
                        sheet.rows.push(vec!["?".to_owned(); sheet.table.columns.len() + 2]);
                    }
                }
                Found::Crs(code) => sheet.crs = code.ok(),
                Found::Blank | Found::Warning(..) => {}
            }
            Ok(())
        })?;
        sheet.words = counts.into_iter().map(listed).collect();
        sheet.words.resize(sheet.table.columns.len(), Some(Vec::new()));
        sheet.table.shapes = sheet.shapes != Shapes::default();
        sheet.table.form = match format {
            "csv" => format!("CSV · {}", text::decode(&bytes[..bytes.len().min(1 << 20)], None).encoding),
            "xlsx" => "XLSX".to_owned(),
            "gpkg" => "GeoPackage".to_owned(),
            _ => "GeoJSON".to_owned(),
        };
        Ok(sheet)
    }

    fn name(&mut self, names: &[String]) {
        for name in names.iter().take(MOST_COLUMNS).skip(self.table.columns.len()) {
            self.table.columns.push(OwnColumn { name: name.clone(), ..OwnColumn::default() });
        }
    }

    fn shape(&mut self, geometry: &OwnedGeometry) {
        match geometry {
            OwnedGeometry::Point(_) => self.shapes.points += 1,
            OwnedGeometry::Lines(_) => self.shapes.lines += 1,
            OwnedGeometry::Polygons(_) => self.shapes.polygons += 1,
            _ => {}
        }
        if self.places.len() < LOOKED_AT {
            self.places.extend(geometry.first());
        }
    }

    fn take(&mut self, values: &[String], counts: &mut Vec<HashMap<String, u64>>) {
        self.table.rows += 1;
        counts.resize_with(self.table.columns.len().max(counts.len()), HashMap::new);
        for ((column, value), words) in self.table.columns.iter_mut().zip(values).zip(counts) {
            let value = value.trim();
            if value.is_empty() {
                continue;
            }
            column.filled += 1;
            if column.samples.len() < 3 && !column.samples.iter().any(|s| s == value) {
                column.samples.push(crate::dataset::report::shortened(value));
            }
            // One too many says that there are too many.
            if words.len() <= MOST_WORDS {
                match words.get_mut(value) {
                    Some(n) => *n += 1,
                    None => drop(words.insert(value.to_owned(), 1)),
                }
            }
        }
        if self.rows.len() < LOOKED_AT {
            self.rows.push(values.iter().map(|v| v.trim().to_owned()).collect());
        }
    }

    /// The values of a column in the rows that are looked at, blanks left out.
    pub fn values(&self, column: usize) -> impl Iterator<Item = &str> + Clone {
        self.rows.iter().filter_map(move |row| row.get(column)).map(String::as_str).filter(|v| !v.is_empty())
    }
}

/// The values by how often they stand there; none where there are too many.
fn listed(words: HashMap<String, u64>) -> Option<Vec<(String, u64)>> {
    if words.len() > MOST_WORDS {
        return None;
    }
    let mut words: Vec<(String, u64)> = words.into_iter().collect();
    words.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    Some(words)
}

/// A source that reads the whole file as it is.
pub(super) fn source(file: &str, format: &str, above: u32) -> Source {
    let layer = LayerPlan {
        layer: LayerName::Facilities,
        place: Place::Own,
        fields: Vec::new(),
        keeps_rest: true,
        unique: None,
    };
    Source {
        file: file.to_owned(),
        format: Some(format.to_owned()),
        what: What::Layer(layer),
        encoding: None,
        crs: None,
        skip_rows: above,
        sheet: None,
        bounds: None,
    }
}
