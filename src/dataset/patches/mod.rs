//! Corrections made by hand, in a file beside the data: `patches.json`, which the manifest names in `patches`.
//!
//! ```json
//! {"schema": "riskmap-patches/1", "corrections": [
//! {"layer": "venues", "id": "V-3", "move": {"lon": 112.01, "lat": 30.02}, "was": {"lon": 112.1, "lat": 30.02},
//!  "reason": "…", "who": "…", "on": "2026-11-27"},
//! {"layer": "venues", "id": "V-3", "set": "people_day", "to": 120, "was": 1200, "reason": "…", "on": "2026-11-27"},
//! {"layer": "venues", "id": "V-9", "merge_into": "V-3", "was": {"name": "…", "lon": 112.1, "lat": 30.02}, "reason": "…",
//!  "on": "2026-11-27"},
//! {"layer": "venues", "id": "V-7", "remove": true, "was": {"name": "…"}, "reason": "…", "on": "2026-11-27"}
//! ]}
//! ```
//!
//! An ordered list. Each names a row by its layer and id; says one thing to do; why (`reason`, at most 500 characters), who
//! says so (`who`, may be missing) and when (`on`); and what stood there when it was decided (`was`; `null` is unknown).
//!
//! - `move` puts a point elsewhere, WGS84. Lines and polygons are not moved.
//! - `set` gives a field of the schema the value `to`, as the field takes it; `null` is unknown.
//! - `merge_into`: it is the same thing as another row of the layer. That one stays and takes from it what it does not say
//!   itself; whatever names the id that went means the row that stayed.
//! - `remove`: it is not there at all.
//!
//! The layers' files stay as they are: corrections are applied to every reading of them, in the list's order, so that applying
//! them again changes nothing. One whose row is gone, or where something else than `was` stands now (positions to a
//! hundredth of a metre), is not applied: the source was mended or changed, and that is said with file, entry, field and
//! what stands there. A malformed entry is rejected with its number and key, and stays in the file as it is; the others
//! are applied. A row that was merged counts as merged, one that was removed as skipped.
//!
//! The ledger of dangers and tables without places take none; districts and roads take no merging or removing.

mod apply;
mod file;

pub use apply::{apply_all, apply_layer, finish, redo, uncounted, undo};
pub use file::{LARGEST, MAX, PATCHES, add, parse, valid, write};

use crate::domain::{City, Entry, Standing};

/// How the corrections of a city stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Counts {
    /// Applied.
    pub applied: u32,
    /// Made for something that is not there any more.
    pub no_longer_fit: u32,
    /// Malformed.
    pub rejected: u32,
}

impl Counts {
    /// All of them.
    pub const fn all(self) -> u32 {
        self.applied + self.no_longer_fit + self.rejected
    }
}

/// Counts a city's corrections.
pub fn counts(city: &City) -> Counts {
    let mut out = Counts::default();
    for entry in &city.corrections {
        match entry {
            Entry::Read { standing: Some(Standing::Applied { .. }), .. } => out.applied += 1,
            Entry::Read { .. } => out.no_longer_fit += 1,
            Entry::Rejected { .. } => out.rejected += 1,
        }
    }
    out
}
