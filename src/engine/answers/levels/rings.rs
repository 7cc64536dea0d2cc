//! The rings of every facility, each drawn once.

use crate::domain::{Level, Words};
use crate::risk::assess::Facilities;
use crate::risk::rating::Range;
use std::sync::OnceLock;

/// A ring: what it is, how far it reaches, the level that a site inside gives.
pub type Ring = (Words, Range, Option<Level>);

/// A city's rings, as far as somebody asked. They change with the city alone, on no day.
#[derive(Default)]
pub struct Rings(OnceLock<Vec<OnceLock<Vec<Ring>>>>);

impl Rings {
    /// Those of a facility.
    pub fn of(&self, facilities: &Facilities<'_>, row: u32) -> &[Ring] {
        let all = self.0.get_or_init(|| std::iter::repeat_with(OnceLock::new).take(facilities.layer.len()).collect());
        all.get(row as usize).map_or(&[], |its| its.get_or_init(|| facilities.rings(row)))
    }
}
