//! Well-known binary, ISO and EWKB: nesting and counts are held against what the bytes can hold before anything is
//! allocated, so that nine bytes cannot ask for gigabytes.

use crate::dataset::builder::Position;
use crate::dataset::wkt::OwnedGeometry;

/// Geometry collections in collections: a geometry of ours is at most three deep.
const MAX_DEPTH: usize = 8;

/// Reads one geometry.
pub fn parse(bytes: &[u8]) -> OwnedGeometry {
    let mut reader = Wkb { rest: bytes };
    match reader.geometry(0) {
        Ok(geometry) => geometry,
        Err(why) => OwnedGeometry::Unreadable(format!("WKB: {why}")),
    }
}

struct Wkb<'a> {
    rest: &'a [u8],
}

/// Byte order and how many numbers a position has.
#[derive(Clone, Copy)]
struct Head {
    little: bool,
    dimensions: usize,
}

impl Wkb<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], &'static str> {
        let (bytes, rest) = self.rest.split_first_chunk::<N>().ok_or("it ends in the middle")?;
        self.rest = rest;
        Ok(*bytes)
    }

    fn u32(&mut self, little: bool) -> Result<u32, &'static str> {
        let bytes = self.take::<4>()?;
        Ok(if little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
    }

    fn f64(&mut self, little: bool) -> Result<f64, &'static str> {
        let bytes = self.take::<8>()?;
        Ok(if little { f64::from_le_bytes(bytes) } else { f64::from_be_bytes(bytes) })
    }

    fn head(&mut self) -> Result<(u32, Head), &'static str> {
        let little = match self.take::<1>()? {
            [0] => false,
            [1] => true,
            _ => return Err("neither byte order"),
        };
        let code = self.u32(little)?;
        let (z, m) = (code & 0x8000_0000 != 0, code & 0x4000_0000 != 0);
        if code & 0x2000_0000 != 0 {
            self.u32(little)?;
        }
        let plain = code & 0x0fff_ffff;
        let more = match plain / 1000 {
            0 => usize::from(z) + usize::from(m),
            1 | 2 => 1,
            3 => 2,
            _ => return Err("an unknown geometry type"),
        };
        Ok((plain % 1000, Head { little, dimensions: 2 + more }))
    }

    /// A count of things of at least `size` bytes each, which must still be there.
    fn count(&mut self, little: bool, size: usize) -> Result<usize, &'static str> {
        let n = self.u32(little)? as usize;
        if n > self.rest.len() / size { Err("it claims more than it has") } else { Ok(n) }
    }

    fn position(&mut self, head: Head) -> Result<Position, &'static str> {
        let position = [self.f64(head.little)?, self.f64(head.little)?];
        for _ in 2..head.dimensions {
            self.f64(head.little)?;
        }
        Ok(position)
    }

    fn positions(&mut self, head: Head) -> Result<Vec<Position>, &'static str> {
        let n = self.count(head.little, 8 * head.dimensions)?;
        (0..n).map(|_| self.position(head)).collect()
    }

    fn rings(&mut self, head: Head) -> Result<Vec<Vec<Position>>, &'static str> {
        let n = self.count(head.little, 4)?;
        (0..n).map(|_| self.positions(head)).collect()
    }

    fn geometry(&mut self, depth: usize) -> Result<OwnedGeometry, &'static str> {
        if depth > MAX_DEPTH {
            return Err("nested too deeply");
        }
        let (kind, head) = self.head()?;
        Ok(match kind {
            1 => {
                let p = self.position(head)?;
                // An empty point has no numbers.
                if p.iter().all(|v| v.is_nan()) { OwnedGeometry::Missing } else { OwnedGeometry::Point(p) }
            }
            2 => lines(vec![self.positions(head)?]),
            3 => polygons(vec![self.rings(head)?]),
            4..=7 => {
                let n = self.count(head.little, 5)?;
                let members = (0..n).map(|_| self.geometry(depth + 1)).collect::<Result<Vec<_>, _>>()?;
                joined(members)
            }
            _ => return Err("a geometry type that is not read here"),
        })
    }
}

fn lines(parts: Vec<Vec<Position>>) -> OwnedGeometry {
    if parts.iter().all(Vec::is_empty) { OwnedGeometry::Missing } else { OwnedGeometry::Lines(parts) }
}

fn polygons(members: Vec<Vec<Vec<Position>>>) -> OwnedGeometry {
    if members.iter().all(Vec::is_empty) { OwnedGeometry::Missing } else { OwnedGeometry::Polygons(members) }
}

/// One geometry of several of one kind; of several kinds none, because leaving some out would be silent loss.
fn joined(members: Vec<OwnedGeometry>) -> OwnedGeometry {
    let n = members.len();
    let mut all: Option<OwnedGeometry> = None;
    for member in members {
        all = match (all, member) {
            (all, OwnedGeometry::Missing) => all,
            (None, member) => Some(member),
            (Some(OwnedGeometry::Lines(mut a)), OwnedGeometry::Lines(b)) => {
                a.extend(b);
                Some(OwnedGeometry::Lines(a))
            }
            (Some(OwnedGeometry::Polygons(mut a)), OwnedGeometry::Polygons(b)) => {
                a.extend(b);
                Some(OwnedGeometry::Polygons(a))
            }
            _ => return OwnedGeometry::Unreadable(format!("a collection of {n} geometries")),
        };
    }
    all.unwrap_or(OwnedGeometry::Missing)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(x: f64, y: f64) -> Vec<u8> {
        let mut out = vec![1, 1, 0, 0, 0];
        out.extend(x.to_le_bytes());
        out.extend(y.to_le_bytes());
        out
    }

    #[test]
    fn geometries_are_read_and_lies_are_not_believed() {
        assert_eq!(parse(&point(1.0, 2.0)), OwnedGeometry::Point([1.0, 2.0]));
        let mut line = vec![0, 0, 0, 3, 234]; // big-endian, LineString Z
        line.extend(2u32.to_be_bytes());
        for v in [1.0, 2.0, 9.0, 3.0, 4.0, 9.0f64] {
            line.extend(v.to_be_bytes());
        }
        assert_eq!(parse(&line), OwnedGeometry::Lines(vec![vec![[1.0, 2.0], [3.0, 4.0]]]));
        let mut two = vec![1, 7, 0, 0, 0, 2, 0, 0, 0];
        two.extend(point(1.0, 2.0));
        two.extend(point(3.0, 4.0));
        assert!(matches!(parse(&two), OwnedGeometry::Unreadable(_)), "none is lost silently");
        let mut claims = vec![1, 6, 0, 0, 0, 0xff, 0xff, 0xff, 0xff];
        assert!(matches!(parse(&claims), OwnedGeometry::Unreadable(w) if w.contains("claims more")));
        claims.clear();
        for _ in 0..2_000 {
            claims.extend([1, 7, 0, 0, 0, 1, 0, 0, 0]);
        }
        assert!(matches!(parse(&claims), OwnedGeometry::Unreadable(w) if w.contains("deeply")));
        assert!(matches!(parse(&[]), OwnedGeometry::Unreadable(_)));
    }
}
