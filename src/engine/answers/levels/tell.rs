//! The levels of the features of any list.

use super::super::super::Engine;
use super::super::super::protocol::{EngineError, Hit};
use super::{Parts, Told, day_of};
use crate::domain::{LayerName, Level};
use crate::risk::assess::{Levels, Subject};
use crate::text::Text;
use jiff::civil::Date;

/// Tells the level of one feature after another on a day. It knows none before the city is rated.
pub struct Teller<'a> {
    rated: Option<(Parts<'a>, &'a Levels, Date)>,
    engine: &'a Engine,
}

impl<'a> Teller<'a> {
    /// On a day, or on that of the data. A city without a day has no levels.
    pub fn of(engine: &'a Engine, as_of: Option<&str>) -> Result<Self, EngineError> {
        let day = day_of(engine.open()?, as_of).ok();
        let parts = Parts::of(engine)?;
        Ok(Self { rated: engine.levels.as_ref().zip(day).map(|(levels, day)| (parts, levels, day)), engine })
    }

    /// The levels of rows of a layer; none for those that have no level.
    pub fn rows(&self, layer: LayerName, rows: impl IntoIterator<Item = u32>) -> Vec<Option<Level>> {
        let (Some((parts, levels, day)), Some(book)) = (&self.rated, &self.engine.book) else {
            return rows.into_iter().map(|_| None).collect();
        };
        let assessor = parts.assessor(book);
        let level = |row| levels.on(&assessor, (layer, row), *day).map(|(_, dynamic)| dynamic.level());
        rows.into_iter().map(level).collect()
    }

    /// What the methods of a subject miss, told once.
    pub fn missing(&self, of: Subject, told: &mut Told) -> Vec<Text> {
        let (Some((parts, _, day)), Some(book)) = (&self.rated, &self.engine.book) else { return Vec::new() };
        told.known.of(of, &parts.assessor(book), *day).1
    }

    /// Writes into each feature of a list its level.
    pub fn tell<'b>(&self, hits: impl IntoIterator<Item = &'b mut Hit>) {
        let (Some((parts, levels, day)), Some(book)) = (&self.rated, &self.engine.book) else { return };
        let assessor = parts.assessor(book);
        for hit in hits {
            let of = (hit.feature.layer, hit.feature.row);
            hit.level = levels.on(&assessor, of, *day).map(|(_, dynamic)| dynamic.level());
        }
    }
}
