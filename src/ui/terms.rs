//! The core's words and numbers, and the few ways to write a figure that only the page needs.

pub use crate::text::{
    code, count, exact, field, kind, layer, layer_within, level, level_with_letter, metres as metres_parts, missing,
    number, one, own_mark, record, text, unit_of,
};

use crate::units::LngLat;

/// Metres in one piece.
pub fn metres(m: f64) -> String {
    let (value, unit) = metres_parts(m);
    format!("{value} {unit}")
}

/// A limit in metres, with every figure: what lies beyond it is counted by it.
pub fn limit_m(m: f64) -> String {
    format!("{} m", exact(m))
}

/// Bytes as megabytes, decimal ones.
pub fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}

/// A share as percent.
pub fn percent(share: f64) -> String {
    format!("{} %", (share.clamp(0.0, 1.0) * 100.0).round())
}

/// A share as percent, small ones too: what is there is never nothing.
pub fn share(share: f64) -> String {
    let percent = share.clamp(0.0, 1.0) * 100.0;
    if percent >= 1.0 || percent == 0.0 {
        self::percent(share)
    } else {
        format!("{:.1} %", (percent * 10.0).ceil() / 10.0)
    }
}

/// A position as it is read aloud: five decimals, about a metre.
pub fn position(at: LngLat) -> String {
    format!("{:.5}, {:.5}", at.lng, at.lat)
}
