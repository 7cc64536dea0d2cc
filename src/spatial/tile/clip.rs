//! Cutting lines and rings to a square, in tile units.

use crate::units::{greater, lesser};

/// A position in tile units.
pub(super) type At = (i64, i64);

/// How far a tile's lines and areas reach over its edge, in tile units, so that strokes do not end there.
pub(super) const BUFFER: i64 = 64;

/// The square: from `-BUFFER` to `EXTENT + BUFFER`, both included.
const LOW: i64 = -BUFFER;
const HIGH: i64 = super::world::EXTENT + BUFFER;

/// The pieces of a line that lie in the square, each of two positions or more, none twice in a row.
pub(super) fn line(line: &[At], mut piece: impl FnMut(&[At])) {
    let mut open: Vec<At> = Vec::new();
    let mut close = |open: &mut Vec<At>| {
        if open.len() > 1 {
            piece(open);
        }
        open.clear();
    };
    for ends in line.windows(2) {
        let Some((from, to)) = segment(ends[0], ends[1]) else {
            close(&mut open);
            continue;
        };
        if open.last() != Some(&from) {
            close(&mut open);
            open.push(from);
        }
        if to != from {
            open.push(to);
        }
        if to != ends[1] {
            close(&mut open);
        }
    }
    close(&mut open);
}

/// The part of a segment in the square (Liang and Barsky 1984).
fn segment(a: At, b: At) -> Option<(At, At)> {
    let inside = |p: At| (LOW..=HIGH).contains(&p.0) && (LOW..=HIGH).contains(&p.1);
    if inside(a) && inside(b) {
        return Some((a, b));
    }
    let (dx, dy) = ((b.0 - a.0) as f64, (b.1 - a.1) as f64);
    let (mut enter, mut leave) = (0.0f64, 1.0f64);
    for (delta, room) in [(-dx, a.0 - LOW), (dx, HIGH - a.0), (-dy, a.1 - LOW), (dy, HIGH - a.1)] {
        let room = room as f64;
        if delta == 0.0 {
            if room < 0.0 {
                return None;
            }
        } else if delta < 0.0 {
            enter = greater(enter, room / delta);
        } else {
            leave = lesser(leave, room / delta);
        }
    }
    if enter > leave {
        return None;
    }
    let at = |t: f64| {
        if t <= 0.0 {
            return a;
        }
        if t >= 1.0 {
            return b;
        }
        let x = (a.0 as f64 + t * dx).round() as i64;
        let y = (a.1 as f64 + t * dy).round() as i64;
        (x.clamp(LOW, HIGH), y.clamp(LOW, HIGH))
    };
    Some((at(enter), at(leave)))
}

/// The part of an open ring in the square (Sutherland and Hodgman 1974); pieces that fall apart stay joined along the
/// square's edge. `spare` is scratch.
pub(super) fn ring(ring: &mut Vec<At>, spare: &mut Vec<At>) {
    let inside = |p: &At| (LOW..=HIGH).contains(&p.0) && (LOW..=HIGH).contains(&p.1);
    if ring.iter().all(inside) {
        return;
    }
    side(ring, spare, |p| p.0 - LOW, |p| (LOW, p.1));
    side(spare, ring, |p| HIGH - p.0, |p| (HIGH, p.1));
    side(ring, spare, |p| p.1 - LOW, |p| (p.0, LOW));
    side(spare, ring, |p| HIGH - p.1, |p| (p.0, HIGH));
}

/// Cuts at one side: `room` is how far inside a position lies, `onto` puts a crossing exactly on the side.
fn side(from: &[At], to: &mut Vec<At>, room: impl Fn(At) -> i64, onto: impl Fn(At) -> At) {
    to.clear();
    let Some(mut a) = from.last().copied() else { return };
    for &b in from {
        let (room_a, room_b) = (room(a), room(b));
        if (room_a < 0) != (room_b < 0) {
            let t = room_a as f64 / (room_a - room_b) as f64;
            let x = (a.0 as f64 + t * (b.0 - a.0) as f64).round() as i64;
            let y = (a.1 as f64 + t * (b.1 - a.1) as f64).round() as i64;
            push(to, onto((x, y)));
        }
        if room_b >= 0 {
            push(to, b);
        }
        a = b;
    }
    if to.len() > 1 && to.first() == to.last() {
        to.pop();
    }
}

fn push(to: &mut Vec<At>, at: At) {
    if to.last() != Some(&at) {
        to.push(at);
    }
}

/// Twice the area of an open ring; positive when it is an outer ring of the format: clockwise with y down.
pub(super) fn area(ring: &[At]) -> i64 {
    let Some(mut a) = ring.last().copied() else { return 0 };
    let mut sum = 0;
    for &b in ring {
        sum += a.0 * b.1 - b.0 * a.1;
        a = b;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(of: &[At]) -> Vec<Vec<At>> {
        let mut out = Vec::new();
        line(of, |piece| out.push(piece.to_vec()));
        out
    }

    #[test]
    fn a_line_that_leaves_and_comes_back_is_two() {
        let got = pieces(&[(0, 0), (5000, 0), (5000, 100), (0, 100)]);
        assert_eq!(got, [vec![(0, 0), (HIGH, 0)], vec![(HIGH, 100), (0, 100)]]);
        assert_eq!(pieces(&[(10, 10), (20, 10), (20, 20)]), [vec![(10, 10), (20, 10), (20, 20)]]);
        assert_eq!(pieces(&[(-1000, 5000), (5000, 9000)]), Vec::<Vec<At>>::new());
        assert_eq!(pieces(&[(-100, 0), (LOW, 0), (-100, 0)]), Vec::<Vec<At>>::new(), "it only touches");
        assert_eq!(pieces(&[(-10_000, 2000), (10_000, 2000)]), [vec![(LOW, 2000), (HIGH, 2000)]], "right through");
    }

    #[test]
    fn a_ring_around_the_tile_is_the_square() {
        let mut r = vec![(-9000, -9000), (9000, -9000), (9000, 9000), (-9000, 9000)];
        ring(&mut r, &mut Vec::new());
        assert_eq!(area(&r), 2 * (HIGH - LOW) * (HIGH - LOW));
        assert_eq!(r.len(), 4);
        let mut away = vec![(9000, 9000), (9999, 9000), (9000, 9999)];
        ring(&mut away, &mut Vec::new());
        assert!(away.is_empty());
    }
}
