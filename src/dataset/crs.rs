//! The coordinate system that a file's numbers are in. What is not already WGS84 is turned by foreign code, which is
//! handed in as a value so that the engine never links it.

use crate::units::LngLat;

/// Turns a file's x (easting or longitude) and y (northing or latitude) into WGS84 degrees.
pub trait Crs {
    /// The code as records carry it in `_crs0`: "EPSG:2326", "GCJ02".
    fn code(&self) -> &str;

    /// The position; `None` where the numbers lie outside the system.
    fn lng_lat(&self, x: f64, y: f64) -> Option<LngLat>;

    /// What is done to an easting before it is read, in Chinese and English; `None` for one that is read as it stands.
    fn mended(&self, _x: f64) -> Option<[&'static str; 2]> {
        None
    }

    /// A short form of what `x` and `y` must be, for messages: "easting and northing in EPSG:2326".
    fn expected(&self) -> String {
        format!("coordinates in {}", self.code())
    }
}

/// Whether a code means longitude and latitude that need no turning: WGS84 and CGCS2000 (which agree within
/// centimetres), by any of their usual names.
pub fn is_plain(code: &str) -> bool {
    let code = code.trim().to_ascii_uppercase();
    matches!(
        code.as_str(),
        "" | "EPSG:4326"
            | "EPSG:4490"
            | "4326"
            | "4490"
            | "WGS84"
            | "WGS 84"
            | "CGCS2000"
            | "CRS84"
            | "OGC:CRS84"
            | "URN:OGC:DEF:CRS:OGC:1.3:CRS84"
            | "URN:OGC:DEF:CRS:OGC::CRS84"
            | "URN:OGC:DEF:CRS:EPSG::4326"
            | "URN:OGC:DEF:CRS:EPSG::4490"
            | "HTTP://WWW.OPENGIS.NET/DEF/CRS/OGC/1.3/CRS84"
    )
}
