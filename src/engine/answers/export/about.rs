//! What a table rests on, as columns behind its own that every row repeats.
//!
//! A table is passed on by mail, cut, sorted, pasted into another one. A file beside it (CSVW's or Frictionless's JSON, a
//! README) is left behind, and lines of comment above the header are rows to a spreadsheet and errors to most readers;
//! a column stays with its row. It costs some hundred bytes a row.

use super::super::super::csv_out::Cell;
use super::super::super::open::Open;
use crate::domain::{LayerName, Source};

/// Names of columns with the one value that each has in every row.
#[derive(Default)]
pub struct About(Vec<(&'static str, String)>);

impl About {
    /// The dataset: its name, whether it is invented, the day of its data, the layers that were asked, its sources.
    pub fn dataset(open: &Open, layers: &[LayerName]) -> Self {
        let manifest = &open.city().manifest;
        let name = match &manifest.name {
            name if name.zh == name.en => name.zh.clone(),
            name => format!("{} / {}", name.zh, name.en),
        };
        let file = |layer: &LayerName| {
            open.city().layer(*layer)?;
            let file = manifest.layers.get(layer.code())?;
            let day = file.as_of.as_ref().unwrap_or(&manifest.as_of);
            Some(format!("{layer}: {} ({day})", file.href))
        };
        let files: Vec<String> = layers.iter().filter_map(file).collect();
        let sources: Vec<String> = manifest.sources.iter().map(source).collect();
        let fictional = if manifest.fictional { "虚构 fictional" } else { "no" };
        Self(vec![
            ("dataset", name),
            ("fictional", fictional.to_owned()),
            ("data_as_of", manifest.as_of.clone()),
            ("layers", files.join("; ")),
            ("sources", sources.join("; ")),
        ])
    }

    /// One more column.
    pub fn and(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.0.push((name, value.into()));
        self
    }

    /// The columns' names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| *name)
    }

    /// The columns' cells, the same for every row.
    pub fn cells(&self) -> impl Iterator<Item = Cell> {
        self.0.iter().map(|(_, value)| if value.is_empty() { Cell::Empty } else { Cell::text(value) })
    }
}

/// A source in one line, with all that must be said of it.
fn source(of: &Source) -> String {
    let licence = Some(&of.licence).filter(|licence| !licence.is_empty()).map(|licence| format!("({licence})"));
    let fetched = of.retrieved.as_ref().map(|day| format!("fetched {day}"));
    let attribution = Some(&of.attribution).filter(|line| !line.is_empty() && **line != of.name).cloned();
    let parts = [Some(of.name.clone()), licence, attribution, of.url.clone(), fetched];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}
