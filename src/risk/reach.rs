//! How far a fire station reaches in theory: the design formula behind the size of its district.
//!
//! **Question.** How large an area can a station serve if every road were open?
//!
//! **Source.** The design formula of China's fire station standards (建标152), which ask that the edge of a district be
//! reached within 5 minutes of the order: one to turn out, four to drive. Not checked against the standard's text.
//!
//! **Formula.** `S = v · 4 min`, `P = S / λ`, `A = 2 P²`.
//!
//! **Units.** `v` km/h, `λ` detour of roads over the straight line (1.3–1.5), `S` and `P` km, `A` km².
//!
//! **Assumptions.** A grid of open roads and one speed. Measured in live traffic, a city covered 8 % of what such circles
//! promise: call the result ideal.
//!
//! **When not to use.** Wherever travel over the road network can be computed.
//!
//! **Confidence.** Unverified.

/// Minutes to drive.
pub const DRIVE_MIN: f64 = 4.0;
/// A hydrant serves a building within this distance, metres (checked against one source).
pub const HYDRANT_M: f64 = 150.0;

/// How far a station reaches.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reach {
    /// Along roads, km.
    pub road_km: f64,
    /// Straight, km.
    pub straight_km: f64,
    /// The area within, km².
    pub area_km2: f64,
}

/// The reach at a speed and a detour; none where either is no positive number.
pub fn reach(speed_km_h: f64, detour: f64) -> Option<Reach> {
    if !(speed_km_h.is_finite() && detour.is_finite() && speed_km_h > 0.0 && detour >= 1.0) {
        return None;
    }
    let road_km = speed_km_h * DRIVE_MIN / 60.0;
    let straight_km = road_km / detour;
    Some(Reach { road_km, straight_km, area_km2: 2.0 * straight_km * straight_km })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t8_2_the_district_of_a_first_class_station() {
        let found = reach(35.0, 1.3).unwrap();
        assert!((found.road_km - 2.333).abs() < 0.0005);
        assert!((found.straight_km - 1.795).abs() < 0.0005);
        assert!((found.area_km2 - 6.44).abs() < 0.005);
    }

    #[test]
    fn what_cannot_be_has_no_reach() {
        for (v, detour) in [(0.0, 1.3), (-5.0, 1.3), (f64::NAN, 1.3), (35.0, 0.9), (35.0, f64::INFINITY)] {
            assert_eq!(reach(v, detour), None);
        }
    }
}
