//! Formats and coordinate systems that only the importer and the command line read. The page's engine never names this
//! module, so that the linker leaves it out there.
//!
//! Every reader is bounded: declared sizes are held against a cap before anything is allocated, and bytes are counted
//! while inflating.

pub mod crs;
mod epsg;
#[cfg(not(target_arch = "wasm32"))]
pub mod gpkg;
#[cfg(target_arch = "wasm32")]
#[path = "gpkg_web.rs"]
pub mod gpkg;
pub mod limit;
pub mod osm;
pub mod record;
pub mod table;
pub mod text;
pub mod wkb;
pub mod xlsx;

use super::format::Formats;

impl Formats {
    /// Everything that can be read: what the importer and the command line use.
    pub fn all() -> Self {
        let mut all = Self::canonical();
        all.formats.insert(0, table::FORMAT);
        all.formats.push(xlsx::FORMAT);
        all.formats.push(table::GEOPACKAGE);
        all.open_crs = crs::open;
        all
    }
}
