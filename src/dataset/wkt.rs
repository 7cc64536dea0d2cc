//! Well-known text of one geometry, as tables carry it.

use super::builder::{Position, RawGeometry};

/// A geometry as a file has it, owned.
#[derive(Clone, Debug, PartialEq)]
pub enum OwnedGeometry {
    /// No geometry.
    Missing,
    /// One position.
    Point(Position),
    /// Lines.
    Lines(Vec<Vec<Position>>),
    /// Polygons; of each the first ring is the outer one.
    Polygons(Vec<Vec<Vec<Position>>>),
    /// No geometry of ours: the words that were found.
    Unreadable(String),
}

impl OwnedGeometry {
    /// As the builder takes it.
    pub fn raw(&self) -> RawGeometry<'_> {
        match self {
            Self::Missing => RawGeometry::Missing,
            Self::Point(p) => RawGeometry::Point(*p),
            Self::Lines(parts) => RawGeometry::Lines(parts),
            Self::Polygons(members) => RawGeometry::Polygons(members),
            Self::Unreadable(found) => RawGeometry::Unreadable(found),
        }
    }

    /// Its first position.
    pub fn first(&self) -> Option<Position> {
        match self {
            Self::Point(at) => Some(*at),
            Self::Lines(parts) => parts.first()?.first().copied(),
            Self::Polygons(members) => members.first()?.first()?.first().copied(),
            Self::Missing | Self::Unreadable(_) => None,
        }
    }

    /// The single one of some points; several points are no place of one thing.
    pub(super) fn of_points(points: &[Position]) -> Self {
        match points {
            [] => Self::Missing,
            [point] => Self::Point(*point),
            _ => Self::Unreadable(format!("MultiPoint of {} points", points.len())),
        }
    }
}

/// Reads POINT, LINESTRING, POLYGON and their MULTI forms, with Z or M left out. Empty ones are
/// [`OwnedGeometry::Missing`].
pub fn parse(text: &str) -> OwnedGeometry {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return OwnedGeometry::Missing;
    }
    Parser { rest: trimmed }.geometry().unwrap_or_else(|| OwnedGeometry::Unreadable(trimmed.to_owned()))
}

/// The grammar is three levels deep and none of its functions calls itself, so no text can exhaust the stack.
struct Parser<'a> {
    rest: &'a str,
}

impl<'a> Parser<'a> {
    fn geometry(&mut self) -> Option<OwnedGeometry> {
        let mut word = self.word().to_ascii_uppercase();
        if matches!(self.peek_word().to_ascii_uppercase().as_str(), "Z" | "M" | "ZM") {
            self.word();
        }
        for suffix in ["ZM", "Z", "M"] {
            if let Some(stem) = word.strip_suffix(suffix) {
                word = stem.to_owned();
                break;
            }
        }
        if self.peek_word().eq_ignore_ascii_case("EMPTY") {
            return Some(OwnedGeometry::Missing);
        }
        let geometry = match word.as_str() {
            "POINT" => OwnedGeometry::of_points(&self.positions()?),
            "MULTIPOINT" => OwnedGeometry::of_points(&self.multi_point()?),
            "LINESTRING" => OwnedGeometry::Lines(vec![self.positions()?]),
            "MULTILINESTRING" => OwnedGeometry::Lines(self.list(Self::positions)?),
            "POLYGON" => OwnedGeometry::Polygons(vec![self.list(Self::positions)?]),
            "MULTIPOLYGON" => OwnedGeometry::Polygons(self.list(|p| p.list(Self::positions))?),
            _ => return None,
        };
        self.skip_space();
        self.rest.is_empty().then_some(geometry)
    }

    fn skip_space(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn peek_word(&mut self) -> &'a str {
        self.skip_space();
        let end = self.rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(self.rest.len());
        &self.rest[..end]
    }

    fn word(&mut self) -> &'a str {
        let word = self.peek_word();
        self.rest = &self.rest[word.len()..];
        word
    }

    fn take(&mut self, c: char) -> Option<()> {
        self.skip_space();
        self.rest = self.rest.strip_prefix(c)?;
        Some(())
    }

    fn list<T>(&mut self, mut item: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        self.take('(')?;
        let mut items = vec![item(self)?];
        while self.take(',').is_some() {
            items.push(item(self)?);
        }
        self.take(')')?;
        Some(items)
    }

    fn positions(&mut self) -> Option<Vec<Position>> {
        self.list(Self::position)
    }

    /// Both spellings: `((1 2), (3 4))` and `(1 2, 3 4)`.
    fn multi_point(&mut self) -> Option<Vec<Position>> {
        self.list(|p| {
            let bracketed = p.take('(').is_some();
            let at = p.position()?;
            if bracketed {
                p.take(')')?;
            }
            Some(at)
        })
    }

    fn position(&mut self) -> Option<Position> {
        let (x, y) = (self.number()?, self.number()?);
        // Height and measure are left out.
        for _ in 0..2 {
            self.number();
        }
        Some([x, y])
    }

    fn number(&mut self) -> Option<f64> {
        self.skip_space();
        let end = self.rest.find([',', ')', '(', ' ', '\t', '\n', '\r']).unwrap_or(self.rest.len());
        let value = self.rest[..end].parse().ok()?;
        self.rest = &self.rest[end..];
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_read() {
        assert_eq!(parse("POINT(1 2)"), OwnedGeometry::Point([1.0, 2.0]));
        assert_eq!(parse(" point zm ( 1.5 -2e1 3 4 ) "), OwnedGeometry::Point([1.5, -20.0]));
        assert_eq!(parse("POINTZ(1 2 3)"), OwnedGeometry::Point([1.0, 2.0]));
        assert_eq!(parse("MULTIPOINT((1 2))"), OwnedGeometry::Point([1.0, 2.0]));
        assert_eq!(parse("LINESTRING(1 2, 3 4)"), OwnedGeometry::Lines(vec![vec![[1.0, 2.0], [3.0, 4.0]]]));
        assert_eq!(
            parse("MULTIPOLYGON(((0 0,1 0,1 1,0 0)),((5 5,6 5,6 6,5 5),(5.1 5.1,5.2 5.1,5.2 5.2,5.1 5.1)))"),
            OwnedGeometry::Polygons(vec![
                vec![vec![[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 0.0]]],
                vec![
                    vec![[5.0, 5.0], [6.0, 5.0], [6.0, 6.0], [5.0, 5.0]],
                    vec![[5.1, 5.1], [5.2, 5.1], [5.2, 5.2], [5.1, 5.1]]
                ],
            ])
        );
        assert_eq!(parse("POLYGON EMPTY"), OwnedGeometry::Missing);
        assert_eq!(parse(""), OwnedGeometry::Missing);
    }

    #[test]
    fn anything_else_is_said_to_be_unreadable() {
        let deep = "(".repeat(100_000);
        for bad in
            ["POINT(1)", "POINT(1 2", "POINT 1 2", "CIRCLE(1 2)", "POINT(1 2) x", "POINT(a b)", "POINT(1,2,)", &deep]
        {
            assert!(matches!(parse(bad), OwnedGeometry::Unreadable(_)), "{bad:.40}");
        }
    }
}
