//! Where most of a layer lies: what one stray position, a zero or a lost sign, does not move.

use crate::units::{LngLat, LngLatBox, Xy, XyBox};

/// Positions that are looked at: more change nothing.
const SAMPLE: usize = 4_000;
/// The share that may stray, at either end of either axis.
const STRAY: f64 = 0.02;
/// Of fewer positions none is called stray.
const FEW: usize = 5;

/// The least and the largest of numbers without those that may stray: a fiftieth at either end, and at least one of five
/// and more.
fn usual(mut values: Vec<f64>) -> Option<(f64, f64)> {
    values.sort_unstable_by(f64::total_cmp);
    let n = values.len();
    let out = if n < FEW { 0 } else { ((n as f64 * STRAY) as usize).max(1) };
    Some((*values.get(out)?, *values.get(n.checked_sub(out + 1)?)?))
}

fn sampled<P: Copy>(positions: &[P]) -> impl Iterator<Item = P> + '_ {
    positions.iter().step_by(positions.len().div_ceil(SAMPLE).max(1)).copied()
}

/// The box around most of some positions in degrees; none for none.
pub fn usual_degrees(positions: &[LngLat]) -> Option<LngLatBox> {
    let (west, east) = usual(sampled(positions).map(|p| p.lng).collect())?;
    let (south, north) = usual(sampled(positions).map(|p| p.lat).collect())?;
    Some(LngLatBox { west, south, east, north })
}

/// The box around most of some places on the plane, those that are not finite left out; none for none.
pub fn usual_places(places: &[Xy]) -> Option<XyBox> {
    let places = || sampled(places).filter(|p| p.x.is_finite() && p.y.is_finite());
    let (west, east) = usual(places().map(|p| p.x).collect())?;
    let (south, north) = usual(places().map(|p| p.y).collect())?;
    Some(XyBox { min: Xy::new(west, south), max: Xy::new(east, north) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stray_position_moves_nothing() {
        let mut places: Vec<LngLat> = (0..6).map(|n| LngLat::new(114.0 + f64::from(n) * 0.01, 22.5)).collect();
        places.push(LngLat::new(0.0, 0.0));
        places.push(LngLat::new(-113.95, 22.5));
        let usual = usual_degrees(&places[..7]).unwrap();
        assert!(usual.west >= 114.0 && usual.south == 22.5, "{usual:?}");
        let many: Vec<LngLat> =
            (0..100_000).map(|n| LngLat::new(114.0 + f64::from(n) * 1e-6, 22.5)).chain(places).collect();
        let usual = usual_degrees(&many).unwrap();
        assert!(usual.west >= 114.0 && usual.east <= 114.1, "{usual:?}");
        assert_eq!(usual_degrees(&[]), None);
        let two = [LngLat::new(1.0, 2.0), LngLat::new(3.0, 4.0)];
        assert_eq!(usual_degrees(&two), LngLatBox::around(two), "of two nobody knows which one strays");
        assert_eq!(usual_places(&[Xy::new(f64::NAN, 0.0)]), None);
    }
}
