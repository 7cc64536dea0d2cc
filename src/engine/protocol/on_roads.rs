//! Which coordinate system puts a table's positions on the roads.

use serde::{Deserialize, Serialize};

/// How near to a road's line is on it, metres: half a wide road, and what positions are uncertain by.
pub const ON_ROAD_M: f64 = 25.0;

/// On how many positions there is a road, by the system that they are taken to be in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnRoads {
    /// How many positions were tried.
    pub of: u32,
    /// As WGS 84 or CGCS2000.
    pub wgs84: u32,
    /// As GCJ-02.
    pub gcj02: u32,
    /// As BD-09.
    pub bd09: u32,
}

impl OnRoads {
    /// With fewer positions chance alone could tell.
    const FEW: u32 = 20;

    /// The code of the system in which most lie on a road, where it stands out; things that do not belong on roads tell
    /// nothing.
    pub fn verdict(&self) -> Option<&'static str> {
        let mut all = [(self.wgs84, "EPSG:4490"), (self.gcj02, "GCJ02"), (self.bd09, "BD09")];
        all.sort_by_key(|one| std::cmp::Reverse(one.0));
        let [(best, code), (second, _), _] = all;
        let stands_out = self.of >= Self::FEW && best * 2 >= self.of && best * 5 >= second * 8;
        stands_out.then_some(code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stands_out_tells() {
        let of = |of, wgs84, gcj02, bd09| OnRoads { of, wgs84, gcj02, bd09 }.verdict();
        assert_eq!(of(100, 30, 92, 28), Some("GCJ02"));
        assert_eq!(of(100, 92, 30, 28), Some("EPSG:4490"));
        assert_eq!(of(100, 30, 40, 28), None, "most lie on no road");
        assert_eq!(of(100, 80, 92, 28), None, "two fit nearly as well");
        assert_eq!(of(19, 0, 19, 0), None, "too few");
        assert_eq!(of(0, 0, 0, 0), None);
    }
}
