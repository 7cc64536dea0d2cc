//! What lies in the printed map's frame.

use crate::units::LngLat;

/// Whether a place lies in a ring of corners: a line from it to the east crosses the ring an odd number of times.
pub fn holds(ring: &[LngLat], at: LngLat) -> bool {
    let mut inside = false;
    for (n, a) in ring.iter().enumerate() {
        let Some(b) = ring.get((n + 1) % ring.len()) else { return false };
        let crosses = (a.lat > at.lat) != (b.lat > at.lat);
        if crosses && at.lng < a.lng + (at.lat - a.lat) / (b.lat - a.lat) * (b.lng - a.lng) {
            inside = !inside;
        }
    }
    inside
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turned_frame_holds_what_is_in_it() {
        let at = |lng: f64, lat: f64| LngLat::new(lng, lat);
        let turned = [at(0.0, 1.0), at(1.0, 0.0), at(0.0, -1.0), at(-1.0, 0.0)];
        assert!(holds(&turned, at(0.4, 0.4)) && holds(&turned, at(-0.2, -0.7)));
        assert!(!holds(&turned, at(0.8, 0.8)) && !holds(&[], at(0.0, 0.0)));
    }
}
