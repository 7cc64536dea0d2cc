//! GeoPackage in the browser: SQLite is not carried there.

use super::record::Sink;
use crate::dataset::format::FileError;
use crate::dataset::limits::Limits;

/// Says where GeoPackages are read.
pub fn read(_bytes: &[u8], _table: Option<&str>, _limits: Limits, _sink: &mut Sink<'_>) -> Result<(), FileError> {
    Err(FileError::new(
        "网页不能读取 GeoPackage；请用命令行 riskmap import",
        "the page cannot read a GeoPackage; use riskmap import on the command line",
    ))
}
