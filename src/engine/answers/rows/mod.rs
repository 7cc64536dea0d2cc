//! A layer as a table, a window at a time.

mod columns;
mod figures;
mod listing;
mod order;

pub use columns::cell;
pub use figures::value as figure;
pub use listing::{Rankings, answer_before, unanswered};
pub use order::{Listed, Table, listed};

use super::super::open::Open;
use super::super::protocol::{ColumnKey, EngineError, FeatureRef, Known, Reply, RowsPage, RowsQuery, RowsRow};
use super::super::{Begun, Engine, Job, Step};
use super::levels::{Teller, day_of};
use super::region::Region;
use crate::domain::{LayerName, Words};
use crate::risk::assess::RATED;

/// Rows of one window.
const MOST: u32 = 1_000;

/// Which window of which table.
pub struct Window {
    /// The table.
    pub query: RowsQuery,
    /// The place of the first row.
    pub from: u32,
    /// How many rows.
    pub count: u32,
    /// A feature whose place in the table is asked.
    pub mark: Option<FeatureRef>,
}

/// Begins a window. A layer that has levels is rated first, once.
pub fn rows(engine: &mut Engine, window: Window) -> Result<Begun, EngineError> {
    check(engine.open()?, &window.query)?;
    let before = listing::before(engine, &window.query)?;
    Ok(Begun::Working(Box::new(Working { window, before })))
}

/// Judges a query before anything is sorted for it.
pub fn check(open: &Open, query: &RowsQuery) -> Result<(), EngineError> {
    open.city().layer(query.layer).ok_or(EngineError::NoLayer(query.layer))?;
    if let Some(area) = &query.area {
        Region::of(open, area)?;
    }
    if RATED.contains(&query.layer) {
        day_of(open, query.as_of.as_deref())?;
    }
    Ok(())
}

struct Working {
    window: Window,
    /// The workbench's own question, where it has not been answered yet.
    before: Option<Box<dyn Job>>,
}

impl Job for Working {
    fn step(&mut self, engine: &mut Engine) -> Result<Step, EngineError> {
        if let Some(before) = &mut self.before {
            match before.step(engine)? {
                Step::Done(_) => self.before = None,
                more => return Ok(more),
            }
        }
        if RATED.contains(&self.window.query.layer)
            && let Some(progress) = engine.prepare()?
        {
            return Ok(Step::More(progress));
        }
        Ok(Step::Done(Box::new(Reply::Rows(Box::new(page(engine, &self.window)?)))))
    }

    fn give_up(self: Box<Self>, engine: &mut Engine) {
        if let Some(before) = self.before {
            before.give_up(engine);
        }
    }
}

fn page(engine: &mut Engine, window: &Window) -> Result<RowsPage, EngineError> {
    let query = &window.query;
    let Table { rows, columns, listed } = listed(engine, query)?;
    let loosened = if rows.is_empty() { order::loosened(engine, query)? } else { Vec::new() };
    let open = engine.open()?;
    let layer = open.city().layer(query.layer).ok_or(EngineError::NoLayer(query.layer))?;
    let from = window.from.min(rows.len() as u32);
    let some: Vec<u32> = rows.iter().skip(from as usize).take(window.count.min(MOST) as usize).copied().collect();
    let levels = Teller::of(engine, query.as_of.as_deref())?.rows(query.layer, some.iter().copied());
    let fields: Vec<&ColumnKey> = columns.iter().map(|column| &column.key).collect();
    let shown = some.iter().zip(levels).map(|(row, level)| RowsRow {
        of: FeatureRef { layer: query.layer, row: *row },
        id: layer.id(*row as usize).to_owned(),
        name: layer.title(*row as usize),
        level,
        district: district(open, query.layer, *row),
        cells: fields
            .iter()
            .filter_map(|key| match key {
                ColumnKey::Figure(of) => Some(figure(engine, query, *row, *of).map_or(Known::Unknown, Known::Number)),
                key => cell(layer, *row as usize, key),
            })
            .collect(),
    });
    let of_layer = window.mark.filter(|mark| mark.layer == query.layer);
    Ok(RowsPage {
        all: layer.len() as u32,
        listed,
        total: rows.len() as u32,
        loosened,
        from,
        rows: shown.collect(),
        marked: of_layer.and_then(|mark| rows.iter().position(|row| *row == mark.row)).map(|place| place as u32),
        columns: columns.to_vec(),
        query: query.clone(),
    })
}

/// The name of the district that a row lies in. A district lies in no other.
pub fn district(open: &Open, layer: LayerName, row: u32) -> Option<Words> {
    let of = FeatureRef { layer, row };
    let at = super::super::open::anchor(open.city().layer(layer)?, row as usize)?;
    let districts = open.get(LayerName::Districts).filter(|_| layer != LayerName::Districts)?;
    open.district_of(of, at).map(|row| districts.layer.title(row as usize))
}
